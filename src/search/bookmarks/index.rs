//! Answers a question from what the reader keeps: the same language as for the
//! library, over the words, the notes, the tags and the sources of bookmarks.
//!
//! It holds, for each word and each stem, the bookmarks that have it, so that a
//! letter typed costs no look at the words themselves; phrases are checked in the
//! numbered words of the few that have all of them. What has changed since the
//! last question is read before the next one, the rest stays.

mod bitset;
mod eval;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Weak};

use crate::model::{AnswerStatus, Bookmark, Bookmarks, Provenance};
use crate::search::query::value_match::word_starts_with;
use crate::text::fold::fold;
use crate::text::words::Analyzer;

use bitset::BitSet;

/// Stands between the fields of a bookmark, so that no phrase reaches across.
const GAP: u32 = u32::MAX;
/// Language of words of which none was noted.
const DEFAULT_LANGUAGE: &str = "en";

/// Says what a briefing holds by way of answer to a statement, by the ids of both.
pub type StatusOf<'a> = dyn Fn(&str, &str) -> Option<AnswerStatus> + 'a;

/// What is kept, ready to be asked.
#[derive(Default)]
pub struct BookmarkIndex {
    /// The list that was read. It is not held: a list that is shared is copied when
    /// it changes, and that should not be the reader's time.
    of: Weak<Vec<Arc<Bookmark>>>,
    list: Vec<Arc<Bookmark>>,
    /// Each bookmark that was read, also those that have changed or gone since.
    slots: Vec<Arc<Bookmark>>,
    /// Where each bookmark of the list stands among the slots.
    order: Vec<u32>,
    /// The source of each slot, and the sources: most bookmarks of an article share one.
    source_of: Vec<u32>,
    sources: Vec<Source>,
    analysers: Vec<Arc<Analyzer>>,
    /// Folded words with their numbers.
    words: HashMap<Arc<str>, u32>,
    /// The same in the order of the alphabet, for words that are only begun.
    sorted: BTreeMap<Arc<str>, u32>,
    /// By number of the word: the slots that have it, ascending.
    holders: Vec<Vec<u32>>,
    /// Stems with their numbers, and by that number the slots that have them.
    stems: HashMap<String, u32>,
    stemmed: Vec<Vec<u32>>,
    /// By analyser and number of the word: the number of its stem, [`GAP`] where it
    /// was not asked for yet.
    stem_of: Vec<Vec<u32>>,
    /// Numbers of the words of each slot, and where they begin.
    text: Vec<u32>,
    starts: Vec<usize>,
}

/// A source, and the numbers of the words of speaker, headline and outlet.
struct Source {
    provenance: Arc<Provenance>,
    analyser: usize,
    text: Vec<u32>,
}

impl BookmarkIndex {
    /// Reads what has changed since this or a question was last asked.
    pub fn update(&mut self, bookmarks: &Bookmarks) {
        if Weak::ptr_eq(&self.of, &Arc::downgrade(bookmarks)) {
            return;
        }
        // Old versions of what has changed stay behind until they are too many.
        if self.slots.len() > 2 * bookmarks.len() + 1000 {
            *self = BookmarkIndex::default();
        }
        let mut known: HashMap<*const Bookmark, u32> = HashMap::with_capacity(self.order.len());
        for (bookmark, slot) in self.list.iter().zip(&self.order) {
            known.insert(Arc::as_ptr(bookmark), *slot);
        }
        let numbered = self.sources.iter().zip(0..);
        let mut sources: HashMap<*const Provenance, u32> = numbered
            .map(|(source, n)| (Arc::as_ptr(&source.provenance), n))
            .collect();
        let mut order = Vec::with_capacity(bookmarks.len());
        for bookmark in bookmarks.iter() {
            let slot = match known.get(&Arc::as_ptr(bookmark)) {
                Some(slot) => *slot,
                None => {
                    let source = *sources
                        .entry(Arc::as_ptr(&bookmark.provenance))
                        .or_insert_with(|| self.source(&bookmark.provenance));
                    self.read(bookmark, source)
                }
            };
            order.push(slot);
        }
        self.order = order;
        self.list.clone_from(bookmarks);
        self.of = Arc::downgrade(bookmarks);
    }

    /// Reads a source. Returns its number.
    fn source(&mut self, provenance: &Arc<Provenance>) -> u32 {
        let number = u32::try_from(self.sources.len()).unwrap_or(GAP);
        let analyser = self.analyser(&provenance.language);
        let mut text = Vec::new();
        for field in [
            provenance.speaker.as_deref().unwrap_or_default(),
            &provenance.article_title,
            &provenance.publisher,
        ] {
            self.intern_all(analyser, field, &mut text);
        }
        self.sources.push(Source {
            provenance: Arc::clone(provenance),
            analyser,
            text,
        });
        number
    }

    /// Reads one bookmark into a slot of its own.
    fn read(&mut self, bookmark: &Arc<Bookmark>, source: u32) -> u32 {
        let slot = u32::try_from(self.slots.len()).unwrap_or(GAP);
        self.starts.push(self.text.len());
        self.source_of.push(source);
        let from = self.text.len();
        let mut text = std::mem::take(&mut self.text);
        let source = &self.sources[source as usize];
        let analyser = source.analyser;
        text.extend_from_slice(&source.text);
        let tags = bookmark.tags.iter().map(String::as_str);
        for field in [bookmark.exact.as_str(), &bookmark.note]
            .into_iter()
            .chain(tags)
        {
            self.intern_all(analyser, field, &mut text);
        }
        for number in text[from..].iter().filter(|number| **number != GAP) {
            insert_sorted(&mut self.holders[*number as usize], slot);
            let stem = self.stem_of[analyser][*number as usize];
            insert_sorted(&mut self.stemmed[stem as usize], slot);
        }
        self.text = text;
        self.slots.push(Arc::clone(bookmark));
        slot
    }

    /// Writes down the numbers of the words of a field; each has its stem then.
    fn intern_all(&mut self, analyser: usize, field: &str, text: &mut Vec<u32>) {
        if field.is_empty() {
            return;
        }
        let by = Arc::clone(&self.analysers[analyser]);
        by.for_each_word(field, |_, word| {
            let number = self.intern(word);
            self.find_stem(analyser, number, word);
            text.push(number);
        });
        text.push(GAP);
    }

    fn intern(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = u32::try_from(self.holders.len()).unwrap_or(GAP);
        let word: Arc<str> = word.into();
        self.words.insert(Arc::clone(&word), number);
        self.sorted.insert(word, number);
        self.holders.push(Vec::new());
        number
    }

    /// Has the stem of a word noted.
    fn find_stem(&mut self, analyser: usize, number: u32, word: &str) {
        let stems = &mut self.stem_of[analyser];
        if stems.len() <= number as usize {
            stems.resize(number as usize + 1, GAP);
        }
        let noted = &mut stems[number as usize];
        if *noted != GAP {
            return;
        }
        let new = u32::try_from(self.stemmed.len()).unwrap_or(GAP);
        let stem = self.analysers[analyser].stem(word).into_owned();
        *noted = *self.stems.entry(stem).or_insert(new);
        if *noted == new {
            self.stemmed.push(Vec::new());
        }
    }

    fn analyser(&mut self, language: &str) -> usize {
        let language = if language.is_empty() {
            DEFAULT_LANGUAGE
        } else {
            language
        };
        let known = self.analysers.iter().position(|a| a.language() == language);
        known.unwrap_or_else(|| {
            self.analysers.push(Arc::new(Analyzer::new(language)));
            self.stem_of.push(Vec::new());
            self.analysers.len() - 1
        })
    }

    /// Returns those whose source is such; each source is looked at once.
    fn where_source(&self, fits: impl Fn(&Provenance) -> bool) -> BitSet {
        let fitting: Vec<bool> = self.sources.iter().map(|s| fits(&s.provenance)).collect();
        let mut set = BitSet::empty(self.slots.len());
        for slot in &self.order {
            if fitting[self.source_of[*slot as usize] as usize] {
                set.add(*slot);
            }
        }
        set
    }

    /// Returns those of which a name, or one of its words, begins so.
    fn where_name<'k>(
        &'k self,
        sought: &str,
        fits: impl Fn(&'k Bookmark, &mut dyn FnMut(&'k str) -> bool) -> bool,
    ) -> BitSet {
        // Most bookmarks share their names: each is looked at once.
        let mut known: HashMap<&'k str, bool> = HashMap::new();
        let mut named = |name: &'k str| {
            *known
                .entry(name)
                .or_insert_with(|| word_starts_with(&fold(name), sought))
        };
        let mut set = BitSet::empty(self.slots.len());
        for (bookmark, slot) in self.list.iter().zip(&self.order) {
            if fits(bookmark, &mut named) {
                set.add(*slot);
            }
        }
        set
    }

    fn words_of(&self, slot: u32) -> &[u32] {
        let slot = slot as usize;
        let end = self.starts.get(slot + 1).copied();
        &self.text[self.starts[slot]..end.unwrap_or(self.text.len())]
    }
}

fn insert_sorted(slots: &mut Vec<u32>, slot: u32) {
    if slots.last() != Some(&slot) {
        slots.push(slot);
    }
}

#[cfg(test)]
mod tests;
