//! A session without a terminal: keys in, a picture out. Effects are carried out
//! at once with the real modules, on the shipped briefing or on a bundle of the
//! test's own; nothing outside a temporary folder is touched.
#![allow(dead_code, missing_docs, clippy::expect_used, clippy::panic)]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use diptych::app::input::key_sequence;
use diptych::app::list::ListScreen;
use diptych::app::message::key::{Key, KeyCode, KeyStep};
use diptych::app::message::{Effect, ExportPayload, Msg, Size, StatusLevel};
use diptych::app::reader::ArticleReader;
use diptych::app::settings::{Settings, ThemeMode};
use diptych::app::{App, AppInit, Screen, Start};
use diptych::bundle::{self, LibraryRoot};
use diptych::model::{
    Briefing, BundleSource, Change, EntryState, LibraryEntry, Problem, Reference, UserData,
};
use diptych::search::{ArticleSearch, Index};
use diptych::view;
use jiff::tz::TimeZone;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

pub mod screens;

/// The bundle of the tests' own: two sides and third parties, two points in
/// dispute, three short articles.
pub const SMALL: &str = "tests/fixtures/small";
/// A bundle that cannot be opened, and one with the id of [`SMALL`].
pub const SHELF: &str = "tests/fixtures/shelf";

/// What there is outside the program: bundles, read once, and their index.
struct World {
    index: Index,
    entries: Vec<LibraryEntry>,
    briefings: Vec<Arc<Briefing>>,
    problems: Vec<(BundleSource, Vec<Problem>)>,
}

impl World {
    fn of(roots: &[LibraryRoot]) -> World {
        let (sources, _) = bundle::discover(roots);
        let (mut entries, mut briefings, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for source in sources {
            let loaded = bundle::load(&source);
            entries.push(loaded.entry);
            problems.push((source, loaded.problems));
            briefings.extend(loaded.briefing.map(Arc::new));
        }
        let entries = bundle::resolve_duplicates(entries);
        let ready = |b: &&Arc<Briefing>| {
            let mut entries = entries.iter();
            entries.any(|e| e.source == b.source && e.state == EntryState::Ready)
        };
        let indexed: Vec<_> = briefings.iter().filter(ready).cloned().collect();
        let index = Index::in_memory().expect("an index in memory");
        index.update(&indexed).expect("an index of the briefings");
        World {
            index,
            entries,
            briefings,
            problems,
        }
    }
}

/// A session of the program.
pub struct Story {
    pub app: App,
    world: Arc<World>,
    /// What was written.
    pub saved: Vec<Change>,
    /// Whether the disk lets the program wait for its answer.
    pub waits: bool,
    /// What was copied, as text.
    pub copied: Vec<String>,
    /// What was taken out into files.
    pub taken: Vec<ExportPayload>,
    /// What was asked of the outside.
    pub asked: Vec<String>,
    /// Whether the program has ended.
    pub ended: bool,
    /// The folder of bundles that are read from the disk whenever they are opened.
    live: Option<PathBuf>,
}

impl Story {
    /// Begins on the shipped briefing.
    pub fn shipped(width: u16, height: u16) -> Story {
        Story::begin(shipped(), width, height, None)
    }

    /// Begins on the small bundle of the tests' own.
    pub fn small(width: u16, height: u16) -> Story {
        Story::begin(small(), width, height, None)
    }

    /// Begins on the library of the small bundle and the two beside it that do not open.
    pub fn shelf(width: u16, height: u16) -> Story {
        static WORLD: OnceLock<Arc<World>> = OnceLock::new();
        let roots = [SMALL, SHELF].map(|path| LibraryRoot::Path(path.into()));
        let world = WORLD.get_or_init(|| Arc::new(World::of(&roots)));
        Story::begin(world, width, height, None)
    }

    /// Begins on an empty library.
    pub fn empty(width: u16, height: u16) -> Story {
        static WORLD: OnceLock<Arc<World>> = OnceLock::new();
        let world = WORLD.get_or_init(|| Arc::new(World::of(&[])));
        Story::begin(world, width, height, None)
    }

    /// Begins on the bundles of a folder.
    pub fn folder(path: &Path, width: u16, height: u16) -> Story {
        let world = World::of(&[LibraryRoot::Path(path.to_owned())]);
        Story::begin(&Arc::new(world), width, height, None)
    }

    /// As [`Story::folder`], but what is opened is read from the disk each time.
    pub fn live(path: &Path, width: u16, height: u16) -> Story {
        let mut story = Story::folder(path, width, height);
        story.live = Some(path.to_owned());
        story
    }

    /// As [`Story::folder`], on the bundles read the first time it was asked for.
    pub fn folder_of(path: &Path, width: u16, height: u16) -> Story {
        static WORLDS: Mutex<Vec<(PathBuf, Arc<World>)>> = Mutex::new(Vec::new());
        let mut worlds = WORLDS.lock().expect("no test fails in between");
        let known = worlds
            .iter()
            .find(|(p, _)| p == path)
            .map(|(_, w)| w.clone());
        let world = known.unwrap_or_else(|| {
            let world = Arc::new(World::of(&[LibraryRoot::Path(path.to_owned())]));
            worlds.push((path.to_owned(), world.clone()));
            world
        });
        drop(worlds);
        Story::begin(&world, width, height, None)
    }

    /// Begins at a place of the shipped briefing.
    pub fn at(reference: &str, width: u16, height: u16) -> Story {
        let at = reference.parse::<Reference>().expect("a reference");
        Story::begin(shipped(), width, height, Some(at))
    }

    /// Begins another session on the same bundles, with what the first one kept.
    pub fn again(&self) -> Story {
        let size = self.app.state().size();
        let mut kept = UserData::default();
        for change in &self.saved {
            match change.clone() {
                Change::PutBookmark(b) => {
                    kept.trash.retain(|old| old.id != b.id);
                    let all = Arc::make_mut(&mut kept.bookmarks);
                    all.retain(|old| old.id != b.id);
                    all.push(Arc::new(*b));
                }
                Change::DeleteBookmark(id) => {
                    let gone = kept.bookmarks.iter().find(|old| old.id == id).cloned();
                    kept.trash.extend(gone.map(Arc::unwrap_or_clone));
                    Arc::make_mut(&mut kept.bookmarks).retain(|old| old.id != id);
                }
                Change::EmptyTrash => kept.trash.clear(),
                Change::SetMark(m) => kept.marks.push(m),
                Change::ClearMark(m) => kept.marks.retain(|old| *old != m),
                Change::SetPosition(p) => {
                    kept.positions.retain(|old| old.article != p.article);
                    kept.positions.push(p);
                }
                Change::RecordQuery(text) => kept.record_query(&text),
                Change::ClearHistory => kept.query_history.clear(),
                Change::SaveSearch(search) => kept.save_search(&search),
                Change::RemoveSearch(name) => kept.remove_search(&name),
            }
        }
        Story::with(&self.world, size, None, kept)
    }

    /// Begins on the small bundle, with what was kept before.
    pub fn keeping(kept: UserData, width: u16, height: u16) -> Story {
        Story::with(small(), Size { width, height }, None, kept)
    }

    /// As [`Story::keeping`], for a reader in another time zone than UTC.
    pub fn keeping_in(kept: UserData, zone: TimeZone, width: u16, height: u16) -> Story {
        let settings = Settings {
            time_zone: zone,
            ..Settings::default()
        };
        Story::with_settings(small(), Size { width, height }, None, kept, settings)
    }

    /// As [`Story::folder`], for a reader who keeps columns of right-to-left text beside each other.
    pub fn folder_with_rtl_columns(path: &Path, width: u16, height: u16) -> Story {
        let world = Arc::new(World::of(&[LibraryRoot::Path(path.to_owned())]));
        let settings = Settings {
            rtl_columns: true,
            ..Settings::default()
        };
        let size = Size { width, height };
        Story::with_settings(&world, size, None, UserData::default(), settings)
    }

    fn begin(world: &Arc<World>, width: u16, height: u16, at: Option<Reference>) -> Story {
        Story::with(world, Size { width, height }, at, UserData::default())
    }

    fn with(world: &Arc<World>, size: Size, at: Option<Reference>, kept: UserData) -> Story {
        let settings = Settings {
            theme: ThemeMode::Dark,
            ..Settings::default()
        };
        Story::with_settings(world, size, at, kept, settings)
    }

    fn with_settings(
        world: &Arc<World>,
        size: Size,
        at: Option<Reference>,
        kept: UserData,
        settings: Settings,
    ) -> Story {
        let app = App::new(AppInit {
            size,
            settings,
            id_seed: [7; 16],
            user_data: kept,
            notices: Vec::new(),
        });
        let mut story = Story {
            app,
            world: world.clone(),
            saved: Vec::new(),
            waits: false,
            copied: Vec::new(),
            taken: Vec::new(),
            asked: Vec::new(),
            ended: false,
            live: None,
        };
        let start = match (world.entries.as_slice(), world.briefings.first()) {
            ([_], Some(briefing)) => Start::Open {
                source: briefing.source.clone(),
                at,
            },
            _ => Start::Library,
        };
        let effects = story.app.start(start);
        story.perform(effects);
        story
    }

    /// Returns the bundles that there are.
    pub fn entries(&self) -> &[LibraryEntry] {
        &self.world.entries
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
            let effects = self.app.update(Msg::Key(Key::new(KeyCode::Char(c))));
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
        let size = self.app.state().size();
        let area = Rect::new(0, 0, size.width, size.height);
        let mut buffer = Buffer::empty(area);
        let cursor = view::paint(self.app.state(), &mut buffer, area);
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

    /// Returns the screen for a snapshot: every row behind a bar, so that blanks
    /// at its beginning count.
    pub fn picture(&self) -> String {
        let screen = self.screen();
        let rows = screen.lines().map(|row| format!("|{row}\n"));
        rows.collect()
    }

    /// Returns one row of the screen as text.
    pub fn row(&self, y: u16) -> String {
        let screen = self.screen();
        screen.lines().nth(y.into()).unwrap_or("").to_owned()
    }

    /// Returns the cell at which some words of one row first stand.
    pub fn place_of(&self, words: &str) -> Option<(u16, u16)> {
        self.places_of(words).into_iter().next()
    }

    /// Returns the cells at which some words of one row stand, from the top.
    pub fn places_of(&self, words: &str) -> Vec<(u16, u16)> {
        let screen = self.screen();
        let mut places = Vec::new();
        for (y, row) in screen.lines().enumerate() {
            for (at, _) in row.match_indices(words) {
                let x = diptych::text::width::width(&row[..at]);
                places.push((x as u16, y as u16));
            }
        }
        places
    }

    /// Returns the cell at which some words of one row first stand, with its look.
    pub fn cell_of(&self, words: &str) -> Cell {
        let place = self.place_of(words);
        let place = place.unwrap_or_else(|| panic!("{words:?} is not in\n{}", self.screen()));
        self.buffer().0[place].clone()
    }

    /// Tells whether some words stand on one row of the screen.
    pub fn shows(&self, words: &str) -> bool {
        self.place_of(words).is_some()
    }

    /// Returns the first row of the cell that the cursor of a list stands on.
    pub fn chosen(&self) -> String {
        let Some((x, y)) = self.place_of("▌") else {
            return String::new();
        };
        let row = self.row(y);
        let cells = row.char_indices().map(|(at, _)| at);
        let start = cells
            .filter(|at| diptych::text::width::width(&row[..*at]) > x.into())
            .min();
        let cell = &row[start.unwrap_or(0)..];
        cell.split('│').next().unwrap_or("").trim().to_owned()
    }

    /// Returns the article on the screen.
    pub fn reader(&self) -> &ArticleReader {
        match self.app.state().screen() {
            Screen::Article(reader) => reader,
            Screen::List(list) => panic!("{:?} is on the screen", list.kind),
        }
    }

    /// Returns the list on the screen.
    pub fn list(&self) -> &ListScreen {
        match self.app.state().screen() {
            Screen::List(list) => list,
            Screen::Article(_) => panic!("an article is on the screen"),
        }
    }

    /// Returns the words of the status line.
    pub fn status(&self) -> String {
        let status = self.app.state().status();
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
            Effect::OpenReplacement(ticket, gone, source) => {
                let loaded = bundle::load(&source);
                let result = if bundle::is_gone(&gone) {
                    loaded.briefing.map(Arc::new).ok_or(loaded.problems)
                } else {
                    Err(Vec::new())
                };
                Some(Msg::Opened(ticket, source, result))
            }
            Effect::Open(ticket, source) if self.live.is_some() => {
                let loaded = bundle::load(&source);
                let result = loaded.briefing.map(Arc::new).ok_or(loaded.problems);
                Some(Msg::Opened(ticket, source, result))
            }
            Effect::CollectWarnings(source) => {
                let found = diptych::runtime::load_curator_warnings(&source);
                Some(Msg::WarningsFound(source, found))
            }
            Effect::FollowBundle(..) => None,
            Effect::Rescan if self.live.is_some() => {
                let folder = self.live.clone().expect("a folder");
                Some(Msg::Library {
                    entries: World::of(&[LibraryRoot::Path(folder)]).entries.into(),
                    complete: true,
                })
            }
            Effect::Open(ticket, source) => {
                let found = self.world.briefings.iter().find(|b| b.source == source);
                let problems = self.world.problems.iter().find(|(s, _)| *s == source);
                let problems = problems.map_or(Vec::new(), |(_, problems)| problems.clone());
                let result = found.cloned().ok_or(problems);
                Some(Msg::Opened(ticket, source, result))
            }
            Effect::Rescan => Some(Msg::Library {
                entries: self.world.entries.clone().into(),
                complete: true,
            }),
            Effect::Search(ticket, query) => {
                Some(Msg::SearchFinished(ticket, self.world.index.find(&query)))
            }
            Effect::WarmBookmarkIndex(of) => {
                self.asked.push(format!("ReadyKept({})", of.len()));
                None
            }
            Effect::SearchBookmarks(ticket, of, text) => {
                let index = &self.world.index;
                let status_of = |b: &str, s: &str| index.answer_status(b, s);
                let hits = diptych::search::BookmarkIndex::default().search_with(
                    &of,
                    &text,
                    Some(&status_of),
                );
                Some(Msg::BookmarkSearchFinished(ticket, hits))
            }
            Effect::CompleteFilter(ticket, text, cursor, kept) => {
                let values = self.world.index.complete(&text, cursor, &kept);
                Some(Msg::CompletionsReady(ticket, values))
            }
            Effect::SearchArticle {
                ticket,
                briefing,
                article,
                query,
            } => {
                let found = ArticleSearch::new(&briefing, article).search(&query);
                Some(Msg::ArticleSearched(ticket, found))
            }
            Effect::Save(change) => {
                self.saved.push(change.clone());
                (!self.waits).then_some(Msg::Saved(change, Ok(())))
            }
            Effect::Copy(subject, form) => {
                self.copied
                    .push(diptych::runtime::copy_text(&subject, form));
                Some(Msg::Notify(
                    StatusLevel::Info,
                    "Sent to the clipboard.".to_owned(),
                ))
            }
            Effect::CopyAll(taken, form) => {
                let text = diptych::runtime::render_by_extension(&taken, &form);
                self.copied
                    .push(text.unwrap_or_else(|error| error.to_string()));
                None
            }
            Effect::Export(taken, _) => {
                self.taken.push(taken);
                None
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

fn shipped() -> &'static Arc<World> {
    static WORLD: OnceLock<Arc<World>> = OnceLock::new();
    WORLD.get_or_init(|| Arc::new(World::of(&[LibraryRoot::BuiltIn])))
}

fn small() -> &'static Arc<World> {
    static WORLD: OnceLock<Arc<World>> = OnceLock::new();
    WORLD.get_or_init(|| Arc::new(World::of(&[LibraryRoot::Path(SMALL.into())])))
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
            for step in key_sequence::parse(name).expect("a key") {
                if let KeyStep::Key(key) = step {
                    keys.push(key);
                }
            }
            rest = tail;
        } else {
            keys.push(Key::new(KeyCode::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    keys
}
