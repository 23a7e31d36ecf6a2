//! Text from packs, files and pastes, made safe to show: nothing in it can drive a terminal, hide, or reorder.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// Most code points that one visible character may be made of; further ones are dropped.
pub const MAX_GRAPHEME: usize = 8;

/// The text without anything that a terminal would obey or a reader could not see.
///
/// Line ends become `\n`; tabs stay; escape sequences lose their ESC, and C0 and C1 controls, bidirectional
/// controls, zero-width and tag characters, and code points beyond [`MAX_GRAPHEME`] a grapheme disappear.
/// Clean text is returned as it is.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return clean_ascii(text);
    }
    let kept: String = unify_line_ends(text).chars().filter(|&c| is_shown(c)).collect();
    let thinned = thin(&kept);
    if thinned == text { Cow::Borrowed(text) } else { Cow::Owned(thinned) }
}

/// The same on one line: line ends and tabs become spaces.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        clean if clean.contains(['\n', '\t']) => Cow::Owned(clean.replace(['\n', '\t'], " ")),
        clean => clean,
    }
}

/// JSON text with every character that [`clean`] would remove written as `\u` escapes, so that nothing is lost.
pub fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = 0;
    for (at, c) in json.char_indices().filter(|(_, c)| !is_shown(*c)) {
        let mut units = [0; 2];
        out += &json[rest..at];
        out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        rest = at + c.len_utf8();
    }
    out + &json[rest..]
}

/// The same number of bytes, with a visible stand-in for every character that [`clean`] would remove; for showing
/// a line of a file where spans must still fit.
pub fn mask(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for grapheme in line.graphemes(true) {
        let chars = grapheme.chars().enumerate();
        out.extend(
            chars.map(|(at, c)| if is_shown(c) && at < MAX_GRAPHEME { c.to_string() } else { stand_in(c) }),
        );
    }
    out
}

/// As many bytes as `c` has, visible.
fn stand_in(c: char) -> String {
    match c.len_utf8() {
        1 => " ".to_owned(),
        2 => "·".to_owned(),
        more => "\u{fffd}".to_owned() + &" ".repeat(more - 3),
    }
}

fn clean_ascii(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_shown) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(unify_line_ends(text).chars().filter(|&c| is_shown(c)).collect())
    }
}

fn unify_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character may reach a screen: no control but tab and line feed, and nothing invisible but spaces.
pub const fn is_shown(c: char) -> bool {
    // Nearly all text is plain, and this is asked of every character of it.
    matches!(c, ' '..='~' | '\n')
        || !matches!(c,
        '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'   // C0 and C1 controls
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'   // zero width, line separators, bidirectional
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}') // tags and further variation selectors
}

fn thin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        out.extend(grapheme.chars().take(MAX_GRAPHEME));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["plain\n\ttext", "häuser ▶ 測試 ✓ e\u{301}"] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn nothing_that_drives_a_terminal_remains() {
        assert_eq!(clean("a\x1b]52;c;aGk=\x07b"), "a]52;c;aGk=b");
        assert_eq!(clean("\u{9b}31mred\u{202e}x\u{2066}y\u{e0041}\u{200b}z\0\x7f"), "31mredxyz");
    }

    #[test]
    fn every_line_end_becomes_one() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{2029}e\u{85}f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(clean_line("a\r\nb\tc"), "a b c");
    }

    #[test]
    fn combining_storms_are_cut() {
        let storm = format!("a{}b", "\u{301}".repeat(100_000));
        assert_eq!(clean(&storm).chars().count(), MAX_GRAPHEME + 1);
    }

    #[test]
    fn a_mask_has_the_length_of_what_it_hides() {
        let hostile = "a\x1b\u{9b}\u{202e}\u{e0041}b".to_owned() + &"\u{301}".repeat(20);
        let masked = mask(&hostile);
        assert_eq!(masked.len(), hostile.len());
        assert_eq!(&masked[..12], "a ·\u{fffd}\u{fffd} b");
        assert_eq!(clean(&masked), masked);
    }

    #[test]
    fn json_keeps_what_it_escapes() {
        let value = "a\u{202e}b\u{e0041}c\u{9b}";
        let json = escape_json(&serde_json::to_string(value).unwrap());
        assert_eq!(json, r#""a\u202eb\udb40\udc41c\u009b""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }

    proptest::proptest! {
        #[test]
        fn cleaning_is_idempotent(text in "\\PC*|[a\\r\\n\\x1b\u{301}\u{200d}\u{1f468}\u{85}]*") {
            let once = clean(&text).into_owned();
            proptest::prop_assert!(once.chars().all(is_shown));
            proptest::prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
