//! The settings file: what a user would otherwise give as global flags every time. Flags win.

use std::iter;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::parse;
use crate::diagnostic::Diagnostic;

use crate::content::load;

use super::options::Theme;
use super::{Options, output};

/// The settings file, `config.toml`. Unknown keys are told and ignored.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Config {
    /// Packs to open besides the built-in one; relative paths begin at the settings file's folder.
    packs: Vec<PathBuf>,
    /// Colours.
    theme: Option<Theme>,
    /// Where drafts, attempts and reviews are kept.
    store: Option<PathBuf>,
    /// ASCII characters only.
    ascii: bool,
    /// Ask and answer line by line.
    plain: bool,
    /// No animation.
    reduce_motion: bool,
    /// Everything clickable.
    mouse: bool,
}

/// A settings file as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    config: Config,
    text: String,
    pub(super) problems: Vec<Diagnostic>,
}

/// Largest settings file, in bytes.
const MAX: u64 = 64 * 1024;

impl Config {
    /// What stands in the file; nothing when there is none.
    pub(super) fn read(path: &Path) -> Read {
        let text = match load::read(path, MAX, true) {
            Ok(text) => text,
            Err(load::Unreadable::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                return Read::default();
            }
            Err(error) => {
                let problems = vec![Diagnostic::error("unreadable", error.to_string(), None)];
                return Read { problems, ..Read::default() };
            }
        };
        let parsed = parse::toml::<Self>(&text);
        Read { config: parsed.value.unwrap_or_default(), problems: parsed.problems, text }
    }
}

impl Read {
    /// Says every problem on standard error, by file, line and column.
    pub(super) fn warn(&self, path: &Path) {
        for problem in &self.problems {
            let before = problem.span.as_ref().map_or("", |span| &self.text[..span.start]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            let told: Vec<&str> =
                iter::once(&problem.message).chain(&problem.help).map(String::as_str).collect();
            output::note(&format!("warning: {}:{line}:{column}: {}", path.display(), told.join("; ")));
        }
    }
}

impl Options {
    /// These flags, with the settings file's word where a flag was not given.
    pub(super) fn or(self, path: &Path, read: Read) -> Self {
        let folder = path.parent().unwrap_or(Path::new("."));
        let config = read.config;
        Self {
            packs: config.packs.iter().map(|pack| folder.join(pack)).chain(self.packs).collect(),
            theme: self.theme.or(config.theme),
            store: self.store.or_else(|| config.store.map(|store| folder.join(store))),
            ascii: self.ascii || config.ascii,
            plain: self.plain || config.plain,
            reduce_motion: self.reduce_motion || config.reduce_motion,
            mouse: self.mouse || config.mouse,
            large_packs: self.large_packs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(&path)
    }

    #[test]
    fn flags_win_over_settings() {
        let path = Path::new("/etc/frontdesk/config.toml");
        let flags = Options { theme: Some(Theme::Light), ..Options::default() };
        let options = flags.or(path, read("theme = 'dark'\nascii = true\npacks = ['mine', '/theirs']\n"));
        assert_eq!(options.theme, Some(Theme::Light));
        assert!(options.ascii && !options.mouse);
        assert_eq!(options.packs, [PathBuf::from("/etc/frontdesk/mine"), PathBuf::from("/theirs")]);
    }

    #[test]
    fn an_unknown_key_is_told_and_the_rest_holds() {
        let read = read("themes = 'dark'\nascii = true\n");
        assert_eq!(read.problems[0].help.as_deref(), Some("did you mean `theme`?"));
        assert!(read.config.ascii);
    }

    #[test]
    fn no_file_is_no_problem() {
        assert!(Config::read(Path::new("/nowhere/config.toml")).problems.is_empty());
    }
}
