//! One state of the index, frozen: its words, its names, its briefings. A
//! search works on one snapshot from beginning to end, whatever is written meanwhile.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use tantivy::collector::Collector;
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, FuzzyTermQuery, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Executor, Searcher, SegmentReader, TERMINATED};

use crate::model;
use crate::search::engine::block_join::parent_offset::{ParentOffsets, StatementBitSet};
use crate::search::schema::{Fields, TermNamespace, stem_entry};
use crate::text::fold::fold;
use crate::text::suggest::edit_distance;
use crate::text::words::Analyzer;

/// Documents from which on several threads search. Below, waking them costs more than they
/// save; which figures chose the number is not recorded.
const LARGE_INDEX_DOCS: u64 = 50_000;
/// Maximum threads that search segments.
const MAX_SEARCH_THREADS: usize = 4;
/// Starts the names of these threads.
pub(crate) const SEARCH_THREAD_PREFIX: &str = "diptych-search-";

/// Returns the threads that go through segments; the caller alone where there is
/// one core, or none can be had.
fn search_executor() -> &'static Executor {
    static EXECUTOR: OnceLock<Executor> = OnceLock::new();
    EXECUTOR.get_or_init(|| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        match cores.min(MAX_SEARCH_THREADS) {
            1 => Executor::SingleThread,
            threads => Executor::multi_thread(threads, SEARCH_THREAD_PREFIX)
                .unwrap_or(Executor::SingleThread),
        }
    })
}

/// A frozen state.
pub(crate) struct Snapshot {
    pub searcher: Searcher,
    pub fields: Fields,
    /// One for each language of the library, at least one.
    languages: Vec<(String, Analyzer)>,
    /// One for each segment.
    parent_offsets: Vec<ParentOffsets>,
    content_hashes: OnceLock<BTreeMap<String, String>>,
    names: OnceLock<HashMap<model::QueryField, Vec<FilterName>>>,
}

/// A name that a filter can be completed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilterName {
    /// As it is shown.
    pub shown: String,
    /// Folded.
    pub folded: String,
}

impl FilterName {
    pub fn new(shown: String) -> FilterName {
        FilterName {
            folded: fold(&shown),
            shown,
        }
    }
}

impl Snapshot {
    pub fn new(searcher: Searcher, fields: &Fields) -> tantivy::Result<Snapshot> {
        let segments = searcher.segment_readers();
        let parent_offsets = segments
            .iter()
            .map(ParentOffsets::new)
            .collect::<tantivy::Result<_>>()?;
        let mut snapshot = Snapshot {
            searcher,
            fields: *fields,
            parent_offsets,
            languages: Vec::new(),
            content_hashes: OnceLock::new(),
            names: OnceLock::new(),
        };
        let mut languages = snapshot.live_terms(fields.language)?;
        if languages.is_empty() {
            languages.insert("en".to_owned());
        }
        snapshot.languages = languages
            .into_iter()
            .map(|language| {
                let analyser = Analyzer::new(&language);
                (language, analyser)
            })
            .collect();
        Ok(snapshot)
    }

    /// Returns `true` if there is much to go through.
    pub fn is_large(&self) -> bool {
        self.searcher.num_docs() >= LARGE_INDEX_DOCS
    }

    /// Runs a query; several segments at once where there is much to go through.
    pub fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        let scoring = if collector.requires_scoring() {
            EnableScoring::enabled_from_searcher(&self.searcher)
        } else {
            EnableScoring::disabled_from_searcher(&self.searcher)
        };
        let many = self.is_large() && self.parent_offsets.len() > 1;
        let executor = if many {
            search_executor()
        } else {
            &Executor::SingleThread
        };
        self.searcher
            .search_with_executor(query, collector, executor, scoring)
    }

    /// Returns where a document's article is, see [`crate::search::schema::PARENT_OFFSET`].
    pub fn parent_offset(&self, address: DocAddress) -> u64 {
        self.parent_offsets
            .get(address.segment_ord as usize)
            .map_or(0, |offsets| offsets.get(address.doc_id))
    }

    /// Returns which documents are statements, for each segment.
    pub fn statements(&self) -> Vec<Arc<StatementBitSet>> {
        self.parent_offsets
            .iter()
            .map(ParentOffsets::statements)
            .collect()
    }

    /// Returns the analysers of all languages of the library, at least one.
    pub fn analysers(&self) -> impl Iterator<Item = &Analyzer> {
        self.languages.iter().map(|(_, analyser)| analyser)
    }

    /// Returns the analyser for a record's language.
    pub fn analyser(&self, language: &str) -> Analyzer {
        self.languages
            .iter()
            .find(|(known, _)| known == language)
            .map_or_else(|| Analyzer::new(language), |(_, analyser)| analyser.clone())
    }

    /// Returns the content hash of each briefing.
    pub fn content_hashes(&self) -> &BTreeMap<String, String> {
        self.content_hashes.get_or_init(|| {
            self.live_terms(self.fields.stamp)
                .unwrap_or_default()
                .iter()
                .filter_map(|stamp| stamp.split_once(' '))
                .map(|(id, hash)| (id.to_owned(), hash.to_owned()))
                .collect()
        })
    }

    /// Returns the names to which a filter can be completed, sorted.
    pub fn names(&self, field: model::QueryField) -> &[FilterName] {
        self.names
            .get_or_init(|| {
                Fields::COMPLETABLE
                    .into_iter()
                    .filter_map(|field| {
                        let terms = self.live_terms(self.fields.filter_values(field)?).ok()?;
                        let names = terms.into_iter().map(FilterName::new).collect();
                        Some((field, names))
                    })
                    .collect()
            })
            .get(&field)
            .map_or(&[], Vec::as_slice)
    }

    /// Returns all terms of a namespace that a living document has.
    fn live_terms(&self, namespace: TermNamespace) -> tantivy::Result<BTreeSet<String>> {
        let mut terms = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(namespace.field)?;
            let range = index.terms().range().ge(namespace.prefix.as_bytes());
            let mut stream = range.into_stream()?;
            while stream.advance()
                && let Some(term) = namespace.strip_prefix(stream.key())
            {
                if terms.contains(term) {
                    continue;
                }
                if segment.has_deletes() {
                    let postings = index
                        .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                    if !has_live_doc(segment, postings) {
                        continue;
                    }
                }
                terms.insert(term.to_owned());
            }
        }
        Ok(terms)
    }

    /// Returns in how many documents a word stands (deleted ones included).
    pub fn doc_freq(&self, namespace: TermNamespace, word: &str) -> tantivy::Result<u64> {
        self.searcher.doc_freq(&namespace.term(word))
    }

    /// Returns the words that have this stem and are not it, sorted.
    pub fn words_with_stem(&self, stem: &str) -> tantivy::Result<BTreeSet<String>> {
        let start = stem_entry(stem, "");
        let mut words = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.stems.field)?;
            let range = index.terms().range().ge(start.as_bytes());
            let mut entries = range.into_stream()?;
            while entries.advance()
                && let Some(word) = entries.key().strip_prefix(start.as_bytes())
            {
                words.extend(std::str::from_utf8(word).map(str::to_owned));
            }
        }
        Ok(words)
    }

    /// Returns the words that begin so with the numbers of their documents, the
    /// most frequent first: at most `most` words, and no more behind those that
    /// stand in `enough` documents together.
    pub fn prefix_terms(
        &self,
        namespace: TermNamespace,
        start: &str,
        most: usize,
        enough: u64,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(namespace.field)?;
            let range = index
                .terms()
                .range()
                .ge(namespace.with_prefix(start).as_bytes());
            let mut stream = range.into_stream()?;
            while stream.advance()
                && let Some(term) = namespace.strip_prefix(stream.key())
                && term.starts_with(start)
            {
                let frequency = u64::from(stream.value().doc_freq);
                match found.get_mut(term) {
                    Some(sum) => *sum += frequency,
                    None => {
                        found.insert(term.to_owned(), frequency);
                    }
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut sum = 0;
        found.truncate(most);
        let cut = found
            .iter()
            .position(|(_, frequency)| {
                sum += frequency;
                sum > enough
            })
            .map_or(found.len(), |i| i + 1);
        found.truncate(cut);
        Ok(found)
    }

    /// Returns the words that hold a character of a script without blanks, with the numbers
    /// of their documents. Such words are pairs of characters: it is the first or the second.
    ///
    /// The dictionary is sorted by the first; for the second all pairs of such scripts are
    /// gone through, which stand behind all words of Latin, Greek and Cyrillic letters.
    pub fn character_terms(
        &self,
        namespace: TermNamespace,
        character: &str,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        /// The first letter of Thai: no script without blanks has one before it.
        const FIRST_DENSE: &str = "\u{E01}";
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(namespace.field)?;
            let start = namespace.with_prefix(FIRST_DENSE);
            let mut stream = index.terms().range().ge(start.as_bytes()).into_stream()?;
            while stream.advance()
                && let Some(term) = namespace.strip_prefix(stream.key())
            {
                if term.contains(character) {
                    *found.entry(term.to_owned()).or_default() +=
                        u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// Returns the words of the library that are spelt most like `word`, the
    /// best first; `open` where more letters may follow.
    pub fn fuzzy_terms(&self, word: &str, end: TermEnd) -> tantivy::Result<Vec<String>> {
        let letters = word.chars().count();
        let distance = match letters {
            0..4 => return Ok(Vec::new()),
            // Another number is not the same number spelt badly.
            _ if word.chars().any(|c| c.is_ascii_digit()) => return Ok(Vec::new()),
            4..8 => 1,
            _ => 2,
        };
        let words = self.fields.words;
        let term = words.term(word);
        let query = match end {
            TermEnd::Complete => FuzzyTermQuery::new(term, distance, true),
            TermEnd::Prefix => FuzzyTermQuery::new_prefix(term, distance, true),
        };
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(words.field)?;
            let mut stream = index.terms().search(query.automaton()?).into_stream()?;
            while stream.advance() {
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    *found.entry(term.to_owned()).or_default() +=
                        u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(usize, u64, String)> = found
            .into_iter()
            .map(|(term, frequency)| {
                let compared: String = match end {
                    TermEnd::Complete => term.clone(),
                    TermEnd::Prefix => term.chars().take(letters).collect(),
                };
                (edit_distance(word, &compared), frequency, term)
            })
            .collect();
        found.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        let best = found.first().map_or(0, |f| f.0);
        found.retain(|f| f.0 <= best.max(1));
        found.truncate(8);
        Ok(found.into_iter().map(|(_, _, term)| term).collect())
    }
}

/// Whether more letters may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermEnd {
    /// The word is complete.
    Complete,
    /// It is being typed.
    Prefix,
}

/// Returns `true` if any document of a posting list lives.
fn has_live_doc(segment: &SegmentReader, mut postings: impl Postings) -> bool {
    loop {
        let doc = postings.doc();
        if doc == TERMINATED {
            return false;
        }
        if !segment.is_deleted(doc) {
            return true;
        }
        postings.advance();
    }
}
