//! How much a bundle may hold. The numbers are far above what a curator
//! writes and far below what would bring a small machine down; the format page
//! names them.

/// Bytes of one file, unpacked: 64 MiB.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// Bytes of all files that are read of one bundle, unpacked: 256 MiB.
pub const MAX_TOTAL_BYTES: u64 = 256 << 20;

/// Entries of a `.briefing` zip, folders included.
pub const MAX_ENTRIES: usize = 10_000;

/// How many times smaller than its content a zip entry may be, where the
/// content is more than [`COMPRESSION_RATIO_FLOOR`] bytes. Prose packs to a third, JSON to a
/// twentieth.
pub const MAX_COMPRESSION_RATIO: u64 = 200;

/// Bytes up to which a zip entry may be packed as small as it likes: 1 MiB.
pub const COMPRESSION_RATIO_FLOOR: u64 = 1 << 20;

/// How deep the brackets of `briefing.json` may be nested.
pub const MAX_DEPTH: usize = 64;

/// Values (strings, numbers, arrays, objects) in `briefing.json`.
pub const MAX_VALUES: usize = 4_000_000;

/// Problems listed of one bundle; a last one says how many there are beside.
pub const MAX_PROBLEMS: usize = 1_000;

/// Quotations of one bundle for which the nearest passage is looked up; a
/// bundle in which more are wrong has been given the wrong articles.
pub const MAX_NEAREST_LOOKUPS: usize = 200;

/// Bytes of article text that are searched for quotations in all: 4 GiB, as
/// many as 20,000 quotations need in articles of 200 KiB.
pub const MAX_SEARCHED_BYTES: u64 = 4 << 30;
