//! Words that are already words: the form in which our own analyser's words are
//! handed to the engine, and the tokenizer that takes them apart again.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::schema::GAP;

/// The name under which the engine knows the tokenizer.
pub(super) const NAME: &str = "given";
/// Stands behind each word. No cleaned text holds it.
const END: char = '\u{1f}';
/// Stands between parts that no phrase reaches across.
const BREAK: char = '\u{1e}';

/// Writes words down for the tokenizer.
#[derive(Clone, Default)]
pub(super) struct Given {
    text: String,
}

impl Given {
    /// Adds words one behind the other, and a gap behind them.
    pub fn add<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) {
        for word in words {
            self.text.push_str(word);
            self.text.push(END);
        }
        self.text.push(BREAK);
    }

    /// Returns what the engine is given; none where there is no word.
    pub fn into_text(self) -> Option<String> {
        self.text.contains(END).then_some(self.text)
    }
}

/// Takes apart what [`Given`] wrote.
#[derive(Clone, Default)]
pub(super) struct GivenTokenizer {
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
pub(super) struct GivenStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for GivenStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(rest) = self.rest.strip_prefix(BREAK) {
            self.rest = rest;
            self.next += GAP;
        }
        let Some((word, rest)) = self.rest.split_once(END) else {
            return false;
        };
        self.rest = rest;
        self.token.position = self.next;
        self.token.text.clear();
        self.token.text.push_str(word);
        self.next += 1;
        true
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

    #[test]
    fn words_come_back_with_gaps_between_parts() {
        let mut given = Given::default();
        given.add(["a", "pawn"]);
        given.add([]);
        given.add(["game"]);
        let text = given.into_text().unwrap();
        let mut tokenizer = GivenTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(
            seen,
            [
                ("a".to_owned(), 0),
                ("pawn".to_owned(), 1),
                ("game".to_owned(), 2 + 2 * GAP)
            ]
        );
    }

    #[test]
    fn no_words_are_no_text() {
        let mut given = Given::default();
        given.add([]);
        assert_eq!(given.into_text(), None);
    }
}
