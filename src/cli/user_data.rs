//! Opens the database of bookmarks, saved searches and positions for a command.

use crate::cli::error::CliError;
use crate::cli::output::warn;
use crate::paths;
use crate::runtime;
use crate::store::Store;

/// Opens the database, and prints its notices to standard error.
pub fn open_store() -> Result<Store, CliError> {
    let data = paths::data().map_err(CliError::new)?;
    let opened = Store::open_dir(&data.path, runtime::now()).map_err(CliError::new)?;
    for notice in &opened.notices {
        warn(notice);
    }
    Ok(opened.store)
}

/// Returns bytes that no other session has, for the ids of bookmarks.
///
/// # Errors
/// Where the system has no random numbers.
pub fn random_seed() -> Result<[u8; 16], CliError> {
    let mut seed = [0; 16];
    getrandom::fill(&mut seed)
        .map_err(|error| CliError::new(format!("the system gives no random numbers: {error}")))?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sessions_have_different_seeds() {
        assert_ne!(random_seed().unwrap(), random_seed().unwrap());
    }
}
