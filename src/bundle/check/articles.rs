//! The articles of a bundle: metadata, the text file, its hash.

use std::collections::HashMap;

use super::{Check, Ids, line, lines};
use crate::bundle::address::web_address;
use crate::bundle::canonical::{Format, make};
use crate::bundle::decode::decode;
use crate::bundle::hash::sha256_hex;
use crate::bundle::raw;
use crate::bundle::read::is_blank;
use crate::bundle::report::{At, Fault, error, fatal, position, quoted, warning};
use crate::model::{Article, ArticleVersion, Author, AuthorKind, CanonicalText, StoredFile};
use crate::text::clean::clean_line;

impl Check<'_, '_> {
    /// Reads all articles, in the order of the bundle; none for one whose text
    /// could not be read.
    pub(super) fn articles(
        &mut self,
        at: &At,
        raw: &raw::Bundle,
        language: &str,
    ) -> Vec<Option<Article>> {
        let mut texts = HashMap::new();
        let mut articles = Vec::with_capacity(raw.articles.len());
        for (i, article) in raw.articles.iter().enumerate() {
            let here = at.item(i);
            if let Some(first) = texts
                .insert(article.text, i)
                .filter(|_| !article.text.is_empty())
            {
                let message = format!("{} has the same text file", at.item(first));
                let help = "Give each article a file of its own.";
                self.note(&here.field("text"), warning(message, help));
            }
            articles.push(self.article(&here, article, language));
        }
        articles
    }

    /// Numbers the articles.
    pub(super) fn article_ids<'n>(&mut self, raw: &raw::Bundle<'n>) -> Ids<'n> {
        let top = At::ROOT;
        self.ids(&top.field("articles"), raw.articles.iter().map(|a| a.id))
    }

    fn article(&mut self, at: &At, raw: &raw::Article, language: &str) -> Option<Article> {
        let published = self.date(&at.field("published"), raw.published);
        let retrieved = self.date(&at.field("retrieved"), raw.retrieved);
        if let (Some(printed), Some(taken)) = (&published, &retrieved)
            && let (Some(first), Some(last)) = (printed.first(), taken.last())
            && last < first
        {
            let message = "the copy was taken before the article was published";
            let help = "Correct `retrieved` or `published`.";
            self.note(&at.field("retrieved"), warning(message, help));
        }
        let modified = self.date(&at.field("modified"), raw.modified);
        if let (Some(printed), Some(changed)) = (&published, &modified)
            && let (Some(first), Some(last)) = (printed.first(), changed.last())
            && last < first
        {
            let message = "the article was changed before it was published";
            let help = "Correct `modified` or `published`.";
            self.note(&at.field("modified"), warning(message, help));
        }
        let original = self.original(at, raw.original, raw.original_sha256);
        let versions = self.versions(&at.field("versions"), raw);
        let language = self.language(at, raw.language, language);
        let url = self.address(at, "url", raw.url);
        let archived_url = self.address(at, "archived_url", raw.archived_url);
        let (text, sha256) = self.text(at, raw)?;
        Some(Article {
            id: raw.id.to_owned(),
            title: clean_line(raw.title),
            publisher: clean_line(raw.publisher),
            authors: self.authors(&at.field("authors"), &raw.authors),
            published,
            modified,
            url,
            archived_url,
            retrieved,
            language,
            path: raw.text.to_owned(),
            sha256,
            omitted: line(raw.omitted),
            note: line(raw.note),
            original,
            not_statements: Vec::new(),
            versions,
            accepts: lines(&raw.accepts),
            text,
        })
    }

    fn authors(&mut self, at: &At, raw: &[raw::Author]) -> Vec<Author> {
        let mut authors = Vec::with_capacity(raw.len());
        for (i, author) in raw.iter().enumerate() {
            let (name, kind) = match *author {
                raw::Author::Name(name) => (name, None),
                raw::Author::With { name, kind } => (name, kind),
            };
            let here = at.item(i);
            let kind = kind.and_then(|kind| self.author_kind(&here.field("kind"), kind));
            if let Some(name) = line(Some(name)) {
                authors.push(Author { name, kind });
            }
        }
        authors
    }

    fn author_kind(&mut self, at: &At, name: &str) -> Option<AuthorKind> {
        let found = AuthorKind::ALL.into_iter().find(|kind| kind.name() == name);
        if found.is_none() {
            let message = format!("there is no kind of author {}", quoted(name));
            let help = "Write `person` or `organisation`.";
            self.note(at, error(message, help));
        }
        found
    }

    /// Holds the file from which a text was taken to what the bundle says of it.
    fn original(
        &mut self,
        at: &At,
        path: Option<&str>,
        sha256: Option<&str>,
    ) -> Option<StoredFile> {
        let Some(path) = path else {
            if sha256.is_some() {
                let message = "there is a hash of an original, but no original";
                let help = "Name the file in `original`, or remove `original_sha256`.";
                self.note(&at.field("original_sha256"), warning(message, help));
            }
            return None;
        };
        // The file may be large, and readers do not need it: it is read where there is a
        // hash to hold it to.
        let read = if sha256.is_some() {
            self.files.read(path).map(|bytes| Some(sha256_hex(&bytes)))
        } else {
            self.files.look_up(path).map(|()| None)
        };
        let is_sound = match read {
            Ok(Some(actual)) => {
                self.hold_to_hash(at, "original_sha256", sha256, &actual);
                sha256.is_some_and(|given| given.eq_ignore_ascii_case(&actual))
            }
            Ok(None) => true,
            Err(fault) => {
                self.note(&at.field("original"), fault.demoted());
                false
            }
        };
        Some(StoredFile {
            path: clean_line(path),
            sha256: sha256.map(str::to_ascii_lowercase),
            is_sound,
        })
    }

    fn versions(&mut self, at: &At, raw: &raw::Article) -> Vec<ArticleVersion> {
        let mut versions = Vec::with_capacity(raw.versions.len());
        for (i, version) in raw.versions.iter().enumerate() {
            let here = at.item(i);
            let retrieved = self.date(&here.field("retrieved"), version.retrieved);
            let original = self.original(&here, version.original, version.original_sha256);
            let text_at = here.field("text");
            if version.text == raw.text && !version.text.is_empty() {
                let message = "this version has the same file as the article itself";
                let help = "Give each state of the article a file of its own.";
                self.note(&text_at, error(message, help));
            }
            if Format::of(version.text).is_none() && !is_blank(version.text) {
                self.note(&text_at, no_format(version.text));
            }
            let sha256 = match self.files.read(version.text) {
                Ok(bytes) => {
                    let actual = sha256_hex(&bytes);
                    self.hold_to_hash(&here, "sha256", version.sha256, &actual);
                    actual
                }
                Err(fault) => {
                    // An empty path has been told.
                    if !is_blank(version.text) {
                        self.note(&text_at, fault.demoted());
                    }
                    continue;
                }
            };
            versions.push(ArticleVersion {
                path: clean_line(version.text),
                sha256,
                retrieved,
                original,
                note: line(version.note),
            });
        }
        versions
    }

    fn address(&mut self, at: &At, name: &str, text: Option<&str>) -> Option<String> {
        let text = text?;
        let address = web_address(text);
        if address.is_none() {
            let message = format!("{} is no address of a page", quoted(text));
            let help = "Write an address that begins with https:// or http://; it is left out.";
            self.note(&at.field(name), warning(message, help));
        }
        address
    }

    /// Reads the text file of an article: its canonical text and the file's SHA-256.
    fn text(&mut self, at: &At, raw: &raw::Article) -> Option<(CanonicalText, String)> {
        if is_blank(raw.text) {
            return None;
        }
        let text_at = at.field("text");
        let Some(format) = Format::of(raw.text) else {
            self.note(&text_at, no_format(raw.text));
            return None;
        };
        let bytes = match self.files.read(raw.text) {
            Ok(bytes) => bytes,
            Err(fault) => {
                self.note(&text_at, fault);
                return None;
            }
        };
        let sha256 = sha256_hex(&bytes);
        self.read.push((sha256.clone(), raw.text.to_owned()));
        self.hold_to_hash(at, "sha256", raw.sha256, &sha256);
        let source = match decode(&bytes) {
            Ok(source) => source,
            Err((place, fault)) => {
                self.report.file(raw.text, place, fault);
                return None;
            }
        };
        let made = make(source, format, &raw.corrections);
        if let Some(offset) = made.html {
            let message = "raw HTML is left out of the article's text";
            let help = "Write the passage in CommonMark, or store the article as .txt.";
            let place = position(source, offset);
            self.report.file(raw.text, place, warning(message, help));
        }
        if made.canonical.body_end == 0 {
            let message = format!("{} holds no text", quoted(raw.text));
            let help = "Put the article's text into the file.";
            self.report.file(raw.text, (1, 1), fatal(message, help));
            return None;
        }
        Some((made.canonical, sha256))
    }

    fn hold_to_hash(&mut self, at: &At, field: &str, given: Option<&str>, actual: &str) {
        let Some(given) = given else {
            return;
        };
        let at = at.field(field);
        if given.len() != 64 || !given.bytes().all(|b| b.is_ascii_hexdigit()) {
            let message = format!("{} is not a SHA-256", quoted(given));
            let help = format!("Write 64 hexadecimal digits; the file has {actual}.");
            self.note(&at, error(message, help));
        } else if !given.eq_ignore_ascii_case(actual) {
            let message = format!("the file has another SHA-256: {actual}");
            let help = "Restore the file, or, if the change is meant, write the new value.";
            self.note(&at, error(message, help));
        }
    }
}

fn no_format(path: &str) -> Fault {
    let message = format!("{} ends neither in .txt nor in .md", quoted(path));
    let help = "Store the article as plain text (.txt) or CommonMark (.md).";
    fatal(message, help)
}
