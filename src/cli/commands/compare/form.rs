//! In which form a comparison is printed.

use crate::cite::{ExportFormat, Style};

/// In which form a comparison, or what has no answer, is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputForm {
    /// Plain text for people.
    Text,
    /// JSON for programs.
    Json,
    /// An export, with all fields of the source.
    Export(ExportFormat, Style),
}
