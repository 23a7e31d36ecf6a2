//! The frame in which a concept stands: denied, asked, told of others, taken back.

use std::ops::Range;

use crate::text::cue::Cue;
use crate::text::outline::{CLAUSE, Outline};
use crate::text::token::Token;

use super::denial::{Denials, Stops};

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
    /// Frames that hold for a concept when any word of it stands in them, and not only the first.
    const WHOLE: Self = Self(Self::HEDGED.0 | Self::ATTRIBUTED.0 | Self::RETRACTED.0);
    /// Frames in which words only name a thing.
    pub(super) const WEAK: Self = Self(Self::BAG.0 | Self::HEDGED.0);

    /// Whether any of `other` is in it.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What of it is in `other` as well.
    const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
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
    denials: Denials,
    /// Token of the sentence → the frames that cover it; empty when there are none.
    framed: Vec<Frame>,
    /// Where reasons begin that say something.
    pub(super) reasons: Vec<usize>,
    /// Those of them that tell a ground rather than a consequence.
    pub(super) grounds: Vec<usize>,
    /// The sentence takes back the one before.
    pub(super) retracts_previous: bool,
    whole: Frame,
}

impl Frames {
    /// The frames of sentence `s`, in which `cues` stand, in the order of the text.
    pub(super) fn new(tokens: &[Token], outline: &Outline, s: usize, cues: &[(Cue, Range<usize>)]) -> Self {
        let sentence = outline.sentences[s].tokens.clone();
        let mut whole = Frame::default();
        if outline.is_heading(s) {
            whole.insert(Frame::HEADING);
        }
        if outline.sentences[s].question && asks(&tokens[sentence.clone()]) {
            whole.insert(Frame::ASKED);
        }
        let stops = Stops::new(cues);
        let mut frames = Self {
            denials: Denials::new(tokens, outline, s, cues, &stops),
            sentence,
            framed: Vec::new(),
            reasons: Vec::new(),
            grounds: Vec::new(),
            retracts_previous: false,
            whole,
        };
        for (cue, trigger) in cues {
            frames.cue(*cue, trigger, tokens, outline.clause_in(s, trigger.start), &stops);
        }
        frames
    }

    fn cue(
        &mut self,
        cue: Cue,
        trigger: &Range<usize>,
        tokens: &[Token],
        clause: Range<usize>,
        stops: &Stops,
    ) {
        let (start, end) = (trigger.start, trigger.end);
        let sentence = self.sentence.clone();
        let contrast = || stops.contrast(&(end..sentence.end));
        match cue {
            Cue::Hedge => self.paint(Frame::HEDGED, end..contrast()),
            Cue::Attributed => self.paint(Frame::ATTRIBUTED, start..contrast()),
            Cue::Story => self.paint(Frame::CONDITION, sentence),
            Cue::Retract if is_thing(&tokens[end - 1..sentence.end]) => {}
            Cue::Retract if start <= sentence.start + 2 => self.retracts_previous = true,
            Cue::Sorry if start <= sentence.start + 2 && stands_alone(tokens, trigger, &sentence) => {
                self.retracts_previous = true;
            }
            Cue::Retract => self.paint(Frame::RETRACTED, sentence.start..start),
            Cue::If => self.paint(Frame::CONDITION, end..antecedent(tokens, end..clause.end)),
            Cue::Otherwise => self.paint(Frame::OTHERWISE, end..sentence.end),
            Cue::Because | Cue::So if sentence.end - end >= 3 => {
                self.reasons.push(start);
                self.grounds.extend((cue == Cue::Because).then_some(start));
            }
            _ => {}
        }
    }

    /// Lays `frame` over `tokens`.
    fn paint(&mut self, frame: Frame, tokens: Range<usize>) {
        if self.framed.is_empty() {
            self.framed = vec![Frame::default(); self.sentence.len()];
        }
        let start = self.sentence.start;
        let part = &mut self.framed[tokens.start - start..tokens.end.max(tokens.start) - start];
        // What lies under an earlier scope to the end of the sentence needs no second coat.
        part.iter_mut().take_while(|under| !under.has(frame)).for_each(|under| under.insert(frame));
    }

    /// Lays those frames over the whole sentence that hold.
    pub(super) fn hold<const N: usize>(&mut self, frames: [(Frame, bool); N]) {
        frames.into_iter().filter(|(_, holds)| *holds).for_each(|(frame, _)| self.whole.insert(frame));
    }

    /// The frame of `hit`. A denial that is part of the hit ("no second reader") does not deny it.
    pub(super) fn frame(&self, hit: &Hit) -> Frame {
        let mut frame = self.whole;
        if self.denials.deny(hit) {
            frame.insert(Frame::DENIED);
        }
        frame.insert(self.scopes(hit));
        frame
    }

    /// The scopes that `hit` stands in.
    fn scopes(&self, hit: &Hit) -> Frame {
        let mut frame = Frame::default();
        if !self.framed.is_empty() {
            frame.insert(self.framed[hit.start as usize - self.sentence.start]);
            for token in hit.own() {
                frame.insert(self.framed[token - self.sentence.start].within(Frame::WHOLE));
            }
        }
        frame
    }
}

/// Whether "wait" is something to have, and not a word to the reader: "no waiting for the mail", "no wait time".
fn is_thing(wait: &[Token]) -> bool {
    let times = wait.get(1).is_some_and(|next| next.is_one_of(&["time", "times", "for"]));
    wait[0].is_one_of(&["waiting", "waits"])
        || wait[0].is_one_of(&["wait"]) && times && !wait[1].gap.has(CLAUSE)
}

/// Whether nothing but a mark or a pronoun follows `trigger`: "Sorry, no: the card goes first", and not "Sorry, no time".
fn stands_alone(tokens: &[Token], trigger: &Range<usize>, sentence: &Range<usize>) -> bool {
    let next = tokens.get(trigger.end).filter(|_| trigger.end < sentence.end);
    next.is_none_or(|next| next.gap.has(CLAUSE) || next.is_one_of(&["i", "we", "it", "that", "the", "this"]))
}

/// Words that begin a further clause when they follow a whole one.
const SUBJECTS: &[&str] = &["i", "we", "they", "he", "she", "you", "nobody", "somebody", "everybody"];
const ARTICLES: &[&str] = &["the", "a", "an", "our", "their", "his", "her", "its", "my"];

/// Verbs that show that what stands before them is a subject.
pub(super) const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "must", "should",
    "may", "gets", "get", "goes", "go", "says", "shows", "stays", "does",
];

/// Words before which no subject ends.
const LINKS: &[&str] = &[
    "that", "which", "who", "and", "or", "than", "as", "to", "of", "in", "on", "at", "for", "with", "from",
    "by", "what", "whether", "before", "after", "until", "while", "because", "like", "over", "into",
    "without", "where", "when", "if", "not", "no",
];

/// Shortest condition, in words: "if it fails".
const SHORTEST: usize = 2;

/// Verbs that tell what to do when a condition is met: "if it doesn't answer *ask* again".
const ORDERS: &[&str] = &[
    "ask", "try", "retry", "put", "send", "tell", "move", "park", "call", "page", "write", "return", "give",
    "keep", "use", "take", "wait", "stop", "mark", "show", "refund", "cancel", "release", "drop",
];

/// Longest condition, in words.
const LONGEST: usize = 40;

/// Where a condition in `clause` ends: before a second subject with its verb, or an order, when no comma parts them.
pub(super) fn antecedent(tokens: &[Token], clause: Range<usize>) -> usize {
    let is = |at: usize, words: &[&str]| clause.contains(&at) && tokens[at].is_one_of(words);
    let opens = |at: &usize| {
        let subject = is(*at, SUBJECTS)
            || is(*at, ARTICLES) && (is(*at + 2, FINITE) || is(*at + 3, FINITE) && !is(*at + 2, LINKS));
        let order = is(*at, ORDERS) && is(*at - 2, &["not"]);
        order || subject && !is(*at - 1, LINKS) && !is(*at - 1, ARTICLES)
    };
    let mut within = clause.start + SHORTEST..clause.end.min(clause.start + LONGEST);
    within.find(opens).unwrap_or(clause.end)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::outline::outline;
    use crate::text::token::tokenize;

    /// The words of `text` that a condition opened by its first one covers.
    fn condition(text: &str) -> usize {
        let tokens = tokenize(text, |_| true);
        let clause = outline(text, &tokens).clause_in(0, 1);
        antecedent(&tokens, 1..clause.end) - 1
    }

    #[test]
    fn a_condition_without_comma_ends_before_the_next_subject() {
        assert_eq!(condition("if the bell is broken the rider has to call"), 4);
        assert_eq!(condition("when nobody opens we take it back"), 2);
        assert_eq!(condition("once the parcel that we carry is signed"), 7);
        assert_eq!(condition("if the rider in the shop is late, the next one goes"), 7);
    }

    #[test]
    fn a_wait_that_somebody_has_takes_nothing_back() {
        let thing = |text: &str| is_thing(&tokenize(text, |_| true));
        assert!(thing("waiting for the van") && thing("wait time at the door"));
        assert!(!thing("wait, the van goes first") && !thing("wait the van goes first"));
    }

    #[test]
    fn sorry_takes_back_only_when_it_stands_alone() {
        let alone = |text: &str| {
            let tokens = tokenize(text, |_| true);
            stands_alone(&tokens, &(0..2), &(0..tokens.len()))
        };
        assert!(alone("Sorry, no: the van goes first."));
        assert!(!alone("Sorry, no time left for the map."));
    }
}
