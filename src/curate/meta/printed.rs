//! What the text of an article says of itself: bylines, dates, corrections.

use super::authors::{self, PageAuthor};
use super::dates;

/// What stands before the day of publication.
const PUBLISHED_BEGINNINGS: &[&str] = &[
    "published",
    "first published",
    "posted",
    "posted on",
    "originally published",
    "publié",
    "veröffentlicht",
    "erschienen",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publisert",
    "publikováno",
    "date",
];

/// What stands before the day of the last change.
const MODIFIED_BEGINNINGS: &[&str] = &[
    "updated",
    "last updated",
    "modified",
    "last modified",
    "aktualisiert",
    "mis à jour",
    "actualizado",
    "aggiornato",
    "atualizado",
    "uppdaterad",
    "oppdatert",
    "bijgewerkt",
    "aktualizováno",
];

/// What a correction begins with.
const CORRECTION_BEGINNINGS: &[&str] = &[
    "correction:",
    "corrections:",
    "correction (",
    "correction, ",
    "correction — ",
    "correction – ",
    "clarification:",
    "clarification (",
    "clarification, ",
    "editor's note:",
    "editors' note:",
    "editor’s note:",
    "editors’ note:",
    "update:",
    "berichtigung:",
    "korrektur:",
    "anmerkung der redaktion:",
    "rectificatif",
    "erratum:",
    "corrección:",
    "fe de errores",
    "correzione:",
    "rettifica:",
    "correção:",
    "errata:",
    "correctie:",
    "rättelse:",
    "rettelse:",
];

/// Phrases that make an editor's note one of correction.
const CORRECTION_PHRASES: &[&str] = &[
    "earlier version",
    "previous version",
    "has been corrected",
    "was corrected",
    "has been updated",
    "has been amended",
    "was amended",
    "misstated",
    "incorrectly",
    "was updated to",
    "in einer früheren",
    "une version précédente",
    "una versión anterior",
    "uma versão anterior",
];

/// Returns `true` if the paragraph is a correction.
#[must_use]
pub fn is_correction(paragraph: &str) -> bool {
    let head: String = paragraph
        .trim_start_matches(['*', '_', ' ', '(', '['])
        .chars()
        .take(400)
        .collect();
    let head = head.to_lowercase();
    let corrects = CORRECTION_PHRASES.iter().any(|c| head.contains(c));
    if CORRECTION_BEGINNINGS.iter().any(|c| head.starts_with(c)) {
        // "Update:" and "Editor's note:" begin much else.
        return corrects
            || head.starts_with("correct")
            || head.starts_with("clarif")
            || head.starts_with("berichtig")
            || head.starts_with("korrektur")
            || head.starts_with("rectific")
            || head.starts_with("errat")
            || head.starts_with("correc")
            || head.starts_with("rett")
            || head.starts_with("rätt");
    }
    let note = [
        "this article",
        "this story",
        "this post",
        "an earlier version",
        "a previous version",
        "a former version",
    ];
    corrects && paragraph.len() < 700 && note.iter().any(|n| head.starts_with(n))
}

/// What the lines around an article's beginning say.
#[derive(Clone, Debug, Default)]
pub struct PrintedFacts {
    /// After "By".
    pub authors: Vec<PageAuthor>,
    /// The day of publication.
    pub published: Option<String>,
    /// The day of the last change.
    pub modified: Option<String>,
    /// Several days are printed without a word on what they are.
    pub many_dates: bool,
}

/// Reads short lines near the headline.
#[must_use]
pub fn read_lines<'a>(lines: impl Iterator<Item = &'a str>) -> PrintedFacts {
    let mut out = PrintedFacts::default();
    let mut bare: Option<String> = None;
    let mut label = String::new();
    let mut labelled = 0;
    for line in lines {
        let line = line.trim();
        if line.chars().count() > 160 || line.is_empty() {
            continue;
        }
        let lower = format!("{label} {}", line.to_lowercase());
        labelled += 1;
        if labelled > 4 {
            label.clear();
        }
        // "Updated" may stand on a line of its own above its date.
        if MODIFIED_BEGINNINGS.contains(&lower.trim().trim_end_matches(':'))
            || PUBLISHED_BEGINNINGS.contains(&lower.trim().trim_end_matches(':'))
        {
            lower.trim().clone_into(&mut label);
            labelled = 0;
        } else if let Some(day) = dates::find_printed_date(line) {
            label.clear();
            let says = |words: &[&str]| words.iter().position(|w| lower.contains(w)).is_some();
            if says(MODIFIED_BEGINNINGS) && !says(&PUBLISHED_BEGINNINGS[..4]) {
                out.modified = out.modified.or(Some(day));
            } else if says(PUBLISHED_BEGINNINGS) {
                out.published = out.published.or(Some(day));
            } else if lower.split_whitespace().count() <= 12 {
                out.many_dates |= bare.as_ref().is_some_and(|b| *b != day);
                bare = bare.or(Some(day));
            }
        }
        if out.authors.is_empty()
            && let Some(names) = byline(line)
        {
            authors::read_field(names, None, &mut out.authors);
        }
    }
    out.published = out.published.or(bare.filter(|_| !out.many_dates));
    out
}

/// Returns the names of a line such as "By Jane Doe and John Roe".
#[must_use]
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim();
    let lower = line.to_lowercase();
    let start = ["by ", "written by ", "story by ", "von ", "par ", "por "]
        .into_iter()
        .find(|b| lower.starts_with(b))?;
    let rest = line.get(start.len()..)?;
    // What follows the names on the same line is a date or an outlet.
    let end = rest.find(['|', '•', '·', '—', '(']).unwrap_or(rest.len());
    let names = rest[..end].trim().trim_end_matches([',', ';']);
    let words = names.split_whitespace().count();
    let capitals = names
        .split_whitespace()
        .filter(|w| {
            !matches!(
                *w,
                "and" | "und" | "et" | "y" | "de" | "von" | "van" | "der" | "la" | "&" | "for"
            )
        })
        .all(|w| w.starts_with(|c: char| c.is_uppercase()));
    ((1..=12).contains(&words)
        && capitals
        && !names.ends_with('.')
        && !names.bytes().any(|b| b.is_ascii_digit()))
    .then_some(names)
}
