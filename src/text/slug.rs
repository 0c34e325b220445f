//! Readable ids from titles, names and addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns an id from a text: its letters without accents and its digits, what lies between
/// them a hyphen, cut between words to `most` characters. `None` where nothing is left,
/// as of a text in another script.
#[must_use]
pub fn slug(text: &str, most: usize) -> Option<String> {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            '\'' | '’' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    if slug.len() > most {
        let cut = slug[..=most].rfind('-').unwrap_or(most);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// Returns the id, or the id with the first number with which it is not taken.
pub fn unique_id(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(id) {
        return id.to_owned();
    }
    (2..usize::MAX)
        .map(|number| {
            let end = format!("-{number}");
            let room = 64 - end.len();
            let start = id.get(..room).unwrap_or(id).trim_end_matches('-');
            format!("{start}{end}")
        })
        .find(|id| !is_taken(id))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::is_slug;

    #[test]
    fn an_id_is_readable_and_none_is_taken_twice() {
        assert_eq!(
            slug("Süddeutsche’s Zeitung!", 64).as_deref(),
            Some("suddeutsches-zeitung")
        );
        assert_eq!(
            slug("The Daily Caller News", 16).as_deref(),
            Some("the-daily-caller")
        );
        assert_eq!(slug("aaaaaaaaaa", 4).as_deref(), Some("aaaa"));
        assert_eq!(slug("Правда", 64), None);
        assert_eq!(slug("—", 64), None);
        assert_eq!(unique_id("axios", |_| false), "axios");
        assert_eq!(unique_id("axios", |id| id != "axios-3"), "axios-3");
        let long = "a".repeat(64);
        assert!(is_slug(&unique_id(&long, |id| id == long)));
    }
}
