//! `frontdesk history`: what was done, newest first.

use serde::Serialize;

use crate::content::id::{DimensionId, PromptId};
use crate::interview::timer::{UnixMillis, clock_face};
use crate::progress::outcome::{self, Rhythm, Weakness};
use crate::progress::{Filter, Store, Summary};

use super::output::{self, Status, count};
use super::{Options, moment};

/// List attempts, newest first, and what they say together
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only attempts at this prompt
    #[arg(long)]
    prompt: Option<PromptId>,
    /// Only practice, retry, variation or mock
    #[arg(long, value_parser = ["practice", "retry", "variation", "mock"])]
    kind: Option<String>,
    /// Only attempts in which this dimension was below 3
    #[arg(long, value_name = "DIMENSION")]
    weak_in: Option<DimensionId>,
    /// Only from this day on, for example 2026-11-21
    #[arg(long, value_name = "DAY", value_parser = moment::day)]
    since: Option<UnixMillis>,
    /// At most so many
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Skip so many of the newest
    #[arg(long, default_value_t = 0)]
    skip: usize,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct History {
    /// How many attempts the filter lets through.
    total: usize,
    attempts: Vec<Summary>,
    /// Time used in all attempts, in milliseconds.
    used_ms: u64,
    rhythm: Rhythm,
    weakest: Vec<Weakness>,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let (json, filtered) = (self.json, self.filter() != Filter::default());
        let history = self.collect(&Store::open(&options.store()?)?)?;
        if json {
            output::json(&history)?;
        } else {
            output::text(&history.to_text(filtered))?;
        }
        Ok(Status::Clean)
    }

    fn filter(&self) -> Filter {
        Filter {
            prompt: self.prompt.clone(),
            kind: self.kind.clone(),
            weak_in: self.weak_in.clone(),
            since: self.since,
        }
    }

    fn collect(self, store: &Store) -> anyhow::Result<History> {
        let (filter, now) = (self.filter(), moment::now());
        let standing = store.standing(now)?;
        Ok(History {
            total: store.count_attempts(&filter)?,
            attempts: store.history(&filter, self.skip, self.limit)?,
            used_ms: standing.used_ms,
            rhythm: outcome::rhythm(store.active_since(UnixMillis(0))?, now, &moment::zone()),
            weakest: outcome::weakest(&standing.latest),
        })
    }
}

impl History {
    fn to_text(&self, filtered: bool) -> String {
        if self.total == 0 {
            let hint = if filtered {
                "no attempt fits"
            } else {
                "nothing yet: `frontdesk practice checkout` begins"
            };
            return format!("{hint}\n");
        }
        let mut lines = vec![self.headline()];
        lines.extend(self.weakest.first().map(weakest));
        lines.push(String::new());
        lines.push(format!(
            "{:16}  {:8}  {:16}  {:26}  {:>7}  {:>5}  mean",
            "when", "attempt", "prompt", "kind", "time", "words"
        ));
        lines.extend(self.attempts.iter().map(line));
        if self.total > self.attempts.len() {
            lines.push(format!("{} of {} (--limit, --skip)", self.attempts.len(), self.total));
        }
        lines.join("\n") + "\n"
    }

    fn headline(&self) -> String {
        let Rhythm { days_of_seven, weeks, .. } = self.rhythm;
        let weeks = if weeks > 1 { format!(", {weeks} weeks in a row") } else { String::new() };
        let (attempts, used) = (count(self.total, "attempt"), moment::length(self.used_ms));
        format!("{attempts}, {used} in all; {days_of_seven} of the last 7 days{weeks}")
    }
}

fn weakest(weakness: &Weakness) -> String {
    let prompts: Vec<&str> = weakness.below.iter().map(PromptId::as_str).collect();
    format!("weakest: {} at {:.1} ({})", weakness.dimension, weakness.mean, prompts.join(", "))
}

fn line(attempt: &Summary) -> String {
    let time = clock_face(std::time::Duration::from_millis(attempt.used_ms));
    let mean = attempt.mean().map_or_else(|| "-".to_owned(), |mean| format!("{mean:.1}"));
    let id = attempt.id.0.get(..8).unwrap_or(&attempt.id.0);
    let (when, prompt, kind) = (moment::written(attempt.at), &attempt.prompt, attempt.kind.to_string());
    format!("{when:16}  {id:8}  {prompt:16}  {kind:26}  {time:>7}  {:>5}  {mean}", attempt.words)
}
