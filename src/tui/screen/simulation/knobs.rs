//! The knob panel: the fault script first, then everything that can be turned.

use super::lab::{Lab, Setup};
use crate::content::design::Setting;
use crate::content::scenario::{Knob, Scenario};
use crate::tui::widget::list::Cursor;

/// The rows of the panel and the one under the cursor.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    rows: Vec<Row>,
    /// The row under the cursor.
    pub cursor: Cursor,
}

/// One thing to turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// Its value as a person reads it.
    pub value: String,
    /// Differs from what the screen was opened with.
    pub changed: bool,
    /// Whether there is a value below and above this one.
    pub ends: [bool; 2],
    turns: Turns,
}

#[derive(Clone, Debug, PartialEq)]
enum Turns {
    Fault(Vec<Option<String>>),
    Knob(Knob),
}

impl Panel {
    /// The panel for what `lab` was asked last; the cursor stays where it is.
    pub fn refresh(&mut self, lab: &Lab) {
        let scenario = |setup: &Setup| lab.base().with(&setup.design, setup.fault.as_deref()).ok();
        let Some(now) = scenario(&lab.setup) else { return };
        let first = scenario(&lab.first).map(|s| s.knobs()).unwrap_or_default();
        self.rows = fault_row(lab.base(), lab).into_iter().collect();
        self.rows.extend(now.knobs().into_iter().map(|knob| knob_row(knob, &first)));
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The setup with the row under the cursor one step up or down; none at its end.
    pub fn turned(&self, setup: &Setup, up: bool) -> Option<Setup> {
        let row = self.rows.get(self.cursor.row(self.rows.len()))?;
        if !row.ends[usize::from(up)] {
            return None;
        }
        Some(match &row.turns {
            Turns::Fault(choices) => {
                let here = choices.iter().position(|c| *c == setup.fault).unwrap_or(0);
                let there = if up { here + 1 } else { here.checked_sub(1)? };
                Setup { fault: choices.get(there)?.clone(), ..setup.clone() }
            }
            Turns::Knob(knob) => setup.turned(knob, knob.stepped(up)),
        })
    }
}

/// The scripts that may be chosen; the calm scenario itself only when it has no script or was opened so.
pub fn scripts(base: &Scenario, first: &Setup) -> Vec<Option<String>> {
    let named = base.faults.iter().map(|f| Some(f.id.to_string()));
    let calm_script = base.faults.iter().any(|f| f.windows.is_empty() && f.set.is_empty());
    let calm = (first.fault.is_none() && !calm_script).then_some(None);
    calm.into_iter().chain(named).collect()
}

/// What a person reads for a fault script.
pub fn script_title(base: &Scenario, fault: Option<&str>) -> String {
    let script = fault.and_then(|id| base.fault(id));
    script.map_or_else(|| "Nothing goes wrong".to_owned(), |f| f.title.clone())
}

fn fault_row(base: &Scenario, lab: &Lab) -> Option<Row> {
    let choices = scripts(base, &lab.first);
    if choices.len() < 2 {
        return None;
    }
    let here = choices.iter().position(|c| *c == lab.setup.fault).unwrap_or(0);
    Some(Row {
        label: "fault".to_owned(),
        value: script_title(base, lab.setup.fault.as_deref()),
        changed: lab.setup.fault != lab.first.fault,
        ends: [here > 0, here + 1 < choices.len()],
        turns: Turns::Fault(choices),
    })
}

fn knob_row(knob: Knob, first: &[Knob]) -> Row {
    let original = first.iter().find(|k| k.key == knob.key && k.kind == knob.kind);
    let here = knob.choices.iter().position(|c| *c == knob.value).unwrap_or(0);
    Row {
        label: knob.label.clone(),
        value: shown(&knob.value),
        changed: original.is_none_or(|k| k.value != knob.value),
        ends: [here > 0, here + 1 < knob.choices.len()],
        turns: Turns::Knob(knob),
    }
}

/// A value as a person reads it.
pub fn shown(value: &Setting) -> String {
    match value {
        Setting::Number(n) if n.fract() == 0.0 && *n >= 0.0 => super::words::count(*n as u64),
        other => other.to_string(),
    }
}
