//! A backend for terminals that count columns differently from this program.
//!
//! If several characters form one letter (Devanagari, Khmer, Burmese, joined emoji), terminals
//! differ in how many columns it takes. So the cursor is placed again after each such letter, and a
//! row that contains one is cleared and written as a whole when any of it changes: otherwise
//! letters of the previous frame would remain.

use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::text::width::width;

/// A backend that does not rely on how the terminal counts columns.
pub struct WidthSafeBackend<B> {
    inner: B,
    /// What the terminal shows, row by row; `None` for cells that a wide letter covers.
    shown: Vec<Vec<Option<Cell>>>,
}

impl<B> WidthSafeBackend<B> {
    /// Wraps a backend whose terminal shows nothing yet.
    pub fn new(inner: B) -> WidthSafeBackend<B> {
        WidthSafeBackend {
            inner,
            shown: Vec::new(),
        }
    }

    /// Returns the wrapped backend, to write what is not part of a frame.
    pub fn inner_mut(&mut self) -> &mut B {
        &mut self.inner
    }

    /// Forgets what the terminal shows, after it was cleared.
    pub fn invalidate(&mut self) {
        self.shown.clear();
    }

    /// Records what a cell shows.
    fn record(&mut self, x: u16, y: u16, cell: &Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        if self.shown.len() <= y {
            self.shown.resize_with(y + 1, Vec::new);
        }
        let row = &mut self.shown[y];
        let columns = width(cell.symbol()).max(1);
        if row.len() < x + columns {
            row.resize(x + columns, Some(Cell::default()));
        }
        row[x] = Some(cell.clone());
        row[x + 1..x + columns].fill(None);
        // Cells that a wide letter covered before are blank now.
        for covered in row.iter_mut().skip(x + columns) {
            if covered.is_some() {
                break;
            }
            *covered = Some(Cell::default());
        }
    }

    fn is_ambiguous_row(&self, y: u16) -> bool {
        let row = self.shown.get(usize::from(y));
        row.is_some_and(|row| row.iter().flatten().any(is_ambiguous))
    }
}

/// Returns `true` if terminals may differ in how many columns a cell takes: it holds several
/// characters.
fn is_ambiguous(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && symbol.chars().nth(1).is_some()
}

impl<B: Backend<Error = io::Error>> WidthSafeBackend<B> {
    /// Writes cells, and places the cursor again after each ambiguous one.
    fn write<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> io::Result<()> {
        let mut together = Vec::new();
        for (x, y, cell) in cells {
            together.push((x, y, cell));
            if is_ambiguous(cell) {
                // Each call starts by placing the cursor.
                self.inner.draw(together.drain(..))?;
            }
        }
        if together.is_empty() {
            return Ok(());
        }
        self.inner.draw(together.into_iter())
    }

    /// Clears a row and writes it as a whole.
    fn write_row(&mut self, y: u16) -> io::Result<()> {
        self.inner.set_cursor_position(Position { x: 0, y })?;
        self.inner.clear_region(ClearType::CurrentLine)?;
        let row = std::mem::take(&mut self.shown[usize::from(y)]);
        let blank = Cell::default();
        let cells = row.iter().enumerate().filter_map(|(x, cell)| {
            let cell = cell.as_ref().filter(|cell| **cell != blank)?;
            Some((u16::try_from(x).ok()?, y, cell))
        });
        let written = self.write(cells);
        self.shown[usize::from(y)] = row;
        written
    }
}

impl<B: Backend<Error = io::Error>> Backend for WidthSafeBackend<B> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<_> = content.collect();
        // Successive rows without ambiguous cells are written together.
        let mut plain = Vec::new();
        for row in cells.chunk_by(|a, b| a.1 == b.1) {
            let y = row[0].1;
            let before = self.is_ambiguous_row(y);
            for (x, y, cell) in row {
                self.record(*x, *y, cell);
            }
            if before || self.is_ambiguous_row(y) {
                self.write(plain.drain(..))?;
                self.write_row(y)?;
            } else {
                plain.extend_from_slice(row);
            }
        }
        self.write(plain.into_iter())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.invalidate();
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.invalidate();
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::backend::CrosstermBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const COLUMNS: u16 = 30;
    const ROWS: u16 = 3;

    /// A terminal that counts columns by its own rule.
    struct Terminal {
        cells: Vec<Vec<String>>,
        /// Columns of a character; none where it joins the one before.
        count: fn(char) -> usize,
        x: usize,
        y: usize,
    }

    impl Terminal {
        fn new(count: fn(char) -> usize) -> Terminal {
            Terminal {
                cells: vec![vec![" ".to_owned(); usize::from(COLUMNS)]; usize::from(ROWS)],
                count,
                x: 0,
                y: 0,
            }
        }

        /// Shows what is written: text, `ESC [ row ; column H`, `ESC [ 2 K`; colours are
        /// passed over.
        fn show(&mut self, text: &str) {
            let mut rest = text;
            while let Some(c) = rest.chars().next() {
                rest = &rest[c.len_utf8()..];
                if c == '\u{1b}' {
                    let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                    let (parameters, last) = (&rest[1..end], &rest[end..=end]);
                    match last {
                        "H" => {
                            let (row, column) = parameters.split_once(';').unwrap();
                            self.y = row.parse::<usize>().unwrap() - 1;
                            self.x = column.parse::<usize>().unwrap() - 1;
                        }
                        "K" => self.cells[self.y].fill(" ".to_owned()),
                        "m" => {}
                        other => panic!("ESC [ {parameters} {other}"),
                    }
                    rest = &rest[end + 1..];
                    continue;
                }
                let columns = (self.count)(c);
                let row = &mut self.cells[self.y];
                if columns == 0 {
                    row[self.x.saturating_sub(1)].push(c);
                } else if self.x < row.len() {
                    row[self.x] = c.to_string();
                    self.x += columns;
                }
            }
        }

        fn text(&self) -> Vec<String> {
            self.cells.iter().map(|row| row.concat()).collect()
        }
    }

    fn picture(lines: [&str; 3]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        for (y, line) in lines.into_iter().enumerate() {
            buffer.set_string(0, u16::try_from(y).unwrap(), line, Style::default());
        }
        buffer
    }

    fn drawn(pictures: &[[&str; 3]], count: fn(char) -> usize, careful: bool) -> Vec<String> {
        terminal(pictures, count, careful).text()
    }

    /// Draws pictures one over the other.
    fn terminal(pictures: &[[&str; 3]], count: fn(char) -> usize, careful: bool) -> Terminal {
        let mut terminal = Terminal::new(count);
        let mut before = picture([""; 3]);
        let mut bytes = Vec::new();
        let mut backend = WidthSafeBackend::new(CrosstermBackend::new(&mut bytes));
        for lines in pictures {
            let next = picture(*lines);
            let changed = before.diff(&next).into_iter();
            if careful {
                backend.draw(changed).unwrap();
            } else {
                backend.inner_mut().draw(changed).unwrap();
            }
            before = next;
        }
        terminal.show(std::str::from_utf8(&bytes).unwrap());
        terminal
    }

    /// Every mark takes a column, as where a terminal knows no combining signs.
    fn each(_: char) -> usize {
        1
    }

    /// Only what Unicode calls a mark that takes no room joins the letter before.
    fn spacing(c: char) -> usize {
        width(c.encode_utf8(&mut [0; 4]))
    }

    /// Every sign of these scripts joins the letter before, whether or not it takes room.
    fn joined(c: char) -> usize {
        usize::from(!matches!(c,
            '\u{93c}'..='\u{94f}' | '\u{900}'..='\u{903}' | '\u{17b6}'..='\u{17d3}'
            | '\u{102b}'..='\u{103e}' | '\u{200d}' | '\u{301}'))
    }

    const HINDI: [&str; 3] = ["कार्यक्रम की समीक्षा | हिन्दी", "नमस्ते दुनिया", "plain row"];
    const OTHER: [&str; 3] = ["The first row", "x | स्त्री y", "plain rows"];
    const KHMER: [&str; 3] = ["ភាសាខ្មែរ | ក្រុមហ៊ុន", "မြန်မာဘာသာ", "cafe\u{301} au lait"];

    #[test]
    fn nothing_of_the_picture_before_stays_however_the_terminal_counts() {
        for count in [each, spacing, joined] {
            for [a, b] in [
                [HINDI, OTHER],
                [OTHER, HINDI],
                [KHMER, HINDI],
                [KHMER, OTHER],
            ] {
                let pictures = [a, b, a, b];
                assert_eq!(
                    drawn(&pictures, count, true),
                    drawn(&[b], count, true),
                    "{a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn what_stands_behind_a_letter_stands_in_its_column_however_the_terminal_counts() {
        let lines = ["हिन्दी| स्त्री|", "", "a\u{301}|"];
        let buffer = picture(lines);
        for count in [each, spacing, joined] {
            let terminal = terminal(&[lines], count, true);
            for y in 0..ROWS {
                for x in 0..COLUMNS {
                    if buffer[(x, y)].symbol() == "|" {
                        let cell = &terminal.cells[usize::from(y)][usize::from(x)];
                        assert_eq!(cell, "|", "{x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn drawn_carelessly_letters_stay() {
        // So that the tests above can fail.
        let ghosts = drawn(&[HINDI, OTHER], each, false) != drawn(&[OTHER], each, false);
        assert!(ghosts);
    }

    #[test]
    fn plain_rows_are_not_written_again() {
        let mut bytes = Vec::new();
        let mut backend = WidthSafeBackend::new(CrosstermBackend::new(&mut bytes));
        let (one, two) = (
            picture(["abc", "“x” — y", "日本"]),
            picture(["abd", "“x” — z", "日本"]),
        );
        let blank = picture([""; 3]);
        backend.draw(blank.diff(&one).into_iter()).unwrap();
        backend.draw(one.diff(&two).into_iter()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("\u{1b}[2K"), "{text:?}");
        assert_eq!(text.matches('b').count(), 1, "{text:?}");
    }
}
