//! What a reader keeps: bookmarks with notes and tags, marks, reading positions.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ArticleIx, Author, Briefing, Place, SavedSearch, StatementIx};

/// Name of a bookmark, unique over all machines: 32 hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BookmarkId(pub String);

/// A place with the words it held. It holds enough to be read, cited and
/// found again when its bundle has changed or is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its name.
    pub id: BookmarkId,
    /// Where it stood when it was kept.
    pub place: Place,
    /// Lower-case hex SHA-256 of the canonical text it was kept in.
    pub text_hash: String,
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// Who said it where, as it was known when it was kept. Most bookmarks of an
    /// article share it.
    #[serde(serialize_with = "serialize_arc", deserialize_with = "deserialize_arc")]
    pub provenance: Arc<Provenance>,
    /// The reader's note; empty where there is none.
    pub note: String,
    /// The reader's tags, sorted.
    pub tags: Vec<String>,
    /// The letter `a` to `z` of the highlight, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<char>,
    /// Seconds since 1970 UTC; given by the store when it is first kept.
    pub created: i64,
    /// Seconds since 1970 UTC of the last change.
    pub changed: i64,
}

/// The source of a bookmark's words, copied so that nothing is lost with the bundle.
/// Unknown fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// Id of the statement, where the words are one.
    pub statement: Option<String>,
    /// `direct` or `paraphrase`, where the words are a statement.
    pub kind: Option<String>,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Role of the speaker.
    pub role: Option<String>,
    /// Label of the side.
    pub side: Option<String>,
    /// When it was said, EDTF.
    pub said: Option<String>,
    /// Which bytes of the bookmark's words are the quotation, where the reporter
    /// broke it and other words stand between; empty where all of them are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Range<usize>>,
    /// The points in dispute that the statement bears on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Title of the briefing.
    pub briefing_title: String,
    /// Headline of the article.
    pub article_title: String,
    /// Outlet.
    pub publisher: String,
    /// BCP 47 tag of the words; empty where it was not noted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Authors as printed, and what bears the name where the bundle says so.
    pub authors: Vec<Author>,
    /// When it was printed, EDTF.
    pub published: Option<String>,
    /// Address of the original.
    pub url: Option<String>,
    /// Address of an archived copy.
    pub archived_url: Option<String>,
    /// When the copy was taken, EDTF.
    pub retrieved: Option<String>,
}

impl Bookmark {
    /// Returns the unbroken parts of the words, in order; all of them as one where
    /// nothing else stands between.
    #[must_use]
    pub fn parts(&self) -> Vec<&str> {
        let parts = self.provenance.parts.iter();
        let parts: Vec<&str> = parts.filter_map(|r| self.exact.get(r.clone())).collect();
        if parts.is_empty() {
            vec![&self.exact]
        } else {
            parts
        }
    }

    /// Returns where the parts stood, in bytes of the canonical text.
    #[must_use]
    pub fn ranges(&self) -> Vec<Range<usize>> {
        if self.provenance.parts.is_empty() {
            return vec![self.place.range.clone()];
        }
        let start = self.place.range.start;
        let parts = self.provenance.parts.iter();
        parts.map(|r| start + r.start..start + r.end).collect()
    }
}

impl Provenance {
    /// Copies the source of words, so that nothing is lost with the bundle.
    #[must_use]
    pub fn from_statement(
        briefing: &Briefing,
        article: ArticleIx,
        statement: Option<StatementIx>,
    ) -> Provenance {
        let a = briefing.article(article);
        let edtf = |date: &Option<super::Date>| date.as_ref().map(|d| d.edtf().to_owned());
        let mut source = Provenance {
            briefing_title: briefing.title.clone(),
            article_title: a.title.clone(),
            publisher: a.publisher.clone(),
            language: a.language.clone(),
            authors: a.authors.clone(),
            published: edtf(&a.published),
            url: a.url.clone(),
            archived_url: a.archived_url.clone(),
            retrieved: edtf(&a.retrieved),
            ..Provenance::default()
        };
        if let Some(ix) = statement {
            let s = briefing.statement(ix);
            let speaker = briefing.speaker(s.speaker);
            source.statement = Some(s.id.clone());
            source.kind = Some(s.kind.name().to_owned());
            source.speaker = Some(speaker.name.clone());
            source.role.clone_from(&speaker.role);
            source.side = Some(briefing.side_label(speaker.side).to_owned());
            source.said = edtf(&s.date);
            let questions = s
                .topics
                .iter()
                .map(|t| briefing.topics[t.0].question.clone());
            source.topics = questions.collect();
        }
        source
    }
}

fn serialize_arc<S: Serializer>(shared: &Arc<Provenance>, to: S) -> Result<S::Ok, S::Error> {
    shared.serialize(to)
}

fn deserialize_arc<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Provenance>, D::Error> {
    Provenance::deserialize(from).map(Arc::new)
}

/// The bookmarks of a reader. They are shared: to hand them to a worker costs nothing.
pub type Bookmarks = Arc<Vec<Arc<Bookmark>>>;

/// A place with a letter: `a`–`z` within a briefing, `A`–`Z` across the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The letter.
    pub letter: char,
    /// Where it stands.
    pub place: Place,
}

/// Whether an article was read. Nothing is marked read silently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadState {
    /// Never opened.
    #[default]
    New,
    /// Opened.
    Opened,
    /// Marked read by the reader.
    Read,
}

/// Where the reader was in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Id of the briefing.
    pub briefing: String,
    /// Id of the article.
    pub article: String,
    /// Byte of the canonical text under the cursor.
    pub offset: usize,
    /// Byte of the canonical text that begins the top row.
    pub top: usize,
    /// Read state of the article.
    pub state: ReadState,
    /// Seconds since 1970 UTC, set by the store.
    pub changed: i64,
}

/// One thing to write. Each is durable before it is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Keeps a bookmark, new or changed: the one of this id is replaced.
    PutBookmark(Box<Bookmark>),
    /// Removes a bookmark; it goes to the trash, from which [`Change::PutBookmark`] brings it back.
    DeleteBookmark(BookmarkId),
    /// Forgets what is in the trash.
    EmptyTrash,
    /// Sets a mark.
    SetMark(Mark),
    /// Removes a mark, in a briefing for `a`–`z`.
    ClearMark(Mark),
    /// Remembers a reading position and read state.
    SetPosition(Position),
    /// Remembers a question that led somewhere.
    RecordQuery(String),
    /// Forgets all questions that were remembered.
    ClearHistory,
    /// Saves a search: the one of this name is replaced.
    SaveSearch(Box<SavedSearch>),
    /// Removes the saved search of this name.
    RemoveSearch(String),
}

/// All that a reader has kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserData {
    /// Whether the bookmarks and the trash are still to be read: then both are empty.
    pub bookmarks_pending: bool,
    /// Oldest first.
    pub bookmarks: Bookmarks,
    /// In the order of their letters.
    pub marks: Vec<Mark>,
    /// The most recent first.
    pub positions: Vec<Position>,
    /// Bookmarks that were removed, the last first.
    pub trash: Vec<Bookmark>,
    /// Questions that led somewhere, oldest first, none twice, at most [`MAX_HISTORY`].
    pub query_history: Vec<String>,
    /// Saved searches, in the order of their names.
    pub searches: Vec<SavedSearch>,
}

/// How many questions are remembered.
pub const MAX_HISTORY: usize = 500;

impl UserData {
    /// Remembers a question as the newest.
    pub fn record_query(&mut self, text: &str) {
        self.query_history.retain(|old| old != text);
        self.query_history.push(text.to_owned());
        let over = self.query_history.len().saturating_sub(MAX_HISTORY);
        self.query_history.drain(..over);
    }

    /// Saves a search in place of the one of its name.
    pub fn save_search(&mut self, search: &SavedSearch) {
        self.remove_search(&search.name);
        let at = self.searches.partition_point(|old| old.name < search.name);
        self.searches.insert(at, search.clone());
    }

    /// Removes the saved search of a name.
    pub fn remove_search(&mut self, name: &str) {
        self.searches.retain(|old| old.name != name);
    }
}

impl Change {
    /// Does to a value what the store will do to the file. `now` is in seconds since
    /// 1970 UTC.
    pub fn apply_to(&self, user_data: &mut UserData, now: i64) {
        match self {
            Change::PutBookmark(new) => {
                let bookmarks = Arc::make_mut(&mut user_data.bookmarks);
                let mut new = (**new).clone();
                new.changed = now;
                if let Some(old) = bookmarks.iter_mut().find(|old| old.id == new.id) {
                    new.created = old.created;
                    *old = Arc::new(new);
                } else {
                    if new.created <= 0 {
                        new.created = now;
                    }
                    let at = bookmarks.partition_point(|old| old.created <= new.created);
                    bookmarks.insert(at, Arc::new(new));
                }
            }
            Change::DeleteBookmark(id) => {
                if let Some(at) = user_data.bookmarks.iter().position(|old| old.id == *id) {
                    let removed = Arc::make_mut(&mut user_data.bookmarks).remove(at);
                    user_data.trash.insert(0, Arc::unwrap_or_clone(removed));
                }
            }
            Change::EmptyTrash => user_data.trash.clear(),
            Change::SetMark(mark) => {
                user_data.marks.retain(|old| !is_same_mark(old, mark));
                let key = |m: &Mark| (m.letter, m.place.briefing.clone());
                let at = user_data.marks.partition_point(|old| key(old) <= key(mark));
                user_data.marks.insert(at, mark.clone());
            }
            Change::ClearMark(mark) => user_data.marks.retain(|old| !is_same_mark(old, mark)),
            Change::SetPosition(position) => {
                user_data.positions.retain(|old| {
                    old.briefing != position.briefing || old.article != position.article
                });
                let mut position = position.clone();
                position.changed = now;
                user_data.positions.insert(0, position);
            }
            Change::RecordQuery(text) => user_data.record_query(text),
            Change::ClearHistory => user_data.query_history.clear(),
            Change::SaveSearch(search) => user_data.save_search(search),
            Change::RemoveSearch(name) => user_data.remove_search(name),
        }
    }
}

fn is_same_mark(a: &Mark, b: &Mark) -> bool {
    a.letter == b.letter && (a.letter.is_ascii_uppercase() || a.place.briefing == b.place.briefing)
}
