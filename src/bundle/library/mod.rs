//! The library: all bundles that are found.
//!
//! | file | what is in it |
//! |---|---|
//! | `discover` | which bundles there are |
//! | `duplicates` | which of two with the same id opens |
//! | `fingerprint` | whether a bundle may have changed since |
//! | `cache`, `cache_row` | what is remembered of all from one start to the next |

pub(crate) mod cache;
mod cache_row;
pub(crate) mod discover;
pub(crate) mod duplicates;
pub(crate) mod fingerprint;
