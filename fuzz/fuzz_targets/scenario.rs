//! Any text as a scenario: refused with a word, or run within its event budget.
#![no_main]

use frontdesk::content::parse;
use frontdesk::sim::{self, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some(scenario) = parse::scenario(text).value else { return };
    let budget = Options { max_events: 20_000, max_live: 10_000, frames: 50, ..Options::default() };
    if let Err(problems) = sim::run(&scenario, &budget) {
        assert!(!problems.is_empty());
    }
});
