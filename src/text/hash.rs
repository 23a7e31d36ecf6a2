//! Fowler–Noll–Vo hashing (FNV-1a): quick for words. The tables that use it hold words of a rubric, so that no text
//! can choose what collides in them.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`Fnv`] hashers for maps and sets.
pub type BuildFnv = BuildHasherDefault<Fnv>;

const PRIME: u64 = 0x0100_0000_01b3;

/// An FNV-1a hasher.
#[derive(Clone, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    /// Whole numbers are taken at once.
    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(PRIME);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A word as a number: equal for equal words.
pub type Print = u64;

/// The number of `word`.
pub fn print(word: &str) -> Print {
    let mut hasher = Fnv::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// A set of words, by their numbers.
pub type Prints = HashSet<Print, BuildFnv>;

/// The set of `words`.
pub fn prints(words: &[&str]) -> Prints {
    words.iter().map(|word| print(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_fnv_1a() {
        assert_eq!(print("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
