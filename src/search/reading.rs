//! Reads texts of all languages into the two fields in which words are looked
//! for, and remembers stems, which are dear to make, over all that is indexed.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

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
}

/// Reads texts of all languages.
#[derive(Default)]
pub(super) struct Readers {
    languages: HashMap<String, Reader>,
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
        if !self.languages.contains_key(language) {
            let reader = Reader {
                analyser: Analyser::new(language),
                stems: HashMap::default(),
            };
            self.languages.insert(language.to_owned(), reader);
        }
        if let Some(reader) = self.languages.get_mut(language) {
            reader.read(text, into, each);
        }
    }
}

/// Reads texts of one language.
struct Reader {
    analyser: Analyser,
    stems: HashMap<String, Box<str>, RandomState>,
}

impl Reader {
    fn read(&mut self, text: &str, into: &mut Text, mut each: impl FnMut(Range<usize>)) {
        let Reader { analyser, stems } = self;
        analyser.each(text, |range, folded| {
            into.words.word(folded);
            if let Some(stem) = stems.get(folded) {
                into.stems.word(stem);
            } else {
                let stem = analyser.stem(folded);
                into.stems.word(&stem);
                if stems.len() < MOST_STEMS {
                    stems.insert(folded.to_owned(), stem.into());
                }
            }
            each(range);
        });
        into.words.gap();
        into.stems.gap();
    }
}
