//! Putting a design and a fault script into a scenario: the one mechanism behind `--set`, knobs, twists and faults.

use serde_json::{Map, Value};

use super::Scenario;
use crate::content::design::{Design, Setting, Settings};
use crate::diagnostic::Diagnostic;

impl Scenario {
    /// This scenario under a design, with a fault script when one is named.
    ///
    /// A setting's key is a dotted path from a task or from the scenario (`email.queue.workers`, `client.timeout`).
    /// A last name that is not found there is looked for one table deeper, so that `email.workers` means the same.
    ///
    /// # Errors
    /// Every setting, task and fault that does not exist, every value that does not fit, and every problem of the
    /// resulting scenario (see [`Scenario::check`]).
    pub fn with(&self, design: &Design, fault: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut scenario = self.clone();
        for (task, placement) in &design.placements {
            match scenario.tasks.iter_mut().find(|t| t.id == *task) {
                Some(job) => job.placement = *placement,
                None => {
                    problems.push(unknown("task", task.as_str(), self.tasks.iter().map(|t| t.id.as_str())));
                }
            }
        }
        let script = fault.and_then(|id| self.fault(id));
        if let (Some(id), None) = (fault, script) {
            problems.push(unknown("fault", id, self.faults.iter().map(|f| f.id.as_str())));
        }
        let none = Settings::new();
        scenario = scenario.set(script.map_or(&none, |s| &s.set), &design.settings, &mut problems);
        scenario.windows.extend(script.into_iter().flat_map(|s| s.windows.iter().cloned()));
        problems.extend(scenario.check());
        problems.retain(|p| p.severity == crate::diagnostic::Severity::Error);
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }

    /// The settings of the fault, then those of the design.
    fn set(self, fault: &Settings, design: &Settings, problems: &mut Vec<Diagnostic>) -> Self {
        if fault.is_empty() && design.is_empty() {
            return self;
        }
        let mut tree = match serde_json::to_value(&self) {
            Ok(tree) => tree,
            Err(error) => {
                problems.push(Diagnostic::error("setting", error.to_string(), None));
                return self;
            }
        };
        let mut scenario = self;
        for (key, setting) in fault.iter().chain(design) {
            match change(&mut tree, key, setting) {
                Ok(changed) => scenario = changed,
                Err(problem) => problems.push(problem),
            }
        }
        scenario
    }
}

/// Sets one key in the tree when the result is still a scenario.
fn change(tree: &mut Value, key: &str, setting: &Setting) -> Result<Scenario, Diagnostic> {
    let mut refusal = None;
    for value in candidates(setting) {
        let mut attempt = tree.clone();
        *resolve(&mut attempt, key)? = value;
        match serde_json::from_value::<Scenario>(attempt.clone()) {
            Ok(scenario) => {
                *tree = attempt;
                return Ok(scenario);
            }
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    let why = refusal.map_or_else(|| "not a number".to_owned(), |e| e.to_string());
    Err(Diagnostic::error("setting", format!("{key} cannot be {}: {why}", shown(setting)), None))
}

/// The ways in which a setting may be meant: a word may also be the number or switch that it spells, or nothing.
fn candidates(setting: &Setting) -> Vec<Value> {
    match setting {
        Setting::Switch(on) => vec![Value::Bool(*on)],
        Setting::Number(number) => number_value(*number).into_iter().collect(),
        Setting::Word(word) => {
            let plain = Value::String(word.clone());
            let number = word.parse().ok().and_then(number_value);
            let switch = match word.as_str() {
                "true" | "on" | "yes" => Some(Value::Bool(true)),
                "false" | "off" | "no" => Some(Value::Bool(false)),
                _ => None,
            };
            let nothing = (word == "none").then_some(Value::Null);
            let list = word.starts_with('[').then(|| serde_json::from_str(word).ok()).flatten();
            std::iter::once(plain).chain(number).chain(switch).chain(nothing).chain(list).collect()
        }
    }
}

fn number_value(number: f64) -> Option<Value> {
    let whole = number.fract() == 0.0 && number.abs() < 9e15;
    if whole {
        Some(Value::from(number as i64))
    } else {
        serde_json::Number::from_f64(number).map(Value::Number)
    }
}

fn shown(setting: &Setting) -> String {
    match setting {
        Setting::Switch(on) => on.to_string(),
        Setting::Number(number) => number.to_string(),
        Setting::Word(word) => format!("{word:?}"),
    }
}

/// The place that a dotted key means.
fn resolve<'a>(tree: &'a mut Value, key: &str) -> Result<&'a mut Value, Diagnostic> {
    let (head, rest) = key.split_once('.').map_or((key, None), |(h, r)| (h, Some(r)));
    let of_task = tree["tasks"].as_array().and_then(|tasks| tasks.iter().position(|t| t["id"] == head));
    let (Some(index), Some(rest)) = (of_task, rest) else { return walk(tree, key, key) };
    // A task may be called like a part of the scenario (`cache`): the part is meant when the task has no such key.
    let in_part = tree.get(head).is_some_and(|part| part.get(rest).is_some());
    let in_task = walk(&mut tree["tasks"][index].clone(), rest, key).is_ok();
    if in_part && !in_task { walk(tree, key, key) } else { walk(&mut tree["tasks"][index], rest, key) }
}

fn walk<'a>(mut place: &'a mut Value, path: &str, key: &str) -> Result<&'a mut Value, Diagnostic> {
    for name in path.split('.') {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let table = place.as_object_mut().ok_or_else(|| no_such(key, name, &[]))?;
        place = step(table, name, key)?;
    }
    Ok(place)
}

/// The value called `name` in this table, or in exactly one of its tables.
fn step<'a>(table: &'a mut Map<String, Value>, name: &str, key: &str) -> Result<&'a mut Value, Diagnostic> {
    let known: Vec<String> = table.keys().cloned().collect();
    if table.is_empty() || table.contains_key(name) {
        return Ok(table.entry(name).or_insert(Value::Null));
    }
    let deeper: Vec<String> =
        table.iter().filter(|(_, v)| v.get(name).is_some()).map(|(k, _)| k.clone()).collect();
    match deeper.as_slice() {
        [one] => table.get_mut(one).and_then(|t| t.get_mut(name)).ok_or_else(|| no_such(key, name, &known)),
        [] => Err(no_such(key, name, &known)),
        several => {
            let full: Vec<String> = several.iter().map(|t| format!("{t}.{name}")).collect();
            Err(Diagnostic::error("setting", format!("{key} may mean {}", full.join(" or ")), None)
                .with_help("write the longer key"))
        }
    }
}

fn no_such(key: &str, name: &str, known: &[String]) -> Diagnostic {
    let problem = Diagnostic::error("setting", format!("the scenario has no setting {key}"), None);
    match closest(name, known.iter().map(String::as_str)) {
        Some(near) => problem.with_help(format!("did you mean {near:?} instead of {name:?}?")),
        None => problem.with_help("keys are listed in docs/scenarios.md; tasks are named by their id"),
    }
}

fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let problem = Diagnostic::error("setting", format!("the scenario has no {kind} {name:?}"), None);
    match closest(name, known.clone()) {
        Some(near) => problem.with_help(format!("did you mean {near:?}?")),
        None => problem.with_help(format!("it has {}", known.collect::<Vec<_>>().join(", "))),
    }
}

fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|k| (strsim::jaro_winkler(name, k), k)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        toml::from_str("tasks = [{ id = 'email', placement = 'async', service = '200ms' }]").unwrap()
    }

    fn with(key: &str, setting: Setting) -> Result<Scenario, Vec<Diagnostic>> {
        let settings = Settings::from([(key.to_owned(), setting)]);
        scenario().with(&Design { settings, ..Design::default() }, None)
    }

    #[test]
    fn short_and_long_keys_mean_the_same() {
        let long = with("email.queue.workers", Setting::Number(8.0)).unwrap();
        assert_eq!(with("email.workers", Setting::Number(8.0)).unwrap(), long);
        assert_eq!(with("email.workers", Setting::Word("8".into())).unwrap(), long);
        assert_eq!(long.tasks[0].queue.workers.get(), 8);
    }

    #[test]
    fn words_become_times_switches_and_nothing() {
        assert_eq!(with("client.timeout", Setting::Word("3s".into())).unwrap().client.timeout.as_secs(), 3.0);
        assert!(with("outbox", Setting::Word("on".into())).unwrap().publish.outbox);
        assert_eq!(with("orders", Setting::Word("none".into())).unwrap().orders, None);
        assert_eq!(with("email.alarm.depth", Setting::Number(9.0)).unwrap().tasks[0].alarm.depth, Some(9));
    }

    #[test]
    fn a_missing_optional_table_is_made() {
        assert_eq!(
            with("email.stream.partitions", Setting::Number(3.0)).unwrap().tasks[0]
                .stream
                .as_ref()
                .unwrap()
                .partitions,
            3
        );
    }

    #[test]
    fn what_does_not_exist_or_fit_is_refused_with_a_suggestion() {
        let refused = |key: &str, setting| with(key, setting).unwrap_err().remove(0);
        assert_eq!(
            refused("email.wokers", Setting::Number(1.0)).severity,
            crate::diagnostic::Severity::Error
        );
        assert!(refused("arivals", Setting::Number(1.0)).help.unwrap().contains("arrivals"));
        assert!(
            refused("email.backoff", Setting::Number(1.0)).message.contains("call.backoff or queue.backoff")
        );
        for bad in [-1.0, f64::NAN, f64::INFINITY, 1e308, 0.5] {
            assert!(with("email.workers", Setting::Number(bad)).is_err(), "{bad}");
        }
    }
}
