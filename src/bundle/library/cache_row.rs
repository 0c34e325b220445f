//! A row of the catalogue: the written form of an entry and the stamp of its bundle.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::bundle::library::fingerprint::Fingerprint;
use crate::model::{
    BriefingCounts, BundleSource, Date, EntryState, LibraryEntry, Problem, Severity,
};

/// Separates the fields of a row.
const FIELD_SEPARATOR: char = '\t';
/// Separates the parts of a field.
const PART_SEPARATOR: char = '\u{1f}';

/// A problem as it is written down.
#[derive(Serialize, Deserialize)]
struct ProblemRow(
    Severity,
    String,
    String,
    String,
    usize,
    usize,
    String,
    String,
);

/// Writes the row of a bundle; none for one whose texts do not fit in a row.
pub(crate) fn write_row(rows: &mut String, entry: &LibraryEntry, stamp: Fingerprint) {
    let (kind, path) = match &entry.source {
        BundleSource::Folder(path) => ('F', path.to_str()),
        BundleSource::Zip(path) => ('Z', path.to_str()),
        BundleSource::BuiltIn(name) => ('B', Some(name.as_str())),
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
        let _ = write!(sides, "{label}{PART_SEPARATOR}{count}{PART_SEPARATOR}");
    }
    let problems = if entry.problems.is_empty() {
        String::new()
    } else {
        let list: Vec<ProblemRow> = entry
            .problems
            .iter()
            .map(ProblemRow::from_problem)
            .collect();
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
    if texts
        .iter()
        .any(|t| t.contains([FIELD_SEPARATOR, '\n', '\r']))
    {
        return;
    }
    let stamp = stamp.encode();
    let BriefingCounts {
        articles,
        statements,
        ..
    } = entry.counts;
    let _ = write!(rows, "{stamp}\t{kind}{state}\t{articles}\t{statements}");
    for text in texts {
        rows.push(FIELD_SEPARATOR);
        rows.push_str(text);
    }
    rows.push('\n');
}

/// Reads what [`write_row`] wrote; none where it is something else.
pub(crate) fn read_row(row: &str) -> Option<(LibraryEntry, Fingerprint)> {
    let mut fields = row.split(FIELD_SEPARATOR);
    let mut next = || fields.next();
    let stamp = Fingerprint::decode(next()?)?;
    let kinds = next()?.as_bytes();
    let articles = next()?.parse().ok()?;
    let statements = next()?.parse().ok()?;
    let path = next()?;
    let source = match kinds.first()? {
        b'F' => BundleSource::Folder(PathBuf::from(path)),
        b'Z' => BundleSource::Zip(PathBuf::from(path)),
        b'B' => BundleSource::BuiltIn(path.to_owned()),
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
    let mut parts = next()?.split_terminator(PART_SEPARATOR);
    while let Some(label) = parts.next() {
        sides.push((label.to_owned(), parts.next()?.parse().ok()?));
    }
    let problems = match next()? {
        "" => Vec::new(),
        json => serde_json::from_str::<Vec<ProblemRow>>(json)
            .ok()?
            .into_iter()
            .map(ProblemRow::into_problem)
            .collect(),
    };
    let entry = LibraryEntry {
        id,
        title,
        source,
        updated,
        counts: BriefingCounts {
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

impl ProblemRow {
    fn from_problem(problem: &Problem) -> ProblemRow {
        let p = problem.clone();
        ProblemRow(
            p.severity, p.bundle, p.file, p.path, p.line, p.column, p.message, p.help,
        )
    }

    fn into_problem(self) -> Problem {
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
