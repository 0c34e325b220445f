//! Loads a bundle: from its files to a briefing, or to the list of everything that is
//! wrong with them.

use crate::bundle::diagnostics::diagnostic::fatal;
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::report::Report;
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::hash::sha256_hex;
use crate::bundle::json;
use crate::bundle::json::value::JsonNode;
use crate::bundle::parse::entries;
use crate::bundle::parse::utf8::decode_utf8;
use crate::bundle::source::bundle_files::BundleFiles;
use crate::bundle::validate::validator::Validator;
use crate::model::{
    Briefing, BriefingCounts, BundleSource, Date, EntryState, LibraryEntry, Problem, is_slug,
};
use crate::text::clean::clean_line;
use std::borrow::Cow;

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
    let Some(raw) = entries::bundle(&root, &mut report) else {
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
pub(crate) fn combined_hash(files: &[(String, String)]) -> String {
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
