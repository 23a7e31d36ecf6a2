//! The run as linear text, for `--plain`: what the picture, the timeline and the end say, one line after the other.

use super::headline::Headline;
use super::lab::Played;
use super::marks::word;
use super::scene::Scene;
use super::summary::Summary;
use super::words::clock;

/// Tells `played`, beside another run with its name.
pub fn tell(title: &str, played: &Played, beside: Option<(&str, &Played)>, assumptions: &[String]) -> String {
    let summary = Summary::of(played, beside.map(|b| b.1));
    let mut lines = vec![title.to_owned(), String::new()];
    lines.extend(assumptions.iter().map(|a| format!("Assumed, because the answer does not say: {a}")));
    lines.extend(moments(played));
    lines.extend([String::new(), summary.verdict.clone()]);
    let figures = summary.figures.iter().map(|(figure, other)| match (beside, other) {
        (Some((name, _)), Some(other)) => {
            format!("{}: {} ({name}: {})", figure.label, figure.text, other.text)
        }
        _ => format!("{}: {}", figure.label, figure.text),
    });
    lines.extend(figures);
    lines.extend(summary.agreement);
    lines.join("\n")
}

/// Each key moment with its sentence, and how the system stands then.
fn moments(played: &Played) -> Vec<String> {
    let stands = |at| Scene::at(played, at).map(|s| Headline::of(&s, played).text);
    let story = &played.run.story;
    if story.is_empty() {
        return stands(played.run.simulated / 2.0).into_iter().collect();
    }
    let mark = |m: &crate::sim::Mark| {
        let now = stands(m.at).unwrap_or_default();
        format!("{}, {}: {} {now}", clock(m.at), word(m.kind), m.sentence)
    };
    story.iter().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::outage;
    use super::*;

    #[test]
    fn everything_is_a_line_of_text() {
        let played = outage();
        let text = tell("Checkout: email down", &played, Some(("in line", &played)), &["8 workers".into()]);
        assert!(
            text.starts_with("Checkout: email down\n\nAssumed, because the answer does not say: 8 workers\n")
        );
        assert!(text.contains("charged twice: 0 (in line: 0)"), "{text}");
    }
}
