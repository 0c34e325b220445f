//! Words and citation as a person writes them under a quotation.

use super::comparison::{Comparison, NO_ANSWER, NO_POINT};
use super::style::{Style, citation};
use super::{Quotation, one_in};

/// Writes quotations one below the other, a blank line between them.
pub(super) fn export(quotations: &[Quotation], style: Style) -> String {
    let blocks: Vec<String> = quotations.iter().map(|q| block(q, style)).collect();
    if blocks.is_empty() {
        return String::new();
    }
    blocks.join("\n\n") + "\n"
}

/// Writes a comparison: under each point the rows by number, what is said with its
/// side above it, and in which way it answers.
pub(super) fn comparison(comparison: &Comparison, style: Style) -> String {
    let mut blocks = vec![comparison.title.clone()];
    for (point, rows) in comparison.points() {
        blocks.push(format!("# {}", point.unwrap_or(NO_POINT)));
        for (number, pair) in rows {
            for (i, cell) in pair.cells.iter().enumerate() {
                let number = match i {
                    0 => format!("{number}. "),
                    _ => String::new(),
                };
                let side = cell.quotation.source.side.as_deref().unwrap_or("");
                let how = cell.relation(pair);
                let how = how.map_or_else(String::new, |how| format!(", {how}"));
                let said = if cell.repeated {
                    let quotation = &cell.quotation;
                    format!(
                        "{} (as above)\n[{}]",
                        quotation.beginning(),
                        quotation.reference
                    )
                } else {
                    block(&cell.quotation, style)
                };
                blocks.push(format!("{number}{side}{how}:\n{said}"));
            }
            for other in &pair.elsewhere {
                blocks.push(format!("({})", other.sentence()));
            }
            if pair.unanswered {
                blocks.push(format!("({NO_ANSWER})"));
            }
        }
    }
    blocks.join("\n\n") + "\n"
}

fn block(quotation: &Quotation, style: Style) -> String {
    let mut lines = vec![one_in(quotation, style)];
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
