//! A bundle that is a zip. The list of entries is foreign: all of it is judged
//! before anything is unpacked, and nothing is ever written to disk.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal, quoted};
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::limits::{
    COMPRESSION_RATIO_FLOOR, MAX_COMPRESSION_RATIO, MAX_ENTRIES, MAX_TOTAL_BYTES,
};
use crate::bundle::source::errors::{FileDiagnostic, file_not_found, missing_source, unreadable};
use crate::bundle::source::limited_read::read_limited;
use crate::bundle::source::path::check_path;

/// What some programs add for their own use.
const IGNORED_PREFIX: &str = "__MACOSX/";

/// A zip whose entries have been judged.
pub(crate) struct ZipBundle {
    archive: ZipArchive<BufReader<File>>,
    /// Place of each file in the archive, by its path inside the bundle.
    files: HashMap<String, usize>,
}

impl ZipBundle {
    pub(crate) fn open(path: &Path) -> Result<ZipBundle, Vec<FileDiagnostic>> {
        let whole = |diagnostic| vec![(String::new(), diagnostic)];
        let name = path.display().to_string();
        // Asked before opening: opening a pipe would wait for its other end.
        let meta = fs::metadata(path)
            .map_err(|e| whole(missing_source(path).unwrap_or_else(|| unreadable(&name, &e))))?;
        if !meta.is_file() {
            let message = format!("{} is not a regular file", quoted(&name));
            return Err(whole(fatal(message, "Name a `.briefing` file.")));
        }
        if meta.len() > MAX_TOTAL_BYTES {
            let message = format!("the zip is larger than {} MiB", MAX_TOTAL_BYTES >> 20);
            let help = "Split the briefing into several bundles.";
            return Err(whole(fatal(message, help)));
        }
        let mut file = File::open(path).map_err(|e| whole(unreadable(&name, &e)))?;
        check_ends(&mut file, meta.len()).map_err(whole)?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|e| whole(zip_error(&e)))?;
        let files = validate_entries(&archive)?;
        Ok(ZipBundle { archive, files })
    }

    /// Returns the number of a file's entry without reading it.
    pub(crate) fn locate(&self, path: &str) -> Result<usize, Diagnostic> {
        let names = || self.files.keys().map(String::as_str);
        let index = self.files.get(path).copied();
        index.ok_or_else(|| file_not_found(path, names()))
    }

    pub(crate) fn read(&mut self, path: &str, left: u64) -> Result<Vec<u8>, Diagnostic> {
        let index = self.locate(path)?;
        let file = self.archive.by_index(index).map_err(|e| match e {
            ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => fatal(
                format!("{} is packed in a way that is not known here", quoted(path)),
                "Pack the zip with the method \"deflate\".",
            ),
            ZipError::Io(_) => damaged(path),
            other => zip_error(&other),
        })?;
        let size = file.size();
        // Whatever the library says of it: the packed bytes are not what they were.
        read_limited(path, file, size, left, |_| damaged(path))
    }
}

fn damaged(path: &str) -> Diagnostic {
    fatal(
        format!("{} is damaged inside the zip", quoted(path)),
        "Fetch or copy the file again, or pack the bundle anew.",
    )
}

/// Says in words of ours why a zip whose two ends are there cannot be read.
fn zip_error(why: &ZipError) -> Diagnostic {
    let (why, help) = match why {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            return unreadable("the zip", error);
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => (
            "it is of a kind that is not known here",
            "Pack the bundle anew as one plain zip, without a password.",
        ),
        ZipError::InvalidPassword => (
            "it is encrypted",
            "Pack the bundle anew without a password.",
        ),
        _ => (
            "its list of files is damaged",
            "Fetch or copy the file again, or pack the bundle anew.",
        ),
    };
    fatal(format!("the zip cannot be read: {why}"), help)
}

/// Says what is wrong with a file that has no end of a zip.
fn missing_end(begins_as_zip: bool, len: u64) -> Diagnostic {
    let (why, help) = match (len, begins_as_zip) {
        (0, _) => (
            "the file is empty",
            "Fetch or copy the file again, or pack the bundle anew.",
        ),
        (_, true) => (
            "it was cut off, its end with the list of files is missing",
            "Fetch or copy the file again: this copy is not whole.",
        ),
        (_, false) => (
            "the file is not a zip",
            "Pack the folder of the bundle as a zip, and let its name end in .briefing.",
        ),
    };
    fatal(format!("the zip cannot be read: {why}"), help)
}

fn too_many_entries() -> Diagnostic {
    fatal(
        format!("the zip has more than {MAX_ENTRIES} entries"),
        "Pack only briefing.json and its articles.",
    )
}

/// Looks whether a zip begins and ends like one, and at the number of entries that its
/// end claims, before the list is read into memory. Any record that could be taken for
/// the end counts.
fn check_ends(file: &mut File, len: u64) -> Result<(), Diagnostic> {
    /// Bytes of the closing record and the longest comment after it.
    const MAX_TAIL: u64 = 22 + 4 + 65_536;
    /// Bytes of the locator of the large format, which stands before the closing record.
    const ZIP64_LOCATOR_LEN: usize = 20;
    let failed = |e: &std::io::Error| unreadable("the end of the zip", e);
    let mut begin = Vec::new();
    file.by_ref()
        .take(4)
        .read_to_end(&mut begin)
        .map_err(|e| failed(&e))?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(
        len.saturating_sub(MAX_TAIL + ZIP64_LOCATOR_LEN as u64),
    ))
    .map_err(|e| failed(&e))?;
    file.take(MAX_TAIL + ZIP64_LOCATOR_LEN as u64)
        .read_to_end(&mut tail)
        .map_err(|e| failed(&e))?;
    file.rewind().map_err(|e| failed(&e))?;
    let mut has_end = false;
    for (at, record) in tail.windows(22).enumerate() {
        if !record.starts_with(b"PK\x05\x06") {
            continue;
        }
        has_end = true;
        let count = usize::from(u16::from_le_bytes([record[10], record[11]]));
        let large = at
            .checked_sub(ZIP64_LOCATOR_LEN)
            .is_some_and(|before| tail[before..].starts_with(b"PK\x06\x07"));
        if count > MAX_ENTRIES || large {
            return Err(too_many_entries());
        }
    }
    if has_end {
        Ok(())
    } else {
        Err(missing_end(begin.starts_with(b"PK"), len))
    }
}

/// Judges every entry and returns the files by their path inside the bundle.
fn validate_entries(
    archive: &ZipArchive<BufReader<File>>,
) -> Result<HashMap<String, usize>, Vec<FileDiagnostic>> {
    let mut diagnostics: Vec<FileDiagnostic> = Vec::new();
    if archive.len() > MAX_ENTRIES {
        return Err(vec![(String::new(), too_many_entries())]);
    }
    let help = "Pack the bundle anew from plain files and folders.";
    if archive.has_duplicate_names() {
        let message = "the zip has two entries of the same name";
        diagnostics.push((String::new(), fatal(message, help)));
    }
    let mut files = HashMap::with_capacity(archive.len());
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let entry = match archive.by_index_data(index) {
            Ok(entry) => entry,
            Err(e) => return Err(vec![(String::new(), zip_error(&e))]),
        };
        let name = match std::str::from_utf8(entry.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => entry.name().unwrap_or_default().into_owned(),
        };
        if name.starts_with(IGNORED_PREFIX) {
            continue;
        }
        let mut refuse = |why: &str, help: &str| {
            let message = format!("the zip entry {} {why}", quoted(&name));
            diagnostics.push((name.clone(), fatal(message, help)));
        };
        let folder = name.ends_with('/');
        let plain = name.strip_prefix("./").unwrap_or(&name);
        let plain = plain.strip_suffix('/').unwrap_or(plain);
        if plain.is_empty() && folder {
            continue;
        }
        if check_path(plain).is_err() {
            refuse("does not lie inside the bundle", help);
        }
        // The kind of file, where the zip was made on a Unix: 0 is unknown.
        let kind = entry.unix_mode().unwrap_or(0) & 0o170_000;
        if entry.is_symlink() || !matches!(kind, 0 | 0o100_000 | 0o040_000) {
            refuse("is a link or a special file", help);
        }
        if entry.encrypted() {
            refuse("is encrypted", "Pack the bundle anew without a password.");
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        if size > COMPRESSION_RATIO_FLOOR && size / packed.max(1) > MAX_COMPRESSION_RATIO {
            let why =
                format!("is packed more than {MAX_COMPRESSION_RATIO} times smaller than it is");
            refuse(
                &why,
                "Text does not pack so small; look at what the file holds.",
            );
        }
        total = total.saturating_add(size);
        if !folder && files.insert(plain.to_owned(), index).is_some() {
            refuse("stands twice", help);
        }
    }
    if total > MAX_TOTAL_BYTES {
        let message = format!("the zip unpacks to more than {} MiB", MAX_TOTAL_BYTES >> 20);
        let help = "Split the briefing into several bundles.";
        diagnostics.push((String::new(), fatal(message, help)));
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    Ok(strip_top_folder(files))
}

/// A zip may hold the files of a bundle or one folder of them.
fn strip_top_folder(files: HashMap<String, usize>) -> HashMap<String, usize> {
    if files.contains_key(BRIEFING_FILE) {
        return files;
    }
    let mut tops = files.keys().filter_map(|name| {
        let (top, rest) = name.split_once('/')?;
        (rest == BRIEFING_FILE).then(|| format!("{top}/"))
    });
    let (Some(top), None) = (tops.next(), tops.next()) else {
        return files;
    };
    files
        .iter()
        .filter_map(|(name, index)| Some((name.strip_prefix(&top)?.to_owned(), *index)))
        .collect()
}
