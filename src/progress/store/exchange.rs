//! Everything out as records, and records in: idempotent, all of them or none.

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError, attempts, moves, reviews};
use crate::interview::timer::UnixMillis;
use crate::progress::record::{LoggedReview, Record, VERSION};
use crate::progress::review::{Card, CardId};
use crate::progress::{MoveAnswer, ReadingPosition};

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// New or newer than what was stored.
    pub taken: usize,
    /// Stored already, or older than what is stored.
    pub known: usize,
}

impl Store {
    /// Hands everything that was done to `take`, record by record; drafts stay.
    ///
    /// # Errors
    /// When the store cannot be read, or what `take` says.
    pub fn export<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(&Record) -> Result<(), E>,
    ) -> Result<(), E> {
        take(&Record::Frontdesk { version: VERSION })?;
        self.each("SELECT * FROM attempts ORDER BY at, id", &mut take, |db, row| {
            Ok(Record::Attempt(Box::new(attempts::read(db, row)?)))
        })?;
        let moves = "SELECT scope, item, revision, at, answer FROM moves ORDER BY scope, at, item";
        self.each(moves, &mut take, |_, row| Ok(Record::Move(moves::read(row)?)))?;
        for reading in self.readings()? {
            take(&Record::Reading(reading))?;
        }
        self.each("SELECT * FROM cards ORDER BY id", &mut take, |_, row| {
            Ok(Record::Card(reviews::read(row)?))
        })?;
        self.each("SELECT * FROM reviews ORDER BY at, id", &mut take, |_, row| {
            Ok(Record::Review(reviews::read_logged(row)?))
        })
    }

    fn each<E: From<StoreError>>(
        &self,
        sql: &str,
        take: &mut impl FnMut(&Record) -> Result<(), E>,
        read: impl Fn(&Connection, &rusqlite::Row<'_>) -> Result<Record, StoreError>,
    ) -> Result<(), E> {
        let mut query = self.db.prepare(sql).map_err(StoreError::from)?;
        let mut rows = query.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            take(&read(&self.db, row)?)?;
        }
        Ok(())
    }

    /// Takes records in: what is stored already stays as it is, what is newer replaces the older. All or nothing.
    ///
    /// # Errors
    /// When they could not be written, or a review belongs to no card.
    pub fn import(&mut self, records: &[Record]) -> Result<Imported, StoreError> {
        self.durably(|db| {
            let mut done = Imported::default();
            for record in records {
                let taken = take_in(db, record)?;
                done.taken += usize::from(taken);
                done.known += usize::from(!taken);
            }
            Ok(done)
        })
    }
}

/// Whether the record was new or newer.
fn take_in(db: &Connection, record: &Record) -> Result<bool, StoreError> {
    match record {
        Record::Frontdesk { .. } => Ok(false),
        Record::Attempt(attempt) => {
            let sql = "SELECT 1 FROM attempts WHERE uid = ?1";
            let known = db.prepare_cached(sql)?.exists([&attempt.id.0])?;
            if !known {
                attempts::insert(db, Some(&attempt.id), &attempt.body)?;
            }
            Ok(!known)
        }
        Record::Move(answer) => take_move(db, answer),
        Record::Reading(reading) => take_reading(db, reading),
        Record::Card(card) => take_card(db, card),
        Record::Review(review) => take_review(db, review),
    }
}

fn take_move(db: &Connection, answer: &MoveAnswer) -> Result<bool, StoreError> {
    let sql = "SELECT at FROM moves WHERE scope = ?1 AND item = ?2";
    let stored = stored(db, sql, (answer.scope.to_string(), answer.item.as_str()))?;
    let newer = stored.is_none_or(|at| at < answer.at);
    if newer {
        moves::write(db, answer)?;
    }
    Ok(newer)
}

fn take_reading(db: &Connection, reading: &ReadingPosition) -> Result<bool, StoreError> {
    let stored = stored(db, "SELECT updated FROM reading WHERE chapter = ?1", [reading.chapter.as_str()])?;
    let newer = stored.is_none_or(|at| at < reading.updated);
    if newer {
        moves::write_reading(db, reading)?;
    }
    Ok(newer)
}

/// The card with more reviews behind it wins.
fn take_card(db: &Connection, card: &Card) -> Result<bool, StoreError> {
    let stored = reviews::card(db, &card.face.id)?;
    let reviews = |card: &Card| card.memory.map_or(0, |memory| memory.reviews);
    let newer = stored.is_none_or(|stored| reviews(&stored) < reviews(card));
    if newer {
        reviews::write(db, card)?;
    }
    Ok(newer)
}

fn take_review(db: &Connection, review: &LoggedReview) -> Result<bool, StoreError> {
    let known = db.prepare_cached("SELECT 1 FROM reviews WHERE uid = ?1")?.exists([&review.id])?;
    if !known {
        reviews::write_logged(db, review)?;
    }
    Ok(!known)
}

fn stored(db: &Connection, sql: &str, key: impl rusqlite::Params) -> Result<Option<UnixMillis>, StoreError> {
    Ok(db.prepare_cached(sql)?.query_row(key, |row| row.get(0).map(UnixMillis)).optional()?)
}

impl Store {
    /// Whether a card of that name is stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has_card(&self, id: &CardId) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT 1 FROM cards WHERE id = ?1")?.exists([&id.0])?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::review::{Face, Grade};
    use crate::progress::store::attempts::tests::sample;
    use crate::progress::{Answer, Kind, Scope, record};
    use proptest::prelude::*;

    fn everything(store: &Store) -> Vec<Record> {
        let mut records = Vec::new();
        let keep = |record: &Record| {
            records.push(record.clone());
            Ok::<_, StoreError>(())
        };
        store.export(keep).unwrap();
        records
    }

    fn filled(steps: &[(u8, String, i64)]) -> Store {
        let mut store = Store::in_memory().unwrap();
        for (kind, text, at) in steps {
            let at = *at;
            match kind % 4 {
                0 => {
                    let mut attempt = sample("checkout", Kind::Mock, at, kind % 5);
                    attempt.parent = store.last_attempt("checkout").unwrap().map(|attempt| attempt.id);
                    attempt.text.clone_from(text);
                    attempt.notes.clone_from(text);
                    store.add_attempt(&attempt).unwrap();
                }
                1 => {
                    let answer = MoveAnswer {
                        scope: Scope::Prompt("checkout".parse().unwrap()),
                        item: format!("m{}", kind % 3).parse().unwrap(),
                        revision: 1,
                        at: UnixMillis(at),
                        answer: Answer::Committed { text: text.clone() },
                    };
                    store.answer_move(&answer).unwrap();
                }
                2 => {
                    let reading = ReadingPosition {
                        chapter: "queues".parse().unwrap(),
                        revision: 1,
                        section: 1,
                        block: u32::from(*kind),
                        finished: kind % 2 == 0,
                        updated: UnixMillis(at),
                    };
                    store.set_reading(&reading).unwrap();
                }
                _ => {
                    let id = CardId(format!("card/{}", kind % 7));
                    let face = Face { id: id.clone(), front: text.clone(), back: text.clone() };
                    store.add_cards(&[face], UnixMillis(at)).unwrap();
                    store.grade_card(&id, Grade::Hard, UnixMillis(at)).unwrap();
                }
            }
        }
        store
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn whatever_was_done_goes_out_and_in_unchanged_and_a_second_time_changes_nothing(
            steps in prop::collection::vec((any::<u8>(), "\\PC{0,30}|[\\n\\x1b\u{202e}\"]{0,5}", 0i64..4_000_000_000_000), 0..25)
        ) {
            let store = filled(&steps);
            let out = everything(&store);
            let lines: Vec<String> = out.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
            prop_assert!(lines.iter().all(|line| !line.contains('\n')));
            let back: Vec<Record> = lines.iter().map(|line| record::parse(line).unwrap().unwrap()).collect();
            prop_assert_eq!(&back, &out);
            let mut other = Store::in_memory().unwrap();
            other.import(&back).unwrap();
            prop_assert_eq!(everything(&other), out.clone());
            prop_assert_eq!(other.import(&back).unwrap().taken, 0);
            prop_assert_eq!(everything(&other), out);
        }
    }

    #[test]
    fn a_batch_that_cannot_be_taken_whole_is_not_taken_at_all() {
        let mut store = Store::in_memory().unwrap();
        let orphan = LoggedReview {
            id: "0".repeat(32),
            card: CardId("nowhere".to_owned()),
            at: UnixMillis(1),
            grade: Grade::Good,
            due_before: UnixMillis(0),
            memory_before: None,
        };
        let good = everything(&filled(&[(0, "text".to_owned(), 5)])).remove(1);
        assert!(store.import(&[good, Record::Review(orphan)]).is_err());
        assert_eq!(everything(&store).len(), 1);
    }

    #[test]
    fn the_newer_answer_and_the_longer_schedule_win() {
        let mut here =
            filled(&[(1, "newer".to_owned(), 20), (3, "card".to_owned(), 5), (3, "card".to_owned(), 9)]);
        let there = filled(&[(1, "older".to_owned(), 10), (3, "card".to_owned(), 5)]);
        let before = everything(&here);
        here.import(&everything(&there)).unwrap();
        let kept = |records: &[Record]| records.iter().filter(|r| !matches!(r, Record::Review(_))).count();
        assert_eq!(kept(&everything(&here)), kept(&before));
        assert!(everything(&here).contains(&before[1]));
    }
}
