//! The classification round, a pure state machine.
