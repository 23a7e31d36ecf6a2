//! Grading speed: one long answer with a whole rubric, and twice its length for linearity.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use frontdesk::content::library::Library;
use frontdesk::score::Scorer;

/// The strongest sample, repeated up to `characters`.
fn answer(sample: &str, characters: usize) -> String {
    sample.chars().cycle().take(characters).collect()
}

fn grading(criterion: &mut Criterion) {
    let library = Library::builtin();
    let mut group = criterion.benchmark_group("grade");
    for prompt in library.prompts.iter().filter(|prompt| !prompt.rubric.dimensions.is_empty()) {
        let scorer = Scorer::new(prompt);
        for length in [2_000, 4_000, 8_000] {
            let text = answer(&prompt.model_answer, length);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{}/{length}", prompt.id), |bencher| {
                bencher.iter(|| scorer.grade(black_box(&text)));
            });
        }
    }
    group.bench_function("compile", |bencher| {
        let prompt = &library.prompts[0];
        bencher.iter(|| Scorer::new(black_box(prompt)));
    });
    group.finish();
}

criterion_group!(benches, grading);
criterion_main!(benches);
