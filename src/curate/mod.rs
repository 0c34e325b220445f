//! From saved pages to clean articles. Bytes in, values out: no file, no network, no clock.

pub mod quotes;
