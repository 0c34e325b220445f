//! The files of a bundle, wherever they are: a folder, a zip, the program
//! itself. Nothing outside the bundle can be reached from here, nothing that
//! is no plain file is opened, and no more is read than the limits allow.

mod built_in;
mod folder;
mod packed;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::limits::{MAX_FILE_BYTES, MAX_TOTAL_BYTES};
use super::report::{Diagnostic, closest_name, fatal, quoted};
use crate::model::BundleSource;

pub(super) use built_in::embedded_names as built_in_names;

/// An opened bundle.
pub(super) struct BundleFiles {
    backend: Backend,
    /// Bytes that may still be read.
    bytes_left: u64,
}

enum Backend {
    Folder(folder::FolderBundle),
    Zip(Box<packed::ZipBundle>),
    BuiltIn(built_in::EmbeddedBundle),
}

/// A fault and the file of the bundle that it concerns; empty for the bundle itself.
pub(super) type FileDiagnostic = (String, Diagnostic);

impl BundleFiles {
    /// Opens a bundle; of a zip the whole list of entries is judged.
    pub(super) fn open(source: &BundleSource) -> Result<BundleFiles, Vec<FileDiagnostic>> {
        let whole = |diagnostic| vec![(String::new(), diagnostic)];
        let backend = match source {
            BundleSource::Folder(path) => {
                Backend::Folder(folder::FolderBundle::open(path).map_err(whole)?)
            }
            BundleSource::Zip(path) => Backend::Zip(Box::new(packed::ZipBundle::open(path)?)),
            BundleSource::BuiltIn(name) => {
                Backend::BuiltIn(built_in::EmbeddedBundle::open(name).map_err(whole)?)
            }
        };
        Ok(BundleFiles {
            backend,
            bytes_left: MAX_TOTAL_BYTES,
        })
    }

    /// Reads a file of the bundle by its path inside, with `/`.
    pub(super) fn read(&mut self, path: &str) -> Result<Cow<'static, [u8]>, Diagnostic> {
        check_path(path)?;
        let bytes: Cow<'static, [u8]> = match &mut self.backend {
            Backend::Folder(folder) => folder.read(path, self.bytes_left)?.into(),
            Backend::Zip(zip) => zip.read(path, self.bytes_left)?.into(),
            Backend::BuiltIn(built_in) => built_in.read(path)?.into(),
        };
        self.bytes_left = self.bytes_left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    /// Looks a file of the bundle up without reading it.
    pub(super) fn check_exists(&mut self, path: &str) -> Result<(), Diagnostic> {
        check_path(path)?;
        match &mut self.backend {
            Backend::Folder(folder) => folder.locate(path).map(|_| ()),
            Backend::Zip(zip) => zip.locate(path).map(|_| ()),
            Backend::BuiltIn(built_in) => built_in.read(path).map(|_| ()),
        }
    }
}

/// Refuses paths that are not plainly inside the bundle, before any is opened.
pub(super) fn check_path(path: &str) -> Result<(), Diagnostic> {
    let refuse =
        |why: &str, help: &str| Err(fatal(format!("the path {} {why}", quoted(path)), help));
    let inside = "Write the path as seen from briefing.json, as in articles/name.txt.";
    if path.is_empty() {
        return refuse("is empty", inside);
    }
    if path.contains('\\') {
        return refuse("holds a backslash", "Write `/` between folder and file.");
    }
    if path.starts_with('/') {
        return refuse("is not relative to the bundle", inside);
    }
    if path.contains(':') {
        return refuse("holds a colon", inside);
    }
    if path.chars().any(char::is_control) {
        return refuse("holds a control character", "Rename the file.");
    }
    for part in path.split('/') {
        match part {
            ".." => return refuse("leads out of its folder with `..`", inside),
            "" | "." => return refuse("holds an empty or needless part", inside),
            _ => {}
        }
    }
    Ok(())
}

/// Reads what a file holds, up to what is allowed.
fn read_limited(
    path: &str,
    from: impl Read,
    size: u64,
    left: u64,
    failed: impl Fn(&io::Error) -> Diagnostic,
) -> Result<Vec<u8>, Diagnostic> {
    let too_big = || {
        if left < MAX_FILE_BYTES {
            let message = format!(
                "with {} the bundle holds more than {} MiB",
                quoted(path),
                MAX_TOTAL_BYTES >> 20
            );
            return fatal(message, "Split the briefing into several bundles.");
        }
        let message = format!(
            "{} is larger than {} MiB",
            quoted(path),
            MAX_FILE_BYTES >> 20
        );
        fatal(
            message,
            "Store the article as plain text; split it if it is one.",
        )
    };
    let limit = left.min(MAX_FILE_BYTES);
    if size > limit {
        return Err(too_big());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    from.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| failed(&e))?;
    if bytes.len() as u64 > limit {
        return Err(too_big());
    }
    Ok(bytes)
}

/// Says that a bundle, or a folder of bundles, is not where it was named; of a link, where
/// that leads. None where something is there.
pub(super) fn missing_source(path: &Path) -> Option<Diagnostic> {
    let error = fs::metadata(path).err()?;
    if error.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let name = quoted(&path.display().to_string());
    let is_zip = (path.extension()).is_some_and(|ending| ending.eq_ignore_ascii_case("briefing"));
    let what = if is_zip { "bundle" } else { "bundle or folder" };
    if let Ok(target) = fs::read_link(path) {
        let target = quoted(&target.display().to_string());
        return Some(fatal(
            format!("the {what} {name} is not there: it is a link to {target}, which is not there"),
            "Put back what the link leads to, or name another one.",
        ));
    }
    Some(fatal(
        format!("the {what} {name} is not there"),
        "Put it back, or name another one.",
    ))
}

fn unreadable(path: &str, why: &dyn std::fmt::Display) -> Diagnostic {
    fatal(
        format!("{} cannot be read: {why}", quoted(path)),
        "Check the file and who may read it.",
    )
}

/// Says that a file is not there, with the name that is most like it.
fn file_not_found<'k>(path: &str, names: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    let help = match closest_name(path, names) {
        Some(name) => format!(
            "There is {}; write its name so, or add the file.",
            quoted(name)
        ),
        None => "Add the file, or correct the path.".to_owned(),
    };
    fatal(format!("the bundle has no file {}", quoted(path)), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_inside_are_followed() {
        for path in ["a.txt", "articles/a.txt", "a b/ü..txt", "..a/b"] {
            assert!(check_path(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "..",
            ".",
            "./a",
            "a//b",
            "a/",
            "C:/a",
            "C:a",
            "a\\b",
            "\\\\host\\a",
            "a\0b",
            "a\nb",
        ] {
            assert!(check_path(path).is_err(), "{path:?}");
        }
    }
}
