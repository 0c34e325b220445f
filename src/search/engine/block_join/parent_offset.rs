//! The column that says how far behind its article a document stands (see
//! [`PARENT_OFFSET`]), and which documents are statements.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{ColumnIndex, ColumnValues};
use tantivy::{DocId, SegmentReader};

use crate::search::schema::{NO_PARENT, PARENT_OFFSET};

/// Values that are read in one call.
const READ_CHUNK: usize = 4096;

/// Returns the values of a segment, one for each document.
pub(crate) fn column(segment: &SegmentReader) -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
    let column = segment.fast_fields().u64(PARENT_OFFSET)?;
    Ok(match column.index {
        // Every document has one, so this is the arm that is taken.
        ColumnIndex::Full => column.values,
        _ => column.first_or_default_col(0),
    })
}

/// The column of one segment.
pub(crate) struct ParentOffsets {
    values: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    statements: OnceLock<Arc<StatementBitSet>>,
}

impl ParentOffsets {
    /// Reads the column of a segment.
    pub fn new(segment: &SegmentReader) -> tantivy::Result<ParentOffsets> {
        Ok(ParentOffsets {
            values: column(segment)?,
            max: segment.max_doc(),
            statements: OnceLock::new(),
        })
    }

    /// Returns the value of a document.
    pub fn get(&self, doc: DocId) -> u64 {
        self.values.get_val(doc)
    }

    /// Returns which documents are statements. Read once, on first use: a collector asks
    /// it of every document that is found.
    pub fn statements(&self) -> Arc<StatementBitSet> {
        let read = || Arc::new(StatementBitSet::read(&*self.values, self.max));
        Arc::clone(self.statements.get_or_init(read))
    }
}

/// The documents of a segment that are statements, a bit for each document.
pub(crate) struct StatementBitSet(Vec<u64>);

impl StatementBitSet {
    fn read(values: &dyn ColumnValues<u64>, max: DocId) -> StatementBitSet {
        let mut bits = vec![0; (max as usize).div_ceil(64)];
        let mut read = vec![0; READ_CHUNK];
        for start in (0..max as usize).step_by(READ_CHUNK) {
            let count = READ_CHUNK.min(max as usize - start);
            values.get_range(start as u64, &mut read[..count]);
            for (i, offset) in read[..count].iter().enumerate() {
                let doc = start + i;
                bits[doc / 64] |= u64::from(*offset == NO_PARENT) << (doc % 64);
            }
        }
        StatementBitSet(bits)
    }

    /// Returns `true` if a document is a statement.
    pub fn has(&self, doc: DocId) -> bool {
        let word = self.0.get(doc as usize / 64);
        word.is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::columnar::column_values::VecColumn;

    use super::*;

    #[test]
    fn statements_are_told_from_all_else() {
        let offsets: Vec<u64> = (0..10_000).map(|doc| doc % 7 % 5).collect();
        let statements =
            StatementBitSet::read(&VecColumn::from(offsets.clone()), offsets.len() as DocId);
        for (doc, offset) in offsets.iter().enumerate() {
            assert_eq!(statements.has(doc as DocId), *offset == 0, "{doc}");
        }
        assert!(!statements.has(10_000) && !statements.has(20_000));
    }
}
