//! Review cards and when they return: FSRS-6 (crate `fsrs`) over recall questions, missed dimensions, and misplaced
//! tasks. Time is an argument.

use std::fmt;

use fsrs::{FSRS, ItemState, MemoryState};
use serde::{Deserialize, Serialize};

use crate::content::chapter::{Block, Chapter, Move};
use crate::content::id::{ChapterId, DimensionId, ItemId, PromptId, TaskId};
use crate::content::prompt::Prompt;
use crate::game::{Fit, Meaning};
use crate::interview::timer::UnixMillis;
use crate::score::Report;

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// A card that was not known returns within the session.
const SOON: i64 = 10 * 60 * 1000;
/// The share of cards that should be known when they return; FSRS's usual value.
const RETENTION: f32 = 0.9;
/// The longest time between two reviews, in days.
const LONGEST: f32 = 365.0;

/// Names a card by what it is about, so that the same thing missed twice is one card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardId(pub String);

impl CardId {
    /// A recall question of a chapter.
    pub fn recall(chapter: &ChapterId, item: &ItemId) -> Self {
        Self(format!("recall/{chapter}/{item}"))
    }

    /// A dimension of a prompt that was missed.
    pub fn dimension(prompt: &PromptId, dimension: &DimensionId) -> Self {
        Self(format!("dimension/{prompt}/{dimension}"))
    }

    /// A signal of a prompt's rubric that was missed.
    pub fn signal(prompt: &PromptId, signal: &str) -> Self {
        Self(format!("signal/{prompt}/{signal}"))
    }

    /// A task that was misplaced.
    pub fn task(prompt: &PromptId, task: &TaskId) -> Self {
        Self(format!("task/{prompt}/{task}"))
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    /// Its name.
    pub id: CardId,
    /// The question.
    pub front: String,
    /// The answer to compare with.
    pub back: String,
}

/// A card and when it returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it says.
    pub face: Face,
    /// When it is due.
    pub due: UnixMillis,
    /// What FSRS knows about it; `None` before the first review.
    pub memory: Option<Memory>,
}

/// What FSRS knows about a card.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Days until the chance to know it falls to 90 %.
    pub stability: f32,
    /// 1 easy to 10 hard.
    pub difficulty: f32,
    /// When it was reviewed last.
    pub last: UnixMillis,
    /// How often it was reviewed.
    pub reviews: u32,
    /// How often it was not known.
    pub lapses: u32,
}

/// How well a card was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Grade {
    /// 1: not known.
    Again,
    /// 2: known with effort or in part.
    Hard,
    /// 3: known.
    Good,
    /// 4: known at once.
    Easy,
}

/// Not one of 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a grade is 1 (again), 2 (hard), 3 (good) or 4 (easy), not {0}")]
pub struct UnknownGrade(pub u8);

impl Grade {
    /// All grades, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The word on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }
}

impl TryFrom<u8> for Grade {
    type Error = UnknownGrade;
    fn try_from(number: u8) -> Result<Self, UnknownGrade> {
        Self::ALL.into_iter().find(|grade| u8::from(*grade) == number).ok_or(UnknownGrade(number))
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> Self {
        grade as Self + 1
    }
}

/// Why FSRS gave no answer: the stored state of a card is out of its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the card's schedule cannot be continued: {0}")]
pub struct Unschedulable(String);

/// The card after a review at `now`.
///
/// # Errors
/// When the stored state of the card is out of range.
pub fn review(card: &Card, grade: Grade, now: UnixMillis) -> Result<Card, Unschedulable> {
    let next = next_state(card, grade, now)?;
    let wait = match grade {
        Grade::Again => SOON,
        _ => (next.interval.round().clamp(1.0, LONGEST) as i64) * DAY,
    };
    let before = card.memory;
    let memory = Memory {
        stability: next.memory.stability,
        difficulty: next.memory.difficulty,
        last: now,
        reviews: before.map_or(0, |memory| memory.reviews).saturating_add(1),
        lapses: before.map_or(0, |memory| memory.lapses).saturating_add(u32::from(grade == Grade::Again)),
    };
    Ok(Card { face: card.face.clone(), due: UnixMillis(now.0.saturating_add(wait)), memory: Some(memory) })
}

/// In how many days the card would return for each grade; 0 means within the session.
///
/// # Errors
/// When the stored state of the card is out of range.
pub fn preview(card: &Card, now: UnixMillis) -> Result<[u32; 4], Unschedulable> {
    let mut days = [0; 4];
    for (days, grade) in days.iter_mut().zip(Grade::ALL) {
        *days = (review(card, grade, now)?.due.since(now) / DAY) as u32;
    }
    Ok(days)
}

fn next_state(card: &Card, grade: Grade, now: UnixMillis) -> Result<ItemState, Unschedulable> {
    let known = card.memory.map(|m| MemoryState { stability: m.stability, difficulty: m.difficulty });
    let elapsed = card.memory.map_or(0, |memory| (now.since(memory.last).max(0) + DAY / 2) / DAY);
    let elapsed = u32::try_from(elapsed).unwrap_or(u32::MAX).min(100 * 365);
    let states = FSRS::default().next_states(known, RETENTION, elapsed);
    let states = states.map_err(|cause| Unschedulable(cause.to_string()))?;
    Ok(match grade {
        Grade::Again => states.again,
        Grade::Hard => states.hard,
        Grade::Good => states.good,
        Grade::Easy => states.easy,
    })
}

/// The recall questions of a chapter.
pub fn recall_faces(chapter: &Chapter) -> Vec<Face> {
    let blocks = chapter.sections.iter().flat_map(|section| &section.blocks);
    let recalls = blocks.filter_map(|block| match block {
        Block::Move(Move::Recall(recall)) => Some(recall),
        _ => None,
    });
    recalls
        .map(|recall| Face {
            id: CardId::recall(&chapter.front.id, &recall.id),
            front: recall.question.clone(),
            back: recall.answer.clone(),
        })
        .collect()
}

/// Dimensions of one answer that become cards: more would bury a beginner.
const WEAKEST: usize = 3;

/// What an answer missed: the weakest dimensions below 3, each with one signal that its next level needed.
pub fn missed_faces(prompt: &Prompt, report: &Report) -> Vec<Face> {
    let mut faces = Vec::new();
    let mut weak: Vec<_> = report.dimensions.iter().filter(|score| score.needs_retry()).collect();
    weak.sort_by_key(|score| score.level);
    for score in weak.into_iter().take(WEAKEST) {
        let Some(dimension) = prompt.rubric.dimensions.iter().find(|d| d.id == score.id) else { continue };
        let question = score.next.as_deref().or(dimension.questions.last().map(String::as_str));
        faces.push(Face {
            id: CardId::dimension(&prompt.id, &score.id),
            front: format!(
                "{}\n{}: {}",
                prompt.title,
                dimension.title,
                question.unwrap_or("what matters here?")
            ),
            back: dimension.solid.clone(),
        });
        let step = score.trace.iter().find(|step| !step.reached);
        let missing = step.into_iter().flat_map(|step| step.missing.iter().chain(&step.only_named));
        faces.extend(missing.filter_map(|name| signal_face(prompt, &dimension.title, name)).take(1));
    }
    faces.sort_by(|a, b| a.id.cmp(&b.id));
    faces.dedup_by(|a, b| a.id == b.id);
    faces
}

/// "What is missing here?", with what was missing on the back.
fn signal_face(prompt: &Prompt, dimension: &str, name: &str) -> Option<Face> {
    let signal = prompt.rubric.signals.get(name).filter(|signal| !signal.label.is_empty())?;
    Some(Face {
        id: CardId::signal(&prompt.id, name),
        front: format!("{}\n{dimension}: your last answer lacked one thing. Which?", prompt.title),
        back: signal.label.clone(),
    })
}

/// A task that was misplaced; `consequence` is what the simulation showed, when it ran.
pub fn misplaced_face(prompt: &Prompt, meaning: &Meaning<'_>, consequence: Option<&str>) -> Option<Face> {
    let task = prompt.tasks.iter().find(|task| task.id == *meaning.task)?;
    let best = *task.fits.first().filter(|_| meaning.fit == Fit::Misplaced)?;
    let chosen = meaning.placement;
    let mut back =
        format!("{best}: {}\n\nYou chose {chosen}: {}", task.means.of(best), task.means.of(chosen));
    if let Some(consequence) = consequence {
        back = format!("{back}\nIt cost: {consequence}");
    }
    Some(Face {
        id: CardId::task(&prompt.id, &task.id),
        front: format!("{}\n{}: blocking, async or batchable, and why?", prompt.title, task.name),
        back,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card() -> Card {
        let face = Face { id: CardId("c".to_owned()), front: "?".to_owned(), back: "!".to_owned() };
        Card { face, due: UnixMillis(0), memory: None }
    }

    #[test]
    fn better_grades_return_later_and_a_lapse_returns_within_the_session() {
        let days = preview(&card(), UnixMillis(0)).unwrap();
        assert_eq!(days[0], 0);
        assert!(days[0] < days[1] && days[1] <= days[2] && days[2] < days[3], "{days:?}");
    }

    #[test]
    fn what_is_known_again_and_again_returns_more_and_more_rarely() {
        let (mut card, mut now, mut last) = (card(), UnixMillis(0), 0);
        for _ in 0..5 {
            card = review(&card, Grade::Good, now).unwrap();
            let wait = card.due.since(now);
            assert!(wait > last);
            (now, last) = (card.due, wait);
        }
        let memory = card.memory.unwrap();
        assert_eq!((memory.reviews, memory.lapses), (5, 0));
        let lapsed = review(&card, Grade::Again, now).unwrap();
        assert!(lapsed.memory.unwrap().stability < memory.stability);
        assert_eq!(lapsed.memory.unwrap().lapses, 1);
    }

    proptest! {
        #[test]
        fn any_history_keeps_due_dates_finite_and_in_the_future(
            steps in prop::collection::vec((1u8..=4, -3i64..4000), 1..40)
        ) {
            let (mut card, mut now) = (card(), UnixMillis(1_700_000_000_000));
            for (grade, days) in steps {
                now = UnixMillis(now.0 + days * DAY);
                card = review(&card, Grade::try_from(grade).unwrap(), now).unwrap();
                prop_assert!(card.due > now && card.due.since(now) <= 365 * DAY);
            }
        }
    }
}
