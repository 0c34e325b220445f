//! Collects the problems of one bundle. They are added by JSON path or byte offset
//! while the bundle is read; lines and columns are counted once, at the end, and only
//! where there is something to report.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, one_line};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::position::LineCounter;
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::json::value::JsonNode;
use crate::bundle::limits::MAX_PROBLEMS;
use crate::model::{Problem, Severity};
use crate::text::clean::clean_line;
use std::cmp::Reverse;

/// The problems of one bundle, as they are found.
pub(crate) struct Report {
    bundle: String,
    found: Vec<(Option<usize>, Problem)>,
    counts: [usize; 3],
}

impl Report {
    /// Begins a report on the bundle that the reader knows by this name.
    pub(crate) fn new(bundle: &str) -> Report {
        Report {
            bundle: clean_line(bundle),
            found: Vec::new(),
            counts: [0; 3],
        }
    }

    /// Tells whether something was found with which no briefing can be built.
    pub(crate) fn is_fatal(&self) -> bool {
        self.counts[Severity::Fatal as usize] > 0
    }

    /// Tells whether problems this bad are only counted from now on: then
    /// looking for advice is not worth the time.
    pub(crate) fn is_full(&self, severity: Severity) -> bool {
        self.counts[severity as usize] >= MAX_PROBLEMS
    }

    /// Forgets everything that was found.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.counts = [0; 3];
    }

    /// Notes a problem of the bundle as a whole.
    pub(crate) fn add_to_bundle(&mut self, diagnostic: Diagnostic) {
        self.add(None, "", String::new, (0, 0), diagnostic);
    }

    /// Notes a problem of one file, at a line and a column (0 where unknown).
    pub(crate) fn add_to_file(
        &mut self,
        file: &str,
        position: (usize, usize),
        diagnostic: Diagnostic,
    ) {
        self.add(None, file, String::new, position, diagnostic);
    }

    /// Notes a problem of the value at a path of `briefing.json`; of the
    /// nearest value around it, where it does not exist.
    pub(crate) fn add_at_path(&mut self, root: &JsonNode, at: &JsonPath, diagnostic: Diagnostic) {
        let (Ok(node) | Err(node)) = at.find(root);
        self.add_at_offset(node.span.start, at, diagnostic);
    }

    /// Notes a problem at a byte of `briefing.json`.
    pub(crate) fn add_at_offset(&mut self, offset: usize, at: &JsonPath, diagnostic: Diagnostic) {
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
    pub(crate) fn finish(mut self, json: &str) -> Vec<Problem> {
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

#[cfg(test)]
mod tests {

    use super::*;
    use crate::bundle::diagnostics::diagnostic::error;
    use crate::bundle::diagnostics::diagnostic::fatal;
    use crate::bundle::diagnostics::diagnostic::warning;
    use crate::bundle::json::parse;

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
}
