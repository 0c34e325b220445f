//! Makes the documents of one briefing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use tantivy::TantivyDocument;

use super::dates;
use super::given::Given;
use super::record::{Carrier, Held, Printed, Record, Said, Wording, seat};
use super::schema::{BRIEFING, Fields, PASSAGE, STATEMENT};
use crate::model::{ArticleIx, Briefing, Date, Speaker, StatementIx};
use crate::text::fold::fold;
use crate::text::words::{Analyser, Word};

/// Words outside of all statements that a passage needs to be a document.
const OWN_WORDS: usize = 3;

/// Stems that are remembered of one language at most.
const MOST_STEMS: usize = 200_000;

/// Reads texts of all languages; remembers stems, which are dear to make, over
/// all briefings of a batch.
#[derive(Default)]
pub(super) struct Readers {
    languages: HashMap<String, Reader>,
}

/// Reads texts of one language.
struct Reader {
    analyser: Analyser,
    stems: HashMap<String, String>,
}

impl Readers {
    fn words(&mut self, language: &str, text: &str) -> Vec<Word> {
        if !self.languages.contains_key(language) {
            let reader = Reader {
                analyser: Analyser::new(language),
                stems: HashMap::new(),
            };
            self.languages.insert(language.to_owned(), reader);
        }
        match self.languages.get_mut(language) {
            Some(reader) => reader.words(text),
            None => Vec::new(),
        }
    }
}

impl Reader {
    fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = self.analyser.words_stemming(text, |_| false);
        for word in &mut words {
            if let Some(stem) = self.stems.get(&word.folded) {
                word.stem.clone_from(stem);
                continue;
            }
            word.stem = self.analyser.stem(&word.folded).into_owned();
            if self.stems.len() < MOST_STEMS {
                self.stems.insert(word.folded.clone(), word.stem.clone());
            }
        }
        words
    }
}

/// Returns all documents of a briefing.
pub(super) fn documents(
    fields: &Fields,
    readers: &mut Readers,
    briefing: &Briefing,
) -> Vec<TantivyDocument> {
    let names = Analyser::new(&briefing.language);
    let title = named(&names, [briefing.id.as_str(), briefing.title.as_str()]);
    let outlets = briefing.articles.iter();
    let outlets = outlets.map(|a| named(&names, [a.publisher.as_str()]));
    let mut maker = Maker {
        fields,
        briefing,
        readers,
        title,
        outlets: outlets.collect(),
        names,
    };
    let mut documents = vec![maker.briefing()];
    let answered: BTreeSet<StatementIx> = briefing.answered_by().into_keys().collect();
    for i in 0..briefing.statements.len() {
        let ix = StatementIx(i);
        documents.push(maker.statement(ix, answered.contains(&ix)));
    }
    for i in 0..briefing.articles.len() {
        maker.article(ArticleIx(i), &mut documents);
    }
    documents
}

/// Gives a field its words.
fn put(document: &mut TantivyDocument, field: tantivy::schema::Field, words: Given) {
    if let Some(text) = words.into_text() {
        document.add_text(field, text);
    }
}

/// Returns the folded words of names.
fn named<'n>(analyser: &Analyser, names: impl IntoIterator<Item = &'n str>) -> Given {
    let mut given = Given::default();
    for name in names {
        let words = analyser.words_stemming(name, |_| false);
        given.add(words.iter().map(|w| w.folded.as_str()));
    }
    given
}

/// The two fields in which words are looked for.
#[derive(Default)]
struct Text {
    words: Given,
    stems: Given,
}

impl Text {
    fn add(&mut self, words: &[Word]) {
        self.words.add(words.iter().map(|w| w.folded.as_str()));
        self.stems.add(words.iter().map(|w| w.stem.as_str()));
    }
}

struct Maker<'a> {
    fields: &'a Fields,
    briefing: &'a Briefing,
    readers: &'a mut Readers,
    names: Analyser,
    /// Words of id and title, which all documents have.
    title: Given,
    /// Words of each article's outlet.
    outlets: Vec<Given>,
}

impl Maker<'_> {
    fn words(&mut self, language: &str, text: &str) -> Vec<Word> {
        self.readers.words(language, text)
    }

    /// Adds names to a field of folded words.
    fn name<'n>(
        &self,
        document: &mut TantivyDocument,
        field: tantivy::schema::Field,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        put(document, field, named(&self.names, names));
    }

    fn briefing(&self) -> TantivyDocument {
        let (f, b) = (self.fields, self.briefing);
        let mut document = TantivyDocument::new();
        document.add_text(f.class, BRIEFING);
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

    /// Adds what statements and passages have in common.
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
        put(document, f.title, self.title.clone());
        for article in articles {
            document.add_text(f.article, format!("{}/{}", b.id, b.article(*article).id));
        }
        match articles.first() {
            Some(only) if articles.len() == 1 => {
                put(document, f.outlet, self.outlets[only.0].clone());
            }
            _ => {
                let outlets: BTreeSet<&str> = articles
                    .iter()
                    .map(|a| b.article(*a).publisher.as_str())
                    .collect();
                self.name(document, f.outlet, outlets);
            }
        }
        if let Some(date) = date {
            let span = dates::span(date);
            document.add_i64(f.first, *span.start());
            document.add_i64(f.last, *span.end());
        }
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

        let mut document = TantivyDocument::new();
        self.common(&mut document, STATEMENT, date, &articles);
        document.add_text(f.kind, statement.kind.name());
        document.add_text(f.status, if answered { "answered" } else { "unanswered" });
        document.add_text(f.seat, seat(speaker.side.0, &side.label));
        self.name(
            &mut document,
            f.side,
            [side.id.as_str(), side.label.as_str()],
        );
        let called = [Some(&speaker.id), Some(&speaker.name)]
            .into_iter()
            .chain(speaker.aliases.iter().map(Some))
            .chain([speaker.organisation.as_ref()])
            .flatten();
        self.name(&mut document, f.who, called.map(String::as_str));
        self.name(&mut document, f.org, speaker.organisation.as_deref());
        let points = statement
            .topics
            .iter()
            .flat_map(|t| [&b.topics[t.0].id, &b.topics[t.0].question]);
        self.name(&mut document, f.topic, points.map(String::as_str));

        let mut text = Text::default();
        for wording in &wordings {
            text.add(&self.words(&language, &wording.text));
        }
        for name in names(speaker).chain(topics.iter().map(String::as_str)) {
            text.add(&self.words(&language, name));
        }
        put(&mut document, f.words, text.words);
        put(&mut document, f.stems, text.stems);

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
        add_record(&mut document, f, &record);
        document
    }

    /// Adds the passages of an article that have words of their own.
    fn article(&mut self, ix: ArticleIx, documents: &mut Vec<TantivyDocument>) {
        let (f, b) = (self.fields, self.briefing);
        let article = b.article(ix);
        let spans = b.spans_in(ix);
        let carriers = BTreeSet::from([ix]);
        let mut headline = Some(article.title.clone());
        for (i, passage) in article.text.passages.iter().enumerate() {
            let printed = article.text.slice(&passage.range);
            let words = self.words(&article.language, printed);
            let holds = held(b, &passage.range, &spans);
            let own = words
                .iter()
                .filter(|w| {
                    !holds
                        .iter()
                        .flat_map(|h| &h.spans)
                        .any(|(start, end)| *start <= w.range.start && w.range.end <= *end)
                })
                .count();
            if own < OWN_WORDS && !holds.is_empty() || words.is_empty() {
                continue;
            }
            let mut document = TantivyDocument::new();
            self.common(
                &mut document,
                PASSAGE,
                article.published.as_ref(),
                &carriers,
            );
            let headline = headline.take();
            let mut text = Text::default();
            text.add(&words);
            if let Some(headline) = &headline {
                text.add(&self.words(&article.language, headline));
            }
            put(&mut document, f.words, text.words);
            put(&mut document, f.stems, text.stems);
            let record = Record {
                briefing: b.id.clone(),
                briefing_title: b.title.clone(),
                language: article.language.clone(),
                date: article.published.as_ref().map(|d| d.edtf().to_owned()),
                wordings: vec![Wording {
                    text: printed.to_owned(),
                    carriers: vec![carrier(b, ix, passage.range.clone())],
                }],
                said: None,
                passage: Some(Printed {
                    number: i + 1,
                    headline,
                    holds,
                }),
            };
            add_record(&mut document, f, &record);
            documents.push(document);
        }
    }
}

/// Stores a record. Its fields are text and numbers, for which writing never
/// fails; a document without a record would be passed over when it is found.
fn add_record(document: &mut TantivyDocument, fields: &Fields, record: &Record) {
    if let Ok(json) = serde_json::to_string(record) {
        document.add_text(fields.record, json);
    }
}

/// Returns all that a speaker is called, the name first.
fn names(speaker: &Speaker) -> impl Iterator<Item = &str> {
    std::iter::once(&speaker.name)
        .chain(&speaker.aliases)
        .chain(&speaker.role)
        .chain(&speaker.organisation)
        .map(String::as_str)
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
    let mut known: HashMap<String, usize> = HashMap::new();
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
        let i = *known.entry(fold(&text)).or_insert(wordings.len());
        match wordings.get_mut(i) {
            Some(wording) => wording.carriers.push(carrier),
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
        .map(|(ix, spans)| {
            let topics = briefing.statement(ix).topics.iter();
            let names = names(briefing.speaker_of(ix))
                .chain(topics.map(|t| briefing.topics[t.0].question.as_str()))
                .collect::<Vec<_>>()
                .join(" \n ");
            let id = briefing.statement(ix).id.clone();
            Held { id, spans, names }
        })
        .collect()
}
