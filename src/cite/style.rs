//! The styles of citations: Chicago notes, APA, MLA, and one for lawyers. Each is
//! a row of a table (dates, names, words between) and an order of the fields.
//!
//! A statement is cited as quoted in the article that carries it. All authors
//! are named, also where a style would end with "et al.": a citation holds all
//! that is known. What is unknown is left out as the style has it.

use std::fmt;
use std::str::FromStr;

use super::dates::{FULL, Form, Order, SHORT};
use super::names;
use super::{Quotation, plain};
use crate::model::Kind;

/// A style of citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// Notes of the Chicago Manual of Style.
    #[default]
    Chicago,
    /// American Psychological Association.
    Apa,
    /// Modern Language Association.
    Mla,
    /// As in American court papers, close to the Bluebook.
    Law,
}

impl Style {
    /// All styles, in the order in which help lists them.
    pub const ALL: [Style; 4] = [Style::Chicago, Style::Apa, Style::Mla, Style::Law];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Style::Chicago => "chicago",
            Style::Apa => "apa",
            Style::Mla => "mla",
            Style::Law => "law",
        }
    }

    fn rules(self) -> &'static Rules {
        match self {
            Style::Chicago => &RULES[0],
            Style::Apa => &RULES[1],
            Style::Mla => &RULES[2],
            Style::Law => &RULES[3],
        }
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says that a text names no style, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleError(String);

impl fmt::Display for StyleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Style::ALL.map(Style::name);
        write!(
            f,
            "\"{}\" is no style; write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for StyleError {}

impl FromStr for Style {
    type Err = StyleError;

    fn from_str(text: &str) -> Result<Self, StyleError> {
        Style::ALL
            .into_iter()
            .find(|style| style.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| StyleError(text.to_owned()))
    }
}

/// What a style has of its own, besides the order of the fields.
struct Rules {
    dates: Form,
    /// Between the last two authors of two, and of more.
    and: [&'static str; 2],
    /// The first author's name, and those of the others.
    names: [fn(&str) -> String; 2],
    /// Before the article that carries a quotation, and a paraphrase.
    carried: [&'static str; 2],
}

const RULES: [Rules; 4] = [
    Rules {
        dates: Form {
            order: Order::MonthDayYear,
            months: &FULL,
            circa: "ca. ",
        },
        and: [" and ", ", and "],
        names: [as_printed, as_printed],
        carried: ["quoted in ", "paraphrased in "],
    },
    Rules {
        dates: Form {
            order: Order::YearMonthDay,
            months: &FULL,
            circa: "ca. ",
        },
        and: [", & ", ", & "],
        names: [names::initials_behind, names::initials_behind],
        carried: ["as cited in ", "paraphrased in "],
    },
    Rules {
        dates: Form {
            order: Order::DayMonthYear,
            months: &SHORT,
            circa: "circa ",
        },
        and: [", and ", ", and "],
        names: [names::given_behind, as_printed],
        carried: ["qtd. in ", "paraphrased in "],
    },
    Rules {
        dates: Form {
            order: Order::MonthDayYear,
            months: &SHORT,
            circa: "ca. ",
        },
        and: [" & ", " & "],
        names: [as_printed, as_printed],
        carried: ["quoting ", "paraphrasing "],
    },
];

/// Dates of running prose, as when something was said.
const PROSE: Form = Form {
    order: Order::MonthDayYear,
    months: &FULL,
    circa: "ca. ",
};

fn as_printed(name: &str) -> String {
    name.to_owned()
}

/// How a piece of a citation is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Roman,
    Italic,
    /// An address on the web.
    Address,
}

/// A stretch of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub face: Face,
}

/// A field between two stops: pieces, and what closes behind the stop.
#[derive(Default)]
struct Field {
    pieces: Vec<Piece>,
    closing: &'static str,
}

impl Field {
    fn of(text: impl Into<String>) -> Field {
        Field::default().and(text, Face::Roman)
    }

    fn italic(text: &str) -> Field {
        Field::default().and(text, Face::Italic)
    }

    fn address(text: &str) -> Field {
        Field::default().and(text, Face::Address)
    }

    /// A title in quotation marks; those within become single ones.
    fn title(text: &str) -> Field {
        let inner = text.trim().replace('“', "‘").replace('”', "’");
        Field {
            closing: "”",
            ..Field::of(format!("“{inner}"))
        }
    }

    fn and(mut self, text: impl Into<String>, face: Face) -> Field {
        let text = text.into();
        if !text.is_empty() {
            self.pieces.push(Piece { text, face });
        }
        self
    }

    fn before(mut self, text: &str) -> Field {
        let piece = Piece {
            text: text.to_owned(),
            face: Face::Roman,
        };
        self.pieces.insert(0, piece);
        self
    }
}

/// A sentence: fields with commas between them, and how it ends.
struct Sentence {
    fields: Vec<Field>,
    stop: &'static str,
}

fn sentence(fields: impl IntoIterator<Item = Field>) -> Sentence {
    Sentence {
        fields: fields.into_iter().collect(),
        stop: ".",
    }
}

/// Returns a citation in pieces, without its reference.
pub(super) fn pieces(quotation: &Quotation, style: Style) -> Vec<Piece> {
    let known = Known::of(quotation, style);
    let mut sentences = match style {
        Style::Chicago => chicago(&known),
        Style::Apa => apa(&known),
        Style::Mla => mla(&known),
        Style::Law => law(&known),
    };
    sentences.extend(plain::doubt(quotation).map(|doubt| sentence([Field::of(doubt)])));
    set(sentences)
}

/// Returns a citation as plain text, without its reference; empty where
/// nothing is known.
#[must_use]
pub fn citation(quotation: &Quotation, style: Style) -> String {
    let pieces = pieces(quotation, style);
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Puts stops and blanks between the fields. No stop is doubled.
fn set(sentences: Vec<Sentence>) -> Vec<Piece> {
    let mut line: Vec<Piece> = Vec::new();
    let roman = |text: String| Piece {
        text,
        face: Face::Roman,
    };
    for Sentence { mut fields, stop } in sentences {
        fields.retain(|field| !field.pieces.is_empty());
        let count = fields.len();
        if count > 0 && !line.is_empty() {
            line.push(roman(" ".to_owned()));
        }
        for (i, field) in fields.into_iter().enumerate() {
            let ends = field
                .pieces
                .last()
                .is_some_and(|p| p.text.ends_with(['.', '?', '!']));
            line.extend(field.pieces);
            let behind = match (i + 1 == count, ends) {
                (true, true) => field.closing.to_owned(),
                (true, false) => format!("{stop}{}", field.closing),
                (false, _) => format!(",{} ", field.closing),
            };
            if !behind.is_empty() {
                line.push(roman(behind));
            }
        }
    }
    line
}

/// What is known of a quotation, each in the style's own writing; empty where unknown.
struct Known<'a> {
    /// Name, role and organisation of the speaker.
    speaker: Vec<String>,
    said: String,
    carried: &'static str,
    authors: String,
    title: &'a str,
    outlet: &'a str,
    printed: String,
    address: &'a str,
    archived: &'a str,
    /// When the copy was taken; only where it is not known when it was printed.
    taken: String,
}

impl<'a> Known<'a> {
    fn of(quotation: &'a Quotation, style: Style) -> Known<'a> {
        let rules = style.rules();
        let source = &quotation.source;
        let date = |date: &Option<String>| date.as_deref().map(|d| rules.dates.write(d));
        let prose =
            |date: &Option<String>| date.as_deref().map_or_else(String::new, |d| PROSE.write(d));
        let paraphrase = source.kind.as_deref() == Some(Kind::Paraphrase.name());
        let url = source.url.as_deref().unwrap_or("");
        let archived = source.archived_url.as_deref().unwrap_or("");
        Known {
            speaker: plain::who(quotation),
            said: match style {
                Style::Apa => prose(&source.said),
                _ => date(&source.said).unwrap_or_default(),
            },
            carried: rules.carried[usize::from(paraphrase)],
            authors: authors(&source.authors, rules),
            title: source.article_title.trim(),
            outlet: source.publisher.trim(),
            printed: date(&source.published).unwrap_or_default(),
            address: if url.is_empty() { archived } else { url },
            archived: if url.is_empty() { "" } else { archived },
            taken: match source.published {
                Some(_) => String::new(),
                None if style == Style::Apa => prose(&source.retrieved),
                None => date(&source.retrieved).unwrap_or_default(),
            },
        }
    }

    fn speaker(&self) -> impl Iterator<Item = Field> {
        self.speaker.iter().map(Field::of)
    }
}

fn authors(authors: &[String], rules: &Rules) -> String {
    let mut written = String::new();
    for (i, author) in authors.iter().enumerate() {
        if i > 0 {
            written += match authors.len() {
                2 => rules.and[0],
                n if i + 1 == n => rules.and[1],
                _ => ", ",
            };
        }
        written += &rules.names[usize::from(i > 0)](author.trim());
    }
    written
}

/// Ina Fried, “Title,” *Outlet*, April 27, 2018, address.
fn chicago(known: &Known) -> Vec<Sentence> {
    let mut printed = Vec::new();
    printed.push(Field::of(known.authors.as_str()));
    if !known.title.is_empty() {
        printed.push(Field::title(known.title));
    }
    printed.push(Field::italic(known.outlet));
    printed.push(Field::of(known.printed.as_str()));
    printed.push(labelled("accessed ", &known.taken));
    printed.push(Field::address(known.address));
    if !known.archived.is_empty() {
        printed.push(Field::address(known.archived).before("archived at "));
    }
    let mut fields: Vec<Field> = known.speaker().collect();
    if !fields.is_empty() {
        fields.push(Field::of(known.said.as_str()));
        introduce(&mut printed, known.carried);
    }
    fields.extend(printed);
    vec![sentence(fields)]
}

/// Fried, I. (2018, April 27). Title. *Outlet*. address
fn apa(known: &Known) -> Vec<Sentence> {
    let date = match known.printed.as_str() {
        "" => "(n.d.)".to_owned(),
        printed => format!("({printed})"),
    };
    // Without an author the title takes the place, without either the outlet.
    let (title, outlet) = (Field::of(known.title), Field::italic(known.outlet));
    let mut sentences = Vec::new();
    let mut first = Vec::new();
    match (
        known.authors.is_empty(),
        known.title.is_empty(),
        known.outlet.is_empty(),
    ) {
        (true, true, true) if known.printed.is_empty() => {}
        (true, true, true) => first.push(Field::of(date)),
        (false, ..) => {
            first.push(Field::of(format!("{} {date}", known.authors)));
            sentences.extend([title, outlet]);
        }
        (true, false, _) => {
            first.push(title);
            sentences.extend([Field::of(date), outlet]);
        }
        (true, true, false) => {
            first.push(outlet);
            sentences.push(Field::of(date));
        }
    }
    let mut fields: Vec<Field> = known.speaker().collect();
    if let Some(last) = fields.pop() {
        fields.push(match known.said.as_str() {
            "" => last,
            said => last.and(format!(" ({said})"), Face::Roman),
        });
        introduce(&mut first, known.carried);
    }
    fields.extend(first);
    let mut all = vec![sentence(fields)];
    all.extend(sentences.into_iter().map(|field| sentence([field])));
    let address = match known.taken.as_str() {
        "" => Field::address(known.address),
        taken if known.address.is_empty() => labelled("Retrieved ", taken),
        taken => Field::address(known.address).before(&format!("Retrieved {taken}, from ")),
    };
    all.push(Sentence {
        fields: vec![address],
        stop: if known.archived.is_empty() { "" } else { ";" },
    });
    if !known.archived.is_empty() {
        all.push(Sentence {
            fields: vec![Field::address(known.archived).before("archived at ")],
            stop: "",
        });
    }
    all
}

/// Fried, Ina. “Title.” *Outlet*, 27 Apr. 2018, address.
fn mla(known: &Known) -> Vec<Sentence> {
    let mut first = vec![Field::of(known.authors.as_str())];
    let title = match known.title {
        "" => None,
        title => Some(Field::title(title)),
    };
    let mut rest = Vec::new();
    if known.authors.is_empty() {
        first = title.into_iter().collect();
    } else {
        rest.extend(title.map(|title| sentence([title])));
    }
    let mut container = vec![
        Field::italic(known.outlet),
        Field::of(known.printed.as_str()),
        Field::address(known.address),
    ];
    let mut fields: Vec<Field> = known.speaker().collect();
    if !fields.is_empty() {
        fields.push(Field::of(known.said.as_str()));
        if first.iter().all(|field| field.pieces.is_empty()) {
            introduce(&mut container, known.carried);
            fields.append(&mut container);
        } else {
            introduce(&mut first, known.carried);
        }
    }
    fields.extend(first);
    let mut all = vec![sentence(fields)];
    all.extend(rest);
    all.push(sentence(container));
    all.push(sentence([labelled("Accessed ", &known.taken)]));
    if !known.archived.is_empty() {
        all.push(sentence([
            Field::address(known.archived).before("Archived at ")
        ]));
    }
    all
}

/// Ina Fried, *Title*, Outlet (Apr. 27, 2018), address \[archived\] (quoting X).
fn law(known: &Known) -> Vec<Sentence> {
    let mut address = Field::address(known.address);
    if !known.archived.is_empty() {
        address = address
            .and(" [", Face::Roman)
            .and(known.archived, Face::Address)
            .and("]", Face::Roman);
    }
    let mut fields = [
        Field::of(known.authors.as_str()),
        Field::italic(known.title),
        Field::of(known.outlet),
        address,
    ];
    // What is in brackets follows what is known before it, without a comma.
    if !known.printed.is_empty() {
        bracket(&mut fields[..3], &known.printed);
    }
    if !known.taken.is_empty() {
        bracket(&mut fields, &format!("last visited {}", known.taken));
    }
    if !known.speaker.is_empty() {
        let mut who = known.speaker.clone();
        who.extend(Some(known.said.clone()).filter(|said| !said.is_empty()));
        bracket(&mut fields, &format!("{}{}", known.carried, who.join(", ")));
    }
    vec![sentence(fields)]
}

/// Puts words in brackets behind the last field that is known.
fn bracket(fields: &mut [Field], text: &str) {
    let last = fields.iter().rposition(|field| !field.pieces.is_empty());
    if let Some(field) = fields.get_mut(last.unwrap_or(0)) {
        let blank = if last.is_some() { " " } else { "" };
        *field = std::mem::take(field).and(format!("{blank}({text})"), Face::Roman);
    }
}

fn labelled(label: &str, text: &str) -> Field {
    match text {
        "" => Field::default(),
        text => Field::of(format!("{label}{text}")),
    }
}

/// Puts "quoted in" before the first field that is known.
fn introduce(fields: &mut [Field], words: &str) {
    if let Some(field) = fields.iter_mut().find(|field| !field.pieces.is_empty()) {
        let first = std::mem::take(field);
        *field = first.before(words);
    }
}

#[cfg(test)]
mod tests;
