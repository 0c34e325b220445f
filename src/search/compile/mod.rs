//! From the tree of a query to a query of tantivy, and to what is then looked for in
//! the words of each candidate. tantivy's own parser is never used.
//!
//! | file | what it holds |
//! |---|---|
//! | this | the tree, node by node, at one degree of strictness |
//! | `terms` | a word → the printed words that stand for it |
//! | `filters` | a filter and its value → what it lets through |

mod filters;
mod terms;

use std::ops::Range;

use tantivy::TantivyError;
use tantivy::query::EmptyQuery;

use crate::model::{DiagnosticKind, QueryDiagnostic, SearchScope};
use crate::search::bookmarks::docs::BookmarkDocs;
use crate::search::engine::block_join::briefing_block::children_of;
use crate::search::engine::block_join::to_passages::to_passages;
use crate::search::engine::boolean::{BoxQuery, bool_query, phrase_query, term, union, unscored};
use crate::search::index::snapshot::Snapshot;
use crate::search::query::ast::{Leaf, LeafKind, ParsedQuery, QueryNode};
use crate::search::query::matcher::QueryTerms;
use crate::search::query::walk::{QueryVisitor, walk};
use crate::search::schema::{ARTICLE, STATEMENT};
use crate::text::script::is_unspaced_character;

/// Selective words of a query from which on common ones are not asked for, where any word is
/// enough. `benches/search` measures what it decides; its origin is not recorded.
const MIN_RARE_TERMS: usize = 2;

/// How strictly a question is taken, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strictness {
    /// As it stands.
    AsTyped,
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

/// A word of the question as the engine is asked for it.
pub(crate) struct TermGroup {
    /// The words that stand for it, at least one.
    pub variants: Vec<BoxQuery>,
    /// Whether it tells enough to choose by it: it is neither common nor just begun.
    pub is_selective: bool,
}

impl TermGroup {
    /// Returns the query for one of its forms.
    pub fn into_query(self) -> BoxQuery {
        union(self.variants)
    }
}

/// A question as tantivy is asked.
pub(crate) struct CompiledQuery {
    /// The query; `None` if nothing is left to ask.
    pub query: Option<BoxQuery>,
    /// What is looked for in the words of a candidate.
    pub terms: QueryTerms,
    /// Parts left out or guessed at.
    pub notes: Vec<QueryDiagnostic>,
    /// The part being typed, where there is one that could be left out.
    pub last: Option<Range<usize>>,
    /// Number of words of which some may be missing.
    pub words: usize,
    /// Whether there is a phrase.
    pub phrases: bool,
}

/// Returns the query of a question.
pub(crate) fn compile(
    snapshot: &Snapshot,
    bookmarks: &BookmarkDocs,
    parsed: &ParsedQuery,
    scope: &SearchScope,
    strictness: Strictness,
) -> tantivy::Result<CompiledQuery> {
    let mut compiler = QueryCompiler {
        snapshot,
        bookmarks,
        strictness,
        docs: snapshot.searcher.num_docs() as f32,
        terms: QueryTerms::default(),
        notes: Vec::new(),
        last: None,
        phrases: false,
        alternatives: 0,
    };
    let mut must: Vec<BoxQuery> = Vec::new();
    let mut not: Vec<BoxQuery> = Vec::new();
    let mut words: Vec<TermGroup> = Vec::new();
    let mut nodes = parsed.nodes.iter().peekable();
    while let Some(node) = nodes.next() {
        if let Some(joined) = compiler.joined_leaf(node, nodes.peek().copied())? {
            nodes.next();
            words.extend(compiler.words(&joined)?);
            continue;
        }
        match node {
            QueryNode::Leaf(leaf) if is_words(&leaf.kind, strictness) => {
                words.extend(compiler.words(leaf)?);
            }
            QueryNode::Not(inner) => not.extend(walk(&mut compiler, inner, true)?),
            node => must.extend(walk(&mut compiler, node, false)?),
        }
    }
    let count = words.len();
    let has_parts = !(must.is_empty() && words.is_empty() && not.is_empty());
    let query = has_parts.then(|| {
        if must.is_empty() && words.is_empty() {
            must.push(compiler.match_all());
        }
        must.extend(scope_query(snapshot, scope));
        if strictness == Strictness::AnyWord && !words.is_empty() {
            let large = *scope == SearchScope::Library && snapshot.is_large();
            must.push(any_term(words, large));
        } else {
            must.extend(words.into_iter().map(TermGroup::into_query));
        }
        bool_query(must, not)
    });
    Ok(CompiledQuery {
        query,
        terms: compiler.terms,
        notes: compiler.notes,
        last: compiler.last,
        words: count,
        phrases: compiler.phrases,
    })
}

/// Returns the query of what has one of these words. Where there is much to go through and some
/// of them tell little, the others choose: all that has "the" would take longest, and hardly
/// ever be the best.
fn any_term(mut words: Vec<TermGroup>, large: bool) -> BoxQuery {
    if large && words.iter().filter(|word| word.is_selective).count() >= MIN_RARE_TERMS {
        words.retain(|word| word.is_selective);
    }
    // One flat list: of that tantivy finds the best without looking at all.
    union(words.into_iter().flat_map(|word| word.variants))
}

/// Returns `true` if a part is words that may be missing one by one.
fn is_words(what: &LeafKind, strictness: Strictness) -> bool {
    match what {
        LeafKind::Word(_) | LeafKind::Prefix(_) => true,
        LeafKind::Phrase { .. } => strictness.loosens_phrases(),
        LeafKind::Filter { .. } => false,
    }
}

fn scope_query(snapshot: &Snapshot, scope: &SearchScope) -> Option<BoxQuery> {
    let fields = &snapshot.fields;
    Some(unscored(match scope {
        SearchScope::Library => return None,
        SearchScope::Briefing(briefing) => children_of(term(fields.briefing, briefing), fields),
        SearchScope::Article(briefing, article) => {
            to_passages(term(fields.article, &format!("{briefing}/{article}")))
        }
    }))
}

/// Makes queries of the nodes of a tree, and notes what is looked for.
pub(crate) struct QueryCompiler<'a> {
    pub snapshot: &'a Snapshot,
    pub bookmarks: &'a BookmarkDocs,
    pub strictness: Strictness,
    pub docs: f32,
    pub terms: QueryTerms,
    notes: Vec<QueryDiagnostic>,
    last: Option<Range<usize>>,
    pub phrases: bool,
    /// How many nodes of which one is enough it is inside of.
    pub alternatives: usize,
}

impl QueryCompiler<'_> {
    pub fn note(&mut self, leaf: &Leaf, kind: DiagnosticKind, subject: &str) {
        let range = leaf.range.clone();
        self.notes.push(QueryDiagnostic::new(range, kind, subject));
    }

    /// Returns `true` if a part is passed over because it is being typed; remembers that it could be.
    pub fn skips(&mut self, leaf: &Leaf) -> bool {
        if leaf.typing {
            self.last = Some(leaf.range.clone());
        }
        leaf.typing && self.strictness == Strictness::WithoutLast
    }

    /// Returns two neighbouring words as one, if the library does not have both and spells
    /// them so: `cyber security` where it has only `cybersecurity`.
    fn joined_leaf(
        &mut self,
        node: &QueryNode,
        next: Option<&QueryNode>,
    ) -> tantivy::Result<Option<Leaf>> {
        let (QueryNode::Leaf(first), Some(QueryNode::Leaf(second))) = (node, next) else {
            return Ok(None);
        };
        let (LeafKind::Word(one), LeafKind::Word(other)) = (&first.kind, &second.kind) else {
            return Ok(None);
        };
        let typed = format!("{one} {other}");
        let (one, other) = (self.fold_words(one), self.fold_words(other));
        let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
            return Ok(None);
        };
        let known = !self.variants(&self.stems(one))?.is_empty()
            && !self.variants(&self.stems(other))?.is_empty();
        let joined = if known {
            None
        } else {
            self.joined(one, other)?
        };
        let Some(joined) = joined else {
            return Ok(None);
        };
        let leaf = Leaf {
            range: first.range.start..second.range.end,
            kind: LeafKind::Word(joined.clone()),
            typing: second.typing,
        };
        self.note(&leaf, DiagnosticKind::UnknownWord(Some(joined)), &typed);
        Ok(Some(leaf))
    }

    /// Returns the query of a leaf that is wanted.
    fn wanted(&mut self, leaf: &Leaf) -> tantivy::Result<Option<BoxQuery>> {
        match &leaf.kind {
            LeafKind::Filter { field, value } => {
                if self.skips(leaf) {
                    return Ok(None);
                }
                let query = self.filter(leaf, *field, value)?;
                Ok(query.map(unscored))
            }
            LeafKind::Phrase { words, slop } if !self.strictness.loosens_phrases() => {
                self.phrase(leaf, words, *slop)
            }
            _ => {
                let words = self.words(leaf)?.into_iter().map(TermGroup::into_query);
                let words: Vec<BoxQuery> = words.collect();
                Ok((!words.is_empty()).then(|| bool_query(words, Vec::new())))
            }
        }
    }

    fn match_all(&self) -> BoxQuery {
        unscored(to_passages(union(
            [STATEMENT, ARTICLE].map(|class| term(self.snapshot.fields.class, class)),
        )))
    }

    /// Returns the query of a leaf that is not wanted. It is taken as it stands, also
    /// while it is typed: a prefix would take away too much.
    fn unwanted(&mut self, leaf: &Leaf) -> tantivy::Result<Option<BoxQuery>> {
        match &leaf.kind {
            LeafKind::Filter { field, value } => self.filter(leaf, *field, value),
            LeafKind::Word(word) | LeafKind::Phrase { words: word, .. } => {
                let within = match leaf.kind {
                    LeafKind::Phrase { slop, .. } => slop,
                    _ => 0,
                };
                let words = self.fold_words(word);
                match words.as_slice() {
                    [] => Ok(None),
                    [only] if matches!(leaf.kind, LeafKind::Word(_)) => {
                        let forms = if is_unspaced_character(only) {
                            self.character_variants(only)?
                        } else {
                            self.variants(&self.stems(only))?
                        };
                        Ok(Some(if forms.is_empty() {
                            Box::new(EmptyQuery)
                        } else {
                            union(forms.iter().map(|form| form.to_query(self.snapshot)))
                        }))
                    }
                    words => Ok(Some(phrase_query(
                        self.snapshot.fields.words,
                        words,
                        within,
                    ))),
                }
            }
            LeafKind::Prefix(word) => {
                let namespace = self.snapshot.fields.words;
                let mut any = Vec::new();
                for word in self.fold_words(word) {
                    let words = self
                        .snapshot
                        .prefix_terms(namespace, &word, 1024, u64::MAX)?;
                    any.extend(words.iter().map(|(w, _)| term(namespace, w)));
                }
                Ok((!any.is_empty()).then(|| union(any)))
            }
        }
    }
}

impl QueryVisitor for QueryCompiler<'_> {
    type Output = BoxQuery;
    type Error = TantivyError;

    fn leaf(&mut self, leaf: &Leaf, negated: bool) -> tantivy::Result<Option<BoxQuery>> {
        if negated {
            self.unwanted(leaf)
        } else {
            self.wanted(leaf)
        }
    }

    fn all(&mut self, mut wanted: Vec<BoxQuery>, unwanted: Vec<BoxQuery>) -> BoxQuery {
        if wanted.is_empty() {
            wanted.push(self.match_all());
        }
        bool_query(wanted, unwanted)
    }

    fn any(&mut self, alternatives: Vec<BoxQuery>) -> BoxQuery {
        union(alternatives)
    }

    fn on_alternatives(&mut self, entered: bool) {
        if entered {
            self.alternatives += 1;
        } else {
            self.alternatives -= 1;
        }
    }
}
