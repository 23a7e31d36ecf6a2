//! Where each key of a TOML tree stands in its text.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;

/// Byte ranges by dotted path, for example `tasks[2].means.async`.
#[derive(Clone, Debug, Default)]
pub struct Spans(BTreeMap<String, Range<usize>>);

impl Spans {
    /// Spans of a file of which only the file itself is known, which is placed at its first line.
    pub(super) fn of_file(text: &str) -> Self {
        let first = text.lines().next().map_or(0, str::len);
        Self(BTreeMap::from([(String::new(), 0..first)]))
    }

    /// The place of a key, or of the nearest table or list around it that is written in the file.
    pub fn get(&self, path: &str) -> Option<Range<usize>> {
        let mut path = path;
        loop {
            if let Some(span) = self.0.get(path) {
                return Some(span.clone());
            }
            path = &path[..path.rfind(['.', '[']).or_else(|| (!path.is_empty()).then_some(0))?];
        }
    }

    /// Gives a diagnostic that names a key the key's span.
    pub fn place(&self, problem: &mut Diagnostic) {
        if problem.span.is_none() {
            problem.span = problem.key.as_deref().and_then(|key| self.get(key));
        }
    }

    pub(super) fn insert(&mut self, path: String, span: Range<usize>) {
        self.0.insert(path, span);
    }

    /// Adds a table whose text begins at byte `offset`, its keys under `prefix`.
    pub(super) fn add(&mut self, prefix: &str, offset: usize, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = if prefix.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{prefix}.{}", key.get_ref())
            };
            self.add_value(path, offset, value);
        }
    }

    fn add_value(&mut self, path: String, offset: usize, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.add(&path, offset, table),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_value(format!("{path}[{index}]"), offset, item);
                }
            }
            _ => {}
        }
        self.insert(path, shift(value.span(), offset));
    }
}

/// A range `offset` bytes further on.
pub(super) fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_placed_at_what_surrounds_it() {
        let text = "[[tasks]]\nid = 'a'\n[[tasks]]\nid = 'b'\n";
        let mut spans = Spans::default();
        spans.add("", 100, DeTable::parse(text).unwrap().get_ref());
        assert_eq!(spans.get("tasks[1].id"), Some(134..137));
        assert_eq!(spans.get("tasks[1].queue.workers"), Some(119..128));
        assert_eq!(spans.get("nowhere"), None);
        assert_eq!(Spans::of_file("+++\nid").get("nowhere"), Some(0..3));
    }
}
