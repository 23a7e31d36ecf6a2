//! One attempt as a document: Markdown, or a page of HTML that stands alone.

mod chart;
mod html;
mod markdown;
mod view;

use jiff::tz::TimeZone;

use super::{Attempt, Filter, Store, StoreError};
use crate::content::library::Library;
use crate::text::safe;

use view::View;

/// How the document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// HTML without scripts and without anything from the network.
    Html,
}

impl Format {
    /// The end of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }
}

/// The document of `attempt`, with what `store` knows of earlier attempts at the same prompt; days and hours are those
/// of `zone`.
///
/// # Errors
/// When the store cannot be read.
pub fn document(
    attempt: &Attempt,
    format: Format,
    library: &Library,
    store: &Store,
    zone: &TimeZone,
) -> Result<String, StoreError> {
    let filter = Filter { prompt: Some(attempt.body.prompt.clone()), ..Filter::default() };
    let view = View::new(attempt, library, store.history(&filter, 0, 200)?, zone);
    Ok(match format {
        Format::Html => html::page(&view),
        Format::Markdown => safe::clean(&markdown::document(&view)).into_owned(),
    })
}
