//! What is wrong with the settings file.

use std::fmt;
use std::path::PathBuf;

use crate::text::clean;

/// One mistake in the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Why the settings could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The file exists but cannot be read: its path, and why.
    Unreadable(PathBuf, String),
    /// The path of the file, and its mistakes: at least one.
    Invalid(PathBuf, Vec<ConfigMistake>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::Unreadable(path, why) => write!(
                f,
                "error: the settings cannot be read: {why} ({})\n  help: mend the file or move it away; without it the usual settings hold",
                clean::clean_line(&path.display().to_string())
            ),
            ConfigError::Invalid(path, mistakes) => {
                let path = clean::clean_line(&path.display().to_string());
                for (i, mistake) in mistakes.iter().enumerate() {
                    let ConfigMistake {
                        line,
                        column,
                        message,
                        help,
                    } = mistake;
                    if i > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "error: {message} ({path}:{line}:{column})")?;
                    if !help.is_empty() {
                        write!(f, "\n  help: {help}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for ConfigError {}
