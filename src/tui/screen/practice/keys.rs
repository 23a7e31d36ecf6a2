//! The keys of practice, by what has the focus.

use crossterm::event::KeyCode;

use super::Practice;
use super::panel::Tab;
use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, Rank, common, row};
use crate::tui::screen::Env;

#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Write,
    Stop,
    Submit,
    Clock,
    Longer,
    Shorter,
    Tab(isize),
    Line(isize),
    Page(isize),
    Hint,
    Edit,
    Copy,
    StartOver,
    TakeOver,
    Leave,
}

const WRITING: Keymap<Act> = Keymap(&[
    row(&[Key::ctrl('d')], Act::Submit, "hand in", Rank::Main),
    row(common::ESC, Act::Stop, "stop writing", Rank::Main),
    row(common::BACK_TAB, Act::Tab(1), "next panel", Rank::Side),
]);
const HINTS: Keymap<Act> = Keymap(&[row(&[Key::char('a')], Act::Hint, "ask for a hint", Rank::Main)]);
const READING: Keymap<Act> = Keymap(&[
    row(&[Key::plain(KeyCode::Enter), Key::char('i')], Act::Write, "write", Rank::Main),
    row(common::TAB, Act::Tab(1), "next panel", Rank::Main),
    row(common::BACK_TAB, Act::Tab(-1), "panel before", Rank::Help),
    row(&[Key::char('s'), Key::ctrl('d')], Act::Submit, "hand in", Rank::Side),
    row(common::DOWN, Act::Line(1), "scroll down", Rank::Help),
    row(common::UP, Act::Line(-1), "scroll up", Rank::Help),
    row(common::PAGE_DOWN, Act::Page(1), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Page(-1), "a page up", Rank::Help),
    row(&[Key::char('t')], Act::Clock, "stop or start the clock", Rank::Help),
    row(&[Key::char('+')], Act::Longer, "five minutes more", Rank::Help),
    row(&[Key::char('-')], Act::Shorter, "five minutes less", Rank::Help),
    row(&[Key::char('e')], Act::Edit, "open in $EDITOR", Rank::Help),
    row(&[Key::char('y')], Act::Copy, "copy the answer", Rank::Help),
    row(&[Key::char('X')], Act::StartOver, "start over", Rank::Help),
]);
const ELSEWHERE: Keymap<Act> = Keymap(&[
    row(&[Key::char('T')], Act::TakeOver, "take it over", Rank::Main),
    row(common::TAB, Act::Tab(1), "next panel", Rank::Side),
    row(common::DOWN, Act::Line(1), "scroll down", Rank::Help),
    row(common::UP, Act::Line(-1), "scroll up", Rank::Help),
]);
const WAY: Keymap<Act> = Keymap(&[row(common::BACK, Act::Leave, "home", Rank::Side)]);

impl Practice {
    /// The tables of the present state; the first that knows a key wins.
    pub(super) fn tables(&self, env: &Env) -> Vec<Keymap<Act>> {
        if !self.mine {
            return vec![ELSEWHERE, WAY];
        }
        if self.writing {
            return vec![WRITING];
        }
        let hints = (self.side(env.body) == Tab::Hints).then_some(HINTS);
        hints.into_iter().chain([READING, WAY]).collect()
    }
}
