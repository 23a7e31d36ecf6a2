//! What the documents of an attempt show, gathered once.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::content::id::DimensionId;
use crate::content::library::Library;
use crate::interview::timer::{Cause, UnixMillis, clock_face};
use crate::interview::{Session, Speaker};
use crate::progress::{Attempt, Kind, Summary, outcome};
use crate::score::{Band, DimensionScore, Report};

/// An attempt with everything around it.
pub(super) struct View {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) notes: String,
    /// When, how long, how: a name and a value each.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) dimensions: Vec<Dimension>,
    /// The interview's phases with their share of the time, then what was said.
    pub(super) phases: Vec<(String, Duration)>,
    pub(super) transcript: Vec<Said>,
}

/// A dimension as the documents show it.
pub(super) struct Dimension {
    pub(super) id: DimensionId,
    pub(super) title: String,
    pub(super) level: u8,
    /// Levels over time, oldest first.
    pub(super) series: Vec<u8>,
    /// What the scorer said; `None` when its report is of a version that cannot be read.
    pub(super) score: Option<DimensionScore>,
}

/// Something said in an interview.
pub(super) struct Said {
    pub(super) at: String,
    pub(super) who: &'static str,
    pub(super) text: String,
}

impl View {
    /// Gathers; `history` are attempts at the same prompt, newest first.
    pub(super) fn new(attempt: &Attempt, library: &Library, history: Vec<Summary>, zone: &TimeZone) -> Self {
        let body = &attempt.body;
        let report: Option<Report> = serde_json::from_value(body.report.clone()).ok();
        let session: Option<Session> =
            body.session.as_ref().and_then(|value| serde_json::from_value(value.clone()).ok());
        let prompt = library.prompt(body.prompt.as_str());
        let comparable: Vec<Summary> =
            history.into_iter().filter(|line| line.revision == body.revision && line.at <= body.at).collect();
        let title = prompt.map_or_else(|| body.prompt.to_string(), |prompt| prompt.title.clone());
        Self {
            facts: facts(attempt, zone),
            dimensions: dimensions(attempt, report.as_ref(), &comparable),
            phases: session.as_ref().map(phases).unwrap_or_default(),
            transcript: session.as_ref().map(transcript).unwrap_or_default(),
            text: body.text.clone(),
            notes: body.notes.clone(),
            title,
        }
    }
}

fn facts(attempt: &Attempt, zone: &TimeZone) -> Vec<(&'static str, String)> {
    let body = &attempt.body;
    let levels: Vec<u8> = body.levels.values().copied().collect();
    let band = Band::of(&levels);
    let word = if body.kind == Kind::Mock { band.mock_word() } else { band.word() };
    let face = |ms: u64| clock_face(Duration::from_millis(ms));
    let mut facts = vec![
        ("When", written(body.at, zone)),
        ("What", body.kind.to_string()),
        ("Level", format!("{word}, mean {:.1}", body.mean().unwrap_or(0.0))),
        ("Time", format!("{} of {}", face(body.used_ms), face(body.limit_ms))),
        ("Length", words(body.words())),
    ];
    let pauses = body.pauses.iter().map(|pause| format!("{} at {}", cause(pause.cause), face(pause.at_ms)));
    let pauses: Vec<String> = pauses.collect();
    facts.extend((!pauses.is_empty()).then(|| ("Pauses", pauses.join(", "))));
    facts.extend((!body.hints.is_empty()).then(|| ("Hints", body.hints.len().to_string())));
    facts.push(("Scorer", format!("version {}, prompt revision {}", body.scorer, body.revision)));
    facts
}

fn words(count: usize) -> String {
    if count == 1 { "1 word".to_owned() } else { format!("{count} words") }
}

/// `2026-11-21 12:30`.
fn written(at: UnixMillis, zone: &TimeZone) -> String {
    let moment = Timestamp::from_millisecond(at.0).unwrap_or_default();
    zone.to_datetime(moment).strftime("%Y-%m-%d %H:%M").to_string()
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Asked => "paused",
        Cause::Suspended => "put aside",
        Cause::Clock => "clock jumped",
        Cause::Closed => "closed",
    }
}

fn dimensions(attempt: &Attempt, report: Option<&Report>, history: &[Summary]) -> Vec<Dimension> {
    let levels = &attempt.body.levels;
    // The report has the rubric's order; what it does not name follows by name.
    let ordered = report.into_iter().flat_map(|report| report.dimensions.iter().map(|score| &score.id));
    let mut ids: Vec<&DimensionId> = ordered.filter(|id| levels.contains_key(*id)).collect();
    let rest: Vec<&DimensionId> = levels.keys().filter(|id| !ids.contains(id)).collect();
    ids.extend(rest);
    let score = |id: &DimensionId| report.and_then(|report| report.dimension(id.as_str())).cloned();
    let shown = |id: &DimensionId| Dimension {
        title: score(id).map_or_else(|| id.to_string(), |score| score.title),
        level: levels.get(id).copied().unwrap_or(0),
        series: outcome::series(history, id).into_iter().map(|(_, level)| level).collect(),
        score: score(id),
        id: id.clone(),
    };
    ids.into_iter().map(shown).collect()
}

fn phases(session: &Session) -> Vec<(String, Duration)> {
    let end = Duration::from_millis(session.ended_ms().unwrap_or(0));
    let plans = session.phases().iter().enumerate();
    plans.map(|(index, plan)| (plan.title.clone(), session.time_in(index, end))).collect()
}

fn transcript(session: &Session) -> Vec<Said> {
    let turns = session.turns().iter();
    turns
        .map(|turn| Said {
            at: clock_face(Duration::from_millis(turn.at_ms)),
            who: if turn.speaker() == Speaker::Learner { "You" } else { "Interviewer" },
            text: turn.text.clone(),
        })
        .collect()
}
