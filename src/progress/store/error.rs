//! What can go wrong with the store, told apart as far as a person would act differently.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or quota is full: show NOT SAVED and offer to export.
    #[error("the disk is full: nothing was saved")]
    Full,
    /// Another instance kept writing for longer than we wait.
    #[error("another frontdesk is writing to the store: nothing was saved, try again")]
    Busy,
    /// The file is damaged or no database at all.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// A database of another program.
    #[error("the file is a database of another program")]
    Foreign,
    /// A newer frontdesk wrote the store.
    #[error(
        "the store was written by a newer frontdesk (layout {found}, this one knows {known}): it is read only"
    )]
    Newer {
        /// Layout of the file.
        found: u32,
        /// Layout of this program.
        known: u32,
    },
    /// The file or file system does not allow writing.
    #[error("the store cannot be written: its file or folder is read only")]
    ReadOnly,
    /// The draft was taken over or changed by another instance; what is on screen is not what is stored.
    #[error("another frontdesk has taken over this draft: nothing was saved")]
    Stale,
    /// No such attempt, card or draft.
    #[error("there is no {0}")]
    Missing(String),
    /// The folder of the store cannot be made or written.
    #[error("cannot use the folder {path}: {cause}", path = path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A stored value that this version cannot read.
    #[error("a stored value cannot be read: {0}")]
    Value(String),
    /// Anything else that the database says.
    #[error("the store failed: {0}")]
    Database(rusqlite::Error),
}

impl StoreError {
    pub(super) fn folder(path: &Path, cause: std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::StorageFull {
            return Self::Full;
        }
        Self::Folder { path: path.to_owned(), cause }
    }

    /// For `map_err`.
    pub(super) fn value(cause: impl std::fmt::Display) -> Self {
        Self::Value(cause.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error.to_string()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Value(error.to_string())
    }
}
