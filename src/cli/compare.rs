//! `diptych compare ID`: the sides face to face as plain text, topic by topic:
//! a statement, indented below it what answers it, and where nothing does, that.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::json;
use super::library::{Library, nearest};
use super::page::{Page, dotted, print_json};
use super::show::speaker;
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::app::desk::Desk;
use crate::cite::{self, Format, Style};
use crate::model::{Answer, Briefing, How, Ref, SideIx, StatementIx, TopicIx};

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The briefing: its id, ID#TOPIC, or the path of its bundle.
    #[arg(value_name = "ID")]
    target: PathBuf,
    /// Only this topic, by its id.
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    /// Prints JSON for programs: a tree of what answers what, with all carriers.
    #[arg(long)]
    json: bool,
    /// Prints the rows of the screen, each statement with what faces it and with their
    /// sources, to be cited or taken in as bookmarks: plain, markdown, csv, json, w3c or html.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Format>,
    /// The style of the citations: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t, requires = "format")]
    style: Style,
}

/// A briefing's topics with their exchanges.
#[derive(Serialize)]
struct Comparison {
    briefing: String,
    title: String,
    sides: Vec<json::Side>,
    topics: Vec<Table>,
}

/// What is said on one topic.
#[derive(Serialize)]
pub struct Table {
    /// None for what bears on no topic.
    topic: Option<json::Topic>,
    exchanges: Vec<Exchange>,
    third_parties: Vec<Exchange>,
    /// Of the two sides, those that say nothing on it.
    silent: Vec<json::Side>,
}

/// A statement with what answers it.
#[derive(Serialize)]
pub struct Exchange {
    how: Option<&'static str>,
    statement: json::Statement,
    answers: Vec<Exchange>,
}

/// Prints the comparison.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::of(common)?;
    let (briefing, reference) = library.briefing(&args.target)?;
    let named = match (&args.topic, &reference) {
        (Some(topic), _) => Some(topic),
        (None, Some(Ref::Fragment { fragment, .. })) => Some(fragment),
        (None, _) => None,
    };
    let topics = match named {
        Some(id) => vec![Some(topic_by_id(&briefing, id)?)],
        None => all_topics(&briefing),
    };
    if let Some(format) = args.format {
        let desk = Desk::new(Arc::new(briefing));
        let mut rows = desk.graph.rows();
        rows.retain(|row| topics.contains(&row.topic));
        let taken = cite::Comparison::of(&desk.briefing, &desk.graph, &rows);
        out.write_all(taken.export(format, args.style).as_bytes())?;
    } else if args.json {
        let comparison = Comparison {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| json::Side::of(&briefing, SideIx(i)))
                .collect(),
            topics: topics.iter().map(|t| Table::of(&briefing, *t)).collect(),
        };
        print_json(out, &comparison)?;
    } else {
        let mut page = Page::new(common, out);
        page.text(0, &briefing.title)?;
        page.text(
            0,
            &format!("{} / {}", briefing.sides[0].label, briefing.sides[1].label),
        )?;
        for ix in topics {
            page.blank()?;
            topic(&mut page, &briefing, ix)?;
        }
    }
    Ok(Outcome::Done)
}

/// Returns the topics in reading order, and last what bears on none, if anything.
fn all_topics(briefing: &Briefing) -> Vec<Option<TopicIx>> {
    let mut topics: Vec<_> = (0..briefing.topics.len())
        .map(|i| Some(TopicIx(i)))
        .collect();
    if briefing.statements.iter().any(|s| s.topics.is_empty()) {
        topics.push(None);
    }
    topics
}

fn topic_by_id(briefing: &Briefing, id: &str) -> Result<TopicIx, Told> {
    let ids = || briefing.topics.iter().map(|topic| topic.id.as_str());
    ids()
        .position(|other| other == id)
        .map(TopicIx)
        .ok_or_else(|| {
            let told = Told::new(format!("there is no topic \"{id}\" in {}", briefing.id));
            told.help(match nearest(id, ids()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("`diptych show {}` lists them", briefing.id),
            })
            .nothing_found()
        })
}

/// A statement of a topic and what answers it, as a tree.
struct Node {
    statement: StatementIx,
    how: Option<How>,
    answers: Vec<Node>,
}

/// What stands under one topic: the trees of the two sides, those of third
/// parties, and which of the two sides is silent.
struct Ordered {
    facing: Vec<Node>,
    thirds: Vec<Node>,
    silent: Vec<SideIx>,
}

/// Orders a topic: a statement that answers another one of the topic stands
/// below it; what has no answer stands behind what has one; else the order is
/// that of the bundle. Each stands once.
fn order(briefing: &Briefing, topic: Option<TopicIx>) -> Ordered {
    let bears = |ix: StatementIx| match topic {
        Some(topic) => briefing.statement(ix).topics.contains(&topic),
        None => briefing.statement(ix).topics.is_empty(),
    };
    let own: BTreeSet<StatementIx> = (0..briefing.statements.len())
        .map(StatementIx)
        .filter(|ix| bears(*ix))
        .collect();
    let answered = briefing.answered_by();
    let is_answer = |ix: &StatementIx| {
        let answers = &briefing.statement(*ix).answers;
        answers.iter().any(|answer| own.contains(&answer.statement))
    };
    let mut seen = BTreeSet::new();
    let mut roots = Vec::new();
    // First those that answer nothing here; then what only answers in a circle.
    for ix in own.iter().filter(|ix| !is_answer(ix)).chain(&own) {
        if let Some(node) = node(*ix, None, &answered, &mut seen) {
            roots.push(node);
        }
    }
    // What is answered first: gaps do not stand between exchanges.
    roots.sort_by_key(|node| node.answers.is_empty());
    let column = |ix: StatementIx| briefing.side_of(ix).0;
    let (facing, thirds) = roots.into_iter().partition(|n| column(n.statement) < 2);
    let silent = (0..2)
        .filter(|side| !own.iter().any(|ix| column(*ix) == *side))
        .map(SideIx)
        .collect();
    Ordered {
        facing,
        thirds,
        silent,
    }
}

fn node(
    statement: StatementIx,
    how: Option<How>,
    answered: &BTreeMap<StatementIx, Vec<Answer>>,
    seen: &mut BTreeSet<StatementIx>,
) -> Option<Node> {
    if !seen.insert(statement) {
        return None;
    }
    let by = answered.get(&statement).map_or(&[][..], Vec::as_slice);
    let answers = by
        .iter()
        .filter_map(|answer| node(answer.statement, answer.how, answered, seen))
        .collect();
    Some(Node {
        statement,
        how,
        answers,
    })
}

impl Table {
    /// Describes a topic, or what bears on none.
    pub fn of(briefing: &Briefing, topic: Option<TopicIx>) -> Table {
        let ordered = order(briefing, topic);
        let answered = briefing.answered_by();
        let all = |nodes: &[Node]| {
            let one = |node| Exchange::of(briefing, &answered, node);
            nodes.iter().map(one).collect()
        };
        Table {
            topic: topic.map(|ix| json::Topic::of(briefing, ix)),
            exchanges: all(&ordered.facing),
            third_parties: all(&ordered.thirds),
            silent: ordered
                .silent
                .iter()
                .map(|ix| json::Side::of(briefing, *ix))
                .collect(),
        }
    }
}

impl Exchange {
    fn of(
        briefing: &Briefing,
        answered: &BTreeMap<StatementIx, Vec<Answer>>,
        node: &Node,
    ) -> Exchange {
        let by = answered.get(&node.statement).map_or(&[][..], Vec::as_slice);
        Exchange {
            how: node.how.map(How::name),
            statement: json::Statement::of(briefing, node.statement, by),
            answers: node
                .answers
                .iter()
                .map(|answer| Exchange::of(briefing, answered, answer))
                .collect(),
        }
    }
}

/// Prints a topic, or what bears on none.
pub fn topic(page: &mut Page, briefing: &Briefing, topic: Option<TopicIx>) -> io::Result<()> {
    match topic {
        Some(TopicIx(i)) => {
            let topic = &briefing.topics[i];
            page.hanging(
                0,
                "# ",
                &format!("{} ({}#{})", topic.question, briefing.id, topic.id),
            )?;
        }
        None => page.line(0, "# No topic given")?,
    }
    let ordered = order(briefing, topic);
    for node in &ordered.facing {
        page.blank()?;
        exchange(page, briefing, node, 0)?;
    }
    for side in &ordered.silent {
        page.blank()?;
        let label = briefing.side_label(*side);
        page.text(0, &format!("{label}: nothing on this in this briefing."))?;
    }
    if !ordered.thirds.is_empty() {
        page.blank()?;
        page.line(0, "Third parties")?;
        for node in &ordered.thirds {
            page.blank()?;
            exchange(page, briefing, node, 0)?;
        }
    }
    Ok(())
}

/// Columns by which an answer stands further right.
const STEP: usize = 4;

fn exchange(page: &mut Page, briefing: &Briefing, node: &Node, depth: usize) -> io::Result<()> {
    let indent = depth * STEP;
    let ix = node.statement;
    let how = node
        .how
        .map_or_else(String::new, |how| format!("{}: ", how.name()));
    page.text(indent, &format!("{how}{}", speaker(briefing, ix)))?;
    page.text(indent + 2, &json::words(briefing, ix, 0))?;
    let said = briefing.statement(ix);
    let carrier = &briefing.article(said.appearances[0].article).publisher;
    let more = match said.appearances.len() {
        0 | 1 => carrier.clone(),
        n => format!("{carrier} and {} more", n - 1),
    };
    let date = said.date.as_ref().map(ToString::to_string);
    page.text(
        indent + 2,
        &dotted([Some(said.kind.name().to_owned()), date, Some(more)]),
    )?;
    page.line(indent + 2, &json::statement_ref(briefing, ix))?;
    if node.answers.is_empty() && depth == 0 && briefing.side_of(ix).0 < 2 {
        let answers = !said.answers.is_empty();
        if !answers {
            page.line(STEP, "(no answer in this briefing)")?;
        }
    }
    for answer in &node.answers {
        exchange(page, briefing, answer, depth + 1)?;
    }
    Ok(())
}
