//! The articles that a bundle has already, and which of them is the same page.

use super::input::IncomingArticle;
use crate::bundle::write::Json;
use crate::bundle::{read_file, sha256_hex};
use crate::model::BundleSource;

/// What is known of an article of the bundle.
pub struct ExistingArticle {
    pub id: String,
    pub title: String,
    pub addresses: Vec<String>,
    /// Hash of its text.
    pub text: String,
    /// Hashes of the texts that wait.
    pub waiting: Vec<String>,
    /// Hashes of the originals.
    pub originals: Vec<String>,
}

pub fn existing_articles(json: &Json, source: &BundleSource) -> Vec<ExistingArticle> {
    let Some(Json::Array(articles)) = json.field("articles") else {
        return Vec::new();
    };
    let text = |json: &Json, name: &str| match json.field(name) {
        Some(Json::String(text)) => Some(text.clone()),
        _ => None,
    };
    let of_file = |json: &Json| {
        // What the file holds, not what is said of it: a curator may have corrected it.
        let read = text(json, "text").and_then(|path| read_file(source, &path).ok());
        read.map(|bytes| sha256_hex(&bytes))
    };
    articles
        .iter()
        .map(|article| {
            let versions = match article.field("versions") {
                Some(Json::Array(versions)) => versions.as_slice(),
                _ => &[],
            };
            let states = std::iter::once(article).chain(versions);
            ExistingArticle {
                id: text(article, "id").unwrap_or_default(),
                title: text(article, "title").unwrap_or_default(),
                addresses: ["url", "archived_url"]
                    .iter()
                    .filter_map(|name| text(article, name))
                    .map(|url| normalize_url(&url))
                    .collect(),
                text: of_file(article).unwrap_or_default(),
                waiting: versions.iter().filter_map(of_file).collect(),
                originals: states
                    .filter_map(|state| text(state, "original_sha256"))
                    .map(|hash| hash.to_ascii_lowercase())
                    .collect(),
            }
        })
        .collect()
}

/// Returns the article of the bundle that the same page gave: by its text, its original or its address.
pub fn find_existing(
    known: &[ExistingArticle],
    one: &IncomingArticle,
    hash: &str,
    is_alone: bool,
    title: &str,
) -> Option<usize> {
    let has_text = |k: &ExistingArticle| k.text == hash || k.waiting.iter().any(|h| h == hash);
    if let Some(at) = known.iter().position(has_text) {
        return Some(at);
    }
    let address = normalize_url(&one.article.url);
    let is_page = |k: &ExistingArticle| {
        let by_address = !address.is_empty() && k.addresses.contains(&address);
        by_address || one.hashes.iter().any(|h| k.originals.contains(h))
    };
    let pages: Vec<usize> = (0..known.len()).filter(|i| is_page(&known[*i])).collect();
    match pages.as_slice() {
        [at] if is_alone => Some(*at),
        several => several.iter().copied().find(|at| known[*at].title == title),
    }
}

/// Returns an address without what does not tell pages apart: scheme, `www.`, place in the
/// page, and where a reader came from.
pub fn normalize_url(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let parts: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("utm_") && !p.starts_with("fbclid"))
        .collect();
    let path = path.trim_end_matches('/');
    let path = path.strip_prefix("www.").unwrap_or(path);
    let (host, rest) = path.split_once('/').unwrap_or((path, ""));
    let mut bare = host.to_ascii_lowercase();
    for part in [rest, &parts.join("&")] {
        if !part.is_empty() {
            bare.push('/');
            bare.push_str(part);
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_another_by_what_matters() {
        let one = normalize_url("https://www.Example.org/a/b/?utm_source=x&id=3#top");
        assert_eq!(one, "example.org/a/b/id=3");
        assert_eq!(one, normalize_url("http://example.org/a/b?id=3"));
        assert_ne!(one, normalize_url("http://example.org/a/b?id=4"));
        assert_ne!(
            normalize_url("https://e.org/A"),
            normalize_url("https://e.org/a")
        );
        assert_eq!(normalize_url(""), "");
    }
}
