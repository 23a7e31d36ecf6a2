//! Runs again whenever one of the watched files changes. Times are polled: it works everywhere, also on network disks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::cli::output;

const POLL: Duration = Duration::from_millis(300);
/// Folders below a watched one that are looked into: a pack has one level.
const DEPTH: usize = 2;

type Times = BTreeMap<PathBuf, Option<SystemTime>>;

/// Runs `check` now and after each change, until it fails or the user ends it.
pub(super) fn forever(
    paths: &[PathBuf],
    mut check: impl FnMut() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    anyhow::ensure!(!paths.is_empty(), "name the files or folders to watch");
    loop {
        let before = times(paths);
        check()?;
        output::text("watching; end with Ctrl-C\n\n")?;
        while times(paths) == before {
            thread::sleep(POLL);
        }
    }
}

fn times(paths: &[PathBuf]) -> Times {
    let mut times = Times::new();
    paths.iter().for_each(|path| note(path, DEPTH, &mut times));
    times
}

fn note(path: &Path, depth: usize, times: &mut Times) {
    let about = fs::metadata(path);
    times.insert(path.to_owned(), about.as_ref().ok().and_then(|about| about.modified().ok()));
    if depth > 0 && about.is_ok_and(|about| about.is_dir()) {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.for_each(|entry| note(&entry.path(), depth - 1, times));
    }
}
