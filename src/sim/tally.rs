//! Statistics of observations: mean with a confidence interval by batch means, quantiles by histogram.

use super::report::{Estimate, Latency, Quantiles};
use super::sampler::{Tick, seconds};

/// Each power of two has 2 to this power buckets: quantiles are within 1/128.
const FINE: u32 = 6;
/// Bits of a floating-point number that do not tell its bucket.
const DROPPED: u32 = f64::MANTISSA_DIGITS - 1 - FINE;
/// What stays of the number one.
const FIRST: usize = (1_f64.to_bits() >> DROPPED) as usize;
/// Batches kept at most; then neighbours are merged. 95 % intervals use 32 to 63 of them.
const BATCHES: usize = 64;

/// Observations of one quantity.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    batch: u128,
    left: u64,
    size: u64,
    batches: Vec<f64>,
    zeros: u64,
    max: Tick,
    buckets: Vec<u64>,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            batch: 0,
            left: 1,
            size: 1,
            batches: Vec::with_capacity(BATCHES),
            zeros: 0,
            max: 0,
            buckets: Vec::new(),
        }
    }

    /// Notes one observation.
    #[inline(always)]
    pub(super) fn note(&mut self, ticks: Tick) {
        self.batch += u128::from(ticks);
        self.left -= 1;
        if self.left == 0 {
            self.close_batch();
        }
        if ticks == 0 {
            self.zeros += 1;
            return;
        }
        if ticks > self.max {
            self.max = ticks;
        }
        let bucket = bucket_of(ticks);
        match self.buckets.get_mut(bucket) {
            Some(count) => *count += 1,
            None => self.grow(bucket),
        }
    }

    #[cold]
    fn grow(&mut self, bucket: usize) {
        self.buckets.resize((bucket + 1).next_multiple_of(1 << FINE), 0);
        self.buckets[bucket] += 1;
    }

    #[cold]
    fn close_batch(&mut self) {
        self.batches.push(self.batch as f64 / self.size as f64);
        if self.batches.len() == BATCHES {
            self.batches = self.batches.chunks_exact(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
            self.size *= 2;
        }
        self.batch = 0;
        self.left = self.size;
    }

    /// How many observations.
    pub(super) fn count(&self) -> u64 {
        self.batches.len() as u64 * self.size + (self.size - self.left)
    }

    /// The share of observations above zero.
    pub(super) fn share_above_zero(&self) -> f64 {
        let count = self.count();
        if count == 0 { 0.0 } else { 1.0 - self.zeros as f64 / count as f64 }
    }

    /// The mean of all, with the interval from the batches, in seconds.
    pub(super) fn estimate(&self) -> Estimate {
        let sum = self.batches.iter().sum::<f64>() * self.size as f64 + self.batch as f64;
        let mean = if self.count() == 0 { 0.0 } else { sum / self.count() as f64 };
        let batches: Vec<f64> = self.batches.iter().map(|b| b * 1e-9).collect();
        Estimate { mean: mean * 1e-9, half_width: half_width(&batches) }
    }

    /// The value below which this share of the observations lies.
    fn quantile(&self, share: f64) -> Tick {
        let rank = (share * self.count() as f64).ceil() as u64;
        let mut seen = self.zeros;
        if rank <= seen {
            return 0;
        }
        for (bucket, count) in self.buckets.iter().enumerate().filter(|(_, count)| **count > 0) {
            if seen + count >= rank {
                let inside = (rank - seen) as f64 / *count as f64;
                let (low, high) = (lower_end(bucket), lower_end(bucket + 1));
                return ((low + (high - low) * inside) as Tick).min(self.max);
            }
            seen += count;
        }
        self.max
    }

    /// Quantiles in seconds.
    pub(super) fn quantiles(&self) -> Quantiles {
        let at = |share| seconds(self.quantile(share));
        Quantiles {
            p50: at(0.5),
            p90: at(0.9),
            p95: at(0.95),
            p99: at(0.99),
            p999: at(0.999),
            max: seconds(self.max),
        }
    }

    pub(super) fn latency(&self) -> Latency {
        Latency { count: self.count(), mean: self.estimate(), quantiles: self.quantiles() }
    }
}

/// The bucket of a time above zero: the exponent and the highest bits of its fraction, as a floating-point number has
/// them.
#[inline]
const fn bucket_of(ticks: Tick) -> usize {
    ((ticks.cast_signed() as f64).to_bits() >> DROPPED) as usize - FIRST
}

/// The smallest time of a bucket.
const fn lower_end(bucket: usize) -> f64 {
    f64::from_bits(((bucket + FIRST) as u64) << DROPPED)
}

/// Half of the 95 % interval around the mean of independent values; none for fewer than ten.
pub(super) fn half_width(values: &[f64]) -> Option<f64> {
    let n = values.len();
    if n < 10 {
        return None;
    }
    spread(values).map(|deviation| student(n - 1) * deviation / (n as f64).sqrt())
}

/// The standard deviation of a sample of two or more.
fn spread(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    (n >= 2.0).then(|| (squares / (n - 1.0)).sqrt())
}

/// An estimate from independent replications, two or more.
pub(super) fn over_replications(values: &[f64]) -> Estimate {
    let n = values.len();
    let half = spread(values).map(|deviation| student(n - 1) * deviation / (n as f64).sqrt());
    Estimate { mean: values.iter().sum::<f64>() / n.max(1) as f64, half_width: half }
}

/// The 97.5 % quantile of Student's t (Cornish–Fisher expansion; exact to 1 % from 3 degrees of freedom on).
fn student(freedom: usize) -> f64 {
    match freedom {
        0 => f64::INFINITY,
        1 => 12.706,
        2 => 4.303,
        _ => {
            let (n, z) = (freedom as f64, 1.959_964_f64);
            let (z3, z5) = (z.powi(3), z.powi(5));
            z + (z3 + z) / (4.0 * n) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * n * n) + 3.8 / (n * n * n)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn students_t_is_that_of_the_tables() {
        for (freedom, t) in [(3, 3.182), (5, 2.571), (9, 2.262), (19, 2.093), (31, 2.040), (63, 1.998)] {
            assert!((student(freedom) / t - 1.0).abs() < 0.01, "{freedom}: {}", student(freedom));
        }
    }

    proptest! {
        #[test]
        fn a_time_lies_in_its_bucket(ticks in 1..u64::MAX >> 2) {
            let bucket = bucket_of(ticks);
            let (low, high) = (lower_end(bucket), lower_end(bucket + 1));
            prop_assert!(low <= ticks as f64 && (ticks as f64) < high);
            prop_assert!(high - low <= ticks as f64 / 64.0);
        }

        #[test]
        fn quantiles_agree_with_sorting(mut values in prop::collection::vec(0..10_000_000_u64, 1..500)) {
            let mut tally = Tally::new();
            values.iter().for_each(|v| tally.note(*v));
            values.sort_unstable();
            for share in [0.5, 0.95, 0.99] {
                let exact = values[((share * values.len() as f64).ceil() as usize).max(1) - 1];
                prop_assert!(tally.quantile(share).abs_diff(exact) as f64 <= exact as f64 / 60.0 + 1.0);
            }
            prop_assert_eq!(tally.count(), values.len() as u64);
            let mean = values.iter().sum::<u64>() as f64 / values.len() as f64 * 1e-9;
            prop_assert!((tally.estimate().mean - mean).abs() <= mean * 1e-9);
        }
    }
}
