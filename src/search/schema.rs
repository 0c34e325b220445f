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
//! The passages of an article follow it without a gap (`up`), so that what is the
//! same for all of them (outlet, date, briefing, and half of the record) stands
//! once, with the article; [`super::spread`] lets a filter reach them.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::given;
use crate::model;

/// Version of schema and record together with that of the analyser. Any change
/// of either, or of `text::words`, needs a new one.
pub(super) const VERSION: &str = "v5";

/// Words between the parts of one document, so that no phrase reaches across.
pub(super) const GAP: usize = 200;

/// What a document stands for, as a term of `class`.
pub(super) const STATEMENT: &str = "statement";
/// An article, which no question finds: it stands before its passages.
pub(super) const ARTICLE: &str = "article";
/// A briefing.
pub(super) const BRIEFING: &str = "briefing";

/// The column that tells where a document's article is: 0 for what has none
/// (a statement), 1 for an article, 1 + n for the n-th document behind its article.
pub(super) const UP: &str = "up";
/// Value of [`UP`] of an article, and of a briefing, which nothing follows.
pub(super) const HEAD: u64 = 1;

/// Stands in an entry of the dictionary between the stem and the word.
const HAS: char = '\0';

/// Returns the entry of the dictionary for a word and its stem.
pub(super) fn entry(stem: &str, word: &str) -> String {
    format!("{stem}{HAS}{word}")
}

/// Handles of all fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Folded words with positions.
    pub words: Field,
    /// Stems with their words, see [`entry`]; of documents that are nothing else.
    pub stems: Field,
    /// Words of id and label of the side.
    pub side: Field,
    /// Words of id, name, aliases and organisation of the speaker.
    pub who: Field,
    /// Words of the speaker's organisation.
    pub org: Field,
    /// Words of the outlets that carry it.
    pub outlet: Field,
    /// Words of ids and questions of the topics.
    pub topic: Field,
    /// Words of id and title of the briefing.
    pub title: Field,
    /// What the document stands for; passages have none, there are so many.
    pub class: Field,
    /// `direct` or `paraphrase`.
    pub kind: Field,
    /// `answered` or `unanswered`.
    pub status: Field,
    /// Id of the briefing.
    pub briefing: Field,
    /// `briefing/article` of an article, and of each carrier of a statement.
    pub article: Field,
    /// `briefing/statement` of a statement.
    pub key: Field,
    /// See [`UP`].
    pub up: Field,
    /// First day it can mean, see [`super::dates`].
    pub first: Field,
    /// Last day it can mean.
    pub last: Field,
    /// Column and label of the side, for counting.
    pub seat: Field,
    /// `id hash` of a briefing.
    pub stamp: Field,
    /// Language of the texts of a briefing.
    pub language: Field,
    /// Names for completion, of a briefing.
    pub names: [Field; Self::NAMED.len()],
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
    pub fn filter_words(&self, field: model::Field) -> Option<Field> {
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
    pub fn filter_names(&self, field: model::Field) -> Option<Field> {
        Self::NAMED
            .iter()
            .position(|f| *f == field)
            .map(|i| self.names[i])
    }
}

/// Makes the schema.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let given = || TextFieldIndexing::default().set_tokenizer(given::NAME);
    let text = || {
        TextOptions::default().set_indexing_options(
            given().set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    let placed = || {
        TextOptions::default().set_indexing_options(
            given()
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    // One term as it stands: it chooses and never ranks, so needs no length.
    let mark = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        )
    };
    let names = Fields::NAMED
        .map(|field| builder.add_text_field(&format!("name_{}", field.name()), mark()));
    let fields = Fields {
        words: builder.add_text_field("words", text()),
        stems: builder.add_text_field("stems", mark()),
        side: builder.add_text_field("side", placed()),
        who: builder.add_text_field("who", placed()),
        org: builder.add_text_field("org", placed()),
        outlet: builder.add_text_field("outlet", placed()),
        topic: builder.add_text_field("topic", placed()),
        title: builder.add_text_field("title", placed()),
        class: builder.add_text_field("class", mark()),
        kind: builder.add_text_field("kind", mark()),
        status: builder.add_text_field("status", mark()),
        briefing: builder.add_text_field("briefing", mark()),
        article: builder.add_text_field("article", mark()),
        key: builder.add_text_field("key", mark()),
        up: builder.add_u64_field(UP, FAST),
        // Not FAST: a range over a column, excluded inside a conjunction, seeks
        // backwards in the engine; over the few days of a library terms are as quick.
        first: builder.add_i64_field("first", INDEXED),
        last: builder.add_i64_field("last", INDEXED),
        seat: builder.add_text_field("seat", mark() | FAST),
        stamp: builder.add_text_field("stamp", mark()),
        language: builder.add_text_field("language", mark()),
        names,
        record: builder.add_text_field("record", STORED),
    };
    (builder.build(), fields)
}
