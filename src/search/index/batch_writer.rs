//! Writes briefings into an index; only one process can at a time.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::indexer::{IndexWriter, UserOperation};

use crate::model::Briefing;
use crate::search::engine::block_join::briefing_block::whole_block;
use crate::search::engine::boolean::term;
use crate::search::engine::doc_arena::{ArenaDoc, DocArena};
use crate::search::index::doc_builder;
use crate::search::index::generation::OpenIndex;
use crate::search::index::snapshot::Snapshot;
use crate::search::index::token_writer::TokenWriters;
use crate::search::schema::Fields;

/// Bytes of memory in which a writer gathers postings before it writes a segment. Near the
/// least that tantivy allows (15 MB a thread); not measured against others.
const WRITER_HEAP: usize = 40_000_000;
/// The same in bulk, of all threads together: fewer segments, so less to merge. See the
/// rows on building in docs/benchmarks.md.
const BULK_WRITER_HEAP: usize = 160_000_000;
/// Threads that write in bulk. Others read and parse bundles meanwhile.
const BULK_THREADS: usize = 2;

/// Documents that are sent to tantivy in one call, about: sending wakes a thread, so it is
/// not done for a few; many at once would wait for nothing. Which
/// figures chose the number is not recorded.
const DOCS_PER_SEND: usize = 256;

/// How much is going to be written: memory and threads depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriterProfile {
    /// A briefing, or a few.
    Small,
    /// A library.
    Bulk,
}

/// Holds the writer's lock. It lives no longer than something is written, as it needs much
/// memory. Segments are merged in the background meanwhile.
pub(crate) struct BatchWriter<'s> {
    index: &'s OpenIndex,
    writer: IndexWriter<ArenaDoc>,
    /// What was there when it began: nobody else has added to it since.
    before: Arc<Snapshot>,
    /// Ids of the briefings that were added.
    added: HashSet<String>,
    token_writers: TokenWriters,
}

impl<'s> BatchWriter<'s> {
    /// Takes the writer's lock.
    ///
    /// # Errors
    /// Where another process is writing, or tantivy fails.
    pub fn open(index: &'s OpenIndex, profile: WriterProfile) -> tantivy::Result<BatchWriter<'s>> {
        let writer = match profile {
            WriterProfile::Small => index.writer(1, WRITER_HEAP)?,
            WriterProfile::Bulk => index.writer(BULK_THREADS, BULK_WRITER_HEAP)?,
        };
        // Another process may have written until just now.
        index.refresh()?;
        Ok(BatchWriter {
            index,
            writer,
            before: index.snapshot(),
            added: HashSet::new(),
            token_writers: TokenWriters::default(),
        })
    }

    /// Adds briefings in place of those that are there.
    pub fn add(&mut self, briefings: &[Arc<Briefing>]) -> tantivy::Result<()> {
        let fields = self.index.fields();
        let mut arena = DocArena::default();
        for briefing in briefings {
            let again = !self.added.insert(briefing.id.clone());
            if again {
                // What is taken out is what was handed over before.
                self.send(std::mem::take(&mut arena))?;
            }
            if again || self.is_there(fields, &briefing.id)? {
                self.remove(&briefing.id)?;
            }
            doc_builder::documents(fields, &mut self.token_writers, briefing, &mut arena);
            if arena.len() >= DOCS_PER_SEND {
                let next = DocArena::with_capacity_of(&arena);
                self.send(std::mem::replace(&mut arena, next))?;
            }
        }
        let before = &self.before;
        let known = |entry: &str| -> tantivy::Result<bool> {
            Ok(before.doc_freq(fields.stems, entry)? > 0)
        };
        doc_builder::dictionary(
            fields,
            self.token_writers.take_new_stems(),
            known,
            &mut arena,
        )?;
        self.send(arena)
    }

    /// Takes a briefing out.
    pub fn remove(&self, id: &str) -> tantivy::Result<()> {
        let fields = self.index.fields();
        // The whole block goes, so that no half of one is left for a merge to shift (see
        // `engine::block_join`). tantivy only documents deletion by term, which every
        // passage would need; it deletes what any query finds, too.
        let documents = whole_block(term(fields.briefing, id), fields);
        self.writer.delete_query(documents)?;
        Ok(())
    }

    /// Returns `true` if a briefing stood there before. To take out what is not there would
    /// have it looked for in all that is written.
    fn is_there(&self, fields: &Fields, id: &str) -> tantivy::Result<bool> {
        Ok(self.before.doc_freq(fields.briefing, id)? > 0)
    }

    fn send(&self, arena: DocArena) -> tantivy::Result<()> {
        let documents = arena.into_documents();
        self.writer.run(documents.map(UserOperation::Add))?;
        Ok(())
    }

    /// Lets searches see what was written.
    pub fn commit(&mut self) -> tantivy::Result<()> {
        self.writer.commit()?;
        self.index.refresh()
    }

    /// Ends the writing; waits until segments are merged.
    pub fn finish(mut self) -> tantivy::Result<()> {
        self.commit()?;
        self.writer.wait_merging_threads()?;
        self.index.refresh()
    }
}
