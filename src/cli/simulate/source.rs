//! Where a scenario comes from: a prompt of the library, a prompt file, a scenario file.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::super::options::Options;
use crate::content::load;
use crate::content::parse::suggest;
use crate::content::scenario::{Rhythm, Scenario, Span};

/// The largest scenario file, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// The largest trace file, in bytes.
const MAX_TRACE: u64 = 256 << 20;

/// A file that may hold a scenario below `[simulation]`.
#[derive(Deserialize)]
struct PromptFile {
    simulation: Scenario,
}

/// The scenario that `target` names.
pub(super) fn scenario(target: &str, options: &Options) -> anyhow::Result<Scenario> {
    let path = Path::new(target);
    if path.extension().is_some_and(|e| e == "toml") || path.is_file() {
        return from_file(path);
    }
    let library = options.library();
    let Some(prompt) = library.prompt(target) else {
        let known: Vec<&str> = library.prompts.iter().map(|p| p.id.as_str()).collect();
        bail!("no prompt is called {target:?} and no such file exists: {}", suggest(target, &known));
    };
    let mut scenario =
        prompt.simulation.clone().with_context(|| format!("the prompt {target} has no [simulation]"))?;
    if scenario.title.is_empty() {
        scenario.title.clone_from(&prompt.title);
    }
    Ok(scenario)
}

fn from_file(path: &Path) -> anyhow::Result<Scenario> {
    let name = path.display();
    let text = load::read(path, MAX_FILE, true).with_context(|| format!("cannot read {name}"))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| located(path, &text, &error))?;
    let scenario = if table.contains_key("simulation") {
        toml::from_str::<PromptFile>(&text).map(|file| file.simulation)
    } else {
        toml::from_str::<Scenario>(&text)
    };
    let mut scenario = scenario.map_err(|error| located(path, &text, &error))?;
    if scenario.title.is_empty() {
        scenario.title = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    }
    read_trace(&mut scenario, path)?;
    Ok(scenario)
}

/// Reads the times of a trace file beside the scenario, one a line.
fn read_trace(scenario: &mut Scenario, beside: &Path) -> anyhow::Result<()> {
    let Some(file) = scenario.arrivals.file.take().filter(|_| scenario.arrivals.rhythm == Rhythm::Trace)
    else {
        return Ok(());
    };
    let path = beside.parent().unwrap_or(Path::new(".")).join(&file);
    let text = load::read(&path, MAX_TRACE, true).with_context(|| format!("cannot read the trace {file}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let time = |(index, line): (usize, &str)| {
        line.parse::<Span>().map_err(|problem| anyhow::anyhow!("{file}:{}: {problem}", index + 1))
    };
    scenario.arrivals.times = lines.map(time).collect::<anyhow::Result<_>>()?;
    Ok(())
}

/// `file:line:column: message`.
fn located(path: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
    anyhow::anyhow!("{}:{line}:{column}: {}", path.display(), error.message().trim_end())
}
