//! What was actually done to the orders, and what of it was harm.

use serde::Serialize;

/// Totals over the whole run, read off every order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// Shoppers who came.
    pub orders: u64,
    /// Clicks: first ones and repeated ones.
    pub clicks: u64,
    /// Orders that were told "placed".
    pub placed: u64,
    /// Orders told "placed" within the deadline of the scenario.
    pub goodput: u64,
    /// Clicks that ended with an error or with no answer in time.
    pub failed_clicks: u64,
    /// Orders whose shopper gave up.
    pub gave_up: u64,
    /// Orders charged although none is saved.
    pub charged_without_order: u64,
    /// Orders charged more than once.
    pub charged_twice: u64,
    /// Orders saved more than once.
    pub duplicate_orders: u64,
    /// Units sold that did not exist.
    pub oversold: u64,
    /// Orders told "placed" that later could not be kept.
    pub taken_back: u64,
    /// Emails sent.
    pub emails: u64,
    /// Orders told "placed" whose email came after the email deadline.
    pub emails_late: u64,
    /// Orders told "placed" that have no email at the end of the run, without those that may still come in time.
    pub emails_never: u64,
    /// Orders that got more than one email.
    pub emailed_twice: u64,
    /// Orders shipped more than once.
    pub shipped_twice: u64,
    /// Tickets written to support.
    pub tickets: u64,
    /// Messages published.
    pub published: u64,
    /// Messages lost between saving and publishing, or by a crash after an early acknowledgement.
    pub lost: u64,
    /// Deliveries of messages that had been delivered before.
    pub redelivered: u64,
    /// Messages set aside as dead letters, now.
    pub dead_letters: u64,
    /// Effects skipped because they were recognised as already done.
    pub recognised: u64,
    /// Clicks answered from the store of idempotency keys.
    pub replayed: u64,
    /// Shoppers who were told that the item is gone.
    pub sold_out: u64,
    /// Writes that lost against a newer version.
    pub wasted_writes: u64,
    /// Availability reads.
    pub reads: u64,
    /// Reads answered by the cache.
    pub read_hits: u64,
    /// Reads answered with a value that was no longer true.
    pub stale_reads: u64,
    /// Reads that said "available" when nothing was left.
    pub phantom_reads: u64,
    /// Database reads that the cache's misses caused.
    pub database_reads: u64,
    /// Alarms that rang.
    pub alarms: u64,
    /// When the first trouble began, in seconds; none on a calm day.
    pub trouble_at: Option<f64>,
    /// When the first ticket was written, in seconds.
    pub first_ticket_at: Option<f64>,
    /// When the first alarm rang, in seconds.
    pub first_alarm_at: Option<f64>,
    /// When someone first noticed, by alarm or by tickets, in seconds.
    pub noticed_at: Option<f64>,
}

impl Ledger {
    /// Minutes from the first trouble until someone noticed.
    pub fn minutes_unnoticed(&self) -> Option<f64> {
        Some((self.noticed_at? - self.trouble_at?) / 60.0)
    }

    /// The share of availability reads answered by the cache; 0 without reads.
    pub fn hit_rate(&self) -> f64 {
        if self.reads == 0 { 0.0 } else { self.read_hits as f64 / self.reads as f64 }
    }
}

/// Harm so far, at one moment of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Harm {
    /// Shoppers so far.
    pub orders: u32,
    /// Orders told "placed" so far.
    pub placed: u32,
    /// Clicks that failed so far.
    pub failed_clicks: u32,
    /// Orders charged and not saved, whose request is over.
    pub charged_without_order: u32,
    /// Orders charged more than once.
    pub charged_twice: u32,
    /// Orders saved more than once.
    pub duplicate_orders: u32,
    /// Units sold that did not exist.
    pub oversold: u32,
    /// Orders told "placed" that later could not be kept.
    pub taken_back: u32,
    /// Orders told "placed" that have no email now.
    pub awaiting_email: u32,
    /// Orders whose email came late.
    pub emails_late: u32,
    /// Orders that got more than one email.
    pub emailed_twice: u32,
    /// Dead letters now.
    pub dead_letters: u32,
    /// Messages lost.
    pub lost: u32,
    /// Tickets so far.
    pub tickets: u32,
    /// Alarms so far.
    pub alarms: u32,
    /// Shoppers told that the item is gone.
    pub sold_out: u32,
    /// Reads answered with a value that was no longer true.
    pub stale_reads: u32,
}
