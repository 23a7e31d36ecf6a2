//! How a run is done: seed, recording, limits.

use std::sync::atomic::{AtomicBool, AtomicU64};

/// How to run a scenario.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Every random number follows from it.
    pub seed: u64,
    /// Frames to record for playback and series, at most; 0 records none.
    pub frames: usize,
    /// The order whose every step is kept, counted from 1 in the order of arrival.
    pub follow: Option<u64>,
    /// The run stops after this many events.
    pub max_events: u64,
    /// The run stops when this many orders, requests, messages or calls are in the system at once.
    pub max_live: usize,
    /// Set to stop the run early; what there is so far is reported.
    pub cancel: Option<&'a AtomicBool>,
    /// Is told the number of arrivals so far.
    pub progress: Option<&'a AtomicU64>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            seed: 1,
            frames: 1_200,
            follow: None,
            max_events: 4_000_000_000,
            max_live: 4_000_000,
            cancel: None,
            progress: None,
        }
    }
}
