//! The words of a paragraph outside of quotation marks, each quotation as one
//! token, with sentences.

use std::ops::Range;

use super::lexicon::{self, Lexicon, WordClass};
use super::marks::QuotedSpan;

/// One token of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In bytes of the text.
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
    pub class: WordClass,
    /// The sentence of the paragraph, from 0.
    pub sentence: u16,
    /// Begins with a capital letter or is a number of a name ("13 Hours").
    pub is_capital: bool,
    /// First word of its sentence.
    pub is_first: bool,
    /// Has a possessive ending.
    pub is_possessive: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Punctuation(char),
    /// A quotation, by its place among the stretches of the paragraph.
    Quote(u16),
}

impl Token {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn is(&self, class: WordClass) -> bool {
        self.class.is(class)
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }

    pub(super) fn is_quote(&self) -> bool {
        matches!(self.kind, TokenKind::Quote(_))
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == TokenKind::Punctuation(mark)
    }

    pub(super) fn is_punctuation(&self) -> bool {
        matches!(self.kind, TokenKind::Punctuation(_))
    }
}

/// How many tokens a verb of saying may follow a quotation that ends like a sentence.
const MAX_ATTRIBUTION_TOKENS: usize = 7;

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "lt", "col", "gen", "sgt", "capt", "rev", "hon",
    "prof", "st", "jr", "sr", "u.s", "u.n", "u.k", "d.c", "no", "vs", "v", "inc", "corp", "co",
    "ltd", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
    "e.g", "i.e", "etc", "sens", "reps", "messrs", "conn", "mass", "fla", "calif", "tex", "pa",
    "va", "ga", "ariz", "ill", "mich", "minn", "wis", "colo", "nev", "ore", "wash", "ala", "ark",
    "del", "ind", "kan", "ky", "la", "md", "miss", "mo", "mont", "neb", "n.h", "n.j", "n.m", "n.y",
    "n.c", "n.d", "okla", "r.i", "s.c", "s.d", "tenn", "vt", "w.va", "wyo", "p.m", "a.m",
];

/// Cuts the paragraph at `range` into tokens.
pub(super) fn tokenize(
    text: &str,
    range: &Range<usize>,
    stretches: &[QuotedSpan],
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
) {
    out.clear();
    let mut at = range.start;
    let mut next = stretches.iter().enumerate().peekable();
    while at < range.end {
        if let Some((n, stretch)) = next.next_if(|(_, stretch)| at >= stretch.outer.start) {
            if at == stretch.outer.start {
                out.push(new_token(
                    stretch.outer.clone(),
                    TokenKind::Quote(u16::try_from(n).unwrap_or(u16::MAX)),
                ));
                at = stretch.outer.end;
            }
            continue;
        }
        let limit = next.peek().map_or(range.end, |(_, s)| s.outer.start);
        at = read_token(text, at, limit, lexicon, out);
    }
    mark_phrases(text, out, lexicon);
    number_sentences(text, stretches, out);
}

fn new_token(range: Range<usize>, kind: TokenKind) -> Token {
    Token {
        start: u32::try_from(range.start).unwrap_or(u32::MAX),
        end: u32::try_from(range.end).unwrap_or(u32::MAX),
        kind,
        class: WordClass::NONE,
        sentence: 0,
        is_capital: false,
        is_first: false,
        is_possessive: false,
    }
}

/// Takes one token at `at` and returns where the next begins.
fn read_token(
    text: &str,
    at: usize,
    limit: usize,
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
) -> usize {
    let rest = &text[at..limit];
    let Some(first) = rest.chars().next() else {
        return limit;
    };
    if !(first.is_alphanumeric() || matches!(first, '@' | '#' | '$' | '&') && rest.len() > 1) {
        let end = at + first.len_utf8();
        if !first.is_whitespace() {
            // "--" is a dash.
            let dash = rest.bytes().take_while(|b| *b == b'-').count();
            if dash > 1 {
                out.push(new_token(at..at + dash, TokenKind::Punctuation('—')));
                return at + dash;
            }
            let mark = match first {
                '–' | '―' => '—',
                '[' => '(',
                ']' => ')',
                other => other,
            };
            out.push(new_token(at..end, TokenKind::Punctuation(mark)));
        }
        return end;
    }
    let mut len = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let inside = c.is_alphanumeric()
            || i == 0
            || matches!(c, '_' | '\u{301}' | '*')
            || (matches!(c, '\'' | '’' | '-' | '‑' | '&' | '@')
                && after.is_some_and(char::is_alphanumeric)
                && !rest[i..].starts_with("--"))
            || (c == '.' && after.is_some_and(char::is_alphabetic) && i <= 6)
            || (matches!(c, '.' | ',' | '/')
                && after.is_some_and(|c| c.is_ascii_digit())
                && rest.as_bytes()[i - 1].is_ascii_digit());
        if !inside {
            break;
        }
        len = i + c.len_utf8();
    }
    let len = len.max(first.len_utf8());
    let word = &rest[..len];
    let apostrophe = word.rfind(['\'', '’']);
    let plural_possessive = rest[len..].starts_with(['\'', '’']) && word.ends_with('s');
    let mut made = new_token(
        at..at + len,
        if first.is_ascii_digit() || first == '$' {
            TokenKind::Number
        } else {
            TokenKind::Word
        },
    );
    made.is_capital = first.is_uppercase() || (first == '@' && len > 1);
    match apostrophe {
        Some(cut) if matches!(&word[cut..], "'s" | "’s" | "'S" | "’S") => {
            let stem = lexicon.class_of(&word[..cut]);
            if stem.is(lexicon::SUBJECT)
                || stem.is(lexicon::CONJUNCTION)
                || stem.is(lexicon::ADVERB)
            {
                // "he's said": the pronoun and an auxiliary.
                made.end = made.start + u32::try_from(cut).unwrap_or(0);
                made.class = stem;
                out.push(made);
                let mut aux = new_token(at + cut..at + len, TokenKind::Word);
                aux.class = lexicon::AUX;
                out.push(aux);
                return at + len;
            }
            made.is_possessive = true;
            made.class = stem;
        }
        Some(cut) if lexicon.class_of(&word[..cut]).is(lexicon::SUBJECT) => {
            made.end = made.start + u32::try_from(cut).unwrap_or(0);
            made.class = lexicon.class_of(&word[..cut]);
            out.push(made);
            let mut aux = new_token(at + cut..at + len, TokenKind::Word);
            aux.class = lexicon::AUX;
            out.push(aux);
            return at + len;
        }
        _ => {
            made.class = lexicon.class_of(word);
            made.is_possessive = plural_possessive;
        }
    }
    out.push(made);
    at + len
}

/// Gives the first word of a phrase the class of the phrase.
fn mark_phrases(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    for i in 0..tokens.len() {
        if tokens[i].kind != TokenKind::Word || !tokens[i].is(lexicon::PHRASE) {
            continue;
        }
        let low = text[tokens[i].range()].to_lowercase().replace('’', "'");
        for (words, class) in lexicon.phrases(&low) {
            let fits = words.iter().enumerate().all(|(n, word)| {
                tokens.get(i + n).is_some_and(|t| {
                    t.is_word() && text[t.range()].replace('’', "'").eq_ignore_ascii_case(word)
                })
            });
            if fits && words.len() <= lexicon::MAX_PHRASE_WORDS {
                tokens[i].class = tokens[i].class.or(*class);
            }
        }
    }
}

/// Numbers the sentences.
fn number_sentences(text: &str, stretches: &[QuotedSpan], tokens: &mut [Token]) {
    let mut sentence = 0_u16;
    let mut begins = true;
    for i in 0..tokens.len() {
        let ends = ends_sentence(text, stretches, tokens, i);
        let token = &mut tokens[i];
        token.sentence = sentence;
        token.is_first = begins && token.is_word();
        if token.is_word() || matches!(token.kind, TokenKind::Quote(_)) {
            begins = false;
        }
        if ends {
            sentence = sentence.saturating_add(1);
            begins = true;
        }
    }
}

fn ends_sentence(text: &str, stretches: &[QuotedSpan], tokens: &[Token], i: usize) -> bool {
    let next = tokens.get(i + 1);
    let Some(next) = next else { return false };
    let starts =
        next.is_capital || next.kind == TokenKind::Number || next.is_quote() || next.is_mark('(');
    match tokens[i].kind {
        TokenKind::Punctuation('.') => {
            if !starts {
                return false;
            }
            let before = i.checked_sub(1).map(|b| &tokens[b]);
            let glued = before.is_some_and(|b| b.end == tokens[i].start);
            let Some(before) = before.filter(|b| b.is_word() && glued) else {
                return true;
            };
            let word = text[before.range()].to_lowercase();
            let initial = before.is_capital && is_initials(&word);
            let short = ABBREVIATIONS.contains(&word.as_str())
                && (!next.is_quote() || before.is(lexicon::TITLE));
            !initial && !short
        }
        TokenKind::Punctuation('!' | '?') => starts,
        TokenKind::Punctuation('•' | '·' | '|') => true,
        TokenKind::Quote(n) => {
            let Some(stretch) = stretches.get(usize::from(n)) else {
                return false;
            };
            let inner =
                text[stretch.inner.clone()].trim_end_matches(['\'', '’', ' ', '\u{a0}', ')']);
            let last = inner.chars().last().unwrap_or(' ');
            if next.is_quote() {
                return matches!(last, '.' | '!' | '?' | '…');
            }
            if !starts || !matches!(last, '.' | '!' | '?' | '…') {
                return false;
            }
            // “Really?” Ms. Roe asked: the attribution belongs to the quotation.
            let ahead = tokens[i + 1..].iter().take(MAX_ATTRIBUTION_TOKENS);
            for (n, token) in ahead.enumerate() {
                if token.is(lexicon::SAY.or(lexicon::CALL)) && n > 0 && !token.is_capital {
                    let after = tokens.get(i + 2 + n);
                    let closed = after.is_none_or(|t| t.is_punctuation() || t.is_quote());
                    return last == '.' && !closed;
                }
                if token.is_quote()
                    || (token.is_punctuation() && !token.is_mark('.') && !token.is_mark('('))
                    || token.is(lexicon::AUX.or(lexicon::CONJUNCTION))
                {
                    return true;
                }
            }
            true
        }
        _ => false,
    }
}

/// Returns `true` for "J" and "J.M".
pub(super) fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1)
}
