//! Where the reader is: the section, and how far it is scrolled.

use ratatui::layout::Rect;

use super::contents::areas;
use super::page::{Page, asks};
use super::{HEAD, Reader};
use crate::content::chapter::Block;
use crate::content::id::ItemId;
use crate::progress::ReadingPosition;
use crate::tui::effect::{Effect, Save};
use crate::tui::screen::Env;
use crate::tui::widget::frame::below;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::toast::Tone;

impl Reader {
    /// The page, and where its text lies.
    pub(super) fn place(&self, env: &Env) -> (Page, Rect) {
        let text = below(areas(env.body).1, HEAD);
        (self.page(text.width, env.look), text)
    }

    /// How far the page is scrolled: until something moves, to where it was left.
    pub(super) fn scrolled(&self, page: &Page) -> Scroll {
        let left = self.resume.and_then(|block| page.starts.get(block).or(page.starts.last()));
        left.map_or(self.scroll, |line| Scroll::at(*line))
    }

    /// From now on the page is scrolled by keys.
    pub(super) fn settle(&mut self, env: &Env) {
        if self.resume.is_some() {
            self.scroll = self.scrolled(&self.place(env).0);
            self.resume = None;
        }
    }

    pub(super) fn scroll_by(&mut self, by: isize, env: &Env) {
        let (page, text) = self.place(env);
        self.scroll.by(by, page.lines.len(), text.height);
    }

    /// A screenful on; a block that is cut off below comes to the top when it fits, so that no picture is torn.
    pub(super) fn read_on(&mut self, env: &Env) -> Vec<Effect> {
        let (page, text) = self.place(env);
        let height = usize::from(text.height);
        let top = self.scroll.top(page.lines.len(), text.height);
        let ends = page.starts.iter().skip(1).map(|next| next - 1).chain([page.lines.len()]);
        let mut blocks = page.starts.iter().copied().zip(ends);
        let torn = blocks.find(|(start, end)| *start > top && *end > top + height);
        let to = match torn {
            Some((start, end)) if end - start <= height => start.min(top + height),
            _ => top + height.saturating_sub(2),
        };
        self.scroll.by((to - top).cast_signed(), page.lines.len(), text.height);
        vec![self.keep_reading(env)]
    }

    /// Scrolls the move that was just answered to the top.
    pub(super) fn show_answered(&mut self, item: &ItemId, env: &Env) {
        let is_it = |b: &Block| matches!(b, Block::Move(mv) if asks(mv) == Some(item));
        let index = self.blocks().iter().position(is_it).unwrap_or(0);
        let (page, text) = self.place(env);
        let line = page.starts.get(index).copied().unwrap_or(0);
        self.scroll.home();
        self.scroll.by(line.cast_signed(), page.lines.len(), text.height);
    }

    /// To another section, as far as the unanswered moves allow.
    pub(super) fn go(&mut self, by: isize, env: &Env) -> Vec<Effect> {
        let wanted = self.section.saturating_add_signed(by);
        if wanted > self.reach() {
            return vec![Effect::Say(Tone::Note, "Answer first; the rest opens then".into())];
        }
        if wanted == self.section {
            return Vec::new();
        }
        self.section = wanted;
        self.scroll.home();
        self.option = 0;
        vec![self.keep_reading(env)]
    }

    pub(super) fn finish(&mut self, env: &Env) -> Vec<Effect> {
        self.finished = true;
        vec![self.keep_reading(env), Effect::Back]
    }

    pub(super) fn keep_reading(&self, env: &Env) -> Effect {
        let (page, text) = self.place(env);
        let top = self.scroll.top(page.lines.len(), text.height);
        // The first block that begins on the screen; when none does, the one that fills it.
        let first = page.starts.partition_point(|start| *start < top);
        let begins = page.starts.get(first).is_some_and(|start| *start < top + usize::from(text.height));
        let block = if begins { first } else { first.saturating_sub(1) };
        Effect::Save(Save::Reading(ReadingPosition {
            chapter: self.chapter.front.id.clone(),
            revision: self.chapter.front.revision,
            section: self.section as u32,
            block: block as u32,
            finished: self.finished,
            updated: env.now.wall,
        }))
    }
}
