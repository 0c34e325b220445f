//! What a picture costs: the first one of the shipped briefing, one of an article of
//! 10 KB and of 5 MB, a keystroke in each, and both sides face to face. Beside each
//! stands the terminal library's own paragraph, wrapped on every frame, with the same words.

#![allow(missing_docs, reason = "the macros of the measuring crate write none")]
#![allow(
    clippy::unwrap_used,
    reason = "what fails here is measured wrongly and has to stop"
)]

#[path = "../examples/make_library/generate.rs"]
mod generate;

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use diptych::app::message::key::{Key, KeyCode};
use diptych::app::message::{Effect, Msg, Size};
use diptych::app::settings::Settings;
use diptych::app::{App, AppInit, Start};
use diptych::bundle::{self, LibraryRoot};
use diptych::model::{Briefing, BundleSource, Reference, StatementIx, UserData};
use diptych::view;
use generate::{Plan, write_library};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Widget, Wrap};

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// Columns of running text in a window of that size.
const MEASURE: u16 = 72;

fn area() -> Rect {
    Rect::new(0, 0, SIZE.width, SIZE.height)
}

fn app() -> App {
    App::new(AppInit {
        size: SIZE,
        settings: Settings::default(),
        id_seed: [7; 16],
        user_data: UserData::default(),
        notices: Vec::new(),
    })
}

/// Hands the program the briefing wherever it asks for one.
fn answer(app: &mut App, asked: Vec<Effect>, briefing: &Arc<Briefing>) {
    let mut queue: VecDeque<Effect> = asked.into();
    while let Some(effect) = queue.pop_front() {
        if let Effect::Open(ticket, source) = effect {
            queue.extend(app.update(Msg::Opened(ticket, source, Ok(briefing.clone()))));
        }
    }
}

fn opened(briefing: &Arc<Briefing>, at: Option<Reference>) -> App {
    let mut app = app();
    let source = briefing.source.clone();
    let asked = app.start(Start::Open { source, at });
    answer(&mut app, asked, briefing);
    app
}

fn press(app: &mut App, keys: &str) {
    for c in keys.chars() {
        app.update(Msg::Key(Key::new(KeyCode::Char(c))));
    }
}

fn paint(app: &App) -> Buffer {
    let mut buffer = Buffer::empty(area());
    view::paint(app.state(), &mut buffer, area());
    buffer
}

fn shipped() -> BundleSource {
    bundle::discover(&[LibraryRoot::BuiltIn]).0.remove(0)
}

fn load(source: &BundleSource) -> Arc<Briefing> {
    Arc::new(bundle::load(source).briefing.unwrap())
}

/// Makes a briefing with one article of at least so many bytes.
fn made(article_bytes: usize) -> Arc<Briefing> {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        briefings: 1,
        articles: 1,
        paragraphs: 4,
        seed: 1,
        article_bytes,
    };
    write_library(&plan, folder.path()).unwrap();
    let root = LibraryRoot::Path(folder.path().to_owned());
    load(&bundle::discover(&[root]).0[0])
}

fn paragraph(text: &str) -> Paragraph<'_> {
    Paragraph::new(text).wrap(Wrap { trim: false })
}

fn first_frame(c: &mut Criterion) {
    let mut group = c.benchmark_group("first frame of the shipped briefing");
    let source = shipped();
    group.bench_function("load, check, lay out and draw", |b| {
        b.iter(|| paint(&opened(&load(&source), None)));
    });
    let briefing = load(&source);
    let app = opened(&briefing, None);
    group.bench_function("draw only", |b| b.iter(|| paint(&app)));
    let words = briefing.summary.join("\n\n");
    let words = paragraph(&words);
    group.bench_function("paragraph with the summary", |b| {
        b.iter(|| {
            let mut buffer = Buffer::empty(area());
            (&words).render(area(), &mut buffer);
            buffer
        });
    });
    group.finish();
}

fn side_by_side(c: &mut Criterion) {
    let mut group = c.benchmark_group("side by side at 120x40");
    let briefing = load(&shipped());
    let mut app = opened(&briefing, None);
    press(&mut app, "gs");
    group.bench_function("another width: lay out all rows and draw", |b| {
        let mut narrower = false;
        b.iter(|| {
            narrower = !narrower;
            let width = SIZE.width - u16::from(narrower);
            app.update(Msg::Resized(Size { width, ..SIZE }));
            paint(&app)
        });
    });
    app.update(Msg::Resized(SIZE));
    group.bench_function("draw", |b| b.iter(|| paint(&app)));
    let mut down = false;
    group.bench_function("keystroke and draw", |b| {
        b.iter(|| {
            down = !down;
            press(&mut app, if down { "j" } else { "k" });
            paint(&app)
        });
    });
    let side = |column: usize| {
        let all = (0..briefing.statements.len()).map(StatementIx);
        let of_side = all.filter(|s| briefing.side_of(*s).0 == column);
        let words = of_side.map(|s| briefing.statement(s).appearances[0].quote[0].exact.as_str());
        words.collect::<Vec<_>>().join("\n\n")
    };
    let (left, right) = (side(0), side(1));
    let (left, right) = (paragraph(&left), paragraph(&right));
    group.bench_function("two paragraphs with the same words", |b| {
        b.iter(|| {
            let mut buffer = Buffer::empty(area());
            (&left).render(Rect::new(0, 0, 58, SIZE.height), &mut buffer);
            (&right).render(Rect::new(62, 0, 58, SIZE.height), &mut buffer);
            buffer
        });
    });
    group.finish();
}

fn article(c: &mut Criterion) {
    for (name, bytes) in [("10 KB", 10_000), ("5 MB", 5_000_000)] {
        let mut group = c.benchmark_group(format!("article of {name}"));
        let briefing = made(bytes);
        let text = &briefing.articles[0].text;
        // The file has an empty line between paragraphs, the canonical text none.
        assert!(text.text.len() >= bytes / 100 * 98);
        let at = Reference::Article {
            briefing: briefing.id.clone(),
            article: briefing.articles[0].id.clone(),
        };
        group.bench_function("open: lay out and draw", |b| {
            b.iter_batched(
                app,
                |mut app| {
                    let asked = app.start(Start::Open {
                        source: briefing.source.clone(),
                        at: Some(at.clone()),
                    });
                    answer(&mut app, asked, &briefing);
                    // The program itself is given back, so that it is not freed on the clock.
                    (paint(&app), app)
                },
                BatchSize::PerIteration,
            );
        });
        let mut app = opened(&briefing, Some(at));
        press(&mut app, &format!("{}G", text.passages.len() / 2));
        group.bench_function("draw in the middle", |b| b.iter(|| paint(&app)));
        let mut down = false;
        group.bench_function("keystroke and draw in the middle", |b| {
            b.iter(|| {
                down = !down;
                press(&mut app, if down { "j" } else { "k" });
                paint(&app)
            });
        });
        let words = paragraph(&text.text);
        // The rows of all passages, nearly; the paragraph cannot say its own.
        let middle = u16::try_from(text.text.len() / usize::from(MEASURE) / 2).unwrap();
        let words = words.scroll((middle, 0));
        group.bench_function("paragraph, draw in the middle", |b| {
            b.iter(|| {
                let mut buffer = Buffer::empty(area());
                (&words).render(Rect::new(0, 1, MEASURE, SIZE.height - 3), &mut buffer);
                black_box(buffer)
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = first_frame, side_by_side, article
}
criterion_main!(benches);
