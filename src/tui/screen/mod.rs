//! The screens: a closed set, one file each.
//!
//! A further screen is a type with [`View`], a line in `screens!`, a [`Route`], and a line in
//! [`super::desk::Desk::open`] that reads what it needs from library and store. It changes nothing but itself:
//! everything else it asks for by [`Effect`]s.

pub mod classify;
pub mod debrief;
pub mod history;
pub mod home;
pub mod mock;
pub mod practice;
pub mod reader;
pub mod review;
pub mod scored;
pub mod simulation;
pub mod sitting;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::effect::Effect;
use super::event::{Event, Now, Pace};
use super::keymap::Hint;
use super::look::{Look, Role};
use crate::content::chapter::Classify;
use crate::content::design::Design;
use crate::content::id::{ChapterId, ItemId, PromptId};
use crate::interview::{Level, Setup};
use crate::progress::{AttemptId, DraftKey, Filter, Scope};

/// The way to a screen; [`super::desk::Desk`] builds the screen from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// What there is, and the next thing to do.
    Home,
    /// A chapter, where it was left.
    Chapter(ChapterId),
    /// A classification round, in a chapter or on its own.
    Classify(Scope, Box<Classify>),
    /// A design under a fault, played.
    Simulation {
        /// The prompt whose scenario runs.
        prompt: PromptId,
        /// The fault script; without one the learner chooses.
        fault: Option<ItemId>,
        /// The design.
        design: Box<Design>,
    },
    /// A design with what it assumes, played.
    Play(Box<simulation::Opening>),
    /// The design that a submission describes, played.
    Described(AttemptId),
    /// An answer being written under a countdown.
    Practice(DraftKey),
    /// The prompt with one constraint changed; each time another one.
    Vary(PromptId),
    /// What a submission got.
    Result(AttemptId),
    /// A mock interview: the one that waits, or the choices before a new one.
    Mock(PromptId, Option<Level>),
    /// A mock interview with these choices.
    Interview(PromptId, Setup),
    /// The look back at a mock interview.
    Debrief(AttemptId),
    /// Everything that was handed in.
    History(Filter),
    /// The cards that are due.
    Review,
}

impl Route {
    /// To the simulation of `prompt` as its author wrote it; the learner chooses what goes wrong.
    pub fn simulate(prompt: PromptId) -> Self {
        Self::Simulation { prompt, fault: None, design: Box::default() }
    }
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
    fn hints(&self, env: &Env) -> Vec<Hint>;

    /// True while plain letters are text.
    fn typing(&self) -> bool {
        false
    }

    /// A text that is nowhere but here: leaving asks first.
    fn unsaved(&self) -> Option<String> {
        None
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

macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident($type:ty)),+ $(,)?) => {
        /// One open screen.
        #[derive(Debug)]
        pub enum Screen {
            $($(#[$doc])* $name(Box<$type>)),+
        }

        impl Screen {
            /// Looks at it.
            pub fn view(&self) -> &dyn View {
                match self {
                    $(Self::$name(screen) => screen.as_ref()),+
                }
            }

            /// Changes it.
            pub fn view_mut(&mut self) -> &mut dyn View {
                match self {
                    $(Self::$name(screen) => screen.as_mut()),+
                }
            }
        }

        $(impl From<$type> for Screen {
            fn from(screen: $type) -> Self {
                Self::$name(Box::new(screen))
            }
        })+
    };
}

screens! {
    /// What there is, and the next thing to do.
    Home(home::Home),
    /// A chapter.
    Reader(reader::Reader),
    /// A classification round.
    Classify(classify::Classify),
    /// An answer in the making.
    Practice(practice::Practice),
    /// What a submission got.
    Scored(scored::Scored),
    /// A design under a fault.
    Simulation(simulation::Simulation),
    /// The choices before an interview.
    MockSetup(mock::MockSetup),
    /// A mock interview.
    Interview(mock::Interview),
    /// The look back at one.
    Debrief(debrief::Debrief),
    /// Everything that was handed in.
    History(history::History),
    /// The cards that are due.
    Review(review::Review),
}
