//! Errors of the commands, with location and hint, and how a command ends.

use std::fmt;
use std::io;

use crate::text::clean;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// The output failed.
    Io(io::Error),
    /// Anything else.
    Error(CliError),
}

/// An error with its location, a hint what to do, and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    message: String,
    location: String,
    hint: String,
    /// The exit code: 2, or 1 after [`CliError::not_found`].
    pub exit_code: u8,
}

impl CliError {
    /// Creates an error that says what is wrong.
    pub fn new(what: impl fmt::Display) -> CliError {
        CliError {
            message: what.to_string(),
            location: String::new(),
            hint: String::new(),
            exit_code: 2,
        }
    }

    /// Adds where.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> CliError {
        self.location = place.to_string();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_hint(mut self, help: impl fmt::Display) -> CliError {
        self.hint = help.to_string();
        self
    }

    /// Makes it an error of something that was not found: exit code 1.
    #[must_use]
    pub fn not_found(mut self) -> CliError {
        self.exit_code = 1;
        self
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of files and words of the command line were not cleaned before.
        write!(f, "error: {}", clean::clean(&self.message).trim_end())?;
        if !self.location.is_empty() {
            write!(f, " ({})", clean::clean_line(&self.location))?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n  help: {}", clean::clean_line(&self.hint))?;
        }
        Ok(())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Failure {
        Failure::Error(error)
    }
}

/// Whether what was asked for was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Nothing found, a check failed, or done in part: exit code 1.
    Nothing,
    /// Done in part, the rest was named: exit code 1.
    Partial,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_what_to_do() {
        let error = CliError::new("no such thing")
            .at("a\u{1b}[31mb")
            .with_hint("look again");
        assert_eq!(
            error.to_string(),
            "error: no such thing (ab)\n  help: look again"
        );
    }
}
