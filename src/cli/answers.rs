//! Prompts and answers as the command line names them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::content::library::{Entry, Library, Origin};
use crate::content::load::{self, Limits};
use crate::content::parse::nearest;
use crate::content::prompt::Prompt;

use super::{Options, output};

/// Largest answer file that is read, in bytes; what lies beyond the scored length is ignored.
const LARGEST: u64 = 256 * 1024;

/// An answer from a file.
#[derive(Clone, Debug)]
pub(super) struct AnswerFile {
    /// The file's name without folder and ending.
    pub(super) stem: String,
    /// What it holds.
    pub(super) text: String,
}

/// The prompt with this id, or the one in this file.
///
/// # Errors
/// When there is none, or it cannot be used.
pub(super) fn prompt(name: &str, options: &Options) -> anyhow::Result<Prompt> {
    if name.ends_with(".toml") {
        return prompt_file(Path::new(name), options.limits());
    }
    let library = options.library();
    if let Some(entry) = library.prompt(name) {
        return Ok(entry.value.clone());
    }
    let known: Vec<&str> = library.prompts.iter().map(|prompt| prompt.id.as_str()).collect();
    if let Some(near) = nearest(name, &known) {
        bail!("there is no prompt `{name}`: did you mean `{near}`?");
    }
    bail!("there is no prompt `{name}`: choose one of {}, or name a .toml file", known.join(", "))
}

fn prompt_file(path: &Path, limits: Limits) -> anyhow::Result<Prompt> {
    let found = load::named(path, limits);
    let library = Library::of(found.files, found.refused);
    if let Some(refused) = library.refused.first() {
        let first = refused.problems.first().map_or("", |problem| &problem.message);
        bail!("{} cannot be used: {first} (`frontdesk check` tells more)", path.display());
    }
    let named = |entry: &&Entry<Prompt>| entry.file.origin == Origin::Named;
    let prompt = library.prompts.iter().find(named).map(|entry| entry.value.clone());
    prompt.with_context(|| format!("there is no prompt in {}", path.display()))
}

/// What stands in files and folders of answers.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Those that could be read, in the order of their names.
    pub(super) files: Vec<AnswerFile>,
    /// Why others could not.
    pub(super) refused: Vec<String>,
}

impl Answers {
    /// Tells on standard error what was left out.
    ///
    /// # Errors
    /// When anything was.
    pub(super) fn complete(&self) -> anyhow::Result<()> {
        self.refused.iter().for_each(|why| output::note(&format!("error: {why}")));
        let refused = self.refused.len();
        ensure!(refused == 0, "{} could not be read", output::count(refused, "answer"));
        Ok(())
    }
}

/// The answers in these files and folders (`.md` and `.txt`). One whose name is taken goes by its whole path.
///
/// # Errors
/// When a folder cannot be listed, or there is nothing to read.
pub(super) fn answers(paths: &[PathBuf]) -> anyhow::Result<Answers> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(folder(path)?);
        } else {
            files.push(path.clone());
        }
    }
    ensure!(!files.is_empty(), "there is no .md or .txt file to grade");
    let (mut answers, mut taken) = (Answers::default(), BTreeSet::new());
    for path in files {
        match answer(&path) {
            Err(error) => answers.refused.push(error.to_string()),
            Ok(file) if taken.insert(file.stem.clone()) => answers.files.push(file),
            Ok(file) => answers.files.push(AnswerFile { stem: path.display().to_string(), ..file }),
        }
    }
    Ok(answers)
}

fn folder(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = dir.read_dir().with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_answer(path)).collect();
    files.sort();
    Ok(files)
}

fn is_answer(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|ending| ending == "md" || ending == "txt")
}

fn answer(path: &Path) -> anyhow::Result<AnswerFile> {
    let text =
        load::read(path, LARGEST, true).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(AnswerFile { stem, text })
}
