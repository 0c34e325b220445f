//! `diptych show REF`: a briefing, an article, a passage, a statement or a topic
//! as plain text, with everything that the screen says of it.

mod json;
mod text;

use std::io::Write;
use std::path::PathBuf;

use self::json::{ArticleTextJson, BriefingJson};
use super::compare;
use crate::cli::error::Failure;
use crate::cli::error::Outcome;
use crate::cli::global_args::GlobalArgs;
use crate::cli::json_model::StatementJson;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::cli::resolve::{self, Resolved};
use crate::model::ReplyGraph;

/// What is asked for.
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
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(common)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    if args.json {
        match resolved {
            Resolved::Briefing => print_json(out, &BriefingJson::new(&briefing))?,
            Resolved::Article(ix) => print_json(out, &ArticleTextJson::new(&briefing, ix, None))?,
            Resolved::Passage(ix, n) => {
                print_json(out, &ArticleTextJson::new(&briefing, ix, Some(n)))?
            }
            Resolved::Statement(ix) => {
                let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
                print_json(out, &StatementJson::new(&briefing, ix, &answered))?;
            }
            Resolved::Topic(ix) => {
                let graph = ReplyGraph::new(&briefing);
                print_json(
                    out,
                    &compare::ComparisonJson::new(&briefing, &graph, Some(ix)),
                )?;
            }
        }
        return Ok(Outcome::Done);
    }
    let mut page = Printer::new(common, out);
    match resolved {
        Resolved::Briefing => text::print_briefing(&mut page, &briefing)?,
        Resolved::Article(ix) => text::print_article(&mut page, &briefing, ix, None)?,
        Resolved::Passage(ix, n) => text::print_article(&mut page, &briefing, ix, Some(n))?,
        Resolved::Statement(ix) => text::print_statement(&mut page, &briefing, ix)?,
        Resolved::Topic(ix) => {
            let graph = ReplyGraph::new(&briefing);
            compare::print_topic(&mut page, &briefing, &graph, Some(ix))?;
        }
    }
    Ok(Outcome::Done)
}
