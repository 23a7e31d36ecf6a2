//! The mock interview, a pure state machine, and the timer that it shares with practice.
//!
//! An interview knows its own time only: how long it has been running, as the [`timer::Timer`] counts it. The timer is
//! what deals with the clocks of the machine, so that sleep, a killed process and a changed clock end there.
//!
//! The learner writes one text a phase, and may go back to any of them. [`Session::listen`] hands the word to the
//! interviewer, who asks about what was [`Heard`].

mod debrief;
mod heard;
mod level;
mod lines;
mod plan;
mod question;
mod seed;
mod session;
pub mod timer;
mod transcript;

pub use debrief::{Debrief, Moved, NextStep, PhaseTime, Standing, Suggestion, debrief};
pub use heard::{Contradiction, Heard};
pub use level::Level;
pub use plan::{PhasePlan, PlannedTwist, Setup};
pub use question::{Asked, Question};
pub use session::{Session, Visit};
pub use transcript::{Speaker, Turn, TurnKind};
