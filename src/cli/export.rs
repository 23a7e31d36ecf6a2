//! `frontdesk export`: one attempt as a document, or everything as lines of JSON.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;

use crate::progress::report::{self, Format};
use crate::progress::{Attempt, Filter, Store};
use crate::text::safe;

use super::output::Status;
use super::{Options, moment};

/// Write an attempt as Markdown or HTML, or everything as lines of JSON
///
/// Without an attempt everything that was done goes out, one JSON record a line: `frontdesk import` takes it in
/// elsewhere. The HTML page stands alone: no scripts, nothing from the network, good on paper.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "formats exclude each other; clap checks it")]
pub(super) struct Args {
    /// The first digits of an attempt's name (see `frontdesk history`), or `last`
    #[arg(value_name = "ATTEMPT")]
    attempt: Option<String>,
    /// As Markdown (what happens to an attempt when nothing is said)
    #[arg(long, group = "format", requires = "attempt")]
    md: bool,
    /// As a page of HTML
    #[arg(long, group = "format", requires = "attempt")]
    html: bool,
    /// As JSON
    #[arg(long, group = "format", requires = "attempt")]
    json: bool,
    /// Write to this file instead of standard output; it must not exist
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file when it exists
    #[arg(long, requires = "output")]
    force: bool,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let store = Store::open(&options.store()?)?;
        let mut out = self.sink()?;
        match &self.attempt {
            None => everything(&store, &mut out)?,
            Some(name) => out.write_all(self.document(&store, name, options)?.as_bytes())?,
        }
        out.flush()?;
        Ok(Status::Clean)
    }

    fn sink(&self) -> anyhow::Result<Box<dyn Write>> {
        let Some(path) = &self.output else { return Ok(Box::new(BufWriter::new(io::stdout().lock()))) };
        let mut open = std::fs::OpenOptions::new();
        open.write(true).truncate(true).create(true).create_new(!self.force);
        let file = open.open(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Box::new(BufWriter::new(file)))
    }

    fn document(&self, store: &Store, name: &str, options: &Options) -> anyhow::Result<String> {
        let attempt = find(store, name)?;
        if self.json {
            return Ok(safe::escape_json(&serde_json::to_string_pretty(&attempt)?) + "\n");
        }
        let format = if self.html { Format::Html } else { Format::Markdown };
        Ok(report::document(&attempt, format, &options.library(), store, &moment::zone())?)
    }
}

/// The attempt called so, or the newest.
pub(super) fn find(store: &Store, name: &str) -> anyhow::Result<Attempt> {
    if name != "last" {
        return Ok(store.attempt(name)?);
    }
    let newest = store.history(&Filter::default(), 0, 1)?;
    let newest = newest.first().context("there is no attempt yet")?;
    Ok(store.attempt(&newest.id.0)?)
}

fn everything(store: &Store, out: &mut dyn Write) -> anyhow::Result<()> {
    store.export(|record| {
        let line = safe::escape_json(&serde_json::to_string(record)?);
        Ok::<_, anyhow::Error>(writeln!(out, "{line}")?)
    })
}
