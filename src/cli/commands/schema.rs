//! `diptych schema`: the JSON Schema of briefing.json, for editors and tools.

use std::io::Write;

use crate::bundle;
use crate::cli::error::{Failure, Outcome};

/// Prints the schema.
pub fn run(out: &mut dyn Write) -> Result<Outcome, Failure> {
    writeln!(out, "{}", bundle::json_schema().trim_end())?;
    Ok(Outcome::Done)
}
