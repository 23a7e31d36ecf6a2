//! Chapters and prompts refer to one another: what they name must be in the library.

use crate::content::chapter::{Chapter, Classify, Move};
use crate::content::id::{ItemId, PromptId};
use crate::content::library::Library;
use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

use super::dangling::unknown_fault;

pub(super) fn prompt(prompt: &Prompt, library: &Library) -> Vec<Diagnostic> {
    let known: Vec<&str> = library.chapters.iter().map(|chapter| chapter.front.id.as_str()).collect();
    let unknown = prompt.chapter.iter().filter(|id| !known.contains(&id.as_str()));
    let problem = |id: &str| {
        let message = format!("there is no chapter `{id}`");
        Diagnostic::error("unknown-chapter", message, None)
            .at("chapter")
            .with_help(super::suggest(id, &known))
    };
    unknown.map(|id| problem(id.as_str())).collect()
}

pub(super) fn chapter(chapter: &Chapter, library: &Library) -> Vec<Diagnostic> {
    let front =
        chapter.front.prompt.iter().filter_map(|id| unknown_prompt(id, library)).map(|it| it.at("prompt"));
    front.chain(super::moves(chapter).flat_map(|(key, a_move)| in_move(&key, a_move, library))).collect()
}

fn in_move(key: &str, a_move: &Move, library: &Library) -> Vec<Diagnostic> {
    match a_move {
        Move::Classify(it) => {
            let mut found = scenario(key, &it.prompt, &it.fault, library);
            found.extend(tasks(key, it, library));
            found
        }
        Move::Simulate(it) => scenario(key, &it.prompt, &it.fault, library),
        Move::Practice(it) => {
            unknown_prompt(&it.prompt, library).map(|p| p.at(format!("{key}.prompt"))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A move that simulates needs the prompt and its fault script.
fn scenario(key: &str, id: &PromptId, fault: &ItemId, library: &Library) -> Vec<Diagnostic> {
    let Some(prompt) = library.prompt(id.as_str()) else {
        return unknown_prompt(id, library)
            .map(|problem| problem.at(format!("{key}.prompt")))
            .into_iter()
            .collect();
    };
    let known: Vec<&str> = prompt.faults().collect();
    let missing = Some(fault).filter(|fault| !known.contains(&fault.as_str()));
    missing.map(|fault| unknown_fault(fault, &known).at(format!("{key}.fault"))).into_iter().collect()
}

fn tasks(key: &str, round: &Classify, library: &Library) -> Vec<Diagnostic> {
    let Some(prompt) = library.prompt(round.prompt.as_str()) else { return Vec::new() };
    let known: Vec<&str> = prompt.tasks.iter().map(|task| task.id.as_str()).collect();
    let given = round.given.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str()));
    let unknown = given.map(|(i, id)| {
        let message = format!("the prompt `{}` has no task `{id}`", round.prompt);
        let problem = Diagnostic::error("unknown-task", message, None).at(format!("{key}.given[{i}]"));
        problem.with_help(super::suggest(id.as_str(), &known))
    });
    unknown.collect()
}

fn unknown_prompt(id: &PromptId, library: &Library) -> Option<Diagnostic> {
    if library.prompt(id.as_str()).is_some() {
        return None;
    }
    let known: Vec<&str> = library.prompts.iter().map(|prompt| prompt.id.as_str()).collect();
    let problem = Diagnostic::error("unknown-prompt", format!("there is no prompt `{id}`"), None);
    Some(problem.with_help(super::suggest(id.as_str(), &known)))
}

#[cfg(test)]
mod tests {
    use crate::content::library::Library;
    use crate::content::lint::testing;

    #[test]
    fn names_of_other_files_must_lead_somewhere() {
        let library = Library::builtin();
        let told = |body: &str| testing::told(super::chapter(&testing::chapter(body), &library));
        assert_eq!(told("```practice\nprompt = 'checkout'\n```\n"), [""; 0]);
        assert_eq!(told("```practice\nprompt = 'chekout'\n```\n"), ["unknown-prompt moves[0].prompt"]);
        assert_eq!(
            told(
                "```classify\nid = 'c'\nprompt = 'checkout'\nfault = 'no'\ngiven = ['email', 'emial']\n```\n"
            ),
            ["unknown-fault moves[0].fault", "unknown-task moves[0].given[1]"]
        );
        let prompt = testing::prompt("chapter = 'nowhere'\n");
        assert_eq!(testing::told(super::prompt(&prompt, &library)), ["unknown-chapter chapter"]);
    }
}
