//! Quotes a statement, or a range of an article, from its briefing.

use std::ops::Range;

use super::Quotation;
use super::context::sentence_context;
use super::part::QuotedPart;
use crate::cite::quote_marks;
use crate::model::{
    Appearance, ArticleIx, Briefing, CanonicalText, Provenance, QuotationKind, QuoteVerification,
    Reference, RelayedBy, StatementIx,
};

impl Quotation {
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
}

pub(super) fn passage_ref(
    briefing: &str,
    article: &str,
    text: &CanonicalText,
    offset: usize,
) -> String {
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
