//! Exponential and normal draws by the ziggurat method (Marsaglia & Tsang 2000) with 256 layers.
//!
//! Tables, edges and tails come from `libm` alone, never from the system's own functions: one seed gives the same
//! numbers on every platform.

use std::sync::LazyLock;

use super::random::Draws;

/// Layers of equal area, the lowest one with the tail.
const LAYERS: usize = 256;

/// Where the tail of the exponential density begins, and the area of a layer.
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
const EXPONENTIAL_AREA: f64 = 0.003_949_659_822_581_557;
/// The same for the normal density, scaled to 1 at its peak.
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;
const NORMAL_AREA: f64 = 0.004_928_673_233_974_655;

static EXPONENTIAL: LazyLock<Layers> =
    LazyLock::new(|| Layers::new(EXPONENTIAL_TAIL, EXPONENTIAL_AREA, |x| libm::exp(-x), |y| -libm::log(y)));
static NORMAL: LazyLock<Layers> = LazyLock::new(|| {
    Layers::new(NORMAL_TAIL, NORMAL_AREA, |x| libm::exp(-x * x / 2.0), |y| libm::sqrt(-2.0 * libm::log(y)))
});

/// Layers under a falling density: how far each one reaches, and the density there.
struct Layers {
    reach: [f64; LAYERS + 1],
    height: [f64; LAYERS + 1],
    density: fn(f64) -> f64,
}

impl Layers {
    fn new(tail: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let mut reach = [0.0; LAYERS + 1];
        reach[0] = area / density(tail);
        reach[1] = tail;
        for layer in 2..LAYERS {
            let below = reach[layer - 1];
            reach[layer] = inverse(area / below + density(below));
        }
        Self { reach, height: reach.map(density), density }
    }

    /// Whether a point this far out, at a random height of its layer, lies under the density.
    fn covers(&self, layer: usize, x: f64, draws: &mut Draws) -> bool {
        let (low, high) = (self.height[layer], self.height[layer + 1]);
        low + (high - low) * draws.share() < (self.density)(x)
    }
}

/// An exponential draw with mean 1.
#[inline]
pub(super) fn exponential(draws: &mut Draws) -> f64 {
    let bits = draws.bits();
    let layer = usize::from(bits as u8);
    let reach = &EXPONENTIAL.reach;
    let x = Draws::share_of(bits) * reach[layer];
    if x < reach[layer + 1] { x } else { exponential_outside(layer, x, draws) }
}

/// The draw is not surely under the density.
#[cold]
#[inline(never)]
fn exponential_outside(layer: usize, x: f64, draws: &mut Draws) -> f64 {
    if layer == 0 {
        EXPONENTIAL_TAIL - libm::log(1.0 - draws.share())
    } else if EXPONENTIAL.covers(layer, x, draws) {
        x
    } else {
        exponential(draws)
    }
}

/// A draw from the standard normal distribution.
#[inline]
pub(super) fn normal(draws: &mut Draws) -> f64 {
    let bits = draws.bits();
    let layer = usize::from(bits as u8);
    let reach = &NORMAL.reach;
    let x = (2.0 * Draws::share_of(bits) - 1.0) * reach[layer];
    if x.abs() < reach[layer + 1] { x } else { normal_outside(layer, x, draws) }
}

/// The draw is not surely under the density.
#[cold]
#[inline(never)]
fn normal_outside(layer: usize, x: f64, draws: &mut Draws) -> f64 {
    if layer == 0 {
        normal_tail(draws).copysign(x)
    } else if NORMAL.covers(layer, x, draws) {
        x
    } else {
        normal(draws)
    }
}

/// A draw beyond the tail's beginning (Marsaglia 1964).
fn normal_tail(draws: &mut Draws) -> f64 {
    loop {
        let x = -libm::log(1.0 - draws.share()) / NORMAL_TAIL;
        let y = -libm::log(1.0 - draws.share());
        if 2.0 * y > x * x {
            return NORMAL_TAIL + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::random::{Purpose, Stream};

    /// The largest distance between the shares of many draws below some points and the exact shares there.
    fn distance(draw: fn(&mut Draws) -> f64, exact: &[(f64, f64)]) -> f64 {
        let n = 1_000_000;
        let stream = Stream::new(5, "ziggurat", Purpose::Service);
        let draws: Vec<f64> = (0..n).map(|id| draw(&mut stream.at(id, 0))).collect();
        let below = |point: f64| draws.iter().filter(|x| **x < point).count() as f64 / n as f64;
        exact.iter().map(|(point, share)| (below(*point) - share).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn layers_have_equal_areas_and_end_at_the_peak() {
        for layers in [&*EXPONENTIAL, &*NORMAL] {
            let areas = (1..LAYERS).map(|i| layers.reach[i] * (layers.height[i + 1] - layers.height[i]));
            let area = layers.reach[0] * layers.height[1];
            assert!(areas.into_iter().all(|a| (a / area - 1.0).abs() < 1e-6), "{area}");
        }
    }

    #[test]
    fn shares_of_draws_are_those_of_the_distributions() {
        let exponential_shares: Vec<_> =
            [0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 7.0, 8.0].map(|x| (x, 1.0 - libm::exp(-x))).to_vec();
        assert!(distance(exponential, &exponential_shares) < 0.0016);
        let normal_shares: Vec<_> = [-3.7, -2.0, -1.0, -0.1, 0.0, 0.3, 1.0, 2.5, 3.7]
            .map(|x| (x, libm::erfc(-x / std::f64::consts::SQRT_2) / 2.0))
            .to_vec();
        assert!(distance(normal, &normal_shares) < 0.0016);
    }

    #[test]
    fn tails_are_as_heavy_as_they_should_be() {
        let stream = Stream::new(6, "tail", Purpose::Service);
        let beyond = |draw: fn(&mut Draws) -> f64, x: f64| {
            (0..4_000_000).filter(|id| draw(&mut stream.at(*id, 0)) > x).count() as f64
        };
        // Expected 4e6·exp(-8) = 1342 and 4e6·Q(3.7) = 431, each within four standard deviations.
        assert!((beyond(exponential, 8.0) - 1_341.9).abs() < 147.0);
        assert!((beyond(normal, 3.7) - 431.2).abs() < 84.0);
    }
}
