//! Quotations in CommonMark: the words as block quotations, the source below.
//! Whatever the words hold is shown as it is and never read as markup.

use crate::cite::comparison::{Comparison, NO_ANSWER_LABEL, NO_TOPIC_LABEL};
use crate::cite::quotation::Quotation;
use crate::cite::style::citation::citation_spans;
use crate::cite::style::kind::Style;
use crate::cite::style::sentence::FontStyle;

/// Writes quotations under a heading for each briefing.
pub(super) fn export_quotations(quotations: &[Quotation], style: Style) -> String {
    let mut blocks = Vec::new();
    let mut briefing = None;
    for quotation in quotations {
        if briefing != Some(&quotation.briefing) {
            briefing = Some(&quotation.briefing);
            let title = match quotation.source.briefing_title.as_str() {
                "" => &quotation.briefing,
                title => title,
            };
            if !title.is_empty() {
                blocks.push(format!("## {}", escape_trimmed(title)));
            }
        }
        push_quotation(&mut blocks, quotation, style);
    }
    if blocks.is_empty() {
        return String::new();
    }
    blocks.join("\n\n") + "\n"
}

/// Writes a comparison: under each point the rows by number, in each what is said
/// below its side, and in which way it answers.
pub(super) fn export_comparison(comparison: &Comparison, style: Style) -> String {
    let mut blocks = vec![format!("# {}", escape_trimmed(&comparison.title))];
    for (point, rows) in comparison.rows_by_topic() {
        blocks.push(format!(
            "## {}",
            escape_trimmed(point.unwrap_or(NO_TOPIC_LABEL))
        ));
        for (number, row) in rows {
            blocks.push(format!("### {number}"));
            for cell in &row.cells {
                let side = escape_trimmed(cell.quotation.source.side.as_deref().unwrap_or(""));
                let how = cell.relation_label(row);
                let how =
                    how.map_or_else(String::new, |how| format!(" *{}*", escape_trimmed(&how)));
                blocks.push(format!("**{side}**{how}"));
                if cell.repeated {
                    let quotation = &cell.quotation;
                    let (words, reference) = (quotation.summary(), &quotation.reference);
                    blocks.push(format!(
                        "{} (as above, `{reference}`)",
                        escape_trimmed(&words)
                    ));
                } else {
                    push_quotation(&mut blocks, &cell.quotation, style);
                }
            }
            for other in &row.cross_topic {
                blocks.push(format!("*{}*", escape_trimmed(&other.sentence())));
            }
            if row.unanswered {
                blocks.push(format!("*{NO_ANSWER_LABEL}*"));
            }
        }
    }
    blocks.join("\n\n") + "\n"
}

/// Adds the words, the source, note and tags.
fn push_quotation(blocks: &mut Vec<String>, quotation: &Quotation, style: Style) {
    blocks.push(block_quote(&quotation.in_sentence()));
    blocks.push(format!("— {}", citation(quotation, style)));
    blocks.extend(quotation.remarks().iter().map(|line| escape_trimmed(line)));
    if !quotation.note.is_empty() {
        let paragraphs: Vec<String> = escaped_lines(&quotation.note).collect();
        blocks.push(format!("**Note:** {}", paragraphs.join("\n\n")));
    }
    if !quotation.tags.is_empty() {
        blocks.push(format!(
            "**Tags:** {}",
            escape_trimmed(&quotation.tags.join(", "))
        ));
    }
}

/// The words as a block quotation, a paragraph for each line.
fn block_quote(words: &str) -> String {
    let paragraphs: Vec<String> = escaped_lines(words)
        .map(|line| format!("> {line}"))
        .collect();
    paragraphs.join("\n>\n")
}

fn citation(quotation: &Quotation, style: Style) -> String {
    let mut line = String::new();
    for piece in citation_spans(quotation, style) {
        let written = match piece.font {
            FontStyle::Roman => escape(&piece.text),
            FontStyle::Italic => ["*", &escape_trimmed(piece.text.trim()), "*"].concat(),
            FontStyle::Address => link(&piece.text),
        };
        line.push_str(&written);
    }
    if quotation.reference.is_empty() {
        return line;
    }
    if !line.is_empty() {
        line.push(' ');
    }
    format!("{line}`{}`", quotation.reference)
}

/// An address as a link where it is one of the web, as text elsewhere.
fn link(url: &str) -> String {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\\".contains(c));
    if web && plain {
        format!("<{url}>")
    } else {
        escape_trimmed(url)
    }
}

/// The lines of a text that are not blank, escaped.
fn escaped_lines(words: &str) -> impl Iterator<Item = String> {
    words
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(escape_trimmed)
}

/// Escapes a line so that it reads as it stands, without the blanks around it.
fn escape_trimmed(line: &str) -> String {
    escape(line.trim())
}

/// As [`escape_trimmed`], with the blanks around it.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    // At its beginning a line of digits with a stop is a list, as are "-" and
    // "+"; a row of "=" underlines a heading.
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        let begins = at == 0 && "-+=".contains(c) || at == digits && at > 0 && ".)".contains(c);
        if begins || "\\`*_[]<>&#|~$^".contains(c) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    use super::*;

    /// What a reader of the page sees.
    fn rendered(markdown: &str) -> Vec<String> {
        let mut paragraphs = vec![String::new()];
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) | Event::Code(text) => {
                    paragraphs.last_mut().unwrap().push_str(&text);
                }
                Event::End(TagEnd::Paragraph) => paragraphs.push(String::new()),
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        paragraphs.retain(|p| !p.is_empty());
        paragraphs
    }

    #[test]
    fn words_that_look_like_markup_stay_words() {
        for words in [
            "*not* emphasis _nor_ this",
            "1. no list",
            "- no list",
            "# no heading",
            "<script>alert(1)</script>",
            "[no](link) ![nor] `code` &amp; ~~x~~ a|b $x$",
            "=====",
            "12) no list",
            "a\\*b",
            "> no more quotation",
            "“Quoted,” she said — 5 + 5 - 3.",
        ] {
            assert_eq!(rendered(&block_quote(words)), [words]);
        }
        assert_eq!(rendered(&block_quote("one\ntwo")), ["one", "two"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn any_line_renders_as_it_stands(words in "[-a1 .)>#*_`\\[\\]()<&;:!|~+=$^{}\"'\\\\–é/@]{1,30}") {
            let seen = rendered(&block_quote(&words)).join("\n");
            prop_assert_eq!(seen, words.trim());
        }
    }
}
