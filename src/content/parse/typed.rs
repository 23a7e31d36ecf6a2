//! TOML text to a typed value: syntax, then shape against the type's JSON Schema, then serde for what only the type
//! itself knows, so that a file's problems all come at once.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::safe;

use super::spans::shift;
use super::{Parsed, Spans, schema};

/// Most problems that are looked for by trying again without the value that serde refused.
const MAX_RETRIES: usize = 32;

/// A TOML file that is one value.
pub(super) fn document<T: DeserializeOwned + JsonSchema>(text: &str) -> Parsed<T> {
    let mut spans = Spans::of_file(text);
    let (value, problems) = part(text, 0..text.len(), "", &mut spans);
    Parsed::settle(value, problems, spans)
}

/// The TOML at `range` of `text`, its keys under `prefix`; spans are those of the whole text.
pub(super) fn part<T: DeserializeOwned + JsonSchema>(
    text: &str,
    range: Range<usize>,
    prefix: &str,
    spans: &mut Spans,
) -> (Option<T>, Vec<Diagnostic>) {
    let offset = range.start;
    let (mut tree, errors) = DeTable::parse_recoverable(&text[range]);
    spans.add(prefix, offset, tree.get_ref());
    let mut problems = schema::check(&schema_for!(T), &tree);
    let mut value = None;
    if errors.is_empty() {
        clean_table(tree.get_mut());
        value = decode(tree, &mut problems);
    } else {
        keep_certain(&mut problems, &errors);
        problems.extend(errors.iter().map(syntax));
    }
    problems.iter_mut().for_each(|problem| settle(problem, prefix, offset));
    (value, problems)
}

/// What is missing at the root of the TOML has no place in it; it is told where the part itself stands.
fn settle(problem: &mut Diagnostic, prefix: &str, offset: usize) {
    match problem.span.take() {
        Some(span) if problem.code == schema::MISSING && span.is_empty() => {
            problem.key = Some(prefix.to_owned());
        }
        span => problem.span = span.map(|span| shift(span, offset)),
    }
}

fn syntax(error: &toml::de::Error) -> Diagnostic {
    Diagnostic::error("syntax", error.message().trim().replace('\n', "; "), error.span())
}

/// After a syntax error the tree is a guess: only what stands before it, and does stand there, is sure.
fn keep_certain(problems: &mut Vec<Diagnostic>, errors: &[toml::de::Error]) {
    let first = errors.iter().filter_map(|error| Some(error.span()?.start)).min().unwrap_or(0);
    problems.retain(|problem| {
        problem.code != schema::MISSING && problem.span.as_ref().is_some_and(|span| span.end < first)
    });
}

/// The value by serde. What it refuses beyond the known problems is noted and taken out, to find the next.
fn decode<T: DeserializeOwned>(mut tree: Spanned<DeTable<'_>>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    let mut sound = problems.iter().all(|problem| problem.severity != Severity::Error);
    for _ in 0..MAX_RETRIES {
        let error = match T::deserialize(Deserializer::from(tree.clone())) {
            Ok(value) => return sound.then_some(value),
            Err(error) => error,
        };
        let known = |span: &Range<usize>| problems.iter().any(|problem| problem.span.as_ref() == Some(span));
        if sound || !(missing(&error) || error.span().as_ref().is_some_and(known)) {
            let message = error.message().trim().replace('\n', "; ");
            problems.push(Diagnostic::error("bad-value", message, error.span()));
        }
        sound = false;
        if !error.span().is_some_and(|span| remove(tree.get_mut(), &span)) {
            return None;
        }
    }
    None
}

fn missing(error: &toml::de::Error) -> bool {
    error.message().starts_with("missing field")
}

/// Takes out the innermost entry whose key or value stands at `span`; whether there was one.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let inside = table.iter_mut().any(|(_, value)| remove_inside(value.get_mut(), span));
    let here = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span);
    let Some(key) = here.map(|(key, _)| key.clone()).filter(|_| !inside) else { return inside };
    table.remove(&key).is_some()
}

fn remove_inside(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => remove(table, span),
        DeValue::Array(items) => {
            if items.iter_mut().any(|item| remove_inside(item.get_mut(), span)) {
                return true;
            }
            let all = items.len();
            *items = items.iter().filter(|item| item.span() != *span).cloned().collect();
            items.len() < all
        }
        _ => false,
    }
}

fn clean_table(table: &mut DeTable<'_>) {
    for (_, value) in table.iter_mut() {
        clean(value.get_mut());
    }
}

/// TOML escapes decode to real control characters, so text is cleaned after decoding.
fn clean(value: &mut DeValue<'_>) {
    match value {
        DeValue::String(text) => {
            if let Cow::Owned(clean) = safe::clean(text) {
                *text = Cow::Owned(clean);
            }
        }
        DeValue::Array(items) => items.iter_mut().for_each(|item| clean(item.get_mut())),
        DeValue::Table(table) => clean_table(table),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::prompt::Note;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Sheet {
        #[serde(default)]
        notes: Vec<Note>,
        #[serde(default)]
        first: Option<Even>,
        #[serde(default)]
        second: Option<Even>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(try_from = "u8")]
    struct Even(u8);

    impl TryFrom<u8> for Even {
        type Error = String;
        fn try_from(n: u8) -> Result<Self, String> {
            if n.is_multiple_of(2) { Ok(Self(n)) } else { Err(format!("{n} is odd")) }
        }
    }

    fn problems(text: &str) -> Vec<(&'static str, &str)> {
        let parsed = document::<Sheet>(text);
        assert_eq!(parsed.value.is_none(), !parsed.problems.is_empty());
        parsed.problems.iter().map(|p| (p.code, &text[p.span.clone().unwrap()])).collect()
    }

    #[test]
    fn shape_and_meaning_are_judged_together() {
        let text = "first = 3\nsecond = 5\n[[notes]]\nbody = 7\n[[notes]]\ntitel = 'x'\nbody = 'y'\n";
        assert_eq!(
            problems(text),
            [
                ("bad-value", "3"),
                ("bad-value", "5"),
                ("missing-key", "[[notes]]"),
                ("wrong-type", "7"),
                ("unknown-key", "titel"),
            ]
        );
    }

    #[test]
    fn every_syntax_error_is_told_and_what_stands_before_them() {
        assert_eq!(
            problems("frist = 2\nsecond 4\nnotes = [\n"),
            [("unknown-key", "frist"), ("syntax", ""), ("syntax", "")]
        );
    }

    #[test]
    fn escapes_are_cleaned_after_decoding() {
        let parsed =
            document::<Sheet>("notes = [{ title = \"a\\u001B]52;c;x\\u0007\", body = \"\\u202Eb\" }]");
        let sheet = parsed.value.unwrap();
        assert_eq!((sheet.notes[0].title.as_str(), sheet.notes[0].body.as_str()), ("a]52;c;x", "b"));
        assert!(sheet.first.is_none_or(|even| even.0 == 0) && sheet.second.is_none());
    }
}
