//! Runs the extractor over a folder of pages and prints one JSON object: for each file its
//! name without extension, with text, title, authors and date. For measuring.
//!
//! `cargo run --release --example extract_pages -- FOLDER > predictions.json`

use std::error::Error;
use std::io::Write;
use std::path::Path;

use diptych::curate::page::{self, Hints};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of pages")?;
    let mut out = serde_json::Map::new();
    let mut files: Vec<_> = std::fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let id = name.split('.').next().unwrap_or(&name).to_owned();
        let bytes = std::fs::read(Path::new(&folder).join(&name))?;
        let hints = Hints {
            file_name: &name,
            ..Hints::default()
        };
        let value = match page::read(&bytes, &hints) {
            Ok(articles) => {
                let texts: Vec<String> = articles.iter().map(page_text).collect();
                let first = articles.first();
                let authors: Vec<&str> = first
                    .iter()
                    .flat_map(|a| a.authors.iter().map(|a| a.name.as_str()))
                    .collect();
                serde_json::json!({
                    "text": texts.join("\n"),
                    "title": first.map(|a| a.title.as_str()),
                    "authors": authors,
                    "date": first.map(|a| a.published.as_str()),
                })
            }
            Err(error) => serde_json::json!({ "text": "", "error": error.to_string() }),
        };
        out.insert(id, value);
    }
    writeln!(std::io::stdout(), "{}", serde_json::Value::Object(out))?;
    Ok(())
}

fn page_text(article: &diptych::curate::article::PageArticle) -> String {
    article.text()
}
