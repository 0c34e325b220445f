//! The page of quotations: a section for each briefing, the first two sides face each other.

use std::fmt::Write;

use super::card::{GridCell, card, escape};
use super::page::page;
use crate::cite::quotation::Quotation;
use crate::cite::style::kind::Style;

// Writing to a `String` cannot fail: what it returns says nothing here.

/// Writes the page. Of a briefing's quotations the first two sides that occur
/// face each other, in the order given: a quotation of the second side stands
/// beside the one of the first side before it. All others take the whole width.
pub fn export_quotations(quotations: &[Quotation], style: Style) -> String {
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

fn section_title(quotation: &Quotation) -> &str {
    match quotation.source.briefing_title.as_str() {
        "" => &quotation.briefing,
        title => title,
    }
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
