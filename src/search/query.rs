//! From the tree of a question to a query of the engine and to what is then
//! looked for in the words of each candidate. The engine's own parser is never used.

use std::ops::Range;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::given::cut;
use super::grammar::{Node, Parsed, Part, What};
use super::ledger::Ledger;
use super::schema::{ARTICLE, STATEMENT};
use super::snapshot::{Answer, End, Snapshot};
use super::spread::spread;
use super::wanted::{Phrase, Wanted, Wants};
use crate::model::{Note, Scope};
use crate::text::words::Analyser;

/// Words that a beginning stands for at most.
const MOST_WORDS: usize = 48;
/// Documents in which the words of a beginning stand, beyond which no rarer ones are
/// added: of two letters, of three, of more. So few letters say little, and each
/// more that is typed brings in rarer words.
const ENOUGH: [u64; 3] = [60_000, 150_000, 300_000];
/// Bytes (Latin letters, folded) from which on the last word of a phrase that is being typed counts.
const TELLING: usize = 3;

/// A query of the engine.
pub(super) type Boxed = Box<dyn Query>;

/// Whether a value is still being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typing {
    /// It is.
    Now,
    /// It is complete.
    Done,
}

/// How strictly a question is taken, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strictness {
    /// As it stands.
    AsAsked,
    /// Without the part that is being typed.
    WithoutLast,
    /// The words of phrases need not stand together.
    LoosePhrases,
    /// Besides, every word may be misspelt, not only the unknown ones.
    AnySpelling,
    /// The words of phrases are loose, and one of all words is enough.
    AnyWord,
}

impl Strictness {
    fn loosens_phrases(self) -> bool {
        self >= Strictness::LoosePhrases
    }
}

/// A question as the engine is asked.
pub(super) struct Asked {
    /// The query; none where nothing is left to ask.
    pub query: Option<Boxed>,
    /// What is looked for in the words of a candidate.
    pub wants: Wants,
    /// Parts left out or guessed at.
    pub notes: Vec<Note>,
    /// The part being typed, where there is one that could be left out.
    pub last: Option<Range<usize>>,
    /// Number of words of which some may be missing.
    pub words: usize,
    /// Whether there is a phrase.
    pub phrases: bool,
}

/// Makes the query of a question.
pub(super) fn ask(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    scope: &Scope,
    strictness: Strictness,
) -> Answer<Asked> {
    let mut compiler = Compiler {
        snapshot,
        ledger,
        strictness,
        docs: snapshot.searcher.num_docs() as f32,
        wants: Wants::default(),
        notes: Vec::new(),
        last: None,
        phrases: false,
    };
    let mut must: Vec<Boxed> = Vec::new();
    let mut not: Vec<Boxed> = Vec::new();
    let mut words: Vec<Boxed> = Vec::new();
    for node in &parsed.nodes {
        match node {
            Node::Part(part) if is_words(&part.what, strictness) => {
                words.extend(compiler.words(part)?);
            }
            Node::Not(inner) => not.extend(compiler.exclude(inner)?),
            node => must.extend(compiler.include(node)?),
        }
    }
    let count = words.len();
    let asked = !(must.is_empty() && words.is_empty() && not.is_empty());
    let query = asked.then(|| {
        if must.is_empty() && words.is_empty() {
            must.push(compiler.anything());
        }
        must.extend(scope_query(snapshot, scope));
        if strictness == Strictness::AnyWord && !words.is_empty() {
            must.push(either(words));
        } else {
            must.extend(words);
        }
        combine(must, not)
    });
    Ok(Asked {
        query,
        wants: compiler.wants,
        notes: compiler.notes,
        last: compiler.last,
        words: count,
        phrases: compiler.phrases,
    })
}

/// Tells whether a part is words that may be missing one by one.
fn is_words(what: &What, strictness: Strictness) -> bool {
    match what {
        What::Word(_) | What::Beginning(_) => true,
        What::Phrase { .. } => strictness.loosens_phrases(),
        What::Filter { .. } => false,
    }
}

pub(super) fn term(field: IndexField, text: &str) -> Boxed {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

/// A query that chooses but does not rank.
fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

pub(super) fn either(queries: impl IntoIterator<Item = Boxed>) -> Boxed {
    let mut queries: Vec<Boxed> = queries.into_iter().collect();
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => {
            queries.extend(last);
            Box::new(BooleanQuery::union(queries))
        }
    }
}

/// Makes a query fit to be left out. The engine asks what is left out for documents
/// that lie behind it already, which its phrases do not stand; a union does.
fn passed_over(query: Boxed) -> Boxed {
    Box::new(BooleanQuery::union(vec![query.box_clone(), query]))
}

/// All of `must` and none of `not`.
pub(super) fn combine(mut must: Vec<Boxed>, not: Vec<Boxed>) -> Boxed {
    match must.pop() {
        Some(only) if must.is_empty() && not.is_empty() => only,
        last => {
            must.extend(last);
            let must = must.into_iter().map(|q| (Occur::Must, q));
            let not = not.into_iter().map(|q| (Occur::MustNot, passed_over(q)));
            Box::new(BooleanQuery::new(must.chain(not).collect()))
        }
    }
}

fn scope_query(snapshot: &Snapshot, scope: &Scope) -> Option<Boxed> {
    let fields = &snapshot.fields;
    Some(silent(match scope {
        Scope::Library => return None,
        Scope::Briefing(briefing) => term(fields.briefing, briefing),
        Scope::Article(briefing, article) => {
            spread(term(fields.article, &format!("{briefing}/{article}")))
        }
    }))
}

/// A term that stands for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Form {
    field: IndexField,
    text: String,
    /// In how many documents it stands.
    documents: u64,
}

impl Form {
    fn query(&self) -> Boxed {
        term(self.field, &self.text)
    }
}

/// Makes queries of the nodes of a tree, and notes what is looked for.
pub(super) struct Compiler<'a> {
    pub snapshot: &'a Snapshot,
    pub ledger: &'a Ledger,
    strictness: Strictness,
    docs: f32,
    wants: Wants,
    notes: Vec<Note>,
    last: Option<Range<usize>>,
    phrases: bool,
}

impl Compiler<'_> {
    pub fn note(&mut self, range: &Range<usize>, message: String) {
        self.notes.push(Note {
            range: range.clone(),
            message,
        });
    }

    /// Tells whether a part is passed over because it is being typed; remembers that it could be.
    fn passed_over(&mut self, part: &Part) -> bool {
        if part.typing {
            self.last = Some(part.range.clone());
        }
        part.typing && self.strictness == Strictness::WithoutLast
    }

    fn include(&mut self, node: &Node) -> Answer<Option<Boxed>> {
        match node {
            Node::All(nodes) => {
                let mut must = Vec::new();
                let mut not = Vec::new();
                for node in nodes {
                    match node {
                        Node::Not(inner) => not.extend(self.exclude(inner)?),
                        node => must.extend(self.include(node)?),
                    }
                }
                if must.is_empty() && !not.is_empty() {
                    must.push(self.anything());
                }
                Ok((!must.is_empty()).then(|| combine(must, not)))
            }
            Node::Any(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.include(node)?);
                }
                Ok((!any.is_empty()).then(|| either(any)))
            }
            Node::Not(inner) => Ok(self
                .exclude(inner)?
                .map(|not| combine(vec![self.anything()], vec![not]))),
            Node::Part(part) => match &part.what {
                What::Filter { field, value } => {
                    if self.passed_over(part) {
                        return Ok(None);
                    }
                    let query = self.filter(part, *field, value)?;
                    Ok(query.map(silent))
                }
                What::Phrase { words, within } if !self.strictness.loosens_phrases() => {
                    self.phrase(part, words, *within)
                }
                _ => {
                    let words = self.words(part)?;
                    Ok((!words.is_empty()).then(|| combine(words, Vec::new())))
                }
            },
        }
    }

    fn anything(&self) -> Boxed {
        silent(spread(either(
            [STATEMENT, ARTICLE].map(|class| term(self.snapshot.fields.class, class)),
        )))
    }

    /// Makes the query of what is not wanted. It is taken as it stands, also
    /// while it is typed: a beginning would take away too much.
    fn exclude(&mut self, node: &Node) -> Answer<Option<Boxed>> {
        match node {
            Node::All(nodes) => {
                let mut must = Vec::new();
                for node in nodes {
                    must.extend(self.exclude(node)?);
                }
                Ok((!must.is_empty()).then(|| combine(must, Vec::new())))
            }
            Node::Any(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.exclude(node)?);
                }
                Ok((!any.is_empty()).then(|| either(any)))
            }
            Node::Not(inner) => Ok(self
                .exclude(inner)?
                .map(|not| combine(vec![self.anything()], vec![not]))),
            Node::Part(part) => match &part.what {
                What::Filter { field, value } => self.filter(part, *field, value),
                What::Word(word) | What::Phrase { words: word, .. } => {
                    let within = match part.what {
                        What::Phrase { within, .. } => within,
                        _ => 0,
                    };
                    let words = self.folded(word);
                    match words.as_slice() {
                        [] => Ok(None),
                        [only] if matches!(part.what, What::Word(_)) => {
                            let forms = self.forms(&self.stems(only))?;
                            Ok(Some(if forms.is_empty() {
                                Box::new(EmptyQuery)
                            } else {
                                either(forms.iter().map(Form::query))
                            }))
                        }
                        words => Ok(Some(placed(self.snapshot.fields.words, words, within))),
                    }
                }
                What::Beginning(word) => {
                    let field = self.snapshot.fields.words;
                    let mut any = Vec::new();
                    for word in self.folded(word) {
                        let words = self.snapshot.beginning(field, &word, 1024, u64::MAX)?;
                        any.extend(words.iter().map(|(w, _)| term(field, w)));
                    }
                    Ok((!any.is_empty()).then(|| either(any)))
                }
            },
        }
    }

    /// Returns the folded words of a text.
    pub fn folded(&self, text: &str) -> Vec<String> {
        self.snapshot
            .analysers()
            .next()
            .map(|analyser| analyser.words(text))
            .unwrap_or_default()
            .into_iter()
            .map(|word| cut(&word.folded).to_owned())
            .collect()
    }

    /// Returns the stems of a folded word in all languages of the library.
    fn stems(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = self
            .snapshot
            .analysers()
            .map(|analyser| analyser.stem(word).into_owned())
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Returns what stands for words with one of these stems: the stem of those that
    /// differ from it, and the stem as a word where it is one.
    fn forms(&self, stems: &[String]) -> Answer<Vec<Form>> {
        let fields = &self.snapshot.fields;
        let mut forms = Vec::new();
        for stem in stems {
            let own = |a: &Analyser| a.stem(stem) == stem.as_str();
            let own = self.snapshot.analysers().any(own);
            for field in std::iter::once(fields.stems).chain(own.then_some(fields.words)) {
                let documents = self.snapshot.frequency(field, stem)?;
                if documents > 0 {
                    forms.push(Form {
                        field,
                        text: stem.clone(),
                        documents,
                    });
                }
            }
        }
        Ok(forms)
    }

    /// Makes the queries of the words of a part.
    fn words(&mut self, part: &Part) -> Answer<Vec<Boxed>> {
        if self.passed_over(part) {
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
        let mut queries = Vec::new();
        for (i, word) in folded.into_iter().enumerate() {
            let end = if open && i + 1 == count {
                End::Open
            } else {
                End::Closed
            };
            let forms = self.word(part, word, end)?;
            if self.strictness == Strictness::AnyWord {
                // One flat list: of that the engine finds the best without looking at all.
                queries.extend(forms);
            } else if !forms.is_empty() {
                queries.push(either(forms));
            }
        }
        Ok(queries)
    }

    /// Makes the queries of the forms of one word; none where the library has
    /// nothing like it.
    fn word(&mut self, part: &Part, word: String, end: End) -> Answer<Vec<Boxed>> {
        let fields = &self.snapshot.fields;
        let stems = self.stems(&word);
        let starred = matches!(part.what, What::Beginning(_));
        let mut forms = Vec::new();
        if !starred {
            forms = self.forms(&stems)?;
        }
        if end == End::Open {
            let (most, enough) = if starred {
                (1024, u64::MAX)
            } else {
                (MOST_WORDS, enough(&word))
            };
            for (text, documents) in self.snapshot.beginning(fields.words, &word, most, enough)? {
                let form = Form {
                    field: fields.words,
                    text,
                    documents,
                };
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        let mut frequency = forms.iter().map(|form| form.documents).sum();
        let mut any: Vec<Boxed> = forms.iter().map(Form::query).collect();
        let mut spelt = Vec::new();
        let unknown = any.is_empty();
        if unknown || self.strictness == Strictness::AnySpelling {
            spelt = self.snapshot.spelt_like(fields.words, &word, end)?;
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
            return Ok(any);
        }
        self.want(Wanted {
            folded: word,
            stems: if starred { Vec::new() } else { stems },
            beginning: end == End::Open,
            spelt,
            weight: self.weight(frequency),
        });
        Ok(any)
    }

    /// Returns how much a word tells that stands in so many documents.
    fn weight(&self, frequency: u64) -> f32 {
        let frequency = (frequency as f32).min(self.docs);
        (1.0 + (self.docs - frequency + 0.5) / (frequency + 0.5)).ln() + 0.1
    }

    fn want(&mut self, wanted: Wanted) {
        self.wants.words.push(wanted);
    }

    /// Makes the query of a phrase, exact up to folding.
    fn phrase(&mut self, part: &Part, text: &str, within: u32) -> Answer<Option<Boxed>> {
        if self.passed_over(part) {
            return Ok(None);
        }
        self.phrases = true;
        let field = self.snapshot.fields.words;
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
            let frequency = self.snapshot.frequency(field, word)?;
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
            return Ok(Some(placed(field, &words, within)));
        }
        let mut endings: Vec<String> = self
            .snapshot
            .beginning(field, last, MOST_WORDS, enough(last))?
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        if endings.is_empty() {
            endings.push(last.clone());
        }
        Ok(Some(either(endings.into_iter().map(|ending| {
            let mut words = before.to_vec();
            words.push(ending);
            placed(field, &words, within)
        }))))
    }
}

/// Returns in how many documents the words of a beginning are enough.
fn enough(beginning: &str) -> u64 {
    ENOUGH[beginning.len().clamp(2, 4) - 2]
}

/// Words one behind the other with at most `within` others between them; one
/// word alone, for which the engine knows no phrase.
pub(super) fn placed(field: IndexField, words: &[String], within: u32) -> Boxed {
    match words {
        [only] => term(field, only),
        words => {
            let terms = words.iter().map(|w| Term::from_field_text(field, w));
            if words.is_empty() {
                return Box::new(EmptyQuery);
            }
            let mut phrase = PhraseQuery::new(terms.collect());
            phrase.set_slop(within);
            Box::new(phrase)
        }
    }
}
