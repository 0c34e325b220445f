//! Decides what becomes of each article: a new one, one that is there already, or another
//! version of one; and the files and edits for it.

use super::entry::{article_entry, readable_id, retrieved_on, title_or_opening};
use super::existing::{ExistingArticle, existing_articles, find_existing, normalize_url};
use super::input::{IncomingArticle, original_extension};
use super::options::AddOptions;
use crate::bundle::write::{Document, Edit, EditError, Json, NewFile, VersionEntry};
use crate::bundle::{read_file, sha256_hex};
use crate::curate::article::PageArticle;
use crate::model::BundleSource;
use crate::text::slug::unique_id;

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
    pub status: ArticleStatus,
    /// The paths of text and original, where files are written.
    pub paths: Option<[String; 2]>,
}

/// All that is to be written.
pub struct AddPlan {
    pub document: Document,
    pub files: Vec<NewFile>,
    /// For each article that came in, in order.
    pub articles: Vec<PlannedArticle>,
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
        options: &AddOptions,
        today: &str,
    ) -> Result<AddPlan, EditError> {
        let json = document.json()?;
        let language = match json.field("language") {
            Some(Json::String(language)) => language.clone(),
            _ => "en".to_owned(),
        };
        let mut known = existing_articles(&json, source);
        let mut files: Vec<NewFile> = Vec::new();
        let mut planned = Vec::new();
        for (number, one) in incoming.iter().enumerate() {
            let several = |other: &IncomingArticle| other.file == one.file;
            let is_alone = incoming.iter().filter(|other| several(other)).count() == 1;
            let text = one.article.to_stored();
            let hash = sha256_hex(text.as_bytes());
            let found = find_existing(
                &known,
                one,
                &hash,
                is_alone,
                &title_or_opening(&one.article),
            );
            if let Some(at) = found {
                let old = &mut known[at];
                let is_received = one.hashes.iter().any(|h| old.originals.contains(h));
                let status = if old.text == hash {
                    ArticleStatus::Same
                } else if old.waiting.contains(&hash) {
                    ArticleStatus::Waiting
                } else if is_received && options.keep.is_empty() {
                    ArticleStatus::Same
                } else {
                    ArticleStatus::Changed
                };
                let mut paths = None;
                if status == ArticleStatus::Changed {
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
                planned.push(PlannedArticle {
                    id: old.id.clone(),
                    status,
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
            planned.push(PlannedArticle {
                id,
                status: ArticleStatus::Added,
                paths: Some([text_path, original_path]),
            });
        }
        Ok(AddPlan {
            document,
            files,
            articles: planned,
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
