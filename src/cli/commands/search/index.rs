//! Opens the index for a search, and brings it up to date.

use crate::cli::error::{CliError, Failure};
use crate::cli::library::Library;
use crate::cli::output::warn;
use crate::cli::progress_bar::ProgressBar;
use crate::runtime::{BusyPolicy, LibraryCache, sync_index};
use crate::search::{Index, SearchError};

/// Bundles that are indexed in memory for one search at most, where another process is
/// writing the index: all of that is thrown away after it. The number was not measured.
const MAX_IN_MEMORY_BUNDLES: usize = 64;

/// What is searched.
pub struct PreparedIndex {
    /// What the library holds.
    pub stock: LibraryCache,
    /// Its index.
    pub index: Index,
    /// Whether another process is still writing it.
    pub is_partial: bool,
}

/// Opens the index of the library, or one in memory, and brings it up to
/// date. Where another process is writing it, a small library is searched in
/// memory, and of a large one what is there; this is never waited for.
pub fn open_current_index(library: &Library) -> Result<PreparedIndex, Failure> {
    let ready = |stock, index, is_partial| PreparedIndex {
        stock,
        index,
        is_partial,
    };
    let broken = |error| Failure::Error(CliError::new(error));
    let index = match library.cache_dir() {
        Ok(folder) => Index::open_dir(&folder).map_err(broken)?,
        Err(_) => Index::in_memory().map_err(broken)?,
    };
    let mut stock = library.cache();
    let mut bar = ProgressBar::new();
    let caught = sync_index(&mut stock, &index, BusyPolicy::GiveUp, &mut |progress| {
        if progress.seconds_left > 0 {
            bar.draw(progress);
        }
    });
    bar.clear();
    match caught {
        Ok(caught) => {
            library.warn_problems(&caught.scan.problems);
            return Ok(ready(stock, index, false));
        }
        Err(SearchError::Busy) if stock.entries().len() > MAX_IN_MEMORY_BUNDLES => {
            warn("another diptych is indexing; what it has not reached is not found yet");
            return Ok(ready(stock, index, true));
        }
        Err(_) => {}
    }
    let memory = Index::in_memory().map_err(broken)?;
    let caught =
        sync_index(&mut stock, &memory, BusyPolicy::GiveUp, &mut |_| ()).map_err(broken)?;
    library.warn_problems(&caught.scan.problems);
    Ok(ready(stock, memory, false))
}
