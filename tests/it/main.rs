//! The one integration-test binary: each module drives the program through its public behaviour.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail, and reads files and clocks"
)]
#![allow(clippy::print_stdout)]

mod architecture;
mod check;
mod cli;
mod hostile;
mod program;
mod progress_report;
#[cfg(unix)]
mod pty;
mod score;
mod screens;
mod session;
mod sim_closed_forms;
mod sim_facts;
mod sim_robust;
mod store;
