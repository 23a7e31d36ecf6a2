//! Pictures and keys: a frame at 120×40 takes at most 1 ms, a key at 8,000 characters 5 ms, the first frame with the
//! store open 10 ms.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use frontdesk::content::library::Library;
use frontdesk::interview::timer::UnixMillis;
use frontdesk::progress::Store;
use frontdesk::tui::canvas::Canvas;
use frontdesk::tui::desk::Desk;
use frontdesk::tui::event::{Event, Now};
use frontdesk::tui::key::Key;
use frontdesk::tui::look::Look;
use frontdesk::tui::shell::Shell;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

const NOW: Now = Now { monotonic: Duration::ZERO, wall: UnixMillis(1_700_000_000_000) };

fn shell(store: Store, keys: &str) -> Shell {
    let desk = Desk { library: Library::builtin(), store };
    let mut shell = Shell::new(desk, Look::default(), Size::new(120, 40), NOW).expect("the store opens");
    for key in Key::sequence(keys).expect("keys have names") {
        shell.handle(&Event::Key(key), NOW);
    }
    shell
}

fn draw(shell: &Shell, buffer: &mut Buffer) {
    buffer.reset();
    shell.app().draw(&mut Canvas::new(buffer, shell.look()));
}

fn frames(c: &mut Criterion) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    for (name, keys) in
        [("home", ""), ("chapter", "<Enter>"), ("practice", "<Down><Down><Enter>"), ("help", "?")]
    {
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
    let keys = [Key::char('x'), Key::plain(crossterm::event::KeyCode::Backspace)];
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

criterion_group!(benches, frames, key_at_the_cap, first_frame);
criterion_main!(benches);
