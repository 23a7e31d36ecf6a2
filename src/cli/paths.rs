//! `frontdesk paths`: where things are kept.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use serde::Serialize;

use super::Options;
use super::output::{self, Status};

/// Show where progress and settings are kept
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Paths {
    store: PathBuf,
    config: Option<PathBuf>,
    packs: Vec<PathBuf>,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let paths = Paths { store: options.store()?, config: config(), packs: options.packs.clone() };
        if self.json {
            output::json(&paths)?;
        } else {
            output::text(&paths.to_text())?;
        }
        Ok(Status::Clean)
    }
}

impl Paths {
    fn to_text(&self) -> String {
        let mut lines = vec![format!("store   {}", self.store.display())];
        lines.extend(self.config.iter().map(|path| format!("config  {}", path.display())));
        lines.extend(self.packs.iter().map(|path| format!("pack    {}", path.display())));
        lines.join("\n") + "\n"
    }
}

/// The store in the user's data folder, by the XDG rules.
pub(super) fn store() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("frontdesk").join("store.sqlite3"))
}

/// The settings file in the user's configuration folder, by the XDG rules.
pub(super) fn config() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("frontdesk").join("config.toml"))
}
