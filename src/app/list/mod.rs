//! A screen that is a list: which one it is, its rows, and what filters them. The rows are
//! written in `screens`, a file for each; here is what all lists have in common.
//!
//! | file | what |
//! |---|---|
//! | `kind` | which list it is, with what it is about |
//! | `screen` | [`ListScreen`]: a list with its filters and its layout |
//! | `rows` | what rows are made from, and rows that many screens have |
//! | `grid` | the rows with a cursor and a window |
//! | `target` | what a cell is about, on which commands act |
//! | `filter` | the words that rows must hold |
//! | `match_filter` | fades or hides what does not match the last search |
//! | `cell_selection` | words of one card, selected with the mouse |
//! | `listed_bookmarks` | the bookmarks that a list shows, from which its rows are laid out |
//! | `comparison_item` | what the rows of the comparison are laid out from |

pub mod cell_selection;
pub mod comparison_item;
pub mod filter;
pub mod grid;
pub mod kind;
pub mod listed_bookmarks;
pub mod match_filter;
pub mod rows;
pub mod screen;
pub mod target;

pub use kind::ListKind;
pub use rows::RowContext;
pub use screen::ListScreen;
