//! `frontdesk read`: a chapter or prompt as plain text, from top to bottom.

mod aloud;
pub(super) mod text;

use super::Options;
use super::output::{self, Status};

use aloud::Aloud;

/// Columns of a page when nothing else is said.
const PAGE: usize = 78;

/// Read a chapter or prompt as plain text
///
/// Questions are numbered where they are asked; their answers stand at the end, so that you can think first.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A chapter or prompt; may be left out when there is one chapter (see `frontdesk list`)
    #[arg(value_name = "CHAPTER")]
    name: Option<String>,
    /// Put each answer below its question
    #[arg(long)]
    answers: bool,
    /// Columns of a line, 20 to 400
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=400))]
    width: Option<u16>,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let library = options.library();
        let width = self.width.map_or_else(|| output::width(PAGE), usize::from);
        let mut aloud = Aloud::new(&library, width, self.answers);
        let name = match (&self.name, library.chapters.as_slice()) {
            (Some(name), _) => name.clone(),
            (None, [only]) => only.front.id.to_string(),
            (None, _) => anyhow::bail!("say which: {}", super::list::names(&library)),
        };
        let page = if let Some(chapter) = library.chapter(&name) {
            aloud.chapter(chapter)
        } else if let Some(prompt) = library.prompt(&name) {
            aloud.prompt(prompt)
        } else {
            anyhow::bail!("there is no chapter or prompt `{name}`: {}", super::list::names(&library));
        };
        output::text(&page)?;
        Ok(Status::Clean)
    }
}
