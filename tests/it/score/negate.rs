//! A text with every clause said not to be so, in the English that a person would write.

const DENIALS: [&str; 7] = ["no", "not", "never", "cannot", "without", "nobody", "nothing"];

const BE: [&str; 6] = ["is", "are", "was", "were", "am", "be"];

const MODALS: [&str; 10] = ["will", "would", "can", "could", "must", "should", "may", "might", "does", "do"];

/// Small words that open a clause, or stand before what is denied in one.
const OPENERS: [&str; 24] = [
    "and",
    "but",
    "because",
    "so",
    "since",
    "then",
    "or",
    "which",
    "that",
    "if",
    "when",
    "while",
    "as",
    "where",
    "otherwise",
    "-",
    "*",
    "who",
    "once",
    "until",
    "also",
    "only",
    "just",
    "first",
];

const DETERMINERS: [&str; 12] =
    ["a", "an", "the", "our", "its", "their", "my", "his", "her", "one", "each", "every"];

const ADVERBIALS: [&str; 26] = [
    "in",
    "on",
    "at",
    "before",
    "after",
    "by",
    "with",
    "from",
    "to",
    "for",
    "into",
    "via",
    "through",
    "off",
    "later",
    "afterwards",
    "inline",
    "async",
    "asynchronously",
    "synchronously",
    "until",
    "within",
    "out",
    "under",
    "always",
    "up",
];

const PARTICIPLES: [&str; 16] = [
    "been", "sent", "done", "kept", "held", "paid", "told", "made", "taken", "given", "written", "put",
    "set", "shown", "found", "lost",
];

/// Verbs as they stand after *to*, with the form after *it*; whatever else ends in *-ed* is taken for a participle.
const VERBS: [&str; 118] = [
    "accept",
    "acknowledge",
    "add",
    "alert",
    "allow",
    "answer",
    "apologise",
    "append",
    "arrive",
    "ask",
    "authorize",
    "authorise",
    "back",
    "batch",
    "become",
    "begin",
    "break",
    "call",
    "cancel",
    "capture",
    "care",
    "carry",
    "change",
    "charge",
    "check",
    "choose",
    "collect",
    "come",
    "commit",
    "compute",
    "consume",
    "cost",
    "count",
    "create",
    "decide",
    "delete",
    "deliver",
    "depend",
    "do",
    "drop",
    "end",
    "expire",
    "fail",
    "find",
    "follow",
    "get",
    "give",
    "go",
    "happen",
    "have",
    "hear",
    "hold",
    "ignore",
    "insert",
    "keep",
    "know",
    "leave",
    "let",
    "lie",
    "like",
    "listen",
    "look",
    "lose",
    "make",
    "matter",
    "mean",
    "move",
    "need",
    "notice",
    "open",
    "overwrite",
    "own",
    "page",
    "park",
    "pay",
    "pick",
    "poll",
    "publish",
    "push",
    "put",
    "react",
    "read",
    "refund",
    "release",
    "remember",
    "render",
    "replay",
    "reserve",
    "return",
    "ring",
    "run",
    "say",
    "see",
    "sell",
    "send",
    "set",
    "ship",
    "show",
    "sit",
    "skip",
    "start",
    "stay",
    "stop",
    "store",
    "subscribe",
    "suffer",
    "take",
    "tell",
    "try",
    "use",
    "void",
    "wait",
    "wake",
    "want",
    "watch",
    "work",
    "worry",
    "write",
];

/// Every clause of `text` said not to be so: "is not …", "does not …", "no …"; what was denied is affirmed.
pub(super) fn negated(text: &str) -> String {
    clauses(text).into_iter().map(negated_clause).collect()
}

/// The clauses of `text`, each with the mark that ends it.
fn clauses(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for piece in text.split_inclusive([',', ';', ':', '(', ')', '→', '—', '>', '.', '!', '?']) {
        let mut from = 0;
        for opener in
            [" and ", " because ", " so ", " since ", " which ", " while ", " when ", " but ", " before "]
        {
            if let Some(at) = piece[from..].find(opener) {
                all.push(&piece[from..from + at]);
                from += at;
            }
        }
        all.push(&piece[from..]);
    }
    all
}

fn negated_clause(clause: &str) -> String {
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_lowercase()
    };
    let words: Vec<&str> = clause.split([' ', '\n']).collect();
    let plain: Vec<String> = words.iter().map(|word| bare(word)).collect();
    if plain.iter().all(|word| word.is_empty() || OPENERS.contains(&word.as_str())) {
        return clause.to_owned();
    }
    let denies =
        |word: &String| DENIALS.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t");
    if plain.iter().any(denies) {
        return affirmed(&words, &plain);
    }
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    deny(&mut words, &plain);
    words.join(" ")
}

/// Puts one denial where English has it: after the auxiliary, before the verb, or before the noun.
fn deny(words: &mut Vec<String>, plain: &[String]) {
    let is = |list: &[&str], at: usize| plain.get(at).is_some_and(|word| list.contains(&word.as_str()));
    let participle = |at: usize| {
        plain.get(at).is_some_and(|word| word.ends_with("ed") || PARTICIPLES.contains(&word.as_str()))
    };
    let perfect = |at: usize| is(&["has", "have"], at) && participle(at + 1);
    if let Some(at) = (0..plain.len()).find(|at| is(&BE, *at) || is(&MODALS, *at) || perfect(*at)) {
        return words.insert(at + 1, "not".to_owned());
    }
    if let Some((at, base, plural)) = finite_verb(plain) {
        let auxiliary = if plural { "do not" } else { "does not" };
        words[at] = words[at].to_lowercase().replacen(&plain[at], &format!("{auxiliary} {base}"), 1);
        return;
    }
    let open = (0..plain.len()).find(|at| !plain[*at].is_empty() && !is(&OPENERS, *at)).unwrap_or(0);
    if is(&ADVERBIALS, open) || participle(open) || plain[open].starts_with(|c: char| c.is_ascii_digit()) {
        return words.insert(open, "not".to_owned());
    }
    match (open..plain.len()).find(|at| participle(*at)) {
        Some(participle) => words.insert(participle, "not".to_owned()),
        None if is(&DETERMINERS, open) => "no".clone_into(&mut words[open]),
        None => words.insert(open, "no".to_owned()),
    }
}

/// The first verb of a clause that has a subject before it, or opens it: where it stands, its base, whether it is plural.
fn finite_verb(plain: &[String]) -> Option<(usize, String, bool)> {
    let after_determiner =
        |at: usize| at > 0 && (DETERMINERS.contains(&plain[at - 1].as_str()) || plain[at - 1] == "to");
    (0..plain.len()).filter(|at| !after_determiner(*at)).find_map(|at| {
        let word = plain[at].as_str();
        let third = VERBS.iter().find(|base| third_person(base) == word && at > 0);
        let base = VERBS.iter().find(|base| **base == word && opens_or_follows_plural(plain, at));
        third.map(|base| (at, (*base).to_owned(), false)).or(base.map(|base| (at, (*base).to_owned(), true)))
    })
}

fn third_person(base: &str) -> String {
    match base {
        "have" => "has".to_owned(),
        "do" | "go" => format!("{base}es"),
        _ if base.ends_with('y') && !base.ends_with("ay") => format!("{}ies", &base[..base.len() - 1]),
        _ if base.ends_with("ss") || base.ends_with("sh") || base.ends_with("ch") => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// Whether the word at `at` stands after *we*, *they* or a plural, or opens its clause and has an object.
fn opens_or_follows_plural(plain: &[String], at: usize) -> bool {
    let before = plain[..at].iter().rev().find(|word| !word.is_empty()).map(String::as_str);
    match before {
        None => plain.get(at + 1).is_some_and(|next| DETERMINERS.contains(&next.as_str()) || next == "it"),
        Some("i" | "we" | "they" | "you" | "people" | "both" | "which" | "and" | "to") => true,
        Some(word) => word.len() > 4 && word.ends_with('s') && !word.ends_with("ss"),
    }
}

/// A clause without its denial.
fn affirmed(words: &[&str], plain: &[String]) -> String {
    let affirm = |(word, plain): (&&str, &String)| match plain.as_str() {
        "no" | "not" | "never" => None,
        "cannot" => Some("can".to_owned()),
        "without" => Some("with".to_owned()),
        "nobody" => Some("somebody".to_owned()),
        "nothing" => Some("something".to_owned()),
        "can't" | "can’t" => Some("can".to_owned()),
        "won't" | "won’t" => Some("will".to_owned()),
        _ => Some(word.replace("n't", "").replace("n’t", "")),
    };
    words.iter().zip(plain).filter_map(affirm).collect::<Vec<_>>().join(" ")
}

#[test]
fn clauses_are_denied_in_english() {
    for (said, denied) in [
        ("The email is sent later.", "The email is not sent later."),
        ("the provider stalls now and then", "no provider stalls now and then"),
        ("check the key first", "do not check the key first"),
        ("every task has one owner", "every task does not have one owner"),
        ("a worker sends it", "a worker does not send it"),
        ("We keep a table of handled ids.", "We do not keep a table of handled ids."),
        ("5 attempts", "not 5 attempts"),
        ("a dead-letter queue", "no dead-letter queue"),
        ("we do not need a stream", "we do need a stream"),
        ("because nobody waits", "because somebody waits"),
        ("it can't be a lie", "it can be a lie"),
        ("email sent later", "email not sent later"),
        ("in the background", "not in the background"),
    ] {
        assert_eq!(negated(said), denied);
    }
}
