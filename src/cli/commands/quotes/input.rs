//! The articles for which quotations are proposed: of a page, or of a briefing.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::warn;
use crate::cli::resolve::Resolved;
use crate::curate::page::{self, MAX_FILE_BYTES, PageHints};
use crate::curate::stored;
use crate::model::{ArticleIx, Briefing};

/// An article whose quotations are wanted.
pub struct ArticleInput<'a> {
    /// The file: as it was named, or its path within the bundle.
    pub file: String,
    /// The article of the bundle.
    pub article: Option<(&'a Briefing, ArticleIx)>,
    /// Whether offsets are those of the file as it is stored.
    pub is_stored: bool,
    pub text: Cow<'a, str>,
    /// The bytes in which quotations are wanted.
    pub within: Range<usize>,
}

/// Returns `true` if the path is that of a file which is no bundle.
pub fn is_page(path: &Path) -> bool {
    let is_zip = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("briefing"));
    path.exists() && !path.is_dir() && !is_zip
}

/// Reads a file, no further than a page may be long.
pub fn read_page(path: &Path) -> Result<Vec<u8>, CliError> {
    let unreadable = |error: io::Error| {
        CliError::new(format!("the file cannot be read: {error}"))
            .at(path.display())
            .with_hint("look who may read it, and whether it is a file")
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

pub fn inputs_from_file<'a>(
    path: &Path,
    bytes: &'a [u8],
) -> Result<Vec<ArticleInput<'a>>, CliError> {
    let file = path.display().to_string();
    if let Some(text) = stored::stored_text(bytes) {
        return Ok(vec![ArticleInput {
            file,
            article: None,
            is_stored: true,
            within: 0..text.len(),
            text,
        }]);
    }
    let hints = PageHints {
        file_name: &file,
        ..PageHints::default()
    };
    let articles = page::read_page(bytes, &hints).map_err(|error| {
        // The sentence has its advice behind a colon.
        let sentence = error.to_string();
        let (what, help) = sentence.split_once(": ").unwrap_or((&sentence, ""));
        CliError::new(what).at(path.display()).with_hint(help)
    })?;
    for article in &articles {
        for note in &article.notes {
            warn(&format!("{} ({file})", note.message()));
        }
    }
    let texts = articles.iter().map(|article| {
        let text = article.text();
        ArticleInput {
            file: file.clone(),
            article: None,
            is_stored: false,
            within: 0..text.len(),
            text: Cow::Owned(text),
        }
    });
    Ok(texts.collect())
}

pub fn inputs_from_briefing<'a>(
    briefing: &'a Briefing,
    resolved: &Resolved,
) -> Option<Vec<ArticleInput<'a>>> {
    let text = |ix: ArticleIx, within: Option<Range<usize>>| {
        let article = briefing.article(ix);
        let body = 0..article.text.body_end;
        ArticleInput {
            file: article.path.clone(),
            article: Some((briefing, ix)),
            is_stored: false,
            text: Cow::Borrowed(article.text.slice(&body)),
            within: within.unwrap_or(body),
        }
    };
    match *resolved {
        Resolved::Briefing => {
            let all = (0..briefing.articles.len()).map(ArticleIx);
            Some(all.map(|ix| text(ix, None)).collect())
        }
        Resolved::Article(ix) => Some(vec![text(ix, None)]),
        Resolved::Passage(ix, n) => {
            let passage = briefing.article(ix).text.passages.get(n)?;
            Some(vec![text(ix, Some(passage.range.clone()))])
        }
        Resolved::Statement(_) | Resolved::Topic(_) => None,
    }
}
