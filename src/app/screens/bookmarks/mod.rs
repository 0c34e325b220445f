//! The bookmarks, in groups: words, source, note and tags; and where the words are now, if
//! their article has changed.

mod grouping;

use crate::model::{Bookmark, Date, Needle, QuotationKind};
use crate::text::clean::clean_line;
use crate::text::find;
use crate::text::reanchor::AnchorStatus;
use crate::text::words::Analyzer;

use crate::app::list::grid::{Cell, LazyRow, Row};
use crate::app::list::kind::Grouping;
use crate::app::list::listed_bookmarks::ListedBookmarks;
use crate::app::list::rows::{RowContext, heading, notice};
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{
    Role, StyledLine, StyledSpan, highlight, justify, styled, wrap_spans, wrap_text,
};

use grouping::{BookmarkGroup, day_label};

/// Bookmarks from which on the list is lazy: rows are laid out only near the window. Below
/// it all are laid out at once, and their heights are known.
const LAZY_THRESHOLD: usize = 300;

/// Lays out the bookmark of an item of a lazy list.
#[must_use]
pub fn lazy_cell(context: &RowContext, shown: &ListedBookmarks, item: u32) -> Option<Cell> {
    let b = shown.get(item)?;
    Some(cell(context, b, &HighlightTerms(&shown.needles)))
}

/// Writes the rows of all bookmarks or, with a query, of those that match it; those of a long
/// list are laid out later. Returns with them the list that their items count.
#[must_use]
pub fn rows(context: &RowContext, grouping: Grouping, query: &str) -> (Vec<Row>, ListedBookmarks) {
    let mut rows = Vec::new();
    let Some(shown) = visible_bookmarks(context, query.trim(), &mut rows) else {
        return (rows, ListedBookmarks::default());
    };
    let long = shown.bookmarks.len() >= LAZY_THRESHOLD;
    let needles = HighlightTerms(&shown.needles);
    let width = text_width(context);
    let groups = grouping.groups(&shown.bookmarks, context.time_zone, |b| {
        estimated_height(b, width)
    });
    let count: usize = groups.iter().map(|group| group.items.len() + 1).sum();
    rows.reserve_exact(count);
    for BookmarkGroup { name, items } in groups {
        rows.push(heading(context, &format!("{name} ({})", items.len())));
        let row = |lazy: LazyRow| match shown.get(lazy.item) {
            Some(b) if !long => {
                Row::from_cells(vec![cell(context, b, &needles)]).with_item(lazy.item)
            }
            _ => Row::lazy(lazy),
        };
        rows.extend(items.into_iter().map(|lazy| row(lazy).with_gap(1)));
    }
    (rows, shown)
}

/// Returns the bookmarks to show, and adds rows above them that say how the query was read;
/// none if a row says why there are none.
fn visible_bookmarks(
    context: &RowContext,
    query: &str,
    rows: &mut Vec<Row>,
) -> Option<ListedBookmarks> {
    let bookmarks = context.user.bookmarks();
    if bookmarks.is_empty() {
        rows.push(notice(
            context,
            "Nothing is kept yet. b on a statement or in an article keeps the words under the cursor.",
        ));
        return None;
    }
    if query.is_empty() {
        return Some(ListedBookmarks {
            bookmarks: bookmarks.clone(),
            needles: Vec::new(),
        });
    }
    let Some(hits) = context.bookmark_hits else {
        rows.push(notice(context, "Searching…"));
        return None;
    };
    let width = context.columns.text_width(ColumnSpan::Full);
    for note in &hits.diagnostics {
        let lines = wrap_spans(&[styled(note.message(), Role::Doubt)], width, 0, 2);
        rows.push(Row::full(lines, Target::Nothing));
    }
    if hits.bookmarks.is_empty() {
        let text = format!("Nothing kept answers \"{query}\". Esc shows everything.");
        rows.push(notice(context, &text));
        return None;
    }
    Some(ListedBookmarks {
        bookmarks: hits.bookmarks.clone(),
        needles: hits.needles.clone(),
    })
}

/// What is highlighted in the words and notes of bookmarks that match a query.
struct HighlightTerms<'a>(&'a [Needle]);

impl HighlightTerms<'_> {
    /// Splits a text into spans at its highlights.
    fn mark(&self, language: &str, text: &str, role: Role) -> Vec<StyledSpan> {
        if self.0.is_empty() {
            return vec![styled(text, role)];
        }
        let language = if language.is_empty() { "en" } else { language };
        let analyser = Analyzer::new(language);
        let patterns = self.0.iter().flat_map(|needle| match needle {
            Needle::Word(word) => find::word_patterns(word, false, &analyser),
            Needle::Prefix(word) => find::word_patterns(word, true, &analyser),
            Needle::Phrase(words) => vec![find::Pattern::Phrase(words.clone())],
        });
        let patterns: Vec<find::Pattern> = patterns.collect();
        let marks = find::find_matches(&analyser.words(text), &patterns);
        highlight(text, &marks, role, Role::Match)
    }
}

/// Writes the rows of the deleted bookmarks.
#[must_use]
pub fn trash_rows(context: &RowContext) -> Vec<Row> {
    let trash = context.user.trash();
    if trash.is_empty() {
        return vec![notice(context, "Nothing was deleted.")];
    }
    let text = "Enter brings a bookmark back. They stay here until :empty-trash yes.";
    let mut rows = vec![notice(context, text).with_gap(1)];
    for b in trash {
        let lines = lines(context, b, &HighlightTerms(&[]));
        rows.push(Row::full(lines, Target::Deleted(b.id.clone())).with_gap(1));
    }
    rows
}

/// Returns the columns for the text of a bookmark.
fn text_width(context: &RowContext) -> usize {
    context.columns.text_width(ColumnSpan::Full).min(90)
}

/// Estimates the lines of a bookmark. Wrapping its words to know them would be most of the
/// work of laying it out.
fn estimated_height(b: &Bookmark, width: usize) -> u32 {
    let lines = |bytes: usize| bytes.div_ceil(width.max(1));
    let note = if b.note.is_empty() {
        0
    } else {
        lines(b.note.len() + "note: ".len())
    };
    let lines = 2 + lines(b.exact.len()).max(1) + note + usize::from(!b.tags.is_empty());
    u32::try_from(lines).unwrap_or(u32::MAX)
}

fn cell(context: &RowContext, b: &Bookmark, needles: &HighlightTerms) -> Cell {
    let lines = lines(context, b, needles);
    Cell::full(lines, Target::Bookmark(b.id.clone()))
}

fn lines(context: &RowContext, b: &Bookmark, needles: &HighlightTerms) -> Vec<StyledLine> {
    let width = text_width(context);
    let p = &b.provenance;
    let mut lines = Vec::new();
    let mut who = Vec::new();
    if let Some(side) = &p.side {
        who.push(styled(format!("{side}: "), Role::Dim));
    }
    if let Some(speaker) = &p.speaker {
        who.push(styled(speaker, Role::Name));
    }
    let mut kept = Vec::new();
    if let Some(letter) = b.letter {
        kept.push(styled(format!("[{letter}]"), Role::Bookmark));
        kept.push(styled(" ", Role::Plain));
    }
    if b.created > 0 {
        kept.push(styled(
            format!("kept {}", day_label(b.created, context.time_zone)),
            Role::Dim,
        ));
    }
    lines.extend(justify(who, kept, width));
    let parts: Vec<String> = b.parts().into_iter().map(clean_line).collect();
    let mut words = parts.join(" […] ");
    if p.kind.as_deref() == Some(QuotationKind::Direct.name()) {
        words = format!("“{words}”");
    }
    let words = needles.mark(&p.language, &words, Role::Bookmark);
    lines.extend(wrap_spans(&words, width, 0, 0));
    let mut source = p.publisher.clone();
    if let Some(date) = p.published.as_deref().and_then(|d| Date::parse(d).ok()) {
        source = format!("{source}, {date}");
    }
    lines.extend(wrap_spans(&[styled(source, Role::Dim)], width, 0, 2));
    lines.extend(anchor_lines(context, b, width));
    for paragraph in b.note.lines() {
        let mut note = vec![styled("note: ", Role::Dim)];
        note.extend(needles.mark(&p.language, paragraph, Role::Plain));
        lines.extend(wrap_spans(&note, width, 0, 6));
    }
    if !b.tags.is_empty() {
        let tags = [
            styled("tags: ", Role::Dim),
            styled(b.tags.join(", "), Role::Plain),
        ];
        lines.extend(wrap_spans(&tags, width, 0, 6));
    }
    lines
}

/// Returns where the words are now, if the article of the open briefing has changed.
fn anchor_lines(context: &RowContext, b: &Bookmark, width: usize) -> Vec<StyledLine> {
    let Some(open) = context.open.filter(|d| d.briefing.id == b.place.briefing) else {
        return Vec::new();
    };
    let article = open.briefing.article_by_id(&b.place.article);
    let Some(article) = article.map(|ix| open.briefing.article(ix)) else {
        let text = "! its article is not in this briefing any more";
        return wrap_text(text, Role::Bad, width, 0);
    };
    let found = |range: &std::ops::Range<usize>| clean_line(article.text.slice(range));
    let (text, role) = match context.user.anchors().placement(b) {
        AnchorStatus::Here(_) => return Vec::new(),
        AnchorStatus::Moved(_) => (
            "the article has changed; the same words stand elsewhere in it (A takes this over)"
                .to_owned(),
            Role::Doubt,
        ),
        AnchorStatus::Approximate(range, percent) => (
            format!(
                "the article has changed; {percent} % alike (A takes it over): {}",
                found(&range)
            ),
            Role::Doubt,
        ),
        AnchorStatus::Unplaced(Some((range, percent))) => (
            format!(
                "! not in the article any more; most like it, {percent} % (A takes it over): {}",
                found(&range)
            ),
            Role::Bad,
        ),
        AnchorStatus::Unplaced(None) => ("! not in the article any more".to_owned(), Role::Bad),
    };
    wrap_text(&text, role, width, 0)
}
