//! What reaches the app: input, time, and the outcome of its own effects.

use std::time::Duration;

pub use crate::interview::timer::Now;

use super::effect::Choice;
use super::key::Key;
use crate::progress::{AttemptId, Draft};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// A bracketed paste, as it came.
    Paste(String),
    /// The left button went down at a cell; only while the mouse is captured.
    Click {
        /// From the left, from 0.
        column: u16,
        /// From the top, from 0.
        row: u16,
    },
    /// The mouse pointed at something that a screen had drawn to be pointed at.
    Pointed(Spot),
    /// The wheel turned; lines, down is positive.
    Wheel(i16),
    /// The terminal has a new size in cells.
    Resize(u16, u16),
    /// Time passed; comes at the screen's own pace.
    Tick,
    /// The external editor returned this text.
    Edited(String),
    /// Go to part number so many, from 0.
    Jump(usize),
    /// A draft was saved, with its new revision, or not, and why.
    DraftSaved(Result<Box<Draft>, String>),
    /// An attempt is gone.
    Deleted(AttemptId),
    /// The learner agreed to what a screen asked.
    Confirmed(Choice),
    /// The screen above was left.
    Returned,
    /// The program goes to the background.
    Suspended,
    /// The program is back from the background.
    Resumed,
}

/// What the mouse can point at on a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// A row of the list, from 0.
    Row(usize),
    /// One of the tabs, from 0.
    Tab(usize),
    /// A cell of a text.
    Cell {
        /// From the left edge of the text, from 0.
        column: u16,
        /// From its first visible row, from 0.
        row: u16,
    },
    /// A place on a track, from 0 to 1.
    Share(f64),
}

/// How often a screen needs [`Event::Tick`] and a new picture when nothing else happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Never: the program sleeps until a key comes.
    Still,
    /// Every second: a clock shows.
    Clock,
    /// Thirty times a second: something visibly moves.
    Motion,
}

impl Pace {
    /// The time between two ticks.
    pub const fn period(self) -> Option<Duration> {
        match self {
            Self::Still => None,
            Self::Clock => Some(Duration::from_secs(1)),
            Self::Motion => Some(Duration::from_millis(33)),
        }
    }
}
