//! What is proposed for an article, as it is printed for people.

use std::io;

use super::input::ArticleInput;
use super::json::ProposalJson;
use crate::cli::labels;
use crate::cli::output::{Printer, join_dots};
use crate::text::plural::plural;

/// Prints the proposals for an article, each with its reasons and its place.
pub fn print_text(
    printer: &mut Printer,
    text: &ArticleInput,
    quotes: &[ProposalJson],
) -> io::Result<()> {
    let title = text.article.map(|(b, ix)| b.article(ix).title.as_str());
    match title {
        Some(title) => printer.text(0, &format!("[{title}]"))?,
        None => printer.line(0, &text.file)?,
    }
    printer.text(0, &plural(quotes.len(), "proposal", "proposals"))?;
    for quote in quotes {
        printer.blank()?;
        let (open, close) = match quote.kind {
            "direct" | "not_statement" => ("“", "”"),
            _ => ("", ""),
        };
        printer.text(2, &format!("{open}{}{close}", quote.text))?;
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
        printer.text(4, &join_dots(facts))?;
        let side_why = quote.side_why.as_ref().map(|why| format!("side: {why}"));
        printer.hanging_indent(
            4,
            "why: ",
            &join_dots([Some(quote.why.to_owned()), side_why]),
        )?;
        printer.line(4, &place_label(text, quote))?;
    }
    printer.blank()
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
