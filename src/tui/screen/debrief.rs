//! After a mock interview: the level reached, where the time went, what the questions moved, and what to do next.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::content::prompt::Prompt;
use crate::interview::timer::clock_face;
use crate::interview::{Debrief as Findings, NextStep, Session, Standing, debrief};
use crate::progress::{Attempt, DraftKey, Kind, submission};
use crate::score::Report;
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Ask, Effect};
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::{Look, Role};
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::frame::{GUTTER, column, inset, split};
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, hang, wrap_text};

/// The highest level.
const BEST: usize = 4;
/// From this width on there are two columns.
const WIDE: u16 = 110;

/// Cells of the times and the words behind them.
const TIMES: usize = 36;

/// The look back at an interview.
#[derive(Debug)]
pub struct Debrief {
    attempt: Attempt,
    titles: Vec<String>,
    found: Findings,
    scroll: Scroll,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Next(usize),
    Result,
    Scroll(isize),
    Export,
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[
    row(&[Key::char('1')], Act::Next(0), "the first thing", Rank::Main),
    row(&[Key::char('2')], Act::Next(1), "the second", Rank::Side),
    row(&[Key::char('3')], Act::Next(2), "the third", Rank::Side),
    row(common::ENTER, Act::Result, "the words behind it", Rank::Main),
    row(common::DOWN, Act::Scroll(1), "scroll down", Rank::Help),
    row(common::UP, Act::Scroll(-1), "scroll up", Rank::Help),
    row(common::PAGE_DOWN, Act::Scroll(10), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Scroll(-10), "a page up", Rank::Help),
    row(common::EXPORT, Act::Export, "write it to a file", Rank::Help),
    row(common::BACK, Act::Leave, "home", Rank::Side),
]);

impl Debrief {
    /// Looks back at `attempt`, a mock interview about `prompt`.
    ///
    /// # Errors
    /// When the stored interview or report is of a version that cannot be read.
    pub fn open(attempt: Attempt, prompt: &Prompt) -> anyhow::Result<Self> {
        let kept = attempt.body.session.clone().unwrap_or_default();
        let session: Session = serde_json::from_value(kept)?;
        let report: Report = serde_json::from_value(attempt.body.report.clone())?;
        let found = debrief(prompt, &session, &submission::heard(&report));
        let titles = prompt.rubric.dimensions.iter().map(|dimension| dimension.title.clone()).collect();
        Ok(Self { attempt, titles, found, scroll: Scroll::default() })
    }

    /// The verdict and what to do, then where it came from.
    fn columns(&self, look: Look, widths: [usize; 2]) -> [Text; 2] {
        let mut first = self.verdict(look, widths[0]);
        add(&mut first, look, "Three things to do next", self.next(look, widths[0]));
        add(&mut first, look, "Levels", self.levels(look));
        let mut second = Text::new();
        add(&mut second, look, "Where the time went", self.phases(look, widths[1]));
        add(&mut second, look, "What the questions moved", self.moved(look, widths[1]));
        [first, second]
    }

    /// The areas with their lines.
    fn laid_out(&self, look: Look, area: Rect) -> Vec<(Rect, Text)> {
        if area.width < WIDE {
            let area = column(area);
            let [mut text, rest] = self.columns(look, [area.width.into(); 2]);
            text.push(Line::default());
            text.extend(rest);
            return vec![(area, text)];
        }
        let (left, right) = split(inset(area), 50);
        let left = Rect { width: left.width - GUTTER, ..left };
        let texts = self.columns(look, [left.width.into(), right.width.into()]);
        [left, right].into_iter().zip(texts).collect()
    }

    fn verdict(&self, look: Look, width: usize) -> Text {
        let level = self.found.level;
        let reached = self.found.reached.map_or("not yet at mid-level", crate::interview::Level::word);
        let (mark, role, says) = match self.found.standing {
            Standing::Below => {
                (look.glyphs().open, Role::Warn, format!("Held for {level}; this answer is {reached}."))
            }
            Standing::Meets => {
                (look.glyphs().yes, Role::Good, format!("Held for {level}, and that is what you showed."))
            }
            Standing::Above => {
                (look.glyphs().yes, Role::Good, format!("Held for {level}; you showed {reached}."))
            }
        };
        wrap_text(&format!("{mark} {says}"), look.style(role), width)
    }

    fn next(&self, look: Look, width: usize) -> Text {
        let item = |(nth, suggestion): (usize, &crate::interview::Suggestion)| {
            let first = Span::styled(format!("{}  ", nth + 1), look.style(Role::Accent));
            hang(&first, &Span::raw("   "), &Line::raw(suggestion.why.clone()), width)
        };
        self.found.next.iter().enumerate().flat_map(item).collect()
    }

    fn levels(&self, look: Look) -> Text {
        let [full, empty, _] = look.glyphs().boxes;
        let line = |((_, level), title): (&(crate::content::id::DimensionId, u8), &String)| {
            let filled = usize::from(*level).min(BEST);
            let bar = format!("{}{}", full.repeat(2 * filled), empty.repeat(2 * (BEST - filled)));
            let role = if *level >= 3 { Role::Good } else { Role::Warn };
            Line::from(vec![
                Span::styled(format!("{level} "), look.style(role)),
                Span::styled(bar, look.style(role)),
                Span::raw(format!("  {title}")),
            ])
        };
        self.found.levels.iter().zip(&self.titles).map(line).collect()
    }

    fn phases(&self, look: Look, width: usize) -> Text {
        let longest =
            self.found.phases.iter().map(|p| p.spent_ms.max(p.planned_ms)).max().unwrap_or(1).max(1);
        let name = self.found.phases.iter().map(|p| p.title.chars().count()).max().unwrap_or(0);
        let room = width.saturating_sub(name + TIMES).clamp(4, 40);
        let line = |phase: &crate::interview::PhaseTime| {
            let time = |ms| clock_face(std::time::Duration::from_millis(ms));
            let filled = (phase.spent_ms * room as u64).div_ceil(longest) as usize;
            let over = phase.spent_ms > phase.planned_ms;
            let again = if phase.visits > 1 { format!(", {} visits", phase.visits) } else { String::new() };
            let never = if phase.visits == 0 { ", never reached" } else { "" };
            let bar = look.glyphs().bar[0].repeat(filled);
            Line::from(vec![
                Span::raw(format!("{:name$} ", phase.title)),
                Span::styled(
                    format!("{bar:room$} "),
                    look.style(if over { Role::Warn } else { Role::Accent }),
                ),
                Span::styled(if over { "! " } else { "  " }, look.style(Role::Warn)),
                Span::styled(
                    format!("{} of {}{again}{never}", time(phase.spent_ms), time(phase.planned_ms)),
                    look.style(Role::Muted),
                ),
            ])
        };
        self.found.phases.iter().map(line).collect()
    }

    fn moved(&self, look: Look, width: usize) -> Text {
        let item = |moved: &crate::interview::Moved| {
            let (mark, role) = match moved.gain() {
                gain if gain > 0 => (format!("+{gain} "), Role::Good),
                gain if gain < 0 => (format!("{gain} "), Role::Warn),
                _ => (" 0 ".to_owned(), Role::Muted),
            };
            let first = Span::styled(mark, look.style(role));
            hang(&first, &Span::raw("   "), &Line::raw(moved.text.clone()), width)
        };
        self.found.moved.iter().flat_map(item).collect()
    }

    fn step(&self, nth: usize) -> Option<Route> {
        let prompt = self.attempt.body.prompt.clone();
        let practice = |mode| Route::Practice(DraftKey { prompt: prompt.clone(), mode });
        Some(match &self.found.next.get(nth)?.step {
            NextStep::Retry(dimension) => practice(Kind::Retry(dimension.clone())),
            NextStep::Vary(variation) => practice(Kind::Variation(variation.clone())),
            NextStep::Practise => practice(Kind::Practice),
            NextStep::ModelAnswer => Route::Result(self.attempt.id.clone()),
            NextStep::Mock(level) => Route::Mock(prompt, Some(*level)),
        })
    }
}

/// Adds a part under its title.
fn add(text: &mut Text, look: Look, title: &'static str, part: Text) {
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push(Line::default());
    }
    text.push(Line::styled(title, look.style(Role::Title)));
    text.extend(part);
}

impl View for Debrief {
    fn title(&self) -> String {
        "Looking back".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![(format!("{} used", clock_face(self.attempt.body.used())), Role::Muted)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&[KEYS])
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        let act = match event {
            Event::Key(key) => KEYS.action(*key),
            Event::Wheel(lines) => Some(Act::Scroll(isize::from(*lines))),
            _ => None,
        };
        match act {
            Some(Act::Next(nth)) => return self.step(nth).map(Effect::Go).into_iter().collect(),
            Some(Act::Result) => return vec![Effect::Go(Route::Result(self.attempt.id.clone()))],
            Some(Act::Export) => return vec![Effect::Ask(Ask::to_export(&self.attempt.id))],
            Some(Act::Leave) => return vec![Effect::Back],
            Some(Act::Scroll(by)) => {
                let columns = self.laid_out(env.look, env.body);
                let lines = columns.iter().map(|(_, text)| text.len()).max().unwrap_or(0);
                self.scroll.by(by, lines, env.body.height);
            }
            None => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        for (area, lines) in self.laid_out(canvas.look, area) {
            scrolled(canvas, area, &lines, self.scroll);
        }
    }
}
