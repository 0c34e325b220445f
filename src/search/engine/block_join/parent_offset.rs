//! The column that tells of each document where its article is (see [`UP`]), and
//! what is asked of it most: which documents are statements.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{ColumnIndex, ColumnValues};
use tantivy::{DocId, SegmentReader};

use crate::search::index::snapshot::Answer;
use crate::search::schema::{OWN, UP};

/// Values that are read in one go.
const AT_ONCE: usize = 4096;

/// Returns the values of a segment, one for each document.
pub(crate) fn values(segment: &SegmentReader) -> Answer<Arc<dyn ColumnValues<u64>>> {
    let column = segment.fast_fields().u64(UP)?;
    Ok(match column.index {
        // Every document has one, so this is the way that is taken.
        ColumnIndex::Full => column.values,
        _ => column.first_or_default_col(0),
    })
}

/// The column of one segment.
pub(crate) struct Up {
    values: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    said: OnceLock<Arc<Said>>,
}

impl Up {
    /// Reads the column of a segment.
    pub fn of(segment: &SegmentReader) -> Answer<Up> {
        Ok(Up {
            values: values(segment)?,
            max: segment.max_doc(),
            said: OnceLock::new(),
        })
    }

    /// Returns the value of a document.
    pub fn get(&self, doc: DocId) -> u64 {
        self.values.get_val(doc)
    }

    /// Returns which documents are statements. Read once, where it is first asked:
    /// a sweep asks it of all that it finds.
    pub fn said(&self) -> Arc<Said> {
        let read = || Arc::new(Said::read(&*self.values, self.max));
        Arc::clone(self.said.get_or_init(read))
    }
}

/// The documents of a segment that are statements, a bit for each document.
pub(crate) struct Said(Vec<u64>);

impl Said {
    fn read(values: &dyn ColumnValues<u64>, max: DocId) -> Said {
        let mut bits = vec![0; (max as usize).div_ceil(64)];
        let mut read = vec![0; AT_ONCE];
        for start in (0..max as usize).step_by(AT_ONCE) {
            let count = AT_ONCE.min(max as usize - start);
            values.get_range(start as u64, &mut read[..count]);
            for (i, up) in read[..count].iter().enumerate() {
                let doc = start + i;
                bits[doc / 64] |= u64::from(*up == OWN) << (doc % 64);
            }
        }
        Said(bits)
    }

    /// Tells whether a document is a statement.
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
        let ups: Vec<u64> = (0..10_000).map(|doc| doc % 7 % 5).collect();
        let said = Said::read(&VecColumn::from(ups.clone()), ups.len() as DocId);
        for (doc, up) in ups.iter().enumerate() {
            assert_eq!(said.has(doc as DocId), *up == 0, "{doc}");
        }
        assert!(!said.has(10_000) && !said.has(20_000));
    }
}
