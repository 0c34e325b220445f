//! Tells what was taken in: for people, or a line of JSON for each article.

use std::io::{self, Write, stderr};

use serde::Serialize;

use super::AddOptions;
use super::input::{IncomingArticle, PageInputs};
use super::plan::{AddPlan, ArticleStatus, PlannedArticle};
use crate::cli::error::Failure;
use crate::cli::error::Outcome;
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, join_dots, print_json_line, sanitize};
use crate::curate::article::PageArticle;
use crate::curate::meta::authors::Author as PageAuthor;
use crate::curate::page::words;
use crate::text::plural::plural;

/// One article, as `docs/json.md` describes it.
#[derive(Serialize)]
struct AddedArticleJson<'a> {
    file: &'a str,
    id: Option<&'a str>,
    status: Option<&'static str>,
    title: Option<&'a str>,
    authors: Vec<PageAuthorJson<'a>>,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
    modified: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    corrections: &'a [String],
    text: String,
    omitted: Vec<OmittedJson>,
    alternatives: AlternativesJson<'a>,
    format: &'static str,
    charset: &'static str,
    notes: Vec<&'static str>,
    private: &'a [String],
}

#[derive(Serialize)]
struct PageAuthorJson<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct OmittedJson {
    id: String,
    text: String,
    reason: &'static str,
}

/// The readings of each field of which a page gives more than one, the best first.
#[derive(Serialize)]
struct AlternativesJson<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    title: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Vec<PageAuthorJson<'a>>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    publisher: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    published: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    modified: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    url: &'a [String],
}

/// Prints all that was taken, and to standard error what was not.
pub fn print_all(
    common: &GlobalArgs,
    taking: &AddOptions,
    taken: &PageInputs,
    plan: Option<&AddPlan>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    for (number, one) in taken.articles.iter().enumerate() {
        let placed = plan.and_then(|plan| plan.placed.get(number));
        if taking.json {
            print_json_line(out, &article_json(one, placed))?;
        } else {
            print_article(&mut Printer::new(common, out), taking, one, placed)?;
        }
    }
    out.flush()?;
    for (file, why) in &taken.failed {
        let _ = writeln!(stderr(), "error: {} ({})", sanitize(why), sanitize(file));
    }
    if !taking.json {
        print_summary(&mut Printer::new(common, out), taking, taken, plan)?;
    }
    Ok(if taken.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

fn print_summary(
    page: &mut Printer,
    taking: &AddOptions,
    taken: &PageInputs,
    plan: Option<&AddPlan>,
) -> io::Result<()> {
    let of = |fate: ArticleStatus| {
        let placed = plan.map_or(&[][..], |plan| &plan.placed);
        placed.iter().filter(|p| p.fate == fate).count()
    };
    let failed = taken.failed.len();
    let told = |n: usize, one: &str, many: &str| (n > 0).then(|| plural(n, one, many));
    let would = if taking.dry_run { "would be " } else { "" };
    let line = join_dots([
        match plan {
            Some(_) => told(of(ArticleStatus::Added), "article", "articles")
                .map(|n| format!("{n} {would}added")),
            None => Some(plural(taken.articles.len(), "article", "articles")),
        },
        told(of(ArticleStatus::Changed), "changed page", "changed pages")
            .map(|n| format!("{n} {would}kept as another version")),
        told(
            of(ArticleStatus::Same) + of(ArticleStatus::Waiting),
            "is",
            "are",
        )
        .map(|n| format!("{n} there already")),
        told(failed, "file", "files").map(|n| format!("{n} could not be taken")),
    ]);
    if !line.is_empty() {
        page.line(0, &line)?;
    }
    if taking.dry_run {
        page.line(0, "Nothing was written (--dry-run).")?;
    }
    Ok(())
}

fn print_article(
    page: &mut Printer,
    taking: &AddOptions,
    one: &IncomingArticle,
    placed: Option<&PlannedArticle>,
) -> io::Result<()> {
    let article = &one.article;
    let would = if taking.dry_run { "would be " } else { "" };
    let head = match placed {
        None => one.file.clone(),
        Some(placed) => {
            let fate = match placed.fate {
                ArticleStatus::Added => format!("{would}added"),
                ArticleStatus::Same => "is there already".to_owned(),
                ArticleStatus::Changed => format!(
                    "was changed; the new text {would}kept as another version, and quotations are held against the old one"
                ),
                ArticleStatus::Waiting => {
                    "was changed; the new text waits among the versions already".to_owned()
                }
            };
            format!("{} {fate} ({})", placed.id, one.file)
        }
    };
    page.text(0, &head)?;
    if placed.is_some_and(|p| matches!(p.fate, ArticleStatus::Same | ArticleStatus::Waiting)) {
        return Ok(());
    }
    let title = non_empty(&article.title);
    page.text(2, title.unwrap_or("No headline was found: write one."))?;
    let authors: Vec<&str> = article.authors.iter().map(|a| a.name.as_str()).collect();
    page.text(
        2,
        &join_dots([
            Some(
                non_empty(&article.publisher)
                    .unwrap_or("no outlet")
                    .to_owned(),
            ),
            Some(
                non_empty(&article.published)
                    .unwrap_or("no date")
                    .to_owned(),
            ),
            non_empty(&article.modified).map(|day| format!("changed {day}")),
            Some(if authors.is_empty() {
                "no author".to_owned()
            } else {
                authors.join(", ")
            }),
            non_empty(&article.language).map(str::to_owned),
        ]),
    )?;
    if let Some(url) = non_empty(&article.url) {
        page.line(2, url)?;
    }
    let text = article.text();
    page.text(
        2,
        &format!(
            "{} in {}, from {} ({})",
            plural(words(&text), "word", "words"),
            plural(text.lines().count(), "paragraph", "paragraphs"),
            format_label(article.format.name()),
            article.charset
        ),
    )?;
    if let Some([text, original]) = placed.and_then(|p| p.paths.as_ref()) {
        page.line(2, &format!("{text}, {original}"))?;
    }
    for correction in &article.corrections {
        page.hanging_indent(2, "Correction, kept in its field: ", correction)?;
    }
    print_alternatives(page, article)?;
    for note in &article.notes {
        page.hanging_indent(2, "note: ", note.message())?;
    }
    print_private(page, taking, one)?;
    print_omitted(page, taking, article)?;
    page.blank()
}

fn print_alternatives(page: &mut Printer, article: &PageArticle) -> io::Result<()> {
    let readings = &article.readings;
    let authors: Vec<String> = readings
        .authors
        .iter()
        .map(|list| {
            list.iter()
                .map(|a| a.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect();
    for (name, list, chosen) in [
        ("title", &readings.title, article.title.as_str()),
        ("authors", &authors, ""),
        ("outlet", &readings.publisher, article.publisher.as_str()),
        ("date", &readings.published, article.published.as_str()),
        ("change", &readings.modified, article.modified.as_str()),
    ] {
        let is_open = chosen.is_empty() && name == "date" && !list.is_empty();
        if list.len() > 1 || is_open {
            let listed: Vec<String> = list
                .iter()
                .enumerate()
                .map(|(i, reading)| format!("{}. {reading}", i + 1))
                .collect();
            let label = format!("{name}, as the page has it: ");
            page.hanging_indent(2, &label, &listed.join("  "))?;
        }
    }
    Ok(())
}

fn print_private(page: &mut Printer, taking: &AddOptions, one: &IncomingArticle) -> io::Result<()> {
    if one.private.is_empty() {
        return Ok(());
    }
    let shown = 6;
    let mut list = one.private[..one.private.len().min(shown)].join(", ");
    if one.private.len() > shown {
        list += " and ";
        list += &(one.private.len() - shown).to_string();
        list += " more";
    }
    let label = if taking.scrub {
        "taken out of the original: "
    } else {
        "the original holds what may be yours alone (--scrub takes it out): "
    };
    page.hanging_indent(2, "", &format!("{label}{list}"))
}

fn print_omitted(page: &mut Printer, taking: &AddOptions, article: &PageArticle) -> io::Result<()> {
    let list = article.omitted();
    if list.is_empty() {
        return Ok(());
    }
    let pieces = plural(list.len(), "piece", "pieces");
    if !taking.show_omitted {
        return page.text(2, &format!("{pieces} left out; --show-omitted lists them"));
    }
    page.text(2, &format!("{pieces} left out; --keep ID puts one back:"))?;
    for piece in list {
        let label = format!("{} {}: ", piece.id, piece.reason.name());
        page.hanging_indent(4, &label, &piece.text)?;
    }
    Ok(())
}

/// Names a format as people call it.
fn format_label(format: &str) -> &str {
    match format {
        "html" => "a saved page",
        "singlefile" => "a page saved by SingleFile",
        "pasted" => "plain text",
        "markdown" => "Markdown",
        "pdftext" => "the text of a PDF",
        other => other,
    }
}

fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn authors_json(list: &[PageAuthor]) -> Vec<PageAuthorJson<'_>> {
    list.iter()
        .map(|author| PageAuthorJson {
            name: &author.name,
            kind: author.kind.name(),
        })
        .collect()
}

fn article_json<'a>(
    one: &'a IncomingArticle,
    placed: Option<&'a PlannedArticle>,
) -> AddedArticleJson<'a> {
    let article = &one.article;
    let readings = &article.readings;
    let several = |list: &'a [String], chosen: &str| {
        let needed = list.len() > 1 || list.first().is_some_and(|first| first != chosen);
        if needed { list } else { &[] }
    };
    AddedArticleJson {
        file: &one.file,
        id: placed.map(|p| p.id.as_str()),
        status: placed.map(|p| p.fate.name()),
        title: non_empty(&article.title),
        authors: authors_json(&article.authors),
        publisher: non_empty(&article.publisher),
        published: non_empty(&article.published),
        modified: non_empty(&article.modified),
        url: non_empty(&article.url),
        language: non_empty(&article.language),
        corrections: &article.corrections,
        text: article.text(),
        omitted: article
            .omitted()
            .into_iter()
            .map(|piece| OmittedJson {
                id: piece.id,
                text: piece.text,
                reason: piece.reason.name(),
            })
            .collect(),
        alternatives: AlternativesJson {
            title: several(&readings.title, &article.title),
            authors: if readings.authors.len() > 1 {
                readings
                    .authors
                    .iter()
                    .map(|list| authors_json(list))
                    .collect()
            } else {
                Vec::new()
            },
            publisher: several(&readings.publisher, &article.publisher),
            published: several(&readings.published, &article.published),
            modified: several(&readings.modified, &article.modified),
            url: several(&readings.url, &article.url),
        },
        format: article.format.name(),
        charset: article.charset,
        notes: article.notes.iter().map(|note| note.name()).collect(),
        private: &one.private,
    }
}
