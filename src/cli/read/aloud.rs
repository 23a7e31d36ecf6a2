//! A chapter or prompt from top to bottom. What a learner would be asked becomes a numbered question; the answers come
//! at the end, or below each question.

use crate::content::chapter::{
    Block, Chapter, Classify, Commit, Compare, Misconception, Move, Practice, Predict, Script, Simulate,
};
use crate::content::library::Library;
use crate::content::parse;
use crate::content::prompt::{Note, Prompt};
use crate::text::wrap::{hang, wrap};

use super::text::{blocks, heading, indented};

pub(super) struct Aloud<'a> {
    library: &'a Library,
    width: usize,
    answers_inline: bool,
    asked: usize,
    answers: Vec<String>,
}

impl<'a> Aloud<'a> {
    pub(super) fn new(library: &'a Library, width: usize, answers_inline: bool) -> Self {
        Self { library, width, answers_inline, asked: 0, answers: Vec::new() }
    }

    pub(super) fn chapter(&mut self, chapter: &Chapter) -> String {
        let front = &chapter.front;
        let about = self.paragraph(&format!("{} About {} minutes.", front.objective, front.minutes));
        let mut parts = vec![heading(&front.title, '=', self.width), about];
        for section in &chapter.sections {
            if section.title != front.title {
                parts.push(heading(&section.title, '-', self.width));
            }
            parts.extend(section.blocks.iter().map(|block| self.block(block)));
        }
        self.page(parts)
    }

    pub(super) fn prompt(&mut self, prompt: &Prompt) -> String {
        let time = format!(
            "{} minutes. Answer with `frontdesk`, or write a file and run `frontdesk grade {} FILE`.",
            prompt.minutes, prompt.id
        );
        let mut parts = vec![
            heading(&prompt.title, '=', self.width),
            self.paragraph(&time),
            self.markdown(&prompt.statement),
        ];
        parts.extend(self.notes("Guidance", &prompt.guidance));
        parts.extend(self.notes("Tips", &prompt.tips));
        let model = self.aside(&prompt.model_answer);
        parts.push(self.ask("What would you answer?", &model));
        self.page(parts)
    }

    fn page(&mut self, mut parts: Vec<String>) -> String {
        if !self.answers.is_empty() {
            parts.push(heading("Answers", '-', self.width));
            parts.append(&mut self.answers);
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }

    fn notes(&self, title: &str, notes: &[Note]) -> Vec<String> {
        let heads = (!notes.is_empty()).then(|| heading(title, '-', self.width));
        let notes = notes.iter().map(|note| self.markdown(&format!("**{}**\n\n{}", note.title, note.body)));
        heads.into_iter().chain(notes).collect()
    }

    fn paragraph(&self, text: &str) -> String {
        wrap(text, self.width).join("\n")
    }

    fn markdown(&self, text: &str) -> String {
        blocks(&parse::blocks(text), self.width)
    }

    /// Markdown that will stand two columns further in.
    fn aside(&self, text: &str) -> String {
        blocks(&parse::blocks(text), self.width - 2)
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Move(a_move) => self.a_move(a_move),
            block => blocks(std::slice::from_ref(block), self.width),
        }
    }

    fn a_move(&mut self, a_move: &Move) -> String {
        match a_move {
            Move::Predict(it) => self.predict(it),
            Move::Commit(it) => self.commit(it),
            Move::Classify(it) => self.classify(it),
            Move::Simulate(it) => self.simulate(it),
            Move::Recall(it) => self.ask_markdown(&it.question, &it.answer),
            Move::Reveal(it) => self.ask_markdown(&it.title, &it.body),
            Move::Diagram(it) => format!("{}\n\n{}", self.paragraph(&it.title), indented(&it.art)),
            Move::Compare(it) => self.compare(it),
            Move::Misconception(it) => self.misconception(it),
            Move::Script(it) => self.script(it),
            Move::Practice(it) => self.practice(it),
            Move::Say(it) => hang("Say: ", &it.line, self.width),
        }
    }

    /// Asks here; the answer is kept for the end unless it is wanted here.
    fn ask(&mut self, question: &str, answer: &str) -> String {
        self.asked += 1;
        let asked = hang(&format!("[{}] ", self.asked), question, self.width);
        if self.answers_inline {
            return format!("{asked}\n\n{}", indented(answer));
        }
        self.answers.push(format!("[{}]\n{}", self.asked, indented(answer)));
        asked
    }

    fn ask_markdown(&mut self, question: &str, answer: &str) -> String {
        let answer = self.aside(answer);
        self.ask(question, &answer)
    }

    fn predict(&mut self, predict: &Predict) -> String {
        let best =
            predict.options.get((predict.answer as usize).saturating_sub(1)).map_or("", String::as_str);
        let best = hang(&format!("{} ", letter(predict.answer as usize)), best, self.width - 2);
        let answer = format!("{best}\n\n{}", self.aside(&predict.reveal));
        let options = options(&predict.options, self.width);
        self.ask_with(&predict.question, &options, &answer)
    }

    /// A question with its options below it.
    fn ask_with(&mut self, question: &str, options: &str, answer: &str) -> String {
        let asked = self.ask(question, answer);
        match asked.split_once("\n\n") {
            Some((question, answer)) => format!("{question}\n{options}\n\n{answer}"),
            None => format!("{asked}\n{options}"),
        }
    }

    fn commit(&mut self, commit: &Commit) -> String {
        let question = format!("{} (Write {} words or more.)", commit.question, commit.min_words);
        match &commit.reveal {
            Some(reveal) => self.ask_markdown(&question, reveal),
            None => hang("Write: ", &question, self.width),
        }
    }

    fn classify(&mut self, round: &Classify) -> String {
        let Some(prompt) = self.library.prompt(round.prompt.as_str()) else { return String::new() };
        let tasks: Vec<String> = prompt.tasks.iter().map(|task| hang("- ", &task.name, self.width)).collect();
        let fits = prompt.tasks.iter().map(|task| {
            let fits: Vec<_> = task.fits.iter().map(|placement| placement.word()).collect();
            hang("- ", &format!("{}: {}", task.name, fits.join(" or ")), self.width - 2)
        });
        let fits = fits.collect::<Vec<_>>().join("\n");
        let placed =
            self.ask_with("Place each task: blocking, async, or batchable.", &tasks.join("\n"), &fits);
        let predicted = round.predict.as_ref().map(|question| {
            let run = self.simulation(round.prompt.as_str(), round.fault.as_str(), " --place TASK=async");
            let text = hang("Predict: ", question, self.width);
            format!("{text}\n{}\n\n{run}", options(&round.options, self.width))
        });
        [Some(placed), predicted].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }

    fn simulate(&self, it: &Simulate) -> String {
        let watch = hang("Watch: ", &it.watch, self.width);
        format!("{watch}\n\n{}", self.simulation(it.prompt.as_str(), it.fault.as_str(), ""))
    }

    fn simulation(&self, prompt: &str, fault: &str, place: &str) -> String {
        self.paragraph(&format!("To see it: `frontdesk simulate {prompt} --fault {fault}{place}`."))
    }

    fn compare(&self, it: &Compare) -> String {
        let side = |name: &str, text: &str| format!("{name}:\n{}", indented(&self.aside(text)));
        [
            self.paragraph(&it.title),
            side("Weak", &it.weak),
            side("Strong", &it.strong),
            self.markdown(&it.why),
        ]
        .join("\n\n")
    }

    fn misconception(&self, it: &Misconception) -> String {
        let told = [("Tempting: ", &it.tempting), ("Better: ", &it.better), ("In the room: ", &it.room)];
        told.map(|(name, text)| hang(name, text.trim(), self.width)).join("\n\n")
    }

    fn script(&self, it: &Script) -> String {
        let lines =
            it.lines.iter().map(|line| hang(&format!("{}: ", line.moment), line.say.trim(), self.width));
        lines.collect::<Vec<_>>().join("\n\n")
    }

    fn practice(&self, it: &Practice) -> String {
        let title = self.library.prompt(it.prompt.as_str()).map_or("", |prompt| &prompt.title);
        let lead = self.paragraph(&format!("Practise: {title} (`frontdesk read {}`)", it.prompt));
        let questions = it.questions.iter().map(|question| hang("- ", question, self.width));
        std::iter::once(lead).chain(questions).collect::<Vec<_>>().join("\n")
    }
}

fn options(options: &[String], width: usize) -> String {
    let lines = options
        .iter()
        .enumerate()
        .map(|(index, option)| hang(&format!("  {} ", letter(index + 1)), option, width));
    lines.collect::<Vec<_>>().join("\n")
}

fn letter(number: usize) -> String {
    let letter =
        u8::try_from(number).ok().and_then(|n| b'a'.checked_add(n.checked_sub(1)?)).map_or('?', char::from);
    format!("{letter})")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = "+++\nid = 'a'\nrevision = 1\ntitle = 'A'\nobjective = 'Decide.'\nminutes = 5\n+++\nIntro.\n\n\
        ## Predict\n\n```predict\nid = 'p'\nquestion = 'Which?'\noptions = ['one', 'two']\nanswer = 2\nreveal = 'Why.'\n```\n";

    fn read(answers_inline: bool) -> String {
        let chapter = parse::chapter(CHAPTER).value.unwrap();
        Aloud::new(&Library::default(), 40, answers_inline).chapter(&chapter)
    }

    #[test]
    fn answers_wait_at_the_end() {
        insta::assert_snapshot!(read(false), @r"
        A
        =

        Decide. About 5 minutes.

        Intro.

        Predict
        -------

        [1] Which?
          a) one
          b) two

        Answers
        -------

        [1]
          b) two

          Why.
        ");
    }

    #[test]
    fn or_stand_below_their_question() {
        assert!(read(true).ends_with("[1] Which?\n  a) one\n  b) two\n\n  b) two\n\n  Why.\n"));
    }
}
