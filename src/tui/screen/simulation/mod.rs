//! The simulation, played: two paths with moving orders, harm counting up, a timeline of causes, knobs to turn.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`lab`] | what is run, beside what; runs happen on a [`worker`] |
//! | [`playback`] | the moment that is shown |
//! | [`scene`], [`headline`] | what is to be seen at a moment, and the sentence for it |
//! | [`costs`], [`summary`] | harm so far, figures at the end, before and after |
//! | [`knobs`], [`advice`] | what can be turned, and what would help, found by trying |
//! | [`order`] | one order's life |
//! | [`plain`] | all of it as lines of text |

mod act;
pub mod advice;
pub mod costs;
pub mod headline;
mod keys;
pub mod knobs;
pub mod lab;
mod marks;
mod opening;
pub mod order;
mod paint;
pub mod plain;
pub mod playback;
#[cfg(test)]
mod samples;
pub mod scene;
pub mod summary;
#[cfg(test)]
mod tests;
pub mod words;
pub mod worker;

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Rect;

use super::{Env, View};
use crate::content::design::Design;
use crate::content::prompt::Prompt;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::event::{Event, Pace};
use crate::tui::keymap::{self, Hint, Keymap};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, column, inset};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::Scroll;
use advice::Adviser;
use keys::Act;
use lab::{Lab, Played, Setup};
pub use opening::{Opening, assumptions, in_line};
use playback::Playback;
use summary::Summary;

/// A sixtieth of the run.
const SCRUB: f64 = 1.0 / 60.0;
/// The seed of a screen that was just opened.
const SEED: u64 = 1;

/// What the screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    Picture,
    Knobs,
    Scripts,
    Order,
    Summary,
}

/// The simulation screen.
#[derive(Debug)]
pub struct Simulation {
    title: String,
    assumptions: Vec<String>,
    lab: Option<Lab>,
    playback: Option<Playback>,
    show: Show,
    panel: knobs::Panel,
    scripts: Cursor,
    order: Cursor,
    /// Digits of an order's number that were typed so far.
    typed: Option<u64>,
    scroll: Scroll,
    adviser: Option<Adviser>,
    /// The figures at the end, of the runs that are shown.
    summary: Option<Summary>,
    /// What goes wrong was not yet chosen.
    asked: bool,
    /// The compared design has the picture.
    swapped: bool,
    /// The learner has not yet seen what was assumed.
    unseen: bool,
}

impl Simulation {
    /// `design` of `prompt` under `fault`, beside everything in line; without a fault it asks what goes wrong.
    ///
    /// # Errors
    /// When the prompt has nothing to simulate.
    pub fn open(prompt: &Prompt, design: &Design, fault: Option<&str>) -> anyhow::Result<Self> {
        let scenario = opening::scenario(prompt)?;
        let compare = opening::rival(scenario, design);
        Ok(Self::new(Opening::of(prompt, design.clone(), fault, Vec::new(), compare)))
    }

    /// A screen that begins to play `opening`.
    pub fn new(opening: Opening) -> Self {
        let Opening { title, scenario, design, fault, assumptions, compare } = opening;
        let asks = fault.is_none() && scenario.as_ref().is_some_and(|s| !s.faults.is_empty());
        let setup = Setup { design, fault, seed: SEED };
        let mut screen = Self {
            title,
            unseen: !assumptions.is_empty(),
            assumptions,
            lab: scenario.map(|scenario| Lab::new(scenario, setup, compare)),
            playback: None,
            show: if asks { Show::Scripts } else { Show::Picture },
            panel: knobs::Panel::default(),
            scripts: Cursor::default(),
            order: Cursor::default(),
            typed: None,
            summary: None,
            asked: asks,
            scroll: Scroll::default(),
            adviser: None,
            swapped: false,
        };
        screen.settle();
        screen
    }

    /// After the lab was asked for something: what it already has is shown.
    fn settle(&mut self) {
        let Some(lab) = &self.lab else { return };
        self.panel.refresh(lab);
        if lab.busy() {
            return;
        }
        if let Some(played) = lab.shown() {
            let end = played.run.simulated;
            self.playback =
                Some(self.playback.as_ref().map_or_else(|| Playback::new(end), |p| p.within(end)));
        }
        self.adviser = None;
        self.sum_up();
        self.advise();
    }

    /// The figures are taken once for each pair of runs, not for each picture.
    fn sum_up(&mut self) {
        self.summary = self.runs().map(|(shown, beside)| Summary::of(shown, beside.map(|b| b.1)));
    }

    /// Begins to look for something better while the end is read.
    fn advise(&mut self) {
        let Some(lab) = self.lab.as_ref().filter(|l| !l.busy() && l.problems().is_empty()) else { return };
        if let (Show::Summary, None, Some(shown)) = (self.show, &self.adviser, lab.shown()) {
            self.adviser = Some(Adviser::start(Arc::clone(lab.base()), &lab.setup, Arc::clone(shown)));
        }
    }

    /// The run in the picture and the one beside it.
    fn runs(&self) -> Option<(&Played, Option<(&'static str, &Played)>)> {
        let lab = self.lab.as_ref()?;
        let shown: &Played = lab.shown()?;
        Some(match lab.beside() {
            Some((_, other)) if self.swapped => (other, Some(("yours", shown))),
            beside => (shown, beside),
        })
    }

    fn at(&self) -> f64 {
        self.playback.as_ref().map_or(0.0, Playback::at)
    }

    fn moments(&self) -> Vec<f64> {
        self.runs().map(|(shown, _)| shown.run.story.iter().map(|m| m.at).collect()).unwrap_or_default()
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        match self.show {
            Show::Scripts if self.lab.is_some() => vec![keys::SCRIPTS],
            _ if self.playback.is_none() => vec![keys::NOTHING],
            Show::Picture | Show::Scripts => vec![keys::PICTURE],
            Show::Knobs => vec![keys::KNOBS],
            Show::Order if self.typed.is_some() => vec![keys::NUMBER, keys::DIGITS],
            Show::Order => vec![keys::ORDER, keys::DIGITS],
            Show::Summary => vec![keys::SUMMARY],
        }
    }

    fn tick(&mut self, env: &Env) {
        if self.lab.as_mut().is_some_and(|lab| lab.busy() && lab.poll(Duration::ZERO)) {
            self.settle();
        }
        if let Some(adviser) = &mut self.adviser {
            adviser.poll();
        }
        let moving = matches!(self.show, Show::Picture | Show::Knobs);
        let Some(playback) = self.playback.as_mut().filter(|_| moving) else { return };
        if env.look.reduce_motion {
            playback.pause();
        } else if playback.tick(env.now.monotonic) && self.show == Show::Picture {
            self.turn_to(Show::Summary);
        }
    }

    fn turn_to(&mut self, show: Show) {
        self.show = show;
        self.scroll = Scroll::default();
        self.unseen &= show != Show::Knobs;
        if let (Show::Scripts, Some(lab)) = (show, &self.lab) {
            let scripts = knobs::scripts(lab.base(), &lab.first);
            self.scripts = Cursor::at(scripts.iter().position(|s| *s == lab.setup.fault).unwrap_or(0));
        }
        if show == Show::Order {
            self.follow(None);
        }
        self.advise();
    }

    fn with_end<T>(&self, then: impl FnOnce(&paint::summary::End<'_>) -> T) -> Option<T> {
        let (_, beside) = self.runs()?;
        let end = paint::summary::End {
            summary: self.summary.as_ref()?,
            beside: beside.map(|b| b.0),
            adviser: self.adviser.as_ref(),
            assumptions: &self.assumptions,
        };
        Some(then(&end))
    }

    fn draw_picture(&self, canvas: &mut Canvas, area: Rect) {
        let Some((shown, beside)) = self.runs() else { return };
        let speed = self.playback.as_ref().map_or(1.0, Playback::speed);
        let assumed = if self.unseen { self.assumptions.len() } else { 0 };
        paint::picture::Picture { shown, beside, at: self.at(), speed, assumed }.draw(canvas, area);
    }

    fn draw_knobs(&self, canvas: &mut Canvas, area: Rect) {
        let Some(lab) = &self.lab else { return };
        if area.width < paint::knobs::DOCKED {
            return paint::knobs::draw(canvas, area, lab, &self.panel, &self.assumptions, self.at());
        }
        let width = area.width - paint::knobs::DOCK;
        self.draw_picture(canvas, Rect { width: width - 3, ..area });
        let dock = Rect { x: area.x + width, width: paint::knobs::DOCK, ..area };
        paint::knobs::docked(canvas, dock, lab, &self.panel, &self.assumptions);
    }

    /// What there is to say while there is no run.
    fn draw_nothing(&self, canvas: &mut Canvas, area: Rect) {
        let area = below(column(area), 1);
        let Some(lab) = &self.lab else {
            canvas.paragraph(area, "This prompt has nothing to simulate.", Role::Muted);
            return;
        };
        if lab.busy() {
            canvas.text(area, "Running the simulation", Role::Muted);
            return;
        }
        let mut rest = area;
        for problem in lab.problems() {
            let help = problem.help.as_deref().map_or(String::new(), |h| format!(" ({h})"));
            let rows = canvas.paragraph(
                rest,
                &format!("{} {}{help}", canvas.glyphs().no, problem.message),
                Role::Bad,
            );
            rest = below(rest, rows);
        }
    }
}

impl View for Simulation {
    fn title(&self) -> String {
        let Some(lab) = &self.lab else { return self.title.clone() };
        let script =
            lab.setup.fault.as_deref().map(|f| knobs::script_title(lab.base(), Some(f)).to_lowercase());
        script.unwrap_or_else(|| "simulation".to_owned())
    }

    fn status(&self) -> Vec<(String, Role)> {
        let (Some(playback), Some((shown, _))) = (&self.playback, self.runs()) else { return Vec::new() };
        if self.show == Show::Scripts {
            return Vec::new();
        }
        let time = format!("{} / {}", words::clock(playback.at()), words::clock(shown.run.simulated));
        let moving = match (playback.playing(), playback.ended()) {
            (true, _) => (format!("playing {}x", playback.speed()), Role::Good),
            (false, true) => ("ended".to_owned(), Role::Muted),
            (false, false) => (format!("paused {}x", playback.speed()), Role::Warn),
        };
        let whose = if self.swapped { Some(("the other design".to_owned(), Role::Second)) } else { None };
        whose.into_iter().chain([(time, Role::Text), moving]).collect()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn pace(&self) -> Pace {
        let works =
            self.lab.as_ref().is_some_and(Lab::busy) || self.adviser.as_ref().is_some_and(Adviser::busy);
        let moves = matches!(self.show, Show::Picture | Show::Knobs)
            && self.playback.as_ref().is_some_and(Playback::playing);
        if works || moves { Pace::Motion } else { Pace::Still }
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        match event {
            Event::Tick => self.tick(env),
            Event::Key(key) => {
                if let Some(act) = keymap::action(&self.tables(), *key) {
                    return self.act(act, env);
                }
            }
            Event::Wheel(lines) => self.shift((*lines).into(), env),
            Event::Pointed(spot) => return self.point(*spot, env),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let area = inset(area);
        match (self.show, &self.lab) {
            (Show::Scripts, Some(lab)) => {
                let scripts = knobs::scripts(lab.base(), &lab.first);
                paint::scripts::draw(
                    canvas,
                    area,
                    lab.base(),
                    &scripts,
                    self.scripts,
                    lab.setup.fault.as_deref(),
                );
            }
            _ if self.playback.is_none() => self.draw_nothing(canvas, area),
            (Show::Knobs, _) => self.draw_knobs(canvas, area),
            (Show::Order, Some(lab)) => {
                if lab.busy() {
                    canvas.text(column(area), "Running it again to follow this order", Role::Muted);
                } else if let (Some(played), Some(order)) = (lab.shown(), lab.follow) {
                    let all = order::candidates(played);
                    let chosen = paint::order::Chosen { order, typed: self.typed, all: &all };
                    chosen.draw(canvas, area, played, self.scroll);
                }
            }
            (Show::Summary, _) => drop(self.with_end(|end| end.draw(canvas, area, self.scroll))),
            _ => self.draw_picture(canvas, area),
        }
    }
}
