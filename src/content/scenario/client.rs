//! The people who click: how long they wait, whether they try again, when they write to support.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// How shoppers behave, and what the front desk does with their repeated clicks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Client {
    /// A click without an answer counts as failed after this; the request goes on without its shopper.
    pub timeout: Span,
    /// Clicks in all, 1 to 20.
    pub attempts: u32,
    /// The share of shoppers who click again after a failed click, 0 to 1.
    pub retry: f64,
    /// The wait before the next click.
    pub backoff: Backoff,
    /// Retries allowed for each request, over all shoppers: 0.1 lets retries be a tenth of first clicks.
    pub retry_budget: Option<f64>,
    /// Each click of an order carries the same key, and the answer is stored under it.
    pub idempotency: bool,
    /// How long a stored answer is kept.
    pub key_expiry: Span,
    /// A second click during the first is told to wait; without it both are executed.
    pub in_progress: bool,
    /// How long a shopper waits for what was promised before writing to support.
    pub ticket_after: Span,
    /// The share of harmed shoppers who write, 0 to 1.
    pub ticket_share: f64,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            timeout: Span::NEVER,
            attempts: 1,
            retry: 1.0,
            backoff: Backoff::default(),
            retry_budget: None,
            idempotency: false,
            key_expiry: Span::minutes(24 * 60),
            in_progress: true,
            ticket_after: Span::NEVER,
            ticket_share: 1.0,
        }
    }
}

/// How long to wait before attempt k + 1: `first` × `factor`^(k−1), at most `cap`, spread by `jitter`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Backoff {
    /// The wait after the first failure.
    pub first: Span,
    /// How much longer each next wait is, 1 to 100.
    pub factor: f64,
    /// The longest wait.
    pub cap: Span,
    /// How the wait is spread.
    pub jitter: Jitter,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Span::seconds(1), factor: 2.0, cap: Span::NEVER, jitter: Jitter::None }
    }
}

/// How a wait is spread so that retries do not come together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Jitter {
    /// Not at all.
    #[default]
    None,
    /// Between half of it and all of it.
    Equal,
    /// Anything between nothing and all of it.
    Full,
}
