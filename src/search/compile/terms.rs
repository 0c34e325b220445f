//! From the words of a question to the forms in which they may be printed: other
//! words of the same stem, words that begin so, words that are spelt like it.

use std::collections::BTreeSet;

use tantivy::query::EmptyQuery;

use crate::model::DiagnosticKind;
use crate::search::compile::{QueryCompiler, Strictness, TermGroup};
use crate::search::engine::boolean::{BoxQuery, boost_query, phrase_query, term, union};
use crate::search::engine::pretokenized::truncate_term;
use crate::search::index::snapshot::{Snapshot, TermEnd};
use crate::search::query::ast::{Leaf, LeafKind};
use crate::search::query::matcher::{Phrase, QueryTerm};
use crate::text::script::is_unspaced_character;
use crate::text::words::Analyzer;

/// Maximum words that a prefix stands for. What it and the limits below
/// decide is measured by `benches/search` (each letter typed); their origin is not recorded.
const MAX_PREFIX_TERMS: usize = 48;
/// Documents in which the words of a beginning stand, beyond which no rarer ones are
/// added: of two letters, of three, of more. So few letters say little, and each
/// more that is typed brings in rarer words.
const PREFIX_DOC_LIMITS: [u64; 3] = [60_000, 150_000, 300_000];
/// Bytes (Latin letters, folded) from which on the last word of a phrase that is being typed counts.
const MIN_PREFIX_LEN: usize = 3;

/// Minimum bytes of a word that may be spelt as two, and of each of the two. Shorter ones
/// would be joined by chance ("to day"); not measured.
const MIN_JOINED_LEN: usize = 6;
const MIN_PART_LEN: usize = 2;

/// Share of all documents from which on a word is common and does not select. Its
/// origin is not recorded.
const COMMON_DOC_RATIO: f32 = 0.2;

/// A printed word that stands for a word of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TermVariant {
    text: String,
    /// In how many documents it stands.
    documents: u64,
}

impl TermVariant {
    pub fn to_query(&self, snapshot: &Snapshot) -> BoxQuery {
        term(snapshot.fields.words, &self.text)
    }
}

impl QueryCompiler<'_> {
    /// Returns the folded words of a text.
    pub fn fold_words(&self, text: &str) -> Vec<String> {
        self.snapshot
            .analysers()
            .next()
            .map(|analyser| analyser.words(text))
            .unwrap_or_default()
            .into_iter()
            .map(|word| truncate_term(&word.folded).to_owned())
            .collect()
    }

    /// Returns the stems of a folded word in all languages of the library.
    pub fn stems(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = self
            .snapshot
            .analysers()
            .map(|analyser| analyser.stem(word).into_owned())
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Returns the words of the library that have one of these stems.
    pub fn variants(&self, stems: &[String]) -> tantivy::Result<Vec<TermVariant>> {
        let mut words = BTreeSet::new();
        for stem in stems {
            words.append(&mut self.snapshot.words_with_stem(stem)?);
            let own = |a: &Analyzer| a.stem(stem) == stem.as_str();
            if self.snapshot.analysers().any(own) {
                words.insert(stem.clone());
            }
        }
        let mut forms = Vec::with_capacity(words.len());
        for text in words {
            let documents = self.snapshot.doc_freq(self.snapshot.fields.words, &text)?;
            if documents > 0 {
                forms.push(TermVariant { text, documents });
            }
        }
        Ok(forms)
    }

    /// Returns the words of the library that hold a character of a script without blanks.
    pub fn character_variants(&self, character: &str) -> tantivy::Result<Vec<TermVariant>> {
        let words = self.snapshot.fields.words;
        let terms = self.snapshot.character_terms(words, character)?.into_iter();
        Ok(terms
            .map(|(text, documents)| TermVariant { text, documents })
            .collect())
    }

    /// Returns two words as one, as the library spells them, if it has that and never has them
    /// side by side: `cyber-security` where it has only `cybersecurity`.
    pub fn joined(&self, first: &str, second: &str) -> tantivy::Result<Option<String>> {
        let words = self.snapshot.fields.words;
        let joined = [first, second].concat();
        if joined.len() < MIN_JOINED_LEN || self.snapshot.doc_freq(words, &joined)? == 0 {
            return Ok(None);
        }
        let parts = [first, second].map(str::to_owned);
        let apart = self.has_hits(&*phrase_query(words, &parts, 0))?;
        Ok((!apart).then_some(joined))
    }

    /// Returns one word as two, as the library spells it, if it does not have the one:
    /// `antivirus` where it has only `anti-virus`.
    fn parted(&self, word: &str, end: TermEnd) -> tantivy::Result<Option<[String; 2]>> {
        let words = self.snapshot.fields.words;
        let is_known = || -> tantivy::Result<bool> {
            Ok(!self.variants(&self.stems(word))?.is_empty()
                || end == TermEnd::Prefix
                    && !self.snapshot.prefix_terms(words, word, 1, 0)?.is_empty()
                || self.bookmarks.notes_contain(word))
        };
        if word.len() < MIN_JOINED_LEN || is_known()? {
            return Ok(None);
        }
        for (at, _) in word.char_indices() {
            let (first, second) = word.split_at(at);
            if first.len() < MIN_PART_LEN || second.len() < MIN_PART_LEN {
                continue;
            }
            let parts = [first, second].map(str::to_owned);
            let frequencies = [first, second].map(|part| self.snapshot.doc_freq(words, part));
            let [first, second] = frequencies;
            if first? > 0 && second? > 0 && self.has_hits(&*phrase_query(words, &parts, 0))? {
                return Ok(Some(parts));
            }
        }
        Ok(None)
    }

    /// Returns the words of a part, as far as the library has anything like them.
    pub fn words(&mut self, leaf: &Leaf) -> tantivy::Result<Vec<TermGroup>> {
        if self.skips(leaf) {
            return Ok(Vec::new());
        }
        let (text, open) = match &leaf.kind {
            LeafKind::Word(text) => (text, leaf.typing),
            LeafKind::Prefix(text) => (text, true),
            LeafKind::Phrase { words, .. } => {
                self.phrases = true;
                (words, leaf.typing && !words.ends_with(char::is_whitespace))
            }
            LeafKind::Filter { .. } => return Ok(Vec::new()),
        };
        let starred = matches!(leaf.kind, LeafKind::Prefix(_));
        let mut folded = self.fold_words(text);
        if let LeafKind::Word(_) = leaf.kind
            && let [first, second] = folded.as_slice()
            && let Some(joined) = self.joined(first, second)?
        {
            let typed = format!("{first}-{second}");
            self.note(
                leaf,
                DiagnosticKind::UnknownWord(Some(joined.clone())),
                &typed,
            );
            folded = vec![joined];
        }
        let count = folded.len();
        let mut words = Vec::new();
        for (i, word) in folded.into_iter().enumerate() {
            let end = if open && i + 1 == count {
                TermEnd::Prefix
            } else {
                TermEnd::Complete
            };
            let parts = if starred {
                None
            } else {
                self.parted(&word, end)?
            };
            match parts {
                Some(parts) => {
                    let near = parts.join(" ");
                    self.note(leaf, DiagnosticKind::UnknownWord(Some(near)), &word);
                    for part in parts {
                        words.extend(self.compile_word(leaf, part, TermEnd::Complete)?);
                    }
                }
                None => words.extend(self.compile_word(leaf, word, end)?),
            }
        }
        Ok(words)
    }

    /// Returns the queries of the forms of one word; `None` if the library has
    /// nothing like it.
    fn compile_word(
        &mut self,
        leaf: &Leaf,
        word: String,
        end: TermEnd,
    ) -> tantivy::Result<Option<TermGroup>> {
        let fields = &self.snapshot.fields;
        let stems = self.stems(&word);
        let starred = matches!(leaf.kind, LeafKind::Prefix(_));
        let is_character = !starred && is_unspaced_character(&word);
        let mut forms = Vec::new();
        if is_character {
            forms = self.character_variants(&word)?;
        } else if !starred {
            forms = self.variants(&stems)?;
        }
        // Another form of the word, however rare, tells no more than all of them together.
        let together = self.idf(forms.iter().map(|form| form.documents).sum());
        let mut any: Vec<BoxQuery> = forms
            .iter()
            .map(|form| {
                let query = form.to_query(self.snapshot);
                if form.text == word {
                    query
                } else {
                    boost_query(query, together / self.idf(form.documents))
                }
            })
            .collect();
        if end == TermEnd::Prefix && !is_character {
            let (most, enough) = if starred {
                (1024, u64::MAX)
            } else {
                (MAX_PREFIX_TERMS, max_prefix_docs(&word))
            };
            for (text, documents) in
                self.snapshot
                    .prefix_terms(fields.words, &word, most, enough)?
            {
                let form = TermVariant { text, documents };
                if !forms.contains(&form) {
                    any.push(form.to_query(self.snapshot));
                    forms.push(form);
                }
            }
        }
        let mut frequency = forms.iter().map(|form| form.documents).sum();
        let mut fuzzy_forms = Vec::new();
        let unknown = any.is_empty();
        if unknown || self.strictness == Strictness::AnySpelling {
            fuzzy_forms = self.snapshot.fuzzy_terms(&word, end)?;
            fuzzy_forms.retain(|s| *s != word);
            for found in &fuzzy_forms {
                frequency += self.snapshot.doc_freq(fields.words, found)?;
                any.push(term(fields.words, found));
            }
        }
        if unknown && self.bookmarks.notes_contain(&word) {
            // Nothing that is printed has it, but a note has: that answers.
            any.push(Box::new(EmptyQuery));
        } else if unknown {
            let kind = DiagnosticKind::UnknownWord(fuzzy_forms.first().cloned());
            self.note(leaf, kind, &word);
        }
        if any.is_empty() {
            return Ok(None);
        }
        let short = end == TermEnd::Prefix && word.len() < MIN_PREFIX_LEN;
        let group = TermGroup {
            variants: any,
            is_selective: !short && (frequency as f32) < self.docs * COMMON_DOC_RATIO,
        };
        self.push_term(QueryTerm {
            folded: word,
            stems: if starred { Vec::new() } else { stems },
            is_prefix: end == TermEnd::Prefix && !is_character,
            is_character,
            is_required: self.alternatives == 0,
            fuzzy_forms,
            weight: self.weight(frequency),
        });
        Ok(Some(group))
    }

    /// Returns how much a word tells that stands in so many documents.
    fn weight(&self, frequency: u64) -> f32 {
        self.idf(frequency) + 0.1
    }

    /// Returns how rare a word is that stands in so many documents, as BM25 takes it.
    fn idf(&self, frequency: u64) -> f32 {
        let frequency = (frequency as f32).min(self.docs);
        (1.0 + (self.docs - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    fn push_term(&mut self, wanted: QueryTerm) {
        self.terms.words.push(wanted);
    }

    /// Returns the query of a phrase, exact up to folding.
    pub fn phrase(
        &mut self,
        leaf: &Leaf,
        text: &str,
        slop: u32,
    ) -> tantivy::Result<Option<BoxQuery>> {
        if self.skips(leaf) {
            return Ok(None);
        }
        self.phrases = true;
        let namespace = self.snapshot.fields.words;
        let mut words = self.fold_words(text);
        let mut open = leaf.typing && !text.ends_with(char::is_whitespace);
        if open && words.len() > 1 && words.last().is_some_and(|w| w.len() < MIN_PREFIX_LEN) {
            // One or two letters stand for too many words to try them all behind the others.
            words.pop();
            open = false;
        }
        let Some((last, before)) = words.split_last() else {
            return Ok(None);
        };
        let start = self.terms.words.len();
        for (i, word) in words.iter().enumerate() {
            let frequency = self.snapshot.doc_freq(namespace, word)?;
            let wanted = QueryTerm {
                folded: word.clone(),
                is_prefix: open && i + 1 == words.len(),
                weight: self.weight(frequency),
                is_required: self.alternatives == 0,
                ..QueryTerm::default()
            };
            self.push_term(wanted);
        }
        self.terms.phrases.push(Phrase {
            words: start..self.terms.words.len(),
            slop: slop as usize,
        });
        if !open {
            return Ok(Some(phrase_query(namespace, &words, slop)));
        }
        let mut endings: Vec<String> = self
            .snapshot
            .prefix_terms(namespace, last, MAX_PREFIX_TERMS, max_prefix_docs(last))?
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        if endings.is_empty() {
            endings.push(last.clone());
        }
        Ok(Some(union(endings.into_iter().map(|ending| {
            let mut words = before.to_vec();
            words.push(ending);
            phrase_query(namespace, &words, slop)
        }))))
    }
}

/// Returns in how many documents the words of a beginning are enough.
fn max_prefix_docs(prefix: &str) -> u64 {
    PREFIX_DOC_LIMITS[prefix.len().clamp(2, 4) - 2]
}
