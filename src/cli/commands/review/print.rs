//! Prints the items of a bundle, and what was decided.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::options::Args;
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, join_dots, print_json_line};
use crate::model::{ArticleIx, Briefing, ProposalKind, ReviewItem, ReviewState};
use crate::runtime::review::ReviewSession;
use crate::text::plural::plural;

/// Parts of a quotation are printed with this between them: the outlet's words that break it.
const BREAK: &str = " […] ";

#[derive(Serialize)]
struct ReviewItemJson<'a> {
    id: &'a str,
    article: &'a str,
    parts: Vec<PartJson<'a>>,
    kind: &'static str,
    state: &'static str,
    statement: Option<&'a str>,
    reason: Option<&'a str>,
    doubt: &'static str,
    why: &'a str,
    attribution: Option<&'a str>,
    speakers: Vec<CandidateJson<'a>>,
    similar: Vec<SimilarJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct CandidateJson<'a> {
    id: Option<&'a str>,
    name: &'a str,
    described: &'a str,
    side: Option<&'a str>,
    side_doubt: &'static str,
    side_why: &'a str,
}

#[derive(Serialize)]
struct SimilarJson<'a> {
    item: &'a str,
    statement: Option<&'a str>,
    percent: u8,
    difference: Option<&'static str>,
}

/// Lists the items.
pub(super) fn list(
    global: &GlobalArgs,
    args: &Args,
    session: &ReviewSession,
    article: Option<ArticleIx>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let briefing = session.briefing();
    let items = session.queue().items().iter();
    let shown: Vec<&ReviewItem> = items
        .filter(|item| article.is_none_or(|ix| item.article == ix))
        .filter(|item| !args.open || item.state == ReviewState::Open)
        .collect();
    if args.json {
        for item in &shown {
            print_json_line(out, &json(briefing, item))?;
        }
        return Ok(outcome(&shown));
    }
    let mut printer = Printer::new(global, out);
    printer.text(0, &progress(session, article))?;
    let mut last = None;
    for item in &shown {
        if last != Some(item.article) {
            last = Some(item.article);
            let article = briefing.article(item.article);
            printer.blank()?;
            printer.text(0, &format!("[{}] {}", article.id, article.title))?;
        }
        print_item(&mut printer, briefing, item)?;
    }
    if shown.is_empty() {
        let what = if args.open {
            "Nothing is open."
        } else {
            "No statement, no quotation and no reported speech was found."
        };
        printer.text(0, what)?;
    }
    Ok(outcome(&shown))
}

fn outcome(shown: &[&ReviewItem]) -> Outcome {
    if shown.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    }
}

fn words(briefing: &Briefing, item: &ReviewItem) -> String {
    let text = &briefing.article(item.article).text;
    let parts: Vec<&str> = item.parts.iter().map(|part| text.slice(part)).collect();
    parts.join(BREAK).replace('\n', " ")
}

fn print_item(printer: &mut Printer, briefing: &Briefing, item: &ReviewItem) -> io::Result<()> {
    printer.blank()?;
    let kind = item.kind.label().to_owned();
    let facts = [
        Some(item.id.clone()),
        Some(item.state.name().to_owned()),
        Some(kind),
        (item.state == ReviewState::Open).then(|| item.doubt.name().to_owned()),
    ];
    printer.text(2, &join_dots(facts))?;
    let (open, close) = match item.kind {
        ProposalKind::Direct | ProposalKind::NotStatement => ("“", "”"),
        ProposalKind::Paraphrase | ProposalKind::Declined => ("", ""),
    };
    printer.text(4, &format!("{open}{}{close}", words(briefing, item)))?;
    if let Some(statement) = &item.statement {
        printer.hanging_indent(4, "statement: ", statement)?;
    }
    if let Some(reason) = &item.reason {
        printer.hanging_indent(4, "reason: ", reason)?;
    }
    for (n, candidate) in item.candidates.iter().enumerate() {
        let side = candidate.side.as_deref().unwrap_or("side unknown");
        let known = if candidate.id.is_some() { "" } else { " (new)" };
        let name = format!(
            "{}{known}, {side}: {}",
            candidate.name, candidate.side_ground
        );
        printer.hanging_indent(4, &format!("speaker {}: ", n + 1), &name)?;
    }
    if item.candidates.is_empty() && item.kind != ProposalKind::NotStatement {
        printer.text(4, "speaker: nobody is named")?;
    }
    if item.state == ReviewState::Open {
        printer.hanging_indent(4, "why: ", &item.ground)?;
    }
    if let Some(attribution) = &item.attribution {
        printer.hanging_indent(4, "attribution: ", attribution)?;
    }
    for similar in &item.similar {
        let other = similar.statement.as_deref().unwrap_or(&similar.item);
        let differs = similar
            .difference
            .map_or(String::new(), |what| format!(", another {what}"));
        let text = format!("{other} ({} %{differs})", similar.percent);
        printer.hanging_indent(4, "nearly the same words: ", &text)?;
    }
    Ok(())
}

fn json<'a>(briefing: &'a Briefing, item: &'a ReviewItem) -> ReviewItemJson<'a> {
    let article = briefing.article(item.article);
    ReviewItemJson {
        id: &item.id,
        article: &article.id,
        parts: item
            .parts
            .iter()
            .map(|part| PartJson {
                start: part.start,
                end: part.end,
                text: article.text.slice(part),
            })
            .collect(),
        kind: item.kind.name(),
        state: item.state.name(),
        statement: item.statement.as_deref(),
        reason: item.reason.as_deref(),
        doubt: item.doubt.name(),
        why: &item.ground,
        attribution: item.attribution.as_deref(),
        speakers: item
            .candidates
            .iter()
            .map(|candidate| CandidateJson {
                id: candidate.id.as_deref(),
                name: &candidate.name,
                described: &candidate.described,
                side: candidate.side.as_deref(),
                side_doubt: candidate.side_doubt.name(),
                side_why: &candidate.side_ground,
            })
            .collect(),
        similar: item
            .similar
            .iter()
            .map(|similar| SimilarJson {
                item: &similar.item,
                statement: similar.statement.as_deref(),
                percent: similar.percent,
                difference: similar.difference,
            })
            .collect(),
    }
}

/// Says what was written.
pub(super) fn report(
    global: &GlobalArgs,
    args: &Args,
    session: &ReviewSession,
    new: &[String],
    backup: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let briefing = session.briefing();
    if args.json {
        for item in session.queue().items() {
            let is_new = item.statement.as_ref().is_some_and(|id| new.contains(id));
            if is_new {
                print_json_line(out, &json(briefing, item))?;
            }
        }
        return Ok(());
    }
    let mut printer = Printer::new(global, out);
    for item in session.queue().items() {
        let Some(id) = item.statement.as_ref().filter(|id| new.contains(*id)) else {
            continue;
        };
        let speaker = item.candidates.first().map_or("", |c| c.name.as_str());
        printer.text(0, &format!("New statement: {id}, by {speaker}."))?;
    }
    if let Some(backup) = backup {
        printer.line(
            0,
            &format!("A copy of the file as it was: {}", backup.display()),
        )?;
    }
    printer.text(0, &format!("Saved. {}.", progress(session, None)))?;
    Ok(())
}

/// Returns how many items there are, and how many were decided, in words.
fn progress(session: &ReviewSession, article: Option<ArticleIx>) -> String {
    let (decided, all) = session.queue().progress(article);
    format!("{decided} of {} decided", plural(all, "item", "items"))
}
