//! Pictures in characters fit the narrowest full screen: 76 columns.

use unicode_width::UnicodeWidthStr;

use crate::content::chapter::{Chapter, Move};
use crate::diagnostic::Diagnostic;

/// Most columns of a diagram: an 80-column terminal with its margins.
const MAX_WIDTH: usize = 76;

pub(super) fn check(chapter: &Chapter) -> Vec<Diagnostic> {
    let diagrams = super::moves(chapter).filter_map(|(key, a_move)| match a_move {
        Move::Diagram(diagram) => Some((key, widest(&diagram.art)?)),
        _ => None,
    });
    let wide = diagrams.filter(|(_, (_, width))| *width > MAX_WIDTH);
    wide.map(|(key, (line, width))| problem(line, width).at(key)).collect()
}

fn problem(line: usize, width: usize) -> Diagnostic {
    let message =
        format!("line {line} of this diagram is {width} columns wide; at most {MAX_WIDTH} are shown");
    Diagnostic::error("wide-diagram", message, None)
}

/// The widest line, counted from 1, and its width.
fn widest(art: &str) -> Option<(usize, usize)> {
    let widths = art.lines().map(UnicodeWidthStr::width).enumerate();
    widths.max_by_key(|(_, width)| *width).map(|(index, width)| (index + 1, width))
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing;

    #[test]
    fn columns_count_not_characters() {
        let told = |line: &str| {
            super::check(&testing::chapter(&format!("```diagram T\nx\n{line}\n```\n")))
                .pop()
                .map(|p| p.message)
        };
        assert_eq!(told(&"─".repeat(76)), None);
        assert!(told(&"─".repeat(77)).unwrap().starts_with("line 2 of this diagram is 77 columns"));
        assert!(told(&"測".repeat(39)).is_some());
    }
}
