//! Reads the settings file.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;

use crate::runtime::config::error::ConfigError;
use crate::runtime::config::parse::parse_bytes;
use crate::runtime::config::values::Config;

/// Bytes of the file at most: no settings are so long.
const MAX_BYTES: u64 = 1 << 20;

/// Reads the settings file. Without one, the defaults apply.
///
/// # Errors
/// It cannot be read, or has mistakes.
pub fn read(path: &Path) -> Result<Config, ConfigError> {
    match read_bytes(path) {
        Ok(bytes) => {
            parse_bytes(&bytes).map_err(|wrong| ConfigError::Invalid(path.to_owned(), wrong))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(ConfigError::Unreadable(path.to_owned(), error.to_string())),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Before opening: opening a pipe would wait for its other end.
    if fs::metadata(path)?.file_type().is_fifo() {
        return Err(io::Error::other("it is a pipe, not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}
