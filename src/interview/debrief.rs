//! What an interview showed: levels against the chosen one, where the time went, what the questions moved, and what
//! to do next.

use std::cmp::Ordering;
use std::time::Duration;

use serde::Serialize;

use super::{Asked, Heard, Level, Session, TurnKind};
use crate::content::id::{DimensionId, ItemId};
use crate::content::prompt::Prompt;

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Debrief {
    /// The level that the interview was held for.
    pub level: Level,
    /// The level that the answer reached; `None` below mid-level.
    pub reached: Option<Level>,
    /// How the two compare.
    pub standing: Standing,
    /// Dimension and level, in the rubric's order.
    pub levels: Vec<(DimensionId, u8)>,
    /// Where the time went, phase by phase.
    pub phases: Vec<PhaseTime>,
    /// What each question about a dimension did, in order.
    pub moved: Vec<Moved>,
    /// Three things to do next, the most useful first.
    pub next: Vec<Suggestion>,
}

/// The answer against the chosen level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Not there yet.
    Below,
    /// As expected.
    Meets,
    /// More than asked.
    Above,
}

/// The time of one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseTime {
    /// What a person reads.
    pub title: String,
    /// Time meant for it, in milliseconds.
    pub planned_ms: u64,
    /// Time spent in it over all visits, in milliseconds.
    pub spent_ms: u64,
    /// How often it was entered.
    pub visits: usize,
}

/// A question and what it did to the level of its dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The question's words.
    pub text: String,
    /// The dimension.
    pub dimension: DimensionId,
    /// When, in milliseconds of the interview.
    pub at_ms: u64,
    /// Its level when it was asked.
    pub before: u8,
    /// Its level after the answer.
    pub after: Option<u8>,
    /// It took the second question.
    pub followed: bool,
}

impl Moved {
    /// Levels gained (or lost); 0 when nothing was said afterwards.
    pub fn gain(&self) -> i8 {
        self.after.map_or(0, |after| after.cast_signed() - self.before.cast_signed())
    }
}

/// Something to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What.
    pub step: NextStep,
    /// Why, in one sentence.
    pub why: String,
}

/// What can be done after an interview, each a screen of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Answer one dimension again.
    Retry(DimensionId),
    /// Answer with one constraint changed, in half the time.
    Vary(ItemId),
    /// Practise without an interviewer, minding the time of a phase.
    Practise,
    /// Read what a good answer says.
    ModelAnswer,
    /// Another interview for this level.
    Mock(Level),
}

/// Looks back at `session`, which ended with everything understood as `heard`.
pub fn debrief(prompt: &Prompt, session: &Session, heard: &Heard) -> Debrief {
    let level = session.setup().level;
    let levels = levels(prompt, heard);
    let phases = phase_times(session);
    Debrief {
        standing: standing(level, heard.reached),
        next: suggestions(prompt, session, heard, &levels, &phases),
        moved: session.asked().iter().map(|asked| moved(session, asked)).collect(),
        reached: heard.reached,
        level,
        levels,
        phases,
    }
}

fn levels(prompt: &Prompt, heard: &Heard) -> Vec<(DimensionId, u8)> {
    let all = prompt.rubric.dimensions.iter();
    all.map(|dimension| (dimension.id.clone(), heard.level(dimension.id.as_str()))).collect()
}

fn standing(level: Level, reached: Option<Level>) -> Standing {
    match reached.cmp(&Some(level)) {
        Ordering::Less => Standing::Below,
        Ordering::Equal => Standing::Meets,
        Ordering::Greater => Standing::Above,
    }
}

fn phase_times(session: &Session) -> Vec<PhaseTime> {
    let end = Duration::from_millis(session.ended_ms().unwrap_or(0));
    let time = |index: usize| session.time_in(index, end).as_millis() as u64;
    let visits = |index: usize| session.visits().iter().filter(|visit| visit.phase == index).count();
    let plans = session.phases().iter().enumerate();
    plans
        .map(|(index, plan)| PhaseTime {
            title: plan.title.clone(),
            planned_ms: plan.ms,
            spent_ms: time(index),
            visits: visits(index),
        })
        .collect()
}

fn moved(session: &Session, asked: &Asked) -> Moved {
    let words = session.turns().iter().find(|turn| turn.at_ms == asked.at_ms && asks(&turn.kind, asked));
    Moved {
        text: words.map(|turn| turn.text.clone()).unwrap_or_default(),
        dimension: asked.dimension.clone(),
        at_ms: asked.at_ms,
        before: asked.before,
        after: asked.after,
        followed: asked.followed,
    }
}

fn asks(kind: &TurnKind, asked: &Asked) -> bool {
    use super::Question;
    match (kind, &asked.question) {
        (TurnKind::Probe(turn), Question::Probe(id)) | (TurnKind::Twist(turn), Question::Twist(id)) => {
            turn == id
        }
        (TurnKind::Contradiction(dimension), Question::Contradiction) => *dimension == asked.dimension,
        _ => false,
    }
}

/// How many things to do next are named.
const NEXT: usize = 3;

/// The weakest dimension first, then the clock, the second weakest, a variation, another interview.
fn suggestions(
    prompt: &Prompt,
    session: &Session,
    heard: &Heard,
    levels: &[(DimensionId, u8)],
    phases: &[PhaseTime],
) -> Vec<Suggestion> {
    let mut next: Vec<Suggestion> = Vec::new();
    let mut weak: Vec<_> = levels.iter().filter(|(_, level)| *level < 3).collect();
    weak.sort_by_key(|(_, level)| *level);
    if session.written().is_empty() {
        let why = "Nothing was written: answer once without an interviewer.".to_owned();
        next.push(Suggestion { step: NextStep::Practise, why });
    }
    next.extend(weak.first().map(|(dimension, level)| retry(prompt, dimension, *level)));
    next.extend(pace(phases));
    next.extend(weak.get(1).map(|(dimension, level)| retry(prompt, dimension, *level)));
    next.extend(variation(prompt, weak.first().map(|(dimension, _)| dimension)));
    next.push(again(session.setup().level, heard.reached));
    next.push(Suggestion {
        step: NextStep::ModelAnswer,
        why: "Compare your answer with a whole good one.".to_owned(),
    });
    next.truncate(NEXT);
    next
}

fn retry(prompt: &Prompt, dimension: &DimensionId, level: u8) -> Suggestion {
    let title = prompt.rubric.dimensions.iter().find(|found| found.id == *dimension);
    let title = title.map_or(dimension.as_str(), |found| found.title.as_str());
    let why = format!("{title} ended at {level}: answer that question alone, then look at the whole again.");
    Suggestion { step: NextStep::Retry(dimension.clone()), why }
}

/// A phase that took more than one and a half times its time, or that was never reached.
fn pace(phases: &[PhaseTime]) -> Option<Suggestion> {
    let missed = phases.iter().find(|phase| phase.visits == 0);
    let long = phases.iter().filter(|phase| phase.spent_ms * 2 > phase.planned_ms * 3);
    let longest = long.max_by_key(|phase| phase.spent_ms.saturating_sub(phase.planned_ms))?;
    let minutes = |ms: u64| ms.div_ceil(60_000);
    let mut why = format!(
        "\"{}\" took {} minutes of the {} meant for it",
        longest.title,
        minutes(longest.spent_ms),
        minutes(longest.planned_ms)
    );
    if let Some(missed) = missed {
        why = format!("{why}, and \"{}\" was never reached", missed.title);
    }
    Some(Suggestion { step: NextStep::Practise, why: why + ": practise with the clock in view." })
}

fn variation(prompt: &Prompt, weakest: Option<&DimensionId>) -> Option<Suggestion> {
    let touches = |dimension: &DimensionId| {
        prompt.variations.iter().find(|variation| variation.dimensions.contains(dimension))
    };
    let variation = weakest.and_then(touches).or(prompt.variations.first())?;
    let why = format!("Answer again in half the time with one thing changed: {}", variation.change);
    Some(Suggestion { step: NextStep::Vary(variation.id.clone()), why })
}

fn again(level: Level, reached: Option<Level>) -> Suggestion {
    match level.next().filter(|_| reached >= Some(level)) {
        Some(next) => Suggestion {
            step: NextStep::Mock(next),
            why: format!("You met {level}: try an interview for {next}."),
        },
        None => Suggestion {
            step: NextStep::Mock(level),
            why: format!("Take another interview for {level} in a few days, with other questions."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::session::tests::{heard, minutes, prompt, session};

    #[test]
    fn tells_what_moved_where_the_time_went_and_what_to_do_next() {
        let (prompt, mut session) = (prompt(), session());
        session.listen(&prompt, "one", &heard(1, 0), minutes(1));
        session.listen(&prompt, "one two", &heard(2, 0), minutes(3));
        session.tick(minutes(24));
        let end = Heard { reached: Some(Level::MidLevel), ..heard(3, 1) };
        session.end("one two three", &end, minutes(31));
        let debrief = debrief(&prompt, &session, &end);
        assert_eq!((debrief.standing, debrief.reached), (Standing::Below, Some(Level::MidLevel)));
        let gains: Vec<_> = debrief.moved.iter().map(|m| (m.dimension.as_str(), m.gain())).collect();
        assert_eq!(gains, [("path", 1), ("failure", 1)]);
        assert_eq!(debrief.phases[0].spent_ms, 31 * 60_000);
        assert_eq!(debrief.phases[1].visits, 0);
        let steps: Vec<_> = debrief.next.iter().map(|next| next.step.clone()).collect();
        assert_eq!(
            steps,
            [
                NextStep::Retry("failure".parse().unwrap()),
                NextStep::Practise,
                NextStep::Vary("seats".parse().unwrap()),
            ]
        );
        assert!(debrief.next[1].why.contains("never reached"), "{}", debrief.next[1].why);
    }

    #[test]
    fn who_met_the_level_is_offered_the_next() {
        let (prompt, mut session) = (prompt(), session());
        let end = Heard { reached: Some(Level::Staff), ..heard(4, 4) };
        session.end("all of it", &end, minutes(15));
        let debrief = debrief(&prompt, &session, &end);
        assert_eq!(debrief.standing, Standing::Above);
        assert!(debrief.next.iter().any(|next| next.step == NextStep::Mock(Level::Staff)));
        assert_eq!(debrief.next.len(), 3);
    }
}
