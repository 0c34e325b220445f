//! The ranking set: half-remembered quotations, each with the one passage or
//! statement that must come first. Made from the shipped briefings and from
//! public-domain text, remembered badly in the same way each time: a third of the
//! words missing, one inflected, one with two letters swapped.

use std::collections::HashSet;
use std::sync::Arc;

use diptych::bundle::{self, LibraryRoot};
use diptych::model::{Bookmarks, Briefing, Query, SearchScope};
use diptych::search::Index;

use super::bare::Bare;
use super::corpus::Dice;
use super::fts::Fts;

/// Results that are looked at.
const TOP: usize = 10;

/// One question: what is typed, and the words that must be found.
struct Case {
    typed: String,
    wanted: String,
}

/// Measures the three and prints a table.
pub fn report() {
    let (sources, _) = bundle::discover(&[LibraryRoot::BuiltIn]);
    let mut briefings: Vec<Briefing> = sources
        .iter()
        .filter_map(|s| bundle::load(s).briefing)
        .collect();
    let others = std::env::var_os("QUOTATIONS").map(|file| std::fs::read_to_string(file).unwrap());
    let lines = include_str!("../../src/search/tests/quotations.txt");
    let lines: Vec<&str> = others.as_deref().unwrap_or(lines).lines().collect();
    let Some(own) = briefings.first().map(|b| with_lines(b, &lines)) else {
        return;
    };
    let mut quotations: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
    for statement in briefings.iter().flat_map(|b| &b.statements) {
        if let Some(part) = statement.appearances.first().and_then(|a| a.quote.first()) {
            quotations.push(part.exact.clone());
        }
    }
    briefings.push(own);
    let cases = cases(&quotations);
    let mut passages = Vec::new();
    for article in briefings.iter().flat_map(|b| &b.articles) {
        let text = &article.text;
        passages.extend(
            text.passages
                .iter()
                .map(|p| text.slice(&p.range).to_owned()),
        );
    }
    let dir = tempfile::TempDir::new().unwrap();
    let index = Index::in_memory().unwrap();
    let shared: Vec<Arc<Briefing>> = briefings.into_iter().map(Arc::new).collect();
    index.update(&shared).unwrap();
    let bare = Bare::build(&dir.path().join("bare"), &passages);
    let fts = Fts::build(&dir.path().join("fts.db"), &passages);

    println!("ranking, {} half-remembered quotations:", cases.len());
    print("diptych", &cases, |typed| {
        let hits = index.find(&Query {
            text: format!("{typed} "),
            scope: SearchScope::Library,
            limit: TOP,
            bookmarks: Bookmarks::default(),
        });
        hits.results.into_iter().map(|hit| hit.text).collect()
    });
    let words = |numbers: Vec<usize>| numbers.iter().map(|n| passages[*n].clone()).collect();
    print("the engine alone", &cases, |typed| {
        words(bare.ranked(typed, TOP))
    });
    print("SQLite FTS5", &cases, |typed| words(fts.ranked(typed, TOP)));
}

/// Returns a briefing that holds these lines in its first article and no statement.
fn with_lines(briefing: &Briefing, lines: &[&str]) -> Briefing {
    use diptych::model::{CanonicalText, Passage, PassageKind};
    let mut own = briefing.clone();
    "lines".clone_into(&mut own.id);
    own.statements.clear();
    own.articles.truncate(1);
    let mut text = CanonicalText::default();
    for line in lines {
        if !text.text.is_empty() {
            text.text.push_str("\n\n");
        }
        let start = text.text.len();
        text.text.push_str(line);
        text.passages.push(Passage {
            range: start..text.text.len(),
            kind: PassageKind::Paragraph,
        });
    }
    text.body_end = text.text.len();
    own.articles[0].text = text;
    own
}

fn print(name: &str, cases: &[Case], find: impl Fn(&str) -> Vec<String>) {
    let (mut first, mut reciprocal) = (0usize, 0.0);
    for case in cases {
        let rank = find(&case.typed)
            .iter()
            .position(|found| same(found, &case.wanted));
        first += usize::from(rank == Some(0));
        reciprocal += rank.map_or(0.0, |r| 1.0 / (r + 1) as f64);
    }
    let count = cases.len() as f64;
    println!(
        "  {name:<18} top-1 {:.3}  MRR@{TOP} {:.3}",
        first as f64 / count,
        reciprocal / count
    );
}

/// Tells whether what was found is, or holds, the quotation (or the densest part of it).
fn same(found: &str, wanted: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (found, wanted) = (words(found), words(wanted));
    let has: HashSet<&String> = found.iter().collect();
    let shared = wanted.iter().filter(|w| has.contains(w)).count();
    shared * 10 >= wanted.len().min(found.len()) * 8
}

fn cases(quotations: &[String]) -> Vec<Case> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut cases = Vec::new();
    for quotation in quotations.iter().cycle().take(3 * quotations.len()) {
        let words: Vec<&str> = quotation
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .collect();
        if words.len() < 7 {
            continue;
        }
        let count = words.len().min(9 + dice.below(5));
        let from = dice.below(words.len() - count + 1);
        let mut kept: Vec<String> = words[from..from + count]
            .iter()
            .filter(|_| dice.below(3) > 0)
            .map(|w| (*w).to_owned())
            .collect();
        let long: Vec<usize> = (0..kept.len())
            .filter(|i| kept[*i].len() > 4 && kept[*i].is_ascii())
            .collect();
        if kept.len() < 4 || long.is_empty() {
            continue;
        }
        let misspelt = long[dice.below(long.len())];
        let inflected = long[dice.below(long.len())];
        let at = 1 + dice.below(kept[misspelt].len() - 3);
        let letter = kept[misspelt].remove(at);
        kept[misspelt].insert(at + 1, letter);
        if inflected != misspelt {
            kept[inflected].push('s');
        }
        cases.push(Case {
            typed: kept.join(" "),
            wanted: quotation.clone(),
        });
    }
    cases
}
