//! Watches the folders of the library. Where the system does not let it (a
//! network folder, too many folders), what changes is seen at the next start or with
//! `:reload`; the open briefing is looked at all the same (`follower.rs`).

use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::runtime::workers::scanner::Job;

/// Watches as long as it lives.
pub struct FolderWatch {
    watcher: Option<RecommendedWatcher>,
    /// What could not be watched, and why.
    failed: Vec<WatchFailure>,
}

/// A folder or file that cannot be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchFailure {
    /// Which one.
    pub path: PathBuf,
    /// Why, in a few words.
    pub why: String,
}

impl FolderWatch {
    /// Begins to watch some folders and files; tells `scanner` what changes there.
    pub fn start<'p>(paths: impl Iterator<Item = &'p Path>, scanner: Sender<Job>) -> FolderWatch {
        let paths: Vec<&Path> = paths.collect();
        // What is heard is told by absolute paths, and of the whole folder of a file.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let roots: Vec<(PathBuf, PathBuf)> = (paths.iter())
            .map(|path| (absolute(path), path.to_path_buf()))
            .collect();
        let heard = move |event: notify::Result<notify::Event>| {
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
                    let _ = scanner.send(Job::Changed(path));
                }
            }
        };
        let mut watcher = match notify::recommended_watcher(heard) {
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
            // An editor that puts a new file in place of a zip would end a watch on it.
            let whole = absolute(path);
            let (folder, mode) = match whole.parent() {
                Some(parent) if path.is_file() => (parent, RecursiveMode::NonRecursive),
                _ => (whole.as_path(), RecursiveMode::Recursive),
            };
            let begun = watcher.watch(folder, mode);
            // A folder that is not there yet is no trouble: there is nothing to see.
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

/// Returns why a folder or file cannot be watched; `None` where it can.
#[must_use]
pub fn watch_obstacle(path: &Path) -> Option<String> {
    let (scanner, _) = crossbeam_channel::unbounded();
    let watch = FolderWatch::start(std::iter::once(path), scanner);
    watch.failed.first().map(|failed| failed.why.clone())
}

fn failure(path: &Path, error: &notify::Error) -> WatchFailure {
    let why = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (fs.inotify.max_user_watches)"
                .to_owned()
        }
        // The system's limit of watchers is told as one of open files.
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

/// `EMFILE`, on every system that this program runs on.
const EMFILE: i32 = 24;

/// Returns the kind of file system that tells nothing of what other machines change
/// on it, where a path lies on one.
#[cfg(target_os = "linux")]
fn network_filesystem(path: &Path) -> Option<&'static str> {
    // Numbers of linux/magic.h and of the file systems' own headers.
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

/// Only Linux tells the kind by a number that is the same everywhere.
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
        let (scanner, jobs) = crossbeam_channel::unbounded();
        let watch = FolderWatch::start(std::iter::once(zip.as_path()), scanner);
        assert_eq!(watch.failed(), []);
        for words in ["2", "3"] {
            let new = dir.path().join("new");
            fs::write(&new, words).unwrap();
            fs::rename(&new, &zip).unwrap();
            let limit = Duration::from_secs(20);
            // Nothing is heard of what else lies in its folder.
            let heard = jobs.recv_timeout(limit).unwrap();
            assert!(
                matches!(&heard, Job::Changed(path) if *path == zip),
                "{heard:?}"
            );
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
