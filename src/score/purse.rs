//! What each clause of an answer pays for: one that says everything at once says little of each.

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
    spent: Vec<usize>,
    /// Signal → whether it is paid for.
    paid: Vec<bool>,
    /// Clause → whether it says something of what was wanted so far.
    says: Vec<bool>,
}

impl<'r, 'a> Purse<'r, 'a> {
    pub(super) fn new(reading: &'r Reading<'a>, findings: &'r Findings) -> Self {
        let (clauses, signals) = (reading.outline.clauses.len(), findings.of.len());
        let (spent, paid, says) = (vec![0; clauses], vec![false; signals], vec![false; clauses]);
        Self { reading, findings, spent, paid, says }
    }

    /// Pays for what `gate` wants; whether that opens it. Levels 1 and 2 are free: naming three jobs in one breath is
    /// how people decide. What is said up to level 3 takes two clauses, up to level 4 three.
    pub(super) fn opens(&mut self, gate: &Condition) -> bool {
        for clause in gate.names().flat_map(|signal| clauses(self.reading, self.findings, signal)) {
            self.says[clause] = true;
        }
        if gate.level <= 2 {
            return true;
        }
        self.spent.fill(0);
        let before = self.paid.clone();
        gate.wants().for_each(|(at_least, signals)| self.pay_some(at_least, signals));
        let said = self.says.iter().filter(|says| **says).count();
        let opens = gate.is_met(|signal| self.paid[signal]) && said + 1 >= usize::from(gate.level);
        if !opens {
            self.paid = before;
        }
        opens
    }

    /// Pays for as many of the signals as are wanted: what need not be said costs no clause.
    fn pay_some(&mut self, at_least: usize, signals: &[usize]) {
        for signal in signals {
            if signals.iter().filter(|signal| self.paid[**signal]).count() >= at_least {
                break;
            }
            self.pay(*signal);
        }
    }

    /// Pays for a signal from the clause that has paid least.
    fn pay(&mut self, signal: usize) {
        if self.paid[signal] {
            return;
        }
        let cheapest = clauses(self.reading, self.findings, signal).min_by_key(|clause| self.spent[*clause]);
        if let Some(clause) = cheapest.filter(|clause| self.spent[*clause] < PER_CLAUSE) {
            self.spent[clause] += 1;
            self.paid[signal] = true;
        }
    }
}

/// The clauses that claim a signal.
fn clauses(reading: &Reading<'_>, findings: &Findings, signal: usize) -> impl Iterator<Item = usize> {
    let claimed = findings.of[signal].places.iter().filter(|place| !place.weak);
    claimed.flat_map(|place| &place.tokens).map(|tokens| reading.clause_of[tokens.start] as usize)
}
