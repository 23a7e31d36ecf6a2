//! A run as frames at equal distances, for playback, charts and series.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::Harm;

/// What one task looks like at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TaskFrame {
    /// Calls being served by the dependency.
    pub serving: u32,
    /// Calls waiting for a server of the dependency.
    pub line: u32,
    /// Messages waiting in the queue (or collected for a batch).
    pub depth: u32,
    /// Age of the oldest waiting message or, on the request path, of the oldest waiting call; seconds.
    pub oldest: f32,
    /// Workers at work.
    pub busy: u32,
    /// Workers that are dead.
    pub dead: u32,
    /// Seconds until the next batch leaves by its linger; 0 when none is being collected.
    pub next_batch: f32,
    /// Messages or calls finished so far.
    pub done: u32,
    /// Dead letters now.
    pub dead_letters: u32,
    /// Whether the dependency is in trouble.
    pub trouble: bool,
}

/// What flows through the front desk at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Flow {
    /// Clicks a second, smoothed.
    pub clicks: f32,
    /// Orders told "placed" a second, smoothed.
    pub placed: f32,
    /// Orders told "placed" within the deadline a second, smoothed.
    pub goodput: f32,
    /// Requests being worked on.
    pub in_flight: u32,
    /// Recent median time from first click to "placed", seconds.
    pub p50: f32,
    /// Recent 95th percentile, seconds.
    pub p95: f32,
    /// Recent 99th percentile, seconds.
    pub p99: f32,
}

/// One moment of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame<'a> {
    /// Seconds since the start.
    pub at: f64,
    /// One entry for each task, in the scenario's order.
    pub tasks: &'a [TaskFrame],
    /// The front desk.
    pub flow: Flow,
    /// Harm so far.
    pub harm: Harm,
}

/// The frames of a run. As JSON, one list a quantity: a series to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// Seconds between two frames; frame k shows the moment k × step.
    pub step: f64,
    /// Ids of the tasks, in the scenario's order.
    pub tasks: Vec<String>,
    /// The front desk, frame by frame.
    pub flow: Vec<Flow>,
    /// Harm so far, frame by frame.
    pub harm: Vec<Harm>,
    /// Tasks of the first frame, tasks of the second, and so on.
    pub frames: Vec<TaskFrame>,
}

impl Recording {
    /// The number of frames.
    pub fn len(&self) -> usize {
        self.flow.len()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.flow.is_empty()
    }

    /// The frame with this index.
    pub fn frame(&self, index: usize) -> Option<Frame<'_>> {
        let width = self.tasks.len();
        let tasks = self.frames.get(index * width..(index + 1) * width)?;
        let (flow, harm) = (*self.flow.get(index)?, *self.harm.get(index)?);
        Some(Frame { at: index as f64 * self.step, tasks, flow, harm })
    }

    /// The last frame at or before `seconds`; the first or last one outside the run.
    pub fn at(&self, seconds: f64) -> Option<Frame<'_>> {
        let index = (seconds.max(0.0) / self.step.max(1e-9) + 1e-9) as usize;
        self.frame(index.min(self.len().checked_sub(1)?))
    }

    /// The harm done by `seconds`: counted at the first frame at or after it, so that what happened at that very
    /// moment is in it.
    pub fn harm_by(&self, seconds: f64) -> Option<Harm> {
        let index = (seconds.max(0.0) / self.step.max(1e-9) - 1e-9).ceil() as usize;
        self.harm.get(index).or(self.harm.last()).copied()
    }

    /// Keeps every other frame.
    pub(super) fn thin(&mut self) {
        let width = self.tasks.len().max(1);
        let mut index = 0;
        self.frames.retain(|_| {
            index += 1;
            ((index - 1) / width).is_multiple_of(2)
        });
        self.flow = self.flow.iter().step_by(2).copied().collect();
        self.harm = self.harm.iter().step_by(2).copied().collect();
        self.step *= 2.0;
    }

    /// One task's value over time, for a chart.
    pub fn series(&self, task: usize, value: impl Fn(&TaskFrame) -> f64) -> Vec<f64> {
        let width = self.tasks.len().max(1);
        self.frames.iter().skip(task).step_by(width).map(value).collect()
    }
}

impl Serialize for Recording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("step", &self.step)?;
        map.serialize_entry("front_desk", &columns(&self.flow))?;
        map.serialize_entry("harm", &columns(&self.harm))?;
        let width = self.tasks.len().max(1);
        let task = |index: usize| self.frames.iter().skip(index).step_by(width).copied().collect::<Vec<_>>();
        let tasks = self.tasks.iter().enumerate().map(|(index, id)| (id.clone(), columns(&task(index))));
        map.serialize_entry("tasks", &tasks.collect::<Map<String, Value>>())?;
        map.end()
    }
}

/// Rows turned into one list for each field.
fn columns<T: Serialize>(rows: &[T]) -> Value {
    let mut columns = Map::new();
    for row in rows {
        if let Ok(Value::Object(row)) = serde_json::to_value(row) {
            for (name, value) in row {
                if let Value::Array(column) = columns.entry(name).or_insert_with(|| Value::Array(Vec::new()))
                {
                    column.push(value);
                }
            }
        }
    }
    Value::Object(columns)
}
