//! Looks into a bundle without checking it: its id, its hash, a file, the lines that
//! problems and entries stand on.

use crate::bundle::diagnostics::diagnostic::Diagnostic;
use crate::bundle::diagnostics::position::LineCounter;
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::hash::sha256_hex;
use crate::bundle::json;
use crate::bundle::load::combined_hash;
use crate::bundle::parse::utf8::decode_utf8;
use crate::bundle::source::bundle_files::BundleFiles;
use crate::model::{BundleSource, Problem, is_slug};
use crate::text::clean::{clean, is_clean};
use std::collections::{BTreeSet, HashMap};

/// Characters of a line that [`source_line`] gives at most.
const MAX_SOURCE_LINE_CHARS: usize = 2_000;

/// Returns the id of a bundle without reading its articles; `None` where
/// `briefing.json` cannot be read or has no id.
#[must_use]
pub fn peek_id(source: &BundleSource) -> Option<String> {
    let bytes = BundleFiles::open(source).ok()?.read(BRIEFING_FILE).ok()?;
    let id = json::find_string_field(decode_utf8(&bytes).ok()?, "id")?;
    is_slug(&id).then(|| id.into_owned())
}

/// Returns a bundle's id and the hash over its files without checking it: what
/// `load` gives as id and hash of the entry where the bundle is sound.
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
    let bytes = files.read(path).map_err(Diagnostic::into_message)?;
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
