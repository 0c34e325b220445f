//! A briefing, an article, a passage and a statement as plain text.

use std::io;

use crate::cite::Quotation;
use crate::cli::labels;
use crate::cli::output::{Printer, join_dots};
use crate::model::{
    Answer, ArticleIx, Briefing, PassageKind, QuoteVerification, RelayedBy, ReplyGraph, StatementIx,
};
use crate::text::plural::plural;

pub(super) fn print_briefing(printer: &mut Printer, briefing: &Briefing) -> io::Result<()> {
    printer.text(0, &briefing.title)?;
    let updated = briefing
        .updated
        .as_ref()
        .map(|date| format!("updated {date}"));
    printer.text(0, &join_dots([Some(briefing.id.clone()), updated]))?;
    if !briefing.curators.is_empty() {
        printer.hanging_indent(0, "Curated by: ", &briefing.curators.join(", "))?;
    }
    for paragraph in &briefing.summary {
        printer.blank()?;
        printer.text(0, paragraph)?;
    }
    printer.blank()?;
    printer.line(0, "Sides")?;
    let unanswered = ReplyGraph::new(briefing).unanswered_counts();
    for (i, (side, n)) in briefing
        .sides
        .iter()
        .zip(briefing.counts_by_side())
        .enumerate()
    {
        let mut line = format!("{}: {}", side.label, plural(n, "statement", "statements"));
        if let Some(unanswered) = unanswered.get(i) {
            line = format!("{line}, {unanswered} unanswered");
        }
        printer.hanging_indent(2, "- ", &line)?;
    }
    if !briefing.topics.is_empty() {
        printer.blank()?;
        printer.line(0, "Topics")?;
        for topic in &briefing.topics {
            printer.hanging_indent(2, "- ", &format!("{}: {}", topic.id, topic.question))?;
        }
    }
    printer.blank()?;
    printer.line(0, "Articles")?;
    for i in 0..briefing.articles.len() {
        let ix = ArticleIx(i);
        let article = briefing.article(ix);
        let held = plural(
            labels::statements_in(briefing, ix).len(),
            "statement",
            "statements",
        );
        printer.hanging_indent(2, "- ", &format!("{}: {}", article.id, article.title))?;
        let published = article.published.as_ref().map(ToString::to_string);
        printer.text(
            4,
            &join_dots([Some(article.publisher.clone()), published, Some(held)]),
        )?;
    }
    printer.blank()?;
    printer.line(0, "Speakers")?;
    for speaker in &briefing.speakers {
        let side = briefing.side_label(speaker.side).to_owned();
        let (role, organisation) = (speaker.role.clone(), speaker.organisation.clone());
        let line = join_dots([Some(speaker.name.clone()), role, organisation, Some(side)]);
        printer.hanging_indent(2, "- ", &line)?;
    }
    Ok(())
}

pub(super) fn print_article(
    printer: &mut Printer,
    briefing: &Briefing,
    ix: ArticleIx,
    only: Option<usize>,
) -> io::Result<()> {
    let article = briefing.article(ix);
    printer.text(0, &article.title)?;
    let published = article.published.as_ref().map(ToString::to_string);
    let authors = Some(article.author_names().collect::<Vec<_>>().join(", "));
    printer.text(
        0,
        &join_dots([Some(article.publisher.clone()), authors, published]),
    )?;
    for (name, address) in [("", &article.url), ("archived: ", &article.archived_url)] {
        if let Some(address) = address {
            printer.line(0, &format!("{name}{address}"))?;
        }
    }
    for (name, date) in [
        ("changed by the outlet", &article.modified),
        ("retrieved", &article.retrieved),
    ] {
        if let Some(date) = date {
            printer.line(0, &format!("{name} {date}"))?;
        }
    }
    if let Some(original) = &article.original {
        printer.line(0, &format!("text taken from {}", original.path))?;
    }
    for version in &article.versions {
        printer.line(0, &format!("another version: {}", version.path))?;
    }
    let reference = match only {
        Some(n) => labels::passage_ref(briefing, ix, n),
        None => labels::article_ref(briefing, ix),
    };
    printer.line(0, &reference)?;
    if only.is_none() {
        for (name, text) in [("Left out: ", &article.omitted), ("Note: ", &article.note)] {
            if let Some(text) = text {
                printer.blank()?;
                printer.hanging_indent(0, name, text)?;
            }
        }
        for words in &article.not_statements {
            let why = words
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(" ({why})"));
            printer.hanging_indent(0, "Not a statement: ", &format!("“{}”{why}", words.exact))?;
        }
    }
    let spans = briefing.spans_in(ix);
    let passages = article.text.passages.iter().enumerate();
    for (i, passage) in passages.filter(|(i, _)| only.is_none_or(|n| n == *i)) {
        printer.blank()?;
        let mark = match &passage.kind {
            PassageKind::Heading(_) => "heading: ".to_owned(),
            PassageKind::Item { marker, .. } => format!("{marker} "),
            PassageKind::Quote => "quote: ".to_owned(),
            PassageKind::Correction => "correction: ".to_owned(),
            PassageKind::Paragraph | PassageKind::Code => String::new(),
        };
        let text = article.text.slice(&passage.range);
        printer.hanging_indent(0, &format!("[p{}] {mark}", i + 1), text)?;
        let mut printed_statements = Vec::new();
        for (_, carried) in spans
            .iter()
            .filter(|(range, _)| range.start < passage.range.end && passage.range.start < range.end)
        {
            if !printed_statements.contains(carried) {
                printed_statements.push(*carried);
                print_statement_in_passage(printer, briefing, *carried, ix)?;
            }
        }
    }
    Ok(())
}

/// Says below a passage which statement stands in it.
fn print_statement_in_passage(
    printer: &mut Printer,
    briefing: &Briefing,
    ix: StatementIx,
    article: ArticleIx,
) -> io::Result<()> {
    let statement = briefing.statement(ix);
    let number = statement
        .appearances
        .iter()
        .position(|a| a.article == article);
    let number = number.unwrap_or(0);
    let proof = verification_label(statement.appearances[number].proof());
    let line = format!(
        "{}: {} ({}, {}, {proof})",
        labels::speaker_label(briefing, ix),
        labels::statement_words(briefing, ix, number),
        statement.kind.name(),
        labels::statement_ref(briefing, ix),
    );
    printer.hanging_indent(5, "> ", &line)
}

pub(super) fn print_statement(
    printer: &mut Printer,
    briefing: &Briefing,
    ix: StatementIx,
) -> io::Result<()> {
    let said = briefing.statement(ix);
    printer.text(0, &Quotation::from_statement(briefing, ix, 0).in_sentence())?;
    printer.blank()?;
    let who = briefing.speaker_of(ix);
    let side = Some(briefing.side_label(who.side).to_owned());
    let date = said.date.as_ref().map(ToString::to_string);
    printer.text(
        0,
        &join_dots([
            Some(who.name.clone()),
            who.role.clone(),
            who.organisation.clone(),
            side,
        ]),
    )?;
    let response = said.response.map(|response| response.label().to_owned());
    printer.text(
        0,
        &join_dots([Some(said.kind.name().to_owned()), response, date]),
    )?;
    printer.line(0, &labels::statement_ref(briefing, ix))?;
    for other in &said.repeats {
        let date = briefing.statement(*other).date.as_ref();
        let date = date.map_or_else(|| "date not known".to_owned(), ToString::to_string);
        let reference = labels::statement_ref(briefing, *other);
        printer.text(0, &format!("Said before, {date}: {reference}"))?;
    }
    for topic in &said.topics {
        printer.hanging_indent(0, "Topic: ", &briefing.topics[topic.0].question)?;
    }
    if let Some(note) = &said.note {
        printer.hanging_indent(0, "Note: ", note)?;
    }
    printer.blank()?;
    let carriers = plural(said.appearances.len(), "article", "articles");
    printer.line(0, &format!("Printed in {carriers}"))?;
    for (i, appearance) in said.appearances.iter().enumerate() {
        let article = briefing.article(appearance.article);
        printer.hanging_indent(2, "- ", &labels::statement_words(briefing, ix, i))?;
        let published = article.published.as_ref().map(ToString::to_string);
        let title = Some(article.title.clone());
        printer.text(
            4,
            &join_dots([Some(article.publisher.clone()), title, published]),
        )?;
        let place = labels::appearance_ref(briefing, appearance);
        printer.line(
            4,
            &format!("{place} · {}", verification_label(appearance.proof())),
        )?;
        if let Some(attribution) = &appearance.attribution {
            printer.hanging_indent(4, "Attribution: ", attribution)?;
        }
        if !appearance.via.is_empty() {
            let hops: Vec<String> = appearance.via.iter().map(RelayedBy::label).collect();
            printer.hanging_indent(4, "Via: ", &hops.join(" → "))?;
        }
        if let Some(note) = &appearance.note {
            printer.hanging_indent(4, "Note: ", note)?;
        }
    }
    let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
    print_replies(printer, briefing, "Answers", &said.answers)?;
    print_replies(printer, briefing, "Answered by", &answered)?;
    if ReplyGraph::new(briefing).is_unanswered(ix) {
        printer.blank()?;
        printer.line(0, "No answer in this briefing.")?;
    }
    Ok(())
}

fn print_replies(
    printer: &mut Printer,
    briefing: &Briefing,
    name: &str,
    answers: &[Answer],
) -> io::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    printer.blank()?;
    printer.line(0, name)?;
    for answer in answers {
        let ix = answer.statement;
        let how = answer
            .how
            .map_or_else(String::new, |how| format!("{}: ", how.name()));
        let words = labels::statement_words(briefing, ix, 0);
        printer.hanging_indent(
            2,
            "- ",
            &format!("{how}{}: {words}", labels::speaker_label(briefing, ix)),
        )?;
        printer.line(4, &labels::statement_ref(briefing, ix))?;
    }
    Ok(())
}

fn verification_label(proof: QuoteVerification) -> String {
    match proof {
        QuoteVerification::Approximate(percent) => format!("approximate, {} %", percent.0),
        other => other.name().to_owned(),
    }
}
