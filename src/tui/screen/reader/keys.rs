//! The keys of the reader, state by state.

use super::{Reader, Task};
use crate::content::chapter::{Block, Move};
use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, Rank, common, row};
use crate::tui::screen::Env;

#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Do,
    Next,
    Previous,
    Line(isize),
    Page(isize),
    Top,
    Bottom,
    Option(isize),
    Number(usize),
    Reveal,
    Write,
    Stop,
    Done,
    Again,
    Leave,
}

const READ_ON: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Do, "read on", Rank::Main)]);
const NEXT: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Do, "next section", Rank::Main)]);
const FINISH: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Do, "finish the chapter", Rank::Main)]);
const PRACTISE: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Do, "practise now", Rank::Main)]);
const OPEN: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Do, "begin", Rank::Main)]);
const PREDICT: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Do, "that is my guess", Rank::Main),
    row(common::DOWN, Act::Option(1), "choose", Rank::Main),
    row(common::UP, Act::Option(-1), "option above", Rank::Help),
    row(&[Key::char('1')], Act::Number(1), "option 1", Rank::Help),
    row(&[Key::char('2')], Act::Number(2), "option 2", Rank::Help),
    row(&[Key::char('3')], Act::Number(3), "option 3", Rank::Help),
    row(&[Key::char('4')], Act::Number(4), "option 4", Rank::Help),
    row(&[Key::char('5')], Act::Number(5), "option 5", Rank::Help),
    row(&[Key::char('6')], Act::Number(6), "option 6", Rank::Help),
]);
const COMMIT: Keymap<Act> = Keymap(&[
    row(&[Key::plain(crossterm::event::KeyCode::Enter), Key::char('i')], Act::Write, "write", Rank::Main),
    row(&[Key::ctrl('d')], Act::Done, "commit to it", Rank::Main),
]);
const RECALL: Keymap<Act> = Keymap(&[
    row(&[Key::plain(crossterm::event::KeyCode::Enter), Key::char('i')], Act::Write, "write it", Rank::Main),
    row(&[Key::char('c'), Key::ctrl('d')], Act::Done, "said it aloud: compare", Rank::Main),
]);
const WRITING: Keymap<Act> = Keymap(&[
    row(&[Key::ctrl('d')], Act::Done, "done: go on", Rank::Main),
    row(common::ESC, Act::Stop, "stop writing", Rank::Main),
]);
const REVEAL: Keymap<Act> = Keymap(&[row(&[Key::char('r')], Act::Reveal, "show what is hidden", Rank::Main)]);
const AGAIN: Keymap<Act> = Keymap(&[row(common::TAB, Act::Again, "open it again", Rank::Side)]);
const SCROLL: Keymap<Act> = Keymap(&[
    row(common::DOWN, Act::Line(1), "scroll down", Rank::Help),
    row(common::UP, Act::Line(-1), "scroll up", Rank::Help),
    row(common::PAGE_DOWN, Act::Page(1), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Page(-1), "a page up", Rank::Help),
    row(common::TOP, Act::Top, "to the top", Rank::Help),
    row(common::BOTTOM, Act::Bottom, "to the end", Rank::Help),
]);
const WAY: Keymap<Act> = Keymap(&[
    row(
        &[Key::plain(crossterm::event::KeyCode::Right), Key::char('l'), Key::char('n')],
        Act::Next,
        "next section",
        Rank::Help,
    ),
    row(
        &[Key::plain(crossterm::event::KeyCode::Left), Key::char('h'), Key::char('p')],
        Act::Previous,
        "back a section",
        Rank::Side,
    ),
    row(common::BACK, Act::Leave, "home", Rank::Side),
]);

impl Reader {
    /// The tables of the present state; the first that knows a key wins.
    pub(super) fn tables(&self, env: &Env) -> Vec<Keymap<Act>> {
        if self.writing {
            return vec![WRITING];
        }
        let main = match self.current_task(env) {
            Task::ReadOn => READ_ON,
            Task::Act(Move::Predict(_)) => PREDICT,
            Task::Act(Move::Commit(_)) => COMMIT,
            Task::Act(Move::Recall(_)) => RECALL,
            Task::Act(_) => OPEN,
            Task::Practise(_) => PRACTISE,
            Task::Next => NEXT,
            Task::Finish => FINISH,
        };
        let hidden = |(i, b): (usize, &Block)| {
            matches!(b, Block::Move(Move::Reveal(_))) && !self.opened.contains(&(self.section, i))
        };
        let reveal = self.blocks().iter().enumerate().any(hidden).then_some(REVEAL);
        let again = (self.waiting().is_none() && !self.again().is_empty()).then_some(AGAIN);
        [main].into_iter().chain(reveal).chain(again).chain([SCROLL, WAY]).collect()
    }
}
