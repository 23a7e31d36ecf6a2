//! Settings that a prompt's parts change must be settings of its simulation.

use std::collections::BTreeMap;

use crate::content::design::{Design, Settings};
use crate::content::prompt::Prompt;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn check(prompt: &Prompt) -> Vec<Diagnostic> {
    let Some(scenario) = &prompt.simulation else { return Vec::new() };
    let twists = prompt.twists.iter().enumerate().map(|(i, twist)| (format!("twists[{i}].set"), &twist.set));
    let described = prompt.rubric.described.iter().enumerate();
    let described = described.map(|(i, rule)| (format!("rubric.described[{i}].set"), &rule.set));
    let faults = scenario.faults.iter().enumerate();
    let faults = faults.map(|(i, fault)| (format!("simulation.faults[{i}].set"), &fault.set));
    let wrong = |settings: &Settings| {
        let design = Design { placements: BTreeMap::new(), settings: settings.clone() };
        scenario.with(&design, None).err().unwrap_or_default()
    };
    let all = twists.chain(described).chain(faults).filter(|(_, set)| !set.is_empty());
    all.flat_map(|(key, set)| wrong(set).into_iter().map(move |problem| placed(problem, &key))).collect()
}

fn placed(problem: Diagnostic, key: &str) -> Diagnostic {
    Diagnostic { code: "bad-setting", severity: Severity::Error, ..problem }.at(key)
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{prompt, told};

    #[test]
    fn unknown_settings_are_told() {
        let with = |set: &str| {
            told(super::check(&prompt(&format!(
                "[[twists]]\nid = 't'\ntell = 't'\ndimension = 'depth'\nset = {{ {set} }}\n\
                 [simulation]\ntasks = [{{ id = 'a', service = '1s' }}]\n"
            ))))
        };
        assert_eq!(with("'arrivals.rate' = 5"), [""; 0]);
        assert_eq!(with("'arrivals.rates' = 5"), ["bad-setting twists[0].set"]);
    }
}
