//! The mock interview, a pure state machine, and the timer that it shares with practice.

pub mod timer;
