//! The keys of a mock interview, by what has the focus.

use crossterm::event::KeyCode;

use super::{Focus, Interview};
use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, Rank, common, row};

#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Write,
    Notes,
    Stop,
    HandOver,
    Phase(isize),
    Turn(isize),
    Copy,
    Scroll(isize),
    Clock,
    Run,
    Edit,
    End,
    TakeOver,
    Leave,
}

const WRITING: Keymap<Act> = Keymap(&[
    row(&[Key::ctrl('d')], Act::HandOver, "hand over", Rank::Main),
    row(common::ESC, Act::Stop, "stop writing", Rank::Main),
    row(common::BACK_TAB, Act::Notes, "think aloud", Rank::Side),
]);
const NOTING: Keymap<Act> = Keymap(&[
    row(common::BACK_TAB, Act::Write, "back to the answer", Rank::Main),
    row(common::ESC, Act::Stop, "stop writing", Rank::Main),
]);
const RUN: Keymap<Act> = Keymap(&[row(&[Key::char('r')], Act::Run, "run my design with this", Rank::Main)]);
const LISTENING: Keymap<Act> = Keymap(&[
    row(&[Key::plain(KeyCode::Enter), Key::char('i')], Act::Write, "write", Rank::Main),
    row(&[Key::char('d'), Key::ctrl('d')], Act::HandOver, "hand over", Rank::Main),
    row(&[Key::char('n'), Key::plain(KeyCode::Right)], Act::Phase(1), "next phase", Rank::Main),
    row(&[Key::char('p'), Key::plain(KeyCode::Left)], Act::Phase(-1), "phase before", Rank::Help),
    row(common::TAB, Act::Turn(1), "question", Rank::Side),
    row(&[Key::char('o')], Act::Notes, "think aloud", Rank::Side),
    row(common::DOWN, Act::Scroll(1), "scroll down", Rank::Help),
    row(common::UP, Act::Scroll(-1), "scroll up", Rank::Help),
    row(common::PAGE_DOWN, Act::Scroll(10), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Scroll(-10), "a page up", Rank::Help),
    row(&[Key::char('t')], Act::Clock, "stop or start the clock", Rank::Help),
    row(&[Key::char('y')], Act::Copy, "copy the answer", Rank::Help),
    row(&[Key::char('e')], Act::Edit, "open in $EDITOR", Rank::Help),
    row(&[Key::char('E')], Act::End, "end the interview", Rank::Side),
    row(common::BACK, Act::Leave, "leave; it waits for you", Rank::Side),
]);
const ELSEWHERE: Keymap<Act> = Keymap(&[
    row(&[Key::char('T')], Act::TakeOver, "take it over", Rank::Main),
    row(common::TAB, Act::Turn(1), "question", Rank::Side),
    row(common::DOWN, Act::Scroll(1), "scroll down", Rank::Help),
    row(common::UP, Act::Scroll(-1), "scroll up", Rank::Help),
    row(common::BACK, Act::Leave, "home", Rank::Side),
]);

impl Interview {
    /// The tables of the present state; the first that knows a key wins.
    pub(super) fn tables(&self) -> Vec<Keymap<Act>> {
        match self.focus {
            _ if !self.mine => vec![ELSEWHERE],
            Focus::Answer => vec![WRITING],
            Focus::Notes => vec![NOTING],
            Focus::None => self.told_twist().map(|_| RUN).into_iter().chain([LISTENING]).collect(),
        }
    }
}
