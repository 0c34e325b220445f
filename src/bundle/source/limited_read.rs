//! Reads a file up to the limits of a bundle.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal, quoted};
use crate::bundle::limits::{MAX_FILE_BYTES, MAX_TOTAL_BYTES};
use std::io::{self, Read};

/// Reads what a file holds, up to what is allowed.
pub(crate) fn read_limited(
    path: &str,
    from: impl Read,
    size: u64,
    left: u64,
    failed: impl Fn(&io::Error) -> Diagnostic,
) -> Result<Vec<u8>, Diagnostic> {
    let too_big = || {
        if left < MAX_FILE_BYTES {
            let message = format!(
                "with {} the bundle holds more than {} MiB",
                quoted(path),
                MAX_TOTAL_BYTES >> 20
            );
            return fatal(message, "Split the briefing into several bundles.");
        }
        let message = format!(
            "{} is larger than {} MiB",
            quoted(path),
            MAX_FILE_BYTES >> 20
        );
        fatal(
            message,
            "Store the article as plain text; split it if it is one.",
        )
    };
    let limit = left.min(MAX_FILE_BYTES);
    if size > limit {
        return Err(too_big());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    from.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| failed(&e))?;
    if bytes.len() as u64 > limit {
        return Err(too_big());
    }
    Ok(bytes)
}
