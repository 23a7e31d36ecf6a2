//! `frontdesk import`: what `frontdesk export` wrote, taken in.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use anyhow::Context;

use crate::progress::record::{self, MAX_LINE, Record, Refused};
use crate::progress::{Store, StoreError};

use super::Options;
use super::output::{self, Status, count};

/// Take in what `frontdesk export` wrote
///
/// What is stored already stays; doing it twice changes nothing. When a line is refused, nothing is taken in and the
/// exit status is 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Lines of JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// How many refused lines are told.
const TOLD: usize = 20;
/// The most that is taken in at once, in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// Where a line was refused (line, and column where there is one), and why.
type Bad = (String, String);
/// A record with its line.
type Good = (usize, Record);

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let file = File::open(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let plain = file.metadata().is_ok_and(|meta| meta.is_file());
        anyhow::ensure!(plain, "{} is no plain file", self.file.display());
        let mut store = Store::open(&options.store()?)?;
        let (records, mut bad) = read(BufReader::new(file.take(LARGEST)))?;
        let known = |id: &_| store.has_card(id).unwrap_or(false);
        let orphans = record::orphans(&records, known);
        bad.extend(
            orphans
                .into_iter()
                .map(|line: usize| (line.to_string(), "the review belongs to no card".to_owned())),
        );
        if !bad.is_empty() {
            return Ok(self.refuse(&bad));
        }
        self.take(&mut store, records)
    }

    fn take(&self, store: &mut Store, records: Vec<Good>) -> anyhow::Result<Status> {
        let records: Vec<Record> = records.into_iter().map(|(_, record)| record).collect();
        let done = store.import(&records).map_err(|cause: StoreError| cause)?;
        if self.json {
            output::json(&done)?;
        } else {
            let taken = count(done.taken, "record");
            output::text(&format!("{taken} taken in, {} known already\n", done.known))?;
        }
        Ok(Status::Clean)
    }

    fn refuse(&self, bad: &[Bad]) -> Status {
        for (place, why) in bad.iter().take(TOLD) {
            output::note(&format!("{}:{place}: {why}", self.file.display()));
        }
        if bad.len() > TOLD {
            output::note(&format!("and {} more", bad.len() - TOLD));
        }
        output::note("nothing was taken in");
        Status::Findings
    }
}

/// The records with their lines, and the lines that are none. A line beyond the limit is skipped, not kept.
fn read(mut input: impl BufRead) -> anyhow::Result<(Vec<Good>, Vec<Bad>)> {
    let (mut records, mut bad) = (Vec::new(), Vec::new());
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() > MAX_LINE {
            input.skip_until(b'\n')?;
        }
        let text = std::str::from_utf8(&line).map_err(|_| Refused::Encoding);
        match text.and_then(record::parse) {
            Ok(None) => {}
            Ok(Some(record)) => records.push((number, record)),
            Err(Refused::Json { column, why }) => bad.push((format!("{number}:{column}"), why)),
            Err(why) => bad.push((number.to_string(), why.to_string())),
        }
    }
    if records.is_empty() && bad.is_empty() {
        bad.push(("1".to_owned(), "the file is empty".to_owned()));
    }
    Ok((records, bad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_told_with_its_number() {
        let file = format!(
            "{{\"record\":\"frontdesk\",\"version\":1}}\n\nnonsense\n{}\n\u{0}\n",
            "x".repeat(MAX_LINE + 9)
        );
        let (records, bad) = read(file.as_bytes()).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!(bad.iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), ["3:2", "4", "5:1"]);
        assert_eq!(read(&b"\xff\xfe\n"[..]).unwrap().1[0].1, "the line is not UTF-8");
        assert_eq!(read(&b""[..]).unwrap().1.len(), 1);
    }
}
