//! The screens: a closed set, one file each.

pub mod home;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::effect::Effect;
use super::event::{Event, Now, Pace};
use super::keymap::Hint;
use super::look::{Look, Role};
use home::Home;

/// The way to a screen; the loop builds the screen from it, reading the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// What there is, and the next thing to do.
    Home,
}

/// One open screen.
#[derive(Debug)]
pub enum Screen {
    /// What there is, and the next thing to do.
    Home(Home),
}

/// What every screen can look at while it handles an event or draws.
#[derive(Clone, Copy, Debug)]
pub struct Env {
    /// Both clocks.
    pub now: Now,
    /// Colours and characters.
    pub look: Look,
    /// Where the screen draws; the same for an event as for the picture before it.
    pub body: Rect,
}

/// What the app needs of a screen.
pub trait View {
    /// Its name on the way from home.
    fn title(&self) -> String;

    /// What is true now, for the right end of the title bar.
    fn status(&self) -> Vec<(String, Role)> {
        Vec::new()
    }

    /// The keys of its present state.
    fn hints(&self) -> Vec<Hint>;

    /// True while plain letters are text.
    fn typing(&self) -> bool {
        false
    }

    /// How often it needs a tick.
    fn pace(&self) -> Pace {
        Pace::Still
    }

    /// Commands for the palette beyond its keys.
    fn commands(&self) -> Vec<(String, Effect)> {
        Vec::new()
    }

    /// Takes an event.
    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect>;

    /// Draws it.
    fn draw(&self, canvas: &mut Canvas, area: Rect, env: &Env);
}

impl Screen {
    /// Looks at it.
    pub fn view(&self) -> &dyn View {
        match self {
            Self::Home(screen) => screen,
        }
    }

    /// Changes it.
    pub fn view_mut(&mut self) -> &mut dyn View {
        match self {
            Self::Home(screen) => screen,
        }
    }
}
