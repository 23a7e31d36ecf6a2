//! What home shows, asked in few questions that stay quick with ten thousand attempts.

use rusqlite::OptionalExtension;

use super::{Store, StoreError};
use crate::content::id::PromptId;
use crate::interview::timer::UnixMillis;
use crate::progress::outcome::Latest;
use crate::progress::{Draft, ReadingPosition};

/// Everything that home and "the next thing to do" need to know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Drafts with something in them, the last edited first.
    pub drafts: Vec<Draft>,
    /// How far chapters have been read, the last read first.
    pub readings: Vec<ReadingPosition>,
    /// The latest level of every dimension of every prompt, by its newest revision that was answered.
    pub latest: Vec<Latest>,
    /// Prompts with the number of attempts at them and the time of the last.
    pub attempts: Vec<(PromptId, u32, UnixMillis)>,
    /// Prompts with a mock interview.
    pub mocked: Vec<PromptId>,
    /// Cards that are due.
    pub due: usize,
    /// Time used in all attempts, in milliseconds.
    pub used_ms: u64,
}

impl Store {
    /// Where the learner stands at `now`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn standing(&self, now: UnixMillis) -> Result<Standing, StoreError> {
        Ok(Standing {
            drafts: self.drafts()?,
            readings: self.readings()?,
            latest: self.latest_levels()?,
            attempts: self.attempts_by_prompt()?,
            mocked: self.mocked()?,
            due: self.due_count(now)?,
            used_ms: self.time_used()?,
        })
    }

    /// The latest level of every dimension of every prompt, by its newest revision that was answered.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn latest_levels(&self) -> Result<Vec<Latest>, StoreError> {
        // From key to key and to the newest row of each: a few seeks instead of a walk over every level ever got.
        let next = "SELECT prompt, revision, dimension FROM levels \
                    WHERE (prompt, revision, dimension) > (?1, ?2, ?3) ORDER BY 1, 2, 3 LIMIT 1";
        let newest = "SELECT level, at FROM levels WHERE prompt = ?1 AND revision = ?2 AND dimension = ?3 AND counts \
                      ORDER BY at DESC LIMIT 1";
        let (mut next, mut newest) = (self.db.prepare_cached(next)?, self.db.prepare_cached(newest)?);
        let mut key = (String::new(), 0, String::new());
        let mut all: Vec<Latest> = Vec::new();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        while let Some(found) = next.query_row((&key.0, key.1, &key.2), read).optional()? {
            key = found;
            let row = newest
                .query_row((&key.0, key.1, &key.2), |row| Ok((row.get(0)?, UnixMillis(row.get(1)?))))
                .optional()?;
            let Some((level, at)) = row else { continue };
            let prompt = key.0.parse().map_err(StoreError::value)?;
            let dimension = key.2.parse().map_err(StoreError::value)?;
            all.push(Latest { prompt, revision: key.1, dimension, level, at });
        }
        let newest = |one: &Latest| all.iter().filter(|l| l.prompt == one.prompt).map(|l| l.revision).max();
        Ok(all.iter().filter(|one| Some(one.revision) == newest(one)).cloned().collect())
    }

    /// When something was handed in or reviewed since `from`: what a rhythm is made of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn active_since(&self, from: UnixMillis) -> Result<Vec<UnixMillis>, StoreError> {
        let sql = "SELECT at FROM attempts WHERE at >= ?1 UNION SELECT at FROM reviews WHERE at >= ?1";
        let mut query = self.db.prepare_cached(sql)?;
        let times = query.query_map([from.0], |row| row.get(0).map(UnixMillis))?;
        Ok(times.collect::<Result<_, _>>()?)
    }

    fn attempts_by_prompt(&self) -> Result<Vec<(PromptId, u32, UnixMillis)>, StoreError> {
        let sql = "SELECT prompt, count(*), max(at) FROM attempts GROUP BY prompt ORDER BY max(at) DESC";
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let prompt = row.get::<_, String>(0)?.parse().map_err(StoreError::value)?;
            all.push((prompt, row.get(1)?, UnixMillis(row.get(2)?)));
        }
        Ok(all)
    }

    fn mocked(&self) -> Result<Vec<PromptId>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT DISTINCT prompt FROM attempts WHERE kind = 'mock'")?;
        let names = query.query_map([], |row| row.get::<_, String>(0))?;
        names.map(|name| name?.parse().map_err(StoreError::value)).collect()
    }

    fn time_used(&self) -> Result<u64, StoreError> {
        let mut query = self.db.prepare_cached("SELECT coalesce(sum(used_ms), 0) FROM attempts")?;
        let sum: i64 = query.query_row([], |row| row.get(0))?;
        Ok(sum.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Kind;
    use crate::progress::store::attempts::tests::sample;

    #[test]
    fn the_latest_level_is_that_of_the_newest_revision_and_variations_do_not_count() {
        let mut store = Store::in_memory().unwrap();
        let variation = Kind::Variation("seats".parse().unwrap());
        for (kind, at, level, revision) in [
            (Kind::Practice, 1, 1, 1),
            (Kind::Mock, 3, 3, 1),
            (variation, 4, 0, 1),
            (Kind::Practice, 2, 2, 1),
        ] {
            store
                .add_attempt(&crate::progress::NewAttempt { revision, ..sample("checkout", kind, at, level) })
                .unwrap();
        }
        let latest = store.latest_levels().unwrap();
        assert_eq!(latest.iter().map(|l| (l.level, l.at.0)).collect::<Vec<_>>(), [(3, 3)]);
        let newer = crate::progress::NewAttempt { revision: 2, ..sample("checkout", Kind::Practice, 1, 4) };
        store.add_attempt(&newer).unwrap();
        assert_eq!(store.latest_levels().unwrap()[0].level, 4);
        let standing = store.standing(UnixMillis(9)).unwrap();
        assert_eq!(standing.attempts[0].1, 5);
        assert_eq!(standing.mocked.len(), 1);
        assert_eq!(standing.used_ms, 300_000);
        assert_eq!(store.active_since(UnixMillis(2)).unwrap().len(), 3);
    }
}
