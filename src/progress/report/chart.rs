//! Charts as inline SVG, readable without colour.

use std::fmt::Write;
use std::time::Duration;

use crate::interview::timer::clock_face;

use super::html::escape;
use super::view::Dimension;

const ROW: usize = 26;
const LABEL: usize = 190;
const STEP: usize = 60;

/// A bar for each dimension on the scale 0 to 4, with the levels so far as a line beside it.
pub(super) fn levels(dimensions: &[Dimension]) -> String {
    let height = ROW * dimensions.len() + 22;
    let mut svg = open(LABEL + 4 * STEP + 210, height, "Level of each dimension, 0 to 4");
    for level in 0..=4 {
        let x = LABEL + level * STEP;
        let bottom = height - 20;
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{bottom}"/><text class="tick" x="{x}" y="{}">{level}</text>"#,
            height - 5
        );
    }
    for (index, dimension) in dimensions.iter().enumerate() {
        let y = index * ROW;
        let width = (usize::from(dimension.level) * STEP).max(2);
        let class = if dimension.level < 3 { "weak" } else { "good" };
        let _ = write!(
            svg,
            r#"<text class="name" x="{}" y="{}">{}</text><rect class="{class}" x="{LABEL}" y="{}" width="{width}" height="14"/>"#,
            LABEL - 8,
            y + 17,
            escape(&dimension.title),
            y + 6,
        );
        svg += &trend(&dimension.series, LABEL + 4 * STEP + 30, y + 4);
    }
    svg + "</svg>"
}

/// The last levels as a small line, 18 high and 160 wide.
fn trend(series: &[u8], left: usize, top: usize) -> String {
    let last = &series[series.len().saturating_sub(20)..];
    if last.len() < 2 {
        return String::new();
    }
    let point = |(index, level): (usize, &u8)| {
        let x = left + index * 160 / (last.len() - 1);
        format!("{x},{}", top + 18 - usize::from(*level).min(4) * 18 / 4)
    };
    let points: Vec<String> = last.iter().enumerate().map(point).collect();
    format!(r#"<polyline class="trend" points="{}"/>"#, points.join(" "))
}

/// The phases of an interview, as wide as they were long.
pub(super) fn timeline(phases: &[(String, Duration)]) -> String {
    let whole: u128 = phases.iter().map(|(_, time)| time.as_millis()).sum::<u128>().max(1);
    let mut svg = open(700, 44, "Where the time went");
    let mut x = 0;
    for (index, (title, time)) in phases.iter().enumerate() {
        let width = (time.as_millis() * 700 / whole) as usize;
        let (class, face) = (if index % 2 == 0 { "even" } else { "odd" }, clock_face(*time));
        let _ = write!(
            svg,
            r#"<g><title>{title}: {face}</title><rect class="{class}" x="{x}" y="0" width="{width}" height="20"/>"#,
            title = escape(title)
        );
        if width > 60 {
            let _ = write!(
                svg,
                r#"<text class="name start" x="{}" y="36">{} {face}</text>"#,
                x + 2,
                escape(title)
            );
        }
        svg += "</g>";
        x += width;
    }
    svg + "</svg>"
}

fn open(width: usize, height: usize, label: &str) -> String {
    format!(
        r#"<svg role="img" aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"#
    )
}
