//! Lengths of time and counts as people write them: `200ms`, `1m30s`, `never`; `8`, `unlimited`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::diagnostic::plain;

/// A length of time in whole nanoseconds, or never.
///
/// In a file: a number of seconds (`1.5`), one or more numbers with units (`200ms`, `1m30s`; ns, us, µs, ms, s, m,
/// h, d), or `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(u64);

const UNITS: [(&str, u64); 8] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any run.
    pub const NEVER: Self = Self(u64::MAX);
    /// The longest time that is not [`Self::NEVER`]: ten years.
    pub const MAX: Self = Self(3650 * 86_400_000_000_000);

    /// Whole nanoseconds; `u64::MAX` means never.
    pub const fn nanos(self) -> u64 {
        self.0
    }

    /// From whole nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// From whole milliseconds.
    pub const fn millis(millis: u64) -> Self {
        Self(millis * 1_000_000)
    }

    /// From whole seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self(seconds * 1_000_000_000)
    }

    /// From whole minutes.
    pub const fn minutes(minutes: u64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// In seconds; infinite for never.
    pub fn as_secs(self) -> f64 {
        if self.is_never() { f64::INFINITY } else { self.0 as f64 * 1e-9 }
    }

    /// Whether it never comes.
    pub const fn is_never(self) -> bool {
        self.0 == u64::MAX
    }

    /// From seconds, when that is a number from 0 to ten years.
    ///
    /// # Errors
    /// Says what is wrong with any other number.
    pub fn from_secs(seconds: f64) -> Result<Self, String> {
        let nanos = (seconds * 1e9).round();
        if (0.0..=Self::MAX.0 as f64).contains(&nanos) {
            Ok(Self(nanos as u64))
        } else {
            Err(format!("a time is 0 to 10 years, but here is {} seconds", plain(seconds)))
        }
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "never" {
            return Ok(Self::NEVER);
        }
        if let Ok(seconds) = text.parse::<f64>() {
            return Self::from_secs(seconds);
        }
        let mut rest = text;
        let mut seconds = 0.0;
        while !rest.is_empty() {
            let (part, tail) = first_part(rest).ok_or_else(|| not_a_span(text))?;
            seconds += part;
            rest = tail;
        }
        if text.is_empty() { Err(not_a_span(text)) } else { Self::from_secs(seconds) }
    }
}

/// Seconds of the leading number and unit, and what follows them.
fn first_part(text: &str) -> Option<(f64, &str)> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_'))?;
    let number: f64 = text[..unit_at].replace('_', "").parse().ok()?;
    let rest = &text[unit_at..];
    let unit_end = rest.find(|c: char| c.is_ascii_digit() || c.is_whitespace()).unwrap_or(rest.len());
    let (_, nanos) = UNITS.iter().find(|(unit, _)| *unit == &rest[..unit_end])?;
    Some((number * *nanos as f64 * 1e-9, rest[unit_end..].trim_start()))
}

fn not_a_span(text: &str) -> String {
    format!(
        "{text:?} is not a time: write seconds, or a number with ms, s, m, h or d, such as 200ms or 1m30s, or never"
    )
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NEVER => f.pad("never"),
            Self::ZERO => f.pad("0s"),
            Self(nanos) => f.pad(&in_units(nanos)),
        }
    }
}

/// The shortest text with at most two units.
fn in_units(nanos: u64) -> String {
    let fits =
        |(unit, size): &&(&str, u64)| nanos.is_multiple_of(*size) && *unit != "us" && nanos / size < 1000;
    if let Some((unit, size)) = UNITS.iter().filter(|u| u.1 <= nanos).find(fits) {
        return format!("{}{unit}", nanos / size);
    }
    let (unit, size) = UNITS.iter().find(|u| u.1 <= nanos).unwrap_or(&("ns", 1));
    let rest = nanos % size;
    if rest == 0 {
        format!("{}{unit}", nanos / size)
    } else {
        format!("{}{unit}{}", nanos / size, in_units(rest))
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SpanVisitor)
    }
}

struct SpanVisitor;

impl de::Visitor<'_> for SpanVisitor {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a time such as 200ms, 1m30s, 2 (seconds) or never")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Span, E> {
        Span::from_secs(seconds).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Span, E> {
        self.visit_f64(seconds as f64)
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Span, E> {
        self.visit_f64(seconds as f64)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"], "description": "A time: 200ms, 1m30s, 2 (seconds), never" })
    }
}

/// How many: 0 to four thousand million, or unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Count(u32);

impl Count {
    /// As many as are asked for.
    pub const UNLIMITED: Self = Self(u32::MAX);

    /// Exactly `count`.
    pub const fn new(count: u32) -> Self {
        Self(count)
    }

    /// The number; `u32::MAX` means unlimited.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Whether there is no limit.
    pub const fn is_unlimited(self) -> bool {
        self.0 == u32::MAX
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unlimited() { f.pad("unlimited") } else { f.pad(&self.0.to_string()) }
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_unlimited() {
            serializer.serialize_str("unlimited")
        } else {
            serializer.serialize_u32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor)
    }
}

struct CountVisitor;

impl de::Visitor<'_> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a whole number from 0 to 4294967294, or unlimited")
    }

    fn visit_u64<E: de::Error>(self, count: u64) -> Result<Count, E> {
        let out_of_range = || E::invalid_value(de::Unexpected::Unsigned(count), &self);
        u32::try_from(count).ok().filter(|c| *c != u32::MAX).map(Count).ok_or_else(out_of_range)
    }

    fn visit_i64<E: de::Error>(self, count: i64) -> Result<Count, E> {
        let negative = |_| E::invalid_value(de::Unexpected::Signed(count), &self);
        u64::try_from(count).map_err(negative).and_then(|c| self.visit_u64(c))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Count, E> {
        match text.parse::<u64>() {
            Ok(count) => self.visit_u64(count),
            Err(_) if text == "unlimited" => Ok(Count::UNLIMITED),
            Err(_) => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

impl JsonSchema for Count {
    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "unlimited" }] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_write_times_in_several_ways() {
        for (text, nanos) in [
            ("200ms", 200_000_000),
            ("1m30s", 90_000_000_000),
            ("2", 2_000_000_000),
            ("1h 5m", 3_900_000_000_000),
        ] {
            assert_eq!(text.parse(), Ok(Span(nanos)), "{text}");
        }
        assert_eq!("never".parse(), Ok(Span::NEVER));
    }

    #[test]
    fn hostile_times_are_refused() {
        for text in
            ["", "-1", "nan", "inf", "1e308", "5 parsecs", "1e30s", "ms", "1m-2s", "9999999999999999d"]
        {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_time_is_read_back_as_it_was_written(nanos in 0..Span::MAX.0 / 1_000_000) {
            let span = Span(nanos * 1_000_000);
            let read: Span = span.to_string().parse().map_err(TestCaseError::fail)?;
            prop_assert!(read.0.abs_diff(span.0) <= 64, "{span} became {read}");
        }
    }
}
