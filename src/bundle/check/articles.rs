//! The articles of a bundle: metadata, the text file, its hash.

use std::collections::HashMap;

use super::{Check, Ids, line, lines};
use crate::bundle::address::web_address;
use crate::bundle::canonical::{Format, make};
use crate::bundle::decode::decode;
use crate::bundle::hash::sha256_hex;
use crate::bundle::raw;
use crate::bundle::read::is_blank;
use crate::bundle::report::{At, error, fatal, position, quoted, warning};
use crate::model::{Article, Canonical};
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
        let language = self.language(at, raw.language, language);
        let url = self.address(at, "url", raw.url);
        let archived_url = self.address(at, "archived_url", raw.archived_url);
        let (text, sha256) = self.text(at, raw)?;
        Some(Article {
            id: raw.id.to_owned(),
            title: clean_line(raw.title),
            publisher: clean_line(raw.publisher),
            authors: lines(&raw.authors),
            published,
            url,
            archived_url,
            retrieved,
            language,
            path: raw.text.to_owned(),
            sha256,
            omitted: line(raw.omitted),
            note: line(raw.note),
            text,
        })
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
    fn text(&mut self, at: &At, raw: &raw::Article) -> Option<(Canonical, String)> {
        if is_blank(raw.text) {
            return None;
        }
        let text_at = at.field("text");
        let Some(format) = Format::of(raw.text) else {
            let message = format!("{} ends neither in .txt nor in .md", quoted(raw.text));
            let help = "Store the article as plain text (.txt) or CommonMark (.md).";
            self.note(&text_at, fatal(message, help));
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
        self.hold_to_hash(at, raw.sha256, &sha256);
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

    fn hold_to_hash(&mut self, at: &At, given: Option<&str>, actual: &str) {
        let Some(given) = given else {
            return;
        };
        let at = at.field("sha256");
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
