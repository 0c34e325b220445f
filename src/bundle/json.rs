//! A strict JSON reader that remembers where everything stands, so that a
//! problem can name the line and the column of the value it is about. RFC
//! 8259 and nothing beside it; depth and size are bounded, so that no file can
//! exhaust the stack or the memory.

use std::borrow::Cow;
use std::ops::Range;

use super::limits::{MAX_DEPTH, MAX_VALUES};

/// A value with the bytes it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) span: Range<usize>,
    pub(super) value: Value<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool,
    /// As written.
    Number(&'a str),
    /// Without quotation marks and escapes.
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order of the file, duplicates and all.
    Object(Vec<Member<'a>>),
}

/// One field of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) name_start: usize,
    pub(super) value: Node<'a>,
}

/// Where and why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Value<'_> {
    /// Says what a value is, for messages.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

impl<'a> Node<'a> {
    /// Returns the first field of that name, if this is an object that has it.
    pub(super) fn field(&self, name: &str) -> Option<&Member<'a>> {
        match &self.value {
            Value::Object(members) => members.iter().find(|m| m.name == name),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements, if this is an array.
    pub(super) fn items(&self) -> Option<&[Node<'a>]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

/// Reads a whole text as one JSON value.
pub(super) fn parse(text: &str) -> Result<Node<'_>, SyntaxError> {
    let mut reader = Reader::new(text);
    reader.blanks();
    let node = reader.value(0)?;
    reader.blanks();
    if reader.at < text.len() {
        return Err(reader.error(
            "something follows after the end of the JSON value",
            "Remove what stands behind the last closing bracket.",
        ));
    }
    Ok(node)
}

/// Returns the string field `name` of the outermost object without reading what
/// follows it: a cheap look into a big file.
pub(super) fn first_text<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut reader = Reader::new(text);
    reader.blanks();
    if !reader.take(b'{') {
        return None;
    }
    loop {
        reader.blanks();
        let (key, _) = reader.key().ok()?;
        let value = reader.value(1).ok()?;
        if key == name {
            return match value.value {
                Value::Text(text) => Some(text),
                _ => None,
            };
        }
        reader.blanks();
        if !reader.take(b',') {
            return None;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Reader<'a> {
        Reader {
            text,
            bytes: text.as_bytes(),
            at: 0,
            values: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn error(&self, message: impl Into<String>, help: &'static str) -> SyntaxError {
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

    fn value(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.error(
                format!("the file holds more than {MAX_VALUES} values"),
                "Split the briefing into several bundles.",
            ));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(self.deeper(depth)?)?,
            Some(b'[') => self.list(self.deeper(depth)?)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool)?,
            Some(b'f') => self.word("false", Value::Bool)?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.bad_value()),
        };
        Ok(Node {
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

    fn deeper(&self, depth: usize) -> Result<usize, SyntaxError> {
        if depth < MAX_DEPTH {
            return Ok(depth + 1);
        }
        Err(self.error(
            format!("the brackets are nested more than {MAX_DEPTH} deep"),
            "A briefing needs six levels; take the needless brackets out.",
        ))
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, SyntaxError> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.bad_value())
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut members = Vec::new();
        self.blanks();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.blanks();
            let (name, name_start) = self.key()?;
            let value = self.value(depth)?;
            members.push(Member {
                name,
                name_start,
                value,
            });
            self.blanks();
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return Err(self.unclosed(open, "`,` or `}`"));
            }
        }
    }

    /// Reads a field's name, the colon and the blanks around it.
    fn key(&mut self) -> Result<(Cow<'a, str>, usize), SyntaxError> {
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
        self.blanks();
        if !self.take(b':') {
            return Err(self.unexpected(
                "`:`",
                "Put a colon between the name of the field and its value.",
            ));
        }
        self.blanks();
        Ok((name, start))
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.blanks();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            self.blanks();
            items.push(self.value(depth)?);
            self.blanks();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
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
        self.take(b'-');
        let whole = self.at;
        self.digits()?;
        if self.bytes[whole] == b'0' && self.at > whole + 1 {
            self.at = whole;
            return Err(self.error(
                "a number must not begin with 0",
                "Remove the leading zeros, or put a date between quotation marks.",
            ));
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> (usize, String) {
        let error = parse(text).unwrap_err();
        (error.offset, error.message)
    }

    #[test]
    fn values_know_where_they_stand() {
        let text = r#"{ "a": [1, "zw\u00f6lf"], "b": null }"#;
        let root = parse(text).unwrap();
        let a = root.field("a").unwrap();
        assert_eq!(a.name_start, 2);
        let items = a.value.items().unwrap();
        assert_eq!(&text[items[0].span.clone()], "1");
        assert_eq!(items[1].text(), Some("zwölf"));
        assert_eq!(&text[items[1].span.clone()], r#""zw\u00f6lf""#);
        assert_eq!(root.field("b").unwrap().value.value, Value::Null);
    }

    #[test]
    fn strings_without_escapes_are_not_copied() {
        let root = parse(r#"["plain", "es\tcaped", "\ud83d\ude00"]"#).unwrap();
        let items = root.items().unwrap();
        assert!(matches!(
            &items[0].value,
            Value::Text(Cow::Borrowed("plain"))
        ));
        assert!(matches!(&items[1].value, Value::Text(Cow::Owned(_))));
        assert_eq!(items[2].text(), Some("😀"));
    }

    #[test]
    fn faults_are_named_where_they_are() {
        for (text, offset, words) in [
            ("", 0, "the file ends"),
            ("{", 1, "the file ends"),
            ("{\"a\":1", 0, "never closed"),
            ("[1, 2", 0, "never closed"),
            ("[1,]", 3, "`]` stands here"),
            ("{\"a\":1,}", 7, "`}` stands here"),
            ("{'a':1}", 1, "`'` stands here"),
            ("[1 2]", 3, "`2` stands here"),
            ("{\"a\" 1}", 5, "`1` stands here"),
            ("[01]", 1, "begin with 0"),
            ("[-]", 2, "a digit"),
            ("[1.]", 3, "a digit"),
            ("[1e]", 3, "a digit"),
            ("[+1]", 1, "`+` stands here"),
            ("[NaN]", 1, "`N` stands here"),
            ("[nul]", 1, "`n` stands here"),
            ("[\"a\nb\"]", 3, "line ends inside"),
            ("[\"a\u{1}b\"]", 3, "control character"),
            ("[\"abc]", 1, "never closed"),
            (r#"["\x41"]"#, 2, "backslash"),
            (r#"["\u00g1"]"#, 6, "hexadecimal"),
            (r#"["\ud83d"]"#, 2, "surrogate"),
            (r#"["\ud83d\u0041"]"#, 2, "surrogate"),
            (r#"["\ude00"]"#, 2, "surrogate"),
            ("[1] []", 4, "follows"),
            ("[1] // no", 4, "follows"),
            ("\u{a0}[1]", 0, "stands here"),
        ] {
            let (at, message) = fault(text);
            assert_eq!(at, offset, "{text}: {message}");
            assert!(message.contains(words), "{text}: {message}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(fault(&nested(MAX_DEPTH + 1)).1.contains("nested"));
        assert!(fault(&"[".repeat(1_000_000)).1.contains("nested"));
        assert!(fault(&"{\"a\":".repeat(1_000_000)).1.contains("nested"));
    }

    #[test]
    fn a_field_is_found_without_reading_on() {
        let text = r#"{"format": 1, "id": "x-1", "rest": [broken"#;
        assert_eq!(first_text(text, "id").as_deref(), Some("x-1"));
        assert_eq!(first_text(text, "rest"), None);
        assert_eq!(first_text(r#"{"id": 5}"#, "id"), None);
        assert_eq!(first_text("[]", "id"), None);
        assert_eq!(first_text("{}", "id"), None);
    }

    /// Texts that are nearly JSON.
    fn nearly() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just(","),
            Just(":"),
            Just("\"a\""),
            Just("\"\\u00e9\""),
            Just("1"),
            Just("-0.5e3"),
            Just("01"),
            Just("true"),
            Just("null"),
            Just(" "),
            Just("\n"),
            Just("\\"),
            Just("\""),
            Just("ü"),
            Just("\"a\":1"),
            Just("[1,2]"),
        ];
        proptest::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_json_is_what_serde_json_takes(text in nearly()) {
            let other: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&text);
            prop_assert_eq!(parse(&text).is_ok(), other.is_ok(), "{}", text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Err(error) = parse(&text) {
                prop_assert!(text.is_char_boundary(error.offset));
            }
            let _ = first_text(&text, "id");
        }
    }
}
