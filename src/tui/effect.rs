//! What a screen asks the loop to do. Screens change nothing but themselves.

use super::event::Spot;
use super::key::Key;
use super::screen::Route;
use super::widget::toast::Tone;
use crate::progress::report::Format;
use crate::progress::review::{CardId, Grade};
use crate::progress::{AttemptId, Draft, DraftKey, MoveAnswer, NewAttempt, ReadingPosition};

/// A wish of a screen; the loop performs wishes in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a screen on top of this one.
    Go(Route),
    /// Open a screen in place of this one.
    Swap(Route),
    /// Leave this screen; leaving the last one quits.
    Back,
    /// End the program.
    Quit,
    /// Leave this screen, whatever is lost.
    LeaveAnyway,
    /// End the program, whatever is lost.
    QuitAnyway,
    /// Write this text to a new file in the current folder.
    Export(String),
    /// Write the document of an attempt to a new file in the current folder.
    Report(AttemptId, Format),
    /// Say something for a few seconds.
    Say(Tone, String),
    /// Ask before going on.
    Ask(Ask),
    /// Tell this screen that the learner agreed.
    Confirmed(Choice),
    /// Keep something in the store.
    Save(Save),
    /// Keep a submission, end its draft, and show the result in place of this screen.
    Submit(Box<Draft>, Box<NewAttempt>),
    /// Tell this screen to go to its part number so many, from 0.
    Jump(usize),
    /// Show all keys of this screen.
    Help,
    /// Show all commands.
    Palette,
    /// As if this key were pressed.
    Press(Key),
    /// Tell this screen, or what lies over it, that the mouse pointed at this.
    Point(Spot),
    /// Show a searchable list of these wishes under a title.
    Choose(String, Vec<(String, Effect)>),
    /// Open `$VISUAL` or `$EDITOR` on this text; comes back as [`super::event::Event::Edited`].
    Edit(String),
    /// Put this text on the clipboard.
    Copy(String),
    /// Turn the mouse on or off.
    Mouse,
    /// Go to the background until the shell says `fg`.
    Suspend,
    /// Draw everything anew.
    Redraw,
}

/// Something to keep.
#[derive(Clone, Debug, PartialEq)]
pub enum Save {
    /// An answer in the making; its outcome comes back as [`super::event::Event::DraftSaved`].
    Draft(Box<Draft>),
    /// A draft that another running frontdesk has: make it ours.
    TakeOver(DraftKey),
    /// Throw a draft of ours away.
    Discard(Box<Draft>),
    /// How well a card was known.
    Grade(CardId, Grade),
    /// Take the last grade back.
    UndoReview,
    /// Delete an attempt for good; comes back as [`super::event::Event::Deleted`].
    Delete(AttemptId),
    /// The answer to a move of a chapter.
    Move(Box<MoveAnswer>),
    /// How far a chapter was read.
    Reading(ReadingPosition),
    /// A word of the interface.
    Place {
        /// Under this name.
        name: String,
        /// The word.
        value: String,
    },
}

/// What was agreed to in an [`Ask`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Hand in the answer.
    Submit,
    /// Throw the text away and begin again.
    StartOver,
    /// Time that passed unseen counts.
    CountTime,
    /// Time that passed unseen does not count.
    SkipTime,
}

/// A question with a few answers; Esc leaves everything as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// A few words.
    pub title: String,
    /// What happens, in a sentence or two.
    pub text: String,
    /// Key, what it does, and the wish behind it; Enter takes the first.
    pub answers: Vec<(Key, String, Effect)>,
}

impl Ask {
    /// Asks in which form an attempt is to be written to a file.
    pub fn to_export(attempt: &AttemptId) -> Self {
        let answer = |key, label: &str, format| {
            (Key::char(key), label.to_owned(), Effect::Report(attempt.clone(), format))
        };
        Self {
            title: "Write it to a file?".to_owned(),
            text: "Answer, levels and the words behind them go into a new file in this folder.".to_owned(),
            answers: vec![
                answer('h', "a page of HTML, to print or to send", Format::Html),
                answer('m', "Markdown", Format::Markdown),
            ],
        }
    }
}
