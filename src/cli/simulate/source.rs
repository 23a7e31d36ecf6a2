//! Where a scenario comes from: a prompt of the library, a prompt file, a scenario file.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;

use super::super::options::Options;
use crate::content::load;
use crate::content::parse::{self, suggest};
use crate::content::scenario::{Rhythm, Scenario, Span};
use crate::diagnostic::Diagnostic;

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
    let refused = |error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        anyhow::anyhow!(located(path, &text, at, error.message().trim_end()))
    };
    let table: toml::Table = toml::from_str(&text).map_err(refused)?;
    let in_prompt = table.contains_key("simulation");
    let scenario = if in_prompt {
        toml::from_str::<PromptFile>(&text).map(|file| file.simulation)
    } else {
        toml::from_str::<Scenario>(&text)
    };
    let mut scenario = scenario.map_err(refused)?;
    if scenario.title.is_empty() {
        scenario.title = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    }
    read_trace(&mut scenario, path)?;
    let (spans, prefix) = if in_prompt {
        (parse::prompt(&text).spans, "simulation.")
    } else {
        (parse::scenario(&text).spans, "")
    };
    let place = |problem: &Diagnostic| {
        let key = format!("{prefix}{}", problem.key.as_deref().unwrap_or_default());
        located(path, &text, spans.get(&key).map_or(0, |span| span.start), &problem.message)
    };
    let problems: Vec<String> = scenario.check().iter().map(place).collect();
    ensure!(problems.is_empty(), "{}", problems.join("\n       "));
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

/// `file:line:column: message`, for what stands at a byte of the text.
fn located(path: &Path, text: &str, at: usize, message: &str) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
    format!("{}:{line}:{column}: {message}", path.display())
}
