//! Claims: which value an answer gives to each subject, of all that it says about it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::content::rubric::Claims;

use super::binder::{Bound, bind, is_claimable};
use super::compile::{Compiled, ConceptId};
use super::frame::Frame;
use super::hits::Hit;
use super::reading::Reading;

/// A family of claims, compiled.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub(super) subjects: Vec<(String, Vec<ConceptId>)>,
    pub(super) values: Vec<(String, Vec<ConceptId>)>,
    pub(super) opposite: BTreeMap<usize, usize>,
    pub(super) rest: Vec<ConceptId>,
    pub(super) all: Vec<ConceptId>,
    pub(super) reply: Vec<ConceptId>,
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
    /// Subject → its value when it is told of beside others and nothing else is said.
    default: BTreeMap<usize, usize>,
}

impl Family {
    pub(super) fn new(claims: &Claims, compiled: &Compiled) -> Self {
        let named = |map: &BTreeMap<String, Vec<String>>| -> Vec<(String, Vec<ConceptId>)> {
            map.iter().map(|(name, concepts)| (name.clone(), compiled.ids_of(concepts))).collect()
        };
        let value = |name: &String| claims.values.keys().position(|key| key == name);
        Self {
            subjects: named(&claims.subjects),
            values: named(&claims.values),
            opposite: claims.opposite.iter().filter_map(|(a, b)| Some((value(a)?, value(b)?))).collect(),
            rest: compiled.ids_of(&claims.rest),
            all: compiled.ids_of(&claims.all),
            reply: compiled.ids_of(&claims.reply),
            default: claims
                .default
                .iter()
                .filter_map(|(name, of)| {
                    Some((claims.subjects.keys().position(|key| key == name)?, value(of)?))
                })
                .collect(),
            before: claims.before.as_ref().and_then(value),
            after: claims.after.as_ref().and_then(value),
        }
    }

    pub(super) fn opposed(&self, a: usize, b: usize) -> bool {
        self.opposite.get(&a) == Some(&b) || self.opposite.get(&b) == Some(&a)
    }
}

/// A value given to a subject somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claimed {
    pub(super) subject: usize,
    pub(super) value: usize,
    /// From the subject to the value, in tokens.
    pub(super) tokens: Range<usize>,
    pub(super) sentence: usize,
    pub(super) how: How,
    pub(super) frame: Frame,
    /// In a short sentence that says nothing else, and sets no conditions.
    pub(super) plain: bool,
}

/// How surely a value was given, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// In one clause, or along a list.
    Firm,
    /// In one sentence.
    Said,
    /// Concluded from the context.
    Inferred,
}

/// What an answer claims about one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The value that holds; `None` when nothing is claimed.
    pub(super) value: Option<usize>,
    /// Claims of that value or one that goes with it.
    pub(super) for_it: Vec<Claimed>,
    /// Claims of an opposed value.
    pub(super) against: Vec<Claimed>,
    /// Everything that is said of the subject, however surely.
    pub(super) said: Vec<Claimed>,
}

impl Verdict {
    /// Whether opposed values are both said, so that neither can be believed.
    pub(super) fn conflicted(&self) -> bool {
        let firm = |claims: &[Claimed]| claims.iter().any(|claim| claim.how == How::Firm);
        firm(&self.against) && firm(&self.for_it)
    }
}

/// Subject by subject, what `reading` claims.
pub(super) fn verdicts(reading: &Reading<'_>, family: &Family) -> Vec<Verdict> {
    let Bound { claimed, rest } = bind(reading, family);
    let default = |subject| by_default(reading, family, subject);
    (0..family.subjects.len())
        .map(|subject| verdict(family, subject, &claimed, rest.as_ref(), default(subject)))
        .collect()
}

/// The value that a subject has because it is told of beside others like it, and nothing else is said.
fn by_default(reading: &Reading<'_>, family: &Family, subject: usize) -> Option<Claimed> {
    let value = *family.default.get(&subject)?;
    let others = family.default.keys().filter(|other| **other != subject);
    let near: BTreeSet<u32> = others
        .flat_map(|other| reading.hits_of(&family.subjects[*other].1))
        .map(|hit| hit.sentence)
        .collect();
    let told = |hit: &&Hit| {
        is_claimable(hit)
            && !hit.frame.has(Frame::DENIED)
            && near.range(hit.sentence.saturating_sub(1)..=hit.sentence + 1).next().is_some()
    };
    let hit = reading.hits_of(&family.subjects[subject].1).filter(told).min_by_key(|hit| hit.start)?;
    let tokens = hit.start as usize..hit.end as usize;
    Some(Claimed {
        subject,
        value,
        tokens,
        sentence: hit.sentence as usize,
        how: How::Inferred,
        frame: hit.frame,
        plain: false,
    })
}

fn verdict(
    family: &Family,
    subject: usize,
    claimed: &[Claimed],
    rest: Option<&Claimed>,
    default: Option<Claimed>,
) -> Verdict {
    // What has a value unless otherwise said is not moved by a loose remark.
    let moves = |claim: &&Claimed| {
        let usual = default.as_ref().is_none_or(|usual| !family.opposed(usual.value, claim.value));
        usual || claim.how == How::Firm
    };
    let own: Vec<&Claimed> = claimed.iter().filter(|claim| claim.subject == subject).filter(moves).collect();
    let Some(surest) = own.iter().map(|claim| claim.how).min() else {
        let claim = default.or(rest.map(|rest| Claimed { subject, ..rest.clone() }));
        return claim.map_or_else(Verdict::default, |claim| Verdict {
            value: Some(claim.value),
            for_it: vec![claim],
            ..Verdict::default()
        });
    };
    let said: Vec<Claimed> = own.iter().copied().cloned().chain(default).collect();
    let basis: Vec<&Claimed> = own.into_iter().filter(|claim| claim.how == surest).collect();
    let value =
        if surest == How::Inferred { basis.first().map(|claim| claim.value) } else { majority(&basis) };
    let opposed = |claim: &Claimed| value.is_some_and(|value| family.opposed(claim.value, value));
    let (against, for_it) = basis.into_iter().cloned().partition(opposed);
    Verdict { value, for_it, against, said }
}

/// The value claimed most often; of equals, the one claimed first.
fn majority(claims: &[&Claimed]) -> Option<usize> {
    let count = |value: usize| claims.iter().filter(|claim| claim.value == value).count();
    let values: BTreeSet<usize> = claims.iter().map(|claim| claim.value).collect();
    let first = |value: usize| claims.iter().position(|claim| claim.value == value);
    values.into_iter().max_by_key(|value| (count(*value), std::cmp::Reverse(first(*value))))
}
