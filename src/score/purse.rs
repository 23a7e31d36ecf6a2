//! What each clause of an answer pays for: one that says everything at once says little of each.

use std::collections::{BTreeMap, BTreeSet};

use super::ladder::Condition;
use super::reading::Reading;
use super::signal::Findings;

/// Signals of one dimension that a clause can earn. Clauses and not sentences, because notes put a whole design on one line.
const PER_CLAUSE: usize = 2;

/// The clauses of an answer while the levels of one dimension are paid for.
pub(super) struct Purse<'r, 'a> {
    reading: &'r Reading<'a>,
    findings: &'r Findings,
    /// Clause → the signals that it has paid for.
    spent: BTreeMap<u32, usize>,
    paid: BTreeSet<usize>,
}

impl<'r, 'a> Purse<'r, 'a> {
    pub(super) fn new(reading: &'r Reading<'a>, findings: &'r Findings) -> Self {
        Self { reading, findings, spent: BTreeMap::new(), paid: BTreeSet::new() }
    }

    /// Pays for what `gate` wants; whether that opens it. Level 1 is free; level 3 takes two clauses, 4 takes three.
    pub(super) fn opens(&mut self, gate: &Condition) -> bool {
        if gate.level <= 1 {
            return true;
        }
        let before = (self.spent.clone(), self.paid.clone());
        gate.names().for_each(|signal| self.pay(signal));
        let opens = gate.is_met(|signal| self.paid.contains(&signal))
            && self.spent.len() + 1 >= usize::from(gate.level);
        if !opens {
            (self.spent, self.paid) = before;
        }
        opens
    }

    /// Pays for a signal from the clause that has paid least.
    fn pay(&mut self, signal: usize) {
        if self.paid.contains(&signal) {
            return;
        }
        let claimed = self.findings.of[signal].places.iter().filter(|place| !place.weak);
        let clauses =
            claimed.flat_map(|place| &place.tokens).map(|tokens| self.reading.clause_of[tokens.start]);
        let spent = |clause: &u32| self.spent.get(clause).copied().unwrap_or(0);
        if let Some(clause) = clauses.min_by_key(spent).filter(|clause| spent(clause) < PER_CLAUSE) {
            *self.spent.entry(clause).or_default() += 1;
            self.paid.insert(signal);
        }
    }
}
