//! Loads records: of a statement as it was stored, of a passage put together with what is
//! stored of its article.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TERMINATED, TantivyDocument};

use crate::model::AnswerStatus;
use crate::search::index::codec::{Decode, decode};
use crate::search::index::record::{PassageRecord, Record};
use crate::search::index::snapshot::Snapshot;
use crate::search::schema::IS_PARENT;

/// Returns the record of a candidate; `None` if the document has none that can be read.
pub(crate) fn record(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<Option<Record>> {
    let Some(distance) = snapshot.parent_offset(address).checked_sub(IS_PARENT) else {
        return stored(snapshot, address);
    };
    let article = u32::try_from(distance).ok();
    let Some(article) = article.and_then(|distance| address.doc_id.checked_sub(distance)) else {
        return Ok(None);
    };
    let passage = stored_text(snapshot, address)?;
    let article = stored(snapshot, DocAddress::new(address.segment_ord, article))?;
    Ok(passage
        .as_deref()
        .and_then(decode)
        .zip(article)
        .map(|(passage, article)| Record::from_passage(article, passage)))
}

/// Returns the record of a statement by the ids of its briefing and its own.
pub(crate) fn statement(
    snapshot: &Snapshot,
    briefing: &str,
    id: &str,
) -> tantivy::Result<Option<Record>> {
    match statement_address(snapshot, briefing, id)? {
        Some(address) => stored(snapshot, address),
        None => Ok(None),
    }
}

/// Returns what the briefing of a statement holds by way of answer to it.
pub(crate) fn answer_status(
    snapshot: &Snapshot,
    briefing: &str,
    id: &str,
) -> tantivy::Result<Option<AnswerStatus>> {
    let Some(address) = statement_address(snapshot, briefing, id)? else {
        return Ok(None);
    };
    let namespace = snapshot.fields.status;
    let segment = snapshot.searcher.segment_reader(address.segment_ord);
    let index = segment.inverted_index(namespace.field)?;
    for status in AnswerStatus::ALL {
        let term = namespace.term(status.name());
        let docs = index.read_postings(&term, IndexRecordOption::Basic)?;
        // Postings that begin behind the document must not be asked to seek back.
        let has = docs.is_some_and(|mut docs| {
            docs.doc() <= address.doc_id && docs.seek(address.doc_id) == address.doc_id
        });
        if has {
            return Ok(Some(status));
        }
    }
    Ok(None)
}

/// Returns the document of a statement by the ids of its briefing and its own.
fn statement_address(
    snapshot: &Snapshot,
    briefing: &str,
    id: &str,
) -> tantivy::Result<Option<DocAddress>> {
    let namespace = snapshot.fields.key;
    let key = namespace.term(&format!("{briefing}/{id}"));
    for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let index = segment.inverted_index(namespace.field)?;
        let Some(mut docs) = index.read_postings(&key, IndexRecordOption::Basic)? else {
            continue;
        };
        while docs.doc() != TERMINATED {
            if !segment.is_deleted(docs.doc()) {
                return Ok(Some(DocAddress::new(ord as u32, docs.doc())));
            }
            docs.advance();
        }
    }
    Ok(None)
}

/// Returns where a passage stands in the canonical text of its article, in bytes.
pub(crate) fn passage_range(
    snapshot: &Snapshot,
    address: DocAddress,
) -> tantivy::Result<Option<(usize, usize)>> {
    let text = stored_text(snapshot, address)?;
    let passage: Option<PassageRecord<&str>> = text.as_deref().and_then(decode);
    Ok(passage.map(|passage| (passage.start, passage.start + passage.text.len())))
}

fn stored<T: for<'w> Decode<'w>>(
    snapshot: &Snapshot,
    address: DocAddress,
) -> tantivy::Result<Option<T>> {
    let text = stored_text(snapshot, address)?;
    Ok(text.and_then(|text| decode(&text)))
}

/// Returns what is stored of a document.
fn stored_text(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<Option<String>> {
    let document: TantivyDocument = snapshot.searcher.doc(address)?;
    let record = document.get_first(snapshot.fields.record);
    Ok(record.and_then(|value| value.as_str()).map(str::to_owned))
}
