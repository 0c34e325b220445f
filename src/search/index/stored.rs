//! Reads records: of a statement as it was stored, of a passage put together
//! with what is stored of its article.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TERMINATED, TantivyDocument};

use crate::search::index::codec::{Read, read};
use crate::search::index::printed::Printed;
use crate::search::index::record::Record;
use crate::search::index::snapshot::Snapshot;
use crate::search::schema::IS_PARENT;

/// Returns the record of a candidate; none where the document has none that can be read.
pub(crate) fn record(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<Option<Record>> {
    let Some(behind) = snapshot.parent_offset(address).checked_sub(IS_PARENT) else {
        return stored(snapshot, address);
    };
    let head = u32::try_from(behind).ok();
    let Some(head) = head.and_then(|behind| address.doc_id.checked_sub(behind)) else {
        return Ok(None);
    };
    let printed = written(snapshot, address)?;
    let head = stored(snapshot, DocAddress::new(address.segment_ord, head))?;
    Ok(printed
        .as_deref()
        .and_then(read)
        .zip(head)
        .map(|(printed, head)| Record::of_passage(head, printed)))
}

/// Returns the record of a statement by the ids of its briefing and its own.
pub(crate) fn statement(
    snapshot: &Snapshot,
    briefing: &str,
    id: &str,
) -> tantivy::Result<Option<Record>> {
    let slot = snapshot.fields.key;
    let key = slot.term(&format!("{briefing}/{id}"));
    for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let index = segment.inverted_index(slot.field)?;
        let Some(mut docs) = index.read_postings(&key, IndexRecordOption::Basic)? else {
            continue;
        };
        while docs.doc() != TERMINATED {
            if !segment.is_deleted(docs.doc()) {
                return stored(snapshot, DocAddress::new(ord as u32, docs.doc()));
            }
            docs.advance();
        }
    }
    Ok(None)
}

/// Returns where a passage stands in the canonical text of its article, in bytes.
pub(crate) fn extent(
    snapshot: &Snapshot,
    address: DocAddress,
) -> tantivy::Result<Option<(usize, usize)>> {
    let written = written(snapshot, address)?;
    let printed: Option<Printed<&str>> = written.as_deref().and_then(read);
    Ok(printed.map(|printed| (printed.start, printed.start + printed.text.len())))
}

fn stored<T: for<'w> Read<'w>>(
    snapshot: &Snapshot,
    address: DocAddress,
) -> tantivy::Result<Option<T>> {
    let written = written(snapshot, address)?;
    Ok(written.and_then(|written| read(&written)))
}

/// Returns what is stored of a document.
fn written(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<Option<String>> {
    let document: TantivyDocument = snapshot.searcher.doc(address)?;
    let record = document.get_first(snapshot.fields.record);
    Ok(record.and_then(|value| value.as_str()).map(str::to_owned))
}
