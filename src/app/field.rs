//! Text being written: a search, a command, a note. The cursor is a byte offset
//! that always stands between two graphemes, so that a letter with its accents
//! or a joined emoji is one thing to delete.

use std::ops::Range;

use crate::text::clean::{clean, clean_line, is_clean};
use crate::text::segment::{floor_boundary, next_grapheme, previous_grapheme};
use crate::text::width::{offset_at, width};
use crate::text::wrap::wrap;

use super::command::Command;

/// A text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    cursor: usize,
}

impl Field {
    /// Begins with a text, the cursor behind it.
    #[must_use]
    pub fn with(text: &str) -> Field {
        Field {
            text: text.to_owned(),
            cursor: text.len(),
        }
    }

    /// Returns what is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Writes a character; one that would be cleaned away is not taken.
    pub fn insert(&mut self, c: char) {
        let cleaned = clean(c.encode_utf8(&mut [0; 4]));
        self.splice(self.cursor..self.cursor, &cleaned);
    }

    /// Writes pasted text: as one line, or with its line ends.
    pub fn paste(&mut self, text: &str, lines: Lines) {
        let text = match lines {
            Lines::One => clean_line(text),
            Lines::Many => clean(text),
        };
        self.splice(self.cursor..self.cursor, &text);
    }

    /// Replaces a part and puts the cursor behind it.
    pub fn splice(&mut self, range: Range<usize>, text: &str) {
        if self.text.get(range.clone()).is_some() {
            self.text.replace_range(range.clone(), text);
            self.cursor = range.start + text.len();
            self.settle();
        }
    }

    /// Keeps the text clean and the cursor between two graphemes where what was
    /// written or deleted has joined its neighbours.
    fn settle(&mut self) {
        if !is_clean(&self.text) {
            let before = clean(&self.text[..self.cursor]).len();
            self.text = clean(&self.text);
            self.cursor = floor_boundary(&self.text, before);
        }
        let next = next_grapheme(&self.text, self.cursor);
        let inside = previous_grapheme(&self.text, next) < self.cursor;
        if inside && self.cursor < self.text.len() {
            self.cursor = next;
        }
    }

    /// Carries out an editing command; false where it is none.
    pub fn edit(&mut self, command: Command) -> bool {
        let line = self.line_start();
        match command {
            Command::LetterBack => self.cursor = previous_grapheme(&self.text, self.cursor),
            Command::LetterOn => self.cursor = next_grapheme(&self.text, self.cursor),
            Command::LineStart => self.cursor = line,
            Command::LineEnd => self.cursor = self.line_end(),
            Command::DeleteBack => {
                self.splice(previous_grapheme(&self.text, self.cursor)..self.cursor, "");
            }
            Command::DeleteOn => {
                let at = self.cursor;
                self.splice(at..next_grapheme(&self.text, at), "");
            }
            Command::DeleteWord => {
                let before = &self.text[..self.cursor];
                let word = before.trim_end();
                let start = word
                    .rfind(char::is_whitespace)
                    .map_or(0, |i| next_grapheme(&self.text, i));
                self.splice(start..self.cursor, "");
            }
            Command::DeleteLine => self.splice(line..self.cursor, ""),
            Command::NewLine => self.splice(self.cursor..self.cursor, "\n"),
            _ => return false,
        }
        true
    }

    /// Moves the cursor by rows as they are wrapped at `columns`.
    pub fn move_rows(&mut self, down: bool, columns: usize) {
        let rows = wrap(&self.text, columns);
        let (row, column) = self.place(columns);
        let goal = if down { row + 1 } else { row.wrapping_sub(1) };
        match rows.get(goal) {
            Some(range) => {
                let text = &self.text[range.clone()];
                let words = text.trim_end_matches('\n');
                let mut at = offset_at(words, column);
                if at == text.len() && goal + 1 < rows.len() {
                    // The end of a wrapped row is the beginning of the next.
                    at = previous_grapheme(words, at);
                }
                self.cursor = range.start + at;
            }
            // Behind a last line feed there is one more, empty row.
            None if goal == rows.len() && self.text.ends_with('\n') => {
                self.cursor = self.text.len();
            }
            None => {}
        }
    }

    /// Returns row and column of the cursor as the text is wrapped at `columns`.
    #[must_use]
    pub fn place(&self, columns: usize) -> (usize, usize) {
        let rows = wrap(&self.text, columns);
        let row = rows
            .iter()
            .rposition(|r| r.start <= self.cursor)
            .unwrap_or(0);
        let start = rows.get(row).map_or(0, |r| r.start);
        if self.text[..self.cursor].ends_with('\n') && start < self.cursor {
            return (row + 1, 0);
        }
        (row, width(&self.text[start..self.cursor]))
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |i| i + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..]
            .find('\n')
            .map_or(self.text.len(), |i| self.cursor + i)
    }
}

/// Whether a pasted text keeps its line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// They become blanks.
    One,
    /// They stay.
    Many,
}
