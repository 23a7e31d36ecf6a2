//! Percentiles of what happened lately, for a live display: a histogram that forgets.

use super::sampler::Tick;

/// Buckets of each doubling; good to 6 %, as much as a moving number can show.
const FINE: f64 = 8.0;
/// From 2^16 ns (65 µs) on, thirty doublings.
const BUCKETS: usize = 240;
const FIRST: f64 = 16.0;
/// Seconds after which an observation counts for a third.
const MEMORY: f64 = 10.0;

/// Latencies lately.
#[derive(Debug)]
pub(super) struct Recent {
    weights: Vec<f32>,
    total: f32,
}

impl Default for Recent {
    fn default() -> Self {
        Self { weights: vec![0.0; BUCKETS], total: 0.0 }
    }
}

impl Recent {
    pub(super) fn note(&mut self, ticks: Tick) {
        let place = (libm::log2(ticks.max(1) as f64) - FIRST) * FINE;
        self.weights[(place.max(0.0) as usize).min(BUCKETS - 1)] += 1.0;
        self.total += 1.0;
    }

    /// p50, p95, p99 in seconds; then lets `seconds` pass.
    pub(super) fn percentiles(&mut self, seconds: f64) -> [f32; 3] {
        let result = [0.5, 0.95, 0.99].map(|share| self.percentile(share));
        let keep = libm::exp(-seconds / MEMORY) as f32;
        self.weights.iter_mut().for_each(|w| *w *= keep);
        self.total *= keep;
        result
    }

    fn percentile(&self, share: f32) -> f32 {
        if self.total < 0.5 {
            return 0.0;
        }
        let mut left = share * self.total;
        let bucket = self.weights.iter().position(|weight| {
            left -= weight;
            left <= 0.0
        });
        let place = bucket.unwrap_or(BUCKETS - 1) as f64 + 0.5;
        (libm::exp2(place / FINE + FIRST) * 1e-9) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_what_is_now_and_forgets_what_was() {
        let mut recent = Recent::default();
        (0..1000).for_each(|_| recent.note(100_000_000));
        let [p50, _, p99] = recent.percentiles(60.0);
        assert!((p50 - 0.1).abs() < 0.01 && (p99 - 0.1).abs() < 0.01, "{p50} {p99}");
        (0..1000).for_each(|_| recent.note(2_000_000_000));
        let [p50, ..] = recent.percentiles(1.0);
        assert!((p50 - 2.0).abs() < 0.15, "{p50}");
    }
}
