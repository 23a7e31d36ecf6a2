//! A scenario, event by event: statistics, ledger, story, recording. Pure: same scenario, same seed, same result.

#![expect(clippy::inline_always, reason = "a run is millions of passes through a few short functions")]

mod calendar;
mod collect;
mod engine;
mod ledger;
mod model;
mod options;
mod random;
mod recent;
mod recording;
mod replicate;
mod report;
mod sampler;
mod slab;
mod story;
mod tally;
mod ziggurat;

use crate::content::scenario::Scenario;
use crate::diagnostic::Diagnostic;

pub use ledger::{Harm, Ledger};
pub use options::Options;
pub use recording::{Flow, Frame, Recording, TaskFrame};
pub use replicate::replicate;
pub use report::{Balance, End, Estimate, Latency, Little, Quantiles, Role, Run, Station};
pub use story::{Mark, MarkKind, Step, StepKind};

/// Runs a scenario to its end.
///
/// # Errors
/// Every problem that [`Scenario::check`] finds.
pub fn run(scenario: &Scenario, options: &Options<'_>) -> Result<Run, Vec<Diagnostic>> {
    let problems = scenario.check();
    if !problems.is_empty() {
        return Err(problems);
    }
    let model = model::Model::new(scenario, options.seed);
    let mut engine = engine::Engine::new(&model, options);
    engine.run();
    Ok(collect::collect(engine))
}
