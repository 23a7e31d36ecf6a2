//! Problems as text with the line they stand in, or as JSON.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::cli::Options;
use crate::cli::output;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::safe;

use super::Summary;
use super::judge::Judged;

/// More problems of one file than these are only counted.
const MAX_SHOWN: usize = 100;
/// Longer lines, in bytes, are not shown: laying them out takes longer than reading the number.
const MAX_LINE: usize = 2_000;

/// All problems, file by file, in colours where they are wanted. Untrusted text in it is made safe here.
pub(super) fn text(judged: &[Judged], options: &Options) -> String {
    let renderer = renderer(options);
    let mut out = String::new();
    for file in judged {
        for problem in file.problems.iter().take(MAX_SHOWN) {
            let _ = writeln!(out, "{}\n", renderer.render(&[group(file, problem)]));
        }
        if let Some(more) = file.problems.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(out, "… and {more} more in {}\n", safe::clean_line(&file.file.path));
        }
    }
    out
}

fn renderer(options: &Options) -> Renderer {
    let renderer = if output::colours(options) { Renderer::styled() } else { Renderer::plain() };
    let decor = if options.ascii { DecorStyle::Ascii } else { DecorStyle::Unicode };
    renderer.decor_style(decor).term_width(output::width(120))
}

fn group<'a>(judged: &Judged, problem: &Diagnostic) -> Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(safe::clean_line(&problem.message).into_owned()).id(problem.code);
    let path = safe::clean_line(&judged.file.path).into_owned();
    let group = match problem.span.as_ref().map(|span| Shown::of(&judged.file.text, span.clone())) {
        Some(shown) if shown.line.len() <= MAX_LINE => title.element(shown.snippet(path)),
        Some(Shown { place, .. }) => {
            title.element(Origin::path(path).line(place.line).char_column(place.column))
        }
        None => title.element(Origin::path(path)),
    };
    group.elements(problem.help.as_ref().map(|help| Level::HELP.message(safe::clean_line(help).into_owned())))
}

/// The line in which a span begins, and as much of the span as it has.
struct Shown<'t> {
    place: Place,
    line: &'t str,
    within: Range<usize>,
}

impl<'t> Shown<'t> {
    fn of(text: &'t str, span: Range<usize>) -> Self {
        let place = Place::of(text, span.start);
        let line = text[place.start..].lines().next().unwrap_or("");
        let start = (span.start - place.start).min(line.len());
        let end = (span.end - place.start).clamp(start, line.len());
        Self { place, line, within: start..end }
    }

    fn snippet<'a>(&self, path: String) -> Snippet<'a, Annotation<'a>> {
        Snippet::source(safe::mask(self.line))
            .line_start(self.place.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(self.within.clone()))
    }
}

/// Line and column of a byte, counted from 1, and where its line begins.
struct Place {
    line: usize,
    column: usize,
    start: usize,
}

impl Place {
    fn of(text: &str, at: usize) -> Self {
        let before = &text[..at.min(text.len())];
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Self { line, column: before[start..].chars().count() + 1, start }
    }
}

#[derive(Serialize)]
pub(super) struct Listing<'a> {
    #[serde(flatten)]
    summary: Summary,
    problems: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    /// Counted from 1; 0 when the whole file is meant.
    line: usize,
    /// In characters, counted from 1; 0 when the whole file is meant.
    column: usize,
    #[serde(flatten)]
    problem: &'a Diagnostic,
}

/// The same as a value for JSON.
pub(super) fn json(judged: &[Judged]) -> Listing<'_> {
    let problems = judged.iter().flat_map(|file| file.problems.iter().map(|problem| entry(file, problem)));
    Listing { summary: Summary::of(judged), problems: problems.collect() }
}

fn entry<'a>(judged: &'a Judged, problem: &'a Diagnostic) -> Entry<'a> {
    let place = problem.span.as_ref().map(|span| Place::of(&judged.file.text, span.start));
    let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
    Entry { file: &judged.file.path, line, column, problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::library::{Origin, SourceFile};

    fn judged(text: &str, problem: Diagnostic) -> Vec<Judged> {
        let file = SourceFile::new(Origin::Named, "prompts/a.toml", text);
        vec![Judged { file, problems: vec![problem] }]
    }

    #[test]
    fn a_problem_shows_its_line_and_what_to_do() {
        let problem = Diagnostic::error("unknown-key", "there is no key `minuets` here", 7..14);
        let judged = judged("a = 1\n\nminuets = 3\n", problem.with_help("did you mean `minutes`?"));
        insta::assert_snapshot!(text(&judged, &Options { ascii: true, ..Options::default() }), @r"
        error[unknown-key]: there is no key `minuets` here
         --> prompts/a.toml:3:1
          |
        3 | minuets = 3
          | ^^^^^^^
          |
          = help: did you mean `minutes`?
        ");
    }

    #[test]
    fn hostile_lines_cannot_drive_the_terminal() {
        let problem = Diagnostic::error("x", "bad\x1b[31m", 2..9);
        let shown = text(&judged("a \x1b[2J\u{202e}\u{9b}b\r\nc", problem), &Options::default());
        assert!(shown.chars().all(safe::is_shown), "{shown:?}");
    }

    #[test]
    fn any_span_can_be_shown() {
        for text_of in ["", "\n", "ä\r\n", "ab\ncd"] {
            for start in (0..=text_of.len()).filter(|at| text_of.is_char_boundary(*at)) {
                for end in (start..=text_of.len()).filter(|at| text_of.is_char_boundary(*at)) {
                    let shown =
                        text(&judged(text_of, Diagnostic::error("x", "m", start..end)), &Options::default());
                    assert!(shown.contains("prompts/a.toml:"), "{text_of:?} {start}..{end}: {shown}");
                }
            }
        }
    }
}
