//! Reads a page of HTML: its blocks, what each of them is worth, and its metadata.

pub mod blocks;
pub mod features;
pub mod judge;
pub mod names;
pub mod strip;
pub mod votes;

use scraper::Html;

use super::article::{PageFormat, PagePiece, PieceKind};
use super::meta::{MetadataCandidates, authors, cascade, dates, json_ld, printed, tags};
use super::page::MAX_MARKUP_BYTES;
use super::tokens;
use blocks::PageBlocks;
use features::DeclaredFacts;

/// Words under each heading of a page that holds several articles.
const MIN_ARTICLE_WORDS: usize = 120;

/// A page taken apart.
#[derive(Debug)]
pub struct ParsedPage {
    /// Its blocks, in order.
    pub blocks: PageBlocks,
    /// The figures of each block.
    pub rows: Vec<Vec<f32>>,
    /// What its layers name.
    pub candidates: MetadataCandidates,
    /// What the extractors keep.
    pub votes: votes::ExtractorVotes,
    /// Bytes of scripts.
    pub script_bytes: usize,
    /// Plain or `SingleFile`.
    pub format: PageFormat,
    /// The day in the comment of `SingleFile`.
    pub retrieved: String,
}

/// Takes a page apart. `url` is its address where the reader knows it. Nothing where the page
/// is larger than the limit even without scripts and `data:`.
#[must_use]
pub fn parse_page(page: &str, url: &str) -> Option<ParsedPage> {
    let stripped = strip::strip(page);
    if stripped.html.len() > MAX_MARKUP_BYTES {
        return None;
    }
    let saved = stripped
        .save_comment
        .as_deref()
        .and_then(saved_url)
        .unwrap_or_default();
    let url = if url.is_empty() { saved.as_str() } else { url };
    let (blocks, tags) = {
        let tree = Html::parse_document(&stripped.html);
        (blocks::read_blocks(&tree), tags::read_tags(&tree))
    };
    let ld = json_ld::read_json_ld(&stripped.json_ld);
    let words: Vec<Vec<u64>> = blocks
        .blocks
        .iter()
        .map(|b| tokens::hash_words(&b.text))
        .collect();
    let address = url.starts_with("http").then_some(url);
    let votes = votes::run_extractors(&stripped.html, address, &ld.body, &words);
    let around = opening_blocks(&blocks, &votes);
    let mut printed = printed::read_lines(
        blocks.blocks[around.clone()]
            .iter()
            .map(|b| b.text.as_str()),
    );
    if printed.authors.is_empty() {
        // A name alone on its line, where the page calls it one or prints it bold.
        let near = &blocks.blocks[around];
        let named = near.iter().rev().skip(2).take(4).find(|b| {
            let is_author = b.near_names >> 5 & 1 == 1;
            (is_author
                || b.strong_chars + 2 >= b.text.chars().filter(|c| !c.is_whitespace()).count())
                && b.text.len() < 80
                && b.linked_chars == 0
        });
        if let Some(block) = named {
            authors::read_visible(&block.text, &mut printed.authors);
        }
    }
    let readings = cascade::merge_layers(&ld, &tags, &printed, url);
    let known = DeclaredFacts {
        title: readings.title.first().cloned().unwrap_or_default(),
        description: readings.description.clone(),
        authors: readings
            .authors
            .first()
            .into_iter()
            .flatten()
            .map(|a| a.name.clone())
            .filter(|n| n.len() > 4)
            .collect(),
    };
    let rows = features::feature_rows(&blocks, &words, &votes, &known);
    Some(ParsedPage {
        blocks,
        rows,
        candidates: readings,
        votes,
        script_bytes: stripped.script_bytes,
        format: if stripped.save_comment.is_some() {
            PageFormat::SingleFile
        } else {
            PageFormat::Html
        },
        retrieved: stripped
            .save_comment
            .as_deref()
            .and_then(saved_day)
            .unwrap_or_default(),
    })
}

/// Returns what a block is in the article.
#[must_use]
pub fn piece_kind(block: &blocks::Block) -> PieceKind {
    let inside = |tag: &str| {
        blocks::CONTEXT_TAGS
            .iter()
            .position(|t| *t == tag)
            .is_some_and(|b| block.ancestors >> b & 1 == 1)
    };
    match block.tag {
        "h1" => PieceKind::Heading(1),
        "h2" => PieceKind::Heading(2),
        "h3" => PieceKind::Heading(3),
        "h4" => PieceKind::Heading(4),
        "h5" => PieceKind::Heading(5),
        "h6" => PieceKind::Heading(6),
        _ if inside("blockquote") => PieceKind::Quote,
        _ if inside("li") && !block.after_line_break => PieceKind::Item {
            numbered: inside("ol") && !inside("ul"),
        },
        _ => PieceKind::Paragraph,
    }
}

/// Returns where articles begin on a page that holds several: first-rank headings, each with
/// an article's length of kept text under it. One or none where the page holds one.
#[must_use]
pub fn article_starts(parsed: &ParsedPage, pieces: &[PagePiece]) -> Vec<usize> {
    let blocks = &parsed.blocks.blocks;
    let heads: Vec<usize> = (0..pieces.len())
        .filter(|i| {
            blocks[*i].tag == "h1"
                && !blocks[*i].is_hidden
                && blocks[*i].text.split_whitespace().count() >= 3
        })
        .collect();
    let mut starts: Vec<usize> = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let end = heads.get(n + 1).copied().unwrap_or(pieces.len());
        let words: usize = pieces[*head..end]
            .iter()
            .filter(|p| p.omitted.is_none())
            .map(|p| p.text.split_whitespace().count())
            .sum();
        let again = starts.iter().any(|s| blocks[*s].text == blocks[*head].text);
        if words >= MIN_ARTICLE_WORDS && !again {
            starts.push(*head);
        }
    }
    // Pages that use first-rank headings for the parts of one article have them in one
    // `article` and no byline at them.
    let mut own: Vec<usize> = starts
        .iter()
        .map(|s| blocks[*s].article_number)
        .filter(|a| *a > 0)
        .collect();
    own.dedup();
    let has_byline = |i: usize| {
        pieces[i + 1..]
            .iter()
            .take(5)
            .any(|p| printed::byline(&p.text).is_some())
    };
    let apart = own.len() == starts.len() || starts.iter().all(|s| has_byline(*s));
    if starts.len() > 1 && apart {
        starts
    } else {
        Vec::new()
    }
}

/// Returns the day in the comment that `SingleFile` writes, as far as it can be read.
fn saved_day(comment: &str) -> Option<String> {
    let at = comment.find("saved date:")?;
    let line = comment[at + 11..].lines().next()?;
    dates::parse_machine_date(line).or_else(|| {
        // "Mon Nov 30 2026 04:28:00 GMT+0000"
        let words: Vec<&str> = line.split_whitespace().collect();
        let (month, day, year) = (words.get(1)?, words.get(2)?, words.get(3)?);
        dates::find_printed_date(&format!("{day} {month} {year}"))
    })
}

/// Returns the blocks before the first long one that both extractors keep, and the two after it.
fn opening_blocks(blocks: &PageBlocks, votes: &votes::ExtractorVotes) -> std::ops::Range<usize> {
    let n = blocks.blocks.len();
    let long = |i: usize| blocks.blocks[i].text.chars().count() > 120;
    let first = (0..n)
        .find(|i| votes.balanced[*i] > 0.6 && votes.readable[*i] > 0.6 && long(*i))
        .or_else(|| (0..n).find(|i| votes.balanced[*i] > 0.6 && long(*i)));
    first.map_or(0..0, |f| f.saturating_sub(14)..(f + 2).min(n))
}

/// Returns the address in the comment that `SingleFile` writes.
fn saved_url(comment: &str) -> Option<String> {
    let at = comment.find("url:")?;
    let url = comment[at + 4..].split_whitespace().next()?;
    url.starts_with("http").then(|| url.to_owned())
}
