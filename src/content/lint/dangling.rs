//! What a prompt's parts refer to must be in the prompt: dimensions of its rubric, fault scripts of its simulation.

use crate::content::id::{DimensionId, ItemId};
use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

pub(super) fn check(prompt: &Prompt) -> Vec<Diagnostic> {
    let mut found = faults(prompt);
    if !prompt.rubric.dimensions.is_empty() {
        found.extend(dimensions(prompt));
    }
    found
}

fn dimensions(prompt: &Prompt) -> impl Iterator<Item = Diagnostic> {
    let known: Vec<&str> = prompt.rubric.dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let unknown = named_dimensions(prompt).into_iter().filter(|(_, id)| !known.contains(&id.as_str()));
    let problems = unknown.map(|(key, id)| {
        let message = format!("the rubric has no dimension `{id}`");
        Diagnostic::error("unknown-dimension", message, None)
            .at(key)
            .with_help(super::suggest(id.as_str(), &known))
    });
    problems.collect::<Vec<_>>().into_iter()
}

fn named_dimensions(prompt: &Prompt) -> Vec<(String, &DimensionId)> {
    let mut named = Vec::new();
    named.extend(
        prompt.hints.iter().enumerate().map(|(i, hint)| (format!("hints[{i}].dimension"), &hint.dimension)),
    );
    named.extend(
        prompt.probes.iter().enumerate().map(|(i, it)| (format!("probes[{i}].dimension"), &it.dimension)),
    );
    named.extend(
        prompt.twists.iter().enumerate().map(|(i, it)| (format!("twists[{i}].dimension"), &it.dimension)),
    );
    let variations = prompt.variations.iter().map(|it| &it.dimensions).enumerate();
    named.extend(variations.flat_map(|(i, ids)| each(format!("variations[{i}].dimensions"), ids)));
    let phases = prompt.phases.iter().map(|it| &it.dimensions).enumerate();
    named.extend(phases.flat_map(|(i, ids)| each(format!("phases[{i}].dimensions"), ids)));
    let samples = prompt.samples.iter().enumerate();
    named.extend(
        samples.flat_map(|(i, it)| it.scores.keys().map(move |id| (format!("samples[{i}].scores.{id}"), id))),
    );
    named
}

fn each(key: String, ids: &[DimensionId]) -> impl Iterator<Item = (String, &DimensionId)> {
    ids.iter().enumerate().map(move |(i, id)| (format!("{key}[{i}]"), id))
}

fn faults(prompt: &Prompt) -> Vec<Diagnostic> {
    if prompt.simulation.is_none() {
        return unplayable(prompt).into_iter().collect();
    }
    let known: Vec<&str> = prompt.faults().collect();
    let named = prompt.twists.iter().enumerate().filter_map(|(i, twist)| Some((i, twist.fault.as_ref()?)));
    let unknown = named.filter(|(_, fault)| !known.contains(&fault.as_str()));
    unknown.map(|(i, fault)| unknown_fault(fault, &known).at(format!("twists[{i}].fault"))).collect()
}

/// Without a simulation a twist is only told.
fn unplayable(prompt: &Prompt) -> Option<Diagnostic> {
    let at = prompt.twists.iter().position(|twist| twist.fault.is_some())?;
    let message = "this prompt has no simulation to play fault scripts in";
    Some(Diagnostic::warning("no-simulation", message, None).at(format!("twists[{at}].fault")))
}

/// A fault script that is not among `known`.
pub(super) fn unknown_fault(fault: &ItemId, known: &[&str]) -> Diagnostic {
    let message = format!("the simulation has no fault script `{fault}`");
    Diagnostic::error("unknown-fault", message, None).with_help(super::suggest(fault.as_str(), known))
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{prompt, told};

    #[test]
    fn without_a_simulation_a_fault_is_only_told() {
        let prompt = prompt("[[twists]]\nid = 't'\ntell = 't'\ndimension = 'depth'\nfault = 'f'\n");
        assert_eq!(told(super::check(&prompt)), ["no-simulation twists[0].fault"]);
    }

    #[test]
    fn dimensions_and_faults_must_exist() {
        let prompt = prompt(
            "[[hints]]\ntier = 1\ndimension = 'dept'\ntext = 't'\n\
             [[twists]]\nid = 't'\ntell = 't'\ndimension = 'depth'\nfault = 'nowhere'\n\
             [simulation]\ntasks = [{ id = 'a', service = '1s' }]\n\
             [[variations]]\nid = 'v'\nchange = 'c'\ndimensions = ['depth', 'x']\n\
             [[samples]]\nid = 's'\nanswer = 'a'\nscores = { depth = 1, y = 2 }\n",
        );
        let found = super::check(&prompt);
        assert_eq!(found[1].help.as_deref(), Some("did you mean `depth`?"));
        assert_eq!(
            told(found),
            [
                "unknown-fault twists[0].fault",
                "unknown-dimension hints[0].dimension",
                "unknown-dimension variations[0].dimensions[1]",
                "unknown-dimension samples[0].scores.y",
            ]
        );
    }
}
