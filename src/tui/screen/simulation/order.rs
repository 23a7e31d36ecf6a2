//! One order's own way through every task, attempt and duplicate.

use std::collections::BTreeSet;

use super::lab::Played;
use super::words::{count, span};
use crate::content::task::Placement;
use crate::sim::{MarkKind, Step, StepKind};

/// A pause longer than this gets a line of its own, in seconds.
const PAUSE: f64 = 2.0;

/// An order that may be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The order, counted from 1.
    pub order: u64,
    /// What it is known for.
    pub known_for: &'static str,
}

/// Orders worth following: the harmed ones first, each once.
pub fn candidates(played: &Played) -> Vec<Candidate> {
    let marks = played.run.story.iter().filter_map(|m| Some((m.order?, m.kind)));
    let (mut harmed, other): (Vec<_>, Vec<_>) = marks.partition(|(_, kind)| super::marks::harms(*kind));
    harmed.extend(other);
    let mut seen = BTreeSet::new();
    harmed.retain(|(order, _)| seen.insert(*order));
    let known =
        harmed.into_iter().map(|(order, kind)| Candidate { order, known_for: super::marks::word(kind) });
    let first = (!seen.contains(&1)).then_some(Candidate { order: 1, known_for: "the first to come" });
    known.chain(first).collect()
}

/// Where a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The shopper's side.
    Shopper,
    /// Before the answer.
    Desk,
    /// Behind it.
    Room,
}

/// How a step is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Plain,
    /// Something good and lasting was done.
    Done,
    /// It went wrong.
    Wrong,
    /// Nothing happens for a while.
    Pause,
}

/// One line of the order's life.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Seconds since the first click.
    pub after: f64,
    /// Where.
    pub lane: Lane,
    /// How it is to be taken.
    pub tone: Tone,
    /// What happened.
    pub text: String,
}

/// The life of the followed order.
pub fn life(played: &Played) -> Vec<Moment> {
    let steps = &played.run.timeline;
    let Some(start) = steps.first().map(|s| s.at) else { return Vec::new() };
    let mut last = start;
    let mut moments = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some((tone, text)) = told(played, &steps[..at], step, &steps[at + 1..]) else { continue };
        if step.at - last > PAUSE {
            let text = format!("{} pass", span(step.at - last));
            moments.push(Moment { after: last - start, lane: Lane::Shopper, tone: Tone::Pause, text });
        }
        last = step.at;
        moments.push(Moment { after: step.at - start, lane: lane(played, step), tone, text });
    }
    moments
}

fn lane(played: &Played, step: &Step) -> Lane {
    let job = step.task.as_deref().and_then(|id| played.scenario.task(id));
    match job.map(|j| j.placement) {
        None => Lane::Shopper,
        Some(Placement::Blocking) => Lane::Desk,
        Some(_) => Lane::Room,
    }
}

/// What a step says, seeing what came before and what comes after; none when another step says it.
fn told(played: &Played, before: &[Step], step: &Step, after: &[Step]) -> Option<(Tone, String)> {
    let name = step
        .task
        .as_deref()
        .and_then(|id| played.scenario.task(id))
        .map_or(String::new(), |j| short_name(j.id.as_str()));
    let again = before.iter().any(|s| s.kind == step.kind && s.task == step.task);
    let attempt = if step.attempt > 1 { format!(", attempt {}", step.attempt) } else { String::new() };
    let effect = |text: &str| {
        if again {
            (Tone::Wrong, format!("{text} AGAIN ({})", taken(before, step)))
        } else {
            (Tone::Done, format!("{text} ({})", taken(before, step)))
        }
    };
    let told_by_effect = || before.iter().any(|s| same_work(s, step) && has_effect(s.kind));
    Some(match step.kind {
        StepKind::Click if step.click > 1 => (Tone::Plain, format!("clicks again (click {})", step.click)),
        StepKind::Click => (Tone::Plain, "clicks".to_owned()),
        StepKind::Waits => return None,
        StepKind::Begins if ends_later(step, after) => return None,
        StepKind::Begins => (Tone::Plain, format!("{name}: begins{attempt}, and never ends")),
        StepKind::Succeeds if told_by_effect() => return None,
        StepKind::Succeeds => (Tone::Plain, format!("{name}: {}{attempt}", taken(before, step))),
        StepKind::Fails => (Tone::Wrong, format!("{name}: fails{attempt}")),
        StepKind::Refused => (Tone::Wrong, format!("{name}: refused{attempt}")),
        StepKind::TimesOut => (Tone::Wrong, format!("{name}: nobody waits for it any more")),
        StepKind::Published => (Tone::Plain, format!("{name}: message published")),
        StepKind::LeaseEnds => (Tone::Wrong, format!("{name}: lease ends, delivered again")),
        StepKind::Returns => (Tone::Plain, format!("{name}: back in the queue")),
        StepKind::DeadLetter => (Tone::Wrong, format!("{name}: set aside as a dead letter")),
        StepKind::Lost => (Tone::Wrong, format!("{name}: message lost")),
        StepKind::Recognised => (Tone::Done, format!("{name}: already done, skipped")),
        StepKind::Charged => effect("card charged"),
        StepKind::Reserved => effect("unit reserved"),
        StepKind::Saved => effect("order saved"),
        StepKind::Emailed => effect("email sent"),
        StepKind::Shipped => effect("warehouse told"),
        StepKind::Undone => (Tone::Plain, format!("{name}: undone")),
        StepKind::SoldOut => (Tone::Wrong, "told: sold out".to_owned()),
        StepKind::Placed => (Tone::Done, "told: \"order placed\"".to_owned()),
        StepKind::Failed => (Tone::Wrong, "sees an error".to_owned()),
        StepKind::Replayed => (Tone::Done, "gets the stored answer".to_owned()),
        StepKind::GivesUp => (Tone::Wrong, "gives up".to_owned()),
        StepKind::Ticket => (Tone::Wrong, "writes to support".to_owned()),
    })
}

/// An id as a person reads it.
pub fn short_name(id: &str) -> String {
    id.replace('-', " ")
}

const fn has_effect(kind: StepKind) -> bool {
    use StepKind::{Charged, Emailed, Recognised, Reserved, Saved, Shipped};
    matches!(kind, Charged | Reserved | Saved | Emailed | Shipped | Recognised)
}

fn same_work(a: &Step, b: &Step) -> bool {
    a.task == b.task && a.click == b.click && a.attempt == b.attempt
}

fn ends_later(begun: &Step, after: &[Step]) -> bool {
    let ends = |s: &&Step| {
        has_effect(s.kind)
            || matches!(
                s.kind,
                StepKind::Succeeds | StepKind::Fails | StepKind::LeaseEnds | StepKind::Recognised
            )
    };
    after.iter().filter(ends).any(|s| same_work(s, begun))
}

/// `182 ms`, `182 ms after 40 ms in line`.
fn taken(before: &[Step], end: &Step) -> String {
    let last = |kind| before.iter().rev().find(|s| s.kind == kind && same_work(s, end)).map(|s| s.at);
    let Some(begun) = last(StepKind::Begins) else { return "done".to_owned() };
    let work = span(end.at - begun);
    match last(StepKind::Waits).map(|waited| begun - waited) {
        Some(wait) if wait > 0.0005 => format!("{work} after {} in line", span(wait)),
        _ => work,
    }
}

/// The heading over an order's life.
pub fn title(order: u64, candidates: &[Candidate]) -> String {
    let known = candidates.iter().find(|c| c.order == order).map(|c| c.known_for);
    match known {
        Some(known) => format!("Order {}: {known}", count(order)),
        None => format!("Order {}", count(order)),
    }
}

/// Whether a kind of mark is about one order that came to harm.
pub fn first_harmed(played: &Played) -> Option<u64> {
    let money = |k: MarkKind| {
        matches!(k, MarkKind::ChargedTwice | MarkKind::ChargedWithoutOrder | MarkKind::Oversold)
    };
    let story = &played.run.story;
    let grave = story.iter().find(|m| money(m.kind) && m.order.is_some());
    grave.and_then(|m| m.order).or_else(|| candidates(played).first().map(|c| c.order))
}

#[cfg(test)]
mod tests {
    use super::super::samples::outage;
    use super::*;
    use crate::sim::Mark;

    fn step(at: f64, kind: StepKind, task: Option<&str>, attempt: u32) -> Step {
        Step { at, kind, task: task.map(Into::into), click: 1, attempt }
    }

    #[test]
    fn a_life_merges_work_and_shows_duplicates_and_pauses() {
        let mut played = outage();
        played.run.timeline = vec![
            step(1.0, StepKind::Click, None, 1),
            step(1.0, StepKind::Waits, Some("charge"), 1),
            step(1.04, StepKind::Begins, Some("charge"), 1),
            step(1.24, StepKind::Charged, Some("charge"), 1),
            step(1.24, StepKind::Succeeds, Some("charge"), 1),
            step(1.3, StepKind::Placed, None, 1),
            step(1.3, StepKind::Published, Some("email"), 1),
            step(1.4, StepKind::Begins, Some("email"), 1),
            step(1.8, StepKind::Emailed, Some("email"), 1),
            step(31.4, StepKind::LeaseEnds, Some("email"), 1),
            step(31.5, StepKind::Begins, Some("email"), 2),
            step(31.8, StepKind::Emailed, Some("email"), 2),
        ];
        let told: Vec<String> =
            life(&played).iter().map(|m| format!("{:?} {} {}", m.lane, span(m.after), m.text)).collect();
        assert_eq!(
            told,
            [
                "Shopper 0 ms clicks",
                "Desk 240 ms card charged (200 ms after 40 ms in line)",
                "Shopper 300 ms told: \"order placed\"",
                "Room 300 ms email: message published",
                "Room 800 ms email sent (400 ms)",
                "Shopper 800 ms 30 s pass",
                "Room 30 s email: lease ends, delivered again",
                "Room 31 s email sent AGAIN (300 ms)",
            ]
        );
    }

    #[test]
    fn harmed_orders_come_first_and_each_once() {
        let mut played = outage();
        let mark = |kind, order| Mark { at: 1.0, kind, sentence: String::new(), order, task: None };
        played.run.story = vec![
            mark(MarkKind::Trouble, None),
            mark(MarkKind::Redelivered, Some(5)),
            mark(MarkKind::ChargedTwice, Some(9)),
            mark(MarkKind::Ticket, Some(9)),
        ];
        let orders: Vec<u64> = candidates(&played).iter().map(|c| c.order).collect();
        assert_eq!(orders, [9, 5, 1]);
        assert_eq!(first_harmed(&played), Some(9));
    }
}
