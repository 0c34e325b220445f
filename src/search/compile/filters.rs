//! Filters: their values to queries. A value that is not known is left out with
//! a note that names the nearest one.

use std::ops::Bound;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Query, RangeQuery};

use crate::model::{AnswerStatus, DiagnosticKind, QueryField};
use crate::search::compile::QueryCompiler;
use crate::search::engine::block_join::briefing_block::children_of;
use crate::search::engine::block_join::to_passages::to_passages;
use crate::search::engine::boolean::{BoxQuery, bool_query, phrase_query, term, union};
use crate::search::engine::doc_list_query::doc_list_query;
use crate::search::query::ast::{Completeness, Leaf};
use crate::search::query::dates;
use crate::search::query::value_match::{HAS_VALUES, highlight_letter, is_highlight};
use crate::search::schema::{ARTICLE, STATEMENT};
use crate::text::fold::fold;
use crate::text::suggest::edit_distance;

/// Maximum words that the last word of a name stands for: a library has few names.
const MAX_NAME_ENDINGS: usize = 24;

impl QueryCompiler<'_> {
    /// Returns the query of a filter; `None` if its value is not known.
    pub fn filter(
        &mut self,
        leaf: &Leaf,
        field: QueryField,
        value: &str,
    ) -> tantivy::Result<Option<BoxQuery>> {
        let typing = leaf.completeness();
        let value = value.trim();
        if value.is_empty() {
            return Ok(None);
        }
        match field {
            QueryField::Kind => {
                let fields = &self.snapshot.fields;
                let choices = [
                    ("direct", term(fields.kind, "direct")),
                    ("paraphrase", term(fields.kind, "paraphrase")),
                    ("statement", term(fields.class, STATEMENT)),
                    ("passage", to_passages(term(fields.class, ARTICLE))),
                ];
                Ok(self.enum_filter(leaf, field, value, choices))
            }
            QueryField::Status => {
                let status = self.snapshot.fields.status;
                let choices = AnswerStatus::ALL.map(|s| (s.name(), term(status, s.name())));
                Ok(self.enum_filter(leaf, field, value, choices))
            }
            QueryField::Before | QueryField::After | QueryField::On => Ok(self
                .date_filter(leaf, field, value, typing)
                .map(to_passages)),
            QueryField::Has | QueryField::Tag => self.bookmark_filter(leaf, field, value),
            QueryField::Outlet => Ok(self
                .name_filter(leaf, field, value, typing)?
                .map(to_passages)),
            QueryField::Briefing => {
                let briefings = self.name_filter(leaf, field, value, typing)?;
                Ok(briefings.map(|briefings| children_of(briefings, &self.snapshot.fields)))
            }
            QueryField::Side | QueryField::Who | QueryField::Org | QueryField::Topic => {
                self.name_filter(leaf, field, value, typing)
            }
        }
    }

    /// One of a few words, of which a beginning is enough.
    fn enum_filter<const N: usize>(
        &mut self,
        leaf: &Leaf,
        field: QueryField,
        value: &str,
        choices: [(&'static str, BoxQuery); N],
    ) -> Option<BoxQuery> {
        let value = value.to_lowercase();
        let names = choices.each_ref().map(|(name, _)| *name).join(", ");
        let (exact, rest): (Vec<_>, Vec<_>) =
            choices.into_iter().partition(|(name, _)| *name == value);
        let mut found: Vec<BoxQuery> = exact.into_iter().map(|(_, query)| query).collect();
        if found.is_empty() {
            found = rest
                .into_iter()
                .filter(|(name, _)| name.starts_with(&value))
                .map(|(_, query)| query)
                .collect();
        }
        if found.is_empty() {
            self.note(
                leaf,
                DiagnosticKind::UnknownChoice(field, names),
                value.as_str(),
            );
            return None;
        }
        Some(union(found))
    }

    /// What carries a bookmark with a note or a tag.
    fn bookmark_filter(
        &mut self,
        leaf: &Leaf,
        field: QueryField,
        value: &str,
    ) -> tantivy::Result<Option<BoxQuery>> {
        let sought = fold(value);
        let known = HAS_VALUES.iter().any(|word| word.starts_with(&sought))
            || is_highlight(&sought)
            || highlight_letter(&sought).is_some();
        if field == QueryField::Has && !known {
            let choices = format!("{}, highlight-a to highlight-z", HAS_VALUES.join(", "));
            self.note(leaf, DiagnosticKind::UnknownChoice(field, choices), value);
            return Ok(None);
        }
        let documents = self.bookmarks.docs_for_filter(field, value)?;
        if documents.is_none() {
            let whole = HAS_VALUES.iter().find(|word| word.starts_with(&sought));
            let (kind, subject) = match field {
                QueryField::Tag => (DiagnosticKind::UnknownTag, value),
                _ if "bookmark".starts_with(&sought) => (DiagnosticKind::NoBookmarks, ""),
                _ => (
                    DiagnosticKind::NoBookmarkHas,
                    whole.map_or(value, |word| *word),
                ),
            };
            self.note(leaf, kind, subject);
        }
        Ok(documents.map(doc_list_query))
    }

    fn date_filter(
        &mut self,
        leaf: &Leaf,
        field: QueryField,
        value: &str,
        typing: Completeness,
    ) -> Option<BoxQuery> {
        let Some((date, read)) = dates::read(value, typing) else {
            self.note(leaf, DiagnosticKind::NoDate(field), value);
            return None;
        };
        if read < value.len() {
            self.note(leaf, DiagnosticKind::ReadAs, &value[..read]);
        }
        let fields = &self.snapshot.fields;
        let span = dates::span(&date);
        let first = |bound| RangeQuery::new(Bound::Unbounded, bound);
        let starts = |n| Term::from_field_i64(fields.first, n);
        let ends = |n| Term::from_field_i64(fields.last, n);
        Some(match field {
            QueryField::Before => Box::new(first(Bound::Excluded(starts(*span.start())))),
            QueryField::After => Box::new(RangeQuery::new(
                Bound::Excluded(ends(*span.end())),
                Bound::Unbounded,
            )),
            _ => Box::new(BooleanQuery::intersection(vec![
                Box::new(first(Bound::Included(starts(*span.end())))),
                Box::new(RangeQuery::new(
                    Bound::Included(ends(*span.start())),
                    Bound::Unbounded,
                )),
            ])),
        })
    }

    /// A name: its words as they stand, else as beginnings, else anywhere in a name.
    fn name_filter(
        &mut self,
        leaf: &Leaf,
        field: QueryField,
        value: &str,
        typing: Completeness,
    ) -> tantivy::Result<Option<BoxQuery>> {
        let Some(index) = self.snapshot.fields.filter_words(field) else {
            return Ok(None);
        };
        let words = self.fold_words(value);
        let Some((last, before)) = words.split_last() else {
            return Ok(None);
        };
        if typing == Completeness::Complete {
            let whole = phrase_query(index, &words, 0);
            if self.has_hits(&*whole)? {
                return Ok(Some(whole));
            }
        }
        let endings = self
            .snapshot
            .prefix_terms(index, last, MAX_NAME_ENDINGS * 8, u64::MAX)?;
        if !endings.is_empty() {
            let query = union(endings.iter().map(|(ending, _)| {
                let mut words = before.to_vec();
                words.push(ending.clone());
                phrase_query(index, &words, 0)
            }));
            if before.is_empty() || self.has_hits(&*query)? {
                return Ok(Some(query));
            }
        }
        if words.len() > 1 {
            let all = bool_query(words.iter().map(|w| term(index, w)).collect(), Vec::new());
            if self.has_hits(&*all)? {
                return Ok(Some(all));
            }
        }
        let names = self.snapshot.names(field);
        let sought = fold(value);
        let inside: Vec<BoxQuery> = names
            .iter()
            .filter(|name| name.folded.contains(&sought))
            .take(MAX_NAME_ENDINGS)
            .map(|name| phrase_query(index, &self.fold_words(&name.shown), 0))
            .collect();
        if !inside.is_empty() {
            return Ok(Some(union(inside)));
        }
        let near = suggest(&sought, names.iter().map(|n| (&*n.folded, &*n.shown)));
        let advice = match near {
            Some(name) => format!("The nearest is {name}."),
            None if names.is_empty() || names.len() > 6 => String::new(),
            None => {
                let names: Vec<&str> = names.iter().map(|n| n.shown.as_str()).collect();
                format!("There are {}.", names.join(", "))
            }
        };
        let kind = DiagnosticKind::UnknownName(field_label(field), advice);
        self.note(leaf, kind, value);
        Ok(None)
    }

    pub fn has_hits(&self, query: &dyn Query) -> tantivy::Result<bool> {
        Ok(self.snapshot.searcher.search(query, &Count)? > 0)
    }
}

/// Returns what the values of a filter are.
fn field_label(field: QueryField) -> &'static str {
    match field {
        QueryField::Side => "side",
        QueryField::Who => "speaker",
        QueryField::Org => "organisation",
        QueryField::Outlet => "outlet",
        QueryField::Topic => "topic",
        _ => "briefing",
    }
}

/// Returns the name that is spelt most like a value, as a whole or in one of its words.
fn suggest<'n>(value: &str, names: impl Iterator<Item = (&'n str, &'n str)>) -> Option<&'n str> {
    names
        .map(|(folded, shown)| {
            let distance = folded
                .split(|c: char| !c.is_alphanumeric())
                .chain([folded])
                .map(|word| edit_distance(value, word))
                .min()
                .unwrap_or(usize::MAX);
            (distance, shown)
        })
        .min()
        .filter(|(distance, _)| *distance <= (value.chars().count() / 3).max(1))
        .map(|(_, shown)| shown)
}
