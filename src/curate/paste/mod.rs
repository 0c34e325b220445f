//! Reads text as people paste it: an article among menus, buttons and teasers.

mod article;
pub mod features;
pub mod paragraphs;

pub use article::read_paste;

/// One paragraph of a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedParagraph {
    /// Its words on one line, as pasted.
    pub text: String,
    /// A blank line stands before it.
    pub after_blank_line: bool,
}
