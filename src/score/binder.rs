//! Which value stands for which subject: by clause, sentence, heading, order of telling, or "the rest".

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::cue::CASES;
use crate::text::token::Gap;

use super::claim::{Claimed, Family, How};
use super::frame::Frame;
use super::hits::Hit;
use super::reading::Reading;

/// Longest clause, in tokens, that is a member of a list.
const MEMBER: usize = 4;

/// Longest sentence, in tokens, that makes one claim and no other.
const PLAIN: usize = 16;

/// What a reading says about the subjects of a family.
pub(super) struct Bound {
    pub(super) claimed: Vec<Claimed>,
    /// What holds for every subject not named otherwise.
    pub(super) rest: Option<Claimed>,
}

/// Binds the values in `reading` to the subjects of `family`.
pub(super) fn bind(reading: &Reading<'_>, family: &Family) -> Bound {
    let mut binder = Binder { reading, family, claimed: Vec::new(), rest: None };
    binder.bind();
    Bound { claimed: binder.claimed, rest: binder.rest }
}

struct Binder<'r, 'a> {
    reading: &'r Reading<'a>,
    family: &'r Family,
    claimed: Vec<Claimed>,
    rest: Option<Claimed>,
}

/// A subject, a value or the reply, where it stands.
#[derive(Clone, Copy, Debug)]
struct Mark {
    what: What,
    start: usize,
    end: usize,
    clause: usize,
    frame: Frame,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Subject(usize),
    Value(usize),
    Rest,
    All,
    Reply,
}

impl Binder<'_, '_> {
    fn bind(&mut self) {
        let marks = self.marks();
        let outline = &self.reading.outline;
        let mut mode_of: Vec<Option<usize>> = vec![None; outline.blocks.len()];
        let mut open = Vec::new();
        for b in 0..outline.blocks.len() {
            let mut mode = outline.parents(b).find_map(|parent| mode_of[parent]);
            let mut told = Vec::new();
            for s in outline.blocks[b].sentences.clone() {
                mode = self.sentence(s, &marks[s], mode, &mut told);
            }
            mode_of[b] = mode;
            open.extend(told);
        }
        self.tell(&open, &marks);
    }

    /// Sentence → its marks in the order of the text.
    fn marks(&self) -> Vec<Vec<Mark>> {
        let mut marks = vec![Vec::new(); self.reading.outline.sentences.len()];
        let family = self.family;
        for (i, (_, concepts)) in family.values.iter().enumerate() {
            for hit in self.reading.hits_of(concepts).filter(|hit| is_claimable(hit)) {
                let value =
                    if hit.frame.has(Frame::DENIED) { family.opposite.get(&i).copied() } else { Some(i) };
                value.into_iter().for_each(|value| self.mark(&mut marks, hit, What::Value(value)));
            }
        }
        for (i, (_, concepts)) in family.subjects.iter().enumerate() {
            self.reading.hits_of(concepts).for_each(|hit| self.mark(&mut marks, hit, What::Subject(i)));
        }
        for (concepts, what) in
            [(&family.rest, What::Rest), (&family.all, What::All), (&family.reply, What::Reply)]
        {
            let hits = self.reading.hits_of(concepts).filter(|hit| is_claimable(hit));
            hits.for_each(|hit| self.mark(&mut marks, hit, what));
        }
        for list in &mut marks {
            list.sort_by_key(|mark| (mark.start, mark.end));
            drop_inner_replies(list);
        }
        marks
    }

    fn mark(&self, marks: &mut [Vec<Mark>], hit: &Hit, what: What) {
        let (start, end, clause) = (hit.start as usize, hit.end as usize, self.reading.clause(hit));
        marks[hit.sentence as usize].push(Mark { what, start, end, clause, frame: hit.frame });
    }

    /// Binds the subjects of a sentence that stands in `mode`; returns the mode after it.
    fn sentence(
        &mut self,
        s: usize,
        marks: &[Mark],
        mode: Option<usize>,
        told: &mut Vec<(usize, Mark)>,
    ) -> Option<usize> {
        let grounds = &self.reading.grounds[s];
        let in_ground = |mark: &Mark| grounds.iter().any(|ground| *ground <= mark.start);
        let is_value = |mark: &&Mark| matches!(mark.what, What::Value(_));
        let values: Vec<Mark> =
            marks.iter().filter(is_value).filter(|mark| !in_ground(mark)).copied().collect();
        let reply = marks.iter().find(|mark| mark.what == What::Reply);
        for mark in marks {
            if in_ground(mark) && !values.is_empty() || mark.frame.has(Frame::VOID) {
                continue;
            }
            match mark.what {
                What::Subject(subject) => {
                    let bound =
                        self.value_for(mark, &values).map(|value| (value, self.firmness(mark, &value)));
                    let ordered = || self.by_order(mark, reply);
                    let context =
                        || mode.map(|value| (Mark { what: What::Value(value), ..*mark }, How::Inferred));
                    match bound.or_else(ordered).or_else(context) {
                        Some((value, how)) => self.claim(s, subject, mark, &value, how),
                        None => told.push((s, *mark)),
                    }
                }
                What::All => self.claim_all(s, mark, &values),
                What::Rest => self.claim_rest(s, mark, &values, mode),
                What::Value(_) | What::Reply => {}
            }
        }
        self.mode_after(s, marks, reply, &values, mode, told)
    }

    /// The value that `mark` is bound to in its sentence: in its clause, else the only one, else the nearest.
    fn value_for(&self, mark: &Mark, values: &[Mark]) -> Option<Mark> {
        let distance = |value: &&Mark| {
            if value.start >= mark.end {
                value.start - mark.end
            } else {
                mark.start.saturating_sub(value.end)
            }
        };
        let in_clause = values.iter().filter(|value| value.clause == mark.clause).min_by_key(distance);
        in_clause.or_else(|| values.iter().min_by_key(|value| self.apart(mark, value))).copied()
    }

    /// How surely `value` goes for the subject `mark`: firmly in one clause or along a list of short members.
    fn firmness(&self, mark: &Mark, value: &Mark) -> How {
        let clauses = &self.reading.outline.clauses;
        let member = |c: usize| clauses[c].tokens.len() <= MEMBER;
        let listed = match mark.clause.cmp(&value.clause) {
            Ordering::Equal => true,
            Ordering::Less => (mark.clause..value.clause).all(member),
            Ordering::Greater => (value.clause + 1..=mark.clause).all(member),
        };
        if listed { How::Firm } else { How::Said }
    }

    /// How far apart a subject and a value stand: every contrast between them weighs more than any word.
    fn apart(&self, mark: &Mark, value: &Mark) -> usize {
        let (from, to) =
            if mark.start < value.start { (mark.end, value.start) } else { (value.end, mark.start) };
        let between = self.reading.tokens.get(from..to).unwrap_or(&[]);
        let contrasts =
            between.iter().filter(|t| t.is_one_of(&["but", "while", "whereas", "then", "though"])).count();
        let breaks = between.iter().filter(|t| t.gap.has(Gap::SEMICOLON)).count();
        between.len() + 50 * (contrasts + breaks)
    }

    /// In "pay -> save -> reply -> email", what stands before the reply is done before it.
    fn by_order(&self, mark: &Mark, reply: Option<&Mark>) -> Option<(Mark, How)> {
        let reply = reply?;
        let value = if mark.start < reply.start { self.family.before? } else { self.family.after? };
        let (from, to) =
            if mark.start < reply.start { (mark.end, reply.start) } else { (reply.end, mark.start) };
        let arrows = self
            .reading
            .tokens
            .get(from..=to)
            .is_some_and(|between| between.iter().any(|t| t.gap.has(Gap::ARROW)));
        Some((Mark { what: What::Value(value), ..*reply }, if arrows { How::Said } else { How::Inferred }))
    }

    /// Whether the stretch of sentence `s` around `claim`, up to its next reason, note or list, is plain prose that says
    /// one thing, for all times and cases.
    fn is_plain(&self, s: usize, claim: &Range<usize>) -> bool {
        const NOTES: Gap = Gap::COLON
            .and(Gap::ARROW)
            .and(Gap::OPEN)
            .and(Gap::PIPE)
            .and(Gap::SLASH)
            .and(Gap::DASH)
            .and(Gap::SEMICOLON);
        let token = |at: usize| &self.reading.tokens[at];
        let parts =
            |at: &usize| token(*at).gap.has(NOTES) || token(*at).is_one_of(&["because", "since", "so"]);
        let sentence = self.reading.outline.sentences[s].tokens.clone();
        let start = (sentence.start..=claim.start).rev().find(parts).unwrap_or(sentence.start);
        let end = (claim.end..sentence.end).find(parts).unwrap_or(sentence.end);
        let cased = |at: usize| token(at).is_one_of(CASES);
        end - start <= PLAIN && !(start..end).any(cased) && !(claim.start + 1..claim.end).any(|at| parts(&at))
    }

    fn claim(&mut self, s: usize, subject: usize, mark: &Mark, value: &Mark, how: How) {
        let What::Value(v) = value.what else { return };
        let tokens = mark.start.min(value.start)..mark.end.max(value.end);
        let plain = how == How::Firm && !mark.frame.has(Frame::WEAK) && self.is_plain(s, &tokens);
        self.claimed.push(Claimed { subject, value: v, tokens, sentence: s, how, frame: mark.frame, plain });
    }

    fn claim_all(&mut self, s: usize, mark: &Mark, values: &[Mark]) {
        let value = self.value_for(mark, values).filter(|value| value.clause == mark.clause);
        if let Some(value) = value {
            (0..self.family.subjects.len())
                .for_each(|subject| self.claim(s, subject, mark, &value, How::Firm));
        }
    }

    fn claim_rest(&mut self, s: usize, mark: &Mark, values: &[Mark], mode: Option<usize>) {
        let context = mode.map(|value| Mark { what: What::Value(value), ..*mark });
        if let Some(Mark { what: What::Value(value), .. }) = self.value_for(mark, values).or(context) {
            let tokens = mark.start..mark.end;
            self.rest = Some(Claimed {
                subject: 0,
                value,
                tokens,
                sentence: s,
                how: How::Inferred,
                frame: mark.frame,
                plain: false,
            });
        }
    }

    /// After "… and then we answer", what was told before it was done before it, and what follows comes later.
    fn mode_after(
        &mut self,
        s: usize,
        marks: &[Mark],
        reply: Option<&Mark>,
        values: &[Mark],
        mode: Option<usize>,
        told: &mut Vec<(usize, Mark)>,
    ) -> Option<usize> {
        if let (Some(reply), Some(before)) = (reply, self.family.before) {
            self.settle(told, before);
            let later = values.iter().any(|value| value.start > reply.end);
            return if later {
                single_value(values).or(self.family.after)
            } else {
                self.family.after.or(mode)
            };
        }
        let value = single_value(values);
        let names_subject = marks.iter().any(|mark| matches!(mark.what, What::Subject(_)));
        if let Some(value) = value
            && !names_subject
            && self.points_back(s)
        {
            self.settle(told, value);
        }
        if values.is_empty() { mode } else { value }
    }

    /// Whether a sentence speaks of what was named before: "those three", "they".
    fn points_back(&self, s: usize) -> bool {
        const POINTERS: &[&str] = &["those", "these", "this", "they", "that", "them", "three", "both"];
        let tokens = self.reading.outline.sentences[s].tokens.clone();
        self.reading.tokens[tokens].iter().any(|token| token.is_one_of(POINTERS))
    }

    /// Gives `value` to the subjects that were told without one.
    fn settle(&mut self, told: &mut Vec<(usize, Mark)>, value: usize) {
        for (s, mark) in std::mem::take(told) {
            let What::Subject(subject) = mark.what else { continue };
            self.claim(s, subject, &mark, &Mark { what: What::Value(value), ..mark }, How::Inferred);
        }
    }

    /// What is told without a value before anything is said to come later, and never placed otherwise, comes first.
    fn tell(&mut self, open: &[(usize, Mark)], marks: &[Vec<Mark>]) {
        let (Some(before), Some(after)) = (self.family.before, self.family.after) else { return };
        let is_turn = |mark: &Mark| mark.what == What::Value(after) || mark.what == What::Reply;
        let Some(turn) = marks.iter().position(|list| list.iter().any(is_turn)) else { return };
        let later: BTreeSet<usize> =
            self.claimed.iter().filter(|claim| claim.value != before).map(|claim| claim.subject).collect();
        let placed: BTreeSet<usize> = self.claimed.iter().map(|claim| claim.subject).collect();
        // A sentence that names what comes later as well only repeats the question.
        let repeats = |s: usize| {
            marks[s].iter().any(|mark| matches!(mark.what, What::Subject(i) if later.contains(&i)))
        };
        let mut first: Vec<(usize, Mark)> =
            open.iter().copied().filter(|(s, _)| *s < turn && !repeats(*s)).collect();
        first.retain(|(_, mark)| matches!(mark.what, What::Subject(subject) if !placed.contains(&subject)));
        self.settle(&mut first, before);
    }
}

/// Whether a hit may take part in a claim: not in a condition, a question, or another's design.
pub(super) fn is_claimable(hit: &Hit) -> bool {
    !hit.frame.has(Frame::CONDITION) && !hit.frame.has(Frame::OTHERWISE) && !is_void_but_heading(hit.frame)
}

/// Headings pay nothing, yet say under which value the text below them stands.
fn is_void_but_heading(frame: Frame) -> bool {
    frame.has(Frame::ASKED)
        || frame.has(Frame::ATTRIBUTED)
        || frame.has(Frame::RETRACTED)
        || frame.has(Frame::COPIED)
}

/// "before we answer" is a value, and the answer in it no reply.
fn drop_inner_replies(marks: &mut Vec<Mark>) {
    let values: Vec<Range<usize>> =
        marks.iter().filter(|m| matches!(m.what, What::Value(_))).map(|m| m.start..m.end).collect();
    let inside = |mark: &Mark| values.iter().any(|value| value.start < mark.end && mark.start < value.end);
    marks.retain(|mark| mark.what != What::Reply || !inside(mark));
}

fn single_value(marks: &[Mark]) -> Option<usize> {
    let values: BTreeSet<usize> = marks
        .iter()
        .filter_map(|mark| if let What::Value(value) = mark.what { Some(value) } else { None })
        .collect();
    values.first().copied().filter(|_| values.len() == 1)
}
