//! The library and the store in one hand: opens screens with what is kept, and keeps what they send.

use jiff::tz::TimeZone;

use super::effect::{Effect, Save};
use super::event::{Event, Now};
use super::screen::classify::Classify;
use super::screen::debrief::Debrief;
use super::screen::history::{Around, History, Known};
use super::screen::home::Home;
use super::screen::mock::{Interview, MockSetup};
use super::screen::practice::Practice;
use super::screen::reader::{Kept, Reader};
use super::screen::review::Review;
use super::screen::scored::Scored;
use super::screen::simulation::{Opening, Simulation};
use super::screen::{Route, Screen};
use crate::content::chapter::{self, Block, Chapter, Move};
use crate::content::id::{ChapterId, DimensionId, ItemId, PromptId};
use crate::content::library::{Entry, Library};
use crate::content::prompt::{Prompt, Variation};
use crate::game::{Progress, Round, Stage, meanings};
use crate::interview::timer::UnixMillis;
use crate::interview::{Level, Session, Setup};
use crate::progress::outcome::rhythm;
use crate::progress::report::{self, Format};
use crate::progress::retry::Retry;
use crate::progress::review;
use crate::progress::{
    Answer, AttemptId, Draft, DraftKey, Filter, Held, Kind, MoveAnswer, NewAttempt, Scope, Store, StoreError,
};
use crate::score::{Report, Scorer};

/// Submissions that practice lists.
const SHOWN_ATTEMPTS: usize = 50;

/// The most attempts that the history shows; it says so when there are more, and a filter reaches those.
const HISTORY: usize = 20_000;
/// Cards of one sitting.
const SITTING: usize = 50;
/// A year, in milliseconds: how far back the rhythm of practice is read.
const YEAR: i64 = 366 * 24 * 60 * 60 * 1000;

/// What the interface stands on.
#[derive(Debug)]
pub struct Desk {
    /// All chapters and prompts.
    pub library: Library,
    /// Everything the learner did.
    pub store: Store,
}

impl Desk {
    /// Builds the screen of `route`.
    ///
    /// # Errors
    /// When the library has no such chapter or prompt, or the store cannot be read.
    pub fn open(&mut self, route: &Route, now: Now) -> anyhow::Result<Screen> {
        match route {
            Route::Home => Ok(Home::open(self, now.wall)?.into()),
            Route::Chapter(id) => self.reader(id),
            Route::Classify(scope, about) => self.classify(scope, about),
            Route::Simulation { prompt, fault, design } => {
                Ok(Simulation::open(self.prompt(prompt)?, design, fault.as_ref().map(ItemId::as_str))?.into())
            }
            Route::Play(opening) => Ok(Simulation::new((**opening).clone()).into()),
            Route::Described(attempt) => self.described(attempt),
            Route::Practice(key) => self.practice(key, now),
            Route::Vary(prompt) => self.vary(prompt, now),
            Route::Result(id) => {
                let attempt = self.store.attempt(&id.0)?;
                let prompt = self.prompt(&attempt.body.prompt)?;
                Ok(Scored::open(attempt, prompt)?.into())
            }
            Route::Mock(id, level) => self.mock(id, *level, now),
            Route::Interview(id, setup) => self.interview(id, *setup, now),
            Route::Debrief(id) => {
                let attempt = self.store.attempt(&id.0)?;
                let prompt = self.prompt(&attempt.body.prompt)?;
                Ok(Debrief::open(attempt, prompt)?.into())
            }
            Route::History(filter) => self.history(filter, now),
            Route::Review => Ok(Review::new(self.store.due_cards(now.wall, SITTING)?).into()),
        }
    }

    /// Where a submission of `kind` is looked at first.
    pub fn outcome(id: AttemptId, kind: &Kind) -> Route {
        if *kind == Kind::Mock { Route::Debrief(id) } else { Route::Result(id) }
    }

    /// The interview that waits, or the choices before a new one.
    fn mock(&mut self, id: &PromptId, level: Option<Level>, now: Now) -> anyhow::Result<Screen> {
        let key = DraftKey { prompt: id.clone(), mode: Kind::Mock };
        let waits = self.store.peek_draft(&key)?.and_then(|draft| draft.session);
        match waits {
            Some(session) => self.interview(id, *session.setup(), now),
            None => Ok(MockSetup::new(self.prompt(id)?, level).into()),
        }
    }

    fn interview(&mut self, id: &PromptId, setup: Setup, now: Now) -> anyhow::Result<Screen> {
        let prompt = self.prompt(id)?.clone();
        warm_up(&prompt);
        let session = Session::begin(&prompt, setup);
        let held = self.store.open_draft(Draft::mock(id.clone(), session.clone()), now.wall)?;
        Ok(Interview::open(&prompt, held, session).into())
    }

    fn history(&self, filter: &Filter, now: Now) -> anyhow::Result<Screen> {
        let zone = TimeZone::system();
        let lines = self.store.history(filter, 0, HISTORY)?;
        let total = self.store.count_attempts(filter)?;
        let active = self.store.active_since(UnixMillis(now.wall.0.saturating_sub(YEAR)))?;
        let rhythm = rhythm(active, now.wall, &zone);
        let around = Around {
            total,
            filter: filter.clone(),
            prompts: self.library.prompts.iter().map(|prompt| Known::of(prompt)).collect(),
            rhythm,
            latest: self.store.latest_levels()?,
            zone,
        };
        Ok(History::new(lines, around).into())
    }

    /// The review cards that an answer to a move makes: a recall question returns, and so does a misplaced task.
    fn faces(&self, answer: &MoveAnswer) -> Vec<review::Face> {
        let Scope::Chapter(id) = &answer.scope else { return Vec::new() };
        let Some(chapter) = self.library.chapter(id.as_str()) else { return Vec::new() };
        match &answer.answer {
            Answer::Recalled { .. } => {
                let card = review::CardId::recall(id, &answer.item);
                review::recall_faces(chapter).into_iter().filter(|face| face.id == card).collect()
            }
            Answer::Classified { round } if matches!(round.stage, Stage::Meaning | Stage::Done) => {
                self.misplaced(chapter, answer, round)
            }
            _ => Vec::new(),
        }
    }

    fn misplaced(&self, chapter: &Chapter, answer: &MoveAnswer, progress: &Progress) -> Vec<review::Face> {
        let blocks = chapter.sections.iter().flat_map(|section| &section.blocks);
        let about = blocks.filter_map(|block| match block {
            Block::Move(Move::Classify(about)) if about.id == answer.item => Some(about),
            _ => None,
        });
        let faces = about.filter_map(|about| {
            let prompt = self.prompt(&about.prompt).ok()?;
            let round = Round::new(&prompt.tasks, &about.given, about.options.len()).resume(progress);
            let misplaced = meanings(&round, &prompt.tasks);
            Some(misplaced.iter().filter_map(|m| review::misplaced_face(prompt, m, None)).collect::<Vec<_>>())
        });
        faces.flatten().collect()
    }

    /// Makes review cards of what a submission missed.
    ///
    /// # Errors
    /// When they could not be written.
    pub fn add_missed(&mut self, attempt: &NewAttempt) -> anyhow::Result<()> {
        let report = serde_json::from_value(attempt.report.clone())?;
        let faces = review::missed_faces(self.prompt(&attempt.prompt)?, &report);
        Ok(self.store.add_cards(&faces, attempt.at)?)
    }

    fn reader(&self, id: &ChapterId) -> anyhow::Result<Screen> {
        let chapter =
            self.library.chapter(id.as_str()).ok_or_else(|| anyhow::anyhow!("there is no chapter {id}"))?;
        let kept = Kept {
            answers: self.store.moves(&Scope::Chapter(id.clone()))?,
            reading: self.store.reading(id)?,
            pad: self.store.place(&Reader::pad_name(chapter))?,
        };
        Ok(Reader::open(chapter, kept).into())
    }

    fn classify(&self, scope: &Scope, about: &chapter::Classify) -> anyhow::Result<Screen> {
        let kept = self.store.move_answer(scope, about.id.as_str())?.map(|kept| kept.answer);
        let prompt = self.prompt(&about.prompt)?;
        Ok(Classify::open(about.clone(), scope.clone(), prompt, kept.as_ref()).into())
    }

    /// "Your words run": the design that a submission describes.
    fn described(&self, id: &AttemptId) -> anyhow::Result<Screen> {
        let attempt = self.store.attempt(&id.0)?;
        let report: Report = serde_json::from_value(attempt.body.report)?;
        let opening = Opening::described(self.prompt(&attempt.body.prompt)?, &report.described)?;
        Ok(Simulation::new(opening).into())
    }

    fn practice(&mut self, key: &DraftKey, now: Now) -> anyhow::Result<Screen> {
        let filter = Filter { prompt: Some(key.prompt.clone()), ..Filter::default() };
        let attempts = self.store.history(&filter, 0, SHOWN_ATTEMPTS)?;
        let prompt = self.prompt(&key.prompt)?.clone();
        let mut new = Draft::new(key.clone(), Practice::limit(&prompt, &key.mode));
        if let (Kind::Retry(dimension), Some(last)) = (&key.mode, attempts.first()) {
            self.retry(&last.id, dimension)?.part().clone_into(&mut new.text);
            new.parent = Some(last.id.clone());
        }
        warm_up(&prompt);
        let held = match self.store.open_draft(new.clone(), now.wall) {
            Ok(held) => held,
            Err(error) => {
                let practice = Practice::open(&prompt, Held::Mine(new), attempts, None);
                return Ok(practice.without_store(error.to_string()).into());
            }
        };
        let base = match (&key.mode, &held.draft().parent) {
            (Kind::Retry(dimension), Some(parent)) => Some(self.retry(parent, dimension)?),
            _ => None,
        };
        Ok(Practice::open(&prompt, held, attempts, base).into())
    }

    /// The prompt of an attempt, and its document.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report(&self, id: &AttemptId, format: Format) -> anyhow::Result<(PromptId, String)> {
        let attempt = self.store.attempt(&id.0)?;
        let text = report::document(&attempt, format, &self.library, &self.store, &TimeZone::system())?;
        Ok((attempt.body.prompt, text))
    }

    fn retry(&self, attempt: &AttemptId, dimension: &DimensionId) -> anyhow::Result<Retry> {
        let body = self.store.attempt(&attempt.0)?.body;
        Ok(Retry::open(&body.text, &serde_json::from_value(body.report)?, dimension))
    }

    /// The variation that was tried least often, the author's order deciding between equals.
    fn vary(&mut self, id: &PromptId, now: Now) -> anyhow::Result<Screen> {
        let filter = Filter { prompt: Some(id.clone()), ..Filter::default() };
        let past = self.store.history(&filter, 0, SHOWN_ATTEMPTS)?;
        let tried = |v: &Variation| past.iter().filter(|a| a.kind == Kind::Variation(v.id.clone())).count();
        let variation = self.prompt(id)?.variations.iter().min_by_key(|v| tried(v));
        let variation = variation.ok_or_else(|| anyhow::anyhow!("this prompt has no variations"))?;
        let mode = Kind::Variation(variation.id.clone());
        self.practice(&DraftKey { prompt: id.clone(), mode }, now)
    }

    fn prompt(&self, id: &PromptId) -> anyhow::Result<&Prompt> {
        let entry = self.library.prompt(id.as_str());
        entry.map(|entry| &entry.value).ok_or_else(|| anyhow::anyhow!("there is no prompt {id}"))
    }

    /// Brings a screen up to date that shows again after the one above it was left.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&self, screen: &mut Screen, now: Now) -> anyhow::Result<()> {
        match screen {
            Screen::Home(home) => home.refresh(self, now.wall)?,
            Screen::Reader(reader) => {
                let answers = self.store.moves(&Scope::Chapter(reader.id().clone()))?;
                reader.refresh(answers);
            }
            _ => {}
        }
        Ok(())
    }

    /// Commands that every screen has: to each chapter and prompt.
    pub fn commands(&self) -> Vec<(String, Effect)> {
        let chapter = |c: &Entry<Chapter>| {
            (format!("Open the chapter {}", c.front.title), Effect::Go(Route::Chapter(c.front.id.clone())))
        };
        let prompt = |p: &Entry<Prompt>| {
            (format!("Practise {}", p.title), Effect::Go(Route::Practice(DraftKey::practice(p.id.clone()))))
        };
        let mock = |p: &Entry<Prompt>| {
            (format!("Mock interview: {}", p.title), Effect::Go(Route::Mock(p.id.clone(), None)))
        };
        let simulation = |p: &Entry<Prompt>| {
            let go = Effect::Go(Route::simulate(p.id.clone()));
            p.simulation.is_some().then(|| (format!("Simulate {}", p.title), go))
        };
        let prompts = &self.library.prompts;
        let screens = self.library.chapters.iter().map(chapter).chain(prompts.iter().map(prompt));
        let screens = screens.chain(prompts.iter().map(mock)).chain(prompts.iter().filter_map(simulation));
        let rest = [
            ("Review what is due".to_owned(), Effect::Go(Route::Review)),
            ("History".to_owned(), Effect::Go(Route::History(Filter::default()))),
            ("Quit".to_owned(), Effect::Quit),
        ];
        screens.chain(rest).collect()
    }

    /// Keeps `save`; what the screen must know of the outcome comes back as an event.
    ///
    /// # Errors
    /// When it could not be written, except for drafts, which are told by [`Event::DraftSaved`].
    pub fn keep(&mut self, save: Save, now: Now) -> Result<Option<Event>, StoreError> {
        match save {
            Save::Draft(mut draft) => {
                let kept = self.store.save_draft(&mut draft, now.wall);
                let told = kept.map(|()| draft).map_err(|error| error.to_string());
                return Ok(Some(Event::DraftSaved(told)));
            }
            Save::TakeOver(key) => {
                let taken = self.store.take_over(&key, now.wall);
                return Ok(Some(Event::DraftSaved(taken.map(Box::new).map_err(|error| error.to_string()))));
            }
            Save::Delete(id) => {
                self.store.delete_attempt(&id)?;
                return Ok(Some(Event::Deleted(id)));
            }
            Save::Discard(draft) => self.store.discard_draft(&draft)?,
            Save::Grade(card, grade) => {
                self.store.grade_card(&card, grade, now.wall)?;
            }
            Save::UndoReview => {
                self.store.undo_review()?;
            }
            Save::Move(answer) => {
                self.store.answer_move(&answer)?;
                self.store.add_cards(&self.faces(&answer), now.wall)?;
            }
            Save::Reading(position) => self.store.set_reading(&position)?,
            Save::Place { name, value } => self.store.set_place(&name, &value)?,
        }
        Ok(None)
    }
}

/// Prepares the scorer while the learner writes: reading the lexicon takes longer than a key may.
fn warm_up(prompt: &Prompt) {
    let prompt = prompt.clone();
    std::thread::spawn(move || drop(Scorer::new(&prompt)));
}
