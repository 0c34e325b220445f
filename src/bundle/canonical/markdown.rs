//! CommonMark as it is rendered: headings, lists, quotations and code become
//! passages of their kinds; emphasis, code and links become looks of stretches.
//! Images are their alternative text, raw HTML is left out.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Builder;
use crate::bundle::address::web_address;
use crate::model::{InlineStyle, PassageKind};

/// Reads a text into passages. Returns the byte of the first raw HTML that was left out.
pub(super) fn read(source: &str, into: &mut Builder) -> Option<usize> {
    let mut page = Page {
        into,
        raw: String::new(),
        looks: Vec::new(),
        open: Vec::new(),
        around: Vec::new(),
        lists: Vec::new(),
        block: Block::Text,
        html: None,
    };
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        page.take(event, &range, source);
    }
    page.flush();
    page.html
}

/// What holds the passages that are read.
enum Around {
    Quote,
    /// An item with its mark, until a passage has taken it.
    Item(String),
}

/// The block that is read.
enum Block {
    Text,
    Heading(u8),
    Code,
}

struct Page<'b> {
    into: &'b mut Builder,
    /// The text of the passage so far.
    raw: String,
    looks: Vec<(Range<usize>, InlineStyle)>,
    /// Looks that have begun: none for a link that leads nowhere.
    open: Vec<(usize, Option<InlineStyle>)>,
    around: Vec<Around>,
    /// The number of the next item of each list that is open; none where it has bullets.
    lists: Vec<Option<u64>>,
    block: Block,
    html: Option<usize>,
}

impl Page<'_> {
    fn take(&mut self, event: Event, range: &Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range, source),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.raw.push_str(&text),
            Event::Code(text) => {
                let start = self.raw.len();
                self.raw.push_str(&text);
                self.looks.push((start..self.raw.len(), InlineStyle::Code));
            }
            Event::SoftBreak | Event::HardBreak => self.raw.push(' '),
            Event::InlineHtml(tag) => {
                if tag.to_ascii_lowercase().starts_with("<br") {
                    self.raw.push(' ');
                }
                self.leave_out(range, source);
            }
            // The other kinds belong to extensions that are not switched on.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, range: &Range<usize>, source: &str) {
        let style = match tag {
            Tag::Emphasis => Some(InlineStyle::Emphasis),
            Tag::Strong => Some(InlineStyle::Strong),
            Tag::Link { dest_url, .. } => web_address(&dest_url).map(InlineStyle::Link),
            Tag::Image { .. } => None,
            block => return self.start_block(&block, range, source),
        };
        self.open.push((self.raw.len(), style));
    }

    fn start_block(&mut self, tag: &Tag, range: &Range<usize>, source: &str) {
        self.flush();
        match tag {
            Tag::Heading { level, .. } => self.block = Block::Heading(*level as u8),
            Tag::CodeBlock(_) => self.block = Block::Code,
            Tag::BlockQuote(_) => self.around.push(Around::Quote),
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}.");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                };
                self.around.push(Around::Item(marker));
            }
            Tag::HtmlBlock => self.leave_out(range, source),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                if let Some((start, Some(style))) = self.open.pop() {
                    self.looks.push((start..self.raw.len(), style));
                }
                return;
            }
            _ => self.flush(),
        }
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.around.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Heading(_) | TagEnd::CodeBlock => self.block = Block::Text,
            _ => {}
        }
    }

    /// Remembers where HTML stands; a comment is nothing to a reader.
    fn leave_out(&mut self, range: &Range<usize>, source: &str) {
        let html = source.get(range.clone()).unwrap_or("").trim();
        let comment = html.starts_with("<!--") && html.ends_with("-->");
        if !comment {
            self.html.get_or_insert(range.start);
        }
    }

    /// Ends the passage that is read.
    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let mut looks = std::mem::take(&mut self.looks);
        if raw.trim().is_empty() {
            return;
        }
        if matches!(self.block, Block::Code) {
            for line in raw.split('\n') {
                self.into.push_styled(line, Vec::new(), PassageKind::Code);
            }
            return;
        }
        looks.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let kind = self.kind();
        self.into.push_styled(&raw, looks, kind);
    }

    fn kind(&mut self) -> PassageKind {
        if let Block::Heading(level) = self.block {
            return PassageKind::Heading(level);
        }
        match self.around.last_mut() {
            None => PassageKind::Paragraph,
            Some(Around::Quote) => PassageKind::Quote,
            Some(Around::Item(marker)) => PassageKind::Item {
                depth: u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX),
                // Further paragraphs of an item stand under the first, without a mark.
                marker: std::mem::take(marker),
            },
        }
    }
}
