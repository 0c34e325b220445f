//! The articles of a bundle: metadata, the text file, its hash.

use std::collections::HashMap;

use crate::bundle::canonical::{SourceFormat, canonicalize};
use crate::bundle::diagnostics::diagnostic::{Diagnostic, error, fatal, quoted, warning};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::position::line_and_column;
use crate::bundle::hash::sha256_hex;
use crate::bundle::parse::object::is_blank;
use crate::bundle::parse::raw;
use crate::bundle::parse::utf8::decode_utf8;
use crate::bundle::url::clean_web_url;
use crate::bundle::validate::validator::{IdIndex, Validator, clean_lines, optional_line};
use crate::model::{Article, ArticleVersion, Author, AuthorKind, CanonicalText, StoredFile};
use crate::text::clean::clean_line;

impl Validator<'_, '_> {
    /// Reads all articles, in the order of the bundle; none for one whose text
    /// could not be read.
    pub(crate) fn articles(
        &mut self,
        at: &JsonPath,
        raw: &raw::RawBundle,
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
                self.report_at(&here.field("text"), warning(message, help));
            }
            articles.push(self.article(&here, article, language));
        }
        articles
    }

    /// Numbers the articles.
    pub(crate) fn article_ids<'n>(&mut self, raw: &raw::RawBundle<'n>) -> IdIndex<'n> {
        let top = JsonPath::ROOT;
        self.index_ids(&top.field("articles"), raw.articles.iter().map(|a| a.id))
    }

    fn article(&mut self, at: &JsonPath, raw: &raw::RawArticle, language: &str) -> Option<Article> {
        let published = self.parse_date(&at.field("published"), raw.published);
        let retrieved = self.parse_date(&at.field("retrieved"), raw.retrieved);
        if let (Some(printed), Some(taken)) = (&published, &retrieved)
            && let (Some(first), Some(last)) = (printed.first(), taken.last())
            && last < first
        {
            let message = "the copy was taken before the article was published";
            let help = "Correct `retrieved` or `published`.";
            self.report_at(&at.field("retrieved"), warning(message, help));
        }
        let modified = self.parse_date(&at.field("modified"), raw.modified);
        if let (Some(printed), Some(changed)) = (&published, &modified)
            && let (Some(first), Some(last)) = (printed.first(), changed.last())
            && last < first
        {
            let message = "the article was changed before it was published";
            let help = "Correct `modified` or `published`.";
            self.report_at(&at.field("modified"), warning(message, help));
        }
        let original = self.original(at, raw.original, raw.original_sha256);
        let versions = self.versions(&at.field("versions"), raw);
        let language = self.checked_language(at, raw.language, language);
        let url = self.web_url(at, "url", raw.url);
        let archived_url = self.web_url(at, "archived_url", raw.archived_url);
        let (text, sha256) = self.read_text(at, raw)?;
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
            omitted: optional_line(raw.omitted),
            note: optional_line(raw.note),
            original,
            not_statements: Vec::new(),
            versions,
            accepts: clean_lines(&raw.accepts),
            text,
        })
    }

    fn authors(&mut self, at: &JsonPath, raw: &[raw::RawAuthor]) -> Vec<Author> {
        let mut authors = Vec::with_capacity(raw.len());
        for (i, author) in raw.iter().enumerate() {
            let (name, kind) = match *author {
                raw::RawAuthor::Name(name) => (name, None),
                raw::RawAuthor::With { name, kind } => (name, kind),
            };
            let here = at.item(i);
            let kind = kind.and_then(|kind| self.author_kind(&here.field("kind"), kind));
            if let Some(name) = optional_line(Some(name)) {
                authors.push(Author { name, kind });
            }
        }
        authors
    }

    fn author_kind(&mut self, at: &JsonPath, name: &str) -> Option<AuthorKind> {
        let found = AuthorKind::ALL.into_iter().find(|kind| kind.name() == name);
        if found.is_none() {
            let message = format!("there is no kind of author {}", quoted(name));
            let help = "Write `person` or `organisation`.";
            self.report_at(at, error(message, help));
        }
        found
    }

    /// Holds the file from which a text was taken to what the bundle says of it.
    fn original(
        &mut self,
        at: &JsonPath,
        path: Option<&str>,
        sha256: Option<&str>,
    ) -> Option<StoredFile> {
        let Some(path) = path else {
            if sha256.is_some() {
                let message = "there is a hash of an original, but no original";
                let help = "Name the file in `original`, or remove `original_sha256`.";
                self.report_at(&at.field("original_sha256"), warning(message, help));
            }
            return None;
        };
        // The file may be large, and readers do not need it: it is read where there is a
        // hash to hold it to.
        let read = if sha256.is_some() {
            self.files.read(path).map(|bytes| Some(sha256_hex(&bytes)))
        } else {
            self.files.check_exists(path).map(|()| None)
        };
        let is_sound = match read {
            Ok(Some(actual)) => {
                self.verify_hash(at, "original_sha256", sha256, &actual);
                sha256.is_some_and(|given| given.eq_ignore_ascii_case(&actual))
            }
            Ok(None) => true,
            Err(diagnostic) => {
                self.report_at(&at.field("original"), diagnostic.downgraded());
                false
            }
        };
        Some(StoredFile {
            path: clean_line(path),
            sha256: sha256.map(str::to_ascii_lowercase),
            is_sound,
        })
    }

    fn versions(&mut self, at: &JsonPath, raw: &raw::RawArticle) -> Vec<ArticleVersion> {
        let mut versions = Vec::with_capacity(raw.versions.len());
        for (i, version) in raw.versions.iter().enumerate() {
            let here = at.item(i);
            let retrieved = self.parse_date(&here.field("retrieved"), version.retrieved);
            let original = self.original(&here, version.original, version.original_sha256);
            let text_at = here.field("text");
            if version.text == raw.text && !version.text.is_empty() {
                let message = "this version has the same file as the article itself";
                let help = "Give each state of the article a file of its own.";
                self.report_at(&text_at, error(message, help));
            }
            if SourceFormat::from_path(version.text).is_none() && !is_blank(version.text) {
                self.report_at(&text_at, unknown_format(version.text));
            }
            let sha256 = match self.files.read(version.text) {
                Ok(bytes) => {
                    let actual = sha256_hex(&bytes);
                    self.verify_hash(&here, "sha256", version.sha256, &actual);
                    actual
                }
                Err(diagnostic) => {
                    // An empty path has been told.
                    if !is_blank(version.text) {
                        self.report_at(&text_at, diagnostic.downgraded());
                    }
                    continue;
                }
            };
            versions.push(ArticleVersion {
                path: clean_line(version.text),
                sha256,
                retrieved,
                original,
                note: optional_line(version.note),
            });
        }
        versions
    }

    fn web_url(&mut self, at: &JsonPath, name: &str, text: Option<&str>) -> Option<String> {
        let text = text?;
        let address = clean_web_url(text);
        if address.is_none() {
            let message = format!("{} is no address of a page", quoted(text));
            let help = "Write an address that begins with https:// or http://; it is left out.";
            self.report_at(&at.field(name), warning(message, help));
        }
        address
    }

    /// Reads the text file of an article: its canonical text and the file's SHA-256.
    fn read_text(
        &mut self,
        at: &JsonPath,
        raw: &raw::RawArticle,
    ) -> Option<(CanonicalText, String)> {
        if is_blank(raw.text) {
            return None;
        }
        let text_at = at.field("text");
        let Some(format) = SourceFormat::from_path(raw.text) else {
            self.report_at(&text_at, unknown_format(raw.text));
            return None;
        };
        let bytes = match self.files.read(raw.text) {
            Ok(bytes) => bytes,
            Err(diagnostic) => {
                self.report_at(&text_at, diagnostic);
                return None;
            }
        };
        let sha256 = sha256_hex(&bytes);
        self.read_files.push((sha256.clone(), raw.text.to_owned()));
        self.verify_hash(at, "sha256", raw.sha256, &sha256);
        let source = match decode_utf8(&bytes) {
            Ok(source) => source,
            Err((place, diagnostic)) => {
                self.report.add_to_file(raw.text, place, diagnostic);
                return None;
            }
        };
        let made = canonicalize(source, format, &raw.corrections);
        if let Some(offset) = made.first_raw_html {
            let message = "raw HTML is left out of the article's text";
            let help = "Write the passage in CommonMark, or store the article as .txt.";
            let place = line_and_column(source, offset);
            self.report
                .add_to_file(raw.text, place, warning(message, help));
        }
        if made.canonical.body_end == 0 {
            let message = format!("{} holds no text", quoted(raw.text));
            let help = "Put the article's text into the file.";
            self.report
                .add_to_file(raw.text, (1, 1), fatal(message, help));
            return None;
        }
        Some((made.canonical, sha256))
    }

    fn verify_hash(&mut self, at: &JsonPath, field: &str, given: Option<&str>, actual: &str) {
        let Some(given) = given else {
            return;
        };
        let at = at.field(field);
        if given.len() != 64 || !given.bytes().all(|b| b.is_ascii_hexdigit()) {
            let message = format!("{} is not a SHA-256", quoted(given));
            let help = format!("Write 64 hexadecimal digits; the file has {actual}.");
            self.report_at(&at, error(message, help));
        } else if !given.eq_ignore_ascii_case(actual) {
            let message = format!("the file has another SHA-256: {actual}");
            let help = "Restore the file, or, if the change is meant, write the new value.";
            self.report_at(&at, error(message, help));
        }
    }
}

fn unknown_format(path: &str) -> Diagnostic {
    let message = format!("{} ends neither in .txt nor in .md", quoted(path));
    let help = "Store the article as plain text (.txt) or CommonMark (.md).";
    fatal(message, help)
}
