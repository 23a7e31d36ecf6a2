//! The store under what happens to programs: kills, second instances, full disks, older layouts, ten thousand attempts.

use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use frontdesk::game::Stage;
use frontdesk::interview::timer::{Cause, Now, UnixMillis};
use frontdesk::progress::{Answer, Draft, DraftKey, Filter, Held, Kind, Scope, Store, StoreError};

fn practice(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["--store", "s.db", "practice", "checkout"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads until the program asks for the next line: everything before is acknowledged.
fn until_asked(out: &mut BufReader<ChildStdout>) {
    let (mut byte, mut last) = ([0], 0);
    while out.read(&mut byte).unwrap() == 1 {
        if (last, byte[0]) == (b'>', b' ') {
            return;
        }
        last = byte[0];
    }
    panic!("the program ended");
}

fn acknowledged(input: &mut ChildStdin, out: &mut BufReader<ChildStdout>, line: &str) {
    writeln!(input, "{line}").unwrap();
    until_asked(out);
}

/// `FRONTDESK_KILLS=300 cargo test --test it kill` is the full count.
#[test]
fn no_acknowledged_line_is_lost_to_a_kill() {
    let kills: usize = std::env::var("FRONTDESK_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let folder = tempfile::tempdir().unwrap();
    let mut expected = String::new();
    for kill in 0..kills {
        let mut child = practice(folder.path());
        let mut input = child.stdin.take().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        until_asked(&mut out);
        for line in 0..3 {
            let text = format!("kill {kill} line {line}");
            acknowledged(&mut input, &mut out, &text);
            expected += &(text + "\n");
        }
        // A line on its way may arrive or not; what was acknowledged must be there.
        let _ = writeln!(input, "unasked {kill}");
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&folder.path().join("s.db")).unwrap();
        let draft = store.peek_draft(&DraftKey::practice("checkout".parse().unwrap())).unwrap().unwrap();
        assert!(draft.text.starts_with(&expected), "after kill {kill}: {}", draft.text);
        expected = draft.text;
    }
}

fn old_store(folder: &Path) -> Store {
    let path = folder.join("old.db");
    let sql = include_str!("../fixtures/store-v1.sql");
    rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    Store::open(&path).unwrap()
}

#[test]
fn a_store_of_the_first_layout_opens_with_everything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = old_store(folder.path());
    let first = store.attempt("0123").unwrap();
    assert_eq!((first.body.pauses[0].cause, first.body.hints.as_slice()), (Cause::Asked, &[0, 2][..]));
    let retry = store.last_attempt("checkout").unwrap().unwrap();
    assert_eq!(retry.body.parent, Some(first.id));
    assert_eq!(retry.body.kind, Kind::Retry("operations".parse().unwrap()));
    let standing = store.standing(UnixMillis(1_763_700_000_000)).unwrap();
    assert_eq!((standing.latest[0].level, standing.due, standing.used_ms), (3, 1, 1_200_000));
    assert_eq!(standing.readings[0].section, 3);
    let round = store.moves(&Scope::Prompt("checkout".parse().unwrap())).unwrap().remove(0);
    assert!(matches!(round.answer, Answer::Classified { round } if round.stage == Stage::Meaning));
    let fresh = Draft::new(standing.drafts[0].key.clone(), Duration::from_mins(1));
    let Held::Mine(mut draft) = store.open_draft(fresh, UnixMillis(0)).unwrap() else {
        panic!("no owner runs")
    };
    assert_eq!((draft.text.as_str(), draft.caret.line, draft.caret.column), ("hold the\nseat", 1, 4));
    draft.timer.resume(Now { monotonic: Duration::ZERO, wall: UnixMillis(0) });
    assert_eq!(
        (draft.timer.spent(), draft.timer.pauses()[0].cause),
        (Duration::from_secs(65), Cause::Closed)
    );
    assert_eq!(store.place("screen").unwrap().as_deref(), Some("home"));
}

#[test]
fn two_programs_share_a_store_and_only_one_writes_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = practice(folder.path());
    let mut out = BufReader::new(first.stdout.take().unwrap());
    until_asked(&mut out);
    let second = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["--store", "s.db", "practice", "checkout"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("open in another frontdesk"));
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_store_that_cannot_be_written_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    assert!(matches!(Store::open(&file.join("s.db")), Err(StoreError::Folder { .. })));
}

#[test]
fn the_history_of_an_empty_store_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("s.db")).unwrap();
    assert_eq!(store.count_attempts(&Filter::default()).unwrap(), 0);
}
