//! The story: a sentence of cause for each key moment, with the order that it happened to.

use super::super::sampler::{Tick, seconds};
use super::super::story::{Mark, MarkKind};
use super::Engine;
use crate::content::scenario::Trouble;

/// Marks of a run at most; a day of trouble needs fewer.
const MOST: usize = 400;

impl Engine<'_> {
    /// Marks the first moment of its kind.
    #[inline]
    pub(super) fn mark(&mut self, kind: MarkKind, order: Option<u32>, job: Option<usize>) {
        if !self.story.has(kind) {
            let sentence = self.first_of(kind, order, job);
            self.tell(kind, order, job, sentence);
        }
    }

    /// Marks a moment of which each one counts; `which` is the window or the alarm.
    pub(super) fn mark_each(
        &mut self,
        kind: MarkKind,
        order: Option<u32>,
        job: Option<usize>,
        which: Option<usize>,
    ) {
        let sentence = match (kind, which) {
            (MarkKind::Trouble, Some(window)) => sentence_case(&self.trouble(window)),
            (MarkKind::Relief, Some(window)) => format!("Over: {}.", self.trouble(window)),
            (MarkKind::Alarm, Some(which)) => self.alarm(job, which),
            _ => "The backlog of the trouble is gone: every queue and line is back to normal.".to_owned(),
        };
        self.tell(kind, order, job, sentence);
    }

    pub(super) fn tell(&mut self, kind: MarkKind, order: Option<u32>, job: Option<usize>, sentence: String) {
        self.story.saw(kind);
        if self.story.marks.len() < MOST {
            let order = order.map(|index| self.orders[index].id);
            let task = job.map(|j| self.model.jobs[j].id.clone());
            self.story.marks.push(Mark { at: seconds(self.now), kind, sentence, order, task });
        }
    }

    fn first_of(&self, kind: MarkKind, order: Option<u32>, job: Option<usize>) -> String {
        let who = order.map_or_else(String::new, |index| {
            let noun = sentence_case(&self.model.noun);
            format!("{} {}", noun.trim_end_matches('.'), grouped(self.orders[index].id))
        });
        let task = job.map_or("", |j| self.model.jobs[j].label.as_str());
        let person = &self.model.person;
        let since = order.map_or(0, |index| self.now - self.orders[index].born);
        let told = order.map_or(0, |index| self.now.saturating_sub(self.orders[index].told));
        let body = match kind {
            MarkKind::FailedClick => format!("{who}: the click fails, {} after it began", length(since)),
            MarkKind::ChargedWithoutOrder => format!("{who} is charged, and no order is saved"),
            MarkKind::ChargedTwice => {
                format!("{who} is charged a second time, {} after the first click", length(since))
            }
            MarkKind::DuplicateOrder => {
                format!("{who} is saved twice: the {person} clicked again and nobody recognised it")
            }
            MarkKind::Oversold => format!("{who} takes a unit that does not exist"),
            MarkKind::TakenBack => {
                format!("{who} was told \"placed\" {} ago, and {task} cannot be done", length(told))
            }
            MarkKind::Lost => format!("{who}: a message is lost for good, and nothing will bring it back"),
            MarkKind::Redelivered => {
                format!(
                    "{who}: nobody acknowledged {task} before the lease ended, and the message goes out again"
                )
            }
            MarkKind::EmailedTwice => format!("{who} gets the same email twice"),
            MarkKind::EmailLate => format!("{who}: the email comes {} after \"placed\"", length(told)),
            MarkKind::DeadLetter => {
                format!("{who}: {task} is set aside as a dead letter after its last attempt")
            }
            MarkKind::Ticket => {
                format!("{who}: the {person} writes to support, {} after the first click", length(since))
            }
            MarkKind::SoldOut => format!("{who} takes the last unit"),
            MarkKind::PhantomRead => "A reader is told \"available\" when nothing is left".to_owned(),
            _ => who,
        };
        format!("{body}{}.", self.cause())
    }

    /// What is wrong now, as the end of a sentence.
    fn cause(&self) -> String {
        let open: Vec<String> = self.open_windows().map(|index| self.trouble(index)).collect();
        if !open.is_empty() {
            return format!(", while {}", open.join(" and "));
        }
        match self.weather_was() {
            Some(index) => format!(", in the aftermath of this: {}", self.trouble(index)),
            None => String::new(),
        }
    }

    /// What is wrong in a window, as a clause.
    fn trouble(&self, index: usize) -> String {
        let window = &self.model.windows[index];
        let task = window.job.map_or("", |j| self.model.jobs[j].label.as_str());
        let percent = window.share * 100.0;
        match window.trouble {
            Trouble::Down => format!("\"{task}\" refuses every call"),
            Trouble::Hangs => format!("\"{task}\" takes calls and never answers"),
            Trouble::Freezes => format!("\"{task}\" stands still"),
            Trouble::Slow => format!("\"{task}\" takes {} times as long", window.factor),
            Trouble::Failing => format!("{percent:.0} % of the calls to \"{task}\" fail"),
            Trouble::DeadWorkers if window.count == 0 => {
                format!("all workers of \"{task}\" are dead, and nobody is told")
            }
            Trouble::DeadWorkers => {
                format!("{} of the workers of \"{task}\" are dead, and nobody is told", window.count)
            }
            Trouble::Poison if window.count == 1 => format!("a message for \"{task}\" cannot be processed"),
            Trouble::Poison => format!("some messages for \"{task}\" cannot be processed"),
            Trouble::Redrive => format!("the dead letters of \"{task}\" go back into its queue"),
            Trouble::Spike => format!("{} times as many {}s come", window.factor, self.model.person),
            Trouble::Crash => format!("{percent:.0} % of requests crash between saving and publishing"),
            Trouble::ColdCache => "the cache has been emptied".to_owned(),
        }
    }

    fn alarm(&self, job: Option<usize>, which: usize) -> String {
        let Some(job) = job else { return String::new() };
        let model = &self.model.jobs[job];
        let value = match which {
            0 => format!("its oldest message has waited longer than {}", model.alarm.age),
            1 => format!(
                "{} messages wait",
                self.queues[job].stats.waiting.get().max(self.stations[model.station].stats.waiting.get())
            ),
            2 => format!("{} messages have been set aside", self.queues[job].dead_count),
            _ => format!("a worker has given no heartbeat for {}", model.alarm.heartbeat),
        };
        format!("The alarm on \"{}\" rings: {value}.", model.label)
    }
}

/// `12,811`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let mut text = digits[..head].to_owned();
    for (index, digit) in digits[head..].chars().enumerate() {
        if index % 3 == 0 && !text.is_empty() {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time as a person says it.
fn length(ticks: Tick) -> String {
    let s = seconds(ticks);
    match s {
        _ if s < 0.0995 => format!("{:.0} ms", s * 1e3),
        _ if s < 60.0 => format!("{s:.1} s"),
        _ => format!("{} min {:02} s", s as u64 / 60, s as u64 % 60),
    }
}

/// With a capital letter in front, and a full stop unless it is a name.
fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.find(|c| *c != '"').map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    let rest = letters.as_str();
    if text.starts_with('"') { format!("\"{first}{rest}.") } else { format!("{first}{rest}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!([grouped(7), grouped(1_234), grouped(123_456_789)], ["7", "1,234", "123,456,789"]);
        assert_eq!(
            [length(42_000_000), length(1_250_000_000), length(91_000_000_000)],
            ["42 ms", "1.2 s", "1 min 31 s"]
        );
        assert_eq!(sentence_case("\"email\" is down"), "\"Email\" is down.");
    }
}
