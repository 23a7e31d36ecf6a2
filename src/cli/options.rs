//! The flags that every subcommand understands.

use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::library::Library;
use crate::content::load::Limits;

use super::paths;
use crate::tui::look::{self, Look};

/// Global flags.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
#[command(next_help_heading = "Global options")]
pub struct Options {
    /// Add an instructor's folder with `content/` and `prompts/` (repeatable)
    #[arg(long = "pack", value_name = "DIR", global = true)]
    pub packs: Vec<PathBuf>,
    /// Open packs beyond the usual 64 files and 2 MiB
    #[arg(long, global = true)]
    pub large_packs: bool,
    /// Keep drafts, attempts and reviews in this file
    #[arg(long, value_name = "FILE", global = true)]
    pub store: Option<PathBuf>,
    /// Colours
    #[arg(long, value_enum, global = true, value_name = "THEME")]
    pub theme: Option<Theme>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Ask and answer line by line: no boxes, no redrawing (also `ACCESSIBLE=1`)
    #[arg(long, global = true)]
    pub plain: bool,
    /// Draw no animation
    #[arg(long, global = true)]
    pub reduce_motion: bool,
    /// Make everything clickable; the terminal's own selection then needs Shift
    #[arg(long, global = true)]
    pub mouse: bool,
}

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// What suits the terminal's background
    #[default]
    Auto,
    /// For light backgrounds
    Light,
    /// For dark backgrounds
    Dark,
    /// No colours
    Mono,
}

impl Options {
    /// How the interface looks: flags first, then the environment.
    pub fn look(&self) -> Look {
        let theme = match self.theme.unwrap_or_default() {
            Theme::Auto => None,
            Theme::Light => Some(look::Theme::Light),
            Theme::Dark => Some(look::Theme::Dark),
            Theme::Mono => Some(look::Theme::Mono),
        };
        let detected = Look::detect(theme, |name| std::env::var(name).ok());
        Look { ascii: self.ascii, reduce_motion: self.reduce_motion, ..detected }
    }

    /// The built-in pack and those given with `--pack`.
    pub fn library(&self) -> Library {
        Library::open(&self.packs, self.limits())
    }

    /// What a pack may weigh.
    pub fn limits(&self) -> Limits {
        if self.large_packs { Limits::LARGE } else { Limits::USUAL }
    }

    /// Where drafts, attempts and reviews are kept: `--store`, or the user's data folder.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn store(&self) -> anyhow::Result<PathBuf> {
        match &self.store {
            Some(path) => Ok(path.clone()),
            None => paths::store()
                .context("there is no home folder to keep progress in: name a file with --store"),
        }
    }
}
