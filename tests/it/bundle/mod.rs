//! The promises of the bundle room, held from outside: what is valid opens without a
//! remark, what is broken is told with its place, and no bytes bring it down.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod agree;
mod broken;
mod damage;
mod folders;
mod library;
mod published;
mod support;
mod valid;
mod zips;
