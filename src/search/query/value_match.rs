//! What the values of filters on bookmarks mean: `has:` and the names of tags.

/// What `has:` can ask for.
pub(crate) const HAS_VALUES: [&str; 4] = ["bookmark", "note", "tag", "highlight"];

/// Returns `true` if `has:` asks for a highlight of any letter: also while the letter is awaited.
pub(crate) fn is_highlight(sought: &str) -> bool {
    "highlight".starts_with(sought) || sought == "highlight-"
}

/// Returns the letter of a highlight, as `highlight-r` names it.
pub(crate) fn highlight_letter(sought: &str) -> Option<char> {
    let mut letters = sought.strip_prefix("highlight-")?.chars();
    let letter = letters.next().filter(char::is_ascii_lowercase)?;
    letters.next().is_none().then_some(letter)
}

/// Returns `true` if a name, or one of its words, begins so.
pub(crate) fn word_starts_with(name: &str, sought: &str) -> bool {
    let follows = |at: usize| {
        !name[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
    };
    name.match_indices(sought).any(|(at, _)| follows(at))
}
