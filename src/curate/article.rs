//! An article as it is taken from a page: its pieces in order, what was left out and why,
//! and what the page says of it.

use super::meta::MetadataCandidates;
use super::meta::authors::PageAuthor;

/// The version of the rules that decide what is left out. It is part of every id of an
/// omitted piece, so that an id from an older version is refused instead of meaning another.
pub const EXTRACTOR_VERSION: u32 = 1;

/// What a page was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageFormat {
    /// A page as a browser saves it.
    Html,
    /// A page saved by `SingleFile`, with its address and day.
    SingleFile,
    /// Text copied from a page.
    Pasted,
    /// Markdown, with or without front matter.
    Markdown,
    /// The text of a PDF, as `pdftotext -layout` gives it.
    PdfText,
}

impl PageFormat {
    /// Returns the word in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PageFormat::Html => "html",
            PageFormat::SingleFile => "singlefile",
            PageFormat::Pasted => "pasted",
            PageFormat::Markdown => "markdown",
            PageFormat::PdfText => "pdftext",
        }
    }
}

/// Why a piece was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OmissionReason {
    /// It is the title.
    Headline,
    /// Who wrote it, and when.
    Byline,
    /// Words under a picture.
    Caption,
    /// It is kept in the field of that name.
    Correction,
    /// A menu, a list of links.
    Menu,
    /// Points to other articles.
    Related,
    /// Asks to subscribe, to sign up, to give.
    Invitation,
    /// An advertisement.
    Advertisement,
    /// Cookies and privacy.
    Cookies,
    /// Readers' comments.
    Comments,
    /// A button, a label.
    Furniture,
    /// Only one of the two extractors keeps it.
    Disputed,
    /// The number or the repeated head of a printed page.
    PageHead,
    /// It stands outside the article.
    Outside,
}

impl OmissionReason {
    /// Returns the stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OmissionReason::Headline => "headline",
            OmissionReason::Byline => "byline",
            OmissionReason::Caption => "caption",
            OmissionReason::Correction => "correction",
            OmissionReason::Menu => "menu",
            OmissionReason::Related => "related",
            OmissionReason::Invitation => "invitation",
            OmissionReason::Advertisement => "advertisement",
            OmissionReason::Cookies => "cookies",
            OmissionReason::Comments => "comments",
            OmissionReason::Furniture => "furniture",
            OmissionReason::Disputed => "disputed",
            OmissionReason::PageHead => "page-head",
            OmissionReason::Outside => "outside",
        }
    }
}

/// What a piece is in the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A heading, 1 to 6.
    Heading(u8),
    /// An item of a list; numbered or not.
    Item {
        /// It is one of a numbered list.
        numbered: bool,
    },
    /// A block quotation.
    Quote,
}

/// One piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePiece {
    /// Its words on one line, clean.
    pub text: String,
    /// What it is.
    pub kind: PieceKind,
    /// Why it is left out; nothing where it belongs to the article.
    pub omitted: Option<OmissionReason>,
    /// It goes on the line of the piece before.
    pub joins_previous: bool,
    /// How likely it is to be article text, in percent.
    pub likelihood: u8,
}

/// A piece that was left out, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OmittedPiece {
    /// `KEY:N`. The key is made from the original and the extractor's version, `N` is the
    /// number of the piece on the page.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Why it was left out.
    pub reason: OmissionReason,
    /// Paragraphs of the article that stand before it.
    pub paragraphs_before: usize,
}

/// One article of a page.
#[derive(Clone, Debug)]
pub struct PageArticle {
    /// All pieces of its page, in order, with those that were left out.
    pub pieces: Vec<PagePiece>,
    /// The headline; empty where none is sure.
    pub title: String,
    /// Its authors.
    pub authors: Vec<PageAuthor>,
    /// The outlet; empty where none is named.
    pub publisher: String,
    /// Day of publication, `YYYY-MM-DD`; empty where none is sure.
    pub published: String,
    /// Day of the last change.
    pub modified: String,
    /// Its address.
    pub url: String,
    /// BCP 47 tag; empty where the text is too short to tell.
    pub language: String,
    /// Corrections printed with it.
    pub corrections: Vec<String>,
    /// All readings of the fields, those chosen first.
    pub candidates: MetadataCandidates,
    /// What the page was.
    pub format: PageFormat,
    /// The name of its charset.
    pub charset: &'static str,
    /// The day on which it was saved, where the page says so.
    pub retrieved: String,
    /// What the curator should know.
    pub notes: Vec<PageNote>,
    /// The first half of the ids of its pieces.
    pub key: String,
}

/// What a curator should know about a page that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageNote {
    /// The file ends inside the page.
    CutOff,
    /// The page says that it is not free to read: the text may be its beginning only.
    Paywall,
    /// Bytes that were none of the charset were replaced.
    BrokenCharset,
    /// The page holds more than one article.
    Several,
}

impl PageNote {
    /// Returns the stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PageNote::CutOff => "cut-off",
            PageNote::Paywall => "paywall",
            PageNote::BrokenCharset => "broken-charset",
            PageNote::Several => "several",
        }
    }

    /// Returns a sentence with advice.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            PageNote::CutOff => "The file ends in the middle of the page: save the page again.",
            PageNote::Paywall => {
                "The page says that it is for subscribers: see whether the article is complete."
            }
            PageNote::BrokenCharset => {
                "Some bytes were no text in the charset of the page and show as �: save it again as UTF-8."
            }
            PageNote::Several => "The page holds several articles: each was taken on its own.",
        }
    }
}

impl PageArticle {
    /// Returns the article's text, one paragraph a line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for piece in self.kept_pieces() {
            if !out.is_empty() {
                out.push(if piece.joins_previous { ' ' } else { '\n' });
            }
            out.push_str(&piece.text);
        }
        out
    }

    /// Returns `true` if headings, lists or block quotations should not be lost.
    #[must_use]
    pub fn needs_markdown(&self) -> bool {
        self.kept_pieces().any(|p| p.kind != PieceKind::Paragraph)
    }

    /// Returns the text as a bundle stores it: plain with blank lines between paragraphs, or
    /// as Markdown.
    #[must_use]
    pub fn to_stored(&self) -> String {
        if self.needs_markdown() {
            self.to_markdown()
        } else {
            self.to_plain()
        }
    }

    fn to_plain(&self) -> String {
        let mut out = self.text().replace('\n', "\n\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    /// Returns the article as Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&PagePiece> = None;
        let mut number = 0;
        for piece in self.kept_pieces() {
            let is_item = matches!(piece.kind, PieceKind::Item { .. });
            if let Some(last) = before {
                if piece.joins_previous {
                    out.push(' ');
                    out.push_str(&escape_markdown(&piece.text, false));
                    continue;
                }
                let tight = is_item && last.kind == piece.kind;
                out.push_str(if tight { "\n" } else { "\n\n" });
                if last.kind == PieceKind::Quote && piece.kind == PieceKind::Quote {
                    out.truncate(out.len() - 1);
                    out.push_str(">\n");
                }
            }
            match piece.kind {
                PieceKind::Paragraph => {}
                PieceKind::Heading(level) => {
                    out.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
                    out.push(' ');
                }
                PieceKind::Quote => out.push_str("> "),
                PieceKind::Item { numbered: false } => out.push_str("- "),
                PieceKind::Item { numbered: true } => {
                    let goes_on = before.is_some_and(|b| b.kind == piece.kind);
                    number = if goes_on { number + 1 } else { 1 };
                    out.push_str(&number.to_string());
                    out.push_str(". ");
                }
            }
            out.push_str(&escape_markdown(&piece.text, true));
            before = Some(piece);
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    fn kept_pieces(&self) -> impl Iterator<Item = &PagePiece> {
        self.pieces.iter().filter(|p| p.omitted.is_none())
    }

    /// Returns what was left out, in the order of the page.
    #[must_use]
    pub fn omitted(&self) -> Vec<OmittedPiece> {
        let mut after = 0;
        let mut out = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            match piece.omitted {
                None => after += usize::from(!piece.joins_previous),
                Some(reason) => out.push(OmittedPiece {
                    id: format!("{}:{}", self.key, number + 1),
                    text: piece.text.clone(),
                    reason,
                    paragraphs_before: after,
                }),
            }
        }
        out
    }

    /// Puts an omitted piece back where it stood; returns `false` where there is none of
    /// that id. A correction is taken from its field.
    pub fn restore(&mut self, id: &str) -> bool {
        let number = id
            .strip_prefix(self.key.as_str())
            .and_then(|rest| rest.strip_prefix(':'))
            .and_then(|n| n.parse::<usize>().ok());
        let piece = number
            .and_then(|n| n.checked_sub(1))
            .and_then(|n| self.pieces.get_mut(n))
            .filter(|p| p.omitted.is_some());
        let Some(piece) = piece else { return false };
        if piece.omitted == Some(OmissionReason::Correction) {
            let text = piece.text.clone();
            self.corrections.retain(|c| *c != text);
        }
        piece.omitted = None;
        true
    }
}

/// Escapes what Markdown would read as marks. `first`: the text begins a block.
fn escape_markdown(text: &str, first: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let mark = matches!(c, '*' | '_' | '`' | '[' | ']' | '\\' | '<')
            || (first && at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | '|'))
            || (c == '&' && text[at..].find(';').is_some_and(|n| n < 12));
        if mark {
            out.push('\\');
        }
        out.push(c);
    }
    // "2017. It was" would begin a numbered list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if first && (1..=9).contains(&digits) && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}
