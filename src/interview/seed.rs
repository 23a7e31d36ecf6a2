//! Choices that look free and are the same for the same seed, on every platform.

/// A number that depends on all bits of both arguments (the finaliser of `SplitMix64`; Steele, Lea, Flood 2014).
pub(super) const fn mix(seed: u64, salt: u64) -> u64 {
    let mut z = seed ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The same with a name for salt (FNV-1a).
pub(super) fn mix_name(seed: u64, name: &str) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mix(seed, name.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
}

/// One of `items`, by seed and salt.
pub(super) fn pick<T: Copy>(items: &[T], seed: u64, salt: u64) -> Option<T> {
    let count = items.len() as u64;
    (count > 0).then(|| items[(mix(seed, salt) % count) as usize])
}
