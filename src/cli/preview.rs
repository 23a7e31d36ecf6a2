//! `frontdesk preview`: a file as a learner sees it, while its author writes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::content::library::{Library, Origin, Refused};
use crate::content::load;
use crate::progress::{DraftKey, Store};
use crate::tui::preview::Preview;
use crate::tui::screen::Route;

use super::output::Status;
use super::{Options, launch};

/// Show a chapter or prompt as a learner sees it, and follow your saves
///
/// Nothing that you do in it is kept. A save that breaks the file is told, and the last good version stays.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let library = open(&self.file, options).map_err(anyhow::Error::msg)?;
        let preview = Preview { route: route(&library), changed: watch(self.file, options.clone()) };
        let nothing_kept = tempfile::tempdir()?;
        let store = Store::open(&nothing_kept.path().join("store.sqlite3"))?;
        launch(options, library, store, Some(preview))
    }
}

/// The library with the file in it, before any other of its id; or what is wrong with it.
fn open(file: &Path, options: &Options) -> Result<Library, String> {
    let found = load::named(file, options.limits());
    let mut files = found.files;
    files.extend(load::builtin());
    files.extend(options.packs.iter().flat_map(|pack| load::pack(pack, options.limits()).files));
    let library = Library::of(files, found.refused);
    let broken = library.refused.iter().find(|refused| refused.file.origin == Origin::Named);
    match broken.map(first_problem) {
        Some(problem) => Err(problem),
        None => Ok(library),
    }
}

fn first_problem(refused: &Refused) -> String {
    let problem =
        refused.problems.iter().find(|problem| problem.severity == crate::diagnostic::Severity::Error);
    let line = |at: usize| refused.file.text[..at].matches('\n').count() + 1;
    let place =
        problem.and_then(|problem| problem.span.as_ref()).map(|span| format!(":{}", line(span.start)));
    let message = problem.map_or("cannot be opened", |problem| &problem.message);
    format!("{}{}: {message}; see `frontdesk check`", refused.file.path, place.unwrap_or_default())
}

fn route(library: &Library) -> Route {
    let chapter = library.chapters.iter().find(|chapter| chapter.file.origin == Origin::Named);
    let prompt = library.prompts.iter().find(|prompt| prompt.file.origin == Origin::Named);
    match (chapter, prompt) {
        (Some(chapter), _) => Route::Chapter(chapter.front.id.clone()),
        (None, Some(prompt)) => Route::Practice(DraftKey::practice(prompt.id.clone())),
        (None, None) => Route::Home,
    }
}

/// Looks at the file's time whenever it is asked.
fn watch(file: PathBuf, options: Options) -> Box<dyn FnMut() -> Option<Result<Library, String>>> {
    let mut before = modified(&file);
    Box::new(move || {
        let now = modified(&file);
        let changed = now != before;
        before = now;
        changed.then(|| open(&file, &options))
    })
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_is_seen_and_a_broken_one_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.md");
        let good = include_str!("new/chapter.md").replace("NAME", "mine");
        fs::write(&file, &good).unwrap();
        let options = Options::default();
        let library = open(&file, &options).unwrap();
        assert_eq!(route(&library), Route::Chapter("mine".parse().unwrap()));
        let mut changed = watch(file.clone(), options);
        assert!(changed().is_none());
        let save = |text: &str, second: u64| {
            fs::write(&file, text).unwrap();
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(second);
            fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        };
        save(&good.replacen("minutes = 20", "minutes = 'x'", 1), 1_000);
        let problem = changed().unwrap().unwrap_err();
        assert!(problem.contains("mine.md:8: expected a whole number"), "{problem}");
        save(&good.replacen("A title of one line", "Another", 1), 2_000);
        assert_eq!(changed().unwrap().unwrap().chapter("mine").unwrap().front.title, "Another");
    }
}
