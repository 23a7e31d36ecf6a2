//! What the attempts say: where each dimension stands, whether it rises, what is weakest, and how regularly the learner
//! practises.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use super::Summary;
use crate::content::id::{DimensionId, PromptId};
use crate::interview::timer::UnixMillis;
use crate::score::SOLID;

/// The latest level of a dimension of a prompt, from attempts at the prompt as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Latest {
    /// The prompt.
    pub prompt: PromptId,
    /// The prompt's revision that was answered.
    pub revision: u32,
    /// The dimension.
    pub dimension: DimensionId,
    /// 0 to 4.
    pub level: u8,
    /// When.
    pub at: UnixMillis,
}

/// A dimension's standing over all prompts that have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weakness {
    /// The dimension.
    pub dimension: DimensionId,
    /// Mean of the latest levels, 0 to 4.
    pub mean: f64,
    /// The prompts in which it is below 3.
    pub below: Vec<PromptId>,
}

/// The dimensions that are below 3 in some prompt, the weakest first.
pub fn weakest(latest: &[Latest]) -> Vec<Weakness> {
    let mut levels: BTreeMap<&DimensionId, Vec<&Latest>> = BTreeMap::new();
    for level in latest {
        levels.entry(&level.dimension).or_default().push(level);
    }
    let mut all: Vec<Weakness> =
        levels.into_iter().filter_map(|(id, levels)| weakness(id, &levels)).collect();
    all.sort_by(|a, b| a.mean.total_cmp(&b.mean).then_with(|| a.dimension.cmp(&b.dimension)));
    all
}

fn weakness(dimension: &DimensionId, levels: &[&Latest]) -> Option<Weakness> {
    let below: Vec<PromptId> =
        levels.iter().filter(|found| found.level < SOLID).map(|found| found.prompt.clone()).collect();
    let sum: u32 = levels.iter().map(|found| u32::from(found.level)).sum();
    let mean = f64::from(sum) / levels.len() as f64;
    (!below.is_empty()).then(|| Weakness { dimension: dimension.clone(), mean, below })
}

/// Where a series of levels is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// Fewer than two attempts.
    New,
    /// Higher than before.
    Rising,
    /// As before.
    Steady,
    /// Lower than before.
    Falling,
}

/// How many attempts on each side [`trend`] compares.
const SIDE: usize = 3;

/// Compares the mean of the last attempts (up to three) with that of those before them (up to three).
pub fn trend(levels: &[u8]) -> Trend {
    let split = levels.len() - levels.len().div_ceil(2).min(SIDE);
    let (before, last) = levels.split_at(split);
    let before = &before[before.len().saturating_sub(SIDE)..];
    if before.is_empty() {
        return Trend::New;
    }
    let mean = |part: &[u8]| part.iter().map(|level| f64::from(*level)).sum::<f64>() / part.len() as f64;
    let gain = mean(last) - mean(before);
    match gain {
        gain if gain > 0.25 => Trend::Rising,
        gain if gain < -0.25 => Trend::Falling,
        _ => Trend::Steady,
    }
}

/// The levels of one dimension over time, oldest first, from attempts that count. `history` is newest first, of one
/// prompt and revision.
pub fn series(history: &[Summary], dimension: &DimensionId) -> Vec<(UnixMillis, u8)> {
    let counting = history.iter().rev().filter(|line| line.kind.counts());
    counting.filter_map(|line| Some((line.at, *line.levels.get(dimension)?))).collect()
}

/// How regularly the learner practises. Nothing is ever lost: a week without practice only is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// Days with an attempt or review among the last seven, today included.
    pub days_of_seven: u32,
    /// Weeks in a row with at least one such day; this week counts as soon as it has one, and until then does not end
    /// the row.
    pub weeks: u32,
    /// Weeks (Monday to Sunday) with at least one such day, ever.
    pub weeks_ever: u32,
}

/// The rhythm of what happened `at` these times, seen from `now` in the learner's time zone.
pub fn rhythm(at: impl IntoIterator<Item = UnixMillis>, now: UnixMillis, zone: &TimeZone) -> Rhythm {
    let Some(today) = date(now, zone) else { return Rhythm::default() };
    let days: BTreeSet<Date> =
        at.into_iter().filter_map(|at| date(at, zone)).filter(|day| *day <= today).collect();
    let weeks: BTreeSet<Date> = days.iter().filter_map(|day| monday(*day)).collect();
    let first = today.checked_sub(6.days()).unwrap_or(today);
    Rhythm {
        days_of_seven: days.range(first..=today).count() as u32,
        weeks: weeks_in_a_row(&weeks, today),
        weeks_ever: weeks.len() as u32,
    }
}

fn weeks_in_a_row(weeks: &BTreeSet<Date>, today: Date) -> u32 {
    let this = monday(today);
    let before = |week: &Date| week.checked_sub(7.days()).ok();
    let from = this.filter(|week| weeks.contains(week)).or(this.as_ref().and_then(before));
    std::iter::successors(from, before).take_while(|week| weeks.contains(week)).count() as u32
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The day of a moment in a time zone; `None` outside of the calendar.
pub fn date(at: UnixMillis, zone: &TimeZone) -> Option<Date> {
    Timestamp::from_millisecond(at.0).ok().map(|at| zone.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latest(prompt: &str, dimension: &str, level: u8) -> Latest {
        let (prompt, dimension) = (prompt.parse().unwrap(), dimension.parse().unwrap());
        Latest { prompt, revision: 1, dimension, level, at: UnixMillis(0) }
    }

    #[test]
    fn the_weakest_dimension_over_all_prompts_comes_first() {
        let all = [
            latest("a", "operations", 1),
            latest("b", "operations", 2),
            latest("a", "scope", 1),
            latest("b", "scope", 4),
            latest("a", "path", 3),
        ];
        let weak: Vec<_> =
            weakest(&all).into_iter().map(|w| (w.dimension.to_string(), w.below.len())).collect();
        assert_eq!(weak, [("operations".to_owned(), 2), ("scope".to_owned(), 1)]);
    }

    #[test]
    fn trends() {
        assert_eq!(trend(&[]), Trend::New);
        assert_eq!(trend(&[2]), Trend::New);
        assert_eq!(trend(&[2, 3]), Trend::Rising);
        assert_eq!(trend(&[1, 1, 1, 3, 3, 2]), Trend::Rising);
        assert_eq!(trend(&[4, 4, 4, 3, 2, 2]), Trend::Falling);
        assert_eq!(trend(&[3, 2, 3, 3, 2, 3]), Trend::Steady);
    }

    fn on(days: &[&str]) -> Vec<UnixMillis> {
        let noon = |day: &&str| format!("{day}T12:00:00Z").parse::<Timestamp>().unwrap().as_millisecond();
        days.iter().map(noon).map(UnixMillis).collect()
    }

    /// 2026-11-18 is a Wednesday.
    fn seen(days: &[&str]) -> Rhythm {
        rhythm(on(days), on(&["2026-11-18"])[0], &TimeZone::UTC)
    }

    #[test]
    fn a_week_that_has_not_begun_does_not_end_the_row() {
        let rhythm = seen(&["2026-11-15", "2026-11-12", "2026-11-03", "2026-10-01"]);
        assert_eq!(rhythm, Rhythm { days_of_seven: 2, weeks: 2, weeks_ever: 3 });
        assert_eq!(seen(&["2026-11-18", "2026-11-12"]).weeks, 2);
        assert_eq!(seen(&["2026-11-03"]).weeks, 0);
    }

    #[test]
    fn days_are_those_of_the_learner() {
        let late = Timestamp::from_second(1_763_510_400).unwrap(); // 2025-11-19T00:00Z
        let west = TimeZone::fixed(jiff::tz::offset(-5));
        assert_eq!(date(UnixMillis(late.as_millisecond()), &west).unwrap().day(), 18);
    }
}
