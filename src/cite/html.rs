//! Quotations as a page of HTML that stands alone: the sides in two columns, on
//! paper too, light or dark as the reader has it; no script, nothing fetched.

use std::fmt::Write;

use super::Quotation;
use super::comparison::{Cell, Column, Comparison, NO_ANSWER, NO_POINT, Pair};
use super::style::{self, Face, Style};

/// What the page looks like. Colours are only an addition: a side is told by
/// its label and its column.
const LOOK: &str = "\
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fdfcf9;--soft:#5c5c5c;--one:#7a3b12;--two:#174a7c;--rule:#d9d4c8}
@media (prefers-color-scheme:dark){:root{--ink:#e6e3dc;--paper:#17181a;--soft:#a6a29a;--one:#e0a47c;--two:#8dbdec;--rule:#3a3b3e}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:1rem/1.5 Georgia,'Times New Roman',serif}
h1{font-size:1.5rem;line-height:1.25;margin:1.5rem 0 1rem}
h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .75rem}
.sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.25rem 2rem}
.side{margin:0;font:600 .85rem/1.3 system-ui,sans-serif;letter-spacing:.02em}
.left{grid-column:1;border-top:3px solid var(--one);padding-top:.5rem}
.right{grid-column:2;border-top:3px double var(--two);padding-top:.5rem}
.left .side{color:var(--one)}
.right .side{color:var(--two)}
.wide{grid-column:1/-1;border-top:1px solid var(--rule);padding-top:.5rem}
.how{font-weight:400;font-style:italic}
.gap{margin:0;font-size:.85rem;color:var(--soft)}
article{min-width:0;break-inside:avoid;overflow-wrap:anywhere}
blockquote{margin:.4rem 0 .6rem;font-size:1.1rem;white-space:pre-line}
footer,.note,.tags{font-size:.85rem;color:var(--soft);margin:.3rem 0;white-space:pre-line}
.note{border-left:3px solid var(--rule);padding-left:.6rem;color:var(--ink)}
a{color:inherit}
code{font-size:.8rem}
@media (max-width:40rem){.sides{display:block}article{margin-bottom:1.25rem}}
@media print{:root{--ink:#000;--paper:#fff;--soft:#333;--one:#000;--two:#000;--rule:#999}body{max-width:none;padding:0;font-size:10pt}a{text-decoration:none}}
";

// Writing to a `String` cannot fail: what it returns says nothing here.

/// Writes the page. Of a briefing's quotations the first two sides that occur
/// face each other, in the order given: a quotation of the second side stands
/// beside the one of the first side before it. All others take the whole width.
pub(super) fn export(quotations: &[Quotation], style: Style) -> String {
    let sections: Vec<&[Quotation]> = quotations
        .chunk_by(|a, b| a.briefing == b.briefing)
        .collect();
    let title = match sections.as_slice() {
        [one] => heading(&one[0]).to_owned(),
        _ => "Quotations".to_owned(),
    };
    let mut body = String::new();
    for section in sections {
        let _ = write!(
            body,
            "<section>\n<h1>{}</h1>\n<div class=\"sides\">\n",
            escaped(heading(&section[0]))
        );
        for (quotation, (class, row)) in section.iter().zip(places(section)) {
            body += &article(quotation, style, class, row, None);
        }
        body += "</div>\n</section>\n";
    }
    page(&title, &body)
}

/// Writes the page of a comparison: a section for each point, a row of it for each
/// pair, each side in its column; where nothing faces a statement, that.
pub(super) fn comparison(comparison: &Comparison, style: Style) -> String {
    let mut body = format!("<h1>{}</h1>\n", escaped(&comparison.title));
    for (point, rows) in comparison.points() {
        let _ = write!(
            body,
            "<section>\n<h2>{}</h2>\n<div class=\"sides\">\n",
            escaped(point.unwrap_or(NO_POINT))
        );
        for (row, (_, pair)) in (1..).zip(rows) {
            body += &facing(pair, style, row);
        }
        body += "</div>\n</section>\n";
    }
    page(&comparison.title, &body)
}

fn facing(pair: &Pair, style: Style, row: usize) -> String {
    // What is answered is read first also where the columns stand below each other.
    let answers_first = pair.cells.first().is_some_and(|c| c.answers.is_some())
        && pair.cells.last().is_some_and(|c| c.answers.is_none());
    let mut cells: Vec<&Cell> = pair.cells.iter().collect();
    if answers_first {
        cells.reverse();
    }
    let mut out = String::new();
    for cell in cells {
        let how = cell.relation(pair);
        out += &article(
            &cell.quotation,
            style,
            class(cell.column),
            row,
            how.as_deref(),
        );
    }
    if pair.unanswered {
        let empty = match pair.cell(Column::Left) {
            Some(_) => Column::Right,
            None => Column::Left,
        };
        let class = class(empty);
        let _ = writeln!(
            out,
            "<p class=\"gap {class}\" style=\"grid-row:{row}\">{NO_ANSWER}</p>"
        );
    }
    out
}

fn class(column: Column) -> &'static str {
    match column {
        Column::Left => "left",
        Column::Right => "right",
        Column::Between => "wide",
    }
}

/// Writes the page around what it shows.
fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{LOOK}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

fn heading(quotation: &Quotation) -> &str {
    match quotation.source.briefing_title.as_str() {
        "" => &quotation.briefing,
        title => title,
    }
}

/// Returns the column of each quotation and the row, counted from 1.
fn places(section: &[Quotation]) -> Vec<(&'static str, usize)> {
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
            (class, row)
        })
        .collect()
}

fn article(
    quotation: &Quotation,
    style: Style,
    class: &str,
    row: usize,
    how: Option<&str>,
) -> String {
    let mut out = format!("<article class=\"{class}\" style=\"grid-row:{row}\">\n");
    if let Some(side) = quotation.source.side.as_deref().filter(|s| !s.is_empty()) {
        let how = how.map_or_else(String::new, |how| {
            format!(" <span class=\"how\">↳ {}</span>", escaped(how))
        });
        let _ = writeln!(out, "<p class=\"side\">{}{how}</p>", escaped(side));
    }
    let _ = write!(
        out,
        "<blockquote>{}</blockquote>\n<footer>— ",
        escaped(&quotation.words)
    );
    for piece in style::pieces(quotation, style) {
        let text = escaped(&piece.text);
        let _ = match piece.face {
            Face::Italic => write!(out, "<cite>{text}</cite>"),
            Face::Address if is_web(&piece.text) => {
                write!(out, "<a href=\"{text}\" rel=\"noreferrer\">{text}</a>")
            }
            Face::Roman | Face::Address => write!(out, "{text}"),
        };
    }
    let _ = writeln!(
        out,
        " <code>{}</code></footer>",
        escaped(&quotation.reference)
    );
    if !quotation.note.is_empty() {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(&quotation.note));
    }
    if !quotation.tags.is_empty() {
        let tags = escaped(&quotation.tags.join(", "));
        let _ = writeln!(out, "<p class=\"tags\">Tags: {tags}</p>");
    }
    out + "</article>\n"
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn escaped(text: &str) -> String {
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

    fn of(side: Option<&str>, words: &str) -> Quotation {
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
        let section: Vec<_> = sides.iter().map(|s| of(Some(s), "w")).collect();
        assert_eq!(
            places(&section),
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
            places(&[of(Some("x"), "w"), of(None, "w")]),
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
    fn only_addresses_of_the_web_are_links() {
        for (url, links) in [
            ("https://example.org/?a=1&b=\"2\"", 1),
            ("javascript:alert(1)", 0),
            ("data:text/html,<script>", 0),
        ] {
            let mut quotation = of(None, "w");
            quotation.source.url = Some(url.into());
            let page = export(&[quotation], Style::Chicago);
            assert_eq!(page.matches("<a href").count(), links, "{page}");
            assert!(texts(&page).contains(url));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_the_words_hold_is_text(words in "[a<>&\"'/!\\-= ;é]{0,20}", side in "[<>&\"'a]{0,5}") {
            let mut quotation = of(Some(&side), &words);
            quotation.note.clone_from(&words);
            quotation.source.article_title.clone_from(&words);
            quotation.source.briefing_title.clone_from(&words);
            quotation.tags = vec![words.clone()];
            let page = export(&[quotation.clone(), of(None, "w")], Style::Law);
            prop_assert!(texts(&page).matches(&words).count() >= 4);
            prop_assert!(!page.contains("<script"));
            prop_assert_eq!(page, export(&[quotation, of(None, "w")], Style::Law));
        }
    }
}
