//! The tasks that a learner places are the tasks that are simulated.

use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

pub(super) fn check(prompt: &Prompt) -> Vec<Diagnostic> {
    let Some(scenario) = &prompt.simulation else { return Vec::new() };
    let simulated: Vec<&str> = scenario.tasks.iter().map(|job| job.id.as_str()).collect();
    let placed: Vec<&str> = prompt.tasks.iter().map(|task| task.id.as_str()).collect();
    let mut found = scenario.check();
    found.iter_mut().for_each(|problem| problem.key = Some(below_simulation(problem.key.as_deref())));
    found.extend(
        prompt
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, task)| !simulated.contains(&task.id.as_str()))
            .map(|(i, task)| unreachable(task.id.as_str(), &simulated).at(format!("tasks[{i}].id"))),
    );
    found.extend(
        scenario
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, job)| !placed.contains(&job.id.as_str()))
            .map(|(i, job)| unplaced(job.id.as_str()).at(format!("simulation.tasks[{i}].id"))),
    );
    found
}

fn below_simulation(key: Option<&str>) -> String {
    key.map_or_else(|| "simulation".to_owned(), |key| format!("simulation.{key}"))
}

fn unreachable(id: &str, simulated: &[&str]) -> Diagnostic {
    let problem = Diagnostic::error("unsimulated-task", format!("the simulation has no task `{id}`"), None);
    problem.with_help(super::suggest(id, simulated))
}

fn unplaced(id: &str) -> Diagnostic {
    let message = format!("no task of the prompt is called `{id}`, so nobody can place it");
    Diagnostic::warning("unplaced-task", message, None)
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{prompt, told};

    #[test]
    fn both_lists_name_the_same_tasks() {
        let task = "[[tasks]]\nid = 'email'\nname = 'E'\nfits = ['async']\n\
                    means = { blocking = 'a', async = 'b', batchable = 'c' }\n";
        let simulated =
            |id: &str| told(super::check(&prompt(&format!("{task}[[simulation.tasks]]\nid = '{id}'\n"))));
        assert_eq!(simulated("email"), [""; 0]);
        assert_eq!(
            simulated("mail"),
            ["unsimulated-task tasks[0].id", "unplaced-task simulation.tasks[0].id"]
        );
        assert!(super::check(&prompt(task)).is_empty());
    }
}
