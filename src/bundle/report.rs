//! Collects what is wrong with one bundle. Problems are noted by JSON path or
//! byte offset while the bundle is read; lines and columns are counted once, at
//! the end, and only where there is something to report.

use std::cmp::Reverse;
use std::fmt;

use super::json::{JsonNode, JsonValue};
use super::limits::MAX_PROBLEMS;
use crate::model::{Problem, Severity};
use crate::text::clean::{clean, clean_line};

/// The name of the file that makes a folder a bundle.
pub(super) const BRIEFING_FILE: &str = "briefing.json";

/// Characters of a foreign text that a message quotes at most.
const MAX_QUOTED_CHARS: usize = 80;

/// Names that are looked through for advice at most.
const MAX_CANDIDATES: usize = 5_000;

/// A JSON path, as a chain on the stack: nothing is allocated until a problem
/// has to name it.
#[derive(Clone, Copy)]
pub(super) struct JsonPath<'p> {
    parent: Option<&'p JsonPath<'p>>,
    step: PathSegment<'p>,
}

#[derive(Clone, Copy)]
enum PathSegment<'p> {
    Root,
    Field(&'p str),
    Item(usize),
}

impl JsonPath<'static> {
    /// The whole file.
    pub(super) const ROOT: JsonPath<'static> = JsonPath {
        parent: None,
        step: PathSegment::Root,
    };
}

impl<'p> JsonPath<'p> {
    /// Names a field of the object here.
    pub(super) fn field(&'p self, name: &'p str) -> JsonPath<'p> {
        JsonPath {
            parent: Some(self),
            step: PathSegment::Field(name),
        }
    }

    /// Names an element of the array here, counted from 0.
    pub(super) fn item(&'p self, index: usize) -> JsonPath<'p> {
        JsonPath {
            parent: Some(self),
            step: PathSegment::Item(index),
        }
    }

    /// Returns the value that the path names, or the nearest one around it that exists.
    fn find<'n, 'a>(&self, root: &'n JsonNode<'a>) -> Result<&'n JsonNode<'a>, &'n JsonNode<'a>> {
        let around = match self.parent {
            None => return Ok(root),
            Some(parent) => parent.find(root)?,
        };
        match (self.step, &around.value) {
            (PathSegment::Root, _) => Ok(around),
            (PathSegment::Field(name), _) => around.field(name).map(|m| &m.value).ok_or(around),
            (PathSegment::Item(index), JsonValue::Array(items)) => items.get(index).ok_or(around),
            (PathSegment::Item(_), _) => Err(around),
        }
    }
}

impl fmt::Display for JsonPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            PathSegment::Root => Ok(()),
            PathSegment::Item(index) => write!(f, "[{index}]"),
            PathSegment::Field(name) => {
                let plain = |c: char| c.is_ascii_alphanumeric() || "_$-".contains(c);
                if name.is_empty() || !name.chars().all(plain) {
                    return write!(f, "[{}]", quoted(name));
                }
                match self.parent.map(|p| p.step) {
                    None | Some(PathSegment::Root) => f.write_str(name),
                    Some(_) => write!(f, ".{name}"),
                }
            }
        }
    }
}

/// What is wrong and what to do, before it has a place.
pub(super) struct Diagnostic {
    severity: Severity,
    message: String,
    help: String,
}

impl Diagnostic {
    /// Returns what is wrong.
    pub(super) fn into_message(self) -> String {
        self.message
    }

    /// Makes a fatal fault an error: what it is about is not needed to open the briefing.
    pub(super) fn downgraded(self) -> Diagnostic {
        let severity = match self.severity {
            Severity::Fatal => Severity::Error,
            other => other,
        };
        Diagnostic { severity, ..self }
    }
}

/// Makes a fault with which no briefing can be built.
pub(super) fn fatal(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Fatal,
        message: message.into(),
        help: help.into(),
    }
}

/// Makes a fault that is wrong, though the briefing opens.
pub(super) fn error(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        message: message.into(),
        help: help.into(),
    }
}

/// Makes a fault that is worth a look.
pub(super) fn warning(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        message: message.into(),
        help: help.into(),
    }
}

/// The problems of one bundle, as they are found.
pub(super) struct Report {
    bundle: String,
    found: Vec<(Option<usize>, Problem)>,
    counts: [usize; 3],
}

impl Report {
    /// Begins a report on the bundle that the reader knows by this name.
    pub(super) fn new(bundle: &str) -> Report {
        Report {
            bundle: clean_line(bundle),
            found: Vec::new(),
            counts: [0; 3],
        }
    }

    /// Tells whether something was found with which no briefing can be built.
    pub(super) fn is_fatal(&self) -> bool {
        self.counts[Severity::Fatal as usize] > 0
    }

    /// Tells whether problems this bad are only counted from now on: then
    /// looking for advice is not worth the time.
    pub(super) fn is_full(&self, severity: Severity) -> bool {
        self.counts[severity as usize] >= MAX_PROBLEMS
    }

    /// Forgets everything that was found.
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.counts = [0; 3];
    }

    /// Notes a problem of the bundle as a whole.
    pub(super) fn add_to_bundle(&mut self, diagnostic: Diagnostic) {
        self.add(None, "", String::new, (0, 0), diagnostic);
    }

    /// Notes a problem of one file, at a line and a column (0 where unknown).
    pub(super) fn add_to_file(
        &mut self,
        file: &str,
        position: (usize, usize),
        diagnostic: Diagnostic,
    ) {
        self.add(None, file, String::new, position, diagnostic);
    }

    /// Notes a problem of the value at a path of `briefing.json`; of the
    /// nearest value around it, where it does not exist.
    pub(super) fn add_at_path(&mut self, root: &JsonNode, at: &JsonPath, diagnostic: Diagnostic) {
        let (Ok(node) | Err(node)) = at.find(root);
        self.add_at_offset(node.span.start, at, diagnostic);
    }

    /// Notes a problem at a byte of `briefing.json`.
    pub(super) fn add_at_offset(&mut self, offset: usize, at: &JsonPath, diagnostic: Diagnostic) {
        self.add(
            Some(offset),
            BRIEFING_FILE,
            || at.to_string(),
            (0, 0),
            diagnostic,
        );
    }

    fn add(
        &mut self,
        offset: Option<usize>,
        file: &str,
        path: impl FnOnce() -> String,
        (line, column): (usize, usize),
        diagnostic: Diagnostic,
    ) {
        let Diagnostic {
            severity,
            message,
            help,
        } = diagnostic;
        let count = &mut self.counts[severity as usize];
        *count += 1;
        if *count > MAX_PROBLEMS {
            return;
        }
        let problem = Problem {
            severity,
            bundle: self.bundle.clone(),
            file: clean_line(file),
            path: path(),
            line,
            column,
            message: one_line(&message),
            help: one_line(&help),
        };
        self.found.push((offset, problem));
    }

    /// Closes the report: counts lines and columns in the text of
    /// `briefing.json` and puts the worst problems first.
    pub(super) fn finish(mut self, json: &str) -> Vec<Problem> {
        for severity in [Severity::Fatal, Severity::Error, Severity::Warning] {
            let more = self.counts[severity as usize].saturating_sub(MAX_PROBLEMS);
            if more > 0 {
                let message = format!("{more} more problems of this kind are not listed");
                let diagnostic = Diagnostic {
                    severity,
                    message,
                    help: "Mend the ones above and check again.".to_owned(),
                };
                self.counts[severity as usize] = 0;
                self.add_to_bundle(diagnostic);
            }
        }
        self.found.sort_by_key(|(offset, _)| *offset);
        let mut walk = LineCounter::new(json);
        let mut problems = Vec::with_capacity(self.found.len());
        for (offset, mut problem) in self.found {
            if let Some(offset) = offset {
                (problem.line, problem.column) = walk.advance_to(offset);
            }
            problems.push(problem);
        }
        // Stable: equals stay in the order of the file.
        problems.sort_by_key(|p| (Reverse(p.severity), p.file != BRIEFING_FILE));
        problems
    }
}

/// Counts lines and columns for offsets that only grow.
pub(super) struct LineCounter<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(text: &'a str) -> LineCounter<'a> {
        LineCounter {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    pub(super) fn advance_to(&mut self, offset: usize) -> (usize, usize) {
        let stretch = self.text.get(self.offset..offset).unwrap_or("");
        match stretch.rfind('\n') {
            None => self.column += stretch.chars().count(),
            Some(end) => {
                self.line += stretch.bytes().filter(|b| *b == b'\n').count();
                self.column = stretch[end + 1..].chars().count() + 1;
            }
        }
        self.offset += stretch.len();
        (self.line, self.column)
    }
}

/// Returns the line and the column in characters, both counted from 1, of a byte.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    LineCounter::new(text).advance_to(offset)
}

/// Puts a foreign text between quotation marks, cleaned and cut to a length
/// that a message can carry.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_QUOTED_CHARS + 1).collect();
    if short.chars().count() > MAX_QUOTED_CHARS {
        short = text.chars().take(MAX_QUOTED_CHARS - 1).collect();
        short.push('…');
    }
    format!("\"{}\"", one_line(&short))
}

/// Cleans a text for a report: in one line, but with its blanks, which may be
/// what is wrong.
fn one_line(text: &str) -> String {
    let mut line = clean(text);
    while line.contains('\n') {
        line = clean(&line.replace('\n', " "));
    }
    line
}

/// Returns the known name most like the one that was written, if one is like it.
pub(super) fn closest_name<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    if written.len() > MAX_QUOTED_CHARS {
        return None;
    }
    let folded = written.to_lowercase();
    known
        .into_iter()
        .take(MAX_CANDIDATES)
        .map(|name| (strsim::normalized_damerau_levenshtein(&folded, name), name))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    #[test]
    fn a_path_reads_as_it_is_written_in_code() {
        let at = JsonPath::ROOT;
        assert_eq!(at.to_string(), "");
        let (list, odd) = (at.field("statements"), at.field("my field"));
        let item = list.item(3);
        assert_eq!(item.field("speaker").to_string(), "statements[3].speaker");
        assert_eq!(odd.to_string(), "[\"my field\"]");
    }

    #[test]
    fn a_missing_value_is_reported_where_it_should_stand() {
        let json = "{\n  \"ä\": [\n    {\"x\": 1}]}";
        let root = parse(json).unwrap();
        let mut report = Report::new("b");
        let at = JsonPath::ROOT;
        let list = at.field("ä");
        let item = list.item(0);
        report.add_at_path(&root, &item.field("x"), warning("x", ""));
        report.add_at_path(&root, &item.field("y"), fatal("y", ""));
        report.add_at_path(&root, &list.item(7), error("z", ""));
        assert!(report.is_fatal());
        let problems = report.finish(json);
        let places: Vec<_> = problems.iter().map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(3, 5), (2, 8), (3, 11)]);
        assert_eq!(problems[0].path, "[\"ä\"][0].y");
    }

    #[test]
    fn a_flood_of_problems_is_counted_not_listed() {
        let mut report = Report::new("b");
        for _ in 0..MAX_PROBLEMS + 5 {
            report.add_to_bundle(warning("w", ""));
        }
        report.add_to_bundle(fatal("f", ""));
        let problems = report.finish("");
        assert_eq!(problems.len(), MAX_PROBLEMS + 2);
        assert_eq!(problems[0].message, "f");
        assert!(problems.iter().any(|p| p.message.starts_with("5 more")));
    }

    #[test]
    fn foreign_text_is_cut_and_cleaned() {
        assert_eq!(quoted("a\u{1b}[31mb"), "\"ab\"");
        assert!(quoted(&"x".repeat(500)).chars().count() <= MAX_QUOTED_CHARS + 2);
    }

    #[test]
    fn advice_is_near_or_none() {
        assert_eq!(
            closest_name("speakr", ["speaker", "sides"]),
            Some("speaker")
        );
        assert_eq!(closest_name("Title", ["title"]), Some("title"));
        assert_eq!(closest_name("zzz", ["speaker"]), None);
    }
}
