//! What a learner has done: drafts, attempts, answers to a chapter's moves, the review schedule, and the store
//! that keeps them.

mod attempt;
mod draft;
pub mod home;
mod moves;
pub mod outcome;
pub mod recall;
pub mod record;
pub mod report;
pub mod retry;
pub mod review;
pub mod store;
pub mod submission;

pub use attempt::{Attempt, AttemptId, Filter, Kind, NewAttempt, Summary};
pub use draft::{Caret, Draft, DraftKey, Mode};
pub use moves::{Answer, MoveAnswer, ReadingPosition, Scope};
pub use store::{Access, Held, Store, StoreError};
