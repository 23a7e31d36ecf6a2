//! Performs what screens ask for: the app, the library and the store in one hand. No terminal is needed, so tests
//! drive the whole program through it.

use ratatui::layout::Size;

use super::app::App;
use super::effect::Effect;
use super::event::{Event, Now};
use super::look::Look;
use super::popup::Popup;
use super::screen::home::Home;
use super::screen::{Route, Screen};
use super::widget::toast::Tone;

/// What only the terminal can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Outer {
    /// End.
    Quit,
    /// Go to the background.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Turn the mouse on or off.
    Mouse,
    /// Open the learner's editor on this text.
    Edit(String),
    /// Put this on the clipboard.
    Copy(String),
}

/// The program without its terminal.
#[derive(Debug)]
pub struct Shell {
    app: App,
    look: Look,
}

impl Shell {
    /// The program at its home screen.
    pub fn new(look: Look, size: Size, now: Now) -> Self {
        let home = Screen::Home(Home);
        Self { app: App::new(home, look, size, now), look }
    }

    /// What is shown.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Colours and characters.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Says `text` for a few seconds.
    pub fn say(&mut self, tone: Tone, text: String) {
        self.app.say(tone, text);
    }

    /// Takes an event, performs what follows from it, and returns what only the terminal can do.
    pub fn handle(&mut self, event: &Event, now: Now) -> Vec<Outer> {
        let effects = self.app.update(event, now);
        effects.into_iter().filter_map(|effect| self.perform(effect, now)).collect()
    }

    fn perform(&mut self, effect: Effect, now: Now) -> Option<Outer> {
        match effect {
            Effect::Go(route) => self.open(&route),
            Effect::Swap(route) => {
                self.app.pop();
                self.open(&route);
            }
            Effect::Back => return (!self.app.pop()).then_some(Outer::Quit),
            Effect::Say(tone, text) => self.app.say(tone, text),
            Effect::Ask(ask) => self.app.show(Popup::Ask(ask)),
            Effect::Help => self.app.show_help(),
            Effect::Palette => self.app.show_palette(Vec::new()),
            Effect::Press(key) => return self.handle(&Event::Key(key), now).into_iter().next(),
            Effect::Confirmed(choice) => {
                return self.handle(&Event::Confirmed(choice), now).into_iter().next();
            }
            Effect::Quit => return Some(Outer::Quit),
            Effect::Edit(text) => return Some(Outer::Edit(text)),
            Effect::Copy(text) => return Some(Outer::Copy(text)),
            Effect::Mouse => return Some(Outer::Mouse),
            Effect::Suspend => return Some(Outer::Suspend),
            Effect::Redraw => return Some(Outer::Redraw),
        }
        None
    }

    fn open(&mut self, route: &Route) {
        let screen = match route {
            Route::Home => Screen::Home(Home),
        };
        self.app.push(screen);
    }
}
