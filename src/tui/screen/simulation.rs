//! A design under a fault, beside the same system with everything in line: numbers and story.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Env, View};
use crate::content::design::Design;
use crate::content::prompt::Prompt;
use crate::content::scenario::Scenario;
use crate::content::task::Placement;
use crate::interview::timer::clock_face;
use crate::sim::{self, Options, Run};
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, column, heading, top};
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, hang};

/// Width of a column of numbers.
const CELL: usize = 17;

/// Two runs under the same random numbers.
#[derive(Debug)]
pub struct Simulation {
    fault: String,
    tell: String,
    in_line: Run,
    own: Run,
    scroll: Scroll,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Line(isize),
    Page(isize),
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Leave, "go on", Rank::Main),
    row(common::DOWN, Act::Line(1), "scroll down", Rank::Side),
    row(common::UP, Act::Line(-1), "scroll up", Rank::Help),
    row(common::PAGE_DOWN, Act::Page(1), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Page(-1), "a page up", Rank::Help),
    row(common::BACK, Act::Leave, "back", Rank::Side),
]);

impl Simulation {
    /// Runs `design` and everything in line, both under `fault`.
    ///
    /// # Errors
    /// When the prompt has no scenario, or the design does not fit it.
    pub fn open(prompt: &Prompt, design: &Design, fault: Option<&str>) -> anyhow::Result<Self> {
        let scenario =
            prompt.simulation.as_ref().ok_or_else(|| anyhow::anyhow!("this prompt has no simulation"))?;
        let script = fault.and_then(|id| scenario.fault(id));
        Ok(Self {
            fault: script.map_or("a calm day", |f| &f.title).to_owned(),
            tell: script.map_or(String::new(), |f| f.tell.clone()),
            in_line: run(scenario, &all_in_line(scenario), fault)?,
            own: run(scenario, design, fault)?,
            scroll: Scroll::default(),
        })
    }

    fn lines(&self, canvas: &Canvas, width: usize) -> Text {
        let mut text = self.numbers(canvas, width);
        text.push(Line::default());
        text.push(Line::styled("What happened in your design", canvas.style(Role::Title)));
        for mark in &self.own.story {
            let at = clock_face(std::time::Duration::from_secs_f64(mark.at.clamp(0.0, 1e9)));
            let lead = Span::styled(format!("{at}  "), canvas.style(Role::Accent));
            let rest = Span::raw(" ".repeat(lead.width()));
            text.extend(hang(&lead, &rest, &Line::raw(mark.sentence.clone()), width));
        }
        text
    }

    fn numbers(&self, canvas: &Canvas, width: usize) -> Text {
        let head =
            format!("{:label$}{:>CELL$}{:>CELL$}", "", "all in line", "your design", label = label(width));
        let head = Line::styled(head, canvas.style(Role::Title));
        let rows = facts(&self.in_line).into_iter().zip(facts(&self.own));
        [head].into_iter().chain(rows.map(|(a, b)| fact_line(canvas, width, &a, &b))).collect()
    }
}

fn label(width: usize) -> usize {
    width.saturating_sub(2 * CELL)
}

fn run(scenario: &Scenario, design: &Design, fault: Option<&str>) -> anyhow::Result<Run> {
    let told = |problems: Vec<crate::diagnostic::Diagnostic>| {
        anyhow::anyhow!(problems.into_iter().next().map_or_else(String::new, |p| p.message))
    };
    let ready = scenario.with(design, fault).map_err(told)?;
    sim::run(&ready, &Options::default()).map_err(told)
}

fn all_in_line(scenario: &Scenario) -> Design {
    let placements = scenario.tasks.iter().map(|t| (t.id.clone(), Placement::Blocking));
    Design { placements: placements.collect(), ..Design::default() }
}

/// A number with its name, and whether it is harm.
struct Fact {
    name: &'static str,
    text: String,
    harm: bool,
}

fn facts(run: &Run) -> Vec<Fact> {
    let ledger = &run.ledger;
    let time = |name, seconds: f64| Fact { name, text: seconds_text(seconds), harm: false };
    let harm = |name, count: u64| Fact { name, text: grouped(count), harm: count > 0 };
    let noticed = ledger.minutes_unnoticed().map_or_else(|| "-".into(), |m| format!("{m:.1} min"));
    vec![
        time("\"Order placed\" after, half of them", run.answer.quantiles.p50),
        time("95 of 100 within", run.answer.quantiles.p95),
        time("99 of 100 within", run.answer.quantiles.p99),
        Fact { name: "Orders placed", text: grouped(ledger.placed), harm: false },
        harm("Clicks that failed", ledger.failed_clicks),
        harm("Charged without an order", ledger.charged_without_order),
        harm("Charged twice", ledger.charged_twice),
        harm("Sold but not there", ledger.oversold),
        harm("Emails late", ledger.emails_late),
        harm("Emails never sent", ledger.emails_never),
        harm("Tickets written", ledger.tickets),
        Fact { name: "Trouble unnoticed for", text: noticed, harm: false },
    ]
}

fn fact_line(canvas: &Canvas, width: usize, in_line: &Fact, own: &Fact) -> Line<'static> {
    let cell = |fact: &Fact| {
        let mark = if fact.harm { canvas.glyphs().warn } else { " " };
        let role = if fact.harm { Role::Bad } else { Role::Text };
        Span::styled(format!("{:>CELL$}", format!("{mark} {}", fact.text)), canvas.style(role))
    };
    let name =
        Span::styled(format!("{:width$}", in_line.name, width = label(width)), canvas.style(Role::Text));
    Line::from(vec![name, cell(in_line), cell(own)])
}

fn seconds_text(seconds: f64) -> String {
    if !seconds.is_finite() {
        "-".into()
    } else if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.1} s")
    }
}

/// A count with a comma between thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    parts.join(",")
}

impl View for Simulation {
    fn title(&self) -> String {
        "Simulation".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![(self.fault.clone(), Role::Warn)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&[KEYS])
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        let page = env.body.height.saturating_sub(4);
        let Event::Key(key) = event else { return Vec::new() };
        let by = match KEYS.action(*key) {
            Some(Act::Leave) => return vec![Effect::Back],
            Some(Act::Line(by)) => by,
            Some(Act::Page(by)) => by * usize::from(page).cast_signed(),
            None => return Vec::new(),
        };
        let area = column(env.body);
        let mut scratch = ratatui::buffer::Buffer::empty(Rect::ZERO);
        let lines = self.lines(&Canvas::new(&mut scratch, env.look), usize::from(area.width));
        self.scroll.by(by, lines.len(), page);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let area = column(area);
        heading(canvas, top(area, 1), "Your design beside everything in line");
        canvas.text(below(area, 1), &self.tell, Role::Muted);
        let text = below(area, 3);
        let lines = self.lines(canvas, usize::from(text.width));
        scrolled(canvas, text, &lines, self.scroll);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_and_times_have_units() {
        assert_eq!([grouped(7), grouped(1284), grouped(1_234_567)], ["7", "1,284", "1,234,567"]);
        assert_eq!(
            [seconds_text(0.412), seconds_text(1.5), seconds_text(f64::NAN)],
            ["412 ms", "1.5 s", "-"]
        );
    }
}
