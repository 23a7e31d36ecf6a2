//! Answers to a chapter's moves, and how far chapters have been read.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Store, StoreError};
use crate::content::id::ChapterId;
use crate::interview::timer::UnixMillis;
use crate::progress::{MoveAnswer, ReadingPosition, Scope};

impl Store {
    /// Keeps the answer to a move; a later answer to the same move replaces it.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn answer_move(&mut self, answer: &MoveAnswer) -> Result<(), StoreError> {
        self.writable()?;
        write(&self.db, answer)
    }

    /// The answers to the moves of a chapter or prompt, in the order in which they were given.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn moves(&self, scope: &Scope) -> Result<Vec<MoveAnswer>, StoreError> {
        let sql = "SELECT scope, item, revision, at, answer FROM moves WHERE scope = ?1 ORDER BY at, item";
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query([scope.to_string()])?;
        let mut answers = Vec::new();
        while let Some(row) = rows.next()? {
            answers.push(read(row)?);
        }
        Ok(answers)
    }

    /// Keeps how far a chapter has been read.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_reading(&mut self, at: &ReadingPosition) -> Result<(), StoreError> {
        self.writable()?;
        write_reading(&self.db, at)
    }

    /// How far a chapter has been read; `None` before it was opened.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reading(&self, chapter: &ChapterId) -> Result<Option<ReadingPosition>, StoreError> {
        Ok(self.readings()?.into_iter().find(|at| at.chapter == *chapter))
    }

    /// How far every opened chapter has been read, the last read first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn readings(&self) -> Result<Vec<ReadingPosition>, StoreError> {
        let sql =
            "SELECT chapter, revision, section, block, finished, updated FROM reading ORDER BY updated DESC";
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query([])?;
        let mut places = Vec::new();
        while let Some(row) = rows.next()? {
            places.push(ReadingPosition {
                chapter: row.get::<_, String>(0)?.parse().map_err(StoreError::value)?,
                revision: row.get(1)?,
                section: row.get(2)?,
                block: row.get(3)?,
                finished: row.get(4)?,
                updated: UnixMillis(row.get(5)?),
            });
        }
        Ok(places)
    }

    /// The answer to one move.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn move_answer(&self, scope: &Scope, item: &str) -> Result<Option<MoveAnswer>, StoreError> {
        let sql = "SELECT scope, item, revision, at, answer FROM moves WHERE scope = ?1 AND item = ?2";
        let mut query = self.db.prepare_cached(sql)?;
        let found = query.query_row([&scope.to_string(), item], |row| Ok(read(row))).optional()?;
        found.transpose()
    }
}

pub(super) fn write(db: &Connection, answer: &MoveAnswer) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO moves (scope, item, revision, at, answer) VALUES (?1, ?2, ?3, ?4, ?5)";
    let json = serde_json::to_string(&answer.answer)?;
    let key = (answer.scope.to_string(), answer.item.as_str());
    db.prepare_cached(sql)?.execute((key.0, key.1, answer.revision, answer.at.0, json))?;
    Ok(())
}

pub(super) fn write_reading(db: &Connection, at: &ReadingPosition) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let place = (at.chapter.as_str(), at.revision, at.section, at.block);
    db.prepare_cached(sql)?.execute((place.0, place.1, place.2, place.3, at.finished, at.updated.0))?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> Result<MoveAnswer, StoreError> {
    Ok(MoveAnswer {
        scope: row.get::<_, String>("scope")?.parse().map_err(StoreError::value)?,
        item: row.get::<_, String>("item")?.parse().map_err(StoreError::value)?,
        revision: row.get("revision")?,
        at: UnixMillis(row.get("at")?),
        answer: serde_json::from_str(&row.get::<_, String>("answer")?)?,
    })
}
