//! `frontdesk new`: a commented file to start from, which already passes `frontdesk check`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;

use crate::content::id::PromptId;

use super::Options;
use super::output::{self, Status};

/// Write a commented chapter or prompt to start from
///
/// It goes to `content/NAME.md` or `prompts/NAME.toml` below the folder of your pack and passes `frontdesk check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to write
    #[arg(value_enum)]
    kind: Kind,
    /// Its id: a-z, 0-9, - and _
    name: PromptId,
    /// The folder of the pack
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
    /// Print the file instead
    #[arg(long, conflicts_with = "into")]
    print: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Markdown with moves for the learner
    Chapter,
    /// One interview question, with its rubric and simulation
    Prompt,
}

impl Args {
    pub(super) fn run(self, _: &Options) -> anyhow::Result<Status> {
        let (folder, ending, template) = match self.kind {
            Kind::Chapter => ("content", "md", include_str!("new/chapter.md")),
            Kind::Prompt => ("prompts", "toml", include_str!("new/prompt.toml")),
        };
        let text = template.replace("NAME", self.name.as_str());
        if self.print {
            output::text(&text)?;
            return Ok(Status::Clean);
        }
        let folder = self.into.join(folder);
        let path = folder.join(format!("{}.{ending}", self.name));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!("{} is already there", path.display())
            }
            file => file.and_then(|mut file| file.write_all(text.as_bytes())),
        }
        .with_context(|| format!("cannot write {}", path.display()))?;
        output::text(&format!("wrote {0}\nnext: frontdesk check {0}\n", path.display()))?;
        Ok(Status::Clean)
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{lint, parse};

    #[test]
    fn both_starting_files_are_sound() {
        let prompt = parse::prompt(include_str!("new/prompt.toml").replace("NAME", "mine").as_str());
        assert!(prompt.problems.is_empty(), "{:#?}", prompt.problems);
        assert_eq!(lint::prompt(&prompt.value.unwrap()), []);
        let chapter = parse::chapter(include_str!("new/chapter.md").replace("NAME", "mine").as_str());
        assert!(chapter.problems.is_empty(), "{:#?}", chapter.problems);
        assert_eq!(lint::chapter(&chapter.value.unwrap()), []);
    }
}
