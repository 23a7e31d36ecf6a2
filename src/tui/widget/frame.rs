//! Frames, the title bar, and the one spacing.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::Role;

/// Columns left free at both sides of running text.
pub const GUTTER: u16 = 2;
/// Text is easiest to read in lines of about this many columns.
pub const MEASURE: u16 = 88;

/// `area` without the gutter, in the middle and no wider than is good to read.
pub fn column(area: Rect) -> Rect {
    let width = area.width.saturating_sub(2 * GUTTER).min(MEASURE);
    Rect { x: area.x + (area.width - width) / 2, width, ..area }
}

/// `area` without the gutter.
pub fn inset(area: Rect) -> Rect {
    Rect { x: area.x + GUTTER.min(area.width), width: area.width.saturating_sub(2 * GUTTER), ..area }
}

/// `area` without its first `rows` rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// The first `rows` rows of `area`.
pub fn top(area: Rect, rows: u16) -> Rect {
    Rect { height: rows.min(area.height), ..area }
}

/// Two areas side by side with a gap, the left one `percent` wide.
pub fn split(area: Rect, percent: u16) -> (Rect, Rect) {
    let room = area.width.saturating_sub(GUTTER);
    let left = room * percent.min(100) / 100;
    let right = Rect { x: area.x + left + area.width.min(GUTTER), width: room - left, ..area };
    (Rect { width: left, ..area }, right)
}

/// Draws a frame with a title in its upper edge; returns what is inside.
pub fn framed(canvas: &mut Canvas, area: Rect, title: &str, focused: bool) -> Rect {
    let area = area.intersection(canvas.area());
    if area.width < 4 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    let role = if focused { Role::Focus } else { Role::Border };
    let [across, down, tl, tr, bl, br] = canvas.glyphs().frame;
    let span = across.repeat(usize::from(area.width) - 2);
    let one = |x, y, width| Rect { x, y, width, height: 1 };
    canvas.text(one(area.x, area.y, area.width), &format!("{tl}{span}{tr}"), role);
    canvas.text(one(area.x, area.bottom() - 1, area.width), &format!("{bl}{span}{br}"), role);
    for y in area.y + 1..area.bottom() - 1 {
        canvas.text(one(area.x, y, 1), down, role);
        canvas.text(one(area.right() - 1, y, 1), down, role);
    }
    if !title.is_empty() {
        let title_role = if focused { Role::Focus } else { Role::Title };
        canvas.text(one(area.x + 2, area.y, area.width - 4), &format!(" {title} "), title_role);
    }
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// A heading with a thin line to the right edge.
pub fn heading(canvas: &mut Canvas, area: Rect, text: &str) {
    let used = canvas.text(area, text, Role::Title) + 1;
    if used + 4 < area.width {
        let rule = canvas.glyphs().frame[0].repeat(usize::from(area.width - used));
        canvas.text(Rect { x: area.x + used, width: area.width - used, ..area }, &rule, Role::Border);
    }
}

/// The bar at the top: the way from home to here, and at the right what is true now.
pub fn title_bar(canvas: &mut Canvas, area: Rect, way: &[String], status: &[(String, Role)]) {
    let row = inset(Rect { height: 1, ..area });
    let dot = format!(" {} ", canvas.glyphs().dot);
    let used = status_right(canvas, row, &dot, status);
    let step = format!(" {} ", canvas.glyphs().step);
    let end = row.right().saturating_sub(used + GUTTER);
    let shown = shortened(way, &step, canvas.glyphs().ellipsis, end.saturating_sub(row.x));
    let mut x = row.x;
    for (i, name) in shown.iter().enumerate() {
        let last = i + 1 == shown.len();
        let room = |x: u16| Rect { x, width: end.saturating_sub(x), ..row };
        x += canvas.text(room(x), name, if last { Role::Title } else { Role::Muted });
        if !last {
            x += canvas.text(room(x), &step, Role::Muted);
        }
    }
}

/// The way in at most `width` cells: where one is matters more than how one came, so the middle goes first.
fn shortened<'a>(way: &'a [String], step: &str, ellipsis: &'a str, width: u16) -> Vec<&'a str> {
    let mut names: Vec<&str> = way.iter().map(String::as_str).collect();
    let cells = |names: &[&str]| {
        let steps = names.len().saturating_sub(1) as u16 * step.cell_width();
        names.iter().map(|n| n.cell_width()).sum::<u16>() + steps
    };
    for middle in 1..names.len().saturating_sub(1) {
        if cells(&names) <= width {
            break;
        }
        names[middle] = ellipsis;
    }
    match names.last() {
        Some(last) if cells(&names) > width => vec![last],
        _ => names,
    }
}

fn status_right(canvas: &mut Canvas, row: Rect, dot: &str, status: &[(String, Role)]) -> u16 {
    let mut end = row.right();
    for (i, (text, role)) in status.iter().rev().enumerate() {
        let parts: &[(&str, Role)] =
            if i == 0 { &[(text, *role)] } else { &[(dot, Role::Muted), (text, *role)] };
        for (text, role) in parts {
            let width = text.cell_width().min(end.saturating_sub(row.x));
            end -= width;
            canvas.text(Rect { x: end, width, ..row }, text, *role);
        }
    }
    row.right() - end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_way_goes_first() {
        let way = ["frontdesk", "Queues, streams", "Classify"].map(String::from);
        assert_eq!(shortened(&way, " > ", "...", 60), ["frontdesk", "Queues, streams", "Classify"]);
        assert_eq!(shortened(&way, " > ", "...", 30), ["frontdesk", "...", "Classify"]);
        assert_eq!(shortened(&way, " > ", "...", 12), ["Classify"]);
    }

    #[test]
    fn halves_and_gap_fill_the_area() {
        let (left, right) = split(Rect::new(0, 0, 100, 1), 50);
        assert_eq!((left.width + GUTTER + right.width, right.right()), (100, 100));
    }
}
