//! From a draft and its score to what is kept.

use crate::content::prompt::Prompt;
use crate::interview::timer::UnixMillis;
use crate::interview::{Contradiction, Heard, Level};
use crate::score::{Band, DimensionScore, Report, Stance};

use super::{Draft, NewAttempt};

/// What is kept of `draft`, answered to `prompt` with `text` (for a retry: the whole answer with the new part in it)
/// and scored as `report`.
///
/// # Errors
/// When the report or the interview cannot be written as JSON.
pub fn attempt(
    prompt: &Prompt,
    draft: &Draft,
    text: String,
    report: &Report,
    at: UnixMillis,
) -> Result<NewAttempt, serde_json::Error> {
    Ok(NewAttempt {
        prompt: prompt.id.clone(),
        revision: prompt.revision,
        kind: draft.key.mode.clone(),
        parent: draft.parent.clone(),
        at,
        used_ms: draft.timer.spent().as_millis() as u64,
        limit_ms: draft.timer.limit().as_millis() as u64,
        pauses: draft.timer.pauses().to_vec(),
        hints: draft.hints.clone(),
        text,
        notes: draft.notes.clone(),
        levels: report.dimensions.iter().map(|score| (score.id.clone(), score.level)).collect(),
        report: serde_json::to_value(report)?,
        scorer: report.scorer.to_string(),
        session: draft.session.as_ref().map(serde_json::to_value).transpose()?,
    })
}

/// What an interviewer makes of a report.
pub fn heard(report: &Report) -> Heard {
    Heard {
        levels: report.dimensions.iter().map(|score| (score.id.clone(), score.level)).collect(),
        contradictions: report.dimensions.iter().filter_map(contradiction).collect(),
        reached: level(report.band),
    }
}

/// The interview level that a band stands for.
pub const fn level(band: Band) -> Option<Level> {
    match band {
        Band::Early => None,
        Band::Developing => Some(Level::MidLevel),
        Band::Solid => Some(Level::Senior),
        Band::Strong => Some(Level::Staff),
    }
}

fn contradiction(score: &DimensionScore) -> Option<Contradiction> {
    let against = score.evidence.iter().find(|found| found.stance == Stance::Contradicts)?;
    let other = score.evidence.iter().find(|found| found.quote != against.quote)?;
    Some(Contradiction {
        dimension: score.id.clone(),
        one: other.quote.clone(),
        other: against.quote.clone(),
    })
}
