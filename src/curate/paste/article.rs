//! Which paragraphs of a paste are its article, and what else the paste tells.

use std::sync::LazyLock;

use super::{features, paragraphs};
use crate::curate::article::{Format, Kind, PageArticle, Piece, Reason};
use crate::curate::furniture;
use crate::curate::line::Line;
use crate::curate::meta::{Readings, authors, dates, printed};
use crate::curate::page;
use crate::curate::trees::Trees;
use crate::text::clean;

/// Trees trained on the pasted pages as `html/judge.rs` tells. A second pass that sees the
/// verdicts around a paragraph lost half a point of F1 and is not there.
static MODEL: LazyLock<Trees> = LazyLock::new(|| Trees::read(include_str!("paste.model")));

/// From here on a paragraph is article text.
const THRESHOLD: f32 = 0.5;

/// Paragraphs within which a long one must stand.
const NEAR: usize = 12;

/// Reads a paste.
#[must_use]
pub fn read(text: &str) -> PageArticle {
    let cleaned = clean::clean(text.trim_start_matches('\u{feff}'));
    let paragraphs = paragraphs::read(&cleaned);
    let lines: Vec<Line> = paragraphs.iter().map(|p| Line::new(&p.text)).collect();
    let likely = judge(&paragraphs, &lines);
    let mut pieces: Vec<Piece> = paragraphs
        .iter()
        .zip(&likely)
        .map(|(p, likely)| Piece {
            text: p.text.clone(),
            kind: Kind::Paragraph,
            omitted: (*likely <= THRESHOLD).then_some(Reason::Outside),
            soft: false,
            likely: (likely * 100.0) as u8,
        })
        .collect();
    rules(&mut pieces, &lines);
    let readings = readings(&mut pieces, &lines);
    page::article(pieces, readings, Format::Pasted)
}

fn judge(paragraphs: &[super::Paragraph], lines: &[Line]) -> Vec<f32> {
    let rows = features::of(paragraphs);
    let n = rows.len();
    let mut near = vec![n <= NEAR * 2 + 1; n];
    for i in (0..n).filter(|i| lines[*i].words >= 9) {
        for flag in &mut near[i.saturating_sub(NEAR)..(i + NEAR + 1).min(n)] {
            *flag = true;
        }
    }
    rows.iter()
        .zip(&near)
        .map(|(row, near)| if *near { MODEL.judge(row) } else { 0.0 })
        .collect()
}

/// What ends an article, as a line of its own.
const ENDS: &[&str] = &[
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

fn rules(pieces: &mut [Piece], lines: &[Line]) {
    let mut kept = 0;
    let total: usize = pieces
        .iter()
        .zip(lines)
        .filter(|(p, _)| p.omitted.is_none())
        .map(|(_, l)| l.words)
        .sum();
    let mut ended = false;
    for (piece, line) in pieces.iter_mut().zip(lines) {
        let folded = furniture::folded(&piece.text);
        ended |= kept >= 80 && kept * 5 >= total * 2 && ENDS.contains(&folded.as_str());
        if ended && piece.omitted.is_none() {
            piece.omitted = Some(Reason::Related);
        }
        if printed::is_correction(&piece.text) {
            piece.omitted = Some(Reason::Correction);
            continue;
        }
        if piece.omitted.is_none() && line.furniture && line.words < 6 {
            piece.omitted = Some(Reason::Furniture);
        }
        kept += if piece.omitted.is_none() {
            line.words
        } else {
            0
        };
    }
}

/// Finds headline, authors and dates, and gives what is left out its reason.
fn readings(pieces: &mut [Piece], lines: &[Line]) -> Readings {
    let first = (0..pieces.len())
        .find(|i| pieces[*i].omitted.is_none() && lines[*i].words >= 12)
        .unwrap_or(0);
    let last = pieces
        .iter()
        .rposition(|p| p.omitted.is_none())
        .unwrap_or(0);
    let window = first.saturating_sub(14);
    let early = printed::read(
        pieces[window..(first + 1).min(pieces.len())]
            .iter()
            .map(|p| p.text.as_str()),
    );
    let mut out = Readings::default();
    let fits = |i: usize| {
        let text = &pieces[i].text;
        (4..=28).contains(&lines[i].words)
            && !text.ends_with(['.', ':', ',', ';'])
            && !lines[i].furniture
            && !is_credit(text)
            && printed::byline(text).is_none()
            && dates::printed(text).is_none()
            && !furniture::points_elsewhere(text)
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
        super::super::meta::add(&mut out.title, &pieces[i].text);
    }
    // A headline that is run together with the link after it.
    if out.title.is_empty()
        && let Some(tail) = pieces.get(last + 1)
        && let Some(head) = ["Read More", "Read more", "Continue reading"]
            .iter()
            .find_map(|e| tail.text.strip_suffix(e))
        && page::words(head) >= 4
    {
        super::super::meta::add(&mut out.title, head);
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
                authors::read_seen(&pieces[i].text, &mut names);
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
        .map(|t| authors::folded(t))
        .unwrap_or_default();
    let names: Vec<String> = out
        .authors
        .iter()
        .flatten()
        .map(|a| a.name.clone())
        .collect();
    for (i, piece) in pieces.iter_mut().enumerate() {
        if !title.is_empty() && authors::folded(&piece.text) == title && lines[i].words >= 3 {
            piece.omitted = Some(Reason::Headline);
        } else if piece.omitted == Some(Reason::Outside) {
            piece.omitted = Some(reason(&piece.text, &lines[i], i, first, last, &names));
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

fn reason(
    text: &str,
    line: &Line,
    i: usize,
    first: usize,
    last: usize,
    names: &[String],
) -> Reason {
    let lower = text.to_lowercase();
    if lower.contains("cookie") {
        Reason::Cookies
    } else if is_credit(text) {
        Reason::Caption
    } else if i < first
        && (names.iter().any(|n| text.contains(n.as_str()))
            || printed::byline(text).is_some()
            || (line.words < 14 && dates::printed(text).is_some()))
    {
        Reason::Byline
    } else if lower.contains("newsletter")
        || lower.contains("subscri")
        || lower.contains("sign up")
        || lower.contains("inbox")
    {
        Reason::Invitation
    } else if lower.starts_with("advertis") || lower.starts_with("sponsored") || lower == "anzeige"
    {
        Reason::Advertisement
    } else if line.furniture || line.furniture_begins && line.words < 12 {
        Reason::Furniture
    } else if furniture::points_elsewhere(text) || (i > last && line.words >= 6) {
        Reason::Related
    } else if line.words < 6 && !line.ends_sentence && (i < first || i > last) {
        Reason::Menu
    } else {
        Reason::Outside
    }
}
