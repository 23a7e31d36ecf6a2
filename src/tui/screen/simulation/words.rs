//! Numbers as people read them.

/// A moment of a run: `2:41`, with hours `1:02:41`.
pub fn clock(seconds: f64) -> String {
    let whole = whole(seconds);
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A length of time with two parts at most: `412 ms`, `1.4 s`, `4 m 12 s`, `2 h 5 m`.
pub fn span(seconds: f64) -> String {
    if !seconds.is_finite() {
        return "never".to_owned();
    }
    match seconds.max(0.0) {
        s if s < 0.9995 => format!("{:.0} ms", s * 1e3),
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{s:.0} s"),
        s => parts(whole(s.round())),
    }
}

fn parts(seconds: u64) -> String {
    let two = |big: u64, unit: &str, small: u64, smaller: &str| match small {
        0 => format!("{big} {unit}"),
        _ => format!("{big} {unit} {small} {smaller}"),
    };
    match seconds {
        s if s < 3600 => two(s / 60, "m", s % 60, "s"),
        s if s < 86_400 => two(s / 3600, "h", s / 60 % 60, "m"),
        s => two(s / 86_400, "d", s / 3600 % 24, "h"),
    }
}

fn whole(seconds: f64) -> u64 {
    if seconds.is_finite() { seconds.max(0.0) as u64 } else { 0 }
}

/// A count with its thousands apart: `1,284`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate a second: `98`, below ten `9.8`.
pub fn rate(per_second: f64) -> String {
    match per_second {
        r if !r.is_finite() || r < 0.05 => "0".to_owned(),
        r if r < 9.95 => format!("{r:.1}"),
        r => count(r.round() as u64),
    }
}

/// A share of 0 to 1: `0.2 %`, `41 %`.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        p if !p.is_finite() || p <= 0.0 => "0 %".to_owned(),
        p if p < 0.05 => "under 0.1 %".to_owned(),
        p if p < 9.95 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

/// `1 order`, `2 orders`.
pub fn many(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", count(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_two_parts() {
        let shown = [0.0, 0.4119, 0.9999, 1.44, 59.7, 252.0, 3600.0, 7500.0, 90_000.0].map(span);
        assert_eq!(
            shown,
            ["0 ms", "412 ms", "1.0 s", "1.4 s", "1 m", "4 m 12 s", "1 h", "2 h 5 m", "1 d 1 h"]
        );
        assert_eq!(span(f64::INFINITY), "never");
        assert_eq!([clock(161.9), clock(3761.0), clock(f64::NAN)], ["2:41", "1:02:41", "0:00"]);
    }

    #[test]
    fn counts_rates_and_shares_stay_short() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.0, 0.44, 98.4, 1_000.2, f64::NAN].map(rate), ["0", "0.4", "98", "1,000", "0"]);
        assert_eq!([0.0, 0.0002, 0.002, 0.414].map(percent), ["0 %", "under 0.1 %", "0.2 %", "41 %"]);
        assert_eq!([many(1, "order"), many(2_000, "order")], ["1 order", "2,000 orders"]);
    }
}
