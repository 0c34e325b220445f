//! Tells cheaply whether a bundle may have changed: by the sizes and times of its
//! files, without opening one.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::hash::Fnv;
use super::limits::MAX_ENTRIES;
use crate::model::BundleSource;

/// Seconds for which a file that was just written may change again unseen.
const UNSETTLED: i64 = 2;
/// Folders within folders that are looked into.
const DEPTH: usize = 8;

/// Sizes and times of a bundle's files, put into one number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stamp(Option<u64>);

impl Stamp {
    /// Tells whether both are known and the same: then nothing has changed between.
    #[must_use]
    pub fn is_same(self, other: Stamp) -> bool {
        self.0.is_some() && self.0 == other.0
    }

    /// Returns how it is written down: hexadecimal digits, nothing where it is unknown.
    pub(super) fn written(self) -> String {
        self.0.map_or_else(String::new, |sum| format!("{sum:x}"))
    }

    /// Reads what [`Stamp::written`] gave; none where it is something else.
    pub(super) fn read(written: &str) -> Option<Stamp> {
        if written.is_empty() {
            return Some(Stamp(None));
        }
        let sum = u64::from_str_radix(written, 16).ok()?;
        Some(Stamp(Some(sum)))
    }
}

/// What can be told of a bundle's files without opening one, also of files that are
/// being written or are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    sum: u64,
    is_whole: bool,
    /// Returns `true` if nothing has changed so shortly before that it could change again
    /// within the same tick of the clock: the same sum later means the same files.
    pub is_settled: bool,
}

impl Look {
    /// Returns `true` if sizes and times are the same.
    #[must_use]
    pub fn is_same(self, other: Look) -> bool {
        self.sum == other.sum && self.is_whole == other.is_whole
    }
}

/// Looks at sizes and times of a bundle's files; `now` in seconds since 1970. Of
/// what is built in there is nothing to look at: it never changes.
#[must_use]
pub fn look(source: &BundleSource, now: i64) -> Look {
    let mut seen = Seen {
        sum: Fnv::default(),
        newest: i64::MIN,
        left: MAX_ENTRIES,
    };
    let whole = match source {
        BundleSource::BuiltIn(_) => Ok(()),
        BundleSource::Folder(path) => seen.folder(path, DEPTH),
        BundleSource::Zip(path) => fs::metadata(path).map(|meta| seen.file(&meta)),
    };
    Look {
        sum: seen.sum.value(),
        is_whole: whole.is_ok(),
        is_settled: seen.newest.saturating_add(UNSETTLED) < now,
    }
}

/// Looks at sizes and times of a bundle's files. Unknown where a file has
/// changed so shortly before `now` (seconds since 1970) that it could change
/// again within the same tick of the clock; and of what is built in.
#[must_use]
pub fn stamp(source: &BundleSource, now: i64) -> Stamp {
    if let BundleSource::BuiltIn(_) = source {
        return Stamp(None);
    }
    let seen = look(source, now);
    Stamp((seen.is_whole && seen.is_settled).then_some(seen.sum))
}

struct Seen {
    sum: Fnv,
    newest: i64,
    left: usize,
}

impl Seen {
    fn folder(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        let mut names: Vec<_> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<_>>()?;
        names.sort();
        for name in names {
            self.left = self
                .left
                .checked_sub(1)
                .ok_or_else(|| io::Error::other("too many files"))?;
            let path = path.join(&name);
            self.sum.take(name.as_bytes());
            // A link that leads nowhere is a fact like any other.
            let Ok(meta) = fs::metadata(&path) else {
                self.sum.take(b"\0");
                continue;
            };
            if meta.is_dir() {
                if depth > 0 {
                    self.folder(&path, depth - 1)?;
                }
            } else {
                self.file(&meta);
            }
        }
        self.sum.take(b"/");
        Ok(())
    }

    fn file(&mut self, meta: &fs::Metadata) {
        for number in [
            meta.size().cast_signed(),
            meta.mtime(),
            meta.mtime_nsec(),
            meta.ctime(),
            meta.ctime_nsec(),
        ] {
            self.sum.take(&number.to_le_bytes());
        }
        self.newest = self.newest.max(meta.ctime());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_stamp_tells_every_change_and_trusts_nothing_fresh() {
        let dir = TempDir::new().unwrap();
        let source = BundleSource::Folder(dir.path().to_owned());
        fs::create_dir(dir.path().join("articles")).unwrap();
        fs::write(dir.path().join("briefing.json"), "{}").unwrap();
        fs::write(dir.path().join("articles/a.txt"), "a").unwrap();
        let now = fs::metadata(dir.path().join("articles/a.txt"))
            .unwrap()
            .ctime();
        let later = now + 10;
        let first = stamp(&source, later);
        assert!(first.is_same(stamp(&source, later)));
        assert!(!first.is_same(stamp(&source, now)));
        fs::write(dir.path().join("articles/a.txt"), "b").unwrap();
        assert!(!first.is_same(stamp(&source, later)));
        let second = stamp(&source, later);
        fs::write(dir.path().join("articles/b.txt"), "b").unwrap();
        assert!(!second.is_same(stamp(&source, later)));
        assert!(!stamp(&BundleSource::BuiltIn("x".to_owned()), later).is_same(Stamp(None)));
    }

    #[test]
    fn a_stamp_is_written_and_read() {
        for stamp in [Stamp(None), Stamp(Some(0)), Stamp(Some(u64::MAX))] {
            assert_eq!(Stamp::read(&stamp.written()).map(|s| s.0), Some(stamp.0));
        }
        assert!(Stamp::read("-").is_none());
    }
}
