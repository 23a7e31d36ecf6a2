//! What stands beside the editor: the question, the guidance, the hints, earlier submissions.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{PANEL, Practice, WIDE};
use crate::content::id::DimensionId;
use crate::content::parse::blocks;
use crate::content::prompt::{Hint, Note};
use crate::progress::{Kind, Summary};
use crate::score::Band;
use crate::tui::effect::Effect;
use crate::tui::look::{Look, Role};
use crate::tui::screen::Env;
use crate::tui::screen::sitting::Sitting;
use crate::tui::widget::frame::{GUTTER, below, inset, split};
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::toast::Tone;
use crate::tui::widget::wrap::{Text, hang, wrap_text};

/// The panels; the answer is one of them where there is no room beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Answer,
    Question,
    Guidance,
    Hints,
    Submissions,
}

impl Tab {
    pub(super) const ALL: [Self; 5] =
        [Self::Answer, Self::Question, Self::Guidance, Self::Hints, Self::Submissions];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Answer => "Answer",
            Self::Question => "Question",
            Self::Guidance => "Guidance",
            Self::Hints => "Hints",
            Self::Submissions => "Submissions",
        }
    }
}

/// The tabs that fit an area: beside the editor there is no tab for the answer.
pub(super) fn tabs_for(area: Rect) -> &'static [Tab] {
    if area.width >= WIDE { &Tab::ALL[1..] } else { &Tab::ALL }
}

impl Practice {
    /// The panel that shows.
    pub(super) fn side(&self, area: Rect) -> Tab {
        if self.tab == Tab::Answer && area.width >= WIDE { Tab::Question } else { self.tab }
    }

    pub(super) fn turn(&mut self, by: isize, env: &Env) {
        let tabs = tabs_for(env.body);
        let at = tabs.iter().position(|t| *t == self.side(env.body)).unwrap_or(0);
        let to = (at.cast_signed() + by).rem_euclid(tabs.len().cast_signed());
        self.show(to.cast_unsigned(), env);
    }

    /// Turns to tab number `tab` of those that fit.
    pub(super) fn show(&mut self, tab: usize, env: &Env) {
        let Some(tab) = tabs_for(env.body).get(tab) else { return };
        self.tab = *tab;
        self.scroll = Scroll::default();
        if env.body.width < WIDE {
            self.writing = false;
        }
    }

    /// Moves in the panel: the cursor of the hints, or the text.
    pub(super) fn scroll_panel(&mut self, by: isize, env: &Env) {
        if self.side(env.body) == Tab::Hints {
            self.hint.by(by.signum(), self.dimensions().len());
            return;
        }
        let area = Self::panel_area(env.body);
        let lines = self.panel(self.side(env.body), env.look, usize::from(area.width)).len();
        self.scroll.by(by, lines, area.height);
    }

    /// The text of a panel.
    pub(super) fn panel(&self, tab: Tab, look: Look, width: usize) -> Text {
        let at = Layout { look, width };
        match tab {
            Tab::Answer => Text::new(),
            Tab::Question => self.question(at),
            Tab::Guidance => self.guidance(at),
            Tab::Hints => self.hint_lines(at),
            Tab::Submissions => self.submissions(at),
        }
    }

    fn question(&self, at: Layout) -> Text {
        let mut text = Text::new();
        let strong = |words: &str| wrap_text(words, at.look.style(Role::Strong), at.width);
        if let Some(variation) = self.variation() {
            at.append(&mut text, strong("The same question, with one thing changed:"));
            at.append(&mut text, at.blocks(&blocks(&variation.change)));
        }
        if let Kind::Retry(id) = &self.draft.key.mode {
            let about = self.prompt.rubric.dimensions.iter().find(|d| d.id == *id);
            at.append(&mut text, strong(&format!("Only this: {}", about.map_or(id.as_str(), |d| &d.title))));
            for question in about.into_iter().flat_map(|d| &d.questions) {
                at.append(&mut text, wrap_text(question, at.look.style(Role::Text), at.width));
            }
            let merged = "What you write here takes its place in your answer, and the whole is scored again.";
            at.append(&mut text, wrap_text(merged, at.look.style(Role::Muted), at.width));
        }
        at.append(&mut text, at.blocks(&blocks(&self.prompt.statement)));
        text
    }

    fn guidance(&self, at: Layout) -> Text {
        let mut text = Text::new();
        for note in &self.prompt.guidance {
            at.append(&mut text, note_lines(at, &note.title, note));
        }
        for note in &self.prompt.tips {
            let title = format!("{} {}", at.look.glyphs().bullet, note.title);
            at.append(&mut text, note_lines(at, &title, note));
        }
        if text.is_empty() { muted(at, "This prompt has no guidance.") } else { text }
    }

    /// The dimensions that have hints, in the rubric's order.
    fn dimensions(&self) -> Vec<&DimensionId> {
        let dimensions = self.prompt.rubric.dimensions.iter().map(|d| &d.id);
        dimensions.filter(|id| self.prompt.hints.iter().any(|h| h.dimension == **id)).collect()
    }

    /// The hints of a dimension with their numbers, by tier.
    fn hints_of(&self, id: &DimensionId) -> Vec<(u32, &Hint)> {
        let of = self.prompt.hints.iter().enumerate().filter(|(_, h)| h.dimension == *id);
        let mut hints: Vec<_> = of.map(|(i, h)| (i as u32, h)).collect();
        hints.sort_by_key(|(_, h)| h.tier);
        hints
    }

    fn hint_lines(&self, at: Layout) -> Text {
        let dimensions = self.dimensions();
        let intro = "A hint is given when you ask for it: first it points, then it narrows, then it nearly tells. \
                     Those you used are shown with the score.";
        let mut text = muted(at, intro);
        for (i, id) in dimensions.iter().enumerate() {
            at.append(&mut text, self.dimension_hints(at, id, self.hint.row(dimensions.len()) == i));
        }
        text
    }

    fn dimension_hints(&self, at: Layout, id: &DimensionId, chosen: bool) -> Text {
        let hints = self.hints_of(id);
        let asked = hints.iter().filter(|(i, _)| self.draft.hints.contains(i)).count();
        let title =
            self.prompt.rubric.dimensions.iter().find(|d| d.id == *id).map_or(id.as_str(), |d| &d.title);
        let cursor = if chosen { at.look.glyphs().cursor } else { " " };
        let role = if chosen { Role::Selected } else { Role::Title };
        let head = format!("{cursor} {title} {} {asked} of {}", at.look.glyphs().dot, hints.len());
        let mut text = wrap_text(&head, at.look.style(role), at.width);
        for (_, hint) in hints.iter().filter(|(i, _)| self.draft.hints.contains(i)) {
            let lead = Span::styled(format!("  {} ", hint.tier), at.look.style(Role::Accent));
            text.extend(hang(&lead, &Span::raw("    "), &Line::raw(hint.text.clone()), at.width));
        }
        text
    }

    /// Opens the next hint of the chosen dimension.
    pub(super) fn ask_for_hint(&mut self, _: &Env) -> Vec<Effect> {
        let dimensions = self.dimensions();
        let next = dimensions.get(self.hint.row(dimensions.len())).and_then(|id| {
            self.hints_of(id).into_iter().map(|(i, _)| i).find(|i| !self.draft.hints.contains(i))
        });
        match next {
            Some(index) => {
                self.draft.ask_hint(index);
                self.keep()
            }
            None => vec![Effect::Say(Tone::Note, "That was the last hint here".into())],
        }
    }

    fn submissions(&self, at: Layout) -> Text {
        if self.attempts.is_empty() {
            return muted(at, "Nothing handed in yet.");
        }
        self.attempts.iter().map(|a| attempt_line(at, a)).collect()
    }

    /// Where the panel's text goes.
    fn panel_area(area: Rect) -> Rect {
        let area = inset(area);
        below(if area.width >= WIDE - 2 * GUTTER { split(area, PANEL).0 } else { area }, 2)
    }
}

fn note_lines(at: Layout, title: &str, note: &Note) -> Text {
    let mut text = wrap_text(title, at.look.style(Role::Title), at.width);
    text.extend(at.blocks(&blocks(&note.body)));
    text
}

fn muted(at: Layout, words: &str) -> Text {
    wrap_text(words, at.look.style(Role::Muted), at.width)
}

fn attempt_line(at: Layout, attempt: &Summary) -> Line<'static> {
    let levels: Vec<u8> = attempt.levels.values().copied().collect();
    let mean = attempt.mean().map_or_else(String::new, |m| format!("{m:.1}"));
    let text = format!(
        "{}  {mean:>3}  {:10}  {} words, {} min",
        date(attempt.at),
        Band::of(&levels),
        attempt.words,
        attempt.used_ms / 60_000
    );
    Line::styled(text, at.look.style(Role::Text))
}

fn date(at: crate::interview::timer::UnixMillis) -> String {
    let time = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M").to_string()
}
