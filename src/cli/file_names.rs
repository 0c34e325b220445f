//! Names of the files and folders that commands share.

/// Name of the settings file in its folder.
pub const SETTINGS_FILE: &str = "config.toml";
/// Name of the index's folder in the cache folder.
pub const INDEX_DIR: &str = "index";
/// Name of the file that remembers what a library holds, beside its index.
pub const LIBRARY_CACHE_FILE: &str = "catalogue";
