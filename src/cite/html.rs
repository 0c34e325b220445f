//! Quotations as a page of HTML that stands alone: the sides in two columns, on
//! paper too, light or dark as the reader has it; no script, nothing fetched.

use std::fmt::Write;

use super::Quotation;
use super::comparison::{QuotedCell, SideColumn, Comparison, NO_ANSWER_LABEL, NO_TOPIC_LABEL, QuotedRow};
use super::style::{self, FontStyle, Style};

/// What the page looks like. Colours are only an addition: a side is told by
/// its label and its column, and on paper by its rule, plain or double.
const STYLE_SHEET: &str = include_str!("html/look.css");

// Writing to a `String` cannot fail: what it returns says nothing here.

/// What a reader of the page has to know of its words.
const LEGEND: &str = "Words in quotation marks are the speaker’s own; without them they are the reporter’s. \
                   […] marks a cut.";

/// Writes the page. Of a briefing's quotations the first two sides that occur
/// face each other, in the order given: a quotation of the second side stands
/// beside the one of the first side before it. All others take the whole width.
pub(super) fn export_quotations(quotations: &[Quotation], style: Style) -> String {
    let sections: Vec<&[Quotation]> = quotations
        .chunk_by(|a, b| a.briefing == b.briefing)
        .collect();
    let title = match sections.as_slice() {
        [one] => section_title(&one[0]).to_owned(),
        _ => "Quotations".to_owned(),
    };
    let mut body = String::new();
    for section in sections {
        let places = arrange(section);
        let faces = places.iter().any(|place| place.class != "wide");
        let _ = write!(
            body,
            "<section>\n<h1>{}</h1>\n<div class=\"{}\">\n",
            escape(section_title(&section[0])),
            if faces { "sides" } else { "list" }
        );
        for (quotation, place) in section.iter().zip(&places) {
            body += &card(quotation, style, place);
        }
        body += "</div>\n</section>\n";
    }
    page(&title, &body)
}

/// Writes the page of a comparison: a section for each topic, a row of it for each
/// pair with its number, each side in its column; where nothing faces a statement, that.
pub(super) fn export_comparison(comparison: &Comparison, style: Style) -> String {
    let points = comparison.rows_by_topic();
    let mut body = format!("<h1>{}</h1>\n", escape(&comparison.title));
    body += &intro(comparison);
    if points.len() > 1 {
        body += "<nav aria-label=\"Topics\">\n<ol>\n";
        for (i, (point, _)) in (1..).zip(&points) {
            let question = escape(point.unwrap_or(NO_TOPIC_LABEL));
            let _ = writeln!(body, "<li><a href=\"#topic-{i}\">{question}</a></li>");
        }
        body += "</ol>\n</nav>\n";
    }
    for (i, (point, rows)) in (1..).zip(points) {
        let _ = write!(
            body,
            "<section>\n<h2 id=\"topic-{i}\">{}</h2>\n<div class=\"sides\">\n",
            escape(point.unwrap_or(NO_TOPIC_LABEL))
        );
        let mut row = 1;
        for (number, pair) in rows {
            row = push_row(&mut body, number, pair, style, row);
        }
        body += "</div>\n</section>\n";
    }
    page(&comparison.title, &body)
}

/// Says who face each other, and in how many rows.
fn intro(comparison: &Comparison) -> String {
    let [(_, left), (_, right)] = comparison.sides.as_slice() else {
        return String::new();
    };
    let rows = match comparison.pairs.len() {
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    format!(
        "<p class=\"lead\"><b class=\"one\">{}</b> / <b class=\"two\">{}</b>: statement against answer, {rows}.</p>\n",
        escape(left),
        escape(right)
    )
}

/// Writes a row of the comparison, beginning in a row of the grid; returns the next free
/// row of the grid.
fn push_row(out: &mut String, number: usize, pair: &QuotedRow, style: Style, mut row: usize) -> usize {
    // What is answered is read first also where the columns stand below each other.
    let answers_first = pair.cells.first().is_some_and(|c| c.answers.is_some())
        && pair.cells.last().is_some_and(|c| c.answers.is_none());
    let mut cells: Vec<&QuotedCell> = pair.cells.iter().collect();
    if answers_first {
        cells.reverse();
    }
    let across = |a: SideColumn, b: SideColumn| a != b && a != SideColumn::Between && b != SideColumn::Between;
    let mut before = None;
    for (i, cell) in cells.into_iter().enumerate() {
        if before.is_some_and(|column| !across(column, cell.column)) {
            row += 1;
        }
        before = Some(cell.column);
        let place = GridCell {
            class: column_class(cell.column),
            row,
            number: (i == 0).then_some(number),
            how: cell.relation_label(pair).map(|how| escape(&how)),
        };
        if cell.repeated {
            *out += &repeated_card(&cell.quotation, &place);
        } else {
            *out += &card(&cell.quotation, style, &place);
        }
    }
    if pair.unanswered {
        let empty = match pair.cell(SideColumn::Left) {
            Some(_) => SideColumn::Right,
            None => SideColumn::Left,
        };
        let class = column_class(empty);
        let _ = writeln!(
            out,
            "<p class=\"gap {class}\" style=\"grid-row:{row}\">{NO_ANSWER_LABEL}</p>"
        );
    }
    for other in &pair.elsewhere {
        row += 1;
        let _ = writeln!(
            out,
            "<p class=\"gap wide\" style=\"grid-row:{row}\">{}</p>",
            escape(&other.sentence())
        );
    }
    row + 1
}

/// Writes a statement that stands in full in a row above.
fn repeated_card(quotation: &Quotation, spot: &GridCell) -> String {
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

fn column_class(column: SideColumn) -> &'static str {
    match column {
        SideColumn::Left => "left",
        SideColumn::Right => "right",
        SideColumn::Between => "wide",
    }
}

/// Writes the page around what it shows.
fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE_SHEET}</style>\n</head>\n<body>\n{body}<footer class=\"key\">{LEGEND}</footer>\n</body>\n</html>\n",
        escape(title)
    )
}

fn section_title(quotation: &Quotation) -> &str {
    match quotation.source.briefing_title.as_str() {
        "" => &quotation.briefing,
        title => title,
    }
}

/// Where a quotation stands on the page.
#[derive(Debug, PartialEq, Eq)]
struct GridCell {
    class: &'static str,
    /// Row within its section, from 1.
    row: usize,
    /// The row's number in the comparison, on the first that stands in it.
    number: Option<usize>,
    /// In which way it answers, as HTML.
    how: Option<String>,
}

/// Returns the column of each quotation and the row.
fn arrange(section: &[Quotation]) -> Vec<GridCell> {
    let mut sides: Vec<&str> = Vec::new();
    for side in section.iter().filter_map(|q| q.source.side.as_deref()) {
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    let mut row = 0;
    let mut free = false;
    section
        .iter()
        .map(|quotation| {
            let side = quotation.source.side.as_deref();
            let column = sides.iter().position(|s| Some(*s) == side);
            let class = match column {
                Some(0) if sides.len() > 1 => "left",
                Some(1) => "right",
                _ => "wide",
            };
            let beside = class == "right" && free;
            row += usize::from(!beside);
            free = class == "left";
            GridCell {
                class,
                row,
                number: None,
                how: None,
            }
        })
        .collect()
}

fn card(quotation: &Quotation, style: Style, spot: &GridCell) -> String {
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
    for piece in style::citation_spans(quotation, style) {
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

fn escape(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(side: Option<&str>, words: &str) -> Quotation {
        let mut quotation = Quotation {
            words: words.into(),
            briefing: "b".into(),
            reference: "b/a".into(),
            ..Quotation::default()
        };
        quotation.source.side = side.map(Into::into);
        quotation
    }

    #[test]
    fn answers_stand_beside_what_they_answer() {
        let sides = ["x", "y", "y", "x", "x", "z", "y"];
        let section: Vec<_> = sides.iter().map(|s| quoted(Some(s), "w")).collect();
        let of = |section: &[Quotation]| -> Vec<_> {
            let spots = arrange(section).into_iter();
            spots.map(|spot| (spot.class, spot.row)).collect()
        };
        assert_eq!(
            of(&section),
            [
                ("left", 1),
                ("right", 1),
                ("right", 2),
                ("left", 3),
                ("left", 4),
                ("wide", 5),
                ("right", 6)
            ]
        );
        assert_eq!(
            of(&[quoted(Some("x"), "w"), quoted(None, "w")]),
            [("wide", 1), ("wide", 2)]
        );
    }

    /// Reads the page as a browser does that knows no void elements but `meta`:
    /// every element is closed in order. Returns the texts.
    fn texts(page: &str) -> String {
        let mut open: Vec<&str> = Vec::new();
        let mut texts = String::new();
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            texts += &rest[..at];
            let end = at + rest[at..].find('>').unwrap();
            let tag = &rest[at + 1..end];
            rest = &rest[end + 1..];
            let name = tag.split(' ').next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if name == "!DOCTYPE" || name == "meta" => {}
                None => {
                    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{tag}");
                    open.push(name);
                }
            }
        }
        assert_eq!(open, Vec::<&str>::new());
        texts += rest;
        for (entity, c) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ] {
            texts = texts.replace(entity, c);
        }
        texts
    }

    #[test]
    fn words_in_another_language_are_marked_as_such() {
        for (language, marked) in [("", 0), ("en", 0), ("ru", 1)] {
            let mut quotation = quoted(None, "w");
            quotation.source.language = language.into();
            let page = export_quotations(&[quotation], Style::Chicago);
            let marks = page.matches("<blockquote lang=\"ru\" dir=\"auto\">w<");
            assert_eq!(marks.count(), marked, "{page}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for (url, links) in [
            ("https://example.org/?a=1&b=\"2\"", 1),
            ("javascript:alert(1)", 0),
            ("data:text/html,<script>", 0),
        ] {
            let mut quotation = quoted(None, "w");
            quotation.source.url = Some(url.into());
            let page = export_quotations(&[quotation], Style::Chicago);
            assert_eq!(page.matches("<a href").count(), links, "{page}");
            assert!(texts(&page).contains(url));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_the_words_hold_is_text(words in "[a<>&\"'/!\\-= ;é]{0,20}", side in "[<>&\"'a]{0,5}") {
            let mut quotation = quoted(Some(&side), &words);
            quotation.note.clone_from(&words);
            quotation.source.article_title.clone_from(&words);
            quotation.source.briefing_title.clone_from(&words);
            quotation.tags = vec![words.clone()];
            let page = export_quotations(&[quotation.clone(), quoted(None, "w")], Style::Law);
            prop_assert!(texts(&page).matches(&words).count() >= 4);
            prop_assert!(!page.contains("<script"));
            prop_assert_eq!(page, export_quotations(&[quotation, quoted(None, "w")], Style::Law));
        }
    }
}
