//! Performs what screens ask for: the app, the library and the store in one hand. No terminal is needed, so tests
//! drive the whole program through it.

use std::fs::File;
use std::io::{self, Write};

use ratatui::layout::Size;

use super::app::App;
use super::desk::Desk;
use super::effect::{Ask, Effect, Save};
use super::event::{Event, Now, Pace};
use super::key::Key;
use super::look::Look;
use super::popup::Popup;
use super::preview::Preview;
use super::screen::Route;
use super::widget::toast::Tone;
use crate::progress::report::Format;
use crate::progress::{AttemptId, Draft, NewAttempt};

/// What only the terminal can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Outer {
    /// End.
    Quit,
    /// Go to the background.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Turn the mouse on or off.
    Mouse,
    /// Open the learner's editor on this text.
    Edit(String),
    /// Put this on the clipboard.
    Copy(String),
}

/// The program without its terminal.
#[derive(Debug)]
pub struct Shell {
    app: App,
    desk: Desk,
    look: Look,
    preview: Option<Preview>,
}

impl Shell {
    /// The program at its home screen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(mut desk: Desk, look: Look, size: Size, now: Now) -> anyhow::Result<Self> {
        let home = desk.open(&Route::Home, now)?;
        Ok(Self { app: App::new(home, look, size, now), desk, look, preview: None })
    }

    /// What is shown.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The library and the store.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Colours and characters.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Says `text` for a few seconds.
    pub fn say(&mut self, tone: Tone, text: String) {
        self.app.say(tone, text);
    }

    /// Opens what an author is writing, and opens it anew after each change.
    pub fn follow(&mut self, preview: Preview, now: Now) {
        self.open(&preview.route, false, now);
        self.preview = Some(preview);
    }

    /// How often the program wants to be woken.
    pub fn pace(&self) -> Pace {
        match self.app.pace() {
            Pace::Still if self.preview.is_some() => Pace::Clock,
            pace => pace,
        }
    }

    /// Shows the file as it is now, or says what is wrong with it and keeps what is shown.
    fn reload(&mut self, now: Now) {
        let Some(preview) = &mut self.preview else { return };
        match (preview.changed)() {
            None => {}
            Some(Err(problem)) => self.app.say(Tone::Problem, problem),
            Some(Ok(library)) => {
                let route = preview.route.clone();
                self.desk.library = library;
                self.open(&route, true, now);
            }
        }
    }

    /// Takes an event, performs what follows from it, and returns what only the terminal can do.
    pub fn handle(&mut self, event: &Event, now: Now) -> Vec<Outer> {
        if matches!(event, Event::Tick) {
            self.reload(now);
        }
        let effects = self.app.update(event, now);
        effects.into_iter().flat_map(|effect| self.perform(effect, now)).collect()
    }

    fn perform(&mut self, effect: Effect, now: Now) -> Vec<Outer> {
        match effect {
            Effect::Go(route) => self.open(&route, false, now),
            Effect::Swap(route) => self.open(&route, true, now),
            Effect::Back if self.app.top().unsaved().is_some() => self.warn(Effect::LeaveAnyway),
            Effect::Quit if self.app.top().unsaved().is_some() => self.warn(Effect::QuitAnyway),
            Effect::Back | Effect::LeaveAnyway => return self.back(now),
            Effect::Export(text) => self.export("frontdesk-answer", "md", &text),
            Effect::Report(id, format) => self.report(&id, format),
            Effect::Save(save) => return self.keep(save, now),
            Effect::Submit(draft, attempt) => self.submit(&draft, &attempt, now),
            Effect::Say(tone, text) => self.app.say(tone, text),
            Effect::Ask(ask) => self.app.show(Popup::Ask(ask)),
            Effect::Help => self.app.show_help(),
            Effect::Palette => self.app.show_palette(self.desk.commands()),
            Effect::Press(key) => return self.handle(&Event::Key(key), now),
            Effect::Point(spot) => return self.handle(&Event::Pointed(spot), now),
            Effect::Choose(title, choices) => self.app.show(Popup::menu(&title, choices)),
            Effect::Jump(part) => return self.handle(&Event::Jump(part), now),
            Effect::Confirmed(choice) => return self.handle(&Event::Confirmed(choice), now),
            Effect::Quit | Effect::QuitAnyway => return vec![Outer::Quit],
            Effect::Edit(text) => return vec![Outer::Edit(text)],
            Effect::Copy(text) => return vec![Outer::Copy(text)],
            Effect::Mouse => return vec![Outer::Mouse],
            Effect::Suspend => return vec![Outer::Suspend],
            Effect::Redraw => return vec![Outer::Redraw],
        }
        Vec::new()
    }

    fn open(&mut self, route: &Route, instead: bool, now: Now) {
        match self.desk.open(route, now) {
            Ok(screen) if instead => self.app.swap(screen),
            Ok(screen) => self.app.push(screen),
            Err(error) => self.app.say(Tone::Problem, format!("{error:#}")),
        }
    }

    /// Leaves the screen on top and shows the one below as it is now.
    fn back(&mut self, now: Now) -> Vec<Outer> {
        if !self.app.pop() {
            return vec![Outer::Quit];
        }
        if let Some(screen) = self.app.top_screen()
            && let Err(error) = self.desk.refresh(screen, now)
        {
            self.app.say(Tone::Problem, format!("{error:#}"));
        }
        self.handle(&Event::Returned, now)
    }

    fn keep(&mut self, save: Save, now: Now) -> Vec<Outer> {
        match self.desk.keep(save, now) {
            Ok(Some(event)) => return self.handle(&event, now),
            Ok(None) => {}
            Err(error) => self.app.say(Tone::Problem, format!("NOT SAVED: {error}")),
        }
        Vec::new()
    }

    /// Asks before words are lost that are nowhere but on screen.
    fn warn(&mut self, anyway: Effect) {
        let Some(text) = self.app.top().unsaved() else { return };
        let answers = vec![
            (Key::char('w'), "write it to a file in this folder".to_owned(), Effect::Export(text.clone())),
            (Key::char('y'), "copy it".to_owned(), Effect::Copy(text)),
            (Key::char('Q'), "leave and lose it".to_owned(), anyway),
        ];
        let text = "The store did not take your last words. They are only on this screen.".to_owned();
        self.app.show(Popup::Ask(Ask { title: "NOT SAVED".to_owned(), text, answers }));
    }

    fn report(&mut self, id: &AttemptId, format: Format) {
        match self.desk.report(id, format) {
            Ok((prompt, text)) => self.export(&format!("frontdesk-{prompt}"), format.extension(), &text),
            Err(error) => self.app.say(Tone::Problem, format!("{error:#}")),
        }
    }

    /// Writes `text` beside whatever is there already.
    fn export(&mut self, stem: &str, extension: &str, text: &str) {
        let free = (1..1000).map(|n| format!("{stem}-{n}.{extension}"));
        let made = free
            .map(|name| (File::create_new(&name), name))
            .find(|(file, _)| !matches!(file, Err(error) if error.kind() == io::ErrorKind::AlreadyExists));
        let written =
            made.map(|(file, name)| (file.and_then(|mut file| file.write_all(text.as_bytes())), name));
        match written {
            Some((Ok(()), name)) => self.app.say(Tone::Note, format!("Written to {name}")),
            Some((Err(error), name)) => {
                self.app.say(Tone::Problem, format!("{name} cannot be written: {error}"));
            }
            None => self.app.say(Tone::Problem, "There are too many exported answers in this folder".into()),
        }
    }

    fn submit(&mut self, draft: &Draft, attempt: &NewAttempt, now: Now) {
        match self.desk.store.submit(draft, attempt) {
            Ok(id) => {
                if let Err(error) = self.desk.add_missed(attempt) {
                    self.app.say(Tone::Problem, format!("No review cards were made: {error:#}"));
                }
                self.open(&Desk::outcome(id, &attempt.kind), true, now);
            }
            Err(error) => self.app.say(Tone::Problem, format!("NOT SAVED, and so not handed in: {error}")),
        }
    }
}
