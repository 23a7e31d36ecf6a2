//! Text broken into lines of at most so many columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The paragraphs of `text`, one a line, as lines of at most `width` columns (at least 1).
///
/// Words stay whole unless one is wider than a line; wide characters that fit nowhere get a line of their own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    text.lines().flat_map(|line| wrap_line(line, width.max(1))).collect()
}

/// [`wrap`], the first line after `first`, the others after as many columns of space.
pub fn hang(first: &str, text: &str, width: usize) -> String {
    let indent = " ".repeat(first.width());
    let lines = wrap(text, width.saturating_sub(indent.len()));
    let prefixes = std::iter::once(first).chain(std::iter::repeat(indent.as_str()));
    let joined: Vec<String> = prefixes.zip(&lines).map(|(prefix, line)| format!("{prefix}{line}")).collect();
    if joined.is_empty() { first.trim_end().to_owned() } else { joined.join("\n") }
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let (mut lines, mut current, mut used) = (Vec::new(), String::new(), 0);
    for word in line.split_whitespace().flat_map(|word| pieces(word, width)) {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        if used > 0 {
            current.push(' ');
            used += 1;
        }
        current.push_str(&word);
        used += wide;
    }
    lines.push(current);
    lines
}

/// A word, or its parts when it is wider than a line.
fn pieces(word: &str, width: usize) -> Vec<String> {
    if word.width() <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for grapheme in word.graphemes(true) {
        let wide = grapheme.width();
        if used > 0 && used + wide > width {
            pieces.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(grapheme);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("測試", 1), ["測", "試"]);
    }

    #[test]
    fn a_mark_hangs_before_its_text() {
        assert_eq!(hang("1) ", "one two three", 8), "1) one\n   two\n   three");
        assert_eq!(hang("- ", "", 8), "-");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_wide(text in "\\PC{0,80}", width in 0usize..40) {
            let lines = wrap(&text, width);
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(dense(&lines.concat()), dense(&text));
            for line in lines {
                proptest::prop_assert!(line.width() <= width.max(1) || line.graphemes(true).count() == 1, "{line:?}");
            }
        }
    }
}
