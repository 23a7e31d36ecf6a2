//! `frontdesk man`: the manual page.

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use super::output::{self, Status};
use super::{Cli, Options};

/// Print the manual page: `frontdesk man | man -l -`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Of this subcommand
    #[arg(value_name = "SUBCOMMAND")]
    command: Option<String>,
}

impl Args {
    pub(super) fn run(self, _: &Options) -> anyhow::Result<Status> {
        let mut whole = Cli::command();
        whole.build();
        let command = match &self.command {
            None => whole,
            Some(name) => whole
                .find_subcommand(name)
                .with_context(|| format!("there is no subcommand `{name}`"))?
                .clone(),
        };
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        output::raw(&String::from_utf8(page)?)?;
        Ok(Status::Clean)
    }
}
