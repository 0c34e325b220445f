//! What opening a screen of a very large briefing costs, and a key on it: 10,000
//! statements, 10,000 speakers, 1,000 topics, 4,000 answers in a chain, 800 statements that
//! all answer each other, and an article of 60 MB. Beside each stands one pass over the
//! same words (folding them, as a filter must), in the same run. Each figure is the median
//! of five, in milliseconds; the aim is 300 for a key and 1,000 for opening the article.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what fails here is measured wrongly and has to stop; the table is the result"
)]

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use diptych::app::message::key::{Key, KeyCode};
use diptych::app::message::{Effect, Msg, Size};
use diptych::app::settings::Settings;
use diptych::app::{App, AppInit, Start};
use diptych::model::{Briefing, BundleSource, Reference, UserData};
use diptych::text::fold::fold;
use diptych::{bundle, view};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::json;

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// Who answers whom.
#[derive(Clone, Copy)]
enum Answers {
    /// Every second statement answers the one before it.
    Pairs,
    /// Each answers the one before it.
    Chain,
    /// Each answers all before it.
    All,
}

struct Plan {
    name: &'static str,
    statements: usize,
    speakers: usize,
    topics: usize,
    answers: Answers,
    article_bytes: usize,
}

const PLANS: [Plan; 6] = [
    Plan {
        name: "10,000 statements",
        statements: 10_000,
        speakers: 40,
        topics: 20,
        answers: Answers::Pairs,
        article_bytes: 0,
    },
    Plan {
        name: "10,000 speakers",
        statements: 10_000,
        speakers: 10_000,
        topics: 20,
        answers: Answers::Pairs,
        article_bytes: 0,
    },
    Plan {
        name: "1,000 topics",
        statements: 10_000,
        speakers: 40,
        topics: 1_000,
        answers: Answers::Pairs,
        article_bytes: 0,
    },
    Plan {
        name: "a chain of 4,000 answers",
        statements: 4_000,
        speakers: 2,
        topics: 1,
        answers: Answers::Chain,
        article_bytes: 0,
    },
    Plan {
        name: "800 that all answer each other",
        statements: 800,
        speakers: 2,
        topics: 1,
        answers: Answers::All,
        article_bytes: 0,
    },
    Plan {
        name: "an article of 60 MB",
        statements: 10,
        speakers: 2,
        topics: 1,
        answers: Answers::Pairs,
        article_bytes: 60 << 20,
    },
];

fn load(plan: &Plan) -> Arc<Briefing> {
    let dir = tempfile::tempdir().unwrap();
    let answers = |i: usize| -> Vec<String> {
        let range = match plan.answers {
            Answers::Pairs if i % 2 == 1 => i - 1..i,
            Answers::Chain if i > 0 => i - 1..i,
            Answers::All => 0..i,
            Answers::Pairs | Answers::Chain => 0..0,
        };
        range.map(|k| format!("s{k}")).collect()
    };
    let statements: Vec<_> = (0..plan.statements)
        .map(|i| {
            let speaker = match plan.answers {
                Answers::Pairs => (i / 2 * 2 + i % 2) % plan.speakers,
                Answers::Chain | Answers::All => i % 2,
            };
            json!({
                "id": format!("s{i}"),
                "speaker": format!("p{speaker}"),
                "topics": [format!("t{}", i / 2 % plan.topics)],
                "answers": answers(i),
                "appearances": [{ "article": "a", "quote": [{ "exact": format!("word{i}x to us") }] }],
            })
        })
        .collect();
    let manifest = json!({
        "format": 1, "id": "large", "title": "Large",
        "sides": [{ "id": "g", "label": "Government" }, { "id": "c", "label": "Company" }],
        "topics": (0..plan.topics).map(|i| json!({ "id": format!("t{i}"), "question": format!("Is it so, number {i}?") })).collect::<Vec<_>>(),
        "speakers": (0..plan.speakers).map(|i| json!({ "id": format!("p{i}"), "name": format!("Speaker {i}"), "side": if i % 2 == 0 { "g" } else { "c" } })).collect::<Vec<_>>(),
        "articles": [{ "id": "a", "title": "A", "publisher": "P", "text": "a.txt" }],
        "statements": statements,
    });
    let mut text = String::new();
    for i in 0..plan.statements {
        write!(text, "He said “word{i}x to us” on that day.\n\n").unwrap();
    }
    let filler = "Nobody else was asked about the matter before the board had met and gone home. ";
    while text.len() < plan.article_bytes {
        text.push_str(&filler.repeat(6));
        text.push_str("\n\n");
    }
    std::fs::write(dir.path().join("briefing.json"), manifest.to_string()).unwrap();
    std::fs::write(dir.path().join("a.txt"), text).unwrap();
    let loaded = bundle::load(&BundleSource::Folder(dir.path().to_owned()));
    Arc::new(loaded.briefing.unwrap())
}

fn opened(briefing: &Arc<Briefing>) -> App {
    let mut app = App::new(AppInit {
        size: SIZE,
        settings: Settings::default(),
        id_seed: [7; 16],
        user_data: UserData::default(),
        notices: Vec::new(),
    });
    let source = briefing.source.clone();
    let mut queue: VecDeque<Effect> = app.start(Start::Open { source, at: None }).into();
    while let Some(effect) = queue.pop_front() {
        if let Effect::Open(ticket, source) = effect {
            queue.extend(app.update(Msg::Opened(ticket, source, Ok(briefing.clone()))));
        }
    }
    app
}

fn press(app: &mut App, keys: &str) {
    for c in keys.chars() {
        app.update(Msg::Key(Key::new(KeyCode::Char(c))));
    }
}

fn paint(app: &App) {
    let area = Rect::new(0, 0, SIZE.width, SIZE.height);
    let mut buffer = Buffer::empty(area);
    view::paint(app.state(), &mut buffer, area);
    black_box(buffer);
}

/// The median of five, in milliseconds.
fn median(mut measured: impl FnMut() -> f64) -> f64 {
    let mut all: Vec<f64> = (0..5).map(|_| measured()).collect();
    all.sort_by(f64::total_cmp);
    all[2]
}

fn timed(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64() * 1e3
}

fn main() {
    println!(
        "{:32} {:>18} {:>9} {:>9} {:>7}",
        "briefing", "screen", "open, ms", "key, ms", "ratio"
    );
    for plan in &PLANS {
        let briefing = load(plan);
        let words = || {
            let statements = briefing.statements.iter().flat_map(|s| &s.appearances);
            let words = statements
                .flat_map(|a| &a.quote)
                .map(|q| fold(&q.exact).len());
            let text = if plan.article_bytes > 0 {
                fold(&briefing.articles[0].text.text).len()
            } else {
                0
            };
            black_box(words.sum::<usize>() + text);
        };
        let scan = median(|| timed(words));
        let screens: &[&str] = if plan.article_bytes > 0 {
            &["article"]
        } else {
            &["gs", "gu", "gt", "gm", "gw"]
        };
        for screen in screens {
            let mut app = opened(&briefing);
            let open = median(|| {
                app = opened(&briefing);
                timed(|| {
                    if *screen == "article" {
                        let at = Reference::Article {
                            briefing: briefing.id.clone(),
                            article: "a".to_owned(),
                        };
                        let source = briefing.source.clone();
                        let mut fresh = App::new(AppInit {
                            size: SIZE,
                            settings: Settings::default(),
                            id_seed: [7; 16],
                            user_data: UserData::default(),
                            notices: Vec::new(),
                        });
                        let begin = Start::Open {
                            source,
                            at: Some(at),
                        };
                        let mut queue: VecDeque<Effect> = fresh.start(begin).into();
                        while let Some(effect) = queue.pop_front() {
                            if let Effect::Open(ticket, source) = effect {
                                let answer = Msg::Opened(ticket, source, Ok(briefing.clone()));
                                queue.extend(fresh.update(answer));
                            }
                        }
                        paint(&fresh);
                        app = fresh;
                    } else {
                        press(&mut app, screen);
                        paint(&app);
                    }
                })
            });
            let mut keys = ["j", "G", "k", "gg", "j"].into_iter().cycle();
            let key = median(|| {
                timed(|| {
                    press(&mut app, keys.next().unwrap_or("j"));
                    paint(&app);
                })
            });
            println!(
                "{:32} {screen:>18} {open:9.1} {key:9.1} {:7.2}",
                plan.name,
                open / scan
            );
        }
    }
}
