//! Gathers what every part of the program has to say about a file: the reader, the rules, the simulator, the scorer.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::Options;
use crate::content::library::{Library, Origin, Refused, SourceFile};
use crate::content::prompt::{Prompt, Sample};
use crate::content::{lint, load, parse};
use crate::diagnostic::Diagnostic;
use crate::score::{Scorer, diagnose};

/// A file and its problems, in the order of the text.
pub(super) struct Judged {
    pub(super) file: SourceFile,
    pub(super) problems: Vec<Diagnostic>,
}

/// Judges the files that `paths` name, or without any the built-in pack and the given ones.
pub(super) fn all(paths: &[PathBuf], options: &Options) -> Vec<Judged> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for found in paths.iter().map(|path| load::named(path, options.limits())) {
        files.extend(found.files);
        refused.extend(found.refused);
    }
    let (alone, mut shelf): (Vec<_>, Vec<_>) = files.into_iter().partition(stands_alone);
    shelf.extend(load::builtin());
    for found in options.packs.iter().map(|pack| load::pack(pack, options.limits())) {
        shelf.extend(found.files);
        refused.extend(found.refused);
    }
    let library = Library::of(shelf, refused);
    let wanted = |file: &SourceFile| paths.is_empty() || file.origin == Origin::Named;
    let mut judged: Vec<_> =
        alone.into_iter().map(scenario_or_lexicon).chain(shelved(&library, wanted)).collect();
    judged.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    judged
}

fn shelved(library: &Library, wanted: impl Fn(&SourceFile) -> bool) -> Vec<Judged> {
    let refused = library.refused.iter().filter(|it| wanted(&it.file)).cloned();
    let mut judged: Vec<_> = refused.map(|Refused { file, problems }| Judged { file, problems }).collect();
    for chapter in library.chapters.iter().filter(|it| wanted(&it.file)) {
        let more = lint::chapter_in(chapter, library);
        judged.push(settled(&chapter.file, &chapter.spans, &chapter.warnings, more));
    }
    for prompt in library.prompts.iter().filter(|it| wanted(&it.file)) {
        let more = lint::prompt_in(prompt, library)
            .into_iter()
            .chain(diagnose(prompt))
            .chain(samples(prompt))
            .collect();
        judged.push(settled(&prompt.file, &prompt.spans, &prompt.warnings, more));
    }
    judged
}

fn settled(file: &SourceFile, spans: &parse::Spans, known: &[Diagnostic], more: Vec<Diagnostic>) -> Judged {
    let mut problems: Vec<_> = known.iter().cloned().chain(more).collect();
    problems.iter_mut().for_each(|problem| spans.place(problem));
    problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
    Judged { file: file.clone(), problems }
}

/// Whether a file is neither chapter nor prompt: a scenario, or a vocabulary.
fn stands_alone(file: &SourceFile) -> bool {
    file.path.ends_with(".toml") && (is_lexicon(file) || is_scenario(file))
}

/// A vocabulary is named so, or stands in a folder that is.
fn is_lexicon(file: &SourceFile) -> bool {
    let path = Path::new(&file.path);
    let named = |name: Option<&OsStr>| name.is_some_and(|name| name == "lexicon");
    named(path.file_stem()) || named(path.parent().and_then(Path::file_name))
}

/// A prompt has a statement; a scenario has tasks without one.
fn is_scenario(file: &SourceFile) -> bool {
    let begins = |word: &str| file.text.lines().any(|line| line.starts_with(word));
    begins("[[tasks]]")
        && !["statement", "model_answer", "revision", "[rubric", "[[rubric"].into_iter().any(begins)
        || file.path.contains("scenarios/")
}

fn scenario_or_lexicon(file: SourceFile) -> Judged {
    let problems = if is_lexicon(&file) {
        parse::lexicon(&file.text).problems
    } else {
        let parsed = parse::scenario(&file.text);
        let more = parsed.value.as_ref().map_or_else(Vec::new, crate::content::scenario::Scenario::check);
        parsed.with(more).problems
    };
    Judged { file, problems }
}

/// Sample answers that do not get the scores that they claim.
fn samples(prompt: &Prompt) -> Vec<Diagnostic> {
    if prompt.samples.is_empty() || prompt.rubric.dimensions.is_empty() {
        return Vec::new();
    }
    let scorer = Scorer::new(prompt);
    prompt
        .samples
        .iter()
        .enumerate()
        .filter_map(|(index, sample)| sample_scores(&scorer, index, sample))
        .collect()
}

fn sample_scores(scorer: &Scorer, index: usize, sample: &Sample) -> Option<Diagnostic> {
    let report = scorer.grade(&sample.answer);
    let wrong = report.dimensions.iter().filter_map(|got| {
        let claimed = *sample.scores.get(&got.id)?;
        (claimed != got.level).then(|| format!("`{}` {} instead of {claimed}", got.id, got.level))
    });
    let wrong: Vec<_> = wrong.collect();
    let message = format!("the rubric gives this sample {}", wrong.join(", "));
    let problem = Diagnostic::error("sample-score", message, None).at(format!("samples[{index}].scores"));
    (!wrong.is_empty()).then(|| problem.with_help("`frontdesk grade --explain` shows which words counted"))
}
