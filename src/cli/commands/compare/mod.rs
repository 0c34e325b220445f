//! `diptych compare ID`: the sides face to face as plain text, topic by topic, in the
//! order of the screen: a claim, below it each reply; and what nobody answers.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::cite::{self, Format, Quotation, Style};
use crate::cli::error::Outcome;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::GlobalArgs;
use crate::cli::json_model::{SideJson, StatementJson};
use crate::cli::labels;
use crate::cli::library::Library;
use crate::cli::output::{Printer, join_dots, print_json};
use crate::model::{
    AnswerRelation, AnswerStatus, Briefing, ComparisonRow, Reference, ReplyGraph, SideIx,
    StatementIx, TopicIx,
};
use crate::text::plural::plural;
use crate::text::suggest;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The briefing: its id, ID#TOPIC, or the path of its bundle.
    #[arg(value_name = "ID")]
    target: PathBuf,
    /// Only this topic, by its id.
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    /// Only what has no answer in this briefing: the statements of the two sides that
    /// answer nothing and that nothing answers.
    #[arg(long)]
    unanswered: bool,
    /// Prints JSON for programs: the rows (claim, reply, how, topic) and the statements.
    #[arg(long)]
    json: bool,
    /// Prints the rows of the screen with their sources, to be cited or taken in as
    /// bookmarks: plain, markdown, csv, json, w3c or html.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Format>,
    /// The style of the citations: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t, requires = "format")]
    style: Style,
}

/// Prints the comparison.
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(common)?;
    let (briefing, reference) = library.open_briefing(&args.target)?;
    let named = match (&args.topic, &reference) {
        (Some(topic), _) => Some(topic),
        (None, Some(Reference::Fragment { fragment, .. })) => Some(fragment),
        (None, _) => None,
    };
    let topic = named.map(|id| topic_by_id(&briefing, id)).transpose()?;
    let graph = ReplyGraph::new(&briefing);
    if args.unanswered {
        return print_unanswered(common, args, &briefing, &graph, topic, out);
    }
    if let Some(format) = args.format {
        let rows = match topic {
            Some(topic) => graph.topic_rows(Some(topic)),
            None => graph.rows(),
        };
        let comparison = cite::Comparison::from_rows(&briefing, &graph, &rows);
        out.write_all(cite::export_comparison(&comparison, format, args.style).as_bytes())?;
    } else if args.json {
        print_json(out, &ComparisonJson::new(&briefing, &graph, topic))?;
    } else {
        let mut page = Printer::new(common, out);
        page.text(0, &briefing.title)?;
        page.text(
            0,
            &format!("{} / {}", briefing.sides[0].label, briefing.sides[1].label),
        )?;
        let topics = match topic {
            Some(topic) => vec![Some(topic)],
            None => all_topics(&briefing),
        };
        for ix in topics {
            page.blank()?;
            print_topic(&mut page, &briefing, &graph, ix)?;
        }
    }
    Ok(Outcome::Done)
}

/// A comparison for programs: its size grows with the rows and statements only.
#[derive(Serialize)]
pub struct ComparisonJson {
    briefing: String,
    title: String,
    sides: Vec<SideJson>,
    topics: Vec<ComparedTopicJson>,
    rows: Vec<ComparisonRowJson>,
    /// Every statement that a row names, once.
    statements: Vec<StatementJson>,
}

/// A topic, and which of the two sides says nothing on it.
#[derive(Serialize)]
struct ComparedTopicJson {
    id: String,
    question: String,
    silent: Vec<SideJson>,
}

/// A claim with one reply to it under one topic, or a statement alone.
#[derive(Serialize)]
struct ComparisonRowJson {
    topic: Option<String>,
    claim: String,
    reply: Option<String>,
    how: Option<&'static str>,
    /// What the briefing holds by way of answer to the claim.
    status: &'static str,
    /// What answers the claim without standing under this topic; told in its first row.
    replies_elsewhere: Vec<ReplyElsewhereJson>,
}

/// A reply that stands under other topics.
#[derive(Serialize)]
struct ReplyElsewhereJson {
    reply: String,
    how: Option<&'static str>,
    topics: Vec<String>,
}

impl ComparisonJson {
    /// Describes a whole comparison, or one topic of it.
    pub fn new(briefing: &Briefing, graph: &ReplyGraph, topic: Option<TopicIx>) -> ComparisonJson {
        let rows = match topic {
            Some(topic) => graph.topic_rows(Some(topic)),
            None => graph.rows(),
        };
        let mut named = vec![false; briefing.statements.len()];
        for ix in rows.iter().flat_map(ComparisonRow::statements) {
            named[ix.0] = true;
        }
        let statements = (0..named.len()).filter(|i| named[*i]).map(StatementIx);
        let is_asked = |i: &usize| topic.is_none_or(|topic| topic.0 == *i);
        let topics = (0..briefing.topics.len()).filter(is_asked);
        ComparisonJson {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| SideJson::new(briefing, SideIx(i)))
                .collect(),
            topics: topics
                .map(|i| ComparedTopicJson {
                    id: briefing.topics[i].id.clone(),
                    question: briefing.topics[i].question.clone(),
                    silent: graph
                        .silent_sides(Some(TopicIx(i)))
                        .into_iter()
                        .map(|side| SideJson::new(briefing, SideIx(side)))
                        .collect(),
                })
                .collect(),
            rows: rows
                .iter()
                .map(|row| ComparisonRowJson::new(briefing, graph, row))
                .collect(),
            statements: statements
                .map(|ix| StatementJson::new(briefing, ix, graph.replies(ix)))
                .collect(),
        }
    }
}

impl ComparisonRowJson {
    fn new(briefing: &Briefing, graph: &ReplyGraph, row: &ComparisonRow) -> ComparisonRowJson {
        let topic_id = |ix: &TopicIx| briefing.topics[ix.0].id.clone();
        let elsewhere = if row.claim_repeated {
            Vec::new()
        } else {
            graph.replies_outside(row.claim, row.topic)
        };
        ComparisonRowJson {
            topic: row.topic.as_ref().map(topic_id),
            claim: labels::statement_ref(briefing, row.claim),
            reply: row.reply.map(|ix| labels::statement_ref(briefing, ix)),
            how: row.how.map(AnswerRelation::name),
            status: graph.status(row.claim).name(),
            replies_elsewhere: elsewhere
                .iter()
                .map(|answer| ReplyElsewhereJson {
                    reply: labels::statement_ref(briefing, answer.statement),
                    how: answer.how.map(AnswerRelation::name),
                    topics: {
                        let topics = &briefing.statement(answer.statement).topics;
                        topics.iter().map(topic_id).collect()
                    },
                })
                .collect(),
        }
    }
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

fn topic_by_id(briefing: &Briefing, id: &str) -> Result<TopicIx, CliError> {
    let ids = || briefing.topics.iter().map(|topic| topic.id.as_str());
    ids()
        .position(|other| other == id)
        .map(TopicIx)
        .ok_or_else(|| {
            let told = CliError::new(format!("there is no topic \"{id}\" in {}", briefing.id));
            told.with_hint(match suggest::nearest(id, ids()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("`diptych show {}` lists them", briefing.id),
            })
            .not_found()
        })
}

/// Prints a topic, or what has none.
pub fn print_topic(
    page: &mut Printer,
    briefing: &Briefing,
    graph: &ReplyGraph,
    topic: Option<TopicIx>,
) -> io::Result<()> {
    match topic {
        Some(TopicIx(i)) => {
            let topic = &briefing.topics[i];
            page.hanging_indent(
                0,
                "# ",
                &format!("{} ({}#{})", topic.question, briefing.id, topic.id),
            )?;
        }
        None => page.line(0, "# No topic given")?,
    }
    let mut above = None;
    for row in graph.topic_rows(topic) {
        if above != Some(row.claim) {
            page.blank()?;
            print_statement(page, briefing, row.claim, row.claim_repeated, (0, ""))?;
        }
        above = Some(row.claim);
        if !row.claim_repeated {
            print_cross_topic_links(page, briefing, graph, row.claim, topic, 0)?;
        }
        let Some(reply) = row.reply else {
            if graph.is_unanswered(row.claim) {
                page.line(REPLY_INDENT, "(no answer in this briefing)")?;
            }
            continue;
        };
        let how = format!("{}: ", row.how.map_or("answers", AnswerRelation::name));
        print_statement(
            page,
            briefing,
            reply,
            row.reply_repeated,
            (REPLY_INDENT, &how),
        )?;
        if !row.reply_repeated {
            print_cross_topic_links(page, briefing, graph, reply, topic, REPLY_INDENT)?;
        }
    }
    for side in graph.silent_sides(topic) {
        page.blank()?;
        let label = briefing.side_label(SideIx(side));
        page.text(0, &format!("{label}: nothing on this in this briefing."))?;
    }
    Ok(())
}

/// Columns by which a reply stands further right.
const REPLY_INDENT: usize = 4;

/// Prints a statement at an indentation, behind a label; one that stands in full above
/// in short.
fn print_statement(
    page: &mut Printer,
    briefing: &Briefing,
    ix: StatementIx,
    repeated: bool,
    (indent, label): (usize, &str),
) -> io::Result<()> {
    page.text(
        indent,
        &format!("{label}{}", labels::speaker_label(briefing, ix)),
    )?;
    let quotation = Quotation::from_statement(briefing, ix, 0);
    if repeated {
        page.text(indent + 2, &format!("{} (as above)", quotation.summary()))?;
        return page.line(indent + 2, &labels::statement_ref(briefing, ix));
    }
    let said = briefing.statement(ix);
    page.text(indent + 2, &quotation.in_sentence())?;
    let is_shown =
        |a: &&String| quotation.lead_in.contains(a.as_str()) || quotation.rest.contains(a.as_str());
    if let Some(attribution) = quotation.attribution.as_ref().filter(|a| !is_shown(a)) {
        page.hanging_indent(indent + 2, "Attribution: ", attribution)?;
    }
    let carrier = said.appearances.first();
    let carrier = carrier.map(|first| {
        let publisher = &briefing.article(first.article).publisher;
        match said.appearances.len() {
            0 | 1 => publisher.clone(),
            n => format!("{publisher} and {} more", n - 1),
        }
    });
    let date = said.date.as_ref().map(ToString::to_string);
    let kind = Some(said.kind.name().to_owned());
    let response = said.response.map(|response| response.label().to_owned());
    page.text(indent + 2, &join_dots([kind, response, date, carrier]))?;
    if !quotation.via.is_empty() {
        page.hanging_indent(indent + 2, "Via: ", &quotation.via.join(" → "))?;
    }
    if let Some(other) = said.repeats.first() {
        let date = briefing.statement(*other).date.as_ref();
        let date = date.map_or_else(|| "date not known".to_owned(), ToString::to_string);
        let text = format!(
            "Said before, {date}: {}",
            labels::statement_ref(briefing, *other)
        );
        page.text(indent + 2, &text)?;
    }
    page.line(indent + 2, &labels::statement_ref(briefing, ix))
}

/// Points to what a statement has to do with that does not stand under its topic.
fn print_cross_topic_links(
    page: &mut Printer,
    briefing: &Briefing,
    graph: &ReplyGraph,
    ix: StatementIx,
    topic: Option<TopicIx>,
    indent: usize,
) -> io::Result<()> {
    for other in cite::cross_topic_links(briefing, graph, ix, topic) {
        page.text(indent + REPLY_INDENT, &format!("{}:", other.description()))?;
        // On a line of its own, so that it can be copied.
        page.line(indent + REPLY_INDENT, &other.other)?;
    }
    Ok(())
}

/// The statements of each status that is no plain answer.
#[derive(Serialize)]
struct UnansweredJson {
    briefing: String,
    title: String,
    unanswered: Vec<StatementJson>,
    elsewhere: Vec<StatementJson>,
    declined: Vec<StatementJson>,
    third_party: Vec<StatementJson>,
    own_side: Vec<StatementJson>,
}

/// Prints what has no answer in this briefing, and apart from it what is answered only
/// in another way.
fn print_unanswered(
    common: &GlobalArgs,
    args: &Args,
    briefing: &Briefing,
    graph: &ReplyGraph,
    topic: Option<TopicIx>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let of = |status: AnswerStatus| {
        let mut list = graph.with_status(status);
        list.retain(|ix| topic.is_none() || graph.is_in(*ix, topic));
        list
    };
    let found = of(AnswerStatus::Unanswered);
    let outcome = if found.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    };
    if let Some(format) = args.format {
        let quotations: Vec<Quotation> = found
            .iter()
            .map(|ix| Quotation::from_statement(briefing, *ix, 0))
            .collect();
        out.write_all(cite::export(&quotations, format, args.style).as_bytes())?;
        return Ok(outcome);
    }
    if args.json {
        let all = |status: AnswerStatus| {
            let list = of(status).into_iter();
            list.map(|ix| StatementJson::new(briefing, ix, graph.replies(ix)))
                .collect()
        };
        let found = UnansweredJson {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            unanswered: all(AnswerStatus::Unanswered),
            elsewhere: all(AnswerStatus::Elsewhere),
            declined: all(AnswerStatus::Declined),
            third_party: all(AnswerStatus::ThirdParty),
            own_side: all(AnswerStatus::OwnSide),
        };
        print_json(out, &found)?;
        return Ok(outcome);
    }
    let mut page = Printer::new(common, out);
    page.text(0, &briefing.title)?;
    page.text(
        0,
        &format!(
            "Unanswered: {} of the two sides. Unanswered is what answers nothing itself and what \
             nothing in this briefing answers. No answer in these articles is not no answer in \
             the world.",
            plural(found.len(), "statement", "statements")
        ),
    )?;
    for side in [SideIx(0), SideIx(1)] {
        let mine: Vec<&StatementIx> = found
            .iter()
            .filter(|ix| briefing.side_of(**ix) == side)
            .collect();
        page.blank()?;
        let label = briefing.side_label(side);
        page.text(0, &format!("# {label}: {} unanswered", mine.len()))?;
        for ix in mine {
            page.blank()?;
            print_statement(&mut page, briefing, *ix, false, (0, ""))?;
        }
    }
    for status in [
        AnswerStatus::Elsewhere,
        AnswerStatus::Declined,
        AnswerStatus::ThirdParty,
        AnswerStatus::OwnSide,
    ] {
        let list = of(status);
        if list.is_empty() {
            continue;
        }
        page.blank()?;
        page.text(0, &format!("# {}: {}", status.label(), list.len()))?;
        for ix in list {
            page.blank()?;
            print_statement(&mut page, briefing, ix, false, (0, ""))?;
            let claims = graph.claims(ix);
            let replies = graph
                .replies(ix)
                .iter()
                .map(|answer| (answer, "answered by"));
            for (answer, verb) in replies.chain(claims.iter().map(|answer| (answer, "answers"))) {
                let how = answer
                    .how
                    .map_or_else(String::new, |how| format!(" ({})", how.name()));
                let reference = labels::statement_ref(briefing, answer.statement);
                page.line(REPLY_INDENT, &format!("{verb}{how}: {reference}"))?;
            }
        }
    }
    Ok(outcome)
}
