//! What the screen is opened with.

use super::lab::everything_in_line;
use crate::content::design::Design;
use crate::content::prompt::Prompt;
use crate::content::scenario::{Job, Scenario};
use crate::content::task::Placement;
use crate::score::{Described, Sets};

/// A design, what goes wrong, and what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The prompt's title.
    pub title: String,
    /// What can be simulated; none when the prompt has nothing.
    pub scenario: Option<Scenario>,
    /// The design to play.
    pub design: Design,
    /// The fault script; none asks for one when the scenario has any.
    pub fault: Option<String>,
    /// What the design assumes beyond what was said.
    pub assumptions: Vec<String>,
    /// A design to play beside it.
    pub compare: Option<Design>,
}

impl Opening {
    /// `design` of `prompt` under `fault`.
    pub fn of(
        prompt: &Prompt,
        design: Design,
        fault: Option<&str>,
        assumptions: Vec<String>,
        compare: Option<Design>,
    ) -> Self {
        let (title, scenario) = (prompt.title.clone(), prompt.simulation.clone());
        Self { title, scenario, design, fault: fault.map(Into::into), assumptions, compare }
    }

    /// The design that an answer to `prompt` describes, beside everything in line; the learner chooses the fault.
    ///
    /// # Errors
    /// When the prompt has nothing to simulate.
    pub fn described(prompt: &Prompt, described: &Described) -> anyhow::Result<Self> {
        let scenario = scenario(prompt)?;
        let compare = rival(scenario, &described.design);
        Ok(Self::of(prompt, described.design.clone(), None, assumptions(scenario, described), compare))
    }
}

/// The design that does everything before the answer, to compare with.
pub fn in_line(scenario: &Scenario) -> Design {
    Design { placements: everything_in_line(scenario), ..Design::default() }
}

/// What can be simulated of `prompt`.
///
/// # Errors
/// When there is nothing.
pub(super) fn scenario(prompt: &Prompt) -> anyhow::Result<&Scenario> {
    prompt.simulation.as_ref().ok_or_else(|| anyhow::anyhow!("this prompt has nothing to simulate"))
}

/// Everything in line, unless that is the design itself.
pub(super) fn rival(scenario: &Scenario, design: &Design) -> Option<Design> {
    let line = in_line(scenario);
    (line.placements != design.placements).then_some(line)
}

/// What the simulation takes for granted beyond the words of an answer.
pub fn assumptions(scenario: &Scenario, described: &Described) -> Vec<String> {
    let inferred = described.findings.iter().filter(|f| f.inferred).map(|f| f.says.clone());
    let said =
        |key: &str| described.findings.iter().any(|f| matches!(&f.sets, Sets::Setting(k, _) if k == key));
    let place = |t: &Job| described.design.placements.get(&t.id).copied();
    let unplaced = scenario.tasks.iter().filter(|t| place(t).is_none());
    let places = unplaced.map(|t| format!("{} is {}", t.id, t.placement.word()));
    let behind = |t: &&Job| place(t).unwrap_or(t.placement) != Placement::Blocking;
    let unstaffed =
        scenario.tasks.iter().filter(behind).filter(|t| !said(&format!("{}.queue.workers", t.id)));
    let workers: Vec<String> = unstaffed.map(|t| format!("{} {}", t.id, t.queue.workers)).collect();
    let staff = (!workers.is_empty()).then(|| format!("workers: {}", workers.join(", ")));
    inferred.chain(places).chain(staff).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_said_is_assumed_aloud() {
        let scenario: Scenario = toml::from_str(
            "tasks = [{ id = 'charge' }, { id = 'email', placement = 'async' }, { id = 'warehouse', placement = 'async' }]",
        )
        .unwrap();
        let mut described = Described::default();
        described.design.placements.insert("email".parse().unwrap(), Placement::Async);
        assert_eq!(
            assumptions(&scenario, &described),
            ["charge is blocking", "warehouse is async", "workers: email 4, warehouse 4"]
        );
    }

    #[test]
    fn a_design_in_line_is_not_compared_with_itself() {
        let scenario: Scenario = toml::from_str("tasks = [{ id = 'charge' }]").unwrap();
        assert_eq!(rival(&scenario, &in_line(&scenario)), None);
        assert_eq!(rival(&scenario, &Design::default()), Some(in_line(&scenario)));
    }
}
