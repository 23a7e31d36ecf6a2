//! The next thing to do: a pure function of what there is and what was done.

use std::time::Duration;

use serde::Serialize;

use super::store::Standing;
use super::{DraftKey, Kind, outcome};
use crate::content::chapter::Chapter;
use crate::content::id::{ChapterId, DimensionId, ItemId, PromptId};
use crate::content::library::Library;
use crate::content::prompt::Prompt;
use crate::interview::timer::clock_face;

/// Something worth doing now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// What.
    pub step: Step,
    /// What a person reads, in one line.
    pub says: String,
}

/// What can be done from home, each a screen of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Go on with a draft or an interview.
    Resume(DraftKey),
    /// Begin or go on with a chapter.
    Read(ChapterId),
    /// Review what is due.
    Review(usize),
    /// Answer a prompt.
    Practise(PromptId),
    /// Answer one dimension of the last attempt again.
    Retry(PromptId, DimensionId),
    /// Answer with one constraint changed.
    Vary(PromptId, ItemId),
    /// Hold a mock interview.
    Mock(PromptId),
}

/// Everything worth doing now, the most useful first: what was begun, what is due, what is new, what is weak, what is
/// next. The first is *the next thing to do*.
pub fn offers(library: &Library, standing: &Standing) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    offers.extend(begun_drafts(library, standing));
    offers.extend(begun_chapters(library, standing));
    offers.extend(due(standing));
    offers.extend(taught_prompts(library, standing));
    offers.extend(unread(library, standing));
    offers.extend(weak(library, standing));
    offers.extend(untried(library, standing));
    offers.extend(library.prompts.iter().filter_map(|prompt| harder(prompt, standing)));
    let mut seen = Vec::new();
    offers.retain(|offer| {
        let fresh = !seen.contains(&offer.step);
        seen.push(offer.step.clone());
        fresh
    });
    offers
}

fn begun_drafts(library: &Library, standing: &Standing) -> Vec<Offer> {
    let known =
        standing.drafts.iter().filter_map(|draft| Some((draft, library.prompt(draft.key.prompt.as_str())?)));
    known
        .map(|(draft, prompt)| {
            let left = clock_face(draft.timer.left());
            let what = match draft.key.mode {
                Kind::Mock => "the interview",
                Kind::Retry(_) => "the retry",
                Kind::Variation(_) => "the variation",
                Kind::Practice => "your answer",
            };
            let says = format!("Go on with {what}: {}, {left} left", prompt.title);
            Offer { step: Step::Resume(draft.key.clone()), says }
        })
        .collect()
}

fn begun_chapters(library: &Library, standing: &Standing) -> Vec<Offer> {
    let begun = standing.readings.iter().filter(|reading| !reading.finished);
    begun
        .filter_map(|reading| library.chapter(reading.chapter.as_str()))
        .map(|chapter| read(chapter, "Go on reading"))
        .collect()
}

fn due(standing: &Standing) -> Option<Offer> {
    let cards = if standing.due == 1 { "1 card is" } else { &format!("{} cards are", standing.due) };
    let says = format!("Review: {cards} due");
    (standing.due > 0).then_some(Offer { step: Step::Review(standing.due), says })
}

fn unread(library: &Library, standing: &Standing) -> Option<Offer> {
    let opened =
        |chapter: &Chapter| standing.readings.iter().any(|reading| reading.chapter == chapter.front.id);
    library.chapters.iter().find(|chapter| !opened(chapter)).map(|chapter| read(chapter, "Read"))
}

fn read(chapter: &Chapter, verb: &str) -> Offer {
    let front = &chapter.front;
    Offer {
        step: Step::Read(front.id.clone()),
        says: format!("{verb}: {} ({} min)", front.title, front.minutes),
    }
}

/// Prompts that a finished chapter leads to and that were never answered.
fn taught_prompts(library: &Library, standing: &Standing) -> Vec<Offer> {
    let finished = standing.readings.iter().filter(|reading| reading.finished);
    let chapters = finished.filter_map(|reading| library.chapter(reading.chapter.as_str()));
    let prompts = chapters.filter_map(|chapter| library.prompt(chapter.front.prompt.as_ref()?.as_str()));
    prompts.filter(|prompt| attempts(standing, prompt) == 0).map(|prompt| practise(prompt)).collect()
}

fn untried(library: &Library, standing: &Standing) -> Vec<Offer> {
    let prompts = library.prompts.iter().filter(|prompt| attempts(standing, prompt) == 0);
    prompts.map(|prompt| practise(prompt)).collect()
}

fn practise(prompt: &Prompt) -> Offer {
    let says = format!("Practise: {} ({} min)", prompt.title, prompt.minutes);
    Offer { step: Step::Practise(prompt.id.clone()), says }
}

/// The weakest dimension of every prompt that has one below 3, the weakest dimension overall first.
fn weak(library: &Library, standing: &Standing) -> Vec<Offer> {
    let mut offers = Vec::new();
    for weakness in outcome::weakest(&standing.latest) {
        let prompts = weakness.below.iter().filter_map(|id| library.prompt(id.as_str()));
        for prompt in prompts.filter(|prompt| is_current(standing, prompt, &weakness.dimension)) {
            let Some(dimension) = prompt.rubric.dimensions.iter().find(|d| d.id == weakness.dimension) else {
                continue;
            };
            let says = format!("Retry one question: {}, in {}", dimension.title, prompt.title);
            offers.push(Offer { step: Step::Retry(prompt.id.clone(), weakness.dimension.clone()), says });
        }
    }
    offers
}

/// Whether the level was got for the prompt as it is now.
fn is_current(standing: &Standing, prompt: &Prompt, dimension: &DimensionId) -> bool {
    let found = standing.latest.iter().find(|l| l.prompt == prompt.id && l.dimension == *dimension);
    found.is_some_and(|latest| latest.revision == prompt.revision)
}

/// What comes after an answer: an interview once, then one variation after the other.
fn harder(prompt: &Prompt, standing: &Standing) -> Option<Offer> {
    let tried = attempts(standing, prompt);
    if tried == 0 {
        return None;
    }
    let interview = || Offer {
        step: Step::Mock(prompt.id.clone()),
        says: format!("Mock interview: {} ({} min)", prompt.title, INTERVIEW.as_secs() / 60),
    };
    if !standing.mocked.contains(&prompt.id) || prompt.variations.is_empty() {
        return Some(interview());
    }
    let variation = prompt.variations.get(tried as usize % prompt.variations.len())?;
    let minutes = half_time(prompt).as_secs().div_ceil(60);
    let says = format!("One thing changed: {} ({minutes} min)", prompt.title);
    Some(Offer { step: Step::Vary(prompt.id.clone(), variation.id.clone()), says })
}

fn attempts(standing: &Standing, prompt: &Prompt) -> u32 {
    standing.attempts.iter().find(|(id, ..)| *id == prompt.id).map_or(0, |(_, count, _)| *count)
}

/// The usual length of an interview.
pub const INTERVIEW: Duration = Duration::from_mins(45);

/// The time for a variation: half of the prompt's.
pub fn half_time(prompt: &Prompt) -> Duration {
    Duration::from_secs(u64::from(prompt.minutes) * 30)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::timer::UnixMillis;
    use crate::progress::outcome::Latest;
    use crate::progress::{Draft, ReadingPosition};

    fn first(standing: &Standing) -> Step {
        offers(&Library::builtin(), standing)[0].step.clone()
    }

    fn checkout() -> PromptId {
        "checkout".parse().unwrap()
    }

    fn chapter(finished: bool) -> ReadingPosition {
        let chapter = Library::builtin().chapters[0].front.clone();
        let (section, block, updated) = (2, 1, UnixMillis(0));
        ReadingPosition { chapter: chapter.id, revision: chapter.revision, section, block, finished, updated }
    }

    fn answered(level: u8) -> Standing {
        let library = Library::builtin();
        let prompt = library.prompt("checkout").unwrap();
        let latest = |dimension: &crate::content::rubric::Dimension| Latest {
            prompt: checkout(),
            revision: prompt.revision,
            dimension: dimension.id.clone(),
            level,
            at: UnixMillis(1),
        };
        Standing {
            latest: prompt.rubric.dimensions.iter().map(latest).collect(),
            attempts: vec![(checkout(), 1, UnixMillis(1))],
            readings: vec![chapter(true)],
            ..Standing::default()
        }
    }

    #[test]
    fn a_newcomer_reads_then_practises_what_was_read() {
        assert!(matches!(first(&Standing::default()), Step::Read(_)));
        let reading = Standing { readings: vec![chapter(false)], ..Standing::default() };
        assert!(matches!(first(&reading), Step::Read(_)));
        let read = Standing { readings: vec![chapter(true)], ..Standing::default() };
        assert_eq!(first(&read), Step::Practise(checkout()));
    }

    #[test]
    fn what_was_begun_comes_before_what_is_due() {
        let mut draft = Draft::new(DraftKey::practice(checkout()), Duration::from_mins(30));
        "half a sentence".clone_into(&mut draft.text);
        let standing = Standing { drafts: vec![draft], due: 3, ..Standing::default() };
        let all = offers(&Library::builtin(), &standing);
        assert_eq!(all[0].says, format!("Go on with your answer: {}, 30:00 left", title()));
        assert_eq!(all[1].step, Step::Review(3));
    }

    fn title() -> String {
        Library::builtin().prompt("checkout").unwrap().title.clone()
    }

    #[test]
    fn a_weak_dimension_is_retried_until_it_is_solid_or_the_prompt_changed() {
        let library = Library::builtin();
        let retries = |standing: &Standing| {
            let all = offers(&library, standing);
            all.iter()
                .filter(|offer| matches!(&offer.step, Step::Retry(prompt, _) if *prompt == checkout()))
                .count()
        };
        assert!(retries(&answered(2)) > 0);
        assert_eq!(retries(&answered(3)), 0);
        let mut stale = answered(2);
        stale.latest.iter_mut().for_each(|latest| latest.revision += 1);
        assert_eq!(retries(&stale), 0);
    }

    #[test]
    fn after_an_answer_comes_the_interview_and_then_variations() {
        let has = |standing: &Standing, step: fn(&Step) -> bool| {
            offers(&Library::builtin(), standing).iter().any(|offer| step(&offer.step))
        };
        let mut standing = answered(3);
        assert!(has(&standing, |step| matches!(step, Step::Mock(_))));
        standing.mocked.push(checkout());
        assert!(has(&standing, |step| matches!(step, Step::Vary(..))));
    }
}
