//! The `frontdesk` program: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontdesk::cli::main()
}
