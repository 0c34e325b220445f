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

use self::check::Validator;
use self::decode::decode_utf8;
use self::files::BundleFiles;
use self::json::JsonNode;
use self::report::{BRIEFING_FILE, JsonPath, LineCounter, Report, fatal};
use crate::model::{
    Briefing, BriefingCounts, BundleSource, Date, EntryState, LibraryEntry, Problem, is_slug,
};
use crate::text::clean::{clean, clean_line, is_clean};

pub use self::catalogue::{
    CachePage, CacheReader, Catalogue, library_key, parse_page, split_pages,
};
pub use self::hash::sha256_hex;
pub use self::library::{LibraryRoot, discover, is_gone, resolve_duplicates};
pub use self::stamp::{BundleMetadata, Fingerprint, fingerprint, read_metadata};

/// The version of the format that this reader knows.
pub const FORMAT_VERSION: u32 = 1;

/// Characters of a line that [`source_line`] gives at most.
const MAX_SOURCE_LINE_CHARS: usize = 2_000;

/// What came of loading a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedBundle {
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
pub fn load(source: &BundleSource) -> LoadedBundle {
    let mut report = Report::new(&source.to_string());
    let bytes = match BundleFiles::open(source) {
        Ok(mut files) => match files.read(BRIEFING_FILE) {
            Ok(bytes) => Some((files, bytes)),
            Err(diagnostic) => {
                report.add_to_file(BRIEFING_FILE, (0, 0), diagnostic);
                None
            }
        },
        Err(diagnostics) => {
            for (file, diagnostic) in diagnostics {
                report.add_to_file(&file, (0, 0), diagnostic);
            }
            None
        }
    };
    match bytes {
        Some((mut files, bytes)) => load_json(source, &mut files, &bytes, report),
        None => broken_bundle(source, report.finish(""), None, String::new()),
    }
}

/// Goes on where `briefing.json` has been read.
fn load_json(
    source: &BundleSource,
    files: &mut BundleFiles,
    bytes: &[u8],
    mut report: Report,
) -> LoadedBundle {
    let own_hash = sha256_hex(bytes);
    let text = match decode_utf8(bytes) {
        Ok(text) => text,
        Err((place, diagnostic)) => {
            report.add_to_file(BRIEFING_FILE, place, diagnostic);
            return broken_bundle(source, report.finish(""), None, own_hash);
        }
    };
    let root = match json::parse(text) {
        Ok(root) => root,
        Err(e) => {
            report.add_at_offset(e.offset, &JsonPath::ROOT, fatal(e.message, e.help));
            return broken_bundle(source, report.finish(text), None, own_hash);
        }
    };
    let Some(raw) = read::bundle(&root, &mut report) else {
        return broken_bundle(source, report.finish(text), Some(&root), own_hash);
    };
    let mut check = Validator {
        root: &root,
        report: &mut report,
        files,
        read_files: vec![(own_hash, BRIEFING_FILE.to_owned())],
    };
    let mut briefing = check.briefing(&raw, source);
    let hash = combined_hash(&check.read_files);
    let is_fatal = report.is_fatal();
    let problems = report.finish(text);
    if is_fatal {
        return broken_bundle(source, problems, Some(&root), hash);
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
    LoadedBundle {
        briefing: Some(briefing),
        problems,
        entry,
    }
}

/// Returns the SHA-256 over the list of all files with theirs.
fn combined_hash(files: &[(String, String)]) -> String {
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
fn broken_bundle(
    source: &BundleSource,
    problems: Vec<Problem>,
    root: Option<&JsonNode>,
    hash: String,
) -> LoadedBundle {
    let text = |name: &str| root?.field(name)?.value.as_str();
    let size = |name: &str| {
        let list = root.and_then(|r| r.field(name)?.value.as_array());
        list.map_or(0, <[JsonNode]>::len)
    };
    let name = fallback_name(source);
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
    LoadedBundle {
        briefing: None,
        problems,
        entry,
    }
}

/// Returns the name by which a bundle goes as long as its id is not known.
fn fallback_name(source: &BundleSource) -> String {
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
    let bytes = BundleFiles::open(source).ok()?.read(BRIEFING_FILE).ok()?;
    let id = json::find_string_field(decode_utf8(&bytes).ok()?, "id")?;
    is_slug(&id).then(|| id.into_owned())
}

/// Returns a bundle's id and the hash over its files without checking it: what
/// [`load`] gives as [`LibraryEntry::id`] and [`LibraryEntry::hash`] where the bundle is sound.
/// `None` where that cannot be told without the check.
#[must_use]
pub fn peek_hash(source: &BundleSource) -> Option<(String, String)> {
    let mut files = BundleFiles::open(source).ok()?;
    let bytes = files.read(BRIEFING_FILE).ok()?;
    let root = json::parse(decode_utf8(&bytes).ok()?).ok()?;
    let id = root.field("id")?.value.as_str().filter(|id| is_slug(id))?;
    let mut read = vec![(sha256_hex(&bytes), BRIEFING_FILE.to_owned())];
    for article in root.field("articles")?.value.as_array()? {
        let path = article.field("text")?.value.as_str()?;
        read.push((sha256_hex(&files.read(path).ok()?), path.to_owned()));
    }
    Some((id.to_owned(), combined_hash(&read)))
}

/// Returns where entries of `briefing.json` stand, each named by its list and its id: line
/// and column, from 1, and its JSON path. `None` where the file has no such entry.
#[must_use]
pub fn locate_entries(
    source: &BundleSource,
    wanted: &[(&str, &str)],
) -> Vec<Option<(usize, usize, String)>> {
    let mut found = vec![None; wanted.len()];
    let bytes = BundleFiles::open(source)
        .ok()
        .and_then(|mut files| files.read(BRIEFING_FILE).ok());
    let Some(text) = bytes.as_deref().and_then(|bytes| decode_utf8(bytes).ok()) else {
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
        let items = root.field(list).and_then(|m| m.value.as_array());
        for (n, item) in items.unwrap_or_default().iter().enumerate() {
            if let Some(id) = item.field("id").and_then(|m| m.value.as_str()) {
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
    let mut walk = LineCounter::new(text);
    for (offset, i, n) in places {
        let (line, column) = walk.advance_to(offset);
        found[i] = Some((line, column, format!("{}[{n}]", wanted[i].0)));
    }
    found
}

/// Reads a file of a bundle by its path inside, within the limits.
///
/// # Errors
/// What is wrong with the file or its path.
pub fn read_file(source: &BundleSource, path: &str) -> Result<Vec<u8>, String> {
    let opened = BundleFiles::open(source);
    let mut files = opened.map_err(|diagnostics| match diagnostics.into_iter().next() {
        Some((_, diagnostic)) => diagnostic.into_message(),
        None => String::new(),
    })?;
    let bytes = files.read(path).map_err(report::Diagnostic::into_message)?;
    Ok(bytes.into_owned())
}

/// Returns the line of the file at which a problem stands, cleaned so that it
/// may be printed, each character in its column. `None` where the problem names no
/// line, the line cannot be read, or it is too long to be shown.
#[must_use]
pub fn source_line(source: &BundleSource, problem: &Problem) -> Option<String> {
    let index = problem.line.checked_sub(1)?;
    let bytes = BundleFiles::open(source).ok()?.read(&problem.file).ok()?;
    // Of a file that is not UTF-8 the lines can still be told.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let line = bytes.split(|b| *b == b'\n').nth(index)?;
    let line = String::from_utf8_lossy(line.get(..MAX_SOURCE_LINE_CHARS * 4).unwrap_or(line));
    let line = line.strip_suffix('\r').unwrap_or(&line);
    if line.chars().count() > MAX_SOURCE_LINE_CHARS {
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
pub fn json_schema() -> String {
    raw::json_schema()
}
