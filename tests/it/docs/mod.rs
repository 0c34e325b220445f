//! The pages of the project, held against the program.

mod paths;
mod readme;
mod search;
