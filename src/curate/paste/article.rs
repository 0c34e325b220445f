//! Which paragraphs of a paste are its article, and what else the paste tells.

use std::sync::LazyLock;

use super::{features, paragraphs};
use crate::curate::article::{OmissionReason, PageArticle, PageFormat, PagePiece, PieceKind};
use crate::curate::furniture;
use crate::curate::line::LineFeatures;
use crate::curate::meta::{MetadataCandidates, authors, dates, printed};
use crate::curate::page;
use crate::curate::trees::TreeModel;
use crate::text::clean;

/// Trees trained on the pasted pages as `html/judge.rs` tells. A second pass that sees the
/// verdicts around a paragraph lost half a point of F1 and is not there.
static MODEL: LazyLock<TreeModel> = LazyLock::new(|| TreeModel::parse(include_str!("paste.model")));

/// From here on a paragraph is article text.
const MIN_LIKELIHOOD: f32 = 0.5;

/// Paragraphs within which a long one must stand.
const MAX_GAP_PARAGRAPHS: usize = 12;

/// Reads a paste.
#[must_use]
pub fn read_paste(text: &str) -> PageArticle {
    let cleaned = clean::clean(text.trim_start_matches('\u{feff}'));
    let paragraphs = paragraphs::read_paragraphs(&cleaned);
    let lines: Vec<LineFeatures> = paragraphs
        .iter()
        .map(|p| LineFeatures::new(&p.text))
        .collect();
    let likely = classify(&paragraphs, &lines);
    let mut pieces: Vec<PagePiece> = paragraphs
        .iter()
        .zip(&likely)
        .map(|(p, likely)| PagePiece {
            text: p.text.clone(),
            kind: PieceKind::Paragraph,
            omitted: (*likely <= MIN_LIKELIHOOD).then_some(OmissionReason::Outside),
            joins_previous: false,
            likelihood: (likely * 100.0) as u8,
        })
        .collect();
    apply_rules(&mut pieces, &lines);
    let readings = find_metadata(&mut pieces, &lines);
    page::assemble_article(pieces, readings, PageFormat::Pasted)
}

fn classify(paragraphs: &[super::PastedParagraph], lines: &[LineFeatures]) -> Vec<f32> {
    let rows = features::feature_rows(paragraphs);
    let n = rows.len();
    let mut near = vec![n <= MAX_GAP_PARAGRAPHS * 2 + 1; n];
    for i in (0..n).filter(|i| lines[*i].words >= 9) {
        for flag in
            &mut near[i.saturating_sub(MAX_GAP_PARAGRAPHS)..(i + MAX_GAP_PARAGRAPHS + 1).min(n)]
        {
            *flag = true;
        }
    }
    rows.iter()
        .zip(&near)
        .map(|(row, near)| if *near { MODEL.predict(row) } else { 0.0 })
        .collect()
}

/// What ends an article, as a line of its own.
const END_LINES: &[&str] = &[
    "go deeper",
    "about the author",
    "about the authors",
    "leave a comment",
    "leave a reply",
    "related articles",
    "related stories",
    "related posts",
    "more stories",
    "you may also like",
    "you might also like",
    "recommended for you",
    "read next",
    "most read",
    "most popular",
    "up next",
    "around the web",
    "from the web",
    "trending now",
    "latest stories",
    "mehr zum thema",
    "auch interessant",
    "das könnte sie auch interessieren",
    "a lire aussi",
    "à lire aussi",
    "noticias relacionadas",
    "leggi anche",
    "leia também",
];

fn apply_rules(pieces: &mut [PagePiece], lines: &[LineFeatures]) {
    let mut kept = 0;
    let total: usize = pieces
        .iter()
        .zip(lines)
        .filter(|(p, _)| p.omitted.is_none())
        .map(|(_, l)| l.words)
        .sum();
    let mut ended = false;
    for (piece, line) in pieces.iter_mut().zip(lines) {
        let folded = furniture::fold_line(&piece.text);
        ended |= kept >= 80 && kept * 5 >= total * 2 && END_LINES.contains(&folded.as_str());
        if ended && piece.omitted.is_none() {
            piece.omitted = Some(OmissionReason::Related);
        }
        if printed::is_correction(&piece.text) {
            piece.omitted = Some(OmissionReason::Correction);
            continue;
        }
        if piece.omitted.is_none() && line.is_furniture && line.words < 6 {
            piece.omitted = Some(OmissionReason::Furniture);
        }
        kept += if piece.omitted.is_none() {
            line.words
        } else {
            0
        };
    }
}

/// Finds headline, authors and dates, and gives what is left out its reason.
fn find_metadata(pieces: &mut [PagePiece], lines: &[LineFeatures]) -> MetadataCandidates {
    let first = (0..pieces.len())
        .find(|i| pieces[*i].omitted.is_none() && lines[*i].words >= 12)
        .unwrap_or(0);
    let last = pieces
        .iter()
        .rposition(|p| p.omitted.is_none())
        .unwrap_or(0);
    let window = first.saturating_sub(14);
    let early = printed::read_lines(
        pieces[window..(first + 1).min(pieces.len())]
            .iter()
            .map(|p| p.text.as_str()),
    );
    let mut out = MetadataCandidates::default();
    let fits = |i: usize| {
        let text = &pieces[i].text;
        (4..=28).contains(&lines[i].words)
            && !text.ends_with(['.', ':', ',', ';'])
            && !lines[i].is_furniture
            && !is_credit(text)
            && printed::byline(text).is_none()
            && dates::find_printed_date(text).is_none()
            && !furniture::is_teaser(text)
    };
    let repeated = |i: usize| pieces.iter().filter(|p| p.text == pieces[i].text).count();
    let mut candidates: Vec<usize> = (window..first).filter(|i| fits(*i)).collect();
    // A headline may come twice, and it speaks of what the article speaks of.
    let body: String = pieces
        .iter()
        .filter(|p| p.omitted.is_none())
        .map(|p| p.text.to_lowercase())
        .collect::<Vec<_>>()
        .join(" ");
    let shared = |i: usize| {
        let words = pieces[i].text.to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 3 && body.contains(w))
            .count()
    };
    let role = |i: usize| {
        let lower = pieces[i].text.to_lowercase();
        [
            "reporter",
            "correspondent",
            "senior writer",
            "staff writer",
            "editor",
        ]
        .iter()
        .any(|r| lower.contains(r))
    };
    candidates.sort_by_key(|i| {
        (
            role(*i),
            std::cmp::Reverse(repeated(*i).min(2)),
            std::cmp::Reverse(shared(*i)),
            *i,
        )
    });
    let order: Vec<usize> = candidates.iter().copied().filter(|i| !role(*i)).collect();
    for i in order.into_iter().take(6) {
        super::super::meta::push_unique(&mut out.title, &pieces[i].text);
    }
    // A headline that is run together with the link after it.
    if out.title.is_empty()
        && let Some(tail) = pieces.get(last + 1)
        && let Some(head) = ["Read More", "Read more", "Continue reading"]
            .iter()
            .find_map(|e| tail.text.strip_suffix(e))
        && page::count_words(head) >= 4
    {
        super::super::meta::push_unique(&mut out.title, head);
    }
    if !early.authors.is_empty() {
        out.authors.push(early.authors);
    } else if first > 0 {
        let mut names = Vec::new();
        for i in window..first {
            if i > 0
                && out.title.first() != Some(&pieces[i].text)
                && lines[i].words <= 4
                && repeated(i) > 1
            {
                authors::read_visible(&pieces[i].text, &mut names);
            }
        }
        if !names.is_empty() {
            out.authors.push(names);
        }
    }
    out.published.extend(early.published);
    out.modified.extend(early.modified);
    let title = out
        .title
        .first()
        .map(|t| authors::fold_name(t))
        .unwrap_or_default();
    let names: Vec<String> = out
        .authors
        .iter()
        .flatten()
        .map(|a| a.name.clone())
        .collect();
    for (i, piece) in pieces.iter_mut().enumerate() {
        if !title.is_empty() && authors::fold_name(&piece.text) == title && lines[i].words >= 3 {
            piece.omitted = Some(OmissionReason::Headline);
        } else if piece.omitted == Some(OmissionReason::Outside) {
            piece.omitted = Some(omission_reason(
                &piece.text,
                &lines[i],
                i,
                first,
                last,
                &names,
            ));
        }
    }
    out
}

fn is_credit(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "photo:",
        "photo by",
        "image:",
        "getty",
        "credit:",
        "illustration:",
        "foto:",
        "picture:",
        " logo",
    ]
    .iter()
    .any(|w| lower.contains(w) || lower.ends_with(w))
}

fn omission_reason(
    text: &str,
    line: &LineFeatures,
    i: usize,
    first: usize,
    last: usize,
    names: &[String],
) -> OmissionReason {
    let lower = text.to_lowercase();
    if lower.contains("cookie") {
        OmissionReason::Cookies
    } else if is_credit(text) {
        OmissionReason::Caption
    } else if i < first
        && (names.iter().any(|n| text.contains(n.as_str()))
            || printed::byline(text).is_some()
            || (line.words < 14 && dates::find_printed_date(text).is_some()))
    {
        OmissionReason::Byline
    } else if lower.contains("newsletter")
        || lower.contains("subscri")
        || lower.contains("sign up")
        || lower.contains("inbox")
    {
        OmissionReason::Invitation
    } else if lower.starts_with("advertis") || lower.starts_with("sponsored") || lower == "anzeige"
    {
        OmissionReason::Advertisement
    } else if line.is_furniture || line.begins_as_furniture && line.words < 12 {
        OmissionReason::Furniture
    } else if furniture::is_teaser(text) || (i > last && line.words >= 6) {
        OmissionReason::Related
    } else if line.words < 6 && !line.ends_sentence && (i < first || i > last) {
        OmissionReason::Menu
    } else {
        OmissionReason::Outside
    }
}
