//! Ids made of contents: the same content has the same id everywhere.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Begins the ids of things that have no address on the web.
pub(super) const URN_PREFIX: &str = "urn:x-diptych:";

/// Returns 32 hex digits that stand for a text: the first half of its SHA-256.
pub(super) fn content_id(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
