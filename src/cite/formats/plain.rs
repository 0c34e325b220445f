//! Words and citation as a person writes them under a quotation.

use crate::cite::comparison::{Comparison, NO_ANSWER_LABEL, NO_TOPIC_LABEL};
use crate::cite::quotation::Quotation;
use crate::cite::style::citation::{citation, quote_with_citation};
use crate::cite::style::kind::Style;

/// Writes quotations one below the other, a blank line between them.
pub(super) fn export_quotations(quotations: &[Quotation], style: Style) -> String {
    let blocks: Vec<String> = quotations
        .iter()
        .map(|q| quotation_block(q, style))
        .collect();
    if blocks.is_empty() {
        return String::new();
    }
    blocks.join("\n\n") + "\n"
}

/// Writes a comparison: under each point the rows by number, what is said with its
/// side above it, and in which way it answers.
pub(super) fn export_comparison(comparison: &Comparison, style: Style) -> String {
    let mut blocks = vec![comparison.title.clone()];
    for (point, rows) in comparison.rows_by_topic() {
        blocks.push(format!("# {}", point.unwrap_or(NO_TOPIC_LABEL)));
        for (number, row) in rows {
            for (i, cell) in row.cells.iter().enumerate() {
                let number = match i {
                    0 => format!("{number}. "),
                    _ => String::new(),
                };
                let side = cell.quotation.source.side.as_deref().unwrap_or("");
                let how = cell.relation_label(row);
                let how = how.map_or_else(String::new, |how| format!(", {how}"));
                let said = if cell.repeated {
                    let quotation = &cell.quotation;
                    format!(
                        "{} (as above)\n[{}]",
                        quotation.summary(),
                        quotation.reference
                    )
                } else {
                    quotation_block(&cell.quotation, style)
                };
                blocks.push(format!("{number}{side}{how}:\n{said}"));
            }
            for other in &row.cross_topic {
                blocks.push(format!("({})", other.sentence()));
            }
            if row.unanswered {
                blocks.push(format!("({NO_ANSWER_LABEL})"));
            }
        }
    }
    blocks.join("\n\n") + "\n"
}

fn quotation_block(quotation: &Quotation, style: Style) -> String {
    let mut lines = vec![quote_with_citation(quotation, style)];
    if !citation(quotation, style).is_empty() && !quotation.reference.is_empty() {
        lines.push(format!("[{}]", quotation.reference));
    }
    lines.extend(quotation.remarks());
    if !quotation.note.is_empty() {
        lines.push(format!("Note: {}", quotation.note));
    }
    if !quotation.tags.is_empty() {
        lines.push(format!("Tags: {}", quotation.tags.join(", ")));
    }
    lines.join("\n")
}
