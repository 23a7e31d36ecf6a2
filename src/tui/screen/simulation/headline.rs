//! The one sentence that says what is going wrong at a moment, and why.

use super::lab::Played;
use super::scene::{Desk, Room, Scene, word};
use super::words::{count, many, rate, span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Nothing needs attention.
    Calm,
    /// It is getting better.
    Mending,
    /// Something is wrong that no shopper feels yet.
    Warning,
    /// Shoppers are harmed.
    Bad,
}

/// How it stands, in a sentence or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// How bad it is.
    pub mood: Mood,
    /// Whole sentences.
    pub text: String,
}

/// Below this many messages, or seconds of waiting, a queue has no backlog.
const BACKLOG: (u32, f64) = (20, 2.0);
/// Below this share of clicks answered the front desk is in trouble.
const ANSWERED: f64 = 0.95;

impl Headline {
    /// How `scene` stands.
    pub fn of(scene: &Scene<'_>, played: &Played) -> Self {
        let mut parts: Vec<(Mood, String)> = Vec::new();
        parts.extend(scene.weather.iter().map(|w| (Mood::Warning, sentence(&word(w)))));
        parts.extend(desk(scene, &played.scenario.person));
        parts.extend(scene.room.iter().filter_map(|r| room(r, played)));
        if parts.is_empty() {
            return Self { mood: Mood::Calm, text: calm(scene) };
        }
        let mood = parts.iter().fold(Mood::Calm, |worst, (mood, _)| worse(worst, *mood));
        let mut text: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
        if matches!(mood, Mood::Warning | Mood::Bad) && unnoticed(played, scene.at) {
            text.push("Nobody knows yet.".to_owned());
        }
        Self { mood, text: text.join(" ") }
    }
}

fn worse(a: Mood, b: Mood) -> Mood {
    if b as u8 > a as u8 { b } else { a }
}

fn calm(scene: &Scene<'_>) -> String {
    let answered = format!(
        "{} clicks a second, {} answered",
        rate(scene.flow.clicks.into()),
        rate(scene.flow.placed.into())
    );
    match scene.flow.p99 {
        p99 if p99 > 0.0 => format!("All is well: {answered}, 99 of 100 within {}.", span(p99.into())),
        _ => format!("All is well: {answered}."),
    }
}

/// Whether trouble has begun and nobody has noticed it.
pub fn unnoticed(played: &Played, at: f64) -> bool {
    let ledger = &played.run.ledger;
    ledger.trouble_at.is_some_and(|t| t <= at) && ledger.noticed_at.is_none_or(|t| t > at)
}

/// What stands in the way of the shoppers, and what they feel of it.
fn desk(scene: &Scene<'_>, person: &str) -> Option<(Mood, String)> {
    let clicks = f64::from(scene.flow.clicks);
    let failing = scene.failing > clicks * (1.0 - ANSWERED) && scene.failing > 0.05;
    let felt = if failing {
        format!("{} of {} clicks a second fail.", rate(scene.failing), rate(clicks))
    } else {
        format!("99 of 100 {person}s wait up to {}.", span(scene.flow.p99.into()))
    };
    let mood = if failing { Mood::Bad } else { Mood::Warning };
    let ill = scene.desk.iter().find_map(|d| d.ailment.as_ref().map(|a| (d, a)));
    if let Some((desk, ailment)) = ill {
        return Some((
            mood,
            format!("{}s wait for {} ({}): {felt}", capital(person), desk.job.label(), ailment.word),
        ));
    }
    match scene.desk.iter().find(|d| full(d)) {
        Some(desk) => Some((
            mood,
            format!(
                "{} cannot keep up, {} in its line: {felt}",
                capital(desk.job.label()),
                count(desk.line.into())
            ),
        )),
        None if failing => Some((Mood::Bad, capital(&felt))),
        None => None,
    }
}

/// Every server is busy and the line is longer than what they finish in a second.
fn full(desk: &Desk<'_>) -> bool {
    let busy = desk.servers.is_some_and(|servers| desk.busy > f64::from(servers) * 0.97);
    busy && f64::from(desk.line) > desk.rate.max(5.0)
}

/// How a background task stands, when it needs a word.
fn room(room: &Room<'_>, played: &Played) -> Option<(Mood, String)> {
    let name = capital(room.job.label());
    let waiting = || {
        let old = if room.oldest >= 1.0 {
            format!(", the oldest for {}", span(room.oldest))
        } else {
            String::new()
        };
        format!("{} wait{old}", many(room.depth.into(), &played.scenario.noun))
    };
    let late = room.oldest > played.scenario.email_deadline.as_secs();
    let mood = if late { Mood::Bad } else { Mood::Warning };
    if let Some(ailment) = &room.ailment {
        let behind = if room.depth > 0 { format!("; {}", waiting()) } else { String::new() };
        return Some((mood, format!("{name}: {}{behind}.", ailment.word)));
    }
    let many_wait = room.depth > BACKLOG.0 && f64::from(room.depth) > room.rate;
    let backlog = many_wait && room.oldest > BACKLOG.1 && room.next_batch <= 0.0;
    match backlog {
        false => None,
        true if room.growth < -0.5 => {
            let left = f64::from(room.depth) / -room.growth;
            Some((Mood::Mending, format!("{name} catches up: {}, gone in about {}.", waiting(), span(left))))
        }
        true => Some((mood, format!("{name} cannot keep up: {}.", waiting()))),
    }
}

fn sentence(text: &str) -> String {
    format!("{}.", capital(text))
}

/// `text` with a large first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::samples::outage;
    use super::*;

    fn headline(at: f64) -> Headline {
        let played = outage();
        Headline::of(&Scene::at(&played, at).unwrap(), &played)
    }

    #[test]
    fn a_calm_moment_says_so() {
        let calm = headline(1.0);
        assert_eq!(calm.mood, Mood::Calm);
        assert_eq!(calm.text, "All is well: 100 clicks a second, 100 answered.");
    }

    #[test]
    fn trouble_is_named_with_what_waits_for_it() {
        let down = headline(4.0);
        assert_eq!(down.mood, Mood::Warning);
        assert!(
            down.text.starts_with("Email: down; 300 orders wait, the oldest for 3.0 s."),
            "{}",
            down.text
        );
    }

    #[test]
    fn a_shrinking_backlog_is_mending() {
        let mending = headline(7.0);
        assert_eq!(mending.mood, Mood::Mending);
        assert_eq!(
            mending.text,
            "Email catches up: 300 orders wait, the oldest for 3.0 s, gone in about 3.0 s."
        );
    }
}
