//! The library to measure with, its passages, and questions as a reader
//! remembers them: words of a statement, in order, some left out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diptych::bundle::{self, LibraryRoot};
use diptych::model::{Briefing, BundleSource};

use super::generate::{Plan, write_library};

/// What is measured with.
pub struct Corpus {
    /// Its bundles.
    pub sources: Vec<BundleSource>,
    /// The words of all passages.
    pub passages: Vec<String>,
    /// Their bytes.
    pub bytes: usize,
    /// What is asked.
    pub questions: Vec<String>,
}

/// Where the library is.
pub struct Place {
    /// Its folder.
    pub folder: PathBuf,
    /// Keeps what was made until the end.
    _made: Option<tempfile::TempDir>,
}

/// A small generator of numbers (xorshift), the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

impl Place {
    /// Takes the library that `LIBRARY` names, or makes one of `BRIEFINGS`.
    pub fn find() -> Place {
        let (folder, made) = match std::env::var_os("LIBRARY") {
            Some(folder) => (PathBuf::from(folder), None),
            None => {
                let count = std::env::var("BRIEFINGS").ok();
                let plan = Plan {
                    briefings: count.and_then(|n| n.parse().ok()).unwrap_or(2_000),
                    articles: 5,
                    paragraphs: 10,
                    seed: 1,
                    article_bytes: 0,
                };
                let made = tempfile::TempDir::new().unwrap();
                write_library(&plan, made.path()).unwrap();
                (made.path().to_owned(), Some(made))
            }
        };
        Place {
            folder,
            _made: made,
        }
    }
}

impl Corpus {
    /// Reads a library.
    pub fn of(place: &Place) -> Corpus {
        let (sources, _) = bundle::discover(&[LibraryRoot::Path(place.folder.clone())]);
        let mut passages = Vec::new();
        let mut statements = Vec::new();
        for source in &sources {
            let Some(briefing) = bundle::load(source).briefing else {
                continue;
            };
            for article in &briefing.articles {
                let text = &article.text;
                passages.extend(
                    text.passages
                        .iter()
                        .map(|p| text.slice(&p.range).to_owned()),
                );
            }
            if statements.len() < 5_000 {
                let said = briefing.statements.iter();
                let said = said.filter_map(|s| s.appearances.first()?.quote.first());
                statements.extend(said.map(|part| part.exact.clone()));
            }
        }
        let bytes = passages.iter().map(String::len).sum();
        Corpus {
            sources,
            bytes,
            questions: questions(&statements),
            passages,
        }
    }
}

fn questions(statements: &[String]) -> Vec<String> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut questions = Vec::new();
    while questions.len() < 200 {
        let words: Vec<&str> = statements[dice.below(statements.len())]
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .collect();
        let count = words.len().min(3 + dice.below(5));
        let from = dice.below(words.len() - count + 1);
        let kept: Vec<&str> = words[from..from + count]
            .iter()
            .filter(|_| dice.below(4) > 0)
            .copied()
            .collect();
        if kept.len() > 1 {
            questions.push(kept.join(" "));
        }
    }
    questions
}

/// Reads bundles.
pub fn load(sources: &[BundleSource]) -> Vec<Arc<Briefing>> {
    let briefings = sources.iter().filter_map(|s| bundle::load(s).briefing);
    briefings.map(Arc::new).collect()
}

/// Returns the bytes of all files of a folder.
pub fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let meta = entry.metadata().ok()?;
            Some(if meta.is_dir() {
                size_of(&entry.path())
            } else {
                meta.len()
            })
        })
        .sum()
}
