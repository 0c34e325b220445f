//! Reads a page of HTML: its blocks, what each of them is worth, and its metadata.

pub mod blocks;
pub mod features;
pub mod judge;
pub mod names;
pub mod strip;
pub mod votes;

use scraper::Html;

use super::article::{Format, Kind, Piece};
use super::meta::{Readings, authors, cascade, dates, json_ld, printed, tags};
use super::page::MAX_MARKUP;
use super::tokens;
use blocks::Blocks;
use features::Known;

/// Words under each heading of a page that holds several articles.
const MIN_SEVERAL: usize = 120;

/// A page taken apart.
#[derive(Debug)]
pub struct Parsed {
    /// Its blocks, in order.
    pub blocks: Blocks,
    /// The figures of each block.
    pub rows: Vec<Vec<f32>>,
    /// What its layers name.
    pub readings: Readings,
    /// What the extractors keep.
    pub votes: votes::Votes,
    /// Bytes of scripts.
    pub script_bytes: usize,
    /// Plain or `SingleFile`.
    pub format: Format,
    /// The day in the comment of `SingleFile`.
    pub retrieved: String,
}

/// Takes a page apart. `url` is its address where the reader knows it. Nothing where the page
/// is larger than [`MAX_MARKUP`] even without scripts and `data:`.
#[must_use]
pub fn parse(page: &str, url: &str) -> Option<Parsed> {
    let stripped = strip::strip(page);
    if stripped.html.len() > MAX_MARKUP {
        return None;
    }
    let saved = stripped
        .saved_by
        .as_deref()
        .and_then(saved_url)
        .unwrap_or_default();
    let url = if url.is_empty() { saved.as_str() } else { url };
    let (blocks, tags) = {
        let tree = Html::parse_document(&stripped.html);
        (blocks::read(&tree), tags::read(&tree))
    };
    let ld = json_ld::read(&stripped.json_ld);
    let words: Vec<Vec<u64>> = blocks
        .blocks
        .iter()
        .map(|b| tokens::tokens(&b.text))
        .collect();
    let address = url.starts_with("http").then_some(url);
    let votes = votes::ask(&stripped.html, address, &ld.body, &words);
    let around = around_beginning(&blocks, &votes);
    let mut printed = printed::read(
        blocks.blocks[around.clone()]
            .iter()
            .map(|b| b.text.as_str()),
    );
    if printed.authors.is_empty() {
        // A name alone on its line, where the page calls it one or prints it bold.
        let near = &blocks.blocks[around];
        let named = near.iter().rev().skip(2).take(4).find(|b| {
            let is_author = b.near >> 5 & 1 == 1;
            (is_author || b.strong + 2 >= b.text.chars().filter(|c| !c.is_whitespace()).count())
                && b.text.len() < 80
                && b.linked == 0
        });
        if let Some(block) = named {
            authors::read_seen(&block.text, &mut printed.authors);
        }
    }
    let readings = cascade::order(&ld, &tags, &printed, url);
    let known = Known {
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
    let rows = features::of(&blocks, &words, &votes, &known);
    Some(Parsed {
        blocks,
        rows,
        readings,
        votes,
        script_bytes: stripped.script_bytes,
        format: if stripped.saved_by.is_some() {
            Format::SingleFile
        } else {
            Format::Html
        },
        retrieved: stripped
            .saved_by
            .as_deref()
            .and_then(saved_day)
            .unwrap_or_default(),
    })
}

/// Returns what a block is in the article.
#[must_use]
pub fn kind(block: &blocks::Block) -> Kind {
    let inside = |tag: &str| {
        blocks::TAGS
            .iter()
            .position(|t| *t == tag)
            .is_some_and(|b| block.inside >> b & 1 == 1)
    };
    match block.tag {
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        _ if inside("blockquote") => Kind::Quote,
        _ if inside("li") && !block.soft => Kind::Item {
            numbered: inside("ol") && !inside("ul"),
        },
        _ => Kind::Paragraph,
    }
}

/// Returns where articles begin on a page that holds several: first-rank headings, each with
/// an article's length of kept text under it. One or none where the page holds one.
#[must_use]
pub fn article_starts(parsed: &Parsed, pieces: &[Piece]) -> Vec<usize> {
    let blocks = &parsed.blocks.blocks;
    let heads: Vec<usize> = (0..pieces.len())
        .filter(|i| {
            blocks[*i].tag == "h1"
                && !blocks[*i].hidden
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
        if words >= MIN_SEVERAL && !again {
            starts.push(*head);
        }
    }
    // Pages that use first-rank headings for the parts of one article have them in one
    // `article` and no byline at them.
    let mut own: Vec<usize> = starts
        .iter()
        .map(|s| blocks[*s].article)
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
    dates::machine(line).or_else(|| {
        // "Mon Nov 30 2026 04:28:00 GMT+0000"
        let words: Vec<&str> = line.split_whitespace().collect();
        let (month, day, year) = (words.get(1)?, words.get(2)?, words.get(3)?);
        dates::printed(&format!("{day} {month} {year}"))
    })
}

/// Returns the blocks before the first long one that both extractors keep, and the two after it.
fn around_beginning(blocks: &Blocks, votes: &votes::Votes) -> std::ops::Range<usize> {
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
