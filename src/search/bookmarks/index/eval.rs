//! One question to the index: the tree of what was typed to the set of slots that
//! have it.

use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Bound;
use std::sync::Arc;

use super::bitset::BitSet;
use super::{BookmarkIndex, DEFAULT_LANGUAGE, GAP, StatusOf};
use crate::model::{
    AnswerStatus, Bookmark, BookmarkHits, Bookmarks, Date, DiagnosticKind, Needle, QueryDiagnostic,
    QueryField,
};
use crate::search::query::ast::{Leaf, LeafKind};
use crate::search::query::dates;
use crate::search::query::parser;
use crate::search::query::value_match::{highlight_letter, is_highlight, word_starts_with};
use crate::search::query::walk::{QueryVisitor, walk_all};
use crate::text::fold::fold;
use crate::text::script::is_unspaced_character;
use crate::text::words::Analyzer;

/// One question.
pub(super) struct Evaluator<'b> {
    pub index: &'b BookmarkIndex,
    pub notes: Vec<QueryDiagnostic>,
    pub needles: Vec<Needle>,
    pub status_of: Option<&'b StatusOf<'b>>,
}

impl QueryVisitor for Evaluator<'_> {
    type Output = BitSet;
    type Error = Infallible;

    fn leaf(&mut self, leaf: &Leaf, negated: bool) -> Result<Option<BitSet>, Infallible> {
        let marked = self.needles.len();
        let set = match &leaf.kind {
            LeafKind::Filter { field, value } => self.filter(leaf, *field, value.trim()),
            LeafKind::Phrase { words, slop } => self.phrase(words, *slop as usize),
            LeafKind::Word(word) => self.words(word, leaf.typing),
            LeafKind::Prefix(word) => self.words(word, true),
        };
        if negated {
            // What is not wanted is not marked.
            self.needles.truncate(marked);
        }
        Ok(set)
    }

    fn all(&mut self, wanted: Vec<BitSet>, unwanted: Vec<BitSet>) -> BitSet {
        let wanted = wanted.into_iter().reduce(|a, b| a.join(&b, |a, b| a & b));
        let wanted = wanted.unwrap_or_else(|| self.everything());
        let without = |all: BitSet, set: BitSet| all.join(&set, |a, b| a & !b);
        unwanted.into_iter().fold(wanted, without)
    }

    fn any(&mut self, alternatives: Vec<BitSet>) -> BitSet {
        let none = self.none();
        let union = |all: BitSet, set: BitSet| all.join(&set, |a, b| a | b);
        alternatives.into_iter().fold(none, union)
    }
}

impl BookmarkIndex {
    /// Answers a question to these bookmarks; what it finds comes in their order.
    /// A part that is not understood, or asks for what bookmarks do not hold, is
    /// left out with a note.
    pub fn search(&mut self, bookmarks: &Bookmarks, question: &str) -> BookmarkHits {
        self.search_with(bookmarks, question, None)
    }

    /// As [`BookmarkIndex::search`]; `status_of` answers `status:`, which bookmarks do not
    /// hold, as it changes with their briefing.
    pub fn search_with(
        &mut self,
        bookmarks: &Bookmarks,
        question: &str,
        status_of: Option<&StatusOf>,
    ) -> BookmarkHits {
        self.update(bookmarks);
        let parsed = parser::parse(question);
        let mut evaluator = Evaluator {
            index: self,
            notes: parsed.notes,
            needles: Vec::new(),
            status_of,
        };
        let Ok(found) = walk_all(&mut evaluator, &parsed.nodes, false);
        let (mut notes, needles) = (evaluator.notes, evaluator.needles);
        notes.sort_by_key(|note| (note.range.start, note.range.end));
        let held = |slot: u32| found.as_ref().is_none_or(|set| set.has(slot));
        let all = self.list.iter().zip(&self.order);
        BookmarkHits {
            bookmarks: Arc::new(
                all.filter(|(_, slot)| held(**slot))
                    .map(|(bookmark, _)| Arc::clone(bookmark))
                    .collect(),
            ),
            diagnostics: notes,
            needles,
        }
    }
}

impl Evaluator<'_> {
    fn none(&self) -> BitSet {
        BitSet::empty(self.index.slots.len())
    }

    fn everything(&self) -> BitSet {
        self.none().with(&self.index.order)
    }

    fn note(&mut self, leaf: &Leaf, kind: DiagnosticKind, subject: &str) {
        let range = leaf.range.clone();
        self.notes.push(QueryDiagnostic::new(range, kind, subject));
    }

    fn folded(&self, text: &str) -> Vec<String> {
        let usual = Analyzer::new(DEFAULT_LANGUAGE);
        let analyser = self.index.analysers.first().map_or(&usual, |a| &**a);
        let words = analyser.words_stemmed_if(text, |_| false).into_iter();
        words.map(|word| word.folded).collect()
    }

    /// What has all the words of a token, in any form.
    fn words(&mut self, token: &str, open: bool) -> Option<BitSet> {
        let words = self.folded(token);
        let last = words.len().checked_sub(1)?;
        let mut whole: Option<BitSet> = None;
        for (i, word) in words.iter().enumerate() {
            let beginning = open && i == last;
            let needle = if beginning {
                Needle::Prefix
            } else {
                Needle::Word
            };
            self.needles.push(needle(word.clone()));
            let mut set = self.none();
            for analyser in &self.index.analysers {
                if let Some(stem) = self.index.stems.get(&*analyser.stem(word)) {
                    set = set.with(&self.index.stemmed[*stem as usize]);
                }
            }
            let others = if is_unspaced_character(word) {
                self.with_character(word)
            } else if beginning {
                self.beginning(word)
            } else {
                Vec::new()
            };
            for number in others {
                set = set.with(&self.index.holders[number as usize]);
            }
            whole = Some(match whole {
                Some(before) => before.join(&set, |a, b| a & b),
                None => set,
            });
        }
        whole
    }

    /// The numbers of the words, pairs of characters, that hold this one.
    fn with_character(&self, character: &str) -> Vec<u32> {
        let all = self.index.sorted.iter();
        all.filter(|(word, _)| word.contains(character))
            .map(|(_, number)| *number)
            .collect()
    }

    /// The numbers of the words that begin so.
    fn beginning(&self, letters: &str) -> Vec<u32> {
        let from = (Bound::Included(letters), Bound::Unbounded);
        let from = self.index.sorted.range::<str, _>(from);
        from.take_while(|(word, _)| word.starts_with(letters))
            .map(|(_, number)| *number)
            .collect()
    }

    fn phrase(&mut self, words: &str, slop: usize) -> Option<BitSet> {
        let words = self.folded(words);
        if words.is_empty() {
            return None;
        }
        self.needles.push(Needle::Phrase(words.clone()));
        let numbers: Option<Vec<u32>> = words
            .iter()
            .map(|word| self.index.words.get(word.as_str()).copied())
            .collect();
        let mut found = self.none();
        let Some(numbers) = numbers else {
            return Some(found);
        };
        let sets = numbers
            .iter()
            .map(|n| self.none().with(&self.index.holders[*n as usize]));
        let held = sets.reduce(|a, b| a.join(&b, |a, b| a & b))?;
        for slot in &self.index.order {
            if held.has(*slot) && phrase_matches(self.index.words_of(*slot), &numbers, slop) {
                found.add(*slot);
            }
        }
        Some(found)
    }

    fn filter(&mut self, leaf: &Leaf, field: QueryField, value: &str) -> Option<BitSet> {
        if value.is_empty() {
            return None;
        }
        let sought = fold(value);
        let named = |name: &str| word_starts_with(&fold(name), &sought);
        let index = self.index;
        match field {
            QueryField::Side => Some(index.where_source(|p| p.side.as_deref().is_some_and(named))),
            QueryField::Who => {
                Some(index.where_source(|p| p.speaker.as_deref().is_some_and(named)))
            }
            QueryField::Outlet => Some(index.where_source(|p| named(&p.publisher))),
            QueryField::Topic => {
                Some(index.where_source(|p| p.topics.iter().any(|topic| named(topic))))
            }
            QueryField::Tag => {
                Some(index.where_name(&sought, |b, named| b.tags.iter().any(|tag| named(tag))))
            }
            QueryField::Briefing => Some(index.where_name(&sought, |b, named| {
                named(&b.place.briefing) || named(&b.provenance.briefing_title)
            })),
            QueryField::Kind if "passage".starts_with(&sought) => {
                Some(index.where_source(|p| p.statement.is_none()))
            }
            QueryField::Kind if "statement".starts_with(&sought) => {
                Some(index.where_source(|p| p.statement.is_some()))
            }
            QueryField::Kind => Some(index.where_source(|p| p.kind.as_deref().is_some_and(named))),
            QueryField::Has if "note".starts_with(&sought) => {
                Some(self.each(|b| !b.note.is_empty()))
            }
            QueryField::Has if "tag".starts_with(&sought) => {
                Some(self.each(|b| !b.tags.is_empty()))
            }
            QueryField::Has if is_highlight(&sought) => Some(self.each(|b| b.letter.is_some())),
            QueryField::Has => match highlight_letter(&sought) {
                Some(letter) => Some(self.each(|b| b.letter == Some(letter))),
                None => {
                    let choices = "note, tag, highlight, highlight-a to highlight-z".to_owned();
                    self.note(leaf, DiagnosticKind::UnknownChoice(field, choices), value);
                    None
                }
            },
            QueryField::Before | QueryField::After | QueryField::On => {
                self.dated(leaf, field, value)
            }
            QueryField::Status => self.status(leaf, &sought),
            QueryField::Org => {
                self.note(leaf, DiagnosticKind::NotKnownOfBookmarks(field), value);
                None
            }
        }
    }

    /// Those on a statement of a status, as the library knows it now. A bookmark on words
    /// that are nobody's statement has none.
    fn status(&mut self, leaf: &Leaf, sought: &str) -> Option<BitSet> {
        let Some(status_of) = self.status_of else {
            self.note(
                leaf,
                DiagnosticKind::NotKnownOfBookmarks(QueryField::Status),
                sought,
            );
            return None;
        };
        let wanted = AnswerStatus::parse(sought);
        if wanted.is_empty() {
            let names = AnswerStatus::ALL.map(AnswerStatus::name).join(", ");
            self.note(
                leaf,
                DiagnosticKind::UnknownChoice(QueryField::Status, names),
                sought,
            );
            return None;
        }
        // Many bookmarks may stand on one statement: each is asked for once.
        let mut known: HashMap<(&str, &str), bool> = HashMap::new();
        let mut set = self.none();
        for (bookmark, slot) in self.index.list.iter().zip(&self.index.order) {
            let briefing = bookmark.place.briefing.as_str();
            let Some(statement) = bookmark.provenance.statement.as_deref() else {
                continue;
            };
            let fits = *known.entry((briefing, statement)).or_insert_with(|| {
                status_of(briefing, statement).is_some_and(|status| wanted.contains(&status))
            });
            if fits {
                set.add(*slot);
            }
        }
        Some(set)
    }

    fn each(&self, fits: impl Fn(&Bookmark) -> bool) -> BitSet {
        let mut set = self.none();
        for (bookmark, slot) in self.index.list.iter().zip(&self.index.order) {
            if fits(bookmark) {
                set.add(*slot);
            }
        }
        set
    }

    fn dated(&mut self, leaf: &Leaf, field: QueryField, value: &str) -> Option<BitSet> {
        let Some((date, _)) = dates::read(value, leaf.completeness()) else {
            self.note(leaf, DiagnosticKind::NoDate(field), value);
            return None;
        };
        let wanted = dates::span(&date);
        Some(self.index.where_source(|source| {
            let text = source.said.as_deref().or(source.published.as_deref());
            text.and_then(|text| Date::parse(text).ok())
                .is_some_and(|date| {
                    let span = dates::span(&date);
                    match field {
                        QueryField::Before => span.start() < wanted.start(),
                        QueryField::After => span.end() > wanted.end(),
                        _ => span.start() <= wanted.end() && wanted.start() <= span.end(),
                    }
                })
        }))
    }
}

/// Returns `true` if words stand one behind the other, or all of them with at most
/// `within` others between.
fn phrase_matches(text: &[u32], numbers: &[u32], slop: usize) -> bool {
    let reach = numbers.len() + slop;
    if slop == 0 {
        return text.windows(reach).any(|window| window == numbers);
    }
    (0..text.len()).any(|at| {
        let window = &text[at..text.len().min(at + reach)];
        let window = window.split(|n| *n == GAP).next().unwrap_or_default();
        numbers.iter().all(|number| window.contains(number))
    })
}
