//! The terminal: taking it, giving it back on every way out, and the one loop.

mod external;
mod guard;
mod input;
mod osc52;

use std::io::{self, Write};
use std::time::Instant;

use crossterm::execute;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};

use super::canvas::Canvas;
use super::event::{Event, Now, Pace};
use super::shell::{Outer, Shell};
use super::widget::toast::Tone;
use crate::interview::timer::UnixMillis;
use guard::Guard;
use input::{Input, Woken};

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The learner quit.
    Quit,
    /// This signal came.
    Signal(i32),
    /// The terminal is gone.
    Hangup,
    /// A part of the program panicked; the message is already on the terminal.
    Panic,
}

/// Both clocks of the machine; the only place of the interface that reads them.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

impl Clock {
    /// A clock that begins now.
    #[expect(clippy::disallowed_methods, reason = "this is the shell that reads the clock")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Reads both clocks.
    #[expect(clippy::disallowed_methods, reason = "this is the shell that reads the clock")]
    pub fn now(self) -> Now {
        let wall = jiff::Timestamp::now().as_millisecond();
        Now { monotonic: self.0.elapsed(), wall: UnixMillis(wall) }
    }
}

/// The size of the terminal in cells; 80×24 when it does not say.
pub fn size() -> Size {
    crossterm::terminal::size().map_or(Size::new(80, 24), |(width, height)| Size::new(width, height))
}

struct Loop {
    terminal: Terminal<CrosstermBackend<io::Stdout>>,
    guard: Guard,
    input: Input,
    clock: Clock,
    drawn: Now,
    dirty: bool,
}

/// Takes the terminal and runs `shell` in it until it ends.
///
/// # Errors
/// When the terminal cannot be set up or written to; it is restored in any case.
pub fn run(shell: &mut Shell, clock: Clock, mouse: bool) -> anyhow::Result<Ended> {
    crossterm::style::force_color_output(true);
    let input = Input::new()?;
    let guard = Guard::enter(mouse, input.waker()?)?;
    let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut it = Loop { terminal, guard, input, clock, drawn: clock.now(), dirty: true };
    let ended = it.cycle(shell);
    drop(it);
    match ended {
        Err(error) if is_hangup(&error) => Ok(Ended::Hangup),
        other => other,
    }
}

/// A write to a terminal that is gone.
fn is_hangup(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<io::Error>();
    kind.is_some_and(|e| {
        e.kind() == io::ErrorKind::BrokenPipe
            || e.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
    })
}

impl Loop {
    fn cycle(&mut self, shell: &mut Shell) -> anyhow::Result<Ended> {
        loop {
            self.draw(shell)?;
            for woken in self.input.wait(self.timeout(shell.pace()))? {
                let ended = match woken {
                    Woken::Event(event) => self.handle(shell, &event)?,
                    Woken::Suspend => self.suspend(shell).map(|()| None)?,
                    Woken::Signal(signal) => Some(Ended::Signal(signal)),
                    Woken::Hangup => Some(Ended::Hangup),
                    Woken::Panic => Some(Ended::Panic),
                };
                if let Some(ended) = ended {
                    return Ok(ended);
                }
            }
            self.tick(shell)?;
        }
    }

    fn draw(&mut self, shell: &Shell) -> anyhow::Result<()> {
        if !std::mem::take(&mut self.dirty) {
            return Ok(());
        }
        execute!(io::stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let mut canvas = Canvas::new(frame.buffer_mut(), shell.look());
            shell.app().draw(&mut canvas);
            if let Some(caret) = canvas.caret {
                frame.set_cursor_position(caret);
            }
        })?;
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        Ok(())
    }

    /// How long to sleep: until the next tick of `pace`, or for ever.
    fn timeout(&self, pace: Pace) -> Option<std::time::Duration> {
        let since = self.clock.now().monotonic.saturating_sub(self.drawn.monotonic);
        pace.period().map(|period| period.saturating_sub(since))
    }

    fn tick(&mut self, shell: &mut Shell) -> anyhow::Result<()> {
        let due = self.timeout(shell.pace()).is_some_and(|left| left.is_zero());
        if due {
            self.drawn = self.clock.now();
            self.handle(shell, &Event::Tick)?;
        }
        Ok(())
    }

    fn handle(&mut self, shell: &mut Shell, event: &Event) -> anyhow::Result<Option<Ended>> {
        self.dirty = true;
        for outer in shell.handle(event, self.clock.now()) {
            if self.perform(shell, outer)? {
                return Ok(Some(Ended::Quit));
            }
        }
        Ok(None)
    }

    fn perform(&mut self, shell: &mut Shell, outer: Outer) -> anyhow::Result<bool> {
        match outer {
            Outer::Quit => return Ok(true),
            Outer::Redraw => self.repaint()?,
            Outer::Suspend => self.suspend(shell)?,
            Outer::Mouse => self.mouse(shell)?,
            Outer::Edit(text) => self.edit(shell, &text)?,
            Outer::Copy(text) => copy(shell, &text)?,
        }
        Ok(false)
    }

    /// Draws every cell anew. `Terminal::clear` would ask the terminal where its cursor is and may wait for seconds.
    fn repaint(&mut self) -> anyhow::Result<()> {
        let size = size();
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))?;
        self.dirty = true;
        Ok(())
    }

    fn suspend(&mut self, shell: &mut Shell) -> anyhow::Result<()> {
        shell.handle(&Event::Suspended, self.clock.now());
        guard::restore();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.come_back(shell)?;
        shell.handle(&Event::Resumed, self.clock.now());
        Ok(())
    }

    fn come_back(&mut self, shell: &mut Shell) -> anyhow::Result<()> {
        self.guard.take()?;
        self.repaint()?;
        let size = size();
        shell.handle(&Event::Resize(size.width, size.height), self.clock.now());
        Ok(())
    }

    fn mouse(&mut self, shell: &mut Shell) -> anyhow::Result<()> {
        let word = if self.guard.toggle_mouse()? { "on; hold Shift to select text" } else { "off" };
        shell.say(Tone::Note, format!("The mouse is {word}"));
        Ok(())
    }

    fn edit(&mut self, shell: &mut Shell, text: &str) -> anyhow::Result<()> {
        guard::restore();
        let edited = external::edit(text);
        self.come_back(shell)?;
        match edited {
            Ok(text) => drop(self.handle(shell, &Event::Edited(text))?),
            Err(error) => shell.say(Tone::Problem, format!("The text is as it was: {error:#}")),
        }
        Ok(())
    }
}

fn copy(shell: &mut Shell, text: &str) -> anyhow::Result<()> {
    match osc52::sequence(text) {
        Some(sequence) => {
            let mut out = io::stdout();
            out.write_all(sequence.as_bytes())?;
            out.flush()?;
            shell.say(Tone::Note, "Copied, if your terminal allows it (OSC 52)".into());
        }
        None => shell.say(Tone::Problem, "Too long for the clipboard of a terminal".into()),
    }
    Ok(())
}
