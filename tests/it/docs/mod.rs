//! The pages of the project, held against the program.

mod readme;
mod search;
