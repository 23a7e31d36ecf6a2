//! A TOML tree against the JSON Schema of the type that it is to become: every problem, each at its span.
//!
//! The schema is the one that `frontdesk schema` gives to editors, so both say the same.

use std::ops::Range;

use schemars::Schema;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::content::id;
use crate::diagnostic::{Diagnostic, Severity, plain};
use crate::text::safe;

/// The code of a diagnostic about a key that is not there.
pub(super) const MISSING: &str = "missing-key";

/// Every way in which `tree` does not follow `schema`.
pub(super) fn check(schema: &Schema, tree: &Spanned<DeTable<'_>>) -> Vec<Diagnostic> {
    let mut checker = Checker { root: schema.as_value(), found: Vec::new() };
    checker.table(schema.as_value(), tree.get_ref(), tree.span());
    checker.found
}

struct Checker<'s> {
    root: &'s Value,
    found: Vec<Diagnostic>,
}

type Node<'a, 'i> = &'a Spanned<DeValue<'i>>;

impl<'s> Checker<'s> {
    fn error(&mut self, code: &'static str, message: String, span: Range<usize>) -> &mut Diagnostic {
        self.found.push(Diagnostic::error(code, message, span));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn value(&mut self, schema: &'s Value, node: Node) {
        let schema = self.resolve(schema);
        if let Some(words) = self.choices(schema) {
            return self.choice(&words, node);
        }
        if let Some(branches) = branches(schema) {
            return self.any_of(&branches, node);
        }
        if !self.allows(schema, node.get_ref()) {
            return self.wrong_type(&self.kinds(schema), node);
        }
        match node.get_ref() {
            DeValue::Table(table) => self.table(schema, table, node.span()),
            DeValue::Array(items) => self.list(schema, items, node.span()),
            DeValue::String(text) => self.text(schema, text, node.span()),
            DeValue::Integer(number) => {
                let digits = i128::from_str_radix(number.as_str(), number.radix());
                self.number(schema, digits.map_or(f64::INFINITY, |n| n as f64), node.span());
            }
            DeValue::Float(number) => {
                self.number(schema, number.as_str().parse().unwrap_or(f64::NAN), node.span());
            }
            DeValue::Boolean(_) | DeValue::Datetime(_) => {}
        }
    }

    fn table(&mut self, schema: &'s Value, table: &DeTable<'_>, span: Range<usize>) {
        let known = schema["properties"].as_object();
        let mut misspelt: Vec<&str> = Vec::new();
        for (key, node) in table {
            let name = key.get_ref().as_ref();
            match known.and_then(|known| known.get(name)).or_else(|| any_key(schema)) {
                Some(inner) => {
                    self.key(schema, name, key.span());
                    self.value(inner, node);
                }
                None => misspelt.extend(self.unknown_key(schema, name, key.span())),
            }
        }
        let missing = |name: &&str| !table.contains_key(*name) && !misspelt.contains(name);
        for name in strings(&schema["required"]).filter(missing) {
            let about = known.and_then(|known| known[name]["description"].as_str());
            let problem = self.error(MISSING, format!("the key `{name}` is missing"), span.clone());
            problem.help = about.map(|about| format!("{name}: {}", first_sentence(about)));
        }
    }

    /// An error where the type denies unknown keys, else a warning; returns the key that was probably meant.
    fn unknown_key<'k>(&mut self, schema: &'k Value, name: &str, span: Range<usize>) -> Option<&'k str> {
        let known = schema["properties"].as_object()?;
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let problem = self.error("unknown-key", format!("there is no key `{name}` here"), span);
        problem.help = Some(suggest(name, &names));
        if schema["additionalProperties"] != false {
            problem.severity = Severity::Warning;
        }
        nearest(name, &names)
    }

    /// A key that authors choose themselves.
    fn key(&mut self, schema: &Value, name: &str, span: Range<usize>) {
        if !name.chars().all(safe::is_shown) {
            self.error("bad-key", "a key has an invisible character".to_owned(), span);
        } else if let (true, Err(why)) = (schema["patternProperties"].is_object(), id::check(name)) {
            self.error("bad-id", why.to_string(), span);
        }
    }

    fn list(&mut self, schema: &'s Value, items: &DeArray<'_>, span: Range<usize>) {
        for item in items {
            self.value(&schema["items"], item);
        }
        let (fewest, most) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
        let count = items.len() as u64;
        if count < fewest.unwrap_or(0) || count > most.unwrap_or(u64::MAX) {
            let message = format!("expected {}, but here are {count}", range(fewest, most, "entries"));
            self.error("out-of-range", message, span);
        }
    }

    fn text(&mut self, schema: &Value, text: &str, span: Range<usize>) {
        if schema["pattern"] == id::ID_PATTERN
            && let Err(why) = id::check(text)
        {
            self.error("bad-id", why.to_string(), span);
        } else if schema["minLength"].as_u64().is_some_and(|fewest| (text.trim().len() as u64) < fewest) {
            self.error("empty-text", "this text is empty".to_owned(), span);
        }
    }

    fn number(&mut self, schema: &Value, number: f64, span: Range<usize>) {
        let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        if !number.is_finite() {
            self.error("out-of-range", "expected a finite number".to_owned(), span);
        } else if number < least.unwrap_or(f64::MIN) || number > most.unwrap_or(f64::MAX) {
            let message =
                format!("expected {}, but here is {}", range(least, most, "").trim_end(), plain(number));
            self.error("out-of-range", message, span);
        }
    }

    fn choice(&mut self, words: &[&str], node: Node) {
        match node.get_ref() {
            DeValue::String(text) if words.contains(&text.as_ref()) => {}
            DeValue::String(text) => {
                let message = format!("`{text}` is none of {}", list(words));
                self.error("bad-value", message, node.span()).help = Some(suggest(text, words));
            }
            _ => self.wrong_type("a string", node),
        }
    }

    /// The alternative with the fewest problems speaks, of those that allow this type at all.
    fn any_of(&mut self, branches: &[&'s Value], node: Node) {
        let fitting = branches.iter().filter(|branch| self.allows(branch, node.get_ref()));
        let judged = fitting.map(|branch| {
            let mut trial = Checker { root: self.root, found: Vec::new() };
            trial.value(branch, node);
            trial.found
        });
        match judged.min_by_key(Vec::len) {
            Some(best) => self.found.extend(best),
            None => {
                let kinds: Vec<_> = branches.iter().map(|branch| self.kinds(branch)).collect();
                self.wrong_type(&kinds.join(" or "), node);
            }
        }
    }

    fn wrong_type(&mut self, expected: &str, node: Node) {
        let message = format!("expected {expected}, but here is {}", article(node.get_ref().type_str()));
        self.error("wrong-type", message, node.span());
    }

    fn resolve(&self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        while let Some(target) =
            schema["$ref"].as_str().and_then(|name| self.root.pointer(name.strip_prefix('#')?))
        {
            schema = target;
        }
        schema
    }

    /// The words of an enumeration.
    fn choices(&self, schema: &'s Value) -> Option<Vec<&'s str>> {
        if let Some(word) = schema["const"].as_str() {
            return Some(vec![word]);
        }
        if schema["enum"].is_array() {
            return Some(strings(&schema["enum"]).collect());
        }
        let branches = branches(schema)?.into_iter().map(|branch| self.choices(self.resolve(branch)));
        branches.collect::<Option<Vec<_>>>().map(|words| words.concat())
    }

    fn allows(&self, schema: &'s Value, value: &DeValue<'_>) -> bool {
        let schema = self.resolve(schema);
        if let Some(branches) = branches(schema) {
            return branches.iter().any(|branch| self.allows(branch, value));
        }
        let mut types = types(schema).peekable();
        types.peek().is_none() || types.any(|kind| is(kind, value))
    }

    fn kinds(&self, schema: &'s Value) -> String {
        let schema = self.resolve(schema);
        if let Some(branches) = branches(schema) {
            return branches.iter().map(|branch| self.kinds(branch)).collect::<Vec<_>>().join(" or ");
        }
        types(schema).filter(|kind| *kind != "null").map(article).collect::<Vec<_>>().join(" or ")
    }
}

/// The alternatives of a schema without `null`, which TOML does not have.
fn branches(schema: &Value) -> Option<Vec<&Value>> {
    let all = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())?;
    Some(all.iter().filter(|branch| branch["type"] != "null").collect())
}

/// The schema of the values whose keys the author chooses.
fn any_key(schema: &Value) -> Option<&Value> {
    let patterns = schema["patternProperties"].as_object().and_then(|patterns| patterns.values().next());
    patterns.or_else(|| Some(&schema["additionalProperties"]).filter(|inner| inner.is_object()))
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn types(schema: &Value) -> impl Iterator<Item = &str> {
    schema["type"].as_str().into_iter().chain(strings(&schema["type"]))
}

fn is(kind: &str, value: &DeValue<'_>) -> bool {
    match kind {
        "object" => value.is_table(),
        "array" => value.is_array(),
        "string" => value.is_str(),
        "boolean" => value.is_bool(),
        "integer" => value.is_integer(),
        "number" => value.is_integer() || value.is_float(),
        _ => false,
    }
}

/// A type of JSON Schema or TOML as an author would say it.
fn article(kind: &str) -> &'static str {
    match kind {
        "object" | "table" => "a table",
        "array" => "a list",
        "string" => "a string",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" | "float" => "a number",
        "datetime" => "a date",
        _ => "something else",
    }
}

fn range(least: Option<impl ToString>, most: Option<impl ToString>, unit: &str) -> String {
    let (least, most) = (least.map(|n| n.to_string()), most.map(|n| n.to_string()));
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most} {unit}"),
        (Some(least), None) => format!("{least} or more {unit}"),
        (None, Some(most)) => format!("at most {most} {unit}"),
        (None, None) => unit.to_owned(),
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.')
}

/// `did you mean …?` with the nearest name, or all of them when none is near.
pub fn suggest(wrong: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "there are none here".to_owned();
    }
    nearest(wrong, names)
        .map_or_else(|| format!("known here: {}", list(names)), |name| format!("did you mean `{name}`?"))
}

/// The name that was probably meant.
pub fn nearest<'a>(wrong: &str, names: &[&'a str]) -> Option<&'a str> {
    let distance = |name: &str| strsim::damerau_levenshtein(wrong, name);
    let near = |name: &&str| distance(name) <= name.len().min(wrong.len()).div_ceil(3);
    names.iter().copied().filter(near).min_by_key(|name| distance(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::prompt::Prompt;

    /// The problems of a prompt that is otherwise empty, but for missing keys.
    fn problems(text: &str) -> Vec<String> {
        let tree = DeTable::parse(text).unwrap();
        let found = check(&schemars::schema_for!(Prompt), &tree);
        let told = found.into_iter().filter(|problem| problem.code != MISSING);
        told.map(|p| [p.message, p.help.unwrap_or_default()].join(" | ")).collect()
    }

    #[test]
    fn a_misspelt_key_is_recognised() {
        assert_eq!(problems("minuets = 3"), ["there is no key `minuets` here | did you mean `minutes`?"]);
        assert!(problems("[[tips]]\nwhatever = 3")[0].ends_with("known here: `body`, `title`"));
    }

    #[test]
    fn a_misspelt_key_is_not_missing_as_well() {
        let missing = |text: &str| {
            let found = check(&schemars::schema_for!(Prompt), &DeTable::parse(text).unwrap());
            found.into_iter().any(|p| p.message == "the key `title` is missing")
        };
        assert!(missing("minutes = 3"));
        assert!(!missing("titel = 'x'"));
    }

    #[test]
    fn types_ranges_and_choices() {
        assert_eq!(problems("minutes = 'x'"), ["expected a whole number, but here is a string | "]);
        assert_eq!(problems("minutes = 0"), ["expected 1 to 240, but here is 0 | "]);
        assert_eq!(problems("tips = 1"), ["expected a list, but here is a whole number | "]);
        assert_eq!(problems("id = 'Bad Id'").len(), 1);
        assert_eq!(
            problems("[[tasks]]\nfits = ['asink']"),
            ["`asink` is none of `blocking`, `async`, `batchable` | did you mean `async`?"]
        );
    }

    #[test]
    fn keys_that_authors_choose_must_be_ids() {
        assert!(problems("[[samples]]\nscores = { 'A B' = 3 }")[0].contains("an id has only"));
        assert_eq!(problems("[[samples]]\nscores = { depth = 5 }"), ["expected 0 to 4, but here is 5 | "]);
    }

    #[test]
    fn settings_are_a_switch_a_number_or_a_word() {
        assert!(problems("[[twists]]\nset = { a = true, b = 1.5, 'c.d' = 'x' }").is_empty());
        assert_eq!(problems("[[twists]]\nset = { a = nan }"), ["expected a finite number | "]);
        assert_eq!(
            problems("[[twists]]\nset = { a = [] }"),
            ["expected true or false or a number or a string, but here is a list | "]
        );
    }

    #[test]
    fn a_missing_key_says_what_it_is_for() {
        let tree = DeTable::parse("[[tips]]\nbody = ''").unwrap();
        let found = check(&schemars::schema_for!(Prompt), &tree);
        let title = found.iter().find(|p| p.span == Some(0..8)).unwrap();
        assert_eq!(title.help.as_deref(), Some("title: A few words"));
    }
}
