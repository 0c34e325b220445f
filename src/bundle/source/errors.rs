//! What to say of bundles and files that are not there or cannot be read.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, closest_name, fatal, quoted};
use std::fs;
use std::io::{self};
use std::path::Path;

/// A fault and the file of the bundle that it concerns; empty for the bundle itself.
pub(crate) type FileDiagnostic = (String, Diagnostic);

/// Says that a bundle, or a folder of bundles, is not where it was named; of a link, where
/// that leads. None where something is there.
pub(crate) fn missing_source(path: &Path) -> Option<Diagnostic> {
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

pub(crate) fn unreadable(path: &str, why: &dyn std::fmt::Display) -> Diagnostic {
    fatal(
        format!("{} cannot be read: {why}", quoted(path)),
        "Check the file and who may read it.",
    )
}

/// Says that a file is not there, with the name that is most like it.
pub(crate) fn file_not_found<'k>(
    path: &str,
    names: impl IntoIterator<Item = &'k str>,
) -> Diagnostic {
    let help = match closest_name(path, names) {
        Some(name) => format!(
            "There is {}; write its name so, or add the file.",
            quoted(name)
        ),
        None => "Add the file, or correct the path.".to_owned(),
    };
    fatal(format!("the bundle has no file {}", quoted(path)), help)
}
