//! `frontdesk mock`: a mock interview line by line.

use std::io::{BufRead, Write};
use std::time::Duration;

use crate::content::prompt::Prompt;
use crate::interview::timer::{Now, clock_face};
use crate::interview::{Debrief, Level, Session, Setup, Standing, Turn, debrief};
use crate::progress::submission::heard;
use crate::progress::{Draft, Store};
use crate::tui::terminal::Clock;

use super::output::Status;
use super::plain::answer::{Line, Sitting};
use super::plain::console::Console;
use super::plain::result;
use super::{Options, answers};

/// Hold a mock interview line by line, without a full screen
///
/// Write as you would speak; an empty line hands the word to the interviewer. An interview that was left goes on at the
/// same second.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A prompt (see `frontdesk list`)
    #[arg(value_name = "PROMPT")]
    prompt: String,
    /// mid-level, senior or staff
    #[arg(long, default_value_t = Level::Senior)]
    level: Level,
    /// Length in minutes
    #[arg(long, default_value_t = 45, value_parser = clap::value_parser!(u32).range(10..=120))]
    minutes: u32,
    /// Which interviewer: the same number asks the same
    #[arg(long)]
    seed: Option<u64>,
}

const HELP: &str = "An empty line hands over the word. /next and /back change the phase, /phases lists them, /note TEXT \
    thinks aloud apart from the answer, /time, /read, /undo, /pause, /quit keeps everything, /end ends the interview.";

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let prompt = answers::prompt(&self.prompt, options)?;
        let mut store = Store::open(&options.store()?)?;
        let clock = Clock::start();
        let seed = self.seed.unwrap_or_else(|| clock.now().wall.0.unsigned_abs());
        let setup = Setup::new(self.level, self.minutes, seed);
        interview(&mut Console::standard(), &mut store, &prompt, setup, &|| clock.now())?;
        Ok(Status::Clean)
    }
}

/// An interview on the table.
struct Room<'a, R, W> {
    sitting: Sitting<'a, R, W>,
    session: Session,
    told: usize,
}

fn interview<R: BufRead, W: Write>(
    console: &mut Console<R, W>,
    store: &mut Store,
    prompt: &Prompt,
    setup: Setup,
    clock: &dyn Fn() -> Now,
) -> anyhow::Result<()> {
    let fresh = Draft::mock(prompt.id.clone(), Session::begin(prompt, setup));
    let mut sitting = Sitting::open(console, store, prompt, fresh, clock)?;
    let session = sitting.draft.session.take().unwrap_or_else(|| Session::begin(prompt, setup));
    let told = session.turns().len().saturating_sub(2);
    sitting.console.say(&format!("{}\n", prompt.title))?;
    sitting.console.show(&prompt.statement)?;
    sitting.console.say(&format!("{HELP}\n"))?;
    Room { sitting, session, told }.hold()
}

impl<R: BufRead, W: Write> Room<'_, R, W> {
    fn hold(mut self) -> anyhow::Result<()> {
        loop {
            self.catch_up()?;
            match self.sitting.next()? {
                Line::End => return self.leave(),
                Line::Text(line) if line.trim().is_empty() => self.hand_over()?,
                Line::Text(line) => {
                    self.sitting.draft.session = Some(self.session.clone());
                    self.sitting.write(&line)?;
                }
                Line::Command(word, rest) => match word.as_str() {
                    "quit" => return self.leave(),
                    "end" => return self.end(),
                    "next" => self.go(1)?,
                    "back" => self.go(-1)?,
                    "phases" => self.phases()?,
                    word => {
                        if !self.sitting.common(word, &rest)? {
                            self.sitting.console.say(HELP)?;
                        }
                    }
                },
            }
        }
    }

    /// Tells what the interviewer said since.
    fn catch_up(&mut self) -> anyhow::Result<()> {
        let at = self.sitting.tick()?;
        self.session.tick(at);
        let new = self
            .session
            .turns()
            .iter()
            .skip(self.told)
            .filter(|turn| turn.speaker() == crate::interview::Speaker::Interviewer);
        let words: Vec<String> = new.map(said).collect();
        self.told = self.session.turns().len();
        for line in words {
            self.sitting.console.say(&line)?;
        }
        self.sitting.draft.session = Some(self.session.clone());
        self.sitting.keep()
    }

    fn hand_over(&mut self) -> anyhow::Result<()> {
        let at = self.sitting.tick()?;
        let text = self.sitting.draft.text.clone();
        let understood = heard(&self.sitting.grade(&self.session.answer(&text)));
        self.session.listen(self.sitting.prompt, &text, &understood, at);
        Ok(())
    }

    fn go(&mut self, step: isize) -> anyhow::Result<()> {
        let at = self.sitting.tick()?;
        match self
            .session
            .phase()
            .checked_add_signed(step)
            .filter(|phase| *phase < self.session.phases().len())
        {
            Some(phase) => self.session.go_to(phase, &mut self.sitting.draft.text, at),
            None => self.sitting.console.say("There is no phase in that direction.")?,
        }
        Ok(())
    }

    fn phases(&mut self) -> anyhow::Result<()> {
        let at = self.sitting.tick()?;
        for (index, phase) in self.session.phases().iter().enumerate() {
            let here = if index == self.session.phase() { "here: " } else { "" };
            let (spent, planned) = (self.session.time_in(index, at), Duration::from_millis(phase.ms));
            let line = format!("{here}{} {} of {}", phase.title, clock_face(spent), clock_face(planned));
            self.sitting.console.say(&line)?;
        }
        Ok(())
    }

    fn leave(mut self) -> anyhow::Result<()> {
        self.sitting.draft.session = Some(self.session);
        self.sitting.leave()
    }

    fn end(mut self) -> anyhow::Result<()> {
        let at = self.sitting.tick()?;
        let answer = self.session.answer(&self.sitting.draft.text);
        let report = self.sitting.grade(&answer);
        let understood = heard(&report);
        self.session.end(&self.sitting.draft.text, &understood, at);
        let looked_back = debrief(self.sitting.prompt, &self.session, &understood);
        self.sitting.draft.session = Some(self.session);
        self.sitting.submit(answer, &report)?;
        self.sitting.console.say(&result::lines(&report, report.band.mock_word()))?;
        Ok(self.sitting.console.say(&told(&looked_back))?)
    }
}

fn said(turn: &Turn) -> String {
    format!("Interviewer, {}: {}", clock_face(Duration::from_millis(turn.at_ms)), turn.text)
}

/// The debrief as lines.
fn told(debrief: &Debrief) -> String {
    let standing = match debrief.standing {
        Standing::Below => "below",
        Standing::Meets => "at",
        Standing::Above => "above",
    };
    let mut text =
        format!("\nFor {}: your answer is {standing} that level.\n\nWhere the time went:\n", debrief.level);
    for phase in &debrief.phases {
        let face = |ms: u64| clock_face(Duration::from_millis(ms));
        text = format!("{text}  {}: {} of {}\n", phase.title, face(phase.spent_ms), face(phase.planned_ms));
    }
    text += "\nWhat the questions moved:\n";
    for moved in &debrief.moved {
        let after = moved.after.map_or("no answer".to_owned(), |after| after.to_string());
        text = format!("{text}  {} {} to {after}: {}\n", moved.dimension, moved.before, moved.text);
    }
    text += "\nNext:\n";
    for (index, next) in debrief.next.iter().enumerate() {
        text = format!("{text}  {}. {}\n", index + 1, next.why);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::library::Library;
    use crate::interview::timer::UnixMillis;
    use crate::progress::Kind;
    use std::cell::Cell;

    /// Each look at the clock takes ten seconds.
    fn run(store: &mut Store, lines: &str) -> String {
        let library = Library::builtin();
        let prompt = library.prompt("checkout").unwrap();
        let (mut out, seconds) = (Vec::new(), Cell::new(0_u64));
        let clock = || {
            seconds.set(seconds.get() + 10);
            let wall = UnixMillis(1_763_510_400_000 + i64::try_from(seconds.get()).unwrap() * 1000);
            Now { monotonic: Duration::from_secs(seconds.get()), wall }
        };
        let setup = Setup::new(Level::Senior, 30, 3);
        interview(&mut Console::over(lines.as_bytes(), &mut out), store, prompt, setup, &clock).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_interview_that_was_left_goes_on_with_its_words_and_ends_with_a_debrief() {
        let mut store = Store::in_memory().unwrap();
        let told = run(&mut store, "Who buys here, and how often?\n\n/next\n/next\nI store orders.\n");
        assert!(told.contains("Interviewer, 00:00: Welcome") && told.contains("Kept, with"), "{told}");
        let told = run(&mut store, "/back\n/read\n/next\n/phases\n\n/end\n");
        assert!(told.contains("here: Data and interface"), "{told}");
        assert!(told.contains("For senior: your answer is below that level."), "{told}");
        assert!(told.contains("Next:\n1."), "{told}");
        let attempt = store.last_attempt("checkout").unwrap().unwrap();
        assert_eq!(attempt.body.kind, Kind::Mock);
        assert_eq!(attempt.body.text, "Who buys here, and how often?\n\nI store orders.");
        assert!(attempt.body.pauses.len() == 1 && attempt.body.session.is_some());
        assert!(store.drafts().unwrap().is_empty());
    }
}
