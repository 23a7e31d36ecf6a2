//! What every subcommand does with its result: clean text or JSON on standard output, and an exit status.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::text::safe;

/// How a subcommand ended, when it ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Exit 0.
    Clean,
    /// Exit 1: a check found problems.
    Findings,
}

/// Writes `text` to standard output, cleaned of anything that a terminal would obey.
pub(super) fn text(text: &str) -> anyhow::Result<()> {
    raw(&safe::clean(text))
}

/// Writes `value` as indented JSON and a line feed; JSON escapes what a terminal would obey.
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    raw(&(safe::escape_json(&serde_json::to_string_pretty(value)?) + "\n"))
}

/// Writes text that is made of this program's own words, colours included.
pub(super) fn raw(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes one line to standard error; a closed standard error is nobody's problem.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", safe::clean(line));
}

/// The exit code of a subcommand. A reader that has seen enough (`| head`) is no error.
pub(super) fn exit(done: anyhow::Result<Status>) -> ExitCode {
    match done {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            note(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    kinds.map(io::Error::kind).any(|kind| kind == io::ErrorKind::BrokenPipe)
}
