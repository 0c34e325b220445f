//! Bytes of a file to the articles in it.

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::article::{
    EXTRACTOR_VERSION, OmissionReason, PageArticle, PageFormat, PageNote, PagePiece, PieceKind,
};
use super::html::{self, ParsedPage};
use super::meta::MetadataCandidates;
use super::{charset, language, markdown, paste, pdf, sniff};
use crate::text::clean;

/// Largest file that is read.
pub const MAX_FILE_BYTES: usize = 24 << 20;

/// Largest page without its `data:` addresses, scripts and styles.
pub const MAX_MARKUP_BYTES: usize = 16 << 20;

/// Words below which a page holds no article.
const MIN_ARTICLE_WORDS: usize = 25;

/// What is known of a file besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageHints<'a> {
    /// Its address, where the reader gave it; else empty.
    pub url: &'a str,
    /// Its name, for nothing but messages.
    pub file_name: &'a str,
    /// The header `Content-Type`, for its charset; else empty.
    pub content_type: &'a str,
}

/// Why a file gives no article.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PageError {
    /// It holds nothing.
    #[error("the file is empty: save the page again, or paste its text")]
    Empty,
    /// It is larger than is read.
    #[error(
        "the file has {bytes} bytes, and at most {limit} are read: save the page without its pictures, or paste its text"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// It is no text.
    #[error("the file is no text: save the page as HTML, or paste its text")]
    Binary,
    /// A PDF.
    #[error("this is a PDF: run `pdftotext -layout FILE.pdf - ` and add what it prints")]
    Pdf,
    /// A Word or other office document, or another ZIP.
    #[error(
        "this is a Word document or another ZIP file: save it as plain text (UTF-8), or convert it with `pandoc -t markdown`"
    )]
    Document,
    /// RTF.
    #[error(
        "this is RTF: save it as plain text (UTF-8), or convert it with `pandoc -f rtf -t markdown`"
    )]
    Rtf,
    /// MHTML.
    #[error(
        "this is MHTML: open it in the browser and save it as “Webpage, complete” or with SingleFile"
    )]
    Mhtml,
    /// A web archive of Safari.
    #[error(
        "this is a web archive of Safari: open it there and save it as page source, or paste its text"
    )]
    WebArchive,
    /// RSS or Atom.
    #[error(
        "this is a feed, which seldom holds whole articles: open the article in the browser and save that page"
    )]
    Feed,
    /// Compressed.
    #[error("this file is compressed: unpack it first")]
    Compressed,
    /// JSON.
    #[error("this is JSON, not a page: save the page as HTML, or paste its text")]
    Data,
    /// A page that a script would fill.
    #[error(
        "the page holds scripts and no text: let the browser show it, then save it with SingleFile or paste its text"
    )]
    ScriptOnly,
    /// A page that asks to pay or to sign in.
    #[error(
        "the page asks to subscribe or sign in and holds no article: open it with your account, then save it with SingleFile or paste its text"
    )]
    Paywall,
    /// A page that asks about cookies, or whether one is a robot.
    #[error(
        "the page only asks about cookies or checks the browser: answer it there, then save the page again"
    )]
    CookieWall,
    /// Text, but no article.
    #[error("no article was found in the file: paste the text of the article alone")]
    NoArticle,
}

impl PageError {
    /// Returns the stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            PageError::Empty => "empty",
            PageError::TooLarge { .. } => "too-large",
            PageError::Binary => "binary",
            PageError::Pdf => "pdf",
            PageError::Document => "document",
            PageError::Rtf => "rtf",
            PageError::Mhtml => "mhtml",
            PageError::WebArchive => "webarchive",
            PageError::Feed => "feed",
            PageError::Compressed => "compressed",
            PageError::Data => "data",
            PageError::ScriptOnly => "script-only",
            PageError::Paywall => "paywall",
            PageError::CookieWall => "cookie-wall",
            PageError::NoArticle => "no-article",
        }
    }
}

/// Reads the articles of a file.
///
/// # Errors
/// Where it holds none, or is nothing that can be read: why, and what to do.
pub fn read_page(bytes: &[u8], hints: &PageHints) -> Result<Vec<PageArticle>, PageError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(PageError::TooLarge {
            bytes: bytes.len(),
            limit: MAX_FILE_BYTES,
        });
    }
    sniff::refuse_unreadable(bytes)?;
    let decoded = charset::decode(bytes, hints.content_type);
    let mut articles = match sniff::text_kind(&decoded.text) {
        sniff::TextKind::Html => read_html(&decoded.text, hints)?,
        sniff::TextKind::Markdown => markdown::read_markdown(&decoded.text),
        sniff::TextKind::PdfText => pdf::read_pdf_text(&decoded.text),
        sniff::TextKind::Text => vec![paste::read_paste(&decoded.text)],
    };
    let key = omission_key(bytes);
    articles.retain(|a| count_words(&a.text()) > 0);
    if articles.is_empty() {
        return Err(wall_error(&decoded.text).unwrap_or(PageError::NoArticle));
    }
    for article in &mut articles {
        article.key.clone_from(&key);
        article.charset = decoded.charset;
        if article.url.is_empty() && hints.url.starts_with("http") {
            hints.url.clone_into(&mut article.url);
        }
        if decoded.is_broken {
            article.notes.push(PageNote::BrokenCharset);
        }
        let text = article.text();
        article.language = language::detect_language(&text, &article.candidates.language);
    }
    Ok(articles)
}

/// The first half of an id: what it was made from, and by which rules.
fn omission_key(bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(EXTRACTOR_VERSION.to_le_bytes());
    hash.update(bytes);
    let hash = hash.finalize();
    let head = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    format!("{head:08x}")
}

/// Returns how many words a text has, about: two characters count for one in scripts
/// without spaces.
#[must_use]
pub fn count_words(text: &str) -> usize {
    let wide = text.chars().filter(|c| (*c as u32) > 0x2e80).count();
    text.split_whitespace().count() + wide / 2
}

fn read_html(text: &str, hints: &PageHints) -> Result<Vec<PageArticle>, PageError> {
    let parsed = html::parse_page(text, hints.url).ok_or(PageError::TooLarge {
        bytes: text.len(),
        limit: MAX_MARKUP_BYTES,
    })?;
    let verdicts = html::judge::classify(&parsed);
    let mut pieces: Vec<PagePiece> = Vec::with_capacity(verdicts.len());
    for (block, verdict) in parsed.blocks.blocks.iter().zip(&verdicts) {
        let text = clean::clean_line(&block.text);
        let soft =
            block.after_line_break && pieces.last().is_some_and(|p| p.omitted == verdict.omitted);
        pieces.push(PagePiece {
            omitted: if text.is_empty() {
                Some(OmissionReason::Furniture)
            } else {
                verdict.omitted
            },
            text,
            kind: html::piece_kind(block),
            joins_previous: soft,
            likelihood: (verdict.likelihood * 100.0) as u8,
        });
    }
    let kept: usize = pieces
        .iter()
        .filter(|p| p.omitted.is_none())
        .map(|p| count_words(&p.text))
        .sum();
    if kept < MIN_ARTICLE_WORDS {
        let all: usize = pieces.iter().map(|p| count_words(&p.text)).sum();
        let joined: String = pieces
            .iter()
            .map(|p| p.text.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        if let Some(error) = wall_error(&joined) {
            return Err(error);
        }
        if parsed.candidates.is_paid {
            return Err(PageError::Paywall);
        }
        if all < 60 && (parsed.script_bytes > 400 || text.contains("<script")) {
            return Err(PageError::ScriptOnly);
        }
        if kept == 0 {
            return Err(PageError::NoArticle);
        }
    }
    let mut notes = Vec::new();
    if is_cut_off(text) {
        notes.push(PageNote::CutOff);
    }
    if parsed.candidates.is_paid {
        notes.push(PageNote::Paywall);
    }
    Ok(split_articles(&parsed, pieces, notes))
}

/// Divides a page of several articles at its first-rank headings.
fn split_articles(
    parsed: &ParsedPage,
    pieces: Vec<PagePiece>,
    notes: Vec<PageNote>,
) -> Vec<PageArticle> {
    let starts = html::article_starts(parsed, &pieces);
    let mut out = Vec::new();
    if starts.len() < 2 {
        let mut article = assemble_article(pieces, parsed.candidates.clone(), parsed.format);
        article.notes = notes;
        parsed.retrieved.clone_into(&mut article.retrieved);
        out.push(article);
        return out;
    }
    let own = |from: usize, to: usize| {
        let mut part = pieces.clone();
        for (i, piece) in part.iter_mut().enumerate() {
            if (i < from || i >= to) && piece.omitted.is_none() {
                piece.omitted = Some(OmissionReason::Outside);
            }
        }
        part
    };
    for (n, start) in starts.iter().enumerate() {
        let from = if n == 0 { 0 } else { *start };
        let to = starts.get(n + 1).copied().unwrap_or(pieces.len());
        let part = own(from, to);
        let title = pieces[*start].text.clone();
        let lines = pieces[*start..to].iter().take(8).map(|p| p.text.as_str());
        let printed = super::meta::printed::read_lines(lines);
        let readings = MetadataCandidates {
            title: vec![title],
            authors: Some(printed.authors)
                .filter(|a| !a.is_empty())
                .into_iter()
                .collect(),
            published: printed.published.into_iter().collect(),
            modified: printed.modified.into_iter().collect(),
            publisher: parsed.candidates.publisher.clone(),
            url: parsed.candidates.url.clone(),
            language: parsed.candidates.language.clone(),
            ..MetadataCandidates::default()
        };
        let mut one = assemble_article(part, readings, parsed.format);
        one.notes = notes.iter().copied().chain([PageNote::Several]).collect();
        parsed.retrieved.clone_into(&mut one.retrieved);
        out.push(one);
    }
    out
}

/// Makes an article from its pieces and readings.
#[must_use]
pub fn assemble_article(
    mut pieces: Vec<PagePiece>,
    readings: MetadataCandidates,
    format: PageFormat,
) -> PageArticle {
    let first = |list: &[String]| {
        list.first()
            .map(|t| clean::clean_line(t))
            .unwrap_or_default()
    };
    let corrections = pieces
        .iter()
        .filter(|p| p.omitted == Some(OmissionReason::Correction))
        .map(|p| p.text.clone())
        .collect();
    // A heading with nothing under it belongs to what was left out.
    let mut headings_only = true;
    for piece in pieces.iter_mut().rev() {
        if piece.omitted.is_some() {
            continue;
        }
        if headings_only
            && matches!(piece.kind, PieceKind::Heading(_))
            && count_words(&piece.text) < 12
        {
            piece.omitted = Some(OmissionReason::Outside);
        } else {
            headings_only = false;
        }
    }
    PageArticle {
        title: first(&readings.title),
        authors: readings.authors.first().cloned().unwrap_or_default(),
        publisher: first(&readings.publisher),
        published: if readings.is_published_disputed {
            String::new()
        } else {
            first(&readings.published)
        },
        modified: first(&readings.modified),
        url: first(&readings.url),
        language: String::new(),
        corrections,
        pieces,
        candidates: readings,
        format,
        charset: "UTF-8",
        retrieved: String::new(),
        notes: Vec::new(),
        key: String::new(),
    }
}

/// Returns what a short text without an article asks for.
fn wall_error(text: &str) -> Option<PageError> {
    let lower: String = text.chars().take(20_000).collect::<String>().to_lowercase();
    let has = |list: &[&str]| list.iter().filter(|w| lower.contains(**w)).count();
    let robot = has(&[
        "are you a robot",
        "verify you are human",
        "checking your browser",
        "unusual traffic",
        "enable javascript and cookies",
        "please enable cookies",
        "access denied",
        "attention required",
        "captcha",
        "just a moment",
    ]);
    let cookies = has(&[
        "we use cookies",
        "we value your privacy",
        "accept all",
        "manage cookies",
        "cookie settings",
        "consent",
        "our partners",
        "wir verwenden cookies",
        "cookies akzeptieren",
        "alle akzeptieren",
        "nous utilisons des cookies",
        "tout accepter",
        "utilizamos cookies",
        "aceptar",
    ]);
    let pay = has(&[
        "subscribe",
        "subscription",
        "subscriber",
        "sign in to",
        "log in to",
        "already a member",
        "create an account",
        "create a free account",
        "to continue reading",
        "continue reading this article",
        "unlock this article",
        "abonnieren",
        "jetzt abonnieren",
        "abonnent",
        "bereits abonnent",
        "s'abonner",
        "réservé aux abonnés",
        "déjà abonné",
        "suscríbete",
        "abbonati",
    ]);
    if robot > 0 || (cookies >= 2 && cookies >= pay) {
        Some(PageError::CookieWall)
    } else if pay >= 2 {
        Some(PageError::Paywall)
    } else {
        (cookies >= 1 && count_words(&lower) < 80).then_some(PageError::CookieWall)
    }
}

/// Returns `true` if the file ends inside a tag, a script or an open body.
fn is_cut_off(text: &str) -> bool {
    let tail_at = text.len().saturating_sub(4096);
    let tail_at = (tail_at..=text.len())
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    let tail = text[tail_at..].to_ascii_lowercase();
    let head_at = (0..=text.len().min(200_000))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    let head = text[..head_at].to_ascii_lowercase();
    if tail.contains("</html") || tail.contains("</body") {
        return false;
    }
    let inside_tag = tail.rfind('<').is_some_and(|at| !tail[at..].contains('>'));
    inside_tag
        || head.contains("<body")
            && head.contains("<html")
            && count_matches(&text.to_ascii_lowercase(), "<div")
                > count_matches(&text.to_ascii_lowercase(), "</div") + 2
}

fn count_matches(text: &str, what: &str) -> usize {
    text.matches(what).count()
}
