//! The picture of a mock interview: the phases, what was said, and what is being written.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Focus, Interview, Side};
use crate::content::parse::blocks;
use crate::interview::timer::clock_face;
use crate::interview::{Speaker, Turn, TurnKind};
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::screen::Env;
use crate::tui::widget::chart::bar;
use crate::tui::widget::editor::CAP;
use crate::tui::widget::frame::{below, framed, inset, split, top};
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::scroll::scrolled;
use crate::tui::widget::tabs::tabs;
use crate::tui::widget::wrap::{Text, hang};

/// From this width on what was said stands beside what is written.
const WIDE: u16 = 100;
/// How wide it is then, in percent.
const SAID: u16 = 42;
/// Rows of the phase bar, with the empty one below it.
const BAR: u16 = 3;
/// Rows of the names of the sides, with the empty one below them.
const TABS: u16 = 2;
/// The most rows of what was said while writing on a narrow screen.
const LAST_WORD: u16 = 6;

const EMPTY: &str = "Enter begins writing. Write as you would speak; Ctrl-D hands over to the interviewer, who reads it and answers.";
const EMPTY_OPEN: &str =
    "Write as you would speak. Ctrl-D hands over to the interviewer, who reads it and answers.";
const ALOUD: &str = "Think aloud here: it is kept beside your answer and not scored.";

impl Interview {
    pub(super) fn draw_all(&self, canvas: &mut Canvas, area: Rect) {
        let area = inset(area);
        let banner = self.saved.banner(self.mine);
        if let Some(text) = &banner {
            canvas.text(area, &format!("{} {text}", canvas.glyphs().warn), Role::Bad);
        }
        let area = below(area, u16::from(banner.is_some()));
        self.draw_phases(canvas, top(area, BAR));
        let body = below(area, BAR);
        if canvas.area().width >= WIDE {
            let (left, right) = split(body, SAID);
            self.draw_side(canvas, left, self.shown(canvas.area()));
            self.draw_editor(canvas, right);
        } else if self.side == Side::Answer {
            let rows = self.draw_last_word(canvas, top(body, LAST_WORD));
            self.draw_editor(canvas, below(body, rows + 1));
        } else {
            self.draw_side(canvas, body, self.side);
        }
    }

    /// The sides that fit: where the answer stands beside them it is none of its own.
    fn sides(area: Rect) -> &'static [Side] {
        if area.width >= WIDE { &Side::ALL[1..] } else { &Side::ALL }
    }

    fn shown(&self, area: Rect) -> Side {
        if self.side == Side::Answer && area.width >= WIDE { Side::Said } else { self.side }
    }

    pub(super) fn turn(&mut self, by: isize, env: &Env) {
        let sides = Self::sides(env.body);
        let at = sides.iter().position(|side| *side == self.shown(env.body)).unwrap_or(0).cast_signed();
        self.show((at + by).rem_euclid(sides.len().cast_signed()).cast_unsigned(), env);
    }

    /// Turns to side number `nth` of those that fit.
    pub(super) fn show(&mut self, nth: usize, env: &Env) {
        let Some(side) = Self::sides(env.body).get(nth) else { return };
        self.side = *side;
        match side {
            Side::Question => self.scroll.home(),
            Side::Answer | Side::Said => self.scroll.end(),
        }
    }

    fn draw_side(&self, canvas: &mut Canvas, area: Rect, side: Side) {
        let sides = Self::sides(canvas.area());
        let names: Vec<_> = sides.iter().map(|side| side.name()).collect();
        tabs(canvas, top(area, 1), &names, sides.iter().position(|s| *s == side).unwrap_or(0));
        let area = below(area, TABS);
        scrolled(canvas, area, &self.text(side, canvas.look, area.width), self.scroll);
    }

    /// What a side says.
    fn text(&self, side: Side, look: Look, width: u16) -> Text {
        match side {
            Side::Question => Layout { look, width: width.into() }.blocks(&blocks(&self.prompt.statement)),
            Side::Answer | Side::Said => self.transcript(look, width),
        }
    }

    fn draw_phases(&self, canvas: &mut Canvas, area: Rect) {
        let phases = self.session.phases();
        let at = self.session.phase();
        let names: Vec<&str> = phases.iter().map(|plan| plan.title.as_str()).collect();
        let fits =
            names.iter().map(|name| name.chars().count() + 4).sum::<usize>() <= usize::from(area.width);
        if fits {
            let row = names.iter().map(|name| format!(" {name} "));
            let mut x = area.x;
            for (nth, name) in row.enumerate() {
                let place = Rect { x, width: area.right().saturating_sub(x), height: 1, ..area };
                let role = if nth == at { Role::Selected } else { Role::Muted };
                x += canvas.text(place, &name, role) + 2;
            }
        } else {
            let text = format!("Phase {} of {}: {}", at + 1, names.len(), names[at]);
            canvas.text(area, &text, Role::Strong);
        }
        self.draw_phase_clock(canvas, below(area, 1));
    }

    fn draw_phase_clock(&self, canvas: &mut Canvas, area: Rect) {
        let Some(plan) = self.session.phases().get(self.session.phase()) else { return };
        let spent = self.session.time_in(self.session.phase(), self.spent());
        let meant = std::time::Duration::from_millis(plan.ms);
        let over = spent > meant;
        let words = format!(" {} of {} meant for this phase", clock_face(spent), clock_face(meant));
        let share = spent.as_secs_f64() / meant.as_secs_f64().max(1.0);
        let gauge = Rect { width: 20.min(area.width), height: 1, ..area };
        bar(canvas, gauge, share, if over { Role::Warn } else { Role::Accent });
        let rest = Rect { x: gauge.right(), width: area.width - gauge.width, height: 1, ..area };
        canvas.text(rest, &words, if over { Role::Warn } else { Role::Muted });
    }

    /// What the interviewer said last; returns the rows used.
    fn draw_last_word(&self, canvas: &mut Canvas, area: Rect) -> u16 {
        let lines: Text =
            self.session.last_word().map(|turn| told(turn, canvas.look, area.width)).unwrap_or_default();
        let rows = (lines.len() as u16).min(area.height);
        canvas.lines(area, &lines, lines.len() - usize::from(rows));
        rows
    }

    fn draw_editor(&self, canvas: &mut Canvas, area: Rect) {
        let notes = self.focus == Focus::Notes;
        let editor = if notes { &self.notes } else { &self.editor };
        let dot = canvas.glyphs().dot;
        let name = if notes { "Thinking aloud" } else { "Your answer to this phase" };
        let title = format!("{name} {dot} {} words {dot} {} of {CAP}", editor.words(), editor.chars());
        let inner = framed(canvas, area, &title, self.focus != Focus::None);
        let empty = match self.focus {
            Focus::Notes => ALOUD,
            Focus::Answer => EMPTY_OPEN,
            Focus::None => EMPTY,
        };
        editor.draw(canvas, inner, self.focus != Focus::None, empty);
    }

    /// Everything said, oldest first.
    fn transcript(&self, look: Look, width: u16) -> Text {
        let mut lines = Text::new();
        for turn in self.session.turns() {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(told(turn, look, width));
        }
        lines
    }

    pub(super) fn scroll_side(&mut self, by: isize, env: &Env) {
        let area = below(inset(env.body), BAR + TABS);
        let width = if env.body.width >= WIDE { split(area, SAID).0.width } else { area.width };
        let lines = self.text(self.shown(env.body), env.look, width).len();
        self.scroll.by(by, lines, area.height);
    }
}

/// A turn with its speaker.
fn told(turn: &Turn, look: Look, width: u16) -> Text {
    let (name, role) = match (&turn.kind, turn.speaker()) {
        (TurnKind::Twist(_), _) => ("Twist", Role::Warn),
        (TurnKind::Time, _) => ("Time", Role::Warn),
        (_, Speaker::Interviewer) => ("Interviewer", Role::Accent),
        (_, Speaker::Learner) => ("You", Role::Muted),
    };
    let body = if turn.speaker() == Speaker::Learner { Role::Muted } else { Role::Text };
    let first = Span::styled(format!("{name:12}"), look.style(role));
    let rest = Span::raw(" ".repeat(12));
    let lines = turn.text.split('\n').map(|line| Line::styled(line.to_owned(), look.style(body)));
    lines
        .enumerate()
        .flat_map(|(nth, line)| hang(if nth == 0 { &first } else { &rest }, &rest, &line, usize::from(width)))
        .collect()
}
