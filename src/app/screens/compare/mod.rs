//! Side by side: topic by topic, a statement of one side facing what answers it;
//! gaps shown as gaps, third parties between. In a narrow window the same cards
//! stand one below the other, each with its side's label.
//!
//! | file | what |
//! |---|---|
//! | `builder` | pairs statements, and notes for each row what its cells show |
//! | `cells` | lays out the cells of a row |

mod builder;
pub mod cells;

pub use builder::rows;
