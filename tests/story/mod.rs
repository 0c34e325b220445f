//! A session without a terminal: keys in, a picture out. Effects are carried out
//! at once with the real rooms, on the shipped briefing or on a bundle of the
//! test's own; nothing outside a temporary folder is touched.
#![allow(dead_code, missing_docs, clippy::expect_used, clippy::panic)]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use diptych::app::key::{self, Code, Key, Step};
use diptych::app::msg::{Effect, Msg, Size, Tone};
use diptych::app::settings::{Palette, Settings};
use diptych::app::{App, Setup, Start};
use diptych::bundle::{self, Root};
use diptych::cite::{self, Quotation};
use diptych::model::{Briefing, Change, Entry, Kept, Ref, Source};
use diptych::search::Index;
use diptych::text::find::{marks, needles};
use diptych::text::words::Analyser;
use diptych::view;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A session of the program.
pub struct Story {
    pub app: App,
    index: Index,
    entries: Vec<Entry>,
    briefings: Vec<Arc<Briefing>>,
    sources: Vec<Source>,
    /// What was written.
    pub saved: Vec<Change>,
    /// What was copied, as text.
    pub copied: Vec<String>,
    /// What was asked of the outside.
    pub asked: Vec<String>,
    /// Whether the program has ended.
    pub ended: bool,
}

impl Story {
    /// Begins on the shipped briefing.
    pub fn shipped(width: u16, height: u16) -> Story {
        Story::of(&[Root::BuiltIn], width, height, None)
    }

    /// Begins on the bundles of a folder.
    pub fn folder(path: &Path, width: u16, height: u16) -> Story {
        Story::of(&[Root::Path(path.to_owned())], width, height, None)
    }

    /// Begins at a place.
    pub fn at(reference: &str, width: u16, height: u16) -> Story {
        let at = reference.parse::<Ref>().expect("a reference");
        Story::of(&[Root::BuiltIn], width, height, Some(at))
    }

    fn of(roots: &[Root], width: u16, height: u16, at: Option<Ref>) -> Story {
        let (sources, _) = bundle::discover(roots);
        let mut entries = Vec::new();
        let mut briefings = Vec::new();
        for source in &sources {
            let loaded = bundle::load(source);
            entries.push(loaded.entry);
            briefings.extend(loaded.briefing.map(Arc::new));
        }
        let index = Index::in_memory().expect("an index in memory");
        index.update(&briefings).expect("an index of the briefings");
        let app = App::new(Setup {
            size: Size { width, height },
            settings: Settings {
                palette: Palette::Dark,
                ..Settings::default()
            },
            entropy: [7; 16],
            kept: Kept::default(),
            notices: Vec::new(),
        });
        let mut story = Story {
            app,
            index,
            entries: bundle::settle(entries),
            briefings,
            sources,
            saved: Vec::new(),
            copied: Vec::new(),
            asked: Vec::new(),
            ended: false,
        };
        let ready = story.briefings.first().map(|b| b.source.clone());
        let start = match (story.sources.len(), ready) {
            (1, Some(source)) => Start::Open { source, at },
            _ => Start::Library,
        };
        let effects = story.app.begin(start);
        story.perform(effects);
        story
    }

    /// Presses keys, written as in the key table, with `<Enter>` for named ones.
    pub fn keys(&mut self, keys: &str) -> &mut Story {
        for key in read(keys) {
            let effects = self.app.update(Msg::Key(key));
            self.perform(effects);
        }
        self
    }

    /// Types text as it stands.
    pub fn types(&mut self, text: &str) -> &mut Story {
        for c in text.chars() {
            let effects = self.app.update(Msg::Key(Key::plain(Code::Char(c))));
            self.perform(effects);
        }
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Story {
        self.send(Msg::Resized(Size { width, height }))
    }

    /// Sends a message.
    pub fn send(&mut self, msg: Msg) -> &mut Story {
        let effects = self.app.update(msg);
        self.perform(effects);
        self
    }

    /// Draws the screen.
    pub fn buffer(&self) -> (Buffer, Option<Position>) {
        let size = self.app.size();
        let area = Rect::new(0, 0, size.width, size.height);
        let mut buffer = Buffer::empty(area);
        let cursor = view::paint(&self.app, &mut buffer, area);
        (buffer, cursor)
    }

    /// Returns the screen as text, without blanks at the ends of rows.
    pub fn screen(&self) -> String {
        let (buffer, _) = self.buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += (diptych::text::width::width(symbol) as u16).max(1);
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// Returns the words of the status line.
    pub fn status(&self) -> String {
        let status = self.app.status();
        status.map_or(String::new(), |s| s.text.clone())
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let Some(msg) = self.answer(effect) else {
                continue;
            };
            queue.extend(self.app.update(msg));
        }
    }

    fn answer(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Open(ticket, source) => {
                let loaded = bundle::load(&source);
                let result = loaded.briefing.map(Arc::new).ok_or(loaded.problems);
                Some(Msg::Opened(ticket, source, result))
            }
            Effect::Rescan => Some(Msg::Library {
                entries: self.entries.clone().into(),
                complete: true,
            }),
            Effect::Find(ticket, query) => Some(Msg::Found(ticket, self.index.find(&query))),
            Effect::Mark {
                ticket,
                briefing,
                article,
                wanted,
            } => {
                let article = briefing.article(article);
                let analyser = Analyser::new(&article.language);
                let words = analyser.words(&article.text.text);
                let needles = wanted.iter().flat_map(|w| needles(w, &analyser));
                let marks = marks(&words, &needles.collect::<Vec<_>>());
                Some(Msg::Marked(ticket, marks))
            }
            Effect::Save(change) => {
                self.saved.push(change.clone());
                Some(Msg::Saved(change, Ok(())))
            }
            Effect::Copy(subject, form) => {
                use diptych::app::msg::{CopyForm, Subject};
                let quotation = match *subject {
                    Subject::Statement {
                        briefing,
                        statement,
                        appearance,
                    } => Quotation::of_statement(&briefing, statement, appearance),
                    Subject::Range {
                        briefing,
                        article,
                        range,
                    } => Quotation::of_range(&briefing, article, range),
                    Subject::Bookmark(bookmark) => Quotation::of_bookmark(&bookmark),
                };
                self.copied.push(match form {
                    CopyForm::Words => cite::words(&quotation),
                    CopyForm::Citation => cite::one(&quotation),
                    CopyForm::Reference => quotation.reference.clone(),
                });
                Some(Msg::Told(Tone::Done, "Sent to the clipboard.".to_owned()))
            }
            Effect::Quit => {
                self.ended = true;
                None
            }
            other => {
                self.asked
                    .push(format!("{other:?}").chars().take(60).collect());
                None
            }
        }
    }
}

/// Reads keys: plain ones as they stand, named ones between `<` and `>`.
fn read(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|r| r.split_once('>'))
            .filter(|(name, _)| name.len() > 1);
        if let Some((name, tail)) = named {
            for step in key::parse(name).expect("a key") {
                if let Step::Key(key) = step {
                    keys.push(key);
                }
            }
            rest = tail;
        } else {
            keys.push(Key::plain(Code::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    keys
}
