//! A question to one article: the same language as for the library, answered from
//! the words of its text. It marks every word and phrase that is wanted, wherever
//! it stands, with `status:` only within the statements that it chooses. The other filters
//! choose among results and have nothing to choose from here.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    AnswerStatus, ArticleHits, ArticleIx, ArticleQuery, Briefing, DiagnosticKind, Needle,
    QueryDiagnostic, QueryField, ReplyGraph,
};
use crate::search::query::ast::{Leaf, LeafKind, QueryNode};
use crate::search::query::matcher::{Phrase, QueryTerm, QueryTerms};
use crate::search::query::parser;
use crate::search::query::walk::{QueryVisitor, walk_all};
use crate::text::find::{self, Pattern};
use crate::text::suggest::edit_distance;
use crate::text::words::{AnalyzedWord, Analyzer};

/// Letters of a word from which on it may be misspelt, and from which on twice.
const FUZZY_LENGTHS: (usize, usize) = (4, 8);

/// An article, ready to be asked.
pub struct ArticleSearch {
    briefing: Arc<Briefing>,
    article: ArticleIx,
    analyser: Analyzer,
    words: Vec<AnalyzedWord>,
}

impl ArticleSearch {
    /// Reads the words of an article.
    #[must_use]
    pub fn new(briefing: &Arc<Briefing>, article: ArticleIx) -> ArticleSearch {
        let read = briefing.article(article);
        let analyser = Analyzer::new(&read.language);
        ArticleSearch {
            briefing: Arc::clone(briefing),
            article,
            words: analyser.words(&read.text.text),
            analyser,
        }
    }

    /// Returns `true` if it is of this article.
    #[must_use]
    pub fn is_for(&self, briefing: &Arc<Briefing>, article: ArticleIx) -> bool {
        Arc::ptr_eq(&self.briefing, briefing) && self.article == article
    }

    /// Marks what is sought.
    #[must_use]
    pub fn search(&self, sought: &ArticleQuery) -> ArticleHits {
        match sought {
            ArticleQuery::Query(question) => self.answer(question),
            ArticleQuery::Needles(needles) => {
                let patterns = needles.iter().flat_map(|needle| self.patterns(needle));
                ArticleHits {
                    ranges: find::find_matches(&self.words, &patterns.collect::<Vec<_>>()),
                    ..ArticleHits::default()
                }
            }
        }
    }

    /// Returns where the statements of these statuses stand, in order.
    fn spans_of(&self, statuses: &[AnswerStatus]) -> Vec<Range<usize>> {
        let replies = ReplyGraph::new(&self.briefing);
        let spans = self.briefing.spans_in(self.article).into_iter();
        spans
            .filter(|(_, ix)| statuses.contains(&replies.status(*ix)))
            .map(|(range, _)| range)
            .collect()
    }

    /// Returns the patterns of a needle in the language of the article.
    fn patterns(&self, needle: &Needle) -> Vec<Pattern> {
        match needle {
            Needle::Word(word) => find::word_patterns(word, false, &self.analyser),
            Needle::Prefix(word) => find::word_patterns(word, true, &self.analyser),
            Needle::Phrase(words) => vec![Pattern::Phrase(words.clone())],
        }
    }

    fn answer(&self, question: &str) -> ArticleHits {
        let parsed = parser::parse(question);
        let mut evaluator = ArticleEvaluator {
            page: self,
            patterns: Vec::new(),
            near: Vec::new(),
            notes: parsed.notes,
            missing: Vec::new(),
            statuses: None,
            has_words: false,
        };
        let Ok(_) = walk_all(&mut evaluator, &parsed.nodes, false);
        let mut ranges = find::find_matches(&self.words, &evaluator.patterns);
        ranges.append(&mut evaluator.near);
        if let Some(statuses) = &evaluator.statuses {
            let spans = self.spans_of(statuses);
            if evaluator.has_words {
                ranges.retain(|r| spans.iter().any(|s| s.start <= r.start && r.end <= s.end));
            } else {
                ranges = spans;
            }
        }
        ranges.sort_unstable_by_key(|r| (r.start, r.end));
        ranges.dedup_by(|next, last| {
            let over = next.start < last.end;
            if over {
                last.end = last.end.max(next.end);
            }
            over
        });
        let mut notes = evaluator.notes;
        if !ranges.is_empty() {
            // Where nothing is found at all that is said once, of the whole.
            notes.append(&mut evaluator.missing);
        }
        notes.sort_by_key(|note| (note.range.start, note.range.end));
        ArticleHits {
            ranges,
            diagnostics: notes,
            unfinished: parsed.unfinished,
        }
    }
}

/// One question.
struct ArticleEvaluator<'p> {
    page: &'p ArticleSearch,
    patterns: Vec<Pattern>,
    /// Where words stand near each other.
    near: Vec<Range<usize>>,
    notes: Vec<QueryDiagnostic>,
    /// Words that the article does not have.
    missing: Vec<QueryDiagnostic>,
    /// What `status:` chooses; what does not stand in such a statement is not marked.
    statuses: Option<Vec<AnswerStatus>>,
    /// Whether words or phrases are asked for, too.
    has_words: bool,
}

impl QueryVisitor for ArticleEvaluator<'_> {
    type Output = ();
    type Error = Infallible;

    fn leaf(&mut self, leaf: &Leaf, _negated: bool) -> Result<Option<()>, Infallible> {
        self.mark(leaf);
        Ok(None)
    }

    fn all(&mut self, _wanted: Vec<()>, _unwanted: Vec<()>) {}

    fn any(&mut self, _alternatives: Vec<()>) {}

    fn enters_negation(&mut self, inner: &QueryNode) -> bool {
        if let Some(range) = node_range(inner) {
            self.note(range, DiagnosticKind::NegationInArticle, "");
        }
        false
    }
}

impl ArticleEvaluator<'_> {
    fn note(&mut self, range: Range<usize>, kind: DiagnosticKind, subject: &str) {
        self.notes.push(QueryDiagnostic::new(range, kind, subject));
    }

    fn mark(&mut self, leaf: &Leaf) {
        self.has_words |= !matches!(leaf.kind, LeafKind::Filter { .. });
        match &leaf.kind {
            // It is empty, and said to be open.
            LeafKind::Filter { value, .. } if value.is_empty() => {}
            LeafKind::Filter {
                field: QueryField::Status,
                value,
            } => {
                let statuses = AnswerStatus::parse(value.trim());
                if statuses.is_empty() {
                    let names = AnswerStatus::ALL.map(AnswerStatus::name).join(", ");
                    let kind = DiagnosticKind::UnknownChoice(QueryField::Status, names);
                    self.note(leaf.range.clone(), kind, value);
                } else {
                    self.statuses.get_or_insert_default().extend(statuses);
                }
            }
            LeafKind::Filter { field, .. } => {
                self.note(
                    leaf.range.clone(),
                    DiagnosticKind::FilterInArticle(*field),
                    "",
                );
            }
            LeafKind::Phrase { words, slop } if *slop > 0 => {
                let found = self.near(words, *slop);
                self.near.extend(found);
            }
            LeafKind::Phrase { words, .. } => {
                self.patterns
                    .extend(find::phrase_pattern(words, &self.page.analyser));
            }
            LeafKind::Word(word) => self.word(leaf, word, leaf.typing),
            LeafKind::Prefix(word) => self.word(leaf, word, true),
        }
    }

    /// Looks for a word, or for the one that is spelt most like it.
    fn word(&mut self, leaf: &Leaf, word: &str, is_prefix: bool) {
        let patterns = find::word_patterns(word, is_prefix, &self.page.analyser);
        if patterns.is_empty() || !find::find_matches(&self.page.words, &patterns).is_empty() {
            self.patterns.extend(patterns);
            return;
        }
        let near = self.nearest(word, leaf.typing);
        match near {
            Some(near) => {
                let kind = DiagnosticKind::NotInArticle(Some(near.clone()));
                self.note(leaf.range.clone(), kind, word);
                self.patterns
                    .extend(find::word_patterns(&near, false, &self.page.analyser));
            }
            None => {
                let (range, kind) = (leaf.range.clone(), DiagnosticKind::NotInArticle(None));
                self.missing.push(QueryDiagnostic::new(range, kind, word));
            }
        }
    }

    /// Returns the word of the article that is spelt most like this one, of several
    /// the first; where it is being typed, the one that begins most like it.
    fn nearest(&self, word: &str, typing: bool) -> Option<String> {
        let [word] = self.page.analyser.words(word).try_into().ok()?;
        let letters = word.folded.chars().count();
        // Another number is not the same number spelt badly.
        if letters < FUZZY_LENGTHS.0 || word.folded.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let most = if letters < FUZZY_LENGTHS.1 { 1 } else { 2 };
        let likeness = |other: &AnalyzedWord| {
            let end = other.folded.char_indices().nth(letters);
            let begun = match end.filter(|_| typing) {
                Some((end, _)) => &other.folded[..end],
                None => &other.folded,
            };
            edit_distance(&word.folded, begun)
        };
        let all = self.page.words.iter().map(|w| (likeness(w), w));
        let (distance, near) = all.min_by_key(|(distance, _)| *distance)?;
        (distance <= most).then(|| near.folded.clone())
    }

    /// Returns where words stand that are at most so many others apart.
    fn near(&self, typed: &str, slop: u32) -> Vec<Range<usize>> {
        let words = self.page.analyser.words(typed).into_iter();
        let words: Vec<QueryTerm> = words
            .map(|word| QueryTerm {
                folded: word.folded,
                ..QueryTerm::default()
            })
            .collect();
        let phrase = Phrase {
            words: 0..words.len(),
            slop: slop as usize,
        };
        let wants = QueryTerms {
            words,
            phrases: vec![phrase],
        };
        let found = wants.matches(&self.page.words);
        found
            .iter()
            .map(|m| self.page.words[m.at].range.clone())
            .collect()
    }
}

/// Returns the bytes of the question that a node takes.
fn node_range(node: &QueryNode) -> Option<Range<usize>> {
    match node {
        QueryNode::Leaf(leaf) => Some(leaf.range.clone()),
        QueryNode::Not(inner) => node_range(inner),
        QueryNode::All(nodes) | QueryNode::Any(nodes) => {
            let mut ranges = nodes.iter().filter_map(node_range);
            let first = ranges.next()?;
            Some(ranges.fold(first, |a, b| a.start.min(b.start)..a.end.max(b.end)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle;
    use crate::model::BundleSource;

    fn page() -> ArticleSearch {
        let loaded = bundle::load(&BundleSource::BuiltIn("kaspersky-lab".to_owned()));
        let briefing = Arc::new(loaded.briefing.unwrap());
        let article = briefing.article_by_id("dcnf-2017").unwrap();
        ArticleSearch::new(&briefing, article)
    }

    fn compiled(question: &str) -> (Vec<String>, Vec<String>) {
        let page = page();
        let text = &page.briefing.article(page.article).text.text;
        let hits = page.search(&ArticleQuery::Query(question.to_owned()));
        let marked = hits.ranges.iter().map(|r| text[r.clone()].to_lowercase());
        let notes = hits.diagnostics.iter().chain(&hits.unfinished);
        (
            marked.collect(),
            notes
                .map(|n| format!("{}: {}", &question[n.range.clone()], n.message()))
                .collect(),
        )
    }

    #[test]
    fn every_form_of_the_language_marks_what_it_wants() {
        for (question, marked) in [
            ("pawn", vec!["pawn"]),
            ("geopol", vec!["geopolitical", "geopolitical"]),
            ("geopol*", vec!["geopolitical", "geopolitical"]),
            ("geopol ", vec![]),
            ("\"geopolitical game\"", vec!["geopolitical game"]),
            ("\"pawn game\"~5", vec!["pawn", "game"]),
            ("\"pawn game\"~1", vec![]),
            ("(pawn OR zebra) ", vec!["pawn"]),
        ] {
            assert_eq!(compiled(question).0, marked, "{question}");
        }
    }

    #[test]
    fn what_an_article_cannot_do_is_said_where_it_stands() {
        let (marked, notes) = compiled("pawn who:shaheen -fight foo:x \"geopol");
        assert_eq!(marked, ["pawn"]);
        let said = [
            "who:shaheen: who: chooses among results and is left out in an article; Tab looks further.",
            "-fight: What is not wanted has nothing to mark in an article.",
            "foo:: There is no filter \"foo\". What follows is looked for as words.",
            "x: This article has no \"x\"; it is left out.",
            "\": The quotation is still open; a quotation mark closes it.",
        ];
        assert_eq!(notes, said);
    }

    #[test]
    fn a_misspelt_word_marks_the_nearest_and_says_so() {
        let (marked, notes) = compiled("pwan geopolitcal ");
        assert_eq!(marked, ["geopolitical", "pawn", "geopolitical"]);
        assert_eq!(
            notes,
            [
                "pwan: This article has no \"pwan\"; did you mean \"pawn\"?",
                "geopolitcal: This article has no \"geopolitcal\"; did you mean \"geopolitical\"?",
            ]
        );
        assert_eq!(compiled("xyzzy"), (vec![], vec![]));
    }
}
