//! Drafts: one row each, updated on every edit, written by the instance that owns it.

use rusqlite::{OptionalExtension, Row, named_params};

use super::{Store, StoreError, transact};
use crate::interview::timer::UnixMillis;
use crate::progress::{AttemptId, Caret, Draft, DraftKey};

/// A draft, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// Ours to edit.
    Mine(Draft),
    /// Another running frontdesk edits it: read only here, unless [`Store::take_over`] is asked for.
    Elsewhere(Draft),
}

impl Held {
    /// The draft, whoever owns it.
    pub const fn draft(&self) -> &Draft {
        match self {
            Self::Mine(draft) | Self::Elsewhere(draft) => draft,
        }
    }
}

const FIELDS: &str = "owner, revision, updated, line, col, parent, timer, hints, text, notes, session";

impl Store {
    /// Opens the draft that `new` names, or keeps `new` when there is none yet. A draft whose owner no longer runs
    /// becomes ours.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn open_draft(&mut self, new: Draft, now: UnixMillis) -> Result<Held, StoreError> {
        match self.find(&new.key)? {
            Some((owner, draft)) if self.owner.is_another_alive(&owner) => Ok(Held::Elsewhere(draft)),
            Some((_, draft)) => self.take(draft, now).map(Held::Mine),
            None => self.insert(new, now).map(Held::Mine),
        }
    }

    /// The draft as it is stored, without taking it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn peek_draft(&self, key: &DraftKey) -> Result<Option<Draft>, StoreError> {
        Ok(self.find(key)?.map(|(_, draft)| draft))
    }

    /// All drafts that have any text or time in them, the last edited first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let sql = format!("SELECT {FIELDS}, prompt, mode FROM drafts ORDER BY updated DESC, prompt, mode");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([])?;
        let mut drafts = Vec::new();
        while let Some(row) = rows.next()? {
            let (prompt, mode): (String, String) = (row.get("prompt")?, row.get("mode")?);
            let key = format!("{prompt}/{mode}").parse().map_err(StoreError::value)?;
            drafts.push(read(row, &key)?.1);
        }
        drafts.retain(|draft| !draft.text.trim().is_empty() || !draft.timer.spent().is_zero());
        Ok(drafts)
    }

    /// Makes a draft of another instance ours; its next save there fails with [`StoreError::Stale`].
    ///
    /// # Errors
    /// When there is no such draft, or it cannot be written.
    pub fn take_over(&mut self, key: &DraftKey, now: UnixMillis) -> Result<Draft, StoreError> {
        let (_, draft) = self.find(key)?.ok_or_else(|| StoreError::Missing(format!("draft {key}")))?;
        self.take(draft, now)
    }

    /// Saves an edit: one update of one row.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another instance has the draft now; [`StoreError::Full`] when the disk is full.
    pub fn save_draft(&mut self, draft: &mut Draft, now: UnixMillis) -> Result<(), StoreError> {
        self.writable()?;
        let sql = "UPDATE drafts SET revision = revision + 1, updated = :now, line = :line, col = :col, \
                   parent = :parent, timer = :timer, hints = :hints, text = :text, notes = :notes, session = :session \
                   WHERE prompt = :prompt AND mode = :mode AND owner = :owner AND revision = :revision";
        let changed = self.db.prepare_cached(sql)?.execute(named_params! {
            ":now": now.0, ":line": draft.caret.line, ":col": draft.caret.column,
            ":parent": draft.parent.as_ref().map(|id| &id.0),
            ":timer": serde_json::to_string(&draft.timer)?, ":hints": serde_json::to_string(&draft.hints)?,
            ":text": draft.text, ":notes": draft.notes,
            ":session": draft.session.as_ref().map(serde_json::to_string).transpose()?,
            ":prompt": draft.key.prompt.as_str(), ":mode": draft.key.mode.to_string(),
            ":owner": self.owner.name(), ":revision": draft.revision,
        })?;
        if changed == 0 {
            return Err(StoreError::Stale);
        }
        draft.revision += 1;
        draft.updated = now;
        Ok(())
    }

    /// Throws a draft of ours away.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another instance has the draft now.
    pub fn discard_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.writable()?;
        remove(&self.db, draft, self.owner.name())
    }

    fn find(&self, key: &DraftKey) -> Result<Option<(String, Draft)>, StoreError> {
        let sql = format!("SELECT {FIELDS} FROM drafts WHERE prompt = ?1 AND mode = ?2");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([key.prompt.as_str(), &key.mode.to_string()])?;
        rows.next()?.map(|row| read(row, key)).transpose()
    }

    fn take(&mut self, mut draft: Draft, now: UnixMillis) -> Result<Draft, StoreError> {
        self.writable()?;
        let sql = "UPDATE drafts SET owner = ?1, revision = revision + 1 \
                   WHERE prompt = ?2 AND mode = ?3 AND revision = ?4 RETURNING revision";
        let (prompt, mode) = (draft.key.prompt.as_str(), draft.key.mode.to_string());
        let mut statement = self.db.prepare_cached(sql)?;
        let taken = statement
            .query_row((self.owner.name(), prompt, mode, draft.revision), |row| row.get(0))
            .optional()?;
        draft.revision = taken.ok_or(StoreError::Stale)?;
        draft.updated = now;
        Ok(draft)
    }

    fn insert(&mut self, mut draft: Draft, now: UnixMillis) -> Result<Draft, StoreError> {
        self.writable()?;
        let owner = self.owner.name().to_owned();
        transact(&mut self.db, |db| {
            let sql = "INSERT INTO drafts (prompt, mode, owner, revision, updated, line, col, timer, hints, text, notes) \
                       VALUES (?1, ?2, ?3, 0, ?4, 0, 0, '', '', '', '')";
            db.execute(sql, (draft.key.prompt.as_str(), draft.key.mode.to_string(), owner, now.0))?;
            Ok(())
        })?;
        draft.revision = 0;
        self.save_draft(&mut draft, now)?;
        Ok(draft)
    }
}

/// Deletes the row of `draft` when `owner` still has it as it is.
pub(super) fn remove(db: &rusqlite::Connection, draft: &Draft, owner: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM drafts WHERE prompt = ?1 AND mode = ?2 AND owner = ?3 AND revision = ?4";
    let key = &draft.key;
    let gone = db.execute(sql, (key.prompt.as_str(), key.mode.to_string(), owner, draft.revision))?;
    if gone == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

fn read(row: &Row<'_>, key: &DraftKey) -> Result<(String, Draft), StoreError> {
    let timer: String = row.get("timer")?;
    let hints: String = row.get("hints")?;
    let session: Option<String> = row.get("session")?;
    let draft = Draft {
        key: key.clone(),
        text: row.get("text")?,
        caret: Caret { line: row.get("line")?, column: row.get("col")? },
        notes: row.get("notes")?,
        timer: serde_json::from_str(&timer)?,
        hints: serde_json::from_str(&hints)?,
        parent: row.get::<_, Option<String>>("parent")?.map(AttemptId),
        session: session.map(|json| serde_json::from_str(&json)).transpose()?,
        revision: row.get("revision")?,
        updated: UnixMillis(row.get("updated")?),
    };
    Ok((row.get("owner")?, draft))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::progress::Kind;
    use crate::progress::store::attempts::tests::sample;

    const NOW: UnixMillis = UnixMillis(1_000);

    fn empty() -> Draft {
        Draft::new(DraftKey::practice("checkout".parse().unwrap()), Duration::from_mins(30))
    }

    fn mine(held: Held) -> Draft {
        match held {
            Held::Mine(draft) => draft,
            Held::Elsewhere(_) => panic!("the draft is elsewhere"),
        }
    }

    fn typed(store: &mut Store, text: &str) -> Draft {
        let mut draft = mine(store.open_draft(empty(), NOW).unwrap());
        text.clone_into(&mut draft.text);
        draft.caret = Caret { line: 0, column: 3 };
        draft.ask_hint(2);
        store.save_draft(&mut draft, NOW).unwrap();
        draft
    }

    fn two(path: &Path) -> (Store, Store) {
        (Store::open(path).unwrap(), Store::open(path).unwrap())
    }

    #[test]
    fn what_was_typed_is_there_after_the_owner_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let kept = typed(&mut Store::open(&path).unwrap(), "one\n");
        let back = mine(Store::open(&path).unwrap().open_draft(empty(), NOW).unwrap());
        assert_eq!((&back.text, back.caret, &back.hints), (&kept.text, kept.caret, &kept.hints));
    }

    #[test]
    fn the_second_instance_reads_and_the_first_notices_a_take_over() {
        let folder = tempfile::tempdir().unwrap();
        let (mut first, mut second) = two(&folder.path().join("s.db"));
        let mut draft = typed(&mut first, "mine");
        let seen = second.open_draft(empty(), NOW).unwrap();
        assert!(matches!(&seen, Held::Elsewhere(draft) if draft.text == "mine"));
        assert!(matches!(second.save_draft(&mut seen.draft().clone(), NOW), Err(StoreError::Stale)));
        let mut taken = second.take_over(&draft.key, NOW).unwrap();
        assert!(matches!(first.save_draft(&mut draft, NOW), Err(StoreError::Stale)));
        second.save_draft(&mut taken, NOW).unwrap();
    }

    #[test]
    fn a_submission_ends_the_draft_or_does_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (mut first, mut second) = two(&folder.path().join("s.db"));
        let draft = typed(&mut first, "mine");
        let attempt = sample("checkout", Kind::Practice, 7, 3);
        second.take_over(&draft.key, NOW).unwrap();
        assert!(matches!(first.submit(&draft, &attempt), Err(StoreError::Stale)));
        assert!(first.last_attempt("checkout").unwrap().is_none());
        let draft = first.take_over(&draft.key, NOW).unwrap();
        first.submit(&draft, &attempt).unwrap();
        assert!(first.peek_draft(&draft.key).unwrap().is_none());
        assert_eq!(first.last_attempt("checkout").unwrap().unwrap().body, attempt);
    }

    #[test]
    fn untouched_drafts_are_not_listed() {
        let mut store = Store::in_memory().unwrap();
        store.open_draft(empty(), NOW).unwrap();
        assert!(store.drafts().unwrap().is_empty());
        typed(&mut store, "word");
        assert_eq!(store.drafts().unwrap()[0].text, "word");
    }
}
