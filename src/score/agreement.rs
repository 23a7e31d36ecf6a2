//! How far two gradings agree: quadratic weighted kappa (Cohen 1968), exact and adjacent agreement, confusion.

use serde::Serialize;

/// Levels run from 0 to 4.
const LEVELS: usize = 5;

/// Two grades of the same thing: ours first.
pub type Pair = (u8, u8);

/// How far two gradings of the same answers agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// How many pairs.
    pub count: usize,
    /// Quadratic weighted kappa, up to 1; `None` when it is undefined.
    pub qwk: Option<f64>,
    /// Share of equal grades.
    pub exact: f64,
    /// Share of grades at most one apart.
    pub adjacent: f64,
    /// Mean of ours minus theirs.
    pub difference: f64,
    /// Theirs in rows, ours in columns.
    pub confusion: [[u32; LEVELS]; LEVELS],
}

impl Agreement {
    /// The agreement of `pairs`.
    pub fn of(pairs: &[Pair]) -> Self {
        let mut confusion = [[0; LEVELS]; LEVELS];
        for (ours, theirs) in pairs {
            confusion[level(*theirs)][level(*ours)] += 1;
        }
        let share =
            |is: fn(&&Pair) -> bool| pairs.iter().filter(is).count() as f64 / pairs.len().max(1) as f64;
        let sum: f64 = pairs.iter().map(|(ours, theirs)| f64::from(*ours) - f64::from(*theirs)).sum();
        Self {
            count: pairs.len(),
            qwk: kappa(&confusion),
            exact: share(|(a, b)| a == b),
            adjacent: share(|(a, b)| a.abs_diff(*b) <= 1),
            difference: sum / pairs.len().max(1) as f64,
            confusion,
        }
    }
}

fn level(grade: u8) -> usize {
    usize::from(grade).min(LEVELS - 1)
}

fn kappa(confusion: &[[u32; LEVELS]; LEVELS]) -> Option<f64> {
    let row = |i: usize| f64::from(confusion[i].iter().sum::<u32>());
    let column = |j: usize| f64::from(confusion.iter().map(|row| row[j]).sum::<u32>());
    let total: f64 = (0..LEVELS).map(row).sum();
    let cells = || (0..LEVELS).flat_map(|i| (0..LEVELS).map(move |j| (i, j)));
    let weight = |i: usize, j: usize| (i.abs_diff(j) as f64).powi(2);
    let observed: f64 = cells().map(|(i, j)| weight(i, j) * f64::from(confusion[i][j])).sum();
    let expected: f64 = cells().map(|(i, j)| weight(i, j) * row(i) * column(j) / total.max(1.0)).sum();
    match (observed, expected) {
        (0.0, _) if total > 0.0 => Some(1.0),
        (_, 0.0) => None,
        _ => Some(1.0 - observed / expected),
    }
}

/// Pearson's correlation of pairs; `None` when one side does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let covariance = sum(&|p| (p.0 - x) * (p.1 - y));
    let spread = (sum(&|p| (p.0 - x).powi(2)) * sum(&|p| (p.1 - y).powi(2))).sqrt();
    (spread > 0.0).then(|| covariance / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_gradings_agree_fully() {
        let agreement = Agreement::of(&[(0, 0), (3, 3), (4, 4)]);
        assert_eq!((agreement.qwk, agreement.exact), (Some(1.0), 1.0));
    }

    #[test]
    fn kappa_matches_a_worked_example() {
        // Observed 1+1+4 = 6; expected, with margins (1,1,1,1) and (1,1,2,0): 2.25·…, worked by hand to 8.0.
        let agreement = Agreement::of(&[(0, 0), (1, 2), (2, 1), (2, 4)]);
        let expected: f64 = [(0, 0), (0, 2), (0, 1), (0, 4), (1, 0), (1, 2), (1, 1), (1, 4)]
            .iter()
            .chain(&[(2, 0), (2, 2), (2, 1), (2, 4), (2, 0), (2, 2), (2, 1), (2, 4)])
            .map(|(a, b): &(i32, i32)| f64::from((a - b).pow(2)))
            .sum::<f64>()
            / 4.0;
        assert!((agreement.qwk.unwrap() - (1.0 - 6.0 / expected)).abs() < 1e-9);
        assert_eq!(agreement.difference, -0.5);
    }

    #[test]
    fn correlation_is_one_on_a_line() {
        assert!((correlation(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]).unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(correlation(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }
}
