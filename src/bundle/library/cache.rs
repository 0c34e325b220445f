//! What is remembered of a library, so that it can be shown before any bundle
//! is opened: its entries, each with the stamp of its bundle.
//! A cache: one that is damaged, foreign or of another version is as good as none.
//! The first picture needs only its beginning, so a large one is read in two parts,
//! and the second page by page, on as many threads as there are pages.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use crate::bundle::hash::{checksum, sha256_hex};
use crate::bundle::library::cache_row::{read_row, write_row};
use crate::bundle::library::discover::LibraryRoot;
use crate::bundle::library::fingerprint::Fingerprint;
use crate::model::LibraryEntry;

/// Begins the file. What is remembered depends on the checks, so on the program.
const HEADER: &str = concat!("diptych catalogue 2 ", env!("CARGO_PKG_VERSION"));
/// Bytes behind it on its line: length and sum of the beginning and of the rest.
const CHECKSUMS_LEN: usize = 4 * 17 + 1;
/// Rows that are read before all others: more than a screen shows.
const HEAD_ROWS: usize = 200;
/// Digits of a library's key.
const KEY_LEN: usize = 16;

/// What is remembered of a library.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// One for each bundle, in the order of the library, settled.
    pub entries: Arc<[LibraryEntry]>,
    /// One for each entry.
    pub fingerprints: Vec<Fingerprint>,
}

/// Returns the name of the folder in which the caches of a library lie:
/// the same for the same folders in the same order.
#[must_use]
pub fn library_key(roots: &[LibraryRoot]) -> String {
    let mut bytes = Vec::new();
    for root in roots {
        match root {
            LibraryRoot::BuiltIn => bytes.extend(b"built in"),
            LibraryRoot::Path(path) => {
                let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                bytes.extend(real.as_os_str().as_bytes());
            }
        }
        bytes.push(0);
    }
    let mut key = sha256_hex(&bytes);
    key.truncate(KEY_LEN);
    key
}

/// What was read of a page.
pub type CachePage = Vec<(LibraryEntry, Fingerprint)>;

/// A catalogue as it is written down. Its beginning is read and checked at once; the
/// rest, which has a checksum of its own, when it is asked for. What was opened stays
/// the same, whoever writes meanwhile: a new one is put in place of the old.
pub struct CacheReader {
    beginning: String,
    rest: Tail,
}

/// The rows behind the beginning.
struct Tail {
    file: File,
    length: usize,
    sum: u64,
}

impl CacheReader {
    /// Opens what was written; none where there is nothing that can be trusted.
    #[must_use]
    pub fn open(file: &Path) -> Option<CacheReader> {
        let mut file = File::open(file).ok()?;
        let mut head = [0; HEADER.len() + CHECKSUMS_LEN];
        file.read_exact(&mut head).ok()?;
        let (known, sums) = head.split_at(HEADER.len());
        let mut sums = std::str::from_utf8(sums).ok()?.split_ascii_whitespace();
        let mut next = || u64::from_str_radix(sums.next()?, 16).ok();
        let mut part = || Some((usize::try_from(next()?).ok()?, next()?));
        let (beginning, (length, sum)) = (part()?, part()?);
        if known != HEADER.as_bytes() {
            return None;
        }
        let beginning = read_checked(&mut file, beginning.0, beginning.1)?;
        let rest = Tail { file, length, sum };
        Some(CacheReader { beginning, rest })
    }

    /// Returns the first rows.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.beginning
    }

    /// Tells whether the beginning is all.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rest.length == 0
    }

    /// Reads the rows behind the beginning; none where they cannot be trusted.
    #[must_use]
    pub fn read_tail(mut self) -> Option<String> {
        read_checked(&mut self.rest.file, self.rest.length, self.rest.sum)
    }
}

/// Reads so many bytes; none where they have another sum.
fn read_checked(file: &mut File, length: usize, sum: u64) -> Option<String> {
    // A damaged head may ask for anything.
    let there = usize::try_from(file.metadata().ok()?.len()).ok()?;
    if length > there {
        return None;
    }
    let mut part = vec![0; length];
    file.read_exact(&mut part).ok()?;
    if checksum(&part) != sum {
        return None;
    }
    String::from_utf8(part).ok()
}

/// Cuts rows into at most `most` pages of about the same length, at least of one row.
#[must_use]
pub fn split_pages(rows: &str, most: usize) -> Vec<&str> {
    let mut rest = rows;
    let length = rest.len().div_ceil(most.max(1)).max(1);
    let mut pages = Vec::new();
    while !rest.is_empty() {
        let least = (length - 1).min(rest.len() - 1);
        let end = rest.as_bytes()[least..].iter().position(|b| *b == b'\n');
        let (page, after) = rest.split_at(end.map_or(rest.len(), |end| least + end + 1));
        pages.push(page);
        rest = after;
    }
    pages
}

/// Reads a page; none where it cannot be read.
#[must_use]
pub fn parse_page(page: &str) -> Option<CachePage> {
    let mut read = Vec::with_capacity(page.len() / 200);
    for row in page.lines() {
        read.push(read_row(row)?);
    }
    Some(read)
}

impl FromIterator<CachePage> for Catalogue {
    fn from_iter<I: IntoIterator<Item = CachePage>>(pages: I) -> Catalogue {
        Catalogue::default().with_pages(pages)
    }
}

impl Catalogue {
    /// Adds pages behind what is there.
    #[must_use]
    pub fn with_pages(self, pages: impl IntoIterator<Item = CachePage>) -> Catalogue {
        let rows = self.entries.iter().cloned().zip(self.fingerprints);
        let (entries, fingerprints): (Vec<_>, Vec<_>) =
            rows.chain(pages.into_iter().flatten()).unzip();
        Catalogue {
            entries: entries.into(),
            fingerprints,
        }
    }

    /// Writes it beside the old one and puts it in its place. Does nothing while
    /// another process writes. Bundles whose names cannot be written down are left out.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let mut rows = String::new();
        for (entry, stamp) in self.entries.iter().zip(&self.fingerprints) {
            write_row(&mut rows, entry, *stamp);
        }
        let aside = file.with_extension("new");
        let mut out = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&aside)?;
        if out.try_lock().is_err() {
            return Ok(());
        }
        // Another process may have put it in place between opening and locking.
        if fs::metadata(&aside).map(|m| m.ino()).ok() != out.metadata().map(|m| m.ino()).ok() {
            return Ok(());
        }
        out.set_len(0)?;
        let (beginning, rest) = rows.split_at(head_len(&rows));
        let mut head = HEADER.to_owned();
        for part in [beginning, rest] {
            // Writing to a string cannot fail.
            let _ = write!(
                head,
                " {:016x} {:016x}",
                part.len(),
                checksum(part.as_bytes())
            );
        }
        let written = writeln!(out, "{head}")
            .and_then(|()| out.write_all(rows.as_bytes()))
            .and_then(|()| fs::rename(&aside, file));
        if written.is_err() {
            let _ = fs::remove_file(&aside);
        }
        written
    }
}

/// Returns where the beginning of some rows ends.
fn head_len(rows: &str) -> usize {
    let end = rows.match_indices('\n').nth(HEAD_ROWS - 1);
    end.map_or(rows.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::{BriefingCounts, BundleSource, Date, EntryState, Problem, Severity};
    use tempfile::TempDir;

    fn read(file: &Path) -> Option<Catalogue> {
        let sheets = CacheReader::open(file)?;
        let mut rows = sheets.head().to_owned();
        rows.push_str(&sheets.read_tail()?);
        let one: Option<Catalogue> = split_pages(&rows, 1).into_iter().map(parse_page).collect();
        for most in [2, 3, 100] {
            let pages = split_pages(&rows, most);
            assert!(pages.len() <= most);
            let many: Option<Catalogue> = pages.into_iter().map(parse_page).collect();
            assert_eq!(
                many.map(|c| c.entries),
                one.as_ref().map(|c| c.entries.clone())
            );
        }
        one
    }

    fn known() -> Fingerprint {
        Fingerprint::decode("7").unwrap()
    }

    fn catalogue() -> Catalogue {
        let entry = |id: &str, problems| LibraryEntry {
            id: id.to_owned(),
            title: format!("The case of {id}: “who said what”"),
            source: BundleSource::Folder(PathBuf::from(format!("/library/{id}"))),
            updated: Date::parse("2021-03~").ok(),
            counts: BriefingCounts {
                articles: 5,
                statements: 12,
                sides: vec![("Office".to_owned(), 7), ("Company".to_owned(), 5)],
            },
            state: EntryState::Ready,
            problems,
            hash: "ab".repeat(32),
        };
        let problem = Problem {
            severity: Severity::Warning,
            bundle: "/library/b".to_owned(),
            file: "briefing.json".to_owned(),
            path: "topics[1]".to_owned(),
            line: 3,
            column: 9,
            message: "a \"tab\" \t and a line\nbreak".to_owned(),
            help: String::new(),
        };
        Catalogue {
            entries: vec![entry("a", Vec::new()), entry("b", vec![problem])].into(),
            fingerprints: vec![known(), Fingerprint::default()],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("catalogue");
        let written = catalogue();
        written.write(&file).unwrap();
        assert!(CacheReader::open(&file).unwrap().is_complete());
        let read = read(&file).unwrap();
        assert_eq!(read.entries, written.entries);
        assert!(read.fingerprints[0].is_same(known()));
        assert!(!read.fingerprints[1].is_same(known()));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_or_foreign_file_is_as_good_as_none() {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("catalogue");
        assert!(read(&file).is_none());
        catalogue().write(&file).unwrap();
        let whole = fs::read(&file).unwrap();
        for cut in 0..whole.len() {
            fs::write(&file, &whole[..cut]).unwrap();
            assert!(read(&file).is_none(), "{cut}");
        }
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, &bytes).unwrap();
            assert!(read(&file).is_none(), "{at}");
        }
        let other = String::from_utf8(whole).unwrap();
        let other = other.replacen("catalogue 2", "catalogue 1", 1);
        fs::write(&file, other).unwrap();
        assert!(read(&file).is_none());
    }

    #[test]
    fn a_large_one_is_read_in_two_parts_and_damage_in_the_second_is_found() {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("catalogue");
        let few = catalogue();
        let many = Catalogue {
            entries: few.entries.iter().cycle().take(450).cloned().collect(),
            fingerprints: vec![known(); 450],
        };
        many.write(&file).unwrap();
        assert_eq!(read(&file).unwrap().entries, many.entries);
        assert!(!CacheReader::open(&file).unwrap().is_complete());
        let sheets = CacheReader::open(&file).unwrap();
        let end = HEADER.len() + CHECKSUMS_LEN + sheets.head().len();
        assert_eq!(sheets.head().lines().count(), HEAD_ROWS);
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(997).chain([end - 1, end]) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, &bytes).unwrap();
            assert!(read(&file).is_none(), "{at}");
            assert_eq!(CacheReader::open(&file).is_some(), at >= end, "{at}");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert!(CacheReader::open(&file).unwrap().read_tail().is_none());
    }

    #[test]
    fn each_library_has_a_key_of_its_own() {
        let roots = |names: &[&str]| -> Vec<LibraryRoot> {
            names
                .iter()
                .map(|n| LibraryRoot::Path(PathBuf::from(n)))
                .collect()
        };
        assert_eq!(library_key(&roots(&["/no/a"])).len(), KEY_LEN);
        assert_eq!(
            library_key(&roots(&["/no/a"])),
            library_key(&roots(&["/no/a"]))
        );
        assert_ne!(
            library_key(&roots(&["/no/a", "/no/b"])),
            library_key(&roots(&["/no/b", "/no/a"]))
        );
    }
}
