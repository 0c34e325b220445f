//! The rest of the sentence, where the quoted words are only a fragment of one.

use super::part::CONTEXT_CHARS;
use crate::model::{Appearance, Bookmark, CanonicalText, QuotationKind, QuotePosition};
use crate::text::fragment;

/// Returns the lead-in of a fragment and the rest of its sentence, as printed.
pub(super) fn sentence_context(
    text: &CanonicalText,
    carried: &Appearance,
    kind: QuotationKind,
) -> (String, String) {
    let Some([first, last]) = carried.ends(text) else {
        return Default::default();
    };
    let part = |place: &QuotePosition| text.slice(&place.passage);
    let ends = [(part(&first), &first.part), (part(&last), &last.part)];
    fragment::context_texts(ends[0], ends[1], kind == QuotationKind::Direct).unwrap_or_default()
}

/// Returns the same for a bookmarked statement, as far as the bookmark itself holds it: no more
/// than a few words, but these turn the meaning as often as not ("supposedly shows").
pub(super) fn kept_sentence_context(bookmark: &Bookmark) -> (String, String) {
    let Some(kind) = bookmark.provenance.kind.as_deref() else {
        return Default::default();
    };
    // A line end is the end of a paragraph.
    let whole_before = bookmark.prefix.rsplit('\n').next().unwrap_or("");
    let whole_after = bookmark.suffix.split('\n').next().unwrap_or("");
    let is_cut = |kept: &str| kept.chars().count() >= CONTEXT_CHARS;
    // Half a word at either end says nothing.
    let (before, cut_before) = match whole_before.split_once(' ') {
        Some((_, words)) if is_cut(whole_before) => (words, true),
        _ => (whole_before, false),
    };
    let (after, cut_after) = match whole_after.rsplit_once(' ') {
        Some((words, _)) if is_cut(whole_after) => (words, true),
        _ => (whole_after, false),
    };
    let text = format!("{before}{}{after}", bookmark.exact);
    let words = before.len()..before.len() + bookmark.exact.len();
    let context =
        fragment::fragment_context(&text, &words, &words, kind == QuotationKind::Direct.name());
    let Some(context) = context else {
        return Default::default();
    };
    let mut lead_in = fragment::lead_in_text(&text, &context);
    let mut rest = fragment::rest_text(&text, &context);
    if cut_before && context.lead_in.start == 0 && !lead_in.is_empty() {
        lead_in = format!("… {lead_in}");
    }
    if cut_after && context.rest.end == text.len() && !rest.is_empty() {
        rest += " …";
    }
    (lead_in, rest)
}
