//! A scenario, event by event: statistics, ledger, story, recording. Pure: same scenario, same seed, same result.

mod ledger;
mod options;
mod recording;
mod report;
mod story;

pub use ledger::{Harm, Ledger};
pub use options::Options;
pub use recording::{Flow, Frame, Recording, TaskFrame};
pub use report::{Balance, End, Estimate, Latency, Little, Quantiles, Role, Run, Station};
pub use story::{Mark, MarkKind, Step, StepKind};
