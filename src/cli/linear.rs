//! The program without screens, for `--plain`: a list, and then one command a line.

use std::io::{self, BufRead};

use clap::Parser;

use super::output::{self, Status};
use super::{Cli, Options, list};

const HELP: &str = "Type a command and Enter: read NAME, practice NAME, mock NAME, simulate NAME, review, history, list, \
    help, or quit.";

/// Whether the user wants no screens.
pub(super) fn wanted(options: &Options) -> bool {
    options.plain || std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Says what there is and runs one command after the other, until `quit` or the end of the input.
pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    output::text(&format!("frontdesk\n\n{}\n{HELP}\n> ", list::text(&options.library())))?;
    let mut line = String::new();
    while io::stdin().lock().read_line(&mut line)? > 0 {
        match line.trim() {
            "quit" | "q" | "exit" => break,
            "" => {}
            words => obey(words, options)?,
        }
        output::text("> ")?;
        line.clear();
    }
    Ok(Status::Clean)
}

/// A command that fails is told, and the next one may be typed.
fn obey(words: &str, options: &Options) -> anyhow::Result<()> {
    match Cli::try_parse_from(std::iter::once("frontdesk").chain(words.split_whitespace())) {
        Err(usage) => output::text(&usage.render().to_string()),
        Ok(Cli { command: None, .. }) => output::text(&format!("{HELP}\n")),
        Ok(Cli { command: Some(command), .. }) => match command.run(options) {
            Err(error) => output::text(&format!("error: {error:#}\n")),
            Ok(_) => Ok(()),
        },
    }
}
