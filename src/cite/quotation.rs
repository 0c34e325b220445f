//! Words with all that is known of their source: what every form is written from.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::around::{sentence_context, kept_sentence_context};
use super::quote_marks;
use crate::model::{
    Appearance, ArticleIx, Bookmark, Briefing, CanonicalText, Provenance, QuotationKind, QuoteSpan,
    QuoteVerification, Reference, RelayedBy, Statement, StatementIx,
};
use crate::text::fragment;

/// Words with which [`Quotation::beginning`] names a quotation at most.
const MAX_SUMMARY_WORDS: usize = 14;

/// How many characters before and after the words identify them.
pub(super) const CONTEXT_CHARS: usize = 32;

/// Words that leave the program, with their source. What is unknown is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quotation {
    /// Short reference, as `kaspersky-lab#s-overwhelming` or `kaspersky-lab/axios-2018#p3`;
    /// empty for words that stand in no article of a briefing.
    pub reference: String,
    /// The words as they leave: own words in quotation marks, cuts marked.
    pub words: String,
    /// The unbroken parts, letter by letter, without added marks.
    pub parts: Vec<QuotedPart>,
    /// How well a statement's words were found in the stored article:
    /// `exact`, `normalised`, `approximate 87 %`, `old text` or `not found`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Where the words are a fragment of a sentence: what stands before them in it, in the
    /// outlet's words; without it a hedge may be lost. Empty where they are none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lead_in: String,
    /// The rest of that sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rest: String,
    /// The article's own wording of who said it and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// For whom the speaker speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The earlier occasions on which the same speaker said these words: references, with
    /// the date where it is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<String>,
    /// `declined to answer` or `did not respond`, where that is what is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The hops from the speaker to the outlet, the nearest to the speaker first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Id of the briefing.
    pub briefing: String,
    /// Id of the article.
    pub article: String,
    /// The source.
    pub source: Provenance,
    /// The reader's note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The reader's tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The letter of the reader's highlight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<char>,
    /// Lower-case hex SHA-256 of the canonical text in which ranges are counted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text_hash: String,
    /// The bookmark that holds the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmark: Option<BookmarkMeta>,
}

/// One unbroken part of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuotedPart {
    /// The words, letter by letter.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// Bytes of the canonical text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Range<usize>>,
    /// Code points of the canonical text, where that was at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_points: Option<Range<usize>>,
}

/// The bookmark from which a quotation was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookmarkMeta {
    /// Its name.
    pub id: String,
    /// Seconds since 1970 UTC.
    pub created: i64,
    /// Seconds since 1970 UTC.
    pub changed: i64,
}

impl Quotation {
    /// Returns the words as they stand in their sentence: where they are a fragment, with
    /// its lead-in and the rest of it, in square brackets: they are the outlet's words.
    #[must_use]
    pub fn in_sentence(&self) -> String {
        let (before, behind) = fragment::bracketed(&self.lead_in, &self.rest);
        [before.as_str(), &self.words, &behind].concat()
    }

    /// Returns what else has to be known of the words, a line each: other occasions, and
    /// the way that they came to the outlet.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut lines = Vec::new();
        // The curator's wording may hold a hedge that the sentence itself does not.
        if let Some(attribution) = &self.attribution
            && (!self.lead_in.is_empty() || !self.rest.is_empty())
            && !self.lead_in.contains(attribution.as_str())
            && !self.rest.contains(attribution.as_str())
        {
            lines.push(format!("Attribution: {attribution}"));
        }
        if let Some(response) = &self.response {
            lines.push(format!("Response: {response}"));
        }
        if !self.repeats.is_empty() {
            lines.push(format!("Said before: {}", self.repeats.join("; ")));
        }
        if !self.via.is_empty() {
            lines.push(format!("Via: {}", self.via.join(" → ")));
        }
        lines
    }

    /// Returns who speaks and how the words begin, to recognise them by.
    #[must_use]
    pub fn summary(&self) -> String {
        let lead_in = fragment::short_lead_in(&self.lead_in);
        let whole = format!("{lead_in}{}", self.words);
        let mut words: Vec<&str> = whole.split_whitespace().collect();
        let is_cut = words.len() > MAX_SUMMARY_WORDS;
        words.truncate(MAX_SUMMARY_WORDS);
        let mut words = words.join(" ");
        if is_cut {
            words.push('…');
            if words.matches('“').count() > words.matches('”').count() {
                words.push('”');
            }
        }
        match &self.source.speaker {
            Some(speaker) => format!("{speaker}: {words}"),
            None => words,
        }
    }

    /// Quotes a statement as one of its articles carries it; the first, where
    /// it has no appearance of that number. The words are those of the article;
    /// only where they were not found in it, those of the bundle.
    #[must_use]
    pub fn from_statement(briefing: &Briefing, ix: StatementIx, appearance: usize) -> Quotation {
        let statement = briefing.statement(ix);
        let reference = Reference::Fragment {
            briefing: briefing.id.clone(),
            fragment: statement.id.clone(),
        };
        let carried = statement
            .appearances
            .get(appearance)
            .or(statement.appearances.first());
        let Some(carried) = carried else {
            return Quotation {
                reference: reference.to_string(),
                briefing: briefing.id.clone(),
                ..Quotation::default()
            };
        };
        let article = briefing.article(carried.article);
        let parts: Vec<QuotedPart> = carried
            .quote
            .iter()
            .map(|span| QuotedPart::from_span(&article.text, span))
            .collect();
        let words: Vec<String> = parts.iter().map(|part| part.exact.clone()).collect();
        let gaps = parts.windows(2).map(|pair| {
            let (one, next) = (pair[0].bytes.as_ref()?, pair[1].bytes.as_ref()?);
            article.text.text.get(one.end..next.start)
        });
        let joined = quote_marks::join_parts(&words, gaps);
        let (lead_in, rest) = sentence_context(&article.text, carried, statement.kind);
        Quotation {
            reference: reference.to_string(),
            lead_in,
            rest,
            words: match statement.kind {
                QuotationKind::Direct => quote_marks::quote(&joined),
                QuotationKind::Paraphrase => joined,
            },
            parts,
            proof: Some(verification_label(carried)),
            attribution: carried.attribution.clone(),
            organisation: briefing.speaker_of(ix).organisation.clone(),
            repeats: statement
                .repeats
                .iter()
                .map(|earlier| occasion_label(briefing, *earlier))
                .collect(),
            response: statement.response.map(|r| r.label().to_owned()),
            via: carried.via.iter().map(RelayedBy::label).collect(),
            briefing: briefing.id.clone(),
            article: article.id.clone(),
            source: Provenance::from_statement(briefing, carried.article, Some(ix)),
            text_hash: article.text.hash.clone(),
            ..Quotation::default()
        }
    }

    /// Quotes a stretch of an article, as it stands there. Where it was cut out of
    /// a printed quotation, the mark that the cut took away is put back.
    #[must_use]
    pub fn from_range(briefing: &Briefing, article: ArticleIx, range: Range<usize>) -> Quotation {
        let printed = briefing.article(article);
        let passages: Vec<Range<usize>> = printed
            .text
            .passages
            .iter()
            .map(|passage| passage.range.clone())
            .collect();
        Quotation {
            reference: passage_ref(&briefing.id, &printed.id, &printed.text, range.start),
            words: quote_marks::excerpt(&printed.text.text, &passages, &range),
            parts: vec![QuotedPart::from_range(&printed.text, range)],
            briefing: briefing.id.clone(),
            article: printed.id.clone(),
            source: Provenance::from_statement(briefing, article, None),
            text_hash: printed.text.hash.clone(),
            ..Quotation::default()
        }
    }

    /// Adds whose words they are, where they are part of a statement that an article carries.
    /// The reference stays that of the passage: the statement has more words.
    #[must_use]
    pub fn with_speaker_of(
        mut self,
        briefing: &Briefing,
        article: ArticleIx,
        statement: StatementIx,
    ) -> Quotation {
        let all = &briefing.statement(statement).appearances;
        let carried = all.iter().find(|carried| carried.article == article);
        self.attribution = carried.and_then(|carried| carried.attribution.clone());
        let speaker = briefing.speaker_of(statement);
        self.organisation.clone_from(&speaker.organisation);
        self.source = Provenance::from_statement(briefing, article, Some(statement));
        self
    }

    /// Quotes a bookmark from what it holds itself, be its bundle there or not.
    #[must_use]
    pub fn from_bookmark(bookmark: &Bookmark) -> Quotation {
        let Bookmark { place, exact, .. } = bookmark;
        let briefing = place.briefing.clone();
        let reference = match &bookmark.provenance.statement {
            // Words that were taken in without their article stand nowhere here.
            _ if briefing.is_empty() => None,
            Some(fragment) => Some(Reference::Fragment {
                briefing,
                fragment: fragment.clone(),
            }),
            None if place.article.is_empty() => Some(Reference::Briefing(briefing)),
            None => Some(Reference::Article {
                briefing,
                article: place.article.clone(),
            }),
        };
        let words = match bookmark.provenance.kind.as_deref() {
            Some(kind) if kind == QuotationKind::Direct.name() => {
                quote_marks::quote(&bookmark.parts().join(quote_marks::ELLIPSIS))
            }
            Some(_) => bookmark.parts().join(quote_marks::ELLIPSIS),
            None => quote_marks::restore_marks(&bookmark.prefix, exact, &bookmark.suffix),
        };
        let (lead_in, rest) = kept_sentence_context(bookmark);
        Quotation {
            reference: reference.map_or_else(String::new, |r| r.to_string()),
            words,
            lead_in,
            rest,
            parts: vec![QuotedPart {
                exact: exact.clone(),
                prefix: bookmark.prefix.clone(),
                suffix: bookmark.suffix.clone(),
                bytes: Some(place.range.clone()),
                code_points: None,
            }],
            briefing: place.briefing.clone(),
            article: place.article.clone(),
            source: (*bookmark.provenance).clone(),
            note: bookmark.note.clone(),
            tags: bookmark.tags.clone(),
            letter: bookmark.letter,
            text_hash: bookmark.text_hash.clone(),
            bookmark: Some(BookmarkMeta {
                id: bookmark.id.0.clone(),
                created: bookmark.created,
                changed: bookmark.changed,
            }),
            ..Quotation::default()
        }
    }

    /// Adds to a bookmark's quotation what only its text can tell: the passage
    /// and the place in code points. Does nothing where the briefing does not hold that text.
    #[must_use]
    pub fn located_in(mut self, briefing: &Briefing) -> Quotation {
        let article = briefing
            .article_by_id(&self.article)
            .filter(|_| briefing.id == self.briefing)
            .map(|ix| briefing.article(ix))
            .filter(|article| article.text.hash == self.text_hash);
        let Some(article) = article else {
            return self;
        };
        for part in &mut self.parts {
            part.code_points = part
                .bytes
                .as_ref()
                .and_then(|bytes| code_point_range(&article.text.text, bytes));
        }
        let statement = self.source.statement.as_ref();
        if let Some(ix) = statement.and_then(|id| briefing.statement_by_id(id)) {
            self.add_context_of(briefing, ix);
        }
        if self.source.statement.is_none() {
            let start = self.parts.first().and_then(|part| part.bytes.as_ref());
            if let Some(start) = start {
                self.reference = passage_ref(&self.briefing, &self.article, &article.text, start.start);
            }
        }
        self
    }

    /// Adds to a kept statement what its article says of it and around it, where all of its
    /// words were kept.
    fn add_context_of(&mut self, briefing: &Briefing, statement: StatementIx) {
        let kept = self.parts.first().and_then(|part| part.bytes.clone());
        let Statement {
            appearances, kind, ..
        } = briefing.statement(statement);
        let carried = appearances.iter().find(|carried| {
            let ends = carried.quote.first().zip(carried.quote.last());
            let whole = ends.map(|(first, last)| first.range.start..last.range.end);
            briefing.article(carried.article).id == self.article && whole == kept
        });
        if let Some(carried) = carried {
            let text = &briefing.article(carried.article).text;
            (self.lead_in, self.rest) = sentence_context(text, carried, *kind);
            self.attribution.clone_from(&carried.attribution);
            let speaker = briefing.speaker_of(statement);
            self.organisation.clone_from(&speaker.organisation);
        }
    }

    /// Returns what quotations are sorted by.
    pub(super) fn sort_key(&self) -> (&str, &str, usize, usize, &str) {
        let range = |pick: fn(&Range<usize>) -> usize| {
            self.parts
                .first()
                .and_then(|part| part.bytes.as_ref())
                .map_or(0, pick)
        };
        (
            &self.briefing,
            &self.article,
            range(|r| r.start),
            range(|r| r.end),
            &self.reference,
        )
    }
}

impl QuotedPart {
    fn from_span(text: &CanonicalText, span: &QuoteSpan) -> QuotedPart {
        if span.proof == QuoteVerification::NotFound || text.slice(&span.range).is_empty() {
            return QuotedPart {
                exact: span.exact.clone(),
                ..QuotedPart::default()
            };
        }
        QuotedPart::from_range(text, span.range.clone())
    }

    fn from_range(text: &CanonicalText, range: Range<usize>) -> QuotedPart {
        let whole = &text.text;
        let before = whole.get(..range.start).unwrap_or("");
        let cut = before
            .char_indices()
            .rev()
            .nth(CONTEXT_CHARS - 1)
            .map_or(0, |(at, _)| at);
        let after = whole.get(range.end..).unwrap_or("");
        QuotedPart {
            exact: text.slice(&range).to_owned(),
            prefix: before[cut..].to_owned(),
            suffix: after.chars().take(CONTEXT_CHARS).collect(),
            code_points: code_point_range(whole, &range),
            bytes: Some(range),
        }
    }
}

/// Counts a byte range in code points, as W3C annotations do.
fn code_point_range(text: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..bytes.start)?.chars().count();
    Some(start..start + text.get(bytes.clone())?.chars().count())
}

fn passage_ref(briefing: &str, article: &str, text: &CanonicalText, offset: usize) -> String {
    Reference::Passage {
        briefing: briefing.to_owned(),
        article: article.to_owned(),
        number: text.passage_at(offset) + 1,
    }
    .to_string()
}

fn verification_label(carried: &Appearance) -> String {
    match carried.proof() {
        QuoteVerification::Approximate(percent) => format!("approximate {} %", percent.0),
        proof => proof.name().to_owned(),
    }
}

/// Names an occasion: its reference, and its date where that is known.
fn occasion_label(briefing: &Briefing, ix: StatementIx) -> String {
    let statement = briefing.statement(ix);
    let reference = Reference::Fragment {
        briefing: briefing.id.clone(),
        fragment: statement.id.clone(),
    };
    match &statement.date {
        Some(date) => format!("{reference} ({date})"),
        None => reference.to_string(),
    }
}
