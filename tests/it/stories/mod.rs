//! The program from the outside: keys in, pictures out. One file for each screen
//! or habit, and one for what holds on all of them.

mod briefing;
mod colours;
mod commands;
mod compare;
mod everywhere;
mod filters;
mod fresh;
mod keeping;
mod large;
mod library;
mod lists;
mod many;
mod reader;
mod resizing;
mod search;
mod writing;
