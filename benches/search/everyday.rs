//! Everyday questions: four to nine words, some of which stand nowhere in the quotation that
//! is meant. The questions are in the repository, the articles are not: `ARTICLES` names a
//! file with one article a line, `{"id", "publisher", "text", "quotes": [{"start", "end",
//! "text", "speaker": {"text", "name"} or null}]}`, offsets in bytes. Each article becomes a
//! briefing, each of its quotations a statement.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use diptych::model::{
    Appearance, Article, ArticleIx, Bookmarks, Briefing, BundleSource, CanonicalText, HitKind,
    Passage, PassageKind, Query, QuoteSpan, QuoteVerification, SearchScope, Side, SideIx, Speaker,
    SpeakerIx, Statement,
};
use diptych::search::Index;
use serde::Deserialize;

use super::bare::Bare;
use super::fts::Fts;

/// Results that are looked at: a page, and all that a patient reader goes through.
const PAGE: usize = 10;
const PATIENT: usize = 50;

/// The sets: the one that ranking is measured on, and the one that is held out.
const SETS: [(&str, &str); 2] = [
    ("everyday", include_str!("everyday.tsv")),
    ("everyday, held out", include_str!("everyday_held_out.tsv")),
];

#[derive(Deserialize)]
struct Source {
    id: String,
    publisher: String,
    text: String,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    start: usize,
    end: usize,
    text: String,
    speaker: Option<Attribution>,
}

#[derive(Deserialize)]
struct Attribution {
    text: Option<String>,
    name: Option<String>,
}

impl Quote {
    fn speaker(&self) -> &str {
        let printed = self.speaker.as_ref();
        let name = printed.and_then(|s| s.name.as_deref().or(s.text.as_deref()));
        name.unwrap_or("Unnamed")
    }
}

/// One question: what is typed, and the statements of which any will do.
struct Case {
    typed: &'static str,
    wanted: Vec<usize>,
}

/// Measures all and prints a table for each set; `HELD_OUT=1` for the second, `MISSES=1` for
/// the questions that are not answered on the first page.
pub fn report() {
    let Some(file) = std::env::var_os("ARTICLES") else {
        println!("everyday questions: ARTICLES names no file, left out");
        return;
    };
    let sources: Vec<Source> = std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    // A statement is a row of every baseline: its words and its speaker.
    let mut rows = Vec::new();
    let mut numbers = HashMap::new();
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for source in &sources {
        for quote in &source.quotes {
            numbers.insert((source.id.as_str(), quote.start), rows.len());
            same.entry(plain(&quote.text)).or_default().push(rows.len());
            rows.push(format!("{}\n{}", quote.text, quote.speaker()));
        }
    }
    let index = Index::in_memory().unwrap();
    let briefings: Vec<Arc<Briefing>> = sources.iter().map(|s| Arc::new(briefing(s))).collect();
    index.update(&briefings).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    let bare = Bare::build(&dir.path().join("bare"), &rows);
    let fts = Fts::build(&dir.path().join("fts.db"), &rows);
    let ask = |typed: &str, filter: &str, statements_only: bool| {
        let hits = index.find(&Query {
            text: format!("{filter}{typed} "),
            scope: SearchScope::Library,
            limit: PATIENT,
            bookmarks: Bookmarks::default(),
        });
        let results = hits.results.into_iter();
        let results = results.filter(|hit| !statements_only || hit.kind == HitKind::Statement);
        results
            .map(|hit| {
                let start = hit.statement.as_deref().and_then(|id| id.strip_prefix('q'));
                let start = start.and_then(|start| start.parse().ok());
                let key = start.map(|start: usize| (hit.place.briefing.as_str(), start));
                key.and_then(|key| numbers.get(&key).copied())
            })
            .collect::<Vec<Option<usize>>>()
    };
    let held_out = std::env::var_os("HELD_OUT").is_some();
    for (name, set) in &SETS[..if held_out { 2 } else { 1 }] {
        let cases = cases(set, &numbers, &same, &sources);
        println!(
            "{name}, {} questions, {} statements in {} articles:",
            cases.len(),
            rows.len(),
            sources.len()
        );
        print("diptych", &cases, |typed| ask(typed, "", false));
        print("diptych, statements", &cases, |typed| {
            ask(typed, "kind:statement ", true)
        });
        let wrap_all = |numbers: Vec<usize>| numbers.into_iter().map(Some).collect();
        print("the engine alone", &cases, |typed| {
            wrap_all(bare.ranked(typed, PATIENT))
        });
        print("SQLite FTS5", &cases, |typed| {
            wrap_all(fts.ranked(typed, PATIENT))
        });
    }
}

fn cases(
    set: &'static str,
    numbers: &HashMap<(&str, usize), usize>,
    same: &HashMap<String, Vec<usize>>,
    sources: &[Source],
) -> Vec<Case> {
    let texts: Vec<&str> = sources
        .iter()
        .flat_map(|source| source.quotes.iter().map(|quote| quote.text.as_str()))
        .collect();
    let lines = set.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let [typed, article, starts] = line
                .split('\t')
                .collect::<Vec<_>>()
                .try_into()
                .unwrap_or_else(|_| panic!("three columns: {line}"));
            let starts = starts.split(',').map(|start| start.parse().unwrap());
            let wanted = starts.flat_map(|start: usize| {
                let number = numbers[&(article, start)];
                // The same words may be quoted in more than one article.
                same[&plain(texts[number])].clone()
            });
            Case {
                typed,
                wanted: wanted.collect(),
            }
        })
        .collect()
}

/// Prints how many of the questions are answered among the first, and how near the top.
fn print(name: &str, cases: &[Case], find: impl Fn(&str) -> Vec<Option<usize>>) {
    let misses = std::env::var_os("MISSES").is_some() && name.starts_with("diptych");
    let (mut page, mut patient, mut reciprocal) = (0usize, 0usize, 0.0);
    for case in cases {
        let found = find(case.typed);
        let rank = found
            .iter()
            .position(|number| number.is_some_and(|n| case.wanted.contains(&n)));
        patient += usize::from(rank.is_some());
        match rank {
            Some(rank) if rank < PAGE => {
                page += 1;
                reciprocal += 1.0 / (rank + 1) as f64;
            }
            _ if misses => println!("    {rank:?} of {}: {}", found.len(), case.typed),
            _ => {}
        }
    }
    let count = cases.len() as f64;
    println!(
        "  {name:<20} r@{PAGE} {:.3}  r@{PATIENT} {:.3}  MRR@{PAGE} {:.3}",
        page as f64 / count,
        patient as f64 / count,
        reciprocal / count
    );
}

/// Returns the words of a text alone.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a briefing of one article, in which every quotation is a statement.
fn briefing(source: &Source) -> Briefing {
    let mut passages = Vec::new();
    let mut start = 0;
    for line in source.text.split('\n') {
        if !line.trim().is_empty() {
            passages.push(Passage {
                range: start..start + line.len(),
                kind: PassageKind::Paragraph,
            });
        }
        start += line.len() + 1;
    }
    let title = source.text.lines().next().unwrap_or_default().trim();
    let article = Article {
        id: "article".to_owned(),
        title: title.to_owned(),
        publisher: source.publisher.clone(),
        language: "en".to_owned(),
        path: "articles/article.txt".to_owned(),
        text: CanonicalText {
            body_end: source.text.len(),
            text: source.text.clone(),
            passages,
            ..CanonicalText::default()
        },
        ..Article::default()
    };
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut statements = Vec::new();
    for quote in &source.quotes {
        let name = quote.speaker();
        let known = speakers.iter().position(|speaker| speaker.name == name);
        let speaker = known.unwrap_or_else(|| {
            speakers.push(Speaker {
                id: format!("speaker-{}", speakers.len() + 1),
                name: name.to_owned(),
                role: None,
                organisation: None,
                side: SideIx(0),
                aliases: Vec::new(),
            });
            speakers.len() - 1
        });
        statements.push(Statement {
            id: format!("q{}", quote.start),
            speaker: SpeakerIx(speaker),
            appearances: vec![Appearance {
                article: ArticleIx(0),
                quote: vec![QuoteSpan {
                    range: quote.start..quote.end,
                    exact: quote.text.clone(),
                    proof: QuoteVerification::Exact,
                }],
                ..Appearance::default()
            }],
            ..Statement::default()
        });
    }
    let side = |id: &str| Side {
        id: id.to_owned(),
        label: id.to_owned(),
    };
    Briefing {
        id: source.id.clone(),
        title: title.to_owned(),
        summary: Vec::new(),
        language: "en".to_owned(),
        updated: None,
        curators: Vec::new(),
        sides: vec![side("one"), side("other")],
        topics: Vec::new(),
        speakers,
        articles: vec![article],
        statements,
        source: BundleSource::Folder(Path::new(&source.id).to_owned()),
        hash: source.id.clone(),
    }
}
