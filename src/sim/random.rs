//! Random numbers by name: each source has its own stream, and each order its own place in it.
//!
//! A stream is one `SplitMix64` sequence (Steele, Lea & Flood 2014), cut into blocks of 16 numbers; the block of an
//! order follows from its number. So the same order meets the same service time in every design (common random
//! numbers), however many draws other orders made before it.

use std::convert::Infallible;

use rand::{RngExt, TryRng};

/// The increment of `SplitMix64`.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
/// Numbers in the block of one order.
const BLOCK: u64 = 16;

/// What a random number is for; every task has one stream for each.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(super) enum Purpose {
    Arrival = 1,
    Service,
    Failure,
    Jitter,
    Patience,
    Up,
    Client,
    Item,
    Crash,
    Poison,
    Key,
}

/// One named stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of `purpose` for the source called `name`.
    pub(super) fn new(seed: u64, name: &str, purpose: Purpose) -> Self {
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
        Self(mix(mix(seed.wrapping_add(GAMMA)) ^ mix(hash ^ mix(purpose as u64))))
    }

    /// The numbers of order `id`, for its `nth` use of this stream.
    #[inline]
    pub(super) fn at(self, id: u64, nth: u32) -> Draws {
        let start = if nth == 0 { self.0 } else { mix(self.0 ^ u64::from(nth).wrapping_mul(GAMMA)) };
        Draws(start.wrapping_add(GAMMA.wrapping_mul(id.wrapping_mul(BLOCK))))
    }
}

/// Consecutive random numbers.
#[derive(Clone, Debug)]
pub(super) struct Draws(u64);

impl Draws {
    /// A number from 0 up to but without 1.
    #[inline]
    pub(super) fn share(&mut self) -> f64 {
        Self::share_of(self.bits())
    }

    /// The number from 0 up to but without 1 that the upper 53 bits of a draw stand for.
    #[inline]
    pub(super) const fn share_of(bits: u64) -> f64 {
        (bits >> 11).cast_signed() as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Whether something of this probability happens.
    #[inline]
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.share() < probability
    }

    /// A whole number from 0 up to but without `end`; 0 when there is none.
    #[inline]
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.random_range(0..end.max(1))
    }

    /// Sixty-four random bits.
    #[inline]
    pub(super) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.bits().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// The output function of `SplitMix64`.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_splitmix64() {
        // Vigna's reference implementation seeded with 1234567.
        let mut draws = Draws(1_234_567);
        assert_eq!([draws.bits(), draws.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn an_order_finds_its_numbers_again_and_shares_them_with_nobody() {
        let stream = Stream::new(7, "email", Purpose::Service);
        assert_eq!(stream.at(3, 0).bits(), stream.at(3, 0).bits());
        let others = [stream.at(4, 0), stream.at(3, 1), Stream::new(8, "email", Purpose::Service).at(3, 0)];
        others.into_iter().for_each(|mut other| assert_ne!(other.bits(), stream.at(3, 0).bits()));
    }

    #[test]
    fn shares_are_even() {
        let stream = Stream::new(1, "x", Purpose::Client);
        let mean = (0..100_000).map(|id| stream.at(id, 0).share()).sum::<f64>() / 1e5;
        assert!((mean - 0.5).abs() < 0.004, "{mean}");
    }
}
