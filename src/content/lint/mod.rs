//! Rules about an author's files, one a file. A rule knows values and the dotted paths of their keys; where a key
//! stands in its file is known to [`super::parse::Spans`].

mod classify;
mod dangling;
mod duplicate;
mod invisible;
mod length;
mod predict;
mod probes;
mod references;
mod samples;
mod settings;
mod simulated;
mod thin;
mod wide;

use crate::diagnostic::Diagnostic;

use super::chapter::{Block, Chapter, Move};
use super::library::Library;
use super::parse::suggest;
use super::prompt::Prompt;

type Rule<T> = fn(&T) -> Vec<Diagnostic>;

const CHAPTER: &[Rule<Chapter>] =
    &[classify::check, duplicate::chapter, length::chapter, predict::check, thin::chapter, wide::check];

const PROMPT: &[Rule<Prompt>] = &[
    dangling::check,
    duplicate::prompt,
    length::prompt,
    probes::check,
    samples::check,
    settings::check,
    simulated::check,
    thin::prompt,
];

/// What any text file may be told before it is parsed.
pub fn text(text: &str) -> Vec<Diagnostic> {
    invisible::check(text)
}

/// What is wrong with a chapter, seen alone.
pub fn chapter(chapter: &Chapter) -> Vec<Diagnostic> {
    CHAPTER.iter().flat_map(|rule| rule(chapter)).collect()
}

/// What is wrong with a prompt, seen alone.
pub fn prompt(prompt: &Prompt) -> Vec<Diagnostic> {
    PROMPT.iter().flat_map(|rule| rule(prompt)).collect()
}

/// What a chapter refers to that the library does not have.
pub fn chapter_in(chapter: &Chapter, library: &Library) -> Vec<Diagnostic> {
    references::chapter(chapter, library)
}

/// What a prompt refers to that the library does not have.
pub fn prompt_in(prompt: &Prompt, library: &Library) -> Vec<Diagnostic> {
    references::prompt(prompt, library)
}

/// The moves of a chapter with their dotted paths, in the order of the file.
fn moves(chapter: &Chapter) -> impl Iterator<Item = (String, &Move)> {
    let blocks = chapter.sections.iter().flat_map(|section| &section.blocks);
    let moves = blocks.filter_map(|block| match block {
        Block::Move(a_move) => Some(a_move),
        _ => None,
    });
    moves.enumerate().map(|(index, a_move)| (format!("moves[{index}]"), a_move))
}

/// The name under which answers to a move are kept.
fn move_id(a_move: &Move) -> Option<&str> {
    match a_move {
        Move::Predict(it) => Some(it.id.as_str()),
        Move::Commit(it) => Some(it.id.as_str()),
        Move::Classify(it) => Some(it.id.as_str()),
        Move::Simulate(it) => Some(it.id.as_str()),
        Move::Recall(it) => Some(it.id.as_str()),
        _ => None,
    }
}

/// Texts for the tests of rules: a small sound chapter or prompt with further lines.
#[cfg(test)]
mod testing {
    use crate::content::parse;
    use crate::diagnostic::Diagnostic;

    pub(super) fn chapter(body: &str) -> super::Chapter {
        let front = "+++\nid = 'a'\nrevision = 1\ntitle = 'A'\nobjective = 'o'\nminutes = 5\n+++\n";
        parse::chapter(&(front.to_owned() + body)).value.expect("a chapter that parses")
    }

    pub(super) fn prompt(lines: &str) -> super::Prompt {
        let keys = "id = 'p'\nrevision = 1\ntitle = 'P'\nstatement = 's'\nmodel_answer = 'm'\n";
        let rubric = "[[rubric.dimensions]]\nid = 'depth'\ntitle = 'Depth'\nsolid = 's'\noutstanding = 'o'\n\
                      questions = []\ngates = []\n";
        parse::prompt(&(keys.to_owned() + lines + rubric)).value.expect("a prompt that parses")
    }

    /// `code key` of each problem.
    pub(super) fn told(problems: Vec<Diagnostic>) -> Vec<String> {
        problems.into_iter().map(|p| format!("{} {}", p.code, p.key.unwrap_or_default())).collect()
    }
}
