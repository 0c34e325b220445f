//! Watches the folders of the library. Where the system does not let it (a
//! network folder, too many folders), what changes is seen at the next start.

use std::path::Path;

use crossbeam_channel::Sender;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::scanner::Job;

/// Watches as long as it lives.
pub struct Watch(Option<RecommendedWatcher>);

impl Watch {
    /// Begins to watch some folders and files; tells `scanner` what changes there.
    pub fn start<'p>(paths: impl Iterator<Item = &'p Path>, scanner: Sender<Job>) -> Watch {
        let heard = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else {
                return;
            };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for path in event.paths {
                let _ = scanner.send(Job::Touched(path));
            }
        };
        let Ok(mut watcher) = notify::recommended_watcher(heard) else {
            return Watch(None);
        };
        for path in paths {
            let _ = watcher.watch(path, RecursiveMode::Recursive);
        }
        Watch(Some(watcher))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}
