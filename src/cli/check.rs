//! `frontdesk check`: every problem of every file, as a compiler would tell it.

mod judge;
mod render;
mod watch;

use std::path::PathBuf;

use serde::Serialize;

use crate::diagnostic::Severity;

use super::Options;
use super::output::{self, Status, count};

use judge::Judged;

/// Report every problem of chapters, prompts and scenarios
///
/// Without a path: the built-in pack and those given with --pack. A path is a file, a pack (a folder with `content/`
/// and `prompts/`), or a plain folder of such files; what it names may refer to anything in the built-in pack.
/// Exits with 1 when there is an error.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Check again whenever a file changes
    #[arg(long, conflicts_with = "json")]
    watch: bool,
    /// Exit with 1 on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        if self.watch {
            watch::forever(&self.watched(options), || self.once(options).map(drop))?;
        }
        self.once(options)
    }

    fn once(&self, options: &Options) -> anyhow::Result<Status> {
        let judged = judge::all(&self.paths, options);
        if self.json {
            output::json(&render::json(&judged))?;
        } else {
            output::raw(&render::text(&judged, options))?;
            output::text(&format!("{}\n", Summary::of(&judged)))?;
        }
        Ok(self.status(&judged))
    }

    fn status(&self, judged: &[Judged]) -> Status {
        let summary = Summary::of(judged);
        match summary.errors + if self.deny_warnings { summary.warnings } else { 0 } {
            0 => Status::Clean,
            _ => Status::Findings,
        }
    }

    fn watched(&self, options: &Options) -> Vec<PathBuf> {
        self.paths.iter().chain(&options.packs).cloned().collect()
    }
}

/// Numbers over all files.
#[derive(Clone, Copy, Debug, Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
}

impl Summary {
    fn of(judged: &[Judged]) -> Self {
        let all = || judged.iter().flat_map(|file| &file.problems);
        let errors = all().filter(|problem| problem.severity == Severity::Error).count();
        Self { files: judged.len(), errors, warnings: all().count() - errors }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} checked: ", count(self.files, "file"))?;
        match (self.errors, self.warnings) {
            (0, 0) => write!(f, "no problems"),
            (errors, warnings) => write!(f, "{}, {}", count(errors, "error"), count(warnings, "warning")),
        }
    }
}
