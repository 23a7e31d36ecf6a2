//! Inflection of English words, by rule and by a table of the irregular ones.
//!
//! Forms are generated from a term's word, never guessed from an answer's word, so that *consists* and
//! *consistency* stay apart while *send*, *sends*, *sending* and *sent* meet.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Irregular words: base, then its other forms.
const IRREGULAR: &[&str] = &[
    "be is are was were been being am",
    "have has had having",
    "do does did done doing",
    "go goes went gone going",
    "become became become becoming",
    "begin began begun beginning",
    "break broke broken breaking",
    "bring brought bringing",
    "build built building",
    "buy bought buying",
    "catch caught catching",
    "choose chose chosen choosing",
    "come came coming",
    "cut cutting cuts",
    "deal dealt dealing",
    "die died dies dying",
    "draw drew drawn drawing",
    "drive drove driven driving",
    "fall fell fallen falling",
    "feed fed feeding",
    "feel felt feeling",
    "find found finding",
    "forget forgot forgotten forgetting",
    "freeze froze frozen freezing",
    "get got gotten getting",
    "give gave given giving",
    "grow grew grown growing",
    "hang hung hanging",
    "hear heard hearing",
    "hide hid hidden hiding",
    "hit hits hitting",
    "hold held holding",
    "keep kept keeping",
    "know knew known knowing",
    "lay laid laying",
    "leave leaving leaves",
    "let lets letting",
    "lie lay lain lying",
    "lose lost losing",
    "make made making",
    "mean meant meaning",
    "meet met meeting",
    "pay paid payed paying",
    "put puts putting",
    "read reads reading",
    "rebuild rebuilt rebuilding",
    "redo redid redone redoing",
    "rerun reran rerunning reruns",
    "resend resent resending",
    "rewrite rewrote rewritten",
    "ring rang rung ringing",
    "rise rose risen rising",
    "run ran running runs",
    "say said saying",
    "see saw seen seeing",
    "sell sold selling",
    "oversell oversold overselling",
    "send sent sending",
    "set sets setting",
    "shed shedding",
    "show showed shown showing",
    "shut shutting shuts",
    "sit sat sitting",
    "sleep slept sleeping",
    "speak spoke spoken",
    "spend spent spending",
    "split splits splitting",
    "stand stood standing",
    "stick stuck sticking",
    "strike struck striking",
    "swing swung swinging",
    "take took taken taking",
    "tell told telling",
    "think thought thinking",
    "throw threw thrown throwing",
    "undo undid undone undoing",
    "unwind unwound unwinding",
    "wake woke woken waking",
    "win won winning",
    "withhold withheld",
    "write wrote written writing",
    "shelf shelves",
    "half halves",
    "index indexes indices",
    "person persons people",
    "query queries queried querying",
    "retry retries retried retrying",
];

/// Words that end like an inflected form and are none, and words too common to inflect.
const FIXED: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "not",
    "no",
    "its",
    "his",
    "this",
    "thus",
    "always",
    "news",
    "less",
    "pass",
    "evening",
    "morning",
    "during",
    "thing",
    "nothing",
    "something",
    "anything",
    "everything",
    "string",
    "spring",
    "king",
    "ring",
    "wing",
    "ceiling",
    "need",
    "speed",
    "seed",
    "indeed",
    "bed",
    "red",
    "hundred",
    "embed",
    "led",
    "as",
    "us",
    "plus",
    "status",
    "bus",
    "yes",
    "gas",
    "basis",
    "redis",
    "postgis",
    "aws",
    "sqs",
    "sns",
    "kms",
    "ms",
    "sms",
    "https",
    "dns",
    "tls",
    "css",
    "os",
    "ios",
    "rds",
    "ecs",
    "eks",
    "ops",
    "devops",
    "across",
    "series",
    "perhaps",
    "besides",
    "others",
    "hers",
    "ours",
    "yours",
    "theirs",
    "else",
    "in",
    "on",
    "at",
    "by",
    "of",
    "to",
    "for",
    "from",
    "with",
    "if",
    "so",
    "but",
    "per",
    "id",
    "db",
    "once",
    "twice",
    "bling",
    "being",
    "seconds",
];

static FORMS_OF_BASE: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    IRREGULAR.iter().filter_map(|line| Some((line.split(' ').next()?, line.split(' ').collect()))).collect()
});

static BASES_OF_FORM: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut bases: HashMap<&str, Vec<&str>> = HashMap::new();
    for (base, forms) in FORMS_OF_BASE.iter() {
        for form in forms.iter().filter(|form| *form != base) {
            bases.entry(form).or_default().push(base);
        }
    }
    bases
});

/// All forms under which `word` (lower case) may stand in a text, itself included, in both spellings of English.
pub fn forms(word: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::from([word.to_owned()]);
    if FIXED.contains(&word) || word.len() < 3 || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return all;
    }
    for base in bases(word) {
        all.extend(inflect(&base));
    }
    let respelled: Vec<String> = all.iter().filter_map(|form| respell(form)).collect();
    all.extend(respelled);
    all
}

/// The base forms that `word` may come from; itself when it is no inflected form.
fn bases(word: &str) -> Vec<String> {
    if let Some(bases) = BASES_OF_FORM.get(word) {
        // A word like "found" also stands for itself.
        return bases.iter().map(|base| (*base).to_owned()).collect();
    }
    if FORMS_OF_BASE.contains_key(word) {
        return vec![word.to_owned()];
    }
    let stripped = strip(word);
    if stripped.is_empty() { vec![word.to_owned()] } else { stripped }
}

fn strip(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return vec![format!("{stem}y")];
    }
    for suffix in ["ing", "ed"] {
        if let Some(stem) = word.strip_suffix(suffix).filter(|stem| stem.len() > 2 && has_vowel(stem)) {
            return participle_bases(stem);
        }
    }
    for suffix in ["sses", "ches", "shes", "xes"] {
        if word.ends_with(suffix) {
            return vec![word[..word.len() - 2].to_owned()];
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => vec![stem.to_owned()],
        _ => Vec::new(),
    }
}

fn participle_bases(stem: &str) -> Vec<String> {
    if let Some(y) = stem.strip_suffix('i') {
        return vec![format!("{y}y")];
    }
    let mut bases = vec![stem.to_owned(), format!("{stem}e")];
    if let Some(single) = undouble(stem) {
        bases.push(single);
    }
    bases
}

fn undouble(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before && !"aeiou".contains(last)).then(|| stem[..stem.len() - 1].to_owned())
}

fn has_vowel(text: &str) -> bool {
    text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn inflect(base: &str) -> Vec<String> {
    if let Some(forms) = FORMS_OF_BASE.get(base) {
        let regular = [plural(base), format!("{base}ing")];
        return forms.iter().map(|form| (*form).to_owned()).chain(regular).collect();
    }
    let mut forms = vec![base.to_owned(), plural(base)];
    let stem = base.strip_suffix('e').unwrap_or(base);
    match base.strip_suffix('y') {
        Some(y) if !y.ends_with(['a', 'e', 'o', 'u']) => forms.push(format!("{y}ied")),
        _ => forms.push(format!("{stem}ed")),
    }
    forms.push(format!("{}ing", if base.ends_with("ee") { base } else { stem }));
    if let Some(last) = doubling(base) {
        forms.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    forms
}

fn plural(base: &str) -> String {
    match base.strip_suffix('y') {
        Some(y) if !y.ends_with(['a', 'e', 'o', 'u']) => format!("{y}ies"),
        _ if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") => {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

/// The consonant that may be doubled before -ed and -ing: *stop*, *cancel*.
fn doubling(base: &str) -> Option<char> {
    let mut letters = base.chars().rev();
    let (last, vowel, first) = (letters.next()?, letters.next()?, letters.next()?);
    let closed = "bdgklmnprtv".contains(last) && "aeiou".contains(vowel) && !"aeiou".contains(first);
    closed.then_some(last)
}

/// The other of British and American spelling.
fn respell(word: &str) -> Option<String> {
    const PAIRS: &[(&str, &str)] = &[
        ("ization", "isation"),
        ("izing", "ising"),
        ("ized", "ised"),
        ("izes", "ises"),
        ("ize", "ise"),
        ("yze", "yse"),
        ("yzed", "ysed"),
        ("yzing", "ysing"),
        ("avior", "aviour"),
        ("olor", "olour"),
        ("enter", "entre"),
    ];
    PAIRS.iter().find_map(|(american, british)| {
        let other = word.strip_suffix(american).map(|stem| format!("{stem}{british}"));
        other.or_else(|| word.strip_suffix(british).map(|stem| format!("{stem}{american}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_verbs_meet() {
        for form in ["send", "sends", "sending", "sent"] {
            assert!(forms("send").contains(form), "{form}");
        }
        assert!(forms("sent").contains("send"));
    }

    #[test]
    fn regular_forms_double_and_drop_letters() {
        assert!(forms("charge").contains("charging"));
        assert!(forms("drop").contains("dropped"));
        assert!(forms("cancel").contains("cancelled"));
        assert!(forms("authorize").contains("authorised"));
        assert!(forms("stored").contains("store"));
        assert!(forms("retry").contains("retries"));
    }

    #[test]
    fn different_words_stay_apart() {
        assert!(!forms("consist").contains("consistency"));
        assert!(!forms("evening").contains("even"));
        assert!(!forms("status").contains("statu"));
        assert!(!forms("being").contains("is"));
        assert!(!forms("seconds").contains("second"));
        assert!(!forms("replica").contains("replicate"));
    }
}
