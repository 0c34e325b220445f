//! The page of a comparison: a section for each topic, each side in its column.

use std::fmt::Write;

use super::card::{GridCell, card, escape, repeated_card};
use super::page::page;
use crate::cite::comparison::{
    Comparison, NO_ANSWER_LABEL, NO_TOPIC_LABEL, QuotedCell, QuotedRow, SideColumn,
};
use crate::cite::style::kind::Style;
use crate::text::plural::plural;

// Writing to a `String` cannot fail: what it returns says nothing here.

/// Writes the page of a comparison: a section for each topic, a row of it for each
/// pair with its number, each side in its column; where nothing faces a statement, that.
pub fn export_comparison(comparison: &Comparison, style: Style) -> String {
    let points = comparison.rows_by_topic();
    let mut body = format!("<h1>{}</h1>\n", escape(&comparison.title));
    body += &intro(comparison);
    if points.len() > 1 {
        body += "<nav aria-label=\"Topics\">\n<ol>\n";
        for (i, (point, _)) in (1..).zip(&points) {
            let question = escape(point.unwrap_or(NO_TOPIC_LABEL));
            let _ = writeln!(body, "<li><a href=\"#topic-{i}\">{question}</a></li>");
        }
        body += "</ol>\n</nav>\n";
    }
    for (i, (point, rows)) in (1..).zip(points) {
        let _ = write!(
            body,
            "<section>\n<h2 id=\"topic-{i}\">{}</h2>\n<div class=\"sides\">\n",
            escape(point.unwrap_or(NO_TOPIC_LABEL))
        );
        let mut row = 1;
        for (number, pair) in rows {
            row = push_row(&mut body, number, pair, style, row);
        }
        body += "</div>\n</section>\n";
    }
    page(&comparison.title, &body)
}

/// Says who face each other, and in how many rows.
fn intro(comparison: &Comparison) -> String {
    let [(_, left), (_, right)] = comparison.sides.as_slice() else {
        return String::new();
    };
    let rows = plural(comparison.rows.len(), "row", "rows");
    format!(
        "<p class=\"lead\"><b class=\"one\">{}</b> / <b class=\"two\">{}</b>: statement against answer, {rows}.</p>\n",
        escape(left),
        escape(right)
    )
}

/// Writes a row of the comparison, beginning in a row of the grid; returns the next free
/// row of the grid.
fn push_row(
    out: &mut String,
    number: usize,
    pair: &QuotedRow,
    style: Style,
    mut row: usize,
) -> usize {
    // What is answered is read first also where the columns stand below each other.
    let answers_first = pair.cells.first().is_some_and(|c| c.answers.is_some())
        && pair.cells.last().is_some_and(|c| c.answers.is_none());
    let mut cells: Vec<&QuotedCell> = pair.cells.iter().collect();
    if answers_first {
        cells.reverse();
    }
    let across = |a: SideColumn, b: SideColumn| {
        a != b && a != SideColumn::Between && b != SideColumn::Between
    };
    let mut before = None;
    for (i, cell) in cells.into_iter().enumerate() {
        if before.is_some_and(|column| !across(column, cell.column)) {
            row += 1;
        }
        before = Some(cell.column);
        let place = GridCell {
            class: column_class(cell.column),
            row,
            number: (i == 0).then_some(number),
            how: cell.relation_label(pair).map(|how| escape(&how)),
        };
        if cell.repeated {
            *out += &repeated_card(&cell.quotation, &place);
        } else {
            *out += &card(&cell.quotation, style, &place);
        }
    }
    if pair.unanswered {
        let empty = match pair.cell(SideColumn::Left) {
            Some(_) => SideColumn::Right,
            None => SideColumn::Left,
        };
        let class = column_class(empty);
        let _ = writeln!(
            out,
            "<p class=\"gap {class}\" style=\"grid-row:{row}\">{NO_ANSWER_LABEL}</p>"
        );
    }
    for other in &pair.cross_topic {
        row += 1;
        let _ = writeln!(
            out,
            "<p class=\"gap wide\" style=\"grid-row:{row}\">{}</p>",
            escape(&other.sentence())
        );
    }
    row + 1
}

fn column_class(column: SideColumn) -> &'static str {
    match column {
        SideColumn::Left => "left",
        SideColumn::Right => "right",
        SideColumn::Between => "wide",
    }
}
