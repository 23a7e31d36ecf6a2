//! Attempts: written once, with their levels laid out for quick questions.

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, named_params, params_from_iter};

use super::{Store, StoreError, drafts};
use crate::interview::timer::UnixMillis;
use crate::progress::{Attempt, AttemptId, Draft, Filter, NewAttempt, Summary};

impl Store {
    /// Keeps a submission and ends its draft, both or neither, on the disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another instance has the draft now; [`StoreError::Full`] when the disk is full.
    pub fn submit(&mut self, draft: &Draft, attempt: &NewAttempt) -> Result<AttemptId, StoreError> {
        let owner = self.owner.name().to_owned();
        self.durably(|db| {
            drafts::remove(db, draft, &owner)?;
            insert(db, None, attempt)
        })
    }

    /// Keeps a submission that has no draft.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn add_attempt(&mut self, attempt: &NewAttempt) -> Result<AttemptId, StoreError> {
        self.durably(|db| insert(db, None, attempt))
    }

    /// Opens an attempt in full. The first digits of its name are enough when they are unique.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when no attempt, or more than one, is called so.
    pub fn attempt(&self, id: &str) -> Result<Attempt, StoreError> {
        let missing = || StoreError::Missing(format!("attempt {id:?}"));
        let digits = id.bytes().all(|b| b.is_ascii_hexdigit()) && id.len() >= 4;
        let mut query = self.db.prepare_cached("SELECT * FROM attempts WHERE uid GLOB ?1 || '*' LIMIT 2")?;
        let mut rows = query.query([if digits { id } else { return Err(missing()) }])?;
        let row = rows.next()?.ok_or_else(missing)?;
        let attempt = read(&self.db, row)?;
        if rows.next()?.is_some() { Err(missing()) } else { Ok(attempt) }
    }

    /// The newest attempt of any kind at a prompt, in full.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_attempt(&self, prompt: &str) -> Result<Option<Attempt>, StoreError> {
        let sql = "SELECT * FROM attempts WHERE prompt = ?1 ORDER BY at DESC, id DESC LIMIT 1";
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query([prompt])?;
        rows.next()?.map(|row| read(&self.db, row)).transpose()
    }

    /// A page of the history, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn history(&self, filter: &Filter, offset: usize, limit: usize) -> Result<Vec<Summary>, StoreError> {
        let (conditions, values) = conditions(filter);
        let sql = format!(
            "SELECT id, uid, prompt, revision, kind, at, used_ms, words FROM attempts WHERE {conditions} \
             ORDER BY at DESC, id DESC LIMIT {limit} OFFSET {offset}"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query(params_from_iter(values.iter()))?;
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            page.push(summary(&self.db, row)?);
        }
        Ok(page)
    }

    /// How many attempts a filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_attempts(&self, filter: &Filter) -> Result<usize, StoreError> {
        let (conditions, values) = conditions(filter);
        let sql = format!("SELECT count(*) FROM attempts WHERE {conditions}");
        let mut query = self.db.prepare_cached(&sql)?;
        let count: i64 = query.query_row(params_from_iter(values.iter()), |row| row.get(0))?;
        Ok(count as usize)
    }

    /// Deletes one attempt for good.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none of that name.
    pub fn delete_attempt(&mut self, id: &AttemptId) -> Result<(), StoreError> {
        let gone = self.durably(|db| Ok(db.execute("DELETE FROM attempts WHERE uid = ?1", [&id.0])?))?;
        if gone == 0 { Err(StoreError::Missing(format!("attempt {id}"))) } else { Ok(()) }
    }
}

/// Inserts an attempt under `id`, or under a name drawn by the database.
pub(super) fn insert(
    db: &Connection,
    id: Option<&AttemptId>,
    new: &NewAttempt,
) -> Result<AttemptId, StoreError> {
    let sql = "INSERT INTO attempts (uid, prompt, revision, kind, parent, at, used_ms, limit_ms, words, scorer, \
               pauses, hints, text, notes, report, session) VALUES \
               (coalesce(:uid, lower(hex(randomblob(16)))), :prompt, :revision, :kind, :parent, :at, :used, :limit, \
               :words, :scorer, :pauses, :hints, :text, :notes, :report, :session) RETURNING id, uid";
    let session = new.session.as_ref().map(serde_json::to_string).transpose()?;
    let (row, uid): (i64, String) = db.prepare_cached(sql)?.query_row(
        named_params! {
            ":uid": id.map(|id| &id.0), ":prompt": new.prompt.as_str(), ":revision": new.revision,
            ":kind": new.kind.to_string(), ":parent": new.parent.as_ref().map(|id| &id.0), ":at": new.at.0,
            ":used": signed(new.used_ms), ":limit": signed(new.limit_ms), ":words": signed(new.words() as u64),
            ":scorer": new.scorer, ":pauses": serde_json::to_string(&new.pauses)?,
            ":hints": serde_json::to_string(&new.hints)?, ":text": new.text, ":notes": new.notes,
            ":report": serde_json::to_string(&new.report)?, ":session": session,
        },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut level = db.prepare_cached("INSERT INTO levels VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (dimension, value) in &new.levels {
        let key = (new.prompt.as_str(), new.revision, dimension.as_str(), new.at.0);
        level.execute((key.0, key.1, key.2, key.3, row, value, new.kind.counts()))?;
    }
    Ok(AttemptId(uid))
}

fn conditions(filter: &Filter) -> (String, Vec<Box<dyn ToSql>>) {
    let mut conditions = vec!["true"];
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(prompt) = &filter.prompt {
        conditions.push("prompt = ?");
        values.push(Box::new(prompt.as_str().to_owned()));
    }
    if let Some(kind) = &filter.kind {
        conditions.push("(kind = ? OR kind GLOB ?)");
        values.push(Box::new(kind.clone()));
        values.push(Box::new(format!("{kind}:*")));
    }
    if let Some(dimension) = &filter.weak_in {
        conditions.push("id IN (SELECT attempt FROM levels WHERE dimension = ? AND level < 3)");
        values.push(Box::new(dimension.as_str().to_owned()));
    }
    if let Some(since) = filter.since {
        conditions.push("at >= ?");
        values.push(Box::new(since.0));
    }
    (conditions.join(" AND "), values)
}

fn parse<T: std::str::FromStr<Err: ToString>>(row: &Row<'_>, column: &str) -> Result<T, StoreError> {
    row.get::<_, String>(column)?.parse().map_err(|cause: T::Err| StoreError::value(cause.to_string()))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, StoreError> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?)?)
}

/// SQLite's integers are signed.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn millis(row: &Row<'_>, column: &str) -> Result<u64, StoreError> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}

fn summary(db: &Connection, row: &Row<'_>) -> Result<Summary, StoreError> {
    Ok(Summary {
        id: AttemptId(row.get("uid")?),
        prompt: parse(row, "prompt")?,
        revision: row.get("revision")?,
        kind: parse(row, "kind")?,
        at: UnixMillis(row.get("at")?),
        used_ms: millis(row, "used_ms")?,
        words: row.get("words")?,
        levels: levels(db, row.get("id")?)?,
    })
}

fn levels(db: &Connection, attempt: i64) -> Result<Levels, StoreError> {
    let mut query = db.prepare_cached("SELECT dimension, level FROM levels WHERE attempt = ?1")?;
    let mut rows = query.query([attempt])?;
    let mut levels = Levels::new();
    while let Some(row) = rows.next()? {
        levels.insert(parse(row, "dimension")?, row.get("level")?);
    }
    Ok(levels)
}

type Levels = std::collections::BTreeMap<crate::content::id::DimensionId, u8>;

pub(super) fn read(db: &Connection, row: &Row<'_>) -> Result<Attempt, StoreError> {
    let session: Option<String> = row.get("session")?;
    let body = NewAttempt {
        prompt: parse(row, "prompt")?,
        revision: row.get("revision")?,
        kind: parse(row, "kind")?,
        parent: row.get::<_, Option<String>>("parent")?.map(AttemptId),
        at: UnixMillis(row.get("at")?),
        used_ms: millis(row, "used_ms")?,
        limit_ms: millis(row, "limit_ms")?,
        pauses: json(row, "pauses")?,
        hints: json(row, "hints")?,
        text: row.get("text")?,
        notes: row.get("notes")?,
        levels: levels(db, row.get("id")?)?,
        report: json(row, "report")?,
        scorer: row.get("scorer")?,
        session: session.map(|text| serde_json::from_str(&text)).transpose()?,
    };
    Ok(Attempt { id: AttemptId(row.get("uid")?), body })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::progress::Kind;

    /// An attempt at `at` milliseconds with one level.
    pub(crate) fn sample(prompt: &str, kind: Kind, at: i64, level: u8) -> NewAttempt {
        NewAttempt {
            prompt: prompt.parse().unwrap(),
            revision: 1,
            kind,
            parent: None,
            at: UnixMillis(at),
            used_ms: 60_000,
            limit_ms: 120_000,
            pauses: Vec::new(),
            hints: vec![0],
            text: "charge the card first".to_owned(),
            notes: String::new(),
            levels: [("critical_path".parse().unwrap(), level)].into(),
            report: serde_json::json!({"any": "shape"}),
            scorer: "1".to_owned(),
            session: None,
        }
    }

    #[test]
    fn an_attempt_comes_back_whole_under_its_name_or_the_start_of_it() {
        let mut store = Store::in_memory().unwrap();
        let new = sample("checkout", Kind::Retry("critical_path".parse().unwrap()), 5, 2);
        let id = store.add_attempt(&new).unwrap();
        assert_eq!(store.attempt(&id.0).unwrap().body, new);
        assert_eq!(store.attempt(&id.0[..8]).unwrap().id, id);
        assert!(matches!(store.attempt("*"), Err(StoreError::Missing(_))));
    }

    #[test]
    fn history_is_paged_newest_first_and_filtered() {
        let mut store = Store::in_memory().unwrap();
        for at in 0..10 {
            let kind = if at % 2 == 0 { Kind::Practice } else { Kind::Variation("seats".parse().unwrap()) };
            store
                .add_attempt(&sample(if at < 5 { "checkout" } else { "other" }, kind, at, (at % 5) as u8))
                .unwrap();
        }
        let page = store.history(&Filter::default(), 2, 3).unwrap();
        assert_eq!(page.iter().map(|line| line.at.0).collect::<Vec<_>>(), [7, 6, 5]);
        let filter =
            Filter { kind: Some("variation".to_owned()), since: Some(UnixMillis(4)), ..Filter::default() };
        assert_eq!(store.count_attempts(&filter).unwrap(), 3);
        let weak = Filter { weak_in: Some("critical_path".parse().unwrap()), ..Filter::default() };
        assert_eq!(store.count_attempts(&weak).unwrap(), 6);
    }

    #[test]
    fn a_deleted_attempt_takes_its_levels_along() {
        let mut store = Store::in_memory().unwrap();
        let id = store.add_attempt(&sample("checkout", Kind::Mock, 1, 3)).unwrap();
        store.delete_attempt(&id).unwrap();
        let left: i64 = store.db.query_row("SELECT count(*) FROM levels", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
        assert!(matches!(store.delete_attempt(&id), Err(StoreError::Missing(_))));
    }
}
