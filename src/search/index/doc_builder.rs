//! Builds the documents of one briefing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tantivy::schema::Field;

use crate::model::{AnswerStatus, Article, ArticleIx, Briefing, Date, ReplyGraph, StatementIx};
use crate::search::engine::doc_arena::DocArena;
use crate::search::engine::pretokenized::TokenBuffer;
use crate::search::index::codec::Encode as _;
use crate::search::index::record::{
    ArticleRecord, CarrierRecord, ContainedStatement, PassageRecord, Record, StatementDetails,
    Wording,
};
use crate::search::index::token_cache::{BriefingTokens, names};
use crate::search::index::token_writer::TokenWriters;
use crate::search::query::dates;
use crate::search::schema::{
    ARTICLE, BLOCK_START, Fields, IS_BLOCK_START, IS_PARENT, NO_PARENT, STATEMENT,
    encode_side_facet,
};
use crate::text::fold::fold;

/// Words outside of all statements that a passage needs to be a document: fewer ("he said that") say nothing that the statement does not.
/// The origin of the number is not recorded.
const MIN_OWN_WORDS: usize = 3;

/// Adds all documents of a briefing to a arena, in which they have to stay together.
pub(crate) fn documents(
    fields: &Fields,
    token_writers: &mut TokenWriters,
    briefing: &Briefing,
    arena: &mut DocArena,
) {
    let mut builder = DocBuilder {
        fields,
        briefing,
        token_writers,
        tokens: BriefingTokens::new(fields, briefing),
        words: TokenBuffer::default(),
        names: TokenBuffer::default(),
        raw_terms: TokenBuffer::default(),
        arena,
    };
    builder.briefing();
    let replies = ReplyGraph::new(briefing);
    for i in 0..briefing.statements.len() {
        let ix = StatementIx(i);
        builder.statement(ix, replies.status(ix));
    }
    for i in 0..briefing.articles.len() {
        builder.article(ArticleIx(i));
    }
}

/// Adds a document of the dictionary: which words have which stem. It belongs to no
/// briefing and stays when they go, because the stem of a word is what it is. Entries that
/// are `known` are left out.
pub(crate) fn dictionary<E>(
    fields: &Fields,
    entries: Vec<String>,
    known: impl Fn(&str) -> Result<bool, E>,
    arena: &mut DocArena,
) -> Result<(), E> {
    let mut stems = TokenBuffer::default();
    for entry in entries {
        if !known(&entry)? {
            stems.push_raw_term(fields.stems, &entry);
        }
    }
    if stems.text().is_some() {
        arena.start_doc();
        arena.add_u64(fields.parent_offset, IS_BLOCK_START);
        put(arena, fields.stems.field, &stems);
        let mut raw_terms = TokenBuffer::default();
        raw_terms.push_raw_term(fields.class, BLOCK_START);
        put(arena, fields.raw_terms, &raw_terms);
    }
    Ok(())
}

/// Gives a field its words.
fn put(arena: &mut DocArena, field: Field, words: &TokenBuffer) {
    if let Some(text) = words.text() {
        arena.add_text(field, text);
    }
}

struct DocBuilder<'a> {
    fields: &'a Fields,
    briefing: &'a Briefing,
    token_writers: &'a mut TokenWriters,
    tokens: BriefingTokens,
    /// Memory for the words of a document.
    words: TokenBuffer,
    /// Memory for the names by which filters choose it.
    names: TokenBuffer,
    /// Memory for its raw terms.
    raw_terms: TokenBuffer,
    /// What was made.
    arena: &'a mut DocArena,
}

impl DocBuilder<'_> {
    fn briefing(&mut self) {
        let (f, b, raw_terms) = (self.fields, self.briefing, &mut self.raw_terms);
        raw_terms.push_raw_term(f.class, BLOCK_START);
        raw_terms.push_raw_term(f.briefing, &b.id);
        raw_terms.push_raw_term(f.stamp, &format!("{} {}", b.id, b.hash));
        let languages: BTreeSet<&str> = b
            .articles
            .iter()
            .map(|a| a.language.as_str())
            .chain([b.language.as_str()])
            .collect();
        for language in languages {
            raw_terms.push_raw_term(f.language, language);
        }
        let values = [
            b.sides.iter().map(|s| s.label.as_str()).collect(),
            b.speakers.iter().map(|s| s.name.as_str()).collect(),
            b.speakers
                .iter()
                .filter_map(|s| s.organisation.as_deref())
                .collect(),
            b.articles.iter().map(|a| a.publisher.as_str()).collect(),
            b.topics.iter().map(|t| t.id.as_str()).collect(),
            BTreeSet::from([b.id.as_str()]),
        ];
        for (namespace, values) in f.values.into_iter().zip(values) {
            for value in values {
                raw_terms.push_raw_term(namespace, value);
            }
        }
        self.names.extend(&self.tokens.title);
        self.start_doc(IS_BLOCK_START);
    }

    /// Begins a document, with the names and raw terms that were gathered for it.
    fn start_doc(&mut self, up: u64) {
        let (f, arena) = (self.fields, &mut *self.arena);
        arena.start_doc();
        arena.add_u64(f.parent_offset, up);
        put(arena, f.names, &self.names);
        put(arena, f.raw_terms, &self.raw_terms);
        self.names.clear();
        self.raw_terms.clear();
    }

    /// Gathers what statements and articles have in common.
    fn common_fields(&mut self, class: &str, articles: &[ArticleIx]) {
        let (f, b) = (self.fields, self.briefing);
        self.raw_terms.push_raw_term(f.class, class);
        for (i, ix) in articles.iter().enumerate() {
            let article = b.article(*ix);
            self.raw_terms.push_path(f.article, &b.id, &article.id);
            let same = |other: &ArticleIx| b.article(*other).publisher == article.publisher;
            if !articles[..i].iter().any(same) {
                self.names.extend(&self.tokens.outlets[ix.0]);
            }
        }
    }

    /// Adds the days on which something was said or printed.
    fn put_days(&mut self, date: Option<&Date>) {
        if let Some(date) = date {
            let span = dates::span(date);
            self.arena.add_i64(self.fields.first, *span.start());
            self.arena.add_i64(self.fields.last, *span.end());
        }
    }

    /// Adds the words that were read.
    fn put_words(&mut self) {
        put(self.arena, self.fields.words.field, &self.words);
        self.words.clear();
    }

    fn statement(&mut self, ix: StatementIx, status: AnswerStatus) {
        let (f, b) = (self.fields, self.briefing);
        let statement = b.statement(ix);
        let speaker = b.speaker_of(ix);
        let side = &b.sides[speaker.side.0];
        let wordings = distinct_wordings(b, ix);
        let language = statement
            .appearances
            .first()
            .map_or(&b.language, |a| &b.article(a.article).language);
        let topics = statement.topics.iter();
        let topics = topics.map(|t| Cow::from(&b.topics[t.0].question)).collect();
        let carriers = statement.appearances.iter().map(|a| a.article);
        let mut articles: Vec<ArticleIx> = carriers.collect();
        articles.sort_unstable();
        articles.dedup();
        let printed = statement
            .appearances
            .first()
            .and_then(|a| b.article(a.article).published.as_ref());
        let date = statement.date.as_ref().or(printed);

        self.common_fields(STATEMENT, &articles);
        let raw_terms = &mut self.raw_terms;
        raw_terms.push_path(f.key, &b.id, &statement.id);
        raw_terms.push_raw_term(f.kind, statement.kind.name());
        raw_terms.push_raw_term(f.status, status.name());
        for wording in &wordings {
            self.token_writers
                .write(language, &wording.text, &mut self.words, |_| ());
        }
        let speaker_tokens = &mut self.tokens.speakers[statement.speaker.0];
        self.names.extend(&speaker_tokens.names);
        speaker_tokens.text.add(
            self.token_writers,
            language,
            names(speaker),
            &mut self.words,
        );
        for topic in &statement.topics {
            let topic_tokens = &mut self.tokens.topics[topic.0];
            self.names.extend(&topic_tokens.names);
            let question = std::iter::once(b.topics[topic.0].question.as_str());
            topic_tokens
                .text
                .add(self.token_writers, language, question, &mut self.words);
        }
        self.start_doc(NO_PARENT);
        self.put_days(date);
        let facet = |out: &mut String| encode_side_facet(speaker.side.0, &side.label, out);
        self.arena.add_text_with(f.side_facet, facet);
        self.put_words();

        let record = Record {
            briefing: Cow::from(&b.id),
            briefing_title: Cow::from(&b.title),
            language: Cow::from(language),
            date: date.map(|d| Cow::from(d.edtf())),
            wordings,
            statement: Some(StatementDetails {
                id: Cow::from(&statement.id),
                kind: statement.kind,
                speaker: Cow::from(&speaker.name),
                names: names(speaker).skip(1).map(Cow::from).collect(),
                side: Cow::from(&side.label),
                column: speaker.side.0,
                topics,
                carriers: articles.len(),
            }),
            passage: None,
        };
        self.arena.add_text_with(f.record, |out| record.encode(out));
    }

    /// Adds an article and behind it its passages that have words of their own.
    fn article(&mut self, ix: ArticleIx) {
        let (f, b) = (self.fields, self.briefing);
        let article = b.article(ix);
        let spans = b.spans_in(ix);
        self.article_head(ix, article);
        let mut up = IS_PARENT;
        for (i, passage) in article.text.passages.iter().enumerate() {
            let printed = article.text.slice(&passage.range);
            let contained = contained_statements(b, &passage.range, &spans);
            let (mut words, mut own) = (0, 0);
            self.token_writers
                .write(&article.language, printed, &mut self.words, |range| {
                    let mut spans = contained.iter().flat_map(|h| &h.spans);
                    words += 1;
                    if !spans.any(|(start, end)| *start <= range.start && range.end <= *end) {
                        own += 1;
                    }
                });
            if own < MIN_OWN_WORDS && !contained.is_empty() || words == 0 {
                self.words.clear();
                continue;
            }
            let first = up == IS_PARENT;
            if first {
                self.token_writers.write(
                    &article.language,
                    &article.title,
                    &mut self.words,
                    |_| (),
                );
            }
            up += 1;
            self.start_doc(up);
            self.put_words();
            let record = PassageRecord {
                number: i + 1,
                start: passage.range.start,
                first,
                statements: contained,
                text: printed,
            };
            self.arena.add_text_with(f.record, |out| record.encode(out));
        }
    }

    fn article_head(&mut self, ix: ArticleIx, article: &Article) {
        let b = self.briefing;
        self.common_fields(ARTICLE, &[ix]);
        self.start_doc(IS_PARENT);
        let date = article.published.as_ref();
        self.put_days(date);
        let record = ArticleRecord {
            briefing: &*b.id,
            briefing_title: &*b.title,
            article: &*article.id,
            title: &*article.title,
            publisher: &*article.publisher,
            date: date.map(Date::edtf),
            language: &*article.language,
        };
        self.arena
            .add_text_with(self.fields.record, |out| record.encode(out));
    }
}

fn carrier(briefing: &Briefing, ix: ArticleIx, range: Range<usize>) -> CarrierRecord<Cow<'_, str>> {
    let article = briefing.article(ix);
    CarrierRecord {
        article: Cow::from(&article.id),
        title: Cow::from(&article.title),
        publisher: Cow::from(&article.publisher),
        range: (range.start, range.end),
    }
}

/// Returns the wordings of a statement in the order of its appearances; those
/// that differ in typography only are one.
fn distinct_wordings(briefing: &Briefing, ix: StatementIx) -> Vec<Wording<Cow<'_, str>>> {
    let mut wordings: Vec<Wording<Cow<str>>> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for appearance in &briefing.statement(ix).appearances {
        let parts = appearance.quote.iter().map(|part| part.exact.as_str());
        let text = match &appearance.quote[..] {
            [whole] => Cow::from(&whole.exact),
            _ => Cow::from(parts.collect::<Vec<_>>().join(" … ")),
        };
        let mut found = appearance
            .quote
            .iter()
            .map(|part| &part.range)
            .filter(|range| !range.is_empty());
        let range = match (found.next(), found.next_back()) {
            (Some(first), Some(last)) if first.start < last.end => first.start..last.end,
            (Some(first), _) => first.clone(),
            (None, _) => 0..0,
        };
        let carrier = carrier(briefing, appearance.article, range);
        let same = |w: &Wording<_>| w.text == text;
        let i = wordings.iter().position(same).or_else(|| {
            // Few have a second wording, and folding is dear.
            known.extend(wordings[known.len()..].iter().map(|w| fold(&w.text)));
            let folded = (!known.is_empty()).then(|| fold(&text))?;
            known.iter().position(|k| *k == folded)
        });
        match i {
            Some(i) => wordings[i].carriers.push(carrier),
            None => wordings.push(Wording {
                text,
                carriers: vec![carrier],
            }),
        }
    }
    wordings
}

/// Returns the statements that stand in a passage, with their bytes in it.
fn contained_statements<'b>(
    briefing: &'b Briefing,
    passage: &Range<usize>,
    spans: &[(Range<usize>, StatementIx)],
) -> Vec<ContainedStatement<&'b str>> {
    let mut by_statement: BTreeMap<StatementIx, Vec<(usize, usize)>> = BTreeMap::new();
    for (span, ix) in spans {
        let start = span.start.max(passage.start);
        let end = span.end.min(passage.end);
        if start < end {
            by_statement
                .entry(*ix)
                .or_default()
                .push((start - passage.start, end - passage.start));
        }
    }
    by_statement
        .into_iter()
        .map(|(ix, spans)| ContainedStatement {
            id: &*briefing.statement(ix).id,
            spans,
        })
        .collect()
}
