//! `frontdesk completions`: what a shell needs to complete commands.

use clap::CommandFactory;
use clap_complete::Shell;

use super::output::{self, Status};
use super::{Cli, Options};

/// Print completions for a shell
///
/// For example `frontdesk completions bash > ~/.local/share/bash-completion/completions/frontdesk`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Args {
    pub(super) fn run(self, _: &Options) -> anyhow::Result<Status> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "frontdesk", &mut script);
        output::raw(&String::from_utf8(script)?)?;
        Ok(Status::Clean)
    }
}
