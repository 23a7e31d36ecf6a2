//! What each clause of an answer pays for: one that says everything at once says little of each.

use std::collections::{BTreeMap, BTreeSet};

use super::ladder::Condition;
use super::reading::Reading;
use super::signal::Findings;

/// Signals that a clause can earn for one level of a dimension. Clauses and not sentences, because notes put a whole design on one line.
const PER_CLAUSE: usize = 2;

/// The clauses of an answer while the levels of one dimension are paid for.
pub(super) struct Purse<'r, 'a> {
    reading: &'r Reading<'a>,
    findings: &'r Findings,
    /// Clause → how much it has paid for at this level.
    spent: BTreeMap<u32, usize>,
    paid: BTreeSet<usize>,
    /// Every clause that says something of what was wanted so far.
    said: BTreeSet<u32>,
}

impl<'r, 'a> Purse<'r, 'a> {
    pub(super) fn new(reading: &'r Reading<'a>, findings: &'r Findings) -> Self {
        Self { reading, findings, spent: BTreeMap::new(), paid: BTreeSet::new(), said: BTreeSet::new() }
    }

    /// Pays for what `gate` wants; whether that opens it. Levels 1 and 2 are free: naming three jobs in one breath is
    /// how people decide. What is said up to level 3 takes two clauses, up to level 4 three.
    pub(super) fn opens(&mut self, gate: &Condition) -> bool {
        let said: Vec<u32> = gate.names().flat_map(|signal| self.clauses(signal)).collect();
        self.said.extend(said);
        if gate.level <= 2 {
            return true;
        }
        self.spent.clear();
        let before = self.paid.clone();
        gate.wants().for_each(|(at_least, signals)| self.pay_some(at_least, signals));
        let opens = gate.is_met(|signal| self.paid.contains(&signal))
            && self.said.len() + 1 >= usize::from(gate.level);
        if !opens {
            self.paid = before;
        }
        opens
    }

    /// Pays for as many of the signals as are wanted: what need not be said costs no clause.
    fn pay_some(&mut self, at_least: usize, signals: &[usize]) {
        for signal in signals {
            if signals.iter().filter(|signal| self.paid.contains(signal)).count() >= at_least {
                break;
            }
            self.pay(*signal);
        }
    }

    /// Pays for a signal from the clause that has paid least.
    fn pay(&mut self, signal: usize) {
        if self.paid.contains(&signal) {
            return;
        }
        let spent = |clause: &u32| self.spent.get(clause).copied().unwrap_or(0);
        let cheapest = self.clauses(signal).min_by_key(spent);
        if let Some(clause) = cheapest.filter(|clause| spent(clause) < PER_CLAUSE) {
            *self.spent.entry(clause).or_default() += 1;
            self.paid.insert(signal);
        }
    }

    /// The clauses that claim a signal.
    fn clauses(&self, signal: usize) -> impl Iterator<Item = u32> + use<'r, 'a> {
        let (reading, findings) = (self.reading, self.findings);
        let claimed = findings.of[signal].places.iter().filter(|place| !place.weak);
        claimed.flat_map(|place| &place.tokens).map(|tokens| reading.clause_of[tokens.start])
    }
}
