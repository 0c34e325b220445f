//! What every style says of the speaker, and of how surely the words are the article's.

use crate::cite::quotation::Quotation;

/// Returns the speaker's name, role and organisation; empty where no speaker is known.
pub(super) fn speaker_line(quotation: &Quotation) -> Vec<String> {
    let source = &quotation.source;
    let Some(name) = source.speaker.as_ref().filter(|name| !name.is_empty()) else {
        return Vec::new();
    };
    let mut parts = vec![name.clone()];
    // "A spokesperson (unnamed)" names the role already.
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
pub(super) fn proof_caveat(quotation: &Quotation) -> Option<String> {
    match quotation.proof.as_deref()? {
        "exact" | "normalised" => None,
        "old text" => {
            Some("This text is old: its bundle could not be read when it was taken out".to_owned())
        }
        "not found" => Some("These words were not found in the stored article".to_owned()),
        other => Some(format!(
            "The stored article has similar words only ({other})"
        )),
    }
}
