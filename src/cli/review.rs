//! `frontdesk review`: due cards, one after the other, line by line.

use std::io::{BufRead, Write};

use anyhow::Context;

use crate::interview::timer::UnixMillis;
use crate::progress::Store;
use crate::progress::review::{Card, Grade, preview};

use super::output::{Status, count};
use super::plain::console::Console;
use super::{Options, moment};

/// Review the cards that are due, line by line
///
/// Enter shows the answer; 1 again, 2 hard, 3 good, 4 easy; u takes the last grade back; q ends.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only say how many cards are due
    #[arg(long)]
    count: bool,
    /// At most so many cards
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let mut store = Store::open(&options.store()?)?;
        let due = store.due_count(moment::now())?;
        if self.count {
            super::output::text(&format!("{due}\n"))?;
            return Ok(Status::Clean);
        }
        review(&mut Console::standard(), &mut store, self.limit, moment::now)?;
        Ok(Status::Clean)
    }
}

/// What a learner wants after seeing a card.
enum Wish {
    Grade(Grade),
    Undo,
    End,
}

/// The whole sitting.
fn review<R: BufRead, W: Write>(
    console: &mut Console<R, W>,
    store: &mut Store,
    limit: usize,
    now: impl Fn() -> UnixMillis,
) -> anyhow::Result<()> {
    let mut done = 0;
    while let Some(card) = next(store, now(), done, limit)? {
        match show(console, &card, now())? {
            Wish::End => break,
            Wish::Grade(grade) => {
                store.grade_card(&card.face.id, grade, now())?;
                done += 1;
            }
            Wish::Undo if done > 0 => {
                store.undo_review()?;
                done -= 1;
                console.say("The last grade is taken back.")?;
            }
            Wish::Undo => console.say("There is nothing to take back.")?,
        }
    }
    console.say(&closing(store, now(), done)?)?;
    Ok(())
}

fn next(store: &Store, now: UnixMillis, done: usize, limit: usize) -> anyhow::Result<Option<Card>> {
    Ok(if done < limit { store.due_cards(now, 1)?.pop() } else { None })
}

fn closing(store: &Store, now: UnixMillis, done: usize) -> anyhow::Result<String> {
    let (all, next) = store.card_outlook(now)?;
    let reviewed = count(done, "card");
    Ok(match (store.due_count(now)?, next) {
        (0, _) if all == 0 => "There are no cards yet: chapters and missed points become some.".to_owned(),
        (0, Some(at)) => format!("{reviewed} reviewed; the next returns on {}.", moment::written(at)),
        (due, _) => format!("{reviewed} reviewed, {due} still due."),
    })
}

fn show<R: BufRead, W: Write>(
    console: &mut Console<R, W>,
    card: &Card,
    now: UnixMillis,
) -> anyhow::Result<Wish> {
    console.say(&format!("\n{}", card.face.front))?;
    match console.ask("(Enter shows the answer, u undoes, q ends)")?.as_deref().map(str::trim) {
        None | Some("q") => return Ok(Wish::End),
        Some("u") => return Ok(Wish::Undo),
        Some(_) => console.show(&card.face.back)?,
    }
    let days = preview(card, now).context("the card cannot be scheduled")?;
    let choices = Grade::ALL.iter().zip(days).map(|(grade, days)| {
        let wait = if days == 0 { "today".to_owned() } else { count(days as usize, "day") };
        format!("{} {} ({wait})", u8::from(*grade), grade.word())
    });
    let question = format!("{}:", choices.collect::<Vec<_>>().join(", "));
    loop {
        match console.ask(&question)?.as_deref().map(str::trim) {
            None | Some("q") => return Ok(Wish::End),
            Some("u") => return Ok(Wish::Undo),
            Some(key) => {
                if let Some(grade) = key.parse().ok().and_then(|number: u8| Grade::try_from(number).ok()) {
                    return Ok(Wish::Grade(grade));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::review::{CardId, Face};

    #[test]
    fn a_sitting_with_a_wrong_key_an_undo_and_an_end() {
        let mut store = Store::in_memory().unwrap();
        let now = UnixMillis(1_763_510_400_000);
        let face =
            |id: &str| Face { id: CardId(id.to_owned()), front: format!("{id}?"), back: format!("{id}!") };
        store.add_cards(&[face("a"), face("b")], now).unwrap();
        let mut out = Vec::new();
        let keys = "\n7\n3\nu\n\n4\n\n1\n";
        review(&mut Console::over(keys.as_bytes(), &mut out), &mut store, 50, || now).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("a!").count(), 2, "{text}");
        assert!(text.contains("taken back") && text.contains("2 cards reviewed"), "{text}");
        assert_eq!(store.due_count(now).unwrap(), 0);
    }
}
