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
//! stem ([`stem_entry`]), once for each word and not for each place where it stands. A question
//! for a stem is one for all its words.
//!
//! A briefing is followed by its statements, and these by its articles, each with its
//! passages, all without a gap (`up`). So what is the same for many documents stands
//! once: the title with the briefing, outlet, date and half of the record with the article.
//! `engine::block_join` lets a filter on them reach their children.
//!
//! Each field costs tantivy a dictionary for every segment, however few terms it has.
//! So the names by which filters choose share one field, and what is one term as it
//! stands another: see [`TermNamespace`].

use std::fmt;

use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::model;

/// Version of schema and record together with that of the analyser. Any change
/// of either, or of `text::words`, needs a new one.
pub(crate) const VERSION: &str = "v6";

/// The name under which tantivy knows our tokenizer, see `engine::pretokenized`.
pub(crate) const TOKENIZER_NAME: &str = "given";

/// Words between the parts of one document, so that no phrase reaches across.
pub(crate) const POSITION_GAP: usize = 200;

/// What a document stands for, as a term of `class`.
pub(crate) const STATEMENT: &str = "statement";
/// An article, which no query finds: it stands before its passages.
pub(crate) const ARTICLE: &str = "article";
/// Class of the documents that start a block: the root document of a briefing, or a piece of
/// the dictionary of stems. No query finds them; the block before ends here.
pub(crate) const BLOCK_START: &str = "border";

/// Name of the column that leads from a passage to its article: [`NO_PARENT`] for what has
/// none (a statement), [`IS_PARENT`] for an article, [`IS_PARENT`] + n for the n-th document
/// behind its article; [`IS_BLOCK_START`] for the start of a block. True only as long as the
/// documents of a briefing stay together in a segment, see `engine::block_join`.
pub(crate) const PARENT_OFFSET: &str = "up";
/// Value of [`PARENT_OFFSET`] of a statement.
pub(crate) const NO_PARENT: u64 = 0;
/// Value of [`PARENT_OFFSET`] of an article.
pub(crate) const IS_PARENT: u64 = 2;
/// Value of [`PARENT_OFFSET`] of the start of a block.
pub(crate) const IS_BLOCK_START: u64 = 1;

/// Name of the column by which statements are counted side by side.
pub(crate) const SIDE_FACET: &str = "seat";

/// Stands between stem and word in an entry of the dictionary of stems.
const STEM_SEPARATOR: char = '\0';

/// Returns the entry of the dictionary of stems for a word.
pub(crate) fn stem_entry(stem: &str, word: &str) -> String {
    format!("{stem}{STEM_SEPARATOR}{word}")
}

/// Where terms of one kind are: a field of tantivy, and the prefix that they have there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TermNamespace {
    /// The field, which it may share with others.
    pub field: Field,
    /// What tells its terms from those of the others: a letter, or nothing.
    pub prefix: &'static str,
}

impl TermNamespace {
    /// Returns a term as tantivy knows it.
    pub fn term(self, text: &str) -> Term {
        Term::from_field_text(self.field, &self.with_prefix(text))
    }

    /// Returns the text of a term with its prefix.
    pub fn with_prefix(self, text: &str) -> String {
        [self.prefix, text].concat()
    }

    /// Returns the text of a term without its prefix; `None` if it is of another namespace.
    pub fn strip_prefix(self, term: &[u8]) -> Option<&str> {
        let text = term.strip_prefix(self.prefix.as_bytes())?;
        std::str::from_utf8(text).ok()
    }
}

/// Handles of all fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Folded words with positions.
    pub words: TermNamespace,
    /// Stems with their words, see [`stem_entry`]; of documents that are nothing else.
    pub stems: TermNamespace,
    /// Words of names, with positions.
    pub names: Field,
    /// Of id and label of the side.
    pub side: TermNamespace,
    /// Of id, name, aliases and organisation of the speaker.
    pub who: TermNamespace,
    /// Of the speaker's organisation.
    pub org: TermNamespace,
    /// Of the outlets that carry it.
    pub outlet: TermNamespace,
    /// Of ids and questions of the topics.
    pub topic: TermNamespace,
    /// Of id and title; with a briefing only.
    pub title: TermNamespace,
    /// Terms that stand as they are.
    pub raw_terms: Field,
    /// What the document stands for; passages have none, there are so many.
    pub class: TermNamespace,
    /// `direct` or `paraphrase`.
    pub kind: TermNamespace,
    /// What the briefing holds by way of answer: a name of [`model::AnswerStatus`].
    pub status: TermNamespace,
    /// Id of a briefing.
    pub briefing: TermNamespace,
    /// `briefing/article` of an article, and of each carrier of a statement.
    pub article: TermNamespace,
    /// `briefing/statement` of a statement.
    pub key: TermNamespace,
    /// `id hash` of a briefing.
    pub stamp: TermNamespace,
    /// Language of the texts of a briefing.
    pub language: TermNamespace,
    /// Names for completion, of a briefing.
    pub values: [TermNamespace; Self::COMPLETABLE.len()],
    /// See [`PARENT_OFFSET`].
    pub parent_offset: Field,
    /// First day it can mean, see `query::dates`.
    pub first: Field,
    /// Last day it can mean.
    pub last: Field,
    /// Column and label of the side, for counting.
    pub side_facet: Field,
    /// What is needed to show a result.
    pub record: Field,
}

impl Fields {
    /// The filters whose values are names.
    pub const COMPLETABLE: [model::QueryField; 6] = [
        model::QueryField::Side,
        model::QueryField::Who,
        model::QueryField::Org,
        model::QueryField::Outlet,
        model::QueryField::Topic,
        model::QueryField::Briefing,
    ];

    /// Returns the words in which a filter's value is looked for; none for
    /// filters whose values are no names.
    pub fn filter_words(&self, field: model::QueryField) -> Option<TermNamespace> {
        match field {
            model::QueryField::Side => Some(self.side),
            model::QueryField::Who => Some(self.who),
            model::QueryField::Org => Some(self.org),
            model::QueryField::Outlet => Some(self.outlet),
            model::QueryField::Topic => Some(self.topic),
            model::QueryField::Briefing => Some(self.title),
            _ => None,
        }
    }

    /// Returns the names that a filter can be completed to.
    pub fn filter_values(&self, field: model::QueryField) -> Option<TermNamespace> {
        let at = Self::COMPLETABLE.iter().position(|f| *f == field)?;
        Some(self.values[at])
    }
}

/// Creates the schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let pretokenized = |norms, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER_NAME)
                .set_fieldnorms(norms)
                .set_index_option(record),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let words = builder.add_text_field("words", pretokenized(true, positions));
    // What only chooses and never ranks needs no lengths.
    let stems = builder.add_text_field("stems", pretokenized(false, IndexRecordOption::Basic));
    let names = builder.add_text_field("names", pretokenized(false, positions));
    let raw_terms = builder.add_text_field("marks", pretokenized(false, IndexRecordOption::Basic));
    let name = |prefix| TermNamespace {
        field: names,
        prefix,
    };
    let raw_term = |prefix| TermNamespace {
        field: raw_terms,
        prefix,
    };
    let unprefixed = |field| TermNamespace { field, prefix: "" };
    let fields = Fields {
        words: unprefixed(words),
        stems: unprefixed(stems),
        names,
        side: name("s"),
        who: name("w"),
        org: name("g"),
        outlet: name("o"),
        topic: name("t"),
        title: name("b"),
        raw_terms,
        class: raw_term("c"),
        kind: raw_term("k"),
        status: raw_term("a"),
        briefing: raw_term("b"),
        article: raw_term("p"),
        key: raw_term("i"),
        stamp: raw_term("h"),
        language: raw_term("l"),
        values: ["0", "1", "2", "3", "4", "5"].map(raw_term),
        parent_offset: builder.add_u64_field(PARENT_OFFSET, FAST),
        // Not FAST: a range over a column, excluded inside a conjunction, seeks
        // backwards in tantivy; over the few days of a library terms are as quick.
        first: builder.add_i64_field("first", INDEXED),
        last: builder.add_i64_field("last", INDEXED),
        side_facet: builder.add_text_field(SIDE_FACET, FAST),
        record: builder.add_text_field("record", STORED),
    };
    (builder.build(), fields)
}

/// Writes the column and the label of a side as the term by which it is counted.
pub(crate) fn encode_side_facet(column: usize, label: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = fmt::Write::write_fmt(out, format_args!("{column} {label}"));
}

/// Reads what [`encode_side_facet`] wrote.
pub(crate) fn decode_side_facet(facet: &str) -> Option<(usize, &str)> {
    let (column, label) = facet.split_once(' ')?;
    Some((column.parse().ok()?, label))
}
