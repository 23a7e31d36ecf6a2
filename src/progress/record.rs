//! Everything a learner did, as lines of JSON that another machine can take in. What comes in is checked line by line.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::review::{Card, CardId, Grade, Memory};
use super::{Answer, Attempt, AttemptId, MoveAnswer, ReadingPosition};
use crate::diagnostic::json_fault;
use crate::interview::timer::UnixMillis;

/// The version of the lines that this program writes, and the highest that it reads.
pub const VERSION: u32 = 1;

/// The longest line that is taken in, in bytes.
pub const MAX_LINE: usize = 2 * 1024 * 1024;

/// The longest text in a line, in bytes.
const MAX_TEXT: usize = 256 * 1024;

/// The end of the year 9999, in milliseconds.
const LAST_MOMENT: i64 = 253_402_300_799_999;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// The first line: who wrote this.
    Frontdesk {
        /// See [`VERSION`].
        version: u32,
    },
    /// A submission.
    Attempt(Box<Attempt>),
    /// An answer to a move.
    Move(MoveAnswer),
    /// How far a chapter has been read.
    Reading(ReadingPosition),
    /// A review card with its schedule; before its reviews.
    Card(Card),
    /// A line of the review log.
    Review(LoggedReview),
}

/// A line of the review log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoggedReview {
    /// Its name across machines: 32 hexadecimal digits.
    pub id: String,
    /// The card.
    pub card: CardId,
    /// When.
    pub at: UnixMillis,
    /// How well it was known.
    pub grade: Grade,
    /// When the card had been due.
    pub due_before: UnixMillis,
    /// What FSRS knew before.
    pub memory_before: Option<Memory>,
}

/// Why a line was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The line is longer than [`MAX_LINE`].
    #[error("the line is longer than {} KiB", MAX_LINE / 1024)]
    Long,
    /// The line is no record of ours.
    #[error("{why}")]
    Json {
        /// Where it stops being one, counted from 1.
        column: usize,
        /// What is wrong.
        why: String,
    },
    /// The line is no text.
    #[error("the line is not UTF-8")]
    Encoding,
    /// A newer frontdesk wrote the file.
    #[error("a newer frontdesk wrote this (version {0}, this one reads up to {VERSION})")]
    Newer(u32),
    /// A value is out of its range.
    #[error("{0} is out of range")]
    Range(&'static str),
}

/// Reads one line; `None` when it is blank.
///
/// # Errors
/// When it is no record, or a value in it is out of range.
pub fn parse(line: &str) -> Result<Option<Record>, Refused> {
    if line.len() > MAX_LINE {
        return Err(Refused::Long);
    }
    if line.trim().is_empty() {
        return Ok(None);
    }
    let record: Record = serde_json::from_str(line).map_err(|cause| {
        let (column, why) = json_fault(&cause);
        Refused::Json { column, why }
    })?;
    check(&record)?;
    Ok(Some(record))
}

fn check(record: &Record) -> Result<(), Refused> {
    match record {
        Record::Frontdesk { version } if *version > VERSION => Err(Refused::Newer(*version)),
        Record::Frontdesk { .. } => Ok(()),
        Record::Attempt(attempt) => check_attempt(attempt),
        Record::Move(answer) => moment(answer.at).and_then(|()| check_answer(&answer.answer)),
        Record::Reading(reading) => moment(reading.updated),
        Record::Card(card) => check_card(card),
        Record::Review(review) => {
            in_range("id", is_name(&review.id))?;
            in_range("card", is_card(&review.card))?;
            moment(review.at).and_then(|()| moment(review.due_before))?;
            review.memory_before.as_ref().map_or(Ok(()), check_memory)
        }
    }
}

fn check_attempt(attempt: &Attempt) -> Result<(), Refused> {
    let body = &attempt.body;
    in_range("id", is_name(&attempt.id.0))?;
    in_range("parent", body.parent.as_ref().is_none_or(|AttemptId(id)| is_name(id)))?;
    in_range("revision", body.revision > 0)?;
    in_range("used_ms", body.used_ms <= LAST_MOMENT.unsigned_abs())?;
    in_range("limit_ms", body.limit_ms <= LAST_MOMENT.unsigned_abs())?;
    in_range("text", body.text.len() <= MAX_TEXT)?;
    in_range("notes", body.notes.len() <= MAX_TEXT)?;
    in_range("scorer", body.scorer.len() <= 64)?;
    in_range("pauses", body.pauses.len() <= 10_000)?;
    in_range("hints", body.hints.len() <= 1000)?;
    in_range("levels", body.levels.len() <= 64 && body.levels.values().all(|level| *level <= 4))?;
    moment(body.at)
}

fn check_answer(answer: &Answer) -> Result<(), Refused> {
    match answer {
        Answer::Committed { text } | Answer::Recalled { text } => in_range("text", text.len() <= MAX_TEXT),
        Answer::Classified { round } => in_range("round", round.placements.len() <= 1000),
        Answer::Predicted { .. } | Answer::Revealed => Ok(()),
    }
}

fn check_card(card: &Card) -> Result<(), Refused> {
    in_range("id", is_card(&card.face.id))?;
    in_range("front", card.face.front.len() <= MAX_TEXT)?;
    in_range("back", card.face.back.len() <= MAX_TEXT)?;
    moment(card.due)?;
    card.memory.as_ref().map_or(Ok(()), check_memory)
}

fn check_memory(memory: &Memory) -> Result<(), Refused> {
    in_range("stability", (0.0..=36_500.0).contains(&memory.stability))?;
    in_range("difficulty", (1.0..=10.0).contains(&memory.difficulty))?;
    moment(memory.last)
}

fn moment(at: UnixMillis) -> Result<(), Refused> {
    in_range("time", (0..=LAST_MOMENT).contains(&at.0))
}

fn is_name(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_card(CardId(id): &CardId) -> bool {
    (1..=256).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())
}

fn in_range(what: &'static str, holds: bool) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(Refused::Range(what)) }
}

/// The reviews of a batch whose card is neither in `known` nor earlier in the batch, by their place in it.
pub fn orphans(records: &[(usize, Record)], known: impl Fn(&CardId) -> bool) -> Vec<usize> {
    let mut cards = BTreeSet::new();
    let mut orphans = Vec::new();
    for (line, record) in records {
        match record {
            Record::Card(card) => drop(cards.insert(&card.face.id)),
            Record::Review(review) if !cards.contains(&review.card) && !known(&review.card) => {
                orphans.push(*line);
            }
            _ => {}
        }
    }
    orphans
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    fn attempt(change: &str) -> String {
        let line = format!(
            r#"{{"record":"attempt","id":"{ID}","prompt":"checkout","revision":1,"kind":"practice","at":5,"used_ms":1,"limit_ms":2,"text":"t","levels":{{"path":3}},"scorer":"1"}}"#
        );
        let Some((from, to)) = change.split_once("=>") else { return line };
        assert!(line.contains(from));
        line.replace(from, to)
    }

    #[test]
    fn a_good_line_is_read_and_a_blank_one_is_nothing() {
        assert!(matches!(parse(&attempt("")), Ok(Some(Record::Attempt(_)))));
        assert_eq!(parse("  "), Ok(None));
    }

    #[test]
    fn hostile_lines_say_what_is_wrong() {
        for (change, what) in [
            (r#"{"path":3}=>{"path":9}"#, "levels"),
            (r#""at":5=>"at":-1"#, "time"),
            (r#""at":5=>"at":9223372036854775807"#, "time"),
            (r#""revision":1=>"revision":0"#, "revision"),
            ("0123456789abcdef0=>../../etc/passwd_", "id"),
            (r#""used_ms":1=>"used_ms":18446744073709551615"#, "used_ms"),
        ] {
            assert_eq!(parse(&attempt(change)), Err(Refused::Range(what)), "{change}");
        }
        for change in
            [r#""checkout"=>"../x""#, r#""practice"=>"cheat""#, r#""at":5=>"at":1e999"#, "record=>rekord"]
        {
            assert!(matches!(parse(&attempt(change)), Err(Refused::Json { .. })), "{change}");
        }
        assert!(matches!(parse(&"[".repeat(100_000)), Err(Refused::Json { .. })));
        assert_eq!(parse(&" ".repeat(MAX_LINE + 1)), Err(Refused::Long));
        assert_eq!(parse(r#"{"record":"frontdesk","version":9}"#), Err(Refused::Newer(9)));
        let card = r#"{"record":"card","face":{"id":"c","front":"","back":""},"due":0,"memory":{"stability":1e300,"difficulty":5,"last":0,"reviews":0,"lapses":0}}"#;
        assert!(parse(card).is_err());
    }
}
