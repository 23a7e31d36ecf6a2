//! One task of the simulated system: the dependency it calls, and how it runs in each of the three places.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Backoff, Count, Dist, Span};
use crate::content::id::TaskId;
use crate::content::task::Placement;

/// A task as the simulation sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Stable name; the same as the prompt's task.
    pub id: TaskId,
    /// What a person reads; the id when empty.
    #[serde(default)]
    pub name: String,
    /// Where it runs when the design does not say.
    #[serde(default = "blocking")]
    pub placement: Placement,
    /// Neighbouring blocking tasks with the same word here run at the same time.
    #[serde(default)]
    pub together: String,
    /// What it does to the order when it succeeds.
    #[serde(default)]
    pub effect: Effect,
    /// When the same work comes again, what is recognised and skipped.
    #[serde(default)]
    pub dedupe: Dedupe,
    /// How long the dependency takes.
    #[serde(default)]
    pub service: Dist,
    /// How many calls the dependency serves at once: servers, or a connection pool.
    #[serde(default = "unlimited")]
    pub servers: Count,
    /// How many calls may wait for a server; one more is refused.
    #[serde(default = "unlimited")]
    pub line: Count,
    /// A waiting call leaves the line after this time.
    #[serde(default)]
    pub patience: Option<Dist>,
    /// The share of attempts that fail after their service time, 0 to 1.
    #[serde(default)]
    pub fails: f64,
    /// Random breakdowns, independent of load; interrupted work resumes where it stopped.
    #[serde(default)]
    pub breakdowns: Option<Breakdowns>,
    /// Shares the servers of this earlier task instead of having its own.
    #[serde(default)]
    pub uses: Option<TaskId>,
    /// Its message is published when the work of this earlier task is done, while both run in the background;
    /// otherwise with the order.
    #[serde(default)]
    pub after: Option<TaskId>,
    /// Calls made at the same time for one order, 1 to 1,000; the task is done when the last is.
    #[serde(default = "one")]
    pub calls: u32,
    /// Time limit and retries of one call.
    #[serde(default)]
    pub call: Call,
    /// How it runs behind a queue, when async or batchable.
    #[serde(default)]
    pub queue: Queue,
    /// When async, reads an ordered stream instead of a queue.
    #[serde(default)]
    pub stream: Option<Stream>,
    /// How batches are cut, when batchable.
    #[serde(default)]
    pub batch: Batch,
    /// What is watched, and from which value on it alarms.
    #[serde(default)]
    pub alarm: Alarm,
}

impl Job {
    /// A blocking task that takes no time and has servers for everyone.
    pub fn new(id: TaskId) -> Self {
        Self {
            id,
            name: String::new(),
            placement: Placement::Blocking,
            together: String::new(),
            effect: Effect::None,
            dedupe: Dedupe::None,
            service: Dist::default(),
            servers: Count::UNLIMITED,
            line: Count::UNLIMITED,
            patience: None,
            fails: 0.0,
            breakdowns: None,
            uses: None,
            after: None,
            calls: 1,
            call: Call::default(),
            queue: Queue::default(),
            stream: None,
            batch: Batch::default(),
            alarm: Alarm::default(),
        }
    }

    /// What a person reads.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.id.as_str() } else { &self.name }
    }
}

const fn blocking() -> Placement {
    Placement::Blocking
}

const fn unlimited() -> Count {
    Count::UNLIMITED
}

const fn one() -> u32 {
    1
}

/// What a task does to the order, written into the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Nothing that the ledger counts.
    #[default]
    None,
    /// Takes the shopper's money.
    Charge,
    /// Takes a unit of stock.
    Reserve,
    /// Makes the order durable.
    Save,
    /// Sends the confirmation.
    Email,
    /// Tells the warehouse to ship.
    Ship,
    /// Deletes the cached count of the order's item.
    Invalidate,
}

/// What a consumer or dependency recognises as already done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dedupe {
    /// Nothing: the effect happens each time.
    #[default]
    None,
    /// The same message or the same request: a redelivery is skipped, a second click is not.
    Message,
    /// The same order, whichever click or message it came with.
    Order,
}

/// Up and down times of a dependency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdowns {
    /// How long it stays up.
    pub up: Dist,
    /// How long it stays down.
    pub down: Dist,
}

/// One call to a dependency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Call {
    /// The caller stops waiting after this; the dependency still finishes the work.
    pub timeout: Span,
    /// Attempts of each layer, 1 to 20 (1 means no retry).
    pub tries: u32,
    /// Layers that each retry on their own, 1 to 10: five layers of three tries make 243 calls.
    pub layers: u32,
    /// The wait before the next attempt.
    pub backoff: Backoff,
}

impl Default for Call {
    fn default() -> Self {
        let backoff = Backoff { first: Span::millis(100), ..Backoff::default() };
        Self { timeout: Span::NEVER, tries: 1, layers: 1, backoff }
    }
}

/// A durable queue with workers, at least once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// Workers that take messages.
    pub workers: Count,
    /// A message taken by a worker comes back after this when it is not acknowledged (visibility timeout).
    pub lease: Span,
    /// Acknowledged before the work or after it.
    pub ack: Ack,
    /// Deliveries of one message before it is set aside as a dead letter, 1 to 1,000.
    pub attempts: u32,
    /// The wait before a failed message is delivered again.
    pub backoff: Backoff,
    /// Messages that the queue holds at most; one more is refused, and the request that sent it fails.
    pub limit: Count,
    /// Dead letters per second that a redrive puts back; a redrive starts by a window. 0 means all at once.
    pub redrive_rate: f64,
    /// A dead worker is noticed and replaced after this.
    pub replace_after: Span,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            workers: Count::new(4),
            lease: Span::seconds(30),
            ack: Ack::Late,
            attempts: 5,
            backoff: Backoff::default(),
            limit: Count::UNLIMITED,
            redrive_rate: 0.0,
            replace_after: Span::NEVER,
        }
    }
}

/// When a worker says that a message is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ack {
    /// Before the work: a crash loses the message.
    Early,
    /// After the work: a crash repeats it.
    #[default]
    Late,
}

/// A partitioned stream; each task that reads it is a consumer group of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stream {
    /// Partitions, 1 to 1,024: each is read in order by one worker, so that more workers than these idle.
    pub partitions: u32,
    /// Distinct keys (customers) that orders are spread over; the same key is always in the same partition.
    pub keys: u32,
}

impl Default for Stream {
    fn default() -> Self {
        Self { partitions: 8, keys: 10_000 }
    }
}

/// How messages are collected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Batch {
    /// A batch leaves when it has this many messages, 1 to 100,000.
    pub size: u32,
    /// A batch leaves this long after its first message.
    pub linger: Span,
    /// Time for each message of a batch, on top of the service time of the batch as a whole.
    pub each: Span,
    /// Only the failed messages of a batch come back, not the whole batch.
    pub partial_ack: bool,
}

impl Default for Batch {
    fn default() -> Self {
        Self { size: 500, linger: Span::minutes(1), each: Span::millis(1), partial_ack: false }
    }
}

/// The values from which an alarm rings; never, or none, means that nobody watches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Alarm {
    /// Age of the oldest waiting message.
    pub age: Span,
    /// Messages waiting.
    pub depth: Option<u64>,
    /// Dead letters.
    pub dead_letters: Option<u64>,
    /// Time without a heartbeat of some worker.
    pub heartbeat: Span,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { age: Span::NEVER, depth: None, dead_letters: None, heartbeat: Span::NEVER }
    }
}
