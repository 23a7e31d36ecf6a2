//! What a prompt simulates: arrivals, tasks, their dependencies and queues, clients, faults.
//!
//! A scenario is data: `[simulation]` of a prompt, or a TOML file of its own. Every key has a default, so that
//! the smallest scenario is one task. [`Scenario::with`] puts a design and a fault script into it.

mod apply;
mod arrivals;
mod check;
mod client;
mod dist;
mod fault;
mod job;
mod knobs;
mod span;
mod state;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use arrivals::{Arrivals, Rhythm};
pub use client::{Backoff, Client, Jitter};
pub use dist::Dist;
pub use fault::{Fault, Trouble, Window};
pub use job::{Ack, Alarm, Batch, Breakdowns, Call, Dedupe, Effect, Job, Queue, Stream};
pub use knobs::{Knob, KnobKind};
pub use span::{Count, Span};
pub use state::{Cache, Locking, Publish, Stock, Team};

/// A system and the weather it meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// What a person reads in a list or a heading.
    pub title: String,
    /// What one arrival is called in sentences: `order`, `upload`, `customer`.
    pub noun: String,
    /// What the people who click are called in sentences: `shopper`, `creator`.
    pub person: String,
    /// Simulated time, 1 ms to 366 days.
    pub horizon: Span,
    /// Time at the start that statistics leave out.
    pub warmup: Span,
    /// Stops after this many arrivals and lets the system empty itself; without it the horizon ends the run.
    pub orders: Option<u64>,
    /// After the horizon, no more arrivals, but what is in the system finishes.
    pub drain: bool,
    /// An order counts as goodput when it is answered "placed" within this time of the first click.
    pub deadline: Span,
    /// An email counts as late when it comes later than this after "placed".
    pub email_deadline: Span,
    /// When a request fails, what it has already charged and reserved is undone.
    pub compensate: bool,
    /// When orders arrive.
    pub arrivals: Arrivals,
    /// The people who click.
    pub client: Client,
    /// The jobs that each arrival causes, in the order in which the request path does them.
    pub tasks: Vec<Job>,
    /// The gap between saving an order and publishing its messages.
    pub publish: Publish,
    /// The units on sale and how their last ones are guarded.
    pub stock: Stock,
    /// Availability reads through a cache.
    pub cache: Cache,
    /// The people who look after the system.
    pub team: Team,
    /// Trouble that is part of the scenario itself.
    pub windows: Vec<Window>,
    /// Named fault scripts, one of which may be played.
    pub faults: Vec<Fault>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            title: String::new(),
            noun: "order".to_owned(),
            person: "shopper".to_owned(),
            horizon: Span::minutes(10),
            warmup: Span::ZERO,
            orders: None,
            drain: false,
            deadline: Span::seconds(2),
            email_deadline: Span::minutes(5),
            compensate: false,
            arrivals: Arrivals::default(),
            client: Client::default(),
            tasks: Vec::new(),
            publish: Publish::default(),
            stock: Stock::default(),
            cache: Cache::default(),
            team: Team::default(),
            windows: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Scenario {
    /// The task called `id`.
    pub fn task(&self, id: &str) -> Option<&Job> {
        self.tasks.iter().find(|t| t.id.as_str() == id)
    }

    /// The fault script called `id`.
    pub fn fault(&self, id: &str) -> Option<&Fault> {
        self.faults.iter().find(|f| f.id.as_str() == id)
    }
}
