//! What makes a folder or zip a bundle: the name of its file and the version of the format.

/// The name of the file that makes a folder a bundle.
pub(crate) const BRIEFING_FILE: &str = "briefing.json";

/// The version of the format that this reader knows.
pub const FORMAT_VERSION: u32 = 1;
