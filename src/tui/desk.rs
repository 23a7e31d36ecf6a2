//! The library and the store in one hand: opens screens with what is kept, and keeps what they send.

use super::effect::{Effect, Save};
use super::event::{Event, Now};
use super::screen::classify::Classify;
use super::screen::home::Home;
use super::screen::reader::{Kept, Reader};
use super::screen::simulation::Simulation;
use super::screen::{Route, Screen};
use crate::content::chapter::{self, Chapter};
use crate::content::id::{ChapterId, ItemId, PromptId};
use crate::content::library::{Entry, Library};
use crate::content::prompt::Prompt;
use crate::progress::{DraftKey, Scope, Store, StoreError};

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
    pub fn open(&mut self, route: &Route, _now: Now) -> anyhow::Result<Screen> {
        match route {
            Route::Home => Ok(Home::open(self)?.into()),
            Route::Chapter(id) => self.reader(id),
            Route::Classify(scope, about) => self.classify(scope, about),
            Route::Simulation { prompt, fault, design } => {
                Ok(Simulation::open(self.prompt(prompt)?, design, fault.as_ref().map(ItemId::as_str))?.into())
            }
            Route::Play(opening) => Ok(Simulation::new((**opening).clone()).into()),
            _ => anyhow::bail!("not yet"),
        }
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

    fn prompt(&self, id: &PromptId) -> anyhow::Result<&Prompt> {
        let entry = self.library.prompt(id.as_str());
        entry.map(|entry| &entry.value).ok_or_else(|| anyhow::anyhow!("there is no prompt {id}"))
    }

    /// Brings a screen up to date that shows again after the one above it was left.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&self, screen: &mut Screen) -> anyhow::Result<()> {
        match screen {
            Screen::Home(home) => home.refresh(self)?,
            Screen::Reader(reader) => {
                let answers = self.store.moves(&Scope::Chapter(reader.id().clone()))?;
                reader.refresh(answers);
            }
            Screen::Classify(_) | Screen::Simulation(_) => {}
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
        let screens =
            self.library.chapters.iter().map(chapter).chain(self.library.prompts.iter().map(prompt));
        screens.chain([("Quit".to_owned(), Effect::Quit)]).collect()
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
            Save::Move(answer) => self.store.answer_move(&answer)?,
            Save::Reading(position) => self.store.set_reading(&position)?,
            Save::Place { name, value } => self.store.set_place(&name, &value)?,
        }
        Ok(None)
    }
}
