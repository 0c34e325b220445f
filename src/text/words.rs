//! The analyser: the one way in which a text becomes searchable words. The
//! index, the hit finder and the reader's own search all use it, so that what
//! the index finds is what the reader marks.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use super::fold::fold;
use super::script::is_unspaced;

mod ascii;
mod token;

/// Longest word that is stemmed, in bytes; what is longer is no word of a
/// language.
const MAX_STEMMED_BYTES: usize = 64;

/// A word of a text as search sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyzedWord {
    /// Bytes of the text it was made from.
    pub range: Range<usize>,
    /// Folded form: "U.S." and "US" are both `us`, "Kaspersky's" and "Kaspersky’s" are `kaspersky`.
    pub folded: String,
    /// Stem of the folded form in the analyser's language; the folded form
    /// itself where the language has no stemmer.
    pub stem: String,
}

/// Splits text into words for one language.
#[derive(Clone)]
pub struct Analyzer {
    language: String,
    algorithm: Option<Algorithm>,
}

impl Analyzer {
    /// Makes an analyser for a BCP 47 tag; one whose language has no stemmer
    /// is told apart by script only.
    #[must_use]
    pub fn new(language: &str) -> Analyzer {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        Analyzer {
            language: language.to_owned(),
            algorithm: algorithm(&primary.to_ascii_lowercase()),
        }
    }

    /// Returns the tag it was made for.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Returns the words of a text in order. Chinese, Japanese, Korean and Thai
    /// runs give overlapping pairs of characters (bigrams).
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<AnalyzedWord> {
        self.words_stemmed_if(text, |_| true)
    }

    /// As [`Analyzer::words`], but only words of whose folded form `wanted` says
    /// so are stemmed; the others are their own stem. For a text in which few
    /// words are looked for, at a third of the cost.
    #[must_use]
    pub fn words_stemmed_if(&self, text: &str, wanted: impl Fn(&str) -> bool) -> Vec<AnalyzedWord> {
        let mut words = Vec::with_capacity(text.len() / 6);
        self.for_each_word(text, |range, folded| {
            let stem = if wanted(folded) {
                self.stem(folded).into_owned()
            } else {
                folded.to_owned()
            };
            words.push(AnalyzedWord {
                range,
                folded: folded.to_owned(),
                stem,
            });
        });
        words
    }

    /// Gives the words of a text in order: the bytes each was made from, and its
    /// folded form. Nothing is kept of them, which is what makes it quick.
    pub fn for_each_word(&self, text: &str, mut take: impl FnMut(Range<usize>, &str)) {
        let mut folded = String::new();
        let mut at = 0;
        // No word reaches across a blank of ASCII, so that each piece can be read by itself.
        while at < text.len() {
            let ascii::AsciiPiece { range, word } = ascii::read_piece(text.as_bytes(), at);
            at = range.end + 1;
            let piece = &text[range.clone()];
            match word {
                Some(word) if word.range.is_empty() => {}
                Some(word)
                    if token::is_possessive(
                        &text[..word.range.start],
                        &text[word.range.clone()],
                    ) => {}
                Some(word) if word.capitals => {
                    folded.clear();
                    folded.push_str(&text[word.range.clone()]);
                    folded.make_ascii_lowercase();
                    take(word.range, &folded);
                }
                Some(word) => take(word.range.clone(), &text[word.range]),
                None if ascii::is_plain(piece) => {
                    ascii::for_each_word(piece, &mut folded, |word, folded| {
                        take(range.start + word.start..range.start + word.end, folded);
                    });
                }
                None => self.for_each_in_piece(text, range, &mut take),
            }
        }
    }

    /// Gives the words of any stretch of a text.
    fn for_each_in_piece(
        &self,
        text: &str,
        piece: Range<usize>,
        take: &mut impl FnMut(Range<usize>, &str),
    ) {
        let mut rest = piece.start;
        while let Some(run) = unspaced_run(&text[..piece.end], rest) {
            self.for_each_spaced(text, rest..run.start, take);
            for_each_bigram(text, run.clone(), take);
            rest = run.end;
        }
        self.for_each_spaced(text, rest..piece.end, take);
    }

    /// Returns the stem of a folded word.
    #[must_use]
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match self.algorithm {
            Some(algorithm) if is_stemmable(folded) => Stemmer::create(algorithm).stem(folded),
            _ => Cow::Borrowed(folded),
        }
    }

    /// Gives the words of a stretch whose words are parted by blanks.
    fn for_each_spaced(
        &self,
        text: &str,
        stretch: Range<usize>,
        take: &mut impl FnMut(Range<usize>, &str),
    ) {
        let elisions = matches!(self.algorithm, Some(Algorithm::French | Algorithm::Italian));
        let split = if elisions {
            token::Apostrophe::Parts
        } else {
            token::Apostrophe::Joins
        };
        for (at, token) in text[stretch.clone()].unicode_word_indices() {
            // A sign that joins the letter before it joins a blank, too.
            let (whole, token) = (token.len(), token.trim_start());
            let at = at + whole - token.len();
            if token::is_possessive(&text[..stretch.start + at], token) {
                continue;
            }
            token::for_each_part(token, split, |part, folded| {
                let start = stretch.start + at + part.start;
                take(start..start + part.len(), &folded);
            });
        }
    }
}

impl fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Analyser").field(&self.language).finish()
    }
}

/// Returns the next run of a dense script at or behind `from`.
fn unspaced_run(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(is_unspaced)?;
    let length = text[start..]
        .find(|c| !(is_unspaced(c) || matches!(c, '\u{200C}' | '\u{200D}')))
        .unwrap_or(text.len() - start);
    Some(start..start + length)
}

/// Gives the overlapping pairs of a dense run, or its only character.
fn for_each_bigram(text: &str, run: Range<usize>, take: &mut impl FnMut(Range<usize>, &str)) {
    let mut take = |range: Range<usize>| {
        let folded = fold(&text[range.clone()]);
        if !folded.is_empty() {
            take(range, &folded);
        }
    };
    let mut last: Option<Range<usize>> = None;
    let mut paired = false;
    for (at, cluster) in text[run.clone()].grapheme_indices(true) {
        let here = run.start + at..run.start + at + cluster.len();
        if let Some(last) = last {
            take(last.start..here.end);
            paired = true;
        }
        last = Some(here);
    }
    if let Some(only) = last.filter(|_| !paired) {
        take(only);
    }
}

/// Tells whether a folded word is one of letters that a stemmer may cut.
fn is_stemmable(folded: &str) -> bool {
    folded.len() <= MAX_STEMMED_BYTES && folded.chars().all(|c| c.is_alphabetic() || c == '\'')
}

/// Returns the stemmer of a primary language subtag.
fn algorithm(primary: &str) -> Option<Algorithm> {
    Some(match primary {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// Returns the words of a text with their folded forms, possessives and all:
/// what comparing and aligning go by. Dense scripts give single characters.
pub(super) fn plain_words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = Vec::with_capacity(text.len() / 6);
    for (at, token) in text.unicode_word_indices() {
        let range = at..at + token.len();
        match words.last_mut() {
            Some((last, folded)) if token::is_possessive(&text[..at], token) => {
                last.end = range.end;
                folded.push_str("'s");
            }
            _ => words.push((range, token::join_typographic(fold(token)))),
        }
    }
    words
}

#[cfg(test)]
mod tests;
