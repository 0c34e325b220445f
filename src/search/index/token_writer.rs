//! Texts of all languages to tokens, and the entries of the dictionary of stems for words
//! that were not met before.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::search::engine::pretokenized::{TokenBuffer, truncate_term};
use crate::search::schema;
use crate::text::words::Analyzer;

/// Maximum words remembered per language; the set is cleared when it is full. It
/// bounds memory; the origin of the number is not recorded.
const MAX_KNOWN_WORDS: usize = 200_000;

/// Slots of the cache of recent words; a power of two. `benches/search` measures indexing
/// as a whole; which figures chose the number is not recorded.
const RECENT_SLOTS: usize = 8192;

/// Writes the tokens of texts of all languages.
#[derive(Default)]
pub(crate) struct TokenWriters {
    /// One for each language that was met: a few, so that looking them through is quick.
    writers: Vec<TokenWriter>,
    /// Entries of the dictionary for words that were not met before.
    new_stems: Vec<String>,
}

impl TokenWriters {
    /// Adds the words of a text and a gap behind them; `each` hears where each of them stands.
    pub fn write(
        &mut self,
        language: &str,
        text: &str,
        into: &mut TokenBuffer,
        each: impl FnMut(Range<usize>),
    ) {
        let known = |reader: &TokenWriter| reader.analyser.language() == language;
        let at = self.writers.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.writers.push(TokenWriter {
                analyser: Analyzer::new(language),
                recent_words: vec![0; RECENT_SLOTS].into(),
                known: FxHashSet::default(),
            });
            self.writers.len() - 1
        });
        self.writers[at].write(text, into, &mut self.new_stems, each);
    }

    /// Returns the entries of the dictionary for all words that were met since it was
    /// last asked, see [`schema::stem_entry`].
    pub fn take_new_stems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.new_stems)
    }
}

/// Writes the tokens of texts of one language.
struct TokenWriter {
    analyser: Analyzer,
    /// Short ones of the known words, see [`pack_word`], each in the place of its hash: most words
    /// of most texts are found here, at a fraction of the cost.
    recent_words: Box<[u128]>,
    /// Words of which the stem is known, or noted.
    known: FxHashSet<String>,
}

impl TokenWriter {
    fn write(
        &mut self,
        text: &str,
        into: &mut TokenBuffer,
        new_stems: &mut Vec<String>,
        mut each: impl FnMut(Range<usize>),
    ) {
        let TokenWriter {
            analyser,
            recent_words,
            known,
        } = self;
        analyser.for_each_word(text, |range, folded| {
            into.push_word(folded);
            each(range);
            let packed = pack_word(folded.as_bytes());
            let namespace = slot_of(packed);
            if recent_words[namespace] == packed && packed != 0 {
                return;
            }
            recent_words[namespace] = packed;
            if known.contains(folded) {
                return;
            }
            let stem = analyser.stem(folded);
            if stem != folded {
                new_stems.push(schema::stem_entry(&stem, truncate_term(folded)));
            }
            if known.len() >= MAX_KNOWN_WORDS {
                known.clear();
            }
            known.insert(folded.to_owned());
        });
        into.push_gap();
    }
}

/// Returns the bytes of a short word and their number as one number; 0 for a long one.
fn pack_word(word: &[u8]) -> u128 {
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
fn slot_of(packed: u128) -> usize {
    let (low, high) = (packed as u64, (packed >> 64) as u64);
    let mixed = low.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ high.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mixed >> (64 - RECENT_SLOTS.ilog2())) as usize
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
                        let other = seen.insert(pack_word(&word), word.clone());
                        assert!(other.is_none_or(|other| other == word), "{word:?}");
                    }
                }
            }
        }
        assert_eq!(pack_word(&[b'a'; 16]), 0);
    }

    proptest! {
        #[test]
        fn packing_keeps_words_apart(a in "\\PC{1,9}", b in "\\PC{1,9}") {
            let (short_a, short_b) = (a.len() < 16, b.len() < 16);
            let same = pack_word(a.as_bytes()) == pack_word(b.as_bytes());
            prop_assert_eq!(same, if short_a && short_b { a == b } else { short_a == short_b });
        }

        #[test]
        fn each_word_is_met_once(words in prop::collection::vec("[a-d]{1,3}(ing|s)?", 1..60)) {
            let mut token_writers = TokenWriters::default();
            let mut met = Vec::new();
            for word in &words {
                token_writers.write("en", word, &mut TokenBuffer::default(), |_| ());
                met.extend(token_writers.take_new_stems());
            }
            let analyser = Analyzer::new("en");
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
