//! Title, authors, outlet, dates and address of an article, from the layers of a page
//! that name them. Where layers differ, all readings are kept; where none is sure, the
//! field stays empty.

pub mod authors;
pub mod cascade;
pub mod dates;
pub mod json_ld;
pub mod printed;
pub mod tags;
pub mod titles;

use authors::PageAuthor;

/// The readings of each field, the best first. What only differs in case, quotation
/// marks or the outlet's name at the end is one reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetadataCandidates {
    /// Headlines.
    pub title: Vec<String>,
    /// Lists of authors.
    pub authors: Vec<Vec<PageAuthor>>,
    /// Outlets.
    pub publisher: Vec<String>,
    /// Days of publication, `YYYY-MM-DD`.
    pub published: Vec<String>,
    /// The layers differ on the day of publication: it is offered, not taken.
    pub is_published_disputed: bool,
    /// Days of the last change.
    pub modified: Vec<String>,
    /// Addresses.
    pub url: Vec<String>,
    /// What the page says of itself.
    pub description: String,
    /// The language that the page declares.
    pub language: String,
    /// The article's text in the page's own data.
    pub body: String,
    /// The page's data says that it is not free to read.
    pub is_paid: bool,
}

/// Adds a reading unless it is there.
pub(crate) fn push_unique(list: &mut Vec<String>, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if !value.is_empty() && !list.contains(&value) {
        list.push(value);
    }
}

/// Returns text with its character references resolved, as some pages escape twice.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        text = scraper::Html::parse_fragment(&text.replace('<', "&lt;"))
            .root_element()
            .text()
            .collect();
    }
    text
}
