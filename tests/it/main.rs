//! The one integration-test binary: each module drives the program through its public behaviour.

mod architecture;
#[cfg(unix)]
mod pty;
mod session;
mod sim_closed_forms;
