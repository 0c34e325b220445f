//! A text file read so that every position stays one in the file.

use std::borrow::Cow;

use super::article::{OmissionReason, PageArticle};
use super::page::{self, MAX_FILE_BYTES, PageHints};
use super::sniff;
use crate::text::clean::clean_line;

/// Parts of a page around an article from which on a text is taken for a copy of a whole
/// page. With five, no quotation of the 297 articles of `docs/proposals.md` is lost; with one,
/// two are.
const MIN_PAGE_PARTS: usize = 5;

/// Returns the text of a file that is UTF-8 and has one paragraph a line. Where it is a copy
/// of a whole page, what belongs to the page and not to the article is blanked out, so that
/// all positions stay. `None` where what stands in the file is not the article as it is read:
/// HTML, front matter, the text of a PDF, lines that break off inside sentences.
#[must_use]
pub fn stored_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if bytes.len() > MAX_FILE_BYTES {
        return None;
    }
    sniff::refuse_unreadable(bytes).ok()?;
    let text = std::str::from_utf8(bytes).ok()?;
    let is_read_as_is = match sniff::text_kind(text) {
        sniff::TextKind::Text => true,
        sniff::TextKind::Markdown => sniff::split_front_matter(text).is_none(),
        sniff::TextKind::Html | sniff::TextKind::PdfText => false,
    };
    if !is_read_as_is {
        return None;
    }
    // A text in which no article is found is too short for one, and still quotes somebody.
    let articles = page::read_page(bytes, &PageHints::default()).unwrap_or_default();
    if is_wrapped(text) && !articles.is_empty() {
        return None;
    }
    Some(match &articles[..] {
        [article] => blank_out_page(text, article),
        _ => Cow::Borrowed(text),
    })
}

/// Blanks out the lines that belong to the page around an article, if it has a page around it.
fn blank_out_page<'a>(text: &'a str, article: &PageArticle) -> Cow<'a, str> {
    let parts: Vec<&str> = article
        .pieces
        .iter()
        .filter(|piece| piece.omitted.is_some_and(is_page_reason))
        .map(|piece| piece.text.as_str())
        .collect();
    if parts.len() < MIN_PAGE_PARTS {
        return Cow::Borrowed(text);
    }
    let mut rest = &parts[..];
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\r', '\n']);
        let cleaned = clean_line(words);
        // A part that goes over several lines is passed over.
        if let Some(n) = rest.iter().position(|part| *part == cleaned) {
            rest = &rest[n + 1..];
            out.extend(std::iter::repeat_n(' ', words.len()));
            out.push_str(&line[words.len()..]);
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// Returns `true` if words left out for this reason are certainly none of the article.
fn is_page_reason(reason: OmissionReason) -> bool {
    match reason {
        OmissionReason::Byline
        | OmissionReason::Menu
        | OmissionReason::Related
        | OmissionReason::Invitation
        | OmissionReason::Advertisement
        | OmissionReason::Cookies
        | OmissionReason::Comments
        | OmissionReason::Furniture
        | OmissionReason::PageHead => true,
        OmissionReason::Headline
        | OmissionReason::Caption
        | OmissionReason::Correction
        | OmissionReason::Disputed
        | OmissionReason::Outside => false,
    }
}

/// Returns `true` if many lines break off inside a sentence, as those of a column do.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let is_broken = |pair: &&[&str]| {
        let (before, after) = (pair[0], pair[1]);
        let is_open = before.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-');
        let length = before.chars().count();
        is_open && after.starts_with(char::is_lowercase) && (30..=130).contains(&length)
    };
    let broken = lines.windows(2).filter(is_broken).count();
    broken >= 2 && broken * 4 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_break_off_are_not_read_as_paragraphs() {
        let wrapped = "The council of the harbour voted to close\nthe north pier for repairs, after divers had\nfound cracks. “Eleven of its forty\npillars are not sound,” said Jane Roe, who\nhas been the mayor of the town for years, and\nshe said that it would be closed on Monday.\n\nThe ferries that leave from the pier will go\nfrom the fish market until the repair is at\nits end, which the council expects to be late\nin the summer of next year, the harbour office\nwrote in a letter to the owners of the boats.\n\nNobody from the ferries could be reached on the\nday of the vote, and their office was closed to\nall visitors until the beginning of the week.\n";
        assert!(is_wrapped(wrapped));
        assert_eq!(stored_text(wrapped.as_bytes()), None);
        let paragraphs = "The council voted to close the north pier for repairs.\nIt is not safe.";
        assert_eq!(
            stored_text(paragraphs.as_bytes()).as_deref(),
            Some(paragraphs)
        );
    }

    #[test]
    fn a_copy_of_a_page_keeps_its_length_and_loses_what_is_around_the_article() {
        let page = include_str!("../../tests/fixtures/pasted/axios-2018.txt");
        let read = stored_text(page.as_bytes()).unwrap();
        assert_eq!(read.len(), page.len());
        assert!(page.contains("Please enter a valid email.") && !read.contains("valid email"));
        let kept = "Sanctioning Kaspersky Lab is a logical next step.";
        assert_eq!(read.find(kept), page.find(kept));
        assert!(read.contains(kept));
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [
            &b""[..],
            b"%PDF-1.7",
            b"\xff\xfea\0",
            b"<html><p>A.</p></html>",
        ] {
            assert_eq!(stored_text(bytes), None);
        }
    }
}
