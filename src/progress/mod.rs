//! What a learner has done: drafts, attempts, the review schedule, the store.
