//! Numbers with units, as built-in concepts that rules use like any other.

use crate::text::token::{Gap, Token};

use super::compile::ConceptId;

/// The built-in concepts, by number: name and label.
pub(super) const MEASURES: &[(&str, &str)] = &[
    ("number", "a number"),
    ("duration", "a length of time"),
    ("rate", "a number per unit of time"),
    ("percentage", "a percentage"),
    ("money_amount", "an amount of money"),
    ("data_size", "a size in bytes"),
    ("distance", "a distance"),
    ("big_number", "a thousand or more"),
    ("reason_given", "a reason"),
];

/// The number of the concept for a reason that says something.
pub(super) const REASON: ConceptId = 8;

/// A quantity that begins at a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quantity {
    /// The built-in concept.
    pub(super) concept: ConceptId,
    /// The token after it.
    pub(super) end: usize,
    /// Its value in the base unit: seconds, per second, bytes, metres, share.
    pub(super) value: f64,
}

/// The quantities that begin at token `at`: always a number, and what its unit makes of it.
pub(super) fn quantities(tokens: &[Token], at: usize) -> Vec<Quantity> {
    let Some(mut value) = tokens[at].number else { return Vec::new() };
    let mut end = at + 1;
    while let Some(factor) = tokens.get(end).and_then(|token| multiplier(token, &tokens[at].text)) {
        value *= factor;
        end += 1;
    }
    let mut found = vec![Quantity { concept: 0, end, value }];
    if value >= 1_000.0 {
        found.push(Quantity { concept: 7, end, value });
    }
    let money = tokens[at].gap.has(Gap::MONEY);
    let unit = tokens.get(end).map_or(Unit::None, unit);
    found.extend(match unit {
        _ if money => Some(Quantity { concept: 4, end, value }),
        Unit::Time(seconds) => Some(Quantity { concept: 1, end: end + 1, value: value * seconds }),
        Unit::Percent => Some(Quantity { concept: 3, end: end + 1, value: value / 100.0 }),
        Unit::Money => Some(Quantity { concept: 4, end: end + 1, value }),
        Unit::Bytes(factor) => Some(Quantity { concept: 5, end: end + 1, value: value * factor }),
        Unit::Metres(factor) => Some(Quantity { concept: 6, end: end + 1, value: value * factor }),
        Unit::Frequency => Some(Quantity { concept: 2, end: end + 1, value }),
        Unit::None => None,
    });
    found.extend(rate(tokens, end, value));
    found
}

fn multiplier(token: &Token, number: &str) -> Option<f64> {
    let joined = !token.gap.has(Gap::SPACE);
    Some(match &*token.text {
        "k" => 1e3,
        "m" | "mio" if joined && !number.is_empty() => 1e6,
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "hundred" => 1e2,
        _ => return None,
    })
}

enum Unit {
    None,
    Time(f64),
    Percent,
    Money,
    Bytes(f64),
    Metres(f64),
    Frequency,
}

fn unit(token: &Token) -> Unit {
    if !token.gap.has(Gap::SPACE.and(Gap::JOINED)) {
        return Unit::None;
    }
    match &*token.text {
        "ms" | "millis" | "millisecond" | "milliseconds" => Unit::Time(1e-3),
        "s" | "sec" | "secs" | "second" | "seconds" => Unit::Time(1.0),
        "min" | "mins" | "minute" | "minutes" => Unit::Time(60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Time(3_600.0),
        "d" | "day" | "days" | "night" | "nights" => Unit::Time(86_400.0),
        "week" | "weeks" => Unit::Time(604_800.0),
        "month" | "months" => Unit::Time(2_592_000.0),
        "year" | "years" | "y" => Unit::Time(31_536_000.0),
        "percent" | "pct" => Unit::Percent,
        "euro" | "euros" | "eur" | "dollar" | "dollars" | "usd" | "pound" | "pounds" | "cent" | "cents" => {
            Unit::Money
        }
        "kb" | "kib" => Unit::Bytes(1e3),
        "mb" | "mib" => Unit::Bytes(1e6),
        "gb" | "gib" | "gigabyte" | "gigabytes" => Unit::Bytes(1e9),
        "tb" | "tib" | "terabyte" | "terabytes" => Unit::Bytes(1e12),
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => Unit::Metres(1e3),
        "metre" | "metres" | "meter" | "meters" => Unit::Metres(1.0),
        "rps" | "qps" | "tps" => Unit::Frequency,
        _ => Unit::None,
    }
}

/// Words that a rate may have between its number and "per": *120 orders a second*.
const COUNTED: usize = 4;

/// A rate: "per" or "a" or a slash before a unit of time, shortly after the number.
fn rate(tokens: &[Token], end: usize, value: f64) -> Option<Quantity> {
    (end..tokens.len().min(end + COUNTED)).find_map(|at| {
        let token = &tokens[at];
        let (unit_at, per) = match &*token.text {
            "per" | "a" | "an" | "each" | "every" => (at + 1, true),
            _ => (at, token.gap.has(Gap::SLASH)),
        };
        let token = tokens.get(unit_at).filter(|_| per)?;
        let seconds = match &*token.text {
            "daily" => 86_400.0,
            _ => period(&token.text)?,
        };
        Some(Quantity { concept: 2, end: unit_at + 1, value: value / seconds })
    })
}

fn period(word: &str) -> Option<f64> {
    Some(match word {
        "s" | "sec" | "second" => 1.0,
        "m" | "min" | "minute" => 60.0,
        "h" | "hr" | "hour" => 3_600.0,
        "d" | "day" | "night" | "evening" => 86_400.0,
        "week" => 604_800.0,
        "month" => 2_592_000.0,
        "year" => 31_536_000.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn found(text: &str) -> Vec<(&'static str, f64)> {
        let tokens = tokenize(text, |_| false);
        let at = tokens.iter().position(|token| token.number.is_some()).expect("a number");
        quantities(&tokens, at).into_iter().map(|q| (MEASURES[q.concept as usize].0, q.value)).collect()
    }

    #[test]
    fn ten_million_a_day_is_about_115_a_second() {
        let rate = found("10M orders a day").into_iter().find(|(name, _)| *name == "rate").expect("a rate");
        assert!((rate.1 - 115.74).abs() < 0.01);
    }

    #[test]
    fn units_are_normalised() {
        assert!(found("250 ms").contains(&("duration", 0.25)));
        assert!(found("100/s").contains(&("rate", 100.0)));
        assert!(found("2 % of cards").contains(&("percentage", 0.02)));
        assert!(found("it fails for 2%").contains(&("percentage", 0.02)));
        assert!(found("€40").contains(&("money_amount", 40.0)));
        assert!(found("3 km").contains(&("distance", 3_000.0)));
    }

    #[test]
    fn a_bare_number_is_a_number_only() {
        assert_eq!(found("5 attempts"), [("number", 5.0)]);
    }
}
