//! Lays out the moves of a chapter: what asks, what was answered, and what only shows.

use ratatui::text::{Line, Span};

use crate::content::chapter::{
    Commit, Compare, Diagram, Misconception, Move, Practice, Predict, Recall, Reveal, Script,
};
use crate::content::parse::blocks;
use crate::progress::Answer;
use crate::tui::look::Role;
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::wrap::{Text, hang, prefixed, wrap_text};

/// Side by side needs at least this many columns.
const BESIDE: usize = 76;

/// What has become of a move.
#[derive(Clone, Copy, Debug)]
pub(super) enum State<'a> {
    /// It waits; this option is under the cursor.
    Open(usize),
    /// It was answered.
    Answered(&'a Answer),
    /// It is there to be seen, or was opened.
    Shown,
}

/// The lines of `mv`.
pub(super) fn layout(at: Layout, mv: &Move, state: State<'_>) -> Text {
    match mv {
        Move::Predict(predict) => predicting(at, predict, state),
        Move::Commit(commit) => committing(at, commit, state),
        Move::Recall(recall) => recalling(at, recall, state),
        Move::Classify(_) => invitation(at, "Your turn: the design", CLASSIFY, state),
        Move::Simulate(simulate) => invitation(at, "Watch", &simulate.watch, state),
        Move::Practice(practice) => practising(at, practice),
        Move::Reveal(reveal) => revealing(at, reveal, state),
        Move::Diagram(diagram) => picture(at, diagram),
        Move::Compare(compare) => comparing(at, compare),
        Move::Misconception(misconception) => repairing(at, misconception),
        Move::Script(script) => speaking(at, script),
        Move::Say(say) => {
            quoted(at, wrap_text(&say.line, at.look.style(Role::Strong), at.width.saturating_sub(2)))
        }
    }
}

const CLASSIFY: &str = "Place each task, say what you expect, and watch the design that you made.";

fn label(at: Layout, text: &str) -> Text {
    let glyph = at.look.glyphs().cursor;
    wrap_text(&format!("{glyph} {text}"), at.look.style(Role::Title), at.width)
}

fn text(at: Layout, text: &str, role: Role) -> Text {
    wrap_text(text, at.look.style(role), at.width)
}

fn markdown(at: Layout, text: &str) -> Text {
    at.blocks(&blocks(text))
}

fn quoted(at: Layout, lines: Text) -> Text {
    let edge = Span::styled(format!("{} ", at.look.glyphs().quote), at.look.style(Role::Accent));
    lines.into_iter().map(|line| prefixed(&edge, line)).collect()
}

fn narrower(at: Layout) -> Layout {
    Layout { width: at.width.saturating_sub(2).max(1), ..at }
}

/// Parts below one another, an empty line between two.
fn stack(at: Layout, parts: impl IntoIterator<Item = Text>) -> Text {
    let mut all = Text::new();
    for part in parts {
        at.append(&mut all, part);
    }
    all
}

fn predicting(at: Layout, predict: &Predict, state: State<'_>) -> Text {
    let question = text(at, &predict.question, Role::Strong);
    let options = (0..predict.options.len()).flat_map(|i| option(at, predict, i, state)).collect();
    let reveal = match state {
        State::Answered(answer) => {
            stack(at, [verdict(at, answer), quoted(at, markdown(narrower(at), &predict.reveal))])
        }
        _ => Text::new(),
    };
    stack(at, [label(at, "What do you expect?"), question, options, reveal])
}

fn option(at: Layout, predict: &Predict, index: usize, state: State<'_>) -> Text {
    let glyphs = at.look.glyphs();
    let best = index + 1 == predict.answer as usize;
    let (mark, role) = match state {
        State::Open(cursor) if cursor == index => (glyphs.cursor, Role::Selected),
        State::Answered(Answer::Predicted { choice, .. }) if *choice as usize == index + 1 && !best => {
            (glyphs.no, Role::Bad)
        }
        State::Answered(_) if best => (glyphs.yes, Role::Good),
        State::Answered(_) => (" ", Role::Muted),
        _ => (" ", Role::Text),
    };
    let style = at.look.style(role);
    let lead = Span::styled(format!("{mark} {}  ", index + 1), style);
    let rest = Span::styled(" ".repeat(lead.width()), style);
    hang(&lead, &rest, &Line::styled(predict.options[index].clone(), style), at.width)
}

/// The lines of each option while the learner chooses.
pub(super) fn option_heights(at: Layout, predict: &Predict) -> Vec<usize> {
    (0..predict.options.len()).map(|nth| option(at, predict, nth, State::Open(0)).len()).collect()
}

fn verdict(at: Layout, answer: &Answer) -> Text {
    let glyphs = at.look.glyphs();
    match answer {
        Answer::Predicted { correct: true, .. } => {
            text(at, &format!("{} You saw it coming.", glyphs.yes), Role::Good)
        }
        Answer::Predicted { choice, .. } => {
            text(at, &format!("{} You said {choice}. It goes another way:", glyphs.no), Role::Bad)
        }
        _ => Text::new(),
    }
}

fn committing(at: Layout, commit: &Commit, state: State<'_>) -> Text {
    let question = text(at, &commit.question, Role::Strong);
    let after = match state {
        State::Answered(Answer::Committed { text: own }) => {
            let reveal = commit.reveal.as_deref().map(|r| markdown(at, r)).unwrap_or_default();
            stack(at, [own_words(at, own), reveal])
        }
        _ => Text::new(),
    };
    stack(at, [label(at, "Put it in writing"), question, after])
}

fn recalling(at: Layout, recall: &Recall, state: State<'_>) -> Text {
    let question = text(at, &recall.question, Role::Strong);
    let after = match state {
        State::Answered(Answer::Recalled { text: own }) => {
            let answer = ("To compare with", Role::Good, recall.answer.as_str());
            if own.is_empty() { side(at, answer) } else { pair(at, ("You said", Role::Accent, own), answer) }
        }
        _ => Text::new(),
    };
    stack(at, [label(at, "Without looking"), question, after])
}

fn own_words(at: Layout, own: &str) -> Text {
    side(at, ("You wrote", Role::Accent, own))
}

fn invitation(at: Layout, title: &str, words: &str, state: State<'_>) -> Text {
    let done = match state {
        State::Answered(_) => {
            text(at, &format!("{} Done; Tab opens it again.", at.look.glyphs().yes), Role::Good)
        }
        _ => Text::new(),
    };
    stack(at, [label(at, title), text(at, words, Role::Strong), done])
}

fn practising(at: Layout, practice: &Practice) -> Text {
    let lead = Span::styled(format!("{} ", at.look.glyphs().bullet), at.look.style(Role::Accent));
    let question = |q: &String| hang(&lead, &Span::raw("  "), &Line::raw(q.clone()), at.width);
    stack(at, [label(at, "Practice"), practice.questions.iter().flat_map(question).collect()])
}

fn revealing(at: Layout, reveal: &Reveal, state: State<'_>) -> Text {
    match state {
        State::Open(_) => {
            let hidden = format!("{} {} (r shows it)", at.look.glyphs().open, reveal.title);
            text(at, &hidden, Role::Accent)
        }
        _ => stack(
            at,
            [text(at, &reveal.title, Role::Title), quoted(at, markdown(narrower(at), &reveal.body))],
        ),
    }
}

fn picture(at: Layout, diagram: &Diagram) -> Text {
    let title = text(at, &diagram.title, Role::Muted);
    stack(at, [title, at.art(&diagram.art, Role::Text)])
}

/// A titled text: title, role of the title, text.
type Side<'a> = (&'a str, Role, &'a str);

fn comparing(at: Layout, compare: &Compare) -> Text {
    let glyphs = at.look.glyphs();
    let weak = format!("{} Weak", glyphs.no);
    let strong = format!("{} Strong", glyphs.yes);
    let both = pair(at, (&weak, Role::Bad, &compare.weak), (&strong, Role::Good, &compare.strong));
    stack(at, [label(at, &compare.title), both, markdown(at, &compare.why)])
}

fn repairing(at: Layout, misconception: &Misconception) -> Text {
    let glyphs = at.look.glyphs();
    let tempting = format!("{} Tempting", glyphs.no);
    let better = format!("{} Better", glyphs.yes);
    let both = pair(
        at,
        (&tempting, Role::Bad, &misconception.tempting),
        (&better, Role::Good, &misconception.better),
    );
    let room = side(at, ("In the room", Role::Accent, &misconception.room));
    stack(at, [both, room])
}

/// Side by side where there is room, else below one another.
fn pair(at: Layout, left: Side<'_>, right: Side<'_>) -> Text {
    if at.width < BESIDE {
        return stack(at, [side(at, left), side(at, right)]);
    }
    let gap = 3;
    let half = Layout { width: (at.width - gap) / 2, ..at };
    let (left, right) = (side(half, left), side(half, right));
    let height = left.len().max(right.len());
    (0..height).map(|y| joined(left.get(y), right.get(y), half.width + gap)).collect()
}

fn joined(left: Option<&Line<'static>>, right: Option<&Line<'static>>, column: usize) -> Line<'static> {
    let mut line = left.cloned().unwrap_or_default();
    line.spans.push(Span::raw(" ".repeat(column.saturating_sub(line.width()))));
    line.spans.extend(right.cloned().unwrap_or_default().spans);
    line
}

fn side(at: Layout, (title, role, body): Side<'_>) -> Text {
    let title = text(at, title, role);
    title.into_iter().chain(quoted(at, markdown(narrower(at), body))).collect()
}

fn speaking(at: Layout, script: &Script) -> Text {
    let widest = script.lines.iter().map(|l| l.moment.chars().count()).max().unwrap_or(0).min(14) + 2;
    let line = |line: &crate::content::chapter::Line| {
        let lead = Span::styled(format!("{:widest$}", line.moment), at.look.style(Role::Accent));
        let rest = Span::raw(" ".repeat(lead.width()));
        hang(&lead, &rest, &Line::raw(line.say.clone()), at.width)
    };
    stack(at, script.lines.iter().map(line))
}
