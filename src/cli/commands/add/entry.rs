//! The id and the entry of a new article.

use super::existing::normalize_url;
use super::input::IncomingArticle;
use crate::bundle::write::{ArticleEntry, AuthorEntry};
use crate::curate::article::{EXTRACTOR_VERSION, OmissionReason, PageArticle};
use crate::curate::page::count_words;
use crate::text::plural::plural;
use crate::text::slug::slug;

/// Characters of an outlet's name in an id; ids are typed.
const MAX_OUTLET_CHARS: usize = 24;

/// Words of a text that stand for a missing headline.
const MAX_TITLE_WORDS: usize = 8;

/// Returns the day on which the copy was made: what the page says, else today.
pub fn retrieved_on(article: &PageArticle, today: &str) -> String {
    if article.retrieved.is_empty() {
        today.to_owned()
    } else {
        article.retrieved.clone()
    }
}

/// Returns an id such as `axios-2018`: outlet, else host, else title; and the year.
pub fn readable_id(article: &PageArticle, number: usize) -> String {
    let outlet = article.publisher.trim();
    let outlet = match outlet.split_once(' ') {
        Some((the, rest)) if the.eq_ignore_ascii_case("the") => rest,
        _ => outlet,
    };
    let name = slug(outlet, MAX_OUTLET_CHARS)
        .or_else(|| site_name(&article.url).and_then(|host| slug(&host, MAX_OUTLET_CHARS)))
        .or_else(|| slug(&article.title, MAX_OUTLET_CHARS))
        .unwrap_or_else(|| format!("article-{}", number + 1));
    match year(article) {
        Some(year) => format!("{name}-{year}"),
        None => name,
    }
}

/// Returns the year of an article, also where the day is in doubt and the year is not.
fn year(article: &PageArticle) -> Option<&str> {
    let days = &article.candidates.published;
    let day = match article.published.as_str() {
        "" => days.first()?,
        day => day,
    };
    let year = day.get(..4)?;
    let is_sure = !article.published.is_empty() || days.iter().all(|d| d.starts_with(year));
    (is_sure && year.bytes().all(|b| b.is_ascii_digit())).then_some(year)
}

/// Returns the name of the site of an address: `axios` of `https://www.axios.com/…`.
fn site_name(url: &str) -> Option<String> {
    let bare = normalize_url(url);
    let host = bare.split('/').next()?.split(':').next()?;
    let labels: Vec<&str> = host.split('.').collect();
    // `bbc.co.uk`: the label before a short one before the last.
    let at = match labels.len() {
        0 | 1 => 0,
        n if n > 2 && labels[n - 2].len() <= 3 => n - 3,
        n => n - 2,
    };
    labels
        .get(at)
        .filter(|l| !l.is_empty())
        .map(|l| (*l).to_owned())
}

/// Returns the headline; where there is none, the first words in brackets, as curators
/// write a title of their own.
pub fn title_or_opening(article: &PageArticle) -> String {
    if !article.title.is_empty() {
        return article.title.clone();
    }
    let text = article.text();
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(MAX_TITLE_WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    format!("[{}{more}]", first.join(" "))
}

pub fn article_entry(
    id: &str,
    one: &IncomingArticle,
    text: &str,
    original: &str,
    hash: &str,
    (today, language): (&str, &str),
) -> ArticleEntry {
    let article = &one.article;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let publisher = some(&article.publisher)
        .or_else(|| normalize_url(&article.url).split('/').next().and_then(some))
        .unwrap_or_else(|| "Unnamed outlet".to_owned());
    let is_other = |tag: &str| {
        let main = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        main(tag) != main(language)
    };
    ArticleEntry {
        id: id.to_owned(),
        title: title_or_opening(article),
        publisher,
        authors: article
            .authors
            .iter()
            .map(|author| AuthorEntry {
                name: author.name.clone(),
                kind: Some(author.kind.name().to_owned()),
            })
            .collect(),
        published: some(&article.published),
        modified: some(&article.modified),
        url: some(&article.url),
        retrieved: Some(retrieved_on(article, today)),
        sha256: Some(hash.to_owned()),
        language: some(&article.language).filter(|tag| is_other(tag)),
        text: text.to_owned(),
        corrections: article.corrections.clone(),
        omitted: omitted_note(article),
        original: Some(original.to_owned()),
        original_sha256: Some(one.hashes[1].clone()),
        ..ArticleEntry::default()
    }
}

/// Says in words what was left out of a page.
fn omitted_note(article: &PageArticle) -> Option<String> {
    let list = article.omitted();
    let mut counts: Vec<(OmissionReason, usize, usize)> = Vec::new();
    for piece in &list {
        // The words are in the field of that name.
        if piece.reason == OmissionReason::Correction {
            continue;
        }
        let size = count_words(&piece.text);
        match counts
            .iter_mut()
            .find(|(reason, ..)| *reason == piece.reason)
        {
            Some((_, pieces, all)) => {
                *pieces += 1;
                *all += size;
            }
            None => counts.push((piece.reason, 1, size)),
        }
    }
    counts.sort_by_key(|(reason, ..)| *reason);
    let parts: Vec<String> = counts
        .iter()
        .map(|(reason, pieces, size)| {
            let pieces = plural(*pieces, "piece", "pieces");
            let size = plural(*size, "word", "words");
            format!("{} ({pieces}, {size})", reason_label(*reason))
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Left out by Diptych (rules {EXTRACTOR_VERSION}): {}.",
            parts.join("; ")
        )
    })
}

/// Names a reason as a reader understands it.
fn reason_label(reason: OmissionReason) -> &'static str {
    match reason {
        OmissionReason::Headline => "the headline",
        OmissionReason::Byline => "author and date lines",
        OmissionReason::Caption => "captions",
        OmissionReason::Correction => "corrections",
        OmissionReason::Menu => "menus and lists of links",
        OmissionReason::Related => "pointers to other articles",
        OmissionReason::Invitation => "invitations to subscribe or give",
        OmissionReason::Advertisement => "advertisements",
        OmissionReason::Cookies => "notes on cookies and privacy",
        OmissionReason::Comments => "readers' comments",
        OmissionReason::Furniture => "buttons and labels",
        OmissionReason::Disputed => "text that may belong to the article",
        OmissionReason::PageHead => "heads and numbers of printed pages",
        OmissionReason::Outside => "text outside the article",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_a_short_name() {
        for (url, name) in [
            ("https://www.axios.com/2018/x", "axios"),
            ("https://news.bbc.co.uk/x", "bbc"),
            ("https://localhost:80/x", "localhost"),
        ] {
            assert_eq!(site_name(url).as_deref(), Some(name), "{url}");
        }
        assert_eq!(site_name(""), None);
    }
}
