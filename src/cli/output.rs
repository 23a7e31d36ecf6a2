//! What every subcommand does with its result: clean text or JSON on standard output, and an exit status.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::text::safe;

use super::Options;
use super::options::Theme;

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

/// Columns of the terminal on standard output, at most `widest`; `widest` when it is no terminal.
pub(super) fn width(widest: usize) -> usize {
    size().map_or(widest, |(columns, _)| columns.clamp(20, widest))
}

/// Columns and rows of the terminal on standard output.
#[cfg(unix)]
pub(super) fn size() -> Option<(usize, usize)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0).then_some((size.ws_col.into(), size.ws_row.into()))
}

/// Columns and rows of the terminal on standard output, which this system does not tell.
#[cfg(not(unix))]
pub(super) fn size() -> Option<(usize, usize)> {
    None
}

/// Whether standard output wants colours.
pub(super) fn colours(options: &Options) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !refused && !dumb && options.theme != Some(Theme::Mono)
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
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
