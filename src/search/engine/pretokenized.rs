//! Words that are already words: the form in which our own analyser's words are
//! handed to the engine, and the tokenizer that takes them apart again.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::schema::{GAP, Slot};

/// The name under which the engine knows the tokenizer.
pub(crate) const NAME: &str = "given";
/// Stands between parts that no phrase reaches across.
const BREAK: char = '\0';
/// Bytes of a word that are kept at most; what is longer is no word of a language.
const LONGEST: usize = 1024;
/// Bytes that are kept of a term that is no word: as a number they are a character still.
const LONGEST_MARK: usize = 32_768;

/// Writes words down for the tokenizer: before each word stands a character
/// whose number is the length of the word.
#[derive(Clone, Default)]
pub(crate) struct Given {
    text: String,
    words: usize,
}

impl Given {
    /// Adds one word behind the last.
    pub fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        self.term([cut(word)]);
    }

    /// Adds one word behind the last, with the sign of its slot before it.
    pub fn name(&mut self, slot: Slot, word: &str) {
        self.term([slot.sign, cut(word)]);
    }

    /// Adds a term that is no word: it stands as it is, however long, up to what the
    /// engine can take.
    pub fn mark(&mut self, slot: Slot, text: &str) {
        self.term([slot.sign, cut_to(text, LONGEST_MARK)]);
    }

    /// Adds a term that says where in a briefing something is: `briefing/id`.
    pub fn path(&mut self, slot: Slot, briefing: &str, id: &str) {
        if briefing.len() + id.len() < LONGEST {
            self.term([slot.sign, briefing, "/", id]);
        } else {
            self.mark(slot, &[briefing, "/", id].concat());
        }
    }

    fn term<const PARTS: usize>(&mut self, parts: [&str; PARTS]) {
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
    pub fn gap(&mut self) {
        self.text.push(BREAK);
    }

    /// Adds all words of another, as far apart as they are there.
    pub fn all_of(&mut self, other: &Given) {
        self.text.push_str(&other.text);
        self.words += other.words;
    }

    /// Forgets all words; the room for them stays.
    pub fn clear(&mut self) {
        self.text.clear();
        self.words = 0;
    }

    /// Returns what the engine is given; none where there is no word.
    pub fn text(&self) -> Option<&str> {
        (self.words > 0).then_some(self.text.as_str())
    }
}

/// Returns as much of a word as is kept of it.
pub(crate) fn cut(word: &str) -> &str {
    cut_to(word, LONGEST)
}

fn cut_to(text: &str, longest: usize) -> &str {
    let mut end = text.len().min(longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Takes apart what [`Given`] wrote.
#[derive(Clone, Default)]
pub(crate) struct GivenTokenizer {
    token: Token,
}

impl Tokenizer for GivenTokenizer {
    type TokenStream<'a> = GivenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GivenStream<'a> {
        self.token.reset();
        GivenStream {
            rest: text,
            next: 0,
            token: &mut self.token,
        }
    }
}

/// The words of one text.
pub(crate) struct GivenStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for GivenStream<'_> {
    fn advance(&mut self) -> bool {
        let mut chars = self.rest.chars();
        loop {
            match chars.next() {
                None => return false,
                Some(BREAK) => self.next += GAP,
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

    fn read(given: &Given) -> Vec<(String, usize)> {
        let mut tokenizer = GivenTokenizer::default();
        let mut stream = tokenizer.token_stream(given.text().unwrap());
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        seen
    }

    #[test]
    fn words_come_back_with_gaps_between_parts() {
        let long = "é".repeat(300);
        let mut given = Given::default();
        given.word("a");
        given.word("pawn");
        given.gap();
        given.gap();
        given.word(&long);
        given.gap();
        assert_eq!(
            read(&given),
            [
                ("a".to_owned(), 0),
                ("pawn".to_owned(), 1),
                (long, 2 + 2 * GAP)
            ]
        );
    }

    #[test]
    fn the_words_of_another_are_added_with_their_gaps() {
        let mut other = Given::default();
        other.word("b");
        other.gap();
        other.word("c");
        let mut given = Given::default();
        given.word("a");
        given.all_of(&other);
        let places = [("a", 0), ("b", 1), ("c", 2 + GAP)];
        assert_eq!(read(&given), places.map(|(w, at)| (w.to_owned(), at)));
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let mut given = Given::default();
        given.word(&format!("a{}", "é".repeat(LONGEST)));
        assert_eq!(read(&given)[0].0.len(), LONGEST - 1);
    }

    #[test]
    fn no_words_are_no_text() {
        let mut given = Given::default();
        given.gap();
        given.word("");
        assert_eq!(given.text(), None);
        given.word("a");
        given.clear();
        assert_eq!(given.text(), None);
    }
}
