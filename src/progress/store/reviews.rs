//! Review cards, their schedule, and the log that undo takes back.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Store, StoreError, transact};
use crate::interview::timer::UnixMillis;
use crate::progress::record::LoggedReview;
use crate::progress::review::{self, Card, CardId, Face, Grade};

const FIELDS: &str = "id, front, back, due, memory";

impl Store {
    /// Adds cards, due at once. A card that exists keeps its schedule and gets the new words.
    ///
    /// # Errors
    /// When they could not be written.
    pub fn add_cards(&mut self, faces: &[Face], now: UnixMillis) -> Result<(), StoreError> {
        self.writable()?;
        transact(&mut self.db, |db| {
            let sql = "INSERT INTO cards (id, front, back, due, memory) VALUES (?1, ?2, ?3, ?4, 'null') \
                       ON CONFLICT (id) DO UPDATE SET front = ?2, back = ?3";
            let mut insert = db.prepare_cached(sql)?;
            for face in faces {
                insert.execute((&face.id.0, &face.front, &face.back, now.0))?;
            }
            Ok(())
        })
    }

    /// The cards that are due, the longest due first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn due_cards(&self, now: UnixMillis, limit: usize) -> Result<Vec<Card>, StoreError> {
        let sql = format!("SELECT {FIELDS} FROM cards WHERE due <= ?1 ORDER BY due, id LIMIT {limit}");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([now.0])?;
        let mut cards = Vec::new();
        while let Some(row) = rows.next()? {
            cards.push(read(row)?);
        }
        Ok(cards)
    }

    /// How many cards are due.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn due_count(&self, now: UnixMillis) -> Result<usize, StoreError> {
        let mut query = self.db.prepare_cached("SELECT count(*) FROM cards WHERE due <= ?1")?;
        let count: i64 = query.query_row([now.0], |row| row.get(0))?;
        Ok(count as usize)
    }

    /// How many cards there are, and when the next one not yet due returns.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn card_outlook(&self, now: UnixMillis) -> Result<(usize, Option<UnixMillis>), StoreError> {
        let sql = "SELECT count(*), min(due) FILTER (WHERE due > ?1) FROM cards";
        let mut query = self.db.prepare_cached(sql)?;
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
        let (count, next) = query.query_row([now.0], read)?;
        Ok((count as usize, next.map(UnixMillis)))
    }

    /// Grades a card, logs it, and gives it with its new schedule.
    ///
    /// # Errors
    /// When there is no such card, its schedule cannot be continued, or it could not be written.
    pub fn grade_card(&mut self, id: &CardId, grade: Grade, now: UnixMillis) -> Result<Card, StoreError> {
        self.writable()?;
        let before = self.card(id)?.ok_or_else(|| StoreError::Missing(format!("card {id}")))?;
        let after = review::review(&before, grade, now).map_err(StoreError::value)?;
        transact(&mut self.db, |db| {
            let log = "INSERT INTO reviews (card, at, grade, due_before, memory_before) VALUES (?1, ?2, ?3, ?4, ?5)";
            let memory = serde_json::to_string(&before.memory)?;
            db.prepare_cached(log)?.execute((&id.0, now.0, u8::from(grade), before.due.0, memory))?;
            schedule(db, id, after.due, &serde_json::to_string(&after.memory)?)
        })?;
        Ok(after)
    }

    /// Takes the last review back and gives its card as it was before; `None` when there is none.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn undo_review(&mut self) -> Result<Option<Card>, StoreError> {
        self.writable()?;
        let undone = transact(&mut self.db, |db| {
            let sql = "DELETE FROM reviews WHERE id = (SELECT id FROM reviews ORDER BY at DESC, id DESC LIMIT 1) \
                       RETURNING card, due_before, memory_before";
            let read = |row: &Row<'_>| Ok((CardId(row.get(0)?), UnixMillis(row.get(1)?), row.get(2)?));
            let Some((id, due, memory)) = db.query_row(sql, [], read).optional()? else { return Ok(None) };
            let memory: String = memory;
            schedule(db, &id, due, &memory)?;
            Ok(Some(id))
        })?;
        undone.map_or(Ok(None), |id| self.card(&id))
    }

    /// One card.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn card(&self, id: &CardId) -> Result<Option<Card>, StoreError> {
        card(&self.db, id)
    }
}

pub(super) fn card(db: &Connection, id: &CardId) -> Result<Option<Card>, StoreError> {
    let sql = format!("SELECT {FIELDS} FROM cards WHERE id = ?1");
    let mut query = db.prepare_cached(&sql)?;
    query.query_row([&id.0], |row| Ok(read(row))).optional()?.transpose()
}

pub(super) fn write(db: &Connection, card: &Card) -> Result<(), StoreError> {
    let sql = "INSERT INTO cards (id, front, back, due, memory) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (id) DO UPDATE SET front = ?2, back = ?3, due = ?4, memory = ?5";
    let (face, memory) = (&card.face, serde_json::to_string(&card.memory)?);
    db.prepare_cached(sql)?.execute((&face.id.0, &face.front, &face.back, card.due.0, memory))?;
    Ok(())
}

pub(super) fn write_logged(db: &Connection, review: &LoggedReview) -> Result<(), StoreError> {
    let sql = "INSERT INTO reviews (uid, card, at, grade, due_before, memory_before) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let memory = serde_json::to_string(&review.memory_before)?;
    let key = (&review.id, &review.card.0, review.at.0, u8::from(review.grade));
    db.prepare_cached(sql)?.execute((key.0, key.1, key.2, key.3, review.due_before.0, memory))?;
    Ok(())
}

pub(super) fn read_logged(row: &Row<'_>) -> Result<LoggedReview, StoreError> {
    Ok(LoggedReview {
        id: row.get("uid")?,
        card: CardId(row.get("card")?),
        at: UnixMillis(row.get("at")?),
        grade: row.get::<_, u8>("grade")?.try_into().map_err(StoreError::value)?,
        due_before: UnixMillis(row.get("due_before")?),
        memory_before: serde_json::from_str(&row.get::<_, String>("memory_before")?)?,
    })
}

fn schedule(db: &Connection, id: &CardId, due: UnixMillis, memory: &str) -> Result<(), StoreError> {
    let sql = "UPDATE cards SET due = ?2, memory = ?3 WHERE id = ?1";
    db.prepare_cached(sql)?.execute((&id.0, due.0, memory))?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> Result<Card, StoreError> {
    Ok(Card {
        face: Face { id: CardId(row.get("id")?), front: row.get("front")?, back: row.get("back")? },
        due: UnixMillis(row.get("due")?),
        memory: serde_json::from_str(&row.get::<_, String>("memory")?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(id: &str) -> Face {
        Face { id: CardId(id.to_owned()), front: "?".to_owned(), back: "!".to_owned() }
    }

    #[test]
    fn a_graded_card_returns_later_and_undo_brings_it_back_as_it_was() {
        let mut store = Store::in_memory().unwrap();
        let now = UnixMillis(1_000_000);
        store.add_cards(&[face("a"), face("b")], now).unwrap();
        let before = store.due_cards(now, 9).unwrap();
        let id = before[0].face.id.clone();
        let after = store.grade_card(&id, Grade::Good, now).unwrap();
        assert!(after.due > now);
        assert_eq!(store.due_count(now).unwrap(), 1);
        assert_eq!(store.card_outlook(now).unwrap(), (2, Some(after.due)));
        assert_eq!(store.undo_review().unwrap().as_ref(), Some(&before[0]));
        assert_eq!(store.due_cards(now, 9).unwrap(), before);
        assert_eq!(store.undo_review().unwrap(), None);
    }

    #[test]
    fn a_card_met_again_keeps_its_schedule_and_gets_the_new_words() {
        let mut store = Store::in_memory().unwrap();
        let now = UnixMillis(1_000_000);
        store.add_cards(&[face("a")], now).unwrap();
        let after = store.grade_card(&CardId("a".to_owned()), Grade::Easy, now).unwrap();
        store.add_cards(&[Face { back: "better".to_owned(), ..face("a") }], now).unwrap();
        let again = store.card(&CardId("a".to_owned())).unwrap().unwrap();
        assert_eq!((again.due, again.face.back.as_str()), (after.due, "better"));
    }
}
