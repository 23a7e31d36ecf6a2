//! Any answer is graded; every quote is there, word for word.

#![no_main]

use std::sync::LazyLock;

use frontdesk::content::library::Library;
use frontdesk::score::Scorer;
use libfuzzer_sys::fuzz_target;

static SCORER: LazyLock<Scorer> = LazyLock::new(|| Scorer::new(&Library::builtin().prompts[0]));

fuzz_target!(|answer: &str| {
    for dimension in SCORER.grade(answer).dimensions {
        for evidence in dimension.evidence {
            assert_eq!(&answer[evidence.span.clone()], evidence.quote);
        }
    }
});
