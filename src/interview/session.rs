//! An interview under way. Times are times of the interview, as [`super::timer::Timer::spent`] gives them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::question::{self, Next};
use super::{Asked, Heard, PhasePlan, PlannedTwist, Question, Setup, Turn, TurnKind, lines, plan};
use crate::content::id::DimensionId;
use crate::content::prompt::Prompt;

/// The learner entered a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The phase, from 0.
    pub phase: usize,
    /// When, in milliseconds of the interview.
    pub from_ms: u64,
}

/// An interview, with everything needed to go on with it later.
///
/// The text of the current phase is the caller's (it is being edited); the texts of the others are kept here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    setup: Setup,
    phases: Vec<PhasePlan>,
    texts: Vec<String>,
    /// What the interviewer has read of each phase.
    read: Vec<String>,
    visits: Vec<Visit>,
    turns: Vec<Turn>,
    asked: Vec<Asked>,
    twists: Vec<PlannedTwist>,
    /// Dimension → level when the word was handed over last.
    levels: BTreeMap<DimensionId, u8>,
    /// Phases whose time was called; the number of phases stands for the whole.
    called: BTreeSet<usize>,
    ended_ms: Option<u64>,
}

impl Session {
    /// The first moment of an interview about `prompt`.
    pub fn begin(prompt: &Prompt, setup: Setup) -> Self {
        let phases = plan::phases(prompt, &setup);
        let mut session = Self {
            texts: vec![String::new(); phases.len()],
            read: vec![String::new(); phases.len()],
            twists: plan::twists(prompt, &setup),
            visits: vec![Visit { phase: 0, from_ms: 0 }],
            turns: Vec::new(),
            asked: Vec::new(),
            levels: BTreeMap::new(),
            called: BTreeSet::new(),
            ended_ms: None,
            setup,
            phases,
        };
        session.say(0, TurnKind::Opening, lines::welcome(&prompt.title, setup.minutes));
        session.open_phase(0);
        session
    }

    /// Level, length and seed.
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The phases in order.
    pub fn phases(&self) -> &[PhasePlan] {
        &self.phases
    }

    /// The phase that the learner is in, from 0.
    pub fn phase(&self) -> usize {
        self.visits.last().map_or(0, |visit| visit.phase)
    }

    /// Every entry into a phase, in order; going back shows here.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// Everything said, in order.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// What the interviewer said last.
    pub fn last_word(&self) -> Option<&Turn> {
        self.turns.iter().rev().find(|turn| turn.kind != TurnKind::Said)
    }

    /// The questions about dimensions, with what became of them.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// The twists, told or to come.
    pub fn twists(&self) -> &[PlannedTwist] {
        &self.twists
    }

    /// True after [`Session::end`].
    pub const fn is_over(&self) -> bool {
        self.ended_ms.is_some()
    }

    /// Time spent in a phase until `at`, over all visits.
    pub fn time_in(&self, phase: usize, at: Duration) -> Duration {
        let ends = self.visits.iter().skip(1).map(|visit| visit.from_ms);
        let end = self.ended_ms.unwrap_or(millis(at));
        let stays = self.visits.iter().zip(ends.chain([end]));
        let spent = stays.filter(|(visit, _)| visit.phase == phase);
        Duration::from_millis(spent.map(|(visit, to)| to.saturating_sub(visit.from_ms)).sum())
    }

    /// The whole answer: the texts of all phases, with `text` for the current one. This is what is scored.
    pub fn answer(&self, text: &str) -> String {
        let phase = self.phase();
        join(self.texts.iter().enumerate().map(|(i, kept)| if i == phase { text } else { kept }))
    }

    /// The whole answer of an interview that is over.
    pub fn written(&self) -> String {
        join(self.texts.iter().map(String::as_str))
    }

    /// What was written in another phase.
    pub fn text_of(&self, phase: usize) -> Option<&str> {
        self.texts.get(phase).map(String::as_str)
    }

    /// What happens because time passes: a phase's time is called once, a twist is told when it is due, the end is
    /// called once. Nothing moves by itself. Gives what was said.
    pub fn tick(&mut self, at: Duration) -> &[Turn] {
        let before = self.turns.len();
        if !self.is_over() {
            self.call_time(at);
            self.tell_due_twists(at);
        }
        &self.turns[before..]
    }

    /// The learner hands over the word: the interviewer has read `text` and all other phases as `heard`, and answers.
    pub fn listen(&mut self, prompt: &Prompt, text: &str, heard: &Heard, at: Duration) -> &Turn {
        let at = millis(at);
        let news = self.take_in(text, at);
        self.settle(heard);
        if news && self.turns.last().is_some_and(|turn| turn.text.ends_with('?')) {
            let answer = lines::yours_to_decide(self.setup.seed, self.turns.len());
            self.say(at, TurnKind::Nod, answer.to_owned());
        }
        let next = self.next_question(prompt, heard, news);
        if let Some((question, dimension)) = next.about {
            let before = heard.level(dimension.as_str());
            self.asked.push(Asked { question, dimension, at_ms: at, before, after: None, followed: false });
        } else if matches!(next.kind, TurnKind::FollowUp(_)) {
            self.asked.iter_mut().rev().take(1).for_each(|asked| asked.followed = true);
        }
        self.say(at, next.kind, next.text);
        &self.turns[self.turns.len() - 1]
    }

    /// Moves to another phase, forward or back, exchanging `text` for what was written there before.
    pub fn go_to(&mut self, phase: usize, text: &mut String, at: Duration) {
        let here = self.phase();
        if phase >= self.phases.len() || phase == here || self.is_over() {
            return;
        }
        let at = millis(at);
        self.take_in(text, at);
        self.texts[here] = std::mem::take(text);
        text.clone_from(&self.texts[phase]);
        let known = self.visits.iter().any(|visit| visit.phase == phase);
        self.visits.push(Visit { phase, from_ms: at });
        if known {
            self.say(at, TurnKind::Opening, lines::back_to(&self.phases[phase].title));
        } else {
            self.open_phase(at);
        }
        if phase + 1 == self.phases.len() && self.twists.iter().all(|twist| twist.told_ms.is_none()) {
            self.tell_twist(0, at);
        }
    }

    /// Ends the interview with `text` in the current phase and everything understood as `heard`.
    pub fn end(&mut self, text: &str, heard: &Heard, at: Duration) {
        if self.is_over() {
            return;
        }
        self.take_in(text, millis(at));
        let phase = self.phase();
        text.clone_into(&mut self.texts[phase]);
        self.settle(heard);
        self.ended_ms = Some(millis(at));
    }

    /// When it ended, in milliseconds of the interview.
    pub const fn ended_ms(&self) -> Option<u64> {
        self.ended_ms
    }

    fn next_question(&self, prompt: &Prompt, heard: &Heard, news: bool) -> Next {
        if !news && self.awaits_answer() {
            return nod(lines::wait(self.setup.seed, self.turns.len()));
        }
        question::follow_up(prompt, self.asked.last(), heard)
            .or_else(|| question::contradiction(&self.asked, heard))
            .or_else(|| question::probe(prompt, self.reached(), &self.asked, heard, &self.setup))
            .or_else(|| self.general_question())
            .unwrap_or_else(|| self.nothing_to_ask(news))
    }

    /// The phases up to the current one: what may be asked about.
    fn reached(&self) -> &[PhasePlan] {
        &self.phases[..=self.phase()]
    }

    fn general_question(&self) -> Option<Next> {
        let fresh = |ask: &&String| self.turns.iter().all(|turn| turn.text != **ask);
        let ask = self.phases[self.phase()].asks.iter().find(fresh)?;
        Some(Next { kind: TurnKind::Ask, text: ask.clone(), about: None })
    }

    fn nothing_to_ask(&self, news: bool) -> Next {
        let (seed, turn) = (self.setup.seed, self.turns.len());
        nod(if news { lines::go_on(seed, turn) } else { lines::move_on(seed, turn) })
    }

    fn awaits_answer(&self) -> bool {
        self.last_word().is_some_and(|turn| turn.is_question() || turn.kind == TurnKind::Opening)
    }

    /// Puts what is new in `text` into the transcript; false when nothing is.
    fn take_in(&mut self, text: &str, at: u64) -> bool {
        let phase = self.phase();
        let new = news(&self.read[phase], text).to_owned();
        text.clone_into(&mut self.read[phase]);
        if new.is_empty() {
            return false;
        }
        self.say(at, TurnKind::Said, new);
        true
    }

    /// Notes what became of the last question, and of those that nobody has looked at since.
    fn settle(&mut self, heard: &Heard) {
        self.levels.clone_from(&heard.levels);
        let last = self.asked.len().saturating_sub(1);
        for (index, asked) in self.asked.iter_mut().enumerate() {
            if index == last || asked.after.is_none() {
                asked.after = Some(heard.level(asked.dimension.as_str()));
            }
        }
    }

    fn call_time(&mut self, at: Duration) {
        let phase = self.phase();
        let planned = Duration::from_millis(self.phases[phase].ms);
        let last = phase + 1 == self.phases.len();
        if at >= self.setup.limit() {
            if self.called.insert(self.phases.len()) {
                self.say(millis(at), TurnKind::Time, lines::OVER.to_owned());
            }
        } else if !last && self.time_in(phase, at) >= planned && self.called.insert(phase) {
            self.say(millis(at), TurnKind::Time, lines::time_up(&self.phases[phase].title));
        }
    }

    fn tell_due_twists(&mut self, at: Duration) {
        let due = |twist: &PlannedTwist| twist.told_ms.is_none() && twist.due_ms <= millis(at);
        while let Some(index) = self.twists.iter().position(due) {
            self.tell_twist(index, millis(at));
        }
    }

    fn tell_twist(&mut self, index: usize, at: u64) {
        let Some(planned) = self.twists.get_mut(index) else { return };
        planned.told_ms = Some(at);
        let twist = planned.twist.clone();
        let before = self.levels.get(&twist.dimension).copied().unwrap_or(0);
        let question = Question::Twist(twist.id.clone());
        let dimension = twist.dimension;
        self.asked.push(Asked { question, dimension, at_ms: at, before, after: None, followed: false });
        self.say(at, TurnKind::Twist(twist.id), twist.tell);
    }

    fn open_phase(&mut self, at: u64) {
        let opening = self.phases.get(self.phase()).map(|plan| plan.opening.clone()).unwrap_or_default();
        self.say(at, TurnKind::Opening, opening);
    }

    fn say(&mut self, at_ms: u64, kind: TurnKind, text: String) {
        self.turns.push(Turn { at_ms, phase: self.phase(), kind, text });
    }
}

fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn nod(line: &str) -> Next {
    Next { kind: TurnKind::Nod, text: line.to_owned(), about: None }
}

/// What `text` has that `read` had not: everything after their common beginning, from the start of that word.
fn news<'a>(read: &str, text: &'a str) -> &'a str {
    let same = read.char_indices().zip(text.chars()).take_while(|((_, a), b)| a == b);
    let end = same.last().map_or(0, |((at, c), _)| at + c.len_utf8());
    let mid_word = text[end..].starts_with(|c: char| !c.is_whitespace());
    let start = if mid_word { text[..end].rfind(char::is_whitespace).map_or(0, |at| at + 1) } else { end };
    let new = text.get(start..).unwrap_or(&text[end..]).trim();
    if text.len() <= read.len() && read.starts_with(text) { "" } else { new }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::interview::{Contradiction, Level};

    const PROMPT: &str = r#"
        id = "shop"
        revision = 1
        title = "A shop"
        statement = "Sell."
        model_answer = "Sold."
        rubric = { dimensions = [
            { id = "path", title = "Path", solid = "s", outstanding = "o", questions = [], gates = [] },
            { id = "failure", title = "Failure", solid = "s", outstanding = "o", questions = [], gates = [] },
        ] }
        [[probes]]
        id = "path-1"
        dimension = "path"
        ask = "What is promised?"
        follow_up = "And when is it true?"
        [[probes]]
        id = "failure-1"
        dimension = "failure"
        ask = "What if it happens twice?"
        [[probes]]
        id = "failure-2"
        dimension = "failure"
        below = 4
        ask = "And after that?"
        [[twists]]
        id = "crash"
        tell = "It crashed."
        dimension = "failure"
        [[variations]]
        id = "seats"
        change = "Sell seats."
        dimensions = ["failure"]
        [[phases]]
        id = "draw"
        title = "Draw"
        minutes = 30
        opening = "Draw it."
        dimensions = ["path"]
        [[phases]]
        id = "break"
        title = "Break"
        minutes = 15
        opening = "Break it."
        dimensions = ["failure"]
    "#;

    pub(crate) fn prompt() -> Prompt {
        toml::from_str(PROMPT).unwrap()
    }

    pub(crate) fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(minutes * 60)
    }

    pub(crate) fn heard(path: u8, failure: u8) -> Heard {
        let levels = [("path".parse().unwrap(), path), ("failure".parse().unwrap(), failure)];
        Heard { levels: levels.into(), ..Heard::default() }
    }

    pub(crate) fn session() -> Session {
        Session::begin(&prompt(), Setup::new(Level::Senior, 30, 7))
    }

    fn kinds(session: &Session) -> Vec<TurnKind> {
        session.turns().iter().map(|turn| turn.kind.clone()).collect()
    }

    fn item(name: &str) -> crate::content::id::ItemId {
        name.parse().unwrap()
    }

    #[test]
    fn time_is_scaled_and_called_once_per_phase_and_nothing_moves_by_itself() {
        let mut session = session();
        assert_eq!(session.phases()[0].ms, 20 * 60_000);
        session.twists.clear();
        assert!(session.tick(minutes(19)).is_empty());
        assert_eq!(session.tick(minutes(20))[0].kind, TurnKind::Time);
        assert!(session.tick(minutes(21)).is_empty());
        assert_eq!(session.phase(), 0);
        assert_eq!(session.tick(minutes(30))[0].text, lines::OVER);
        assert!(session.tick(minutes(31)).is_empty());
    }

    #[test]
    fn a_probe_that_raises_nothing_is_followed_up_once_and_never_asked_again() {
        let (mut session, prompt) = (session(), prompt());
        let mut asked = Vec::new();
        for (turn, text) in ["one", "one two", "one two three", "one two three four"].iter().enumerate() {
            asked.push(session.listen(&prompt, text, &heard(0, 0), minutes(turn as u64)).kind.clone());
        }
        assert_eq!(
            asked,
            [
                TurnKind::Probe(item("path-1")),
                TurnKind::FollowUp(item("path-1")),
                TurnKind::Nod,
                TurnKind::Nod
            ]
        );
    }

    #[test]
    fn what_was_asked_for_is_not_asked_once_the_level_is_there() {
        let (mut session, prompt) = (session(), prompt());
        assert_eq!(session.listen(&prompt, "well", &heard(3, 0), minutes(1)).kind, TurnKind::Nod);
    }

    #[test]
    fn later_phases_are_not_asked_about_early() {
        let (mut session, prompt) = (session(), prompt());
        session.twists.clear();
        let mut text = "the path".to_owned();
        assert_eq!(session.listen(&prompt, &text, &heard(3, 0), minutes(1)).kind, TurnKind::Nod);
        session.go_to(1, &mut text, minutes(2));
        let kind = session.listen(&prompt, "retries", &heard(3, 1), minutes(3)).kind.clone();
        assert!(matches!(kind, TurnKind::Probe(id) if id.as_str().starts_with("failure")));
    }

    #[test]
    fn a_mid_level_interview_stops_asking_where_a_staff_one_goes_on() {
        let prompt = prompt();
        let ask = |level| {
            let mut session = Session::begin(&prompt, Setup::new(level, 30, 7));
            session.twists.clear();
            session.go_to(1, &mut String::new(), minutes(1));
            session.listen(&prompt, "retries", &heard(4, 3), minutes(2)).kind.clone()
        };
        assert_eq!(ask(Level::Senior), TurnKind::Nod);
        assert_eq!(ask(Level::Staff), TurnKind::Probe(item("failure-2")));
    }

    #[test]
    fn a_contradiction_is_quoted_once() {
        let (mut session, prompt) = (session(), prompt());
        let mut both = heard(3, 3);
        let (one, other) = ("email before".to_owned(), "email after".to_owned());
        both.contradictions.push(Contradiction { dimension: "path".parse().unwrap(), one, other });
        let turn = session.listen(&prompt, "a", &both, minutes(1)).clone();
        assert!(turn.text.contains("email before") && turn.text.contains("email after"));
        assert_eq!(session.listen(&prompt, "a b", &both, minutes(2)).kind, TurnKind::Nod);
    }

    #[test]
    fn every_interview_has_its_twist_on_time_or_before_the_last_phase_ends_it() {
        for seed in 0..50 {
            let mut session = Session::begin(&prompt(), Setup::new(Level::Senior, 30, seed));
            let due = session.twists()[0].due_ms;
            assert!((15 * 60_000..20 * 60_000).contains(&due), "{due}");
            assert!(session.tick(Duration::from_millis(due - 1)).is_empty());
            assert!(
                session
                    .tick(Duration::from_millis(due))
                    .iter()
                    .any(|t| t.kind == TurnKind::Twist(item("crash")))
            );
        }
        let mut hurried = session();
        hurried.go_to(1, &mut String::new(), minutes(1));
        assert!(kinds(&hurried).contains(&TurnKind::Twist(item("crash"))));
        hurried.tick(minutes(25));
        assert_eq!(kinds(&hurried).iter().filter(|kind| matches!(kind, TurnKind::Twist(_))).count(), 1);
    }

    #[test]
    fn going_back_brings_the_text_and_is_recorded() {
        let mut session = session();
        let mut text = "first draft".to_owned();
        session.go_to(1, &mut text, minutes(4));
        assert_eq!(text, "");
        text.push_str("second part");
        session.go_to(0, &mut text, minutes(9));
        assert_eq!(text, "first draft");
        assert_eq!(session.answer("first draft, better"), "first draft, better\n\nsecond part");
        assert_eq!(session.time_in(0, minutes(10)), minutes(5));
        assert_eq!(session.visits().iter().map(|visit| visit.phase).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn saying_nothing_gets_patience_then_help() {
        let (mut session, prompt) = (session(), prompt());
        assert_eq!(session.listen(&prompt, "", &heard(0, 0), minutes(1)).kind, TurnKind::Nod);
        let again = session.listen(&prompt, "", &heard(0, 0), minutes(2)).kind.clone();
        assert_eq!(again, TurnKind::Probe(item("path-1")));
    }

    #[test]
    fn a_question_of_the_learner_gets_an_answer_before_the_next_question() {
        let (mut session, prompt) = (session(), prompt());
        session.listen(&prompt, "How many orders come?", &heard(0, 0), minutes(1));
        let mut last = kinds(&session);
        assert!(matches!(last.pop(), Some(TurnKind::Probe(_) | TurnKind::Ask)), "{last:?}");
        assert_eq!(last.split_off(last.len() - 2), [TurnKind::Said, TurnKind::Nod]);
    }

    #[test]
    fn the_same_seed_is_the_same_interviewer_and_a_saved_one_goes_on_as_if_nothing_was() {
        let prompt = prompt();
        let (mut live, mut text) = (session(), String::from("a"));
        let mut back = session();
        for step in 1..20_u64 {
            for session in [&mut live, &mut back] {
                session.tick(minutes(step));
                session.listen(&prompt, &text, &heard((step / 4) as u8, (step / 9) as u8), minutes(step));
            }
            text += " b";
            back = serde_json::from_str(&serde_json::to_string(&back).unwrap()).unwrap();
            assert_eq!(live, back);
        }
    }

    #[test]
    fn news_starts_at_a_word_and_survives_any_edit() {
        assert_eq!(news("I save the ord", "I save the order first"), "order first");
        assert_eq!(news("same", "same"), "");
        assert_eq!(news("é ü", "é ö"), "ö");
        assert_eq!(news("long text", "long"), "");
        assert_eq!(news("", "  all new "), "all new");
    }

    #[test]
    fn a_prompt_without_phases_and_twists_gets_the_usual_ones() {
        let mut bare = prompt();
        bare.phases.clear();
        bare.twists.clear();
        bare.variations.clear();
        let session = Session::begin(&bare, Setup::new(Level::Staff, 45, 1));
        let minutes: Vec<u64> = session.phases().iter().map(|phase| phase.ms / 60_000).collect();
        assert_eq!(minutes, [5, 5, 8, 15, 10, 2]);
        assert_eq!(session.twists().len(), 1);
    }
}
