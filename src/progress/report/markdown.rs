//! An attempt as Markdown.

use crate::interview::timer::clock_face;

use super::view::{Dimension, View};

/// The whole document.
pub(super) fn document(view: &View) -> String {
    let mut parts = vec![format!("# {}", view.title), facts(view), levels(view)];
    parts.push(format!("## Answer\n\n{}", quoted(&view.text)));
    parts.extend(view.dimensions.iter().map(dimension));
    if !view.phases.is_empty() {
        let line = |(title, time): &(String, _)| format!("- {title}: {}", clock_face(*time));
        parts.push(format!("## Where the time went\n\n{}", lines(view.phases.iter().map(line))));
        let said = view
            .transcript
            .iter()
            .map(|said| format!("**{} {}**\n\n{}\n", said.at, said.who, quoted(&said.text)));
        parts.push(format!("## What was said\n\n{}", lines(said)));
    }
    if !view.notes.trim().is_empty() {
        parts.push(format!("## Notes\n\n{}", quoted(&view.notes)));
    }
    parts.join("\n\n") + "\n"
}

fn facts(view: &View) -> String {
    lines(view.facts.iter().map(|(name, value)| format!("- {name}: {value}")))
}

fn levels(view: &View) -> String {
    let row = |d: &Dimension| format!("| {} | {} | {} |", cell(&d.title), d.level, steps(&d.series));
    format!("| Dimension | Level | So far |\n| --- | --- | --- |\n{}", lines(view.dimensions.iter().map(row)))
}

fn steps(series: &[u8]) -> String {
    series.iter().map(u8::to_string).collect::<Vec<_>>().join(" → ")
}

fn dimension(dimension: &Dimension) -> String {
    let mut text = format!("### {}: {}", dimension.title, dimension.level);
    let Some(score) = &dimension.score else { return text };
    text = format!("{text}\n\n{}", score.why);
    let quotes = score.quotes();
    let evidence =
        quotes.iter().map(|quote| format!("- {}: {}", inline(quote.words), quote.labels.join("; ")));
    let caps = score.caps.iter().map(|cap| format!("- at most {}: {}", cap.level, cap.why));
    let all = lines(evidence.chain(caps));
    if !all.is_empty() {
        text = format!("{text}\n\n{all}");
    }
    match &score.next {
        Some(next) => format!("{text}\n\nNext: {next}"),
        None => text,
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn quoted(text: &str) -> String {
    lines(text.lines().map(|line| format!("> {line}").trim_end().to_owned()))
}

/// One line in quotation marks.
fn inline(text: &str) -> String {
    format!("“{}”", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
