//! What the reader kept: words, source, note and tags, in groups; and where the
//! words stand now, if their article has changed.

mod grouping;

use std::sync::Arc;

use crate::model::{Bookmark, Bookmarks, Date, Needle, QuotationKind};
use crate::text::clean::clean_line;
use crate::text::find;
use crate::text::reanchor::Placed;
use crate::text::words::Analyser;

use crate::app::list::grid::{Cell, Promise, Row, Span};
use crate::app::list::target::Target;
use crate::app::list::{Context, heading, notice};
use crate::app::state::user_data::UserState;
use crate::app::ui::styled_text::{Line, Piece, Role, both_ends, flow, flow_text, marked, piece};

use grouping::{Group, day};

pub use grouping::Grouping;

/// Bookmarks from which on the list is long: then they are written only where the
/// window comes near.
const LONG: usize = 300;

/// What the screen shows: what is kept or, where there is a question, what answers it.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    bookmarks: Bookmarks,
    /// What is marked in them.
    needles: Vec<Needle>,
}

impl Shown {
    /// Returns the bookmark of an item of the list.
    #[must_use]
    pub fn get(&self, item: u32) -> Option<&Arc<Bookmark>> {
        self.bookmarks.get(item as usize)
    }

    /// Returns the item of the list that a target is about.
    #[must_use]
    pub fn item(&self, target: &Target, keeping: &UserState) -> Option<u32> {
        let Target::Bookmark(id) = target else {
            return None;
        };
        let same = keeping.shared_bookmark(id);
        let mut all = self.bookmarks.iter();
        let found = if Arc::ptr_eq(&self.bookmarks, keeping.bookmarks()) {
            all.position(|b| same.is_some_and(|same| Arc::ptr_eq(b, same)))
        } else {
            // What answers a question may be older than what is kept.
            all.position(|b| b.id == *id)
        };
        found.and_then(|at| u32::try_from(at).ok())
    }

    /// Writes the bookmark of an item of a long list.
    #[must_use]
    pub fn cell(&self, context: &Context, item: u32) -> Option<Cell> {
        let b = self.get(item)?;
        Some(cell(context, b, &Highlighter(&self.needles)))
    }
}

/// Writes the rows: of all that is kept or, where there is a question, of what
/// answers it; of a long list only how high they will be about. Returns with them
/// the list that their items count.
#[must_use]
pub fn rows(context: &Context, grouping: Grouping, question: &str) -> (Vec<Row>, Shown) {
    let mut rows = Vec::new();
    let Some(shown) = shown(context, question.trim(), &mut rows) else {
        return (rows, Shown::default());
    };
    let long = shown.bookmarks.len() >= LONG;
    let needles = Highlighter(&shown.needles);
    let width = measure(context);
    let groups = grouping.groups(&shown.bookmarks, context.zone, |b| about(b, width));
    let count: usize = groups.iter().map(|group| group.items.len() + 1).sum();
    rows.reserve_exact(count);
    for Group { name, items } in groups {
        rows.push(heading(context, &format!("{name} ({})", items.len())));
        let row = |promise: Promise| match shown.get(promise.item) {
            Some(b) if !long => Row::of(vec![cell(context, b, &needles)]).of_item(promise.item),
            _ => Row::promised(promise),
        };
        rows.extend(items.into_iter().map(|promise| row(promise).gap(1)));
    }
    (rows, shown)
}

/// Returns what is shown, with rows above it that say how the question was taken;
/// nothing where a row says why there is nothing.
fn shown(context: &Context, question: &str, rows: &mut Vec<Row>) -> Option<Shown> {
    let bookmarks = context.user.bookmarks();
    if bookmarks.is_empty() {
        rows.push(notice(
            context,
            "Nothing is kept yet. b on a statement or in an article keeps the words under the cursor.",
        ));
        return None;
    }
    if question.is_empty() {
        return Some(Shown {
            bookmarks: bookmarks.clone(),
            needles: Vec::new(),
        });
    }
    let Some(hits) = context.recalled else {
        rows.push(notice(context, "Searching…"));
        return None;
    };
    let width = context.columns.words(Span::Full);
    for note in &hits.notes {
        let lines = flow(&[piece(note.message(), Role::Doubt)], width, 0, 2);
        rows.push(Row::full(lines, Target::Nothing));
    }
    if hits.bookmarks.is_empty() {
        let text = format!("Nothing kept answers \"{question}\". Esc shows everything.");
        rows.push(notice(context, &text));
        return None;
    }
    Some(Shown {
        bookmarks: hits.bookmarks.clone(),
        needles: hits.needles.clone(),
    })
}

/// What is marked in the words and notes that answer a question.
struct Highlighter<'a>(&'a [Needle]);

impl Highlighter<'_> {
    /// Cuts a text where it is marked.
    fn mark(&self, language: &str, text: &str, role: Role) -> Vec<Piece> {
        if self.0.is_empty() {
            return vec![piece(text, role)];
        }
        let language = if language.is_empty() { "en" } else { language };
        let analyser = Analyser::new(language);
        let patterns = self.0.iter().flat_map(|needle| match needle {
            Needle::Word(word) => find::word_patterns(word, false, &analyser),
            Needle::Prefix(word) => find::word_patterns(word, true, &analyser),
            Needle::Phrase(words) => vec![find::Pattern::Phrase(words.clone())],
        });
        let patterns: Vec<find::Pattern> = patterns.collect();
        let marks = find::marks(&analyser.words(text), &patterns);
        marked(text, &marks, role, Role::Hit)
    }
}

/// Writes the rows of what was deleted.
#[must_use]
pub fn deleted(context: &Context) -> Vec<Row> {
    let trash = context.user.trash();
    if trash.is_empty() {
        return vec![notice(context, "Nothing was deleted.")];
    }
    let text = "Enter brings a bookmark back. They stay here until :empty-trash yes.";
    let mut rows = vec![notice(context, text).gap(1)];
    for b in trash {
        let lines = lines(context, b, &Highlighter(&[]));
        rows.push(Row::full(lines, Target::Deleted(b.id.clone())).gap(1));
    }
    rows
}

/// Columns of a bookmark.
fn measure(context: &Context) -> usize {
    context.columns.words(Span::Full).min(90)
}

/// Returns how many lines a bookmark has, about: wrapping its words would be most
/// of the work of writing it.
fn about(b: &Bookmark, width: usize) -> u32 {
    let lines = |bytes: usize| bytes.div_ceil(width.max(1));
    let note = if b.note.is_empty() {
        0
    } else {
        lines(b.note.len() + "note: ".len())
    };
    let lines = 2 + lines(b.exact.len()).max(1) + note + usize::from(!b.tags.is_empty());
    u32::try_from(lines).unwrap_or(u32::MAX)
}

fn cell(context: &Context, b: &Bookmark, needles: &Highlighter) -> Cell {
    let lines = lines(context, b, needles);
    Cell::full(lines, Target::Bookmark(b.id.clone()))
}

fn lines(context: &Context, b: &Bookmark, needles: &Highlighter) -> Vec<Line> {
    let width = measure(context);
    let p = &b.provenance;
    let mut lines = Vec::new();
    let mut who = Vec::new();
    if let Some(side) = &p.side {
        who.push(piece(format!("{side}: "), Role::Dim));
    }
    if let Some(speaker) = &p.speaker {
        who.push(piece(speaker, Role::Name));
    }
    let mut kept = Vec::new();
    if let Some(letter) = b.letter {
        kept.push(piece(format!("[{letter}]"), Role::Kept));
        kept.push(piece(" ", Role::Plain));
    }
    if b.created > 0 {
        kept.push(piece(
            format!("kept {}", day(b.created, context.zone)),
            Role::Dim,
        ));
    }
    lines.extend(both_ends(who, kept, width));
    let parts: Vec<String> = b.parts().into_iter().map(clean_line).collect();
    let mut words = parts.join(" […] ");
    if p.kind.as_deref() == Some(QuotationKind::Direct.name()) {
        words = format!("“{words}”");
    }
    let words = needles.mark(&p.language, &words, Role::Kept);
    lines.extend(flow(&words, width, 0, 0));
    let mut source = p.publisher.clone();
    if let Some(date) = p.published.as_deref().and_then(|d| Date::parse(d).ok()) {
        source = format!("{source}, {date}");
    }
    lines.extend(flow(&[piece(source, Role::Dim)], width, 0, 2));
    lines.extend(placed(context, b, width));
    for paragraph in b.note.lines() {
        let mut note = vec![piece("note: ", Role::Dim)];
        note.extend(needles.mark(&p.language, paragraph, Role::Plain));
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

/// What has become of the place, if the article of the open briefing has changed.
fn placed(context: &Context, b: &Bookmark, width: usize) -> Vec<Line> {
    let Some(open) = context.open.filter(|d| d.briefing.id == b.place.briefing) else {
        return Vec::new();
    };
    let article = open.briefing.article_by_id(&b.place.article);
    let Some(article) = article.map(|ix| open.briefing.article(ix)) else {
        let text = "! its article is not in this briefing any more";
        return flow_text(text, Role::Bad, width, 0);
    };
    let found = |range: &std::ops::Range<usize>| clean_line(article.text.slice(range));
    let (text, role) = match context.user.anchors().placement(b) {
        Placed::Here(_) => return Vec::new(),
        Placed::Moved(_) => (
            "the article has changed; the same words stand elsewhere in it (A takes this over)"
                .to_owned(),
            Role::Doubt,
        ),
        Placed::Approximate(range, percent) => (
            format!(
                "the article has changed; {percent} % alike (A takes it over): {}",
                found(&range)
            ),
            Role::Doubt,
        ),
        Placed::Unplaced(Some((range, percent))) => (
            format!(
                "! not in the article any more; most like it, {percent} % (A takes it over): {}",
                found(&range)
            ),
            Role::Bad,
        ),
        Placed::Unplaced(None) => ("! not in the article any more".to_owned(), Role::Bad),
    };
    flow_text(&text, role, width, 0)
}
