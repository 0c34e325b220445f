//! CommonMark as it is rendered: headings, lists, quotations and code become
//! passages of their kinds; emphasis, code and links become looks of stretches.
//! Images are their alternative text, raw HTML is left out.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::bundle::canonical::builder::CanonicalBuilder;
use crate::bundle::url::clean_web_url;
use crate::model::{InlineStyle, PassageKind};

/// Reads a text into passages. Returns the byte of the first raw HTML that was left out.
pub(crate) fn read(source: &str, into: &mut CanonicalBuilder) -> Option<usize> {
    let mut page = MarkdownReader {
        into,
        text: String::new(),
        styles: Vec::new(),
        open_styles: Vec::new(),
        containers: Vec::new(),
        item_numbers: Vec::new(),
        block: MarkdownBlock::Text,
        first_raw_html: None,
    };
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        page.on_event(event, &range, source);
    }
    page.flush();
    page.first_raw_html
}

/// What holds the passages that are read.
enum Container {
    Quote,
    /// An item with its mark, until a passage has taken it.
    Item(String),
}

/// The block that is read.
enum MarkdownBlock {
    Text,
    Heading(u8),
    Code,
}

struct MarkdownReader<'b> {
    into: &'b mut CanonicalBuilder,
    /// The text of the passage so far.
    text: String,
    styles: Vec<(Range<usize>, InlineStyle)>,
    /// Looks that have begun: none for a link that leads nowhere.
    open_styles: Vec<(usize, Option<InlineStyle>)>,
    containers: Vec<Container>,
    /// The number of the next item of each list that is open; none where it has bullets.
    item_numbers: Vec<Option<u64>>,
    block: MarkdownBlock,
    first_raw_html: Option<usize>,
}

impl MarkdownReader<'_> {
    fn on_event(&mut self, event: Event, range: &Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.on_start(tag, range, source),
            Event::End(tag) => self.on_end(tag),
            Event::Text(text) => self.text.push_str(&text),
            Event::Code(text) => {
                let start = self.text.len();
                self.text.push_str(&text);
                self.styles
                    .push((start..self.text.len(), InlineStyle::Code));
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::InlineHtml(tag) => {
                if tag.to_ascii_lowercase().starts_with("<br") {
                    self.text.push(' ');
                }
                self.note_raw_html(range, source);
            }
            // The other kinds belong to extensions that are not switched on.
            _ => {}
        }
    }

    fn on_start(&mut self, tag: Tag, range: &Range<usize>, source: &str) {
        let style = match tag {
            Tag::Emphasis => Some(InlineStyle::Emphasis),
            Tag::Strong => Some(InlineStyle::Strong),
            Tag::Link { dest_url, .. } => clean_web_url(&dest_url).map(InlineStyle::Link),
            Tag::Image { .. } => None,
            block => return self.on_block_start(&block, range, source),
        };
        self.open_styles.push((self.text.len(), style));
    }

    fn on_block_start(&mut self, tag: &Tag, range: &Range<usize>, source: &str) {
        self.flush();
        match tag {
            Tag::Heading { level, .. } => self.block = MarkdownBlock::Heading(*level as u8),
            Tag::CodeBlock(_) => self.block = MarkdownBlock::Code,
            Tag::BlockQuote(_) => self.containers.push(Container::Quote),
            Tag::List(first) => self.item_numbers.push(*first),
            Tag::Item => {
                let marker = match self.item_numbers.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}.");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                };
                self.containers.push(Container::Item(marker));
            }
            Tag::HtmlBlock => self.note_raw_html(range, source),
            _ => {}
        }
    }

    fn on_end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                if let Some((start, Some(style))) = self.open_styles.pop() {
                    self.styles.push((start..self.text.len(), style));
                }
                return;
            }
            _ => self.flush(),
        }
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.containers.pop();
            }
            TagEnd::List(_) => {
                self.item_numbers.pop();
            }
            TagEnd::Heading(_) | TagEnd::CodeBlock => self.block = MarkdownBlock::Text,
            _ => {}
        }
    }

    /// Remembers where HTML stands; a comment is nothing to a reader.
    fn note_raw_html(&mut self, range: &Range<usize>, source: &str) {
        let html = source.get(range.clone()).unwrap_or("").trim();
        let comment = html.starts_with("<!--") && html.ends_with("-->");
        if !comment {
            self.first_raw_html.get_or_insert(range.start);
        }
    }

    /// Ends the passage that is read.
    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.text);
        let mut looks = std::mem::take(&mut self.styles);
        if raw.trim().is_empty() {
            return;
        }
        if matches!(self.block, MarkdownBlock::Code) {
            for line in raw.split('\n') {
                self.into.push_styled(line, Vec::new(), PassageKind::Code);
            }
            return;
        }
        looks.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let kind = self.passage_kind();
        self.into.push_styled(&raw, looks, kind);
    }

    fn passage_kind(&mut self) -> PassageKind {
        if let MarkdownBlock::Heading(level) = self.block {
            return PassageKind::Heading(level);
        }
        match self.containers.last_mut() {
            None => PassageKind::Paragraph,
            Some(Container::Quote) => PassageKind::Quote,
            Some(Container::Item(marker)) => PassageKind::Item {
                depth: u8::try_from(self.item_numbers.len().saturating_sub(1)).unwrap_or(u8::MAX),
                // Further paragraphs of an item stand under the first, without a mark.
                marker: std::mem::take(marker),
            },
        }
    }
}
