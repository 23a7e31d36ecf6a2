//! The words about one dimension, and the texts beside them.

use ratatui::text::{Line, Span};

use super::Scored;
use super::highlight::highlighted;
use crate::content::parse::blocks;
use crate::score::{Cap, DimensionScore, Evidence, Flag, Quote, Stance, Step};
use crate::tui::look::{Look, Role};
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::wrap::{Text, hang, wrap, wrap_text};

impl Scored {
    /// The chosen dimension in words.
    pub(super) fn detail(&self, look: Look, width: usize) -> Text {
        let at = Layout { look, width };
        let mut text: Text = self.report.flags.iter().flat_map(|f| flag(at, f)).collect();
        let Some(dimension) = self.dimension() else { return text };
        at.append(&mut text, wrap_text(&dimension.why, look.style(Role::Strong), width));
        if let Some(next) = &dimension.next {
            let lead = Span::styled("Next level: ", look.style(Role::Accent));
            at.append(&mut text, wrap(&Line::from(vec![lead, Span::raw(next.clone())]), width));
        }
        at.append(&mut text, dimension.caps.iter().flat_map(|c| cap(at, c)).collect());
        at.append(&mut text, dimension.quotes().iter().flat_map(|quote| evidence(at, quote)).collect());
        if self.trace {
            at.append(&mut text, trace(at, dimension));
        }
        text
    }

    /// The answer with the words marked that count for the chosen dimension, and the line of the first of them.
    pub(super) fn answer(&self, look: Look, width: usize) -> (Text, Option<usize>) {
        let style = |e: &Evidence| match e.stance {
            Stance::Supports => look.style(Role::Evidence),
            Stance::Denies | Stance::Contradicts => look.style(Role::Against),
        };
        let evidence = self.dimension().map_or(&[][..], |d| &d.evidence);
        let marks: Vec<_> = evidence.iter().map(|e| (e.span.clone(), style(e))).collect();
        highlighted(&self.attempt.body.text, &marks, width)
    }

    pub(super) fn model_answer(&self, look: Look, width: usize) -> Text {
        Layout { look, width }.blocks(&blocks(&self.model))
    }
}

fn cap(at: Layout, cap: &Cap) -> Text {
    let text = format!("{} Held at {}: {}", at.look.glyphs().warn, cap.level, cap.why);
    wrap_text(&text, at.look.style(Role::Bad), at.width)
}

fn evidence(at: Layout, quote: &Quote<'_>) -> Text {
    let glyphs = at.look.glyphs();
    let (mark, role) = match quote.stance {
        Stance::Supports => (glyphs.yes, Role::Good),
        Stance::Denies => (glyphs.no, Role::Bad),
        Stance::Contradicts => (glyphs.warn, Role::Bad),
    };
    let lead = Span::styled(format!("{mark} "), at.look.style(role));
    let words = Span::styled(format!("\"{}\"", quote.words), at.look.style(Role::Text));
    let labels = format!(" {} {}", glyphs.dash, quote.labels.join("; "));
    let labels = Span::styled(labels, at.look.style(Role::Muted));
    hang(&lead, &Span::raw("  "), &Line::from(vec![words, labels]), at.width)
}

fn trace(at: Layout, dimension: &DimensionScore) -> Text {
    let head = wrap_text("Level by level", at.look.style(Role::Title), at.width);
    head.into_iter().chain(dimension.trace.iter().flat_map(|s| step(at, s))).collect()
}

fn step(at: Layout, step: &Step) -> Text {
    let glyphs = at.look.glyphs();
    let (mark, role) = if step.reached { (glyphs.yes, Role::Good) } else { (glyphs.no, Role::Bad) };
    let parts: Vec<String> =
        step.outcomes().map(|(what, list)| format!("{what} {}.", list.join(", "))).collect();
    let lead = Span::styled(format!("{mark} {}  ", step.level), at.look.style(role));
    hang(&lead, &Span::raw("     "), &Line::raw(parts.join(" ")), at.width)
}

fn flag(at: Layout, flag: &Flag) -> Text {
    let told = match flag {
        Flag::CopiedFromPrompt { .. } => "Sentences of the question itself earned nothing.".to_owned(),
        Flag::ResemblesModelAnswer { share } => {
            format!("{:.0} % of this stands in the model answer; no dimension goes above 2.", share * 100.0)
        }
        Flag::TermsOnly { .. } => "Terms without a relation between them are worth 1 at most.".to_owned(),
        Flag::OffTopic => "This is about something else; no dimension goes above 1.".to_owned(),
        Flag::Cut { at } => format!("Only the first {at} characters were scored."),
    };
    wrap_text(&format!("{} {told}", at.look.glyphs().warn), at.look.style(Role::Warn), at.width)
}
