//! One quotation on the page: words, source, note and tags.

use std::fmt::Write;

use crate::cite::quotation::Quotation;
use crate::cite::style::citation::citation_spans;
use crate::cite::style::kind::Style;
use crate::cite::style::sentence::FontStyle;

// Writing to a `String` cannot fail: what it returns says nothing here.

/// Where a quotation stands on the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GridCell {
    pub class: &'static str,
    /// Row within its section, from 1.
    pub row: usize,
    /// The row's number in the comparison, on the first that stands in it.
    pub number: Option<usize>,
    /// In which way it answers, as HTML.
    pub how: Option<String>,
}

/// Writes a quotation with its source, note and tags.
pub(super) fn card(quotation: &Quotation, style: Style, spot: &GridCell) -> String {
    let GridCell { class, row, .. } = spot;
    let id = spot.number.map(|number| format!(" id=\"row-{number}\""));
    let answer = if spot.how.is_some() { " answer" } else { "" };
    let mut out = format!(
        "<article{} class=\"{class}{answer}\" style=\"grid-row:{row}\">\n",
        id.unwrap_or_default()
    );
    let side = quotation.source.side.as_deref().unwrap_or_default();
    if !side.is_empty() || spot.number.is_some() {
        let number = spot.number.map_or_else(String::new, |number| {
            format!("<a class=\"no\" href=\"#row-{number}\">{number}</a> ")
        });
        let how = spot.how.as_ref().map_or_else(String::new, |how| {
            format!(" <span class=\"how\">↳ {how}</span>")
        });
        let _ = writeln!(out, "<p class=\"side\">{number}{}{how}</p>", escape(side));
    }
    let _ = write!(
        out,
        "<blockquote{} dir=\"auto\">{}</blockquote>\n<footer>— ",
        lang_attribute(quotation),
        escape(&quotation.in_sentence())
    );
    for piece in citation_spans(quotation, style) {
        let text = escape(&piece.text);
        let _ = match piece.font {
            FontStyle::Italic => write!(out, "<cite>{text}</cite>"),
            FontStyle::Address if is_web(&piece.text) => {
                write!(out, "<a href=\"{text}\" rel=\"noreferrer\">{text}</a>")
            }
            FontStyle::Roman | FontStyle::Address => write!(out, "{text}"),
        };
    }
    if !quotation.reference.is_empty() {
        let _ = write!(out, " <code>{}</code>", escape(&quotation.reference));
    }
    out.push_str("</footer>\n");
    for remark in quotation.remarks() {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(&remark));
    }
    if !quotation.note.is_empty() {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(&quotation.note));
    }
    if !quotation.tags.is_empty() {
        let tags = escape(&quotation.tags.join(", "));
        let _ = writeln!(out, "<p class=\"tags\">Tags: {tags}</p>");
    }
    out + "</article>\n"
}

/// Writes a statement that stands in full in a row above.
pub(super) fn repeated_card(quotation: &Quotation, spot: &GridCell) -> String {
    let GridCell { class, row, .. } = spot;
    let id = spot.number.map(|number| format!(" id=\"row-{number}\""));
    let number = spot.number.map_or_else(String::new, |number| {
        format!("<a class=\"no\" href=\"#row-{number}\">{number}</a> ")
    });
    let how = spot.how.as_ref().map_or_else(String::new, |how| {
        format!(" <span class=\"how\">↳ {how}</span>")
    });
    format!(
        "<article{} class=\"{class}\" style=\"grid-row:{row}\">\n<p class=\"side\">{number}{}{how}</p>\n\
         <p>{} (as above) <code>{}</code></p>\n</article>\n",
        id.unwrap_or_default(),
        escape(quotation.source.side.as_deref().unwrap_or_default()),
        escape(&quotation.summary()),
        escape(&quotation.reference)
    )
}

/// Names the language of the words, where it is known and not the page's own.
fn lang_attribute(quotation: &Quotation) -> String {
    match quotation.source.language.as_str() {
        "" | "en" => String::new(),
        other => format!(" lang=\"{}\"", escape(other)),
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}
