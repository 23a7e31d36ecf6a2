//! Units on sale, and the four ways to guard the last one.

use std::collections::VecDeque;

use super::super::model::StockModel;
use super::super::slab::Key;
use super::super::story::MarkKind;
use super::stations::Outcome;
use super::things::{Caller, Deed, Place};
use super::{Engine, NEVER, lane};
use crate::content::scenario::Locking;

/// Read when nothing is left.
const GONE: i32 = i32::MIN;

/// What is left, item by item.
#[derive(Debug)]
pub(super) struct Stock {
    units: Vec<i32>,
    versions: Vec<i32>,
    locks: Vec<Lock>,
}

/// The lock on one item.
#[derive(Clone, Debug, Default)]
struct Lock {
    held: bool,
    epoch: u32,
    waiting: VecDeque<u32>,
}

impl Stock {
    pub(super) fn new(model: &StockModel) -> Self {
        let Some(units) = model.units else {
            return Self { units: Vec::new(), versions: Vec::new(), locks: Vec::new() };
        };
        let items = model.items as usize;
        let locking = matches!(model.locking, Locking::Pessimistic | Locking::Cache);
        Self {
            units: vec![i32::try_from(units).unwrap_or(i32::MAX); items],
            versions: vec![0; items],
            locks: vec![Lock::default(); if locking { items } else { 0 }],
        }
    }

    /// The item that order `id` wants.
    #[inline]
    pub(super) fn pick(model: &StockModel, id: u64) -> u32 {
        if model.items <= 1 {
            return 0;
        }
        let mut draws = model.item_stream.at(id, 0);
        if draws.happens(model.hot) { 0 } else { draws.below(model.items.into()) as u32 }
    }

    /// Units left of an item; plenty when stock is not limited.
    pub(super) fn left(&self, item: u32) -> i32 {
        self.units.get(item as usize).copied().unwrap_or(i32::MAX)
    }

    pub(super) fn give_back(&mut self, item: u32) {
        if let Some(units) = self.units.get_mut(item as usize) {
            *units += 1;
            self.versions[item as usize] += 1;
        }
    }
}

impl Engine<'_> {
    /// What the reserve step, or a read, sees when it begins.
    pub(super) fn look(&self, index: u32) -> i32 {
        let call = &self.calls[index];
        if call.kind == Caller::Read {
            return self.stock.left(call.order);
        }
        if !self.model.jobs[call.job as usize].reserves {
            return 0;
        }
        let item = self.orders[call.order].item;
        match self.model.stock.locking {
            Locking::Optimistic if self.stock.left(item) > 0 => self.stock.versions[item as usize],
            Locking::Optimistic => GONE,
            _ => self.stock.left(item),
        }
    }

    /// The write of the reserve step.
    pub(super) fn take_unit(&mut self, deed: Deed) -> Outcome {
        let item = self.orders[deed.order].item;
        let stale = match self.model.stock.locking {
            Locking::Optimistic if deed.seen != GONE => self.stock.versions[item as usize] != deed.seen,
            Locking::Optimistic => return Outcome::SoldOut,
            _ if deed.seen <= 0 => return Outcome::SoldOut,
            _ => false,
        };
        if stale {
            self.ledger.wasted_writes += 1;
            let again = u32::from(deed.lost) < self.model.stock.retries;
            return if again { Outcome::Again } else { Outcome::SoldOut };
        }
        self.sell(item, deed.order);
        Outcome::Done
    }

    fn sell(&mut self, item: u32, order: u32) {
        let place = item as usize;
        self.stock.units[place] -= 1;
        self.stock.versions[place] = self.stock.versions[place].wrapping_add(1) & i32::MAX;
        if self.stock.units[place] == 0 {
            self.mark(MarkKind::SoldOut, Some(order), None);
        } else if self.stock.units[place] < 0 {
            self.ledger.oversold += 1;
            self.mark(MarkKind::Oversold, Some(order), None);
        }
        self.reads.purchase(self.model.cache.as_ref(), item);
    }

    /// Takes the lock on the call's item; false when the call has to wait for it.
    pub(super) fn lock(&mut self, index: u32) -> bool {
        if self.stock.locks.is_empty() {
            return true;
        }
        let item = self.orders[self.calls[index].order].item;
        if self.stock.locks[item as usize].held {
            self.stock.locks[item as usize].waiting.push_back(index);
            self.wait_for_lock(index);
            return false;
        }
        self.hold(item, index);
        true
    }

    fn hold(&mut self, item: u32, index: u32) {
        let lock = &mut self.stock.locks[item as usize];
        lock.held = true;
        lock.epoch = lock.epoch.wrapping_add(1).max(1);
        let epoch = lock.epoch;
        self.calls[index].lock = epoch;
        let StockModel { locking, expiry, .. } = self.model.stock;
        if locking == Locking::Cache && expiry != NEVER {
            self.set_timer(lane::LOCK, expiry, Key { index: item, generation: epoch });
        }
    }

    /// Waits outside the dependency, and counts as waiting there.
    fn wait_for_lock(&mut self, index: u32) {
        let call = &mut self.calls[index];
        call.place = Place::Locked;
        call.entered = self.now;
        let stats = &mut self.stations[self.model.jobs[call.job as usize].station].stats;
        stats.counts.arrivals += 1;
        stats.enter(self.now);
        stats.waiting.rise(self.now);
    }

    /// The holder is done. In the cache, a holder that crashes leaves its lock behind.
    pub(super) fn unlock(&mut self, index: u32) {
        let epoch = std::mem::take(&mut self.calls[index].lock);
        let order = &self.orders[self.calls[index].order];
        let (item, id) = (order.item, order.id);
        let model = &self.model.stock;
        let crashes = model.locking == Locking::Cache && model.crash_stream.at(id, 0).happens(model.crash);
        if !crashes {
            self.release(item, epoch);
        }
    }

    /// The lock goes away by itself, whether or not its holder is done.
    pub(super) fn lock_expires(&mut self, item: u32, epoch: u32) {
        self.release(item, epoch);
    }

    /// The next in line takes the lock.
    fn release(&mut self, item: u32, epoch: u32) {
        let lock = &mut self.stock.locks[item as usize];
        if !lock.held || lock.epoch != epoch {
            return;
        }
        lock.held = false;
        if let Some(next) = lock.waiting.pop_front() {
            self.hold(item, next);
            self.enter_from_lock(next);
        }
    }
}
