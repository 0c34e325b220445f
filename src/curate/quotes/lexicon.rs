//! The words of a language, read from its file of plain lists.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The lists of English.
const ENGLISH: &str = include_str!("english.txt");

/// Longest word that is looked up, in bytes; what is longer is in no list.
const MAX_WORD_BYTES: usize = 32;

/// Longest phrase of the lists, in words.
pub(super) const MAX_PHRASE_WORDS: usize = 6;

/// Makes a bit for each heading of a language file.
macro_rules! classes {
    ($($name:ident = $heading:literal at $bit:literal,)*) => {
        $(
            #[doc = concat!("Words under `[", $heading, "]`.")]
            pub(super) const $name: WordClass = WordClass(1 << $bit);
        )*
        const HEADINGS: &[(&str, WordClass)] = &[$(($heading, $name)),*];
    };
}

/// A set of lists in which a word stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WordClass(u64);

impl WordClass {
    /// In no list.
    pub(super) const NONE: WordClass = WordClass(0);

    /// Returns `true` if the word stands in any of the lists of `other`.
    pub(super) fn is(self, other: WordClass) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the lists of both.
    pub(super) const fn or(self, other: WordClass) -> WordClass {
        WordClass(self.0 | other.0)
    }
}

/// The first word of a phrase of more than one word.
pub(super) const PHRASE: WordClass = WordClass(1 << 63);

classes! {
    SAY = "say" at 0,
    CALL = "call" at 1,
    ASK = "ask" at 2,
    TITLED = "titled" at 3,
    SCARE = "scare" at 4,
    AUX = "aux" at 5,
    DET = "det" at 6,
    OWN = "own" at 7,
    SUBJECT = "subject" at 8,
    OBJECT = "object" at 9,
    PREPOSITION = "preposition" at 10,
    CONJUNCTION = "conjunction" at 11,
    ADVERB = "adverb" at 12,
    TIME = "time" at 13,
    TITLE = "title" at 14,
    ROLE = "role" at 15,
    ORGANISATION = "organisation" at 16,
    DOCUMENT = "document" at 17,
    DECLINE = "decline" at 18,
    REPORT = "report" at 19,
    PASSIVE = "passive" at 20,
    ACCORDING = "accordingto" at 21,
    NEGATION = "negation" at 22,
    SPOKESMAN = "spokesman" at 23,
    AGAINST = "against" at 24,
    FEMALE = "female" at 25,
    MALE = "male" at 26,
    UNNAME = "unname" at 27,
    COPY = "copy" at 28,
    PLACE = "place" at 29,
    NEUTRAL = "neutral" at 30,
    PUBLIC = "public" at 31,
    PRESS = "press" at 32,
    NATION = "nation" at 33,
}

/// What a language knows of its words.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: FxHashMap<&'static str, WordClass>,
    /// Phrases of more than one word, by their first word.
    phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, WordClass)>>,
    /// The line of `[nation]` on which a word stands: words of one nation.
    nations: FxHashMap<&'static str, usize>,
}

impl Lexicon {
    /// Returns the lists of English.
    pub(super) fn english() -> &'static Lexicon {
        static LISTS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::from_lists(ENGLISH));
        &LISTS
    }

    fn from_lists(lists: &'static str) -> Lexicon {
        let mut words: FxHashMap<&'static str, WordClass> = FxHashMap::default();
        let mut phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, WordClass)>> =
            FxHashMap::default();
        let mut nations = FxHashMap::default();
        let mut class = WordClass::NONE;
        for (number, line) in lists.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            if let Some(heading) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = HEADINGS
                    .iter()
                    .find(|(name, _)| *name == heading)
                    .map_or(WordClass::NONE, |(_, class)| *class);
                continue;
            }
            for word in line.split_whitespace() {
                if class == NATION {
                    nations.insert(word, number);
                }
                let parts: Vec<&str> = word.split('_').collect();
                if let [first, _, ..] = parts[..] {
                    let entry = words.entry(first).or_default();
                    *entry = entry.or(PHRASE);
                    phrases.entry(first).or_default().push((parts, class));
                } else {
                    let entry = words.entry(word).or_default();
                    *entry = entry.or(class);
                }
            }
        }
        Lexicon {
            words,
            phrases,
            nations,
        }
    }

    /// Returns the lists in which a word stands, however it is written.
    pub(super) fn class_of(&self, word: &str) -> WordClass {
        if word.len() > MAX_WORD_BYTES {
            return WordClass::NONE;
        }
        let mut low = [0_u8; MAX_WORD_BYTES];
        let mut len = 0;
        for c in word.chars() {
            let c = if c == '’' {
                '\''
            } else {
                c.to_ascii_lowercase()
            };
            let size = c.len_utf8();
            if len + size > MAX_WORD_BYTES {
                return WordClass::NONE;
            }
            c.encode_utf8(&mut low[len..]);
            len += size;
        }
        std::str::from_utf8(&low[..len])
            .ok()
            .and_then(|low| self.words.get(low))
            .copied()
            .unwrap_or_default()
    }

    /// Returns the nations that words in small letters name, as numbers.
    pub(super) fn nations(&self, words: &[String]) -> Vec<usize> {
        let single = words.iter().filter_map(|w| self.nations.get(w.as_str()));
        let pairs = words
            .windows(2)
            .filter_map(|w| self.nations.get(format!("{}_{}", w[0], w[1]).as_str()));
        single.chain(pairs).copied().collect()
    }

    /// Returns the phrases that begin with a word in small letters.
    pub(super) fn phrases(&self, first: &str) -> &[(Vec<&'static str>, WordClass)] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Returns `true` if every heading of the file is known and holds words.
    #[cfg(test)]
    pub(super) fn is_complete() -> bool {
        let named = ENGLISH.lines().filter_map(|line| line.strip_prefix('['));
        named.clone().count() == HEADINGS.len()
            && named
                .filter_map(|line| line.strip_suffix(']'))
                .all(|line| HEADINGS.iter().any(|(name, _)| *name == line))
    }
}
