//! Watches the folders of the library. If that is not possible (a network folder, too many folders),
//! changes are noticed at the next start or with `:reload`; the open briefing is polled anyway
//! (`workers/bundle_watcher.rs`).

use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Watches until it is dropped.
pub struct FolderWatch {
    watcher: Option<RecommendedWatcher>,
    /// What cannot be watched.
    failed: Vec<WatchFailure>,
}

/// A folder or file that cannot be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchFailure {
    /// Its path.
    pub path: PathBuf,
    /// Why, in a few words.
    pub why: String,
}

impl FolderWatch {
    /// Starts to watch folders and files; calls `on_changed` with the path of each change.
    pub fn start<'p>(
        paths: impl Iterator<Item = &'p Path>,
        on_changed: impl Fn(PathBuf) + Send + 'static,
    ) -> FolderWatch {
        let paths: Vec<&Path> = paths.collect();
        // Events name absolute paths, and concern the whole folder of a watched file.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let roots: Vec<(PathBuf, PathBuf)> = (paths.iter())
            .map(|path| (absolute(path), path.to_path_buf()))
            .collect();
        let on_event = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else {
                return;
            };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for path in event.paths {
                let known = roots.iter().find_map(|(absolute, root)| {
                    let below = path.strip_prefix(absolute).ok()?;
                    let is_root = below.as_os_str().is_empty();
                    Some(if is_root {
                        root.clone()
                    } else {
                        root.join(below)
                    })
                });
                if let Some(path) = known {
                    on_changed(path);
                }
            }
        };
        let mut watcher = match notify::recommended_watcher(on_event) {
            Ok(watcher) => watcher,
            Err(error) => {
                let failed = paths.iter().map(|path| failure(path, &error));
                let failed = failed.collect();
                return FolderWatch {
                    watcher: None,
                    failed,
                };
            }
        };
        let mut failed = Vec::new();
        for path in paths {
            // A watch on the zip itself would end when an editor replaces it.
            let whole = absolute(path);
            let (folder, mode) = match whole.parent() {
                Some(parent) if path.is_file() => (parent, RecursiveMode::NonRecursive),
                _ => (whole.as_path(), RecursiveMode::Recursive),
            };
            let begun = watcher.watch(folder, mode);
            // A folder that does not exist yet is no failure: there is nothing to watch.
            if let Err(error) = begun
                && path.exists()
            {
                failed.push(failure(path, &error));
            } else if let Some(kind) = network_filesystem(path) {
                failed.push(WatchFailure {
                    path: path.to_owned(),
                    why: format!("{kind} does not tell what other machines change"),
                });
            }
        }
        FolderWatch {
            watcher: Some(watcher),
            failed,
        }
    }

    /// Returns what cannot be watched.
    #[must_use]
    pub fn failed(&self) -> &[WatchFailure] {
        &self.failed
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        drop(self.watcher.take());
    }
}

/// Returns why a folder or file cannot be watched; `None` if it can.
#[must_use]
pub fn watch_obstacle(path: &Path) -> Option<String> {
    let watch = FolderWatch::start(std::iter::once(path), |_| {});
    watch.failed.first().map(|failed| failed.why.clone())
}

fn failure(path: &Path, error: &notify::Error) -> WatchFailure {
    let why = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (fs.inotify.max_user_watches)"
                .to_owned()
        }
        // inotify reports its limit of watchers as one of open files.
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(EMFILE) => {
            "the system's limit of watchers is reached (fs.inotify.max_user_instances)".to_owned()
        }
        notify::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    WatchFailure {
        path: path.to_owned(),
        why,
    }
}

/// `EMFILE`: the same number on every system that this program runs on.
const EMFILE: i32 = 24;

/// Returns the kind of the file system of a path if it does not report what other machines change.
#[cfg(target_os = "linux")]
fn network_filesystem(path: &Path) -> Option<&'static str> {
    // Numbers from linux/magic.h and from the headers of the file systems.
    let kind = rustix::fs::statfs(path).ok()?.f_type;
    Some(match u32::try_from(kind & 0xffff_ffff).ok()? {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x5346_414f => "AFS",
        0x00c3_6400 => "Ceph",
        0x0102_1997 => "9P",
        0x6573_5546 => "FUSE",
        _ => return None,
    })
}

/// Only Linux has the same number for a kind everywhere.
#[cfg(not(target_os = "linux"))]
fn network(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_zip_that_is_put_in_place_of_another_is_heard_twice() {
        let dir = TempDir::new().unwrap();
        let zip = dir.path().join("a.briefing");
        fs::write(&zip, "1").unwrap();
        let (sender, changes) = crossbeam_channel::unbounded();
        let watch = FolderWatch::start(std::iter::once(zip.as_path()), move |path| {
            let _ = sender.send(path);
        });
        assert_eq!(watch.failed(), []);
        for words in ["2", "3"] {
            let new = dir.path().join("new");
            fs::write(&new, words).unwrap();
            fs::rename(&new, &zip).unwrap();
            let limit = Duration::from_secs(20);
            // Other files of its folder are not reported.
            assert_eq!(changes.recv_timeout(limit).unwrap(), zip);
        }
    }

    #[test]
    fn a_folder_that_is_there_can_be_watched_and_one_that_is_not_is_no_trouble() {
        let dir = TempDir::new().unwrap();
        assert_eq!(watch_obstacle(dir.path()), None);
        assert_eq!(watch_obstacle(&dir.path().join("absent")), None);
    }

    #[test]
    fn limits_are_told_with_the_setting_that_raises_them() {
        let told = |kind| failure(Path::new("x"), &notify::Error::new(kind)).why;
        assert!(told(notify::ErrorKind::MaxFilesWatch).contains("max_user_watches"));
        let error = std::io::Error::from_raw_os_error(EMFILE);
        assert!(told(notify::ErrorKind::Io(error)).contains("max_user_instances"));
    }
}
