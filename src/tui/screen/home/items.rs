//! What home lists, and how far each thing is.

use std::time::Duration;

use super::super::Route;
use super::about::About;
use crate::content::chapter::Chapter;
use crate::content::id::PromptId;
use crate::content::library::{Entry, Library};
use crate::content::prompt::Prompt;
use crate::interview::timer::clock_face;
use crate::progress::home::Step;
use crate::progress::store::Standing;
use crate::progress::{DraftKey, Filter, Kind};
use crate::score::Band;

/// Rows under a heading.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) items: Vec<Item>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) state: State,
    pub(super) name: String,
    pub(super) words: String,
    pub(super) route: Route,
    /// The way to its mock interview, if it is a question.
    pub(super) mock: Option<Route>,
    /// The way to its simulation, if it has one.
    pub(super) simulation: Option<Route>,
    pub(super) about: About,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    New,
    Begun,
    Done,
}

/// Everything that home lists.
pub(super) fn groups(library: &Library, standing: &Standing) -> Vec<Group> {
    vec![
        Group {
            title: "Chapters",
            items: library.chapters.iter().map(|c| chapter_item(c, standing)).collect(),
        },
        Group {
            title: "Interview questions",
            items: library.prompts.iter().map(|p| prompt_item(p, standing)).collect(),
        },
        Group { title: "Looking back", items: looking_back(standing) },
    ]
}

/// How much was practised, for the title bar.
pub(super) fn practised(standing: &Standing) -> String {
    let minutes = standing.used_ms / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "practise system-design interviews".to_owned(),
        (0, minutes) => format!("{minutes} min practised"),
        (hours, minutes) => format!("{hours} h {minutes} min practised"),
    }
}

fn chapter_item(chapter: &Entry<Chapter>, standing: &Standing) -> Item {
    let sections = chapter.sections.len();
    let reading = standing.readings.iter().find(|r| r.chapter == chapter.front.id);
    let (state, words) = match reading {
        None => (State::New, format!("{} min", chapter.front.minutes)),
        Some(r) if r.finished => (State::Done, "read".to_owned()),
        Some(r) => (State::Begun, format!("at {} of {sections}", r.section + 1)),
    };
    Item {
        state,
        name: chapter.front.title.clone(),
        words,
        route: Route::Chapter(chapter.front.id.clone()),
        mock: None,
        simulation: None,
        about: About::chapter(chapter, reading),
    }
}

fn prompt_item(prompt: &Entry<Prompt>, standing: &Standing) -> Item {
    let key = DraftKey::practice(prompt.id.clone());
    let (practice, words) = practice_state(prompt, &key, standing);
    let (mock, held) = mock_state(prompt, standing);
    let words = held.map_or(words.clone(), |held| format!("{words}, {held}"));
    let state = match (practice, mock) {
        (State::Begun, _) | (_, State::Begun) => State::Begun,
        (State::Done, _) | (_, State::Done) => State::Done,
        _ => State::New,
    };
    Item {
        state,
        name: prompt.title.clone(),
        words,
        route: Route::Practice(key),
        mock: Some(Route::Mock(prompt.id.clone(), None)),
        simulation: prompt.simulation.is_some().then(|| Route::simulate(prompt.id.clone())),
        about: About::prompt(prompt, standing),
    }
}

fn practice_state(prompt: &Prompt, key: &DraftKey, standing: &Standing) -> (State, String) {
    let draft = standing.drafts.iter().find(|d| d.key == *key);
    let count = standing.attempts.iter().find(|(id, ..)| *id == prompt.id).map_or(0, |(_, count, _)| *count);
    match (draft, count) {
        (Some(draft), _) => {
            (State::Begun, format!("{} words written", draft.text.split_whitespace().count()))
        }
        (None, 0) => (State::New, format!("{} min", prompt.minutes)),
        (None, 1) => (State::Done, band(prompt, standing).to_string()),
        (None, count) => (State::Done, format!("{}, {count} times", band(prompt, standing))),
    }
}

fn mock_state(prompt: &Prompt, standing: &Standing) -> (State, Option<String>) {
    let waits = standing.drafts.iter().find(|d| d.key.prompt == prompt.id && d.key.mode == Kind::Mock);
    match waits {
        Some(draft) => (State::Begun, Some(format!("mock: {} left", clock_face(draft.timer.left())))),
        None if standing.mocked.contains(&prompt.id) => (State::Done, None),
        None => (State::New, None),
    }
}

fn looking_back(standing: &Standing) -> Vec<Item> {
    let due = match standing.due {
        0 => (State::Done, "nothing due".to_owned()),
        count => (State::Begun, format!("{count} due")),
    };
    let count: u32 = standing.attempts.iter().map(|(_, count, _)| *count).sum();
    let used = clock_face(Duration::from_millis(standing.used_ms));
    let handed_in = match count {
        0 => (State::New, "nothing yet".to_owned()),
        1 => (State::Done, format!("1 attempt, {used}")),
        count => (State::Done, format!("{count} attempts, {used}")),
    };
    let item = |name: &str, (state, words), route, about| Item {
        state,
        name: name.to_owned(),
        words,
        route,
        mock: None,
        simulation: None,
        about,
    };
    vec![
        item("Review", due, Route::Review, About::review()),
        item("History", handed_in, Route::History(Filter::default()), About::history()),
    ]
}

/// The band of the latest levels.
fn band(prompt: &Prompt, standing: &Standing) -> Band {
    let latest = standing.latest.iter().filter(|l| l.prompt == prompt.id);
    let levels: Vec<u8> = latest.map(|l| l.level).collect();
    Band::of(&levels)
}

/// The screen of a step.
pub(super) fn route(step: &Step) -> Route {
    match step {
        Step::Resume(key) if key.mode == Kind::Mock => Route::Mock(key.prompt.clone(), None),
        Step::Resume(key) => Route::Practice(key.clone()),
        Step::Read(id) => Route::Chapter(id.clone()),
        Step::Practise(id) => Route::Practice(DraftKey::practice(id.clone())),
        Step::Retry(id, dimension) => practice(id, Kind::Retry(dimension.clone())),
        Step::Vary(id, item) => practice(id, Kind::Variation(item.clone())),
        Step::Review(_) => Route::Review,
        Step::Mock(id) => Route::Mock(id.clone(), None),
    }
}

fn practice(id: &PromptId, mode: Kind) -> Route {
    Route::Practice(DraftKey { prompt: id.clone(), mode })
}

/// What a way leads to, whatever is done there.
pub(super) fn subject(route: &Route) -> String {
    match route {
        Route::Chapter(id) => format!("chapter {id}"),
        Route::Practice(DraftKey { prompt, .. }) | Route::Mock(prompt, _) => format!("prompt {prompt}"),
        Route::Review => "review".to_owned(),
        Route::History(_) => "history".to_owned(),
        _ => String::new(),
    }
}
