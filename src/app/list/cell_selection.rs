//! Selects words of one card with the mouse, never of the card beside it. The selection is
//! known as bytes of the article that carries the words, so that what is copied is what was
//! printed, however the card broke its lines.

use std::ops::Range;

use crate::model::{ArticleIx, Briefing, StatementIx};
use crate::text::width::width;

use crate::app::ui::card;
use crate::app::ui::styled_text::StyledLine;

/// A position in a cell: line and column.
pub type CellPos = (usize, usize);

/// Text of one card that is selected.
#[derive(Clone, Debug)]
pub struct CellSelection {
    /// Row and cell of the list.
    pub cell: (usize, usize),
    /// The statement on the card.
    pub statement: StatementIx,
    /// The article that carries the words.
    pub article: ArticleIx,
    /// Bytes of the article; none until the pointer has moved over words.
    pub range: Option<Range<usize>>,
    chars: Vec<CharCell>,
    anchor: CellPos,
}

/// A character of a card: where it is shown, and which bytes of the article it shows; none
/// for what the card adds.
#[derive(Clone, Debug)]
struct CharCell {
    pos: CellPos,
    width: usize,
    bytes: Option<Range<usize>>,
}

impl CellSelection {
    /// Starts a selection where the mouse button was pressed on a statement's card; none if
    /// the card does not show words of the article.
    #[must_use]
    pub fn start(
        cell: (usize, usize),
        lines: &[StyledLine],
        briefing: &Briefing,
        (statement, appearance): (StatementIx, usize),
        from: CellPos,
    ) -> Option<CellSelection> {
        let carried = briefing.statement(statement).appearances.get(appearance)?;
        let letters = char_cells(lines, briefing, statement, appearance)?;
        Some(CellSelection {
            cell,
            statement,
            article: carried.article,
            range: None,
            chars: letters,
            anchor: from,
        })
    }

    /// Extends the selection to where the pointer is now, to whole words at both ends. `text`
    /// is that of the article.
    pub fn extend_to(&mut self, to: CellPos, text: &str) {
        let (low, high) = (self.anchor.min(to), self.anchor.max(to));
        let end = |l: &CharCell| (l.pos.0, l.pos.1 + l.width);
        let swept = self.chars.iter().filter(|l| end(l) > low && l.pos <= high);
        let bytes: Vec<&Range<usize>> = swept.filter_map(|l| l.bytes.as_ref()).collect();
        let both = bytes
            .iter()
            .map(|b| b.start)
            .min()
            .zip(bytes.iter().map(|b| b.end).max());
        self.range = both.map(|(start, end)| self.whole_words(text, start..end));
    }

    /// Extends a range to the blanks around it, but not beyond the words that the card shows.
    fn whole_words(&self, text: &str, Range { start, end }: Range<usize>) -> Range<usize> {
        let shown = |at: usize| {
            let mut bytes = self.chars.iter().filter_map(|l| l.bytes.as_ref());
            bytes.any(|b| b.contains(&at))
        };
        let before = text.get(..start).unwrap_or("").char_indices().rev();
        let before = before.take_while(|(at, c)| !c.is_whitespace() && shown(*at));
        let after = text.get(end..).unwrap_or("").char_indices();
        let after = after.take_while(|(at, c)| !c.is_whitespace() && shown(end + at));
        let start = before.last().map_or(start, |(at, _)| at);
        let end = after.last().map_or(end, |(at, c)| end + at + c.len_utf8());
        start..end
    }

    /// Returns the selected columns of each line of the cell.
    #[must_use]
    pub fn columns(&self) -> Vec<(usize, Range<usize>)> {
        let Some(range) = &self.range else {
            return Vec::new();
        };
        let mut lines: Vec<(usize, Range<usize>)> = Vec::new();
        for letter in &self.chars {
            let within = |b: &Range<usize>| range.start < b.end && b.start < range.end;
            if !letter.bytes.as_ref().is_some_and(within) {
                continue;
            }
            let (line, column) = letter.pos;
            let end = column + letter.width;
            match lines.last_mut().filter(|(last, _)| *last == line) {
                Some((_, columns)) => columns.end = end,
                None => lines.push((line, column..end)),
            }
        }
        lines
    }
}

/// Finds the quote of a card in its lines, character by character. Blanks are ignored, for
/// wrapping changes them.
fn char_cells(
    lines: &[StyledLine],
    briefing: &Briefing,
    statement: StatementIx,
    appearance: usize,
) -> Option<Vec<CharCell>> {
    let spoken = briefing.statement(statement);
    let carried = spoken.appearances.get(appearance)?;
    let text = &briefing.article(carried.article).text.text;
    let mut drawn: Vec<(char, CharCell)> = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let mut column = 0;
        for c in line.plain().chars() {
            let width = width(c.encode_utf8(&mut [0; 4]));
            let letter = CharCell {
                pos: (row, column),
                width,
                bytes: None,
            };
            if !c.is_whitespace() {
                drawn.push((c, letter));
            }
            column += width;
        }
    }
    let pieces = card::quote_spans(
        &briefing.article(carried.article).text,
        spoken.kind,
        0,
        carried,
    );
    let words: Vec<char> = pieces.iter().flat_map(|p| non_blank(&p.text)).collect();
    let shown: Vec<char> = drawn.iter().map(|(c, _)| *c).collect();
    let start = shown
        .windows(words.len().max(1))
        .position(|w| w == words.as_slice())?;
    let mut letters: Vec<CharCell> = drawn
        .into_iter()
        .skip(start)
        .take(words.len())
        .map(|(_, letter)| letter)
        .collect();
    let mut at = 0;
    for part in &carried.quote {
        let exact: Vec<char> = non_blank(&part.exact).collect();
        // Quotation marks and the ellipsis of a cut come before it.
        at += words
            .get(at..)?
            .windows(exact.len().max(1))
            .position(|w| w == exact.as_slice())?;
        let printed = text.get(part.range.clone())?;
        let places: Vec<Range<usize>> = printed
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(i, c)| part.range.start + i..part.range.start + i + c.len_utf8())
            .collect();
        for (i, letter) in letters.iter_mut().skip(at).take(exact.len()).enumerate() {
            // If the article has other characters than the quote, each stands for the whole part.
            letter.bytes = Some(if places.len() == exact.len() {
                places[i].clone()
            } else {
                part.range.clone()
            });
        }
        at += exact.len();
    }
    Some(letters)
}

/// Returns the characters of a text without its blanks.
fn non_blank(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace())
}
