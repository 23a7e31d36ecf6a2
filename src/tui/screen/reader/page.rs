//! One section as lines, up to the first move that waits for an answer.

use std::ops::Range;

use ratatui::text::Line;

use super::Reader;
use super::moves::{State, layout};
use crate::content::chapter::{Block, Move};
use crate::content::id::ItemId;
use crate::game::Stage;
use crate::progress::Answer;
use crate::tui::look::{Look, Role};
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::wrap::{Text, wrap_text};

/// Rows of the box in which a learner writes.
pub(super) const PAD: u16 = 7;

/// What is visible of a section.
pub(super) struct Page {
    /// Its lines.
    pub lines: Text,
    /// The first line of each visible block.
    pub starts: Vec<usize>,
    /// Lines that are kept free for the box.
    pub pad: Option<Range<usize>>,
}

/// The id of a move that asks, and so hides what comes after it until it is answered.
pub(super) fn asks(mv: &Move) -> Option<&ItemId> {
    match mv {
        Move::Predict(m) => Some(&m.id),
        Move::Commit(m) => Some(&m.id),
        Move::Classify(m) => Some(&m.id),
        Move::Simulate(m) => Some(&m.id),
        Move::Recall(m) => Some(&m.id),
        _ => None,
    }
}

impl Reader {
    /// The page at `width` columns.
    pub(super) fn page(&self, width: u16, look: Look) -> Page {
        let at = Layout { look, width: usize::from(width) };
        let mut page = Page { lines: Text::new(), starts: Vec::new(), pad: None };
        for (index, block) in self.blocks().iter().enumerate() {
            if !page.lines.is_empty() {
                page.lines.push(Line::default());
            }
            page.starts.push(page.lines.len());
            page.lines.extend(self.block(at, index, block));
            if self.waits(block) {
                add_pad(&mut page, block);
                return page;
            }
        }
        let next = self.what_is_next();
        at.append(&mut page.lines, wrap_text(&next, look.style(Role::Muted), at.width));
        page
    }

    fn block(&self, at: Layout, index: usize, block: &Block) -> Text {
        match block {
            Block::Move(mv) => layout(at, mv, self.state(index, mv)),
            block => at.block(block),
        }
    }

    fn state(&self, index: usize, mv: &Move) -> State<'_> {
        match (mv, asks(mv)) {
            (_, Some(_)) if self.pending(mv) => State::Open(self.option),
            (_, Some(id)) => self.answers.get(id).map_or(State::Shown, State::Answered),
            (Move::Reveal(_), _) if !self.opened.contains(&(self.section, index)) => State::Open(0),
            _ => State::Shown,
        }
    }

    /// True while `block` is a move without an answer.
    pub(super) fn waits(&self, block: &Block) -> bool {
        matches!(block, Block::Move(mv) if self.pending(mv))
    }

    fn pending(&self, mv: &Move) -> bool {
        asks(mv).is_some_and(|id| match self.answers.get(id) {
            None => true,
            Some(Answer::Classified { round }) => round.stage != Stage::Done,
            Some(_) => false,
        })
    }

    fn what_is_next(&self) -> String {
        match self.chapter.sections.get(self.section + 1) {
            Some(next) => format!("Next: {}", next.title),
            None => "This is the end of the chapter.".to_owned(),
        }
    }

    /// The answer to a move, if it is a prediction.
    pub(super) fn predicted(choice: usize, answer: u32) -> Answer {
        let choice = choice as u32 + 1;
        Answer::Predicted { choice, correct: choice == answer }
    }
}

/// Keeps lines free below a move that is answered in writing.
fn add_pad(page: &mut Page, block: &Block) {
    if matches!(block, Block::Move(Move::Commit(_) | Move::Recall(_))) {
        let start = page.lines.len() + 1;
        page.lines.extend((0..=PAD).map(|_| Line::default()));
        page.pad = Some(start..start + usize::from(PAD));
    }
}
