//! Tells from its first bytes what a file is. Names are not believed.

use super::page::PageError;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A page.
    Html,
    /// Text with front matter or Markdown's marks.
    Markdown,
    /// Text of a PDF.
    PdfText,
    /// Any other text.
    Text,
}

/// Refuses what cannot be read.
///
/// # Errors
/// What the bytes are, with advice on how to get the text out.
pub fn refuse_unreadable(bytes: &[u8]) -> Result<(), PageError> {
    let head = &bytes[..bytes.len().min(4096)];
    if head.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(PageError::Empty);
    }
    let trimmed = head.trim_ascii_start();
    if trimmed.starts_with(b"%PDF") {
        return Err(PageError::Pdf);
    }
    if trimmed.starts_with(b"{\\rtf") {
        return Err(PageError::Rtf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Err(PageError::Document);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(PageError::Document);
    }
    if head.starts_with(b"bplist00") {
        return Err(PageError::WebArchive);
    }
    if head.starts_with(b"\x1f\x8b")
        || head.starts_with(b"BZh")
        || head.starts_with(b"\xfd7zXZ")
        || head.starts_with(b"\x28\xb5\x2f\xfd")
    {
        return Err(PageError::Compressed);
    }
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let has_zero = head.contains(&0);
    let odd = head
        .iter()
        .filter(|b| **b < 9 || (14..32).contains(*b) && **b != 27)
        .count();
    if !is_utf16 && (has_zero || odd * 20 > head.len()) {
        return Err(PageError::Binary);
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    if text.contains("multipart/related")
        && (text.contains("mime-version") || text.contains("snapshot-content-location"))
    {
        return Err(PageError::Mhtml);
    }
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let after_declaration = if start.starts_with("<?xml") {
        start
            .split_once("?>")
            .map_or(start, |(_, r)| r.trim_start())
    } else {
        start
    };
    let mut root = after_declaration;
    while root.starts_with("<!--") {
        root = root.split_once("-->").map_or("", |(_, r)| r.trim_start());
    }
    if ["<rss", "<feed", "<rdf:rdf"]
        .iter()
        .any(|r| root.starts_with(r))
    {
        return Err(PageError::Feed);
    }
    if (start.starts_with('{') || start.starts_with('['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
    {
        return Err(PageError::Data);
    }
    Ok(())
}

/// Tells what a text is.
#[must_use]
pub fn text_kind(text: &str) -> TextKind {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(6000).collect();
    let lower = head.to_ascii_lowercase();
    if split_front_matter(start).is_some() {
        return TextKind::Markdown;
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta ",
        "<title",
        "<div",
        "<p>",
        "<p ",
        "<article",
        "<span",
        "<a href",
        "<section",
        "<h1",
        "<h2",
        "<script",
        "<br",
        "<table",
        "<main",
    ];
    let found = tags.iter().filter(|t| lower.contains(**t)).count();
    if lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || (found >= 2 && lower.matches("</").count() >= 2)
        || (lower.starts_with('<') && found >= 1)
    {
        return TextKind::Html;
    }
    if text.contains('\u{c}') || is_page_layout(text) {
        return TextKind::PdfText;
    }
    let mut marks = 0;
    for line in text.lines().take(400) {
        let line = line.trim_start();
        marks += usize::from(
            line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### "),
        );
        marks += usize::from(line.contains("](http") || line.contains("](/"));
        marks += usize::from(line.starts_with("> ") && line.len() > 20);
        marks += usize::from(line.contains("**") && line.matches("**").count() >= 2);
    }
    if marks >= 2 || text.trim_start().starts_with("# ") {
        return TextKind::Markdown;
    }
    TextKind::Text
}

/// Returns the front matter of a text and what follows it.
#[must_use]
pub fn split_front_matter(text: &str) -> Option<(&str, &str)> {
    let mark = ["---", "+++"].into_iter().find(|m| {
        text.starts_with(*m) && text[3..].trim_start_matches(' ').starts_with(['\n', '\r'])
    })?;
    let body = &text[3..];
    let mut at = 0;
    for (number, line) in body.split_inclusive('\n').enumerate() {
        let is_end = number > 0 && line.trim_end() == mark;
        if is_end {
            let matter = &body[..at];
            let fields = matter
                .lines()
                .filter(|l| l.contains(':') || l.contains('='))
                .count();
            return (fields > 0).then(|| (matter, &body[at + line.len()..]));
        }
        at += line.len();
        if number > 200 {
            break;
        }
    }
    None
}

/// Returns `true` if many lines are set in columns or indented alike, as a printed page is.
fn is_page_layout(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(2000)
        .collect();
    let columns = lines.iter().filter(|l| l.trim().contains("    ")).count();
    let indented = lines.iter().filter(|l| l.starts_with("      ")).count();
    lines.len() >= 20 && (columns * 4 > lines.len() || indented * 2 > lines.len())
}
