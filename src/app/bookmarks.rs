//! What the reader kept: words, source, note and tags, in groups; and where the
//! words stand now, if their article has changed.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Bookmark, Date, Kind};
use crate::text::clean::clean_line;
use crate::text::find;
use crate::text::reanchor::Placed;
use crate::text::words::Analyser;

use super::grid::{Row, Span};
use super::listing::{Context, heading, notice};
use super::rich::{Line, Piece, Role, both_ends, flow, flow_text, marked, piece};
use super::target::Target;

/// By what bookmarks are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// The briefing.
    #[default]
    Briefing,
    /// The point in dispute.
    Point,
    /// The side.
    Side,
    /// The tag.
    Tag,
    /// The letter of the highlight.
    Letter,
    /// The day on which they were kept.
    Day,
}

impl Grouping {
    /// All groupings, as they are named.
    pub const ALL: [(&'static str, Grouping); 6] = [
        ("briefing", Grouping::Briefing),
        ("point", Grouping::Point),
        ("side", Grouping::Side),
        ("tag", Grouping::Tag),
        ("letter", Grouping::Letter),
        ("day", Grouping::Day),
    ];

    /// Returns the grouping of that name; without a name, the one after this.
    #[must_use]
    pub fn next(self, name: &str) -> Option<Grouping> {
        if name.is_empty() {
            let here = Self::ALL.iter().position(|(_, g)| *g == self)?;
            return Some(Self::ALL[(here + 1) % Self::ALL.len()].1);
        }
        let found = Self::ALL.iter().find(|(n, _)| *n == name);
        found.map(|(_, grouping)| *grouping)
    }

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, g)| *g == self);
        found.map_or("", |(name, _)| name)
    }

    /// Returns the groups in which a bookmark stands; at least one.
    fn groups(self, b: &Bookmark) -> Vec<String> {
        let p = &b.provenance;
        let or = |text: &str, other: &str| {
            if text.is_empty() {
                other.to_owned()
            } else {
                text.to_owned()
            }
        };
        let list = match self {
            Grouping::Briefing => vec![or(&p.briefing_title, &b.place.briefing)],
            Grouping::Point => p.topics.clone(),
            Grouping::Side => p.side.iter().cloned().collect(),
            Grouping::Tag => b.tags.clone(),
            Grouping::Letter => b.letter.iter().map(|c| format!("Highlight {c}")).collect(),
            Grouping::Day => vec![day(b.created)],
        };
        if !list.is_empty() {
            return list;
        }
        vec![match self {
            Grouping::Point => "No point in dispute".to_owned(),
            Grouping::Side => "No side: the article's own words".to_owned(),
            Grouping::Letter => "No highlight".to_owned(),
            _ => "No tag".to_owned(),
        }]
    }
}

/// Writes the rows: of all that is kept or, where there is a question, of what
/// answers it.
#[must_use]
pub fn rows(context: &Context, grouping: Grouping, question: &str) -> Vec<Row> {
    let bookmarks = context.keeping.bookmarks();
    let question = question.trim();
    if bookmarks.is_empty() {
        return vec![notice(
            context,
            "Nothing is kept yet. b on a statement or in an article keeps the words under the cursor.",
        )];
    }
    let mut rows = Vec::new();
    let (mut shown, mut terms): (&[Arc<Bookmark>], &[String]) = (bookmarks, &[]);
    if !question.is_empty() {
        let Some(hits) = context.recalled else {
            return vec![notice(context, "Searching…")];
        };
        (shown, terms) = (&hits.bookmarks, &hits.terms);
        let width = context.columns.words(Span::Full);
        for note in &hits.notes {
            let lines = flow(&[piece(&note.message, Role::Doubt)], width, 0, 2);
            rows.push(Row::full(lines, Target::Nothing));
        }
        if shown.is_empty() {
            let text = format!("Nothing kept answers \"{question}\". Esc shows everything.");
            rows.push(notice(context, &text));
            return rows;
        }
    }
    let needles = Needles(terms);
    let mut groups: Vec<(String, Vec<&Bookmark>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for b in shown {
        for name in grouping.groups(b) {
            let at = *known.entry(name).or_insert_with_key(|name| {
                groups.push((name.clone(), Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(b);
        }
    }
    if matches!(grouping, Grouping::Tag | Grouping::Letter | Grouping::Day) {
        groups.sort_by(|a, b| a.0.cmp(&b.0));
    }
    for (name, list) in groups {
        let count = list.len();
        rows.push(heading(context, &format!("{name} ({count})")));
        for b in list {
            let lines = lines(context, b, &needles);
            rows.push(Row::full(lines, Target::Bookmark(b.id.clone())).gap(1));
        }
    }
    rows
}

/// What is marked in the words and notes that answer a question.
struct Needles<'a>(&'a [String]);

impl Needles<'_> {
    /// Cuts a text where it is marked.
    fn mark(&self, language: &str, text: &str, role: Role) -> Vec<Piece> {
        if self.0.is_empty() {
            return vec![piece(text, role)];
        }
        let language = if language.is_empty() { "en" } else { language };
        let analyser = Analyser::new(language);
        let needles = self
            .0
            .iter()
            .flat_map(|term| find::needles(term, &analyser));
        let needles: Vec<find::Needle> = needles.collect();
        let marks = find::marks(&analyser.words(text), &needles);
        marked(text, &marks, role, Role::Hit)
    }
}

/// Writes the rows of what was deleted.
#[must_use]
pub fn deleted(context: &Context) -> Vec<Row> {
    let trash = context.keeping.trash();
    if trash.is_empty() {
        return vec![notice(context, "Nothing was deleted.")];
    }
    let text = "Enter brings a bookmark back. They stay here until :empty-trash yes.";
    let mut rows = vec![notice(context, text).gap(1)];
    for b in trash {
        let lines = lines(context, b, &Needles(&[]));
        rows.push(Row::full(lines, Target::Deleted(b.id.clone())).gap(1));
    }
    rows
}

fn lines(context: &Context, b: &Bookmark, needles: &Needles) -> Vec<Line> {
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
    let mut kept = Vec::new();
    if let Some(letter) = b.letter {
        kept.push(piece(format!("[{letter}]"), Role::Kept));
        kept.push(piece(" ", Role::Plain));
    }
    if b.created > 0 {
        kept.push(piece(format!("kept {}", day(b.created)), Role::Dim));
    }
    lines.extend(both_ends(who, kept, width));
    let parts: Vec<String> = b.parts().into_iter().map(clean_line).collect();
    let mut words = parts.join(" […] ");
    if p.kind.as_deref() == Some(Kind::Direct.name()) {
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
    let Some(desk) = context.desk.filter(|d| d.briefing.id == b.place.briefing) else {
        return Vec::new();
    };
    let article = desk.briefing.article_by_id(&b.place.article);
    let Some(article) = article.map(|ix| desk.briefing.article(ix)) else {
        let text = "! its article is not in this briefing any more";
        return flow_text(text, Role::Bad, width, 0);
    };
    let found = |range: &std::ops::Range<usize>| clean_line(article.text.slice(range));
    let (text, role) = match context.keeping.placings().of(b) {
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

/// Returns the day of a time, as `2026-11-21`; empty where it is not known.
fn day(seconds: i64) -> String {
    if seconds <= 0 {
        return "not yet on disk".to_owned();
    }
    let time = Timestamp::from_second(seconds).map(|t| t.to_zoned(TimeZone::UTC).date());
    time.map_or_else(|_| String::new(), |date| date.to_string())
}
