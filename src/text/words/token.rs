//! What one word of UAX 29 holds for a search: most often one word, sometimes
//! several ("kaspersky.com"), without its possessive.

use std::ops::Range;

use crate::text::fold::fold;

/// What an apostrophe inside a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apostrophe {
    /// It belongs to the word: "don't".
    Joins,
    /// It parts an article from its noun: "l'entreprise".
    Parts,
}

/// Gives the searchable parts of a token, as bytes of the token and folded.
pub(super) fn for_each_part(
    token: &str,
    apostrophe: Apostrophe,
    mut take: impl FnMut(Range<usize>, String),
) {
    if token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        take(0..token.len(), token.to_ascii_lowercase());
        return;
    }
    let mut take = |part: Range<usize>| {
        let mut folded = join_typographic(fold(&token[part.clone()]));
        if folded.ends_with("'s") {
            folded.truncate(folded.len() - 2);
        }
        if !folded.is_empty() {
            take(part, folded);
        }
    };
    let abbreviation = is_abbreviation(token);
    let mut start = 0;
    let mut before = None;
    for (at, c) in token.char_indices() {
        let parts = match c {
            '.' | '\u{2024}' | '\u{FF0E}' | '\u{FE52}' => {
                let after = token[at + c.len_utf8()..].chars().next();
                let in_number = before.is_some_and(is_digit) && after.is_some_and(is_digit);
                !abbreviation && !in_number
            }
            '_' | ':' | '\u{B7}' | '\u{FE55}' | '\u{FF1A}' | '\u{203F}' | '\u{2040}'
            | '\u{FF3F}' => true,
            '\'' | '’' | '\u{FF07}' => {
                apostrophe == Apostrophe::Parts && before.is_some_and(char::is_alphabetic)
            }
            _ => false,
        };
        if parts {
            if start < at {
                take(start..at);
            }
            start = at + c.len_utf8();
        }
        before = Some(c);
    }
    if start < token.len() {
        take(start..token.len());
    }
}

/// Joins what only typography holds apart in a folded token: the letters of
/// a dotted abbreviation, the thousands of a number.
pub(super) fn join_typographic(mut folded: String) -> String {
    if folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return folded;
    }
    if is_abbreviation(&folded) {
        folded.retain(|c| c != '.');
    }
    if folded.starts_with(is_digit) && is_grouped(&folded) {
        folded.retain(|c| !matches!(c, ',' | ' ' | '\''));
    }
    folded
}

/// Tells whether a token is the possessive of an abbreviation with a dot at
/// its end, which the word boundaries take for a word: the "s" of "U.S.'s".
pub(super) fn is_possessive(before: &str, token: &str) -> bool {
    matches!(token, "s" | "S")
        && (before.ends_with(".'") || before.ends_with(".’"))
        && before
            .trim_end_matches(['.', '\'', '’'])
            .ends_with(char::is_alphanumeric)
}

/// Tells whether a token is single letters with dots between them, with or
/// without a possessive: "U.S", "N.H", "U.S's".
fn is_abbreviation(token: &str) -> bool {
    let letters = ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|possessive| token.strip_suffix(possessive))
        .unwrap_or(token);
    letters.contains('.')
        && letters.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// Tells whether a number has its thousands set apart: "2,000", "10 000.5".
fn is_grouped(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or_default();
    let mut groups = whole.split([',', ' ', '\'']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_some()
        && (1..=3).contains(&first.len())
        && first.chars().all(is_digit)
        && rest.all(|group| group.len() == 3 && group.chars().all(is_digit))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
