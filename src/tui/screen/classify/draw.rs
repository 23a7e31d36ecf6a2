//! The pictures of a classification round.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Classify;
use crate::content::task::{Placement, Task};
use crate::game::{Fit, Meaning, Slot, Stage};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, column, heading, top};
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, hang, wrap_text};

/// Width of one column of the table.
const CELL: u16 = 13;

const fn tells(placement: Placement) -> &'static str {
    match placement {
        Placement::Blocking => "finishes before the user is answered",
        Placement::Async => "goes to a durable queue; workers do it soon after",
        Placement::Batchable => "is collected and done in groups, by size or by time",
    }
}

impl Classify {
    /// The placement whose column is at cell `column` of the table.
    pub(super) fn placement_at(body: Rect, at: u16) -> Option<Placement> {
        let table = column(body);
        (0..Placement::ALL.len()).map(|nth| (nth, cell(table, nth))).find_map(|(nth, cell)| {
            (table.x + at >= cell.x && table.x + at < cell.right()).then(|| Placement::ALL[nth])
        })
    }

    pub(super) fn draw_placing(&self, canvas: &mut Canvas, area: Rect) {
        let area = column(area);
        heading(canvas, top(area, 1), "Where does each task run?");
        let table = below(area, 2);
        draw_head(canvas, table);
        canvas.target(Rect { height: self.tasks.len() as u16, ..below(table, 2) }, Target::Cell);
        for (i, slot) in self.round.slots().iter().enumerate() {
            let line = top(below(table, 2 + i as u16), 1);
            draw_slot(canvas, line, slot, self.name(slot), i == self.round.cursor());
        }
        let mut rest = below(table, 3 + self.tasks.len() as u16);
        if self.round.open() > 0 {
            for (i, placement) in Placement::ALL.into_iter().enumerate() {
                let text = format!("{}  {:10} {}", i + 1, placement.word(), tells(placement));
                canvas.text(rest, &text, Role::Muted);
                rest = below(rest, 1);
            }
            rest = below(rest, 1);
        }
        if self.round.open() < self.tasks.len() {
            rest = self.draw_design(canvas, rest);
        }
        if self.round.open() == 0 {
            let text = "All are placed. Enter fixes the design; until then you can still move them.";
            canvas.paragraph(rest, text, Role::Strong);
        }
    }

    fn name<'a>(&'a self, slot: &'a Slot) -> &'a str {
        self.tasks.iter().find(|t| t.id == slot.task).map_or(slot.task.as_str(), |t| &t.name)
    }

    pub(super) fn draw_predicting(&self, canvas: &mut Canvas, area: Rect) {
        let area = column(area);
        heading(canvas, top(area, 1), "Before it runs: what do you expect?");
        let rest = self.draw_design(canvas, below(area, 2));
        let mut text =
            canvas.wrapped(self.about.predict.as_deref().unwrap_or_default(), Role::Strong, area.width);
        text.push(Line::default());
        let chosen = self.option.row(self.about.options.len());
        for (i, option) in self.about.options.iter().enumerate() {
            let lines = option_lines(canvas, i, option, i == chosen, area.width);
            canvas.target(top(below(rest, text.len() as u16), lines.len() as u16), Target::Row(i));
            text.extend(lines);
        }
        canvas.lines(rest, &text, 0);
    }

    pub(super) fn draw_ready(&self, canvas: &mut Canvas, area: Rect) {
        let area = column(area);
        heading(canvas, top(area, 1), "Your design is fixed");
        let rest = self.draw_design(canvas, below(area, 2));
        let text = "It will meet ten minutes of orders and one fault, beside the same system with everything in line. \
                    Press Enter to run it.";
        canvas.paragraph(rest, text, Role::Text);
    }

    /// The design as front desk and back room; returns what is left of `area`.
    fn draw_design(&self, canvas: &mut Canvas, area: Rect) -> Rect {
        let arrow = format!(" {} ", canvas.glyphs().arrow);
        let mut text = Text::new();
        for placement in Placement::ALL {
            let names: Vec<_> = self.placed(placement).map(|t| t.name.as_str()).collect();
            let (lead, joined) = match placement {
                Placement::Blocking => ("Front desk   ", names.join(&arrow)),
                Placement::Async => ("Back room    ", names.join(", ")),
                Placement::Batchable => ("In batches   ", names.join(", ")),
            };
            let shown = match (placement, joined.is_empty()) {
                (_, true) => "nothing".to_owned(),
                (Placement::Blocking, false) => {
                    let answered = format!("{joined}{arrow}\"order placed\"");
                    let fits = answered.chars().count() + lead.len() <= usize::from(area.width);
                    if fits { answered } else { joined }
                }
                _ => joined,
            };
            let lead = Span::styled(lead, canvas.style(Role::Title));
            let rest = Span::raw(" ".repeat(lead.width()));
            text.extend(hang(&lead, &rest, &Line::raw(shown), usize::from(area.width)));
        }
        canvas.lines(area, &text, 0);
        below(area, text.len() as u16 + 1)
    }

    fn placed(&self, placement: Placement) -> impl Iterator<Item = &Task> {
        let here = move |slot: &&Slot| slot.placement == Some(placement);
        let slots = self.round.slots().iter().filter(here);
        slots.filter_map(|slot| self.tasks.iter().find(|t| t.id == slot.task))
    }

    pub(super) fn draw_meanings(&self, canvas: &mut Canvas, area: Rect, all: &[Meaning<'_>]) {
        let area = column(area);
        let done = self.round.stage() == Stage::Done;
        let seen = if done { all.len() } else { self.round.seen().min(all.len()) };
        heading(canvas, top(area, 1), "What each placement meant");
        let text = below(area, 2);
        let mut lines = Text::new();
        for meaning in &all[..seen] {
            lines.extend(meaning_lines(canvas, meaning, area.width));
            lines.push(Line::default());
        }
        if done {
            lines.extend(canvas.wrapped(&summary(all), Role::Strong, area.width));
        }
        let mut scroll = Scroll::default();
        scroll.end();
        scrolled(canvas, text, &lines, scroll);
    }
}

fn draw_head(canvas: &mut Canvas, area: Rect) {
    canvas.text(at(area, 4), "task", Role::Muted);
    for (i, placement) in Placement::ALL.into_iter().enumerate() {
        canvas.text(cell(area, i), &format!("{} {}", i + 1, placement.word()), Role::Accent);
    }
}

fn draw_slot(canvas: &mut Canvas, line: Rect, slot: &Slot, name: &str, chosen: bool) {
    let glyphs = canvas.glyphs();
    canvas.text(line, if chosen { glyphs.cursor } else { " " }, Role::Accent);
    let name_area = Rect { width: line.width.saturating_sub(3 * CELL + 5), ..at(line, 4) };
    canvas.text(name_area, name, Role::Text);
    for (i, placement) in Placement::ALL.into_iter().enumerate() {
        let here = slot.placement == Some(placement);
        let mark = if here { format!("{} {}", glyphs.yes, placement.word()) } else { glyphs.dot.to_owned() };
        let role = if here { Role::Strong } else { Role::Muted };
        canvas.text(cell(line, i), &mark, role);
    }
    if slot.given {
        canvas.text(at(line, 2), glyphs.dash, Role::Muted);
    }
    if chosen {
        canvas.restyle(line, Role::Selected);
    }
}

fn at(area: Rect, x: u16) -> Rect {
    Rect { x: area.x + x.min(area.width), width: area.width.saturating_sub(x), ..top(area, 1) }
}

fn cell(area: Rect, column: usize) -> Rect {
    let x = area.width.saturating_sub((3 - column as u16) * CELL);
    Rect { width: CELL, ..at(area, x) }
}

fn option_lines(canvas: &Canvas, index: usize, option: &str, chosen: bool, width: u16) -> Text {
    let style = canvas.style(if chosen { Role::Selected } else { Role::Text });
    let mark = if chosen { canvas.glyphs().cursor } else { " " };
    let lead = Span::styled(format!("{mark} {}  ", index + 1), style);
    let rest = Span::styled(" ".repeat(lead.width()), style);
    hang(&lead, &rest, &Line::styled(option.to_owned(), style), usize::from(width))
}

fn meaning_lines(canvas: &Canvas, meaning: &Meaning<'_>, width: u16) -> Text {
    let glyphs = canvas.glyphs();
    let (mark, role, word) = match meaning.fit {
        Fit::Best => (glyphs.yes, Role::Good, "the first choice".to_owned()),
        Fit::Holds => (glyphs.half, Role::Good, "can be defended".to_owned()),
        Fit::Misplaced => (glyphs.no, Role::Bad, format!("better: {}", words(meaning.fits))),
    };
    let style = canvas.style(role);
    let head =
        format!("{mark} {} {} {} {} {word}", meaning.name, glyphs.arrow, meaning.placement, glyphs.dot);
    let mut lines = wrap_text(&head, style, usize::from(width));
    let indent = Span::raw("  ");
    lines.extend(hang(&indent, &indent, &Line::raw(meaning.says.to_owned()), usize::from(width)));
    lines
}

fn words(fits: &[Placement]) -> String {
    fits.iter().map(|p| p.word()).collect::<Vec<_>>().join(" or ")
}

fn summary(all: &[Meaning<'_>]) -> String {
    let held = all.iter().filter(|m| m.fit != Fit::Misplaced).count();
    match all.len() - held {
        0 => format!("All {held} placements hold up."),
        1 => format!("{held} placements hold up, one does not. Try it again and watch what changes."),
        n => format!("{held} placements hold up, {n} do not. Try them again and watch what changes."),
    }
}
