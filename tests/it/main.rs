//! The one integration-test binary: each module drives the program through its public behaviour.

mod architecture;
mod sim_closed_forms;
