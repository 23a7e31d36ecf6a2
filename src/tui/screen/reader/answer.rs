//! What the learner does with the moves of a chapter: guesses, writes, opens, reveals.

use super::Reader;
use crate::content::chapter::{Block, Move};
use crate::content::id::ItemId;
use crate::progress::{Answer, MoveAnswer, Scope};
use crate::tui::effect::{Effect, Save};
use crate::tui::screen::{Env, Route};
use crate::tui::widget::editor::Editor;
use crate::tui::widget::list::Cursor;
use crate::tui::widget::toast::Tone;

impl Reader {
    pub(super) fn take_up(&mut self, mv: &Move, env: &Env) -> Vec<Effect> {
        match mv {
            Move::Predict(predict) => {
                let answer = Self::predicted(self.option, predict.answer);
                self.answer(&predict.id, answer, env)
            }
            Move::Commit(_) | Move::Recall(_) => {
                self.write(env);
                Vec::new()
            }
            Move::Simulate(simulate) => {
                let mut effects = self.answer(&simulate.id, Answer::Revealed, env);
                effects.extend(self.visit(mv));
                effects
            }
            mv => self.visit(mv).into_iter().collect(),
        }
    }

    /// The screen that a move opens.
    fn visit(&self, mv: &Move) -> Option<Effect> {
        let scope = Scope::Chapter(self.chapter.front.id.clone());
        match mv {
            Move::Classify(classify) => Some(Effect::Go(Route::Classify(scope, Box::new(classify.clone())))),
            Move::Simulate(m) => Some(Effect::Go(Route::Simulation {
                prompt: m.prompt.clone(),
                fault: Some(m.fault.clone()),
                design: Box::new(m.design.clone()),
            })),
            _ => None,
        }
    }

    pub(super) fn again(&self) -> Vec<Effect> {
        let moves = self.blocks().iter().filter_map(|b| match b {
            Block::Move(mv) => self.visit(mv),
            _ => None,
        });
        moves.take(1).collect()
    }

    /// Hands in what stands in the box.
    pub(super) fn done(&mut self, env: &Env) -> Vec<Effect> {
        let text = self.pad.text().trim().to_owned();
        match self.waiting().cloned() {
            Some(Move::Commit(commit)) => {
                let words = self.pad.words();
                if words < commit.min_words as usize {
                    let more = commit.min_words as usize - words;
                    return vec![Effect::Say(Tone::Problem, format!("A little more: {more} words at least"))];
                }
                self.answer(&commit.id, Answer::Committed { text }, env)
            }
            Some(Move::Recall(recall)) => self.answer(&recall.id, Answer::Recalled { text }, env),
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, item: &ItemId, answer: Answer, env: &Env) -> Vec<Effect> {
        self.answers.insert(item.clone(), answer.clone());
        self.writing = false;
        self.option = 0;
        self.pad = Editor::default();
        self.show_answered(item, env);
        let kept = MoveAnswer {
            scope: Scope::Chapter(self.chapter.front.id.clone()),
            item: item.clone(),
            revision: self.chapter.front.revision,
            at: env.now.wall,
            answer,
        };
        vec![Effect::Save(Save::Move(Box::new(kept))), self.keep_pad()]
    }

    pub(super) fn keep_pad(&self) -> Effect {
        Effect::Save(Save::Place { name: Self::pad_name(&self.chapter), value: self.pad.text() })
    }

    pub(super) fn choose(&mut self, by: isize) {
        if let Some(Move::Predict(predict)) = self.waiting() {
            let mut cursor = Cursor::at(self.option);
            cursor.by(by, predict.options.len());
            self.option = cursor.row(predict.options.len());
        }
    }

    pub(super) fn option_number(&self, number: usize) -> usize {
        match self.waiting() {
            Some(Move::Predict(predict)) if number <= predict.options.len() => number - 1,
            _ => self.option,
        }
    }

    pub(super) fn write(&mut self, env: &Env) {
        if matches!(self.waiting(), Some(Move::Commit(_) | Move::Recall(_))) {
            self.writing = true;
            let (page, text) = self.place(env);
            let end = page.pad.map_or(0, |pad| pad.end);
            self.scroll.show(end.saturating_sub(1), page.lines.len(), text.height);
        }
    }

    pub(super) fn reveal(&mut self) {
        let closed = self.blocks().iter().enumerate().position(|(i, b)| {
            matches!(b, Block::Move(Move::Reveal(_))) && !self.opened.contains(&(self.section, i))
        });
        if let Some(index) = closed {
            self.opened.insert((self.section, index));
        }
    }
}
