//! Cleaning is complete and settles at once; a mask keeps the length.
#![no_main]

use frontdesk::text::safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let clean = safe::clean(text);
    assert!(clean.chars().all(safe::is_shown));
    assert_eq!(safe::clean(&clean), clean);
    assert_eq!(safe::mask(text).len(), text.len());
    assert!(safe::escape_json(text).chars().all(safe::is_shown));
});
