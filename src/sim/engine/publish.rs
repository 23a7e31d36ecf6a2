//! The step from a saved order to published messages, with or without an outbox.

use super::super::model::JobModel;
use super::super::story::{MarkKind, StepKind};
use super::things::{Message, Order, Request, State};
use super::{Engine, Kind};
use crate::content::scenario::Effect;

/// Messages of one request in the outbox.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parcel {
    order: u32,
    click: u8,
    /// The relay sent it, crashed, and does not know.
    sent: bool,
}

impl Parcel {
    pub(super) const fn order(self) -> u32 {
        self.order
    }
}

impl Engine<'_> {
    /// The request path is through: publish, then answer. The process may crash before it publishes.
    #[inline(always)]
    pub(super) fn commit(&mut self, index: u32) {
        let request = self.requests[index];
        let Request { order, click, .. } = request;
        if self.weather.crash > 0.0 && self.crashes(order, click) {
            return self.crash(index);
        }
        if self.model.publish.outbox {
            self.put_into_outbox(order, click);
        } else {
            for &job in &self.model.fan_out {
                if !self.publish(order, click, job) {
                    return self.fail(index);
                }
            }
        }
        self.succeed(index, &request);
    }

    #[cold]
    fn crashes(&self, order: u32, click: u8) -> bool {
        let id = self.orders[order].id;
        self.model.publish.crash_stream.at(id, u32::from(click) - 1).share() < self.weather.crash
    }

    /// The process dies between saving and publishing: the shopper sees an error. With an outbox the messages are
    /// saved with the order; without one they are lost. Under a key, the saved order is found when they click again.
    #[cold]
    fn crash(&mut self, index: u32) {
        let Request { order, click, .. } = self.requests[index];
        let saved = self.orders[order].saved > 0;
        if self.model.publish.outbox {
            self.put_into_outbox(order, click);
        } else if !self.model.fan_out.is_empty() {
            self.ledger.lost += self.model.fan_out.len() as u64;
            self.mark(MarkKind::Lost, Some(order), None);
            for &job in &self.model.fan_out {
                self.note(StepKind::Lost, order, Some(job), click, 0);
            }
        }
        if saved {
            self.orders[order].flags |= Order::STORED;
        }
        self.fail_without_undo(index);
    }

    #[inline(never)]
    fn put_into_outbox(&mut self, order: u32, click: u8) {
        if self.model.fan_out.is_empty() {
            return;
        }
        self.orders[order].holds += 1;
        if self.outbox.is_empty() {
            let period = self.model.publish.relay.max(1);
            self.calendar.push((self.now / period + 1) * period, Kind::Relay.of(0));
        }
        self.outbox.push_back(Parcel { order, click, sent: false });
    }

    /// The relay sends what is in the outbox. When it crashes after sending and before noting it, it sends again.
    pub(super) fn relay(&mut self) {
        for _ in 0..self.outbox.len() {
            let Some(parcel) = self.outbox.pop_front() else { break };
            let Parcel { order, click, sent } = parcel;
            for &job in &self.model.fan_out {
                self.publish(order, click, job);
            }
            if !sent && self.relay_crashes(order, click) {
                self.outbox.push_back(Parcel { sent: true, ..parcel });
            } else {
                self.let_go(order);
            }
        }
        if !self.outbox.is_empty() {
            self.calendar.push(self.now + self.model.publish.relay.max(1), Kind::Relay.of(0));
        }
    }

    fn relay_crashes(&self, order: u32, click: u8) -> bool {
        let id = self.orders[order].id;
        self.model.publish.crash_stream.at(id, u32::from(click) + 100).happens(self.weather.crash)
    }

    /// Publishes what comes after the work of a message, once; false when a queue is full.
    #[inline(always)]
    pub(super) fn hand_on(&mut self, index: u32, plan: &JobModel) -> bool {
        plan.next.is_empty() || self.publish_next(index, &plan.next)
    }

    #[inline(never)]
    fn publish_next(&mut self, index: u32, next: &[usize]) -> bool {
        let Message { order, click, .. } = self.messages[index];
        if std::mem::replace(&mut self.messages[index].handed_on, true) {
            return true;
        }
        let all = next.iter().all(|&job| self.publish(order, click, job));
        self.messages[index].handed_on = all;
        all
    }

    /// Puts a message into the queue of a job; false when the queue is full.
    pub(super) fn publish(&mut self, order: u32, click: u8, job: usize) -> bool {
        let (now, model) = (self.now, self.model);
        let plan = &model.jobs[job];
        let queue = &mut self.queues[job];
        queue.stats.counts.arrivals += 1;
        if queue.stats.waiting.get() >= plan.limit {
            queue.stats.counts.refused += 1;
            self.note(StepKind::Refused, order, Some(job), click, 0);
            return false;
        }
        queue.stats.enter(now);
        let at_once = plan.plain && queue.is_idle();
        self.ledger.published += 1;
        let record = &mut self.orders[order];
        record.holds += 1;
        record.saving += u16::from(plan.effect == Effect::Save);
        let id = record.id;
        let poison = self.weather.poison[job] > 0.0 && self.is_poison(job, id);
        let partition = if plan.stream.is_some() { self.partition_of(job, id) } else { 0 };
        let message = Message {
            id,
            published: now,
            order,
            partition,
            job: job as u8,
            click,
            state: State::Waiting,
            poison,
            ..Message::default()
        };
        let index = self.messages.insert(message);
        self.note(StepKind::Published, order, Some(job), click, 0);
        if at_once {
            self.take(index, plan);
        } else {
            self.enqueue(index);
        }
        true
    }
}
