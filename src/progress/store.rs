//! The store: one SQLite file that keeps everything a learner does.
//!
//! Drafts are saved on every edit (WAL, `synchronous = NORMAL`: safe against a killed process); submissions wait for
//! the disk (`FULL`: safe against a power cut).

mod attempts;
mod drafts;
mod error;
mod exchange;
pub mod filesystem;
mod moves;
mod owner;
mod reviews;
mod schema;
mod standing;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use drafts::Held;
pub use error::StoreError;
pub use exchange::Imported;
pub use schema::VERSION;
pub use standing::Standing;

use filesystem::Filesystem;
use owner::Owner;

/// How long a write waits for another instance's.
const BUSY: Duration = Duration::from_millis(1500);

/// Whether a store can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everything works.
    ReadWrite,
    /// A newer frontdesk wrote the file: history and drafts can be read, nothing is saved.
    Newer {
        /// The version of its layout.
        found: u32,
    },
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: Option<PathBuf>,
    owner: Owner,
    access: Access,
}

impl Store {
    /// Opens the file at `path`, making it and its folder when there is none, and brings its layout up to date.
    ///
    /// A file of a newer version opens read-only: see [`Store::access`].
    ///
    /// # Errors
    /// When the folder cannot be made, the file is no store of ours, is damaged, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|cause| StoreError::folder(folder, cause))?;
        }
        let mut db = Connection::open(path)?;
        let found = schema::version(&db)?;
        if found > VERSION {
            return Self::read_only(path, found);
        }
        configure(&db, filesystem::of(path))?;
        schema::migrate(&mut db, Some(path))?;
        Ok(Self { db, path: Some(path.to_owned()), owner: Owner::beside(path)?, access: Access::ReadWrite })
    }

    /// A store that lives as long as the program: for a try-out without a trace.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut db = Connection::open_in_memory()?;
        db.pragma_update(None, "foreign_keys", true)?;
        schema::migrate(&mut db, None)?;
        Ok(Self { db, path: None, owner: Owner::alone(), access: Access::ReadWrite })
    }

    fn read_only(path: &Path, found: u32) -> Result<Self, StoreError> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.busy_timeout(BUSY)?;
        Ok(Self { db, path: Some(path.to_owned()), owner: Owner::alone(), access: Access::Newer { found } })
    }

    /// Whether it can be written.
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Where it is; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Keeps a word of the interface under `name`, for example the screen to come back to.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_place(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.writable()?;
        let sql = "INSERT INTO places VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        self.db.prepare_cached(sql)?.execute([name, value])?;
        Ok(())
    }

    /// What [`Store::set_place`] kept.
    ///
    /// # Errors
    /// When it could not be read.
    pub fn place(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT value FROM places WHERE name = ?1")?;
        Ok(rusqlite::OptionalExtension::optional(query.query_row([name], |row| row.get(0)))?)
    }

    fn writable(&self) -> Result<(), StoreError> {
        match self.access {
            Access::ReadWrite => Ok(()),
            Access::Newer { found } => Err(StoreError::Newer { found, known: VERSION }),
        }
    }

    /// Runs `work` in one transaction that is on the disk when this returns.
    fn durably<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.writable()?;
        self.db.pragma_update(None, "synchronous", "FULL")?;
        let done = transact(&mut self.db, work);
        self.db.pragma_update(None, "synchronous", "NORMAL")?;
        done
    }
}

fn transact<T>(
    db: &mut Connection,
    work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

/// A write-ahead log needs shared memory, which network file systems do not give.
fn configure(db: &Connection, filesystem: Filesystem) -> Result<(), StoreError> {
    db.busy_timeout(BUSY)?;
    let journal = if filesystem.is_network() { "DELETE" } else { "WAL" };
    db.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))?;
    db.pragma_update(None, "synchronous", if filesystem.is_network() { "FULL" } else { "NORMAL" })?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_store_opens_read_only_with_a_clear_word() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/frontdesk.db");
        Store::open(&path).unwrap().set_place("home", "x").unwrap();
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let mut store = Store::open(&path).unwrap();
        assert_eq!(store.access(), Access::Newer { found: 99 });
        assert_eq!(store.place("home").unwrap().as_deref(), Some("x"));
        let word = store.set_place("home", "y").unwrap_err().to_string();
        assert!(word.contains("newer frontdesk"), "{word}");
    }

    #[test]
    fn a_file_that_is_no_store_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.db");
        std::fs::write(
            &path,
            "these are my notes, not a database, and they are longer than a header".repeat(20),
        )
        .unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Corrupt(_))));
        let other = folder.path().join("other.db");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
        assert!(matches!(Store::open(&other), Err(StoreError::Foreign)));
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("s.db")).unwrap();
        let pages: u32 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        store.db.pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(())).unwrap();
        let told = store.set_place("big", &"x".repeat(100_000)).unwrap_err();
        assert!(matches!(told, StoreError::Full), "{told:?}");
        store.set_place("small", "still works").unwrap();
    }
}
