//! Reads texts of all languages into the two fields in which words are looked
//! for, and remembers stems, which are dear to make, over all that is indexed.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::given::Given;
use crate::text::words::Analyser;

/// Stems that are remembered of one language at most.
const MOST_STEMS: usize = 200_000;

/// The two fields of a document in which words are looked for.
#[derive(Default)]
pub(super) struct Text {
    /// Folded.
    pub words: Given,
    /// Stemmed.
    pub stems: Given,
}

impl Text {
    pub fn clear(&mut self) {
        self.words.clear();
        self.stems.clear();
    }

    /// Adds all that was read of another.
    pub fn all_of(&mut self, other: &Text) {
        self.words.all_of(&other.words);
        self.stems.all_of(&other.stems);
    }
}

/// Reads texts of all languages.
#[derive(Default)]
pub(super) struct Readers {
    /// One for each language that was met: a few, so that looking them through is quick.
    readers: Vec<Reader>,
}

impl Readers {
    /// Adds the words of a text and a gap behind them; `each` hears where each of them stands.
    pub fn read(
        &mut self,
        language: &str,
        text: &str,
        into: &mut Text,
        each: impl FnMut(Range<usize>),
    ) {
        let known = |reader: &Reader| reader.analyser.language() == language;
        let at = self.readers.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.readers.push(Reader {
                analyser: Analyser::new(language),
                stems: FxHashMap::default(),
            });
            self.readers.len() - 1
        });
        self.readers[at].read(text, into, each);
    }
}

/// Reads texts of one language.
struct Reader {
    analyser: Analyser,
    /// The stems of words; none of a word that is its own stem.
    stems: FxHashMap<String, Option<Box<str>>>,
}

impl Reader {
    fn read(&mut self, text: &str, into: &mut Text, mut each: impl FnMut(Range<usize>)) {
        let Reader { analyser, stems } = self;
        analyser.each(text, |range, folded| {
            into.words.word(folded);
            if let Some(stem) = stems.get(folded) {
                if let Some(stem) = stem {
                    into.stems.word(stem);
                }
            } else {
                let stem = analyser.stem(folded);
                let other = (stem != folded).then(|| Box::from(&*stem));
                if let Some(stem) = &other {
                    into.stems.word(stem);
                }
                if stems.len() < MOST_STEMS {
                    stems.insert(folded.to_owned(), other);
                }
            }
            each(range);
        });
        into.words.gap();
    }
}
