//! Writing an answer line by line: every line is kept as soon as it is entered.

use std::cell::OnceCell;
use std::io::{BufRead, Write};
use std::time::Duration;

use anyhow::bail;

use crate::content::prompt::Prompt;
use crate::interview::timer::{Cause, Now, Tick, clock_face};
use crate::progress::review::missed_faces;
use crate::progress::submission::attempt;
use crate::progress::{AttemptId, Caret, Draft, Held, Store};
use crate::score::{Report, Scorer};

use super::console::Console;

/// A draft on the table, with everything needed to go on with it.
pub(crate) struct Sitting<'a, R, W> {
    pub(crate) console: &'a mut Console<R, W>,
    pub(crate) store: &'a mut Store,
    pub(crate) prompt: &'a Prompt,
    scorer: OnceCell<Scorer>,
    pub(crate) draft: Draft,
    clock: &'a dyn Fn() -> Now,
}

/// A line of the learner.
pub(crate) enum Line {
    /// Part of the answer.
    Text(String),
    /// `/word rest`.
    Command(String, String),
    /// The input has ended.
    End,
}

impl<'a, R: BufRead, W: Write> Sitting<'a, R, W> {
    /// Opens the draft that `new` names and starts its clock.
    ///
    /// # Errors
    /// When another running frontdesk has the draft, or the store fails.
    pub(crate) fn open(
        console: &'a mut Console<R, W>,
        store: &'a mut Store,
        prompt: &'a Prompt,
        new: Draft,
        clock: &'a dyn Fn() -> Now,
    ) -> anyhow::Result<Self> {
        let now = clock();
        let mut draft = match store.open_draft(new, now.wall)? {
            Held::Mine(draft) => draft,
            Held::Elsewhere(draft) => bail!("{} is open in another frontdesk", draft.key),
        };
        draft.timer.resume(now);
        Ok(Self { console, store, prompt, scorer: OnceCell::new(), draft, clock })
    }

    /// Both clocks, after the timer took them in; asks whether time that passed unseen counts.
    pub(crate) fn tick(&mut self) -> anyhow::Result<Duration> {
        match self.draft.timer.tick((self.clock)()) {
            Tick::Jumped { away_ms } => self.settle_jump(away_ms)?,
            Tick::Expired => self.console.say("The time is up. You may go on; it is noted.")?,
            Tick::Still | Tick::Running => {}
        }
        Ok(self.draft.timer.spent())
    }

    fn settle_jump(&mut self, away_ms: i64) -> anyhow::Result<()> {
        let away = Duration::from_millis(away_ms.max(0).unsigned_abs());
        if !away.is_zero() {
            let question = format!("The machine was away for {}. Does that time count?", clock_face(away));
            if self.console.agrees(&question)? {
                self.draft.timer.count(away);
            }
        }
        self.draft.timer.resume((self.clock)());
        Ok(())
    }

    /// The next line, with the clock brought up to date.
    pub(crate) fn next(&mut self) -> anyhow::Result<Line> {
        let Some(line) = self.console.ask(">")? else { return Ok(Line::End) };
        self.tick()?;
        let Some(command) = line.strip_prefix('/') else { return Ok(Line::Text(line)) };
        let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
        Ok(Line::Command(word.to_owned(), rest.trim().to_owned()))
    }

    /// Adds a line to the answer and keeps it.
    pub(crate) fn write(&mut self, line: &str) -> anyhow::Result<()> {
        self.draft.text.push_str(line);
        self.draft.text.push('\n');
        self.keep()
    }

    /// Keeps the draft as it is.
    pub(crate) fn keep(&mut self) -> anyhow::Result<()> {
        let line = self.draft.text.matches('\n').count();
        self.draft.caret = Caret { line: u32::try_from(line).unwrap_or(u32::MAX), column: 0 };
        let now = (self.clock)();
        Ok(self.store.save_draft(&mut self.draft, now.wall)?)
    }

    /// Stops the clock and keeps the draft, to go on another time.
    pub(crate) fn leave(&mut self) -> anyhow::Result<()> {
        self.draft.timer.pause((self.clock)(), Cause::Asked);
        self.keep()?;
        let left = clock_face(self.draft.timer.left());
        Ok(self.console.say(&format!("Kept, with {left} left. The same command goes on."))?)
    }

    /// What every sitting understands; false when the command is not one of these.
    pub(crate) fn common(&mut self, word: &str, rest: &str) -> anyhow::Result<bool> {
        match word {
            "time" => {
                let left = clock_face(self.draft.timer.left());
                self.console
                    .say(&format!("{left} left, {} words", self.draft.answer().split_whitespace().count()))?;
            }
            "hint" => self.hint()?,
            "read" => self.console.say(&self.draft.text.clone())?,
            "undo" => self.undo()?,
            "pause" => self.pause()?,
            "note" => {
                self.draft.notes = format!("{}{rest}\n", self.draft.notes);
                self.keep()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn hint(&mut self) -> anyhow::Result<()> {
        let asked = &self.draft.hints;
        let fresh = (0..self.prompt.hints.len()).filter(|index| !asked.contains(&(*index as u32)));
        let Some(index) = fresh.min_by_key(|index| self.prompt.hints[*index].tier) else {
            return Ok(self.console.say("There are no more hints.")?);
        };
        self.draft.ask_hint(index as u32);
        self.keep()?;
        Ok(self.console.say(&self.prompt.hints[index].text)?)
    }

    fn undo(&mut self) -> anyhow::Result<()> {
        let text = self.draft.text.trim_end_matches('\n');
        let kept = text.rfind('\n').map_or(0, |at| at + 1);
        let gone = self.draft.text.split_off(kept);
        self.keep()?;
        Ok(self.console.say(&format!("Taken back: {gone}"))?)
    }

    fn pause(&mut self) -> anyhow::Result<()> {
        self.draft.timer.pause((self.clock)(), Cause::Asked);
        self.keep()?;
        self.console.ask("Paused; Enter goes on.")?;
        self.draft.timer.resume((self.clock)());
        Ok(())
    }

    /// Scores an answer; the first time prepares the scorer, which takes a moment.
    pub(crate) fn grade(&self, answer: &str) -> Report {
        self.scorer.get_or_init(|| Scorer::new(self.prompt)).grade(answer)
    }

    /// Hands in `text`, scored as `report`: the attempt and its draft in one step, then cards for what was missed.
    pub(crate) fn submit(&mut self, text: String, report: &Report) -> anyhow::Result<AttemptId> {
        let now = (self.clock)();
        self.draft.timer.finish(now);
        self.keep()?;
        let attempt = attempt(self.prompt, &self.draft, text, report, now.wall)?;
        let id = self.store.submit(&self.draft, &attempt)?;
        self.store.add_cards(&missed_faces(self.prompt, report), now.wall)?;
        Ok(id)
    }
}
