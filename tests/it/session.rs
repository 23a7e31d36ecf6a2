//! The whole practice of the checkout, from home to the model answer and back, driven by keys on a screen of 80×24.

use std::time::Duration;

use frontdesk::content::library::Library;
use frontdesk::interview::timer::UnixMillis;
use frontdesk::progress::Store;
use frontdesk::tui::canvas::Canvas;
use frontdesk::tui::desk::Desk;
use frontdesk::tui::event::{Event, Now};
use frontdesk::tui::key::Key;
use frontdesk::tui::look::Look;
use frontdesk::tui::shell::{Outer, Shell};
use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

/// The program without a terminal, and a clock that a test moves.
pub(crate) struct Session {
    shell: Shell,
    now: Now,
    size: Size,
}

impl Session {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let desk = Desk { library: Library::builtin(), store: Store::in_memory().unwrap() };
        Self::over(desk, width, height)
    }

    pub(crate) fn over(desk: Desk, width: u16, height: u16) -> Self {
        let now = Now { monotonic: Duration::ZERO, wall: UnixMillis(1_700_000_000_000) };
        let size = Size::new(width, height);
        Self { shell: Shell::new(desk, Look::default(), size, now).unwrap(), now, size }
    }

    /// Presses keys, as in `ihello<Esc>`.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<Outer> {
        let keys = Key::sequence(keys).unwrap();
        keys.into_iter().flat_map(|key| self.shell.handle(&Event::Key(key), self.now)).collect()
    }

    pub(crate) fn send(&mut self, event: &Event) -> Vec<Outer> {
        self.shell.handle(event, self.now)
    }

    /// Lets time pass in steps of a second.
    pub(crate) fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now.monotonic += Duration::from_secs(1);
            self.now.wall = UnixMillis(self.now.wall.0 + 1000);
            self.send(&Event::Tick);
        }
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.size = Size::new(width, height);
        self.send(&Event::Resize(width, height));
    }

    /// What a person sees.
    pub(crate) fn screen(&self) -> String {
        let area = Rect::new(0, 0, self.size.width, self.size.height);
        let mut buffer = Buffer::empty(area);
        self.shell.app().draw(&mut Canvas::new(&mut buffer, self.shell.look()));
        let row =
            |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..area.height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Clicks on the first cell of `words`.
    #[track_caller]
    pub(crate) fn click(&mut self, words: &str) -> Vec<Outer> {
        let row = self.row_of(words);
        let screen = self.screen();
        let line = screen.lines().nth(row.into()).unwrap();
        let column = line[..line.find(words).unwrap()].chars().count() as u16;
        self.send(&Event::Click { column, row })
    }

    /// The last row that has `words`: popups and footers are below what they are about.
    #[track_caller]
    pub(crate) fn row_of(&self, words: &str) -> u16 {
        let screen = self.screen();
        let row = screen.lines().collect::<Vec<_>>().iter().rposition(|line| line.contains(words));
        row.unwrap_or_else(|| panic!("no {words:?} on\n{screen}")) as u16
    }

    /// Lets the simulation's worker finish; it runs beside the interface.
    pub(crate) fn until_it_ran(&mut self) {
        for _ in 0..1_000 {
            if !self.sees("Running the simulation") && !self.sees("Running it again") {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
            self.send(&Event::Tick);
        }
    }

    pub(crate) fn sees(&self, words: &str) -> bool {
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        squeeze(&self.screen()).contains(words)
    }

    #[track_caller]
    pub(crate) fn expect(&self, words: &str) {
        assert!(self.sees(words), "no {words:?} on\n{}", self.screen());
    }

    /// Acts on whatever the chapter asks until `words` show.
    #[track_caller]
    pub(crate) fn read_until(&mut self, words: &str) {
        for _ in 0..200 {
            if self.sees(words) {
                return;
            }
            self.until_it_ran();
            if self.sees("Harm so far") {
                self.press("<Esc>");
            } else if self.sees("Enter write") {
                self.press(
                    "isomething of my own in more than a dozen words so that it counts as an attempt<C-d>",
                );
            } else {
                self.press("<Enter>");
            }
        }
        panic!("{words:?} never showed; last\n{}", self.screen());
    }
}

const ANSWER: &str = "Charging the card, reserving the stock and saving the order stay on the request path, \
    because the page may only say placed when they are true. The email goes to a queue after the response, \
    since nobody waits for it; workers retry and an idempotency key keeps it from going out twice.";

#[test]
fn home_offers_one_clear_enter() {
    let mut session = Session::new(80, 24);
    assert_snapshot!(session.screen().lines().skip(2).take(4).collect::<Vec<_>>().join("\n"), @r#"
      ╭─ Next ───────────────────────────────────────────────────────────────────╮
      │  ▸ Read: Queues, streams, and asynchronous processing (50 min)           │
      │    then: Practise: Checkout: what happens before "order placed" (30 min) │
      ╰──────────────────────────────────────────────────────────────────────────╯
    "#);
    session.press("<Enter>");
    session.expect("frontdesk › Queues, streams, and asynchronous processing section 1 of");
}

#[test]
fn nothing_shows_before_the_learner_has_acted() {
    let mut session = Session::new(80, 24);
    session.press("<Enter><Enter>");
    session.expect("What do you expect?");
    assert!(!session.sees("The least important of the six jobs decided"));
    session.press("l");
    session.expect("Answer first");
    session.press("4<Enter>");
    session.expect("You saw it coming");
    session.press("G");
    session.expect("The least important of the six jobs decided");
}

#[test]
fn the_checkout_from_end_to_end() {
    let mut session = Session::new(80, 24);
    session.press("<Enter>");
    session.read_until("Place each task, say what you expect");
    session.press("<Enter>");
    session.expect("0 of 6 placed");
    session.press("111222");
    assert_snapshot!(session.screen().lines().skip(2).collect::<Vec<_>>().join("\n"), @r#"
      Where does each task run? ──────────────────────────────────────────────────

          task                             1 blocking   2 async      3 batchable

          Charge the card                  ✓ blocking   ·            ·
          Reserve the stock                ✓ blocking   ·            ·
          Save the order                   ✓ blocking   ·            ·
          Send the confirmation email      ·            ✓ async      ·
          Tell the warehouse what to ship  ·            ✓ async      ·
      ▸   Refresh the recommendations      ·            ✓ async      ·

      Front desk   Charge the card → Reserve the stock → Save the order
      Back room    Send the confirmation email, Tell the warehouse what to ship,
                   Refresh the recommendations
      In batches   nothing

      All are placed. Enter fixes the design; until then you can still move them.




      Enter commit to it   1 blocking   2 async   3 batchable   Esc back   ? keys
    "#);
    session.press("<Enter>");
    session.expect("Before it runs: what do you expect?");
    session.press("3<Enter>");
    session.expect("Your design is fixed");
    session.press("<Enter>");
    session.until_it_ran();
    session.expect("Harm so far");
    session.press("<Esc>");
    session.expect("What each placement meant");
    session.press("<Enter><Enter><Enter><Enter><Enter><Enter>");
    session.expect("placements hold up");
    session.press("<Enter>");
    session.read_until("Enter practise now");
    session.press("<Enter>");
    session.expect("30:00, starts when you write");
    session.press("<Enter>");
    session.press(ANSWER);
    session.wait(61);
    session.expect("saved · 28:59 left");
    session.press("<C-d>");
    session.expect("Hand in the answer?");
    session.press("s");
    session.expect("Overall");
    session.expect("of 4");
    assert!(!session.sees("The promise"), "the model answer opens only when asked for");
    session.press("m");
    session.expect("The promise");
    session.press("<Esc>");
    session.expect("Queues, streams, and asynchronous processing");
}

#[test]
fn leaving_and_coming_back_is_where_one_was() {
    let mut session = Session::new(80, 24);
    session.press("<Enter><Enter>4<Enter>");
    session.read_until("Put it in writing");
    session.press("ihalf a tho<Esc><Esc>");
    session.expect("Go on reading");
    session.press("<Enter>");
    session.expect("half a tho");
    session.expect("3 of");
}

#[test]
fn the_clock_pauses_and_the_words_stay() {
    let mut session = Session::new(120, 40);
    session.press("<Down><Down><Enter><Enter>the stock");
    session.wait(5);
    session.press("<Esc>t");
    session.wait(100);
    session.expect("29:55 left, paused");
    session.press("<Esc>kkkkkkkkkkkk<Down><Down><Enter>");
    session.expect("the stock");
    session.expect("29:55 left, paused");
}

#[test]
fn sleep_is_not_counted_unless_the_learner_says_so() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Enter>x");
    session.now.wall = UnixMillis(session.now.wall.0 + 600_000);
    session.wait(1);
    session.expect("Did the machine sleep?");
    session.press("n");
    session.wait(1);
    session.expect("29:58 left");
}

#[test]
fn a_paste_beyond_the_cap_is_cut_with_a_message() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Enter>");
    session.send(&Event::Paste("word ".repeat(2_000)));
    session.expect("2000 characters left out");
    session.expect("8000 of 8000 characters");
}

#[test]
fn ctrl_c_warns_first_and_quits_second() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Enter>kept");
    assert_eq!(session.press("<C-c>"), []);
    session.expect("Ctrl-C again quits");
    assert_eq!(session.press("<C-c>"), [Outer::Quit]);
}

#[test]
fn too_small_says_so_and_recovers() {
    let mut session = Session::new(80, 24);
    session.resize(40, 10);
    session.expect("40×10 is too small: frontdesk needs 60×20");
    session.resize(60, 20);
    session.expect("Next");
}

#[test]
fn help_lists_the_keys_and_runs_them() {
    let mut session = Session::new(80, 24);
    session.press("?");
    session.expect("type to search");
    session.press("open<Enter>");
    session.expect("Queues, streams, and asynchronous processing section 1 of");
}

#[test]
fn the_palette_leads_everywhere() {
    let mut session = Session::new(80, 24);
    session.press(":pdf<Enter>");
    session.expect("PDF invoices");
    session.expect("starts when you write");
}

#[test]
fn every_screen_survives_every_size() {
    let mut session = Session::new(80, 24);
    session.press("<Enter>");
    session.read_until("Place each task");
    for keys in [
        "<Enter>",
        "111222<Enter>",
        "1<Enter>",
        "<Enter>",
        "<Esc>",
        "<Esc>",
        "<Esc>",
        "<Down><Down><Enter>",
        "<Enter>text<Esc>",
        "?",
    ] {
        session.press(keys);
        for (width, height) in [(1, 1), (3, 2), (60, 20), (61, 21), (99, 30), (100, 24), (200, 70), (80, 24)]
        {
            session.resize(width, height);
            session.screen();
        }
    }
}

#[test]
fn words_that_no_store_takes_are_not_lost_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(Store::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
    let desk = Desk { library: Library::builtin(), store: Store::open(&path).unwrap() };
    let mut session = Session::over(desk, 100, 30);
    session.press("<Down><Down><Enter><Enter>nobody keeps this");
    session.expect("NOT SAVED");
    session.press("<Esc><Esc>");
    session.expect("write it to a file in this folder");
    assert_eq!(session.press("y"), [Outer::Copy("nobody keeps this".into())]);
    session.press("<Esc>Q");
    session.expect("Next");
}

#[test]
fn the_design_of_an_answer_runs_and_is_compared() {
    let mut session = Session::new(120, 34);
    session.press("<Down><Down><Enter><Enter>");
    session.press(ANSWER);
    session.press("<C-d>s");
    session.expect("run my design");
    session.press("d<Down><Down><Enter>");
    for keys in ["n", "n", "n", "c", "n", "<Esc>"] {
        session.until_it_ran();
        session.press(keys);
        session.screen();
    }
}
