//! Pure functions from text to byte ranges: cleaning, folding, segmenting,
//! wrapping, comparing, finding. This room knows nothing of the others; every
//! offset that leaves it is a byte offset on a character boundary of the text
//! that came in.

pub mod anchor;
pub mod clean;
pub mod context;
pub mod diff;
pub mod find;
pub mod fold;
pub mod fragment;
pub mod plural;
pub mod reanchor;
pub mod script;
pub mod segment;
pub mod shift;
pub mod slug;
pub mod suggest;
pub mod width;
pub mod words;
pub mod wrap;
