//! What a scenario must hold before it can run.

use super::{Backoff, Dist, Effect, Job, Rhythm, Scenario, Span, Trouble, Window};
use crate::content::task::Placement;
use crate::diagnostic::{Diagnostic, plain};

/// Tasks that a scenario may have.
const MAX_TASKS: usize = 64;
/// Windows that a scenario may have.
const MAX_WINDOWS: usize = 1_000;
/// Arrivals that a run may be expected to have.
const MAX_ARRIVALS: f64 = 2e9;

impl Scenario {
    /// Every problem at once; empty when the scenario can run.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = Findings::default();
        self.check_run(&mut found);
        self.check_arrivals(&mut found);
        self.check_shared(&mut found);
        for (index, job) in self.tasks.iter().enumerate() {
            found.part = Some(format!("tasks[{index}]"));
            self.check_job(index, job, &mut found);
        }
        for (index, window) in self.windows.iter().enumerate() {
            found.part = Some(format!("windows[{index}]"));
            self.check_window(window, &mut found);
        }
        for (index, fault) in self.faults.iter().enumerate() {
            found.part = Some(format!("faults[{index}]"));
            fault.windows.iter().for_each(|w| self.check_window(w, &mut found));
            let twice = self.faults[..index].iter().any(|f| f.id == fault.id);
            found.require(!twice, || format!("two fault scripts are called {}", fault.id));
        }
        found.problems
    }

    fn check_run(&self, found: &mut Findings) {
        let run = Span::millis(1)..=Span::minutes(366 * 24 * 60);
        found.require(run.contains(&self.horizon), || {
            format!("horizon is 1ms to 366d, but here is {}", self.horizon)
        });
        found.require(self.warmup < self.horizon || self.orders.is_some(), || {
            format!("warmup ({}) must be shorter than horizon ({})", self.warmup, self.horizon)
        });
        found.require(!self.warmup.is_never(), || "warmup cannot be never".into());
        found.require(self.orders != Some(0), || "orders must be at least 1".into());
        found.require(!self.tasks.is_empty() || self.cache.reads > 0.0, || {
            "a scenario needs at least one task".into()
        });
        found.require(self.tasks.len() <= MAX_TASKS, || format!("a scenario has at most {MAX_TASKS} tasks"));
        found.require(self.windows.len() <= MAX_WINDOWS, || {
            format!("a scenario has at most {MAX_WINDOWS} windows")
        });
        let reads = self.cache.reads * self.horizon.as_secs();
        found.require(reads <= MAX_ARRIVALS, || format!("{reads:.0} cache reads are more than a run can do"));
    }

    fn check_arrivals(&self, found: &mut Findings) {
        found.part = Some("arrivals".to_owned());
        let a = &self.arrivals;
        let (tiny, most) = (1e-9, 1e7);
        found.number("arrivals.rate", a.rate, tiny, most);
        found.number("arrivals.quiet_rate", a.quiet_rate, 0.0, most);
        found.require(a.times.is_sorted(), || "arrivals.times must be in order".into());
        match a.rhythm {
            Rhythm::Bursts => {
                found.positive("arrivals.burst", &a.burst);
                found.positive("arrivals.quiet", &a.quiet);
            }
            Rhythm::Gaps => found.positive("arrivals.gap", &a.gap),
            Rhythm::Trace => found.require(!a.times.is_empty(), || "arrivals.times is empty".into()),
            Rhythm::Day => self.check_day(found),
            Rhythm::Poisson | Rhythm::Constant => {}
        }
        let expected = self.orders.map_or(self.mean_rate() * self.horizon.as_secs(), |n| n as f64);
        found.require(expected <= MAX_ARRIVALS, || {
            format!(
                "{expected:.0} arrivals are more than a run can do; shorten horizon or lower arrivals.rate"
            )
        });
    }

    fn check_day(&self, found: &mut Findings) {
        let a = &self.arrivals;
        found.require((1..=1_440).contains(&a.profile.len()), || {
            "arrivals.profile has 1 to 1440 parts".into()
        });
        a.profile.iter().for_each(|w| found.number("arrivals.profile", *w, 0.0, 1e6));
        found.require(a.profile.iter().sum::<f64>() > 0.0, || "arrivals.profile needs a part above 0".into());
        let length = Span::seconds(1)..=Span::minutes(366 * 24 * 60);
        found.require(length.contains(&a.day), || {
            format!("arrivals.day is 1s to 366d, but here is {}", a.day)
        });
    }

    /// Arrivals per second to be expected.
    fn mean_rate(&self) -> f64 {
        let a = &self.arrivals;
        match a.rhythm {
            Rhythm::Gaps => 1.0 / a.gap.mean(),
            Rhythm::Trace => 0.0,
            Rhythm::Poisson | Rhythm::Constant | Rhythm::Bursts | Rhythm::Day => a.rate.max(a.quiet_rate),
        }
    }

    fn check_shared(&self, found: &mut Findings) {
        found.part = None;
        let c = &self.client;
        found.require((1..=20).contains(&c.attempts), || {
            format!("client.attempts is 1 to 20, but here is {}", c.attempts)
        });
        found.number("client.retry", c.retry, 0.0, 1.0);
        found.number("client.ticket_share", c.ticket_share, 0.0, 1.0);
        found.number("client.retry_budget", c.retry_budget.unwrap_or(0.0), 0.0, 1e6);
        found.backoff("client.backoff", &c.backoff);
        found.require(!c.timeout.eq(&Span::ZERO), || "client.timeout must be above 0".into());
        found.number("publish.crash", self.publish.crash, 0.0, 1.0);
        found.require(self.publish.relay <= Span::minutes(60), || "publish.relay is at most 1h".into());
        let s = &self.stock;
        found.require((1..=1_000_000).contains(&s.items), || "stock.items is 1 to 1000000".into());
        found.require(s.retries <= 100, || "stock.retries is at most 100".into());
        found.number("stock.hot", s.hot, 0.0, 1.0);
        found.number("stock.lock_crash", s.lock_crash, 0.0, 1.0);
        found.number("cache.reads", self.cache.reads, 0.0, 1e7);
        found.require(self.cache.servers.get() > 0, || "cache.servers must be at least 1".into());
    }

    fn check_job(&self, index: usize, job: &Job, found: &mut Findings) {
        let id = &job.id;
        let twice = self.tasks[..index].iter().any(|t| t.id == *id);
        found.require(!twice, || format!("two tasks are called {id}"));
        found.require(job.servers.get() > 0, || format!("{id}.servers must be at least 1"));
        found.require((1..=1_000).contains(&job.calls), || format!("{id}.calls is 1 to 1000"));
        found.number(&format!("{id}.fails"), job.fails, 0.0, 1.0);
        if let Some(breakdowns) = &job.breakdowns {
            found.positive(&format!("{id}.breakdowns.up"), &breakdowns.up);
            found.positive(&format!("{id}.breakdowns.down"), &breakdowns.down);
        }
        if let Some(shared) = &job.uses {
            let earlier = self.tasks[..index].iter().any(|t| t.id == *shared && t.uses.is_none());
            found.require(earlier, || {
                format!("{id}.uses must name an earlier task that has its own servers, not {shared}")
            });
        }
        if let Some(first) = &job.after {
            let earlier = self.tasks[..index].iter().any(|t| t.id == *first);
            found.require(earlier, || format!("{id}.after must name an earlier task, not {first}"));
            let owes = matches!(job.effect, Effect::Charge | Effect::Reserve | Effect::Save);
            found.require(!owes, || format!("{id}.after is for tasks that neither charge, reserve nor save"));
        }
        found.require((1..=20).contains(&job.call.tries), || format!("{id}.call.tries is 1 to 20"));
        found.require((1..=10).contains(&job.call.layers), || format!("{id}.call.layers is 1 to 10"));
        found.require(job.call.timeout > Span::ZERO, || format!("{id}.call.timeout must be above 0"));
        found.backoff(&format!("{id}.call.backoff"), &job.call.backoff);
        check_background(job, found);
    }

    fn check_window(&self, w: &Window, found: &mut Findings) {
        found
            .require(w.from < w.until, || format!("a window of trouble runs from {} to {}", w.from, w.until));
        found.number("a window's factor", w.factor, 1e-3, 1e4);
        found.number("a window's share", w.share, 0.0, 1.0);
        match &w.task {
            Some(id) => {
                found.require(self.task(id.as_str()).is_some(), || format!("a window names no task: {id}"));
            }
            None => found.require(!w.trouble.needs_task(), || "this window of trouble needs a task".into()),
        }
        let endless = w.until.is_never() && w.trouble == Trouble::Poison && w.count == 0 && w.from.is_never();
        found.require(!endless, || "a window of trouble must begin".into());
    }
}

fn check_background(job: &Job, found: &mut Findings) {
    let (id, queue) = (&job.id, &job.queue);
    found.require(job.placement == Placement::Blocking || queue.workers.get() > 0, || {
        format!("{id}.workers must be at least 1")
    });
    found.require((1..=1_000).contains(&queue.attempts), || format!("{id}.queue.attempts is 1 to 1000"));
    found.require(queue.lease > Span::ZERO, || format!("{id}.queue.lease must be above 0"));
    found.number(&format!("{id}.queue.redrive_rate"), queue.redrive_rate, 0.0, 1e6);
    found.backoff(&format!("{id}.queue.backoff"), &queue.backoff);
    found.require((1..=100_000).contains(&job.batch.size), || format!("{id}.batch.size is 1 to 100000"));
    found.require(!job.batch.linger.is_never() || job.batch.size == 1, || {
        format!("{id}.batch.linger cannot be never")
    });
    if let Some(stream) = &job.stream {
        found.require((1..=1_024).contains(&stream.partitions), || {
            format!("{id}.stream.partitions is 1 to 1024")
        });
        found.require(stream.keys > 0, || format!("{id}.stream.keys must be at least 1"));
    }
}

/// What was found, and the part of the scenario that is being looked at.
#[derive(Default)]
struct Findings {
    problems: Vec<Diagnostic>,
    part: Option<String>,
}

impl Findings {
    /// A message begins with the key that it is about, as a person writes it: `email.servers`, `arrivals.rate`.
    fn require(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            let message = message();
            let key = self.key_of(&message);
            self.problems.push(Diagnostic::error("scenario", message, None).at(key));
        }
    }

    /// The path of that key in the scenario; what is not there is placed at what is around it.
    fn key_of(&self, message: &str) -> String {
        let named = message.split([' ', ',']).next().unwrap_or_default();
        match (&self.part, named.split_once('.')) {
            (Some(part), Some((_, rest))) => format!("{part}.{rest}"),
            (Some(part), None) => part.clone(),
            (None, _) => named.to_owned(),
        }
    }

    fn number(&mut self, key: &str, value: f64, low: f64, high: f64) {
        self.require((low..=high).contains(&value), || {
            format!("{key} is {low} to {high}, but here is {}", plain(value))
        });
    }

    fn positive(&mut self, key: &str, dist: &Dist) {
        self.require(dist.mean() > 0.0, || format!("{key} must take some time"));
    }

    fn backoff(&mut self, key: &str, backoff: &Backoff) {
        self.number(&format!("{key}.factor"), backoff.factor, 1.0, 100.0);
        self.require(!backoff.first.is_never(), || format!("{key}.first cannot be never"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(toml: &str) -> Vec<String> {
        let scenario: Scenario = toml::from_str(toml).unwrap();
        scenario.check().into_iter().map(|d| d.message).collect()
    }

    #[test]
    fn the_smallest_scenario_is_one_task() {
        assert_eq!(problems("tasks = [{ id = 'a', service = '1s' }]"), Vec::<String>::new());
    }

    #[test]
    fn hostile_numbers_are_named_with_their_range() {
        for (toml, expected) in [
            ("[arrivals]\nrate = nan\n[[tasks]]\nid = 'a'", "arrivals.rate is"),
            ("[arrivals]\nrate = inf\n[[tasks]]\nid = 'a'", "arrivals.rate is"),
            ("[arrivals]\nrate = -0.0\n[[tasks]]\nid = 'a'", "arrivals.rate is"),
            ("horizon = '3000d'\ntasks = [{ id = 'a' }]", "horizon is"),
            ("horizon = '366d'\narrivals = { rate = 1e6 }\ntasks = [{ id = 'a' }]", "arrivals are more than"),
            ("tasks = [{ id = 'a', fails = 1e308 }]", "a.fails is 0 to 1"),
            ("tasks = [{ id = 'a', uses = 'a' }]", "must name an earlier task"),
            ("tasks = [{ id = 'a' }, { id = 'a' }]", "two tasks"),
            ("tasks = [{ id = 'a', after = 'b' }, { id = 'b' }]", "a.after must name an earlier task, not b"),
            ("tasks = [{ id = 'a' }, { id = 'b', after = 'a', effect = 'save' }]", "neither charge"),
            ("tasks = [{ id = 'a', servers = 0 }]", "servers must be at least 1"),
            ("windows = [{ trouble = 'down', task = 'b' }]\ntasks = [{ id = 'a' }]", "names no task"),
            ("windows = [{ trouble = 'slow' }]\ntasks = [{ id = 'a' }]", "needs a task"),
            ("tasks = []", "at least one task"),
        ] {
            let found = problems(toml);
            assert!(found.iter().any(|m| m.contains(expected)), "{toml}: {found:?}");
        }
    }
}
