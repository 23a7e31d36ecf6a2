//! Any text as a prompt: no panic, every span inside the text, and a value only without errors.
#![no_main]

use frontdesk::content::library::has_errors;
use frontdesk::content::{lint, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse::prompt(text);
    for span in parsed.problems.iter().filter_map(|problem| problem.span.clone()) {
        assert!(text.get(span).is_some());
    }
    assert_eq!(parsed.value.is_none(), has_errors(&parsed.problems));
    if let Some(prompt) = parsed.value {
        lint::prompt(&prompt);
    }
});
