//! Distributions made ready for drawing whole nanoseconds.

use super::random::Draws;
use super::ziggurat::{exponential, normal};
use crate::content::scenario::Dist;

/// Simulated time and lengths of it, in nanoseconds.
pub(super) type Tick = u64;

/// No time ever.
pub(super) const NEVER: Tick = u64::MAX;

/// Nanoseconds of a second.
const NANOS: f64 = 1e9;

/// The longest draw: a hundred years; sums with the clock cannot overflow.
const LONGEST: f64 = 3.2e18;

/// A distribution ready for drawing.
#[derive(Clone, Debug)]
pub(super) enum Sampler {
    Constant(Tick),
    Exponential(f64),
    Lognormal { mu: f64, sigma: f64 },
    Uniform { least: f64, width: f64 },
    Erlang { phase: f64, k: u32 },
    Pareto { least: f64, exponent: f64 },
    Empirical { ticks: Vec<Tick>, shares: Vec<f64> },
}

impl Sampler {
    pub(super) fn new(dist: &Dist) -> Self {
        match dist {
            Dist::Constant(span) => Self::Constant(span.nanos()),
            Dist::Exponential(mean) => Self::Exponential(mean.nanos() as f64),
            Dist::Lognormal { mean, cv } => {
                let variance = libm::log1p(cv * cv);
                let mean = (mean.nanos() as f64).max(f64::MIN_POSITIVE);
                Self::Lognormal { mu: libm::log(mean) - variance / 2.0, sigma: variance.sqrt() }
            }
            Dist::Uniform(from, to) => {
                let least = from.nanos() as f64;
                Self::Uniform { least, width: to.nanos() as f64 - least }
            }
            Dist::Erlang { mean, k } => Self::Erlang { phase: mean.nanos() as f64 / f64::from(*k), k: *k },
            Dist::Pareto { least, alpha } => {
                Self::Pareto { least: least.nanos() as f64, exponent: -1.0 / alpha }
            }
            Dist::Empirical(values) => empirical(values.iter().map(|(span, weight)| (span.nanos(), *weight))),
        }
    }

    /// One draw.
    #[inline]
    pub(super) fn draw(&self, draws: &mut Draws) -> Tick {
        match self {
            Self::Exponential(mean) => whole(mean * exponential(draws)),
            other => other.draw_other(draws),
        }
    }

    #[inline(never)]
    fn draw_other(&self, draws: &mut Draws) -> Tick {
        match self {
            Self::Constant(ticks) => *ticks,
            Self::Exponential(mean) => whole(mean * exponential(draws)),
            Self::Lognormal { mu, sigma } => whole(libm::exp(sigma * normal(draws) + mu).min(LONGEST)),
            Self::Uniform { least, width } => (width * draws.share() + least) as Tick,
            Self::Erlang { phase, k } => (phase * (0..*k).map(|_| exponential(draws)).sum::<f64>()) as Tick,
            Self::Pareto { least, exponent } => {
                (least * libm::pow(1.0 - draws.share(), *exponent)).min(LONGEST) as Tick
            }
            Self::Empirical { ticks, shares } => {
                let share = draws.share();
                let index = shares.partition_point(|s| *s <= share).min(ticks.len() - 1);
                ticks[index]
            }
        }
    }
}

/// A time as whole ticks. Signed conversion is one instruction; times are below 2^63.
#[inline]
pub(super) const fn whole(ticks: f64) -> Tick {
    (ticks as i64).cast_unsigned()
}

/// Seconds as ticks.
pub(super) fn ticks(seconds: f64) -> Tick {
    (seconds * NANOS).min(LONGEST) as Tick
}

/// Ticks as seconds.
#[inline]
pub(super) fn seconds(ticks: Tick) -> f64 {
    ticks as f64 / NANOS
}

fn empirical(values: impl Iterator<Item = (Tick, f64)> + Clone) -> Sampler {
    let total: f64 = values.clone().map(|v| v.1).sum();
    let mut sum = 0.0;
    let shares = values.clone().map(|(_, weight)| {
        sum += weight / total;
        sum
    });
    Sampler::Empirical { shares: shares.collect(), ticks: values.map(|v| v.0).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::random::{Purpose, Stream};

    /// Mean and coefficient of variation of many draws, in seconds.
    fn moments(text: &str) -> (f64, f64) {
        let sampler = Sampler::new(&text.parse().unwrap());
        let stream = Stream::new(11, text, Purpose::Service);
        let n = 400_000;
        let draws: Vec<f64> = (0..n).map(|id| seconds(sampler.draw(&mut stream.at(id, 0)))).collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64;
        (mean, variance.sqrt() / mean)
    }

    #[test]
    fn every_shape_has_its_mean_and_spread() {
        for (text, mean, cv) in [
            ("250ms", 0.25, 0.0),
            ("exponential 200ms", 0.2, 1.0),
            ("lognormal 200ms cv 1.5", 0.2, 1.5),
            ("uniform 100ms to 300ms", 0.2, 1.0 / 12_f64.sqrt()),
            ("erlang 200ms k 4", 0.2, 0.5),
            ("pareto 100ms alpha 5", 0.125, 1.0 / 15_f64.sqrt()),
            ("empirical 100ms*3 500ms*1", 0.2, 0.75_f64.sqrt()),
        ] {
            let (seen, spread) = moments(text);
            assert!((seen / mean - 1.0).abs() < 0.01, "{text}: mean {seen}");
            assert!((spread - cv).abs() < 0.04 * cv.max(0.01), "{text}: cv {spread}");
        }
    }
}
