//! What the tags of a page say: `meta`, microdata, `time`, headings, links.

use std::collections::HashMap;

use scraper::{ElementRef, Html, Node};

/// The tags of a page that name something, read in one pass.
#[derive(Clone, Debug, Default)]
pub struct PageTags {
    /// Values of `meta`, by lower-case name or property, in order.
    pub meta: HashMap<String, Vec<String>>,
    /// Values of `itemprop`, by name, outside lists of other articles.
    pub microdata: HashMap<String, Vec<String>>,
    /// `<title>`.
    pub title: String,
    /// `<h1>`, in order.
    pub headings: Vec<String>,
    /// `<link rel=canonical>`.
    pub canonical: String,
    /// `datetime` of `<time>`, with what its names say (`updated`, …), in order.
    pub times: Vec<(String, String)>,
    /// Text of elements whose names speak of an author, in order.
    pub bylines: Vec<String>,
    /// Text of links with `rel=author` or to a page of an author.
    pub author_links: Vec<String>,
    /// `lang` of `<html>`.
    pub language: String,
}

/// Reads the tags of a page.
#[must_use]
pub fn read_tags(page: &Html) -> PageTags {
    let mut tags = PageTags::default();
    for node in page.tree.root().descendants() {
        let Node::Element(element) = node.value() else {
            continue;
        };
        let name = element.name();
        let attr = |key: &str| element.attr(key).unwrap_or_default();
        if name == "meta" {
            for key in ["property", "name", "itemprop", "http-equiv"] {
                let key = attr(key).trim().to_lowercase();
                let value = super::unescape(attr("content").trim());
                if !key.is_empty() && !value.is_empty() {
                    tags.meta.entry(key).or_default().push(value);
                }
            }
            continue;
        }
        let inner = || ElementRef::wrap(node).map(short_text).unwrap_or_default();
        match name {
            "html" => attr("lang").clone_into(&mut tags.language),
            "title" if tags.title.is_empty() => tags.title = inner(),
            "h1" => super::push_unique(&mut tags.headings, &inner()),
            "link" if attr("rel").contains("canonical") => {
                attr("href").clone_into(&mut tags.canonical);
            }
            "time" => {
                let mut value = attr("datetime").to_owned();
                if value.is_empty() {
                    value = inner();
                }
                let parent = node.parent().and_then(|p| {
                    p.value()
                        .as_element()
                        .map(|e| e.attr("class").unwrap_or_default().to_owned())
                });
                let named = format!(
                    "{} {} {}",
                    attr("class"),
                    attr("itemprop"),
                    parent.unwrap_or_default()
                );
                tags.times.push((value, named.to_lowercase()));
            }
            "a" if attr("rel").split_whitespace().any(|r| r == "author")
                || [
                    "/author/",
                    "/authors/",
                    "/autor/",
                    "/autoren/",
                    "/auteur/",
                    "/by/",
                    "/people/",
                    "/profile/",
                    "/journalist",
                    "/staff/",
                    "/reporter",
                    "/contributor",
                ]
                .iter()
                .any(|p| attr("href").contains(p)) =>
            {
                super::push_unique(&mut tags.author_links, &inner());
            }
            _ => {}
        }
        let item = attr("itemprop");
        if !item.is_empty() && tags.microdata.len() < 200 {
            let value = [attr("content"), attr("datetime")]
                .into_iter()
                .find(|v| !v.is_empty())
                .map_or_else(inner, str::to_owned);
            tags.microdata
                .entry(item.to_lowercase())
                .or_default()
                .push(value);
        }
        let names = format!("{} {}", attr("class"), attr("id")).to_lowercase();
        let is_byline = [
            "byline",
            "author-name",
            "author__name",
            "authorname",
            "post-author",
            "entry-author",
            "article-author",
            "article__author",
            "by-line",
            "author_name",
        ]
        .iter()
        .any(|n| names.contains(n))
            || names
                .split_whitespace()
                .any(|n| n == "author" || n == "autor");
        if is_byline && tags.bylines.len() < 20 {
            super::push_unique(&mut tags.bylines, &inner());
        }
    }
    tags
}

impl PageTags {
    /// Returns the first value of the first of these names that has one.
    #[must_use]
    pub fn first(&self, names: &[&str]) -> &str {
        names
            .iter()
            .find_map(|n| self.meta.get(*n).and_then(|v| v.first()))
            .map_or("", String::as_str)
    }
}

/// Returns the text of an element, at most some hundred characters.
fn short_text(element: ElementRef) -> String {
    let mut out = String::new();
    for piece in element.text() {
        out.push_str(piece);
        out.push(' ');
        if out.len() > 400 {
            break;
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text of a piece of HTML, a space between its parts.
#[must_use]
pub fn html_text(html: &str) -> String {
    let parts: Vec<String> = Html::parse_fragment(html)
        .root_element()
        .text()
        .map(str::to_owned)
        .collect();
    parts.join(" ")
}
