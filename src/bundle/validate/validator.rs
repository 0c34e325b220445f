//! The state of a check, and what all parts of it use: ids, dates, languages, cleaned text.

use std::collections::HashMap;

use crate::bundle::diagnostics::diagnostic::{Diagnostic, closest_name, error, fatal, quoted};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::report::Report;
use crate::bundle::json::value::JsonNode;
use crate::bundle::parse::object::is_blank;
use crate::bundle::source::bundle_files::BundleFiles;
use crate::bundle::validate::language_tag::is_language_tag;
use crate::model::{Article, Date, Severity};
use crate::text::clean::clean_line;

/// A bundle under check: its parsed file, for places, and where problems go.
pub(crate) struct Validator<'c, 'n> {
    pub(crate) root: &'c JsonNode<'n>,
    pub(crate) report: &'c mut Report,
    pub(crate) files: &'c mut BundleFiles,
    /// SHA-256 and path of every article file that was read, in order.
    pub(crate) read_files: Vec<(String, String)>,
}

/// The positions of a list's ids.
pub(crate) type IdIndex<'n> = HashMap<&'n str, usize>;

impl Validator<'_, '_> {
    pub(crate) fn report_at(&mut self, at: &JsonPath, diagnostic: Diagnostic) {
        self.report.add_at_path(self.root, at, diagnostic);
    }

    /// Numbers the ids of a list; the same id twice is fatal.
    pub(crate) fn index_ids<'n>(
        &mut self,
        at: &JsonPath,
        ids: impl Iterator<Item = &'n str>,
    ) -> IdIndex<'n> {
        let mut map = HashMap::new();
        for (i, id) in ids.enumerate() {
            if id.is_empty() {
                continue;
            }
            if let Some(first) = map.get(id) {
                let message = format!("the id {} is taken by {}", quoted(id), at.item(*first));
                let help = "Give one of the two another id.";
                self.report_at(&at.item(i).field("id"), fatal(message, help));
            } else {
                map.insert(id, i);
            }
        }
        map
    }

    /// Finds an id; one that is not there is fatal. Of an empty one the reader has told.
    pub(crate) fn lookup(
        &mut self,
        at: &JsonPath,
        ids: &IdIndex,
        id: &str,
        what: &str,
    ) -> Option<usize> {
        let found = ids.get(id).copied();
        if found.is_none() && !is_blank(id) {
            let advice = !self.report.is_full(Severity::Fatal);
            let near = advice
                .then(|| closest_name(id, ids.keys().copied()))
                .flatten();
            let help = match near {
                Some(near) => {
                    format!("If `{near}` is meant, write it so; otherwise add the {what}.")
                }
                None => format!("Add the {what}, or name one that is there."),
            };
            let message = format!("there is no {what} {}", quoted(id));
            self.report_at(at, fatal(message, help));
        }
        found
    }

    pub(crate) fn parse_date(&mut self, at: &JsonPath, text: Option<&str>) -> Option<Date> {
        let parsed = Date::parse(text?);
        if let Err(why) = &parsed {
            let help =
                "Write an EDTF date: 2017-07-11, 2018-04, 2018~ for about, 2017/2018 for a range.";
            self.report_at(at, fatal(why.to_string(), help));
        }
        parsed.ok()
    }

    pub(crate) fn checked_language(
        &mut self,
        at: &JsonPath,
        tag: Option<&str>,
        or: &str,
    ) -> String {
        let Some(tag) = tag else {
            return or.to_owned();
        };
        if is_language_tag(tag) {
            return tag.to_owned();
        }
        let message = format!("{} is not a language tag", quoted(tag));
        let help = "Write a BCP 47 tag, as in en, en-US or de.";
        self.report_at(&at.field("language"), error(message, help));
        or.to_owned()
    }
}

/// Cleans an optional text of one line; one that is empty is none.
pub(crate) fn optional_line(text: Option<&str>) -> Option<String> {
    text.map(clean_line).filter(|t| !t.is_empty())
}

/// Cleans a list of texts of one line, without the empty ones.
pub(crate) fn clean_lines(texts: &[&str]) -> Vec<String> {
    texts
        .iter()
        .filter_map(|t| optional_line(Some(t)))
        .collect()
}

/// Returns the article at a place of the bundle's list, if its text could be read.
pub(crate) fn article_at(articles: &[Option<Article>], ix: usize) -> Option<&Article> {
    articles.get(ix).and_then(Option::as_ref)
}
