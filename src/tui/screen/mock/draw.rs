//! The picture of a mock interview: the phases, what was said, and what is being written.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Focus, Interview};
use crate::interview::timer::clock_face;
use crate::interview::{Speaker, Turn, TurnKind};
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::widget::chart::bar;
use crate::tui::widget::editor::CAP;
use crate::tui::widget::frame::{below, framed, inset, split, top};
use crate::tui::widget::scroll::scrolled;
use crate::tui::widget::tabs::tabs;
use crate::tui::widget::wrap::{Text, hang};

/// From this width on what was said stands beside what is written.
const WIDE: u16 = 100;
/// How wide it is then, in percent.
const SAID: u16 = 42;
/// Rows of the phase bar, with the empty one below it.
const BAR: u16 = 3;
/// The most rows of what was said while writing on a narrow screen.
const LAST_WORD: u16 = 6;

const EMPTY: &str =
    "Write as you would speak. Ctrl-D hands the word to the interviewer, who reads it and answers.";
const ALOUD: &str = "Think aloud here: it is kept beside your answer and not scored.";

impl Interview {
    pub(super) fn draw_all(&self, canvas: &mut Canvas, area: Rect) {
        let area = inset(area);
        self.draw_phases(canvas, top(area, BAR));
        let body = below(area, BAR);
        if canvas.area().width >= WIDE {
            let (left, right) = split(body, SAID);
            self.draw_said(canvas, left);
            self.draw_editor(canvas, right);
        } else if self.transcript {
            self.draw_said(canvas, body);
        } else {
            let rows = self.draw_last_word(canvas, top(body, LAST_WORD));
            self.draw_editor(canvas, below(body, rows + 1));
        }
    }

    fn draw_phases(&self, canvas: &mut Canvas, area: Rect) {
        let phases = self.session.phases();
        let at = self.session.phase();
        let names: Vec<&str> = phases.iter().map(|plan| plan.title.as_str()).collect();
        let fits =
            names.iter().map(|name| name.chars().count() + 4).sum::<usize>() <= usize::from(area.width);
        if fits {
            tabs(canvas, area, &names, at);
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

    fn draw_said(&self, canvas: &mut Canvas, area: Rect) {
        let lines = self.transcript(canvas.look, area.width);
        scrolled(canvas, area, &lines, self.scroll);
    }

    fn draw_editor(&self, canvas: &mut Canvas, area: Rect) {
        let notes = self.focus == Focus::Notes;
        let editor = if notes { &self.notes } else { &self.editor };
        let dot = canvas.glyphs().dot;
        let name = if notes { "Thinking aloud" } else { "Your answer to this phase" };
        let title = format!("{name} {dot} {} words {dot} {} of {CAP}", editor.words(), editor.chars());
        let inner = framed(canvas, area, &title, self.focus != Focus::None);
        editor.draw(canvas, inner, self.focus != Focus::None, if notes { ALOUD } else { EMPTY });
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

    pub(super) fn scroll_by(&mut self, by: isize, body: Rect) {
        let area = below(inset(body), BAR);
        let width = if body.width >= WIDE { split(area, SAID).0.width } else { area.width };
        let lines = self.transcript(Look::default(), width).len();
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
