//! The query language: typed text to a tree with positions. Pure, and it never
//! fails: what is unfinished is taken as far as it goes, what is not understood
//! is marked with a note, and the rest still searches.
//!
//! | typed | means |
//! |---|---|
//! | `pawn game` | both words, in any form; near and in order ranks higher |
//! | `"pawn in a game"` | these words one behind the other, up to case, accents and typography |
//! | `"pawn game"~5` | these words with at most five others between them |
//! | `geo*` | words that begin so; the word at the very end is taken so by itself |
//! | `-game`, `NOT game` | not this; also before a phrase, a filter or a parenthesis |
//! | `pawn OR chess game` | either of the neighbours, and `game` |
//! | `(…)` | groups |
//! | `who:shaheen side:"the company"` | filters: [`crate::model::QueryField`] |

use std::ops::Range;

use super::ast::{Leaf, LeafKind, ParsedQuery, QueryNode};
use crate::model::{DiagnosticKind, QueryDiagnostic, QueryField};
use crate::text::clean::{clean, is_clean};
use crate::text::suggest;

/// Maximum bytes of a query.
const MAX_QUERY_BYTES: usize = 4096;
/// Maximum words, phrases and filters of a query: each is a query of its own to the index.
const MAX_LEAVES: usize = 64;
/// Maximum depth of parentheses; the parser recurses.
const MAX_DEPTH: usize = 24;
/// Other words that `~` without a number allows.
const DEFAULT_SLOP: u32 = 8;

/// What the prompt may complete at a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompletionTarget {
    /// The value of a filter, as far as it is typed.
    Value(QueryField, String),
    /// The name of a filter or a word, as far as it is typed.
    Name(String),
}

/// Reads a question.
///
/// Invisible characters (zero-width spaces, soft hyphens, controls) come along with what is
/// pasted, and no text of a briefing has them any more: a query is cleaned as texts are.
/// Positions are those of the text as it was typed.
#[must_use]
pub fn parse(text: &str) -> ParsedQuery {
    if is_clean(text) {
        return parse_clean(text);
    }
    let mut parsed = parse_clean(&clean(text));
    let place = Uncleaned::new(text);
    for node in &mut parsed.nodes {
        place.restore_node(node);
    }
    for note in parsed.notes.iter_mut().chain(&mut parsed.unfinished) {
        place.restore(&mut note.range);
    }
    parsed
}

/// Leads from positions of a cleaned query back to those of the query as it was typed.
struct Uncleaned {
    /// Where each character of the typed query ends, and how long it is clean up to there.
    ends: Vec<(usize, usize)>,
}

impl Uncleaned {
    fn new(typed: &str) -> Uncleaned {
        // Only as much as is read: cleaning each beginning anew takes the square of that.
        let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
        let ends = ends.take_while(|end| *end <= MAX_QUERY_BYTES);
        Uncleaned {
            ends: ends.map(|end| (end, clean(&typed[..end]).len())).collect(),
        }
    }

    /// Returns the shortest beginning of the typed query that is so long when clean.
    fn typed(&self, clean: usize) -> usize {
        let last = self.ends.last().map_or(0, |(end, _)| *end);
        let end = self.ends.iter().find(|(_, len)| *len >= clean);
        if clean == 0 {
            0
        } else {
            end.map_or(last, |(end, _)| *end)
        }
    }

    fn restore(&self, range: &mut Range<usize>) {
        *range = self.typed(range.start)..self.typed(range.end);
    }

    fn restore_node(&self, node: &mut QueryNode) {
        match node {
            QueryNode::All(nodes) | QueryNode::Any(nodes) => {
                for node in nodes {
                    self.restore_node(node);
                }
            }
            QueryNode::Not(inner) => self.restore_node(inner),
            QueryNode::Leaf(leaf) => self.restore(&mut leaf.range),
        }
    }
}

fn parse_clean(text: &str) -> ParsedQuery {
    let mut end = text.len().min(MAX_QUERY_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut parser = Parser {
        text: &text[..end],
        at: 0,
        leaves: 0,
        notes: Vec::new(),
        unfinished: Vec::new(),
        whole: text.len(),
    };
    let nodes = parser.parse_all(0);
    if end < text.len() {
        parser.note(end..text.len(), DiagnosticKind::QueryTooLong);
    }
    for notes in [&mut parser.notes, &mut parser.unfinished] {
        notes.sort_by_key(|n| (n.range.start, n.range.end));
    }
    ParsedQuery {
        nodes,
        notes: parser.notes,
        unfinished: parser.unfinished,
    }
}

/// Returns what may be completed at `cursor`, a byte offset that is moved down
/// to a character boundary.
#[must_use]
pub fn completion_at(text: &str, cursor: usize) -> Option<CompletionTarget> {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    match typed_leaf(&parse(&text[..cursor]).nodes)? {
        Leaf {
            kind: LeafKind::Filter { field, value },
            ..
        } => Some(CompletionTarget::Value(*field, value.clone())),
        Leaf {
            kind: LeafKind::Word(word),
            ..
        } => Some(CompletionTarget::Name(word.clone())),
        Leaf { .. } => None,
    }
}

/// Returns the part that is being typed.
fn typed_leaf(nodes: &[QueryNode]) -> Option<&Leaf> {
    match nodes.last()? {
        QueryNode::All(nodes) | QueryNode::Any(nodes) => typed_leaf(nodes),
        QueryNode::Not(node) => typed_leaf(std::slice::from_ref(node)),
        QueryNode::Leaf(leaf) => leaf.typing.then_some(leaf),
    }
}

/// Returns `true` if a character opens or closes a phrase.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '«' | '»' | '＂'
    )
}

/// Returns the filter of a name, synonyms and capitals included.
fn field(name: &str) -> Option<QueryField> {
    let name = name.to_lowercase();
    let name = match name.as_str() {
        "speaker" | "by" => "who",
        "organisation" | "organization" => "org",
        "publisher" => "outlet",
        "date" => "on",
        other => other,
    };
    QueryField::ALL.into_iter().find(|f| f.name() == name)
}

/// Returns the name of the filter that is most like `name`, if any is alike.
fn nearest_field(name: &str) -> Option<&'static str> {
    suggest::nearest(name, QueryField::ALL.map(QueryField::name))
}

/// Returns what may stand behind the colon of a filter.
fn expected_value(field: QueryField) -> &'static str {
    match field {
        QueryField::Before | QueryField::After | QueryField::On => "a date, such as 2017-10",
        QueryField::Kind => "direct, paraphrase, statement or passage",
        QueryField::Status => "unanswered, elsewhere, declined, third-party, answered or reply",
        QueryField::Has => "bookmark, note, tag or highlight",
        QueryField::Side
        | QueryField::Who
        | QueryField::Org
        | QueryField::Outlet
        | QueryField::Topic
        | QueryField::Briefing
        | QueryField::Tag => "a name; Tab completes it",
    }
}

/// Reads a question from left to right.
struct Parser<'a> {
    text: &'a str,
    at: usize,
    leaves: usize,
    notes: Vec<QueryDiagnostic>,
    unfinished: Vec<QueryDiagnostic>,
    /// Length of the question before it was cut.
    whole: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn note(&mut self, range: Range<usize>, kind: DiagnosticKind) {
        self.notes.push(QueryDiagnostic::new(range, kind, ""));
    }

    fn open(&mut self, range: Range<usize>, kind: DiagnosticKind) {
        self.unfinished.push(QueryDiagnostic::new(range, kind, ""));
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Reads a word in capitals that joins others, where it stands alone.
    fn joiner(&mut self, word: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else {
            return false;
        };
        // At the very end it may still become another word, but it is nothing to look for yet.
        if after.is_empty() || after.starts_with(char::is_whitespace) {
            self.at += word.len();
            true
        } else {
            false
        }
    }

    /// Reads to the closing parenthesis or the end.
    fn parse_all(&mut self, depth: usize) -> Vec<QueryNode> {
        let mut nodes: Vec<QueryNode> = Vec::new();
        let mut or: Option<usize> = None;
        loop {
            self.skip_blanks();
            let start = self.at;
            match self.peek() {
                None => break,
                Some(')') if depth > 0 => break,
                Some(')') => {
                    self.at += 1;
                    self.note(start..self.at, DiagnosticKind::StrayParenthesis);
                    continue;
                }
                Some(_) => {}
            }
            if self.joiner("AND") {
                continue;
            }
            if self.joiner("OR") {
                if nodes.is_empty() && self.at < self.text.len() {
                    self.note(start..self.at, DiagnosticKind::MisplacedOr);
                } else if !nodes.is_empty() {
                    or = Some(start);
                }
                continue;
            }
            if self.leaves >= MAX_LEAVES {
                self.note(
                    self.at..self.text.len(),
                    DiagnosticKind::TooManyParts(MAX_LEAVES),
                );
                self.at = self.text.len();
                break;
            }
            let Some(node) = self.parse_one(depth) else {
                continue;
            };
            match (or.take(), nodes.pop()) {
                (Some(_), Some(QueryNode::Any(mut either))) => {
                    either.push(node);
                    nodes.push(QueryNode::Any(either));
                }
                (Some(_), Some(before)) => nodes.push(QueryNode::Any(vec![before, node])),
                (_, before) => {
                    nodes.extend(before);
                    nodes.push(node);
                }
            }
        }
        if let Some(start) = or {
            let range = start..start + 2;
            if self.text[range.end..].trim().is_empty() {
                self.open(range, DiagnosticKind::OpenOr);
            } else {
                self.note(range, DiagnosticKind::MisplacedOr);
            }
        }
        nodes
    }

    /// Reads one node; nothing where what stands here is nothing to look for.
    fn parse_one(&mut self, depth: usize) -> Option<QueryNode> {
        let start = self.at;
        if self.joiner("NOT") {
            self.skip_blanks();
            return self.parse_negation(start, depth);
        }
        match self.peek()? {
            '-' => {
                self.at += 1;
                self.parse_negation(start, depth)
            }
            '(' if depth < MAX_DEPTH => {
                self.at += 1;
                let mut nodes = self.parse_all(depth + 1);
                if self.peek() == Some(')') {
                    self.at += 1;
                } else {
                    self.open(start..start + 1, DiagnosticKind::OpenParenthesis);
                }
                match nodes.len() {
                    0 => None,
                    1 => nodes.pop(),
                    _ => Some(QueryNode::All(nodes)),
                }
            }
            '(' => {
                self.at += 1;
                self.note(start..self.at, DiagnosticKind::TooManyParentheses);
                None
            }
            c if is_quote(c) => self.phrase(),
            _ => self.word(),
        }
    }

    /// Reads what is not wanted, behind its sign.
    fn parse_negation(&mut self, start: usize, depth: usize) -> Option<QueryNode> {
        match self.peek() {
            Some(c) if !c.is_whitespace() && c != ')' => {
                // A second sign would only turn the first one round.
                while self.peek() == Some('-') {
                    self.at += 1;
                }
                let node = match self.peek() {
                    Some(c) if !c.is_whitespace() && c != ')' => self.parse_one(depth)?,
                    _ => return None,
                };
                Some(match node {
                    QueryNode::Not(inner) => QueryNode::Not(inner),
                    mut node => {
                        if let QueryNode::Leaf(leaf) = &mut node {
                            leaf.range.start = start;
                        }
                        QueryNode::Not(Box::new(node))
                    }
                })
            }
            // A dash between blanks is punctuation.
            _ => None,
        }
    }

    /// Reads to the next quotation mark or the end; returns the words and whether they were closed.
    fn quoted(&mut self) -> (String, bool) {
        let start = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let mark = start..self.at;
        let rest = self.rest();
        let end = rest.find(is_quote);
        let words = rest[..end.unwrap_or(rest.len())].to_owned();
        self.at += words.len();
        if end.is_some() {
            self.at += self.peek().map_or(0, char::len_utf8);
        } else {
            self.open(mark, DiagnosticKind::OpenQuotation);
        }
        (words, end.is_some())
    }

    fn phrase(&mut self) -> Option<QueryNode> {
        let start = self.at;
        let (words, closed) = self.quoted();
        let mut slop = 0;
        if closed && self.peek() == Some('~') {
            self.at += 1;
            let rest = self.rest();
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            slop = rest[..digits].parse().unwrap_or(DEFAULT_SLOP).min(100);
            self.at += digits;
        }
        if words.trim().is_empty() {
            return None;
        }
        self.leaves += 1;
        Some(QueryNode::Leaf(Leaf {
            range: start..self.at,
            typing: !closed && self.at == self.whole,
            kind: LeafKind::Phrase { words, slop },
        }))
    }

    /// Reads a word or a filter.
    fn word(&mut self) -> Option<QueryNode> {
        let start = self.at;
        let rest = self.rest();
        let len = rest
            .find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c))
            .unwrap_or(rest.len());
        let token = rest[..len].to_owned();
        if let Some(colon) = token.find(':') {
            let name = &token[..colon];
            if !name.is_empty() && name.chars().all(char::is_alphabetic) {
                if let Some(field) = field(name) {
                    return self.filter(start, field, colon + 1, len);
                }
                let value = &token[colon + 1..];
                let looks_meant = !value.starts_with("//")
                    && (!value.is_empty() || rest[len..].starts_with(is_quote));
                if looks_meant {
                    let kind = DiagnosticKind::UnknownFilter(nearest_field(name));
                    let range = start..start + colon + 1;
                    self.notes.push(QueryDiagnostic::new(range, kind, name));
                    self.at += colon + 1;
                    return None;
                }
            }
        }
        self.at += len;
        self.leaves += 1;
        let typing = self.at == self.whole;
        let kind = match token.strip_suffix('*') {
            Some(beginning) if beginning.chars().any(char::is_alphanumeric) => {
                LeafKind::Prefix(beginning.trim_end_matches('*').to_owned())
            }
            _ if token.chars().any(char::is_alphanumeric) => LeafKind::Word(token),
            _ => {
                if !typing && token.contains('*') {
                    self.note(start..self.at, DiagnosticKind::BareStar);
                }
                return None;
            }
        };
        Some(QueryNode::Leaf(Leaf {
            range: start..self.at,
            kind,
            typing,
        }))
    }

    /// Reads the value of a filter, `head` bytes behind `start`.
    fn filter(
        &mut self,
        start: usize,
        field: QueryField,
        head: usize,
        len: usize,
    ) -> Option<QueryNode> {
        self.at += head;
        let (value, closed) = if head == len && self.peek().is_some_and(is_quote) {
            self.quoted()
        } else {
            let value = self.text[self.at..start + len].to_owned();
            self.at = start + len;
            (value, false)
        };
        let typing = !closed && self.at == self.whole;
        if value.trim().is_empty() && !typing {
            self.note(start..self.at, DiagnosticKind::MissingValue(field));
            return None;
        }
        if value.is_empty() {
            let kind = DiagnosticKind::OpenFilter(field, expected_value(field));
            self.open(start..self.at, kind);
        }
        self.leaves += 1;
        Some(QueryNode::Leaf(Leaf {
            range: start..self.at,
            kind: LeafKind::Filter { field, value },
            typing,
        }))
    }
}

#[cfg(test)]
mod tests;
