//! What is remembered of a library, so that it can be shown before any bundle
//! is opened: its entries, and of each bundle the sizes and times of its files.
//! A cache: one that is damaged, foreign or of another version is as good as none.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::hash::sha256_hex;
use super::library::Root;
use super::limits::MAX_ENTRIES;
use crate::model::{Counts, Date, Entry, EntryState, Problem, Severity, Source};

/// Begins the file. What is remembered depends on the checks, so on the program.
const HEAD: &str = concat!("diptych catalogue 1 ", env!("CARGO_PKG_VERSION"));
/// Separates the fields of a row.
const TAB: char = '\t';
/// Separates the parts of a field.
const UNIT: char = '\u{1f}';
/// Seconds for which a file that was just written may change again unseen.
const UNSETTLED: i64 = 2;
/// Folders within folders that are looked into.
const DEPTH: usize = 8;
/// Digits of a library's key.
const KEY: usize = 16;

/// Sizes and times of a bundle's files, put into one number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stamp(Option<u64>);

impl Stamp {
    /// Tells whether both are known and the same: then nothing has changed between.
    #[must_use]
    pub fn is_same(self, other: Stamp) -> bool {
        self.0.is_some() && self.0 == other.0
    }
}

/// What is remembered of a library.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// One for each bundle, in the order of the library, settled.
    pub entries: Arc<[Entry]>,
    /// One for each entry.
    pub stamps: Vec<Stamp>,
}

/// Returns the name of the folder in which the caches of a library lie:
/// the same for the same folders in the same order.
#[must_use]
pub fn key(roots: &[Root]) -> String {
    let mut bytes = Vec::new();
    for root in roots {
        match root {
            Root::BuiltIn => bytes.extend(b"built in"),
            Root::Path(path) => {
                let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                bytes.extend(real.as_os_str().as_bytes());
            }
        }
        bytes.push(0);
    }
    let mut key = sha256_hex(&bytes);
    key.truncate(KEY);
    key
}

/// Looks at sizes and times of a bundle's files. Unknown where a file has
/// changed so shortly before `now` (seconds since 1970) that it could change
/// again within the same tick of the clock; and of what is built in.
#[must_use]
pub fn stamp(source: &Source, now: i64) -> Stamp {
    let mut seen = Seen {
        digest: Fnv::default(),
        newest: i64::MIN,
        left: MAX_ENTRIES,
    };
    let whole = match source {
        Source::BuiltIn(_) => return Stamp(None),
        Source::Folder(path) => seen.folder(path, DEPTH),
        Source::Zip(path) => fs::metadata(path).map(|meta| seen.file(&meta)),
    };
    let settled = seen.newest.saturating_add(UNSETTLED) < now;
    Stamp((whole.is_ok() && settled).then_some(seen.digest.0))
}

struct Seen {
    digest: Fnv,
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
            self.digest.take(name.as_bytes());
            // A link that leads nowhere is a fact like any other.
            let Ok(meta) = fs::metadata(&path) else {
                self.digest.take(b"\0");
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
        self.digest.take(b"/");
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
            self.digest.take(&number.to_le_bytes());
        }
        self.newest = self.newest.max(meta.ctime());
    }
}

/// FNV-1a of 64 bits.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// What is remembered, as it is written down: whole, but not yet read. A large one
/// is read page by page, on as many threads as there are pages.
pub struct Sheets {
    text: String,
    head: usize,
}

/// What was read of a page.
pub type Page = Vec<(Entry, Stamp)>;

impl Sheets {
    /// Returns what was written; none where there is nothing that can be trusted.
    #[must_use]
    pub fn open(file: &Path) -> Option<Sheets> {
        let text = fs::read_to_string(file).ok()?;
        let (head, rows) = text.split_once('\n')?;
        let (known, digest) = head.rsplit_once(' ')?;
        let head = head.len() + 1;
        (known == HEAD && digest == digest_of(rows)).then_some(Sheets { text, head })
    }

    /// Cuts it into at most `most` pages of about the same length, at least of one row.
    #[must_use]
    pub fn pages(&self, most: usize) -> Vec<&str> {
        let mut rest = &self.text[self.head..];
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

    /// Returns the first rows, at most so many, and whether these are all.
    #[must_use]
    pub fn beginning(&self, rows: usize) -> (&str, bool) {
        let all = &self.text[self.head..];
        let end = all.match_indices('\n').nth(rows.saturating_sub(1));
        let end = end.map_or(all.len(), |(at, _)| at + 1);
        (&all[..end], end == all.len())
    }

    /// Reads a page; none where it cannot be read.
    #[must_use]
    pub fn read(page: &str) -> Option<Page> {
        let mut read = Vec::with_capacity(page.len() / 200);
        for row in page.lines() {
            read.push(read_row(row)?);
        }
        Some(read)
    }
}

impl FromIterator<Page> for Catalogue {
    fn from_iter<I: IntoIterator<Item = Page>>(pages: I) -> Catalogue {
        let (entries, stamps): (Vec<_>, Vec<_>) = pages.into_iter().flatten().unzip();
        Catalogue {
            entries: entries.into(),
            stamps,
        }
    }
}

impl Catalogue {
    /// Writes it beside the old one and puts it in its place. Does nothing while
    /// another process writes. Bundles whose names cannot be written down are left out.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let mut rows = String::new();
        for (entry, stamp) in self.entries.iter().zip(&self.stamps) {
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
        let written = writeln!(out, "{HEAD} {}", digest_of(&rows))
            .and_then(|()| out.write_all(rows.as_bytes()))
            .and_then(|()| fs::rename(&aside, file));
        if written.is_err() {
            let _ = fs::remove_file(&aside);
        }
        written
    }
}

/// The sum by which a damaged file is told. Eight bytes at a time: it is
/// computed before the first picture.
fn digest_of(rows: &str) -> String {
    let mut sum = Fnv::default().0;
    let mut words = rows.as_bytes().chunks_exact(8);
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    let mut rest = Fnv(sum);
    rest.take(words.remainder());
    rest.take(&rows.len().to_le_bytes());
    format!("{:016x}", rest.0)
}

/// A problem as it is written down.
#[derive(Serialize, Deserialize)]
struct Written(
    Severity,
    String,
    String,
    String,
    usize,
    usize,
    String,
    String,
);

fn write_row(rows: &mut String, entry: &Entry, stamp: Stamp) {
    let (kind, path) = match &entry.source {
        Source::Folder(path) => ('F', path.to_str()),
        Source::Zip(path) => ('Z', path.to_str()),
        Source::BuiltIn(name) => ('B', Some(name.as_str())),
    };
    let Some(path) = path else {
        return;
    };
    let state = match entry.state {
        EntryState::Ready => 'r',
        EntryState::Broken => 'b',
        EntryState::Hidden => 'h',
    };
    let updated = entry.updated.as_ref().map_or("", Date::edtf);
    let mut sides = String::new();
    for (label, count) in &entry.counts.sides {
        // Writing to a string cannot fail.
        let _ = write!(sides, "{label}{UNIT}{count}{UNIT}");
    }
    let problems = if entry.problems.is_empty() {
        String::new()
    } else {
        let list: Vec<Written> = entry.problems.iter().map(Written::of).collect();
        match serde_json::to_string(&list) {
            Ok(json) => json,
            Err(_) => return,
        }
    };
    let texts = [
        path,
        &entry.id,
        &entry.title,
        updated,
        &entry.hash,
        &sides,
        &problems,
    ];
    if texts.iter().any(|t| t.contains([TAB, '\n', '\r'])) {
        return;
    }
    let stamp = stamp.0.map_or_else(String::new, |s| format!("{s:x}"));
    let Counts {
        articles,
        statements,
        ..
    } = entry.counts;
    let _ = write!(rows, "{stamp}\t{kind}{state}\t{articles}\t{statements}");
    for text in texts {
        rows.push(TAB);
        rows.push_str(text);
    }
    rows.push('\n');
}

fn read_row(row: &str) -> Option<(Entry, Stamp)> {
    let mut fields = row.split(TAB);
    let mut next = || fields.next();
    let stamp = match next()? {
        "" => Stamp(None),
        digits => Stamp(Some(u64::from_str_radix(digits, 16).ok()?)),
    };
    let kinds = next()?.as_bytes();
    let articles = next()?.parse().ok()?;
    let statements = next()?.parse().ok()?;
    let path = next()?;
    let source = match kinds.first()? {
        b'F' => Source::Folder(PathBuf::from(path)),
        b'Z' => Source::Zip(PathBuf::from(path)),
        b'B' => Source::BuiltIn(path.to_owned()),
        _ => return None,
    };
    let state = match kinds.get(1)? {
        b'r' => EntryState::Ready,
        b'b' => EntryState::Broken,
        b'h' => EntryState::Hidden,
        _ => return None,
    };
    let id = next()?.to_owned();
    let title = next()?.to_owned();
    let updated = match next()? {
        "" => None,
        date => Some(Date::parse(date).ok()?),
    };
    let hash = next()?.to_owned();
    let mut sides = Vec::new();
    let mut parts = next()?.split_terminator(UNIT);
    while let Some(label) = parts.next() {
        sides.push((label.to_owned(), parts.next()?.parse().ok()?));
    }
    let problems = match next()? {
        "" => Vec::new(),
        json => serde_json::from_str::<Vec<Written>>(json)
            .ok()?
            .into_iter()
            .map(Written::problem)
            .collect(),
    };
    let entry = Entry {
        id,
        title,
        source,
        updated,
        counts: Counts {
            articles,
            statements,
            sides,
        },
        state,
        problems,
        hash,
    };
    Some((entry, stamp))
}

impl Written {
    fn of(problem: &Problem) -> Written {
        let p = problem.clone();
        Written(
            p.severity, p.bundle, p.file, p.path, p.line, p.column, p.message, p.help,
        )
    }

    fn problem(self) -> Problem {
        Problem {
            severity: self.0,
            bundle: self.1,
            file: self.2,
            path: self.3,
            line: self.4,
            column: self.5,
            message: self.6,
            help: self.7,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn read(file: &Path) -> Option<Catalogue> {
        let sheets = Sheets::open(file)?;
        let one: Option<Catalogue> = sheets.pages(1).into_iter().map(Sheets::read).collect();
        let (rows, all) = sheets.beginning(1);
        assert_eq!((rows.lines().count(), all), (1, rows == sheets.pages(1)[0]));
        assert!(sheets.beginning(100).1);
        for most in [2, 3, 100] {
            let pages = sheets.pages(most);
            assert!(pages.len() <= most);
            let many: Option<Catalogue> = pages.into_iter().map(Sheets::read).collect();
            assert_eq!(
                many.map(|c| c.entries),
                one.as_ref().map(|c| c.entries.clone())
            );
        }
        one
    }

    fn catalogue() -> Catalogue {
        let entry = |id: &str, problems| Entry {
            id: id.to_owned(),
            title: format!("The case of {id}: “who said what”"),
            source: Source::Folder(PathBuf::from(format!("/library/{id}"))),
            updated: Date::parse("2021-03~").ok(),
            counts: Counts {
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
            stamps: vec![Stamp(Some(7)), Stamp(None)],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("catalogue");
        let written = catalogue();
        written.write(&file).unwrap();
        let read = read(&file).unwrap();
        assert_eq!(read.entries, written.entries);
        assert!(read.stamps[0].is_same(Stamp(Some(7))));
        assert!(!read.stamps[1].is_same(Stamp(None)));
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
        let other = other.replacen("catalogue 1", "catalogue 0", 1);
        fs::write(&file, other).unwrap();
        assert!(read(&file).is_none());
    }

    #[test]
    fn a_stamp_tells_every_change_and_trusts_nothing_fresh() {
        let dir = TempDir::new().unwrap();
        let source = Source::Folder(dir.path().to_owned());
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
        assert!(!stamp(&Source::BuiltIn("x".to_owned()), later).is_same(Stamp(None)));
    }

    #[test]
    fn each_library_has_a_key_of_its_own() {
        let roots = |names: &[&str]| -> Vec<Root> {
            names.iter().map(|n| Root::Path(PathBuf::from(n))).collect()
        };
        assert_eq!(key(&roots(&["/no/a"])).len(), KEY);
        assert_eq!(key(&roots(&["/no/a"])), key(&roots(&["/no/a"])));
        assert_ne!(
            key(&roots(&["/no/a", "/no/b"])),
            key(&roots(&["/no/b", "/no/a"]))
        );
    }
}
