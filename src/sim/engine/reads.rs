//! Availability reads through a cache: hits, misses, stale values, stampedes.

use super::super::model::CacheModel;
use super::super::sampler::Tick;
use super::super::story::MarkKind;
use super::super::ziggurat::exponential;
use super::stock::Stock;
use super::things::{Call, Caller};
use super::{Engine, Kind};

/// The cache as it stands.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// For each item, the cached number of units and until when it is used.
    cached: Vec<(i32, Tick)>,
    /// For each item, database reads on their way.
    fetching: Vec<u32>,
    count: u64,
    open: bool,
}

impl Reads {
    /// Nobody reads any more.
    pub(super) const fn over(&self) -> bool {
        !self.open
    }

    /// Forgets everything.
    pub(super) fn empty(&mut self) {
        self.cached.iter_mut().for_each(|entry| entry.1 = 0);
    }

    /// A unit of the item was sold.
    pub(super) fn purchase(&mut self, model: Option<&CacheModel>, item: u32) {
        if model.is_some_and(|m| m.invalidate) {
            self.forget(item);
        }
    }

    /// Deletes the cached value of the item.
    pub(super) fn forget(&mut self, item: u32) {
        if let Some(entry) = self.cached.get_mut(item as usize) {
            entry.1 = 0;
        }
    }
}

impl Engine<'_> {
    pub(super) fn begin_reads(&mut self) {
        if self.model.cache.is_some() {
            let items = self.model.stock.items as usize;
            self.reads =
                Reads { cached: vec![(0, 0); items], fetching: vec![0; items], count: 0, open: true };
            self.schedule_read();
        }
    }

    fn schedule_read(&mut self) {
        let Some(cache) = &self.model.cache else { return };
        let bounded = self.model.orders != u64::MAX && self.arrivals.over();
        if self.now >= self.model.horizon || bounded {
            self.reads.open = false;
            return;
        }
        let gap = exponential(&mut cache.stream.at(self.reads.count, 0));
        let wait = gap * 1e9 / (cache.reads * self.weather.spike);
        self.calendar.push(self.now.saturating_add(wait as Tick), Kind::Read.of(0));
    }

    /// Someone asks whether an item is there.
    pub(super) fn read_arrives(&mut self) {
        let Some(cache) = &self.model.cache else { return };
        self.reads.count += 1;
        self.ledger.reads += 1;
        self.schedule_read();
        let item = Stock::pick(&self.model.stock, self.reads.count | 1 << 40);
        let (value, until) = self.reads.cached[item as usize];
        if until > self.now {
            self.ledger.read_hits += 1;
            return self.answer_read(item, value);
        }
        if cache.single_flight && self.reads.fetching[item as usize] > 0 {
            return;
        }
        self.reads.fetching[item as usize] += 1;
        self.ledger.database_reads += 1;
        let caller = self.reads.count as u32;
        let (id, job, kind) = (self.reads.count, cache.job as u8, Caller::Read);
        let call = Call { id, caller, order: item, job, kind, ..Call::default() };
        let call = self.calls.insert(call);
        self.attempt(call, &self.model.jobs[cache.job]);
    }

    /// The database has answered; its value, read when it began, is cached now.
    pub(super) fn read_is_done(&mut self, item: u32, value: i32) {
        let Some(cache) = &self.model.cache else { return };
        let fetching = &mut self.reads.fetching[item as usize];
        *fetching = fetching.saturating_sub(1);
        self.reads.cached[item as usize] = (value, self.now.saturating_add(cache.expiry));
        self.answer_read(item, value);
    }

    fn answer_read(&mut self, item: u32, value: i32) {
        let left = self.stock.left(item);
        self.ledger.stale_reads += u64::from(value != left);
        if value > 0 && left <= 0 {
            self.ledger.phantom_reads += 1;
            self.mark(MarkKind::PhantomRead, None, None);
        }
    }
}
