//! Reads Markdown, as clippers save it, with the fields of its front matter.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::article::{OmissionReason, PageArticle, PageFormat, PagePiece, PieceKind};
use super::furniture;
use super::meta::{MetadataCandidates, authors, dates, printed};
use super::page;
use super::sniff::split_front_matter;
use crate::text::clean;

/// Reads a text with Markdown's marks. A clipper has cut the page already, so all stays but
/// the headline, corrections and what is furniture as a whole.
#[must_use]
pub fn read_markdown(text: &str) -> Vec<PageArticle> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let (matter, body) = split_front_matter(text).unwrap_or(("", text));
    let mut readings = read_fields(matter);
    let mut pieces = read_pieces(body);
    let heading = pieces
        .iter()
        .find(|p| p.kind == PieceKind::Heading(1))
        .map(|p| p.text.clone());
    if readings.title.is_empty() {
        readings.title.extend(heading);
    }
    let title = readings
        .title
        .first()
        .map(|t| authors::fold_name(t))
        .unwrap_or_default();
    let early = printed::read_lines(pieces.iter().take(8).map(|p| p.text.as_str()));
    if readings.authors.is_empty() && !early.authors.is_empty() {
        readings.authors.push(early.authors);
    }
    if readings.published.is_empty() {
        readings.published.extend(early.published);
    }
    for (i, piece) in pieces.iter_mut().enumerate() {
        let line = piece.text.as_str();
        piece.omitted = if !title.is_empty() && authors::fold_name(line) == title {
            Some(OmissionReason::Headline)
        } else if printed::is_correction(line) {
            Some(OmissionReason::Correction)
        } else if i < 6 && printed::byline(line).is_some() {
            Some(OmissionReason::Byline)
        } else if furniture::is_furniture(line) {
            Some(OmissionReason::Furniture)
        } else if furniture::is_teaser(line) && page::count_words(line) < 25 {
            Some(OmissionReason::Related)
        } else {
            None
        };
    }
    vec![page::assemble_article(
        pieces,
        readings,
        PageFormat::Markdown,
    )]
}

/// Returns the blocks of Markdown as pieces, without its inline marks.
fn read_pieces(body: &str) -> Vec<PagePiece> {
    let mut out: Vec<PagePiece> = Vec::new();
    let mut text = String::new();
    let mut kind = PieceKind::Paragraph;
    let mut lists: Vec<bool> = Vec::new();
    let (mut quotes, mut items, mut images) = (0_usize, 0_usize, 0_usize);
    let mut flush = |text: &mut String, kind: PieceKind| {
        let line = clean::clean_line(text);
        text.clear();
        if !line.is_empty() {
            out.push(PagePiece {
                text: line,
                kind,
                omitted: None,
                joins_previous: false,
                likelihood: 100,
            });
        }
    };
    for event in Parser::new_ext(
        body,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
    ) {
        let here = if items > 0 {
            PieceKind::Item {
                numbered: lists.last().copied().unwrap_or(false),
            }
        } else if quotes > 0 {
            PieceKind::Quote
        } else {
            PieceKind::Paragraph
        };
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                flush(&mut text, here);
                kind = PieceKind::Heading(heading_level(level));
            }
            Event::End(TagEnd::Heading(_)) => {
                flush(&mut text, kind);
                kind = PieceKind::Paragraph;
            }
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Start(Tag::List(number)) => {
                flush(&mut text, here);
                lists.push(number.is_some());
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => items += 1,
            Event::End(TagEnd::Item) => {
                flush(&mut text, here);
                items = items.saturating_sub(1);
            }
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => {
                flush(&mut text, here);
                quotes = quotes.saturating_sub(1);
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead,
            ) => flush(&mut text, here),
            Event::Text(t) | Event::Code(t) if images == 0 => text.push_str(&t),
            Event::Html(html) | Event::InlineHtml(html)
                if html.contains("<br") || html.contains("</p") =>
            {
                text.push(' ');
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => text.push(' '),
            _ => {}
        }
    }
    flush(&mut text, PieceKind::Paragraph);
    out
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Reads `key: value` lines, with lists on the line or under it.
fn read_fields(matter: &str) -> MetadataCandidates {
    let mut out = MetadataCandidates::default();
    let mut key = String::new();
    let mut names = Vec::new();
    for line in matter.lines() {
        let item = line.trim_start().strip_prefix("- ");
        let value = match (item, line.split_once([':', '='])) {
            (Some(item), _) => item,
            (None, Some((k, v))) if !line.starts_with(' ') => {
                key = k.trim().trim_matches('"').to_lowercase();
                v
            }
            _ => continue,
        };
        for value in list_values(value) {
            match key.as_str() {
                "title" | "headline" => super::meta::push_unique(&mut out.title, &value),
                "author" | "authors" | "byline" | "creator" => {
                    let value = value.trim_start_matches("[[").trim_end_matches("]]");
                    authors::read_field(value, None, &mut names);
                }
                "publisher" | "site" | "site_name" | "website" | "outlet" | "publication" => {
                    super::meta::push_unique(&mut out.publisher, &value);
                }
                "date" | "published" | "pubdate" | "publish_date" | "published_at"
                | "date_published" => {
                    out.published.extend(dates::parse_machine_date(&value));
                }
                "updated" | "modified" | "lastmod" | "date_modified" => {
                    out.modified.extend(dates::parse_machine_date(&value));
                }
                "url" | "source" | "link" | "canonical" | "source_url" => {
                    if value.starts_with("http") {
                        super::meta::push_unique(&mut out.url, &value);
                    } else if key == "source" {
                        super::meta::push_unique(&mut out.publisher, &value);
                    }
                }
                "lang" | "language" => value.clone_into(&mut out.language),
                "description" | "excerpt" | "summary" => value.clone_into(&mut out.description),
                _ => {}
            }
        }
    }
    if !names.is_empty() {
        out.authors.push(names);
    }
    out
}

fn list_values(value: &str) -> Vec<String> {
    let value = value.trim();
    let plain = |v: &str| v.trim().trim_matches(['"', '\'']).trim().to_owned();
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) if !value.starts_with("[[") => list
            .split(',')
            .map(plain)
            .filter(|v| !v.is_empty())
            .collect(),
        _ => Some(plain(value))
            .filter(|v| !v.is_empty())
            .into_iter()
            .collect(),
    }
}
