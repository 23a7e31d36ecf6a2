//! The real program on a real terminal: what was written survives a kill, and the terminal is given back.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use frontdesk::content::library::Library;
use frontdesk::progress::Store;
use frontdesk::tui::{self, look::Look};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

struct Program {
    child: Box<dyn Child + Send + Sync>,
    /// Where it runs and keeps its store.
    folder: TempDir,
    master: Box<dyn MasterPty + Send>,
    /// How the terminal treated lines and echoed before the program had it.
    modes: String,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// The last bytes that the program wrote.
    written: Vec<u8>,
}

impl Program {
    /// The program at its home screen, for somebody who has never used it.
    fn at_home(env: &[(&str, &str)]) -> Self {
        let mut program = Self::start(tempfile::tempdir().unwrap(), env);
        program.expect("Next");
        program
    }

    fn start(folder: TempDir, env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_frontdesk"));
        command.args(["--store", "store.db"]);
        command.cwd(folder.path());
        env.iter().for_each(|(name, value)| command.env(name, value));
        Self::spawn(command, folder)
    }

    /// Kills the program, starts it again, and goes on with the answer.
    fn killed(mut self) -> Self {
        self.signal(rustix::process::Signal::KILL);
        self.end();
        let mut again = Self::start(self.folder, &[]);
        again.expect("Go on with your answer");
        again.press("\r\r");
        again
    }

    fn spawn(mut command: CommandBuilder, folder: TempDir) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        let modes = modes(&*pty.master);
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pty.master.take_writer().unwrap();
        let terminal = vt100::Parser::default();
        Self { child, folder, master: pty.master, modes, keys, output, terminal, written: Vec::new() }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Feeds the terminal for a moment, and on to the end of a frame that has begun; answers where the cursor is when
    /// asked.
    fn feed(&mut self) {
        self.feed_once();
        let start = now();
        while self.is_in_frame() && start.elapsed() < Duration::from_secs(1) {
            self.feed_once();
        }
    }

    /// Whether a synchronized update has begun and not ended.
    fn is_in_frame(&self) -> bool {
        let last = |mark: &[u8]| self.written.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") > last(b"\x1b[?2026l")
    }

    fn feed_once(&mut self) {
        let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) else { return };
        self.terminal.process(&bytes);
        self.written.extend(&bytes);
        self.written.drain(..self.written.len().saturating_sub(1 << 16));
        if bytes.windows(4).any(|w| w == b"\x1b[6n") {
            self.press("\x1b[1;1R");
        }
    }

    #[track_caller]
    fn expect(&mut self, words: &str) {
        let start = now();
        while start.elapsed() < PATIENCE {
            self.feed();
            if self.sees(words) {
                return;
            }
        }
        panic!("no {words:?} on\n{}", self.contents());
    }

    fn sees(&self, words: &str) -> bool {
        self.contents().contains(words)
    }

    fn contents(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Presses `keys`, waits for what they change, and then until nothing moves, or half a second when something
    /// moves by itself.
    fn answer(&mut self, keys: &str) {
        let (start, before) = (now(), self.contents());
        self.press(keys);
        while self.contents() == before && start.elapsed() < PATIENCE / 4 {
            self.feed();
        }
        let start = now();
        let mut last = String::new();
        while last != self.contents() && start.elapsed() < Duration::from_millis(500) {
            last = self.contents();
            self.feed();
        }
    }

    /// Does whatever the chapter asks until `words` show.
    #[track_caller]
    fn read_until(&mut self, words: &str) {
        for _ in 0..200 {
            match () {
                () if self.sees(words) => return,
                () if self.sees("Harm so far") => self.answer("\x1b"),
                () if self.sees("Enter write") => {
                    self.answer(
                        "isomething of my own in more than a dozen words so that it counts as one\x04",
                    );
                }
                () => self.answer("\r"),
            }
        }
        panic!("{words:?} never showed; last\n{}", self.contents());
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = self.child.process_id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
        rustix::process::kill_process(id.unwrap(), signal).unwrap();
    }

    /// Whether it is stopped, as Linux tells it: the state stands behind the name in brackets.
    #[cfg(target_os = "linux")]
    fn is_stopped(&self) -> bool {
        let id = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    }

    /// Waits for the end and takes what was still written.
    fn end(&mut self) {
        let start = now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < PATIENCE, "it does not end");
            self.feed();
        }
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.terminal.process(&bytes);
        }
    }

    #[track_caller]
    fn is_restored(&self) {
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was left on");
        assert!(!screen.bracketed_paste(), "bracketed paste was left on");
        assert!(!screen.hide_cursor(), "the cursor was left hidden");
        assert_eq!(modes(&*self.master), self.modes, "keys would not show");
    }
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().unwrap().local_flags)
}

#[expect(clippy::disallowed_methods, reason = "a real program takes real time")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn what_was_typed_survives_a_kill_and_goes_into_a_file() {
    let mut first = Program::at_home(&[]);
    first.press("jj\r");
    first.expect("starts when you write");
    first.press("\rThe email can wait; the card cannot.");
    first.expect("cannot.");
    first.expect("saved");
    let mut second = first.killed();
    second.expect("The email can wait; the card cannot.");
    second.press("\x04s");
    second.expect("Overall");
    second.press("wh");
    second.expect("Written to frontdesk-checkout-1.html");
    let page = std::fs::read_to_string(second.folder.path().join("frontdesk-checkout-1.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("cannot."), "{page}");
    second.press("q");
    second.expect("Next");
    second.press("q");
    second.end();
    second.is_restored();
}

#[test]
fn a_session_from_the_chapter_to_the_answer_goes_on_after_a_kill() {
    let mut first = Program::at_home(&[]);
    first.answer("\r");
    first.read_until("Place each task, say what you expect");
    first.press("\r");
    first.expect("0 of 6 placed");
    first.press("111222");
    first.expect("All are placed");
    first.press("\r");
    first.expect("Before it runs: what do you expect?");
    first.press("3\r");
    first.expect("Your design is fixed");
    first.press("\r");
    first.expect("Harm so far");
    first.press("\x1b");
    first.expect("What each placement meant");
    (0..6).for_each(|_| first.answer("\r"));
    first.expect("placements hold up");
    first.answer("\r");
    first.read_until("Enter practise now");
    first.press("\r");
    first.expect("starts when you write");
    first.press("\rThe card first, because the promise rests on it.");
    first.expect("rests on it.");
    first.expect("saved");
    let mut second = first.killed();
    second.expect("The card first, because the promise rests on it.");
}

#[test]
fn signals_give_the_terminal_back() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT, rustix::process::Signal::HUP]
    {
        let mut program = Program::at_home(&[]);
        program.signal(signal);
        program.end();
        program.is_restored();
    }
}

/// Names the file at whose appearance a thread of the child panics.
const PANICS_AT: &str = "FRONTDESK_TEST_PANICS_AT";

#[test]
fn a_panic_gives_the_terminal_back() {
    if let Some(file) = std::env::var_os(PANICS_AT) {
        return panic_when_there_is(file.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("now");
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "pty::a_panic_gives_the_terminal_back", "--nocapture"]);
    command.env(PANICS_AT, &file);
    let mut program = Program::spawn(command, folder);
    program.expect("Next");
    std::fs::write(&file, "").unwrap();
    program.expect("a thread that went wrong");
    program.end();
    program.is_restored();
}

/// The interface, in a child of the test, with a thread that panics.
fn panic_when_there_is(file: PathBuf) {
    std::thread::spawn(move || {
        while !file.exists() {
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("a thread that went wrong");
    });
    let (library, store) = (Library::builtin(), Store::in_memory().unwrap());
    let launch = tui::Launch { library, store, look: Look::default(), mouse: true, preview: None };
    assert!(tui::run(launch).is_err(), "it says that it failed");
}

#[test]
fn an_editor_that_fails_leaves_the_text_as_it_was() {
    let mut program = Program::at_home(&[("VISUAL", ""), ("EDITOR", "false")]);
    program.press("jj\r");
    program.expect("starts when you write");
    program.press("\rthese words stay");
    program.expect("words stay");
    program.expect("Esc stop writing");
    program.press("\x1b");
    program.expect("Enter write");
    program.press("e");
    program.expect("The text is as it was");
    program.expect("these words stay");
}

#[test]
fn an_editor_that_saves_gives_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("edit.sh");
    std::fs::write(&script, "#!/bin/sh\necho from outside >> \"$1\"\n").unwrap();
    let editor = format!("sh {}", script.display());
    let mut program = Program::at_home(&[("VISUAL", &editor)]);
    program.press("jj\r");
    program.expect("starts when you write");
    program.press("\rinside, ");
    program.expect("inside,");
    program.expect("Esc stop writing");
    program.press("\x1b");
    program.expect("Enter write");
    program.press("e");
    program.expect("inside, from outside");
}

#[cfg(target_os = "linux")]
#[test]
fn the_shell_gets_the_terminal_while_the_program_is_stopped() {
    let mut program = Program::at_home(&[]);
    program.press("\x1a");
    let start = now();
    while program.terminal.screen().alternate_screen() {
        assert!(start.elapsed() < PATIENCE, "Ctrl-Z does not give the terminal back");
        program.feed();
    }
    // The terminal is given back step by step before the program stops, and a stop after this signal would last.
    while !program.is_stopped() {
        assert!(start.elapsed() < PATIENCE, "it does not stop");
        program.feed();
    }
    program.is_restored();
    program.signal(rustix::process::Signal::CONT);
    while !program.terminal.screen().alternate_screen() {
        assert!(start.elapsed() < PATIENCE, "it does not come back");
        program.feed();
    }
    program.expect("Next");
}

#[test]
fn a_closed_terminal_ends_the_program() {
    let program = Program::at_home(&[]);
    let Program { mut child, master, keys, output, .. } = program;
    drop((master, keys, output));
    let start = now();
    while child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < PATIENCE, "it outlives its terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
}
