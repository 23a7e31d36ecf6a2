//! What to try next, found by trying it: every knob one step up and down, run in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::costs::{Change, burden, changes};
use super::knobs::{script_title, scripts, shown};
use super::lab::{Played, Setup, of_the_world, play};
use super::worker::{News, Worker};
use crate::content::scenario::{KnobKind, Scenario};
use crate::content::task::Placement;

/// How many suggestions are kept.
const KEPT: usize = 3;
/// A change has to spare this share of the harm to be worth a suggestion.
const WORTH: f64 = 0.02;

/// A change that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The change in words: `email: workers 4 to 8`.
    pub label: String,
    /// The setup with the change.
    pub setup: Setup,
    /// How much shoppers suffer under it.
    pub burden: f64,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// The search for what to try next.
#[derive(Debug)]
pub struct Adviser {
    worker: Option<Worker<Option<Trial>>>,
    /// Whether harder trouble is sought, because the run did no harm.
    pub harder: bool,
    /// Trials finished.
    pub tried: usize,
    /// Trials in all.
    pub of: usize,
    /// The best ones, best first.
    pub best: Vec<Trial>,
    burden: f64,
}

impl Adviser {
    /// Begins to try changes of `setup`, which led to `shown`.
    pub fn start(base: Arc<Scenario>, setup: &Setup, shown: Arc<Played>) -> Self {
        let burden = burden(&shown);
        let harder = burden < 1.0;
        let trials = if harder { other_faults(&base, setup) } else { turned_knobs(&shown.scenario, setup) };
        let of = trials.len();
        let worker = Worker::start(move |cancel, tell| {
            for (label, setup) in trials {
                if cancel.load(Ordering::Relaxed) {
                    return;
                }
                tell(attempt(&base, &shown, label, setup, cancel));
            }
        });
        Self { worker: Some(worker), harder, tried: 0, of, best: Vec::new(), burden }
    }

    /// Whether trials are still to come.
    pub fn busy(&self) -> bool {
        self.worker.is_some()
    }

    /// Takes finished trials; true when something came.
    pub fn poll(&mut self) -> bool {
        let mut came = false;
        while let Some(worker) = &self.worker {
            match worker.next(Duration::ZERO) {
                News::Waiting => break,
                News::Over => self.worker = None,
                News::Result(trial) => {
                    self.tried += 1;
                    trial.into_iter().for_each(|t| self.weigh(t));
                }
            }
            came = true;
        }
        came
    }

    fn weigh(&mut self, trial: Trial) {
        let spared = self.burden - trial.burden;
        let worth = if self.harder { trial.burden >= 1.0 } else { spared >= (self.burden * WORTH).max(1.0) };
        if !worth {
            return;
        }
        let sign = if self.harder { -1.0 } else { 1.0 };
        let place = self.best.partition_point(|b| b.burden * sign <= trial.burden * sign);
        self.best.insert(place, trial);
        self.best.truncate(KEPT);
    }
}

fn attempt(
    base: &Scenario,
    shown: &Played,
    label: String,
    setup: Setup,
    cancel: &AtomicBool,
) -> Option<Trial> {
    let played = play(base, &setup, None, cancel).ok()?;
    let changes = changes(shown, &played);
    (!cancel.load(Ordering::Relaxed)).then(|| Trial { label, setup, burden: burden(&played), changes })
}

/// Every knob of the designer one step to both sides, and every task in the two other places.
fn turned_knobs(scenario: &Scenario, setup: &Setup) -> Vec<(String, Setup)> {
    let knobs = scenario.knobs();
    let ours = knobs.iter().filter(|k| k.kind == KnobKind::Placement || !of_the_world(&k.key));
    let trials = ours.flat_map(|knob| {
        let choices: Vec<_> = match knob.kind {
            KnobKind::Placement => knob.choices.iter().collect(),
            KnobKind::Setting => vec![knob.stepped(false), knob.stepped(true)],
        };
        let others = choices.into_iter().filter(|c| **c != knob.value);
        others.map(|c| {
            (format!("{} {} to {}", knob.label, shown(&knob.value), shown(c)), setup.turned(knob, c))
        })
    });
    trials.chain(email_behind(scenario, setup)).collect()
}

/// All at once: nothing before the answer but what touches money, stock and the order itself.
fn email_behind(scenario: &Scenario, setup: &Setup) -> Option<(String, Setup)> {
    use crate::content::scenario::Effect;
    let waits = |e| matches!(e, Effect::Email | Effect::Ship | Effect::None);
    let moved: Vec<_> = scenario
        .tasks
        .iter()
        .filter(|t| t.placement == Placement::Blocking && waits(t.effect))
        .map(|t| t.id.clone())
        .collect();
    if moved.len() < 2 {
        return None;
    }
    let names: Vec<&str> = moved.iter().map(crate::content::id::TaskId::as_str).collect();
    let label = format!("{} behind the answer", names.join(", "));
    let mut setup = setup.clone();
    setup.design.placements.extend(moved.into_iter().map(|id| (id, Placement::Async)));
    Some((label, setup))
}

/// The same design under every other fault script.
fn other_faults(base: &Scenario, setup: &Setup) -> Vec<(String, Setup)> {
    let others = scripts(base, setup).into_iter().filter(|fault| *fault != setup.fault);
    let trial =
        |fault: Option<String>| (script_title(base, fault.as_deref()), Setup { fault, ..setup.clone() });
    others.map(trial).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle(burden: f64, harder: bool) -> Adviser {
        Adviser { worker: None, harder, tried: 0, of: 0, best: Vec::new(), burden }
    }

    fn trial(label: &str, burden: f64) -> Trial {
        Trial { label: label.into(), setup: Setup::default(), burden, changes: Vec::new() }
    }

    fn kept(mut adviser: Adviser, burdens: &[f64]) -> Vec<String> {
        burdens.iter().for_each(|b| adviser.weigh(trial(&b.to_string(), *b)));
        adviser.best.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn the_changes_that_spare_most_are_kept() {
        assert_eq!(kept(idle(100.0, false), &[99.5, 50.0, 120.0, 0.0, 70.0, 60.0]), ["0", "50", "60"]);
    }

    #[test]
    fn a_harmless_run_is_offered_the_worst_trouble() {
        assert_eq!(kept(idle(0.0, true), &[0.0, 5.0, 400.0]), ["400", "5"]);
    }
}
