//! Writes briefings into an index, for as long as no other process may.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::indexer::{IndexWriter, UserOperation};

use crate::model::Briefing;
use crate::search::engine::block_join::briefing_block::whole_block;
use crate::search::engine::boolean::term;
use crate::search::engine::doc_arena::{ArenaDoc, DocArena};
use crate::search::index::doc_builder;
use crate::search::index::generation::Shelf;
use crate::search::index::snapshot::Snapshot;
use crate::search::index::token_writer::Readers;
use crate::search::schema::Fields;

/// Bytes of memory in which a writer gathers words before it writes a segment.
const ARENA: usize = 40_000_000;
/// The same where much is written, of all writers together: fewer segments, so
/// less to merge.
const MUCH_ARENA: usize = 160_000_000;
/// Threads that write where much is written.
const MUCH_THREADS: usize = 2;

/// Documents that the engine is given in one go, about: handing over costs a thread its
/// sleep, so it is not done for a few; many at once would wait for nothing.
const TOGETHER: usize = 256;

/// How much is going to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// A briefing, or a few.
    Little,
    /// A library.
    Much,
}

/// The only one who writes. It lives no longer than something is written: its memory
/// is only used until then. Segments are merged behind its back while it goes on.
pub(crate) struct Writing<'s> {
    shelf: &'s Shelf,
    writer: IndexWriter<ArenaDoc>,
    /// What was there when it began: nobody else has added to it since.
    before: Arc<Snapshot>,
    /// Ids of the briefings that were added.
    added: HashSet<String>,
    readers: Readers,
}

impl<'s> Writing<'s> {
    /// Begins to write.
    ///
    /// # Errors
    /// Where another process is writing, or the engine fails.
    pub fn begin(shelf: &'s Shelf, amount: Amount) -> tantivy::Result<Writing<'s>> {
        let writer = match amount {
            Amount::Little => shelf.writer(1, ARENA)?,
            Amount::Much => shelf.writer(MUCH_THREADS, MUCH_ARENA)?,
        };
        // Another process may have written until just now.
        shelf.refresh()?;
        Ok(Writing {
            shelf,
            writer,
            before: shelf.snapshot(),
            added: HashSet::new(),
            readers: Readers::default(),
        })
    }

    /// Adds briefings in place of those that are there.
    pub fn add(&mut self, briefings: &[Arc<Briefing>]) -> tantivy::Result<()> {
        let fields = self.shelf.fields();
        let mut arena = DocArena::default();
        for briefing in briefings {
            let again = !self.added.insert(briefing.id.clone());
            if again {
                // What is taken out is what was handed over before.
                self.hand_over(std::mem::take(&mut arena))?;
            }
            if again || self.is_there(fields, &briefing.id)? {
                self.remove(&briefing.id)?;
            }
            doc_builder::documents(fields, &mut self.readers, briefing, &mut arena);
            if arena.len() >= TOGETHER {
                let next = DocArena::with_capacity_of(&arena);
                self.hand_over(std::mem::replace(&mut arena, next))?;
            }
        }
        let before = &self.before;
        let known = |entry: &str| -> tantivy::Result<bool> {
            Ok(before.frequency(fields.stems, entry)? > 0)
        };
        doc_builder::dictionary(fields, self.readers.met(), known, &mut arena)?;
        self.hand_over(arena)
    }

    /// Takes a briefing out.
    pub fn remove(&self, id: &str) -> tantivy::Result<()> {
        let fields = self.shelf.fields();
        // The engine documents only that what has a term can be taken out. It takes out
        // what any query finds, too, and a term would be needed in each passage.
        let documents = whole_block(term(fields.briefing, id), fields);
        self.writer.delete_query(documents)?;
        Ok(())
    }

    /// Tells whether a briefing stood there before. To take out what is not there would
    /// have it looked for in all that is written.
    fn is_there(&self, fields: &Fields, id: &str) -> tantivy::Result<bool> {
        Ok(self.before.frequency(fields.briefing, id)? > 0)
    }

    fn hand_over(&self, arena: DocArena) -> tantivy::Result<()> {
        let documents = arena.into_documents();
        self.writer.run(documents.map(UserOperation::Add))?;
        Ok(())
    }

    /// Lets searches see what was written.
    pub fn commit(&mut self) -> tantivy::Result<()> {
        self.writer.commit()?;
        self.shelf.refresh()
    }

    /// Ends the writing; waits until segments are merged.
    pub fn finish(mut self) -> tantivy::Result<()> {
        self.commit()?;
        self.writer.wait_merging_threads()?;
        self.shelf.refresh()
    }
}
