//! Embeds the built-in chapters and prompts, and translates the TOML files to JSON, which every start of the program
//! reads about eight times faster (`Library::builtin`). A file that is not TOML is left out of the translation; the
//! program then reads and reports the original.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders whose files are embedded as they are, with the ending of the files.
const EMBEDDED: [(&str, &str); 2] = [("content", "md"), ("prompts", "toml")];

/// Folders whose files are translated.
const TRANSLATED: [&str; 2] = ["content/lexicon", "prompts"];

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=prompts");
    let (mut originals, mut translations) = (List::new(), List::new());
    for (folder, ending) in EMBEDDED {
        files(&root.join(folder), ending)?.iter().for_each(|path| originals.add(&root, path, path));
    }
    for folder in TRANSLATED {
        for path in files(&root.join(folder), "toml")? {
            for (name, copy) in translated(&path, folder, &out)? {
                translations.add(&root, &name, &copy);
            }
        }
    }
    fs::write(out.join("originals.rs"), originals.finish())?;
    fs::write(out.join("translated.rs"), translations.finish())?;
    Ok(())
}

/// The source text of a list of names with the texts of files.
struct List(String);

impl List {
    fn new() -> Self {
        Self("&[\n".to_owned())
    }

    /// The file at `from`, under the name that `path` has below `root`.
    fn add(&mut self, root: &Path, path: &Path, from: &Path) {
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        let line = format!("    ({name:?}, include_str!({:?})),\n", from.display().to_string());
        self.0 += &line;
    }

    fn finish(self) -> String {
        self.0 + "]\n"
    }
}

fn files(folder: &Path, ending: &str) -> Done<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    Ok(paths)
}

/// Tables of a prompt's rubric that only scoring wants; they are read apart from the rest, and later.
const LATER: [&str; 2] = ["concepts", "signals"];

/// The translation of a file and the tables taken out of it, each under its name; none when the file is not TOML.
#[expect(clippy::disallowed_methods, reason = "these are our own files, before there is a program")]
fn translated(path: &Path, folder: &str, out: &Path) -> Done<Vec<(PathBuf, PathBuf)>> {
    let Ok(mut table) = toml::from_str::<toml::Table>(&fs::read_to_string(path)?) else {
        return Ok(Vec::new());
    };
    let mut parts = Vec::new();
    if let Some(rubric) = table.get_mut("rubric").and_then(toml::Value::as_table_mut) {
        let taken = LATER.iter().filter_map(|name| Some((path.join(name), rubric.remove(*name)?)));
        parts.extend(taken);
    }
    parts.push((path.to_owned(), table.into()));
    let stem = format!("{}-{}", folder.replace('/', "-"), path.file_stem().unwrap_or_default().display());
    let written = parts.into_iter().enumerate().map(|(nth, (name, value))| {
        let copy = out.join(format!("{stem}-{nth}.json"));
        fs::write(&copy, serde_json::to_string(&value)?)?;
        Ok((name, copy))
    });
    written.collect()
}
