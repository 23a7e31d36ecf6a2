//! Names and what they stand for, read when they are first wanted: most starts of the program score nothing.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table of a rubric, at hand or in JSON that is read at the first look, once for all clones.
#[derive(Clone, Debug)]
pub struct Table<T> {
    json: &'static str,
    rows: Arc<OnceLock<BTreeMap<String, T>>>,
}

impl<T> Table<T> {
    /// A table that stands in `json`; it is empty when that is no such table.
    pub fn later(json: &'static str) -> Self {
        Self { json, rows: Arc::default() }
    }
}

impl<T: DeserializeOwned> Deref for Table<T> {
    type Target = BTreeMap<String, T>;
    fn deref(&self) -> &Self::Target {
        self.rows.get_or_init(|| serde_json::from_str(self.json).unwrap_or_default())
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        BTreeMap::new().into()
    }
}

impl<T> From<BTreeMap<String, T>> for Table<T> {
    fn from(rows: BTreeMap<String, T>) -> Self {
        Self { json: "", rows: Arc::new(rows.into()) }
    }
}

impl<T: DeserializeOwned + PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_same_read_at_once_or_later() {
        let at_once: Table<u8> = serde_json::from_str(r#"{"a": 1, "b": 2}"#).unwrap();
        assert_eq!(at_once, Table::later(r#"{"b": 2, "a": 1}"#));
        assert_eq!(at_once.get("b"), Some(&2));
        assert_eq!(Table::<u8>::later("[]"), Table::default());
    }
}
