//! A prompt with probes has one for every dimension, or the interviewer stays silent about it.

use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

pub(super) fn check(prompt: &Prompt) -> Vec<Diagnostic> {
    if prompt.probes.is_empty() {
        return Vec::new();
    }
    let unasked = prompt
        .rubric
        .dimensions
        .iter()
        .enumerate()
        .filter(|(_, dimension)| prompt.probes.iter().all(|probe| probe.dimension != dimension.id));
    let problem = |(i, id)| {
        Diagnostic::warning("no-probe", format!("no probe asks about `{id}`"), None)
            .at(format!("rubric.dimensions[{i}].id"))
            .with_help("without one, the mock interviewer stays silent about it")
    };
    unasked.map(|(i, dimension)| problem((i, &dimension.id))).collect()
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{prompt, told};

    #[test]
    fn a_dimension_without_probe_is_told() {
        let told = |dimension: &str| {
            told(super::check(&prompt(&format!(
                "[[probes]]\nid = 'a'\ndimension = '{dimension}'\nask = 'why?'\n"
            ))))
        };
        assert_eq!(told("depth"), [""; 0]);
        assert_eq!(told("other"), ["no-probe rubric.dimensions[0].id"]);
        assert!(super::check(&prompt("")).is_empty());
    }
}
