//! Inflection of English words, by rule and by a table of the irregular ones.
//!
//! Forms are generated from a term's word, never guessed from an answer's word, so that *consists* and
//! *consistency* stay apart while *send*, *sends*, *sending* and *sent* meet.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::hash::BuildFnv;

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
const UNINFLECTED: &[&str] = &[
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

static FIXED: LazyLock<HashSet<&'static str, BuildFnv>> =
    LazyLock::new(|| UNINFLECTED.iter().copied().collect());

static FORMS_OF_BASE: LazyLock<HashMap<&'static str, Vec<&'static str>, BuildFnv>> = LazyLock::new(|| {
    IRREGULAR.iter().filter_map(|line| Some((line.split(' ').next()?, line.split(' ').collect()))).collect()
});

static BASES_OF_FORM: LazyLock<HashMap<&'static str, Vec<&'static str>, BuildFnv>> = LazyLock::new(|| {
    let mut bases: HashMap<&str, Vec<&str>, BuildFnv> = HashMap::default();
    for (base, forms) in FORMS_OF_BASE.iter() {
        for form in forms.iter().filter(|form| *form != base) {
            bases.entry(form).or_default().push(base);
        }
    }
    bases
});

/// Tells `visit` all forms under which `word` (lower case) may stand in a text, itself included, in both spellings of
/// English; some of them more than once.
pub fn each_form(word: &str, visit: impl FnMut(&str)) {
    let mut speller = Speller { form: String::with_capacity(word.len() + 4), visit };
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || FIXED.contains(word) {
        return (speller.visit)(word);
    }
    speller.say(word, "");
    if let Some(bases) = BASES_OF_FORM.get(word) {
        return bases.iter().for_each(|base| speller.inflect(base));
    }
    if FORMS_OF_BASE.contains_key(word) {
        speller.inflect(word);
    } else {
        speller.inflect_bases(word);
    }
}

/// Spells one form after the other.
struct Speller<V> {
    form: String,
    visit: V,
}

impl<V: FnMut(&str)> Speller<V> {
    /// Tells a form, and its other spelling when it has one.
    fn say(&mut self, stem: &str, ending: &str) {
        self.form.clear();
        self.form.extend([stem, ending]);
        (self.visit)(&self.form);
        if let Some((cut, other)) = respelling(&self.form) {
            self.form.truncate(self.form.len() - cut);
            self.form.push_str(other);
            (self.visit)(&self.form);
        }
    }

    /// Tells the forms of what `word` may be a form of; of itself when it is no inflected form.
    fn inflect_bases(&mut self, word: &str) {
        if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
            return self.inflect(&format!("{stem}y"));
        }
        let participle =
            ["ing", "ed"].iter().find_map(|ending| word.strip_suffix(ending).filter(|s| is_stem(s)));
        if let Some(stem) = participle {
            return self.inflect_stem(stem);
        }
        if ["sses", "ches", "shes", "xes"].iter().any(|ending| word.ends_with(ending)) {
            return self.inflect(&word[..word.len() - 2]);
        }
        let singular =
            word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']));
        self.inflect(singular.unwrap_or(word));
    }

    /// Tells the forms of the verbs whose participle has this stem.
    fn inflect_stem(&mut self, stem: &str) {
        if let Some(y) = stem.strip_suffix('i') {
            return self.inflect(&format!("{y}y"));
        }
        // A short verb would have doubled its last letter: "noted" is no form of "not".
        if doubling(stem).is_none() || !is_short(stem) {
            self.inflect(stem);
        }
        self.inflect(&format!("{stem}e"));
        if let Some(single) = undouble(stem) {
            self.inflect(single);
        }
    }

    fn inflect(&mut self, base: &str) {
        if let Some(forms) = FORMS_OF_BASE.get(base) {
            forms.iter().for_each(|form| self.say(form, ""));
            self.plural(base);
            return self.say(base, "ing");
        }
        self.say(base, "");
        self.plural(base);
        let stem = base.strip_suffix('e').unwrap_or(base);
        match consonant_before_y(base) {
            Some(y) => self.say(y, "ied"),
            None => self.say(stem, "ed"),
        }
        self.say(if base.ends_with("ee") { base } else { stem }, "ing");
        if let Some(last) = doubling(base) {
            let doubled = format!("{base}{last}");
            self.say(&doubled, "ed");
            self.say(&doubled, "ing");
        }
    }

    fn plural(&mut self, base: &str) {
        match consonant_before_y(base) {
            Some(y) => self.say(y, "ies"),
            None if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") => {
                self.say(base, "es");
            }
            None => self.say(base, "s"),
        }
    }
}

/// What stands before a *y* after a consonant.
fn consonant_before_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}

/// Whether a verb may begin so before *-ing* or *-ed*.
fn is_stem(text: &str) -> bool {
    text.len() > 2 && text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn undouble(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before && !"aeiou".contains(last)).then(|| &stem[..stem.len() - 1])
}

/// The consonant that may be doubled before -ed and -ing: *stop*, *cancel*.
fn doubling(base: &str) -> Option<char> {
    let mut letters = base.chars().rev();
    let (last, vowel, first) = (letters.next()?, letters.next()?, letters.next()?);
    let closed = "bdgklmnprtv".contains(last) && "aeiou".contains(vowel) && !"aeiou".contains(first);
    closed.then_some(last)
}

/// Whether a word has one vowel only.
fn is_short(word: &str) -> bool {
    word.bytes().filter(|byte| b"aeiou".contains(byte)).count() == 1
}

/// The other of British and American spelling: how many letters to take away, and what to put there.
fn respelling(word: &str) -> Option<(usize, &'static str)> {
    let pairs: &[(&str, &str)] = match word.bytes().last()? {
        b'n' => &[("ization", "isation")],
        b'g' => &[("izing", "ising"), ("yzing", "ysing")],
        b'd' => &[("ized", "ised"), ("yzed", "ysed")],
        b's' => &[("izes", "ises")],
        b'e' => &[("ize", "ise"), ("yze", "yse"), ("enter", "entre")],
        b'r' => &[("avior", "aviour"), ("olor", "olour"), ("enter", "entre")],
        _ => &[],
    };
    pairs.iter().find_map(|(american, british)| {
        let other = word.ends_with(american).then_some((american.len(), *british));
        other.or_else(|| word.ends_with(british).then_some((british.len(), *american)))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn forms(word: &str) -> BTreeSet<String> {
        let mut forms = BTreeSet::new();
        each_form(word, |form| forms.extend([form.to_owned()]));
        forms
    }

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
        assert!(!forms("noted").contains("not") && forms("noted").contains("note"));
        assert!(forms("limited").contains("limit") && forms("dropped").contains("drop"));
    }
}
