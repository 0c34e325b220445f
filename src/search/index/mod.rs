//! The index on disk: briefings to documents, documents into segments, and one frozen
//! state of it to be searched.
//!
//! | file | what it holds |
//! |---|---|
//! | `doc_builder` | a briefing → its documents |
//! | `token_writer`, `token_cache` | texts → words; those that many documents share are read once |
//! | `record`, `codec` | what is stored with a document, and its written form |
//! | `batch_writer` | documents into the index, in place of those that are there |
//! | `generation` | the folder in which the index lies, and its locks |
//! | `snapshot`, `stored` | one state of the index: its words and names; its stored records |

pub(crate) mod batch_writer;
pub(crate) mod codec;
pub(crate) mod doc_builder;
pub(crate) mod generation;
pub(crate) mod record;
pub(crate) mod snapshot;
pub(crate) mod stored;
pub(crate) mod token_cache;
pub(crate) mod token_writer;
