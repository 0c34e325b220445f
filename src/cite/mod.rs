//! Quotations and comparisons as they leave the program: words with their source, cited in
//! several styles and written in several formats; and what was written, read back.
//! Pure functions from values to text.
//!
//! | file | what it holds |
//! |---|---|
//! | `quotation` | `Quotation`: words with their source, from a statement, a range or a bookmark |
//! | `comparison` | `Comparison`: the rows of a comparison, each statement a quotation |
//! | `style` | the styles of citations: Chicago, APA, MLA, law |
//! | `formats` | the formats, and the one table from a format to its functions |
//! | `import` | reads the program's own JSON, W3C annotations and those of Hypothesis |
//! | `dates`, `person_names`, `speaker` | what the styles write: dates, authors, the speaker |
//! | `quote_marks` | which words had quotation marks in print |
//! | `content_id`, `percent` | ids made of contents; percent-encoding |
//!
//! Three rules hold in every format. Words that were printed in quotation marks leave in
//! quotation marks, the reporter's words without, and a cut is marked "[…]". What is not
//! known is left out, never made up; a date is as precise as it is known. The words are
//! never altered: where a format would need another letter (a cell of CSV that begins
//! with "="), they stay as they are.

mod comparison;
mod content_id;
mod dates;
mod formats;
mod import;
mod percent;
mod person_names;
mod quotation;
mod quote_marks;
mod speaker;
mod style;

pub use comparison::{
    Comparison, CrossTopicLink, QuotedCell, QuotedRow, ReplyTo, SideColumn, cross_topic_links,
};
pub use formats::bibliography::{BibliographyFormat, export_bibliography};
pub use formats::format::{ExportFormat, ExportFormatError};
pub use formats::{export, export_comparison, file_text};
pub use import::import;
pub use import::imported::{ImportError, Imported};
pub use import::page_address::PageAddress;
pub use quotation::{BookmarkMeta, Quotation, QuotedPart, sort_by_place};
pub use style::citation::{citation, quote_with_citation};
pub use style::kind::{Style, StyleError};

#[cfg(test)]
mod tests;
