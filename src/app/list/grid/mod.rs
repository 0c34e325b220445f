//! The grid: what every screen but the article is made of. Its items are rows of one or two
//! cells of any height. It knows how high rows are, where the cursor stands and what the
//! window shows, and nothing of what the rows say.
//!
//! | file | what |
//! |---|---|
//! | `row` | rows, their cells, and rows that are laid out only when they are needed |
//! | `viewport` | [`Grid`]: the rows with a cursor and a window |
//! | `seek` | puts the cursor on a cell that is looked for |
//! | `movement` | moves the cursor by rows, headings and columns |
//! | `scroll` | moves the window |
//! | `materialize` | lays out lazy rows near the window |

mod materialize;
mod movement;
pub mod row;
mod scroll;
mod seek;
pub mod viewport;

pub use row::{Cell, LazyRow, Row, RowFilter};
pub use viewport::{Grid, VisibleRow};

#[cfg(test)]
mod tests;
