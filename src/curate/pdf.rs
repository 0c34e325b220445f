//! Reads the text of a PDF as `pdftotext -layout` prints it: pages with heads and numbers,
//! columns, words divided at the end of a line.

use std::collections::HashMap;

use super::article::{OmissionReason, PageArticle, PageFormat, PagePiece, PieceKind};
use super::furniture;
use super::meta::{MetadataCandidates, authors, printed};
use super::page;
use super::paste::paragraphs;
use crate::text::clean;

/// Lines at the top and at the bottom of a page that may be its head or foot.
const EDGE_LINES: usize = 3;

/// Reads the text of a PDF.
#[must_use]
pub fn read_pdf_text(text: &str) -> Vec<PageArticle> {
    let pages: Vec<Vec<String>> = text
        .split('\u{c}')
        .map(|p| {
            unfold_columns(
                &p.lines()
                    .map(|l| l.trim_end().to_owned())
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|p| p.iter().any(|l| !l.trim().is_empty()))
        .collect();
    let heads = find_page_heads(&pages);
    let mut pieces: Vec<PagePiece> = Vec::new();
    let mut open = false;
    for page in &pages {
        let lines: Vec<&String> = page.iter().filter(|l| !l.trim().is_empty()).collect();
        let count = lines.len();
        let is_edge = |n: usize| n < EDGE_LINES || n + EDGE_LINES >= count;
        let mut number = 0;
        let mut gap = false;
        let width = page
            .iter()
            .map(|l| l.trim().chars().count())
            .max()
            .unwrap_or(0);
        for line in page {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                gap = true;
                continue;
            }
            let at_edge = is_edge(number);
            number += 1;
            if at_edge && (heads.contains_key(&head_key(trimmed)) || is_page_number(trimmed)) {
                pieces.push(new_piece(trimmed, Some(OmissionReason::PageHead)));
                continue;
            }
            // A paragraph goes on over the end of a page; a blank line ends it elsewhere.
            let first_of_page = number <= EDGE_LINES + 1 && !gap;
            let starts = if gap && number > 1 {
                !open || !continues_previous(&pieces, trimmed) || number > EDGE_LINES + 1
            } else {
                !open
            };
            let bullet = trimmed.starts_with(['•', '▪', '–']) || trimmed.starts_with("- ");
            let last = pieces.iter_mut().rev().find(|p| p.omitted.is_none());
            match last {
                Some(last) if !bullet && (!starts || (first_of_page && open)) => {
                    paragraphs::join_line(&mut last.text, trimmed);
                }
                _ => pieces.push(new_piece(trimmed, None)),
            }
            gap = false;
            let room = width.saturating_sub(trimmed.chars().count());
            open = room < 20 || !trimmed.ends_with(['.', '!', '?', '”', '"', ':']);
        }
    }
    vec![assemble(pieces)]
}

fn new_piece(text: &str, omitted: Option<OmissionReason>) -> PagePiece {
    PagePiece {
        text: collapse_spaces(text),
        kind: PieceKind::Paragraph,
        omitted,
        joins_previous: false,
        likelihood: 100,
    }
}

/// Returns text with runs of spaces, which justified lines have, made one.
fn collapse_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns `true` if the last paragraph has no end and this line none of a beginning.
fn continues_previous(pieces: &[PagePiece], line: &str) -> bool {
    pieces
        .iter()
        .rev()
        .find(|p| p.omitted.is_none())
        .is_some_and(|p| {
            !p.text.ends_with(['.', '!', '?', '”', '"', ':', '»'])
                && line.starts_with(char::is_lowercase)
        })
}

fn assemble(mut pieces: Vec<PagePiece>) -> PageArticle {
    for piece in &mut pieces {
        piece.text = clean::clean_line(&piece.text);
    }
    let title = pieces
        .iter()
        .filter(|p| p.omitted.is_none())
        .take(3)
        .find(|p| {
            (3..=25).contains(&page::count_words(&p.text))
                && !p.text.ends_with('.')
                && printed::byline(&p.text).is_none()
        })
        .map(|p| p.text.clone());
    let early = printed::read_lines(pieces.iter().take(10).map(|p| p.text.as_str()));
    let key = title.as_deref().map(authors::fold_name).unwrap_or_default();
    let mut started = false;
    for piece in pieces.iter_mut().filter(|p| p.omitted.is_none()) {
        let line = piece.text.as_str();
        let words = page::count_words(line);
        piece.omitted = if !key.is_empty() && authors::fold_name(line) == key {
            Some(OmissionReason::Headline)
        } else if printed::is_correction(line) {
            Some(OmissionReason::Correction)
        } else if furniture::is_furniture(line) {
            Some(OmissionReason::Furniture)
        } else if !started
            && (printed::byline(line).is_some()
                || (words < 12 && super::meta::dates::find_printed_date(line).is_some()))
        {
            Some(OmissionReason::Byline)
        } else {
            None
        };
        started |= piece.omitted.is_none() && words >= 20;
    }
    let readings = MetadataCandidates {
        title: title.into_iter().collect(),
        authors: Some(early.authors)
            .filter(|a| !a.is_empty())
            .into_iter()
            .collect(),
        published: early.published.into_iter().collect(),
        modified: early.modified.into_iter().collect(),
        ..MetadataCandidates::default()
    };
    page::assemble_article(pieces, readings, PageFormat::PdfText)
}

/// Returns what stands at the edge of two pages or more, numbers left out.
fn find_page_heads(pages: &[Vec<String>]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let lines: Vec<&String> = page.iter().filter(|l| !l.trim().is_empty()).collect();
        let n = lines.len();
        let mut keys: Vec<String> = lines
            .iter()
            .enumerate()
            .filter(|(i, _)| *i < EDGE_LINES || i + EDGE_LINES >= n)
            .map(|(_, l)| head_key(l))
            .collect();
        keys.sort();
        keys.dedup();
        for key in keys.into_iter().filter(|k| k.len() > 2) {
            *seen.entry(key).or_default() += 1;
        }
    }
    seen.retain(|_, n| *n >= 2);
    seen
}

fn head_key(line: &str) -> String {
    line.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_page_number(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let letters: String = line
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    digits > 0
        && digits <= 8
        && matches!(
            letters.as_str(),
            "" | "page"
                | "of"
                | "pageof"
                | "seite"
                | "seitevon"
                | "p"
                | "página"
                | "páginade"
                | "pagina"
                | "pagesur"
        )
}

/// Puts columns that stand side by side under each other.
fn unfold_columns(lines: &[String]) -> Vec<String> {
    let filled: Vec<Vec<char>> = lines.iter().map(|l| l.chars().collect()).collect();
    let long: Vec<&Vec<char>> = filled.iter().filter(|l| l.len() > 50).collect();
    if long.len() < 6 {
        return lines.to_vec();
    }
    // The gutter is a place that is blank on nearly all long lines, with text at both sides.
    let width = long.iter().map(|l| l.len()).max().unwrap_or(0);
    let blank = |l: &Vec<char>, at: usize| (at..at + 2).all(|i| l.get(i).is_none_or(|c| *c == ' '));
    let gutter = (width / 4..width * 3 / 4).max_by_key(|at| {
        let both = long
            .iter()
            .filter(|l| blank(l, *at) && l.len() > at + 6 && l[..*at].iter().any(|c| *c != ' '))
            .count();
        (both, std::cmp::Reverse(at.abs_diff(width / 2)))
    });
    let Some(gutter) = gutter else {
        return lines.to_vec();
    };
    let both = long
        .iter()
        .filter(|l| blank(l, gutter) && l.len() > gutter + 6)
        .count();
    if both * 10 < long.len() * 8 {
        return lines.to_vec();
    }
    let mut out = Vec::new();
    let mut right: Vec<String> = Vec::new();
    for line in &filled {
        let crosses = line.len() > gutter && !blank(line, gutter);
        if crosses {
            // A headline over both columns ends the columns above it.
            out.append(&mut right);
            out.push(line.iter().collect());
            continue;
        }
        let cut = gutter.min(line.len());
        let left: String = line[..cut].iter().collect();
        let beside: String = line[cut..].iter().collect();
        out.push(left.trim_end().to_owned());
        right.push(beside.trim_end().to_owned());
    }
    out.append(&mut right);
    out
}
