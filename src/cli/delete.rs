//! `frontdesk delete`: attempts, for good.

use std::io::{IsTerminal, stdin};

use crate::progress::Store;

use super::export::find;
use super::output::{self, Status};
use super::plain::console::Console;
use super::{Options, moment};

/// Delete attempts for good
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first digits of an attempt's name (see `frontdesk history`), or `last`
    #[arg(value_name = "ATTEMPT", required = true)]
    attempts: Vec<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let mut store = Store::open(&options.store()?)?;
        anyhow::ensure!(self.yes || stdin().is_terminal(), "not a terminal to ask on: add --yes");
        for name in &self.attempts {
            let attempt = find(&store, name)?;
            let what = format!("{} of {}", attempt.body.prompt, moment::written(attempt.body.at));
            if self.yes || Console::standard().agrees(&format!("Delete the attempt at {what} for good?"))? {
                store.delete_attempt(&attempt.id)?;
                output::text(&format!("deleted: {what}\n"))?;
            }
        }
        Ok(Status::Clean)
    }
}
