//! The screen, driven by keys.

use std::time::Duration;

use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::picture::Picture;
use super::samples::outage;
use super::*;
use crate::interview::timer::UnixMillis;
use crate::tui::event::Now;
use crate::tui::key::Key;
use crate::tui::look::Look;

const LONG: Duration = Duration::from_mins(1);

/// Two tasks in line and one behind, small enough for a test, with trouble from 20 s to 40 s of 60 s.
const SMALL: &str = "
title = 'Shop'
horizon = '60s'
email_deadline = '10s'
arrivals = { rate = 20 }
client = { timeout = '2s', attempts = 2, ticket_after = '15s', ticket_share = 0.5 }
team = { tickets = 5, repair = '5s' }
tasks = [
  { id = 'charge', effect = 'charge', service = 'exponential 100ms', servers = 8 },
  { id = 'save', effect = 'save', service = 'exponential 50ms', servers = 8 },
  { id = 'email', effect = 'email', placement = 'async', service = 'exponential 100ms', servers = 20, queue = { workers = 4, attempts = 20 } },
]
faults = [
  { id = 'calm', title = 'Calm day', tell = 'Nothing goes wrong.' },
  { id = 'down', title = 'Email down', tell = 'The provider refuses every call.', windows = [{ trouble = 'down', task = 'email', from = '20s', until = '40s' }] },
]";

struct Stage {
    screen: Simulation,
    env: Env,
}

impl Stage {
    fn new(fault: Option<&str>, look: Look, width: u16, height: u16) -> Self {
        let scenario: crate::content::scenario::Scenario = toml::from_str(SMALL).unwrap();
        let compare = Some(in_line(&scenario));
        let opening = Opening {
            title: "Shop".into(),
            scenario: Some(scenario),
            design: Design::default(),
            fault: fault.map(Into::into),
            assumptions: vec!["workers: email 4".into()],
            compare,
        };
        let now = Now { monotonic: Duration::ZERO, wall: UnixMillis(0) };
        let env = Env { now, look, body: Rect::new(0, 0, width, height) };
        let mut stage = Self { screen: Simulation::new(opening), env };
        stage.settle();
        stage
    }

    fn down() -> Self {
        Self::new(Some("down"), Look::default(), 80, 20)
    }

    /// Waits for runs and trials under way.
    fn settle(&mut self) {
        while self.screen.lab.as_mut().is_some_and(|lab| lab.busy() && lab.poll(LONG)) {
            self.screen.settle();
        }
        while self.screen.adviser.as_ref().is_some_and(Adviser::busy) {
            std::thread::sleep(Duration::from_millis(5));
            self.screen.update(&Event::Tick, &self.env);
        }
    }

    fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in Key::sequence(keys).unwrap() {
            effects.extend(self.screen.update(&Event::Key(key), &self.env));
            self.settle();
        }
        effects
    }

    fn wait(&mut self, millis: u64) {
        for _ in 0..millis / 50 {
            self.env.now.monotonic += Duration::from_millis(50);
            self.screen.update(&Event::Tick, &self.env);
        }
        self.settle();
    }

    fn picture(&self) -> String {
        let area = self.env.body;
        drawn(area, self.env.look, |canvas| self.screen.draw(canvas, area, &self.env))
    }

    #[track_caller]
    fn expect(&self, words: &str) {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let picture = self.picture();
        assert!(flat(&picture).contains(words), "no {words:?} in\n{picture}");
    }
}

fn drawn(area: Rect, look: Look, draw: impl FnOnce(&mut Canvas)) -> String {
    let mut buffer = Buffer::empty(area);
    draw(&mut Canvas::new(&mut buffer, look));
    let row = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..area.height).map(row).collect::<Vec<_>>().join("\n")
}

fn sample(width: u16, height: u16, look: Look) -> String {
    let (played, other) = (outage(), outage());
    let picture =
        Picture { shown: &played, beside: Some(("in line", &other)), at: 5.0, speed: 1.0, assumed: 2 };
    let area = Rect::new(0, 0, width, height);
    drawn(area, look, |canvas| picture.draw(canvas, area))
}

#[test]
fn a_moment_of_an_outage_at_80_by_24() {
    assert_snapshot!(sample(76, 20, Look::default()), @r#"
! Email: down; 400 orders wait, the oldest for 4.0 s. Nobody knows yet.
  2 things assumed, because the answer does not say: Tab shows them

Front desk ─────────────────────────────────────────────────────────────────
 100/s ●─●─●─●▶ charge                                         ●─▶ "placed"
                ▯▯▯▯▯▯▯▯ 0/40                                      100/s

Back room ───────────────────────────────────────── ! unnoticed for 3.0 s ──
email         ▁▁▁▂▄▆█·····    400 waiting oldest 4.0 s     ▯▯▯▯ ✗ down
▸ in line: 100 of 100 clicks/s answered · p99 never · 400 waiting behind

Harm so far ───────── this ─ in line ────────────────────── this ─ in line ─
  clicks that failed     0         0  ! still no email       400       400
  charged without order  0         0    emails late            0         0
  charged twice          0         0    support tickets        0         0

━━━━━━━━━━━━━━━▼━━━━━━━━━━━━━━━━━━━━━━┃─────────────────────────────✓───────
             fault                                              recovered
0:02 ▼ The email provider refuses every call.                            1/2
"#);
}

#[test]
fn the_same_moment_in_ascii_at_60_by_20() {
    let look = Look { ascii: true, ..Look::default() };
    let text = sample(56, 16, look);
    assert!(text.is_ascii(), "{text}");
    assert_snapshot!(text, @r#"
! Email: down; 400 orders wait, the oldest for 4.0 s.
Front desk ---------------------------------------------
 100/s o-o-o-o> charge                     o-> "placed"
                ........ 0/40                  100/s
Back room --------------------- ! unnoticed for 3.0 s --
email      __.-#----      400 4.0 s      .... x down
Harm so far --------------------------- this - in line -
  clicks that failed                       0         0
  charged without order                    0         0
  charged twice                            0         0
! still no email                         400       400
  emails late                              0         0
  support tickets                          0         0
===========v================|---------------------+-----
         fault                                recovered
0:02 v The email provider refuses every call.        1/2
"#);
}

#[test]
fn it_plays_by_itself_and_ends_in_the_summary() {
    let mut stage = Stage::down();
    assert_eq!(stage.screen.pace(), Pace::Motion);
    stage.expect("All is well");
    stage.wait(25_000);
    stage.expect("Email: down");
    stage.wait(60_000);
    stage.expect("orders came");
    assert_eq!(stage.screen.pace(), Pace::Still, "nothing moves at the end");
}

#[test]
fn space_pauses_and_n_steps_through_causes() {
    let mut stage = Stage::down();
    stage.press(" ");
    assert_eq!(stage.screen.pace(), Pace::Still);
    stage.press("n");
    assert!((stage.screen.at() - 20.0).abs() < 0.01, "{}", stage.screen.at());
    stage.expect("1/");
    stage.press("np");
    assert!((stage.screen.at() - 20.0).abs() < 0.01, "back at the first moment");
    stage.press("g<Right>");
    assert!((stage.screen.at() - 1.0).abs() < 0.01, "a sixtieth of the run");
}

#[test]
fn a_knob_runs_again_and_says_what_it_changed() {
    let mut stage = Stage::down();
    stage.press(" <Tab>");
    stage.expect("assumed: workers: email 4");
    stage.expect("At the end");
    stage.press("jjj<Left>");
    stage.expect("* email: place blocking ›");
    stage.expect("What it changed");
    stage.expect("people who gave up");
    stage.press("b");
    assert_eq!(stage.screen.lab.as_ref().unwrap().setup, stage.screen.lab.as_ref().unwrap().first);
    stage.press("u");
    stage.expect("* email: place blocking ›");
}

#[test]
fn turning_a_knob_at_its_end_changes_nothing() {
    let mut stage = Stage::down();
    stage.press("<Tab>j<Left>");
    stage.expect("At the end");
}

#[test]
fn the_end_shows_costs_causes_and_what_would_help() {
    let mut stage = Stage::down();
    stage.press("G");
    for words in ["this in line", "emails late", "until anyone noticed", "Why", "accounted for"] {
        stage.env.body.height = 60;
        stage.expect(words);
    }
    stage.expect("Try next: the best of");
    let before = costs::burden(stage.screen.lab.as_ref().unwrap().shown().unwrap());
    stage.press("1");
    let after = costs::burden(stage.screen.lab.as_ref().unwrap().shown().unwrap());
    assert!(after < before, "the advice holds: {before} to {after}");
    stage.expect("this before");
}

#[test]
fn an_order_can_be_followed_through_its_attempts() {
    let mut stage = Stage::down();
    stage.press("o");
    stage.expect("shopper front desk back room");
    stage.expect("clicks");
    stage.expect("card charged");
    let first = stage.picture();
    stage.press("<Right>");
    assert_ne!(first, stage.picture(), "another order");
    stage.press("<Esc>");
    stage.expect("Front desk");
}

#[test]
fn without_a_fault_it_asks_what_goes_wrong() {
    let mut stage = Stage::new(None, Look::default(), 80, 20);
    stage.expect("What goes wrong");
    stage.press("j");
    stage.expect("The provider refuses every call.");
    stage.press("<Enter>");
    stage.expect("Front desk");
    assert_eq!(stage.screen.title(), "email down");
}

#[test]
fn a_harmless_run_is_offered_harder_trouble() {
    let mut stage = Stage::new(Some("calm"), Look::default(), 80, 40);
    stage.press("G");
    stage.expect("no shopper came to harm");
    stage.expect("1 Email down:");
}

#[test]
fn comparing_goes_round_and_the_other_design_can_be_looked_at() {
    let mut stage = Stage::down();
    stage.expect("in line");
    stage.press("x");
    stage.expect("Nothing is left for later");
    stage.press("x");
    stage.press("c");
    assert!(!stage.picture().contains("in line:"), "{}", stage.picture());
}

#[test]
fn without_motion_space_goes_from_moment_to_moment() {
    let look = Look { reduce_motion: true, ..Look::default() };
    let mut stage = Stage::new(Some("down"), look, 80, 20);
    stage.wait(100);
    assert_eq!(stage.screen.pace(), Pace::Still);
    stage.press(" ");
    assert!((stage.screen.at() - 20.0).abs() < 0.01, "{}", stage.screen.at());
}

#[test]
fn every_view_survives_every_size() {
    let mut stage = Stage::down();
    for keys in ["", "<Tab>", "<Tab>o", "<Esc>f", "<Esc><Enter>"] {
        stage.press(keys);
        for (width, height) in [(1, 1), (3, 40), (20, 5), (60, 16), (76, 20), (124, 30), (140, 36), (300, 90)]
        {
            stage.env.body = Rect::new(0, 0, width, height);
            stage.picture();
        }
    }
}

#[test]
fn nothing_to_simulate_is_said_and_left() {
    let opening = Opening {
        title: "Bare".into(),
        scenario: None,
        design: Design::default(),
        fault: None,
        assumptions: Vec::new(),
        compare: None,
    };
    let mut stage = Stage::down();
    stage.screen = Simulation::new(opening);
    stage.expect("This prompt has nothing to simulate.");
    assert_eq!(stage.press("q"), [Effect::Back]);
}

#[test]
fn a_design_that_does_not_fit_says_why() {
    let scenario = toml::from_str(SMALL).unwrap();
    let settings = [("email.wokers".to_owned(), crate::content::design::Setting::Number(3.0))].into();
    let design = Design { settings, ..Design::default() };
    let fault = Some("down".to_owned());
    let opening = Opening {
        title: "Shop".into(),
        scenario: Some(scenario),
        design,
        fault,
        assumptions: Vec::new(),
        compare: None,
    };
    let mut stage = Stage::down();
    stage.screen = Simulation::new(opening);
    stage.settle();
    stage.expect("no setting email.wokers");
}
