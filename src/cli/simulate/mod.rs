//! `frontdesk simulate`: runs a scenario under one or more designs and tells what happened.

mod source;
mod sweep;
mod text;
mod told;

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;

use super::linear;
use super::options::Options;
use super::output::{self, Status};
use crate::content::design::{Design, Setting};
use crate::content::scenario::Scenario;
use crate::content::task::Placement;
use crate::diagnostic::Diagnostic;
use crate::sim::{self, Run};
use crate::tui::screen::simulation::in_line;

/// Orders from which on a run shows its progress.
const LONG: u64 = 500_000;

/// Simulate a prompt's scenario, or one in a file of its own, under a design
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A prompt's id, or the path of a prompt or scenario file
    target: String,
    /// Put a task somewhere else, for example `email=async` (repeatable)
    #[arg(long, value_name = "TASK=PLACE")]
    place: Vec<String>,
    /// Change a setting, for example `email.workers=8` (repeatable; keys are in docs/scenarios.md)
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Play a fault script of the scenario; `list` names them
    #[arg(long, value_name = "NAME")]
    fault: Option<String>,
    /// The seed that every random number follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print everything as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Put another design beside this one, under the same random numbers: changes such as
    /// `email=async payment.servers=80`, or `inline` for everything in line (repeatable)
    #[arg(long, value_name = "CHANGES", conflicts_with = "sweep")]
    compare: Vec<String>,
    /// Run once for each value of a setting, for example `payment.servers=20,30,40`
    #[arg(long, value_name = "KEY=A,B,C")]
    sweep: Option<String>,
    /// With --sweep, print CSV
    #[arg(long, requires = "sweep")]
    csv: bool,
    /// Time at the start that statistics leave out, for example `1m`
    #[arg(long, value_name = "TIME")]
    warmup: Option<String>,
    /// Simulated time, for example `1h`
    #[arg(long, value_name = "TIME")]
    horizon: Option<String>,
    /// Stop after this many arrivals, and let the system empty itself
    #[arg(long, value_name = "COUNT")]
    orders: Option<u64>,
    /// Independent runs on all cores, with the seeds from --seed on
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replications: u32,
    /// Follow one order, by its number, through every task and attempt
    #[arg(long, value_name = "NUMBER")]
    follow: Option<u64>,
    /// Points in each series of the JSON
    #[arg(long, default_value_t = 120, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    points: u32,
}

/// A design with its name and what it did.
#[derive(Serialize)]
struct Outcome {
    name: String,
    design: Design,
    run: Run,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let scenario = source::scenario(&self.target, options)?;
        if self.fault.as_deref() == Some("list") {
            return text::faults(&scenario).map(|()| Status::Clean);
        }
        let cancel = interruptible()?;
        let design = self.design()?;
        if let Some(spec) = &self.sweep {
            let rows = sweep::run(&self, &scenario, &design, spec, &cancel)?;
            rows.print(self.json, self.csv)?;
            return Ok(Status::Clean);
        }
        if linear::wanted(options) && !self.json && self.replications == 1 {
            return self.tell(&scenario, design, &cancel);
        }
        let mut outcomes = vec![self.outcome("your design", &scenario, design.clone(), &cancel)?];
        for changes in &self.compare {
            let other = changed(&design, &scenario, changes)?;
            outcomes.push(self.outcome(changes, &scenario, other, &cancel)?);
        }
        self.print(&outcomes)?;
        Ok(Status::Clean)
    }

    /// The run beside the first other design, or beside everything in line.
    fn tell(&self, scenario: &Scenario, design: Design, cancel: &AtomicBool) -> anyhow::Result<Status> {
        let beside = match self.compare.first() {
            Some(changes) => Some((changes.as_str(), changed(&design, scenario, changes)?)),
            None => {
                Some(("in line", in_line(scenario))).filter(|(_, line)| line.placements != design.placements)
            }
        };
        let told = told::told(scenario, design, beside, (self.fault.as_deref(), self.seed), cancel);
        output::text(&told.map_err(|problems| refused(&problems))?)?;
        Ok(Status::Clean)
    }

    fn print(&self, outcomes: &[Outcome]) -> anyhow::Result<()> {
        match outcomes {
            [only] if self.json => output::json(only),
            several if self.json => output::json(&serde_json::json!({ "designs": several })),
            [only] => output::text(&text::report(only, self.fault.as_deref())),
            several => output::text(&text::comparison(several, self.fault.as_deref())),
        }
    }

    /// The design that the flags describe.
    fn design(&self) -> anyhow::Result<Design> {
        let mut design = Design::default();
        for pair in &self.place {
            let (task, place) = split(pair)?;
            design.placements.insert(task.parse()?, place.parse()?);
        }
        for pair in &self.set {
            let (key, value) = split(pair)?;
            design.settings.insert(key.to_owned(), setting(value));
        }
        let times = [("warmup", &self.warmup), ("horizon", &self.horizon)];
        for (key, value) in times.into_iter().filter_map(|(k, v)| v.as_ref().map(|v| (k, v))) {
            design.settings.insert(key.to_owned(), Setting::Word(value.clone()));
        }
        if let Some(orders) = self.orders {
            design.settings.insert("orders".to_owned(), Setting::Number(orders as f64));
        }
        Ok(design)
    }

    fn outcome(
        &self,
        name: &str,
        scenario: &Scenario,
        design: Design,
        cancel: &Arc<AtomicBool>,
    ) -> anyhow::Result<Outcome> {
        let run = self.simulate(scenario, &design, cancel)?;
        Ok(Outcome { name: name.to_owned(), design, run })
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        design: &Design,
        cancel: &Arc<AtomicBool>,
    ) -> anyhow::Result<Run> {
        let scenario = scenario.with(design, self.fault.as_deref()).map_err(|p| refused(&p))?;
        let progress = AtomicU64::new(0);
        let frames = if self.json { self.points as usize } else { 0 };
        let options = sim::Options {
            seed: self.seed,
            frames,
            follow: self.follow,
            cancel: Some(cancel),
            progress: Some(&progress),
            ..sim::Options::default()
        };
        let run = || sim::replicate(&scenario, &options, self.replications).map_err(|p| refused(&p));
        let expected = expected_orders(&scenario);
        if expected < LONG || self.replications > 1 || !std::io::stderr().is_terminal() {
            return run();
        }
        with_progress(expected, &progress, run)
    }
}

/// Runs while a bar on standard error shows how far it is.
fn with_progress(
    expected: u64,
    progress: &AtomicU64,
    run: impl FnOnce() -> anyhow::Result<Run> + Send,
) -> anyhow::Result<Run> {
    let bar = indicatif::ProgressBar::new(expected);
    let style = "{wide_bar} {human_pos} of {human_len} · {per_sec} · {eta} left";
    bar.set_style(indicatif::ProgressStyle::with_template(style)?);
    let done = std::thread::scope(|scope| {
        let worker = scope.spawn(run);
        while !worker.is_finished() {
            bar.set_position(progress.load(Ordering::Relaxed));
            std::thread::sleep(Duration::from_millis(50));
        }
        worker.join()
    });
    bar.finish_and_clear();
    done.map_err(|_| anyhow::anyhow!("the simulation stopped in the middle"))?
}

fn expected_orders(scenario: &Scenario) -> u64 {
    let by_time = scenario.arrivals.rate * scenario.horizon.as_secs();
    scenario.orders.unwrap_or(by_time.min(1e12) as u64)
}

/// A flag that Ctrl-C sets; a second Ctrl-C ends the program as usual.
fn interruptible() -> anyhow::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGINT;
        signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&flag))?;
        signal_hook::flag::register(SIGINT, Arc::clone(&flag))?;
    }
    Ok(flag)
}

/// The base design with a comparison's changes.
fn changed(base: &Design, scenario: &Scenario, changes: &str) -> anyhow::Result<Design> {
    let mut design = base.clone();
    for change in changes.split_whitespace() {
        if change == "inline" {
            design.placements.extend(scenario.tasks.iter().map(|t| (t.id.clone(), Placement::Blocking)));
            continue;
        }
        let (key, value) = split(change)?;
        match value.parse::<Placement>() {
            Ok(place) if !key.contains('.') => {
                design.placements.insert(key.parse()?, place);
            }
            _ => {
                design.settings.insert(key.to_owned(), setting(value));
            }
        }
    }
    Ok(design)
}

fn split(pair: &str) -> anyhow::Result<(&str, &str)> {
    let (key, value) =
        pair.split_once('=').with_context(|| format!("{pair:?} needs an `=`, as in email=async"))?;
    ensure!(!key.is_empty() && !value.is_empty(), "{pair:?} needs something on both sides of the `=`");
    Ok((key.trim(), value.trim()))
}

fn setting(text: &str) -> Setting {
    text.parse().unwrap_or_else(|never: std::convert::Infallible| match never {})
}

/// All problems as one error.
fn refused(problems: &[Diagnostic]) -> anyhow::Error {
    let line = |p: &Diagnostic| match &p.help {
        Some(help) => format!("{} ({help})", p.message),
        None => p.message.clone(),
    };
    anyhow::anyhow!("{}", problems.iter().map(line).collect::<Vec<_>>().join("\n       "))
}
