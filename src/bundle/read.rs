//! Reads the format's types from parsed JSON: every missing, ill-typed, empty,
//! doubled or unknown field becomes a problem with its place, and reading goes
//! on, so that all come at once. What could not be read is left empty; lists
//! keep their length, so that paths by index stay true.

mod fields;

use super::FORMAT;
use super::json::{Node, Value};
use super::raw::{
    Answer, Appearance, Article, Author, Bundle, Hop, NotStatement, Selector, Side, Speaker,
    Statement, Topic, Version,
};
use super::report::{At, Report, fatal};

use fields::{Fields, Wanted};
pub(super) use fields::{is_blank, listed};

/// Reads a bundle. Of a format that is not known nothing is read.
pub(super) fn bundle<'n>(root: &'n Node<'_>, report: &mut Report) -> Option<Bundle<'n>> {
    let at = At::ROOT;
    if !matches!(root.value, Value::Object(_)) {
        let message = format!("the file holds {}, not an object", root.value.describe());
        let help = "Begin the file with `{` and the field `format`.";
        report.at(root, &at, fatal(message, help));
        return None;
    }
    let format = format(root, report)?;
    let mut o = Fields::open(root, root, at, Bundle::FIELDS, report);
    Some(Bundle {
        schema: o.optional("$schema"),
        format,
        id: o.slug("id"),
        title: o.label("title"),
        summary: o.optional("summary"),
        language: o.optional("language"),
        updated: o.optional("updated"),
        curators: o.list("curators", &Wanted::Optional, text),
        sides: o.list("sides", &Wanted::AtLeast(2), side),
        topics: o.list("topics", &Wanted::Optional, topic),
        speakers: o.list("speakers", &Wanted::AtLeast(0), speaker),
        articles: o.list("articles", &Wanted::AtLeast(0), article),
        statements: o.list("statements", &Wanted::AtLeast(0), statement),
    })
}

/// Reads the version. `None` where it is one that this reader does not know:
/// then nothing else may be reported, for nothing else can be judged.
fn format(root: &Node, report: &mut Report) -> Option<u32> {
    let top = At::ROOT;
    let at = top.field("format");
    let help = format!("Write `\"format\": {FORMAT}`.");
    let Some(member) = root.field("format") else {
        report.at(root, &at, fatal("the field `format` is missing", help));
        return Some(FORMAT);
    };
    let Value::Number(text) = member.value.value else {
        let found = member.value.value.describe();
        let message = format!("`format` should be the number {FORMAT}, but is {found}");
        report.at(root, &at, fatal(message, help));
        return Some(FORMAT);
    };
    let number: f64 = text.parse().unwrap_or(f64::NAN);
    if number > f64::from(FORMAT) {
        let message =
            format!("this bundle has format {text}, but this reader knows format {FORMAT}");
        let help = "Get a newer version of the reader, or an older version of the bundle.";
        report.clear();
        report.at(root, &at, fatal(message, help));
        return None;
    }
    if (number - f64::from(FORMAT)).abs() > f64::EPSILON {
        let message = format!("there is no format {text}");
        report.at(root, &at, fatal(message, help));
    }
    Some(FORMAT)
}

fn side<'n>(mut o: Fields<'n, '_>) -> Side<'n> {
    o.known(Side::FIELDS);
    Side {
        id: o.slug("id"),
        label: o.label("label"),
    }
}

fn topic<'n>(mut o: Fields<'n, '_>) -> Topic<'n> {
    o.known(Topic::FIELDS);
    Topic {
        id: o.slug("id"),
        question: o.label("question"),
    }
}

fn speaker<'n>(mut o: Fields<'n, '_>) -> Speaker<'n> {
    o.known(Speaker::FIELDS);
    Speaker {
        id: o.slug("id"),
        name: o.label("name"),
        role: o.optional("role"),
        organisation: o.optional("organisation"),
        side: o.reference("side"),
        aliases: o.list("aliases", &Wanted::Optional, text),
    }
}

fn article<'n>(mut o: Fields<'n, '_>) -> Article<'n> {
    o.known(Article::FIELDS);
    Article {
        id: o.slug("id"),
        title: o.label("title"),
        publisher: o.label("publisher"),
        authors: o.list("authors", &Wanted::Optional, author),
        published: o.optional("published"),
        modified: o.optional("modified"),
        url: o.optional("url"),
        archived_url: o.optional("archived_url"),
        retrieved: o.optional("retrieved"),
        sha256: o.optional("sha256"),
        language: o.optional("language"),
        text: o.reference("text"),
        corrections: o.list("corrections", &Wanted::Optional, text),
        omitted: o.optional("omitted"),
        original: o.optional("original"),
        original_sha256: o.optional("original_sha256"),
        not_statements: o.list("not_statements", &Wanted::Optional, not_statement),
        versions: o.list("versions", &Wanted::Optional, version),
        accepts: o.list("accepts", &Wanted::Optional, text),
        note: o.optional("note"),
    }
}

fn author<'n>(mut o: Fields<'n, '_>) -> Author<'n> {
    if o.node.text().is_some() {
        return Author::Name(o.itself());
    }
    o.known(Author::FIELDS);
    Author::With {
        name: o.label("name"),
        kind: o.optional("kind"),
    }
}

fn not_statement<'n>(mut o: Fields<'n, '_>) -> NotStatement<'n> {
    o.known(NotStatement::FIELDS);
    NotStatement {
        exact: o.reference("exact"),
        prefix: o.optional("prefix"),
        suffix: o.optional("suffix"),
        why: o.optional("why"),
    }
}

fn version<'n>(mut o: Fields<'n, '_>) -> Version<'n> {
    o.known(Version::FIELDS);
    Version {
        text: o.reference("text"),
        retrieved: o.optional("retrieved"),
        sha256: o.optional("sha256"),
        original: o.optional("original"),
        original_sha256: o.optional("original_sha256"),
        note: o.optional("note"),
    }
}

fn statement<'n>(mut o: Fields<'n, '_>) -> Statement<'n> {
    o.known(Statement::FIELDS);
    Statement {
        id: o.slug("id"),
        speaker: o.reference("speaker"),
        topics: o.list("topics", &Wanted::Optional, text),
        kind: o.optional("kind"),
        date: o.optional("date"),
        answers: o.list("answers", &Wanted::Optional, answer),
        repeats: o.list("repeats", &Wanted::Optional, text),
        response: o.optional("response"),
        accepts: o.list("accepts", &Wanted::Optional, text),
        appearances: o.list("appearances", &Wanted::AtLeast(1), appearance),
        note: o.optional("note"),
    }
}

fn answer<'n>(mut o: Fields<'n, '_>) -> Answer<'n> {
    if let Some(id) = o.node.text() {
        return Answer::Id(id);
    }
    o.known(Answer::FIELDS);
    Answer::With {
        statement: o.reference("statement"),
        how: o.optional("how"),
    }
}

fn appearance<'n>(mut o: Fields<'n, '_>) -> Appearance<'n> {
    o.known(Appearance::FIELDS);
    Appearance {
        article: o.reference("article"),
        quote: o.list("quote", &Wanted::AtLeast(1), selector),
        attribution: o.optional("attribution"),
        via: o.list("via", &Wanted::Optional, hop),
        note: o.optional("note"),
    }
}

fn hop<'n>(mut o: Fields<'n, '_>) -> Hop<'n> {
    o.known(Hop::FIELDS);
    Hop {
        who: o.optional("who"),
        how: o.optional("how"),
    }
}

fn selector<'n>(mut o: Fields<'n, '_>) -> Selector<'n> {
    o.known(Selector::FIELDS);
    Selector {
        exact: o.reference("exact"),
        prefix: o.optional("prefix"),
        suffix: o.optional("suffix"),
    }
}

/// An element that is nothing but a string.
fn text<'n>(mut o: Fields<'n, '_>) -> &'n str {
    o.itself()
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::fields::slugged;
    use super::*;
    use crate::model::Problem;

    fn read(json: &str) -> Vec<Problem> {
        let root = parse(json).unwrap();
        let mut report = Report::new("b");
        bundle(&root, &mut report);
        report.finish(json)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = Bundle {
            schema: None,
            format: 1,
            id: "a-1",
            title: "T",
            summary: Some("S"),
            language: None,
            updated: Some("2018"),
            curators: vec!["Ada"],
            sides: vec![
                Side {
                    id: "l",
                    label: "L",
                },
                Side {
                    id: "r",
                    label: "R",
                },
            ],
            topics: vec![Topic {
                id: "t",
                question: "?",
            }],
            speakers: vec![Speaker {
                id: "s",
                name: "N",
                side: "l",
                aliases: vec!["M", "O"],
                ..Speaker::default()
            }],
            articles: vec![Article {
                id: "x",
                title: "X",
                publisher: "P",
                text: "x.txt",
                authors: vec![
                    Author::Name("A. Writer"),
                    Author::With {
                        name: "The Desk",
                        kind: Some("organisation"),
                    },
                ],
                modified: Some("2019"),
                original: Some("originals/x.html"),
                not_statements: vec![NotStatement {
                    exact: "a title",
                    why: Some("title"),
                    ..NotStatement::default()
                }],
                versions: vec![Version {
                    text: "versions/x.txt",
                    ..Version::default()
                }],
                accepts: vec!["furniture"],
                corrections: vec!["C"],
                ..Article::default()
            }],
            statements: vec![Statement {
                id: "u",
                speaker: "s",
                kind: Some("paraphrase"),
                repeats: vec!["v"],
                response: Some("declined"),
                accepts: vec!["unquoted"],
                answers: vec![
                    Answer::Id("v"),
                    Answer::With {
                        statement: "w",
                        how: Some("denies"),
                    },
                ],
                appearances: vec![Appearance {
                    article: "x",
                    quote: vec![Selector {
                        exact: "e",
                        prefix: None,
                        suffix: Some("f"),
                    }],
                    via: vec![
                        Hop {
                            who: Some("Agency"),
                            how: Some("reported"),
                        },
                        Hop::default(),
                    ],
                    ..Appearance::default()
                }],
                ..Statement::default()
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
        assert_eq!(slugged("Kaspersky Lab!"), Some("kaspersky-lab".to_owned()));
        assert_eq!(slugged("…"), None);
    }
}
