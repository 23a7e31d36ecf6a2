//! Bars, sparklines and line charts. Every number is made finite and clamped before it is drawn.

use std::ops::RangeInclusive;

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::Role;

/// A value from 0 to 1, whatever came in.
pub fn share(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 }
}

/// A bar of `area.width` cells, filled to `value` of 0 to 1.
pub fn bar(canvas: &mut Canvas, area: Rect, value: f64, role: Role) {
    let filled = (share(value) * f64::from(area.width)).round() as usize;
    let [full, empty] = canvas.glyphs().bar;
    let used = canvas.text(area, &full.repeat(filled), role);
    let rest = Rect { x: area.x + used, width: area.width - used.min(area.width), ..area };
    canvas.text(rest, &empty.repeat(usize::from(rest.width)), Role::Border);
}

/// A level of 0 to `of` as that many boxes, two cells each.
pub fn level(canvas: &mut Canvas, area: Rect, level: u8, of: u8, role: Role) {
    let [full, empty, _] = canvas.glyphs().boxes;
    let full = full.repeat(2).repeat(level.min(of).into());
    let used = canvas.text(area, &full, role);
    let rest = Rect { x: area.x + used.min(area.width), width: area.width.saturating_sub(used), ..area };
    canvas.text(rest, &empty.repeat(2).repeat(of.saturating_sub(level).into()), Role::Border);
}

/// The last `width` values as one row of eight heights; `top` is the highest, 0 for the largest value.
pub fn spark(canvas: &mut Canvas, area: Rect, values: &[f64], top: f64, role: Role) {
    let picked = fit(values, usize::from(area.width));
    let text: String =
        heights(&picked, top, 8).iter().map(|h| canvas.glyphs().spark[h.saturating_sub(1).min(7)]).collect();
    canvas.text(area, &text, role);
}

/// A curve of a line chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve<'a> {
    /// One value for each equal step of the horizontal axis.
    pub values: &'a [f64],
    /// Its colour.
    pub role: Role,
    /// Whether what lies under it is filled.
    pub filled: bool,
}

/// Curves over `area` on a common scale from 0 to `top` (0: the largest value): braille dots, or `*` in ASCII.
pub fn lines(canvas: &mut Canvas, area: Rect, curves: &[Curve<'_>], top: f64) {
    let highest = curves.iter().flat_map(|c| c.values).copied().filter(|v| v.is_finite()).fold(0.0, f64::max);
    let top = if top > 0.0 { top } else { highest };
    for (nth, curve) in curves.iter().enumerate() {
        if canvas.look.ascii {
            ascii_curve(canvas, area, curve, top, nth);
        } else {
            braille_curve(canvas, area, curve, top);
        }
    }
}

fn ascii_curve(canvas: &mut Canvas, area: Rect, curve: &Curve<'_>, top: f64, nth: usize) {
    let mark = if curve.filled { "#" } else { ["*", "+", "x", "o"][nth % 4] };
    let picked = fit(curve.values, usize::from(area.width));
    for (column, height) in heights(&picked, top, area.height.into()).into_iter().enumerate() {
        let height = height.max(1) as u16;
        let lowest = if curve.filled { 1 } else { height };
        for up in lowest..=height {
            let y = area.bottom().saturating_sub(up);
            canvas.text(Rect { x: area.x + column as u16, y, width: 1, height: 1 }, mark, curve.role);
        }
    }
}

fn braille_curve(canvas: &mut Canvas, area: Rect, curve: &Curve<'_>, top: f64) {
    let picked = fit(curve.values, usize::from(area.width) * 2);
    let dots = heights(&picked, top, usize::from(area.height) * 4);
    let spans: Vec<_> = (0..dots.len()).map(|nth| dots_of(&dots, nth, curve.filled)).collect();
    for (column, pair) in spans.chunks(2).enumerate() {
        for row in 0..area.height {
            let bits =
                |(side, dots): (usize, &RangeInclusive<usize>)| braille(dots, side, area.height - 1 - row);
            let cell = pair.iter().enumerate().fold(0, |all, one| all | bits(one));
            if let Some(symbol) = char::from_u32(0x2800 + cell).filter(|_| cell != 0) {
                let at = Rect { x: area.x + column as u16, y: area.y + row, width: 1, height: 1 };
                canvas.text(at, symbol.encode_utf8(&mut [0; 4]), curve.role);
            }
        }
    }
}

/// The dots of a column, counted from 1 from below: down to the ground, or to the neighbour, so that a line has no gaps.
fn dots_of(heights: &[usize], nth: usize, filled: bool) -> RangeInclusive<usize> {
    let height = heights[nth].max(1);
    let before = heights.get(nth.wrapping_sub(1)).map_or(height, |h| (*h).max(1));
    match filled {
        true => 1..=height,
        false if before < height => before + 1..=height,
        false if before > height => height..=before - 1,
        false => height..=height,
    }
}

/// The braille bits of `dots` in the cell that is `up` rows above the lowest.
fn braille(dots: &RangeInclusive<usize>, side: usize, up: u16) -> u32 {
    const BITS: [[u32; 4]; 2] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]];
    let lowest = usize::from(up) * 4 + 1;
    let here = (0..4).filter(|dot| dots.contains(&(lowest + dot)));
    here.fold(0, |bits, dot| bits | BITS[side][dot])
}

/// `values` in `width` columns: the largest of each group, so that no peak is lost.
fn fit(values: &[f64], width: usize) -> Vec<f64> {
    if width == 0 || values.is_empty() {
        return Vec::new();
    }
    if values.len() <= width {
        return values.to_vec();
    }
    let edge = |column: usize| column * values.len() / width;
    (0..width)
        .map(|c| values[edge(c)..edge(c + 1)].iter().copied().fold(f64::NEG_INFINITY, f64::max))
        .collect()
}

fn heights(values: &[f64], top: f64, most: usize) -> Vec<usize> {
    let highest = values.iter().copied().filter(|v| v.is_finite()).fold(0.0, f64::max);
    let top = if top > 0.0 && top.is_finite() { top } else { highest };
    values
        .iter()
        .map(|v| if top > 0.0 { (share(v / top) * most as f64).ceil() as usize } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::look::Look;

    fn drawn(width: u16, height: u16, look: Look, draw: impl Fn(&mut Canvas, Rect)) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        draw(&mut Canvas::new(&mut buffer, look), area);
        let cell = |x, y| buffer[(x, y)].symbol().to_owned();
        (0..height).map(|y| (0..width).map(|x| cell(x, y)).collect::<String>()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn bars_clamp_what_is_not_a_share() {
        let bar_of = |v| drawn(4, 1, Look::default(), move |c, a| bar(c, a, v, Role::Good));
        assert_eq!([bar_of(0.5), bar_of(9.0), bar_of(f64::NAN)], ["━━──", "━━━━", "────"]);
    }

    #[test]
    fn a_spark_keeps_the_peak() {
        let values: Vec<f64> = (0..100).map(|i| if i == 42 { 8.0 } else { 1.0 }).collect();
        let text = drawn(10, 1, Look::default(), |c, a| spark(c, a, &values, 0.0, Role::Good));
        assert_eq!(text, "▁▁▁▁█▁▁▁▁▁");
    }

    #[test]
    fn lines_rise_in_braille_and_in_ascii() {
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, f64::NAN];
        let draw = |c: &mut Canvas, a| {
            lines(c, a, &[Curve { values: &values, role: Role::Good, filled: false }], 4.0);
        };
        assert_eq!(drawn(3, 1, Look::default(), draw), "⣀⠔⢱");
        assert_eq!(drawn(6, 2, Look { ascii: true, ..Look::default() }, draw), "   ** \n***  *");
    }
}
