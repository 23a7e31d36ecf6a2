//! A text with some of its words marked.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::widget::wrap::{Text, wrap};

/// `text` wrapped, the bytes of each range in its style, and the first wrapped line that has a mark. Where ranges
/// overlap, the first one wins; ranges that do not fit the text are left out.
pub(super) fn highlighted(
    text: &str,
    marks: &[(Range<usize>, Style)],
    width: usize,
) -> (Text, Option<usize>) {
    let marks: Vec<_> = marks.iter().filter(|(range, _)| text.get(range.clone()).is_some()).collect();
    let (mut lines, mut first) = (Text::new(), None);
    let mut start = 0;
    for line in text.split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        if first.is_none() && marks.iter().any(|(m, _)| m.start < range.end && m.end > range.start) {
            first = Some(lines.len());
        }
        lines.extend(wrap(&marked(text, range, &marks), width));
    }
    (lines, first)
}

fn marked(text: &str, line: Range<usize>, marks: &[&(Range<usize>, Style)]) -> Line<'static> {
    let inside = |at: &usize| line.contains(at);
    let ends = marks.iter().flat_map(|(m, _)| [m.start, m.end]).filter(inside);
    let mut cuts: Vec<usize> = [line.start, line.end].into_iter().chain(ends).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[usize]| {
        let style =
            marks.iter().find(|(m, _)| m.contains(&pair[0])).map_or(Style::new(), |(_, style)| *style);
        Span::styled(text[pair[0]..pair[1]].to_owned(), style)
    };
    cuts.windows(2).map(piece).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_their_words_across_wrapping() {
        let bold = Style::new().bold();
        let (lines, first) = highlighted("pay first\nthen queue the email", &[(15..30, bold)], 10);
        assert_eq!(first, Some(1));
        let marked: String =
            lines.iter().flat_map(|l| &l.spans).filter(|s| s.style == bold).map(|s| &*s.content).collect();
        assert_eq!(marked, "queuethe email");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let (lines, first) =
            highlighted("café", &[(4..5, Style::new().bold()), (3..99, Style::new().bold())], 10);
        assert_eq!((lines.len(), first), (1, None));
    }
}
