//! The classification round, a pure state machine: place every task, commit, predict what will happen, watch the
//! simulation, then see what each placement meant.

mod meaning;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::design::Design;
use crate::content::id::TaskId;
use crate::content::task::{Placement, Task};

pub use meaning::{Fit, Meaning, meanings};

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Tasks are being placed.
    Placing,
    /// The placements are fixed; the learner says what they expect.
    Predicting,
    /// The simulation of the design plays.
    Watching,
    /// What each placement meant, one task after the other.
    Meaning,
    /// Everything has been seen.
    Done,
}

/// Why a step was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Some tasks have no place yet.
    #[error("{0} of the tasks have no place yet")]
    Unplaced(usize),
    /// The round is at another stage.
    #[error("not now")]
    Stage,
    /// The task was placed by the author.
    #[error("this task is given")]
    Given,
    /// There is no such option.
    #[error("there is no such option")]
    Option,
}

/// One task on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The task.
    pub task: TaskId,
    /// Where it was put.
    pub placement: Option<Placement>,
    /// Placed by the author; cannot be moved.
    pub given: bool,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    slots: Vec<Slot>,
    cursor: usize,
    options: usize,
    prediction: Option<u32>,
    stage: Stage,
    seen: usize,
}

/// What is kept of a round, to go on with it later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// What the learner placed.
    pub placements: BTreeMap<TaskId, Placement>,
    /// The option that was predicted, from 1.
    #[serde(default)]
    pub prediction: Option<u32>,
    /// Where the round stood.
    pub stage: Stage,
    /// How many meanings have been seen.
    #[serde(default)]
    pub seen: usize,
}

impl Round {
    /// A fresh round over `tasks`. Those `given` stand where they fit best; `options` is how many there are to predict
    /// from, 0 when no prediction is asked.
    pub fn new(tasks: &[Task], given: &[TaskId], options: usize) -> Self {
        let slots = tasks.iter().map(|task| slot(task, given.contains(&task.id))).collect();
        let mut round = Self { slots, cursor: 0, options, prediction: None, stage: Stage::Placing, seen: 0 };
        round.cursor = round.next_open().unwrap_or(0);
        round
    }

    /// The same round where it was left. Tasks and options that the author has removed since are forgotten; a task
    /// that was added sends the round back to placing.
    #[must_use]
    pub fn resume(mut self, progress: &Progress) -> Self {
        for slot in self.slots.iter_mut().filter(|slot| !slot.given) {
            slot.placement = progress.placements.get(&slot.task).copied();
        }
        self.cursor = self.next_open().unwrap_or(0);
        if self.open() > 0 {
            return self;
        }
        self.prediction = progress.prediction.filter(|option| self.is_option(*option));
        self.seen = progress.seen.min(self.slots.len());
        self.stage = match progress.stage {
            Stage::Predicting if self.options == 0 => Stage::Watching,
            stage => stage,
        };
        if self.options > 0 && self.prediction.is_none() && self.stage != Stage::Placing {
            self.stage = Stage::Predicting;
        }
        self
    }

    /// What to keep.
    pub fn progress(&self) -> Progress {
        let own = self.slots.iter().filter(|slot| !slot.given);
        Progress {
            placements: own.filter_map(|slot| Some((slot.task.clone(), slot.placement?))).collect(),
            prediction: self.prediction,
            stage: self.stage,
            seen: self.seen,
        }
    }

    /// The tasks in the author's order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The task that the next placement is for, as an index into [`Round::slots`].
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Where the round stands.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// The option that was predicted, from 1.
    pub const fn prediction(&self) -> Option<u32> {
        self.prediction
    }

    /// How many tasks have no place yet.
    pub fn open(&self) -> usize {
        self.slots.iter().filter(|slot| slot.placement.is_none()).count()
    }

    /// The design that the placements make, for the simulation.
    pub fn design(&self) -> Design {
        let placed = self.slots.iter().filter_map(|slot| Some((slot.task.clone(), slot.placement?)));
        Design { placements: placed.collect(), ..Design::default() }
    }

    /// Moves the cursor by `steps`, round the ends.
    pub fn move_cursor(&mut self, steps: isize) {
        if !self.slots.is_empty() {
            let here = self.cursor.cast_signed() + steps;
            self.cursor = here.rem_euclid(self.slots.len().cast_signed()).cast_unsigned();
        }
    }

    /// Puts the task under the cursor and moves on to the next one without a place.
    ///
    /// # Errors
    /// When the placements are fixed, or the author gave this one.
    pub fn place(&mut self, placement: Placement) -> Result<(), Refused> {
        self.change(Some(placement))?;
        self.cursor = self.next_open().unwrap_or(self.cursor);
        Ok(())
    }

    /// Takes the task under the cursor back to the table.
    ///
    /// # Errors
    /// When the placements are fixed, or the author gave this one.
    pub fn take_back(&mut self) -> Result<(), Refused> {
        self.change(None)
    }

    /// Fixes the placements.
    ///
    /// # Errors
    /// When a task has no place yet, or they are fixed already.
    pub fn commit(&mut self) -> Result<(), Refused> {
        self.at(Stage::Placing)?;
        if self.open() > 0 {
            return Err(Refused::Unplaced(self.open()));
        }
        self.stage = if self.options > 0 { Stage::Predicting } else { Stage::Watching };
        Ok(())
    }

    /// Says what will happen: an option's number, from 1.
    ///
    /// # Errors
    /// When no prediction is due, or there is no such option.
    pub fn predict(&mut self, option: u32) -> Result<(), Refused> {
        self.at(Stage::Predicting)?;
        if !self.is_option(option) {
            return Err(Refused::Option);
        }
        self.prediction = Some(option);
        self.stage = Stage::Watching;
        Ok(())
    }

    /// The simulation has been watched; the first meaning shows.
    ///
    /// # Errors
    /// When the simulation is not what plays.
    pub fn watched(&mut self) -> Result<(), Refused> {
        self.at(Stage::Watching)?;
        self.stage = if self.slots.is_empty() { Stage::Done } else { Stage::Meaning };
        self.seen = 1.min(self.slots.len());
        Ok(())
    }

    /// How many meanings show, from the first.
    pub const fn seen(&self) -> usize {
        self.seen
    }

    /// Shows the next meaning; after the last one the round is done.
    ///
    /// # Errors
    /// When no meanings are being shown.
    pub fn next_meaning(&mut self) -> Result<(), Refused> {
        self.at(Stage::Meaning)?;
        if self.seen == self.slots.len() {
            self.stage = Stage::Done;
        } else {
            self.seen += 1;
        }
        Ok(())
    }

    /// Opens the placements again, as they are, to try another design.
    pub fn again(&mut self) {
        self.stage = Stage::Placing;
        self.prediction = None;
        self.seen = 0;
    }

    fn change(&mut self, placement: Option<Placement>) -> Result<(), Refused> {
        self.at(Stage::Placing)?;
        let slot = self.slots.get_mut(self.cursor).ok_or(Refused::Stage)?;
        if slot.given {
            return Err(Refused::Given);
        }
        slot.placement = placement;
        Ok(())
    }

    fn at(&self, stage: Stage) -> Result<(), Refused> {
        if self.stage == stage { Ok(()) } else { Err(Refused::Stage) }
    }

    fn is_option(&self, option: u32) -> bool {
        (1..=self.options).contains(&(option as usize))
    }

    /// The next task without a place, from the cursor on and round.
    fn next_open(&self) -> Option<usize> {
        let count = self.slots.len();
        let mut around = (0..count).map(|step| (self.cursor + step) % count);
        around.find(|index| self.slots[*index].placement.is_none())
    }
}

fn slot(task: &Task, given: bool) -> Slot {
    let placement = task.fits.first().copied().filter(|_| given);
    Slot { task: task.id.clone(), given: placement.is_some(), placement }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::task::Means;
    use proptest::prelude::*;

    fn task(id: &str, fits: &[Placement]) -> Task {
        let says = |word: &str| format!("{id} {word}");
        let means = Means { blocking: says("now"), queued: says("soon"), batchable: says("later") };
        Task { id: id.parse().unwrap(), name: id.to_owned(), fits: fits.to_vec(), means }
    }

    fn three() -> Vec<Task> {
        vec![
            task("charge", &[Placement::Blocking]),
            task("email", &[Placement::Async, Placement::Batchable]),
            task("recs", &[Placement::Batchable]),
        ]
    }

    #[test]
    fn a_whole_round() {
        let mut round = Round::new(&three(), &["charge".parse().unwrap()], 2);
        assert_eq!(round.cursor(), 1, "the given task is skipped");
        assert_eq!(round.commit(), Err(Refused::Unplaced(2)));
        round.place(Placement::Blocking).unwrap();
        round.place(Placement::Batchable).unwrap();
        round.commit().unwrap();
        assert_eq!(round.predict(3), Err(Refused::Option));
        round.predict(2).unwrap();
        round.watched().unwrap();
        let fits: Vec<Fit> = meanings(&round, &three()).iter().map(|meaning| meaning.fit).collect();
        assert_eq!(fits, [Fit::Best, Fit::Misplaced, Fit::Best]);
        for _ in 0..3 {
            round.next_meaning().unwrap();
        }
        assert_eq!(round.stage(), Stage::Done);
    }

    #[test]
    fn a_given_task_stays() {
        let mut round = Round::new(&three(), &["charge".parse().unwrap()], 0);
        round.move_cursor(-1);
        assert_eq!(round.place(Placement::Async), Err(Refused::Given));
    }

    #[test]
    fn a_task_added_by_the_author_sends_the_round_back_to_placing() {
        let mut round = Round::new(&three()[..2], &[], 0);
        round.place(Placement::Blocking).unwrap();
        round.place(Placement::Async).unwrap();
        round.commit().unwrap();
        let back = Round::new(&three(), &[], 0).resume(&round.progress());
        assert_eq!((back.stage(), back.open(), back.cursor()), (Stage::Placing, 1, 2));
    }

    #[test]
    fn nothing_moves_after_the_commitment_until_another_try() {
        let mut round = Round::new(&three()[..1], &[], 0);
        round.place(Placement::Async).unwrap();
        round.commit().unwrap();
        assert_eq!(round.place(Placement::Blocking), Err(Refused::Stage));
        round.again();
        assert_eq!(round.place(Placement::Blocking), Ok(()));
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_a_round_comes_back_as_it_was(keys in prop::collection::vec(0..9u8, 0..60)) {
            let mut round = Round::new(&three(), &["charge".parse().unwrap()], 2);
            for key in keys {
                let _ = match key {
                    0..=2 => round.place(Placement::ALL[usize::from(key)]),
                    3 => round.take_back(),
                    4 => round.commit(),
                    5 => round.predict(1),
                    6 => round.watched(),
                    7 => round.next_meaning(),
                    _ => { round.move_cursor(1); Ok(()) }
                };
                let json = serde_json::to_string(&round.progress()).unwrap();
                let kept: Progress = serde_json::from_str(&json).unwrap();
                let back = Round::new(&three(), &["charge".parse().unwrap()], 2).resume(&kept);
                prop_assert_eq!((back.slots(), back.stage(), back.seen(), back.prediction()),
                    (round.slots(), round.stage(), round.seen(), round.prediction()));
            }
        }
    }
}
