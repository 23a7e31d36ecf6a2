//! What an author's files become.

pub mod chapter;
pub mod design;
pub mod id;
pub mod library;
pub mod lint;
pub mod load;
pub mod parse;
pub mod prompt;
pub mod rubric;
pub mod scenario;
pub mod task;
