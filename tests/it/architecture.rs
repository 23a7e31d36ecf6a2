//! Holds the map in `src/lib.rs`: imports run downward only, and each outside library has one home.

use std::fs;
use std::path::{Path, PathBuf};

/// A module may import from modules with a smaller rank; equal ranks do not know each other.
const RANKS: &[(&str, u8)] = &[
    ("diagnostic", 0),
    ("text", 0),
    ("content", 1),
    ("score", 2),
    ("sim", 2),
    ("game", 2),
    ("interview", 2),
    ("progress", 3),
    ("tui", 4),
    ("cli", 5),
];

/// What may be named only below these paths (relative to `src`).
const HOMES: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("clap", &["cli"]),
    ("rusqlite", &["progress/store"]),
    ("std::fs", &["content/load", "progress/store", "cli", "tui/shell", "tui/terminal/external"]),
];

fn rank(module: &str) -> Option<u8> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below src").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a source file is readable"))
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The code lines of a file, without its comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"))
}

/// The first segment after each `crate::`, also of groups such as `use crate::{score::Report, sim}`.
fn imported_modules(text: &str) -> Vec<String> {
    let code = code_lines(text).collect::<Vec<_>>().join(" ");
    code.split("crate::").skip(1).flat_map(first_segments).collect()
}

fn first_segments(rest: &str) -> Vec<String> {
    let word = |s: &str| s.trim_start().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
    match rest.strip_prefix('{') {
        Some(group) => top_level(group).into_iter().map(word).collect(),
        None => vec![word(rest)],
    }
}

/// The comma-separated parts of a group, up to the brace that closes it.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn groups_are_seen_through() {
    assert_eq!(
        imported_modules("use crate::{score::{A, B}, sim};\nuse crate::text::x;"),
        ["score", "sim", "text"]
    );
}

fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

#[test]
fn imports_run_downward_only() {
    let mut upward = Vec::new();
    let mut seen = 0;
    for (file, text) in sources() {
        let home = module_of(&file);
        let Some(home_rank) = rank(home) else { continue };
        for import in imported_modules(&text) {
            seen += 1;
            if import != home && rank(&import).is_some_and(|r| r >= home_rank) {
                upward.push(format!("{file} imports crate::{import}"));
            }
        }
    }
    assert!(seen > 20, "the scan found only {seen} imports: is it still reading the sources?");
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn each_outside_library_has_one_home() {
    let mut strays = Vec::new();
    for (file, text) in sources() {
        for (library, homes) in HOMES {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            let named = code_lines(&text).any(|line| names(line, library));
            if named && !at_home && !in_tests_only(&text, library) {
                strays.push(format!("{file} names {library}"));
            }
        }
    }
    assert_eq!(strays, Vec::<String>::new());
}

/// Whether `line` names the library as a path, not as part of another word.
fn names(line: &str, library: &str) -> bool {
    line.match_indices(library).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + library.len()..];
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '"' && c != '-')
            && (after.starts_with("::") || after.starts_with(';'))
    })
}

/// Whether the library is named only in the file's test module, which may read fixtures.
fn in_tests_only(text: &str, library: &str) -> bool {
    text.find("#[cfg(test)]").is_some_and(|at| !code_lines(&text[..at]).any(|line| names(line, library)))
}
