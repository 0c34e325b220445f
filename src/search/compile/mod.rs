//! From the tree of a query to a query of tantivy, and to what is then looked for in
//! the words of each candidate. tantivy's own parser is never used.
//!
//! | file | what it holds |
//! |---|---|
//! | this | the tree, node by node, at one degree of strictness |
//! | `terms` | a word → the printed words that stand for it |
//! | `filters` | a filter and its value → what it lets through |

pub(crate) mod filters;
mod terms;

use std::ops::Range;

use tantivy::query::EmptyQuery;

use crate::model::{Note, Scope};
use crate::search::bookmarks::docs::Ledger;
use crate::search::compile::terms::Asking;
use crate::search::engine::block_join::briefing_block::children_of;
use crate::search::engine::block_join::to_passages::to_passages;
use crate::search::engine::boolean::{BoxQuery, bool_query, phrase_query, term, union, unscored};
use crate::search::index::snapshot::Snapshot;
use crate::search::query::matcher::Wants;
use crate::search::query::parser::{Node, Parsed, Part, What};
use crate::search::schema::{ARTICLE, STATEMENT};

/// Words that tell something, from which on those that tell little are not asked for.
const ENOUGH: usize = 2;

/// Whether a value is still being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    /// It is.
    Now,
    /// It is complete.
    Done,
}

/// How strictly a question is taken, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strictness {
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
    pub fn loosens_phrases(self) -> bool {
        self >= Strictness::LoosePhrases
    }
}

/// A question as the engine is asked.
pub(crate) struct Asked {
    /// The query; none where nothing is left to ask.
    pub query: Option<BoxQuery>,
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
pub(crate) fn ask(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    scope: &Scope,
    strictness: Strictness,
) -> tantivy::Result<Asked> {
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
    let mut must: Vec<BoxQuery> = Vec::new();
    let mut not: Vec<BoxQuery> = Vec::new();
    let mut words: Vec<Asking> = Vec::new();
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
            let large = *scope == Scope::Library && snapshot.is_large();
            must.push(any_of(words, large));
        } else {
            must.extend(words.into_iter().map(Asking::query));
        }
        bool_query(must, not)
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

/// Makes the query of what has one of these words. Where there is much to go through and some
/// of them tell little, the others choose: all that has "the" would take longest, and hardly
/// ever be the best.
fn any_of(mut words: Vec<Asking>, large: bool) -> BoxQuery {
    if large && words.iter().filter(|word| word.tells).count() >= ENOUGH {
        words.retain(|word| word.tells);
    }
    // One flat list: of that the engine finds the best without looking at all.
    union(words.into_iter().flat_map(|word| word.forms))
}

/// Tells whether a part is words that may be missing one by one.
fn is_words(what: &What, strictness: Strictness) -> bool {
    match what {
        What::Word(_) | What::Beginning(_) => true,
        What::Phrase { .. } => strictness.loosens_phrases(),
        What::Filter { .. } => false,
    }
}

fn scope_query(snapshot: &Snapshot, scope: &Scope) -> Option<BoxQuery> {
    let fields = &snapshot.fields;
    Some(unscored(match scope {
        Scope::Library => return None,
        Scope::Briefing(briefing) => children_of(term(fields.briefing, briefing), fields),
        Scope::Article(briefing, article) => {
            to_passages(term(fields.article, &format!("{briefing}/{article}")))
        }
    }))
}

/// Makes queries of the nodes of a tree, and notes what is looked for.
pub(crate) struct Compiler<'a> {
    pub snapshot: &'a Snapshot,
    pub ledger: &'a Ledger,
    pub strictness: Strictness,
    pub docs: f32,
    pub wants: Wants,
    notes: Vec<Note>,
    last: Option<Range<usize>>,
    pub phrases: bool,
}

impl Compiler<'_> {
    pub fn note(&mut self, range: &Range<usize>, message: String) {
        self.notes.push(Note {
            range: range.clone(),
            message,
        });
    }

    /// Tells whether a part is passed over because it is being typed; remembers that it could be.
    pub fn passes_over(&mut self, part: &Part) -> bool {
        if part.typing {
            self.last = Some(part.range.clone());
        }
        part.typing && self.strictness == Strictness::WithoutLast
    }

    fn include(&mut self, node: &Node) -> tantivy::Result<Option<BoxQuery>> {
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
                Ok((!must.is_empty()).then(|| bool_query(must, not)))
            }
            Node::Any(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.include(node)?);
                }
                Ok((!any.is_empty()).then(|| union(any)))
            }
            Node::Not(inner) => Ok(self
                .exclude(inner)?
                .map(|not| bool_query(vec![self.anything()], vec![not]))),
            Node::Part(part) => match &part.what {
                What::Filter { field, value } => {
                    if self.passes_over(part) {
                        return Ok(None);
                    }
                    let query = self.filter(part, *field, value)?;
                    Ok(query.map(unscored))
                }
                What::Phrase { words, within } if !self.strictness.loosens_phrases() => {
                    self.phrase(part, words, *within)
                }
                _ => {
                    let words = self.words(part)?.into_iter().map(Asking::query);
                    let words: Vec<BoxQuery> = words.collect();
                    Ok((!words.is_empty()).then(|| bool_query(words, Vec::new())))
                }
            },
        }
    }

    fn anything(&self) -> BoxQuery {
        unscored(to_passages(union(
            [STATEMENT, ARTICLE].map(|class| term(self.snapshot.fields.class, class)),
        )))
    }

    /// Makes the query of what is not wanted. It is taken as it stands, also
    /// while it is typed: a beginning would take away too much.
    fn exclude(&mut self, node: &Node) -> tantivy::Result<Option<BoxQuery>> {
        match node {
            Node::All(nodes) => {
                let mut must = Vec::new();
                for node in nodes {
                    must.extend(self.exclude(node)?);
                }
                Ok((!must.is_empty()).then(|| bool_query(must, Vec::new())))
            }
            Node::Any(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.exclude(node)?);
                }
                Ok((!any.is_empty()).then(|| union(any)))
            }
            Node::Not(inner) => Ok(self
                .exclude(inner)?
                .map(|not| bool_query(vec![self.anything()], vec![not]))),
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
                                union(forms.iter().map(|form| form.query(self.snapshot)))
                            }))
                        }
                        words => Ok(Some(phrase_query(
                            self.snapshot.fields.words,
                            words,
                            within,
                        ))),
                    }
                }
                What::Beginning(word) => {
                    let slot = self.snapshot.fields.words;
                    let mut any = Vec::new();
                    for word in self.folded(word) {
                        let words = self.snapshot.beginning(slot, &word, 1024, u64::MAX)?;
                        any.extend(words.iter().map(|(w, _)| term(slot, w)));
                    }
                    Ok((!any.is_empty()).then(|| union(any)))
                }
            },
        }
    }
}
