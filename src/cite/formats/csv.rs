//! A table for spreadsheets: RFC 4180, a heading, a row for each quotation.
//!
//! Cells hold the words unaltered, also where they begin with `=`, `+`, `-` or `@`:
//! import the table as text where a spreadsheet would take them for formulas. In a file a
//! byte order mark stands before it: without one Excel takes it for another encoding.

use crate::cite::comparison::{Comparison, QuotedCell, QuotedRow};
use crate::cite::quotation::Quotation;

/// A column: its name and its content.
type FieldColumn = (&'static str, fn(&Quotation) -> String);

const COLUMNS: [FieldColumn; 31] = [
    ("reference", |q| q.reference.clone()),
    ("words", |q| q.words.clone()),
    ("lead_in", |q| q.lead_in.clone()),
    ("rest", |q| q.rest.clone()),
    ("kind", |q| or_empty(q.source.kind.as_ref())),
    ("proof", |q| or_empty(q.proof.as_ref())),
    ("speaker", |q| or_empty(q.source.speaker.as_ref())),
    ("role", |q| or_empty(q.source.role.as_ref())),
    ("organisation", |q| or_empty(q.organisation.as_ref())),
    ("side", |q| or_empty(q.source.side.as_ref())),
    ("said", |q| or_empty(q.source.said.as_ref())),
    ("attribution", |q| or_empty(q.attribution.as_ref())),
    ("response", |q| or_empty(q.response.as_ref())),
    ("repeats", |q| q.repeats.join("; ")),
    ("via", |q| q.via.join(" → ")),
    ("article_title", |q| q.source.article_title.clone()),
    ("publisher", |q| q.source.publisher.clone()),
    ("authors", author_names),
    ("published", |q| or_empty(q.source.published.as_ref())),
    ("url", |q| or_empty(q.source.url.as_ref())),
    ("archived_url", |q| or_empty(q.source.archived_url.as_ref())),
    ("retrieved", |q| or_empty(q.source.retrieved.as_ref())),
    ("briefing", |q| q.briefing.clone()),
    ("briefing_title", |q| q.source.briefing_title.clone()),
    ("article", |q| q.article.clone()),
    ("bytes", byte_ranges),
    ("text_sha256", |q| q.text_hash.clone()),
    ("note", |q| q.note.clone()),
    ("tags", |q| q.tags.join("; ")),
    ("letter", |q| q.letter.map(String::from).unwrap_or_default()),
    ("bookmark", |q| {
        or_empty(q.bookmark.as_ref().map(|kept| &kept.id))
    }),
];

/// Writes the table. Dates are EDTF, places are bytes `start-end` of the
/// canonical text, lists are separated by "; ".
pub(super) fn export_quotations(quotations: &[Quotation]) -> String {
    let mut table = csv_line(COLUMNS.iter().map(|(name, _)| (*name).to_owned()));
    for quotation in quotations {
        table += &csv_line(COLUMNS.iter().map(|(_, cell)| cell(quotation)));
    }
    table
}

/// Writes a table of a comparison: a row for each statement of each row, all fields
/// of its source, and before them the row's number and topic, where in it the
/// statement stands, and what it answers.
pub(super) fn export_comparison(comparison: &Comparison) -> String {
    let heading = ["pair", "topic", "column", "answers", "how"];
    let fields = COLUMNS.iter().map(|(name, _)| *name);
    let mut table = csv_line(heading.into_iter().chain(fields).map(str::to_owned));
    for (number, row) in (1..).zip(&comparison.rows) {
        for cell in &row.cells {
            let fields = COLUMNS.iter().map(|(_, field)| field(&cell.quotation));
            table += &csv_line(row_cells(number, row, cell).into_iter().chain(fields));
        }
    }
    table
}

fn row_cells(number: usize, row: &QuotedRow, cell: &QuotedCell) -> [String; 5] {
    let topic = row.topic.as_ref().map(|(_, question)| question.clone());
    let answers = cell.answers.as_ref();
    [
        number.to_string(),
        topic.unwrap_or_default(),
        cell.column.name().to_owned(),
        answers.map_or_else(String::new, |a| a.reference.clone()),
        answers.and_then(|a| a.how).unwrap_or("").to_owned(),
    ]
}

fn csv_line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| escape(&cell)).collect();
    cells.join(",") + "\r\n"
}

fn escape(cell: &str) -> String {
    let bare = !cell.contains(['"', ',', '\r', '\n']) && cell.trim() == cell;
    if bare {
        cell.to_owned()
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}

fn or_empty(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn author_names(quotation: &Quotation) -> String {
    let authors = quotation.source.authors.iter();
    let names: Vec<&str> = authors.map(|author| author.name.as_str()).collect();
    names.join("; ")
}

fn byte_ranges(quotation: &Quotation) -> String {
    let ranges: Vec<String> = quotation
        .parts
        .iter()
        .filter_map(|part| part.bytes.as_ref())
        .map(|range| format!("{}-{}", range.start, range.end))
        .collect();
    ranges.join("; ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a table back by the letter of RFC 4180.
    fn read(table: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let mut chars = table.chars().peekable();
        let mut within = false;
        while let Some(c) = chars.next() {
            let row = rows.last_mut().unwrap();
            match c {
                '"' if within && chars.peek() == Some(&'"') => {
                    chars.next();
                    row.last_mut().unwrap().push('"');
                }
                '"' => within = !within,
                ',' if !within => row.push(String::new()),
                '\r' if !within => {
                    assert_eq!(chars.next(), Some('\n'));
                    rows.push(vec![String::new()]);
                }
                c => row.last_mut().unwrap().push(c),
            }
        }
        assert_eq!(rows.pop().unwrap(), [""]);
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn every_cell_is_read_back_unaltered(words in "[=+@a \",;\r\n'-]{0,20}", note in "\\PC{0,20}") {
            let quotation = Quotation { words: words.clone(), note: note.clone(), ..Quotation::default() };
            let rows = read(&export_quotations(&[quotation.clone(), quotation]));
            prop_assert_eq!(rows.len(), 3);
            for row in &rows {
                prop_assert_eq!(row.len(), COLUMNS.len());
            }
            prop_assert_eq!(&rows[2][1], &words);
            prop_assert_eq!(&rows[2][27], &note);
        }
    }
}
