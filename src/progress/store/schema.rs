//! The layout of the store and how older ones are brought up to it.

use std::path::Path;

use rusqlite::{Connection, MAIN_DB, TransactionBehavior};

use super::StoreError;

const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_first.sql")];

/// The layout that this program reads and writes.
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// Marks a database as ours ("fdsk").
const APPLICATION: u32 = 0x6664_736b;

/// The layout of the file; 0 for a new one.
pub(super) fn version(db: &Connection) -> Result<u32, StoreError> {
    let version = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: u32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && application != APPLICATION { Err(StoreError::Foreign) } else { Ok(version) }
}

/// Brings the layout up to date in one transaction, after a copy of an older file was put beside it.
pub(super) fn migrate(db: &mut Connection, path: Option<&Path>) -> Result<(), StoreError> {
    apply(db, path, MIGRATIONS)
}

fn apply(db: &mut Connection, path: Option<&Path>, migrations: &[&str]) -> Result<(), StoreError> {
    let newest = migrations.len() as u32;
    let found = version(db)?;
    if found >= newest {
        return Ok(());
    }
    if let Some(path) = path.filter(|_| found > 0) {
        db.backup(MAIN_DB, path.with_extension(format!("v{found}.bak")), None::<fn(_)>)?;
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another instance may have been faster while this one waited for the lock.
    let found = version(&transaction)?;
    for sql in migrations.iter().skip(found as usize) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", newest.max(found))?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_layout_is_copied_before_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let mut db = Connection::open(&path).unwrap();
        apply(&mut db, Some(&path), &["CREATE TABLE a (x)"]).unwrap();
        apply(&mut db, Some(&path), &["", "ALTER TABLE a ADD COLUMN y"]).unwrap();
        assert_eq!(version(&db).unwrap(), 2);
        let copy = Connection::open(folder.path().join("s.v1.bak")).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        assert!(copy.prepare("SELECT y FROM a").is_err());
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        apply(&mut db, None, &["CREATE TABLE a (x)"]).unwrap();
        assert!(apply(&mut db, None, &["", "CREATE TABLE b (x); SELECT nonsense FROM nowhere"]).is_err());
        assert_eq!(version(&db).unwrap(), 1);
        assert!(db.prepare("SELECT * FROM b").is_err());
    }
}
