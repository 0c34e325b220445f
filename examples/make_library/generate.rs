//! Makes up briefings: controversies between an office and a company, told by
//! made-up outlets that quote made-up people. The words are plain English; no
//! sentence is taken from anywhere. Every bundle passes the check without a
//! remark, because quotations are put into the articles as they are listed.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

// Found beside this file, whoever includes it.
mod words;

use words::{
    ADJECTIVES, FIRMS, FIRST, LAST, NOUNS, OFFICES, OPENINGS, OUTLETS, SUBJECTS, TRADES, VERBS,
};

/// What to make.
pub struct Plan {
    /// Number of bundles.
    pub briefings: usize,
    /// Articles in each; at least one is made.
    pub articles: usize,
    /// Paragraphs of each article; at least four are made.
    pub paragraphs: usize,
    /// The same seed gives the same library.
    pub seed: u64,
    /// Bytes that an article has at least.
    pub article_bytes: usize,
}

/// Writes all bundles of a plan, each into a folder of its own.
///
/// # Errors
/// Where a folder or file cannot be written.
pub fn write_library(plan: &Plan, out: &Path) -> io::Result<()> {
    for number in 0..plan.briefings {
        let folder = out.join(format!("made-{number:06}"));
        fs::create_dir_all(folder.join("articles"))?;
        for (path, text) in bundle(plan, number) {
            fs::write(folder.join(path), text)?;
        }
    }
    Ok(())
}

/// Numbers that look random and are the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A clause such as "the binding review limits every foreign supplier".
fn clause(dice: &mut Dice) -> String {
    let article = dice.pick(&["the", "every", "a", "no", "this"]);
    let object = dice.pick(&["the", "any", "each", "that", "one"]);
    let adjective = dice.pick(ADJECTIVES);
    // "a early audit" would be wrong.
    let article = match (article, adjective.as_bytes()[0]) {
        ("a", b'a' | b'e' | b'i' | b'o' | b'u') => "an",
        _ => article,
    };
    let (noun, verb) = (dice.pick(NOUNS), dice.pick(VERBS));
    let (second, third) = (dice.pick(ADJECTIVES), dice.pick(NOUNS));
    format!("{article} {adjective} {noun} {verb} {object} {second} {third}")
}

fn sentence(dice: &mut Dice) -> String {
    let first = clause(dice);
    match dice.below(4) {
        0 => format!("{}, {first}.", dice.pick(OPENINGS)),
        1 => format!("{}, and {}.", capital(&first), clause(dice)),
        2 => format!("{} because {}.", capital(&first), clause(dice)),
        _ => format!("{}.", capital(&first)),
    }
}

fn paragraph(dice: &mut Dice) -> String {
    let count = 2 + dice.below(4);
    let sentences: Vec<String> = (0..count).map(|_| sentence(dice)).collect();
    sentences.join(" ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

struct Speaker {
    id: String,
    name: String,
    role: &'static str,
    organisation: String,
    side: &'static str,
}

struct Statement {
    id: String,
    speaker: usize,
    topic: usize,
    kind: &'static str,
    /// The words, as one or two parts.
    parts: Vec<String>,
    answers: Option<(usize, &'static str)>,
    /// Places of the articles that carry it.
    carriers: Vec<usize>,
    day: usize,
}

/// The day on which articles begin to be printed; statements are made before.
const PRINTED: usize = 20;

/// Returns the files of one bundle: path and content.
fn bundle(plan: &Plan, number: usize) -> Vec<(String, String)> {
    let seed = plan.seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ number as u64;
    let dice = &mut Dice(seed);
    let firm = format!("{} {}", dice.pick(FIRMS), dice.pick(TRADES));
    let office = dice.pick(OFFICES).to_owned();
    let speakers = speakers(dice, &firm, &office);
    let articles = plan.articles.max(1);
    let topics: Vec<&str> = {
        let first = dice.below(SUBJECTS.len());
        (0..3)
            .map(|i| SUBJECTS[(first + i) % SUBJECTS.len()])
            .collect()
    };
    let statements = statements(dice, &speakers, articles, topics.len());
    let year = 2001 + dice.below(24);
    let month = 1 + dice.below(12);

    let mut json = String::new();
    let title = format!("{firm} and {}", topics[0]);
    let _ = write!(
        json,
        "{{\n  \"format\": 1,\n  \"id\": \"made-{number:06}\",\n  \"title\": \"{title}\",\n  \
         \"summary\": \"{}\\n\\n{}\",\n  \"updated\": \"{year}-{month:02}-28\",\n  \"sides\": [\n    \
         {{ \"id\": \"office\", \"label\": \"{office}\" }},\n    \
         {{ \"id\": \"firm\", \"label\": \"{firm}\" }},\n    \
         {{ \"id\": \"others\", \"label\": \"Others\" }}\n  ],\n",
        paragraph(dice),
        paragraph(dice)
    );
    let items = topics.iter().enumerate().map(|(i, subject)| {
        format!("{{ \"id\": \"t{i}\", \"question\": \"Who is right about {subject}?\" }}")
    });
    list(&mut json, "topics", items, ",\n");
    let items = speakers.iter().map(|s| {
        format!(
            "{{ \"id\": \"{}\", \"name\": \"{}\", \"role\": \"{}\", \"organisation\": \"{}\", \"side\": \"{}\" }}",
            s.id, s.name, s.role, s.organisation, s.side
        )
    });
    list(&mut json, "speakers", items, ",\n");
    let mut files = vec![(String::new(), String::new())];
    let mut items = Vec::with_capacity(articles);
    for ix in 0..articles {
        let path = format!("articles/a{ix}.txt");
        let headline = capital(&clause(dice));
        items.push(format!(
            "{{ \"id\": \"a{ix}\", \"title\": \"{headline}\", \"publisher\": \"{}\", \"authors\": [\"{} {}\"], \
             \"published\": \"{year}-{month:02}-{:02}\", \"url\": \"https://example.org/{number}/{ix}\", \
             \"text\": \"{path}\" }}",
            dice.pick(OUTLETS),
            dice.pick(FIRST),
            dice.pick(LAST),
            PRINTED + dice.below(8)
        ));
        files.push((path, article(dice, plan, ix, &statements, &speakers)));
    }
    list(&mut json, "articles", items.into_iter(), ",\n");
    let items = statements
        .iter()
        .map(|s| statement_json(s, &statements, &speakers, year, month));
    list(&mut json, "statements", items, "\n}\n");
    files[0] = ("briefing.json".to_owned(), json);
    files
}

/// Writes an array with one element in a line.
fn list(json: &mut String, name: &str, items: impl Iterator<Item = String>, end: &str) {
    let items: Vec<String> = items.collect();
    let _ = write!(
        json,
        "  \"{name}\": [\n    {}\n  ]{end}",
        items.join(",\n    ")
    );
}

fn speakers(dice: &mut Dice, firm: &str, office: &str) -> Vec<Speaker> {
    let posts = [
        ("office", "director"),
        ("office", "spokesperson"),
        ("firm", "chief executive"),
        ("firm", "spokesperson"),
        ("others", "independent researcher"),
    ];
    let start = dice.below(LAST.len());
    posts
        .into_iter()
        .enumerate()
        .map(|(i, (side, role))| Speaker {
            id: format!("p{i}"),
            name: format!("{} {}", dice.pick(FIRST), LAST[(start + i) % LAST.len()]),
            role,
            organisation: match side {
                "office" => office.to_owned(),
                "firm" => firm.to_owned(),
                _ => "Institute for Open Systems".to_owned(),
            },
            side,
        })
        .collect()
}

/// Two statements for each article: what is alleged, and what is answered.
fn statements(
    dice: &mut Dice,
    speakers: &[Speaker],
    articles: usize,
    topics: usize,
) -> Vec<Statement> {
    let count = (2 * articles).max(2 * speakers.len());
    let mut statements: Vec<Statement> = Vec::with_capacity(count);
    for i in 0..count {
        let answers = (i % 2 == 1).then(|| {
            let how = [
                "denies", "rebuts", "confirms", "concedes", "deflects", "declines", "corrects",
            ];
            (i - 1, dice.pick(&how))
        });
        // The office begins, the firm answers; sometimes somebody else speaks.
        let speaker = match (i, answers) {
            _ if i < speakers.len() => i,
            (_, Some(_)) => 2 + dice.below(2),
            _ => [0, 1, 0, 1, 4][dice.below(5)],
        };
        // A number makes the words the only ones of their kind.
        let whole = format!("{} in case {}", clause(dice), i + 1);
        let parts = match dice.below(4) {
            0 => vec![
                capital(&whole),
                capital(&format!("{} under point {}", clause(dice), i + 1)),
            ],
            _ => vec![capital(&whole)],
        };
        let first = i % articles;
        let mut carriers = vec![first];
        let second = dice.below(articles);
        if second != first {
            carriers.push(second);
        }
        statements.push(Statement {
            id: format!("s{i}"),
            speaker,
            // An answer is about what it answers.
            topic: answers.map_or(i, |(claim, _)| claim) % topics,
            kind: if dice.below(8) == 0 {
                "paraphrase"
            } else {
                "direct"
            },
            parts,
            answers,
            carriers,
            day: match answers {
                Some(_) => 11 + dice.below(8),
                None => 1 + dice.below(10),
            },
        });
    }
    statements
}

/// The text of an article, with the statements that it carries.
fn article(
    dice: &mut Dice,
    plan: &Plan,
    ix: usize,
    statements: &[Statement],
    speakers: &[Speaker],
) -> String {
    let mut paragraphs = vec![paragraph(dice)];
    for statement in statements.iter().filter(|s| s.carriers.contains(&ix)) {
        let speaker = &speakers[statement.speaker];
        let name = &speaker.name;
        paragraphs.push(match (statement.kind, statement.parts.as_slice()) {
            ("paraphrase", parts) => format!("{name} told reporters this: {}.", parts.join("; ")),
            (_, [first, second]) => {
                format!("“{first},” said {name}, {}. “{second}.”", speaker.role)
            }
            (_, parts) => format!("“{},” said {name}, {}.", parts.join(" "), speaker.role),
        });
        if dice.below(2) == 0 {
            paragraphs.push(paragraph(dice));
        }
    }
    while paragraphs.len() < plan.paragraphs.max(4) {
        paragraphs.push(paragraph(dice));
    }
    let mut text = paragraphs.join("\n\n");
    while text.len() < plan.article_bytes {
        text.push_str("\n\n");
        text.push_str(&paragraph(dice));
    }
    text.push('\n');
    text
}

fn statement_json(
    statement: &Statement,
    statements: &[Statement],
    speakers: &[Speaker],
    year: usize,
    month: usize,
) -> String {
    let quote: Vec<String> = statement
        .parts
        .iter()
        .map(|part| format!("{{ \"exact\": \"{part}\" }}"))
        .collect();
    let name = &speakers[statement.speaker].name;
    // As the article prints it.
    let attribution = match statement.kind {
        "paraphrase" => format!("{name} told reporters this"),
        _ => format!("said {name}"),
    };
    let appearances: Vec<String> = statement
        .carriers
        .iter()
        .map(|ix| {
            format!(
                "{{ \"article\": \"a{ix}\", \"quote\": [{}], \"attribution\": \"{attribution}\" }}",
                quote.join(", ")
            )
        })
        .collect();
    let answers = match statement.answers {
        Some((to, how)) => format!(
            "\"answers\": [{{ \"statement\": \"{}\", \"how\": \"{how}\" }}], ",
            statements[to].id
        ),
        None => String::new(),
    };
    format!(
        "{{ \"id\": \"{}\", \"speaker\": \"{}\", \"topics\": [\"t{}\"], \"kind\": \"{}\", \
         \"date\": \"{year}-{month:02}-{:02}\", {answers}\"appearances\": [{}] }}",
        statement.id,
        speakers[statement.speaker].id,
        statement.topic,
        statement.kind,
        statement.day,
        appearances.join(", ")
    )
}
