//! Which running instance a draft belongs to. Each instance holds a locked file beside the store; the system lets go
//! of the lock when the process ends, however it ends, so a killed owner is known to be gone.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::StoreError;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// This instance, as far as drafts are concerned.
#[derive(Debug)]
pub(super) struct Owner {
    name: String,
    folder: Option<PathBuf>,
    _held: Option<File>,
}

impl Owner {
    /// An owner that other processes can see, beside the store at `path`.
    pub(super) fn beside(path: &Path) -> Result<Self, StoreError> {
        let folder = path.with_extension("instances");
        std::fs::create_dir_all(&folder).map_err(|cause| StoreError::folder(&folder, cause))?;
        sweep(&folder);
        let (name, held) = claim(&folder)?;
        Ok(Self { name, folder: Some(folder), _held: Some(held) })
    }

    /// An owner that nobody else can see.
    pub(super) fn alone() -> Self {
        Self { name: "alone".to_owned(), folder: None, _held: None }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the instance called `name` is another one that still runs.
    pub(super) fn is_another_alive(&self, name: &str) -> bool {
        let Some(folder) = self.folder.as_ref().filter(|_| name != self.name && !name.is_empty()) else {
            return false;
        };
        // Names come out of the store; only a plain one can be a file of ours.
        let plain = name.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        plain && is_locked(&folder.join(name))
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // A file that stays is swept by the next start.
            let _ = std::fs::remove_file(folder.join(&self.name));
        }
    }
}

/// Takes a name that no running instance has: the process id and a number within the process.
fn claim(folder: &Path) -> Result<(String, File), StoreError> {
    loop {
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = folder.join(&name);
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(|cause| StoreError::folder(folder, cause))?;
        match file.try_lock() {
            Ok(()) => return Ok((name, file)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(cause)) => return Err(StoreError::folder(folder, cause)),
        }
    }
}

fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Removes what killed instances left behind.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if !is_locked(&entry.path()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
