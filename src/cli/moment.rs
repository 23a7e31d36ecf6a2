//! The learner's clock and time zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::interview::timer::UnixMillis;
use crate::tui::terminal::Clock;

/// The wall clock.
pub(super) fn now() -> UnixMillis {
    Clock::start().now().wall
}

/// The time zone of this machine.
pub(super) fn zone() -> TimeZone {
    TimeZone::system()
}

/// `2026-11-21 12:30` in the learner's time zone.
pub(super) fn written(at: UnixMillis) -> String {
    let moment = Timestamp::from_millisecond(at.0).unwrap_or_default();
    zone().to_datetime(moment).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The beginning of a day, written `2026-11-21`.
pub(super) fn day(text: &str) -> Result<UnixMillis, String> {
    let date: Date = text.parse().map_err(|_| format!("{text:?} is no day: write it as 2026-11-21"))?;
    let start = date.to_zoned(zone()).map_err(|cause| cause.to_string())?;
    Ok(UnixMillis(start.timestamp().as_millisecond()))
}

/// `5 h 20 min`, `12 min`, `40 s`.
pub(super) fn length(ms: u64) -> String {
    match ms / 1000 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds / 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}
