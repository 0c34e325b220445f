//! All that a curator should look at in a briefing: remains of pages in its articles, and
//! what a careful editor would ask of its statements. The one place where `accepts` is obeyed.

use std::fmt::Write as _;

use super::check::{self, ArticleWarningKind};
use super::quotes::check::{self as statements, WarningPlace};
use crate::model::{ArticleIx, Briefing, StatementIx};

/// Which warnings are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarningScope {
    /// Those that are right more often than not.
    #[default]
    Usual,
    /// Also `page-head` and `unreported`: both are wrong too often to be told unasked.
    All,
}

/// Something that a curator should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The stable name, as `accepts` has it.
    pub name: &'static str,
    /// Where it belongs.
    pub place: WarningPlace,
    /// What is the matter, one sentence.
    pub message: String,
    /// What to do, one sentence.
    pub help: String,
}

/// Returns the warnings on a briefing that neither its articles nor its statements accept:
/// those on articles first, both in the order of the bundle.
#[must_use]
pub fn warnings(briefing: &Briefing, scope: WarningScope) -> Vec<Warning> {
    let is_all = scope == WarningScope::All;
    let mut found = Vec::new();
    for (ix, finding) in check::check_articles(briefing) {
        if finding.kind == ArticleWarningKind::PageHead && !is_all {
            continue;
        }
        found.push(Warning {
            name: finding.kind.name(),
            place: WarningPlace::Article(ix, finding.range),
            message: finding.message,
            help: String::new(),
        });
    }
    for warning in statements::check_statements(briefing, is_all) {
        found.push(Warning {
            name: warning.kind.name(),
            place: warning.place,
            message: warning.message,
            help: warning.help,
        });
    }
    found.retain(|warning| !is_accepted(briefing, warning));
    found.sort_by_key(|warning| sort_key(&warning.place));
    for warning in &mut found {
        if !warning.help.is_empty() {
            warning.help.push(' ');
        }
        let owner = match warning.place {
            WarningPlace::Article(..) => "article",
            WarningPlace::Appearance(..) | WarningPlace::Pair(..) => "statement",
        };
        // Writing to a text does not fail.
        let _ = write!(
            warning.help,
            "Where it is right as it is, put \"{}\" into the {owner}'s \"accepts\".",
            warning.name
        );
    }
    found
}

/// Returns `true` if the curator has decided on a warning where it belongs: in the article,
/// in the statement, in either of two.
fn is_accepted(briefing: &Briefing, warning: &Warning) -> bool {
    let has = |accepts: &[String]| accepts.iter().any(|name| name == warning.name);
    let article = |ix: ArticleIx| briefing.articles.get(ix.0).is_some_and(|a| has(&a.accepts));
    let statement = |ix: StatementIx| {
        let statement = briefing.statements.get(ix.0);
        statement.is_some_and(|s| has(&s.accepts))
    };
    match warning.place {
        WarningPlace::Article(ix, _) => article(ix),
        WarningPlace::Appearance(ix, _) => statement(ix),
        WarningPlace::Pair(first, second) => statement(first) || statement(second),
    }
}

fn sort_key(place: &WarningPlace) -> (u8, usize, usize) {
    match place {
        WarningPlace::Article(ix, range) => (0, ix.0, range.start),
        WarningPlace::Appearance(ix, n) => (1, ix.0, *n),
        WarningPlace::Pair(first, second) => (1, first.0, second.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, BundleSource, CanonicalText};

    fn briefing(text: &str) -> Briefing {
        Briefing {
            id: "b".to_owned(),
            title: String::new(),
            summary: Vec::new(),
            language: "en".to_owned(),
            updated: None,
            curators: Vec::new(),
            sides: Vec::new(),
            topics: Vec::new(),
            speakers: Vec::new(),
            articles: vec![Article {
                id: "a".to_owned(),
                text: CanonicalText {
                    text: text.to_owned(),
                    body_end: text.len(),
                    ..CanonicalText::default()
                },
                ..Article::default()
            }],
            statements: Vec::new(),
            source: BundleSource::BuiltIn("b".to_owned()),
            hash: String::new(),
        }
    }

    fn names(briefing: &Briefing, scope: WarningScope) -> Vec<&'static str> {
        warnings(briefing, scope).iter().map(|w| w.name).collect()
    }

    #[test]
    fn both_kinds_come_together_and_an_article_accepts_either() {
        let text =
            "Share this article\n“The pier is not safe,” Jane Roe said.\nTom &amp; Ann left.";
        let mut all = briefing(text);
        let found = warnings(&all, WarningScope::Usual);
        let kinds: Vec<&str> = found.iter().map(|w| w.name).collect();
        assert_eq!(kinds, ["furniture", "uncovered", "entities"]);
        for warning in &found {
            assert!(warning.help.contains(&format!("\"{}\"", warning.name)));
        }
        for name in ["furniture", "uncovered", "entities"] {
            all.articles[0].accepts = vec![name.to_owned()];
            let left = names(&all, WarningScope::Usual);
            assert_eq!(left.len(), 2, "{name}: {left:?}");
            assert!(!left.contains(&name));
        }
    }

    #[test]
    fn what_is_wrong_too_often_is_told_only_when_asked_for() {
        let numbered = briefing("Question 1\nHow long is the pier?\nQuestion 2\nWho built it?");
        assert_eq!(names(&numbered, WarningScope::Usual), [""; 0]);
        assert_eq!(names(&numbered, WarningScope::All), ["page-head"]);
        let reported = briefing("Jane Roe said that the bridge would be closed.");
        assert_eq!(names(&reported, WarningScope::Usual), [""; 0]);
        assert_eq!(names(&reported, WarningScope::All), ["unreported"]);
    }
}
