//! A scenario under a design, event by event.
