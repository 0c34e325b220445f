//! Which paths a bundle may name: only such as are plainly inside it.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal, quoted};

/// Refuses paths that are not plainly inside the bundle, before any is opened.
pub(crate) fn check_path(path: &str) -> Result<(), Diagnostic> {
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
