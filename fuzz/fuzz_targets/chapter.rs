//! Any text as a chapter: no panic, every span inside the text, no control character in what is shown.
#![no_main]

use frontdesk::content::{lint, parse};
use frontdesk::text::safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse::chapter(text);
    for span in parsed.problems.iter().filter_map(|problem| problem.span.clone()) {
        assert!(text.get(span).is_some());
    }
    if let Some(chapter) = parsed.value {
        lint::chapter(&chapter);
        assert!(chapter.sections.iter().all(|section| section.title.chars().all(safe::is_shown)));
    }
    parse::blocks(text);
});
