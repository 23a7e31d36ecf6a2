//! The whole interface as one value: a stack of screens, perhaps a popup over them, perhaps a message.

use std::time::Duration;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::canvas::Canvas;
use super::effect::Effect;
use super::event::{Event, Now, Pace};
use super::key::Key;
use super::keymap::{Hint, Keymap, Rank, row};
use super::look::{Look, Role};
use super::popup::{After, Popup};
use super::screen::{Env, Screen, View};
use super::widget::footer::footer;
use super::widget::frame::{column, title_bar};
use super::widget::toast::{STAY, Toast, Tone};

/// The smallest terminal that shows everything.
pub const SMALLEST: Size = Size { width: 60, height: 20 };
/// A second Ctrl-C within this time quits.
const TWICE: Duration = Duration::from_secs(3);

#[derive(Clone, Copy, Debug)]
enum Act {
    Help,
    Palette,
    Cancel,
    Suspend,
    Redraw,
    Mouse,
}

/// Keys that every screen has; the first rows only outside of text.
const LETTERS: Keymap<Act> = Keymap(&[
    row(&[Key::char('?')], Act::Help, "keys", Rank::Main),
    row(&[Key::char(':')], Act::Palette, "commands", Rank::Side),
]);
const ALWAYS: Keymap<Act> = Keymap(&[
    row(&[Key::plain(KeyCode::F(1))], Act::Help, "keys", Rank::Main),
    row(&[Key::ctrl('p'), Key::plain(KeyCode::F(2))], Act::Palette, "commands", Rank::Help),
    row(&[Key::ctrl('c')], Act::Cancel, "cancel; twice: quit", Rank::Help),
    row(&[Key::ctrl('z')], Act::Suspend, "go to the shell; fg comes back", Rank::Help),
    row(&[Key::ctrl('l')], Act::Redraw, "draw the screen anew", Rank::Help),
    row(&[Key::plain(KeyCode::F(10))], Act::Mouse, "mouse on or off", Rank::Help),
]);

/// The interface.
#[derive(Debug)]
pub struct App {
    screens: Vec<Screen>,
    popup: Option<Popup>,
    toast: Option<Toast>,
    cancelled: Option<Duration>,
    look: Look,
    size: Size,
    now: Now,
}

impl App {
    /// An app that shows `first`.
    pub fn new(first: Screen, look: Look, size: Size, now: Now) -> Self {
        Self { screens: vec![first], popup: None, toast: None, cancelled: None, look, size, now }
    }

    /// The screen on top.
    pub fn top(&self) -> &dyn View {
        self.screens.last().map_or(&Gone, Screen::view)
    }

    /// Takes an event and says what is to be done.
    pub fn update(&mut self, event: &Event, now: Now) -> Vec<Effect> {
        self.now = now;
        self.expire_toast(event);
        match event {
            Event::Resize(width, height) => self.size = Size::new(*width, *height),
            Event::Key(key) if self.popup.is_none() => {
                if let Some(act) = self.global(*key) {
                    return self.act(act);
                }
            }
            Event::Key(key) if *key == Key::ctrl('c') => self.popup = None,
            Event::Click { column, row } => return self.hit(*column, *row).into_iter().collect(),
            _ => {}
        }
        match &mut self.popup {
            Some(popup)
                if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Pointed(_) | Event::Wheel(_)) =>
            {
                let After::Closes(effect) = popup.update(event) else { return Vec::new() };
                self.popup = None;
                effect.into_iter().collect()
            }
            _ => self.pass_on(event),
        }
    }

    /// What is under the mouse: the picture is drawn once more, and remembers what it made clickable.
    fn hit(&self, column: u16, row: u16) -> Option<Effect> {
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        let mut canvas = Canvas::new(&mut buffer, self.look);
        self.draw(&mut canvas);
        canvas.hit(Position::new(column, row))
    }

    fn pass_on(&mut self, event: &Event) -> Vec<Effect> {
        let env = self.env();
        self.screens.last_mut().map(|s| s.view_mut().update(event, &env)).unwrap_or_default()
    }

    fn global(&self, key: Key) -> Option<Act> {
        let letters = if self.top().typing() { None } else { LETTERS.action(key) };
        letters.or_else(|| ALWAYS.action(key))
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        vec![match act {
            Act::Help => Effect::Help,
            Act::Palette => Effect::Palette,
            Act::Suspend => Effect::Suspend,
            Act::Redraw => Effect::Redraw,
            Act::Mouse => Effect::Mouse,
            Act::Cancel => return self.cancel(),
        }]
    }

    /// Ctrl-C: once warns, twice quits; drafts are saved on every edit, so nothing is lost.
    fn cancel(&mut self) -> Vec<Effect> {
        let since = self.cancelled.map(|at| self.now.monotonic.saturating_sub(at));
        self.cancelled = Some(self.now.monotonic);
        match since {
            Some(since) if since < TWICE => vec![Effect::Quit],
            _ => vec![Effect::Say(Tone::Note, "Ctrl-C again quits; what you wrote is kept".into())],
        }
    }

    /// Opens `screen` on top.
    pub fn push(&mut self, screen: Screen) {
        self.popup = None;
        self.screens.push(screen);
    }

    /// Opens `screen` in place of the one on top.
    pub fn swap(&mut self, screen: Screen) {
        self.screens.pop();
        self.push(screen);
    }

    /// Closes the top screen; false when it was the last.
    pub fn pop(&mut self) -> bool {
        self.popup = None;
        self.screens.pop();
        !self.screens.is_empty()
    }

    /// The screen on top, to be refreshed.
    pub fn top_screen(&mut self) -> Option<&mut Screen> {
        self.screens.last_mut()
    }

    /// Shows `popup`.
    pub fn show(&mut self, popup: Popup) {
        self.popup = Some(popup);
    }

    /// Shows the keys of the screen on top.
    pub fn show_help(&mut self) {
        let mut hints = self.top().hints(&self.env());
        hints.extend(LETTERS.hints().into_iter().filter(|_| !self.top().typing()));
        hints.extend(ALWAYS.hints());
        self.show(Popup::help(&self.top().title(), &hints));
    }

    /// Shows `general` commands behind those of the screen on top.
    pub fn show_palette(&mut self, general: Vec<(String, Effect)>) {
        let key = |h: &Hint| h.keys.first().map(|k| (capital(h.label), Effect::Press(*k)));
        let mut commands = self.top().commands();
        commands.extend(self.top().hints(&self.env()).iter().filter_map(key));
        commands.extend(general);
        commands.extend(ALWAYS.hints().iter().filter_map(key));
        self.show(Popup::menu("Commands", commands));
    }

    /// Says `text` for a few seconds.
    pub fn say(&mut self, tone: Tone, text: String) {
        self.toast = Some(Toast { text, tone, until: self.now.monotonic + STAY });
    }

    fn expire_toast(&mut self, event: &Event) {
        let over = |t: &Toast| matches!(event, Event::Key(_)) || self.now.monotonic >= t.until;
        if self.toast.as_ref().is_some_and(over) {
            self.toast = None;
        }
    }

    /// How often it wants to be woken.
    pub fn pace(&self) -> Pace {
        let toast = if self.toast.is_some() { Pace::Clock } else { Pace::Still };
        let screen = self.top().pace();
        let screen = if self.look.reduce_motion { screen.min(Pace::Clock) } else { screen };
        screen.max(toast)
    }

    fn env(&self) -> Env {
        Env { now: self.now, look: self.look, body: body(Rect::from((Position::ORIGIN, self.size))) }
    }

    /// Draws everything.
    pub fn draw(&self, canvas: &mut Canvas) {
        let area = canvas.area();
        if area.width < SMALLEST.width || area.height < SMALLEST.height {
            return too_small(canvas, area);
        }
        let way: Vec<String> = self.screens.iter().map(|s| s.view().title()).collect();
        title_bar(canvas, area, &way, &self.top().status());
        let env = Env { body: body(area), ..self.env() };
        self.top().draw(canvas, env.body, &env);
        self.draw_over(canvas, env.body);
        self.draw_bottom(canvas, Rect { y: area.bottom() - 1, height: 1, ..area });
    }

    fn draw_over(&self, canvas: &mut Canvas, body: Rect) {
        if let Some(popup) = &self.popup {
            canvas.caret = None;
            canvas.cover();
            canvas.restyle(canvas.area(), Role::Muted);
            popup.draw(canvas, body);
        }
    }

    fn draw_bottom(&self, canvas: &mut Canvas, row: Rect) {
        match (&self.toast, &self.popup) {
            (Some(toast), _) => toast.draw(canvas, row),
            (None, Some(popup)) => {
                canvas.clear(row);
                let hints = popup.hints();
                if let Some((last, rest)) = hints.split_last() {
                    footer(canvas, row, rest, *last);
                }
            }
            (None, None) => footer(canvas, row, &self.top().hints(&self.env()), self.help_hint()),
        }
    }

    fn help_hint(&self) -> Hint {
        let table = if self.top().typing() { ALWAYS } else { LETTERS };
        table.hints()[0]
    }
}

/// Where screens draw: between the title bar and the footer, one row free at both.
pub fn body(area: Rect) -> Rect {
    Rect { y: area.y + 2, height: area.height.saturating_sub(4), ..area }
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    let text = format!(
        "{}×{} is too small: frontdesk needs {}×{}",
        area.width, area.height, SMALLEST.width, SMALLEST.height
    );
    canvas.paragraph(Rect { y: area.y + area.height / 3, ..column(area) }, &text, Role::Text);
}

fn capital(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Stands in while no screen is left.
struct Gone;

impl View for Gone {
    fn title(&self) -> String {
        String::new()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        Vec::new()
    }

    fn update(&mut self, _: &Event, _: &Env) -> Vec<Effect> {
        vec![Effect::Quit]
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Env) {}
}
