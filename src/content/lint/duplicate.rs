//! Ids of the same kind differ within a file, for progress is kept under them.

use std::collections::BTreeMap;

use crate::content::chapter::Chapter;
use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

pub(super) fn chapter(chapter: &Chapter) -> Vec<Diagnostic> {
    let moves =
        super::moves(chapter).filter_map(|(key, a_move)| Some((key, super::move_id(a_move)?.to_owned())));
    repeated(moves)
}

pub(super) fn prompt(prompt: &Prompt) -> Vec<Diagnostic> {
    let mut found = list("tasks", prompt.tasks.iter().map(|it| it.id.as_str()));
    found.extend(list("probes", prompt.probes.iter().map(|it| it.id.as_str())));
    found.extend(list("twists", prompt.twists.iter().map(|it| it.id.as_str())));
    found.extend(list("variations", prompt.variations.iter().map(|it| it.id.as_str())));
    found.extend(list("phases", prompt.phases.iter().map(|it| it.id.as_str())));
    found.extend(list("samples", prompt.samples.iter().map(|it| it.id.as_str())));
    found.extend(list("rubric.dimensions", prompt.rubric.dimensions.iter().map(|it| it.id.as_str())));
    found
}

fn list<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    repeated(ids.enumerate().map(|(index, id)| (format!("{name}[{index}]"), id.to_owned())))
}

fn repeated(ids: impl Iterator<Item = (String, String)>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let again = ids.filter_map(|(key, id)| match first.get(&id) {
        Some(other) => Some(problem(&key, &id, other)),
        None => {
            first.insert(id, key);
            None
        }
    });
    again.collect()
}

fn problem(key: &str, id: &str, other: &str) -> Diagnostic {
    let message = format!("the id `{id}` is already that of {other}");
    Diagnostic::error("duplicate-id", message, None).at(format!("{key}.id")).with_help("give each its own id")
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing;

    #[test]
    fn the_second_of_a_kind_is_told() {
        let sample = |id: &str| format!("[[samples]]\nid = '{id}'\nanswer = 'a'\nscores = {{}}\n");
        let prompt = testing::prompt(&[sample("a"), sample("b"), sample("a")].concat());
        assert_eq!(testing::told(super::prompt(&prompt)), ["duplicate-id samples[2].id"]);
    }

    #[test]
    fn moves_share_one_space_of_names() {
        let chapter = testing::chapter(
            "```recall\nid = 'a'\nquestion = 'q'\nanswer = 'a'\n```\n\n```commit\nid = 'a'\nquestion = 'q'\n```\n",
        );
        assert_eq!(testing::told(super::chapter(&chapter)), ["duplicate-id moves[1].id"]);
    }
}
