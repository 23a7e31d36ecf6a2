//! What the keys do.

use ratatui::buffer::Buffer;

use super::keys::Act;
use super::lab::{Rival, Setup};
use super::playback::Playback;
use super::words::count;
use super::{SCRUB, Show, Simulation, knobs, order};
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::event::Spot;
use crate::tui::screen::Env;
use crate::tui::widget::frame::inset;
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::toast::Tone;

/// Longer numbers than this are no order's.
const MOST_ORDERS: u64 = 999_999_999_999;

impl Simulation {
    pub(super) fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Knobs => self.turn_to(Show::Knobs),
            Act::Scripts => self.turn_to(Show::Scripts),
            Act::Order if self.typed.take().is_some() => {}
            Act::Order => self.turn_to(Show::Order),
            Act::Digit(digit) => {
                let number = self.typed.unwrap_or(0).saturating_mul(10).saturating_add(digit.into());
                self.typed = Some(number.min(MOST_ORDERS));
            }
            Act::Rub => self.typed = self.typed.map(|n| n / 10).filter(|n| *n > 0),
            Act::Number => return self.follow_number(),
            Act::Neighbour(after) => self.follow_neighbour(after),
            Act::Summary => self.turn_to(Show::Summary),
            Act::Picture if self.playback.is_none() || (self.asked && self.show == Show::Scripts) => {
                return vec![Effect::Back];
            }
            Act::Picture => self.turn_to(Show::Picture),
            Act::Move(by) => self.shift(by.into(), env),
            Act::Turn(up) if self.show == Show::Order => self.follow(Some(up)),
            Act::Turn(_) | Act::Undo | Act::Reset | Act::Seed | Act::Choose | Act::Try(_) => {
                return self.change(act);
            }
            Act::Compare => self.compare(),
            Act::Other => {
                self.swapped = !self.swapped && self.lab.as_ref().is_some_and(|l| l.beside().is_some());
                self.sum_up();
            }
            _ => self.seek(act, env),
        }
        Vec::new()
    }

    /// Moves in time.
    fn seek(&mut self, act: Act, env: &Env) {
        let moments = self.moments();
        let frame = self.runs().map_or(1.0, |(shown, _)| shown.run.recording.step);
        let Some(playback) = &mut self.playback else { return };
        match act {
            // Without motion, playing means going from key moment to key moment.
            Act::Toggle if env.look.reduce_motion => playback.to_next(moments.into_iter()),
            Act::Toggle => playback.toggle(),
            Act::NextMark => playback.to_next(moments.into_iter()),
            Act::PreviousMark => playback.to_previous(moments.into_iter()),
            Act::Scrub(forward) => playback.scrub(if forward { SCRUB } else { -SCRUB }),
            Act::Frame(forward) => playback.seek(playback.at() + if forward { frame } else { -frame }),
            Act::Speed(faster) => playback.change_speed(faster),
            Act::End => playback.seek(f64::INFINITY),
            _ => {
                playback.seek(0.0);
                if self.show == Show::Summary && !env.look.reduce_motion {
                    playback.toggle();
                }
            }
        }
        let ended = playback.ended();
        match self.show {
            Show::Summary => self.turn_to(Show::Picture),
            Show::Picture if ended && matches!(act, Act::End | Act::NextMark | Act::Toggle) => {
                self.turn_to(Show::Summary);
            }
            _ => {}
        }
    }

    /// Changes what is run.
    fn change(&mut self, act: Act) -> Vec<Effect> {
        let Some(lab) = &mut self.lab else { return Vec::new() };
        let setup = match act {
            Act::Turn(up) => self.panel.turned(&lab.setup, up),
            Act::Reset => Some(lab.first.clone()),
            Act::Seed => Some(Setup { seed: lab.setup.seed + 1, ..lab.setup.clone() }),
            Act::Choose => {
                self.asked = false;
                let scripts = knobs::scripts(lab.base(), &lab.first);
                let fault = scripts.get(self.scripts.row(scripts.len())).cloned().flatten();
                self.show = Show::Picture;
                self.playback = self.playback.as_ref().map(|_| Playback::new(0.0));
                Some(Setup { fault, ..lab.setup.clone() })
            }
            Act::Try(nth) => {
                let trial = self.adviser.as_ref().and_then(|a| a.best.get(usize::from(nth)));
                let setup = trial.map(|t| t.setup.clone());
                if setup.is_some() {
                    lab.rival = Some(Rival::Before);
                }
                setup
            }
            _ => {
                lab.undo();
                None
            }
        };
        if let Some(setup) = setup {
            lab.change(setup);
        }
        let problem = lab.problems().first().map(|p| Effect::Say(Tone::Problem, p.message.clone()));
        if act == Act::Choose {
            self.playback = None;
        }
        self.settle();
        problem.into_iter().collect()
    }

    fn compare(&mut self) {
        if let Some(lab) = &mut self.lab {
            lab.next_rival();
            self.swapped = false;
            self.settle();
        }
    }

    /// Up and down in whatever is shown.
    pub(super) fn shift(&mut self, by: isize, env: &Env) {
        let area = inset(env.body);
        match (self.show, &self.lab) {
            (Show::Knobs, _) => self.panel.cursor.by(by, self.panel.rows().len()),
            (Show::Scripts, Some(lab)) => self.scripts.by(by, knobs::scripts(lab.base(), &lab.first).len()),
            (Show::Order, Some(lab)) => {
                let lines = lab.shown().map_or(0, |p| order::life(p).len());
                self.scroll.by(by, lines, area.height.saturating_sub(3));
            }
            (Show::Summary, _) => {
                let mut scroll = self.scroll;
                let mut scratch = Buffer::default();
                let canvas = Canvas::new(&mut scratch, env.look);
                let lines = self.with_end(|end| end.len(&canvas, area.width)).unwrap_or(0);
                scroll.by(by, lines, area.height);
                self.scroll = scroll;
            }
            _ => {}
        }
    }

    /// Follows the order whose number was typed.
    fn follow_number(&mut self) -> Vec<Effect> {
        let Some(number) = self.typed.take() else { return Vec::new() };
        let came = self.lab.as_ref().and_then(|lab| lab.shown()).map_or(0, |p| p.run.ledger.orders);
        if number == 0 || number > came {
            let text = format!("Orders of this run are numbered from 1 to {}", count(came));
            return vec![Effect::Say(Tone::Problem, text)];
        }
        self.follow_order(number);
        Vec::new()
    }

    fn follow_neighbour(&mut self, after: bool) {
        let Some(lab) = &self.lab else { return };
        let came = lab.shown().map_or(1, |p| p.run.ledger.orders).max(1);
        let here = lab.follow.unwrap_or(1);
        self.follow_order(if after { here + 1 } else { here - 1 }.clamp(1, came));
    }

    fn follow_order(&mut self, order: u64) {
        self.scroll = Scroll::default();
        if let Some(lab) = &mut self.lab {
            lab.follow(order);
        }
        self.settle();
    }

    /// A click in a list takes that row, and one on the timeline goes to that moment.
    pub(super) fn point(&mut self, spot: Spot, env: &Env) -> Vec<Effect> {
        match (spot, self.show) {
            (Spot::Share(share), _) => {
                if let Some(playback) = &mut self.playback {
                    playback.seek(share * playback.end());
                }
            }
            (Spot::Row(row), Show::Knobs) => self.panel.cursor = Cursor::at(row),
            (Spot::Row(row), Show::Scripts) => {
                self.scripts = Cursor::at(row);
                return self.act(Act::Choose, env);
            }
            (Spot::Row(row), Show::Order) => {
                self.order = Cursor::at(row);
                self.follow(None);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Follows the order under the cursor, after moving it.
    pub(super) fn follow(&mut self, on: Option<bool>) {
        let Some(lab) = &mut self.lab else { return };
        let Some(candidates) = lab.shown().map(|p| order::candidates(p)) else { return };
        if let Some(on) = on {
            self.order.by(if on { 1 } else { -1 }, candidates.len());
        }
        self.scroll = Scroll::default();
        if let Some(candidate) = candidates.get(self.order.row(candidates.len())) {
            lab.follow(candidate.order);
        }
        self.settle();
    }
}
