//! A score as lines.

use crate::score::{DimensionScore, Report};

/// Every dimension with its level, why, and the words that earned it.
pub(crate) fn lines(report: &Report, overall: &str) -> String {
    let dimensions: String = report.dimensions.iter().map(dimension).collect();
    format!("\nOverall: {overall}, mean {:.1} of 4\n{dimensions}", report.mean)
}

fn dimension(score: &DimensionScore) -> String {
    let mut text = format!("\n{}: {} of 4. {}\n", score.title, score.level, score.why);
    for found in &score.evidence {
        let words: Vec<&str> = found.quote.split_whitespace().collect();
        text = format!("{text}  {}: \"{}\"\n", found.label, words.join(" "));
    }
    for cap in &score.caps {
        text = format!("{text}  at most {}: {}\n", cap.level, cap.why);
    }
    match &score.next {
        Some(next) => format!("{text}  Next: {next}\n"),
        None => text,
    }
}
