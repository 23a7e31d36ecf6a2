//! What the interviewer says of their own: never about the answer, always about the conversation.

use super::seed::pick;

/// A phase of the usual interview: name, title, minutes of 45, opening, and questions that fit any prompt.
pub(super) struct Usual {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) minutes: u32,
    pub(super) opening: &'static str,
    pub(super) asks: &'static [&'static str],
    /// Whether the interviewer listens for the rubric's dimensions already.
    pub(super) probing: bool,
}

pub(super) const USUAL: [Usual; 6] = [
    Usual {
        id: "requirements",
        title: "Requirements",
        minutes: 5,
        opening: "Before you draw anything: what has to be true for the people who use this, and what do you leave out today?",
        asks: &[
            "Who notices first when this does not work, and what do they notice?",
            "Which of these would you drop if you had half the time?",
            "Is there anything here that must never happen, not even once?",
        ],
        probing: false,
    },
    Usual {
        id: "estimates",
        title: "Estimates",
        minutes: 5,
        opening: "How big is it? Rough numbers are fine as long as you use them later.",
        asks: &[
            "Which of your numbers would change the design if it were ten times larger?",
            "Where does that number come from, and how wrong can it be?",
            "What is the busiest minute of the year, compared with an ordinary one?",
        ],
        probing: false,
    },
    Usual {
        id: "data-and-interface",
        title: "Data and interface",
        minutes: 8,
        opening: "What do you have to remember, and which calls does a client make? Names and a few fields are enough.",
        asks: &[
            "Which of these records changes most often, and who changes it?",
            "What does a client get back at once, and what does it have to ask for again?",
        ],
        probing: true,
    },
    Usual {
        id: "design",
        title: "Design",
        minutes: 15,
        opening: "Now take one request from beginning to end through your system, and say why each step is where it is.",
        asks: &["Which box on your drawing would you argue about with a colleague?"],
        probing: true,
    },
    Usual {
        id: "deep-dive",
        title: "Deep dive",
        minutes: 10,
        opening: "Pick the part of your design that you trust least, and let us look at it closely.",
        asks: &["What would you measure to find out whether you are right about that?"],
        probing: true,
    },
    Usual {
        id: "wrap-up",
        title: "Wrap-up",
        minutes: 2,
        opening: "We are nearly done. What did you trade away, and what would you do first on Monday?",
        asks: &[],
        probing: true,
    },
];

/// The constraint that changes when the author wrote none.
pub(super) const ANY_TWIST: &str = "Something has changed while we talked: there will be ten times the traffic you assumed, starting tonight. \
     Which part of your design gives way first, and what do you let it do?";

const GO_ON: [&str; 5] = [
    "I follow. Go on.",
    "All right. What comes next in your mind?",
    "Clear so far. Take it wherever you think it matters.",
    "Good to know. I have no question on that; keep going.",
    "I am with you. Where does that lead?",
];

const WAIT: [&str; 4] = [
    "Take your time.",
    "I am listening. Thinking aloud is welcome.",
    "No hurry. Say it roughly first, if that helps.",
    "Start with the part you are sure about.",
];

const MOVE_ON: [&str; 3] = [
    "I have no more questions here. Move on when you like.",
    "That covers what I wanted from this part. Shall we go on?",
    "I am content with this part. You choose what comes next.",
];

const YOURS: [&str; 3] = [
    "What the question states is all I know. Where it says nothing, assume something, tell me what, and go on.",
    "Your call. Tell me which way you decide, and what would be different the other way round.",
    "Put a figure or a rule on it yourself, and write it down, so that both of us can hold on to it.",
];

fn line(lines: &[&'static str], seed: u64, turn: usize) -> &'static str {
    pick(lines, seed, turn as u64).unwrap_or_default()
}

/// Something was said and nothing needs asking.
pub(super) fn go_on(seed: u64, turn: usize) -> &'static str {
    line(&GO_ON, seed, turn)
}

/// The learner asked something back.
pub(super) fn yours_to_decide(seed: u64, turn: usize) -> &'static str {
    line(&YOURS, seed, turn)
}

/// Nothing was said.
pub(super) fn wait(seed: u64, turn: usize) -> &'static str {
    line(&WAIT, seed, turn)
}

/// Nothing is left to ask in this phase.
pub(super) fn move_on(seed: u64, turn: usize) -> &'static str {
    line(&MOVE_ON, seed, turn)
}

pub(super) fn welcome(title: &str, minutes: u32) -> String {
    format!(
        "Welcome. We have {minutes} minutes. The question: {title}. Write as you would speak, and hand me the word when you want a reaction."
    )
}

pub(super) fn time_up(phase: &str) -> String {
    format!(
        "That was the time I had in mind for \"{phase}\". Finish your thought; we move on when you say so."
    )
}

pub(super) const OVER: &str = "Our time is up. Finish your sentence, then we look at how it went.";

pub(super) fn back_to(phase: &str) -> String {
    format!("Back to \"{phase}\": what do you want to change?")
}

pub(super) fn which_of(one: &str, other: &str) -> String {
    format!(
        "I have two things in my notes and cannot put them together. You said: \"{one}\". You also said: \"{other}\". Which one do I keep?"
    )
}
