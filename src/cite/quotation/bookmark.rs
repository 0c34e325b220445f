//! Quotes a bookmark, from itself and, where it can be had, from its article.

use super::context::{kept_sentence_context, sentence_context};
use super::part::{QuotedPart, code_point_range};
use super::statement::passage_ref;
use super::{BookmarkMeta, Quotation};
use crate::cite::quote_marks;
use crate::model::{Bookmark, Briefing, QuotationKind, Reference, Statement, StatementIx};

impl Quotation {
    /// Quotes a bookmark from what it holds itself, be its bundle there or not.
    #[must_use]
    pub fn from_bookmark(bookmark: &Bookmark) -> Quotation {
        let Bookmark { place, exact, .. } = bookmark;
        let briefing = place.briefing.clone();
        let reference = match &bookmark.provenance.statement {
            // Words that were imported without their article have no reference.
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
                self.reference =
                    passage_ref(&self.briefing, &self.article, &article.text, start.start);
            }
        }
        self
    }

    /// Adds to a bookmarked statement what its article says of it and around it, where the
    /// bookmark holds all of its words.
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
}
