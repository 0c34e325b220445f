//! Makes a page small and flat before it is parsed: no scripts, styles, `data:`
//! addresses or unused attributes, and no nesting beyond [`MAX_DEPTH`].

/// Elements that may be open at once. Deeper ones lose their tags, not their text:
/// the time of the parsers grows with the square of the depth.
pub const MAX_DEPTH: usize = 480;

/// Formatting elements that may be open at once. Unclosed ones are opened again by
/// the parser in every paragraph that follows.
const MAX_FORMATTING: usize = 24;

/// Longest value of an attribute that is kept.
const MAX_ATTRIBUTE_BYTES: usize = 4096;

/// A page ready for parsing, with what was taken aside.
#[derive(Debug, Default)]
pub struct StrippedPage {
    /// What is left of the page.
    pub html: String,
    /// The bodies of JSON-LD scripts, in order.
    pub json_ld: Vec<String>,
    /// The comment of `SingleFile` at the top.
    pub save_comment: Option<String>,
    /// Bytes of scripts that were dropped.
    pub script_bytes: usize,
}

/// Returns the page without what no reader sees.
#[must_use]
pub fn strip(page: &str) -> StrippedPage {
    let mut out = StrippedPage {
        html: String::with_capacity(page.len().min(1 << 20)),
        ..StrippedPage::default()
    };
    let mut open = OpenElements::default();
    let mut at = 0;
    while let Some(found) = page[at..].find('<') {
        let start = at + found;
        out.html.push_str(&page[at..start]);
        at = strip_markup(page, start, &mut out, &mut open);
    }
    out.html.push_str(&page[at..]);
    out
}

/// Takes what begins with the `<` at `start`; returns where it ends.
fn strip_markup(
    page: &str,
    start: usize,
    out: &mut StrippedPage,
    open: &mut OpenElements,
) -> usize {
    let rest = &page[start..];
    if rest.starts_with("<!--") {
        let end = rest.find("-->").map_or(page.len(), |n| start + n + 3);
        let comment = &page[start..end];
        if out.save_comment.is_none() && comment.len() < 4096 && comment.contains("SingleFile") {
            out.save_comment = Some(comment.to_owned());
        }
        return end;
    }
    let after = rest.as_bytes().get(1).copied().unwrap_or(b' ');
    if after == b'!' || after == b'?' {
        let end = rest.find('>').map_or(page.len(), |n| start + n + 1);
        if rest.len() > 9 && rest.as_bytes()[2..9].eq_ignore_ascii_case(b"doctype") {
            out.html.push_str("<!DOCTYPE html>");
        }
        return end;
    }
    let closing = after == b'/';
    let name_at = start + 1 + usize::from(closing);
    let name_end = page[name_at..]
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':')
        .map_or(page.len(), |n| name_at + n);
    if name_end == name_at || !page.as_bytes()[name_at].is_ascii_alphabetic() {
        out.html.push_str("&lt;");
        return start + 1;
    }
    let name = page[name_at..name_end].to_ascii_lowercase();
    let end = tag_end(page, name_end);
    let inside = page[name_end..end].trim_end_matches('>');
    if closing {
        if open.close(&name) {
            out.html.push_str("</");
            out.html
                .push_str(if name == "template" { "div" } else { &name });
            out.html.push('>');
        }
        return end;
    }
    let self_closed = inside.ends_with('/');
    match name.as_str() {
        "script" => {
            let (body, next) = raw_text(page, end, "</script");
            let kind = attribute(inside, "type").unwrap_or_default();
            if kind.to_ascii_lowercase().contains("ld+json") {
                out.json_ld.push(body.to_owned());
            } else {
                out.script_bytes += body.len();
            }
            return next;
        }
        "style" | "noscript" | "iframe" | "textarea" | "select" | "svg" | "object" | "canvas"
            if !self_closed =>
        {
            out.html.push(' ');
            // Looked for once only: a thousand unclosed ones would each read to the end.
            if open.unclosed.contains(&name) {
                return end;
            }
            let (body, next) = raw_text(page, end, &format!("</{name}"));
            if end + body.len() == page.len() && name != "style" {
                open.unclosed.push(name);
                return end;
            }
            return next;
        }
        "template" => {
            // A shadow tree, as SingleFile writes it, is what the reader saw.
            if inside.contains("shadowroot") {
                out.html.push_str("<div>");
                open.open("template");
                return end;
            }
            let (_, next) = raw_text(page, end, "</template");
            return next;
        }
        "link" | "source" | "picture" | "path" | "use" | "input" | "embed" | "param" | "track"
            if !(name == "link" && inside.contains("canonical")) =>
        {
            return end;
        }
        _ => {}
    }
    if open.open(&name) {
        out.html.push('<');
        out.html.push_str(&name);
        write_attributes(inside, &mut out.html);
        out.html.push('>');
    }
    end
}

/// Returns what stands before the closing tag, and where that ends.
fn raw_text<'a>(page: &'a str, from: usize, closing: &str) -> (&'a str, usize) {
    let bytes = page.as_bytes();
    let wanted = closing.as_bytes();
    let mut at = from;
    while let Some(found) = page[at..].find("</") {
        let start = at + found;
        let here = &bytes[start..];
        if here.len() >= wanted.len() && here[..wanted.len()].eq_ignore_ascii_case(wanted) {
            let end = page[start..]
                .find('>')
                .map_or(page.len(), |n| start + n + 1);
            return (&page[from..start], end);
        }
        at = start + 2;
    }
    (&page[from..], page.len())
}

/// Returns where the tag ends, behind its `>`; quoted values may hold one.
fn tag_end(page: &str, from: usize) -> usize {
    let bytes = page.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            quote @ (b'"' | b'\'')
                if bytes[..at].ends_with(b"=") || before_is_equals(bytes, at) =>
            {
                match page[at + 1..].find(quote as char) {
                    Some(n) => at += n + 2,
                    // An unclosed quotation mark would swallow the rest of the page.
                    None => at += 1,
                }
            }
            _ => at += 1,
        }
    }
    page.len()
}

fn before_is_equals(bytes: &[u8], at: usize) -> bool {
    bytes[..at]
        .iter()
        .rev()
        .find(|b| !b.is_ascii_whitespace())
        .is_some_and(|b| *b == b'=')
}

/// Calls `take` with the name and value of each attribute.
fn for_each_attribute(inside: &str, mut take: impl FnMut(&str, &str)) {
    let mut rest = inside.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end.max(1).min(rest.len()));
        let after = after.trim_start();
        if let Some(value) = after.strip_prefix('=') {
            let value = value.trim_start();
            let (value, next) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = &value[1..];
                    let close = inner.find(quote).unwrap_or(inner.len());
                    (&inner[..close], inner.get(close + 1..).unwrap_or(""))
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            take(name, value);
            rest = next;
        } else {
            take(name, "");
            rest = after;
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
}

/// Returns the value of one attribute.
fn attribute(inside: &str, wanted: &str) -> Option<String> {
    let mut found = None;
    for_each_attribute(inside, |name, value| {
        if found.is_none() && name.eq_ignore_ascii_case(wanted) {
            found = Some(value.to_owned());
        }
    });
    found
}

/// Writes the attributes that say something about text or metadata.
fn write_attributes(inside: &str, out: &mut String) {
    for_each_attribute(inside, |name, value| {
        let name = name.to_ascii_lowercase();
        let kept = match name.as_str() {
            "class" | "id" | "role" | "itemprop" | "itemtype" | "itemscope" | "itemid" | "href"
            | "rel" | "property" | "name" | "content" | "datetime" | "lang" | "hidden"
            | "aria-hidden" | "charset" | "http-equiv" | "type" | "start" | "data-testid"
            | "data-component" | "data-type" | "data-qa" | "xml:lang" | "title" | "dir" => true,
            "style" => {
                let squeezed: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
            }
            _ => false,
        };
        let is_data = value
            .get(..5)
            .is_some_and(|v| v.eq_ignore_ascii_case("data:"));
        if !kept || is_data || value.len() > MAX_ATTRIBUTE_BYTES {
            return;
        }
        out.push(' ');
        out.push_str(&name);
        out.push_str("=\"");
        for c in value.chars() {
            match c {
                '"' => out.push_str("&quot;"),
                c => out.push(c),
            }
        }
        out.push('"');
    });
}

/// The elements that are open, as far as they need a closing tag.
#[derive(Default)]
struct OpenElements {
    stack: Vec<(String, bool)>,
    unclosed: Vec<String>,
    written: usize,
    formatting: usize,
}

impl OpenElements {
    /// Returns `true` if the tag is to be written.
    fn open(&mut self, name: &str) -> bool {
        if VOID_ELEMENTS.contains(&name) || SELF_CLOSING_ELEMENTS.contains(&name) {
            return true;
        }
        let formatting = FORMATTING_ELEMENTS.contains(&name);
        let written = self.written < MAX_DEPTH && (!formatting || self.formatting < MAX_FORMATTING);
        self.stack.push((name.to_owned(), written));
        self.written += usize::from(written);
        self.formatting += usize::from(written && formatting);
        written
    }

    /// Returns `true` if the closing tag is to be written.
    fn close(&mut self, name: &str) -> bool {
        if SELF_CLOSING_ELEMENTS.contains(&name) || VOID_ELEMENTS.contains(&name) {
            return true;
        }
        // A closing tag rarely belongs far down; looking no further bounds the time.
        let near = self.stack.len().saturating_sub(64);
        let Some(at) = self.stack[near..].iter().rposition(|(n, _)| n == name) else {
            return false;
        };
        let mut written = true;
        for (n, w) in self.stack.drain(near + at..).rev() {
            self.written -= usize::from(w);
            self.formatting -= usize::from(w && FORMATTING_ELEMENTS.contains(&n.as_str()));
            written = w;
        }
        written
    }
}

const VOID_ELEMENTS: &[&str] = &[
    "area", "base", "br", "col", "hr", "img", "meta", "wbr", "link", "keygen",
];

/// Elements that the parser closes by itself; they add no depth of their own.
const SELF_CLOSING_ELEMENTS: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "caption", "html", "head", "body", "rb", "rt", "rp",
];

const FORMATTING_ELEMENTS: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
