//! What is to be seen at one moment of a run: a value, made from the recording.

use super::lab::Played;
use crate::content::scenario::{Job, Trouble, Window};
use crate::content::task::Placement;
use crate::sim::{Flow, Frame, Harm, TaskFrame};

/// Rates and busy servers are means over this share of a run: at one moment they only flicker.
const SMOOTH: f64 = 1.0 / 120.0;
/// The shortest time that rates are taken over, in seconds.
const SHORTEST: f64 = 1.0;

/// One moment.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// Seconds since the start.
    pub at: f64,
    /// Clicks and answers.
    pub flow: Flow,
    /// Failed clicks a second.
    pub failing: f64,
    /// Harm so far.
    pub harm: Harm,
    /// Tasks on the request path, in order.
    pub desk: Vec<Desk<'a>>,
    /// Tasks behind it.
    pub room: Vec<Room<'a>>,
    /// Trouble that befalls no task: a spike, crashes.
    pub weather: Vec<&'a Window>,
}

/// A task on the request path.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// The task.
    pub job: &'a Job,
    /// Servers of its dependency; none when unlimited.
    pub servers: Option<u32>,
    /// Busy servers.
    pub busy: f64,
    /// Calls that wait for a server.
    pub line: u32,
    /// How long the first of them has waited, in seconds.
    pub oldest: f64,
    /// Calls finished a second.
    pub rate: f64,
    /// What is wrong with it.
    pub ailment: Option<Ailment>,
    /// Runs at the same time as the task before it.
    pub beside: bool,
}

/// A task behind the request path.
#[derive(Clone, Debug)]
pub struct Room<'a> {
    /// Which task of the scenario it is.
    pub index: usize,
    /// The task.
    pub job: &'a Job,
    /// Messages that wait.
    pub depth: u32,
    /// Age of the oldest of them, in seconds.
    pub oldest: f64,
    /// Workers; none when unlimited.
    pub workers: Option<u32>,
    /// Workers at work.
    pub busy: f64,
    /// Dead workers.
    pub dead: u32,
    /// Seconds until the next batch leaves; 0 when none is being collected.
    pub next_batch: f64,
    /// Messages set aside.
    pub set_aside: u32,
    /// Messages finished a second.
    pub rate: f64,
    /// By how much the line grows, in messages a second; negative while it shrinks.
    pub growth: f64,
    /// What is wrong with it.
    pub ailment: Option<Ailment>,
}

/// What is wrong with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ailment {
    /// For a sentence: `never answers`, `10 x slower`.
    pub word: String,
    /// For a narrow column: `hangs`.
    pub short: String,
}

impl Ailment {
    fn plain(word: String) -> Self {
        Self { short: word.clone(), word }
    }
}

impl<'a> Scene<'a> {
    /// The moment `at` of `played`; none when nothing was recorded.
    pub fn at(played: &'a Played, at: f64) -> Option<Self> {
        let recording = &played.run.recording;
        let now = recording.at(at)?;
        let window = (played.run.simulated * SMOOTH).max(SHORTEST).max(recording.step);
        let past = recording.at(now.at - window)?;
        let spread = Spread { played, now, past, at };
        let scene = Self {
            at,
            flow: now.flow,
            failing: spread.per_second(past.harm.failed_clicks, now.harm.failed_clicks),
            harm: recording.harm_by(at)?,
            desk: spread.desk(),
            room: spread.room(),
            weather: played.scenario.windows.iter().filter(|w| w.task.is_none() && active(w, at)).collect(),
        };
        Some(scene)
    }

    /// Messages that wait behind the request path.
    pub fn backlog(&self) -> u64 {
        self.room.iter().map(|r| u64::from(r.depth)).sum()
    }
}

/// Two frames, a little apart.
struct Spread<'a> {
    played: &'a Played,
    now: Frame<'a>,
    past: Frame<'a>,
    at: f64,
}

impl<'a> Spread<'a> {
    fn per_second(&self, past: u32, now: u32) -> f64 {
        let elapsed = self.now.at - self.past.at;
        if elapsed > 0.0 { f64::from(now.saturating_sub(past)) / elapsed } else { 0.0 }
    }

    fn jobs(
        &self,
        placed: impl Fn(Placement) -> bool,
    ) -> impl Iterator<Item = (usize, &'a Job, &'a TaskFrame)> {
        let jobs = self.played.scenario.tasks.iter().enumerate().zip(self.now.tasks);
        jobs.map(|((index, job), frame)| (index, job, frame)).filter(move |(_, job, _)| placed(job.placement))
    }

    /// The mean of a value of one task over the time between the two frames.
    fn mean(&self, task: usize, value: impl Fn(&TaskFrame) -> u32) -> f64 {
        let recording = &self.played.run.recording;
        let index = |at: f64| (at / recording.step.max(1e-9)).round() as usize;
        let range = index(self.past.at)..index(self.now.at) + 1;
        let frames = range.len().max(1) as f64;
        let values = range.filter_map(|i| recording.frame(i)).filter_map(|f| f.tasks.get(task));
        values.map(|frame| f64::from(value(frame))).sum::<f64>() / frames
    }

    fn desk(&self) -> Vec<Desk<'a>> {
        let mut desk: Vec<Desk> = Vec::new();
        for (index, job, frame) in self.jobs(|p| p == Placement::Blocking) {
            let together =
                desk.last().is_some_and(|d| !job.together.is_empty() && d.job.together == job.together);
            desk.push(Desk {
                job,
                servers: limit(job.servers),
                busy: self.mean(index, |f| f.serving),
                line: frame.line,
                oldest: f64::from(frame.oldest),
                rate: self.per_second(self.past.tasks[index].done, frame.done),
                ailment: self.ailment(job, frame),
                beside: together,
            });
        }
        desk
    }

    fn room(&self) -> Vec<Room<'a>> {
        let room = self.jobs(|p| p != Placement::Blocking).map(|(index, job, frame)| {
            let past = self.past.tasks[index];
            let elapsed = (self.now.at - self.past.at).max(1e-9);
            Room {
                index,
                job,
                depth: frame.depth,
                oldest: f64::from(frame.oldest),
                workers: limit(job.queue.workers),
                busy: self.mean(index, |f| f.busy),
                dead: frame.dead,
                next_batch: f64::from(frame.next_batch),
                set_aside: frame.dead_letters,
                rate: self.per_second(past.done, frame.done),
                growth: (f64::from(frame.depth) - f64::from(past.depth)) / elapsed,
                ailment: self.ailment(job, frame),
            }
        });
        room.collect()
    }

    fn ailment(&self, job: &Job, frame: &TaskFrame) -> Option<Ailment> {
        let windows = &self.played.scenario.windows;
        let mut named = windows.iter().filter(|w| w.task.as_ref() == Some(&job.id) && active(w, self.at));
        if frame.dead > 0 {
            let short = format!("{} dead", frame.dead);
            return Some(Ailment { word: super::words::many(frame.dead.into(), "dead worker"), short });
        }
        let lasting = |w: &&Window| frame.trouble || !needs_repair(w);
        named
            .find(|w| w.trouble != Trouble::DeadWorkers && lasting(w))
            .map(ailment)
            .or_else(|| frame.trouble.then(|| Ailment::plain("in trouble".to_owned())))
    }
}

fn limit(count: crate::content::scenario::Count) -> Option<u32> {
    (!count.is_unlimited()).then(|| count.get())
}

fn active(window: &Window, at: f64) -> bool {
    // The story counts in whole ticks, so that its moments may lie a hair before the window.
    let at = at + 1e-6;
    at >= window.from.as_secs() && at < window.until.as_secs()
}

/// The window ends when somebody has repaired it, which only the recording knows.
fn needs_repair(window: &Window) -> bool {
    window.until.is_never()
}

fn ailment(window: &Window) -> Ailment {
    let short = match window.trouble {
        Trouble::Hangs => "hangs".to_owned(),
        Trouble::Freezes => "frozen".to_owned(),
        Trouble::Slow => format!("{}x slower", window.factor),
        Trouble::Poison => "poison".to_owned(),
        _ => return Ailment::plain(word(window)),
    };
    Ailment { word: word(window), short }
}

/// What a window does, in few words.
pub fn word(window: &Window) -> String {
    let share = || super::words::percent(window.share);
    match window.trouble {
        Trouble::Down => "down".to_owned(),
        Trouble::Hangs => "never answers".to_owned(),
        Trouble::Freezes => "stands still".to_owned(),
        Trouble::Slow => format!("{} x slower", window.factor),
        Trouble::Failing => format!("{} fail", share()),
        Trouble::DeadWorkers => "workers dead".to_owned(),
        Trouble::Poison => "poison inside".to_owned(),
        Trouble::Redrive => "redriven".to_owned(),
        Trouble::Spike => format!("{} x the clicks", window.factor),
        Trouble::Crash => format!("{} crash before publishing", share()),
        Trouble::ColdCache => "cache emptied".to_owned(),
    }
}

/// A value over the whole run in `columns` equal parts, each the largest of its part; parts after `at` are none.
pub fn history(
    played: &Played,
    columns: usize,
    at: f64,
    value: impl Fn(Frame<'_>) -> f64,
) -> Vec<Option<f64>> {
    let recording = &played.run.recording;
    let frames = recording.len();
    let seen = (at / recording.step.max(1e-9) + 1e-9) as usize;
    let seen = seen.saturating_add(1);
    let edge = |column: usize| column * frames / columns.max(1);
    let part = |column: usize| {
        let from = edge(column).min(frames.saturating_sub(1));
        let to = edge(column + 1).max(from + 1).min(seen);
        let values = (from..to).filter_map(|i| recording.frame(i)).map(&value);
        values.fold(None, |most: Option<f64>, v| Some(most.map_or(v, |m| m.max(v))))
    };
    (0..columns).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{frames, outage};
    use super::*;

    #[test]
    fn tasks_stand_where_the_design_put_them() {
        let played = outage();
        let scene = Scene::at(&played, 3.0).unwrap();
        let desk: Vec<&str> = scene.desk.iter().map(|d| d.job.id.as_str()).collect();
        let room: Vec<&str> = scene.room.iter().map(|r| r.job.id.as_str()).collect();
        assert_eq!((desk, room), (vec!["charge"], vec!["email"]));
    }

    #[test]
    fn rates_come_from_the_time_just_before() {
        let played = outage();
        let scene = Scene::at(&played, 4.0).unwrap();
        assert!((scene.desk[0].rate - 100.0).abs() < 1e-6, "{}", scene.desk[0].rate);
        assert!((scene.room[0].growth - 100.0).abs() < 1e-6, "{}", scene.room[0].growth);
        assert!((scene.room[0].rate).abs() < 1e-6);
    }

    #[test]
    fn trouble_is_named_while_it_lasts() {
        let played = outage();
        let word = |at| Scene::at(&played, at).unwrap().room[0].ailment.clone().map(|a| a.word);
        assert_eq!(word(1.0), None);
        assert_eq!(word(4.0).as_deref(), Some("down"));
        assert_eq!(word(9.0), None);
    }

    #[test]
    fn before_the_start_and_after_the_end_there_is_a_picture_too() {
        let played = outage();
        assert_eq!(Scene::at(&played, -5.0).unwrap().harm, frames()[0].1);
        assert_eq!(Scene::at(&played, 1e9).unwrap().harm, frames().last().unwrap().1);
    }

    #[test]
    fn what_a_key_moment_tells_is_counted_at_that_moment() {
        let played = outage();
        assert_eq!(Scene::at(&played, 3.0).unwrap().harm, frames()[3].1);
        assert_eq!(Scene::at(&played, 3.2).unwrap().harm, frames()[4].1);
    }

    #[test]
    fn history_keeps_peaks_and_ends_now() {
        let played = outage();
        let depth = |f: Frame<'_>| f64::from(f.tasks[1].depth);
        let whole = history(&played, 3, 1e9, depth);
        assert_eq!(whole, [Some(100.0), Some(400.0), Some(300.0)]);
        let half = history(&played, 11, 4.0, depth);
        assert_eq!(half.iter().filter(|v| v.is_some()).count(), 5);
    }
}
