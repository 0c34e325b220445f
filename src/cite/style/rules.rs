//! What each style has of its own: a row of a table (dates, names, words between)
//! and an order of the fields.

use super::kind::Style;
use super::sentence::{CitationField, CitationSentence, FontStyle, is_bracketed, sentence};
use crate::cite::dates::{DateOrder, DateStyle, MONTHS_ABBREVIATED, MONTHS_IN_FULL, PROSE_DATES};
use crate::cite::quotation::Quotation;
use crate::cite::{person_names, speaker};
use crate::model::{Author, QuotationKind};

/// What a style has of its own, besides the order of the fields.
struct StyleRules {
    dates: DateStyle,
    /// Between the last two authors of two, and of more.
    author_separators: [&'static str; 2],
    /// The first author's name, and those of the others.
    author_names: [fn(&Author) -> String; 2],
    /// Before the article that carries a quotation, and a paraphrase.
    introductions: [&'static str; 2],
}

impl Style {
    fn rules(self) -> &'static StyleRules {
        match self {
            Style::Chicago => &RULES[0],
            Style::Apa => &RULES[1],
            Style::Mla => &RULES[2],
            Style::Law => &RULES[3],
        }
    }
}

const RULES: [StyleRules; 4] = [
    StyleRules {
        dates: DateStyle {
            order: DateOrder::MonthDayYear,
            months: &MONTHS_IN_FULL,
            circa: "ca. ",
        },
        author_separators: [" and ", ", and "],
        author_names: [name_as_printed, name_as_printed],
        introductions: ["quoted in ", "paraphrased in "],
    },
    StyleRules {
        dates: DateStyle {
            order: DateOrder::YearMonthDay,
            months: &MONTHS_IN_FULL,
            circa: "ca. ",
        },
        author_separators: [", & ", ", & "],
        author_names: [
            person_names::invert_with_initials,
            person_names::invert_with_initials,
        ],
        introductions: ["as cited in ", "paraphrased in "],
    },
    StyleRules {
        dates: DateStyle {
            order: DateOrder::DayMonthYear,
            months: &MONTHS_ABBREVIATED,
            circa: "circa ",
        },
        author_separators: [", and ", ", and "],
        author_names: [person_names::invert, name_as_printed],
        introductions: ["qtd. in ", "paraphrased in "],
    },
    StyleRules {
        dates: DateStyle {
            order: DateOrder::MonthDayYear,
            months: &MONTHS_ABBREVIATED,
            circa: "ca. ",
        },
        author_separators: [" & ", " & "],
        author_names: [name_as_printed, name_as_printed],
        introductions: ["quoting ", "paraphrasing "],
    },
];

fn name_as_printed(author: &Author) -> String {
    person_names::as_printed(author).to_owned()
}

/// What is known of a quotation, each in the style's own writing; empty where unknown.
pub(super) struct CitationFields<'a> {
    /// Name, role and organisation of the speaker.
    speaker: Vec<String>,
    said_on: String,
    introduction: &'static str,
    authors: String,
    title: &'a str,
    outlet: &'a str,
    published: String,
    address: &'a str,
    archived: &'a str,
    /// When the copy was retrieved; only where it is not known when it was printed.
    retrieved: String,
}

impl<'a> CitationFields<'a> {
    pub fn new(quotation: &'a Quotation, style: Style) -> CitationFields<'a> {
        let rules = style.rules();
        let source = &quotation.source;
        let date = |date: &Option<String>| date.as_deref().map(|d| rules.dates.format(d));
        let prose = |date: &Option<String>| {
            date.as_deref()
                .map_or_else(String::new, |d| PROSE_DATES.format(d))
        };
        let paraphrase = source.kind.as_deref() == Some(QuotationKind::Paraphrase.name());
        let url = source.url.as_deref().unwrap_or("");
        let archived = source.archived_url.as_deref().unwrap_or("");
        CitationFields {
            speaker: speaker::speaker_line(quotation),
            said_on: match style {
                Style::Apa => prose(&source.said),
                _ => date(&source.said).unwrap_or_default(),
            },
            introduction: rules.introductions[usize::from(paraphrase)],
            authors: join_authors(&source.authors, rules),
            title: source.article_title.trim(),
            outlet: source.publisher.trim(),
            published: date(&source.published).unwrap_or_default(),
            address: if url.is_empty() { archived } else { url },
            archived: if url.is_empty() { "" } else { archived },
            retrieved: match source.published {
                Some(_) => String::new(),
                None if style == Style::Apa => prose(&source.retrieved),
                None => date(&source.retrieved).unwrap_or_default(),
            },
        }
    }

    pub fn speaker(&self) -> impl Iterator<Item = CitationField> {
        self.speaker.iter().map(CitationField::plain)
    }
}

fn join_authors(authors: &[Author], rules: &StyleRules) -> String {
    let mut written = String::new();
    for (i, author) in authors.iter().enumerate() {
        if i > 0 {
            written += match authors.len() {
                2 => rules.author_separators[0],
                n if i + 1 == n => rules.author_separators[1],
                _ => ", ",
            };
        }
        written += &rules.author_names[usize::from(i > 0)](author);
    }
    written
}

/// Ina Fried, “Title,” *Outlet*, April 27, 2018, address.
pub(super) fn chicago(known: &CitationFields) -> Vec<CitationSentence> {
    let mut printed = Vec::new();
    printed.push(CitationField::plain(known.authors.as_str()));
    if !known.title.is_empty() {
        printed.push(CitationField::title(known.title));
    }
    printed.push(CitationField::italic(known.outlet));
    printed.push(CitationField::plain(known.published.as_str()));
    printed.push(labelled("accessed ", &known.retrieved));
    printed.push(CitationField::address(known.address));
    if !known.archived.is_empty() {
        printed.push(CitationField::address(known.archived).prefixed("archived at "));
    }
    let mut fields: Vec<CitationField> = known.speaker().collect();
    if !fields.is_empty() {
        fields.push(CitationField::plain(known.said_on.as_str()));
        prefix_first(&mut printed, known.introduction);
    }
    fields.extend(printed);
    vec![sentence(fields)]
}

/// Fried, I. (2018, April 27). Title. *Outlet*. address
pub(super) fn apa(known: &CitationFields) -> Vec<CitationSentence> {
    let date = match known.published.as_str() {
        "" => "(n.d.)".to_owned(),
        printed => format!("({printed})"),
    };
    // Without an author the title takes the place, without either the outlet.
    let (title, outlet) = (
        CitationField::plain(known.title),
        CitationField::italic(known.outlet),
    );
    let mut sentences = Vec::new();
    let mut first = Vec::new();
    match (
        known.authors.is_empty(),
        known.title.is_empty(),
        known.outlet.is_empty(),
    ) {
        (true, true, true) if known.published.is_empty() => {}
        (true, true, true) => first.push(CitationField::plain(date)),
        (false, ..) => {
            first.push(CitationField::plain(format!("{} {date}", known.authors)));
            sentences.extend([title, outlet]);
        }
        (true, false, _) => {
            first.push(title);
            sentences.extend([CitationField::plain(date), outlet]);
        }
        (true, true, false) => {
            first.push(outlet);
            sentences.push(CitationField::plain(date));
        }
    }
    let mut fields: Vec<CitationField> = known.speaker().collect();
    if let Some(last) = fields.pop() {
        fields.push(match known.said_on.as_str() {
            "" => last,
            said => last.then(format!(" ({said})"), FontStyle::Roman),
        });
        prefix_first(&mut first, known.introduction);
    }
    fields.extend(first);
    let mut all = vec![sentence(fields)];
    all.extend(sentences.into_iter().map(|field| sentence([field])));
    let address = match known.retrieved.as_str() {
        "" => CitationField::address(known.address),
        retrieved if known.address.is_empty() => labelled("Retrieved ", retrieved),
        retrieved => {
            CitationField::address(known.address).prefixed(&format!("Retrieved {retrieved}, from "))
        }
    };
    all.push(CitationSentence {
        fields: vec![address],
        stop: if known.archived.is_empty() { "" } else { ";" },
    });
    if !known.archived.is_empty() {
        all.push(CitationSentence {
            fields: vec![CitationField::address(known.archived).prefixed("archived at ")],
            stop: "",
        });
    }
    all
}

/// Fried, Ina. “Title.” *Outlet*, 27 Apr. 2018, address.
pub(super) fn mla(known: &CitationFields) -> Vec<CitationSentence> {
    let mut first = vec![CitationField::plain(known.authors.as_str())];
    let title = match known.title {
        "" => None,
        title => Some(CitationField::title(title)),
    };
    let mut rest = Vec::new();
    if known.authors.is_empty() {
        first = title.into_iter().collect();
    } else {
        rest.extend(title.map(|title| sentence([title])));
    }
    let mut container = vec![
        CitationField::italic(known.outlet),
        CitationField::plain(known.published.as_str()),
        CitationField::address(known.address),
    ];
    let mut fields: Vec<CitationField> = known.speaker().collect();
    if !fields.is_empty() {
        fields.push(CitationField::plain(known.said_on.as_str()));
        if first.iter().all(|field| field.spans.is_empty()) {
            prefix_first(&mut container, known.introduction);
            fields.append(&mut container);
        } else {
            prefix_first(&mut first, known.introduction);
        }
    }
    fields.extend(first);
    let mut all = vec![sentence(fields)];
    all.extend(rest);
    all.push(sentence(container));
    all.push(sentence([labelled("Accessed ", &known.retrieved)]));
    if !known.archived.is_empty() {
        all.push(sentence([
            CitationField::address(known.archived).prefixed("Archived at ")
        ]));
    }
    all
}

/// Ina Fried, *Title*, Outlet (Apr. 27, 2018), address \[archived\] (quoting X).
pub(super) fn law(known: &CitationFields) -> Vec<CitationSentence> {
    let mut address = CitationField::address(known.address);
    if !known.archived.is_empty() {
        address = address
            .then(" [", FontStyle::Roman)
            .then(known.archived, FontStyle::Address)
            .then("]", FontStyle::Roman);
    }
    let mut fields = [
        CitationField::plain(known.authors.as_str()),
        if is_bracketed(known.title) {
            CitationField::plain(known.title)
        } else {
            CitationField::italic(known.title)
        },
        CitationField::plain(known.outlet),
        address,
    ];
    // What is in brackets follows what is known before it, without a comma.
    if !known.published.is_empty() {
        append_in_brackets(&mut fields[..3], &known.published);
    }
    if !known.retrieved.is_empty() {
        append_in_brackets(&mut fields, &format!("last visited {}", known.retrieved));
    }
    if !known.speaker.is_empty() {
        let mut who = known.speaker.clone();
        who.extend(Some(known.said_on.clone()).filter(|said| !said.is_empty()));
        append_in_brackets(
            &mut fields,
            &format!("{}{}", known.introduction, who.join(", ")),
        );
    }
    vec![sentence(fields)]
}

/// Adds words in brackets after the last field that is known.
fn append_in_brackets(fields: &mut [CitationField], text: &str) {
    let last = fields.iter().rposition(|field| !field.spans.is_empty());
    if let Some(field) = fields.get_mut(last.unwrap_or(0)) {
        let blank = if last.is_some() { " " } else { "" };
        *field = std::mem::take(field).then(format!("{blank}({text})"), FontStyle::Roman);
    }
}

fn labelled(label: &str, text: &str) -> CitationField {
    match text {
        "" => CitationField::default(),
        text => CitationField::plain(format!("{label}{text}")),
    }
}

/// Puts "quoted in" before the first field that is known.
fn prefix_first(fields: &mut [CitationField], words: &str) {
    if let Some(field) = fields.iter_mut().find(|field| !field.spans.is_empty()) {
        let first = std::mem::take(field);
        *field = first.prefixed(words);
    }
}
