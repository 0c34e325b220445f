//! The promises of the module `bundle`, held from outside: what is valid opens without a
//! remark, what is broken is told with its place, and no bytes bring it down.

mod agree;
mod broken;
mod damage;
mod folders;
mod library;
mod published;
mod support;
mod valid;
mod writer;
mod zips;
