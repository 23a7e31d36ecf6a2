//! An answer against a rubric: levels with the words that earned them.
