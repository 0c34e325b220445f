//! `diptych show REF`: a briefing, an article, a passage, a statement or a topic, with
//! everything that the screen says of it; as plain text (`text`) or JSON (`json`). A topic
//! is printed as `diptych compare` does.

mod json;
mod text;

use std::io::Write;
use std::path::PathBuf;

use self::json::{ArticleTextJson, BriefingJson};
use super::compare::json::ComparisonJson;
use super::compare::text::print_topic;
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::json_model::StatementJson;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::cli::resolve::{self, Resolved};
use crate::model::ReplyGraph;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to show: ID, ID#STATEMENT, ID#TOPIC, ID/ARTICLE, ID/ARTICLE#pN, or
    /// the path of a bundle.
    #[arg(value_name = "REF")]
    target: PathBuf,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Prints what the reference names.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    if args.json {
        match resolved {
            Resolved::Briefing => print_json(out, &BriefingJson::new(&briefing))?,
            Resolved::Article(ix) => print_json(out, &ArticleTextJson::new(&briefing, ix, None))?,
            Resolved::Passage(ix, n) => {
                print_json(out, &ArticleTextJson::new(&briefing, ix, Some(n)))?;
            }
            Resolved::Statement(ix) => {
                let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
                print_json(out, &StatementJson::new(&briefing, ix, &answered))?;
            }
            Resolved::Topic(ix) => {
                let graph = ReplyGraph::new(&briefing);
                print_json(out, &ComparisonJson::new(&briefing, &graph, Some(ix)))?;
            }
        }
        return Ok(Outcome::Done);
    }
    let mut printer = Printer::new(global, out);
    match resolved {
        Resolved::Briefing => text::print_briefing(&mut printer, &briefing)?,
        Resolved::Article(ix) => text::print_article(&mut printer, &briefing, ix, None)?,
        Resolved::Passage(ix, n) => text::print_article(&mut printer, &briefing, ix, Some(n))?,
        Resolved::Statement(ix) => text::print_statement(&mut printer, &briefing, ix)?,
        Resolved::Topic(ix) => {
            let graph = ReplyGraph::new(&briefing);
            print_topic(&mut printer, &briefing, &graph, Some(ix))?;
        }
    }
    Ok(Outcome::Done)
}
