//! `diptych quotes`: who said what in an article, proposed with reasons. It decides nothing.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::json;
use super::library::Library;
use super::page::{Page, count, dotted, print_json_line};
use super::show::{Named, look_up};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::curate::page::{self, Hints, MAX_BYTES};
use crate::curate::quotes::check::{covered_ranges, is_covered};
use crate::curate::quotes::{Proposal, Sides, propose};
use crate::curate::stored;
use crate::model::{ArticleIx, Briefing};

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
struct Reading<'a> {
    /// The file: as it was named, or its path within the bundle.
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
struct ArticleJson<'a> {
    file: &'a str,
    #[serde(rename = "ref")]
    reference: Option<String>,
    offsets_in: &'static str,
    text: Option<&'a str>,
    quotes: Vec<Quote<'a>>,
}

#[derive(Serialize)]
struct Quote<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    speaker: Option<Speaker<'a>>,
    side: Option<&'a str>,
    side_doubt: Option<&'static str>,
    side_why: Option<String>,
    doubt: &'static str,
    why: &'static str,
    covered: Option<bool>,
}

#[derive(Serialize)]
struct Speaker<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    name: String,
}

/// Prints what is proposed for each article.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if is_page(&args.target) {
        if args.uncovered {
            return Err(
                Told::new("--uncovered needs a bundle, whose statements it looks at")
                    .at(args.target.display())
                    .help("name the bundle's folder, or the reference of an article: ID/ARTICLE")
                    .into(),
            );
        }
        let bytes = read(&args.target)?;
        let texts = texts_of_file(&args.target, &bytes)?;
        return print(common, args, &texts, out);
    }
    let library = Library::of(common)?;
    let (briefing, reference) = library.briefing(&args.target)?;
    let named = match &reference {
        Some(reference) => look_up(&briefing, reference)?,
        None => Named::Briefing,
    };
    let texts = texts_of_briefing(&briefing, &named).ok_or_else(|| {
        Told::new("a statement or a topic is not an article, and its words are known already")
            .at(args.target.display())
            .help("name the briefing or an article of it: ID, ID/ARTICLE or ID/ARTICLE#pN")
    })?;
    print(common, args, &texts, out)
}

/// Returns `true` if the path is that of a file which is no bundle.
fn is_page(path: &Path) -> bool {
    let is_zip = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("briefing"));
    path.exists() && !path.is_dir() && !is_zip
}

/// Reads a file, no further than a page may be long.
fn read(path: &Path) -> Result<Vec<u8>, Told> {
    let told = |error: io::Error| {
        Told::new(format!("the file cannot be read: {error}"))
            .at(path.display())
            .help("look who may read it, and whether it is a file")
    };
    let file = File::open(path).map_err(told)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    Ok(bytes)
}

fn texts_of_file<'a>(path: &Path, bytes: &'a [u8]) -> Result<Vec<Reading<'a>>, Told> {
    let file = path.display().to_string();
    if let Some(text) = stored::text(bytes) {
        return Ok(vec![Reading {
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
        Told::new(what).at(path.display()).help(help)
    })?;
    for article in &articles {
        for note in &article.notes {
            super::warn(&format!("{} ({file})", note.message()));
        }
    }
    let texts = articles.iter().map(|article| {
        let text = article.text();
        Reading {
            file: file.clone(),
            article: None,
            is_stored: false,
            within: 0..text.len(),
            text: Cow::Owned(text),
        }
    });
    Ok(texts.collect())
}

fn texts_of_briefing<'a>(briefing: &'a Briefing, named: &Named) -> Option<Vec<Reading<'a>>> {
    let text = |ix: ArticleIx, within: Option<Range<usize>>| {
        let article = briefing.article(ix);
        let body = 0..article.text.body_end;
        Reading {
            file: article.path.clone(),
            article: Some((briefing, ix)),
            is_stored: false,
            text: Cow::Borrowed(article.text.slice(&body)),
            within: within.unwrap_or(body),
        }
    };
    match *named {
        Named::Briefing => {
            let all = (0..briefing.articles.len()).map(ArticleIx);
            Some(all.map(|ix| text(ix, None)).collect())
        }
        Named::Article(ix) => Some(vec![text(ix, None)]),
        Named::Passage(ix, n) => {
            let passage = briefing.article(ix).text.passages.get(n)?;
            Some(vec![text(ix, Some(passage.range.clone()))])
        }
        Named::Statement(_) | Named::Topic(_) => None,
    }
}

fn print(
    common: &Common,
    args: &Args,
    texts: &[Reading],
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let first = texts.first().and_then(|text| text.article);
    let sides = first.map(|(briefing, _)| Sides::new(briefing));
    let mut found = 0;
    for text in texts {
        let quotes = quotes(text, sides.as_ref(), args.uncovered);
        found += quotes.len();
        if args.json {
            let article = text.article;
            print_json_line(
                out,
                &ArticleJson {
                    file: &text.file,
                    reference: article.map(|(briefing, ix)| json::article_ref(briefing, ix)),
                    offsets_in: if text.is_stored { "file" } else { "text" },
                    text: (!text.is_stored).then_some(&text.text),
                    quotes,
                },
            )?;
        } else if !quotes.is_empty() {
            print_text(&mut Page::new(common, out), text, &quotes)?;
        }
    }
    if found == 0 && !args.json {
        let what = if args.uncovered {
            "Every quotation is in a statement or under not_statements."
        } else {
            "No quotation and no reported speech was found."
        };
        Page::new(common, out).text(0, what)?;
    }
    Ok(if found == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn quotes<'a>(text: &'a Reading, sides: Option<&Sides>, uncovered: bool) -> Vec<Quote<'a>> {
    let covered = text.article.map(|(b, ix)| covered_ranges(b, ix));
    let mut quotes = Vec::new();
    for proposal in propose(&text.text) {
        if proposal.range.start < text.within.start || proposal.range.end > text.within.end {
            continue;
        }
        let is_covered = covered.as_ref().map(|c| is_covered(c, &proposal));
        if !(uncovered && is_covered == Some(true)) {
            quotes.push(quote(text, sides, proposal, is_covered));
        }
    }
    quotes
}

fn quote<'a>(
    text: &'a Reading,
    sides: Option<&Sides>,
    proposal: Proposal,
    covered: Option<bool>,
) -> Quote<'a> {
    let slice = |range: &Range<usize>| text.text.get(range.clone()).unwrap_or_default();
    let briefing = text.article.map(|(briefing, _)| briefing);
    let proposed = proposal.speaker.as_ref().zip(sides);
    let side = proposed.map(|(s, sides)| sides.of(&s.name, slice(&proposal.described)));
    Quote {
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
        speaker: proposal.speaker.map(|speaker| Speaker {
            text: slice(&speaker.range),
            start: speaker.range.start,
            end: speaker.range.end,
            name: speaker.name,
        }),
    }
}

fn print_text(page: &mut Page, text: &Reading, quotes: &[Quote]) -> io::Result<()> {
    let title = text.article.map(|(b, ix)| b.article(ix).title.as_str());
    match title {
        Some(title) => page.text(0, &format!("[{title}]"))?,
        None => page.line(0, &text.file)?,
    }
    page.text(0, &count(quotes.len(), "proposal", "proposals"))?;
    for quote in quotes {
        page.blank()?;
        let (open, close) = match quote.kind {
            "direct" | "not_statement" => ("“", "”"),
            _ => ("", ""),
        };
        page.text(2, &format!("{open}{}{close}", quote.text))?;
        let speaker = match &quote.speaker {
            Some(speaker) => speaker.name.clone(),
            None => "nobody named".to_owned(),
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
        page.text(4, &dotted(facts))?;
        let side_why = quote.side_why.as_ref().map(|why| format!("side: {why}"));
        page.hanging(4, "why: ", &dotted([Some(quote.why.to_owned()), side_why]))?;
        page.line(4, &place(text, quote))?;
    }
    page.blank()
}

/// Returns where a quotation stands: the reference of its passage, or the bytes.
fn place(text: &Reading, quote: &Quote) -> String {
    match text.article {
        Some((briefing, ix)) => {
            let passage = briefing.article(ix).text.passage_at(quote.start);
            json::passage_ref(briefing, ix, passage)
        }
        None if text.is_stored => {
            format!("{}, bytes {}–{}", text.file, quote.start, quote.end)
        }
        None => format!("bytes {}–{} of the extracted text", quote.start, quote.end),
    }
}
