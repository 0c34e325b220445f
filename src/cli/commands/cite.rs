//! `diptych cite REF`: words with their source as they go into print, and the
//! articles of a briefing for reference managers.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use crate::cite::{self, BibliographyFormat, ExportFormat, Quotation, Style};
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::resolve::{self, Resolved};
use crate::model::{ArticleIx, Briefing, ComparisonRow, ReplyGraph, StatementIx, TopicIx};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to cite: ID#STATEMENT, ID/ARTICLE#pN, ID/ARTICLE, ID#TOPIC, ID, or the
    /// path of a bundle.
    #[arg(value_name = "REF")]
    target: PathBuf,
    /// The style: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t)]
    style: Style,
    /// The form: plain, markdown, json, csv, w3c or html; for the articles
    /// alone bibtex or csl-json.
    #[arg(long, value_name = "FORMAT", default_value = "plain")]
    format: CiteFormat,
}

/// A form of quotations or of articles.
#[derive(Clone, Copy, Debug)]
enum CiteFormat {
    Quotations(ExportFormat),
    Articles(BibliographyFormat),
}

impl FromStr for CiteFormat {
    type Err = UnknownCiteFormat;

    fn from_str(text: &str) -> Result<Self, UnknownCiteFormat> {
        let quotations = text.parse().map(CiteFormat::Quotations);
        quotations
            .or_else(|_| text.parse().map(CiteFormat::Articles))
            .map_err(|_| UnknownCiteFormat(text.to_owned()))
    }
}

/// Says that a text names no form, and which there are.
#[derive(Debug)]
struct UnknownCiteFormat(String);

impl fmt::Display for UnknownCiteFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quotations = ExportFormat::ALL.into_iter().map(ExportFormat::name);
        let all = quotations.chain(
            BibliographyFormat::ALL
                .into_iter()
                .map(BibliographyFormat::name),
        );
        let all: Vec<&str> = all.collect();
        write!(
            f,
            "\"{}\" is no format; write one of {}",
            self.0,
            all.join(", ")
        )
    }
}

impl std::error::Error for UnknownCiteFormat {}

/// Prints the citations.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    let text = match args.format {
        CiteFormat::Articles(form) => {
            cite::export_bibliography(&briefing, &cited_articles(&briefing, &resolved), form)
        }
        CiteFormat::Quotations(ExportFormat::Plain) if matches!(resolved, Resolved::Article(_)) => {
            let quotations = quotations(&briefing, &resolved);
            let lines = quotations
                .iter()
                .map(|q| cite::citation(q, args.style) + "\n");
            lines.collect()
        }
        CiteFormat::Quotations(format) => {
            cite::export(&quotations(&briefing, &resolved), format, args.style)
        }
    };
    out.write_all(text.as_bytes())?;
    Ok(if text.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn quotations(briefing: &Briefing, resolved: &Resolved) -> Vec<Quotation> {
    let of = |statements: Vec<StatementIx>| {
        let each = statements.into_iter();
        each.map(|ix| Quotation::from_statement(briefing, ix, 0))
            .collect()
    };
    match *resolved {
        Resolved::Statement(ix) => of(vec![ix]),
        Resolved::Passage(article, number) => {
            let range = briefing.article(article).text.passages[number]
                .range
                .clone();
            vec![Quotation::from_range(briefing, article, range)]
        }
        Resolved::Article(article) => vec![Quotation::from_range(briefing, article, 0..0)],
        Resolved::Topic(topic) => of(statements_in_row_order(briefing, Some(topic))),
        Resolved::Briefing => of(statements_in_row_order(briefing, None)),
    }
}

/// Returns the statements of a topic, or of the whole briefing, in the order in which the
/// rows of the comparison show them, each once.
fn statements_in_row_order(briefing: &Briefing, topic: Option<TopicIx>) -> Vec<StatementIx> {
    let graph = ReplyGraph::new(briefing);
    let rows = match topic {
        Some(topic) => graph.topic_rows(Some(topic)),
        None => graph.rows(),
    };
    let mut seen = BTreeSet::new();
    let all = rows.iter().flat_map(ComparisonRow::statements);
    all.filter(|ix| seen.insert(*ix)).collect()
}

/// Returns the articles that something is printed in, in the order of the briefing.
fn cited_articles(briefing: &Briefing, resolved: &Resolved) -> Vec<ArticleIx> {
    let carriers = |statements: Vec<StatementIx>| {
        let all = statements.into_iter();
        let all: BTreeSet<usize> = all
            .flat_map(|ix| &briefing.statement(ix).appearances)
            .map(|appearance| appearance.article.0)
            .collect();
        all.into_iter().map(ArticleIx).collect()
    };
    match *resolved {
        Resolved::Briefing => (0..briefing.articles.len()).map(ArticleIx).collect(),
        Resolved::Article(article) | Resolved::Passage(article, _) => vec![article],
        Resolved::Statement(ix) => carriers(vec![ix]),
        Resolved::Topic(topic) => carriers(statements_in_row_order(briefing, Some(topic))),
    }
}
