//! What the reader keeps, as the search of the library sees it: which statements
//! and passages carry a bookmark with a note or a tag, and which are found by the
//! words of a note.
//!
//! It is made for one state of the index and one list of bookmarks, and finds the
//! documents of a bookmark when they are first asked for.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, TERMINATED};

use crate::model::{Bookmark, Bookmarks, QueryField};
use crate::search::bookmarks::index::BookmarkIndex;
use crate::search::engine::doc_list_query::DocIds;
use crate::search::index::snapshot::Snapshot;
use crate::search::index::stored;
use crate::search::query::value_match::{highlight_letter, is_highlight, word_starts_with};
use crate::search::schema::{IS_PARENT, NO_PARENT};
use crate::text::fold::fold;

/// A bookmark with its documents.
pub(crate) type NotedBookmark = (Arc<Bookmark>, Arc<[DocAddress]>);

/// What is kept, beside one state of the index.
pub(crate) struct BookmarkDocs {
    snapshot: Arc<Snapshot>,
    kept: Bookmarks,
    /// Those of the kept that have a note, ready to be asked.
    notes: Bookmarks,
    index: Mutex<BookmarkIndex>,
    /// The documents of each bookmark that was asked for, by its place in the list.
    doc_cache: Mutex<HashMap<usize, Arc<[DocAddress]>>>,
}

impl BookmarkDocs {
    pub fn new(snapshot: Arc<Snapshot>, kept: Bookmarks) -> BookmarkDocs {
        let noted = kept.iter().filter(|b| !b.note.trim().is_empty());
        BookmarkDocs {
            snapshot,
            notes: Arc::new(noted.cloned().collect()),
            kept,
            index: Mutex::default(),
            doc_cache: Mutex::default(),
        }
    }

    /// Returns `true` if it was made for these.
    pub fn is_for(&self, snapshot: &Arc<Snapshot>, kept: &Bookmarks) -> bool {
        Arc::ptr_eq(&self.snapshot, snapshot) && Arc::ptr_eq(&self.kept, kept)
    }

    /// Returns what `has:` can ask for of the letters of highlights, sorted.
    pub fn highlights(kept: &Bookmarks) -> Vec<String> {
        let letters: BTreeSet<char> = kept.iter().filter_map(|b| b.letter).collect();
        let named = letters.into_iter().map(|l| format!("highlight-{l}"));
        named.collect()
    }

    /// Returns all tags, sorted.
    pub fn tags(kept: &Bookmarks) -> Vec<String> {
        let tags: BTreeSet<&String> = kept.iter().flat_map(|b| &b.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// Returns the documents of the bookmarks that `has:` or `tag:` chooses; none
    /// where nothing that is kept fits.
    pub fn docs_for_filter(
        &self,
        field: QueryField,
        value: &str,
    ) -> tantivy::Result<Option<DocIds>> {
        let sought = fold(value);
        let fits = |b: &Bookmark| match field {
            QueryField::Tag => b
                .tags
                .iter()
                .any(|tag| word_starts_with(&fold(tag), &sought)),
            _ if "note".starts_with(&sought) => !b.note.trim().is_empty(),
            _ if "tag".starts_with(&sought) => !b.tags.is_empty(),
            _ if is_highlight(&sought) => b.letter.is_some(),
            _ => match highlight_letter(&sought) {
                Some(letter) => b.letter == Some(letter),
                None => "bookmark".starts_with(&sought),
            },
        };
        let mut found = DocIds::new();
        let mut any = false;
        for (i, bookmark) in self.kept.iter().enumerate() {
            if !fits(bookmark) {
                continue;
            }
            any = true;
            for address in self.documents(i)?.iter() {
                let segment = self.snapshot.searcher.segment_reader(address.segment_ord);
                found
                    .entry(segment.segment_id())
                    .or_default()
                    .push(address.doc_id);
            }
        }
        for documents in found.values_mut() {
            documents.sort_unstable();
            documents.dedup();
        }
        Ok(any.then_some(found))
    }

    /// Returns `true` if a folded word stands in a note, or begins one there.
    pub fn notes_contain(&self, word: &str) -> bool {
        !self.notes.is_empty() && !self.compiled(word).is_empty()
    }

    /// Returns the bookmarks with a note that have all that is asked, the newest
    /// first, at most `most`, each with its documents.
    pub fn search_notes(&self, question: &str, most: usize) -> tantivy::Result<Vec<NotedBookmark>> {
        if self.notes.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.compiled(question);
        let newest = found.iter().rev().take(most);
        newest
            .filter_map(|bookmark| {
                let i = self.kept.iter().position(|b| Arc::ptr_eq(b, bookmark))?;
                let documents = self.documents(i);
                Some(documents.map(|documents| (Arc::clone(bookmark), documents)))
            })
            .collect()
    }

    fn compiled(&self, question: &str) -> Bookmarks {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let status_of = |briefing: &str, statement: &str| {
            let status = stored::answer_status(&self.snapshot, briefing, statement);
            status.ok().flatten()
        };
        let found = index.search_with(&self.notes, question, Some(&status_of));
        found.bookmarks
    }

    fn documents(&self, i: usize) -> tantivy::Result<Arc<[DocAddress]>> {
        let doc_cache = || {
            self.doc_cache
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = doc_cache().get(&i) {
            return Ok(Arc::clone(known));
        }
        let found: Arc<[DocAddress]> = match self.kept.get(i) {
            Some(bookmark) => documents(&self.snapshot, bookmark)?.into(),
            None => Arc::default(),
        };
        doc_cache().insert(i, Arc::clone(&found));
        Ok(found)
    }
}

/// Finds the statements and passages in which a bookmark's words stand.
fn documents(snapshot: &Snapshot, bookmark: &Bookmark) -> tantivy::Result<Vec<DocAddress>> {
    let (place, fields) = (&bookmark.place, &snapshot.fields);
    let (namespace, key) = match &bookmark.provenance.statement {
        Some(statement) => (fields.key, statement),
        None => (fields.article, &place.article),
    };
    let key = namespace.term(&format!("{}/{key}", place.briefing));
    let mut found = Vec::new();
    for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let index = segment.inverted_index(namespace.field)?;
        let Some(mut docs) = index.read_postings(&key, IndexRecordOption::Basic)? else {
            continue;
        };
        while docs.doc() != TERMINATED {
            let address = DocAddress::new(ord as u32, docs.doc());
            docs.advance();
            if segment.is_deleted(address.doc_id) {
                continue;
            }
            if namespace == fields.key || statement_overlaps(snapshot, address, bookmark)? {
                found.push(address);
            } else if snapshot.parent_offset(address) == IS_PARENT {
                passages(
                    snapshot,
                    address,
                    segment.max_doc(),
                    &place.range,
                    &mut found,
                )?;
            }
        }
    }
    Ok(found)
}

/// Returns `true` if a document is a statement of which words are kept.
fn statement_overlaps(
    snapshot: &Snapshot,
    address: DocAddress,
    bookmark: &Bookmark,
) -> tantivy::Result<bool> {
    if snapshot.parent_offset(address) != NO_PARENT {
        return Ok(false);
    }
    let Some(record) = stored::record(snapshot, address)? else {
        return Ok(false);
    };
    let place = &bookmark.place;
    let mut carriers = record.wordings.iter().flat_map(|w| &w.carriers);
    Ok(carriers.any(|c| c.article == place.article && overlap(&c.range, &place.range)))
}

/// Adds the passages of an article in which a range of its text lies.
fn passages(
    snapshot: &Snapshot,
    head: DocAddress,
    max: DocId,
    range: &Range<usize>,
    found: &mut Vec<DocAddress>,
) -> tantivy::Result<()> {
    for doc in head.doc_id + 1..max {
        let address = DocAddress::new(head.segment_ord, doc);
        if snapshot.parent_offset(address) != IS_PARENT + u64::from(doc - head.doc_id) {
            break;
        }
        let Some((start, end)) = stored::passage_range(snapshot, address)? else {
            continue;
        };
        if start >= range.end {
            break;
        }
        if overlap(&(start, end), range) {
            found.push(address);
        }
    }
    Ok(())
}

fn overlap(one: &(usize, usize), other: &Range<usize>) -> bool {
    one.0 < other.end && other.start < one.1
}
