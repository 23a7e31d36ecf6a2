//! Names that authors give: short slugs, stable across edits, compared as text.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String", transform = describe)]
        pub struct $name(String);

        impl $name {
            /// The name as it is written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                check(&text).map(|()| Self(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

ids! {
    /// Names a chapter, for example `queues-streams-async`.
    ChapterId,
    /// Names a prompt, for example `checkout`.
    PromptId,
    /// Names a task of a prompt, for example `email`.
    TaskId,
    /// Names a rubric dimension, for example `failure_handling`.
    DimensionId,
    /// Names anything else an author refers to: a move, a hint, a probe, a twist, a variation, a sample, a fault script.
    ItemId,
}

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// The text is empty or longer than [`MAX_ID`] characters.
    #[error("an id has 1 to {MAX_ID} characters")]
    Length,
    /// The text has a character that ids do not have.
    #[error("an id has only a-z, 0-9, `-` and `_`, and starts with a letter or digit, but here is {0:?}")]
    Character(char),
}

/// The longest id, in characters.
pub const MAX_ID: usize = 64;

/// What an id looks like, for JSON Schema; [`check`] says the same in Rust.
pub const ID_PATTERN: &str = "^[a-z0-9][a-z0-9_-]{0,63}$";

fn describe(schema: &mut schemars::Schema) {
    schema.insert("pattern".to_owned(), ID_PATTERN.into());
}

/// Whether `text` may be an id.
///
/// # Errors
/// Says why not.
pub fn check(text: &str) -> Result<(), BadId> {
    if text.is_empty() || text.len() > MAX_ID {
        return Err(BadId::Length);
    }
    let first = text.chars().next().filter(|c| matches!(c, '-' | '_'));
    let other = text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'));
    first.or(other).map_or(Ok(()), |c| Err(BadId::Character(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_pass_and_others_say_why() {
        assert!("failure_handling".parse::<DimensionId>().is_ok());
        assert_eq!("Email".parse::<TaskId>(), Err(BadId::Character('E')));
        assert_eq!("-x".parse::<TaskId>(), Err(BadId::Character('-')));
        assert_eq!("".parse::<TaskId>(), Err(BadId::Length));
    }
}
