//! A screen that is an article.
//!
//! | file | what |
//! |---|---|
//! | `article_reader` | [`ArticleReader`]: an article with cursor, window and matches |
//! | `layout` | the rows of an article for one width |
//! | `movement` | moves cursor and window by rows, words, passages, statements and matches |
//! | `selection` | what a selection is, and what it leaves out of its sentences |
//! | `text_objects` | word, sentence, quotation, paragraph and statement at the cursor |

pub mod article_reader;
pub mod layout;
mod movement;
pub mod selection;
mod text_objects;

pub use article_reader::{ArticleReader, CardPane};
pub use layout::{TextRow, WindowRow};
pub use selection::{SelectionUnit, TextSelection, dropped_qualifiers};

#[cfg(test)]
mod tests;
