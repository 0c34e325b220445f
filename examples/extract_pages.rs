//! Runs the extractor over a folder of pages and prints one JSON object: for each file its
//! name without extension, with text, title, authors and date. For measuring.
//!
//! `cargo run --release --example extract_pages -- FOLDER > predictions.json`
//!
//! With `--features html|paste` it prints the figures of each block instead, one JSON line a
//! page: what `extract_pages/fit/fit.py` makes the models from.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use diptych::curate::page::{self, PageHints};
use diptych::curate::{charset, html, paste};
use diptych::text::clean::clean;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = match &arguments[..] {
        [folder] => folder,
        [option, kind, folder] if option == "--features" => return features(kind, folder),
        _ => return Err("extract_pages [--features html|paste] FOLDER".into()),
    };
    let mut out = serde_json::Map::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let id = name.split('.').next().unwrap_or(&name).to_owned();
        let bytes = std::fs::read(Path::new(folder).join(&name))?;
        let hints = PageHints {
            file_name: &name,
            ..PageHints::default()
        };
        let value = match page::read_page(&bytes, &hints) {
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

/// Prints the words, votes and figures of the blocks of each page.
fn features(kind: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let id = name.split('.').next().unwrap_or(&name);
        let text = charset::decode(&std::fs::read(file.path())?, "").text;
        let blocks: Vec<serde_json::Value> = if kind == "html" {
            let parsed = html::parse_page(&text, "").ok_or("the page is too large")?;
            let v = &parsed.votes;
            let blocks = parsed.blocks.blocks.iter().zip(&parsed.rows).enumerate();
            let block = |(i, (block, row)): (usize, (&html::blocks::Block, &Vec<f32>))| {
                let votes = [v.balanced[i], v.precise[i], v.readable[i], v.declared[i]];
                serde_json::json!({"t": block.text, "v": votes, "x": row})
            };
            blocks.map(block).collect()
        } else {
            let paragraphs = paste::paragraphs::read_paragraphs(&clean(&text));
            let rows = paste::features::feature_rows(&paragraphs);
            let blocks = paragraphs.iter().zip(&rows);
            blocks
                .map(|(p, row)| serde_json::json!({"t": p.text, "v": [1.0], "x": row}))
                .collect()
        };
        let line = serde_json::json!({"id": id, "blocks": blocks});
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}
