//! Pre-tokenized text: the words of our own `Analyser` in one string, and a tantivy
//! `Tokenizer` that reads them again.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::schema::{POSITION_GAP, TermNamespace};

/// Stands between parts that no phrase reaches across.
const GAP_MARKER: char = '\0';
/// Maximum bytes of a word; what is longer is no word of a language.
const MAX_TERM_BYTES: usize = 1024;
/// Maximum bytes of a term that is no word: its length must still be a character's number.
const MAX_RAW_TERM_BYTES: usize = 32_768;

/// Tokens for [`PretokenizedTokenizer`]: before each word stands a character whose number
/// is the length of the word.
#[derive(Clone, Default)]
pub(crate) struct TokenBuffer {
    text: String,
    words: usize,
}

impl TokenBuffer {
    /// Adds one word behind the last.
    pub fn push_word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        self.push_term([truncate_term(word)]);
    }

    /// Adds one word behind the last, with the prefix of its namespace before it.
    pub fn push_name(&mut self, namespace: TermNamespace, word: &str) {
        self.push_term([namespace.prefix, truncate_term(word)]);
    }

    /// Adds a term that is no word: it stands as it is, however long, up to what the
    /// tantivy can take.
    pub fn push_raw_term(&mut self, namespace: TermNamespace, text: &str) {
        self.push_term([namespace.prefix, truncate_to(text, MAX_RAW_TERM_BYTES)]);
    }

    /// Adds a term that says where in a briefing something is: `briefing/id`.
    pub fn push_path(&mut self, namespace: TermNamespace, briefing: &str, id: &str) {
        if briefing.len() + id.len() < MAX_TERM_BYTES {
            self.push_term([namespace.prefix, briefing, "/", id]);
        } else {
            self.push_raw_term(namespace, &[briefing, "/", id].concat());
        }
    }

    fn push_term<const PARTS: usize>(&mut self, parts: [&str; PARTS]) {
        let length = parts.iter().map(|part| part.len()).sum::<usize>();
        match u8::try_from(length) {
            // Nearly all, and one byte each.
            Ok(length) if length.is_ascii() => self.text.push(char::from(length)),
            _ => self.text.extend(char::from_u32(length as u32)),
        }
        for part in parts {
            self.text.push_str(part);
        }
        self.words += 1;
    }

    /// Adds a gap.
    pub fn push_gap(&mut self) {
        self.text.push(GAP_MARKER);
    }

    /// Adds all words of another, with its gaps.
    pub fn extend(&mut self, other: &TokenBuffer) {
        self.text.push_str(&other.text);
        self.words += other.words;
    }

    /// Removes all words and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.words = 0;
    }

    /// Returns the text for the field; `None` if there is no word.
    pub fn text(&self) -> Option<&str> {
        (self.words > 0).then_some(self.text.as_str())
    }
}

/// Returns as much of a word as is indexed.
pub(crate) fn truncate_term(word: &str) -> &str {
    truncate_to(word, MAX_TERM_BYTES)
}

fn truncate_to(text: &str, longest: usize) -> &str {
    let mut end = text.len().min(longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads what [`TokenBuffer`] holds.
#[derive(Clone, Default)]
pub(crate) struct PretokenizedTokenizer {
    token: Token,
}

impl Tokenizer for PretokenizedTokenizer {
    type TokenStream<'a> = PretokenizedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PretokenizedStream<'a> {
        self.token.reset();
        PretokenizedStream {
            rest: text,
            next: 0,
            token: &mut self.token,
        }
    }
}

/// The words of one text.
pub(crate) struct PretokenizedStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for PretokenizedStream<'_> {
    fn advance(&mut self) -> bool {
        let mut chars = self.rest.chars();
        loop {
            match chars.next() {
                None => return false,
                Some(GAP_MARKER) => self.next += POSITION_GAP,
                Some(length) => {
                    let rest = chars.as_str();
                    let Some((word, rest)) = rest.split_at_checked(length as usize) else {
                        return false;
                    };
                    self.rest = rest;
                    self.token.position = self.next;
                    self.token.text.clear();
                    self.token.text.push_str(word);
                    self.next += 1;
                    return true;
                }
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tokens: &TokenBuffer) -> Vec<(String, usize)> {
        let mut tokenizer = PretokenizedTokenizer::default();
        let mut stream = tokenizer.token_stream(tokens.text().unwrap());
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        seen
    }

    #[test]
    fn words_come_back_with_gaps_between_parts() {
        let long = "é".repeat(300);
        let mut tokens = TokenBuffer::default();
        tokens.push_word("a");
        tokens.push_word("pawn");
        tokens.push_gap();
        tokens.push_gap();
        tokens.push_word(&long);
        tokens.push_gap();
        assert_eq!(
            read(&tokens),
            [
                ("a".to_owned(), 0),
                ("pawn".to_owned(), 1),
                (long, 2 + 2 * POSITION_GAP)
            ]
        );
    }

    #[test]
    fn the_words_of_another_are_added_with_their_gaps() {
        let mut other = TokenBuffer::default();
        other.push_word("b");
        other.push_gap();
        other.push_word("c");
        let mut tokens = TokenBuffer::default();
        tokens.push_word("a");
        tokens.extend(&other);
        let places = [("a", 0), ("b", 1), ("c", 2 + POSITION_GAP)];
        assert_eq!(read(&tokens), places.map(|(w, at)| (w.to_owned(), at)));
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let mut tokens = TokenBuffer::default();
        tokens.push_word(&format!("a{}", "é".repeat(MAX_TERM_BYTES)));
        assert_eq!(read(&tokens)[0].0.len(), MAX_TERM_BYTES - 1);
    }

    #[test]
    fn no_words_are_no_text() {
        let mut tokens = TokenBuffer::default();
        tokens.push_gap();
        tokens.push_word("");
        assert_eq!(tokens.text(), None);
        tokens.push_word("a");
        tokens.clear();
        assert_eq!(tokens.text(), None);
    }
}
