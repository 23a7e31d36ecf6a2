//! An attempt as one page of HTML: no scripts, nothing from the network, everything escaped.

use std::ops::Range;

use crate::score::Stance;
use crate::text::safe;

use super::chart;
use super::view::{Dimension, View};

const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(super) fn page(view: &View) -> String {
    let title = escape(&view.title);
    let mut body = format!("<h1>{title}</h1>{}", facts(view));
    body += &section("Levels", &format!("{}{}", chart::levels(&view.dimensions), legend()));
    body += &section("Answer", &answer(view));
    body += &section("Why", &view.dimensions.iter().map(dimension).collect::<String>());
    if !view.phases.is_empty() {
        body += &section("Where the time went", &chart::timeline(&view.phases));
        body += &section("What was said", &transcript(view));
    }
    if !view.notes.trim().is_empty() {
        body += &section("Notes", &format!("<pre>{}</pre>", escape(&view.notes)));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )
}

/// Text as it may stand anywhere in the page, without anything a terminal or reader would obey.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in safe::clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn section(title: &str, body: &str) -> String {
    format!("<section><h2>{title}</h2>{body}</section>")
}

fn facts(view: &View) -> String {
    let fact =
        |(name, value): &(&str, String)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value));
    format!("<dl>{}</dl>", view.facts.iter().map(fact).collect::<String>())
}

fn legend() -> &'static str {
    "<p class=\"legend\">Bars: this attempt; the lighter ones are below 3. Lines: the levels so far.</p>"
}

/// A stretch of the answer that counts, and for what.
struct Mark {
    span: Range<usize>,
    label: String,
    against: bool,
}

/// The answer with its evidence marked. Where stretches overlap, the text is cut so that each piece names all of them.
fn answer(view: &View) -> String {
    let marks = marks(view);
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.extend([0, view.text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|cut| piece(&view.text, cut[0]..cut[1], &marks));
    format!("<div class=\"answer\">{}</div>", pieces.collect::<String>())
}

fn marks(view: &View) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, dimension) in view.dimensions.iter().enumerate() {
        for found in dimension.score.iter().flat_map(|score| &score.evidence) {
            let span = found.span.clone();
            if span.start < span.end && view.text.get(span.clone()).is_some() {
                let label = format!("{} {}: {}", index + 1, dimension.title, found.label);
                marks.push(Mark { span, label, against: found.stance != Stance::Supports });
            }
        }
    }
    marks
}

fn piece(text: &str, range: Range<usize>, marks: &[Mark]) -> String {
    let words = escape(text.get(range.clone()).unwrap_or_default());
    let here: Vec<&Mark> =
        marks.iter().filter(|mark| mark.span.start <= range.start && range.end <= mark.span.end).collect();
    if here.is_empty() || words.trim().is_empty() {
        return words;
    }
    let class = if here.iter().any(|mark| mark.against) { " class=\"against\"" } else { "" };
    let titles: Vec<&str> = here.iter().map(|mark| mark.label.as_str()).collect();
    let mut numbers: Vec<&str> = titles.iter().filter_map(|title| title.split(' ').next()).collect();
    numbers.dedup();
    // The numbers stand where a marked stretch ends, so that a stretch cut in two is numbered once.
    let ends = here.iter().any(|mark| mark.span.end == range.end);
    let numbers = if ends { format!("<sup>{}</sup>", numbers.join(",")) } else { String::new() };
    format!("<mark{class} title=\"{}\">{words}</mark>{numbers}", escape(&titles.join("; ")))
}

fn dimension(dimension: &Dimension) -> String {
    let heading = format!(
        "<h3 id=\"{}\">{} <span class=\"level\">{}</span></h3>",
        dimension.id,
        escape(&dimension.title),
        dimension.level
    );
    let Some(score) = &dimension.score else { return heading };
    let quotes = score.quotes();
    let evidence = quotes.iter().map(|quote| {
        format!("<li><q>{}</q> <b>{}</b></li>", escape(quote.words), escape(&quote.labels.join("; ")))
    });
    let caps = score.caps.iter().map(|cap| format!("<li>at most {}: {}</li>", cap.level, escape(&cap.why)));
    let items: String = evidence.chain(caps).collect();
    let list = if items.is_empty() { String::new() } else { format!("<ul>{items}</ul>") };
    let next = score
        .next
        .as_ref()
        .map_or_else(String::new, |next| format!("<p class=\"next\">{}</p>", escape(next)));
    format!("{heading}<p>{}</p>{list}{next}", escape(&score.why))
}

fn transcript(view: &View) -> String {
    let turn = |said: &super::view::Said| {
        let who = said.who.to_lowercase();
        let text = escape(&said.text);
        format!("<p class=\"{who}\"><time>{}</time> <b>{}</b> {text}</p>", said.at, said.who)
    };
    view.transcript.iter().map(turn).collect()
}
