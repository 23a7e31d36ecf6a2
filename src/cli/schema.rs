//! `frontdesk schema`: the formats as JSON Schema, for editors that complete and check.

use clap::ValueEnum;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::{Map, Value};

use crate::content::chapter::{
    Classify, Commit, Compare, FrontMatter, Misconception, Practice, Predict, Recall, Reveal, Say, Script,
    Simulate,
};
use crate::content::prompt::Prompt;
use crate::content::scenario::Scenario;

use super::Options;
use super::output::{self, Status};

/// Print a format as JSON Schema
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which format
    #[arg(value_enum)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Front matter and moves of a chapter, by name
    Chapter,
    /// A prompt file
    Prompt,
    /// A scenario file, or `[simulation]` of a prompt
    Scenario,
}

impl Args {
    pub(super) fn run(self, _: &Options) -> anyhow::Result<Status> {
        let schema = match self.format {
            Format::Chapter => chapter(),
            Format::Prompt => schema_for!(Prompt),
            Format::Scenario => schema_for!(Scenario),
        };
        output::json(&schema)?;
        Ok(Status::Clean)
    }
}

/// A chapter is Markdown, so its TOML parts are named: the front matter and each kind of move.
fn chapter() -> Schema {
    let mut parts = Parts::default();
    parts.add::<FrontMatter>("front matter");
    parts.add::<Predict>("predict");
    parts.add::<Commit>("commit");
    parts.add::<Classify>("classify");
    parts.add::<Simulate>("simulate");
    parts.add::<Recall>("recall");
    parts.add::<Reveal>("reveal");
    parts.add::<Compare>("compare");
    parts.add::<Misconception>("misconception");
    parts.add::<Script>("script");
    parts.add::<Practice>("practice");
    parts.add::<Say>("say");
    parts.finish()
}

#[derive(Default)]
struct Parts {
    generator: SchemaGenerator,
    properties: Map<String, Value>,
}

impl Parts {
    fn add<T: JsonSchema>(&mut self, name: &str) {
        self.properties.insert(name.to_owned(), self.generator.subschema_for::<T>().into());
    }

    fn finish(mut self) -> Schema {
        json_schema!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Chapter",
            "description": "The TOML parts of a chapter by their name: front matter, and the body of each move.",
            "type": "object",
            "properties": self.properties,
            "$defs": self.generator.take_definitions(true),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_chapter_resolves() {
        let schema = chapter();
        let parts = schema.as_value()["properties"].as_object().unwrap();
        assert_eq!(parts.len(), 12);
        for part in parts.values() {
            let target = part["$ref"].as_str().unwrap().strip_prefix('#').unwrap();
            assert!(
                schema.as_value().pointer(target).is_some_and(|it| it["properties"].is_object()),
                "{target}"
            );
        }
    }
}
