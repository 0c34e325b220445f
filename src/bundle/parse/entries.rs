//! Reads the format's types from parsed JSON: every missing, ill-typed, empty,
//! doubled or unknown field becomes a problem with its place, and reading goes
//! on, so that all come at once. What could not be read is left empty; lists
//! keep their length, so that paths by index stay true.

use crate::bundle::diagnostics::diagnostic::fatal;
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::report::Report;
use crate::bundle::format::FORMAT_VERSION;
use crate::bundle::json::value::{JsonNode, JsonValue};
use crate::bundle::parse::raw::{
    RawAnswer, RawAppearance, RawArticle, RawAuthor, RawBundle, RawHop, RawNotStatement,
    RawSelector, RawSide, RawSpeaker, RawStatement, RawTopic, RawVersion,
};

use crate::bundle::parse::object::{ObjectReader, Presence};

/// Reads a bundle. Of a format that is not known nothing is read.
pub(crate) fn bundle<'n>(root: &'n JsonNode<'_>, report: &mut Report) -> Option<RawBundle<'n>> {
    let at = JsonPath::ROOT;
    if !matches!(root.value, JsonValue::Object(_)) {
        let message = format!("the file holds {}, not an object", root.value.describe());
        let help = "Begin the file with `{` and the field `format`.";
        report.add_at_path(root, &at, fatal(message, help));
        return None;
    }
    let format = format(root, report)?;
    let mut o = ObjectReader::new(root, root, at, RawBundle::FIELDS, report);
    Some(RawBundle {
        schema: o.optional_str("$schema"),
        format,
        id: o.slug("id"),
        title: o.label("title"),
        summary: o.optional_str("summary"),
        language: o.optional_str("language"),
        updated: o.optional_str("updated"),
        curators: o.list("curators", &Presence::Optional, text),
        sides: o.list("sides", &Presence::AtLeast(2), side),
        topics: o.list("topics", &Presence::Optional, topic),
        speakers: o.list("speakers", &Presence::AtLeast(0), speaker),
        articles: o.list("articles", &Presence::AtLeast(0), article),
        statements: o.list("statements", &Presence::AtLeast(0), statement),
    })
}

/// Reads the version. `None` where it is one that this reader does not know:
/// then nothing else may be reported, for nothing else can be judged.
fn format(root: &JsonNode, report: &mut Report) -> Option<u32> {
    let top = JsonPath::ROOT;
    let at = top.field("format");
    let help = format!("Write `\"format\": {FORMAT_VERSION}`.");
    let Some(member) = root.field("format") else {
        report.add_at_path(root, &at, fatal("the field `format` is missing", help));
        return Some(FORMAT_VERSION);
    };
    let JsonValue::Number(text) = member.value.value else {
        let found = member.value.value.describe();
        let message = format!("`format` should be the number {FORMAT_VERSION}, but is {found}");
        report.add_at_path(root, &at, fatal(message, help));
        return Some(FORMAT_VERSION);
    };
    let number: f64 = text.parse().unwrap_or(f64::NAN);
    if number > f64::from(FORMAT_VERSION) {
        let message =
            format!("this bundle has format {text}, but this reader knows format {FORMAT_VERSION}");
        let help = "Get a newer version of the reader, or an older version of the bundle.";
        report.clear();
        report.add_at_path(root, &at, fatal(message, help));
        return None;
    }
    if (number - f64::from(FORMAT_VERSION)).abs() > f64::EPSILON {
        let message = format!("there is no format {text}");
        report.add_at_path(root, &at, fatal(message, help));
    }
    Some(FORMAT_VERSION)
}

fn side<'n>(mut o: ObjectReader<'n, '_>) -> RawSide<'n> {
    o.check_fields(RawSide::FIELDS);
    RawSide {
        id: o.slug("id"),
        label: o.label("label"),
    }
}

fn topic<'n>(mut o: ObjectReader<'n, '_>) -> RawTopic<'n> {
    o.check_fields(RawTopic::FIELDS);
    RawTopic {
        id: o.slug("id"),
        question: o.label("question"),
    }
}

fn speaker<'n>(mut o: ObjectReader<'n, '_>) -> RawSpeaker<'n> {
    o.check_fields(RawSpeaker::FIELDS);
    RawSpeaker {
        id: o.slug("id"),
        name: o.label("name"),
        role: o.optional_str("role"),
        organisation: o.optional_str("organisation"),
        side: o.reference("side"),
        aliases: o.list("aliases", &Presence::Optional, text),
    }
}

fn article<'n>(mut o: ObjectReader<'n, '_>) -> RawArticle<'n> {
    o.check_fields(RawArticle::FIELDS);
    RawArticle {
        id: o.slug("id"),
        title: o.label("title"),
        publisher: o.label("publisher"),
        authors: o.list("authors", &Presence::Optional, author),
        published: o.optional_str("published"),
        modified: o.optional_str("modified"),
        url: o.optional_str("url"),
        archived_url: o.optional_str("archived_url"),
        retrieved: o.optional_str("retrieved"),
        sha256: o.optional_str("sha256"),
        language: o.optional_str("language"),
        text: o.reference("text"),
        corrections: o.list("corrections", &Presence::Optional, text),
        omitted: o.optional_str("omitted"),
        original: o.optional_str("original"),
        original_sha256: o.optional_str("original_sha256"),
        not_statements: o.list("not_statements", &Presence::Optional, not_statement),
        versions: o.list("versions", &Presence::Optional, version),
        accepts: o.list("accepts", &Presence::Optional, text),
        note: o.optional_str("note"),
    }
}

fn author<'n>(mut o: ObjectReader<'n, '_>) -> RawAuthor<'n> {
    if o.node.as_str().is_some() {
        return RawAuthor::Name(o.as_str());
    }
    o.check_fields(RawAuthor::FIELDS);
    RawAuthor::With {
        name: o.label("name"),
        kind: o.optional_str("kind"),
    }
}

fn not_statement<'n>(mut o: ObjectReader<'n, '_>) -> RawNotStatement<'n> {
    o.check_fields(RawNotStatement::FIELDS);
    RawNotStatement {
        exact: o.reference("exact"),
        prefix: o.optional_str("prefix"),
        suffix: o.optional_str("suffix"),
        why: o.optional_str("why"),
    }
}

fn version<'n>(mut o: ObjectReader<'n, '_>) -> RawVersion<'n> {
    o.check_fields(RawVersion::FIELDS);
    RawVersion {
        text: o.reference("text"),
        retrieved: o.optional_str("retrieved"),
        sha256: o.optional_str("sha256"),
        original: o.optional_str("original"),
        original_sha256: o.optional_str("original_sha256"),
        note: o.optional_str("note"),
    }
}

fn statement<'n>(mut o: ObjectReader<'n, '_>) -> RawStatement<'n> {
    o.check_fields(RawStatement::FIELDS);
    RawStatement {
        id: o.slug("id"),
        speaker: o.reference("speaker"),
        topics: o.list("topics", &Presence::Optional, text),
        kind: o.optional_str("kind"),
        date: o.optional_str("date"),
        answers: o.list("answers", &Presence::Optional, answer),
        repeats: o.list("repeats", &Presence::Optional, text),
        response: o.optional_str("response"),
        accepts: o.list("accepts", &Presence::Optional, text),
        appearances: o.list("appearances", &Presence::AtLeast(1), appearance),
        note: o.optional_str("note"),
    }
}

fn answer<'n>(mut o: ObjectReader<'n, '_>) -> RawAnswer<'n> {
    if let Some(id) = o.node.as_str() {
        return RawAnswer::Id(id);
    }
    o.check_fields(RawAnswer::FIELDS);
    RawAnswer::With {
        statement: o.reference("statement"),
        how: o.optional_str("how"),
    }
}

fn appearance<'n>(mut o: ObjectReader<'n, '_>) -> RawAppearance<'n> {
    o.check_fields(RawAppearance::FIELDS);
    RawAppearance {
        article: o.reference("article"),
        quote: o.list("quote", &Presence::AtLeast(1), selector),
        attribution: o.optional_str("attribution"),
        via: o.list("via", &Presence::Optional, hop),
        note: o.optional_str("note"),
    }
}

fn hop<'n>(mut o: ObjectReader<'n, '_>) -> RawHop<'n> {
    o.check_fields(RawHop::FIELDS);
    RawHop {
        who: o.optional_str("who"),
        how: o.optional_str("how"),
    }
}

fn selector<'n>(mut o: ObjectReader<'n, '_>) -> RawSelector<'n> {
    o.check_fields(RawSelector::FIELDS);
    RawSelector {
        exact: o.reference("exact"),
        prefix: o.optional_str("prefix"),
        suffix: o.optional_str("suffix"),
    }
}

/// An element that is nothing but a string.
fn text<'n>(mut o: ObjectReader<'n, '_>) -> &'n str {
    o.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::json::parse;
    use crate::bundle::parse::object::slugify;
    use crate::model::Problem;

    fn read(json: &str) -> Vec<Problem> {
        let root = parse(json).unwrap();
        let mut report = Report::new("b");
        bundle(&root, &mut report);
        report.finish(json)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = RawBundle {
            schema: None,
            format: 1,
            id: "a-1",
            title: "T",
            summary: Some("S"),
            language: None,
            updated: Some("2018"),
            curators: vec!["Ada"],
            sides: vec![
                RawSide {
                    id: "l",
                    label: "L",
                },
                RawSide {
                    id: "r",
                    label: "R",
                },
            ],
            topics: vec![RawTopic {
                id: "t",
                question: "?",
            }],
            speakers: vec![RawSpeaker {
                id: "s",
                name: "N",
                side: "l",
                aliases: vec!["M", "O"],
                ..RawSpeaker::default()
            }],
            articles: vec![RawArticle {
                id: "x",
                title: "X",
                publisher: "P",
                text: "x.txt",
                authors: vec![
                    RawAuthor::Name("A. Writer"),
                    RawAuthor::With {
                        name: "The Desk",
                        kind: Some("organisation"),
                    },
                ],
                modified: Some("2019"),
                original: Some("originals/x.html"),
                not_statements: vec![RawNotStatement {
                    exact: "a title",
                    why: Some("title"),
                    ..RawNotStatement::default()
                }],
                versions: vec![RawVersion {
                    text: "versions/x.txt",
                    ..RawVersion::default()
                }],
                accepts: vec!["furniture"],
                corrections: vec!["C"],
                ..RawArticle::default()
            }],
            statements: vec![RawStatement {
                id: "u",
                speaker: "s",
                kind: Some("paraphrase"),
                repeats: vec!["v"],
                response: Some("declined"),
                accepts: vec!["unquoted"],
                answers: vec![
                    RawAnswer::Id("v"),
                    RawAnswer::With {
                        statement: "w",
                        how: Some("denies"),
                    },
                ],
                appearances: vec![RawAppearance {
                    article: "x",
                    quote: vec![RawSelector {
                        exact: "e",
                        prefix: None,
                        suffix: Some("f"),
                    }],
                    via: vec![
                        RawHop {
                            who: Some("Agency"),
                            how: Some("reported"),
                        },
                        RawHop::default(),
                    ],
                    ..RawAppearance::default()
                }],
                ..RawStatement::default()
            }],
        };
        let json = serde_json::to_string(&written).unwrap();
        let root = parse(&json).unwrap();
        let mut report = Report::new("b");
        assert_eq!(bundle(&root, &mut report), Some(written));
        assert_eq!(report.finish(&json), []);
    }

    #[test]
    fn every_missing_field_is_named_at_once() {
        let problems = read(r#"{"format": 1, "articles": [{}, 5], "sides": []}"#);
        let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        for path in [
            "id",
            "title",
            "speakers",
            "statements",
            "sides",
            "articles[0].id",
            "articles[0].text",
            "articles[1]",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        assert!(!paths.iter().any(|p| p.starts_with("articles[1].")));
    }

    #[test]
    fn of_a_newer_format_nothing_else_is_said() {
        let problems = read(r#"{"format": 2, "format": 3, "novelty": [], "sides": {}}"#);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].message,
            "this bundle has format 2, but this reader knows format 1"
        );
    }

    #[test]
    fn slugs_are_advised() {
        assert_eq!(slugify("Kaspersky Lab!"), Some("kaspersky-lab".to_owned()));
        assert_eq!(slugify("…"), None);
    }
}
