//! Private things that saved pages carry: tokens, forms, the reader's account. They are found
//! in the original, told, and taken out of it where the curator asks.

use std::ops::Range;

/// Shortest value that is called a token, in characters.
const MIN_TOKEN_CHARS: usize = 16;

/// Most finds that are listed.
const MAX_FINDINGS: usize = 500;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrivateDataKind {
    /// A form field with a value.
    Form,
    /// A key, token or session in a script or an attribute.
    Token,
    /// A cookie in a script.
    Cookie,
    /// An address of e-mail that the page calls the reader's.
    Email,
}

impl PrivateDataKind {
    /// Returns the word in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PrivateDataKind::Form => "form",
            PrivateDataKind::Token => "token",
            PrivateDataKind::Cookie => "cookie",
            PrivateDataKind::Email => "email",
        }
    }
}

/// One find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateData {
    /// What it is.
    pub kind: PrivateDataKind,
    /// Its place in the text.
    pub range: Range<usize>,
    /// The name beside it, never the value itself.
    pub name: String,
}

/// Names of values that open an account.
const SECRET_NAMES: &[&str] = &[
    "token",
    "csrf",
    "xsrf",
    "session",
    "sessid",
    "auth",
    "secret",
    "apikey",
    "api_key",
    "api-key",
    "password",
    "passwd",
    "bearer",
    "jwt",
    "nonce",
    "access_key",
    "accesskey",
    "refresh",
];

/// Names of values that tell who the reader is.
const READER_NAMES: &[&str] = &[
    "useremail",
    "user_email",
    "user-email",
    "email",
    "mail",
    "username",
    "user_name",
    "userid",
    "user_id",
    "user-id",
    "accountid",
    "account_id",
    "subscriberid",
    "customerid",
    "loginname",
    "displayname",
];

/// Finds private things in an original. Ranges are in order and do not overlap.
#[must_use]
pub fn find_private_data(original: &str) -> Vec<PrivateData> {
    let mut found = Vec::new();
    let lower = original.to_ascii_lowercase();
    find_form_values(original, &lower, &mut found);
    find_assignments(original, &mut found);
    found.sort_by_key(|p: &PrivateData| (p.range.start, usize::MAX - p.range.end));
    let mut end = 0;
    found.retain(|p| {
        let apart = p.range.start >= end;
        if apart {
            end = p.range.end;
        }
        apart
    });
    found.truncate(MAX_FINDINGS);
    found
}

/// Returns the original without them: each value becomes `x`s of its length in bytes, so that
/// nothing else moves.
#[must_use]
pub fn scrub(original: &str, found: &[PrivateData]) -> String {
    let mut out = String::with_capacity(original.len());
    let mut at = 0;
    for private in found {
        let (start, end) = (private.range.start, private.range.end);
        let (Some(before), Some(_)) = (original.get(at..start), original.get(start..end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&"x".repeat(end - start));
        at = end;
    }
    out.push_str(original.get(at..).unwrap_or_default());
    out
}

/// Finds values that were typed into forms.
fn find_form_values(original: &str, lower: &str, found: &mut Vec<PrivateData>) {
    let mut at = 0;
    while let Some(n) = lower[at..].find("<input") {
        let start = at + n;
        let end = lower[start..].find('>').map_or(lower.len(), |n| start + n);
        at = end;
        let tag = &original[start..end];
        let kind = attribute_value(tag, "type")
            .map(|r| tag[r].to_ascii_lowercase())
            .unwrap_or_default();
        if matches!(
            kind.as_str(),
            "submit" | "button" | "checkbox" | "radio" | "image" | "reset"
        ) {
            continue;
        }
        let name = attribute_value(tag, "name")
            .map(|r| tag[r].to_owned())
            .unwrap_or_default();
        if let Some(range) = attribute_value(tag, "value")
            && !range.is_empty()
        {
            found.push(PrivateData {
                kind: PrivateDataKind::Form,
                range: start + range.start..start + range.end,
                name,
            });
        }
    }
}

/// Returns the place of an attribute's value in a tag.
fn attribute_value(tag: &str, name: &str) -> Option<Range<usize>> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower[from..].find(name)?;
        from = at + name.len();
        let before = lower[..at].bytes().last().unwrap_or(b' ');
        let rest = &lower[from..];
        let skipped = rest.len() - rest.trim_start().len();
        if !before.is_ascii_whitespace() || !rest[skipped..].starts_with('=') {
            continue;
        }
        let mut start = from + skipped + 1;
        start += lower[start..].len() - lower[start..].trim_start().len();
        let quote = lower[start..].chars().next()?;
        return Some(if matches!(quote, '"' | '\'') {
            let end = lower[start + 1..]
                .find(quote)
                .map_or(lower.len(), |n| start + 1 + n);
            start + 1..end
        } else {
            let end = lower[start..]
                .find(char::is_whitespace)
                .map_or(lower.len(), |n| start + n);
            start..end
        });
    }
}

/// Finds `name: "value"`, `name="value"` and `document.cookie = "…"` anywhere.
fn find_assignments(original: &str, found: &mut Vec<PrivateData>) {
    let bytes = original.as_bytes();
    let mut at = 0;
    while let Some(n) = original[at..].find(['"', '\'']) {
        let open = at + n;
        let quote = original[open..].chars().next().unwrap_or('"');
        let inner = open + 1;
        at = inner;
        let Some(name) = name_before(original, open) else {
            continue;
        };
        let Some(length) = original[inner..].find([quote, '\n']) else {
            break;
        };
        let close = inner + length;
        if bytes.get(close) != Some(&(quote as u8)) {
            continue;
        }
        at = close + 1;
        let text = &original[inner..close];
        let folded: String = name.to_ascii_lowercase();
        let is_secret = SECRET_NAMES.iter().any(|s| folded.contains(s))
            && text.len() >= MIN_TOKEN_CHARS
            && !text.contains(' ')
            && !text.starts_with("http")
            && !text.starts_with('/')
            && text.bytes().any(|b| b.is_ascii_digit())
            && text.bytes().any(|b| b.is_ascii_alphabetic());
        let kind = if folded.ends_with("cookie") && text.contains('=') {
            PrivateDataKind::Cookie
        } else if is_secret {
            PrivateDataKind::Token
        } else if READER_NAMES.contains(&folded.as_str()) && is_email(text) {
            PrivateDataKind::Email
        } else {
            continue;
        };
        found.push(PrivateData {
            kind,
            range: inner..close,
            name: name.to_owned(),
        });
    }
}

/// Returns the name before `=` or `:` and an opening quotation mark.
fn name_before(text: &str, open: usize) -> Option<&str> {
    let head = text[..open].trim_end();
    let head = head
        .strip_suffix(['=', ':'])?
        .trim_end()
        .trim_end_matches(['"', '\'', '\\']);
    let start = head
        .char_indices()
        .rev()
        .take(64)
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$'))
        .last()?
        .0;
    Some(&head[start..])
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !text.contains(' ') && text.len() < 120
    })
}
