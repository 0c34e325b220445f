//! What each style has of its own: a row of a table (dates, names, words between)
//! and an order of the fields.

use super::Style;
use super::sentence::{Face, Field, Sentence, sentence, supplied};
use crate::cite::dates::{FULL, Form, Order, SHORT};
use crate::cite::{Quotation, person_names, speaker};
use crate::model::{Author, QuotationKind};

/// What a style has of its own, besides the order of the fields.
struct Rules {
    dates: Form,
    /// Between the last two authors of two, and of more.
    and: [&'static str; 2],
    /// The first author's name, and those of the others.
    names: [fn(&Author) -> String; 2],
    /// Before the article that carries a quotation, and a paraphrase.
    carried: [&'static str; 2],
}

impl Style {
    fn rules(self) -> &'static Rules {
        match self {
            Style::Chicago => &RULES[0],
            Style::Apa => &RULES[1],
            Style::Mla => &RULES[2],
            Style::Law => &RULES[3],
        }
    }
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
        names: [person_names::initials_behind, person_names::initials_behind],
        carried: ["as cited in ", "paraphrased in "],
    },
    Rules {
        dates: Form {
            order: Order::DayMonthYear,
            months: &SHORT,
            circa: "circa ",
        },
        and: [", and ", ", and "],
        names: [person_names::given_behind, as_printed],
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

fn as_printed(author: &Author) -> String {
    person_names::printed(author).to_owned()
}

/// What is known of a quotation, each in the style's own writing; empty where unknown.
pub(super) struct Known<'a> {
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
    pub fn of(quotation: &'a Quotation, style: Style) -> Known<'a> {
        let rules = style.rules();
        let source = &quotation.source;
        let date = |date: &Option<String>| date.as_deref().map(|d| rules.dates.write(d));
        let prose =
            |date: &Option<String>| date.as_deref().map_or_else(String::new, |d| PROSE.write(d));
        let paraphrase = source.kind.as_deref() == Some(QuotationKind::Paraphrase.name());
        let url = source.url.as_deref().unwrap_or("");
        let archived = source.archived_url.as_deref().unwrap_or("");
        Known {
            speaker: speaker::speaker_line(quotation),
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

    pub fn speaker(&self) -> impl Iterator<Item = Field> {
        self.speaker.iter().map(Field::of)
    }
}

fn authors(authors: &[Author], rules: &Rules) -> String {
    let mut written = String::new();
    for (i, author) in authors.iter().enumerate() {
        if i > 0 {
            written += match authors.len() {
                2 => rules.and[0],
                n if i + 1 == n => rules.and[1],
                _ => ", ",
            };
        }
        written += &rules.names[usize::from(i > 0)](author);
    }
    written
}

/// Ina Fried, “Title,” *Outlet*, April 27, 2018, address.
pub(super) fn chicago(known: &Known) -> Vec<Sentence> {
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
pub(super) fn apa(known: &Known) -> Vec<Sentence> {
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
pub(super) fn mla(known: &Known) -> Vec<Sentence> {
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
pub(super) fn law(known: &Known) -> Vec<Sentence> {
    let mut address = Field::address(known.address);
    if !known.archived.is_empty() {
        address = address
            .and(" [", Face::Roman)
            .and(known.archived, Face::Address)
            .and("]", Face::Roman);
    }
    let mut fields = [
        Field::of(known.authors.as_str()),
        if supplied(known.title) {
            Field::of(known.title)
        } else {
            Field::italic(known.title)
        },
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
