//! The keys of the screen, one table for each view.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, Rank, common, row};

/// What a key does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Play or pause.
    Toggle,
    /// To the next key moment.
    NextMark,
    /// To the one before.
    PreviousMark,
    /// Back or forth by a sixtieth of the run.
    Scrub(bool),
    /// Back or forth by a single frame.
    Frame(bool),
    /// Faster or slower.
    Speed(bool),
    /// To the start.
    Start,
    /// To the end.
    End,
    /// Open or leave the knobs.
    Knobs,
    /// Choose what goes wrong.
    Scripts,
    /// Follow an order.
    Order,
    /// What it did.
    Summary,
    /// Compare with something else.
    Compare,
    /// Look at the other design.
    Other,
    /// Another seed.
    Seed,
    /// Take back the last change.
    Undo,
    /// Everything as it was when the screen opened.
    Reset,
    /// Up or down in a list or text.
    Move(i8),
    /// Turn the knob down or up; another order.
    Turn(bool),
    /// The order before or after this one, whatever became of it.
    Neighbour(bool),
    /// A digit of an order's number.
    Digit(u8),
    /// Take the last digit back.
    Rub,
    /// Follow the order whose number was typed.
    Number,
    /// Take what is under the cursor.
    Choose,
    /// Try a suggestion.
    Try(u8),
    /// Back to the picture.
    Picture,
    /// Leave the screen.
    Leave,
}

const fn shift(code: KeyCode) -> Key {
    Key { code, mods: KeyModifiers::SHIFT }
}

const SPACE: &[Key] = &[Key::char(' ')];
const NEXT: &[Key] = &[Key::char('n')];
const PREVIOUS: &[Key] = &[Key::char('p'), Key::char('N')];

/// Over the moving picture.
pub(super) const PICTURE: Keymap<Act> = Keymap(&[
    row(SPACE, Act::Toggle, "play or pause", Rank::Main),
    row(NEXT, Act::NextMark, "next key moment", Rank::Main),
    row(common::TAB, Act::Knobs, "knobs", Rank::Main),
    row(common::ENTER, Act::Summary, "what it did", Rank::Main),
    row(&[Key::char('o')], Act::Order, "follow an order", Rank::Side),
    row(&[Key::char('c')], Act::Compare, "compare", Rank::Side),
    row(&[Key::char('f')], Act::Scripts, "what goes wrong", Rank::Side),
    row(&[Key::char('x')], Act::Other, "show the other design", Rank::Help),
    row(PREVIOUS, Act::PreviousMark, "previous key moment", Rank::Help),
    row(common::RIGHT, Act::Scrub(true), "forward", Rank::Help),
    row(common::LEFT, Act::Scrub(false), "back", Rank::Help),
    row(&[Key::char('.'), shift(KeyCode::Right)], Act::Frame(true), "one frame forward", Rank::Help),
    row(&[Key::char(','), shift(KeyCode::Left)], Act::Frame(false), "one frame back", Rank::Help),
    row(
        &[Key::char('+'), Key::char('='), Key::plain(KeyCode::Up), Key::char('k')],
        Act::Speed(true),
        "faster",
        Rank::Help,
    ),
    row(
        &[Key::char('-'), Key::plain(KeyCode::Down), Key::char('j')],
        Act::Speed(false),
        "slower",
        Rank::Help,
    ),
    row(common::TOP, Act::Start, "to the start", Rank::Help),
    row(common::BOTTOM, Act::End, "to the end", Rank::Help),
    row(&[Key::char('s')], Act::Seed, "again with other luck", Rank::Help),
    row(&[Key::char('u')], Act::Undo, "take the last change back", Rank::Help),
    row(common::BACK, Act::Leave, "back", Rank::Side),
]);

/// In the knob panel.
pub(super) const KNOBS: Keymap<Act> = Keymap(&[
    row(common::LEFT, Act::Turn(false), "turn down", Rank::Main),
    row(common::RIGHT, Act::Turn(true), "turn up", Rank::Main),
    row(common::UP, Act::Move(-1), "knob above", Rank::Side),
    row(common::DOWN, Act::Move(1), "knob below", Rank::Side),
    row(&[Key::char('u')], Act::Undo, "undo", Rank::Side),
    row(&[Key::char('b')], Act::Reset, "everything as it was", Rank::Help),
    row(common::PAGE_UP, Act::Move(-8), "eight knobs up", Rank::Help),
    row(&[Key::plain(KeyCode::PageDown)], Act::Move(8), "eight knobs down", Rank::Help),
    row(SPACE, Act::Toggle, "play or pause", Rank::Help),
    row(NEXT, Act::NextMark, "next key moment", Rank::Help),
    row(PREVIOUS, Act::PreviousMark, "previous key moment", Rank::Help),
    row(&[Key::char('c')], Act::Compare, "compare", Rank::Help),
    row(&[Key::char('s')], Act::Seed, "again with other luck", Rank::Help),
    row(common::TOP, Act::Start, "to the start", Rank::Help),
    row(common::BOTTOM, Act::End, "to the end", Rank::Help),
    row(common::ENTER, Act::Summary, "what it did", Rank::Help),
    row(
        &[Key::plain(KeyCode::Tab), Key::plain(KeyCode::Esc), Key::char('q')],
        Act::Picture,
        "close",
        Rank::Main,
    ),
]);

/// Over an order's life.
pub(super) const ORDER: Keymap<Act> = Keymap(&[
    row(common::RIGHT, Act::Turn(true), "next story", Rank::Main),
    row(common::LEFT, Act::Turn(false), "previous story", Rank::Main),
    row(&[Key::char('[')], Act::Neighbour(false), "the order before", Rank::Side),
    row(&[Key::char(']')], Act::Neighbour(true), "the order after", Rank::Side),
    row(common::DOWN, Act::Move(1), "down", Rank::Side),
    row(common::UP, Act::Move(-1), "up", Rank::Side),
    row(&[Key::plain(KeyCode::PageDown), Key::char(' ')], Act::Move(10), "page down", Rank::Help),
    row(common::PAGE_UP, Act::Move(-10), "page up", Rank::Help),
    row(&[Key::plain(KeyCode::Esc), Key::char('q'), Key::char('o')], Act::Picture, "close", Rank::Main),
]);

/// Digits of an order's number; any digit begins one.
pub(super) const DIGITS: Keymap<Act> = Keymap(&[
    row(&[Key::char('1')], Act::Digit(1), "type a number", Rank::Side),
    row(&[Key::char('2')], Act::Digit(2), "2", Rank::Help),
    row(&[Key::char('3')], Act::Digit(3), "3", Rank::Help),
    row(&[Key::char('4')], Act::Digit(4), "4", Rank::Help),
    row(&[Key::char('5')], Act::Digit(5), "5", Rank::Help),
    row(&[Key::char('6')], Act::Digit(6), "6", Rank::Help),
    row(&[Key::char('7')], Act::Digit(7), "7", Rank::Help),
    row(&[Key::char('8')], Act::Digit(8), "8", Rank::Help),
    row(&[Key::char('9')], Act::Digit(9), "9", Rank::Help),
    row(&[Key::char('0')], Act::Digit(0), "0", Rank::Help),
]);

/// While a number is typed.
pub(super) const NUMBER: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Number, "follow it", Rank::Main),
    row(&[Key::plain(KeyCode::Backspace)], Act::Rub, "take a digit back", Rank::Main),
    row(common::ESC, Act::Order, "leave it", Rank::Main),
]);

/// At the end.
pub(super) const SUMMARY: Keymap<Act> = Keymap(&[
    row(&[Key::char('1')], Act::Try(0), "try the first change", Rank::Main),
    row(&[Key::char('2')], Act::Try(1), "try the second", Rank::Help),
    row(&[Key::char('3')], Act::Try(2), "try the third", Rank::Help),
    row(common::TAB, Act::Knobs, "knobs", Rank::Main),
    row(
        &[Key::plain(KeyCode::Left), Key::char('h'), Key::plain(KeyCode::Esc)],
        Act::Picture,
        "the picture",
        Rank::Main,
    ),
    row(&[Key::char('g'), Key::plain(KeyCode::Home)], Act::Start, "play it again", Rank::Side),
    row(&[Key::char('o')], Act::Order, "follow an order", Rank::Side),
    row(&[Key::char('f')], Act::Scripts, "what goes wrong", Rank::Side),
    row(&[Key::char('c')], Act::Compare, "compare", Rank::Help),
    row(common::DOWN, Act::Move(1), "down", Rank::Help),
    row(common::UP, Act::Move(-1), "up", Rank::Help),
    row(common::PAGE_DOWN, Act::Move(10), "page down", Rank::Help),
    row(common::PAGE_UP, Act::Move(-10), "page up", Rank::Help),
    row(PREVIOUS, Act::PreviousMark, "last key moment", Rank::Help),
    row(&[Key::char('u')], Act::Undo, "take the last change back", Rank::Help),
    row(&[Key::plain(KeyCode::Enter), Key::char('q')], Act::Leave, "done", Rank::Main),
]);

/// Choosing what goes wrong.
pub(super) const SCRIPTS: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Choose, "play it", Rank::Main),
    row(common::DOWN, Act::Move(1), "down", Rank::Side),
    row(common::UP, Act::Move(-1), "up", Rank::Side),
    row(common::BACK, Act::Picture, "close", Rank::Main),
]);

/// While there is nothing to look at.
pub(super) const NOTHING: Keymap<Act> = Keymap(&[row(common::BACK, Act::Leave, "back", Rank::Main)]);
