//! What the two extractors keep of a page, block by block.

use scraper::{Html, Node};

use crate::curate::tokens;

/// Largest page that both extractors read, in bytes. `trafilatura` takes 40 times the size of
/// a page in memory; a larger one is left to the other.
const MAX_TRAFILATURA_BYTES: usize = 3 << 20;

/// The shares of each block that each extractor keeps, 0 to 1.
#[derive(Debug, Default)]
pub struct ExtractorVotes {
    /// `trafilatura`.
    pub balanced: Vec<f32>,
    /// `trafilatura`, asked for precision.
    pub precise: Vec<f32>,
    /// `libreadability`.
    pub readable: Vec<f32>,
    /// `articleBody` of the page's own JSON-LD.
    pub declared: Vec<f32>,
}

/// Asks the extractors about the page whose blocks have these words.
#[must_use]
pub fn run_extractors(
    html: &str,
    url: Option<&str>,
    declared: &str,
    blocks: &[Vec<u64>],
) -> ExtractorVotes {
    let readable = libreadability::extract(html, url)
        .or_else(|_| libreadability::extract(html, None))
        .map(|a| a.content)
        .unwrap_or_default();
    let readable = tokens::block_shares(blocks, &html_words(&readable));
    if html.len() > MAX_TRAFILATURA_BYTES {
        return ExtractorVotes {
            balanced: readable.clone(),
            precise: readable.clone(),
            readable,
            declared: tokens::block_shares(blocks, &tokens::hash_words(declared)),
        };
    }
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let balanced = trafilatura::extract(html, &options)
        .map(|r| r.content_html)
        .unwrap_or_default();
    let options = options.with_focus(trafilatura::ExtractionFocus::FavorPrecision);
    let precise = trafilatura::extract(html, &options)
        .map(|r| r.content_html)
        .unwrap_or_default();
    ExtractorVotes {
        balanced: tokens::block_shares(blocks, &html_words(&balanced)),
        precise: tokens::block_shares(blocks, &html_words(&precise)),
        readable,
        declared: tokens::block_shares(blocks, &tokens::hash_words(declared)),
    }
}

/// Returns the words of an extractor's HTML.
fn html_words(html: &str) -> Vec<u64> {
    let fragment = Html::parse_fragment(html);
    let mut text = String::new();
    for node in fragment.tree.root().descendants() {
        match node.value() {
            Node::Text(t) => text.push_str(t),
            Node::Element(e) if !matches!(e.name(), "a" | "b" | "i" | "em" | "strong" | "span") => {
                text.push(' ');
            }
            _ => {}
        }
    }
    tokens::hash_words(&text)
}
