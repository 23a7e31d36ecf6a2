//! What is run: a scenario under a design and a fault, beside another design under the same random numbers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::worker::{News, Worker};
use crate::content::design::{Design, Setting, Settings};
use crate::content::scenario::{Knob, KnobKind, Scenario};
use crate::content::task::Placement;
use crate::diagnostic::Diagnostic;
use crate::sim::{self, Options, Run};

/// A key waits this long for a run, so that most runs appear with the key that asked for them.
const PATIENCE: Duration = Duration::from_millis(90);
/// Beyond these a run on the screen is stopped and says so.
const MOST_EVENTS: u64 = 60_000_000;
const MOST_INSIDE: usize = 500_000;

/// Everything that decides a run besides the scenario itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// Placements and settings.
    pub design: Design,
    /// The fault script; none is a calm day.
    pub fault: Option<String>,
    /// Every random number follows from it.
    pub seed: u64,
}

impl Setup {
    /// This setup with one knob at another value.
    #[must_use]
    pub fn turned(&self, knob: &Knob, value: &Setting) -> Self {
        let mut setup = self.clone();
        match (knob.kind, value) {
            (KnobKind::Placement, Setting::Word(word)) => {
                let place = Placement::ALL.into_iter().find(|p| p.word() == word);
                if let (Some(place), Ok(task)) = (place, knob.key.parse()) {
                    setup.design.placements.insert(task, place);
                }
            }
            _ => drop(setup.design.settings.insert(knob.key.clone(), value.clone())),
        }
        setup
    }
}

/// A finished run with what it ran.
#[derive(Debug)]
pub struct Played {
    /// The scenario with the design and the fault in it.
    pub scenario: Scenario,
    /// What happened.
    pub run: Run,
}

/// Runs `setup`.
///
/// # Errors
/// Everything that keeps the scenario from running.
pub fn play(
    base: &Scenario,
    setup: &Setup,
    follow: Option<u64>,
    cancel: &AtomicBool,
) -> Result<Played, Vec<Diagnostic>> {
    let scenario = base.with(&setup.design, setup.fault.as_deref())?;
    let options = Options {
        seed: setup.seed,
        follow,
        max_events: MOST_EVENTS,
        max_live: MOST_INSIDE,
        cancel: Some(cancel),
        ..Options::default()
    };
    let run = sim::run(&scenario, &options)?;
    Ok(Played { scenario, run })
}

/// What the shown run is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Rival {
    /// A design that came with the screen.
    Given(Design),
    /// Every task before the answer.
    InLine,
    /// The run before the last change.
    Before,
}

impl Rival {
    /// What a person reads.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Given(design) if in_line(design) => "in line",
            Self::Given(_) => "the other",
            Self::InLine => "in line",
            Self::Before => "before",
        }
    }
}

fn in_line(design: &Design) -> bool {
    !design.placements.is_empty() && design.placements.values().all(|p| *p == Placement::Blocking)
}

type Reply = (Result<Played, Vec<Diagnostic>>, Option<Played>);

/// The runs behind the screen.
#[derive(Debug)]
pub struct Lab {
    base: Arc<Scenario>,
    given: Option<Design>,
    /// What was opened, to return to.
    pub first: Setup,
    /// What was asked for last.
    pub setup: Setup,
    /// The order whose steps are kept.
    pub follow: Option<u64>,
    /// What the shown run is compared with.
    pub rival: Option<Rival>,
    shown: Option<Arc<Played>>,
    before: Option<Arc<Played>>,
    beside: Option<Arc<Played>>,
    /// What the run beside was asked for.
    beside_of: Option<Setup>,
    past: Vec<Setup>,
    problems: Vec<Diagnostic>,
    worker: Option<Worker<Reply>>,
}

impl Lab {
    /// Begins to run `setup`, and `given` beside it.
    pub fn new(base: Scenario, setup: Setup, given: Option<Design>) -> Self {
        let mut lab = Self {
            base: Arc::new(base),
            rival: given.clone().map(Rival::Given),
            given,
            first: setup.clone(),
            setup,
            follow: None,
            shown: None,
            before: None,
            beside: None,
            beside_of: None,
            past: Vec::new(),
            problems: Vec::new(),
            worker: None,
        };
        lab.begin();
        lab
    }

    /// The scenario without design and fault.
    pub fn base(&self) -> &Arc<Scenario> {
        &self.base
    }

    /// The run to show.
    pub fn shown(&self) -> Option<&Arc<Played>> {
        self.shown.as_ref()
    }

    /// The run before the last change.
    pub fn before(&self) -> Option<&Played> {
        self.before.as_deref()
    }

    /// What it is compared with: its name and its run.
    pub fn beside(&self) -> Option<(&'static str, &Played)> {
        let rival = self.rival.as_ref()?;
        let run = if *rival == Rival::Before { self.before() } else { self.beside.as_deref() };
        Some((rival.label(), run?))
    }

    /// Why the last setup could not run.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether a run is under way.
    pub fn busy(&self) -> bool {
        self.worker.is_some()
    }

    /// Runs another setup; the shown run becomes the one before.
    pub fn change(&mut self, setup: Setup) {
        if setup != self.setup {
            self.past.push(std::mem::replace(&mut self.setup, setup));
            self.before.clone_from(&self.shown);
            self.begin();
        }
    }

    /// Returns to the setup before the last change; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some(setup) = self.past.pop() else { return false };
        self.setup = setup;
        self.before.clone_from(&self.shown);
        self.begin();
        true
    }

    /// Keeps the steps of `order`.
    pub fn follow(&mut self, order: u64) {
        if self.follow != Some(order) {
            self.follow = Some(order);
            self.begin();
        }
    }

    /// Goes on to the next thing to compare with.
    pub fn next_rival(&mut self) {
        let mut choices: Vec<Option<Rival>> = vec![None];
        choices.extend(self.given.clone().map(|d| Some(Rival::Given(d))));
        if !self.given.as_ref().is_some_and(in_line) {
            choices.push(Some(Rival::InLine));
        }
        choices.extend(self.before.is_some().then_some(Some(Rival::Before)));
        let here = choices.iter().position(|c| *c == self.rival).unwrap_or(0);
        self.rival.clone_from(&choices[(here + 1) % choices.len()]);
        self.begin();
    }

    fn begin(&mut self) {
        let (base, setup, follow) = (Arc::clone(&self.base), self.setup.clone(), self.follow);
        let wanted = self.rival_setup();
        let rival = wanted.clone().filter(|_| wanted != self.beside_of);
        if wanted != self.beside_of {
            self.beside = None;
            self.beside_of = None;
        }
        self.worker = Some(Worker::start(move |cancel, tell| {
            tell(std::thread::scope(|scope| {
                let beside = rival.map(|r| {
                    scope.spawn({
                        let base = &base;
                        move || play(base, &r, None, cancel).ok()
                    })
                });
                let shown = play(&base, &setup, follow, cancel);
                (shown, beside.and_then(|b| b.join().ok().flatten()))
            }));
        }));
        self.poll(PATIENCE);
    }

    /// The setup of the other design, in the same world: fault, seed and shoppers are those of the shown run.
    fn rival_setup(&self) -> Option<Setup> {
        let Setup { design, fault, seed } = self.setup.clone();
        let design = match self.rival.as_ref()? {
            Rival::Before => return None,
            Rival::InLine => Design { placements: everything_in_line(&self.base), ..design },
            Rival::Given(given) => with_world(given, &design.settings),
        };
        Some(Setup { design, fault, seed })
    }

    /// Takes a finished run; true when one came.
    pub fn poll(&mut self, patience: Duration) -> bool {
        let news = self.worker.as_ref().map_or(News::Waiting, |w| w.next(patience));
        match news {
            News::Waiting => return false,
            News::Over => {}
            News::Result((shown, beside)) => {
                if let Some(beside) = beside {
                    self.beside = Some(Arc::new(beside));
                    self.beside_of = self.rival_setup();
                }
                self.take(shown);
            }
        }
        self.worker = None;
        true
    }

    fn take(&mut self, shown: Result<Played, Vec<Diagnostic>>) {
        match shown {
            Ok(played) => {
                self.shown = Some(Arc::new(played));
                self.problems.clear();
            }
            Err(problems) => self.problems = problems,
        }
    }
}

/// Every task of `scenario` before the answer.
pub fn everything_in_line(scenario: &Scenario) -> BTreeMap<crate::content::id::TaskId, Placement> {
    scenario.tasks.iter().map(|t| (t.id.clone(), Placement::Blocking)).collect()
}

/// Whether a setting is the world's, not the designer's.
pub fn of_the_world(key: &str) -> bool {
    ["arrivals.", "client.timeout", "client.attempts", "client.retry", "cache.reads"]
        .iter()
        .any(|world| key.starts_with(world))
}

fn with_world(design: &Design, settings: &Settings) -> Design {
    let world = settings.iter().filter(|(key, _)| of_the_world(key)).map(|(k, v)| (k.clone(), v.clone()));
    let mut design = design.clone();
    design.settings.extend(world);
    design
}
