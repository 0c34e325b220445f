//! All that implements a trait of tantivy, and the queries it is asked, put
//! together from smaller ones.
//!
//! | file | what it holds |
//! |---|---|
//! | `pretokenized` | words of our own analyser, handed over as one string; the tokenizer that reads it |
//! | `doc_arena` | `Document`s of a group in one piece of memory |
//! | `boolean` | term, phrase and Boolean queries |
//! | `doc_list_query` | a query for a list of documents |
//! | `block_join` | queries from a briefing or an article to what follows it |
//! | `side_count_collector` | a `Collector`: counts, side by side, and the best |

pub(crate) mod block_join;
pub(crate) mod boolean;
pub(crate) mod doc_arena;
pub(crate) mod doc_list_query;
pub(crate) mod pretokenized;
pub(crate) mod side_count_collector;
