//! Files, embedded or given, read with care: a pack is untrusted, and a file that breaks a rule is refused alone.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;

use super::library::{Origin, Refused, SourceFile};
use super::prompt::Prompt;
use super::rubric::Table;

/// The files of the built-in pack, by path: `build.rs` lists them.
static ORIGINALS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/originals.rs"));

/// The TOML files of the built-in pack as JSON, by path, and the tables taken out of them: `build.rs` writes them.
static TRANSLATED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/translated.rs"));

/// The folder of the scorer's shared vocabulary in the built-in pack: a file a topic.
pub const LEXICON: &str = "content/lexicon";

/// The folders of a pack, and the ending of the files that are read from each.
const FOLDERS: [(&str, &str); 2] = [("content", "md"), ("prompts", "toml")];

/// What a pack may weigh.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file: u64,
    /// Largest sum over a pack's files, in bytes.
    pub pack: u64,
    /// Most files in a pack.
    pub files: usize,
}

impl Limits {
    /// For packs from anywhere: 256 KiB a file, 2 MiB and 64 files a pack.
    pub const USUAL: Self = Self { file: 256 * 1024, pack: 2 * 1024 * 1024, files: 64 };
    /// For packs that the user vouches for: files as usual, but 64 MiB and 4,096 of them.
    pub const LARGE: Self = Self { file: 256 * 1024, pack: 64 * 1024 * 1024, files: 4_096 };
}

/// Files that could be read, and those that were refused unread.
#[derive(Debug, Default)]
pub struct Found {
    /// Readable files, by folder and name.
    pub files: Vec<SourceFile>,
    /// What was refused, and why.
    pub refused: Vec<Refused>,
}

/// The embedded pack.
pub fn builtin() -> Vec<SourceFile> {
    ORIGINALS.iter().map(|(path, text)| SourceFile::new(Origin::Builtin, *path, *text)).collect()
}

/// A prompt of the embedded pack, without looking for mistakes; none when it has one. The large tables of its rubric are
/// read when they are wanted.
pub fn translated_prompt(path: &str) -> Option<Prompt> {
    let json = |path: &str| TRANSLATED.iter().find(|(name, _)| *name == path).map(|(_, json)| *json);
    let part = |name: &str| json(&format!("{path}/{name}")).unwrap_or_default();
    let mut prompt: Prompt = serde_json::from_str(json(path)?).ok()?;
    prompt.rubric.concepts = Table::later(part("concepts"));
    prompt.rubric.signals = Table::later(part("signals"));
    Some(prompt)
}

/// What the TOML files in a folder of the embedded pack say, in the order of their names.
pub fn translated_folder<T: DeserializeOwned>(folder: &str) -> Vec<T> {
    let inside = |path: &str| path.rsplit_once('/').is_some_and(|(parent, _)| parent == folder);
    let files = TRANSLATED.iter().filter(|(path, _)| inside(path));
    files.filter_map(|(_, json)| serde_json::from_str(json).ok()).collect()
}

/// The files of a pack: `content/*.md` and `prompts/*.toml` below `dir`.
pub fn pack(dir: &Path, limits: Limits) -> Found {
    pack_from(Origin::Pack, dir, limits)
}

fn pack_from(origin: Origin, dir: &Path, limits: Limits) -> Found {
    let mut reading = Reading::new(origin, limits);
    let mut folders = 0;
    for (folder, ending) in FOLDERS {
        let folder = dir.join(folder);
        match fs::symlink_metadata(&folder) {
            Ok(about) if about.is_dir() => {
                folders += 1;
                reading.folder(&folder, &[ending]);
            }
            Ok(_) => reading.refuse(&folder, "this is no folder; symbolic links are not followed"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => reading.refuse(&folder, error.to_string()),
        }
    }
    if folders == 0 && reading.found.refused.is_empty() {
        reading.refuse(dir, "a pack is a folder with `content/` or `prompts/` in it");
    }
    reading.found
}

/// The files that a user named: a file as it is, a pack, or a plain folder of `.md` and `.toml` files.
pub fn named(path: &Path, limits: Limits) -> Found {
    let mut reading = Reading::new(Origin::Named, limits);
    match fs::metadata(path) {
        Ok(about) if about.is_dir() && FOLDERS.iter().any(|(folder, _)| path.join(folder).exists()) => {
            return pack_from(Origin::Named, path, limits);
        }
        Ok(about) if about.is_dir() => reading.folder(path, &["md", "toml"]),
        Ok(_) => reading.file(path, true),
        Err(error) => reading.refuse(path, error.to_string()),
    }
    reading.found
}

/// Reads one regular file of at most `limit` bytes as UTF-8, without a byte order mark.
///
/// # Errors
/// A folder, device, pipe, or (unless `follow`) symbolic link; too large; not UTF-8; unreadable.
pub fn read(path: &Path, limit: u64, follow: bool) -> Result<String, Unreadable> {
    let mut file = open(path, follow).map_err(|error| match (is_link(path), follow) {
        (true, false) => Unreadable::Link,
        _ => Unreadable::Io(error),
    })?;
    if !file.metadata()?.is_file() {
        return Err(Unreadable::Special);
    }
    let mut bytes = Vec::new();
    file.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge(limit));
    }
    let text = String::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8 {
        at: error.utf8_error().valid_up_to(),
        lossy: String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is a symbolic link.
    #[error("this is a symbolic link; a pack holds the files themselves")]
    Link,
    /// It is a folder, device, pipe or socket.
    #[error("this is no ordinary file")]
    Special,
    /// It has more bytes than this.
    #[error("this file is larger than {} KiB", .0 / 1024)]
    TooLarge(u64),
    /// It has bytes that are not UTF-8.
    #[error("this is not UTF-8 text")]
    NotUtf8 {
        /// Number of good bytes before the first bad one.
        at: usize,
        /// The text with `U+FFFD` for what is bad.
        lossy: String,
    },
    /// The system says no.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A device or pipe must not block the opening, so it is opened without waiting and looked at afterwards.
#[cfg(unix)]
fn open(path: &Path, follow: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let links = if follow { OFlags::empty() } else { OFlags::NOFOLLOW };
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC | links;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path, follow: bool) -> io::Result<File> {
    if !follow && is_link(path) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    OpenOptions::new().read(true).open(path)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_symlink())
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|have| have == ending)
}

struct Reading {
    origin: Origin,
    limits: Limits,
    bytes: u64,
    found: Found,
}

impl Reading {
    fn new(origin: Origin, limits: Limits) -> Self {
        Self { origin, limits, bytes: 0, found: Found::default() }
    }

    fn refuse(&mut self, path: &Path, why: impl Into<String>) {
        let file = SourceFile::new(self.origin, shown(path), "");
        let problem = Diagnostic::error("unreadable", why, None);
        self.found.refused.push(Refused { file, problems: vec![problem] });
    }

    fn folder(&mut self, folder: &Path, endings: &[&str]) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries.take(self.limits.files * 4).flatten().map(|entry| entry.path()),
            Err(error) => return self.refuse(folder, error.to_string()),
        };
        let wanted =
            |path: &PathBuf| endings.iter().any(|ending| ends_with(path, ending)) && !is_hidden(path);
        let mut paths: Vec<PathBuf> = entries.filter(wanted).collect();
        paths.sort();
        let mut names = BTreeMap::new();
        for path in paths {
            match names.insert(shown(&path).to_lowercase(), shown(&path)) {
                Some(other) => {
                    self.refuse(&path, format!("this name differs from {other} only in its letters' case"));
                }
                None => self.file(&path, false),
            }
        }
    }

    fn file(&mut self, path: &Path, follow: bool) {
        if self.found.files.len() >= self.limits.files {
            return self.refuse(path, format!("a pack has at most {} files", self.limits.files));
        }
        match read(path, self.limits.file, follow) {
            Ok(text) if self.bytes + text.len() as u64 > self.limits.pack => {
                self.refuse(
                    path,
                    format!("with this file the pack is larger than {} KiB", self.limits.pack / 1024),
                );
            }
            Ok(text) => {
                self.bytes += text.len() as u64;
                self.found.files.push(SourceFile::new(self.origin, shown(path), text));
            }
            Err(Unreadable::NotUtf8 { at, lossy }) => self.refuse_bytes(path, at, lossy),
            Err(error) => self.refuse(path, error.to_string()),
        }
    }

    fn refuse_bytes(&mut self, path: &Path, at: usize, lossy: String) {
        let problem = Diagnostic::error("not-utf8", "this is not UTF-8 text", at..at + '\u{fffd}'.len_utf8())
            .with_help("save the file in UTF-8");
        let file = SourceFile::new(self.origin, shown(path), lossy);
        self.found.refused.push(Refused { file, problems: vec![problem] });
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
