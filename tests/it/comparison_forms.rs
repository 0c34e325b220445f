//! One order of a comparison: over random briefings, every form in which the program
//! gives a comparison holds exactly the pairs of the briefing, each under every topic
//! that both of its statements bear on.

use std::collections::BTreeSet;
use std::fmt::Write;

use diptych::app::list::ListKind;
use diptych::bundle;
use diptych::cite::{Comparison, ExportFormat, Style, export_comparison};
use diptych::model::{Briefing, BundleSource, ReplyGraph, StatementIx, TopicIx};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::story::Story;

/// A statement: its speaker's side, its topics, what it answers.
type Said = (usize, Vec<usize>, Vec<usize>);

/// Topic (its question, empty for none), claim and reply, by their references.
type Triple = (String, String, String);

const TOPICS: usize = 3;

fn any_statements() -> impl Strategy<Value = Vec<Said>> {
    let said = (
        0..3usize,
        proptest::collection::btree_set(0..TOPICS, 0..3),
        proptest::collection::btree_set(0..10usize, 0..4),
    );
    proptest::collection::vec(said, 1..10).prop_map(|list| {
        let count = list.len();
        let each = list.into_iter().enumerate();
        each.map(|(i, (side, topics, answers))| {
            let answers = answers.into_iter().filter(|a| *a < count && *a != i);
            (side, topics.into_iter().collect(), answers.collect())
        })
        .collect()
    })
}

/// Writes the statements as a bundle.
fn write(said: &[Said]) -> TempDir {
    let dir = TempDir::new().unwrap();
    let mut text = String::new();
    for i in 0..said.len() {
        write!(text, "“Words number {i}x here,” said somebody.\n\n").unwrap();
    }
    let statement = |(i, (side, topics, answers)): (usize, &Said)| {
        json!({
            "id": format!("s-{i}"),
            "speaker": format!("p{side}"),
            "topics": topics.iter().map(|t| format!("t-{t}")).collect::<Vec<_>>(),
            "answers": answers.iter().map(|a| format!("s-{a}")).collect::<Vec<_>>(),
            "appearances": [{ "article": "a", "quote": [{ "exact": format!("Words number {i}x here,") }] }],
        })
    };
    let sides = ["Town", "Firm", "Others"];
    let manifest = json!({
        "format": 1,
        "id": "b",
        "title": "B",
        "sides": (0..3).map(|i| json!({ "id": format!("side-{i}"), "label": sides[i] })).collect::<Vec<_>>(),
        "topics": (0..TOPICS).map(|i| json!({ "id": format!("t-{i}"), "question": format!("Topic {i}?") })).collect::<Vec<_>>(),
        "speakers": (0..3).map(|i| json!({ "id": format!("p{i}"), "name": format!("Person {i}"), "side": format!("side-{i}") })).collect::<Vec<_>>(),
        "articles": [{ "id": "a", "title": "A", "publisher": "P", "text": "a.txt" }],
        "statements": said.iter().enumerate().map(statement).collect::<Vec<_>>(),
    });
    std::fs::write(dir.path().join("briefing.json"), manifest.to_string()).unwrap();
    std::fs::write(dir.path().join("a.txt"), text).unwrap();
    dir
}

fn reference(ix: usize) -> String {
    format!("b#s-{ix}")
}

/// The pairs straight from the statements.
fn expected(said: &[Said]) -> BTreeSet<Triple> {
    let mut set = BTreeSet::new();
    for (reply, (_, topics, answers)) in said.iter().enumerate() {
        for claim in answers {
            let claim_topics = &said[*claim].1;
            for topic in topics.iter().filter(|t| claim_topics.contains(t)) {
                set.insert((
                    format!("Topic {topic}?"),
                    reference(*claim),
                    reference(reply),
                ));
            }
            if topics.is_empty() && claim_topics.is_empty() {
                set.insert((String::new(), reference(*claim), reference(reply)));
            }
        }
    }
    set
}

/// The reference behind a mark in a line, as far as it goes.
fn reference_in(line: &str, mark: &str) -> Option<String> {
    let at = line.rfind(mark)? + mark.len();
    let rest = &line[at..];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "#-".contains(c)));
    let found = &rest[..end.unwrap_or(rest.len())];
    found.starts_with("b#s-").then(|| found.to_owned())
}

/// A topic that is no topic.
fn topic_of(heading: &str) -> String {
    if heading.starts_with("Topic ") {
        heading.to_owned()
    } else {
        String::new()
    }
}

/// Collects pairs from text in which rows, statements and references follow each other.
#[derive(Default)]
struct Reader {
    topic: String,
    cells: Vec<(bool, String)>,
    is_reply: bool,
    found: BTreeSet<Triple>,
}

impl Reader {
    fn end_row(&mut self) {
        if let [(a, one), (b, other)] = &self.cells[..] {
            assert_ne!(a, b, "one of the two answers the other: {:?}", self.cells);
            let (claim, reply) = if *b { (one, other) } else { (other, one) };
            self.found
                .insert((self.topic.clone(), claim.clone(), reply.clone()));
        }
        self.cells.clear();
    }
}

fn from_plain(text: &str) -> BTreeSet<Triple> {
    let mut reader = Reader::default();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            reader.end_row();
            reader.topic = topic_of(heading);
        }
        let is_head = ["Town", "Firm", "Others"].iter().any(|side| {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let rest = rest.strip_prefix(". ").unwrap_or(rest);
            rest.strip_prefix(side)
                .is_some_and(|r| r.starts_with([',', ':']))
                && line.ends_with(':')
        });
        if is_head {
            if line.starts_with(|c: char| c.is_ascii_digit()) {
                reader.end_row();
            }
            reader.is_reply = line.contains(", answers");
        }
        if let Some(found) = reference_in(line, "[") {
            let is_reply = reader.is_reply;
            reader.cells.push((is_reply, found));
        }
    }
    reader.end_row();
    reader.found
}

fn from_markdown(text: &str) -> BTreeSet<Triple> {
    let mut reader = Reader::default();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            reader.end_row();
            reader.topic = topic_of(heading);
        } else if line.starts_with("### ") {
            reader.end_row();
        } else if line.starts_with("**") {
            reader.is_reply = line.contains("*answers*");
        } else if let Some((_, rest)) = line.split_once("`b#")
            && let Some((id, _)) = rest.split_once('`')
        {
            let found = format!("b#{id}");
            let is_reply = reader.is_reply;
            reader.cells.push((is_reply, found));
        }
    }
    reader.end_row();
    reader.found
}

fn from_html(text: &str) -> BTreeSet<Triple> {
    let mut reader = Reader::default();
    for line in text.lines() {
        if line.starts_with("<h2") {
            reader.end_row();
            let heading = line.split_once('>').unwrap().1.trim_end_matches("</h2>");
            reader.topic = topic_of(heading);
        } else if line.starts_with("<article") {
            if line.contains("id=\"row-") {
                reader.end_row();
            }
        } else if line.starts_with("<p class=\"side\">") {
            reader.is_reply = line.contains("↳ answers");
        }
        if let Some(found) = reference_in(line, "<code>") {
            let is_reply = reader.is_reply;
            reader.cells.push((is_reply, found));
        }
    }
    reader.end_row();
    reader.found
}

fn from_json(text: &str) -> BTreeSet<Triple> {
    let value: Value = serde_json::from_str(text).unwrap();
    let mut found = BTreeSet::new();
    for pair in value["pairs"].as_array().unwrap() {
        let topic = pair["topic"]["question"].as_str().unwrap_or("").to_owned();
        for answer in pair["answers"].as_array().unwrap() {
            let claim = answer["answers"].as_str().unwrap().to_owned();
            let reply = answer["statement"].as_str().unwrap().to_owned();
            found.insert((topic.clone(), claim, reply));
        }
    }
    found
}

fn from_csv(text: &str) -> BTreeSet<Triple> {
    let mut found = BTreeSet::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() > 5 && !fields[3].is_empty() {
            let topic = topic_of(fields[1]);
            found.insert((topic, fields[3].to_owned(), fields[5].to_owned()));
        }
    }
    found
}

/// Annotations have no topics: the pairs alone.
fn from_w3c(text: &str) -> BTreeSet<(String, String)> {
    let value: Value = serde_json::from_str(text).unwrap();
    let mut found = BTreeSet::new();
    for item in value["first"]["items"].as_array().unwrap() {
        let reply = item["diptych:quotation"]["reference"].as_str().unwrap();
        for body in item["body"].as_array().into_iter().flatten() {
            if body["purpose"] == "linking" {
                let source = body["source"].as_str().unwrap();
                let claim = format!("b#{}", source.rsplit_once('#').unwrap().1);
                found.insert((claim, reply.to_owned()));
            }
        }
    }
    found
}

fn briefing(dir: &TempDir) -> Briefing {
    let loaded = bundle::load(&BundleSource::Folder(dir.path().to_owned()));
    loaded
        .briefing
        .unwrap_or_else(|| panic!("{:?}", loaded.problems))
}

fn named(briefing: &Briefing, topic: Option<TopicIx>, ixs: [StatementIx; 2]) -> Triple {
    let question = topic.map_or_else(String::new, |t| briefing.topics[t.0].question.clone());
    let [claim, reply] = ixs.map(|ix| format!("b#{}", briefing.statement(ix).id));
    (question, claim, reply)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_export_holds_the_pairs_of_the_briefing(said in any_statements()) {
        let dir = write(&said);
        let briefing = briefing(&dir);
        let graph = ReplyGraph::new(&briefing);
        let comparison = Comparison::from_rows(&briefing, &graph, &graph.rows());
        let written = |format| export_comparison(&comparison, format, Style::default());
        let pairs = expected(&said);
        prop_assert_eq!(&from_plain(&written(ExportFormat::Plain)), &pairs);
        prop_assert_eq!(&from_markdown(&written(ExportFormat::Markdown)), &pairs);
        prop_assert_eq!(&from_html(&written(ExportFormat::Html)), &pairs);
        prop_assert_eq!(&from_json(&written(ExportFormat::Json)), &pairs);
        prop_assert_eq!(&from_csv(&written(ExportFormat::Csv)), &pairs);
        let pairs = pairs.into_iter().map(|(_, claim, reply)| (claim, reply));
        prop_assert_eq!(from_w3c(&written(ExportFormat::W3c)), pairs.collect::<BTreeSet<_>>());
    }

    #[test]
    fn the_screen_shows_the_pairs_of_the_briefing_wide_and_narrow(said in any_statements()) {
        let dir = write(&said);
        let briefing = briefing(&dir);
        for width in [120, 60] {
            let mut story = Story::folder(dir.path(), width, 40);
            story.keys("<Enter>gs");
            let list = story.list();
            let is_comparison = matches!(list.kind, ListKind::Compare { .. });
            prop_assert!(is_comparison);
            let shown = list.grid.rows().iter().filter_map(|row| row.lazy);
            let rows = shown.map(|promise| list.comparison_items[promise.item as usize].row);
            let found: BTreeSet<Triple> = rows
                .filter_map(|row| Some(named(&briefing, row.topic, [row.claim, row.reply?])))
                .collect();
            prop_assert_eq!(&found, &expected(&said));
        }
    }
}

#[test]
fn the_shell_prints_the_pairs_of_the_briefing() {
    let denials: Vec<Said> = vec![
        (0, vec![0], vec![]),
        (1, vec![0, 1], vec![0, 2]),
        (0, vec![1, 2], vec![]),
        (2, vec![0], vec![]),
        (1, vec![0], vec![3]),
        (0, vec![], vec![]),
        (1, vec![], vec![5]),
        (1, vec![2], vec![0]),
    ];
    let dir = write(&denials);
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_diptych"));
        for (name, value) in [
            ("DIPTYCH_DATA", "data"),
            ("DIPTYCH_CACHE", "cache"),
            ("DIPTYCH_CONFIG", "config"),
        ] {
            command.env(name, dir.path().join("home").join(value));
        }
        let output = command
            .arg("compare")
            .arg(dir.path())
            .args(args)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let value: Value = serde_json::from_str(&run(&["--json"])).unwrap();
    let question = |topic: &Value| match topic.as_str() {
        Some(id) => format!("Topic {}?", id.trim_start_matches("t-")),
        None => String::new(),
    };
    let rows = value["rows"].as_array().unwrap();
    let found: BTreeSet<Triple> = rows
        .iter()
        .filter(|row| !row["reply"].is_null())
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (question(&row["topic"]), text("claim"), text("reply"))
        })
        .collect();
    assert_eq!(found, expected(&denials));
    let reply_elsewhere = rows
        .iter()
        .find(|row| row["claim"] == "b#s-0" && row["topic"] == "t-0");
    assert_eq!(
        reply_elsewhere.unwrap()["replies_elsewhere"][0]["reply"],
        "b#s-7"
    );

    let mut found = BTreeSet::new();
    let (mut topic, mut claim) = (String::new(), String::new());
    for line in run(&[]).lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            topic = topic_of(heading.split(" (").next().unwrap());
        } else if let Some(reference) = line.strip_prefix("  b#") {
            claim = format!("b#{reference}");
        } else if let Some(reference) = line.strip_prefix("      b#") {
            found.insert((topic.clone(), claim.clone(), format!("b#{reference}")));
        }
    }
    assert_eq!(found, expected(&denials));
    assert_eq!(from_plain(&run(&["--format", "plain"])), expected(&denials));
}
