//! What a placement meant: the author's words, and how well it holds up.

use super::Round;
use crate::content::id::TaskId;
use crate::content::task::{Placement, Task};

/// How well a placement holds up in an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The author's first choice.
    Best,
    /// Another choice that can be defended.
    Holds,
    /// It cannot be defended for this system.
    Misplaced,
}

/// What one placement meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The task.
    pub task: &'a TaskId,
    /// What a person reads.
    pub name: &'a str,
    /// Where it was put.
    pub placement: Placement,
    /// How well that holds up.
    pub fit: Fit,
    /// What it means for the user, in the author's words.
    pub says: &'a str,
    /// The placements that hold up, best first.
    pub fits: &'a [Placement],
}

/// What every placement of `round` meant, in the order of the tasks; tasks without a place are left out.
pub fn meanings<'a>(round: &Round, tasks: &'a [Task]) -> Vec<Meaning<'a>> {
    let placed = |task: &Task| round.slots().iter().find(|slot| slot.task == task.id)?.placement;
    tasks.iter().filter_map(|task| Some(meaning(task, placed(task)?))).collect()
}

fn meaning(task: &Task, placement: Placement) -> Meaning<'_> {
    let fit = match task.fits.iter().position(|fit| *fit == placement) {
        Some(0) => Fit::Best,
        Some(_) => Fit::Holds,
        None => Fit::Misplaced,
    };
    let says = task.means.of(placement);
    Meaning { task: &task.id, name: &task.name, placement, fit, says, fits: &task.fits }
}
