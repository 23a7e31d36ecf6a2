//! Translates the built-in TOML files to JSON, which every start of the program reads about eight times faster
//! (`Library::builtin`). A file that is not TOML is left out; the program then reads and reports the original.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDERS: [&str; 2] = ["content/lexicon", "prompts"];

#[expect(clippy::disallowed_methods, reason = "these are our own files, before there is a program")]
fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=content");
    let mut list = String::from("&[\n");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for path in toml_files(&root.join(folder))? {
            let Some(json) = translated(&fs::read_to_string(&path)?) else { continue };
            let name = format!("{folder}/{}", path.file_name().unwrap_or_default().display());
            let copy = out.join(name.replace('/', "-")).with_extension("json");
            fs::write(&copy, json)?;
            writeln!(list, "    ({name:?}, include_str!({:?})),", copy.display().to_string())?;
        }
    }
    fs::write(out.join("translated.rs"), list + "]\n")?;
    Ok(())
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    Ok(paths)
}

fn translated(text: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(text).ok()?;
    serde_json::to_string(&table).ok()
}
