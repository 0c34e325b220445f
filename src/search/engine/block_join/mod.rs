//! Block joins, as in Lucene: a parent document and its children stand one behind
//! the other, and a query for parents finds their children.
//!
//! A block is one briefing: its root document, its statements, and each of its
//! articles followed by that article's passages, with no gap.
//!
//! **Invariant: the documents of a block have neighbouring ids in one segment, in
//! the order in which they were added.** All of this folder relies on it. It holds because
//!
//! - a block is handed to the writer in one `IndexWriter::run`, which gives all operations
//!   of a call to one thread, and a thread writes them into one segment in order;
//! - a merge puts segments one behind the other and keeps the order within each, as no
//!   sorting is asked for in the index settings; two blocks never interleave;
//! - a merge leaves out deleted documents, and a block is only ever deleted as a whole
//!   (`briefing_block::whole_block`). So distances within a block that is left stay true.
//!
//! | file | what it holds |
//! |---|---|
//! | `parent_offset` | the column that says how far behind its article a passage stands |
//! | `to_passages` | from articles to their passages |
//! | `briefing_block` | from briefings to all that is in them |

pub(crate) mod briefing_block;
pub(crate) mod parent_offset;
pub(crate) mod to_passages;
