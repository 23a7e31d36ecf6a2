//! What orders share: the publish step, the stock, the cache, the team on call.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Count, Dist, Span};

/// The gap between saving an order and publishing its messages (the dual write).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// Messages are saved in the same transaction as the order and sent by a relay: none is lost, some are sent twice.
    pub outbox: bool,
    /// The longest an outbox message waits for the relay.
    pub relay: Span,
    /// The share of requests whose process crashes between saving and publishing, 0 to 1.
    pub crash: f64,
}

impl Default for Publish {
    fn default() -> Self {
        Self { outbox: false, relay: Span::seconds(1), crash: 0.0 }
    }
}

/// The units on sale. The task whose effect is `reserve` takes one for each order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stock {
    /// Units of each item.
    pub units: Count,
    /// Distinct items, 1 to 1,000,000; an order picks one.
    pub items: u32,
    /// The share of orders that want the first item, on top of its equal part, 0 to 1.
    pub hot: f64,
    /// How two shoppers are kept from taking the same last unit.
    pub locking: Locking,
    /// For `optimistic`: how often a lost update is tried again, 0 to 100.
    pub retries: u32,
    /// For `cache`: the lock goes away by itself after this.
    pub lock_expiry: Span,
    /// For `cache`: the share of holders that crash without unlocking, 0 to 1.
    pub lock_crash: f64,
}

impl Default for Stock {
    fn default() -> Self {
        Self {
            units: Count::UNLIMITED,
            items: 1,
            hot: 0.0,
            locking: Locking::Pessimistic,
            retries: 0,
            lock_expiry: Span::NEVER,
            lock_crash: 0.0,
        }
    }
}

/// Ways to guard the last unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Locking {
    /// Check, then write: two shoppers may both see "1 left".
    Naive,
    /// A version is compared when writing; the loser is told.
    Optimistic,
    /// The row is locked; the second waits.
    #[default]
    Pessimistic,
    /// A lock in a cache beside the database, which may expire too early.
    Cache,
}

/// Availability reads through a cache (cache-aside).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cache {
    /// Reads per second; 0 switches the cache off.
    pub reads: f64,
    /// A cached value is used for this long.
    pub expiry: Span,
    /// A purchase deletes the cached value of its item.
    pub invalidate: bool,
    /// Several misses of one key at once make one database read instead of many.
    pub single_flight: bool,
    /// How long a database read takes.
    pub service: Dist,
    /// Database reads served at once.
    pub servers: Count,
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            reads: 0.0,
            expiry: Span::seconds(60),
            invalidate: true,
            single_flight: false,
            service: Dist::Exponential(Span::millis(5)),
            servers: Count::new(50),
        }
    }
}

/// The people who are woken by an alarm or by tickets, and what they need to repair trouble.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// Whether alarms reach anyone.
    pub alarms: bool,
    /// So many tickets make someone look.
    pub tickets: u32,
    /// From noticing to the end of trouble that has no end of its own.
    pub repair: Span,
}

impl Default for Team {
    fn default() -> Self {
        Self { alarms: true, tickets: 20, repair: Span::minutes(5) }
    }
}
