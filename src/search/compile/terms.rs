//! From the words of a question to the forms in which they may be printed: other
//! words of the same stem, words that begin so, words that are spelt like it.

use std::collections::BTreeSet;

use tantivy::query::EmptyQuery;

use crate::search::compile::{Compiler, Strictness};
use crate::search::engine::boolean::{BoxQuery, boost_query, phrase_query, term, union};
use crate::search::engine::pretokenized::truncate_term;
use crate::search::index::snapshot::{End, Snapshot};
use crate::search::query::matcher::{Phrase, Wanted};
use crate::search::query::parser::{Part, What};
use crate::text::words::Analyser;

/// Words that a beginning stands for at most.
const MOST_WORDS: usize = 48;
/// Documents in which the words of a beginning stand, beyond which no rarer ones are
/// added: of two letters, of three, of more. So few letters say little, and each
/// more that is typed brings in rarer words.
const ENOUGH: [u64; 3] = [60_000, 150_000, 300_000];
/// Bytes (Latin letters, folded) from which on the last word of a phrase that is being typed counts.
const TELLING: usize = 3;

/// Share of all documents from which on a word is common.
const COMMON: f32 = 0.2;

/// A printed word that stands for a word of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    text: String,
    /// In how many documents it stands.
    documents: u64,
}

/// A word of the question as the engine is asked for it.
pub(crate) struct Asking {
    /// The words that stand for it, at least one.
    pub forms: Vec<BoxQuery>,
    /// Whether it tells enough to choose by it: it is neither common nor just begun.
    pub tells: bool,
}

impl Asking {
    /// Returns the query for one of its forms.
    pub fn query(self) -> BoxQuery {
        union(self.forms)
    }
}

impl Form {
    pub fn query(&self, snapshot: &Snapshot) -> BoxQuery {
        term(snapshot.fields.words, &self.text)
    }
}

impl Compiler<'_> {
    /// Returns the folded words of a text.
    pub fn folded(&self, text: &str) -> Vec<String> {
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
    pub fn forms(&self, stems: &[String]) -> tantivy::Result<Vec<Form>> {
        let mut words = BTreeSet::new();
        for stem in stems {
            words.append(&mut self.snapshot.words_of(stem)?);
            let own = |a: &Analyser| a.stem(stem) == stem.as_str();
            if self.snapshot.analysers().any(own) {
                words.insert(stem.clone());
            }
        }
        let mut forms = Vec::with_capacity(words.len());
        for text in words {
            let documents = self.snapshot.frequency(self.snapshot.fields.words, &text)?;
            if documents > 0 {
                forms.push(Form { text, documents });
            }
        }
        Ok(forms)
    }

    /// Returns the words of a part, as far as the library has anything like them.
    pub fn words(&mut self, part: &Part) -> tantivy::Result<Vec<Asking>> {
        if self.passes_over(part) {
            return Ok(Vec::new());
        }
        let (text, open) = match &part.what {
            What::Word(text) => (text, part.typing),
            What::Beginning(text) => (text, true),
            What::Phrase { words, .. } => {
                self.phrases = true;
                (words, part.typing && !words.ends_with(char::is_whitespace))
            }
            What::Filter { .. } => return Ok(Vec::new()),
        };
        let folded = self.folded(text);
        let count = folded.len();
        let mut words = Vec::new();
        for (i, word) in folded.into_iter().enumerate() {
            let end = if open && i + 1 == count {
                End::Open
            } else {
                End::Closed
            };
            words.extend(self.word(part, word, end)?);
        }
        Ok(words)
    }

    /// Makes the queries of the forms of one word; none where the library has
    /// nothing like it.
    fn word(&mut self, part: &Part, word: String, end: End) -> tantivy::Result<Option<Asking>> {
        let fields = &self.snapshot.fields;
        let stems = self.stems(&word);
        let starred = matches!(part.what, What::Beginning(_));
        let mut forms = Vec::new();
        if !starred {
            forms = self.forms(&stems)?;
        }
        // Another form of the word, however rare, tells no more than all of them together.
        let together = self.rarity(forms.iter().map(|form| form.documents).sum());
        let mut any: Vec<BoxQuery> = forms
            .iter()
            .map(|form| {
                let query = form.query(self.snapshot);
                if form.text == word {
                    query
                } else {
                    boost_query(query, together / self.rarity(form.documents))
                }
            })
            .collect();
        if end == End::Open {
            let (most, enough) = if starred {
                (1024, u64::MAX)
            } else {
                (MOST_WORDS, enough(&word))
            };
            for (text, documents) in self.snapshot.beginning(fields.words, &word, most, enough)? {
                let form = Form { text, documents };
                if !forms.contains(&form) {
                    any.push(form.query(self.snapshot));
                    forms.push(form);
                }
            }
        }
        let mut frequency = forms.iter().map(|form| form.documents).sum();
        let mut spelt = Vec::new();
        let unknown = any.is_empty();
        if unknown || self.strictness == Strictness::AnySpelling {
            spelt = self.snapshot.spelt_like(&word, end)?;
            spelt.retain(|s| *s != word);
            for found in &spelt {
                frequency += self.snapshot.frequency(fields.words, found)?;
                any.push(term(fields.words, found));
            }
        }
        if unknown && self.ledger.knows(&word) {
            // Nothing that is printed has it, but a note has: that answers.
            any.push(Box::new(EmptyQuery));
        } else if unknown {
            let message = match spelt.first() {
                None => format!("Nothing in the library has \"{word}\"; it is left out."),
                Some(near) => {
                    format!("Nothing in the library has \"{word}\"; did you mean \"{near}\"?")
                }
            };
            self.note(&part.range, message);
        }
        if any.is_empty() {
            return Ok(None);
        }
        let short = end == End::Open && word.len() < TELLING;
        let asking = Asking {
            forms: any,
            tells: !short && (frequency as f32) < self.docs * COMMON,
        };
        self.want(Wanted {
            folded: word,
            stems: if starred { Vec::new() } else { stems },
            beginning: end == End::Open,
            spelt,
            weight: self.weight(frequency),
        });
        Ok(Some(asking))
    }

    /// Returns how much a word tells that stands in so many documents.
    fn weight(&self, frequency: u64) -> f32 {
        self.rarity(frequency) + 0.1
    }

    /// Returns how rare a word is that stands in so many documents, as the engine takes it.
    fn rarity(&self, frequency: u64) -> f32 {
        let frequency = (frequency as f32).min(self.docs);
        (1.0 + (self.docs - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    fn want(&mut self, wanted: Wanted) {
        self.wants.words.push(wanted);
    }

    /// Makes the query of a phrase, exact up to folding.
    pub fn phrase(
        &mut self,
        part: &Part,
        text: &str,
        within: u32,
    ) -> tantivy::Result<Option<BoxQuery>> {
        if self.passes_over(part) {
            return Ok(None);
        }
        self.phrases = true;
        let slot = self.snapshot.fields.words;
        let mut words = self.folded(text);
        let mut open = part.typing && !text.ends_with(char::is_whitespace);
        if open && words.len() > 1 && words.last().is_some_and(|w| w.len() < TELLING) {
            // One or two letters stand for too many words to try them all behind the others.
            words.pop();
            open = false;
        }
        let Some((last, before)) = words.split_last() else {
            return Ok(None);
        };
        let start = self.wants.words.len();
        for (i, word) in words.iter().enumerate() {
            let frequency = self.snapshot.frequency(slot, word)?;
            let wanted = Wanted {
                folded: word.clone(),
                beginning: open && i + 1 == words.len(),
                weight: self.weight(frequency),
                ..Wanted::default()
            };
            self.want(wanted);
        }
        self.wants.phrases.push(Phrase {
            words: start..self.wants.words.len(),
            within: within as usize,
        });
        if !open {
            return Ok(Some(phrase_query(slot, &words, within)));
        }
        let mut endings: Vec<String> = self
            .snapshot
            .beginning(slot, last, MOST_WORDS, enough(last))?
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        if endings.is_empty() {
            endings.push(last.clone());
        }
        Ok(Some(union(endings.into_iter().map(|ending| {
            let mut words = before.to_vec();
            words.push(ending);
            phrase_query(slot, &words, within)
        }))))
    }
}

/// Returns in how many documents the words of a beginning are enough.
fn enough(beginning: &str) -> u64 {
    ENOUGH[beginning.len().clamp(2, 4) - 2]
}
