//! Pictures and keys: a frame at 120×40 takes at most 1 ms on every screen, a key at 8,000 characters 5 ms, the first
//! frame with the store open 10 ms, a step through a history of 10,000 attempts one frame of 33 ms.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::KeyCode;
use frontdesk::content::library::Library;
use frontdesk::interview::timer::UnixMillis;
use frontdesk::progress::Store;
use frontdesk::progress::record::{Record, parse};
use frontdesk::tui::canvas::Canvas;
use frontdesk::tui::desk::Desk;
use frontdesk::tui::event::{Event, Now, Pace};
use frontdesk::tui::key::Key;
use frontdesk::tui::look::Look;
use frontdesk::tui::shell::Shell;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

const NOW: Now = Now { monotonic: Duration::ZERO, wall: UnixMillis(1_700_000_000_000) };
const ANSWER: &str = "Charging the card, reserving the stock and saving the order stay on the request path, because \
    the page may only say placed when they are true. The email goes to a queue, since nobody waits for it.";
/// Keys from home to the result of an answer.
const RESULT: &str = "<Down><Down><Enter><Enter>ANSWER<C-d>s";

/// Each screen, and the keys that lead there from home.
const SCREENS: [(&str, &str); 12] = [
    ("home", ""),
    ("help", "?"),
    ("chapter", "<Enter>"),
    ("practice", "<Down><Down><Enter><Enter>ANSWER"),
    ("result", RESULT),
    ("interview", "<Down><Down>m<Enter>iANSWER"),
    ("debrief", "<Down><Down>m<Enter>iANSWER<C-d>Ee"),
    ("history", "<Down><Down><Enter><Enter>ANSWER<C-d>s<Esc>G<Enter>"),
    ("review", "<Down><Down><Enter><Enter>ANSWER<C-d>s<Esc>Gk<Enter><Enter>"),
    ("simulation, playing", "<Down><Down>s<Down><Enter>RUN<Right><Right><Right>"),
    ("simulation, knobs", "<Down><Down>s<Down><Enter>RUN<Tab>"),
    ("simulation, at the end", "<Down><Down>s<Down><Enter>RUN<Enter>"),
];

fn shell(store: Store, keys: &str) -> Shell {
    let desk = Desk { library: Library::builtin(), store };
    let mut shell = Shell::new(desk, Look::default(), Size::new(120, 40), NOW).expect("the store opens");
    for (nth, part) in keys.replace("ANSWER", ANSWER).split("RUN").enumerate() {
        if nth > 0 {
            until_it_ran(&mut shell);
        }
        press(&mut shell, part);
    }
    shell
}

fn press(shell: &mut Shell, keys: &str) {
    for key in Key::sequence(keys).expect("keys have names") {
        shell.handle(&Event::Key(key), NOW);
    }
}

/// The simulation runs on a thread of its own: it has run when the time of the picture moves no more by work.
fn until_it_ran(shell: &mut Shell) {
    for _ in 0..100 {
        std::thread::sleep(Duration::from_millis(20));
        shell.handle(&Event::Tick, NOW);
    }
    shell.handle(&Event::Key(Key::char(' ')), NOW);
    assert!(shell.pace() == Pace::Still, "the run has not ended");
}

fn draw(shell: &Shell, buffer: &mut Buffer) {
    buffer.reset();
    shell.app().draw(&mut Canvas::new(buffer, shell.look()));
}

fn frames(c: &mut Criterion) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    for (name, keys) in SCREENS {
        let shell = shell(Store::in_memory().expect("memory"), keys);
        c.bench_function(&format!("frame/{name}"), |b| b.iter(|| draw(black_box(&shell), &mut buffer)));
    }
}

fn key_at_the_cap(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("store.db")).expect("the store opens");
    let mut shell = shell(store, "<Down><Down><Enter><Enter>");
    shell.handle(&Event::Paste("every word of it ".repeat(470)), NOW);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let keys = [Key::char('x'), Key::plain(KeyCode::Backspace)];
    let mut turn = keys.iter().cycle();
    c.bench_function("key/8000 characters, saved and drawn", |b| {
        b.iter(|| {
            let key = turn.next().copied().expect("a cycle never ends");
            shell.handle(&Event::Key(key), NOW);
            draw(&shell, &mut buffer);
        });
    });
}

fn first_frame(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    drop(Store::open(&path).expect("the store opens"));
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    c.bench_function("first frame/library parsed, store open", |b| {
        b.iter(|| draw(&shell(Store::open(&path).expect("the store opens"), ""), &mut buffer));
    });
}

/// Ten thousand attempts at the built-in prompts.
fn filled(path: &Path) -> Store {
    let prompts = ["checkout", "pdf-invoices", "local-delivery", "video-upload"];
    let attempt = |n: u64| {
        let levels: Vec<String> = (0..6).map(|d| format!("\"dimension-{d}\":{}", (n + d) % 5)).collect();
        let line = format!(
            "{{\"record\":\"attempt\",\"id\":\"{n:032x}\",\"prompt\":\"{}\",\"revision\":1,\"kind\":\"practice\",\"at\":{},\
             \"used_ms\":900000,\"limit_ms\":1800000,\"text\":\"{ANSWER}\",\"levels\":{{{}}},\"report\":\"\",\"scorer\":\"1\"}}",
            prompts[(n % 4) as usize],
            1_600_000_000_000 + n * 10_000_000,
            levels.join(",")
        );
        parse(&line).expect("a record").expect("a known record")
    };
    let mut store = Store::open(path).expect("the store opens");
    store.import(&(0..10_000).map(attempt).collect::<Vec<Record>>()).expect("the records are sound");
    store
}

fn long_history(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = shell(filled(&folder.path().join("store.db")), "");
    c.bench_function("history/10,000 attempts, opened", |b| b.iter(|| press(&mut shell, "G<Enter><Esc>")));
    press(&mut shell, "G<Enter>");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let mut turn = ["<PgDn>", "<PgDn>", "<PgUp>", "<Down>"].iter().cycle();
    c.bench_function("history/10,000 attempts, scrolled and drawn", |b| {
        b.iter(|| {
            press(&mut shell, turn.next().expect("a cycle never ends"));
            draw(&shell, &mut buffer);
        });
    });
}

criterion_group!(benches, frames, key_at_the_cap, first_frame, long_history);
criterion_main!(benches);
