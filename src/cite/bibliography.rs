//! The articles of a briefing for reference managers: BibTeX and CSL-JSON.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde_json::{Map, Value, json};

use super::dates::{MONTHS_IN_FULL, DateStyle, DateOrder, DateParts, PartialDate, date_parts};
use super::person_names;
use crate::model::{Article, ArticleIx, Author, Briefing};

/// A form for reference managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BibliographyFormat {
    /// BibTeX, with the fields of biblatex that hold more.
    Bibtex,
    /// CSL-JSON, as Zotero, pandoc and others read it.
    CslJson,
}

impl BibliographyFormat {
    /// All forms.
    pub const ALL: [BibliographyFormat; 2] = [BibliographyFormat::Bibtex, BibliographyFormat::CslJson];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BibliographyFormat::Bibtex => "bibtex",
            BibliographyFormat::CslJson => "csl-json",
        }
    }
}

/// Says that a text names no form, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibliographyFormatError(String);

impl fmt::Display for BibliographyFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no form; write bibtex or csl-json", self.0)
    }
}

impl std::error::Error for BibliographyFormatError {}

impl FromStr for BibliographyFormat {
    type Err = BibliographyFormatError;

    fn from_str(text: &str) -> Result<Self, BibliographyFormatError> {
        BibliographyFormat::ALL
            .into_iter()
            .find(|form| form.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| BibliographyFormatError(text.to_owned()))
    }
}

/// Writes articles of a briefing, in the order given; it ends with a line end.
/// What is unknown is left out, dates are as precise as they are known.
#[must_use]
pub fn export_bibliography(briefing: &Briefing, articles: &[ArticleIx], form: BibliographyFormat) -> String {
    let articles = articles.iter().map(|ix| briefing.article(*ix));
    match form {
        BibliographyFormat::Bibtex => {
            let entries: Vec<String> = articles.map(|a| bibtex_entry(briefing, a)).collect();
            entries.join("\n")
        }
        BibliographyFormat::CslJson => {
            let items: Vec<Value> = articles.map(|a| csl_item(briefing, a)).collect();
            format!("{:#}\n", Value::from(items))
        }
    }
}

const DATE_STYLE: DateStyle = DateStyle {
    order: DateOrder::MonthDayYear,
    months: &MONTHS_IN_FULL,
    circa: "ca. ",
};

fn bibtex_entry(briefing: &Briefing, article: &Article) -> String {
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
            _ => add("year", escape_tex(&DATE_STYLE.format(date.edtf()))),
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

/// Returns the name by which babel and polyglossia, and with them biblatex, know the
/// language of a BCP 47 tag; empty where it has none.
fn babel_name(tag: &str) -> &'static str {
    let lower = tag.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let language = parts.next().unwrap_or("");
    // A region has two letters, a script four.
    let region = parts.find(|part| part.len() == 2).unwrap_or("");
    let name = |key: &str| {
        let known = BABEL_NAMES.iter().find(|(tag, _)| *tag == key);
        known.map(|(_, name)| *name)
    };
    let regional = name(&format!("{language}-{region}"));
    regional.or_else(|| name(language)).unwrap_or("")
}

/// Language tags and babel's names. Those of regions go before those of their language.
const BABEL_NAMES: &[(&str, &str)] = &[
    ("af", "afrikaans"),
    ("ar", "arabic"),
    ("be", "belarusian"),
    ("bg", "bulgarian"),
    ("ca", "catalan"),
    ("cs", "czech"),
    ("cy", "welsh"),
    ("da", "danish"),
    ("de", "ngerman"),
    ("de-at", "naustrian"),
    ("de-ch", "nswissgerman"),
    ("el", "greek"),
    ("en", "english"),
    ("en-au", "australian"),
    ("en-ca", "canadian"),
    ("en-gb", "british"),
    ("en-nz", "newzealand"),
    ("en-us", "american"),
    ("eo", "esperanto"),
    ("es", "spanish"),
    ("et", "estonian"),
    ("eu", "basque"),
    ("fa", "persian"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("ga", "irish"),
    ("gl", "galician"),
    ("he", "hebrew"),
    ("hi", "hindi"),
    ("hr", "croatian"),
    ("hu", "hungarian"),
    ("hy", "armenian"),
    ("id", "indonesian"),
    ("is", "icelandic"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ka", "georgian"),
    ("ko", "korean"),
    ("la", "latin"),
    ("lt", "lithuanian"),
    ("lv", "latvian"),
    ("mk", "macedonian"),
    ("ms", "malay"),
    ("nb", "norsk"),
    ("nl", "dutch"),
    ("nn", "nynorsk"),
    ("no", "norsk"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("pt-br", "brazilian"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak"),
    ("sl", "slovene"),
    ("sq", "albanian"),
    ("sr", "serbian"),
    ("sv", "swedish"),
    ("th", "thai"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("vi", "vietnamese"),
    ("zh", "chinese"),
];

fn csl_item(briefing: &Briefing, article: &Article) -> Value {
    let mut item = Map::new();
    let mut add = |name: &str, value: Value| {
        let nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        if !nothing {
            item.insert(name.to_owned(), value);
        }
    };
    add("id", format!("{}:{}", briefing.id, article.id).into());
    add("type", "article-newspaper".into());
    add("title", article.title.clone().into());
    add("container-title", article.publisher.clone().into());
    let authors: Vec<Value> = article.authors.iter().map(csl_name).collect();
    add("author", authors.into());
    let date = |date: &Option<crate::model::Date>| {
        date.as_ref()
            .map_or(Value::Null, |date| csl_date(date.edtf()))
    };
    add("issued", date(&article.published));
    add("accessed", date(&article.retrieved));
    add("URL", article.url.clone().into());
    add("language", article.language.clone().into());
    if let Some(archived) = article
        .archived_url
        .as_deref()
        .filter(|url| !url.is_empty())
    {
        add("note", format!("Archived at {archived}").into());
    }
    item.into()
}

fn csl_name(author: &Author) -> Value {
    match person_names::parse_person(author) {
        Some(person) => {
            let mut fields = Map::new();
            fields.insert("family".into(), person.family.into());
            fields.insert("given".into(), person.given.join(" ").into());
            if let Some(suffix) = person.suffix {
                fields.insert("suffix".into(), suffix.into());
            }
            fields.into()
        }
        None => json!({ "literal": person_names::as_printed(author) }),
    }
}

/// A date in CSL-JSON's parts where these can say it, else in words.
fn csl_date(edtf: &str) -> Value {
    let whole = |point: &PartialDate| {
        let mut parts = vec![point.number?];
        parts.extend(point.month.map(i32::from));
        parts.extend(point.day.map(i32::from));
        point.season.is_none().then_some(parts)
    };
    let said = match date_parts(edtf) {
        Some(DateParts::Point(point)) => match (point.number, point.season, whole(&point)) {
            (Some(year), Some(season), _) => Some((
                json!({ "date-parts": [[year]], "season": season }),
                [Some(point), None],
            )),
            (_, _, Some(parts)) => Some((json!({ "date-parts": [parts] }), [Some(point), None])),
            _ => None,
        },
        Some(DateParts::Range(Some(from), Some(to))) => match (whole(&from), whole(&to)) {
            (Some(a), Some(b)) => Some((json!({ "date-parts": [a, b] }), [Some(from), Some(to)])),
            _ => None,
        },
        _ => None,
    };
    let Some((mut date, points)) = said else {
        return json!({ "literal": DATE_STYLE.format(edtf) });
    };
    if points.iter().flatten().any(|p| p.about || p.uncertain) {
        date["circa"] = true.into();
    }
    date
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dates::tests::any_date;
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

    #[test]
    fn languages_have_the_names_that_babel_knows() {
        for (tag, name) in [
            ("en", "english"),
            ("en-US", "american"),
            ("EN-gb", "british"),
            ("en-IE", "english"),
            ("de", "ngerman"),
            ("de-Latn-AT", "naustrian"),
            ("zh-Hant-TW", "chinese"),
            ("tlh", ""),
            ("", ""),
        ] {
            assert_eq!(babel_name(tag), name, "{tag}");
        }
    }

    #[test]
    fn dates_for_reference_managers_claim_no_more_than_is_known() {
        for (edtf, json) in [
            ("2018-04-27", r#"{"date-parts":[[2018,4,27]]}"#),
            ("2018-04~", r#"{"circa":true,"date-parts":[[2018,4]]}"#),
            ("2018?", r#"{"circa":true,"date-parts":[[2018]]}"#),
            ("2018-22", r#"{"date-parts":[[2018]],"season":2}"#),
            ("2017/2018-04", r#"{"date-parts":[[2017],[2018,4]]}"#),
            ("201X", r#"{"literal":"2010s"}"#),
            ("2018/..", r#"{"literal":"since 2018"}"#),
        ] {
            assert_eq!(csl_date(edtf).to_string(), json, "{edtf}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn an_uncertain_date_never_becomes_certain(edtf in any_date()) {
            let json = csl_date(&edtf).to_string();
            let doubtful = edtf.contains(['~', '?', '%']);
            let marked = json.contains("\"circa\":true") || json.contains("ca. ") || json.contains("?]");
            prop_assert_eq!(doubtful, marked, "{}", json);
        }

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
