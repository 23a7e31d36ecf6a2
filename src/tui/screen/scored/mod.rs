//! What a submission got: levels, the words that earned them, what the next level asks for, and behind a key the
//! trace and the model answer.

mod detail;
mod highlight;

use ratatui::layout::Rect;

use crate::content::prompt::Prompt;
use crate::interview::timer::clock_face;
use crate::progress::{Attempt, DraftKey, Kind};
use crate::score::{DimensionScore, Report, SOLID};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::effect::{Ask, Effect};
use crate::tui::event::{Event, Spot};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::{Look, Role};
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::chart;
use crate::tui::widget::frame::{GUTTER, below, heading, inset, split, top};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::tabs::tabs;
use crate::tui::widget::toast::Tone;
use crate::tui::widget::wrap::Text;

/// From this width on the scores stand beside the text.
const WIDE: u16 = 100;
/// Rows above the dimensions.
const HEAD: u16 = 2;

/// A scored submission.
#[derive(Debug)]
pub struct Scored {
    attempt: Attempt,
    title: String,
    report: Report,
    model: String,
    simulated: bool,
    chosen: Cursor,
    pane: Pane,
    trace: bool,
    scroll: Scroll,
}

/// What the text area shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Score,
    Answer,
    Model,
}

impl Pane {
    const ALL: [Self; 3] = [Self::Score, Self::Answer, Self::Model];

    const fn name(self) -> &'static str {
        match self {
            Self::Score => "Score",
            Self::Answer => "Your answer",
            Self::Model => "Model answer",
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Choose(isize),
    Pane(isize),
    Model,
    Trace,
    Page(isize),
    Retry,
    Run,
    Vary,
    Copy,
    Export,
    Leave,
}

const RETRY: Keymap<Act> = Keymap(&[row(
    &[Key::plain(crossterm::event::KeyCode::Enter), Key::char('r')],
    Act::Retry,
    "retry this one",
    Rank::Main,
)]);
const LEAVE: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Leave, "go on", Rank::Main)]);
const RUN: Keymap<Act> = Keymap(&[row(&[Key::char('d')], Act::Run, "run my design", Rank::Side)]);
const KEYS: Keymap<Act> = Keymap(&[
    row(common::DOWN, Act::Choose(1), "next dimension", Rank::Main),
    row(common::UP, Act::Choose(-1), "dimension above", Rank::Help),
    row(common::TAB, Act::Pane(1), "answer", Rank::Main),
    row(common::BACK_TAB, Act::Pane(-1), "text before", Rank::Help),
    row(&[Key::char('m')], Act::Model, "model answer", Rank::Side),
    row(&[Key::char('t')], Act::Trace, "why exactly", Rank::Help),
    row(&[Key::char('v')], Act::Vary, "the question with one change", Rank::Help),
    row(common::PAGE_DOWN, Act::Page(1), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Page(-1), "a page up", Rank::Help),
    row(&[Key::char('y')], Act::Copy, "copy the answer", Rank::Help),
    row(common::EXPORT, Act::Export, "write it to a file", Rank::Help),
    row(common::BACK, Act::Leave, "back", Rank::Side),
]);

impl Scored {
    /// The result of `attempt` at `prompt`; the weakest dimension is chosen.
    ///
    /// # Errors
    /// When the stored report is of a version that cannot be read.
    pub fn open(attempt: Attempt, prompt: &Prompt) -> anyhow::Result<Self> {
        let report: Report = serde_json::from_value(attempt.body.report.clone())?;
        let weakest = report.dimensions.iter().enumerate().min_by_key(|(_, d)| d.level).map_or(0, |(i, _)| i);
        Ok(Self {
            title: prompt.title.clone(),
            model: prompt.model_answer.clone(),
            simulated: prompt.simulation.is_some(),
            attempt,
            report,
            chosen: Cursor::at(weakest),
            pane: Pane::Score,
            trace: false,
            scroll: Scroll::default(),
        })
    }

    fn dimension(&self) -> Option<&DimensionScore> {
        self.report.dimensions.get(self.chosen.row(self.report.dimensions.len()))
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        let retry = self.dimension().is_some_and(DimensionScore::needs_retry);
        let run = (self.simulated && !self.report.described.findings.is_empty()).then_some(RUN);
        [if retry { RETRY } else { LEAVE }].into_iter().chain(run).chain([KEYS]).collect()
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Choose(by) => {
                self.chosen.by(by, self.report.dimensions.len());
                self.show_evidence(env);
            }
            Act::Pane(by) => self.turn(by, env),
            Act::Model => self.show(Pane::Model),
            Act::Trace => self.trace = !self.trace,
            Act::Page(by) => self.page(by, env),
            Act::Retry => return self.retry(),
            Act::Run => return vec![Effect::Go(Route::Described(self.attempt.id.clone()))],
            Act::Vary => return vec![Effect::Go(Route::Vary(self.attempt.body.prompt.clone()))],
            Act::Export => return vec![Effect::Ask(Ask::to_export(&self.attempt.id))],
            Act::Copy => return vec![Effect::Copy(self.attempt.body.text.clone())],
        }
        Vec::new()
    }

    fn retry(&self) -> Vec<Effect> {
        match self.dimension() {
            Some(dimension) if dimension.level < SOLID => {
                let mode = Kind::Retry(dimension.id.clone());
                vec![Effect::Go(Route::Practice(DraftKey { prompt: self.attempt.body.prompt.clone(), mode }))]
            }
            _ => vec![Effect::Say(Tone::Note, "This one is solid; choose one below 3".into())],
        }
    }

    /// What shows beside the scores, or in place of them.
    fn shown(&self, area: Rect) -> Pane {
        if self.pane == Pane::Score && area.width >= WIDE { Pane::Answer } else { self.pane }
    }

    fn panes(area: Rect) -> &'static [Pane] {
        if area.width >= WIDE { &Pane::ALL[1..] } else { &Pane::ALL }
    }

    fn turn(&mut self, by: isize, env: &Env) {
        let panes = Self::panes(env.body);
        let at = panes.iter().position(|p| *p == self.shown(env.body)).unwrap_or(0).cast_signed();
        self.show(panes[(at + by).rem_euclid(panes.len().cast_signed()).cast_unsigned()]);
        if self.pane == Pane::Answer {
            self.show_evidence(env);
        }
    }

    fn show(&mut self, pane: Pane) {
        self.pane = pane;
        self.scroll.home();
    }

    /// Scrolls the answer to the first words that count for the chosen dimension.
    fn show_evidence(&mut self, env: &Env) {
        let text = Self::text_area(env.body);
        let (lines, first) = self.answer(env.look, text.width.into());
        self.scroll.home();
        if let Some(line) = first {
            self.scroll.show(line + 2, lines.len(), text.height);
        }
    }

    fn page(&mut self, by: isize, env: &Env) {
        let mut text = Self::text_area(env.body);
        if self.shown(env.body) == Pane::Score {
            text = below(text, HEAD + self.report.dimensions.len() as u16 + 3);
        }
        let lines = self.text(self.shown(env.body), env.look, text.width.into()).len();
        self.scroll.by(by * usize::from(text.height.saturating_sub(2)).cast_signed(), lines, text.height);
    }

    fn text_area(area: Rect) -> Rect {
        let right = if area.width >= WIDE { split(inset(area), 46).1 } else { inset(area) };
        below(right, 2)
    }

    fn text(&self, pane: Pane, look: Look, width: usize) -> Text {
        match pane {
            Pane::Score => self.detail(look, width),
            Pane::Answer => self.answer(look, width).0,
            Pane::Model => self.model_answer(look, width),
        }
    }

    fn draw_score(&self, canvas: &mut Canvas, area: Rect) {
        let head =
            format!("Overall {} {} {:.1} of 4", self.report.band, canvas.glyphs().dot, self.report.mean);
        canvas.text(area, &head, Role::Strong);
        let rows = below(area, HEAD);
        let count = self.report.dimensions.len();
        let chosen = self.chosen.row(count);
        for (i, dimension) in self.report.dimensions.iter().enumerate() {
            let row = top(below(rows, i as u16), 1);
            canvas.target(row, Target::Row(i));
            draw_dimension(canvas, row, dimension, i == chosen);
        }
        let about = below(rows, count as u16 + 1);
        if let Some(dimension) = self.dimension() {
            heading(canvas, top(about, 1), &dimension.title);
        }
        let text = below(about, 2);
        let lines = self.detail(canvas.look, text.width.into());
        let scroll = if self.pane == Pane::Score { self.scroll } else { Scroll::default() };
        scrolled(canvas, text, &lines, scroll);
    }

    fn draw_text(&self, canvas: &mut Canvas, area: Rect, pane: Pane) {
        let text = below(area, 2);
        let lines = self.text(pane, canvas.look, text.width.into());
        scrolled(canvas, text, &lines, self.scroll);
    }

    fn draw_tabs(&self, canvas: &mut Canvas, area: Rect) {
        let panes = Self::panes(canvas.area());
        let shown = self.shown(canvas.area());
        let names: Vec<_> = panes.iter().map(|p| p.name()).collect();
        tabs(canvas, top(area, 1), &names, panes.iter().position(|p| *p == shown).unwrap_or(0));
    }
}

fn draw_dimension(canvas: &mut Canvas, row: Rect, dimension: &DimensionScore, chosen: bool) {
    let glyphs = canvas.glyphs();
    let (mark, role) = match dimension.level {
        SOLID.. => (glyphs.yes, Role::Good),
        1.. => (glyphs.half, Role::Warn),
        0 => (glyphs.no, Role::Bad),
    };
    let at = |x: u16| Rect { x: row.x + x.min(row.width), width: row.width.saturating_sub(x), ..row };
    canvas.text(row, if chosen { glyphs.cursor } else { " " }, Role::Accent);
    canvas.text(at(2), mark, role);
    canvas.text(Rect { width: row.width.saturating_sub(21), ..at(4) }, &dimension.title, Role::Text);
    let meter = Rect { x: row.right().saturating_sub(15), width: 8.min(row.width), ..row };
    chart::level(canvas, meter, dimension.level, 4, role);
    canvas.text_right(row, &format!("{} of 4", dimension.level), Role::Text);
    if chosen {
        canvas.restyle(Rect { width: row.width.saturating_sub(16), ..row }, Role::Selected);
    }
}

impl View for Scored {
    fn title(&self) -> String {
        format!("Result: {}", self.title)
    }

    fn status(&self) -> Vec<(String, Role)> {
        let body = &self.attempt.body;
        let hints = match body.hints.len() {
            0 => None,
            1 => Some(("1 hint".to_owned(), Role::Muted)),
            n => Some((format!("{n} hints"), Role::Muted)),
        };
        let words = (format!("{} words", body.words()), Role::Muted);
        hints.into_iter().chain([words, (format!("{} used", clock_face(body.used())), Role::Muted)]).collect()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                keymap::action(&self.tables(), *key).map(|act| self.act(act, env)).unwrap_or_default()
            }
            Event::Pointed(Spot::Row(row)) => {
                self.chosen = Cursor::at(*row);
                self.show_evidence(env);
                Vec::new()
            }
            Event::Pointed(Spot::Tab(tab)) => {
                if let Some(pane) = Self::panes(env.body).get(*tab) {
                    self.show(*pane);
                }
                Vec::new()
            }
            Event::Wheel(lines) => {
                self.page(isize::from(*lines).signum(), env);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let inner = inset(area);
        let pane = self.shown(area);
        if area.width >= WIDE {
            let (left, right) = split(inner, 46);
            self.draw_score(canvas, Rect { width: left.width - GUTTER, ..left });
            self.draw_tabs(canvas, right);
            self.draw_text(canvas, right, pane);
        } else {
            self.draw_tabs(canvas, inner);
            match pane {
                Pane::Score => self.draw_score(canvas, below(inner, 2)),
                pane => self.draw_text(canvas, inner, pane),
            }
        }
    }
}
