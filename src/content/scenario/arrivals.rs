//! When orders arrive. Arrivals are open-loop: nobody waits for another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dist, Span};

/// The stream of first clicks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Arrivals {
    /// The pattern in time.
    pub rhythm: Rhythm,
    /// Arrivals per second, above 0 to ten million; for `bursts` while a burst lasts, for `day` on average.
    pub rate: f64,
    /// For `bursts`: arrivals per second between bursts.
    pub quiet_rate: f64,
    /// For `bursts`: how long a burst lasts.
    pub burst: Dist,
    /// For `bursts`: how long the pause between two bursts lasts.
    pub quiet: Dist,
    /// For `gaps`: the time between two arrivals.
    pub gap: Dist,
    /// For `day`: the weights of equal parts of the day, at least one of them above 0.
    pub profile: Vec<f64>,
    /// For `day`: how long a day lasts.
    pub day: Span,
    /// For `trace`: the times of the arrivals, in order.
    pub times: Vec<Span>,
    /// For `trace`: a file beside the scenario with one time a line, read by the command line.
    pub file: Option<String>,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self {
            rhythm: Rhythm::Poisson,
            rate: 100.0,
            quiet_rate: 0.0,
            burst: Dist::Exponential(Span::seconds(10)),
            quiet: Dist::Exponential(Span::seconds(50)),
            gap: Dist::Exponential(Span::millis(10)),
            profile: vec![
                0.4, 0.3, 0.2, 0.2, 0.2, 0.3, 0.5, 0.8, 1.0, 1.1, 1.2, 1.4, 1.6, 1.4, 1.2, 1.1, 1.1, 1.3,
                1.6, 1.9, 1.9, 1.6, 1.1, 0.6,
            ],
            day: Span::minutes(24 * 60),
            times: Vec::new(),
            file: None,
        }
    }
}

/// A pattern of arrivals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    /// Independent arrivals at a rate.
    #[default]
    Poisson,
    /// One every 1 / rate seconds.
    Constant,
    /// Poisson at `rate` in bursts and at `quiet_rate` between them.
    Bursts,
    /// Poisson with a rate that follows the profile of a day.
    Day,
    /// Independent gaps of any distribution.
    Gaps,
    /// The given times.
    Trace,
}
