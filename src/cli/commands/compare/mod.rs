//! `diptych compare ID`: the sides face to face, topic by topic, in the order of the screen.
//!
//! | file | what it prints |
//! |---|---|
//! | `form` | `OutputForm`: text, JSON or an export |
//! | `text` | a claim, below it each reply |
//! | `json` | the same for programs |
//! | `unanswered` | what nobody answers |

mod form;
pub mod json;
pub mod text;
mod unanswered;

use std::io::Write;
use std::path::PathBuf;

use self::form::OutputForm;
use self::json::ComparisonJson;
use self::text::print_topic;
use self::unanswered::print_unanswered;
use crate::cite::{Comparison, ExportFormat, Style, export_comparison};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::model::{Briefing, Reference, ReplyGraph, TopicIx};
use crate::text::suggest;

/// The arguments.
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
    format: Option<ExportFormat>,
    /// The style of the citations: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t, requires = "format")]
    style: Style,
}

/// Prints the comparison.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (briefing, reference) = library.open_briefing(&args.target)?;
    let named = match (&args.topic, &reference) {
        (Some(topic), _) => Some(topic),
        (None, Some(Reference::Fragment { fragment, .. })) => Some(fragment),
        (None, _) => None,
    };
    let topic = named.map(|id| topic_by_id(&briefing, id)).transpose()?;
    let graph = ReplyGraph::new(&briefing);
    let form = match args.format {
        Some(format) => OutputForm::Export(format, args.style),
        None if args.json => OutputForm::Json,
        None => OutputForm::Text,
    };
    if args.unanswered {
        return print_unanswered(global, form, &briefing, &graph, topic, out);
    }
    match form {
        OutputForm::Export(format, style) => {
            let rows = match topic {
                Some(topic) => graph.topic_rows(Some(topic)),
                None => graph.rows(),
            };
            let comparison = Comparison::from_rows(&briefing, &graph, &rows);
            out.write_all(export_comparison(&comparison, format, style).as_bytes())?;
        }
        OutputForm::Json => print_json(out, &ComparisonJson::new(&briefing, &graph, topic))?,
        OutputForm::Text => {
            let mut printer = Printer::new(global, out);
            printer.text(0, &briefing.title)?;
            printer.text(
                0,
                &format!("{} / {}", briefing.sides[0].label, briefing.sides[1].label),
            )?;
            let topics = match topic {
                Some(topic) => vec![Some(topic)],
                None => all_topics(&briefing),
            };
            for ix in topics {
                printer.blank()?;
                print_topic(&mut printer, &briefing, &graph, ix)?;
            }
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

fn topic_by_id(briefing: &Briefing, id: &str) -> Result<TopicIx, CliError> {
    let ids = || briefing.topics.iter().map(|topic| topic.id.as_str());
    ids()
        .position(|other| other == id)
        .map(TopicIx)
        .ok_or_else(|| {
            let error = CliError::new(format!("there is no topic \"{id}\" in {}", briefing.id));
            error
                .with_hint(match suggest::nearest(id, ids()) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("`diptych show {}` lists them", briefing.id),
                })
                .not_found()
        })
}
