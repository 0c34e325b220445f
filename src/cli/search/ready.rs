//! The index that a search asks, brought up to date for it.

use crate::cli::bar::Bar;
use crate::cli::library::Library;
use crate::cli::told::{Failure, Told};
use crate::cli::warn;
use crate::runtime::stock::Stock;
use crate::runtime::{Others, catch_up};
use crate::search::{Index, SearchError};

/// Bundles that are read for one search where the index cannot be had.
const FEW: usize = 64;

/// What is searched.
pub struct Ready {
    /// What the library holds.
    pub stock: Stock,
    /// Its index.
    pub index: Index,
    /// Whether another process is still writing it.
    pub partial: bool,
}

/// Opens the index of the library, or one in memory, and brings it up to
/// date. Where another process is writing it, a small library is searched in
/// memory, and of a large one what is there; this is never waited for.
pub fn brought_up_to_date(library: &Library) -> Result<Ready, Failure> {
    let ready = |stock, index, partial| Ready {
        stock,
        index,
        partial,
    };
    let broken = |error| Failure::Told(Told::new(error));
    let index = match library.cache() {
        Ok(folder) => Index::open_dir(&folder).map_err(broken)?,
        Err(_) => Index::in_memory().map_err(broken)?,
    };
    let mut stock = library.stock();
    let mut bar = Bar::new();
    let caught = catch_up(&mut stock, &index, Others::GiveUp, &mut |progress| {
        if progress.seconds_left > 0 {
            bar.draw(progress);
        }
    });
    bar.wipe();
    match caught {
        Ok(caught) => {
            library.warn(&caught.survey.problems);
            return Ok(ready(stock, index, false));
        }
        Err(SearchError::Busy) if stock.entries().len() > FEW => {
            warn("another diptych is indexing; what it has not reached is not found yet");
            return Ok(ready(stock, index, true));
        }
        Err(_) => {}
    }
    let memory = Index::in_memory().map_err(broken)?;
    let caught = catch_up(&mut stock, &memory, Others::GiveUp, &mut |_| ()).map_err(broken)?;
    library.warn(&caught.survey.problems);
    Ok(ready(stock, memory, false))
}
