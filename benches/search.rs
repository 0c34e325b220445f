//! What the search room costs beside the bare engine on the same text: building
//! the index, and answering questions.
//!
//! The text is made: words of a Zipf-like vocabulary, the same for the same
//! number of briefings. `BRIEFINGS=2000 cargo bench --bench search` chooses the
//! size; each has 5 articles of 10 passages.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here is measured wrongly and has to stop"
)]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use diptych::model::{
    Appearance, Article, ArticleIx, Briefing, Canonical, Date, Kind, Passage, PassageKind, Proof,
    Query, QuoteSpan, Scope, Side, SideIx, Source, Speaker, SpeakerIx, Statement, Topic, TopicIx,
};
use diptych::search::Index;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TEXT};
use tantivy::{IndexWriter, TantivyDocument, Term};

/// A small generator of numbers (xorshift), for text that is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// A word: common ones often, rare ones seldom.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 24] = [
            "ba", "co", "den", "fi", "gal", "hu", "in", "jor", "ka", "lem", "mi", "nor", "o",
            "pra", "qui", "ro", "sen", "ta", "ul", "ver", "wen", "xi", "yar", "zo",
        ];
        let uniform = (self.roll() % 1_000_000) as f64 / 1_000_000.0;
        let mut rank = (30_000f64.powf(uniform) - 1.0) as usize;
        let mut word = String::new();
        loop {
            word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
            rank /= SYLLABLES.len();
            if rank == 0 {
                return word;
            }
        }
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }
}

fn briefing(number: usize) -> Briefing {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1).wrapping_mul(0xD1B5_4A32));
    let mut statements = Vec::new();
    let articles = (0..5)
        .map(|a| {
            let mut text = Canonical::default();
            for p in 0..10 {
                if p > 0 {
                    text.text.push('\n');
                }
                let start = text.text.len();
                let before = 20 + dice.below(60);
                text.text.push_str(&dice.words(before));
                if p % 3 == 0 {
                    text.text.push_str(" “");
                    let from = text.text.len();
                    let quoted = 8 + dice.below(25);
                    text.text.push_str(&dice.words(quoted));
                    let span = QuoteSpan {
                        range: from..text.text.len(),
                        exact: text.text[from..].to_owned(),
                        proof: Proof::Exact,
                    };
                    text.text.push('”');
                    statements.push(Statement {
                        id: format!("s-{a}-{p}"),
                        speaker: SpeakerIx(dice.below(6)),
                        topics: vec![TopicIx(0)],
                        kind: Kind::Direct,
                        date: None,
                        answers: Vec::new(),
                        appearances: vec![Appearance {
                            article: ArticleIx(a),
                            quote: vec![span],
                            attribution: None,
                            note: None,
                        }],
                        note: None,
                    });
                }
                text.text.push('.');
                text.passages.push(Passage {
                    range: start..text.text.len(),
                    kind: PassageKind::Paragraph,
                });
            }
            text.body_end = text.text.len();
            Article {
                id: format!("article-{a}"),
                title: dice.words(7),
                publisher: format!("Outlet {}", dice.below(40)),
                authors: Vec::new(),
                published: Date::parse(&format!("20{:02}-0{}-11", dice.below(24), a + 1)).ok(),
                url: None,
                archived_url: None,
                retrieved: None,
                language: "en".to_owned(),
                path: String::new(),
                sha256: String::new(),
                omitted: None,
                note: None,
                text,
            }
        })
        .collect();
    Briefing {
        id: format!("briefing-{number}"),
        title: dice.words(5),
        summary: Vec::new(),
        language: "en".to_owned(),
        updated: None,
        sides: ["Government", "Company"]
            .map(|label| Side {
                id: label.to_lowercase(),
                label: label.to_owned(),
            })
            .to_vec(),
        topics: vec![Topic {
            id: "topic".to_owned(),
            question: dice.words(8),
        }],
        speakers: (0..6)
            .map(|s| Speaker {
                id: format!("speaker-{s}"),
                name: dice.words(2),
                role: None,
                organisation: Some(dice.words(2)),
                side: SideIx(s % 2),
                aliases: Vec::new(),
            })
            .collect(),
        articles,
        statements,
        source: Source::Folder(PathBuf::new()),
        hash: format!("{number:064}"),
    }
}

/// Questions of every kind of remembering: cut from statements, with words left out.
fn questions(library: &[Arc<Briefing>]) -> Vec<String> {
    let mut dice = Dice(7);
    (0..200)
        .map(|_| {
            let briefing = &library[dice.below(library.len())];
            let statement = &briefing.statements[dice.below(briefing.statements.len())];
            let words: Vec<&str> = statement.appearances[0].quote[0].exact.split(' ').collect();
            let from = dice.below(words.len() - 6);
            let kept = words[from..from + 6].iter().filter(|_| dice.below(3) > 0);
            kept.copied()
                .chain([words[from + 5]])
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// The engine alone, as its own examples use it.
struct Bare {
    index: tantivy::Index,
    body: tantivy::schema::Field,
}

impl Bare {
    fn build(library: &[Arc<Briefing>]) -> Bare {
        let mut schema = Schema::builder();
        let body = schema.add_text_field("body", TEXT | STORED);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 40_000_000).unwrap();
        for article in library.iter().flat_map(|b| &b.articles) {
            for passage in &article.text.passages {
                let mut document = TantivyDocument::new();
                document.add_text(body, article.text.slice(&passage.range));
                writer.add_document(document).unwrap();
            }
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        Bare { index, body }
    }

    fn find(&self, reader: &tantivy::IndexReader, question: &str) -> usize {
        let terms = question
            .split(' ')
            .map(|word| {
                let term = Term::from_field_text(self.body, word);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                Box::new(query) as Box<dyn tantivy::query::Query>
            })
            .collect();
        let searcher = reader.searcher();
        let top = TopDocs::with_limit(20).order_by_score();
        let found = searcher.search(&BooleanQuery::union(terms), &top).unwrap();
        for (_, address) in &found {
            black_box(searcher.doc::<TantivyDocument>(*address).unwrap());
        }
        found.len()
    }
}

fn main() {
    let count = std::env::var("BRIEFINGS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200);
    let library: Vec<Arc<Briefing>> = (0..count).map(|n| Arc::new(briefing(n))).collect();
    let passages = library
        .iter()
        .flat_map(|b| &b.articles)
        .map(|a| a.text.passages.len())
        .sum::<usize>();
    let questions = questions(&library);
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();

    let mut build = criterion.benchmark_group("build");
    build.throughput(Throughput::Elements(passages as u64));
    build.bench_function("diptych", |b| {
        b.iter(|| {
            let index = Index::in_memory().unwrap();
            index.update(&library).unwrap();
        });
    });
    build.bench_function("bare engine", |b| b.iter(|| Bare::build(&library)));
    build.finish();

    let index = Index::in_memory().unwrap();
    index.update(&library).unwrap();
    let bare = Bare::build(&library);
    let reader = bare.index.reader().unwrap();
    let ask = |text: &str| {
        index.find(&Query {
            text: text.to_owned(),
            scope: Scope::Library,
            limit: 20,
        })
    };
    let mut search = criterion.benchmark_group("search");
    search.throughput(Throughput::Elements(questions.len() as u64));
    search.bench_function("diptych, 200 questions", |b| {
        b.iter(|| {
            questions
                .iter()
                .map(|q| ask(&format!("{q} ")).total)
                .sum::<usize>()
        });
    });
    search.bench_function("diptych, last letter just typed", |b| {
        b.iter(|| questions.iter().map(|q| ask(q).total).sum::<usize>());
    });
    search.bench_function("bare engine, 200 questions", |b| {
        b.iter(|| {
            questions
                .iter()
                .map(|q| bare.find(&reader, q))
                .sum::<usize>()
        });
    });
    search.finish();
    criterion.final_summary();
}
