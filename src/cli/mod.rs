//! The command line: one file per subcommand, text and JSON as two renderers of one report.
//!
//! A subcommand is a file with `Args` (clap) and `Args::run(self, &Options) -> anyhow::Result<Status>`; it joins the
//! tree by its `mod` line and its line in `Command`'s list.

mod answers;
mod calibrate;
mod check;
mod completions;
mod config;
mod delete;
mod doctor;
mod export;
mod grade;
mod history;
mod import;
mod linear;
mod list;
mod man;
mod mock;
mod moment;
mod new;
mod options;
mod output;
mod paths;
mod plain;
mod practice;
mod preview;
mod read;
mod review;
mod schema;
mod second;
mod simulate;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::content::library::Library;
use crate::progress::Store;
use crate::tui;
use crate::tui::preview::Preview;
pub use options::Options;
use output::Status;

/// Practise system-design interviews in the terminal: predict, commit, simulate, be scored.
///
/// Without a subcommand the interactive program opens.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

macro_rules! commands {
    ($($name:ident($module:ident)),+ $(,)?) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($name($module::Args)),+
        }

        impl Command {
            fn run(self, options: &Options) -> anyhow::Result<Status> {
                match self {
                    $(Self::$name(args) => args.run(options)),+
                }
            }
        }
    };
}

// In the order in which `--help` lists them.
commands! {
    List(list),
    Read(read),
    Practice(practice),
    Mock(mock),
    Review(review),
    History(history),
    Export(export),
    Import(import),
    Delete(delete),
    New(new),
    Check(check),
    Preview(preview),
    Schema(schema),
    Grade(grade),
    Calibrate(calibrate),
    Simulate(simulate),
    Paths(paths),
    Doctor(doctor),
    Completions(completions),
    Man(man),
}

/// Parses the arguments and runs the chosen subcommand.
///
/// Exit status: 0 success, 1 findings (a check found problems), 2 error (bad usage, unreadable input).
pub fn main() -> ExitCode {
    let Cli { options, command } = Cli::parse();
    let options = configured(options);
    let done = match command {
        Some(command) => command.run(&options),
        None => open(&options),
    };
    output::exit(done)
}

/// The flags, and the settings file where they are silent.
fn configured(options: Options) -> Options {
    let Some(path) = paths::config() else { return options };
    let read = config::Config::read(&path);
    read.warn(&path);
    options.or(&path, read)
}

/// Opens the program: screens, or one line after the other where that is wanted.
fn open(options: &Options) -> anyhow::Result<Status> {
    if linear::wanted(options) {
        return linear::run(options);
    }
    require_terminal()?;
    launch(options, options.library(), Store::open(&options.store()?)?, None)
}

/// Opens the screens.
fn launch(
    options: &Options,
    library: Library,
    store: Store,
    preview: Option<Preview>,
) -> anyhow::Result<Status> {
    require_terminal()?;
    tui::run(tui::Launch { library, store, look: options.look(), mouse: options.mouse, preview })?;
    Ok(Status::Clean)
}

/// Screens need a terminal on both sides.
fn require_terminal() -> anyhow::Result<()> {
    let interactive = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    anyhow::ensure!(
        interactive,
        "not a terminal: use a subcommand, for example `frontdesk read`, or see `frontdesk --help`"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_tree_is_sound() {
        Cli::command().debug_assert();
    }
}
