//! A comparison for people: topic by topic, each reply below its claim.

use std::io;

use crate::cite::{self, Quotation};
use crate::cli::labels;
use crate::cli::output::{Printer, join_dots};
use crate::model::{AnswerRelation, Briefing, ReplyGraph, SideIx, StatementIx, TopicIx};

/// Prints a topic, or what has none.
pub fn print_topic(
    printer: &mut Printer,
    briefing: &Briefing,
    graph: &ReplyGraph,
    topic: Option<TopicIx>,
) -> io::Result<()> {
    match topic {
        Some(TopicIx(i)) => {
            let topic = &briefing.topics[i];
            printer.hanging_indent(
                0,
                "# ",
                &format!("{} ({}#{})", topic.question, briefing.id, topic.id),
            )?;
        }
        None => printer.line(0, "# No topic given")?,
    }
    let mut above = None;
    for row in graph.topic_rows(topic) {
        if above != Some(row.claim) {
            printer.blank()?;
            print_statement(printer, briefing, row.claim, row.claim_repeated, (0, ""))?;
        }
        above = Some(row.claim);
        if !row.claim_repeated {
            print_cross_topic_links(printer, briefing, graph, row.claim, topic, 0)?;
        }
        let Some(reply) = row.reply else {
            if graph.is_unanswered(row.claim) {
                printer.line(REPLY_INDENT, "(no answer in this briefing)")?;
            }
            continue;
        };
        let how = format!("{}: ", row.how.map_or("answers", AnswerRelation::name));
        print_statement(
            printer,
            briefing,
            reply,
            row.reply_repeated,
            (REPLY_INDENT, &how),
        )?;
        if !row.reply_repeated {
            print_cross_topic_links(printer, briefing, graph, reply, topic, REPLY_INDENT)?;
        }
    }
    for side in graph.silent_sides(topic) {
        printer.blank()?;
        let label = briefing.side_label(SideIx(side));
        printer.text(0, &format!("{label}: nothing on this in this briefing."))?;
    }
    Ok(())
}

/// Columns by which a reply stands further right.
pub const REPLY_INDENT: usize = 4;

/// Prints a statement at an indentation, behind a label; one that stands in full above
/// in short.
pub fn print_statement(
    printer: &mut Printer,
    briefing: &Briefing,
    ix: StatementIx,
    repeated: bool,
    (indent, label): (usize, &str),
) -> io::Result<()> {
    printer.text(
        indent,
        &format!("{label}{}", labels::speaker_label(briefing, ix)),
    )?;
    let quotation = Quotation::from_statement(briefing, ix, 0);
    if repeated {
        printer.text(indent + 2, &format!("{} (as above)", quotation.summary()))?;
        return printer.line(indent + 2, &labels::statement_ref(briefing, ix));
    }
    let said = briefing.statement(ix);
    printer.text(indent + 2, &quotation.in_sentence())?;
    let is_shown =
        |a: &&String| quotation.lead_in.contains(a.as_str()) || quotation.rest.contains(a.as_str());
    if let Some(attribution) = quotation.attribution.as_ref().filter(|a| !is_shown(a)) {
        printer.hanging_indent(indent + 2, "Attribution: ", attribution)?;
    }
    let carrier = said.appearances.first();
    let carrier = carrier.map(|first| {
        let publisher = &briefing.article(first.article).publisher;
        match said.appearances.len() {
            0 | 1 => publisher.clone(),
            n => format!("{publisher} and {} more", n - 1),
        }
    });
    let date = said.date.as_ref().map(ToString::to_string);
    let kind = Some(said.kind.name().to_owned());
    let response = said.response.map(|response| response.label().to_owned());
    printer.text(indent + 2, &join_dots([kind, response, date, carrier]))?;
    if !quotation.via.is_empty() {
        printer.hanging_indent(indent + 2, "Via: ", &quotation.via.join(" → "))?;
    }
    if let Some(other) = said.repeats.first() {
        let date = briefing.statement(*other).date.as_ref();
        let date = date.map_or_else(|| "date not known".to_owned(), ToString::to_string);
        let text = format!(
            "Said before, {date}: {}",
            labels::statement_ref(briefing, *other)
        );
        printer.text(indent + 2, &text)?;
    }
    printer.line(indent + 2, &labels::statement_ref(briefing, ix))
}

/// Points to what a statement has to do with that does not stand under its topic.
fn print_cross_topic_links(
    printer: &mut Printer,
    briefing: &Briefing,
    graph: &ReplyGraph,
    ix: StatementIx,
    topic: Option<TopicIx>,
    indent: usize,
) -> io::Result<()> {
    for other in cite::cross_topic_links(briefing, graph, ix, topic) {
        printer.text(indent + REPLY_INDENT, &format!("{}:", other.description()))?;
        // On a line of its own, so that it can be copied.
        printer.line(indent + REPLY_INDENT, &other.other)?;
    }
    Ok(())
}
