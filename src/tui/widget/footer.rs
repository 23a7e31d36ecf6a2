//! The keys that matter now, made from the screen's keymap. `?` stays when nothing else fits.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Target};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Hint, Rank};
use crate::tui::look::Role;
use crate::tui::widget::frame::inset;

const GAP: u16 = 3;

/// Draws the footer into the first row of `area`. `help` opens the list of all keys and is always shown.
pub fn footer(canvas: &mut Canvas, area: Rect, hints: &[Hint], help: Hint) {
    let row = inset(Rect { height: 1, ..area });
    let mut x = row.x;
    for hint in fitting(hints, help, row.width) {
        let used = one(canvas, Rect { x, width: row.right().saturating_sub(x), ..row }, hint);
        if let Some(key) = hint.keys.first() {
            canvas.target(Rect { x, width: used, ..row }, Target::Do(Effect::Press(*key)));
        }
        x += used + GAP;
    }
}

/// The hints that fit into `width` in their order, those of the highest rank first, and then `help`.
pub fn fitting(hints: &[Hint], help: Hint, width: u16) -> Vec<Hint> {
    let mut room = width.saturating_sub(cells(help));
    let mut keep = vec![false; hints.len()];
    for rank in [Rank::Main, Rank::Side] {
        for (i, hint) in hints.iter().enumerate().filter(|(_, h)| h.rank == rank) {
            let need = cells(*hint) + GAP;
            if need <= room {
                room -= need;
                keep[i] = true;
            }
        }
    }
    let kept = hints.iter().zip(keep).filter_map(|(h, keep)| keep.then_some(*h));
    kept.chain([help]).collect()
}

fn key(hint: Hint) -> String {
    hint.keys.first().map(ToString::to_string).unwrap_or_default()
}

fn cells(hint: Hint) -> u16 {
    key(hint).as_str().cell_width() + 1 + hint.label.cell_width()
}

fn one(canvas: &mut Canvas, area: Rect, hint: Hint) -> u16 {
    let used = canvas.text(area, &key(hint), Role::Accent) + 1;
    let rest = Rect { x: area.x + used.min(area.width), width: area.width.saturating_sub(used), ..area };
    used + canvas.text(rest, hint.label, Role::Muted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::Key;

    const X: &[Key] = &[Key::char('x')];

    const fn hint(label: &'static str, rank: Rank) -> Hint {
        Hint { keys: X, label, rank }
    }

    #[test]
    fn help_stays_and_main_hints_go_last() {
        let hints = [hint("side one", Rank::Side), hint("main", Rank::Main), hint("never", Rank::Help)];
        let labels = |width| {
            fitting(&hints, hint("help", Rank::Main), width).iter().map(|h| h.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(60), ["side one", "main", "help"]);
        assert_eq!(labels(20), ["main", "help"]);
        assert_eq!(labels(3), ["help"]);
    }
}
