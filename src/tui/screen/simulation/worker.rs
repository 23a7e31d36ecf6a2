//! Pure work on another thread, so that no key waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Work under way; dropping it calls it off.
#[derive(Debug)]
pub struct Worker<T> {
    results: Receiver<T>,
    cancel: Arc<AtomicBool>,
}

/// What a [`Worker`] has to say.
#[derive(Debug, PartialEq, Eq)]
pub enum News<T> {
    /// A result; more may follow.
    Result(T),
    /// Nothing yet.
    Waiting,
    /// Everything has been said.
    Over,
}

impl<T: Send + 'static> Worker<T> {
    /// Begins `work`, which looks at the flag that calls it off, and hands out results one by one.
    pub fn start(work: impl FnOnce(&AtomicBool, &mut dyn FnMut(T)) + Send + 'static) -> Self {
        let cancel = Arc::new(AtomicBool::new(false));
        let (send, results) = sync_channel(64);
        let flag = Arc::clone(&cancel);
        std::thread::spawn(move || work(&flag, &mut |result| drop(send.send(result))));
        Self { results, cancel }
    }

    /// The next result, waiting for it no longer than `patience`.
    pub fn next(&self, patience: Duration) -> News<T> {
        match self.results.recv_timeout(patience) {
            Ok(result) => News::Result(result),
            Err(RecvTimeoutError::Timeout) => News::Waiting,
            Err(RecvTimeoutError::Disconnected) => News::Over,
        }
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn results_come_in_order_and_end() {
        let worker = Worker::start(|_, tell| (1..=3).for_each(tell));
        let news: Vec<_> = (0..4).map(|_| worker.next(LONG)).collect();
        assert_eq!(news, [News::Result(1), News::Result(2), News::Result(3), News::Over]);
    }

    #[test]
    fn dropping_it_calls_the_work_off() {
        let (told, hears) = sync_channel(1);
        let worker = Worker::<()>::start(move |cancel, _| {
            while !cancel.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            told.send("called off").unwrap();
        });
        assert_eq!(worker.next(Duration::ZERO), News::Waiting);
        drop(worker);
        assert_eq!(hears.recv_timeout(LONG), Ok("called off"));
    }
}
