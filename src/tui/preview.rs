//! A chapter or prompt that is shown while its author writes it.

use std::fmt;

use super::screen::Route;
use crate::content::library::Library;

/// What is shown, and how to learn that it changed.
pub struct Preview {
    /// The screen that shows it.
    pub route: Route,
    /// After a change since the last call: the library anew, or what is wrong with the file, in a sentence.
    pub changed: Box<dyn FnMut() -> Option<Result<Library, String>>>,
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview").field("route", &self.route).finish_non_exhaustive()
    }
}
