//! frontdesk: practise system-design interviews in the terminal.
//!
//! The house is a synchronous functional core in two thin shells. Imports run downward only:
//!
//! ```text
//! main → cli → tui → progress → { score, sim, game, interview } → content → { text, diagnostic }
//! ```
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`diagnostic`] | a problem in an author's file, with its place; rendered as text or JSON |
//! | [`text`] | tokens with spans, inflection, phrase matching, safe display text |
//! | [`content`] | what files become: chapters, prompts, tasks, rubrics, scenarios, and the library of them |
//! | [`score`] | an answer against a rubric: levels with the words that earned them; pure |
//! | [`sim`] | a scenario under a design, event by event: series, ledger, story; pure |
//! | [`game`] | the classification round: a pure state machine |
//! | [`interview`] | phases, deadlines, probes, twists; time is an argument |
//! | [`progress`] | what a learner has done: attempts, drafts, the review schedule, the store |
//! | [`cli`] | one file per subcommand; text and JSON are two renderers of one report |
//! | [`tui`] | the screens |

pub mod cli;
pub mod content;
pub mod diagnostic;
pub mod game;
pub mod interview;
pub mod progress;
pub mod score;
pub mod sim;
pub mod text;
pub mod tui;
