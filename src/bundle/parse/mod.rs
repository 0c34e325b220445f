//! From the bytes of `briefing.json` to the fields of the format.
//!
//! | file | what is in it |
//! |---|---|
//! | `utf8` | bytes → text |
//! | `raw` | the types of the format, and its JSON Schema |
//! | `object` | one JSON object while its fields are read |
//! | `entries` | reads each type of the format |

pub(crate) mod entries;
pub(crate) mod object;
pub(crate) mod raw;
pub(crate) mod utf8;
