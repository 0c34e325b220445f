//! BibTeX, with the fields of biblatex that hold more.

use std::fmt::Write;

use super::languages::babel_name;
use crate::cite::dates::{DateParts, MONTHS_IN_FULL, PROSE_DATES, date_parts};
use crate::cite::person_names;
use crate::model::{Article, Author, Briefing};

/// Writes the entry of an article.
pub(super) fn bibtex_entry(briefing: &Briefing, article: &Article) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut add = |name, value: String| {
        if !value.is_empty() {
            fields.push((name, value));
        }
    };
    let authors: Vec<String> = article.authors.iter().map(bibtex_name).collect();
    add("author", authors.join(" and "));
    add("title", format!("{{{}}}", escape_tex(&article.title)));
    add("journal", escape_tex(&article.publisher));
    if let Some(date) = &article.published {
        match date_parts(date.edtf()) {
            Some(DateParts::Point(point)) if !point.about && !point.uncertain => {
                add("year", escape_tex(&point.year));
                let month = point
                    .month
                    .and_then(|m| MONTHS_IN_FULL.get(usize::from(m).wrapping_sub(1)));
                add("month", month.map_or_else(String::new, |m| (*m).to_owned()));
                add("day", point.day.map_or_else(String::new, |d| d.to_string()));
            }
            _ => add("year", escape_tex(&PROSE_DATES.format(date.edtf()))),
        }
        add("date", date.edtf().to_owned());
    }
    add("url", escape_url(article.url.as_deref().unwrap_or("")));
    if let Some(taken) = &article.retrieved
        && taken.is_certain()
        && taken.edtf().len() == "2026-05-03".len()
    {
        add("urldate", taken.edtf().to_owned());
    }
    let archived = article.archived_url.as_deref().unwrap_or("");
    if !archived.is_empty() {
        add("note", format!("Archived at {}", url_in_text(archived)));
    }
    add("langid", babel_name(&article.language).to_owned());
    let mut entry = format!("@article{{{}:{},\n", briefing.id, article.id);
    for (name, value) in fields {
        // Writing to a String cannot fail.
        let _ = writeln!(entry, "  {name} = {{{value}}},");
    }
    entry + "}\n"
}

/// A person as "family, suffix, given"; anybody else in braces, as printed.
fn bibtex_name(author: &Author) -> String {
    match person_names::parse_person(author) {
        Some(person) => {
            let mut parts = vec![person.family];
            parts.extend(person.suffix.map(ToOwned::to_owned));
            parts.push(person.given.join(" "));
            escape_tex(&parts.join(", "))
        }
        None => format!("{{{}}}", escape_tex(person_names::as_printed(author))),
    }
}

/// Escapes what TeX takes for its own. Braces stay balanced for BibTeX, which
/// counts also those with a backslash.
fn escape_tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '{' => out += "\\textbraceleft{}",
            '}' => out += "\\textbraceright{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address stands as it is, but for braces, which would end the field.
fn escape_url(text: &str) -> String {
    text.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
}

/// An address within a field that TeX reads as text: there "%" begins a comment and "#" is
/// a parameter, also within `\\url`, where an escape would be printed. Such an address
/// stands as plain text.
fn url_in_text(text: &str) -> String {
    let address = escape_url(text);
    if address.contains(['%', '#']) {
        escape_tex(&address)
    } else {
        format!("\\url{{{address}}}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_with_marks_of_tex_stands_as_text() {
        for (address, written) in [
            ("https://a.org/b_c", "\\url{https://a.org/b_c}"),
            ("https://a.org/b%20c#d", "https://a.org/b\\%20c\\#d"),
            ("https://a.org/{b}", "https://a.org/\\%7Bb\\%7D"),
        ] {
            assert_eq!(url_in_text(address), written);
        }
        assert_eq!(escape_url("https://a.org/b%20c#d"), "https://a.org/b%20c#d");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn braces_stay_balanced_whatever_the_title_holds(title in "[a{}\\\\%$&#_~^é\"]{0,20}") {
            let written = escape_tex(&title);
            let mut depth = 0_i32;
            for c in written.chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!(depth, 0);
        }
    }
}
