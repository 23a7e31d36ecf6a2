//! A chapter: Markdown whose fenced blocks are moves for the learner.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::{ChapterId, ItemId, PromptId};

/// A chapter, whole: front matter and sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// What stands between the `+++` lines.
    pub front: FrontMatter,
    /// The parts of the chapter, one for each `##` heading; what stands before the first heading is a section
    /// with the chapter's title.
    pub sections: Vec<Section>,
}

/// The TOML between the `+++` lines at the head of a chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// Stable name; progress is kept under it.
    pub id: ChapterId,
    /// Raised by the author when moves change their meaning. From 1.
    #[schemars(range(min = 1))]
    pub revision: u32,
    /// What a person reads in lists. At most 120 graphemes.
    #[schemars(length(min = 1))]
    pub title: String,
    /// What the learner can do afterwards, in one sentence.
    #[schemars(length(min = 1))]
    pub objective: String,
    /// About how long it takes, in minutes.
    #[schemars(range(min = 1, max = 600))]
    pub minutes: u32,
    /// Where it stands among the chapters; lower comes first.
    #[serde(default)]
    pub order: u32,
    /// The prompt that it leads to.
    #[serde(default)]
    pub prompt: Option<PromptId>,
    /// Ideas of other chapters that return here, as a learner would name them.
    #[serde(default)]
    pub related: Vec<String>,
}

/// One `##` section.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// What stands below it, in order. Nothing after a move that asks is shown before the learner has acted.
    pub blocks: Vec<Block>,
    /// Where it stands in the file.
    pub span: Range<usize>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading below the section's own, level 3 to 6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; `start` is the first number of an ordered one.
    List {
        /// First number, or `None` for bullets.
        start: Option<u64>,
        /// The items, each a list of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A quotation; used for the memory hook.
    Quote(Vec<Block>),
    /// A table: header cells, then rows of cells.
    Table {
        /// Header cells.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A fenced block that is no move, kept as typed.
    Code(String),
    /// A thematic break.
    Rule,
    /// A move of the learner.
    Move(Move),
}

/// A run of text with one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `*emphasis*`
    Emphasis(String),
    /// `**strong**`
    Strong(String),
    /// `` `code` ``
    Code(String),
    /// A hard line break.
    Break,
}

/// A fenced block whose info string names a move. All but `diagram` have a TOML body.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// ` ```predict `: choose before reading on.
    Predict(Predict),
    /// ` ```commit `: write a rough answer before reading on.
    Commit(Commit),
    /// ` ```classify `: place the tasks of a prompt, predict, and see the design simulated.
    Classify(Classify),
    /// ` ```simulate `: watch one design under one fault.
    Simulate(Simulate),
    /// ` ```recall `: say it without looking, then compare; becomes a review card.
    Recall(Recall),
    /// ` ```reveal `: text that stays hidden until asked for.
    Reveal(Reveal),
    /// ` ```diagram TITLE `: a picture in characters, kept as typed.
    Diagram(Diagram),
    /// ` ```compare `: a weak and a strong version side by side.
    Compare(Compare),
    /// ` ```misconception `: tempting model, better model, what to do in the room.
    Misconception(Misconception),
    /// ` ```script `: lines to say, by moment.
    Script(Script),
    /// ` ```practice `: leads to the practice prompt.
    Practice(Practice),
    /// ` ```say `: the one reusable line.
    Say(Say),
}

macro_rules! moves {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty),* }
    )+};
}

moves! {
    /// A question with options to choose from before reading on.
    Predict {
        /// Stable name.
        id: ItemId,
        /// The question.
        question: String,
        /// Two to six options.
        #[schemars(length(min = 2, max = 6))]
        options: Vec<String>,
        /// The number of the best option, from 1.
        #[schemars(range(min = 1, max = 6))]
        answer: u32,
        /// Shown after choosing, whatever was chosen.
        reveal: String,
    }
    /// A question answered in writing before reading on.
    Commit {
        /// Stable name.
        id: ItemId,
        /// The question.
        question: String,
        /// The fewest words that count as an attempt.
        #[serde(default = "five")]
        #[schemars(range(min = 1, max = 500))]
        min_words: u32,
        /// Shown after committing, to compare with.
        #[serde(default)]
        reveal: Option<String>,
    }
    /// The classification round.
    Classify {
        /// Stable name.
        id: ItemId,
        /// The prompt whose tasks are placed.
        prompt: PromptId,
        /// The fault script that is played on the chosen design.
        fault: ItemId,
        /// What to predict before the simulation runs.
        #[serde(default)]
        predict: Option<String>,
        /// Options of that prediction.
        #[serde(default)]
        options: Vec<String>,
        /// Tasks that are placed already, when the learner completes the rest.
        #[serde(default)]
        given: Vec<super::id::TaskId>,
    }
    /// A simulation to watch.
    Simulate {
        /// Stable name.
        id: ItemId,
        /// The prompt whose scenario runs.
        prompt: PromptId,
        /// The fault script.
        fault: ItemId,
        /// What to look for.
        watch: String,
        /// The design; what is not named keeps the scenario's own.
        #[serde(default)]
        design: super::design::Design,
    }
    /// A question to answer from memory.
    Recall {
        /// Stable name; the review card's name.
        id: ItemId,
        /// The question.
        question: String,
        /// The answer to compare with.
        answer: String,
    }
    /// Hidden text.
    Reveal {
        /// What is hidden, for example `How the model answer puts it`.
        title: String,
        /// The text, in Markdown.
        body: String,
    }
    /// A picture in characters; any box-drawing characters, at most 76 columns.
    Diagram {
        /// What it shows.
        title: String,
        /// Its lines.
        art: String,
    }
    /// Two versions side by side.
    Compare {
        /// What is compared.
        title: String,
        /// The weak version, as said in the room.
        weak: String,
        /// The strong version, as said in the room.
        strong: String,
        /// What makes the difference.
        why: String,
    }
    /// A misconception and its repair.
    Misconception {
        /// The tempting model.
        tempting: String,
        /// The better model.
        better: String,
        /// What to do in the room.
        room: String,
    }
    /// A speaking script.
    Script {
        /// The lines, in order.
        #[schemars(length(min = 1))]
        lines: Vec<Line>,
    }
    /// One line of a speaking script.
    Line {
        /// Opening, sketching, deep dive, trade-off, defending, recovery.
        moment: String,
        /// What to say.
        say: String,
    }
    /// The way to the practice prompt.
    Practice {
        /// The prompt.
        prompt: PromptId,
        /// Questions to keep in mind.
        #[serde(default)]
        questions: Vec<String>,
    }
    /// One line worth saying in any interview.
    Say {
        /// The line.
        line: String,
    }
}

const fn five() -> u32 {
    5
}
