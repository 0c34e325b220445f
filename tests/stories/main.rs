//! The program from the outside: keys in, pictures out. One file for each screen,
//! and one for what holds on all of them.

#[path = "../story/mod.rs"]
mod story;

mod everywhere;
