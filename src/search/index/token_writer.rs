//! Reads texts of all languages into the words that are looked for, and notes which
//! words have a stem that is not themselves.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::search::engine::pretokenized::{TokenBuffer, truncate_term};
use crate::search::schema;
use crate::text::words::Analyser;

/// Words of one language that are known at most. Beyond that all are met anew.
const MOST_WORDS: usize = 200_000;

/// Places for the words that were met last; a power of two.
const RECENT: usize = 8192;

/// Reads texts of all languages.
#[derive(Default)]
pub(crate) struct Readers {
    /// One for each language that was met: a few, so that looking them through is quick.
    readers: Vec<Reader>,
    /// Entries of the dictionary for words that were not met before.
    met: Vec<String>,
}

impl Readers {
    /// Adds the words of a text and a gap behind them; `each` hears where each of them stands.
    pub fn read(
        &mut self,
        language: &str,
        text: &str,
        into: &mut TokenBuffer,
        each: impl FnMut(Range<usize>),
    ) {
        let known = |reader: &Reader| reader.analyser.language() == language;
        let at = self.readers.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.readers.push(Reader {
                analyser: Analyser::new(language),
                recent: vec![0; RECENT].into(),
                known: FxHashSet::default(),
            });
            self.readers.len() - 1
        });
        self.readers[at].read(text, into, &mut self.met, each);
    }

    /// Returns the entries of the dictionary for all words that were met since it was
    /// last asked, see [`schema::stem_entry`].
    pub fn met(&mut self) -> Vec<String> {
        std::mem::take(&mut self.met)
    }
}

/// Reads texts of one language.
struct Reader {
    analyser: Analyser,
    /// Short ones of the known words, [`packed`], each in the place of its hash: most words
    /// of most texts are found here, at a fraction of the cost.
    recent: Box<[u128]>,
    /// Words of which the stem is known, or noted.
    known: FxHashSet<String>,
}

impl Reader {
    fn read(
        &mut self,
        text: &str,
        into: &mut TokenBuffer,
        met: &mut Vec<String>,
        mut each: impl FnMut(Range<usize>),
    ) {
        let Reader {
            analyser,
            recent,
            known,
        } = self;
        analyser.each(text, |range, folded| {
            into.push_word(folded);
            each(range);
            let packed = packed(folded.as_bytes());
            let place = place(packed);
            if recent[place] == packed && packed != 0 {
                return;
            }
            recent[place] = packed;
            if known.contains(folded) {
                return;
            }
            let stem = analyser.stem(folded);
            if stem != folded {
                met.push(schema::stem_entry(&stem, truncate_term(folded)));
            }
            if known.len() >= MOST_WORDS {
                known.clear();
            }
            known.insert(folded.to_owned());
        });
        into.push_gap();
    }
}

/// Returns the bytes of a short word and their number as one number; 0 for a long one.
fn packed(word: &[u8]) -> u128 {
    let length = word.len();
    if length > 15 {
        return 0;
    }
    // As few steps as a length needs: this is done for each word of the library.
    let bytes = if let (Some(first), Some(last)) = (word.first_chunk::<8>(), word.last_chunk::<8>())
    {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        let rest = last.unbounded_shr(8 * (16 - length) as u32);
        u128::from(rest) << 64 | u128::from(first)
    } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        let rest = last.unbounded_shr(8 * (8 - length) as u32);
        u128::from(u64::from(rest) << 32 | u64::from(first))
    } else {
        let bytes = word.iter().rev();
        bytes.fold(0, |packed, byte| packed << 8 | u128::from(*byte))
    };
    (length as u128) << 120 | bytes
}

/// Returns the place of a packed word among the recent ones.
fn place(packed: u128) -> usize {
    let (low, high) = (packed as u64, (packed >> 64) as u64);
    let mixed = low.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ high.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mixed >> (64 - RECENT.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packed_word_is_no_other() {
        let mut seen: HashMap<u128, Vec<u8>> = HashMap::new();
        for length in 1..=15 {
            for word in [
                vec![0; length],
                vec![b'a'; length],
                (1..=length as u8).collect(),
            ] {
                for at in 0..length {
                    for byte in [0, 1, b'a', b'b', 255] {
                        let mut word = word.clone();
                        word[at] = byte;
                        let other = seen.insert(packed(&word), word.clone());
                        assert!(other.is_none_or(|other| other == word), "{word:?}");
                    }
                }
            }
        }
        assert_eq!(packed(&[b'a'; 16]), 0);
    }

    proptest! {
        #[test]
        fn packing_keeps_words_apart(a in "\\PC{1,9}", b in "\\PC{1,9}") {
            let (short_a, short_b) = (a.len() < 16, b.len() < 16);
            let same = packed(a.as_bytes()) == packed(b.as_bytes());
            prop_assert_eq!(same, if short_a && short_b { a == b } else { short_a == short_b });
        }

        #[test]
        fn each_word_is_met_once(words in prop::collection::vec("[a-d]{1,3}(ing|s)?", 1..60)) {
            let mut readers = Readers::default();
            let mut met = Vec::new();
            for word in &words {
                readers.read("en", word, &mut TokenBuffer::default(), |_| ());
                met.extend(readers.met());
            }
            let analyser = Analyser::new("en");
            let mut wanted: Vec<String> = Vec::new();
            for word in words {
                let stem = analyser.stem(&word).into_owned();
                let entry = schema::stem_entry(&stem, &word);
                if stem != word && !wanted.contains(&entry) {
                    wanted.push(entry);
                }
            }
            prop_assert_eq!(met, wanted);
        }
    }
}
