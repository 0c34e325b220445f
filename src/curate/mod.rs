//! From saved pages to clean articles. Bytes in, values out: no file, no network, no clock.

pub mod article;
pub mod charset;
pub mod check;
pub mod furniture;
pub mod html;
mod language;
mod line;
pub mod markdown;
pub mod meta;
pub mod page;
pub mod paste;
pub mod pdf;
pub mod private;
mod sniff;
mod tokens;
mod trees;
