//! Key moments of a run on the timeline.

use crate::sim::{Mark, MarkKind};
use crate::tui::look::Role;
use crate::tui::widget::timeline::Tick;

/// A few words for a kind of moment.
pub(super) const fn word(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Trouble => "fault",
        MarkKind::Relief => "fault ends",
        MarkKind::FailedClick => "failed click",
        MarkKind::ChargedWithoutOrder => "charged, no order",
        MarkKind::ChargedTwice => "charged twice",
        MarkKind::DuplicateOrder => "order doubled",
        MarkKind::Oversold => "oversold",
        MarkKind::TakenBack => "taken back",
        MarkKind::Lost => "message lost",
        MarkKind::Redelivered => "redelivered",
        MarkKind::EmailedTwice => "emailed twice",
        MarkKind::EmailLate => "email late",
        MarkKind::DeadLetter => "dead letter",
        MarkKind::Ticket => "ticket",
        MarkKind::Alarm => "alarm",
        MarkKind::Noticed => "noticed",
        MarkKind::SoldOut => "sold out",
        MarkKind::PhantomRead => "phantom stock",
        MarkKind::Recovered => "recovered",
    }
}

/// Whether a shopper is harmed at such a moment.
pub(super) const fn harms(kind: MarkKind) -> bool {
    !matches!(
        kind,
        MarkKind::Trouble
            | MarkKind::Relief
            | MarkKind::Redelivered
            | MarkKind::Alarm
            | MarkKind::Noticed
            | MarkKind::SoldOut
            | MarkKind::Recovered
    )
}

const fn helps(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Relief | MarkKind::Alarm | MarkKind::Noticed | MarkKind::Recovered)
}

/// What colours a kind of moment; the glyph and the word say the same.
pub(super) const fn role(kind: MarkKind) -> Role {
    if harms(kind) {
        Role::Bad
    } else if helps(kind) {
        Role::Good
    } else {
        Role::Warn
    }
}

/// One character for a kind of moment.
pub(super) const fn glyph(kind: MarkKind, ascii: bool) -> &'static str {
    let (unicode, plain) = match kind {
        MarkKind::Trouble => ("▼", "v"),
        MarkKind::Relief => ("△", "^"),
        MarkKind::Alarm | MarkKind::Noticed => ("◆", "a"),
        MarkKind::Recovered => ("✓", "+"),
        MarkKind::Ticket => ("?", "?"),
        MarkKind::Redelivered | MarkKind::SoldOut => ("•", "*"),
        _ => ("!", "!"),
    };
    if ascii { plain } else { unicode }
}

/// Which label is dropped last when there is no room for all.
const fn weight(kind: MarkKind) -> u8 {
    match kind {
        MarkKind::Trouble | MarkKind::Noticed | MarkKind::Recovered => 3,
        MarkKind::Ticket | MarkKind::ChargedTwice | MarkKind::ChargedWithoutOrder | MarkKind::Oversold => 2,
        MarkKind::Relief | MarkKind::Redelivered => 0,
        _ => 1,
    }
}

/// The moments as ticks of a timeline.
pub(super) fn ticks(story: &[Mark], ascii: bool) -> Vec<Tick> {
    let tick = |mark: &Mark| Tick {
        at: mark.at,
        glyph: glyph(mark.kind, ascii),
        role: role(mark.kind),
        label: word(mark.kind),
        weight: weight(mark.kind),
    };
    story.iter().map(tick).collect()
}

/// The last moment at or before `at`, with its place in the story.
pub(super) fn latest(story: &[Mark], at: f64) -> Option<(usize, &Mark)> {
    story.iter().enumerate().rev().find(|(_, m)| m.at <= at + 1e-6)
}
