//! The reader proper: one step through the text, from left to right. It is
//! recursive, to a depth that is bounded.

use std::borrow::Cow;

use crate::bundle::json::value::{JsonMember, JsonNode, JsonValue, SyntaxError};
use crate::bundle::limits::{MAX_DEPTH, MAX_VALUES};

/// A place in a text, and how much has been read.
pub(crate) struct JsonReader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl<'a> JsonReader<'a> {
    pub(crate) fn new(text: &'a str) -> JsonReader<'a> {
        JsonReader {
            text,
            bytes: text.as_bytes(),
            at: 0,
            values: 0,
        }
    }

    /// Tells whether all of the text has been read.
    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    pub(crate) fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    pub(crate) fn error(&self, message: impl Into<String>, help: &'static str) -> SyntaxError {
        SyntaxError {
            offset: self.at.min(self.text.len()),
            message: message.into(),
            help,
        }
    }

    /// Says what stands where something else was expected.
    fn unexpected(&self, wanted: &str, help: &'static str) -> SyntaxError {
        let found = match self.text.get(self.at..).and_then(|t| t.chars().next()) {
            None => "the file ends".to_owned(),
            Some(c) if c.is_control() => "a control character stands here".to_owned(),
            Some(c) => format!("`{c}` stands here"),
        };
        self.error(format!("{found}, but {wanted} should"), help)
    }

    pub(crate) fn value(&mut self, depth: usize) -> Result<JsonNode<'a>, SyntaxError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.error(
                format!("the file holds more than {MAX_VALUES} values"),
                "Split the briefing into several bundles.",
            ));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(self.nested_depth(depth)?)?,
            Some(b'[') => self.array(self.nested_depth(depth)?)?,
            Some(b'"') => JsonValue::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => JsonValue::Number(self.number()?),
            Some(b't') => self.literal("true", JsonValue::Bool)?,
            Some(b'f') => self.literal("false", JsonValue::Bool)?,
            Some(b'n') => self.literal("null", JsonValue::Null)?,
            _ => return Err(self.bad_value()),
        };
        Ok(JsonNode {
            span: start..self.at,
            value,
        })
    }

    fn bad_value(&self) -> SyntaxError {
        let help = match self.peek() {
            None => "A quotation mark or bracket was not closed, or the end of the file was lost.",
            Some(b']' | b'}') => "Remove the comma before the closing bracket.",
            Some(b'\'') => "JSON strings stand in double quotation marks.",
            Some(b'/' | b'#') => "JSON has no comments; remove it.",
            Some(b'+' | b'.') => "Write the number without a leading `+` or point.",
            _ => "Put strings between double quotation marks.",
        };
        self.unexpected("a value", help)
    }

    fn nested_depth(&self, depth: usize) -> Result<usize, SyntaxError> {
        if depth < MAX_DEPTH {
            return Ok(depth + 1);
        }
        Err(self.error(
            format!("the brackets are nested more than {MAX_DEPTH} deep"),
            "A briefing needs six levels; take the needless brackets out.",
        ))
    }

    fn literal(&mut self, word: &str, value: JsonValue<'a>) -> Result<JsonValue<'a>, SyntaxError> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.bad_value())
    }

    fn object(&mut self, depth: usize) -> Result<JsonValue<'a>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut members = Vec::new();
        self.skip_whitespace();
        if self.eat(b'}') {
            return Ok(JsonValue::Object(members));
        }
        loop {
            self.skip_whitespace();
            let (name, name_start) = self.member_name()?;
            let value = self.value(depth)?;
            members.push(JsonMember {
                name,
                name_start,
                value,
            });
            self.skip_whitespace();
            if self.eat(b'}') {
                return Ok(JsonValue::Object(members));
            }
            if !self.eat(b',') {
                return Err(self.unclosed(open, "`,` or `}`"));
            }
        }
    }

    /// Reads a field's name, the colon and the blanks around it.
    pub(crate) fn member_name(&mut self) -> Result<(Cow<'a, str>, usize), SyntaxError> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            let help = match self.peek() {
                Some(b'}') => "Remove the comma before the closing bracket.",
                Some(b'/' | b'#') => "JSON has no comments; remove it.",
                None => "A bracket was not closed, or the end of the file was lost.",
                _ => "Put the name of the field between double quotation marks.",
            };
            return Err(self.unexpected("the name of a field", help));
        }
        let name = self.string()?;
        self.skip_whitespace();
        if !self.eat(b':') {
            return Err(self.unexpected(
                "`:`",
                "Put a colon between the name of the field and its value.",
            ));
        }
        self.skip_whitespace();
        Ok((name, start))
    }

    fn array(&mut self, depth: usize) -> Result<JsonValue<'a>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.skip_whitespace();
        if self.eat(b']') {
            return Ok(JsonValue::Array(items));
        }
        loop {
            self.skip_whitespace();
            items.push(self.value(depth)?);
            self.skip_whitespace();
            if self.eat(b']') {
                return Ok(JsonValue::Array(items));
            }
            if !self.eat(b',') {
                return Err(self.unclosed(open, "`,` or `]`"));
            }
        }
    }

    /// At the end of the file it is the opening bracket that matters, elsewhere the place.
    fn unclosed(&self, open: usize, wanted: &str) -> SyntaxError {
        if self.at < self.text.len() {
            return self.unexpected(
                wanted,
                "Put a comma between two values, or close the bracket.",
            );
        }
        SyntaxError {
            offset: open,
            message: "this bracket is never closed: the file ends first".to_owned(),
            help: "Close the bracket; if the end of the file was lost, fetch it anew.",
        }
    }

    fn number(&mut self) -> Result<&'a str, SyntaxError> {
        let start = self.at;
        self.eat(b'-');
        let whole = self.at;
        self.digits()?;
        if self.bytes[whole] == b'0' && self.at > whole + 1 {
            self.at = whole;
            return Err(self.error(
                "a number must not begin with 0",
                "Remove the leading zeros, or put a date between quotation marks.",
            ));
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start {
            return Ok(());
        }
        Err(self.unexpected("a digit", "Write out the number, as in 1 or 0.5."))
    }

    /// Reads a string; without escapes nothing is copied.
    fn string(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut owned: Option<String> = None;
        let mut run = self.at;
        loop {
            match self.peek() {
                None => {
                    self.at = open;
                    return Err(self.error(
                        "this string is never closed: the file ends first",
                        "Close the quotation mark.",
                    ));
                }
                Some(b'"') => {
                    let rest = &self.text[run..self.at];
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(rest),
                        Some(mut text) => {
                            text.push_str(rest);
                            Cow::Owned(text)
                        }
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(&self.text[run..self.at]);
                    let c = self.escape()?;
                    text.push(c);
                    run = self.at;
                }
                Some(b'\n' | b'\r') => {
                    return Err(self.error(
                        "the line ends inside a string",
                        "Close the quotation mark, or write the line end as \\n.",
                    ));
                }
                Some(0..0x20) => {
                    return Err(self.error(
                        "a control character stands inside a string",
                        "Remove it, or write a tab as \\t.",
                    ));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let simple = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point(start);
            }
            _ => {
                self.at = start;
                return Err(self.error(
                    "a backslash begins no escape that JSON knows",
                    "Write a backslash as \\\\.",
                ));
            }
        };
        self.at += 1;
        Ok(simple)
    }

    fn code_point(&mut self, start: usize) -> Result<char, SyntaxError> {
        let high = self.hex()?;
        let code = if (0xD800..0xDC00).contains(&high) && self.bytes[self.at..].starts_with(b"\\u")
        {
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)
            } else {
                high
            }
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| SyntaxError {
            offset: start,
            message: "half of a surrogate pair stands alone".to_owned(),
            help: "Write the character itself; the file is UTF-8.",
        })
    }

    fn hex(&mut self) -> Result<u32, SyntaxError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected(
                    "a hexadecimal digit",
                    "Write \\u with four hexadecimal digits, or the character itself.",
                ));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}
