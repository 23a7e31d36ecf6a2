//! `frontdesk list`: the chapters and prompts that can be opened.

use serde::Serialize;

use crate::content::library::{Library, Origin};

use super::Options;
use super::output::{self, Status, count};

/// List chapters and prompts
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Listing<'a> {
    chapters: Vec<Line<'a>>,
    prompts: Vec<Line<'a>>,
    /// Files that could not be opened; `frontdesk check` says why.
    refused: Vec<&'a str>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    revision: u32,
    minutes: u32,
    builtin: bool,
    file: &'a str,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let library = options.library();
        let listing = Listing::of(&library);
        if self.json {
            output::json(&listing)?;
        } else {
            output::text(&listing.to_text())?;
        }
        if !library.refused.is_empty() {
            let files = count(library.refused.len(), "file");
            output::note(&format!("{files} could not be opened: `frontdesk check` says why"));
        }
        Ok(Status::Clean)
    }
}

impl<'a> Listing<'a> {
    fn of(library: &'a Library) -> Self {
        let chapters = library.chapters.iter().map(|it| Line {
            id: it.front.id.as_str(),
            title: &it.front.title,
            revision: it.front.revision,
            minutes: it.front.minutes,
            builtin: it.file.origin == Origin::Builtin,
            file: &it.file.path,
        });
        let prompts = library.prompts.iter().map(|it| Line {
            id: it.id.as_str(),
            title: &it.title,
            revision: it.revision,
            minutes: it.minutes,
            builtin: it.file.origin == Origin::Builtin,
            file: &it.file.path,
        });
        let refused = library.refused.iter().map(|refused| refused.file.path.as_str());
        Self { chapters: chapters.collect(), prompts: prompts.collect(), refused: refused.collect() }
    }

    fn to_text(&self) -> String {
        let widest = self.chapters.iter().chain(&self.prompts).map(|line| line.id.len()).max().unwrap_or(0);
        let line = |it: &Line| format!("  {:widest$}  {:>3} min  {}\n", it.id, it.minutes, it.title);
        let part =
            |name: &str, lines: &[Line]| format!("{name}\n{}", lines.iter().map(line).collect::<String>());
        format!("{}\n{}", part("chapters", &self.chapters), part("prompts", &self.prompts))
    }
}

/// Chapters and prompts with their names.
pub(super) fn text(library: &Library) -> String {
    Listing::of(library).to_text()
}

/// The names that `frontdesk read` understands, in a sentence.
pub(super) fn names(library: &Library) -> String {
    let chapters = library.chapters.iter().map(|it| it.front.id.as_str());
    let names: Vec<_> = chapters.chain(library.prompts.iter().map(|it| it.id.as_str())).collect();
    format!("there are {}", names.join(", "))
}
