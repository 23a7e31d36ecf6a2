//! A short message over the last row, gone after a few seconds or at the next key.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::inset;

/// How long a message stays.
pub const STAY: Duration = Duration::from_secs(5);

/// How a message sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked, or is worth knowing.
    Note,
    /// It did not work.
    Problem,
}

/// A short message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// One sentence.
    pub text: String,
    /// How it sounds.
    pub tone: Tone,
    /// On the steady clock.
    pub until: Duration,
}

impl Toast {
    /// Draws it into the first row of `area`.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        canvas.clear(Rect { height: 1, ..area });
        let (mark, role) = match self.tone {
            Tone::Note => (canvas.glyphs().bullet, Role::Good),
            Tone::Problem => (canvas.glyphs().warn, Role::Bad),
        };
        canvas.text(inset(Rect { height: 1, ..area }), &format!("{mark} {}", self.text), role);
    }
}
