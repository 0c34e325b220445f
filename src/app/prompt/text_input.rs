//! A text with a cursor, for prompts and notes. The cursor is a byte offset that is always
//! between two graphemes, so that a letter with its accents or a joined emoji is one thing to
//! delete. Kept by hand: the crates for it count characters, or need ratatui, which `app` does
//! not use.

use std::ops::Range;

use crate::text::clean::{clean, clean_line, is_clean};
use crate::text::segment::{floor_boundary, next_grapheme, previous_grapheme};
use crate::text::width::{offset_at, width};
use crate::text::wrap::wrap;

/// A text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextInput {
    text: String,
    cursor: usize,
}

impl TextInput {
    /// Creates an input with a text, the cursor after it.
    #[must_use]
    pub fn from_text(text: &str) -> TextInput {
        TextInput {
            text: text.to_owned(),
            cursor: text.len(),
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Inserts a character, unless it is one that cleaning removes.
    pub fn insert(&mut self, c: char) {
        let cleaned = clean(c.encode_utf8(&mut [0; 4]));
        self.splice(self.cursor..self.cursor, &cleaned);
    }

    /// Inserts pasted text: as one line, or with its line ends.
    pub fn paste(&mut self, text: &str, lines: LineMode) {
        let text = match lines {
            LineMode::Single => clean_line(text),
            LineMode::Multi => clean(text),
        };
        self.splice(self.cursor..self.cursor, &text);
    }

    /// Replaces a part and puts the cursor after it.
    pub fn splice(&mut self, range: Range<usize>, text: &str) {
        if self.text.get(range.clone()).is_some() {
            self.text.replace_range(range.clone(), text);
            self.cursor = range.start + text.len();
            self.snap_cursor();
        }
    }

    /// Keeps the text clean and the cursor between two graphemes: what was inserted, or what
    /// was around a deletion, may have become one grapheme with its neighbours.
    fn snap_cursor(&mut self) {
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

    /// Carries out an editing command.
    pub fn edit(&mut self, edit: TextEdit) {
        let line = self.line_start();
        match edit {
            TextEdit::CharBack => self.cursor = previous_grapheme(&self.text, self.cursor),
            TextEdit::CharForward => self.cursor = next_grapheme(&self.text, self.cursor),
            TextEdit::WordBack => self.cursor = self.word_start(),
            TextEdit::WordForward => self.cursor = self.word_end(),
            TextEdit::LineStart => self.cursor = line,
            TextEdit::LineEnd => self.cursor = self.line_end(),
            TextEdit::DeleteBack => {
                self.splice(previous_grapheme(&self.text, self.cursor)..self.cursor, "");
            }
            TextEdit::DeleteForward => {
                let at = self.cursor;
                self.splice(at..next_grapheme(&self.text, at), "");
            }
            TextEdit::DeleteWord => {
                let before = &self.text[..self.cursor];
                let word = before.trim_end();
                let start = word
                    .rfind(char::is_whitespace)
                    .map_or(0, |i| next_grapheme(&self.text, i));
                self.splice(start..self.cursor, "");
            }
            TextEdit::DeleteWordForward => self.splice(self.cursor..self.word_end(), ""),
            TextEdit::DeleteLine => self.splice(line..self.cursor, ""),
            TextEdit::NewLine => self.splice(self.cursor..self.cursor, "\n"),
        }
    }

    /// Moves the cursor by rows as they are wrapped at `columns`.
    pub fn move_rows(&mut self, down: bool, columns: usize) {
        let rows = wrap(&self.text, columns);
        let (row, column) = self.cursor_cell(columns);
        let goal = if down { row + 1 } else { row.wrapping_sub(1) };
        match rows.get(goal) {
            Some(range) => {
                let text = &self.text[range.clone()];
                let words = text.trim_end_matches('\n');
                let mut at = offset_at(words, column);
                if at == text.len() && goal + 1 < rows.len() {
                    // The byte at the end of a wrapped row is shown on the next.
                    at = previous_grapheme(words, at);
                }
                self.cursor = range.start + at;
            }
            // After a last line feed there is one more, empty row.
            None if goal == rows.len() && self.text.ends_with('\n') => {
                self.cursor = self.text.len();
            }
            None => {}
        }
    }

    /// Returns row and column of the cursor as the text is wrapped at `columns`.
    #[must_use]
    pub fn cursor_cell(&self, columns: usize) -> (usize, usize) {
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

    /// Returns where the word before the cursor starts. As in readline, words are letters and
    /// digits, with the marks on them.
    fn word_start(&self) -> usize {
        let mut at = self.cursor;
        let mut inside = false;
        while at > 0 {
            let before = previous_grapheme(&self.text, at);
            let word = is_word(&self.text[before..at]);
            if inside && !word {
                break;
            }
            inside |= word;
            at = before;
        }
        at
    }

    /// Returns where the word after the cursor ends.
    fn word_end(&self) -> usize {
        let mut at = self.cursor;
        let mut inside = false;
        while at < self.text.len() {
            let next = next_grapheme(&self.text, at);
            let word = is_word(&self.text[at..next]);
            if inside && !word {
                break;
            }
            inside |= word;
            at = next;
        }
        at
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

fn is_word(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(char::is_alphanumeric)
}

/// What an editing command does to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEdit {
    /// Moves back by a grapheme.
    CharBack,
    /// Moves on by a grapheme.
    CharForward,
    /// Moves back to the beginning of the word.
    WordBack,
    /// Moves on to the end of the word.
    WordForward,
    /// Moves to the beginning of the line.
    LineStart,
    /// Moves to the end of the line.
    LineEnd,
    /// Deletes the grapheme before the cursor.
    DeleteBack,
    /// Deletes the grapheme under the cursor.
    DeleteForward,
    /// Deletes the word before.
    DeleteWord,
    /// Deletes to the end of the word.
    DeleteWordForward,
    /// Deletes to the beginning of the line.
    DeleteLine,
    /// Starts a new line.
    NewLine,
}

/// Whether a pasted text keeps its line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineMode {
    /// They become blanks.
    Single,
    /// They stay.
    Multi,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::segment::next_grapheme;

    #[derive(Clone, Debug)]
    enum Act {
        Insert(char),
        Paste(String),
        Edit(TextEdit),
        Rows(bool, usize),
    }

    fn act() -> impl Strategy<Value = Act> {
        let editing = vec![
            TextEdit::CharBack,
            TextEdit::CharForward,
            TextEdit::LineStart,
            TextEdit::LineEnd,
            TextEdit::DeleteBack,
            TextEdit::DeleteForward,
            TextEdit::DeleteWord,
            TextEdit::DeleteWordForward,
            TextEdit::WordBack,
            TextEdit::WordForward,
            TextEdit::DeleteLine,
            TextEdit::NewLine,
        ];
        let letters = "ab é桥👩🇩🇪\u{301}\u{200D}\u{FE0F}\u{202E}\u{1100}\u{1161}\t\u{7}";
        let letters: Vec<char> = letters.chars().collect();
        prop_oneof![
            6 => prop::sample::select(letters).prop_map(Act::Insert),
            1 => "[ab 桥\u{301}\u{200D}👩\n\r\u{1b}]{0,8}".prop_map(Act::Paste),
            5 => prop::sample::select(editing).prop_map(Act::Edit),
            2 => (any::<bool>(), 1_usize..12).prop_map(|(down, columns)| Act::Rows(down, columns)),
        ]
    }

    fn is_boundary(text: &str, at: usize) -> bool {
        let mut here = 0;
        while here < at {
            here = next_grapheme(text, here);
        }
        here == at
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn the_cursor_stands_between_graphemes_and_the_text_is_clean(acts in prop::collection::vec(act(), 1..40)) {
            let mut field = TextInput::default();
            for act in acts {
                match act.clone() {
                    Act::Insert(c) => field.insert(c),
                    Act::Paste(text) => field.paste(&text, LineMode::Multi),
                    Act::Edit(edit) => field.edit(edit),
                    Act::Rows(down, columns) => field.move_rows(down, columns),
                }
                prop_assert!(is_clean(field.text()), "{act:?} left {:?}", field.text());
                prop_assert!(is_boundary(field.text(), field.cursor()), "{act:?}: {} in {:?}", field.cursor(), field.text());
            }
        }

        #[test]
        fn going_down_and_up_goes_row_by_row(text in "([a-c]{1,6} |桥|\n){0,20}", columns in 2_usize..12) {
            let mut field = TextInput::from_text(&text);
            field.cursor = 0;
            let rows = field.cursor_cell(columns).0;
            prop_assert_eq!(rows, 0);
            let last = TextInput::from_text(&text).cursor_cell(columns).0;
            for row in 1..=last {
                field.move_rows(true, columns);
                prop_assert_eq!(field.cursor_cell(columns).0, row);
            }
            field.move_rows(true, columns);
            prop_assert_eq!(field.cursor_cell(columns).0, last);
            for row in (0..last).rev() {
                field.move_rows(false, columns);
                prop_assert_eq!(field.cursor_cell(columns).0, row);
            }
        }
    }

    #[test]
    fn a_flag_written_around_a_letter_is_one_thing_once_it_is_gone() {
        let mut field = TextInput::from_text("🇩x🇪");
        field.edit(TextEdit::CharBack);
        field.edit(TextEdit::DeleteBack);
        assert_eq!(field.text(), "🇩🇪");
        assert_eq!(field.cursor(), field.text().len());
        field.edit(TextEdit::DeleteBack);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn the_cursor_goes_by_words_as_in_a_shell() {
        let mut field = TextInput::from_text("one, “two” cafe\u{301}s\nend");
        let stops = |field: &mut TextInput, command| {
            let mut at = vec![field.cursor()];
            loop {
                field.edit(command);
                if at.last() == Some(&field.cursor()) {
                    return at;
                }
                at.push(field.cursor());
            }
        };
        let text = field.text().to_owned();
        let of = |word: &str| text.find(word).unwrap();
        let back = [text.len(), of("end"), of("caf"), of("two"), 0];
        assert_eq!(stops(&mut field, TextEdit::WordBack), back);
        let on = [0, 3, of("”"), of("\n"), text.len()];
        assert_eq!(stops(&mut field, TextEdit::WordForward), on);
        field.edit(TextEdit::WordBack);
        field.edit(TextEdit::WordBack);
        field.edit(TextEdit::DeleteWordForward);
        assert_eq!(field.text(), "one, “two” \nend");
    }

    #[test]
    fn words_and_lines_are_deleted_before_the_cursor() {
        let mut field = TextInput::from_text("one two  ");
        field.edit(TextEdit::DeleteWord);
        assert_eq!(field.text(), "one ");
        field.edit(TextEdit::NewLine);
        field.insert('x');
        field.edit(TextEdit::DeleteLine);
        assert_eq!(field.text(), "one \n");
    }
}
