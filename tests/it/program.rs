//! The program as a user starts it, in a home of its own.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

/// A home folder that is gone after the test.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file below the home, with the folders above it.
    pub(crate) fn write(&self, below: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// Runs `frontdesk` with these arguments; standard input is empty and no terminal.
    pub(crate) fn run(&self, args: &[&str]) -> Assert {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
        command.env_clear().env("HOME", self.0.path()).env("LANG", "C.UTF-8").env("TERM", "xterm");
        command.current_dir(self.0.path()).args(args).assert()
    }

    /// What `frontdesk` writes on success.
    pub(crate) fn text(&self, args: &[&str]) -> String {
        stdout(&self.run(args).success())
    }

    /// The same as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.text(args)).expect("JSON")
    }
}

pub(crate) fn stdout(done: &Assert) -> String {
    String::from_utf8(done.get_output().stdout.clone()).expect("UTF-8")
}

pub(crate) fn stderr(done: &Assert) -> String {
    String::from_utf8(done.get_output().stderr.clone()).expect("UTF-8")
}

/// A pack of `tests/packs`.
pub(crate) fn pack(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(name);
    path.to_str().expect("UTF-8").to_owned()
}
