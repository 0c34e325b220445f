//! What becomes of each article that was taken: a new one, one that is there already, or
//! another state of one; and the files and edits for it.

use super::AddOptions;
use super::input::{IncomingArticle, original_extension};
use crate::bundle::write::{
    ArticleEntry, AuthorEntry, Document, Edit, EditError, Json, NewFile, VersionEntry,
};
use crate::bundle::{read_file, sha256_hex};
use crate::cli::slug::{slug, unique_id};
use crate::curate::article::{EXTRACTOR_VERSION, PageArticle, Reason};
use crate::curate::page::words;
use crate::model::BundleSource;
use crate::text::plural::plural;

/// Characters of an outlet's name in an id.
const MAX_OUTLET_CHARS: usize = 24;

/// Words of a text that stand for a missing headline.
const MAX_TITLE_WORDS: usize = 8;

/// What becomes of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleStatus {
    /// It is new.
    Added,
    /// The same text is there.
    Same,
    /// The page is there with another text, which waits among the versions.
    Changed,
    /// That other text waits there already.
    Waiting,
}

impl ArticleStatus {
    /// Returns the word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            ArticleStatus::Added => "added",
            ArticleStatus::Same => "same",
            ArticleStatus::Changed => "changed",
            ArticleStatus::Waiting => "waiting",
        }
    }
}

/// One article in the bundle.
#[derive(Clone, Debug)]
pub struct PlannedArticle {
    /// The id of its article.
    pub id: String,
    pub fate: ArticleStatus,
    /// The paths of text and original, where files are written.
    pub paths: Option<[String; 2]>,
}

/// All that is to be written.
pub struct AddPlan {
    pub document: Document,
    pub files: Vec<NewFile>,
    /// For each article that came in, in order.
    pub placed: Vec<PlannedArticle>,
}

/// What is known of an article of the bundle.
struct ExistingArticle {
    id: String,
    title: String,
    addresses: Vec<String>,
    /// Hash of its text.
    text: String,
    /// Hashes of the texts that wait.
    waiting: Vec<String>,
    /// Hashes of the originals.
    originals: Vec<String>,
}

impl AddPlan {
    /// Works out what is to be written, in memory.
    ///
    /// # Errors
    /// Where the briefing cannot take an article in.
    pub fn new(
        mut document: Document,
        source: &BundleSource,
        incoming: &[IncomingArticle],
        taking: &AddOptions,
        today: &str,
    ) -> Result<AddPlan, EditError> {
        let json = document.json()?;
        let language = match json.field("language") {
            Some(Json::String(language)) => language.clone(),
            _ => "en".to_owned(),
        };
        let mut known = existing_articles(&json, source);
        let mut files: Vec<NewFile> = Vec::new();
        let mut placed = Vec::new();
        for (number, one) in incoming.iter().enumerate() {
            let several = |other: &IncomingArticle| other.file == one.file;
            let is_alone = incoming.iter().filter(|other| several(other)).count() == 1;
            let text = one.article.stored();
            let hash = sha256_hex(text.as_bytes());
            let found = find_existing(&known, one, &hash, is_alone);
            if let Some(at) = found {
                let old = &mut known[at];
                let is_received = one.hashes.iter().any(|h| old.originals.contains(h));
                let fate = if old.text == hash {
                    ArticleStatus::Same
                } else if old.waiting.contains(&hash) {
                    ArticleStatus::Waiting
                } else if is_received && taking.keep.is_empty() {
                    ArticleStatus::Same
                } else {
                    ArticleStatus::Changed
                };
                let mut paths = None;
                if fate == ArticleStatus::Changed {
                    let day = retrieved_on(&one.article, today);
                    let base = format!("{}-{day}", old.id);
                    let name = unique_id(&base, |name| {
                        is_name_taken(source, &files, name, (one, &text))
                    });
                    let [text_path, original_path] = article_paths(&name, &one.article);
                    document.apply(&Edit::AddVersion {
                        article: old.id.clone(),
                        version: VersionEntry {
                            text: text_path.clone(),
                            retrieved: Some(day),
                            sha256: Some(hash.clone()),
                            original: Some(original_path.clone()),
                            original_sha256: Some(one.hashes[1].clone()),
                            note: None,
                        },
                    })?;
                    push_file(&mut files, &text_path, text.into_bytes());
                    push_file(&mut files, &original_path, one.original.clone());
                    old.waiting.push(hash);
                    old.originals.extend(one.hashes.clone());
                    paths = Some([text_path, original_path]);
                }
                placed.push(PlannedArticle {
                    id: old.id.clone(),
                    fate,
                    paths,
                });
                continue;
            }
            let id = unique_id(&readable_id(&one.article, number), |id| {
                known.iter().any(|k| k.id == id) || is_name_taken(source, &files, id, (one, &text))
            });
            let [text_path, original_path] = article_paths(&id, &one.article);
            let entry = article_entry(
                &id,
                one,
                &text_path,
                &original_path,
                &hash,
                (today, &language),
            );
            known.push(ExistingArticle {
                id: id.clone(),
                title: entry.title.clone(),
                addresses: entry.url.iter().map(|url| normalize_url(url)).collect(),
                text: hash,
                waiting: Vec::new(),
                originals: one.hashes.to_vec(),
            });
            document.apply(&Edit::AddArticle(Box::new(entry)))?;
            push_file(&mut files, &text_path, text.into_bytes());
            push_file(&mut files, &original_path, one.original.clone());
            placed.push(PlannedArticle {
                id,
                fate: ArticleStatus::Added,
                paths: Some([text_path, original_path]),
            });
        }
        Ok(AddPlan {
            document,
            files,
            placed,
        })
    }
}

fn push_file(files: &mut Vec<NewFile>, path: &str, bytes: Vec<u8>) {
    files.push(NewFile {
        path: path.to_owned(),
        bytes,
    });
}

/// Returns the paths of an article's text and original.
fn article_paths(name: &str, article: &PageArticle) -> [String; 2] {
    let text = if article.needs_markdown() {
        "md"
    } else {
        "txt"
    };
    let original = original_extension(article.format);
    [
        format!("articles/{name}.{text}"),
        format!("originals/{name}.{original}"),
    ]
}

/// Returns `true` if there is, or will be, another file of that name in the bundle. What was
/// written for the same article, by a session that was killed, is none.
fn is_name_taken(
    source: &BundleSource,
    files: &[NewFile],
    name: &str,
    own: (&IncomingArticle, &str),
) -> bool {
    let BundleSource::Folder(folder) = source else {
        return false;
    };
    let [text, original] = article_paths(name, &own.0.article);
    let candidates = [
        format!("articles/{name}.txt"),
        format!("articles/{name}.md"),
        format!("originals/{name}.html"),
        format!("originals/{name}.txt"),
        format!("originals/{name}.md"),
    ];
    candidates.iter().any(|path| {
        let is_own = |bytes: Vec<u8>| {
            *path == text && bytes == own.1.as_bytes()
                || *path == original && bytes == own.0.original
        };
        let is_there = folder.join(path).symlink_metadata().is_ok();
        let is_other = is_there && !read_file(source, path).is_ok_and(is_own);
        is_other || files.iter().any(|f| f.path == *path)
    })
}

fn existing_articles(json: &Json, source: &BundleSource) -> Vec<ExistingArticle> {
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
fn find_existing(
    known: &[ExistingArticle],
    one: &IncomingArticle,
    hash: &str,
    is_alone: bool,
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
        several => several
            .iter()
            .copied()
            .find(|at| known[*at].title == title_or_opening(&one.article)),
    }
}

/// Returns what tells one address from another: without scheme, `www.`, place in the page, and what
/// only tells where a reader came from.
fn normalize_url(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let told: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("utm_") && !p.starts_with("fbclid"))
        .collect();
    let path = path.trim_end_matches('/');
    let path = path.strip_prefix("www.").unwrap_or(path);
    let (host, rest) = path.split_once('/').unwrap_or((path, ""));
    let mut bare = host.to_ascii_lowercase();
    for part in [rest, &told.join("&")] {
        if !part.is_empty() {
            bare.push('/');
            bare.push_str(part);
        }
    }
    bare
}

/// Returns the day on which the copy was made: what the page says, else today.
fn retrieved_on(article: &PageArticle, today: &str) -> String {
    if article.retrieved.is_empty() {
        today.to_owned()
    } else {
        article.retrieved.clone()
    }
}

/// Makes an id such as `axios-2018`: outlet, else host, else title; and the year.
fn readable_id(article: &PageArticle, number: usize) -> String {
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
    let days = &article.readings.published;
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
fn title_or_opening(article: &PageArticle) -> String {
    if !article.title.is_empty() {
        return article.title.clone();
    }
    let text = article.text();
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(MAX_TITLE_WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    format!("[{}{more}]", first.join(" "))
}

fn article_entry(
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
    let mut counts: Vec<(Reason, usize, usize)> = Vec::new();
    for piece in &list {
        // The words are in the field of that name.
        if piece.reason == Reason::Correction {
            continue;
        }
        let size = words(&piece.text);
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
    let told: Vec<String> = counts
        .iter()
        .map(|(reason, pieces, size)| {
            let pieces = plural(*pieces, "piece", "pieces");
            let size = plural(*size, "word", "words");
            format!("{} ({pieces}, {size})", reason_label(*reason))
        })
        .collect();
    (!told.is_empty()).then(|| {
        format!(
            "Left out by Diptych (rules {EXTRACTOR_VERSION}): {}.",
            told.join("; ")
        )
    })
}

/// Names a reason as a reader understands it.
fn reason_label(reason: Reason) -> &'static str {
    match reason {
        Reason::Headline => "the headline",
        Reason::Byline => "author and date lines",
        Reason::Caption => "captions",
        Reason::Correction => "corrections",
        Reason::Menu => "menus and lists of links",
        Reason::Related => "pointers to other articles",
        Reason::Invitation => "invitations to subscribe or give",
        Reason::Advertisement => "advertisements",
        Reason::Cookies => "notes on cookies and privacy",
        Reason::Comments => "readers' comments",
        Reason::Furniture => "buttons and labels",
        Reason::Disputed => "text that may belong to the article",
        Reason::PageHead => "heads and numbers of printed pages",
        Reason::Outside => "text outside the article",
    }
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
