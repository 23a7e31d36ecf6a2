//! What an item of home is about: shown beside the list on wide terminals.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::items::State;
use crate::content::chapter::{Block, Chapter};
use crate::content::id::DimensionId;
use crate::content::parse::blocks;
use crate::content::prompt::Prompt;
use crate::progress::ReadingPosition;
use crate::progress::store::Standing;
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::widget::frame::framed;
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, hang, wrap_text};

/// The highest level of a dimension.
const BEST: usize = 4;

/// A text with a list under it.
#[derive(Debug)]
pub(super) struct About {
    title: String,
    text: Vec<Block>,
    list: Option<List>,
}

#[derive(Debug)]
enum List {
    /// The sections of a chapter.
    Sections(Vec<(State, String)>),
    /// The dimensions of a rubric, with the level reached last.
    Dimensions(Vec<(Option<u8>, String)>),
}

impl About {
    pub(super) fn chapter(chapter: &Chapter, reading: Option<&ReadingPosition>) -> Self {
        let at = reading.map_or(0, |r| if r.finished { usize::MAX } else { r.section as usize });
        let state = |i: usize| match i.cmp(&at) {
            std::cmp::Ordering::Less => State::Done,
            std::cmp::Ordering::Equal if reading.is_some() => State::Begun,
            _ => State::New,
        };
        let sections = chapter.sections.iter().enumerate().map(|(i, s)| (state(i), s.title.clone()));
        Self {
            title: chapter.front.title.clone(),
            text: blocks(&format!("Afterwards you can: {}", chapter.front.objective)),
            list: Some(List::Sections(sections.collect())),
        }
    }

    pub(super) fn prompt(prompt: &Prompt, standing: &Standing) -> Self {
        let level =
            |id: &DimensionId| standing.latest.iter().find(|l| l.prompt == prompt.id && l.dimension == *id);
        let dimensions = prompt.rubric.dimensions.iter();
        let list = dimensions.map(|d| (level(&d.id).map(|l| l.level), d.title.clone())).collect();
        Self {
            title: prompt.title.clone(),
            text: blocks(&prompt.statement),
            list: Some(List::Dimensions(list)),
        }
    }

    pub(super) fn review() -> Self {
        Self::words(
            "Review",
            "What you missed comes back as a card, when you would be about to forget it: recall questions of chapters, \
             points that an answer lacked, tasks that you placed badly. Say the answer, look, and grade how well you \
             knew it.",
        )
    }

    pub(super) fn history() -> Self {
        Self::words(
            "History",
            "Every answer that you handed in, with its score, and how each dimension developed. Open one to read it \
             again beside the words that counted.",
        )
    }

    fn words(title: &str, text: &str) -> Self {
        Self { title: title.to_owned(), text: blocks(text), list: None }
    }

    /// Draws it in a frame.
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let inner = framed(canvas, area, &self.title, false);
        let at = Layout { look: canvas.look, width: inner.width.into() };
        let list = self.list.as_ref().map(|list| list.lines(at)).unwrap_or_default();
        let mut lines = at.blocks(&self.text);
        // The list is short and says what is worth knowing: a long text gives way to it.
        let room = usize::from(inner.height).saturating_sub(list.len() + usize::from(!list.is_empty()));
        if lines.len() > room {
            lines.truncate(room.saturating_sub(1));
            lines.push(Line::styled(canvas.glyphs().ellipsis, canvas.style(Role::Muted)));
        }
        at.append(&mut lines, list);
        scrolled(canvas, inner, &lines, Scroll::default());
    }
}

impl List {
    fn lines(&self, at: Layout) -> Text {
        match self {
            Self::Sections(sections) => sections.iter().flat_map(|s| section(at, s)).collect(),
            Self::Dimensions(dimensions) => {
                let head = if dimensions.iter().any(|(level, _)| level.is_some()) {
                    "Scored on, with your last level"
                } else {
                    "Scored on"
                };
                let head = wrap_text(head, at.look.style(Role::Title), at.width);
                head.into_iter().chain(dimensions.iter().map(|d| dimension(at.look, d))).collect()
            }
        }
    }
}

fn section(at: Layout, (state, title): &(State, String)) -> Text {
    let glyphs = at.look.glyphs();
    let (mark, role, text) = match state {
        State::Done => (glyphs.yes, Role::Good, Role::Text),
        State::Begun => (glyphs.cursor, Role::Accent, Role::Strong),
        State::New => (glyphs.open, Role::Muted, Role::Text),
    };
    let lead = Span::styled(format!("{mark} "), at.look.style(role));
    let title = Line::styled(title.clone(), at.look.style(text));
    hang(&lead, &Span::raw("  "), &title, at.width)
}

fn dimension(look: Look, (level, title): &(Option<u8>, String)) -> Line<'static> {
    let glyphs = look.glyphs();
    let [full, empty, _] = glyphs.boxes;
    let reached = usize::from(level.unwrap_or(0)).min(BEST);
    let role = if reached >= 3 { Role::Good } else { Role::Warn };
    let lead = match level {
        None => Span::styled(format!("{} ", glyphs.bullet), look.style(Role::Accent)),
        Some(level) => Span::styled(
            format!("{level} {}{}  ", full.repeat(reached), empty.repeat(BEST - reached)),
            look.style(role),
        ),
    };
    Line::from(vec![lead, Span::styled(title.clone(), look.style(Role::Text))])
}
