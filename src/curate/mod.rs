//! From saved pages to clean articles, and from articles to proposed statements. Bytes in,
//! values out: no file, no network, no clock.
//!
//! | file | what it does |
//! |---|---|
//! | `page`, `sniff`, `charset` | what a file is, and its articles |
//! | `html`, `paste`, `markdown`, `pdf` | one reader for each kind of page |
//! | `furniture`, `line`, `tokens`, `trees` | what is article text, and what is not |
//! | `meta` | title, authors, outlet, dates |
//! | `private` | what a saved page should not carry |
//! | `check` | warnings on articles |
//! | `quotes` | who said what: proposals, with reasons |
//! | `review` | what of an article is decided, and what is open |
//! | `stored` | a text file whose positions are to stay those of the file |
//! | `warnings` | all warnings on a briefing, without those that are accepted |

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
pub mod quotes;
pub mod review;
mod sniff;
pub mod stored;
mod tokens;
mod trees;
pub mod warnings;
