//! What an answer as a whole must not be: the prompt's own words, the model answer, a list of terms, another subject.

use std::collections::HashSet;

use crate::text::hash::BuildFnv;
use crate::text::token::{Token, tokenize};

/// Words in a shingle.
const SHINGLE: usize = 5;

/// The shingles of a text, to recognise copied passages.
#[derive(Clone, Debug, Default)]
pub(super) struct Shingles(HashSet<u64, BuildFnv>);

impl Shingles {
    /// The shingles of `text`.
    pub(super) fn of(text: &str) -> Self {
        Self(shingles(&tokenize(text, |_| true)).collect())
    }

    /// The share of `tokens`' shingles that stand in this text, 0 to 1; 0 for fewer tokens than a shingle has.
    pub(super) fn share(&self, tokens: &[Token]) -> f64 {
        let (mut all, mut known) = (0_u32, 0_u32);
        for shingle in shingles(tokens) {
            all += 1;
            known += u32::from(self.0.contains(&shingle));
        }
        if all == 0 { 0.0 } else { f64::from(known) / f64::from(all) }
    }
}

fn shingles(tokens: &[Token]) -> impl Iterator<Item = u64> {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let join = |sum: u64, token: &Token| sum.wrapping_mul(FACTOR).wrapping_add(token.print);
    tokens.windows(SHINGLE).map(move |window| window.iter().fold(0, join))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_sentence_is_recognised_and_another_is_not() {
        let prompt =
            Shingles::of("Design the checkout of an online store. Placing an order has to charge the card.");
        let share = |text: &str| prompt.share(&tokenize(text, |_| true));
        assert!(share("placing an order has to charge the card") > 0.9);
        assert!(share("an order should charge the card before we answer") < 0.1);
    }
}
