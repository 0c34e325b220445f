//! Tells cheaply whether a bundle may have changed: by the sizes and times of its
//! files, without opening one.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::bundle::hash::Fnv;
use crate::bundle::limits::MAX_ENTRIES;
use crate::model::BundleSource;

/// Seconds for which a file that was just written may change again unseen.
const MTIME_GRACE_SECS: i64 = 2;
/// Folders within folders that are looked into.
const MAX_FOLDER_DEPTH: usize = 8;

/// Sizes and times of a bundle's files, put into one number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fingerprint(Option<u64>);

impl Fingerprint {
    /// Tells whether both are known and the same: then nothing has changed between.
    #[must_use]
    pub fn is_same(self, other: Fingerprint) -> bool {
        self.0.is_some() && self.0 == other.0
    }

    /// Returns how it is written down: hexadecimal digits, nothing where it is unknown.
    pub(crate) fn encode(self) -> String {
        self.0.map_or_else(String::new, |sum| format!("{sum:x}"))
    }

    /// Reads what [`Fingerprint::encode`] gave; none where it is something else.
    pub(crate) fn decode(written: &str) -> Option<Fingerprint> {
        if written.is_empty() {
            return Some(Fingerprint(None));
        }
        let sum = u64::from_str_radix(written, 16).ok()?;
        Some(Fingerprint(Some(sum)))
    }
}

/// What can be told of a bundle's files without opening one, also of files that are
/// being written or are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleMetadata {
    sum: u64,
    is_complete: bool,
    /// Returns `true` if nothing has changed so shortly before that it could change again
    /// within the same tick of the clock: the same sum later means the same files.
    pub is_settled: bool,
}

impl BundleMetadata {
    /// Returns `true` if sizes and times are the same.
    #[must_use]
    pub fn is_same(self, other: BundleMetadata) -> bool {
        self.sum == other.sum && self.is_complete == other.is_complete
    }
}

/// Looks at sizes and times of a bundle's files; `now` in seconds since 1970. Of
/// what is built in there is nothing to look at: it never changes.
#[must_use]
pub fn read_metadata(source: &BundleSource, now: i64) -> BundleMetadata {
    let mut seen = MetadataScanner {
        sum: Fnv::default(),
        newest: i64::MIN,
        entries_left: MAX_ENTRIES,
    };
    let whole = match source {
        BundleSource::BuiltIn(_) => Ok(()),
        BundleSource::Folder(path) => seen.add_folder(path, MAX_FOLDER_DEPTH),
        BundleSource::Zip(path) => fs::metadata(path).map(|meta| seen.add_file(&meta)),
    };
    BundleMetadata {
        sum: seen.sum.value(),
        is_complete: whole.is_ok(),
        is_settled: seen.newest.saturating_add(MTIME_GRACE_SECS) < now,
    }
}

/// Looks at sizes and times of a bundle's files. Unknown where a file has
/// changed so shortly before `now` (seconds since 1970) that it could change
/// again within the same tick of the clock; and of what is built in.
#[must_use]
pub fn fingerprint(source: &BundleSource, now: i64) -> Fingerprint {
    if let BundleSource::BuiltIn(_) = source {
        return Fingerprint(None);
    }
    let seen = read_metadata(source, now);
    Fingerprint((seen.is_complete && seen.is_settled).then_some(seen.sum))
}

struct MetadataScanner {
    sum: Fnv,
    newest: i64,
    entries_left: usize,
}

impl MetadataScanner {
    fn add_folder(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        let mut names: Vec<_> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<_>>()?;
        names.sort();
        for name in names {
            self.entries_left = self
                .entries_left
                .checked_sub(1)
                .ok_or_else(|| io::Error::other("too many files"))?;
            let path = path.join(&name);
            self.sum.update(name.as_bytes());
            // A link that leads nowhere is a fact like any other.
            let Ok(meta) = fs::metadata(&path) else {
                self.sum.update(b"\0");
                continue;
            };
            if meta.is_dir() {
                if depth > 0 {
                    self.add_folder(&path, depth - 1)?;
                }
            } else {
                self.add_file(&meta);
            }
        }
        self.sum.update(b"/");
        Ok(())
    }

    fn add_file(&mut self, meta: &fs::Metadata) {
        for number in [
            meta.size().cast_signed(),
            meta.mtime(),
            meta.mtime_nsec(),
            meta.ctime(),
            meta.ctime_nsec(),
        ] {
            self.sum.update(&number.to_le_bytes());
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
        let first = fingerprint(&source, later);
        assert!(first.is_same(fingerprint(&source, later)));
        assert!(!first.is_same(fingerprint(&source, now)));
        fs::write(dir.path().join("articles/a.txt"), "b").unwrap();
        assert!(!first.is_same(fingerprint(&source, later)));
        let second = fingerprint(&source, later);
        fs::write(dir.path().join("articles/b.txt"), "b").unwrap();
        assert!(!second.is_same(fingerprint(&source, later)));
        assert!(
            !fingerprint(&BundleSource::BuiltIn("x".to_owned()), later).is_same(Fingerprint(None))
        );
    }

    #[test]
    fn a_stamp_is_written_and_read() {
        for stamp in [
            Fingerprint(None),
            Fingerprint(Some(0)),
            Fingerprint(Some(u64::MAX)),
        ] {
            assert_eq!(
                Fingerprint::decode(&stamp.encode()).map(|s| s.0),
                Some(stamp.0)
            );
        }
        assert!(Fingerprint::decode("-").is_none());
    }
}
