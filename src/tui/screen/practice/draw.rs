//! The picture of practice: two columns, or tabs where there is no room.

use ratatui::layout::Rect;

use super::panel::{Tab, tabs_for};
use super::{PANEL, Practice, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::editor::CAP;
use crate::tui::widget::frame::{below, framed, inset, split, top};
use crate::tui::widget::scroll::scrolled;
use crate::tui::widget::tabs::tabs;

const WRITING: &str = "Say what stays on the request path, what leaves it and why that is safe, and what happens when \
                       something fails. Ctrl-D hands it in; every letter is kept as you type.";
const CLOSED: &str = "Enter begins writing and starts the clock.";
const NARROW: &str = "Enter begins writing and starts the clock. Tab turns to the question.";

impl Practice {
    pub(super) fn draw_all(&self, canvas: &mut Canvas, area: Rect) {
        let area = inset(area);
        let banner = self.saved.banner(self.mine);
        let body = below(area, u16::from(banner.is_some()));
        if let Some(text) = &banner {
            canvas.text(area, &format!("{} {text}", canvas.glyphs().warn), Role::Bad);
        }
        if canvas.area().width >= WIDE {
            let (left, right) = split(body, PANEL);
            self.draw_panel(canvas, left);
            self.draw_editor(canvas, right);
        } else if self.tab == Tab::Answer {
            self.draw_tabs(canvas, top(body, 1));
            self.draw_editor(canvas, below(body, 2));
        } else {
            self.draw_panel(canvas, body);
        }
    }

    fn draw_tabs(&self, canvas: &mut Canvas, row: Rect) {
        let shown = tabs_for(canvas.area());
        let names: Vec<_> = shown.iter().map(|t| t.name()).collect();
        let side = self.side(canvas.area());
        tabs(canvas, row, &names, shown.iter().position(|t| *t == side).unwrap_or(0));
    }

    fn draw_panel(&self, canvas: &mut Canvas, area: Rect) {
        self.draw_tabs(canvas, top(area, 1));
        let side = self.side(canvas.area());
        let text = below(area, 2);
        let lines = self.panel(side, canvas.look, usize::from(text.width));
        scrolled(canvas, text, &lines, self.scroll);
    }

    fn draw_editor(&self, canvas: &mut Canvas, area: Rect) {
        let dot = canvas.glyphs().dot;
        let title =
            format!("{} words {dot} {} of {CAP} characters", self.editor.words(), self.editor.chars());
        let inner = framed(canvas, area, &title, self.writing);
        let empty = match (self.writing, canvas.area().width >= WIDE) {
            (true, _) => WRITING,
            (false, true) => CLOSED,
            (false, false) => NARROW,
        };
        self.editor.draw(canvas, inner, self.writing, empty);
    }
}
