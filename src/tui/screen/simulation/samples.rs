//! A small run made by hand: an email provider is down from 2 s to 6 s of 10 s.

use crate::content::scenario::Scenario;
use crate::sim::{Flow, Harm, Ledger, Mark, MarkKind, Recording, TaskFrame};

use super::lab::Played;

/// Waiting messages and harm, second by second.
pub(super) fn frames() -> Vec<(u32, Harm)> {
    let waiting = [0, 0, 100, 200, 300, 400, 400, 300, 200, 100, 0];
    let harm = |i: u32| Harm {
        orders: i * 100,
        placed: i * 100,
        awaiting_email: waiting[i as usize],
        ..Harm::default()
    };
    waiting.iter().enumerate().map(|(i, w)| (*w, harm(i as u32))).collect()
}

pub(super) fn outage() -> Played {
    let scenario: Scenario = toml::from_str(
        "horizon = 10\n\
         tasks = [{ id = 'charge', effect = 'charge', servers = 40 }, { id = 'email', effect = 'email', placement = 'async' }]\n\
         windows = [{ trouble = 'down', task = 'email', from = 2, until = 6 }]",
    )
    .unwrap();
    let task = |done, depth| TaskFrame { done, depth, oldest: depth as f32 / 100.0, ..TaskFrame::default() };
    let tasks = |i: u32, depth| [task(i * 100, 0), task(i * 100 - depth, depth)];
    let options = crate::sim::Options { frames: 0, ..crate::sim::Options::default() };
    let mut run = crate::sim::run(&scenario, &options).unwrap();
    run.recording = Recording {
        step: 1.0,
        tasks: vec!["charge".into(), "email".into()],
        flow: frames().iter().map(|_| Flow { clicks: 100.0, placed: 100.0, ..Flow::default() }).collect(),
        harm: frames().iter().map(|(_, harm)| *harm).collect(),
        frames: frames().iter().enumerate().flat_map(|(i, (depth, _))| tasks(i as u32, *depth)).collect(),
    };
    let mark =
        |at, kind, sentence: &str| Mark { at, kind, sentence: sentence.into(), order: None, task: None };
    run.story = vec![
        mark(2.0, MarkKind::Trouble, "The email provider refuses every call."),
        mark(9.0, MarkKind::Recovered, "The backlog is gone."),
    ];
    run.ledger = Ledger { orders: 1_000, placed: 1_000, trouble_at: Some(2.0), ..Ledger::default() };
    Played { scenario, run }
}
