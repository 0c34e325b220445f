//! From files to [`Briefing`], or to the list of everything that is wrong with
//! them. A bundle is a folder, a `.briefing` zip or compiled into the program;
//! whatever bytes it holds, loading it ends with a briefing, with problems, or
//! with both, never with a panic. `docs/format.md` is the page for curators.
//!
//! | file | what it does |
//! |---|---|
//! | `library` | which bundles there are, which of two goes first |
//! | `catalogue` | what is remembered of them from one start to the next |
//! | `stamp` | whether a bundle may have changed since |
//! | `files` | folder, zip, built in; the limits |
//! | `json`, `decode` | bytes to text to values with their places |
//! | `raw`, `read` | the fields of the format; values to fields |
//! | `check` | fields to the model: ids, dates, articles, quotations |
//! | `canonical` | an article's file to its canonical text |
//! | `report` | problems and their places |
//! | `write` | edits of a briefing, back to its file |

mod address;
mod canonical;
mod catalogue;
mod check;
mod decode;
mod files;
mod hash;
mod json;
mod library;
pub mod limits;
mod raw;
mod read;
mod report;
mod stamp;
pub mod write;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use self::check::Check;
use self::decode::decode;
use self::files::Files;
use self::json::Node;
use self::report::{At, BRIEFING, Report, Walk, fatal};
use crate::model::{
    Briefing, BriefingCounts, BundleSource, Date, EntryState, LibraryEntry, Problem, is_slug,
};
use crate::text::clean::{clean, clean_line, is_clean};

pub use self::catalogue::{Catalogue, Page, Sheets, key, pages, read_page};
pub use self::hash::sha256_hex;
pub use self::library::{Root, discover, is_gone, settle};
pub use self::stamp::{Look, Stamp, look, stamp};

/// The version of the format that this reader knows.
pub const FORMAT: u32 = 1;

/// Characters of a line that [`source_line`] gives at most.
const LINE: usize = 2_000;

/// What came of loading a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The briefing, unless a problem is fatal.
    pub briefing: Option<Briefing>,
    /// All that is wrong with the bundle, worst first.
    pub problems: Vec<Problem>,
    /// What the library says of the bundle: id, counts, hash, state, the same problems.
    pub entry: LibraryEntry,
}

/// Loads a bundle and checks all of it. Never fails: the problems say what is
/// wrong, and where one is fatal there is no briefing.
#[must_use]
pub fn load(source: &BundleSource) -> Loaded {
    let mut report = Report::new(&source.to_string());
    let bytes = match Files::open(source) {
        Ok(mut files) => match files.read(BRIEFING) {
            Ok(bytes) => Some((files, bytes)),
            Err(fault) => {
                report.file(BRIEFING, (0, 0), fault);
                None
            }
        },
        Err(faults) => {
            for (file, fault) in faults {
                report.file(&file, (0, 0), fault);
            }
            None
        }
    };
    match bytes {
        Some((mut files, bytes)) => load_read(source, &mut files, &bytes, report),
        None => broken(source, report.finish(""), None, String::new()),
    }
}

/// Goes on where `briefing.json` has been read.
fn load_read(source: &BundleSource, files: &mut Files, bytes: &[u8], mut report: Report) -> Loaded {
    let own_hash = sha256_hex(bytes);
    let text = match decode(bytes) {
        Ok(text) => text,
        Err((place, fault)) => {
            report.file(BRIEFING, place, fault);
            return broken(source, report.finish(""), None, own_hash);
        }
    };
    let root = match json::parse(text) {
        Ok(root) => root,
        Err(e) => {
            report.offset(e.offset, &At::ROOT, fatal(e.message, e.help));
            return broken(source, report.finish(text), None, own_hash);
        }
    };
    let Some(raw) = read::bundle(&root, &mut report) else {
        return broken(source, report.finish(text), Some(&root), own_hash);
    };
    let mut check = Check {
        root: &root,
        report: &mut report,
        files,
        read: vec![(own_hash, BRIEFING.to_owned())],
    };
    let mut briefing = check.briefing(&raw, source);
    let hash = hash_of_all(&check.read);
    let is_fatal = report.is_fatal();
    let problems = report.finish(text);
    if is_fatal {
        return broken(source, problems, Some(&root), hash);
    }
    briefing.hash = hash;
    let entry = LibraryEntry {
        id: briefing.id.clone(),
        title: briefing.title.clone(),
        source: source.clone(),
        updated: briefing.updated.clone(),
        counts: counts(&briefing),
        state: EntryState::Ready,
        problems: problems.clone(),
        hash: briefing.hash.clone(),
    };
    Loaded {
        briefing: Some(briefing),
        problems,
        entry,
    }
}

/// Returns the SHA-256 over the list of all files with theirs.
fn hash_of_all(files: &[(String, String)]) -> String {
    let mut list = String::new();
    for (hash, path) in files {
        list.push_str(hash);
        list.push_str("  ");
        list.push_str(path);
        list.push('\n');
    }
    sha256_hex(list.as_bytes())
}

fn counts(briefing: &Briefing) -> BriefingCounts {
    let by_side = briefing.counts_by_side();
    let labels = briefing.sides.iter().map(|s| s.label.clone());
    BriefingCounts {
        articles: briefing.articles.len(),
        statements: briefing.statements.len(),
        sides: labels.zip(by_side).collect(),
    }
}

/// Describes a bundle that does not open by what could be read of it.
fn broken(
    source: &BundleSource,
    problems: Vec<Problem>,
    root: Option<&Node>,
    hash: String,
) -> Loaded {
    let text = |name: &str| root?.field(name)?.value.text();
    let size = |name: &str| {
        let list = root.and_then(|r| r.field(name)?.value.items());
        list.map_or(0, <[Node]>::len)
    };
    let name = file_name(source);
    let entry = LibraryEntry {
        id: text("id")
            .filter(|id| is_slug(id))
            .unwrap_or(&name)
            .to_owned(),
        title: text("title")
            .map(clean_line)
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| name.clone()),
        source: source.clone(),
        updated: text("updated").and_then(|date| Date::parse(date).ok()),
        counts: BriefingCounts {
            articles: size("articles"),
            statements: size("statements"),
            sides: Vec::new(),
        },
        state: EntryState::Broken,
        problems: problems.clone(),
        hash,
    };
    Loaded {
        briefing: None,
        problems,
        entry,
    }
}

/// Returns the name by which a bundle goes as long as its id is not known.
fn file_name(source: &BundleSource) -> String {
    let name = match source {
        BundleSource::BuiltIn(name) => Cow::Borrowed(name.as_str()),
        BundleSource::Folder(path) => path.file_name().map_or("".into(), |n| n.to_string_lossy()),
        BundleSource::Zip(path) => path.file_stem().map_or("".into(), |n| n.to_string_lossy()),
    };
    let name = clean_line(&name);
    if name.is_empty() {
        // "." and "/" have no name of their own.
        return clean_line(&source.to_string());
    }
    name
}

/// Returns the id of a bundle without reading its articles; `None` where
/// `briefing.json` cannot be read or has no id.
#[must_use]
pub fn peek_id(source: &BundleSource) -> Option<String> {
    let bytes = Files::open(source).ok()?.read(BRIEFING).ok()?;
    let id = json::first_text(decode(&bytes).ok()?, "id")?;
    is_slug(&id).then(|| id.into_owned())
}

/// Returns a bundle's id and the hash over its files without checking it: what
/// [`load`] gives as [`LibraryEntry::id`] and [`LibraryEntry::hash`] where the bundle is sound.
/// `None` where that cannot be told without the check.
#[must_use]
pub fn peek_hash(source: &BundleSource) -> Option<(String, String)> {
    let mut files = Files::open(source).ok()?;
    let bytes = files.read(BRIEFING).ok()?;
    let root = json::parse(decode(&bytes).ok()?).ok()?;
    let id = root.field("id")?.value.text().filter(|id| is_slug(id))?;
    let mut read = vec![(sha256_hex(&bytes), BRIEFING.to_owned())];
    for article in root.field("articles")?.value.items()? {
        let path = article.field("text")?.value.text()?;
        read.push((sha256_hex(&files.read(path).ok()?), path.to_owned()));
    }
    Some((id.to_owned(), hash_of_all(&read)))
}

/// Returns where entries of `briefing.json` stand, each named by its list and its id: line
/// and column, from 1, and its JSON path. `None` where the file has no such entry.
#[must_use]
pub fn locate(
    source: &BundleSource,
    wanted: &[(&str, &str)],
) -> Vec<Option<(usize, usize, String)>> {
    let mut found = vec![None; wanted.len()];
    let bytes = Files::open(source)
        .ok()
        .and_then(|mut files| files.read(BRIEFING).ok());
    let Some(text) = bytes.as_deref().and_then(|bytes| decode(bytes).ok()) else {
        return found;
    };
    let Ok(root) = json::parse(text) else {
        return found;
    };
    let mut entries: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    for list in wanted
        .iter()
        .map(|(list, _)| *list)
        .collect::<BTreeSet<_>>()
    {
        let items = root.field(list).and_then(|m| m.value.items());
        for (n, item) in items.unwrap_or_default().iter().enumerate() {
            if let Some(id) = item.field("id").and_then(|m| m.value.text()) {
                entries.entry((list, id)).or_insert((n, item.span.start));
            }
        }
    }
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    for (i, key) in wanted.iter().enumerate() {
        if let Some((n, offset)) = entries.get(key) {
            places.push((*offset, i, *n));
        }
    }
    places.sort_unstable();
    let mut walk = Walk::new(text);
    for (offset, i, n) in places {
        let (line, column) = walk.to(offset);
        found[i] = Some((line, column, format!("{}[{n}]", wanted[i].0)));
    }
    found
}

/// Reads a file of a bundle by its path inside, within the limits.
///
/// # Errors
/// What is wrong with the file or its path.
pub fn read_file(source: &BundleSource, path: &str) -> Result<Vec<u8>, String> {
    let opened = Files::open(source);
    let mut files = opened.map_err(|faults| match faults.into_iter().next() {
        Some((_, fault)) => fault.into_message(),
        None => String::new(),
    })?;
    let bytes = files.read(path).map_err(report::Fault::into_message)?;
    Ok(bytes.into_owned())
}

/// Returns the line of the file at which a problem stands, cleaned so that it
/// may be printed, each character in its column. `None` where the problem names no
/// line, the line cannot be read, or it is too long to be shown.
#[must_use]
pub fn source_line(source: &BundleSource, problem: &Problem) -> Option<String> {
    let index = problem.line.checked_sub(1)?;
    let bytes = Files::open(source).ok()?.read(&problem.file).ok()?;
    // Of a file that is not UTF-8 the lines can still be told.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let line = bytes.split(|b| *b == b'\n').nth(index)?;
    let line = String::from_utf8_lossy(line.get(..LINE * 4).unwrap_or(line));
    let line = line.strip_suffix('\r').unwrap_or(&line);
    if line.chars().count() > LINE {
        return None;
    }
    let mut shown = String::with_capacity(line.len());
    let mut buffer = [0; 4];
    for c in line.chars() {
        let harmless = c != '\t' && is_clean(c.encode_utf8(&mut buffer));
        shown.push(if harmless { c } else { ' ' });
    }
    Some(if is_clean(&shown) {
        shown
    } else {
        clean(&shown)
    })
}

/// Returns the JSON Schema of `briefing.json`, pretty-printed.
#[must_use]
pub fn schema() -> String {
    raw::schema()
}
