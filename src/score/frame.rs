//! The frame in which a concept stands: denied, asked, told of others, taken back.

use std::ops::Range;

use crate::text::cue::Cue;
use crate::text::outline::Outline;
use crate::text::token::Token;

use super::hits::Hit;

/// A set of frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame(u16);

impl Frame {
    /// Said not to be so.
    pub(super) const DENIED: Self = Self(1);
    /// Weakened.
    pub(super) const HEDGED: Self = Self(2);
    /// Asked.
    pub(super) const ASKED: Self = Self(4);
    /// Somebody else's design.
    pub(super) const ATTRIBUTED: Self = Self(8);
    /// Taken back.
    pub(super) const RETRACTED: Self = Self(16);
    /// Copied from the prompt.
    pub(super) const COPIED: Self = Self(32);
    /// In a list of terms.
    pub(super) const BAG: Self = Self(64);
    /// In a condition.
    pub(super) const CONDITION: Self = Self(128);
    /// What would happen otherwise.
    pub(super) const OTHERWISE: Self = Self(256);
    /// In a marked heading.
    pub(super) const HEADING: Self = Self(512);

    /// Frames in which words pay nothing, whatever they say.
    pub(super) const VOID: Self =
        Self(Self::ASKED.0 | Self::ATTRIBUTED.0 | Self::RETRACTED.0 | Self::COPIED.0 | Self::HEADING.0);
    /// Frames in which words only name a thing.
    pub(super) const WEAK: Self = Self(Self::BAG.0 | Self::HEDGED.0);

    /// Whether any of `other` is in it.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds `other`.
    pub(super) const fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// The frames of one sentence.
#[derive(Debug)]
pub(super) struct Frames {
    sentence: Range<usize>,
    /// Trigger and scope of each denial.
    denials: Vec<(Range<usize>, Range<usize>)>,
    scopes: Vec<(Frame, Range<usize>)>,
    /// Where reasons begin that say something.
    pub(super) reasons: Vec<usize>,
    /// Those of them that tell a ground rather than a consequence.
    pub(super) grounds: Vec<usize>,
    /// The sentence takes back the one before.
    pub(super) retracts_previous: bool,
    pub(super) bag: bool,
    pub(super) copied: bool,
    whole: Frame,
}

impl Frames {
    /// The frames of sentence `s`, in which `cues` stand.
    pub(super) fn new(tokens: &[Token], outline: &Outline, s: usize, cues: &[(Cue, Range<usize>)]) -> Self {
        let sentence = outline.sentences[s].tokens.clone();
        let mut frames = Self {
            sentence: sentence.clone(),
            denials: Vec::new(),
            scopes: Vec::new(),
            reasons: Vec::new(),
            grounds: Vec::new(),
            retracts_previous: false,
            bag: false,
            copied: false,
            whole: Frame::default(),
        };
        if outline.is_heading(s) {
            frames.whole.insert(Frame::HEADING);
        }
        if outline.sentences[s].question && asks(&tokens[sentence.clone()]) {
            frames.whole.insert(Frame::ASKED);
        }
        let clause = |at: usize| clause_range(outline, s, at);
        for (cue, trigger) in cues {
            frames.cue(*cue, trigger, clause(trigger.start), cues);
        }
        frames
    }

    fn cue(&mut self, cue: Cue, trigger: &Range<usize>, clause: Range<usize>, cues: &[(Cue, Range<usize>)]) {
        let (start, end) = (trigger.start, trigger.end);
        let rest = end..self.sentence.end;
        match cue {
            Cue::Not if !shadowed(trigger, cues) => {
                // "Payments aren't." denies what stands before.
                let scope =
                    if end >= clause.end { clause.start..start } else { end..stop(&(end..clause.end), cues) };
                self.denials.push((trigger.clone(), scope));
            }
            Cue::NotBefore => self.denials.push((trigger.clone(), clause.start..start)),
            Cue::Hedge => self.scopes.push((Frame::HEDGED, end..contrast(&rest, cues))),
            Cue::Attributed => self.scopes.push((Frame::ATTRIBUTED, start..contrast(&rest, cues))),
            Cue::Retract if start <= self.sentence.start + 2 => self.retracts_previous = true,
            Cue::Retract => self.scopes.push((Frame::RETRACTED, self.sentence.start..start)),
            Cue::If => self.scopes.push((Frame::CONDITION, end..clause.end)),
            Cue::Otherwise => self.scopes.push((Frame::OTHERWISE, rest)),
            Cue::Because | Cue::So if rest.len() >= 3 => {
                self.reasons.push(start);
                self.grounds.extend((cue == Cue::Because).then_some(start));
            }
            Cue::Not | Cue::NoDenial | Cue::But | Cue::Only | Cue::Because | Cue::So => {}
        }
    }

    /// Whether some word of `hit` is denied. Two denials of the same word cancel.
    fn is_denied(&self, hit: &Hit) -> bool {
        let denials = || self.denials.iter().filter(|(trigger, _)| !owns(hit, trigger));
        let odd = |token: usize| denials().filter(|(_, scope)| scope.contains(&token)).count() % 2 == 1;
        denials().next().is_some()
            && (hit.start as usize..hit.end as usize).filter(|token| hit.owns(*token)).any(odd)
    }

    /// The frame of `hit`. A denial that is part of the hit ("no second reader") does not deny it.
    pub(super) fn frame(&self, hit: &Hit) -> Frame {
        let mut frame = self.whole;
        if self.is_denied(hit) {
            frame.insert(Frame::DENIED);
        }
        for (kind, _) in self.scopes.iter().filter(|(kind, scope)| covers(*kind, scope, hit)) {
            frame.insert(*kind);
        }
        if self.bag {
            frame.insert(Frame::BAG);
        }
        if self.copied {
            frame.insert(Frame::COPIED);
        }
        frame
    }
}

/// Whether a frame is that of `hit`: conditions frame what begins in them, the others everything that has a word there.
fn covers(kind: Frame, scope: &Range<usize>, hit: &Hit) -> bool {
    let begins = scope.contains(&(hit.start as usize));
    let whole = kind.has(Frame::HEDGED) || kind.has(Frame::ATTRIBUTED) || kind.has(Frame::RETRACTED);
    begins || whole && scope.clone().any(|token| hit.owns(token))
}

fn owns(hit: &Hit, trigger: &Range<usize>) -> bool {
    trigger.clone().any(|token| hit.owns(token))
}

/// Whether a phrase that is no denial, or a longer denial, covers this trigger.
fn shadowed(trigger: &Range<usize>, cues: &[(Cue, Range<usize>)]) -> bool {
    cues.iter().any(|(cue, other)| match cue {
        Cue::NoDenial | Cue::Retract | Cue::NotBefore | Cue::Otherwise => {
            other.start <= trigger.start && trigger.end <= other.end
        }
        Cue::Not => other.start <= trigger.start && trigger.end <= other.end && other.len() > trigger.len(),
        _ => false,
    })
}

/// Where hearsay and hedges end: at a contrast inside `range`.
fn contrast(range: &Range<usize>, cues: &[(Cue, Range<usize>)]) -> usize {
    let contrasts = cues.iter().filter(|(cue, at)| *cue == Cue::But && range.contains(&at.start));
    contrasts.map(|(_, at)| at.start).min().unwrap_or(range.end)
}

/// Where a denial ends: at a contrast or a reason inside `range`.
fn stop(range: &Range<usize>, cues: &[(Cue, Range<usize>)]) -> usize {
    let ends = cues.iter().filter(|(cue, at)| {
        matches!(cue, Cue::But | Cue::Only | Cue::Because | Cue::So) && range.contains(&at.start)
    });
    ends.map(|(_, at)| at.start).min().unwrap_or(range.end)
}

/// The clause around token `at`, together with what "and" and "or" add to it.
fn clause_range(outline: &Outline, s: usize, at: usize) -> Range<usize> {
    let clauses = &outline.clauses[outline.sentences[s].clauses.clone()];
    clauses.iter().find(|clause| clause.tokens.contains(&at)).map_or(at..at, |clause| clause.tokens.clone())
}

/// Whether a sentence that ends in a question mark asks, rather than exclaims.
fn asks(tokens: &[Token]) -> bool {
    const OPENERS: &[&str] = &[
        "what", "which", "why", "how", "who", "when", "where", "should", "could", "can", "do", "does", "is",
        "are", "would", "will", "or", "queue", "stream",
    ];
    let opener = tokens.first().is_some_and(|token| token.is_one_of(OPENERS));
    opener || tokens.len() <= 6
}
