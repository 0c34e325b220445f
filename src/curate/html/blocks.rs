//! A page as a sequence of blocks: what stands between two borders of paragraphs,
//! with what its surroundings say about it.

use scraper::node::Element;
use scraper::{Html, Node};

use super::names;

/// Most blocks that are read of one page.
const MAX_BLOCKS: usize = 60_000;

/// One block of text.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its words, white space settled.
    pub text: String,
    /// The nearest element that makes a paragraph.
    pub tag: &'static str,
    /// The elements around it, a bit for each of [`CONTEXT_TAGS`].
    pub ancestors: u64,
    /// What the names of the two nearest blocks around it say.
    pub near_names: u64,
    /// What the names of all elements around it say.
    pub far_names: u64,
    /// Index of the element that holds it, in the list of containers.
    pub container: usize,
    /// Characters in links.
    pub linked_chars: usize,
    /// Characters in bold or italic.
    pub strong_chars: usize,
    /// Follows the block before after a single line break.
    pub after_line_break: bool,
    /// Hidden by an attribute.
    pub is_hidden: bool,
    /// Names of the element and its parent: what looks alike on the screen.
    pub style_hash: u64,
    /// The value of `itemprop` around it is `articleBody`.
    pub is_body: bool,
    /// The number of the innermost `article` element around it; 0 where there is none.
    pub article_number: usize,
}

/// An element that holds blocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct BlockContainer {
    /// The one around it; itself at the top.
    pub parent: usize,
    /// Elements above it.
    pub depth: usize,
}

/// All blocks of a page.
#[derive(Debug, Default)]
pub struct PageBlocks {
    /// In the order of the page.
    pub blocks: Vec<Block>,
    /// The elements that hold them.
    pub containers: Vec<BlockContainer>,
}

/// Elements whose presence around a block tells something; the index is the bit.
pub const CONTEXT_TAGS: &[&str] = &[
    "nav",
    "footer",
    "header",
    "aside",
    "form",
    "figure",
    "figcaption",
    "table",
    "ul",
    "ol",
    "blockquote",
    "button",
    "article",
    "main",
    "section",
    "details",
    "label",
    "address",
    "time",
    "dialog",
    "li",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "dl",
    "pre",
    "summary",
    "td",
    "th",
];

const BLOCK_TAGS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "label",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
    "audio",
];

#[allow(
    clippy::struct_excessive_bools,
    reason = "each tells one thing of an element"
)]
struct OpenElement {
    tag: &'static str,
    inside: u64,
    near: u64,
    own: u64,
    far: u64,
    holder: usize,
    look: u64,
    own_look: u64,
    hidden: bool,
    is_body: bool,
    article: usize,
    link: bool,
    strong: bool,
    skip: bool,
    block: bool,
}

/// Reads the blocks of a parsed page.
#[must_use]
pub fn read_blocks(page: &Html) -> PageBlocks {
    let mut walk = BlockReader {
        out: PageBlocks {
            blocks: Vec::new(),
            containers: vec![BlockContainer::default()],
        },
        stack: vec![OpenElement {
            tag: "body",
            inside: 0,
            near: 0,
            own: 0,
            far: 0,
            holder: 0,
            look: 0,
            own_look: 0,
            hidden: false,
            is_body: false,
            article: 0,
            link: false,
            strong: false,
            skip: false,
            block: true,
        }],
        text: String::new(),
        linked: 0,
        strong: 0,
        breaks: 0,
        soft: false,
        articles: 0,
    };
    for edge in page.tree.root().traverse() {
        if walk.out.blocks.len() >= MAX_BLOCKS {
            break;
        }
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.open(element),
                Node::Text(text) => walk.text(text),
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    walk.close(element);
                }
            }
        }
    }
    walk.flush();
    walk.out
}

struct BlockReader {
    out: PageBlocks,
    stack: Vec<OpenElement>,
    text: String,
    linked: usize,
    strong: usize,
    breaks: usize,
    soft: bool,
    articles: usize,
}

impl BlockReader {
    fn open(&mut self, element: &Element) {
        let name = element.name();
        let Some(top) = self.stack.last() else { return };
        if name == "br" {
            self.breaks += 1;
            return;
        }
        let block = BLOCK_TAGS.iter().find(|t| **t == name).copied();
        let mut names = String::new();
        for key in [
            "class",
            "id",
            "role",
            "data-testid",
            "data-component",
            "data-type",
            "data-qa",
        ] {
            if let Some(value) = element.attr(key) {
                names.push(' ');
                names.push_str(value);
            }
        }
        let itemprop = element.attr("itemprop").unwrap_or_default();
        names.push(' ');
        names.push_str(itemprop);
        let own = names::name_flags(&names);
        let own_look = name_hash(name, &names);
        let bit = CONTEXT_TAGS
            .iter()
            .position(|t| *t == name)
            .map_or(0, |b| 1 << b);
        let hidden = top.hidden
            || element.attr("hidden").is_some()
            || element.attr("style").is_some()
            || element.attr("aria-hidden") == Some("true");
        let mut frame = OpenElement {
            tag: block.unwrap_or(top.tag),
            inside: top.inside | bit,
            near: own | top.near,
            own: top.own | own,
            far: top.far | own,
            holder: top.holder,
            look: top.look,
            own_look: top.own_look,
            hidden,
            is_body: top.is_body || itemprop.eq_ignore_ascii_case("articleBody"),
            article: top.article,
            link: top.link || name == "a",
            strong: top.strong || matches!(name, "b" | "strong" | "i" | "em"),
            skip: top.skip || matches!(name, "script" | "style" | "head" | "title" | "template"),
            block: block.is_some(),
        };
        if name == "article" {
            self.articles += 1;
            frame.article = self.articles;
        }
        if block.is_some() {
            frame.near = own | top.own;
            frame.own = own;
            frame.look = own_look ^ top.own_look.rotate_left(7);
            frame.own_look = own_look;
            let depth = self.out.containers[top.holder].depth + 1;
            self.out.containers.push(BlockContainer {
                parent: top.holder,
                depth,
            });
            frame.holder = self.out.containers.len() - 1;
            self.flush();
        }
        self.stack.push(frame);
    }

    fn close(&mut self, element: &Element) {
        if element.name() == "br" {
            return;
        }
        if self.stack.last().is_some_and(|f| f.block) {
            self.flush();
        }
        if self.stack.len() > 1 {
            self.stack.pop();
        }
    }

    fn text(&mut self, text: &str) {
        let Some(top) = self.stack.last() else { return };
        if top.skip {
            return;
        }
        let (link, strong) = (top.link, top.strong);
        if self.breaks > 0 && text.chars().any(|c| !c.is_whitespace()) {
            let soft = self.breaks == 1 && !self.text.trim().is_empty();
            self.flush();
            self.soft = soft;
            self.breaks = 0;
        }
        let mut characters = 0;
        for c in text.chars() {
            let space = c.is_whitespace();
            if space && !matches!(c, '\u{a0}' | '\u{202f}') {
                if !self.text.ends_with(' ') && !self.text.is_empty() {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
                characters += 1;
            }
        }
        self.linked += if link { characters } else { 0 };
        self.strong += if strong { characters } else { 0 };
    }

    fn flush(&mut self) {
        let text = self.text.trim();
        if !text.is_empty()
            && let Some(top) = self.stack.last()
        {
            self.out.blocks.push(Block {
                text: text.to_owned(),
                tag: top.tag,
                ancestors: top.inside,
                near_names: top.near,
                far_names: top.far,
                container: top.holder,
                linked_chars: self.linked,
                strong_chars: self.strong,
                after_line_break: self.soft,
                is_hidden: top.hidden,
                style_hash: top.look,
                is_body: top.is_body,
                article_number: top.article,
            });
        }
        self.text.clear();
        self.linked = 0;
        self.strong = 0;
        self.soft = false;
        self.breaks = 0;
    }
}

/// FNV-1a of an element's name and class names, digits left out: numbered names look alike.
fn name_hash(name: &str, names: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in name.bytes().chain(names.bytes()) {
        if !byte.is_ascii_digit() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}
