//! Makes the documents of one briefing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;
use tantivy::TantivyDocument;

use super::dates;
use super::given::Given;
use super::printed::{Held, Printed};
use super::reading::{Readers, Text};
use super::record::{Carrier, Head, Record, Said, Wording, seat};
use super::schema::{ARTICLE, BRIEFING, Fields, HEAD, STATEMENT};
use super::shared::{Shared, names};
use crate::model::{Article, ArticleIx, Briefing, Date, StatementIx};
use crate::text::fold::fold;

/// Words outside of all statements that a passage needs to be a document.
const OWN_WORDS: usize = 3;
/// Documents that the engine is given in one go, so that they stay together; more
/// only where one article has more.
const TOGETHER: usize = 2000;

/// Bytes that the document of a statement has, most often.
const SAID: usize = 2048;
/// Bytes that a document has besides its words and its record, about.
const ROOM: usize = 128;

/// Hands over all documents of a briefing, in groups that have to stay together.
pub(super) fn documents<E>(
    fields: &Fields,
    readers: &mut Readers,
    briefing: &Briefing,
    mut take: impl FnMut(Vec<TantivyDocument>) -> Result<(), E>,
) -> Result<(), E> {
    let mut maker = Maker {
        fields,
        briefing,
        readers,
        shared: Shared::of(briefing),
        text: Text::default(),
        record: Vec::new(),
        printed: String::new(),
    };
    let mut documents = vec![maker.briefing()];
    let answered: BTreeSet<StatementIx> = briefing.answered_by().into_keys().collect();
    for i in 0..briefing.statements.len() {
        let ix = StatementIx(i);
        documents.push(maker.statement(ix, answered.contains(&ix)));
    }
    for i in 0..briefing.articles.len() {
        if documents.len() >= TOGETHER {
            take(std::mem::take(&mut documents))?;
        }
        maker.article(ArticleIx(i), &mut documents);
    }
    take(documents)
}

/// Gives a field its words.
fn put(document: &mut TantivyDocument, field: tantivy::schema::Field, words: &Given) {
    if let Some(text) = words.text() {
        document.add_text(field, text);
    }
}

struct Maker<'a> {
    fields: &'a Fields,
    briefing: &'a Briefing,
    readers: &'a mut Readers,
    shared: Shared,
    /// Room to write words in.
    text: Text,
    /// Room to write a record in.
    record: Vec<u8>,
    /// Room to write a passage in.
    printed: String,
}

impl Maker<'_> {
    fn briefing(&self) -> TantivyDocument {
        let (f, b) = (self.fields, self.briefing);
        let mut document = TantivyDocument::new();
        document.add_text(f.class, BRIEFING);
        document.add_u64(f.up, HEAD);
        document.add_text(f.briefing, &b.id);
        document.add_text(f.stamp, format!("{} {}", b.id, b.hash));
        let languages: BTreeSet<&str> = b
            .articles
            .iter()
            .map(|a| a.language.as_str())
            .chain([b.language.as_str()])
            .collect();
        for language in languages {
            document.add_text(f.language, language);
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
        for (field, values) in f.names.into_iter().zip(values) {
            for value in values {
                document.add_text(field, value);
            }
        }
        document
    }

    /// Adds what statements and articles have in common.
    fn common(
        &self,
        document: &mut TantivyDocument,
        class: &str,
        date: Option<&Date>,
        articles: &BTreeSet<ArticleIx>,
    ) {
        let (f, b) = (self.fields, self.briefing);
        document.add_text(f.class, class);
        document.add_text(f.briefing, &b.id);
        put(document, f.title, &self.shared.title);
        for article in articles {
            document.add_text(f.article, format!("{}/{}", b.id, b.article(*article).id));
        }
        let outlets: BTreeMap<&str, ArticleIx> = articles
            .iter()
            .map(|a| (b.article(*a).publisher.as_str(), *a))
            .collect();
        for article in outlets.into_values() {
            put(document, f.outlet, &self.shared.outlets[article.0]);
        }
        if let Some(date) = date {
            let span = dates::span(date);
            document.add_i64(f.first, *span.start());
            document.add_i64(f.last, *span.end());
        }
    }

    /// Adds the words that were read.
    fn put_text(&mut self, document: &mut TantivyDocument) {
        put(document, self.fields.words, &self.text.words);
        put(document, self.fields.stems, &self.text.stems);
        self.text.clear();
    }

    fn statement(&mut self, ix: StatementIx, answered: bool) -> TantivyDocument {
        let (f, b) = (self.fields, self.briefing);
        let statement = b.statement(ix);
        let speaker = b.speaker_of(ix);
        let side = &b.sides[speaker.side.0];
        let wordings = wordings(b, ix);
        let language = statement
            .appearances
            .first()
            .map_or(&b.language, |a| &b.article(a.article).language)
            .clone();
        let topics: Vec<String> = statement
            .topics
            .iter()
            .map(|t| b.topics[t.0].question.clone())
            .collect();
        let articles: BTreeSet<ArticleIx> =
            statement.appearances.iter().map(|a| a.article).collect();
        let printed = statement
            .appearances
            .first()
            .and_then(|a| b.article(a.article).published.as_ref());
        let date = statement.date.as_ref().or(printed);

        let mut document = TantivyDocument::with_capacity(SAID);
        self.common(&mut document, STATEMENT, date, &articles);
        document.add_u64(f.up, 0);
        document.add_text(f.key, format!("{}/{}", b.id, statement.id));
        document.add_text(f.kind, statement.kind.name());
        document.add_text(f.status, if answered { "answered" } else { "unanswered" });
        document.add_text(f.seat, seat(speaker.side.0, &side.label));
        let called = &mut self.shared.speakers[statement.speaker.0];
        put(&mut document, f.side, &called.side);
        put(&mut document, f.who, &called.who);
        put(&mut document, f.org, &called.org);
        for wording in &wordings {
            self.readers
                .read(&language, &wording.text, &mut self.text, |_| ());
        }
        called
            .text
            .add(self.readers, &language, names(speaker), &mut self.text);
        for topic in &statement.topics {
            let point = &mut self.shared.topics[topic.0];
            put(&mut document, f.topic, &point.topic);
            let question = std::iter::once(b.topics[topic.0].question.as_str());
            point
                .text
                .add(self.readers, &language, question, &mut self.text);
        }
        self.put_text(&mut document);

        let record = Record {
            briefing: b.id.clone(),
            briefing_title: b.title.clone(),
            language,
            date: date.map(|d| d.edtf().to_owned()),
            wordings,
            said: Some(Said {
                id: statement.id.clone(),
                kind: statement.kind,
                speaker: speaker.name.clone(),
                names: names(speaker).skip(1).map(str::to_owned).collect(),
                side: side.label.clone(),
                column: speaker.side.0,
                topics,
                carriers: articles.len(),
            }),
            passage: None,
        };
        self.put_record(&mut document, &record);
        document
    }

    /// Adds an article and behind it its passages that have words of their own.
    fn article(&mut self, ix: ArticleIx, documents: &mut Vec<TantivyDocument>) {
        let (f, b) = (self.fields, self.briefing);
        let article = b.article(ix);
        let spans = b.spans_in(ix);
        documents.push(self.head(ix, article));
        let mut up = HEAD;
        for (i, passage) in article.text.passages.iter().enumerate() {
            let printed = article.text.slice(&passage.range);
            let holds = held(b, &passage.range, &spans);
            let (mut words, mut own) = (0, 0);
            self.readers
                .read(&article.language, printed, &mut self.text, |range| {
                    let mut spans = holds.iter().flat_map(|h| &h.spans);
                    words += 1;
                    if !spans.any(|(start, end)| *start <= range.start && range.end <= *end) {
                        own += 1;
                    }
                });
            if own < OWN_WORDS && !holds.is_empty() || words == 0 {
                self.text.clear();
                continue;
            }
            let first = up == HEAD;
            if first {
                self.readers
                    .read(&article.language, &article.title, &mut self.text, |_| ());
            }
            up += 1;
            let room = self.text.words.len() + self.text.stems.len() + printed.len();
            let mut document = TantivyDocument::with_capacity(room + ROOM);
            document.add_u64(f.up, up);
            document.add_text(f.briefing, &b.id);
            self.put_text(&mut document);
            let printed = Printed {
                number: i + 1,
                start: passage.range.start,
                first,
                holds,
                text: printed,
            };
            self.printed.clear();
            printed.write(&mut self.printed);
            document.add_text(f.record, &self.printed);
            documents.push(document);
        }
    }

    fn head(&mut self, ix: ArticleIx, article: &Article) -> TantivyDocument {
        let (f, b) = (self.fields, self.briefing);
        let mut document = TantivyDocument::new();
        document.add_u64(f.up, HEAD);
        let date = article.published.as_ref();
        self.common(&mut document, ARTICLE, date, &BTreeSet::from([ix]));
        let head = Head {
            briefing: b.id.clone(),
            briefing_title: b.title.clone(),
            article: article.id.clone(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            date: date.map(|d| d.edtf().to_owned()),
            language: article.language.clone(),
        };
        self.put_record(&mut document, &head);
        document
    }

    /// Stores a record. Its fields are text and numbers, for which writing never
    /// fails; a document without a record would be passed over when it is found.
    fn put_record(&mut self, document: &mut TantivyDocument, record: &impl Serialize) {
        self.record.clear();
        if serde_json::to_writer(&mut self.record, record).is_ok()
            && let Ok(json) = std::str::from_utf8(&self.record)
        {
            document.add_text(self.fields.record, json);
        }
    }
}

fn carrier(briefing: &Briefing, ix: ArticleIx, range: Range<usize>) -> Carrier {
    let article = briefing.article(ix);
    Carrier {
        article: article.id.clone(),
        title: article.title.clone(),
        publisher: article.publisher.clone(),
        range: (range.start, range.end),
    }
}

/// Returns the wordings of a statement in the order of its appearances; those
/// that differ in typography only are one.
fn wordings(briefing: &Briefing, ix: StatementIx) -> Vec<Wording> {
    let mut wordings: Vec<Wording> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for appearance in &briefing.statement(ix).appearances {
        let text = appearance
            .quote
            .iter()
            .map(|part| part.exact.as_str())
            .collect::<Vec<_>>()
            .join(" … ");
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
        let same = |w: &Wording| w.text == text;
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
fn held(
    briefing: &Briefing,
    passage: &Range<usize>,
    spans: &[(Range<usize>, StatementIx)],
) -> Vec<Held> {
    let mut holds: BTreeMap<StatementIx, Vec<(usize, usize)>> = BTreeMap::new();
    for (span, ix) in spans {
        let start = span.start.max(passage.start);
        let end = span.end.min(passage.end);
        if start < end {
            holds
                .entry(*ix)
                .or_default()
                .push((start - passage.start, end - passage.start));
        }
    }
    holds
        .into_iter()
        .map(|(ix, spans)| Held {
            id: briefing.statement(ix).id.clone(),
            spans,
        })
        .collect()
}
