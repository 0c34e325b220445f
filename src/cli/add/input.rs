//! What is to be taken in: files, folders, what is piped or pasted; and the articles
//! that are in it.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::super::bar::Bar;
use super::super::told::Told;
use super::{Taking, limit};
use crate::bundle::sha256_hex;
use crate::curate::article::{Format, PageArticle};
use crate::curate::page::{self, Hints, PageError};
use crate::curate::private::{self, Private};
use crate::runtime;

/// All that was taken from the files.
#[derive(Debug, Default)]
pub struct Taken {
    /// The articles, in the order of the files.
    pub articles: Vec<Incoming>,
    /// The files that gave none: name and reason.
    pub failed: Vec<(String, String)>,
}

/// An article and what it was taken from.
#[derive(Debug)]
pub struct Incoming {
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

/// Reads all files. Those that cannot be taken are told, and the others go on.
///
/// # Errors
/// Where the arguments do not fit together, or an id of `--keep` is of none of the files.
pub fn take(names: &[PathBuf], taking: &Taking) -> Result<Taken, Told> {
    let mut taken = Taken::default();
    let files = files(names, &mut taken)?;
    if taking.url.is_some() && files.len() != 1 {
        return Err(Told::new(format!(
            "--url is for one page, but there are {}",
            files.len()
        ))
        .help("add the pages one by one, each with its address"));
    }
    if let Some(url) = &taking.url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        return Err(Told::new(format!("\"{url}\" is no address of a page"))
            .help("an address begins with http:// or https://"));
    }
    let mut bar = Bar::new();
    for (number, file) in files.iter().enumerate() {
        bar.draw_count(number, files.len(), "pages");
        let name = file.display().to_string();
        match read(file).and_then(|bytes| articles(&name, bytes, taking)) {
            Ok(articles) => taken.articles.extend(articles),
            Err(why) => taken.failed.push((name, why)),
        }
    }
    bar.wipe();
    for id in &taking.keep {
        let mut kept = false;
        for incoming in &mut taken.articles {
            kept |= incoming.article.keep(id);
        }
        if !kept {
            return Err(
                Told::new(format!("nothing that was left out has the id \"{id}\"")).help(
                    "--show-omitted lists the ids; they change where the page or the program does",
                ),
            );
        }
    }
    Ok(taken)
}

/// Returns the files that the arguments name; of a folder those right in it, by name.
fn files(names: &[PathBuf], taken: &mut Taken) -> Result<Vec<PathBuf>, Told> {
    let mut files = Vec::new();
    for name in names {
        if name == Path::new("-") {
            if files.iter().any(|f| f == name) {
                return Err(Told::new("`-` is named twice").help("what is piped can be read once"));
            }
            files.push(name.clone());
        } else if name.is_dir() {
            let before = files.len();
            match in_folder(name) {
                Ok(found) => files.extend(found),
                Err(e) => {
                    let why = format!("the folder cannot be read: {e}");
                    taken.failed.push((name.display().to_string(), why));
                    continue;
                }
            }
            if files.len() == before {
                let why = "the folder holds no files".to_owned();
                taken.failed.push((name.display().to_string(), why));
            }
        } else {
            files.push(name.clone());
        }
    }
    Ok(files)
}

fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
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

fn read(file: &Path) -> Result<Vec<u8>, String> {
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
            let pasted = runtime::read_paste(limit() + 1, ask);
            let _ = writeln!(io::stderr());
            bytes = pasted.map_err(|e| match e.kind() {
                io::ErrorKind::Interrupted => "the paste was cancelled".to_owned(),
                _ => unreadable(e),
            })?;
        } else {
            let mut from = io::stdin().lock().take(limit() + 1);
            from.read_to_end(&mut bytes).map_err(unreadable)?;
        }
    } else {
        let from = fs::File::open(file).map_err(unreadable)?;
        let size = from.metadata().map_err(unreadable)?.len();
        if size > limit() {
            let error = PageError::TooLarge {
                bytes: usize::try_from(size).unwrap_or(usize::MAX),
                limit: usize::try_from(limit()).unwrap_or(usize::MAX),
            };
            return Err(error.to_string());
        }
        // A pipe has no size.
        from.take(limit() + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    }
    Ok(bytes)
}

fn articles(file: &str, bytes: Vec<u8>, taking: &Taking) -> Result<Vec<Incoming>, String> {
    let hints = Hints {
        url: taking.url.as_deref().unwrap_or(""),
        file_name: file,
        content_type: "",
    };
    let articles = page::read(&bytes, &hints).map_err(|error| error.to_string())?;
    let received = sha256_hex(&bytes);
    let (original, private) = original(bytes, taking.scrub)?;
    let stored = sha256_hex(&original);
    Ok(articles
        .into_iter()
        .map(|article| Incoming {
            file: file.to_owned(),
            article,
            original: original.clone(),
            hashes: [received.clone(), stored.clone()],
            private: private.clone(),
        })
        .collect())
}

/// Looks for what is the reader's own in a file, and takes it out where that is asked for.
fn original(bytes: Vec<u8>, scrub: bool) -> Result<(Vec<u8>, Vec<String>), String> {
    if scrub && (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) {
        return Err("it is UTF-16, of which nothing can be taken out: save it as UTF-8".to_owned());
    }
    let (original, found) = match String::from_utf8(bytes) {
        Ok(text) => {
            let found = private::find(&text);
            let scrubbed = scrub.then(|| private::scrub(&text, &found));
            (scrubbed.unwrap_or(text).into_bytes(), found)
        }
        // In other charsets each byte stands for itself, and comes back as itself.
        Err(other) => {
            let bytes = other.into_bytes();
            let text: String = bytes.iter().map(|b| char::from(*b)).collect();
            let found = private::find(&text);
            let scrubbed = scrub.then(|| private::scrub(&text, &found));
            let back = scrubbed.and_then(|text| {
                let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok());
                bytes.collect::<Option<Vec<u8>>>()
            });
            (back.unwrap_or(bytes), found)
        }
    };
    Ok((original, named(&found)))
}

/// Says what was found, each kind and name once, never the value.
fn named(found: &[Private]) -> Vec<String> {
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

/// Returns the ending of the original's name.
pub fn ending(format: Format) -> &'static str {
    match format {
        Format::Html | Format::SingleFile => "html",
        Format::Markdown => "md",
        Format::Pasted | Format::PdfText => "txt",
    }
}
