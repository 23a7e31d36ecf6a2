//! All chapters and prompts that can be opened, and what could not.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};

use super::chapter::Chapter;
use super::load::{self, Limits};
use super::parse::{self, Parsed, Spans};
use super::prompt::Prompt;
use super::{lint, rubric::Lexicon};

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Named by the user, to be checked or previewed; takes the place of others with the same id.
    Named,
    /// The pack inside the program.
    Builtin,
    /// A pack given with `--pack`.
    Pack,
}

/// A file's text and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it comes from.
    pub origin: Origin,
    /// Its path as a person would write it; untrusted, to be cleaned before it is shown.
    pub path: String,
    /// What it holds, as it was typed.
    pub text: Arc<str>,
}

impl SourceFile {
    /// A file at `path` with this text.
    pub fn new(origin: Origin, path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { origin, path: path.into(), text: text.into() }
    }

    fn is_chapter(&self) -> bool {
        self.path.ends_with(".md")
    }
}

/// A file that cannot be used, and everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file; its text is empty when it could not be read.
    pub file: SourceFile,
    /// At least one error, in the order of the text.
    pub problems: Vec<Diagnostic>,
}

/// A chapter or prompt with its file.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// What the file says.
    pub value: T,
    /// The file.
    pub file: SourceFile,
    /// Where each key of it stands; nothing is known of the built-in pack's prompts unless they were checked.
    pub spans: Spans,
    /// What is probably not meant.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Entry<T> {
    fn sound(value: T, file: SourceFile) -> Self {
        Self { value, file, spans: Spans::default(), warnings: Vec::new() }
    }
}

impl<T> Deref for Entry<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Everything that can be opened.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// By their own order, then by title.
    pub chapters: Vec<Entry<Chapter>>,
    /// Built-in ones first, then pack by pack.
    pub prompts: Vec<Entry<Prompt>>,
    /// What could not be opened.
    pub refused: Vec<Refused>,
}

impl Library {
    /// The built-in pack. Its prompts are not searched for mistakes, which takes a while: the tests have.
    pub fn builtin() -> Self {
        let mut library = Self::default();
        for file in load::builtin() {
            match load::translated_prompt(&file.path) {
                Some(value) => library.prompts.push(Entry::sound(value, file)),
                None => library.add(file),
            }
        }
        library.sorted()
    }

    /// The built-in pack and those in `packs`. What is broken is in [`Library::refused`]; the rest opens.
    pub fn open(packs: &[PathBuf], limits: Limits) -> Self {
        let mut library = Self::builtin();
        for found in packs.iter().map(|dir| load::pack(dir, limits)) {
            library.refused.extend(found.refused);
            found.files.into_iter().for_each(|file| library.add(file));
        }
        library.sorted()
    }

    /// A library of these files, the first of two with the same id winning.
    pub fn of(files: Vec<SourceFile>, refused: Vec<Refused>) -> Self {
        let mut library = Self { refused, ..Self::default() };
        files.into_iter().for_each(|file| library.add(file));
        library.sorted()
    }

    fn sorted(mut self) -> Self {
        self.chapters.sort_by(|a, b| (a.front.order, &a.front.title).cmp(&(b.front.order, &b.front.title)));
        self
    }

    /// The chapter with this id.
    pub fn chapter(&self, id: &str) -> Option<&Entry<Chapter>> {
        self.chapters.iter().find(|chapter| chapter.front.id.as_str() == id)
    }

    /// The prompt with this id.
    pub fn prompt(&self, id: &str) -> Option<&Entry<Prompt>> {
        self.prompts.iter().find(|prompt| prompt.id.as_str() == id)
    }

    fn add(&mut self, file: SourceFile) {
        if file.is_chapter() {
            let parsed = judge(parse::chapter(&file.text), &file, lint::chapter);
            let id = |chapter: &Chapter| chapter.front.id.to_string();
            join(&mut self.chapters, &mut self.refused, parsed, file, id);
        } else {
            let parsed = judge(parse::prompt(&file.text), &file, lint::prompt);
            join(&mut self.prompts, &mut self.refused, parsed, file, |prompt| prompt.id.to_string());
        }
    }
}

/// What was parsed, with the findings of the rules about one file.
fn judge<T>(parsed: Parsed<T>, file: &SourceFile, rules: fn(&T) -> Vec<Diagnostic>) -> Parsed<T> {
    let text = lint::text(&file.text);
    let more = parsed.value.as_ref().map_or_else(Vec::new, rules);
    parsed.with(text.into_iter().chain(more))
}

fn join<T>(
    entries: &mut Vec<Entry<T>>,
    refused: &mut Vec<Refused>,
    parsed: Parsed<T>,
    file: SourceFile,
    id: fn(&T) -> String,
) {
    let Parsed { value: Some(value), problems, spans } = parsed else {
        return refused.push(Refused { file, problems: parsed.problems });
    };
    match entries.iter().find(|entry| id(&entry.value) == id(&value)).map(|entry| &entry.file) {
        None => entries.push(Entry { value, file, spans, warnings: problems }),
        Some(other) if other.origin == Origin::Named && file.origin != Origin::Named => {}
        Some(other) => {
            let message = format!("the id `{}` is already that of {}", id(&value), other.path);
            let problem = Diagnostic::error("duplicate-id", message, spans.get("id"));
            refused.push(Refused { file, problems: vec![problem] });
        }
    }
}

/// The shared vocabulary of the scorer. Reading it takes a while: keep it.
pub fn lexicon() -> Lexicon {
    load::translated_folder::<Lexicon>(load::LEXICON).into_iter().flatten().collect()
}

/// Whether a list of problems has an error in it.
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_opens_whole() {
        let library = Library::builtin();
        let told: Vec<_> = library.refused.iter().map(|r| (&r.file.path, &r.problems)).collect();
        assert!(told.is_empty(), "{told:#?}");
        assert!(library.chapter("queues-streams-async").is_some() && library.prompt("checkout").is_some());
    }

    #[test]
    fn the_built_in_pack_is_what_its_files_say() {
        let (quick, checked) = (Library::builtin(), Library::of(load::builtin(), Vec::new()));
        let values = |library: &Library| library.prompts.iter().map(|p| p.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(&quick), values(&checked));
        assert!(checked.refused.is_empty());
    }

    #[test]
    fn every_concept_stands_in_one_file_of_the_vocabulary() {
        let files: Vec<Lexicon> = load::translated_folder(load::LEXICON);
        let concepts: usize = files.iter().map(Lexicon::len).sum();
        assert_eq!(concepts, lexicon().len());
        assert!(files.len() > 1 && concepts > 200);
    }

    #[test]
    fn a_broken_file_leaves_the_rest() {
        let mut files = load::builtin();
        let all = files.len();
        files.push(SourceFile::new(Origin::Pack, "x/prompts/broken.toml", "id = 3"));
        let library = Library::of(files, Vec::new());
        assert_eq!(library.chapters.len() + library.prompts.len(), all);
        assert_eq!(library.refused[0].file.path, "x/prompts/broken.toml");
    }

    #[test]
    fn the_second_with_an_id_is_refused_unless_the_first_was_named() {
        let own = load::builtin().into_iter().find(|file| file.path == "prompts/checkout.toml").unwrap();
        let with = |origin| {
            let copy = SourceFile { origin, path: "mine.toml".into(), ..own.clone() };
            Library::of(vec![copy, own.clone()], Vec::new())
        };
        assert_eq!(with(Origin::Pack).refused[0].problems[0].code, "duplicate-id");
        assert!(with(Origin::Named).refused.is_empty());
        assert_eq!(with(Origin::Named).prompt("checkout").unwrap().file.path, "mine.toml");
    }
}
