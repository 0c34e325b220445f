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
//! | `who:shaheen side:"the company"` | filters: [`crate::model::Field`] |

use std::ops::Range;

use crate::model::{Field, Note};

/// Bytes of a question that are read at most.
const LONGEST: usize = 4096;
/// Parts of a question that are read at most.
const MOST_PARTS: usize = 64;
/// Parentheses that are read one inside the other at most.
const DEEPEST: usize = 24;
/// Other words that `~` without a number lets pass.
const NEAR: u32 = 8;

/// A question, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What is wanted, all of it; empty where nothing was asked.
    pub nodes: Vec<Node>,
    /// What was not understood, in order.
    pub notes: Vec<Note>,
    /// What is still open and taken as far as it goes, in order.
    pub unfinished: Vec<Note>,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A leaf.
    Part(Part),
}

/// A leaf of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Bytes of the question, with quotation marks, star and filter name.
    pub range: Range<usize>,
    /// What it asks for.
    pub what: What,
    /// Whether it is still being typed: it ends where the question ends.
    pub typing: bool,
}

/// What a leaf asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A word in any of its forms.
    Word(String),
    /// Words that begin so.
    Beginning(String),
    /// Words one behind the other, with at most `within` others between them.
    Phrase {
        /// The words as typed.
        words: String,
        /// How many other words may stand between them.
        within: u32,
    },
    /// A filter.
    Filter {
        /// Which.
        field: Field,
        /// Its value as typed, without quotation marks.
        value: String,
    },
}

/// What the prompt may complete at a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completing {
    /// The value of a filter, as far as it is typed.
    Value(Field, String),
    /// The name of a filter or a word, as far as it is typed.
    Name(String),
}

/// Reads a question.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut reader = Reader {
        text: &text[..end],
        at: 0,
        parts: 0,
        notes: Vec::new(),
        unfinished: Vec::new(),
        whole: text.len(),
    };
    let nodes = reader.all(0);
    if end < text.len() {
        reader.note(
            end..text.len(),
            "The question is too long; this part is left out.".to_owned(),
        );
    }
    for notes in [&mut reader.notes, &mut reader.unfinished] {
        notes.sort_by_key(|n| (n.range.start, n.range.end));
    }
    Parsed {
        nodes,
        notes: reader.notes,
        unfinished: reader.unfinished,
    }
}

/// Returns what may be completed at `cursor`, a byte offset that is moved down
/// to a character boundary.
#[must_use]
pub fn completing(text: &str, cursor: usize) -> Option<Completing> {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    match last_part(&parse(&text[..cursor]).nodes)? {
        Part {
            what: What::Filter { field, value },
            ..
        } => Some(Completing::Value(*field, value.clone())),
        Part {
            what: What::Word(word),
            ..
        } => Some(Completing::Name(word.clone())),
        Part { .. } => None,
    }
}

/// Returns the part that is being typed.
fn last_part(nodes: &[Node]) -> Option<&Part> {
    match nodes.last()? {
        Node::All(nodes) | Node::Any(nodes) => last_part(nodes),
        Node::Not(node) => last_part(std::slice::from_ref(node)),
        Node::Part(part) => part.typing.then_some(part),
    }
}

/// Tells whether a character opens or closes a phrase.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '«' | '»' | '＂'
    )
}

/// Returns the filter of a name, synonyms and capitals included.
fn field(name: &str) -> Option<Field> {
    let name = name.to_lowercase();
    let name = match name.as_str() {
        "speaker" | "by" => "who",
        "organisation" | "organization" => "org",
        "publisher" => "outlet",
        "date" => "on",
        other => other,
    };
    Field::ALL.into_iter().find(|f| f.name() == name)
}

/// Returns the name of the filter that is most like `name`, if any is alike.
fn nearest_field(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    Field::ALL
        .into_iter()
        .map(|f| (strsim::osa_distance(&name, f.name()), f.name()))
        .min()
        .filter(|(distance, near)| *distance <= 2 && *distance < near.len().min(name.len()))
        .map(|(_, near)| near)
}

/// Returns what may stand behind the colon of a filter.
fn awaited(field: Field) -> &'static str {
    match field {
        Field::Before | Field::After | Field::On => "a date, such as 2017-10",
        Field::Kind => "direct, paraphrase, statement or passage",
        Field::Status => "answered or unanswered",
        Field::Has => "bookmark, note, tag or highlight",
        Field::Side
        | Field::Who
        | Field::Org
        | Field::Outlet
        | Field::Topic
        | Field::Briefing
        | Field::Tag => "a name; Tab completes it",
    }
}

/// Reads a question from left to right.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    parts: usize,
    notes: Vec<Note>,
    unfinished: Vec<Note>,
    /// Length of the question before it was cut.
    whole: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn note(&mut self, range: Range<usize>, message: String) {
        self.notes.push(Note { range, message });
    }

    fn open(&mut self, range: Range<usize>, message: String) {
        self.unfinished.push(Note { range, message });
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
    fn all(&mut self, depth: usize) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut or: Option<usize> = None;
        loop {
            self.skip_blanks();
            let start = self.at;
            match self.peek() {
                None => break,
                Some(')') if depth > 0 => break,
                Some(')') => {
                    self.at += 1;
                    self.note(
                        start..self.at,
                        "No parenthesis is open here; this one is left out.".to_owned(),
                    );
                    continue;
                }
                Some(_) => {}
            }
            if self.joiner("AND") {
                continue;
            }
            if self.joiner("OR") {
                if nodes.is_empty() && self.at < self.text.len() {
                    self.note(
                        start..self.at,
                        "OR stands between two words; this one is left out.".to_owned(),
                    );
                } else if !nodes.is_empty() {
                    or = Some(start);
                }
                continue;
            }
            if self.parts >= MOST_PARTS {
                self.note(
                    self.at..self.text.len(),
                    format!("Only {MOST_PARTS} parts are looked for; the rest is left out."),
                );
                self.at = self.text.len();
                break;
            }
            let Some(node) = self.one(depth) else {
                continue;
            };
            match (or.take(), nodes.pop()) {
                (Some(_), Some(Node::Any(mut either))) => {
                    either.push(node);
                    nodes.push(Node::Any(either));
                }
                (Some(_), Some(before)) => nodes.push(Node::Any(vec![before, node])),
                (_, before) => {
                    nodes.extend(before);
                    nodes.push(node);
                }
            }
        }
        if let Some(start) = or {
            let range = start..start + 2;
            if self.text[range.end..].trim().is_empty() {
                self.open(range, "OR waits for another word.".to_owned());
            } else {
                let message = "OR stands between two words; this one is left out.";
                self.note(range, message.to_owned());
            }
        }
        nodes
    }

    /// Reads one node; nothing where what stands here is nothing to look for.
    fn one(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        if self.joiner("NOT") {
            self.skip_blanks();
            return self.negated(start, depth);
        }
        match self.peek()? {
            '-' => {
                self.at += 1;
                self.negated(start, depth)
            }
            '(' if depth < DEEPEST => {
                self.at += 1;
                let mut nodes = self.all(depth + 1);
                if self.peek() == Some(')') {
                    self.at += 1;
                } else {
                    self.open(
                        start..start + 1,
                        "The parenthesis is still open; ) closes it.".to_owned(),
                    );
                }
                match nodes.len() {
                    0 => None,
                    1 => nodes.pop(),
                    _ => Some(Node::All(nodes)),
                }
            }
            '(' => {
                self.at += 1;
                self.note(
                    start..self.at,
                    "Too many parentheses are open; this one is left out.".to_owned(),
                );
                None
            }
            c if is_quote(c) => self.phrase(),
            _ => self.word(),
        }
    }

    /// Reads what is not wanted, behind its sign.
    fn negated(&mut self, start: usize, depth: usize) -> Option<Node> {
        match self.peek() {
            Some(c) if !c.is_whitespace() && c != ')' => {
                // A second sign would only turn the first one round.
                while self.peek() == Some('-') {
                    self.at += 1;
                }
                let node = match self.peek() {
                    Some(c) if !c.is_whitespace() && c != ')' => self.one(depth)?,
                    _ => return None,
                };
                Some(match node {
                    Node::Not(inner) => Node::Not(inner),
                    mut node => {
                        if let Node::Part(part) = &mut node {
                            part.range.start = start;
                        }
                        Node::Not(Box::new(node))
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
            self.open(
                mark,
                "The quotation is still open; a quotation mark closes it.".to_owned(),
            );
        }
        (words, end.is_some())
    }

    fn phrase(&mut self) -> Option<Node> {
        let start = self.at;
        let (words, closed) = self.quoted();
        let mut within = 0;
        if closed && self.peek() == Some('~') {
            self.at += 1;
            let rest = self.rest();
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            within = rest[..digits].parse().unwrap_or(NEAR).min(100);
            self.at += digits;
        }
        if words.trim().is_empty() {
            return None;
        }
        self.parts += 1;
        Some(Node::Part(Part {
            range: start..self.at,
            typing: !closed && self.at == self.whole,
            what: What::Phrase { words, within },
        }))
    }

    /// Reads a word or a filter.
    fn word(&mut self) -> Option<Node> {
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
                    let advice = nearest_field(name)
                        .map_or_else(String::new, |near| format!(" Did you mean {near}:?"));
                    self.note(
                        start..start + colon + 1,
                        format!(
                            "There is no filter \"{name}\".{advice} What follows is looked for as words."
                        ),
                    );
                    self.at += colon + 1;
                    return None;
                }
            }
        }
        self.at += len;
        self.parts += 1;
        let typing = self.at == self.whole;
        let what = match token.strip_suffix('*') {
            Some(beginning) if beginning.chars().any(char::is_alphanumeric) => {
                What::Beginning(beginning.trim_end_matches('*').to_owned())
            }
            _ if token.chars().any(char::is_alphanumeric) => What::Word(token),
            _ => {
                if !typing && token.contains('*') {
                    self.note(
                        start..self.at,
                        "A star needs letters before it; this one is left out.".to_owned(),
                    );
                }
                return None;
            }
        };
        Some(Node::Part(Part {
            range: start..self.at,
            what,
            typing,
        }))
    }

    /// Reads the value of a filter, `head` bytes behind `start`.
    fn filter(&mut self, start: usize, field: Field, head: usize, len: usize) -> Option<Node> {
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
            self.note(
                start..self.at,
                format!(
                    "{}: has no value; write it right behind the colon.",
                    field.name()
                ),
            );
            return None;
        }
        if value.is_empty() {
            let message = format!("{}: waits for {}.", field.name(), awaited(field));
            self.open(start..self.at, message);
        }
        self.parts += 1;
        Some(Node::Part(Part {
            range: start..self.at,
            what: What::Filter { field, value },
            typing,
        }))
    }
}

#[cfg(test)]
mod tests;
