//! The learner's own editor on a text. When it fails, the text stays as it was.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::Command;

use anyhow::{Context, ensure};

/// More than an answer may have: what is too long is cut later, with a word.
const MOST: u64 = 256 * 1024;

/// Opens `$VISUAL`, else `$EDITOR`, else `vi` on `text`, and returns the text that was saved.
pub(super) fn edit(text: &str) -> anyhow::Result<String> {
    let mut file = tempfile::Builder::new().prefix("frontdesk-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    let command = command();
    let mut words = command.split_whitespace();
    let program = words.next().context("$EDITOR is empty")?;
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .with_context(|| format!("cannot start {program:?}"))?;
    ensure!(status.success(), "{program:?} ended with {status}");
    read(&File::open(file.path()).context("the file is gone")?)
}

fn command() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|value| !value.trim().is_empty()).unwrap_or_else(|| "vi".into())
}

fn read(mut file: &File) -> anyhow::Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.take(MOST).read_to_string(&mut text).context("the file is no text")?;
    Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
}
