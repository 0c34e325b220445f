//! What the reader kept: words, source, note and tags, grouped by briefing.

use crate::model::{Bookmark, Kind};
use crate::text::clean::clean_line;

use super::grid::{Row, Span};
use super::listing::{Context, heading, notice};
use super::rich::{Line, Role, flow, flow_text, piece};
use super::target::Target;

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context) -> Vec<Row> {
    let bookmarks = context.keeping.bookmarks();
    if bookmarks.is_empty() {
        return vec![notice(
            context,
            "Nothing is kept yet. b on a statement or in an article keeps the words under the cursor.",
        )];
    }
    let mut briefings: Vec<&str> = Vec::new();
    for b in bookmarks {
        if !briefings.contains(&b.place.briefing.as_str()) {
            briefings.push(&b.place.briefing);
        }
    }
    let mut rows = Vec::new();
    for briefing in briefings {
        let of = || bookmarks.iter().filter(|b| b.place.briefing == briefing);
        let title = of()
            .next()
            .map_or("", |b| b.provenance.briefing_title.as_str());
        rows.push(heading(
            context,
            if title.is_empty() { briefing } else { title },
        ));
        for b in of() {
            rows.push(Row::full(lines(context, b), Target::Bookmark(b.id.clone())).gap(1));
        }
    }
    rows
}

fn lines(context: &Context, b: &Bookmark) -> Vec<Line> {
    let width = context.columns.words(Span::Full).min(90);
    let p = &b.provenance;
    let mut lines = Vec::new();
    let mut who = Vec::new();
    if let Some(side) = &p.side {
        who.push(piece(format!("{side}: "), Role::Dim));
    }
    if let Some(speaker) = &p.speaker {
        who.push(piece(speaker, Role::Name));
    }
    if !who.is_empty() {
        lines.extend(flow(&who, width, 0, 2));
    }
    let parts: Vec<String> = b.parts().into_iter().map(clean_line).collect();
    let mut words = parts.join(" […] ");
    if p.kind.as_deref() == Some(Kind::Direct.name()) {
        words = format!("“{words}”");
    }
    lines.extend(flow_text(&words, Role::Kept, width, 0));
    let mut source = p.publisher.clone();
    if let Some(date) = p
        .published
        .as_deref()
        .and_then(|d| crate::model::Date::parse(d).ok())
    {
        source = format!("{source}, {date}");
    }
    lines.extend(flow(&[piece(source, Role::Dim)], width, 0, 2));
    for paragraph in b.note.lines() {
        let note = [piece("note: ", Role::Dim), piece(paragraph, Role::Plain)];
        lines.extend(flow(&note, width, 0, 6));
    }
    if !b.tags.is_empty() {
        let tags = [
            piece("tags: ", Role::Dim),
            piece(b.tags.join(", "), Role::Plain),
        ];
        lines.extend(flow(&tags, width, 0, 6));
    }
    lines
}
