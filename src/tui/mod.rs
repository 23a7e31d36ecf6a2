//! The screens: one loop `draw(&App) → event or tick → update(event, now) → Effect`, of which only the loop
//! performs the effects.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`app`] | a stack of screens, a popup, a message: the whole interface as one value |
//! | [`screen`] | one file a screen, each a [`screen::View`]; [`screen::Route`] is the way to it |
//! | [`widget`] | the pieces that screens are made of |
//! | [`keymap`] | one table per screen: dispatch, footer, help |
//! | [`look`] | colours by role, characters to draw with |
//! | [`canvas`] | what is drawn on |
//! | [`effect`], [`event`] | what screens ask for, and what reaches them |
//! | [`desk`] | the library and the store: opens screens, keeps what they send |
//! | [`shell`] | performs effects; everything but the terminal |
//! | [`terminal`] | the terminal: taken, restored on every way out, and the loop |

pub mod app;
pub mod canvas;
pub mod desk;
pub mod effect;
pub mod event;
pub mod key;
pub mod keymap;
pub mod look;
pub mod popup;
pub mod preview;
pub mod screen;
pub mod shell;
pub mod terminal;
pub mod widget;

use crate::content::library::Library;
use crate::progress::Store;
use desk::Desk;
use look::Look;
use preview::Preview;
use shell::Shell;
use terminal::{Clock, Ended};

/// What the command line decides before the interface opens.
#[derive(Debug)]
pub struct Launch {
    /// All chapters and prompts.
    pub library: Library,
    /// Everything the learner did.
    pub store: Store,
    /// Colours and characters.
    pub look: Look,
    /// Whether the mouse is ours from the start.
    pub mouse: bool,
    /// A file that is shown while its author writes it.
    pub preview: Option<Preview>,
}

/// Runs the interface until the learner quits; the terminal is as before afterwards.
///
/// # Errors
/// When the terminal cannot be used or the store cannot be read.
pub fn run(launch: Launch) -> anyhow::Result<()> {
    let clock = Clock::start();
    let desk = Desk { library: launch.library, store: launch.store };
    let mut shell = Shell::new(desk, launch.look, terminal::size(), clock.now())?;
    if let Some(preview) = launch.preview {
        shell.follow(preview, clock.now());
    }
    match terminal::run(&mut shell, clock, launch.mouse)? {
        Ended::Quit | Ended::Hangup => Ok(()),
        Ended::Panic => anyhow::bail!("a part of the program failed; what you wrote is kept"),
        // Dying by the signal itself tells the parent the truth.
        Ended::Signal(signal) => {
            drop(shell);
            Ok(signal_hook::low_level::emulate_default_handler(signal)?)
        }
    }
}
