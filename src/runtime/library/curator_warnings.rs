//! What a curator should look at in a bundle, as problems. It takes reading all articles, so it is
//! done only on demand (`diptych check`, the screen of problems), not when a briefing is opened nor
//! when the library is scanned.

use crate::bundle::{self, limits::MAX_PROBLEMS};
use crate::curate::quotes::check::WarningPlace;
use crate::curate::warnings::{self, WarningScope};
use crate::model::{Briefing, BundleSource, Problem, Severity};
use crate::text::clean::clean_line;

/// A warning for curators as a problem of its bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CuratorWarning {
    /// The name for `accepts`; `None` if it only says how many more there are.
    pub name: Option<&'static str>,
    /// The warning as a problem, with its position in `briefing.json`.
    pub problem: Problem,
}

/// Returns the warnings on a briefing: at most as many as a report lists, and a last one that says
/// how many more there are.
#[must_use]
pub fn curator_warnings(briefing: &Briefing, scope: WarningScope) -> Vec<CuratorWarning> {
    let mut found = warnings::warnings(briefing, scope);
    let more = found.len().saturating_sub(MAX_PROBLEMS);
    found.truncate(MAX_PROBLEMS);
    if found.is_empty() {
        return Vec::new();
    }
    let wanted: Vec<(&str, &str)> = found.iter().map(|w| entry(briefing, &w.place)).collect();
    let places = bundle::locate_entries(&briefing.source, &wanted);
    let mut listed: Vec<CuratorWarning> = Vec::with_capacity(found.len() + 1);
    for (warning, place) in found.into_iter().zip(places) {
        let (line, column, entry) = place.unwrap_or_default();
        let path = match warning.place {
            WarningPlace::Appearance(_, n) if !entry.is_empty() => {
                format!("{entry}.appearances[{n}]")
            }
            _ => entry,
        };
        let article = match warning.place {
            WarningPlace::Article(ix, _) => format!("{}: ", briefing.article(ix).path),
            WarningPlace::Appearance(..) | WarningPlace::Pair(..) => String::new(),
        };
        let problem = Problem {
            file: "briefing.json".to_owned(),
            path,
            line,
            column,
            ..problem(
                briefing,
                format!("[{}] {article}{}", warning.name, warning.message),
                warning.help,
            )
        };
        listed.push(CuratorWarning {
            name: Some(warning.name),
            problem,
        });
    }
    if more > 0 {
        let message = format!("{more} more warnings on articles and statements are not listed");
        let help = "Mend the ones above and check again.".to_owned();
        listed.push(CuratorWarning {
            name: None,
            problem: problem(briefing, message, help),
        });
    }
    listed
}

/// Creates a warning without a position.
fn problem(briefing: &Briefing, message: String, help: String) -> Problem {
    Problem {
        severity: Severity::Warning,
        bundle: clean_line(&briefing.source.to_string()),
        file: String::new(),
        path: String::new(),
        line: 0,
        column: 0,
        message,
        help,
    }
}

/// Returns the list and the id of the entry that a warning is about.
fn entry<'a>(briefing: &'a Briefing, place: &WarningPlace) -> (&'static str, &'a str) {
    match place {
        WarningPlace::Article(ix, _) => ("articles", &briefing.article(*ix).id),
        WarningPlace::Appearance(ix, _) | WarningPlace::Pair(ix, _) => {
            ("statements", &briefing.statement(*ix).id)
        }
    }
}

/// Returns the warnings on a bundle; none if it does not open.
#[must_use]
pub fn load_curator_warnings(source: &BundleSource) -> Vec<Problem> {
    let briefing = bundle::load(source).briefing;
    let found = briefing.map_or_else(Vec::new, |b| curator_warnings(&b, WarningScope::Usual));
    found.into_iter().map(|warning| warning.problem).collect()
}
