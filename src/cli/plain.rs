//! Linear forms of the screens: one line after the other, nothing redrawn, for screen readers and pipes.

pub(super) mod answer;
pub(super) mod console;
pub(super) mod result;
