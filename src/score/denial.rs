//! What a sentence says not to be so: triggers, and the words that each denies.

use std::ops::Range;

use crate::text::cue::{Cue, LIGHT};
use crate::text::outline::{CLAUSE, Outline};
use crate::text::token::Token;

use super::hits::Hit;
use super::trigger::{RELATIVES, Trigger, is_predicate};

/// Phrases are shorter than this, in tokens.
const LONGEST: usize = 12;

/// Words after a trigger in which its other side is looked for.
const ECHO: usize = 40;

/// The denials of one sentence.
#[derive(Debug, Default)]
pub(super) struct Denials {
    start: usize,
    /// In the order of their triggers.
    list: Vec<Denial>,
    /// Token of the sentence → what covers it; empty when there are no denials.
    covers: Vec<Cover>,
}

/// What covers a word.
#[derive(Clone, Copy, Debug, Default)]
struct Cover {
    /// An odd number of denials.
    odd: bool,
    /// A condition or purpose with a denial.
    aside: bool,
}

#[derive(Debug)]
struct Denial {
    trigger: Range<usize>,
    scope: Range<usize>,
    /// The condition or purpose that it stands in: it denies nothing of what is done then.
    aside: Range<usize>,
}

impl Denials {
    /// The denials of sentence `s`, in which `cues` stand, in the order of the text.
    pub(super) fn new(
        tokens: &[Token],
        outline: &Outline,
        s: usize,
        cues: &[(Cue, Range<usize>)],
        stops: &Stops,
    ) -> Self {
        let sentence = outline.sentences[s].tokens.clone();
        let mut list = Vec::new();
        let mut condition = 0..0;
        for (i, (cue, words)) in cues.iter().enumerate() {
            let trigger = Trigger::new(tokens, words.clone(), outline.clause_in(s, words.start));
            let (before, after) = (trigger.before(), trigger.after());
            let scope = after.start..stops.stop(&after);
            match cue {
                Cue::If if trigger.leads(&sentence) => condition = words.start..trigger.antecedent(),
                Cue::Not | Cue::Than if is_shadowed(i, cues) => {}
                Cue::Not if trigger.is_number() || trigger.is_quoted() => {}
                // "Payments aren't." denies what stands before.
                Cue::Not if after.is_empty() => list.push(Denial::new(words, before)),
                Cue::Not => {
                    let mut denial = Denial::after(&trigger, scope, &condition);
                    if denial.scope.end == trigger.clause.end {
                        denial.scope.end = alternative(tokens, outline, s, denial.scope.end);
                    }
                    list.push(denial);
                }
                Cue::NotBefore => list.push(Denial::new(words, before)),
                Cue::Than => compare(tokens, words, scope, &sentence, &mut list),
                Cue::Prefer => {
                    if let Some(than) = turn(tokens, after.clone()) {
                        let scope = than + 1..stops.stop(&(than + 1..after.end));
                        compare(tokens, &(than..than + 1), scope, &sentence, &mut list);
                    }
                }
                _ => {}
            }
        }
        let covers = covers(&list, &sentence);
        Self { start: sentence.start, list, covers }
    }

    /// Whether some word of `hit` is denied by words that are not its own; a denial aside spares what has words beside it.
    /// Two denials of the same word cancel.
    pub(super) fn deny(&self, hit: &Hit) -> bool {
        if self.covers.is_empty() {
            return false;
        }
        let from = self.list.partition_point(|denial| denial.trigger.start + LONGEST < hit.start as usize);
        let near = self.list[from..].iter().take_while(|denial| denial.trigger.start < hit.end as usize);
        let own: Vec<&Denial> =
            near.filter(|denial| denial.trigger.clone().any(|token| hit.owns(token))).collect();
        let cover = |token: usize| self.covers[token - self.start];
        let odd = |token: &usize| {
            let of_own = own.iter().filter(|denial| denial.scope.contains(token)).count() % 2 == 1;
            cover(*token).odd != of_own
        };
        let mut denied = hit.own().filter(odd).peekable();
        denied.peek().is_some()
            && (denied.any(|token| !cover(token).aside) || hit.own().all(|token| odd(&token)))
    }
}

impl Denial {
    /// What `trigger` denies of `scope`, the words behind it, when `condition` stands before it.
    fn after(trigger: &Trigger<'_>, scope: Range<usize>, condition: &Range<usize>) -> Self {
        let aside = trigger.aside(condition);
        let end = aside.as_ref().map(|aside| aside.end).or_else(|| trigger.relative());
        let scope = scope.start..end.map_or(scope.end, |end| end.min(scope.end));
        Self { aside: aside.unwrap_or_default(), ..Self::new(&trigger.words, scope) }
    }

    fn new(trigger: &Range<usize>, scope: Range<usize>) -> Self {
        Self { trigger: trigger.clone(), scope, aside: 0..0 }
    }
}

/// Token of `sentence` → what covers it.
fn covers(list: &[Denial], sentence: &Range<usize>) -> Vec<Cover> {
    let mut covers: Vec<Cover> =
        parity(list, sentence).into_iter().map(|odd| Cover { odd, aside: false }).collect();
    for Denial { aside, .. } in list.iter().filter(|denial| !denial.aside.is_empty()) {
        let part = &mut covers[aside.start - sentence.start..aside.end - sentence.start];
        part.iter_mut().for_each(|cover| cover.aside = true);
    }
    covers
}

/// Token of `sentence` → whether an odd number of scopes covers it.
fn parity(list: &[Denial], sentence: &Range<usize>) -> Vec<bool> {
    if list.is_empty() {
        return Vec::new();
    }
    let mut turns = vec![false; sentence.len() + 1];
    for Denial { scope, .. } in list.iter().filter(|denial| !denial.scope.is_empty()) {
        turns[scope.start - sentence.start] ^= true;
        turns[scope.end - sentence.start] ^= true;
    }
    let mut odd = false;
    for turn in &mut turns {
        odd ^= *turn;
        *turn = odd;
    }
    turns
}

/// Whether a phrase that is no denial, or a longer denial, covers the trigger of cue `i`.
fn is_shadowed(i: usize, cues: &[(Cue, Range<usize>)]) -> bool {
    let trigger = &cues[i].1;
    let first = cues.partition_point(|(_, other)| other.start + LONGEST < trigger.start);
    let around = cues[first..].iter().take_while(|(_, other)| other.start <= trigger.start);
    let mut around = around.filter(|(_, other)| trigger.end <= other.end);
    around.any(|(cue, other)| match cue {
        Cue::NoDenial | Cue::Retract | Cue::Sorry | Cue::NotBefore | Cue::Otherwise => true,
        Cue::Not | Cue::Than => other.len() > trigger.len(),
        _ => false,
    })
}

/// Longest alternative that a denial covers, in words with its *or*.
const ALTERNATIVE: usize = 4;

/// Where a denial ends that went up to `end`, the end of a clause: behind a short alternative, as in "no queue or stream".
fn alternative(tokens: &[Token], outline: &Outline, s: usize, end: usize) -> usize {
    let follows = outline.sentences[s].tokens.contains(&end);
    let or = follows && tokens[end].is_one_of(&["or", "nor"]) && !tokens[end].gap.has(CLAUSE);
    let clause = if or { outline.clause_in(s, end) } else { end..end };
    let tells = tokens[clause.clone()].iter().any(is_predicate);
    if clause.len() <= ALTERNATIVE && !tells { clause.end } else { end }
}

/// Denies what a comparison rejects, in `scope` and where the same words follow: "better than a queue, because with a
/// queue …".
fn compare(
    tokens: &[Token],
    trigger: &Range<usize>,
    scope: Range<usize>,
    sentence: &Range<usize>,
    list: &mut Vec<Denial>,
) {
    let rejected: Vec<_> = tokens[scope.clone()]
        .iter()
        .filter(|token| token.number.is_none() && !token.is_one_of(LIGHT))
        .map(|token| token.print)
        .collect();
    let rest = scope.end..sentence.end.min(scope.end + ECHO);
    let again = rest.filter(|at| rejected.contains(&tokens[*at].print));
    let echoes: Vec<Denial> = again.map(|at| Denial::new(trigger, at..at + 1)).collect();
    list.push(Denial::new(trigger, scope));
    list.extend(echoes);
}

/// The word before the second side of a preference: "prefer a queue to a stream", "pick a queue over a stream".
fn turn(tokens: &[Token], clause: Range<usize>) -> Option<usize> {
    let clause = clause.start..clause.end.min(clause.start + ECHO);
    let next = |at: usize| tokens.get(at + 1).filter(|_| at + 1 < clause.end);
    let named = |at: usize| next(at).is_some_and(|next| next.number.is_none() && !next.is_one_of(&["to"]));
    let article = |at: usize| next(at).is_some_and(|next| next.is_one_of(&["a", "an", "the", "any"]));
    let turns = |at: &usize| match &*tokens[*at].text {
        "over" => named(*at),
        "to" => article(*at),
        _ => false,
    };
    let relative = |at: &usize| tokens[*at].is_one_of(RELATIVES);
    (clause.start + 1..clause.end).take_while(|at| !relative(at)).find(turns)
}

/// Where scopes end in a sentence.
#[derive(Debug)]
pub(super) struct Stops {
    /// Contrasts.
    buts: Vec<usize>,
    /// Contrasts, reasons and restrictions.
    stops: Vec<usize>,
}

impl Stops {
    /// Those among `cues`, which stand in the order of the text.
    pub(super) fn new(cues: &[(Cue, Range<usize>)]) -> Self {
        let starts = |ends: fn(&Cue) -> bool| {
            cues.iter().filter(|(cue, _)| ends(cue)).map(|(_, at)| at.start).collect()
        };
        Self {
            buts: starts(|cue| *cue == Cue::But),
            stops: starts(|cue| matches!(cue, Cue::But | Cue::Only | Cue::Because | Cue::So)),
        }
    }

    /// Where hearsay and hedges end: at a contrast inside `range`.
    pub(super) fn contrast(&self, range: &Range<usize>) -> usize {
        first(&self.buts, range)
    }

    /// Where a denial ends: at a contrast or a reason inside `range`.
    pub(super) fn stop(&self, range: &Range<usize>) -> usize {
        first(&self.stops, range)
    }
}

/// The first of `places` inside `range`, or its end.
fn first(places: &[usize], range: &Range<usize>) -> usize {
    let next = places.get(places.partition_point(|place| *place < range.start));
    next.copied().filter(|place| *place < range.end).unwrap_or(range.end)
}

#[cfg(test)]
mod tests {
    use crate::content::rubric::{Lexicon, Rubric};
    use crate::score::compile::compile;
    use crate::score::frame::Frame;
    use crate::score::reading::{Reading, Wordings};

    /// Whether the last mention of a bicycle in `text` is denied.
    fn denied(text: &str) -> bool {
        let lexicon: Lexicon = toml::from_str(r#"bicycle = { terms = ["bicycle"] }"#).expect("a lexicon");
        let rubric: Rubric =
            toml::from_str(r#"signals.s = { label = "bicycle", any = ["bicycle"] }"#).expect("a rubric");
        let compiled = compile(&lexicon, &rubric);
        let bicycle = compiled.ids_of(&["bicycle".to_owned()]);
        let reading = Reading::new(text, &compiled, &Wordings::default(), |_| false);
        reading.hits_of(&bicycle).last().expect("a mention").frame.has(Frame::DENIED)
    }

    #[test]
    fn a_trigger_may_run_over_the_end_of_its_clause() {
        assert!(!denied("A van is cheaper. A: than a bicycle: than"));
        assert!(!denied("bicycle cheaper A: than "));
    }

    #[test]
    fn a_comparison_rejects_its_second_side() {
        for text in [
            "A van is better than a bicycle here.",
            "I prefer a van to a bicycle.",
            "We pick the van over the bicycle.",
            "A van beats the bicycle on long tours.",
            "A van is cheaper than a bicycle, because with a bicycle you make two tours.",
        ] {
            assert!(denied(text), "{text}");
        }
        for text in [
            "I prefer to send it by bicycle.",
            "We choose a courier who goes over the hill by bicycle.",
            "A bicycle is cheaper than a van.",
        ] {
            assert!(!denied(text), "{text}");
        }
    }

    #[test]
    fn a_denial_ends_with_its_relative_clause() {
        assert!(!denied("parcels that can't be carried go by bicycle"));
        assert!(denied("parcels that can't be carried by bicycle go by van"));
        assert!(!denied("a parcel that doesn't fit is brought by bicycle"));
        assert!(!denied("whatever does not fit the van goes by bicycle"));
    }

    #[test]
    fn a_denial_in_a_condition_or_a_purpose_denies_nothing_of_what_is_done() {
        for text in [
            "If the van does not start we take the bicycle.",
            "if the van doesn't start take the bicycle",
            "To not come twice we call before the bicycle leaves.",
            "So that nobody waits, the bicycle goes first.",
        ] {
            assert!(!denied(text), "{text}");
        }
        assert!(denied("If it rains we do not take the bicycle."));
        assert!(denied("We decided not to use a bicycle."));
    }

    #[test]
    fn a_short_alternative_is_denied_with_what_stands_before_it() {
        assert!(denied("We need no van or bicycle."));
        assert!(!denied("We do not wait, or the bicycle comes too late."));
        assert!(!denied("A tour without parcels or bicycle is worthless."));
        assert!(!denied("We must not wait or the man with the bicycle is gone."));
    }

    #[test]
    fn a_quoted_no_is_a_word() {
        assert!(!denied("each can come back with a \"no\" that the bicycle brings"));
        assert!(denied("no \"bicycle\" for us"));
    }

    #[test]
    fn the_number_of_a_thing_denies_nothing() {
        assert!(!denied("by order no, with the bicycle"));
        assert!(denied("for the order no bicycle"));
    }

    #[test]
    fn denials_of_the_same_word_cancel() {
        assert!(denied("We do not use a bicycle."));
        assert!(!denied("It is not true that we never use a bicycle."));
    }
}
