//! Home: what there is, and the next thing to do.

use ratatui::layout::Rect;

use super::{Env, View};
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::keymap::{Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::widget::frame::column;

/// The first screen.
#[derive(Debug, Default)]
pub struct Home;

#[derive(Clone, Copy, Debug)]
enum Act {
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[row(common::BACK, Act::Leave, "quit", Rank::Side)]);

impl View for Home {
    fn title(&self) -> String {
        "frontdesk".into()
    }

    fn hints(&self) -> Vec<Hint> {
        KEYS.hints()
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => KEYS.action(*key).map(|Act::Leave| Effect::Back).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        canvas.paragraph(column(area), "Practise system-design interviews.", Role::Text);
    }
}
