//! What a knob panel offers to change.

use super::{Job, Scenario};
use crate::content::design::Setting;
use crate::content::task::Placement;

/// One setting that a person may turn while looking at a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// The setting's key for [`crate::content::design::Design::settings`]; for a placement, the task's id.
    pub key: String,
    /// What a person reads, for example `email: workers`.
    pub label: String,
    /// The value now.
    pub value: Setting,
    /// Whether it is a setting or a placement.
    pub kind: KnobKind,
    /// The values offered, in order; the value now is among them.
    pub choices: Vec<Setting>,
}

/// What turning a knob changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobKind {
    /// A setting of the scenario.
    Setting,
    /// The placement of the task called `key`.
    Placement,
}

impl Knob {
    /// The choice after the one now, or the one before; the value itself at the ends.
    pub fn stepped(&self, up: bool) -> &Setting {
        let here = self.choices.iter().position(|c| *c == self.value).unwrap_or(0);
        let there =
            if up { (here + 1).min(self.choices.len().saturating_sub(1)) } else { here.saturating_sub(1) };
        self.choices.get(there).unwrap_or(&self.value)
    }
}

impl Scenario {
    /// The knobs of this scenario: placements first, then the settings that matter under them.
    pub fn knobs(&self) -> Vec<Knob> {
        let placements = self.tasks.iter().map(placement_knob);
        let jobs = self.tasks.iter().flat_map(job_knobs);
        placements.chain(self.shared_knobs()).chain(jobs).collect()
    }

    fn shared_knobs(&self) -> Vec<Knob> {
        let mut knobs = vec![
            number("arrivals.rate", format!("{}s per second", self.noun), self.arrivals.rate, &RATES),
            time(
                "client.timeout",
                format!("{}'s patience with a click", self.person),
                self.client.timeout,
                &PATIENCE,
            ),
            number(
                "client.attempts",
                "clicks at most".into(),
                f64::from(self.client.attempts),
                &[1.0, 2.0, 3.0, 5.0],
            ),
            switch("client.idempotency", "idempotency key on the click", self.client.idempotency),
            switch("compensate", "undo what a failed request did", self.compensate),
        ];
        if self.tasks.iter().any(|t| t.placement != Placement::Blocking) {
            knobs.push(switch("publish.outbox", "outbox between saving and publishing", self.publish.outbox));
            knobs.push(switch("team.alarms", "alarms reach someone", self.team.alarms));
        }
        if !self.stock.units.is_unlimited() {
            let locks = ["naive", "optimistic", "pessimistic", "cache"];
            let now = format!("{:?}", self.stock.locking).to_lowercase();
            knobs.push(words("stock.locking", "guard of the last unit".into(), &now, &locks));
        }
        if self.cache.reads > 0.0 {
            knobs.push(time(
                "cache.expiry",
                "cache expiry".into(),
                self.cache.expiry,
                &["1s", "10s", "60s", "5m", "1h"],
            ));
            knobs.push(switch(
                "cache.invalidate",
                "a purchase deletes the cached value",
                self.cache.invalidate,
            ));
            knobs.push(switch(
                "cache.single_flight",
                "one database read for many misses",
                self.cache.single_flight,
            ));
        }
        knobs
    }
}

const RATES: [f64; 9] = [1.0, 10.0, 50.0, 100.0, 150.0, 200.0, 500.0, 1_000.0, 2_000.0];
const PATIENCE: [&str; 6] = ["1s", "2s", "3s", "5s", "10s", "never"];
const COUNTS: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

fn placement_knob(job: &Job) -> Knob {
    let word = |p: Placement| Setting::Word(p.word().to_owned());
    Knob {
        key: job.id.to_string(),
        label: format!("{}: place", job.id),
        value: word(job.placement),
        kind: KnobKind::Placement,
        choices: Placement::ALL.into_iter().map(word).collect(),
    }
}

fn job_knobs(job: &Job) -> Vec<Knob> {
    let key = |name: &str| format!("{}.{name}", job.id);
    let label = |name: &str| format!("{}: {name}", job.id);
    let mut knobs = Vec::new();
    if !job.servers.is_unlimited() {
        knobs.push(count(&key("servers"), label("capacity"), job.servers));
    }
    if job.placement == Placement::Blocking {
        knobs.push(number(
            &key("call.tries"),
            label("tries of a call"),
            f64::from(job.call.tries),
            &[1.0, 2.0, 3.0, 5.0],
        ));
        return knobs;
    }
    let queue = &job.queue;
    knobs.push(count(&key("queue.workers"), label("workers"), queue.workers));
    knobs.push(number(
        &key("queue.attempts"),
        label("attempts"),
        f64::from(queue.attempts),
        &[1.0, 2.0, 3.0, 5.0, 8.0, 20.0],
    ));
    knobs.push(time(&key("queue.lease"), label("lease"), queue.lease, &["1s", "5s", "30s", "2m", "never"]));
    let dedupe = format!("{:?}", job.dedupe).to_lowercase();
    knobs.push(words(&key("dedupe"), label("recognise repeats by"), &dedupe, &["none", "message", "order"]));
    knobs.push(time(&key("alarm.age"), label("alarm at age"), job.alarm.age, &["10s", "1m", "5m", "never"]));
    if job.placement == Placement::Batchable {
        knobs.push(number(
            &key("batch.size"),
            label("batch size"),
            f64::from(job.batch.size),
            &[1.0, 10.0, 100.0, 500.0, 1_000.0],
        ));
        knobs.push(time(
            &key("batch.linger"),
            label("batch linger"),
            job.batch.linger,
            &["100ms", "1s", "10s", "1m", "5m"],
        ));
        knobs.push(switch(&key("batch.partial_ack"), &label("partial ack"), job.batch.partial_ack));
    }
    knobs
}

fn knob(key: &str, label: String, value: Setting, mut choices: Vec<Setting>) -> Knob {
    if !choices.contains(&value) {
        let at = choices.iter().position(|c| weight(c) > weight(&value)).unwrap_or(choices.len());
        choices.insert(at, value.clone());
    }
    Knob { key: key.to_owned(), label, value, kind: KnobKind::Setting, choices }
}

/// What choices are ordered by.
fn weight(setting: &Setting) -> f64 {
    match setting {
        Setting::Switch(on) => f64::from(u8::from(*on)),
        Setting::Number(number) => *number,
        Setting::Word(word) => word.parse::<super::Span>().map_or(f64::INFINITY, super::Span::as_secs),
    }
}

fn number(key: &str, label: String, value: f64, choices: &[f64]) -> Knob {
    knob(key, label, Setting::Number(value), choices.iter().copied().map(Setting::Number).collect())
}

fn count(key: &str, label: String, value: super::Count) -> Knob {
    if value.is_unlimited() {
        let word = Setting::Word("unlimited".to_owned());
        return knob(key, label, word, COUNTS.into_iter().map(Setting::Number).collect());
    }
    number(key, label, f64::from(value.get()), &COUNTS)
}

fn time(key: &str, label: String, value: super::Span, choices: &[&str]) -> Knob {
    let spans = choices.iter().filter_map(|c| c.parse::<super::Span>().ok());
    let words = spans.map(|s| Setting::Word(s.to_string())).collect();
    knob(key, label, Setting::Word(value.to_string()), words)
}

fn words(key: &str, label: String, value: &str, choices: &[&str]) -> Knob {
    let choices = choices.iter().map(|c| Setting::Word((*c).to_owned())).collect();
    knob(key, label, Setting::Word(value.to_owned()), choices)
}

fn switch(key: &str, label: &str, value: bool) -> Knob {
    knob(key, label.to_owned(), Setting::Switch(value), vec![Setting::Switch(false), Setting::Switch(true)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::design::Design;

    #[test]
    fn every_choice_of_every_knob_makes_a_scenario_that_passes_its_checks() {
        let scenario: Scenario = toml::from_str(
            "stock = { units = 3 }\ncache = { reads = 10 }\n\
             tasks = [{ id = 'a', servers = 3 }, { id = 'b', placement = 'async' }, { id = 'c', placement = 'batchable' }]",
        )
        .unwrap();
        for knob in scenario.knobs() {
            assert!(knob.choices.contains(&knob.value), "{}", knob.key);
            for choice in knob.choices.iter().filter(|_| knob.kind == KnobKind::Setting) {
                let design =
                    Design { settings: [(knob.key.clone(), choice.clone())].into(), ..Design::default() };
                assert!(scenario.with(&design, None).is_ok(), "{} = {choice:?}", knob.key);
            }
        }
    }

    #[test]
    fn stepping_stops_at_the_ends() {
        let knob = number("k", "k".into(), 3.0, &[1.0, 2.0, 4.0]);
        assert_eq!(knob.stepped(true), &Setting::Number(4.0));
        assert_eq!(knob.stepped(false), &Setting::Number(2.0));
        assert_eq!(number("k", "k".into(), 4.0, &[4.0]).stepped(true), &Setting::Number(4.0));
    }
}
