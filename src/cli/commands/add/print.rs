//! Prints what was added: for people, or a line of JSON for each article.

use std::io::{self, Write, stderr};

use super::input::{IncomingArticle, PageInputs};
use super::json::{article_json, non_empty};
use super::options::AddOptions;
use super::plan::{AddPlan, ArticleStatus, PlannedArticle};
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, join_dots, print_json_line, sanitize};
use crate::curate::article::PageArticle;
use crate::curate::page::count_words;
use crate::text::plural::plural;

/// Prints all that was taken, and to standard error what was not.
pub fn print_all(
    global: &GlobalArgs,
    options: &AddOptions,
    inputs: &PageInputs,
    plan: Option<&AddPlan>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    for (number, incoming) in inputs.articles.iter().enumerate() {
        let planned = plan.and_then(|plan| plan.articles.get(number));
        if options.json {
            print_json_line(out, &article_json(incoming, planned))?;
        } else {
            print_article(&mut Printer::new(global, out), options, incoming, planned)?;
        }
    }
    out.flush()?;
    for (file, why) in &inputs.failed {
        let _ = writeln!(stderr(), "error: {} ({})", sanitize(why), sanitize(file));
    }
    if !options.json {
        print_summary(&mut Printer::new(global, out), options, inputs, plan)?;
    }
    Ok(if inputs.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

fn print_summary(
    printer: &mut Printer,
    options: &AddOptions,
    inputs: &PageInputs,
    plan: Option<&AddPlan>,
) -> io::Result<()> {
    let of = |status: ArticleStatus| {
        let planned = plan.map_or(&[][..], |plan| &plan.articles);
        planned.iter().filter(|p| p.status == status).count()
    };
    let failed = inputs.failed.len();
    let counted = |n: usize, incoming: &str, many: &str| (n > 0).then(|| plural(n, incoming, many));
    let would = if options.dry_run { "would be " } else { "" };
    let line = join_dots([
        match plan {
            Some(_) => counted(of(ArticleStatus::Added), "article", "articles")
                .map(|n| format!("{n} {would}added")),
            None => Some(plural(inputs.articles.len(), "article", "articles")),
        },
        counted(of(ArticleStatus::Changed), "changed page", "changed pages")
            .map(|n| format!("{n} {would}kept as another version")),
        counted(
            of(ArticleStatus::Same) + of(ArticleStatus::Waiting),
            "is",
            "are",
        )
        .map(|n| format!("{n} there already")),
        counted(failed, "file", "files").map(|n| format!("{n} could not be taken")),
    ]);
    if !line.is_empty() {
        printer.line(0, &line)?;
    }
    if options.dry_run {
        printer.line(0, "Nothing was written (--dry-run).")?;
    }
    Ok(())
}

fn print_article(
    printer: &mut Printer,
    options: &AddOptions,
    incoming: &IncomingArticle,
    planned: Option<&PlannedArticle>,
) -> io::Result<()> {
    let article = &incoming.article;
    let would = if options.dry_run { "would be " } else { "" };
    let head = match planned {
        None => incoming.file.clone(),
        Some(planned) => {
            let status = match planned.status {
                ArticleStatus::Added => format!("{would}added"),
                ArticleStatus::Same => "is there already".to_owned(),
                ArticleStatus::Changed => format!(
                    "was changed; the new text {would}kept as another version, and quotations are held against the old one"
                ),
                ArticleStatus::Waiting => {
                    "was changed; the new text waits among the versions already".to_owned()
                }
            };
            format!("{} {status} ({})", planned.id, incoming.file)
        }
    };
    printer.text(0, &head)?;
    if planned.is_some_and(|p| matches!(p.status, ArticleStatus::Same | ArticleStatus::Waiting)) {
        return Ok(());
    }
    let title = non_empty(&article.title);
    printer.text(2, title.unwrap_or("No headline was found: write one."))?;
    let authors: Vec<&str> = article.authors.iter().map(|a| a.name.as_str()).collect();
    printer.text(
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
        printer.line(2, url)?;
    }
    let text = article.text();
    printer.text(
        2,
        &format!(
            "{} in {}, from {} ({})",
            plural(count_words(&text), "word", "words"),
            plural(text.lines().count(), "paragraph", "paragraphs"),
            format_label(article.format.name()),
            article.charset
        ),
    )?;
    if let Some([text, original]) = planned.and_then(|p| p.paths.as_ref()) {
        printer.line(2, &format!("{text}, {original}"))?;
    }
    for correction in &article.corrections {
        printer.hanging_indent(2, "Correction, kept in its field: ", correction)?;
    }
    print_alternatives(printer, article)?;
    for note in &article.notes {
        printer.hanging_indent(2, "note: ", note.message())?;
    }
    print_private(printer, options, incoming)?;
    print_omitted(printer, options, article)?;
    printer.blank()
}

fn print_alternatives(printer: &mut Printer, article: &PageArticle) -> io::Result<()> {
    let readings = &article.candidates;
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
            printer.hanging_indent(2, &label, &listed.join("  "))?;
        }
    }
    Ok(())
}

fn print_private(
    printer: &mut Printer,
    options: &AddOptions,
    incoming: &IncomingArticle,
) -> io::Result<()> {
    if incoming.private.is_empty() {
        return Ok(());
    }
    let shown = 6;
    let mut list = incoming.private[..incoming.private.len().min(shown)].join(", ");
    if incoming.private.len() > shown {
        list += " and ";
        list += &(incoming.private.len() - shown).to_string();
        list += " more";
    }
    let label = if options.scrub {
        "taken out of the original: "
    } else {
        "the original holds what may be yours alone (--scrub takes it out): "
    };
    printer.hanging_indent(2, "", &format!("{label}{list}"))
}

fn print_omitted(
    printer: &mut Printer,
    options: &AddOptions,
    article: &PageArticle,
) -> io::Result<()> {
    let list = article.omitted();
    if list.is_empty() {
        return Ok(());
    }
    let pieces = plural(list.len(), "piece", "pieces");
    if !options.show_omitted {
        return printer.text(2, &format!("{pieces} left out; --show-omitted lists them"));
    }
    printer.text(2, &format!("{pieces} left out; --keep ID puts one back:"))?;
    for piece in list {
        let label = format!("{} {}: ", piece.id, piece.reason.name());
        printer.hanging_indent(4, &label, &piece.text)?;
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
