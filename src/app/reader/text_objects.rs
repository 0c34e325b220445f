//! What the cursor is in (word, sentence, quotation, paragraph, statement), and selecting it.

use std::ops::Range;

use crate::app::reader::article_reader::ArticleReader;
use crate::app::reader::selection::{SelectionUnit, TextSelection};
use crate::model::StatementIx;
use crate::text::segment::{quotations, sentences, words};

impl ArticleReader {
    /// Returns the bytes of the sentence under the cursor.
    #[must_use]
    pub fn sentence(&self) -> Range<usize> {
        self.text_object_at(SelectionUnit::Sentence, self.cursor)
    }

    /// Returns the bytes of the passage under the cursor.
    #[must_use]
    pub fn paragraph(&self) -> Range<usize> {
        let text = self.text();
        let passage = text.passages.get(text.passage_at(self.cursor));
        passage.map_or(0..0, |p| p.range.clone())
    }

    /// Returns the bytes between the quotation marks around the cursor.
    #[must_use]
    pub fn quotation(&self) -> Option<Range<usize>> {
        let passage = self.paragraph();
        let text = self.text().slice(&passage);
        let at = self.cursor.saturating_sub(passage.start);
        let marked = quotations(text).into_iter().find(|q| q.contains(&at))?;
        let inner = text.get(marked.clone())?;
        let first = inner.chars().next().map_or(0, char::len_utf8);
        let closed = inner[first..].trim_end_matches(['"', '”', '“', '»', '«', '’', '‘']);
        let start = passage.start + marked.start + first;
        Some(start..start + closed.len())
    }

    /// Returns the bytes of the parts of a statement in this article.
    #[must_use]
    pub fn parts_of(&self, statement: StatementIx) -> Vec<Range<usize>> {
        let spans = self.open.spans(self.article).iter();
        let own = spans.filter(|(_, s)| *s == statement);
        own.map(|(range, _)| range.clone()).collect()
    }

    /// Returns the bytes of the statement under the cursor, from its first part to
    /// its last in this article.
    #[must_use]
    pub fn statement_range(&self) -> Option<Range<usize>> {
        let parts = self.parts_of(self.statement()?);
        Some(parts.first()?.start..parts.iter().map(|r| r.end).max()?)
    }

    /// Returns the bytes of the word under the cursor, or of the next one.
    #[must_use]
    pub fn word(&self) -> Range<usize> {
        self.text_object_at(SelectionUnit::Word, self.cursor)
    }

    /// Returns the selected bytes.
    #[must_use]
    pub fn selected(&self) -> Option<Range<usize>> {
        let selection = self.selection?;
        let here = self.text_object_at(selection.unit, self.cursor);
        let start = selection.start.min(here.start);
        let end = selection.end.max(here.end);
        (start < end).then_some(start..end)
    }

    /// Starts a selection by a unit, or changes the unit; ends one that has it already.
    pub fn select(&mut self, unit: SelectionUnit) {
        match &mut self.selection {
            Some(selection) if selection.unit == unit => self.selection = None,
            Some(selection) => selection.unit = unit,
            None => {
                let here = self.text_object_at(unit, self.cursor);
                self.selection = Some(TextSelection {
                    start: here.start,
                    end: here.end,
                    unit,
                });
            }
        }
    }

    /// Selects exactly these bytes, the cursor at their end.
    pub fn select_range(&mut self, range: Range<usize>) {
        let words = words(self.text().slice(&range));
        let last = words.last().map_or(range.start, |w| range.start + w.start);
        self.selection = Some(TextSelection {
            start: range.start,
            end: range.end,
            unit: SelectionUnit::Word,
        });
        self.cursor = last;
        self.keep_in_view();
    }

    pub(in crate::app) fn text_object_at(
        &self,
        unit: SelectionUnit,
        offset: usize,
    ) -> Range<usize> {
        let text = self.text();
        let Some(passage) = text.passages.get(text.passage_at(offset)) else {
            return 0..0;
        };
        let base = passage.range.start;
        let slice = text.slice(&passage.range);
        let list = match unit {
            SelectionUnit::Word => words(slice),
            SelectionUnit::Sentence => sentences(slice),
        };
        let at = offset.saturating_sub(base);
        let found = list.iter().find(|r| r.end > at).or(list.last());
        found.map_or(passage.range.clone(), |r| base + r.start..base + r.end)
    }
}
