//! Language tags (BCP 47), as far as they are checked.

/// Tells whether a text looks like a BCP 47 tag: letters, then subtags of
/// letters and digits.
pub(crate) fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or("");
    let letters = language.bytes().all(|b| b.is_ascii_alphabetic());
    letters
        && (2..=8).contains(&language.len())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_from_names() {
        for good in ["en", "de-CH", "zh-Hant-TW", "es-419"] {
            assert!(is_language_tag(good), "{good}");
        }
        for bad in ["", "e", "english language", "en_US", "en-", "12", "-en"] {
            assert!(!is_language_tag(bad), "{bad}");
        }
    }
}
