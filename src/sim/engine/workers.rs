//! Workers that die without a word, and those who replace them.

use super::super::sampler::NEVER;
use super::things::{Call, Caller, Message, State};
use super::{Engine, Kind};

impl Engine<'_> {
    /// Some workers die without a word. What their dependency is doing goes on, but nobody acknowledges it.
    pub(super) fn workers_die(&mut self, job: usize, count: u32) {
        let queue = &mut self.queues[job];
        let alive = queue.alive();
        let die = if count == 0 { alive } else { count.min(alive) };
        if queue.dead_workers == 0 {
            queue.dead_since = self.now;
        }
        queue.dead_workers += die;
        let at_work = die.min(queue.stats.busy.get());
        queue.stats.busy.fall_by(at_work, self.now);
        self.abandon_calls(job, at_work as usize);
        let after = self.model.jobs[job].replace_after;
        if after != NEVER {
            self.calendar.push(self.now.saturating_add(after), Kind::WorkersBack.of(job as u32));
        }
    }

    fn abandon_calls(&mut self, job: usize, count: usize) {
        let theirs =
            |c: &Call| c.job as usize == job && !c.alone && matches!(c.kind, Caller::Message | Caller::Batch);
        let calls: Vec<u32> =
            self.calls.iter().filter(|(_, c)| theirs(c)).map(|(i, _)| i).take(count).collect();
        for index in calls {
            let call = self.calls[index];
            self.calls[index].alone = true;
            if call.kind == Caller::Batch {
                self.batch_is_orphaned(call.caller);
            } else {
                self.orphan(call.caller);
            }
        }
    }

    /// The worker of a message is dead: early acknowledged it is lost; in a stream its partition goes on elsewhere
    /// after the lease; in a queue the lease is running already.
    pub(super) fn orphan(&mut self, index: u32) {
        let Message { job, state, .. } = self.messages[index];
        let model = &self.model.jobs[job as usize];
        if model.early {
            self.lose(index);
        } else if model.stream.is_some() && state == State::Taken {
            self.messages[index].state = State::Between;
            self.calendar.push(self.now.saturating_add(model.lease), Kind::MessageBack.of(index));
        } else {
            self.watch_lease(index);
        }
    }

    /// Dead workers are replaced.
    pub(super) fn workers_back(&mut self, job: usize) {
        self.queues[job].dead_workers = 0;
        self.give_work(job);
    }
}
