//! `diptych show REF`: a briefing, an article, a passage, a statement or a topic
//! as plain text, with everything that the screen says of it.

mod shapes;
mod text;

use std::io::Write;
use std::path::PathBuf;

use super::compare;
use super::json;
use super::library::{Library, nearest};
use super::page::{Page, count, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::model::{ArticleIx, Briefing, Reference, ReplyGraph, StatementIx, TopicIx};
use shapes::{Printed, Whole};

pub use text::speaker;

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
pub enum Named {
    Briefing,
    Article(ArticleIx),
    Passage(ArticleIx, usize),
    Statement(StatementIx),
    Topic(TopicIx),
}

/// Prints what the reference names.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::of(common)?;
    let (briefing, reference) = library.briefing(&args.target)?;
    let named = match &reference {
        Some(reference) => look_up(&briefing, reference)?,
        None => Named::Briefing,
    };
    if args.json {
        match named {
            Named::Briefing => print_json(out, &Whole::of(&briefing))?,
            Named::Article(ix) => print_json(out, &Printed::of(&briefing, ix, None))?,
            Named::Passage(ix, n) => print_json(out, &Printed::of(&briefing, ix, Some(n)))?,
            Named::Statement(ix) => {
                let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
                print_json(out, &json::Statement::of(&briefing, ix, &answered))?;
            }
            Named::Topic(ix) => {
                let graph = ReplyGraph::new(&briefing);
                print_json(
                    out,
                    &compare::ComparisonJson::new(&briefing, &graph, Some(ix)),
                )?;
            }
        }
        return Ok(Outcome::Done);
    }
    let mut page = Page::new(common, out);
    match named {
        Named::Briefing => text::whole(&mut page, &briefing)?,
        Named::Article(ix) => text::article(&mut page, &briefing, ix, None)?,
        Named::Passage(ix, n) => text::article(&mut page, &briefing, ix, Some(n))?,
        Named::Statement(ix) => text::statement(&mut page, &briefing, ix)?,
        Named::Topic(ix) => {
            let graph = ReplyGraph::new(&briefing);
            compare::print_topic(&mut page, &briefing, &graph, Some(ix))?;
        }
    }
    Ok(Outcome::Done)
}

/// Looks a reference up: a fragment is a statement, else a topic, else an article.
pub fn look_up(briefing: &Briefing, reference: &Reference) -> Result<Named, Told> {
    let missing = |what: &str, id: &str, ids: Vec<&str>| {
        let told = Told::new(format!("there is no {what} \"{id}\" in {}", briefing.id));
        let shows = format!("`diptych show {}` shows what there is", briefing.id);
        Err(told
            .help(match nearest(id, ids.into_iter()) {
                Some(near) => format!("did you mean \"{near}\"? {shows}"),
                None => shows,
            })
            .nothing_found())
    };
    let articles = || briefing.articles.iter().map(|a| a.id.as_str());
    match reference {
        Reference::Briefing(_) => Ok(Named::Briefing),
        Reference::Fragment { fragment, .. } => {
            let topics = || briefing.topics.iter().map(|t| t.id.as_str());
            if let Some(ix) = briefing.statement_by_id(fragment) {
                return Ok(Named::Statement(ix));
            }
            if let Some(ix) = topics().position(|id| id == fragment) {
                return Ok(Named::Topic(TopicIx(ix)));
            }
            if let Some(ix) = briefing.article_by_id(fragment) {
                return Ok(Named::Article(ix));
            }
            let statements = briefing.statements.iter().map(|s| s.id.as_str());
            let all = statements.chain(topics()).chain(articles()).collect();
            missing("statement, topic or article", fragment, all)
        }
        Reference::Article { article, .. } => match briefing.article_by_id(article) {
            Some(ix) => Ok(Named::Article(ix)),
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
                return Err(Told::new(format!(
                    "{article} has {}, so there is no p{number}",
                    count(passages, "passage", "passages")
                ))
                .nothing_found());
            }
            Ok(Named::Passage(ix, number - 1))
        }
    }
}
