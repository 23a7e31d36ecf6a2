//! Before a mock interview: for which level, how long, and what the time is meant for.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::content::prompt::Prompt;
use crate::interview::{Level, Session, Setup};
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::event::{Event, Spot};
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::frame::{below, column, heading, top};
use crate::tui::widget::tabs::tabs_from;

/// Columns of the names at the left.
const NAMES: u16 = 12;

/// The choices before an interview.
#[derive(Debug)]
pub struct MockSetup {
    prompt: Prompt,
    level: usize,
    length: usize,
    on_length: bool,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Begin,
    Other,
    Choose(isize),
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Begin, "begin", Rank::Main),
    row(common::RIGHT, Act::Choose(1), "more", Rank::Main),
    row(common::LEFT, Act::Choose(-1), "less", Rank::Main),
    row(common::DOWN, Act::Other, "level or length", Rank::Side),
    row(common::UP, Act::Other, "level or length", Rank::Help),
    row(common::BACK, Act::Leave, "home", Rank::Side),
]);

impl MockSetup {
    /// The choices for an interview about `prompt`; senior and the usual length come first.
    pub fn new(prompt: &Prompt, level: Option<Level>) -> Self {
        let at = |level| Level::ALL.iter().position(|l| *l == level).unwrap_or(1);
        let length = Setup::LENGTHS.iter().position(|m| *m == 45).unwrap_or(0);
        Self { prompt: prompt.clone(), level: at(level.unwrap_or(Level::Senior)), length, on_length: false }
    }

    fn setup(&self, seed: u64) -> Setup {
        Setup::new(Level::ALL[self.level], Setup::LENGTHS[self.length], seed)
    }

    fn choose(&mut self, by: isize) {
        let (chosen, len) = if self.on_length {
            (&mut self.length, Setup::LENGTHS.len())
        } else {
            (&mut self.level, Level::ALL.len())
        };
        *chosen = chosen.saturating_add_signed(by).min(len - 1);
    }

    /// A click on a level, or on a length, which are counted after the levels.
    fn point(&mut self, nth: usize) {
        self.on_length = nth >= Level::ALL.len();
        match nth.checked_sub(Level::ALL.len()) {
            Some(length) => self.length = length.min(Setup::LENGTHS.len() - 1),
            None => self.level = nth,
        }
    }

    fn draw_choices(&self, canvas: &mut Canvas, area: Rect) {
        let levels: Vec<&str> = Level::ALL.iter().map(|level| level.word()).collect();
        let lengths: Vec<String> = Setup::LENGTHS.iter().map(|minutes| format!("{minutes} min")).collect();
        let lengths: Vec<&str> = lengths.iter().map(String::as_str).collect();
        choice(canvas, area, "Level", (&levels, 0), self.level, !self.on_length);
        choice(canvas, below(area, 1), "Length", (&lengths, levels.len()), self.length, self.on_length);
    }

    fn draw_plan(&self, canvas: &mut Canvas, area: Rect) {
        heading(canvas, area, "Where the time goes");
        let session = Session::begin(&self.prompt, self.setup(0));
        for (line, phase) in below(area, 1).rows().zip(session.phases()) {
            let minutes = Duration::from_millis(phase.ms).as_secs_f64() / 60.0;
            canvas.text(line, &phase.title, Role::Text);
            canvas.text_right(line, &format!("{minutes:.0} min"), Role::Muted);
        }
    }
}

fn choice(
    canvas: &mut Canvas,
    area: Rect,
    name: &str,
    (options, first): (&[&str], usize),
    chosen: usize,
    focused: bool,
) {
    let mark = if focused { canvas.glyphs().cursor } else { " " };
    canvas.text(area, mark, Role::Accent);
    let rest = |x: u16| Rect { x: area.x + x, width: area.width.saturating_sub(x), ..area };
    canvas.text(rest(2), name, if focused { Role::Strong } else { Role::Text });
    tabs_from(canvas, rest(NAMES), options, chosen, first);
}

impl View for MockSetup {
    fn title(&self) -> String {
        "Mock interview".into()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&[KEYS])
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        let act = match event {
            Event::Key(key) => KEYS.action(*key),
            Event::Pointed(Spot::Tab(nth)) => {
                self.point(*nth);
                None
            }
            _ => None,
        };
        match act {
            Some(Act::Begin) => {
                let setup = self.setup(env.now.wall.0.unsigned_abs());
                return vec![Effect::Swap(Route::Interview(self.prompt.id.clone(), setup))];
            }
            Some(Act::Leave) => return vec![Effect::Back],
            Some(Act::Other) => self.on_length = !self.on_length,
            Some(Act::Choose(by)) => self.choose(by),
            None => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let area = column(area);
        canvas.text(area, &self.prompt.title, Role::Strong);
        let told = "An interviewer listens, asks about what is missing, and changes something on the way. The clock starts when you begin; you can leave and come back to the same second.";
        let used = canvas.paragraph(below(area, 2), told, Role::Text);
        let choices = below(area, used + 3);
        self.draw_choices(canvas, top(choices, 2));
        self.draw_plan(canvas, below(choices, 3));
    }
}
