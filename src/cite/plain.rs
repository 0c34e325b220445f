//! Words and citation as a person writes them under a quotation, and what
//! every style needs to know of the speaker.

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

/// Returns the speaker's name, role and organisation; empty where no speaker is known.
pub(super) fn who(quotation: &Quotation) -> Vec<String> {
    let source = &quotation.source;
    let Some(name) = source.speaker.as_ref().filter(|name| !name.is_empty()) else {
        return Vec::new();
    };
    let mut parts = vec![name.clone()];
    // "A spokesperson (unnamed)" tells the role already.
    let told = |role: &String| name.to_lowercase().contains(&role.to_lowercase());
    parts.extend(source.role.clone().filter(|role| !told(role)));
    if let Some(organisation) = quotation.organisation.as_ref().filter(|o| !o.is_empty()) {
        let named = parts
            .iter()
            .any(|text| text.contains(organisation.as_str()));
        if !named {
            parts.push(organisation.clone());
        }
    }
    parts
}

/// What a careful reader must know where the words are not letter by letter those of the article.
pub(super) fn doubt(quotation: &Quotation) -> Option<String> {
    match quotation.proof.as_deref()? {
        "exact" | "normalised" => None,
        "not found" => Some("These words were not found in the stored article".to_owned()),
        other => Some(format!(
            "The stored article has similar words only ({other})"
        )),
    }
}
