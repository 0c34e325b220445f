//! What is wrong with a bundle, said so that a curator can mend it: what,
//! where (file, line, column, JSON path), and what to do.

use serde::{Deserialize, Serialize};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; `check` passes.
    Warning,
    /// Wrong; `check` fails. The briefing opens where it still holds together,
    /// with the mark on the card that the problem concerns.
    Error,
    /// The briefing cannot be opened.
    Fatal,
}

impl Severity {
    /// Returns the word for reports. A fatal problem is an error to the reader of a report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error | Severity::Fatal => "error",
        }
    }
}

/// One thing that is wrong with a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The bundle, as the reader would name it: a path, or "built in".
    pub bundle: String,
    /// The file inside the bundle ("briefing.json"), empty where the bundle itself is meant.
    pub file: String,
    /// JSON path such as `statements[3].speaker`; empty outside JSON.
    pub path: String,
    /// Line of the file, counted from 1; 0 where no line can be named.
    pub line: usize,
    /// Column in characters, counted from 1; 0 where none can be named.
    pub column: usize,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do about it, one sentence; may be empty.
    pub help: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.severity.name())?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}
