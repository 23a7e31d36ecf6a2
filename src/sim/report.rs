//! The result of a run.

use serde::Serialize;

use super::{Ledger, Mark, Recording, Step};

/// Everything that one run found out. Times are seconds, rates are per second.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// The scenario's title.
    pub title: String,
    /// What one arrival is called.
    pub noun: String,
    /// The seed that every random number follows from.
    pub seed: u64,
    /// Runs that this is made of; with more than one, counts are sums, means are over runs, and the story and the
    /// recording are those of the first.
    pub replications: u32,
    /// Why the run ended.
    pub end: End,
    /// Simulated seconds.
    pub simulated: f64,
    /// Simulated seconds that statistics cover.
    pub measured: f64,
    /// Events.
    pub events: u64,
    /// Every dependency and queue.
    pub stations: Vec<Station>,
    /// From the first click to "placed".
    pub answer: Latency,
    /// From a click to its answer, good or bad.
    pub click: Latency,
    /// From the first click until nothing is left to do for the order.
    pub settled: Latency,
    /// What was done to the orders.
    pub ledger: Ledger,
    /// Whether everything that came is accounted for.
    pub balance: Balance,
    /// Key moments, in order.
    pub story: Vec<Mark>,
    /// Frames for playback.
    pub recording: Recording,
    /// The life of the followed order.
    pub timeline: Vec<Step>,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The horizon was reached.
    Horizon,
    /// Nothing was left to do.
    Drained,
    /// Nothing can happen any more although something is inside: trouble holds it, and nobody will notice.
    Stuck,
    /// The limit on events was reached.
    TooManyEvents,
    /// The limit on orders in the system was reached: it is overloaded without an end.
    TooManyInside,
    /// It was stopped from outside.
    Cancelled,
}

/// What a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Servers with a line, called and waited for.
    Dependency,
    /// A durable queue with workers.
    Queue,
    /// A partitioned stream with consumers.
    Stream,
    /// A queue that is worked off in batches.
    Batches,
    /// The database behind the cache.
    Reads,
}

/// A mean with the half-width of its 95 % confidence interval; none when the run was too short to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half the width of the 95 % interval around it.
    pub half_width: Option<f64>,
}

/// Quantiles from a histogram, within 0.8 %; the maximum is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// 99.9th percentile.
    pub p999: f64,
    /// Maximum.
    pub max: f64,
}

/// How long something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latency {
    /// Observations.
    pub count: u64,
    /// Mean.
    pub mean: Estimate,
    /// Quantiles.
    pub quantiles: Quantiles,
}

/// Little's law: the time-average number in system against rate × mean time in system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Little {
    /// Time-average number in system.
    pub number: f64,
    /// Arrival rate × mean time in system, partial stays at both ends included.
    pub rate_times_stay: f64,
    /// Their difference as a share of the larger.
    pub gap: f64,
}

/// One dependency or queue. Waits are those of everyone who left the line, served or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Station {
    /// The task's id.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// What it is.
    pub role: Role,
    /// Servers or workers; none when unlimited.
    pub servers: Option<u32>,
    /// Calls or messages that came, refused ones included.
    pub arrivals: u64,
    /// Calls or messages that were finished with success.
    pub completed: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Turned away because the line or queue was full, or the dependency down.
    pub refused: u64,
    /// Left the line before being served.
    pub abandoned: u64,
    /// Callers that stopped waiting while the work went on.
    pub timed_out: u64,
    /// Deliveries to workers; for a dependency, services begun.
    pub deliveries: u64,
    /// Deliveries of a message that had been delivered before.
    pub redelivered: u64,
    /// Dead letters at the end.
    pub dead_letters: u64,
    /// Messages lost.
    pub lost: u64,
    /// Waiting at the end.
    pub waiting_at_end: u64,
    /// Being served at the end, or waiting for a further attempt.
    pub active_at_end: u64,
    /// Time in the line before service; for a queue, from published to first taken.
    pub wait: Estimate,
    /// Quantiles of the wait.
    pub wait_quantiles: Quantiles,
    /// The share of arrivals let in that had to wait.
    pub waited_share: f64,
    /// Time in system of those served; for a queue, from published to settled.
    pub time_in_system: Estimate,
    /// Quantiles of the time in system.
    pub time_in_system_quantiles: Quantiles,
    /// Time-average number waiting.
    pub number_waiting: Estimate,
    /// Time-average number in system.
    pub number_in_system: Estimate,
    /// Variance over time of the number in system.
    pub number_in_system_variance: f64,
    /// The share of time in which nobody was in the system.
    pub empty_share: f64,
    /// Busy servers as a share of all; with unlimited servers, the number busy.
    pub utilisation: Estimate,
    /// Completions a second.
    pub throughput: f64,
    /// Refused as a share of arrivals.
    pub blocking_probability: f64,
    /// Abandoned as a share of arrivals let in.
    pub abandonment_probability: f64,
    /// Little's law.
    pub little: Little,
}

/// Conservation: each line must add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Orders that came.
    pub orders_in: u64,
    /// Orders settled, with everything done, failed or given up.
    pub orders_settled: u64,
    /// Orders still in the system, counted where they are.
    pub orders_inside: u64,
    /// Messages published.
    pub messages_in: u64,
    /// Messages done.
    pub messages_done: u64,
    /// Messages lost to a crash after an early acknowledgement.
    pub messages_lost: u64,
    /// Messages set aside, now.
    pub messages_dead: u64,
    /// Messages waiting, being worked on, or waiting for a further attempt, counted where they are.
    pub messages_inside: u64,
    /// Calls to dependencies.
    pub calls_in: u64,
    /// Calls finished, refused or abandoned.
    pub calls_out: u64,
    /// Calls waiting or being served, counted where they are.
    pub calls_inside: u64,
}

impl Balance {
    /// Whether everything that came is accounted for.
    pub fn holds(&self) -> bool {
        let messages = self.messages_done + self.messages_lost + self.messages_dead + self.messages_inside;
        self.orders_in == self.orders_settled + self.orders_inside
            && self.messages_in == messages
            && self.calls_in == self.calls_out + self.calls_inside
    }
}
