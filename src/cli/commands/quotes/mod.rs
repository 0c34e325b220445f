//! `diptych quotes`: who said what in an article, proposed with reasons. It decides nothing.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::error::Outcome;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::GlobalArgs;
use crate::cli::labels;
use crate::cli::library::Library;
use crate::cli::output::{Printer, join_dots, print_json_line};
use crate::cli::resolve::{self, Resolved};
use crate::curate::page::{self, Hints, MAX_BYTES};
use crate::curate::quotes::check::{covered_ranges, is_covered};
use crate::curate::quotes::{Proposal, Sides, propose};
use crate::curate::stored;
use crate::model::{ArticleIx, Briefing};
use crate::text::plural::plural;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A page or a text, the path of a bundle, or a reference: ID, ID/ARTICLE, ID/ARTICLE#pN.
    #[arg(value_name = "FILE|REF|BUNDLE")]
    target: PathBuf,
    /// Prints JSON: a line with one object for each article.
    #[arg(long)]
    json: bool,
    /// Shows only what is in no statement of the bundle and not under its `not_statements`.
    #[arg(long)]
    uncovered: bool,
}

/// An article whose quotations are wanted.
struct ArticleInput<'a> {
    /// The file: as it was resolved, or its path within the bundle.
    file: String,
    /// The article of the bundle.
    article: Option<(&'a Briefing, ArticleIx)>,
    /// Whether offsets are those of the file as it is stored.
    is_stored: bool,
    text: Cow<'a, str>,
    /// The bytes in which quotations are wanted.
    within: Range<usize>,
}

#[derive(Serialize)]
struct ArticleProposalsJson<'a> {
    file: &'a str,
    #[serde(rename = "ref")]
    reference: Option<String>,
    offsets_in: &'static str,
    text: Option<&'a str>,
    quotes: Vec<ProposalJson<'a>>,
}

#[derive(Serialize)]
struct ProposalJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    speaker: Option<ProposedSpeakerJson<'a>>,
    side: Option<&'a str>,
    side_doubt: Option<&'static str>,
    side_why: Option<String>,
    doubt: &'static str,
    why: &'static str,
    covered: Option<bool>,
}

#[derive(Serialize)]
struct ProposedSpeakerJson<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    name: String,
}

/// Prints what is proposed for each article.
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if is_page(&args.target) {
        if args.uncovered {
            return Err(
                CliError::new("--uncovered needs a bundle, whose statements it looks at")
                    .at(args.target.display())
                    .with_hint(
                        "name the bundle's folder, or the reference of an article: ID/ARTICLE",
                    )
                    .into(),
            );
        }
        let bytes = read_page(&args.target)?;
        let texts = inputs_from_file(&args.target, &bytes)?;
        return print_proposals(common, args, &texts, out);
    }
    let library = Library::from_args(common)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    let texts = inputs_from_briefing(&briefing, &resolved).ok_or_else(|| {
        CliError::new("a statement or a topic is not an article, and its words are known already")
            .at(args.target.display())
            .with_hint("name the briefing or an article of it: ID, ID/ARTICLE or ID/ARTICLE#pN")
    })?;
    print_proposals(common, args, &texts, out)
}

/// Returns `true` if the path is that of a file which is no bundle.
fn is_page(path: &Path) -> bool {
    let is_zip = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("briefing"));
    path.exists() && !path.is_dir() && !is_zip
}

/// Reads a file, no further than a page may be long.
fn read_page(path: &Path) -> Result<Vec<u8>, CliError> {
    let told = |error: io::Error| {
        CliError::new(format!("the file cannot be read: {error}"))
            .at(path.display())
            .with_hint("look who may read it, and whether it is a file")
    };
    let file = File::open(path).map_err(told)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    Ok(bytes)
}

fn inputs_from_file<'a>(path: &Path, bytes: &'a [u8]) -> Result<Vec<ArticleInput<'a>>, CliError> {
    let file = path.display().to_string();
    if let Some(text) = stored::text(bytes) {
        return Ok(vec![ArticleInput {
            file,
            article: None,
            is_stored: true,
            within: 0..text.len(),
            text,
        }]);
    }
    let hints = Hints {
        file_name: &file,
        ..Hints::default()
    };
    let articles = page::read(bytes, &hints).map_err(|error| {
        // The sentence has its advice behind a colon.
        let sentence = error.to_string();
        let (what, help) = sentence.split_once(": ").unwrap_or((&sentence, ""));
        CliError::new(what).at(path.display()).with_hint(help)
    })?;
    for article in &articles {
        for note in &article.notes {
            crate::cli::output::warn(&format!("{} ({file})", note.message()));
        }
    }
    let texts = articles.iter().map(|article| {
        let text = article.text();
        ArticleInput {
            file: file.clone(),
            article: None,
            is_stored: false,
            within: 0..text.len(),
            text: Cow::Owned(text),
        }
    });
    Ok(texts.collect())
}

fn inputs_from_briefing<'a>(
    briefing: &'a Briefing,
    resolved: &Resolved,
) -> Option<Vec<ArticleInput<'a>>> {
    let text = |ix: ArticleIx, within: Option<Range<usize>>| {
        let article = briefing.article(ix);
        let body = 0..article.text.body_end;
        ArticleInput {
            file: article.path.clone(),
            article: Some((briefing, ix)),
            is_stored: false,
            text: Cow::Borrowed(article.text.slice(&body)),
            within: within.unwrap_or(body),
        }
    };
    match *resolved {
        Resolved::Briefing => {
            let all = (0..briefing.articles.len()).map(ArticleIx);
            Some(all.map(|ix| text(ix, None)).collect())
        }
        Resolved::Article(ix) => Some(vec![text(ix, None)]),
        Resolved::Passage(ix, n) => {
            let passage = briefing.article(ix).text.passages.get(n)?;
            Some(vec![text(ix, Some(passage.range.clone()))])
        }
        Resolved::Statement(_) | Resolved::Topic(_) => None,
    }
}

fn print_proposals(
    common: &GlobalArgs,
    args: &Args,
    texts: &[ArticleInput],
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let first = texts.first().and_then(|text| text.article);
    let sides = first.map(|(briefing, _)| Sides::new(briefing));
    let mut found = 0;
    for text in texts {
        let quotes = proposals_in(text, sides.as_ref(), args.uncovered);
        found += quotes.len();
        if args.json {
            let article = text.article;
            print_json_line(
                out,
                &ArticleProposalsJson {
                    file: &text.file,
                    reference: article.map(|(briefing, ix)| labels::article_ref(briefing, ix)),
                    offsets_in: if text.is_stored { "file" } else { "text" },
                    text: (!text.is_stored).then_some(&text.text),
                    quotes,
                },
            )?;
        } else if !quotes.is_empty() {
            print_text(&mut Printer::new(common, out), text, &quotes)?;
        }
    }
    if found == 0 && !args.json {
        let what = if args.uncovered {
            "Every quotation is in a statement or under not_statements."
        } else {
            "No quotation and no reported speech was found."
        };
        Printer::new(common, out).text(0, what)?;
    }
    Ok(if found == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn proposals_in<'a>(
    text: &'a ArticleInput,
    sides: Option<&Sides>,
    uncovered: bool,
) -> Vec<ProposalJson<'a>> {
    let covered = text.article.map(|(b, ix)| covered_ranges(b, ix));
    let mut quotes = Vec::new();
    for proposal in propose(&text.text) {
        if proposal.range.start < text.within.start || proposal.range.end > text.within.end {
            continue;
        }
        let is_covered = covered.as_ref().map(|c| is_covered(c, &proposal));
        if !(uncovered && is_covered == Some(true)) {
            quotes.push(proposal_json(text, sides, proposal, is_covered));
        }
    }
    quotes
}

fn proposal_json<'a>(
    text: &'a ArticleInput,
    sides: Option<&Sides>,
    proposal: Proposal,
    covered: Option<bool>,
) -> ProposalJson<'a> {
    let slice = |range: &Range<usize>| text.text.get(range.clone()).unwrap_or_default();
    let briefing = text.article.map(|(briefing, _)| briefing);
    let proposed = proposal.speaker.as_ref().zip(sides);
    let side = proposed.map(|(s, sides)| sides.of(&s.name, slice(&proposal.described)));
    ProposalJson {
        start: proposal.range.start,
        end: proposal.range.end,
        text: slice(&proposal.range),
        kind: proposal.kind.name(),
        side: side
            .and_then(|side| side.side)
            .zip(briefing)
            .map(|(ix, briefing)| briefing.side_label(ix)),
        side_doubt: side.map(|side| side.doubt.name()),
        side_why: side.zip(briefing).map(|(side, b)| side.why(b)),
        doubt: proposal.doubt.name(),
        why: proposal.ground.why(),
        covered,
        speaker: proposal.speaker.map(|speaker| ProposedSpeakerJson {
            text: slice(&speaker.range),
            start: speaker.range.start,
            end: speaker.range.end,
            name: speaker.name,
        }),
    }
}

fn print_text(page: &mut Printer, text: &ArticleInput, quotes: &[ProposalJson]) -> io::Result<()> {
    let title = text.article.map(|(b, ix)| b.article(ix).title.as_str());
    match title {
        Some(title) => page.text(0, &format!("[{title}]"))?,
        None => page.line(0, &text.file)?,
    }
    page.text(0, &plural(quotes.len(), "proposal", "proposals"))?;
    for quote in quotes {
        page.blank()?;
        let (open, close) = match quote.kind {
            "direct" | "not_statement" => ("“", "”"),
            _ => ("", ""),
        };
        page.text(2, &format!("{open}{}{close}", quote.text))?;
        let speaker = match &quote.speaker {
            Some(speaker) => speaker.name.clone(),
            None => "nobody resolved".to_owned(),
        };
        let side = match (quote.side, quote.side_doubt) {
            (Some(side), Some(doubt)) => Some(format!("{side} ({doubt})")),
            (None, Some(_)) => Some("side unknown".to_owned()),
            _ => None,
        };
        let kind = quote.kind.replace('_', " ");
        let facts = [
            Some(kind),
            Some(speaker),
            side,
            Some(quote.doubt.to_owned()),
            quote.covered.map(|is_covered| {
                let word = if is_covered { "covered" } else { "not covered" };
                word.to_owned()
            }),
        ];
        page.text(4, &join_dots(facts))?;
        let side_why = quote.side_why.as_ref().map(|why| format!("side: {why}"));
        page.hanging_indent(
            4,
            "why: ",
            &join_dots([Some(quote.why.to_owned()), side_why]),
        )?;
        page.line(4, &place_label(text, quote))?;
    }
    page.blank()
}

/// Returns where a quotation stands: the reference of its passage, or the bytes.
fn place_label(text: &ArticleInput, quote: &ProposalJson) -> String {
    match text.article {
        Some((briefing, ix)) => {
            let passage = briefing.article(ix).text.passage_at(quote.start);
            labels::passage_ref(briefing, ix, passage)
        }
        None if text.is_stored => {
            format!("{}, bytes {}–{}", text.file, quote.start, quote.end)
        }
        None => format!("bytes {}–{} of the extracted text", quote.start, quote.end),
    }
}
