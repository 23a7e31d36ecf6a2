//! A track with key moments and the place that is shown now.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;

/// A key moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// When, in the units of the track.
    pub at: f64,
    /// One character on the track.
    pub glyph: &'static str,
    /// Its colour.
    pub role: Role,
    /// A few words under it.
    pub label: &'static str,
    /// The label with the higher weight stays when two collide.
    pub weight: u8,
}

/// Draws a track from 0 to `span` into the first row of `area`, with `at` as the present, and labels below it.
pub fn timeline(canvas: &mut Canvas, area: Rect, span: f64, at: f64, ticks: &[Tick]) {
    if area.width < 3 || area.height == 0 {
        return;
    }
    let track = Rect { height: 1, ..area };
    canvas.target(track, Target::Share);
    let here = column(track, span, at);
    let line = canvas.glyphs().frame[0].repeat(usize::from(track.width));
    canvas.text(track, &line, Role::Border);
    let past = if canvas.look.ascii { "=" } else { "━" };
    canvas.text(
        Rect { width: here - track.x, ..track },
        &past.repeat(usize::from(here - track.x)),
        Role::Accent,
    );
    for tick in ticks {
        let x = column(track, span, tick.at);
        canvas.text(Rect { x, width: 1, ..track }, tick.glyph, tick.role);
    }
    if ticks.iter().all(|t| column(track, span, t.at) != here) {
        canvas.text(
            Rect { x: here, width: 1, ..track },
            if canvas.look.ascii { "|" } else { "┃" },
            Role::Accent,
        );
    }
    canvas.restyle(Rect { x: here, width: 1, ..track }, Role::Selected);
    if area.height > 1 {
        labels(canvas, Rect { y: area.y + 1, height: 1, ..area }, span, ticks);
    }
}

/// The cell of a moment.
pub fn column(track: Rect, span: f64, at: f64) -> u16 {
    let share = super::chart::share(if span > 0.0 { at / span } else { 0.0 });
    track.x + (share * f64::from(track.width - 1)).round() as u16
}

/// Labels under their ticks, the weightiest first, as many as fit with two cells between them.
fn labels(canvas: &mut Canvas, row: Rect, span: f64, ticks: &[Tick]) {
    let mut order: Vec<&Tick> = ticks.iter().collect();
    order.sort_by_key(|t| std::cmp::Reverse(t.weight));
    let mut taken: Vec<(u16, u16)> = Vec::new();
    for tick in order {
        let width = tick.label.cell_width();
        if width > row.width {
            continue;
        }
        let x = column(row, span, tick.at).saturating_sub(width / 2).clamp(row.x, row.right() - width);
        let end = x + width;
        if taken.iter().all(|(from, to)| end + 1 < *from || x > *to + 1) {
            canvas.text(Rect { x, width, ..row }, tick.label, tick.role);
            taken.push((x, end));
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::look::Look;

    fn drawn(at: f64, ticks: &[Tick], ascii: bool) -> Vec<String> {
        let area = Rect::new(0, 0, 24, 2);
        let mut buffer = Buffer::empty(area);
        timeline(&mut Canvas::new(&mut buffer, Look { ascii, ..Look::default() }), area, 100.0, at, ticks);
        (0..2)
            .map(|y| (0..24).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
            .collect()
    }

    fn tick(at: f64, label: &'static str, weight: u8) -> Tick {
        Tick { at, glyph: "!", role: Role::Bad, label, weight }
    }

    #[test]
    fn marks_stand_at_their_time_over_their_label() {
        let rows = drawn(50.0, &[tick(0.0, "fault", 3), tick(100.0, "noticed", 3)], false);
        assert_eq!(rows, ["!━━━━━━━━━━━┃──────────!", "fault            noticed"]);
    }

    #[test]
    fn the_weightier_label_stays_when_two_collide() {
        let rows = drawn(0.0, &[tick(40.0, "email late", 1), tick(50.0, "ticket", 2)], true);
        assert_eq!(rows[1].trim(), "ticket");
    }

    #[test]
    fn hostile_numbers_stay_on_the_track() {
        for at in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            assert_eq!(drawn(at, &[tick(at, "x", 1)], false)[0].chars().count(), 24);
        }
    }
}
