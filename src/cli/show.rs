//! `diptych show REF`: a briefing, an article, a passage, a statement or a topic
//! as plain text, with everything that the screen says of it.

mod shapes;
mod text;

use std::io::Write;
use std::path::PathBuf;

use super::compare;
use super::json;
use super::library::{Library, nearest};
use super::page::{Printer, plural, print_json};
use super::told::{CliError, Failure};
use super::{GlobalArgs, Outcome};
use crate::model::{ArticleIx, Briefing, Reference, ReplyGraph, StatementIx, TopicIx};
use shapes::{ArticleTextJson, BriefingJson};

pub use text::speaker_label;

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

/// What a reference names in its briefing.
pub enum Resolved {
    Briefing,
    Article(ArticleIx),
    Passage(ArticleIx, usize),
    Statement(StatementIx),
    Topic(TopicIx),
}

/// Prints what the reference names.
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(common)?;
    let (briefing, reference) = library.open_briefing(&args.target)?;
    let named = match &reference {
        Some(reference) => resolve(&briefing, reference)?,
        None => Resolved::Briefing,
    };
    if args.json {
        match named {
            Resolved::Briefing => print_json(out, &BriefingJson::new(&briefing))?,
            Resolved::Article(ix) => print_json(out, &ArticleTextJson::new(&briefing, ix, None))?,
            Resolved::Passage(ix, n) => {
                print_json(out, &ArticleTextJson::new(&briefing, ix, Some(n)))?
            }
            Resolved::Statement(ix) => {
                let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
                print_json(out, &json::StatementJson::new(&briefing, ix, &answered))?;
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
    match named {
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

/// Looks a reference up: a fragment is a statement, else a topic, else an article.
pub fn resolve(briefing: &Briefing, reference: &Reference) -> Result<Resolved, CliError> {
    let missing = |what: &str, id: &str, ids: Vec<&str>| {
        let told = CliError::new(format!("there is no {what} \"{id}\" in {}", briefing.id));
        let shows = format!("`diptych show {}` shows what there is", briefing.id);
        Err(told
            .with_hint(match nearest(id, ids.into_iter()) {
                Some(near) => format!("did you mean \"{near}\"? {shows}"),
                None => shows,
            })
            .not_found())
    };
    let articles = || briefing.articles.iter().map(|a| a.id.as_str());
    match reference {
        Reference::Briefing(_) => Ok(Resolved::Briefing),
        Reference::Fragment { fragment, .. } => {
            let topics = || briefing.topics.iter().map(|t| t.id.as_str());
            if let Some(ix) = briefing.statement_by_id(fragment) {
                return Ok(Resolved::Statement(ix));
            }
            if let Some(ix) = topics().position(|id| id == fragment) {
                return Ok(Resolved::Topic(TopicIx(ix)));
            }
            if let Some(ix) = briefing.article_by_id(fragment) {
                return Ok(Resolved::Article(ix));
            }
            let statements = briefing.statements.iter().map(|s| s.id.as_str());
            let all = statements.chain(topics()).chain(articles()).collect();
            missing("statement, topic or article", fragment, all)
        }
        Reference::Article { article, .. } => match briefing.article_by_id(article) {
            Some(ix) => Ok(Resolved::Article(ix)),
            None => missing("article", article, articles().collect()),
        },
        Reference::Passage {
            article, number, ..
        } => {
            let Some(ix) = briefing.article_by_id(article) else {
                return missing("article", article, articles().collect());
            };
            let passages = briefing.article(ix).text.passages.len();
            if *number > passages {
                return Err(CliError::new(format!(
                    "{article} has {}, so there is no p{number}",
                    plural(passages, "passage", "passages")
                ))
                .not_found());
            }
            Ok(Resolved::Passage(ix, number - 1))
        }
    }
}
