//! Plain text: a blank line ends a paragraph, a single line end inside one is
//! a blank.

use crate::bundle::canonical::builder::CanonicalBuilder;
use crate::model::PassageKind;
use crate::text::clean::{clean, is_clean};

/// Reads a text into passages of one kind.
pub(crate) fn read(source: &str, kind: &PassageKind, into: &mut CanonicalBuilder) {
    let text = clean(source);
    let mut joined = String::new();
    let mut lines = text.split('\n').map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let more = |next: Option<&&str>| next.is_some_and(|next| !next.is_empty());
        if !more(lines.peek()) {
            into.push(line, kind.clone());
            continue;
        }
        joined.clear();
        joined.push_str(line);
        while more(lines.peek()) {
            joined.push(' ');
            joined.push_str(lines.next().unwrap_or_default());
        }
        // Accents at the beginning of a line meet the blank before it.
        if is_clean(&joined) {
            into.push(&joined, kind.clone());
        } else {
            into.push(clean(&joined).trim(), kind.clone());
        }
    }
}
