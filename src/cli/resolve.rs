//! What a reference names in its briefing.

use std::path::Path;

use crate::cli::error::{CliError, Failure};
use crate::cli::library::Library;
use crate::model::{ArticleIx, Briefing, Reference, StatementIx, TopicIx};
use crate::text::plural::plural;
use crate::text::suggest;

/// What a reference names in its briefing.
pub enum Resolved {
    Briefing,
    Article(ArticleIx),
    Passage(ArticleIx, usize),
    Statement(StatementIx),
    Topic(TopicIx),
}

/// Opens the briefing that an argument names, and returns what of it is meant; all of it,
/// where the argument is the path of a bundle.
///
/// # Errors
/// Where there is no such bundle or it does not open, or the briefing does not have that.
pub fn open(library: &Library, argument: &Path) -> Result<(Briefing, Resolved), Failure> {
    let (briefing, reference) = library.open_briefing(argument)?;
    let resolved = match &reference {
        Some(reference) => resolve(&briefing, reference)?,
        None => Resolved::Briefing,
    };
    Ok((briefing, resolved))
}

/// Looks a reference up: a fragment is a statement, else a topic, else an article.
fn resolve(briefing: &Briefing, reference: &Reference) -> Result<Resolved, CliError> {
    let missing = |what: &str, id: &str, ids: Vec<&str>| {
        let error = CliError::new(format!("there is no {what} \"{id}\" in {}", briefing.id));
        let shows = format!("`diptych show {}` shows what there is", briefing.id);
        Err(error
            .with_hint(match suggest::nearest(id, ids) {
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
