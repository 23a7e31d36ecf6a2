//! Grading speed: long answers with a whole rubric, and half and a quarter of their length for linearity.
//!
//! `cargo bench --bench score`. `model` is the model answer again and again; `honest` are the prompt's samples one after
//! the other, the best first: nothing in it is said twice in the same words.

use std::cmp::Reverse;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use frontdesk::content::library::Library;
use frontdesk::content::prompt::Prompt;
use frontdesk::score::Scorer;

fn model(prompt: &Prompt, characters: usize) -> String {
    prompt.model_answer.chars().cycle().take(characters).collect()
}

fn honest(prompt: &Prompt, characters: usize) -> String {
    let mut samples: Vec<_> = prompt.samples.iter().collect();
    samples.sort_by_key(|sample| Reverse(sample.scores.values().map(|level| u32::from(*level)).sum::<u32>()));
    let answers: Vec<&str> = samples.into_iter().map(|sample| sample.answer.as_str()).collect();
    answers.join("\n\n").chars().take(characters).collect()
}

fn grading(criterion: &mut Criterion) {
    let library = Library::builtin();
    let mut group = criterion.benchmark_group("grade");
    for prompt in library.prompts.iter().filter(|prompt| !prompt.rubric.dimensions.is_empty()) {
        let scorer = Scorer::new(prompt);
        for length in [2_000, 4_000, 8_000] {
            for (kind, text) in [("model", model(prompt, length)), ("honest", honest(prompt, length))] {
                group.throughput(Throughput::Bytes(text.len() as u64));
                group.bench_function(format!("{}/{kind}/{length}", prompt.id), |bencher| {
                    bencher.iter(|| scorer.grade(black_box(&text)));
                });
            }
        }
    }
    group.finish();
}

fn preparing(criterion: &mut Criterion) {
    let library = Library::builtin();
    let mut group = criterion.benchmark_group("prepare");
    for prompt in library.prompts.iter().filter(|prompt| !prompt.rubric.dimensions.is_empty()) {
        group
            .bench_function(prompt.id.to_string(), |bencher| bencher.iter(|| Scorer::new(black_box(prompt))));
    }
    group.bench_function("vocabulary", |bencher| bencher.iter(frontdesk::content::library::lexicon));
    group.finish();
}

criterion_group!(benches, grading, preparing);
criterion_main!(benches);
