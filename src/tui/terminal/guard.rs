//! Holds the terminal, and gives it back on every way out: drop, panic, panic in a thread.

use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};

/// Whether the terminal is ours now; the panic hook has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);
static PANICKED: AtomicBool = AtomicBool::new(false);
static WAKER: Mutex<Option<UnixStream>> = Mutex::new(None);

/// The terminal is ours while this lives.
#[derive(Debug)]
pub(super) struct Guard {
    mouse: bool,
}

impl Guard {
    /// Takes the terminal. `waker` is written to when any thread panics.
    pub(super) fn enter(mouse: bool, waker: UnixStream) -> io::Result<Self> {
        if let Ok(mut slot) = WAKER.lock() {
            *slot = Some(waker);
        }
        install_hook();
        let guard = Self { mouse };
        guard.take()?;
        Ok(guard)
    }

    /// Takes the terminal, again after [`restore`].
    pub(super) fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Turns the mouse on or off; true when it is on now.
    pub(super) fn toggle_mouse(&mut self) -> io::Result<bool> {
        self.mouse = !self.mouse;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        } else {
            execute!(io::stdout(), DisableMouseCapture)?;
        }
        Ok(self.mouse)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// True once any thread has panicked.
pub(super) fn panicked() -> bool {
    PANICKED.load(Ordering::SeqCst)
}

/// Gives the terminal back; harmless when it is not ours. Errors are of no use here: the terminal may be gone.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            PANICKED.store(true, Ordering::SeqCst);
            wake();
            previous(info);
            end();
        }));
    });
}

/// Where nothing unwinds, the program ends here with the status of an error rather than by a signal.
#[cfg(panic = "abort")]
#[expect(clippy::disallowed_methods, reason = "the terminal is restored, and nothing is left to return to")]
fn end() {
    std::process::exit(2);
}

/// Where panics unwind, the loop sees [`panicked`] and ends.
#[cfg(not(panic = "abort"))]
const fn end() {}

fn wake() {
    if let Some(waker) = WAKER.try_lock().ok().as_mut().and_then(|slot| slot.as_mut()) {
        let _ = waker.write_all(&[0]);
    }
}
