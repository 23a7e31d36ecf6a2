//! Lines of an answer: headings, items, fences, and lines that only serve as headings.

/// Lines shorter than this, in characters, are not wrapped: their end is meant.
const WRAPPED: usize = 60;

/// A line of an answer.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// What is left of it without marker and indentation.
    pub(super) content: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: LineKind,
    /// Characters with marker and indentation.
    length: usize,
    /// Characters of the longest line of its paragraph.
    width: usize,
    /// Whether it begins with what it is about, as another line of its paragraph does.
    labelled: bool,
}

/// What a line is by its marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    Fence,
    Heading(u8),
    Item(usize),
    Text,
}

/// The lines of `text`, those that serve as headings marked.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split('\n') {
        let indent = raw.len() - raw.trim_start().len();
        let trimmed = raw.trim();
        let (kind, marker) = classify(trimmed, indent);
        let start = at + indent + marker;
        let end = at + raw.trim_end().len();
        let content = text.get(start..end).unwrap_or("");
        let length = raw.trim_end().chars().count();
        lines.push(Line {
            content,
            start: start.min(end),
            end,
            kind,
            length,
            width: length,
            labelled: false,
        });
        at += raw.len() + 1;
    }
    mark_headings(&mut lines);
    measure(&mut lines);
    lines
}

/// Tells every line how wide its paragraph is, and which ones begin with a label.
fn measure(lines: &mut [Line<'_>]) {
    let mut start = 0;
    while start < lines.len() {
        let goes_on = |line: &&Line<'_>| line.kind == LineKind::Text;
        let end = start + 1 + lines[start + 1..].iter().take_while(goes_on).count();
        let paragraph = &mut lines[start..end];
        let width = paragraph.iter().map(|line| line.length).max().unwrap_or(0);
        let labels = paragraph.iter().filter(|line| has_label(line.content)).count();
        for line in paragraph {
            line.width = width;
            line.labelled = labels >= LABELS && has_label(line.content);
        }
        start = end;
    }
}

/// Lines with a label that a paragraph has before their ends are meant.
const LABELS: usize = 2;

/// Whether a line begins with one word and a mark: `stock: …`, `stock(…)`, `total = …`, `A: …`.
fn has_label(line: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '`' | '*');
    let rest = line.trim_start_matches(name);
    let spaced = rest.trim_start();
    rest.len() < line.len()
        && (rest.starts_with(": ")
            || rest.starts_with('(')
            || ["= ", "-> ", "=> ", "→", "| "].iter().any(|mark| spaced.starts_with(mark)))
}

/// The kind of a trimmed line, and the length of its marker.
fn classify(line: &str, indent: usize) -> (LineKind, usize) {
    if line.is_empty() || line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*')) {
        return (LineKind::Blank, 0);
    }
    if line.starts_with("```") || line.starts_with("~~~") {
        return (LineKind::Fence, line.len());
    }
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) {
        return (LineKind::Heading(hashes as u8), hashes);
    }
    if line.starts_with("**") && line.trim_end_matches(':').ends_with("**") && line.matches("**").count() == 2
    {
        return (LineKind::Heading(6), 0);
    }
    match marker(line) {
        0 => (LineKind::Text, 0),
        length => (LineKind::Item(indent), length),
    }
}

/// The length of a list marker (`- `, `2. `, `b) `, `| `) at the start of `line`, or 0.
fn marker(line: &str) -> usize {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let bullet = matches!(first, '-' | '*' | '•' | '+' | '–' | '·' | '|' | '>' | '◦' | '▪');
    if bullet && chars.next().is_some_and(char::is_whitespace) {
        return first.len_utf8();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let label = if digits == 0 && first.is_ascii_alphabetic() { 1 } else { digits };
    let rest = &line[label..];
    let closed = rest.starts_with(") ") || rest.starts_with(". ") && digits > 0;
    if closed && (1..=2).contains(&label) { label + 1 } else { 0 }
}

/// Turns short unfinished lines that stand above others into headings.
fn mark_headings(lines: &mut [Line<'_>]) {
    let mut next: Vec<Option<LineKind>> = Vec::with_capacity(lines.len());
    let mut later = None;
    for line in lines.iter().rev() {
        next.push(later);
        later = if line.kind == LineKind::Blank { later } else { Some(line.kind) };
    }
    for i in 0..lines.len() {
        if lines[i].kind != LineKind::Text {
            continue;
        }
        if is_underlined(lines, i) {
            lines[i].kind = LineKind::Heading(1);
        } else if serves_as_heading(lines, i, next[lines.len() - 1 - i]) {
            lines[i].kind = LineKind::Heading(7);
        }
    }
}

/// Whether line `i`, a plain one, is a title with a line drawn under it.
fn is_underlined(lines: &[Line<'_>], i: usize) -> bool {
    let drawn = lines.get(i + 1).is_some_and(|next| next.content.starts_with(['=', '-']));
    let ruled = lines.get(i + 1).is_some_and(|next| next.kind == LineKind::Blank);
    let opens = i == 0 || lines[i - 1].kind == LineKind::Blank;
    opens && drawn && ruled && is_title(lines[i].content)
}

/// Whether line `i`, a plain one, stands above others as their heading; `next` is the kind of the next that is not blank.
fn serves_as_heading(lines: &[Line<'_>], i: usize, next: Option<LineKind>) -> bool {
    let content = lines[i].content;
    let opens = i == 0 || matches!(lines[i - 1].kind, LineKind::Blank | LineKind::Fence);
    let adjacent = || lines.get(i + 1).map(|line| line.kind);
    let leads = || match next {
        Some(LineKind::Item(_)) => true,
        Some(LineKind::Text) if content.split(' ').nth(3).is_none() => true,
        _ => adjacent() == Some(LineKind::Text) && !content.contains(' '),
    };
    let colon = content.ends_with(':') && matches!(next, Some(LineKind::Item(_) | LineKind::Text));
    colon && is_lead(content) || opens && is_title(content) && leads()
}

fn is_title(line: &str) -> bool {
    !line.ends_with(['.', ',', ';', '!', '`', ')'])
        && line.split_whitespace().nth(7).is_none()
        && !line.contains(['=', '>', ','])
}

fn is_lead(line: &str) -> bool {
    line.split_whitespace().nth(12).is_none()
}

impl Line<'_> {
    /// Whether its end is meant: the next line begins with a label or would have had room here, or else this one is
    /// short, and `next` does not go on in small letters.
    pub(super) fn is_broken(&self, next: Option<&Self>) -> bool {
        next.is_some_and(|next| next.labelled || self.has_room_for(next))
            || !self.is_long() && !next.is_some_and(Self::wraps)
    }

    /// Whether a paragraph that is wrapped by its width would have the next word in this line.
    fn has_room_for(&self, next: &Self) -> bool {
        let word = next.content.split(' ').next().unwrap_or("").chars().count();
        next.kind == LineKind::Text && (self.width > WIDEST || self.length + 1 + word + RAGGED <= self.width)
    }

    /// Whether it may be the wrapped rest of the line before: it goes on in small letters.
    fn wraps(&self) -> bool {
        self.kind == LineKind::Text && self.content.starts_with(char::is_lowercase) && self.is_long()
    }

    fn is_long(&self) -> bool {
        self.content.chars().nth(WRAPPED - 1).is_some()
    }
}

/// Paragraphs wider than this, in characters, are not wrapped.
const WIDEST: usize = 140;

/// By how much people who break their lines themselves miss the width.
const RAGGED: usize = 12;
