//! The styles of citations: Chicago notes, APA, MLA, and one for lawyers.
//!
//! | file | what it holds |
//! |---|---|
//! | `kind` | `Style`: the names |
//! | `citation` | writes a citation |
//! | `rules` | what each style has of its own: a row of a table, and the order of the fields |
//! | `sentence` | joins fields into sentences, so that no stop is doubled |
//! | `title_marks` | quotation marks within titles |
//!
//! A statement is cited as quoted in the article that carries it. All authors are named,
//! also where a style would end with "et al.": a citation holds all that is known. What is
//! unknown is left out as the style has it.

pub mod citation;
pub mod kind;
mod rules;
pub(super) mod sentence;
mod title_marks;

#[cfg(test)]
mod tests;
