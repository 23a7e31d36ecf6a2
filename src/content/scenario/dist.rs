//! How long something takes, as a distribution written in words.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Span;

/// A distribution of times.
///
/// In a file: `200ms` (always that), `exponential 200ms`, `lognormal 200ms cv 1`, `uniform 100ms to 300ms`,
/// `erlang 200ms k 3`, `pareto 100ms alpha 2.5` (its smallest value and its tail), `empirical 10ms*99 1s` (values,
/// each with an optional weight).
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Always the same.
    Constant(Span),
    /// Memoryless, by its mean.
    Exponential(Span),
    /// By its mean and coefficient of variation (standard deviation over mean).
    Lognormal {
        /// The mean.
        mean: Span,
        /// The coefficient of variation, above 0 to 20.
        cv: f64,
    },
    /// Anything between two times, equally likely.
    Uniform(Span, Span),
    /// The sum of `k` equal exponential phases, by the mean of the sum.
    Erlang {
        /// The mean of the sum.
        mean: Span,
        /// The number of phases, 1 to 100.
        k: u32,
    },
    /// Heavy tail: P(X > x) = (least / x)^alpha.
    Pareto {
        /// The smallest value.
        least: Span,
        /// The tail index, above 1 to 100; the mean is alpha / (alpha − 1) × least.
        alpha: f64,
    },
    /// One of these values, as likely as its weight.
    Empirical(Vec<(Span, f64)>),
}

impl Dist {
    /// The mean, in seconds.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(mean) | Self::Exponential(mean) => mean.as_secs(),
            Self::Lognormal { mean, .. } | Self::Erlang { mean, .. } => mean.as_secs(),
            Self::Uniform(from, to) => f64::midpoint(from.as_secs(), to.as_secs()),
            Self::Pareto { least, alpha } => least.as_secs() * alpha / (alpha - 1.0),
            Self::Empirical(values) => {
                let total: f64 = values.iter().map(|v| v.1).sum();
                values.iter().map(|(span, weight)| span.as_secs() * weight).sum::<f64>() / total
            }
        }
    }
}

impl Default for Dist {
    fn default() -> Self {
        Self::Constant(Span::ZERO)
    }
}

impl FromStr for Dist {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["constant", mean] => finite(mean).map(Self::Constant),
            ["exponential", mean] => finite(mean).map(Self::Exponential),
            ["lognormal", mean, "cv", cv] => {
                Ok(Self::Lognormal { mean: finite(mean)?, cv: within(cv, 1e-6, 20.0, "cv")? })
            }
            ["uniform", from, "to", to] => ordered(finite(from)?, finite(to)?),
            ["erlang", mean, "k", k] => Ok(Self::Erlang { mean: finite(mean)?, k: phases(k)? }),
            ["pareto", least, "alpha", alpha] => {
                Ok(Self::Pareto { least: finite(least)?, alpha: within(alpha, 1.001, 100.0, "alpha")? })
            }
            ["empirical", values @ ..] if !values.is_empty() && values.len() <= 10_000 => {
                values.iter().map(|v| weighted(v)).collect::<Result<_, _>>().map(Self::Empirical)
            }
            _ => finite(text).map(Self::Constant).map_err(|_| not_a_dist(text)),
        }
    }
}

fn not_a_dist(text: &str) -> String {
    format!(
        "{text:?} is not a time or a distribution: write 200ms, exponential 200ms, lognormal 200ms cv 1, \
         uniform 100ms to 300ms, erlang 200ms k 3, pareto 100ms alpha 2.5, or empirical 10ms*99 1s"
    )
}

fn finite(text: &str) -> Result<Span, String> {
    let span: Span = text.parse()?;
    if span.is_never() { Err("a distribution needs a time, not never".to_owned()) } else { Ok(span) }
}

fn within(text: &str, low: f64, high: f64, name: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|n| (low..=high).contains(n));
    number.ok_or_else(|| format!("{name} is a number from {low} to {high}, but here is {text:?}"))
}

fn phases(text: &str) -> Result<u32, String> {
    let count = text.parse().ok().filter(|k| (1..=100).contains(k));
    count.ok_or_else(|| format!("k is a whole number from 1 to 100, but here is {text:?}"))
}

fn ordered(from: Span, to: Span) -> Result<Dist, String> {
    if from <= to {
        Ok(Dist::Uniform(from, to))
    } else {
        Err(format!("uniform {from} to {to} runs backwards"))
    }
}

fn weighted(text: &str) -> Result<(Span, f64), String> {
    let (value, weight) = text.split_once('*').unwrap_or((text, "1"));
    Ok((finite(value)?, within(weight, 1e-9, 1e9, "a weight")?))
}

impl fmt::Display for Dist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(mean) => write!(f, "{mean}"),
            Self::Exponential(mean) => write!(f, "exponential {mean}"),
            Self::Lognormal { mean, cv } => write!(f, "lognormal {mean} cv {cv}"),
            Self::Uniform(from, to) => write!(f, "uniform {from} to {to}"),
            Self::Erlang { mean, k } => write!(f, "erlang {mean} k {k}"),
            Self::Pareto { least, alpha } => write!(f, "pareto {least} alpha {alpha}"),
            Self::Empirical(values) => {
                f.write_str("empirical")?;
                values.iter().try_for_each(|(span, weight)| write!(f, " {span}*{weight}"))
            }
        }
    }
}

impl Serialize for Dist {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DistVisitor)
    }
}

struct DistVisitor;

impl de::Visitor<'_> for DistVisitor {
    type Value = Dist;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a time or a distribution such as 200ms or lognormal 200ms cv 1")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Dist, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Dist, E> {
        Span::from_secs(seconds).map(Dist::Constant).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Dist, E> {
        self.visit_f64(seconds as f64)
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Dist, E> {
        self.visit_f64(seconds as f64)
    }
}

impl JsonSchema for Dist {
    fn schema_name() -> Cow<'static, str> {
        "Dist".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"], "description": "200ms, exponential 200ms, lognormal 200ms cv 1, uniform 100ms to 300ms, erlang 200ms k 3, pareto 100ms alpha 2.5, empirical 10ms*99 1s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_read_back_as_it_was_written() {
        for text in [
            "200ms",
            "exponential 1s",
            "lognormal 200ms cv 1.5",
            "uniform 100ms to 300ms",
            "erlang 200ms k 3",
            "pareto 100ms alpha 2.5",
            "empirical 10ms*99 1s*1",
        ] {
            assert_eq!(text.parse::<Dist>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn hostile_shapes_are_refused() {
        for text in [
            "lognormal 1s cv nan",
            "lognormal 1s cv -0",
            "erlang 1s k 0",
            "erlang 1s k 1000000000",
            "pareto 1s alpha 1",
            "uniform 2s to 1s",
            "exponential never",
            "empirical",
            "empirical 1s*inf",
            "gaussian 1s",
        ] {
            assert!(text.parse::<Dist>().is_err(), "{text}");
        }
    }

    #[test]
    fn means_follow_their_formulas() {
        let mean = |text: &str| text.parse::<Dist>().map(|d| d.mean());
        assert_eq!(mean("pareto 100ms alpha 2"), Ok(0.2));
        assert_eq!(mean("empirical 1s*3 5s*1"), Ok(2.0));
        assert_eq!(mean("uniform 1s to 3s"), Ok(2.0));
    }
}
