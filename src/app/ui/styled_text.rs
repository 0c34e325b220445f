//! Text with roles: lines of spans, each with what it means. How a role looks is decided in
//! `view`, so that the same card serves the screen, the shell and tests.

use std::ops::Range;

use crate::text::{width::width, wrap::wrap_hanging};

/// What a span of text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text of the program.
    #[default]
    Plain,
    /// Words that stood in quotation marks, said by a side (0 left, 1 right, 2 others).
    Quoted(u8),
    /// A reporter's words about what a side said.
    Reported(u8),
    /// The label or letter of a side.
    Side(u8),
    /// A curator's words.
    Curator,
    /// A headline.
    Title,
    /// A heading within a screen.
    Heading,
    /// A name.
    Name,
    /// Secondary facts.
    Dim,
    /// A key.
    Key,
    /// A good proof, something done.
    Good,
    /// A doubtful proof, a warning.
    Doubt,
    /// A failed proof, an error.
    Bad,
    /// What does not match the last search.
    Faded,
    /// A part of a query with a diagnostic.
    Diagnostic,
    /// A match of a search.
    Match,
    /// Words that only this wording has.
    Different,
    /// Bookmarked words, or a note.
    Bookmark,
}

/// Text in one role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledSpan {
    /// The text.
    pub text: String,
    /// What it means.
    pub role: Role,
}

/// One row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledLine(pub Vec<StyledSpan>);

/// Creates a span.
pub fn styled(text: impl Into<String>, role: Role) -> StyledSpan {
    StyledSpan {
        text: text.into(),
        role,
    }
}

impl StyledLine {
    /// Creates a line of one span.
    pub fn from_text(text: impl Into<String>, role: Role) -> StyledLine {
        StyledLine(vec![styled(text, role)])
    }

    /// Creates an empty line.
    #[must_use]
    pub fn blank() -> StyledLine {
        StyledLine::default()
    }

    /// Returns its width in columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.0.iter().map(|p| width(&p.text)).sum()
    }

    /// Returns its text without roles.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Wraps spans into lines of at most `columns`, the first indented by `first` blanks, the
/// others by `rest`.
#[must_use]
pub fn wrap_spans(
    pieces: &[StyledSpan],
    columns: usize,
    first: usize,
    rest: usize,
) -> Vec<StyledLine> {
    let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
    let columns = columns.max(4);
    // In a very narrow window the words need the columns more than the indent does.
    let first = first.min(columns / 2);
    let rest = rest.min(columns / 2);
    let mut ends = Vec::with_capacity(pieces.len());
    let mut end = 0;
    for p in pieces {
        end += p.text.len();
        ends.push(end);
    }
    wrap_hanging(&text, columns - first, columns - rest)
        .into_iter()
        .enumerate()
        .map(|(i, row)| {
            let row = row.start..row.start + text[row.clone()].trim_end().len();
            let indent = if i == 0 { first } else { rest };
            let mut line = Vec::new();
            if indent > 0 {
                line.push(styled(" ".repeat(indent), Role::Plain));
            }
            push_slice(pieces, &ends, &row, &mut line);
            StyledLine(line)
        })
        .collect()
}

/// Wraps a text in one role into lines.
#[must_use]
pub fn wrap_text(text: &str, role: Role, columns: usize, indent: usize) -> Vec<StyledLine> {
    wrap_spans(&[styled(text, role)], columns, indent, indent)
}

/// Puts one line at the left and another at the right of a row if both fit with two blanks
/// between; otherwise one below the other.
#[must_use]
pub fn justify(left: Vec<StyledSpan>, right: Vec<StyledSpan>, columns: usize) -> Vec<StyledLine> {
    let (a, b) = (StyledLine(left), StyledLine(right));
    let (wa, wb) = (a.width(), b.width());
    if wb == 0 {
        return wrap_spans(&a.0, columns, 0, 2);
    }
    if wa + wb + 2 <= columns {
        let mut pieces = a.0;
        pieces.push(styled(" ".repeat(columns - wa - wb), Role::Plain));
        pieces.extend(b.0);
        return vec![StyledLine(pieces)];
    }
    let mut lines = wrap_spans(&a.0, columns, 0, 2);
    lines.extend(wrap_spans(&b.0, columns, 2, 2));
    lines
}

/// Splits a text into spans: the byte ranges of `marks` (in order, not overlapping) in the
/// role `marked`, the rest in `role`.
#[must_use]
pub fn highlight(text: &str, marks: &[Range<usize>], role: Role, marked: Role) -> Vec<StyledSpan> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(hit)) = (text.get(at..mark.start), text.get(mark.clone())) else {
            continue;
        };
        if !before.is_empty() {
            pieces.push(styled(before, role));
        }
        if !hit.is_empty() {
            pieces.push(styled(hit, marked));
        }
        at = mark.end;
    }
    if at < text.len() {
        pieces.push(styled(&text[at..], role));
    }
    pieces
}

fn push_slice(
    pieces: &[StyledSpan],
    ends: &[usize],
    row: &Range<usize>,
    line: &mut Vec<StyledSpan>,
) {
    let mut i = ends.partition_point(|end| *end <= row.start);
    let mut at = row.start;
    while at < row.end && i < pieces.len() {
        let begin = ends[i] - pieces[i].text.len();
        let end = ends[i].min(row.end);
        if let Some(text) = pieces[i].text.get(at - begin..end - begin)
            && !text.is_empty()
        {
            line.push(styled(text, pieces[i].role));
        }
        at = end;
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::wrap::wrap;

    fn pieces() -> impl Strategy<Value = Vec<StyledSpan>> {
        let roles = vec![Role::Plain, Role::Key, Role::Quoted(0), Role::Dim];
        let one = ("[a-z 桥é👩\u{301}-]{0,12}", prop::sample::select(roles));
        prop::collection::vec(one.prop_map(|(text, role)| styled(text, role)), 0..8)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        #[test]
        fn no_line_is_wider_than_it_may_be_and_no_word_is_lost(
            pieces in pieces(), columns in 1_usize..300, first in 0_usize..20, rest in 0_usize..20,
        ) {
            let lines = wrap_spans(&pieces, columns, first, rest);
            for line in &lines {
                prop_assert!(line.width() <= columns.max(4), "{line:?}");
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            let drawn: String = lines.iter().map(StyledLine::plain).collect();
            let given: String = pieces.iter().map(|p| p.text.as_str()).collect();
            prop_assert_eq!(squeeze(&drawn), squeeze(&given));
        }

        #[test]
        fn every_letter_keeps_its_role(pieces in pieces(), columns in 4_usize..60) {
            let roles = |pieces: &[StyledSpan]| -> Vec<(char, Role)> {
                let letters = pieces.iter().flat_map(|p| p.text.chars().map(|c| (c, p.role)));
                letters.filter(|(c, _)| !c.is_whitespace()).collect()
            };
            let lines = wrap_spans(&pieces, columns, 0, 2);
            let drawn: Vec<StyledSpan> = lines.into_iter().flat_map(|l| l.0).collect();
            prop_assert_eq!(roles(&drawn), roles(&pieces));
        }

        #[test]
        fn a_text_has_as_many_lines_as_it_is_wrapped_into(text in "([a-z]{1,9} |桥){0,40}", columns in 4_usize..300) {
            prop_assert_eq!(wrap_text(&text, Role::Plain, columns, 0).len(), wrap(&text, columns).len());
        }

        #[test]
        fn two_ends_are_on_one_row_or_below_each_other(left in "[a-z桥 ]{1,20}", right in "[a-z桥]{1,20}", columns in 4_usize..60) {
            let lines = justify(vec![styled(&left, Role::Plain)], vec![styled(&right, Role::Dim)], columns);
            for line in &lines {
                prop_assert!(line.width() <= columns);
            }
            if lines.len() == 1 && width(&left) + width(&right) + 2 <= columns {
                prop_assert_eq!(lines[0].width(), columns);
                prop_assert!(lines[0].plain().ends_with(&right));
            }
        }

        #[test]
        fn marks_cut_a_text_and_lose_nothing(text in "[a-z桥é ]{0,30}", cuts in prop::collection::vec(0_usize..40, 0..6)) {
            let mut cuts: Vec<usize> = cuts;
            cuts.sort_unstable();
            let marks: Vec<Range<usize>> = cuts.chunks_exact(2).map(|c| c[0]..c[1]).collect();
            let pieces = highlight(&text, &marks, Role::Plain, Role::Match);
            let whole: String = pieces.iter().map(|p| p.text.as_str()).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
