//! Counting what is in the system, where it is.

use super::Engine;
use super::things::{Order, Place, State};

/// What is in the system at the end, counted in the tables themselves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inside {
    pub orders: u64,
    pub messages: u64,
    pub calls: u64,
}

impl Engine<'_> {
    /// Counts; independent of the counters that events keep.
    pub(crate) fn inside(&self) -> Inside {
        let calls = self.calls.iter().filter(|(_, c)| c.place != Place::Between);
        Inside {
            orders: self.orders.iter().filter(|(_, o)| !o.has(Order::LINGERS)).count() as u64,
            messages: self.messages.iter().filter(|(_, m)| is_inside(m.state)).count() as u64,
            calls: self.light_calls() + calls.count() as u64,
        }
    }

    /// Calls that need no entry in the table, because nothing can happen to them before they end.
    fn light_calls(&self) -> u64 {
        self.messages.iter().filter(|(_, m)| m.light).count() as u64
    }

    /// Lets everyone who is still inside count for the time up to now: the other side of Little's law.
    pub(crate) fn count_partial_stays(&mut self) {
        let (now, warmup, model) = (self.now, self.model.warmup, self.model);
        for (_, call) in self.calls.iter() {
            if matches!(call.place, Place::Locked | Place::Line | Place::Served | Place::Stuck) {
                let station = model.jobs[call.job as usize].station;
                self.stations[station].stats.stay += u128::from(now.saturating_sub(call.entered.max(warmup)));
            }
        }
        for (_, message) in self.messages.iter().filter(|(_, m)| is_inside(m.state)) {
            let stats = &mut self.queues[message.job as usize].stats;
            stats.stay += u128::from(now.saturating_sub(message.published.max(warmup)));
        }
    }
}

const fn is_inside(state: State) -> bool {
    matches!(state, State::Waiting | State::Taken | State::Between)
}
