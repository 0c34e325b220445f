//! Errors as they are told: what, where, what to do.

use std::fmt;
use std::io;

use crate::text::clean;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// The output failed.
    Io(io::Error),
    /// Something to tell the reader.
    Told(Told),
}

/// An error with its address, its advice and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    what: String,
    place: String,
    help: String,
    /// The exit code: 2 unless said otherwise.
    pub code: u8,
}

impl Told {
    /// Begins an error with what is wrong.
    pub fn new(what: impl fmt::Display) -> Told {
        Told {
            what: what.to_string(),
            place: String::new(),
            help: String::new(),
            code: 2,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Told {
        self.place = place.to_string();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl fmt::Display) -> Told {
        self.help = help.to_string();
        self
    }

    /// Makes it one of nothing found, exit code 1.
    #[must_use]
    pub fn nothing_found(mut self) -> Told {
        self.code = 1;
        self
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of files and words of the command line come in here raw.
        write!(f, "error: {}", clean::clean(&self.what).trim_end())?;
        if !self.place.is_empty() {
            write!(f, " ({})", clean::clean_line(&self.place))?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", clean::clean_line(&self.help))?;
        }
        Ok(())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

impl From<Told> for Failure {
    fn from(told: Told) -> Failure {
        Failure::Told(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_what_to_do() {
        let told = Told::new("no such thing")
            .at("a\u{1b}[31mb")
            .help("look again");
        assert_eq!(
            told.to_string(),
            "error: no such thing (ab)\n  help: look again"
        );
    }
}
