//! Reading on several threads.

use std::panic::resume_unwind;

use crate::bundle::{self, LoadedBundle};
use crate::model::BundleSource;

/// Threads that read at the same time at most. More would mostly wait for the same disk.
const MAX_THREADS: usize = 4;

/// Returns how many threads read at the same time.
pub fn thread_count() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(MAX_THREADS)
}

/// Does some work for all parts at the same time, for the first on this thread.
pub fn parallel_map<P: Sync, R: Send>(parts: &[P], work: impl Fn(&P) -> R + Sync) -> Vec<R> {
    let Some((first, others)) = parts.split_first() else {
        return Vec::new();
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = others
            .iter()
            .map(|part| scope.spawn(|| work(part)))
            .collect();
        let first = work(first);
        // A panic on another thread becomes one on this thread.
        let others = others.into_iter();
        let others = others.map(|other| other.join().unwrap_or_else(|why| resume_unwind(why)));
        std::iter::once(first).chain(others).collect()
    })
}

/// Reads bundles, several at the same time.
pub fn load_parallel(sources: &[&BundleSource]) -> Vec<LoadedBundle> {
    let each = sources.len().div_ceil(thread_count()).max(1);
    let parts: Vec<&[&BundleSource]> = sources.chunks(each).collect();
    let loaded = parallel_map(&parts, |part| -> Vec<LoadedBundle> {
        part.iter().map(|source| bundle::load(source)).collect()
    });
    loaded.into_iter().flatten().collect()
}
