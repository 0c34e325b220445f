//! The fields of the index, and its version: an index of another version is
//! never read.
//!
//! One document stands for each statement, one for each article, one for each
//! passage with words that are nobody's statement, one for each briefing (its
//! names and its hash). `words` holds the folded words with positions: the words
//! themselves, and behind gaps speaker and topics of a statement, or the headline with
//! the first passage of an article. What a result shows stands in `record`, so that no
//! briefing is opened for it.
//!
//! `stems` is the dictionary of the library: its terms tell which words have which
//! stem ([`entry`]), once for each word and not for each place where it stands. A question
//! for a stem is one for all its words.
//!
//! A briefing is followed by its statements, and these by its articles, each with its
//! passages, all without a gap (`up`). So what is the same for many documents stands
//! once: the title with the briefing, outlet, date and half of the record with the article.
//! [`super::spread`] and [`super::within`] let a filter reach them.
//!
//! Each field costs the engine a dictionary for every segment, however few terms it has.
//! So the names by which filters choose share one field, and the marks that are one term
//! as it stands another: see [`Slot`].

use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::model;
use crate::search::engine::pretokenized;

/// Version of schema and record together with that of the analyser. Any change
/// of either, or of `text::words`, needs a new one.
pub(super) const VERSION: &str = "v5";

/// Words between the parts of one document, so that no phrase reaches across.
pub(super) const GAP: usize = 200;

/// What a document stands for, as a term of `class`.
pub(super) const STATEMENT: &str = "statement";
/// An article, which no question finds: it stands before its passages.
pub(super) const ARTICLE: &str = "article";
/// What no question finds and before which another briefing ends: a briefing, which stands
/// before all that is in it, or a piece of the dictionary.
pub(super) const BORDER: &str = "border";

/// The column that tells where a document's article is: [`OWN`] for what has none
/// (a statement), [`HEAD`] for an article, [`HEAD`] + n for the n-th document behind
/// its article; 1 for a border.
pub(super) const UP: &str = "up";
/// Value of [`UP`] of a statement.
pub(super) const OWN: u64 = 0;
/// Value of [`UP`] of an article.
pub(super) const HEAD: u64 = 2;
/// Value of [`UP`] of a border.
pub(super) const ON_BORDER: u64 = 1;

/// The column that tells on which side a statement stands, for counting.
pub(super) const SEAT: &str = "seat";

/// Stands in an entry of the dictionary between the stem and the word.
const HAS: char = '\0';

/// Returns the entry of the dictionary for a word and its stem.
pub(super) fn entry(stem: &str, word: &str) -> String {
    format!("{stem}{HAS}{word}")
}

/// Where terms of one kind stand: a field of the engine, and with what they begin there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The field, which it may share with others.
    pub field: Field,
    /// What tells its terms from those of the others: a letter, or nothing.
    pub sign: &'static str,
}

impl Slot {
    /// Returns a term as the engine knows it.
    pub fn term(self, text: &str) -> Term {
        Term::from_field_text(self.field, &self.written(text))
    }

    /// Returns the text of a term with its sign.
    pub fn written(self, text: &str) -> String {
        [self.sign, text].concat()
    }

    /// Returns the text of a term without its sign; none where it is of another slot.
    pub fn read(self, term: &[u8]) -> Option<&str> {
        let text = term.strip_prefix(self.sign.as_bytes())?;
        std::str::from_utf8(text).ok()
    }
}

/// Handles of all fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Folded words with positions.
    pub words: Slot,
    /// Stems with their words, see [`entry`]; of documents that are nothing else.
    pub stems: Slot,
    /// Words of names, with positions.
    pub names: Field,
    /// Of id and label of the side.
    pub side: Slot,
    /// Of id, name, aliases and organisation of the speaker.
    pub who: Slot,
    /// Of the speaker's organisation.
    pub org: Slot,
    /// Of the outlets that carry it.
    pub outlet: Slot,
    /// Of ids and questions of the topics.
    pub topic: Slot,
    /// Of id and title; with a briefing only.
    pub title: Slot,
    /// Terms that stand as they are.
    pub marks: Field,
    /// What the document stands for; passages have none, there are so many.
    pub class: Slot,
    /// `direct` or `paraphrase`.
    pub kind: Slot,
    /// `answered` or `unanswered`.
    pub status: Slot,
    /// Id of a briefing.
    pub briefing: Slot,
    /// `briefing/article` of an article, and of each carrier of a statement.
    pub article: Slot,
    /// `briefing/statement` of a statement.
    pub key: Slot,
    /// `id hash` of a briefing.
    pub stamp: Slot,
    /// Language of the texts of a briefing.
    pub language: Slot,
    /// Names for completion, of a briefing.
    pub values: [Slot; Self::NAMED.len()],
    /// See [`UP`].
    pub up: Field,
    /// First day it can mean, see [`super::dates`].
    pub first: Field,
    /// Last day it can mean.
    pub last: Field,
    /// Column and label of the side, for counting.
    pub seat: Field,
    /// What is needed to show a result.
    pub record: Field,
}

impl Fields {
    /// The filters whose values are names.
    pub const NAMED: [model::Field; 6] = [
        model::Field::Side,
        model::Field::Who,
        model::Field::Org,
        model::Field::Outlet,
        model::Field::Topic,
        model::Field::Briefing,
    ];

    /// Returns the words in which a filter's value is looked for; none for
    /// filters whose values are no names.
    pub fn filter_words(&self, field: model::Field) -> Option<Slot> {
        match field {
            model::Field::Side => Some(self.side),
            model::Field::Who => Some(self.who),
            model::Field::Org => Some(self.org),
            model::Field::Outlet => Some(self.outlet),
            model::Field::Topic => Some(self.topic),
            model::Field::Briefing => Some(self.title),
            _ => None,
        }
    }

    /// Returns the names that a filter can be completed to.
    pub fn filter_values(&self, field: model::Field) -> Option<Slot> {
        let at = Self::NAMED.iter().position(|f| *f == field)?;
        Some(self.values[at])
    }
}

/// Makes the schema.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let given = |norms, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(pretokenized::NAME)
                .set_fieldnorms(norms)
                .set_index_option(record),
        )
    };
    let placed = IndexRecordOption::WithFreqsAndPositions;
    let words = builder.add_text_field("words", given(true, placed));
    // What only chooses and never ranks needs no lengths.
    let stems = builder.add_text_field("stems", given(false, IndexRecordOption::Basic));
    let names = builder.add_text_field("names", given(false, placed));
    let marks = builder.add_text_field("marks", given(false, IndexRecordOption::Basic));
    let name = |sign| Slot { field: names, sign };
    let mark = |sign| Slot { field: marks, sign };
    let only = |field| Slot { field, sign: "" };
    let fields = Fields {
        words: only(words),
        stems: only(stems),
        names,
        side: name("s"),
        who: name("w"),
        org: name("g"),
        outlet: name("o"),
        topic: name("t"),
        title: name("b"),
        marks,
        class: mark("c"),
        kind: mark("k"),
        status: mark("a"),
        briefing: mark("b"),
        article: mark("p"),
        key: mark("i"),
        stamp: mark("h"),
        language: mark("l"),
        values: ["0", "1", "2", "3", "4", "5"].map(mark),
        up: builder.add_u64_field(UP, FAST),
        // Not FAST: a range over a column, excluded inside a conjunction, seeks
        // backwards in the engine; over the few days of a library terms are as quick.
        first: builder.add_i64_field("first", INDEXED),
        last: builder.add_i64_field("last", INDEXED),
        seat: builder.add_text_field(SEAT, FAST),
        record: builder.add_text_field("record", STORED),
    };
    (builder.build(), fields)
}
