//! From files to [`Briefing`](crate::model::Briefing), or to the list of everything that
//! is wrong with them. A bundle is a folder, a `.briefing` zip or compiled into the program;
//! whatever bytes it holds, loading it ends with a briefing, with problems, or with both,
//! never with a panic. `docs/format.md` is the page for curators.
//!
//! | folder or file | what it does |
//! |---|---|
//! | `format`, [`limits`], `hash`, `url` | name and version of the format; how much is read; what several use |
//! | `json` | text → values that know where they stand |
//! | `diagnostics` | what is wrong: message, severity, place |
//! | `source` | the bytes of a bundle's files: folder, zip, compiled in |
//! | `parse` | bytes → text → the fields of the format |
//! | `canonical` | an article's file → its canonical text |
//! | `validate` | fields → the model: ids, dates, articles, quotations |
//! | `load`, `inspect` | all of these in a row; a look into a bundle without them |
//! | `library` | which bundles there are, and what is remembered of them |
//! | [`mod@write`] | edits of a briefing, back to its file |
//!
//! Each uses only those above it.

mod canonical;
mod diagnostics;
mod format;
mod hash;
mod inspect;
mod json;
mod library;
pub mod limits;
mod load;
mod parse;
mod source;
mod url;
mod validate;
pub mod write;

pub use format::FORMAT_VERSION;
pub use hash::sha256_hex;
pub use inspect::{locate_entries, peek_hash, peek_id, read_file, source_line};
pub use library::cache::{CachePage, CacheReader, Catalogue, library_key, parse_page, split_pages};
pub use library::discover::{LibraryRoot, discover, is_gone};
pub use library::duplicates::resolve_duplicates;
pub use library::fingerprint::{BundleMetadata, Fingerprint, fingerprint, read_metadata};
pub use load::{LoadedBundle, load};
pub use parse::raw::json_schema;
