//! The query language, apart from any index: what was typed, as a tree, and how
//! its words are looked for in a text.
//!
//! | file | what it holds |
//! |---|---|
//! | [`ast`] | the tree of a query |
//! | [`parser`] | typed text → tree with positions and diagnostics |
//! | `matcher` | the words and phrases of a query, matched against the words of a text |
//! | `walk` | the one walk over the tree |
//! | `dates`, `value_match` | what the values of filters mean |

pub mod ast;
pub(crate) mod dates;
pub(crate) mod matcher;
pub mod parser;
pub(crate) mod value_match;
pub(crate) mod walk;
