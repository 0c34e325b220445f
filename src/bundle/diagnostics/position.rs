//! Lines and columns of byte offsets.

/// Counts lines and columns for offsets that only grow.
pub(crate) struct LineCounter<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> LineCounter<'a> {
    pub(crate) fn new(text: &'a str) -> LineCounter<'a> {
        LineCounter {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    pub(crate) fn advance_to(&mut self, offset: usize) -> (usize, usize) {
        let stretch = self.text.get(self.offset..offset).unwrap_or("");
        match stretch.rfind('\n') {
            None => self.column += stretch.chars().count(),
            Some(end) => {
                self.line += stretch.bytes().filter(|b| *b == b'\n').count();
                self.column = stretch[end + 1..].chars().count() + 1;
            }
        }
        self.offset += stretch.len();
        (self.line, self.column)
    }
}

/// Returns the line and the column in characters, both counted from 1, of a byte.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    LineCounter::new(text).advance_to(offset)
}
