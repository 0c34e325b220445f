//! What a check found.

use serde::Serialize;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    Good,
    /// It works, with something to know.
    Note,
    /// It does not work.
    Trouble,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct CheckResult {
    pub name: &'static str,
    pub health: Health,
    pub found: String,
    pub help: String,
}

/// Returns the result of a check.
pub fn check_result(
    name: &'static str,
    health: Health,
    found: impl Into<String>,
    help: &str,
) -> CheckResult {
    CheckResult {
        name,
        health,
        found: found.into(),
        help: help.to_owned(),
    }
}
