//! Waits for keys, signals, and the end of the terminal, with no thread busy and no time spent.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{Event as TermEvent, KeyEventKind, MouseButton, MouseEventKind};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

use super::guard;
use crate::tui::event::Event;
use crate::tui::key::Key;

/// Lines that one notch of the wheel scrolls.
const NOTCH: i16 = 3;
const SIGNALS: [i32; 5] = [SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGWINCH];

/// Why [`Input::wait`] came back.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Woken {
    /// Something for the app.
    Event(Event),
    /// The shell asks to stop.
    Suspend,
    /// The program is asked to end.
    Signal(i32),
    /// The terminal is gone.
    Hangup,
    /// A thread panicked.
    Panic,
}

/// The terminal's input, and a pipe that signals and panics write to.
pub(super) struct Input {
    pipe: UnixStream,
    waker: UnixStream,
    seen: Vec<(i32, Arc<AtomicBool>)>,
}

impl Input {
    /// Registers the signals and starts the watchdog.
    pub(super) fn new() -> io::Result<Self> {
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let mut seen = Vec::new();
        for signal in SIGNALS {
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
            signal_hook::low_level::pipe::register(signal, waker.try_clone()?)?;
            seen.push((signal, flag));
        }
        watch_for_hangup()?;
        Ok(Self { pipe, waker, seen })
    }

    /// Writing to it wakes [`Input::wait`].
    pub(super) fn waker(&self) -> io::Result<UnixStream> {
        self.waker.try_clone()
    }

    /// Sleeps until something happens or `timeout` is over; `None` sleeps for ever.
    pub(super) fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Woken>> {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        let timeout = timeout.and_then(|t| Timespec::try_from(t).ok());
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [terminal, pipe] = fds.map(|fd| fd.revents());
        if gone(terminal) {
            return Ok(vec![Woken::Hangup]);
        }
        let mut woken = if pipe.is_empty() { Vec::new() } else { self.signals() };
        if terminal.contains(PollFlags::IN) {
            woken.extend(keys()?);
        }
        Ok(woken)
    }

    fn signals(&mut self) -> Vec<Woken> {
        let mut bytes = [0; 64];
        while self.pipe.read(&mut bytes).is_ok_and(|n| n > 0) {}
        let came = self.seen.iter().filter(|(_, flag)| flag.swap(false, Ordering::SeqCst));
        let mut woken: Vec<_> = came.map(|(signal, _)| signalled(*signal)).collect();
        if guard::panicked() {
            woken.push(Woken::Panic);
        }
        woken
    }
}

fn signalled(signal: i32) -> Woken {
    match signal {
        SIGTSTP => Woken::Suspend,
        SIGWINCH => {
            let size = super::size();
            Woken::Event(Event::Resize(size.width, size.height))
        }
        signal => Woken::Signal(signal),
    }
}

/// Everything that has been typed until now.
fn keys() -> io::Result<Vec<Woken>> {
    let mut woken = Vec::new();
    while crossterm::event::poll(Duration::ZERO)? {
        woken.extend(translate(crossterm::event::read()?).map(Woken::Event));
    }
    Ok(woken)
}

fn translate(event: TermEvent) -> Option<Event> {
    match event {
        TermEvent::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(Key::from(key))),
        TermEvent::Paste(text) => Some(Event::Paste(text)),
        TermEvent::Resize(width, height) => Some(Event::Resize(width, height)),
        TermEvent::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                Some(Event::Click { column: mouse.column, row: mouse.row })
            }
            MouseEventKind::ScrollDown => Some(Event::Wheel(NOTCH)),
            MouseEventKind::ScrollUp => Some(Event::Wheel(-NOTCH)),
            _ => None,
        },
        _ => None,
    }
}

fn gone(flags: PollFlags) -> bool {
    flags.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Ends the process when the terminal has gone and the loop has not noticed: reading from a dead terminal never
/// returns in crossterm, and SIGHUP may be ignored. What was written is in the store by then.
fn watch_for_hangup() -> io::Result<()> {
    const GRACE: Duration = Duration::from_secs(1);
    let terminal = io::stdin().as_fd().try_clone_to_owned()?;
    let watch = move || {
        loop {
            let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
            if poll(&mut fds, None).is_ok() && gone(fds[0].revents()) {
                std::thread::sleep(GRACE);
                signal_hook::low_level::exit(128 + SIGHUP);
            }
        }
    };
    std::thread::Builder::new().name("hangup".into()).spawn(watch).map(drop)
}
