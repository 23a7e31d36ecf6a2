//! `frontdesk practice`: answer a prompt line by line.

use std::io::{BufRead, Write};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::content::id::{DimensionId, ItemId};
use crate::content::prompt::Prompt;
use crate::interview::timer::{Now, clock_face};
use crate::progress::home::half_time;
use crate::progress::retry::Retry;
use crate::progress::{Attempt, Draft, DraftKey, Kind, Store};
use crate::score::Report;
use crate::tui::terminal::Clock;

use super::output::Status;
use super::plain::answer::{Line, Sitting};
use super::plain::console::Console;
use super::plain::result;
use super::{Options, answers};

/// Answer a prompt line by line, without a full screen
///
/// Every line is kept as it is entered, in the same draft that the screens use. `/help` lists the commands; `/submit`
/// hands in. Works with screen readers and with input from a pipe.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A prompt (see `frontdesk list`)
    #[arg(value_name = "PROMPT")]
    prompt: String,
    /// Minutes to answer; 0 for the prompt's own
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=240))]
    minutes: u16,
    /// Answer only this dimension of the last attempt again
    #[arg(long, value_name = "DIMENSION", conflicts_with = "vary")]
    retry: Option<DimensionId>,
    /// With this variation of the prompt, in half the time
    #[arg(long, value_name = "VARIATION")]
    vary: Option<ItemId>,
}

const HELP: &str = "Write your answer line by line. /submit hands in, /hint asks for one, /time tells the time left, \
    /read reads the text back, /undo takes the last line back, /pause stops the clock, /note TEXT keeps a note apart, \
    /guidance tells the steps, /quit keeps everything for another time.";

/// What is answered, and from where.
struct Task {
    draft: Draft,
    retry: Option<Retry>,
    opening: String,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let prompt = answers::prompt(&self.prompt, options)?;
        let mut store = Store::open(&options.store()?)?;
        let task = self.task(&prompt, &store)?;
        let clock = Clock::start();
        practise(&mut Console::standard(), &mut store, &prompt, task, &|| clock.now())?;
        Ok(Status::Clean)
    }

    fn task(&self, prompt: &Prompt, store: &Store) -> anyhow::Result<Task> {
        let own = Duration::from_secs(u64::from(self.minutes) * 60);
        let limit = |usual: Duration| if own.is_zero() { usual } else { own };
        let draft = |mode, usual| Draft::new(DraftKey { prompt: prompt.id.clone(), mode }, limit(usual));
        let whole = Duration::from_secs(u64::from(prompt.minutes) * 60);
        if let Some(dimension) = &self.retry {
            let last = store.last_attempt(prompt.id.as_str())?.context("there is no attempt to retry yet")?;
            return retry(
                prompt,
                dimension,
                &last,
                draft(Kind::Retry(dimension.clone()), half_time(prompt) / 2),
            );
        }
        let Some(id) = &self.vary else {
            return Ok(Task {
                draft: draft(Kind::Practice, whole),
                retry: None,
                opening: prompt.statement.clone(),
            });
        };
        let found = prompt.variations.iter().find(|variation| variation.id == *id);
        let Some(variation) = found else {
            let known: Vec<&str> = prompt.variations.iter().map(|variation| variation.id.as_str()).collect();
            bail!("there is no variation `{id}`: choose one of {}", known.join(", "));
        };
        let opening = format!("{}\n\nOne thing has changed: {}", prompt.statement, variation.change);
        Ok(Task { draft: draft(Kind::Variation(id.clone()), half_time(prompt)), retry: None, opening })
    }
}

fn retry(prompt: &Prompt, dimension: &DimensionId, last: &Attempt, mut draft: Draft) -> anyhow::Result<Task> {
    let found = prompt.rubric.dimensions.iter().find(|found| found.id == *dimension);
    let found = found.with_context(|| format!("there is no dimension `{dimension}` in this prompt"))?;
    let report: Report = serde_json::from_value(last.body.report.clone())
        .context("the last attempt was scored by another version: practise it once more")?;
    let retry = Retry::open(&last.body.text, &report, dimension);
    let question = report.dimension(dimension.as_str()).and_then(|score| score.next.clone());
    draft.parent = Some(last.id.clone());
    let opening = format!(
        "{}: {}\n\nYou wrote about it: {}\nWrite that part anew; the rest of your answer stays.",
        found.title,
        question.unwrap_or_default(),
        if retry.part().is_empty() { "nothing" } else { retry.part() }
    );
    Ok(Task { draft, retry: Some(retry), opening })
}

fn practise<R: BufRead, W: Write>(
    console: &mut Console<R, W>,
    store: &mut Store,
    prompt: &Prompt,
    task: Task,
    clock: &dyn Fn() -> Now,
) -> anyhow::Result<()> {
    let mut sitting = Sitting::open(console, store, prompt, task.draft, clock)?;
    let left = clock_face(sitting.draft.timer.left());
    sitting.console.say(&format!("{}\n", prompt.title))?;
    sitting.console.show(&task.opening)?;
    sitting.console.say(&format!("{left} left. {HELP}"))?;
    if !sitting.draft.text.trim().is_empty() {
        let so_far = format!("\nYour answer so far:\n{}", sitting.draft.text);
        sitting.console.say(&so_far)?;
    }
    loop {
        match sitting.next()? {
            Line::End => return sitting.leave(),
            Line::Text(line) => sitting.write(&line)?,
            Line::Command(word, rest) => match word.as_str() {
                "quit" => return sitting.leave(),
                "submit" if sitting.draft.text.trim().is_empty() => {
                    sitting.console.say("There is nothing to hand in yet.")?;
                }
                "submit" => return hand_in(sitting, task.retry.as_ref()),
                "guidance" => sitting.console.show(&guidance(prompt))?,
                word => {
                    if !sitting.common(word, &rest)? {
                        sitting.console.say(HELP)?;
                    }
                }
            },
        }
    }
}

fn hand_in<R: BufRead, W: Write>(
    mut sitting: Sitting<'_, R, W>,
    retry: Option<&Retry>,
) -> anyhow::Result<()> {
    let written = sitting.draft.text.clone();
    let text = retry.map_or_else(|| written.clone(), |retry| retry.merge(&written));
    let report = sitting.grade(&text);
    let id = sitting.submit(text, &report)?;
    sitting.console.say(&result::lines(&report, report.band.word()))?;
    sitting.console.say(&format!("\nKept as {}.", id.0.get(..8).unwrap_or(&id.0)))?;
    if sitting.console.agrees("Read the model answer?")? {
        sitting.console.show(&sitting.prompt.model_answer)?;
    }
    Ok(())
}

fn guidance(prompt: &Prompt) -> String {
    let notes = prompt.guidance.iter().chain(&prompt.tips);
    notes.map(|note| format!("**{}**: {}", note.title, note.body)).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::library::Library;
    use crate::interview::timer::UnixMillis;
    use std::cell::Cell;

    fn run(store: &mut Store, args: &Args, lines: &str) -> String {
        let library = Library::builtin();
        let prompt = library.prompt("checkout").unwrap();
        let task = args.task(prompt, store).unwrap();
        let (mut out, seconds) = (Vec::new(), Cell::new(0));
        let clock = || {
            seconds.set(seconds.get() + 1);
            let wall = UnixMillis(1_763_510_400_000 + seconds.get() * 1000);
            Now { monotonic: Duration::from_secs(seconds.get().unsigned_abs()), wall }
        };
        practise(&mut Console::over(lines.as_bytes(), &mut out), store, prompt, task, &clock).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn args(retry: Option<&str>, vary: Option<&str>) -> Args {
        let (retry, vary) = (retry.map(|id| id.parse().unwrap()), vary.map(|id| id.parse().unwrap()));
        Args { prompt: "checkout".to_owned(), minutes: 0, retry, vary }
    }

    #[test]
    fn an_answer_survives_the_end_of_input_and_is_scored_when_handed_in() {
        let mut store = Store::in_memory().unwrap();
        let told = run(&mut store, &args(None, None), "I charge the card first.\nwrong line\n/undo\n/hint\n");
        assert!(told.contains("Taken back: wrong line") && told.contains("Kept, with 29:"), "{told}");
        let told = run(&mut store, &args(None, None), "/submit\nn\n");
        assert!(told.contains("Your answer so far:\nI charge the card first."), "{told}");
        assert!(told.contains("Overall: early"), "{told}");
        let attempt = store.last_attempt("checkout").unwrap().unwrap();
        assert_eq!((attempt.body.text.as_str(), attempt.body.hints.len()), ("I charge the card first.\n", 1));
        assert!(store.due_count(UnixMillis(i64::MAX)).unwrap() > 0, "what was missed became cards");
    }

    #[test]
    fn one_dimension_is_retried_and_merged_into_the_whole_answer() {
        let mut store = Store::in_memory().unwrap();
        run(
            &mut store,
            &args(None, None),
            "I charge the card, reserve the stock and save the order.\n/submit\nn\n",
        );
        let first = store.last_attempt("checkout").unwrap().unwrap();
        let retry = args(Some("operations"), None);
        let told = run(
            &mut store,
            &retry,
            "We alert when the oldest message is older than five minutes.\n/submit\nn\n",
        );
        assert!(told.contains("You wrote about it: nothing"), "{told}");
        let second = store.last_attempt("checkout").unwrap().unwrap();
        assert_eq!(second.body.parent, Some(first.id));
        assert!(
            second.body.text.starts_with("I charge the card") && second.body.text.contains("oldest message")
        );
    }

    #[test]
    fn a_variation_has_half_the_time() {
        let mut store = Store::in_memory().unwrap();
        let told = run(&mut store, &args(None, Some("seats")), "/time\n/quit\n");
        assert!(told.contains("One thing has changed") && told.contains("14:5"), "{told}");
    }
}
