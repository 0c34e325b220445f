//! Reads the pages to be added: files, folders, what is piped or pasted; and finds the
//! articles in them.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::options::AddOptions;
use crate::bundle::sha256_hex;
use crate::cli::error::CliError;
use crate::cli::progress_bar::ProgressBar;
use crate::curate::article::{PageArticle, PageFormat};
use crate::curate::page::{self, MAX_FILE_BYTES, PageError, PageHints};
use crate::curate::private::{self, PrivateData};
use crate::runtime;

/// What the files held.
#[derive(Debug, Default)]
pub struct PageInputs {
    /// The articles, in the order of the files.
    pub articles: Vec<IncomingArticle>,
    /// The files that gave none: name and reason.
    pub failed: Vec<(String, String)>,
}

/// An article and what it was taken from.
#[derive(Debug)]
pub struct IncomingArticle {
    /// The file, as it was named; `-` for what was pasted or piped.
    pub file: String,
    pub article: PageArticle,
    /// What is stored as the original.
    pub original: Vec<u8>,
    /// SHA-256 of the file as received, and of what is stored of it.
    pub hashes: [String; 2],
    /// What the original holds of the reader, in kinds and names.
    pub private: Vec<String>,
}

/// Reads all files. One that cannot be read is listed in `failed`, and the others are read.
///
/// # Errors
/// Where the arguments do not fit together, or an id of `--keep` is of none of the files.
pub fn read_pages(names: &[PathBuf], options: &AddOptions) -> Result<PageInputs, CliError> {
    let mut inputs = PageInputs::default();
    let files = expand_paths(names, &mut inputs)?;
    if options.url.is_some() && files.len() != 1 {
        return Err(CliError::new(format!(
            "--url is for one page, but there are {}",
            files.len()
        ))
        .with_hint("add the pages one by one, each with its address"));
    }
    if let Some(url) = &options.url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        return Err(CliError::new(format!("\"{url}\" is no address of a page"))
            .with_hint("an address begins with http:// or https://"));
    }
    let mut bar = ProgressBar::new();
    for (number, file) in files.iter().enumerate() {
        bar.draw_count(number, files.len(), "pages");
        let name = file.display().to_string();
        match read_file(file).and_then(|bytes| read_articles(&name, bytes, options)) {
            Ok(articles) => inputs.articles.extend(articles),
            Err(why) => inputs.failed.push((name, why)),
        }
    }
    bar.clear();
    for id in &options.keep {
        let mut kept = false;
        for incoming in &mut inputs.articles {
            kept |= incoming.article.restore(id);
        }
        if !kept {
            return Err(
                CliError::new(format!("nothing that was left out has the id \"{id}\"")).with_hint(
                    "--show-omitted lists the ids; they change where the page or the program does",
                ),
            );
        }
    }
    Ok(inputs)
}

/// Returns the files that the arguments name; of a folder those right in it, by name.
fn expand_paths(names: &[PathBuf], inputs: &mut PageInputs) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for name in names {
        if name == Path::new("-") {
            if files.iter().any(|f| f == name) {
                return Err(
                    CliError::new("`-` is named twice").with_hint("what is piped can be read once")
                );
            }
            files.push(name.clone());
        } else if name.is_dir() {
            let before = files.len();
            match files_in(name) {
                Ok(found) => files.extend(found),
                Err(e) => {
                    let why = format!("the folder cannot be read: {e}");
                    inputs.failed.push((name.display().to_string(), why));
                    continue;
                }
            }
            if files.len() == before {
                let why = "the folder holds no files".to_owned();
                inputs.failed.push((name.display().to_string(), why));
            }
        } else {
            files.push(name.clone());
        }
    }
    Ok(files)
}

fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
        // Folders too: a browser puts the pictures of a page into one beside it.
        if !is_hidden && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read_file(file: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |e: io::Error| format!("it cannot be read: {e}");
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        if io::stdin().is_terminal() {
            let ask = || {
                let _ = writeln!(
                    io::stderr(),
                    "Paste the article with its headline, date and address, then press C-d (C-c cancels)."
                );
            };
            let pasted = runtime::read_paste(MAX_FILE_BYTES as u64 + 1, ask);
            let _ = writeln!(io::stderr());
            bytes = pasted.map_err(|e| match e.kind() {
                io::ErrorKind::Interrupted => "the paste was cancelled".to_owned(),
                _ => unreadable(e),
            })?;
        } else {
            let mut from = io::stdin().lock().take(MAX_FILE_BYTES as u64 + 1);
            from.read_to_end(&mut bytes).map_err(unreadable)?;
        }
    } else {
        let from = fs::File::open(file).map_err(unreadable)?;
        let size = from.metadata().map_err(unreadable)?.len();
        if size > MAX_FILE_BYTES as u64 {
            let error = PageError::TooLarge {
                bytes: usize::try_from(size).unwrap_or(usize::MAX),
                limit: MAX_FILE_BYTES,
            };
            return Err(error.to_string());
        }
        // A pipe has no size.
        from.take(MAX_FILE_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    }
    Ok(bytes)
}

fn read_articles(
    file: &str,
    bytes: Vec<u8>,
    options: &AddOptions,
) -> Result<Vec<IncomingArticle>, String> {
    let hints = PageHints {
        url: options.url.as_deref().unwrap_or(""),
        file_name: file,
        content_type: "",
    };
    let articles = page::read_page(&bytes, &hints).map_err(|error| error.to_string())?;
    let received = sha256_hex(&bytes);
    let (original, private) = original_bytes(bytes, options.scrub)?;
    let stored = sha256_hex(&original);
    Ok(articles
        .into_iter()
        .map(|article| IncomingArticle {
            file: file.to_owned(),
            article,
            original: original.clone(),
            hashes: [received.clone(), stored.clone()],
            private: private.clone(),
        })
        .collect())
}

/// Looks for what is the reader's own in a file, and takes it out where that is asked for.
fn original_bytes(bytes: Vec<u8>, scrub: bool) -> Result<(Vec<u8>, Vec<String>), String> {
    if scrub && (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) {
        return Err("it is UTF-16, of which nothing can be taken out: save it as UTF-8".to_owned());
    }
    let (original, found) = match String::from_utf8(bytes) {
        Ok(text) => {
            let found = private::find_private_data(&text);
            let scrubbed = scrub.then(|| private::scrub(&text, &found));
            (scrubbed.unwrap_or(text).into_bytes(), found)
        }
        // In other charsets each byte stands for itself, and comes back as itself.
        Err(other) => {
            let bytes = other.into_bytes();
            let text: String = bytes.iter().map(|b| char::from(*b)).collect();
            let found = private::find_private_data(&text);
            let scrubbed = scrub.then(|| private::scrub(&text, &found));
            let back = scrubbed.and_then(|text| {
                let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok());
                bytes.collect::<Option<Vec<u8>>>()
            });
            (back.unwrap_or(bytes), found)
        }
    };
    Ok((original, describe_private(&found)))
}

/// Says what was found, each kind and name once, never the value.
fn describe_private(found: &[PrivateData]) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for one in found {
        let name = format!("{} {}", one.kind.name(), one.name);
        let name = crate::text::clean::clean_line(&name);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    named
}

/// Returns the file extension of the original.
pub fn original_extension(format: PageFormat) -> &'static str {
    match format {
        PageFormat::Html | PageFormat::SingleFile => "html",
        PageFormat::Markdown => "md",
        PageFormat::Pasted | PageFormat::PdfText => "txt",
    }
}
