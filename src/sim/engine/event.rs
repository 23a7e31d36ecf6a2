//! What happens next, packed into 32 bits: five for the kind, the rest for whom.

/// A kind of event and the index of whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Kind {
    Arrival,
    Served,
    Worked,
    ClickAgain,
    CallAgain,
    CallLate,
    Refused,
    MessageBack,
    LeaseEnds,
    Lane,
    Impatient,
    WindowBegins,
    WindowEnds,
    Beat,
    Frame,
    Watch,
    Linger,
    Breakdown,
    Relay,
    Read,
    Redrive,
    Rate,
    WorkersBack,
    Warm,
    Horizon,
    Finish,
}

/// All kinds; the rest of what five bits can say is never packed.
const KINDS: [Kind; 32] = [
    Kind::Arrival,
    Kind::Served,
    Kind::Worked,
    Kind::ClickAgain,
    Kind::CallAgain,
    Kind::CallLate,
    Kind::Refused,
    Kind::MessageBack,
    Kind::LeaseEnds,
    Kind::Lane,
    Kind::Impatient,
    Kind::WindowBegins,
    Kind::WindowEnds,
    Kind::Beat,
    Kind::Frame,
    Kind::Watch,
    Kind::Linger,
    Kind::Breakdown,
    Kind::Relay,
    Kind::Read,
    Kind::Redrive,
    Kind::Rate,
    Kind::WorkersBack,
    Kind::Warm,
    Kind::Horizon,
    Kind::Finish,
    Kind::Finish,
    Kind::Finish,
    Kind::Finish,
    Kind::Finish,
    Kind::Finish,
    Kind::Finish,
];

const BITS: u32 = 27;

/// Things in one table at most, so that their index fits beside the kind.
pub(crate) const MOST: usize = 1 << BITS;

impl Kind {
    /// The event for whom `index` names.
    #[inline]
    pub(crate) const fn of(self, index: u32) -> u32 {
        (self as u32) << BITS | index
    }

    /// The kind and the index.
    #[inline]
    pub(crate) fn split(payload: u32) -> (Self, u32) {
        (KINDS[(payload >> BITS) as usize], payload & ((1 << BITS) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_split_as_it_was_packed() {
        for kind in KINDS {
            assert_eq!(Kind::split(kind.of(MOST as u32 - 1)), (kind, MOST as u32 - 1));
        }
    }
}
