//! What a curator should look at in the articles of a briefing: remains of the page an
//! article was taken from, and text that is no text.

use std::collections::HashMap;

use super::furniture;
use crate::model::{ArticleIx, Briefing};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArticleWarningKind {
    /// A paragraph that is a button, an invitation, a pointer elsewhere.
    Furniture,
    /// Tags of HTML.
    Tags,
    /// Character references such as `&amp;`.
    Entities,
    /// Front matter at the beginning.
    FrontMatter,
    /// Paragraphs that break off inside sentences, as lines of a column do.
    Wrapped,
    /// A line that comes again and again, as the head of a printed page does.
    PageHead,
}

impl ArticleWarningKind {
    /// All kinds.
    pub const ALL: [ArticleWarningKind; 6] = [
        ArticleWarningKind::Furniture,
        ArticleWarningKind::Tags,
        ArticleWarningKind::Entities,
        ArticleWarningKind::FrontMatter,
        ArticleWarningKind::Wrapped,
        ArticleWarningKind::PageHead,
    ];

    /// Returns the stable name, as `accepts` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ArticleWarningKind::Furniture => "furniture",
            ArticleWarningKind::Tags => "tags",
            ArticleWarningKind::Entities => "entities",
            ArticleWarningKind::FrontMatter => "front-matter",
            ArticleWarningKind::Wrapped => "wrapped",
            ArticleWarningKind::PageHead => "page-head",
        }
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleWarning {
    /// What it is.
    pub kind: ArticleWarningKind,
    /// Bytes of the text that was checked.
    pub range: std::ops::Range<usize>,
    /// A sentence with advice.
    pub message: String,
}

/// Checks the articles of a briefing, without regard to what is accepted.
#[must_use]
pub fn check_articles(briefing: &Briefing) -> Vec<(ArticleIx, ArticleWarning)> {
    let mut out = Vec::new();
    for (number, article) in briefing.articles.iter().enumerate() {
        let body = article
            .text
            .text
            .get(..article.text.body_end)
            .unwrap_or(&article.text.text);
        let found = check_text(body).into_iter();
        out.extend(found.map(|finding| (ArticleIx(number), finding)));
    }
    out
}

/// Checks a text, one paragraph a line.
#[must_use]
pub fn check_text(text: &str) -> Vec<ArticleWarning> {
    let mut out = Vec::new();
    let paragraphs = paragraphs(text);
    check_front_matter(text, &mut out);
    for (at, paragraph) in &paragraphs {
        check_furniture(*at, paragraph, &mut out);
        check_tags(*at, paragraph, &mut out);
        check_entities(*at, paragraph, &mut out);
    }
    check_wrapped(&paragraphs, &mut out);
    check_page_heads(&paragraphs, &mut out);
    out.sort_by_key(|f| (f.range.start, f.kind));
    out
}

fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            out.push((at, line));
        }
        at += line.len() + 1;
    }
    out
}

fn push_warning(
    out: &mut Vec<ArticleWarning>,
    kind: ArticleWarningKind,
    range: std::ops::Range<usize>,
    message: String,
) {
    out.push(ArticleWarning {
        kind,
        range,
        message,
    });
}

/// Returns the beginning of a text, for a message.
fn shorten(text: &str) -> String {
    let head: String = text.trim().chars().take(50).collect();
    if head.len() < text.trim().len() {
        format!("{head}…")
    } else {
        head
    }
}

/// Phrases that make a short paragraph an invitation wherever they stand in it.
const INVITATION_PHRASES: &[&str] = &[
    " sign up for ",
    " sign up to ",
    "subscribe to our",
    "subscribe now",
    " our newsletter",
    "share this",
    "follow us on",
    "follow me on",
    "click here to",
    "we use cookies",
    "accept cookies",
    "cookie policy",
    "all rights reserved",
    "please enter a valid email",
    "thank you for subscribing",
    "abonnieren sie",
    "newsletter abonnieren",
    "abonnez-vous",
    "suscríbete a",
    "iscriviti alla",
];

fn check_furniture(at: usize, paragraph: &str, out: &mut Vec<ArticleWarning>) {
    let words = paragraph.split_whitespace().count();
    let lower = format!(" {} ", paragraph.to_lowercase());
    let quoted = paragraph.contains(['“', '"', '«', '„']);
    let invites = words < 30 && !quoted && INVITATION_PHRASES.iter().any(|p| lower.contains(p));
    let points = words < 25
        && !quoted
        && furniture::is_teaser(paragraph)
        && !paragraph.trim_end().ends_with('.');
    if (furniture::is_furniture(paragraph) && words < 8) || invites || points {
        let message = format!(
            "“{}” looks like a part of the page, not of the article: take it out",
            shorten(paragraph)
        );
        push_warning(
            out,
            ArticleWarningKind::Furniture,
            at..at + paragraph.len(),
            message,
        );
    }
}

fn check_tags(at: usize, paragraph: &str, out: &mut Vec<ArticleWarning>) {
    const NAMES: &[&str] = &[
        "p",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "br",
        "div",
        "span",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "script",
        "style",
        "figure",
        "figcaption",
        "iframe",
        "sup",
        "sub",
        "section",
        "article",
    ];
    let mut from = 0;
    while let Some(n) = paragraph[from..].find('<') {
        let start = from + n;
        from = start + 1;
        let rest = paragraph[from..].trim_start_matches('/');
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        if let Some(close) = paragraph[start..].find('>')
            && NAMES.contains(&name.as_str())
        {
            let message = format!(
                "The tag <{name}> is in the text: take it out, or save the text as Markdown"
            );
            push_warning(
                out,
                ArticleWarningKind::Tags,
                at + start..at + start + close + 1,
                message,
            );
            return;
        }
    }
}

fn check_entities(at: usize, paragraph: &str, out: &mut Vec<ArticleWarning>) {
    let mut from = 0;
    while let Some(n) = paragraph[from..].find('&') {
        let start = from + n;
        from = start + 1;
        let Some(length) = paragraph[from..].find(';').filter(|n| (2..=10).contains(n)) else {
            continue;
        };
        let name = &paragraph[from..from + length];
        let number = name.strip_prefix('#').is_some_and(|d| {
            d.trim_start_matches(['x', 'X'])
                .bytes()
                .all(|b| b.is_ascii_hexdigit())
                && d.len() > 1
        });
        if number
            || name.bytes().all(|b| b.is_ascii_alphanumeric())
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let message = format!(
                "“&{name};” is a character written as HTML writes it: put the character itself"
            );
            push_warning(
                out,
                ArticleWarningKind::Entities,
                at + start..from + at + length + 1,
                message,
            );
            return;
        }
    }
}

fn check_front_matter(text: &str, out: &mut Vec<ArticleWarning>) {
    if let Some((_, rest)) = super::sniff::split_front_matter(text) {
        let message = "The text begins with front matter: take it out, and put its fields into the article's entry".to_owned();
        push_warning(
            out,
            ArticleWarningKind::FrontMatter,
            0..text.len() - rest.len(),
            message,
        );
    }
}

fn check_wrapped(paragraphs: &[(usize, &str)], out: &mut Vec<ArticleWarning>) {
    let mut broken: Vec<usize> = Vec::new();
    for (i, pair) in paragraphs.windows(2).enumerate() {
        let (before, after) = (pair[0].1.trim_end(), pair[1].1.trim_start());
        let open = before.ends_with(|c: char| c.is_lowercase() || c == ',' || c == '-');
        let length = before.chars().count();
        if open && after.starts_with(char::is_lowercase) && (30..=130).contains(&length) {
            broken.push(i);
        }
    }
    if broken.len() >= 4 && broken.len() * 3 >= paragraphs.len() {
        let (at, first) = paragraphs[broken[0]];
        let message = format!(
            "{} paragraphs break off inside a sentence, as lines do: join them to paragraphs",
            broken.len()
        );
        push_warning(
            out,
            ArticleWarningKind::Wrapped,
            at..at + first.len(),
            message,
        );
    }
}

fn check_page_heads(paragraphs: &[(usize, &str)], out: &mut Vec<ArticleWarning>) {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, (_, paragraph)) in paragraphs.iter().enumerate() {
        let paragraph = paragraph.trim();
        let key: String = paragraph
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        let short =
            paragraph.chars().count() <= 80 && !paragraph.ends_with(['.', '?', '!', ':', '”', '"']);
        if short && key.chars().count() >= 4 && paragraph.split_whitespace().count() >= 2 {
            seen.entry(key).or_default().push(i);
        }
    }
    for (_, places) in seen {
        // The number counts pages, or the line stands in the middle of a sentence.
        let numbers: Vec<i64> = places
            .iter()
            .filter_map(|i| last_number(paragraphs[*i].1))
            .collect();
        let counts = numbers.len() == places.len() && numbers.windows(2).all(|n| n[1] == n[0] + 1);
        let inside = places
            .iter()
            .filter(|i| interrupts_sentence(paragraphs, **i))
            .count();
        if places.len() >= 2 && (counts || inside * 2 > places.len()) {
            let (at, line) = paragraphs[places[0]];
            let message = format!(
                "“{}” comes {} times, as the head of a printed page does: take it out",
                shorten(line),
                places.len()
            );
            push_warning(
                out,
                ArticleWarningKind::PageHead,
                at..at + line.len(),
                message,
            );
        }
    }
}

/// Returns the number at the end of a line, or else the one at its beginning.
fn last_number(line: &str) -> Option<i64> {
    let words: Vec<&str> = line.split_whitespace().collect();
    [words.last(), words.first()]
        .into_iter()
        .flatten()
        .find_map(|w| w.parse().ok())
}

fn interrupts_sentence(paragraphs: &[(usize, &str)], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|b| paragraphs.get(b));
    let open = before.is_some_and(|(_, p)| {
        p.trim_end()
            .ends_with(|c: char| c.is_lowercase() || c == ',')
    });
    open && paragraphs
        .get(i + 1)
        .is_some_and(|(_, p)| p.trim_start().starts_with(char::is_lowercase))
}
