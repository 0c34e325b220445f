//! The query language, apart from any index: what was typed, as a tree, and how
//! its words are looked for in a text.
//!
//! | file | what it holds |
//! |---|---|
//! | [`parser`] | typed text → tree with positions and diagnostics |
//! | `matcher` | the words and phrases of a query, matched against the words of a text |
//! | `dates` | what `before:`, `after:` and `on:` mean, as numbers that compare |

pub(crate) mod dates;
pub(crate) mod matcher;
pub mod parser;
