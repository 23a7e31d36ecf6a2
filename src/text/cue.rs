//! Words that frame others: negation, hedging, conditions, attribution, taking back, reasons.
//!
//! After NegEx and ConText (Chapman et al. 2001, 2009): a trigger has a direction and a scope, which ends at the
//! clause or at another trigger; some phrases only look like triggers.

/// What a framing phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// Denies what follows: *no*, *without*.
    Not,
    /// Denies what stands before: *is unnecessary*.
    NotBefore,
    /// Looks like a denial and is none: *not only*.
    NoDenial,
    /// Ends a scope: *but*.
    But,
    /// Weakens: *one could consider*.
    Hedge,
    /// Tells somebody else's design: *a naive version would*.
    Attributed,
    /// Takes back what was just said: *no wait*.
    Retract,
    /// Opens a condition: *if*.
    If,
    /// Opens a reason: *because*.
    Because,
    /// Opens a consequence: *so*.
    So,
    /// Opens what would happen otherwise: *or else*.
    Otherwise,
}

/// The phrases, one group a cue.
pub const CUES: &[(Cue, &[&str])] = &[
    (
        Cue::Not,
        &[
            "no",
            "not",
            "never",
            "without",
            "nor",
            "neither",
            "none of",
            "no need for",
            "no need to",
            "instead of",
            "rather than",
            "avoid",
            "can do without",
            "leave out",
            "left out",
            "skip the",
            "need not",
            "no point in",
            "hardly",
            "nobody needs",
            "as opposed to",
            "other than",
            "away from",
            "out of scope",
        ],
    ),
    (
        Cue::NotBefore,
        &[
            "is unnecessary",
            "are unnecessary",
            "is not needed",
            "are not needed",
            "not necessary",
            "is overkill",
            "are overkill",
            "not required",
            "is pointless",
            "not worth it",
            "would be overkill",
            "be overkill",
            "is not it",
            "not an option",
        ],
    ),
    (
        Cue::NoDenial,
        &[
            "not only",
            "not just",
            "no more than",
            "no later than",
            "no longer than",
            "not more than",
            "not longer than",
            "not later than",
            "not necessarily",
            "no matter",
            "not sure",
            "no doubt",
            "without doubt",
            "no problem",
            "not yet",
            "no less than",
            "not least",
            "no fewer than",
            "not until",
            "never before",
            "not before",
            "whether or not",
            "or not",
            "no longer waits",
            "if not",
            "why not",
            "no wait",
            "no harm",
            "not lost",
            "not lose",
            "never lose",
            "never lost",
            "no one",
            "not both",
            "not all",
            "not every",
            "no two",
            "no idea",
        ],
    ),
    (
        Cue::But,
        &["but", "however", "except", "instead", "yet", "although", "though", "whereas", "rather", "only"],
    ),
    (
        Cue::Hedge,
        &[
            "one could consider",
            "could consider",
            "might consider",
            "may consider",
            "we could think about",
            "could think about",
            "might look into",
            "could look into",
            "would be nice to have",
            "nice to have",
        ],
    ),
    (
        Cue::Attributed,
        &[
            "naive version",
            "naive design",
            "naive approach",
            "naive solution",
            "naively",
            "some would",
            "some people",
            "some teams",
            "some say",
            "people often",
            "many people",
            "usual advice",
            "usual approach",
            "one might be tempted",
            "tempting to",
            "tempted to",
            "i considered",
            "we considered",
            "first thought was",
            "first idea was",
            "some might",
            "others would",
            "colleague would",
            "juniors",
            "the wrong way",
        ],
    ),
    (
        Cue::Retract,
        &[
            "no wait",
            "scratch that",
            "i take that back",
            "take it back",
            "actually no",
            "hm no",
            "hmm no",
            "wait no",
            "forget that",
            "strike that",
            "no actually",
            "correction",
            "let me correct",
            "on second thought",
            "on second thoughts",
            "let me change that",
            "no sorry",
            "sorry no",
        ],
    ),
    (Cue::If, &["if", "when", "once", "unless", "in case", "whenever", "should the", "as soon as"]),
    (
        Cue::Because,
        &[
            "because", "since", "as otherwise", "due to", "reason", "reasons", "why", "cause", "cos", "cuz", "coz", "bc",
            "becuase", "becouse", "given that", "thanks to", "as it", "as they", "as the", "as we", "as nobody", "as there",
            "as this", "after all", "for that reason", "owing to", "on account of",
        ],
    ),
    (
        Cue::So,
        &[
            "so that", "that way", "this way", "which means", "so", "in order to", "to avoid", "to prevent", "to keep",
            "hence", "therefore", "thus", "the point is", "that is what", "means that", "lets us", "so as to", "that need",
            "it would", "would be", "would have", "would only", "cannot afford", "must not", "should not", "has no business",
        ],
    ),
    (Cue::Otherwise, &["otherwise", "or else", "else", "if not", "or we", "or they", "or it"]),
];

/// Words that carry no content of their own.
pub const LIGHT: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "their", "his", "her", "its",
    "it", "just", "also", "simply", "really", "very", "quite", "own", "some", "any", "each", "all", "always",
    "already", "now", "only", "both",
];

/// Words that join others into sentences; a text without them is a list of terms.
pub const JOINING: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "do", "does", "did", "have", "has", "had",
    "will", "would", "can", "could", "should", "must", "may", "might", "i", "we", "you", "they", "he", "she",
    "it", "that", "this", "which", "who", "what", "when", "if", "then", "because", "so", "but", "to", "of",
    "in", "on", "at", "by", "for", "from", "with", "as", "not", "no", "until", "after", "before", "than",
    "into", "out", "up", "my", "our", "their", "its", "there", "only", "just", "once", "since", "while",
    "or",
];
