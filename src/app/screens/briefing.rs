//! The first page of a briefing: what it is about, its topics, its articles, and how many
//! statements each side has.

use std::sync::Arc;

use crate::model::{ArticleIx, ReadState, SideIx, StoredFile, TopicIx};
use crate::text::plural::plural;

use crate::app::input::command::Command;
use crate::app::list::grid::Row;
use crate::app::list::rows::{RowContext, heading};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::labels::source_name;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{
    Role, StyledLine, StyledSpan, justify, styled, wrap_spans, wrap_text,
};

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let briefing = &open.briefing;
    let width = context.columns.text_width(ColumnSpan::Full);
    let measure = width.min(80);
    let mut rows = vec![Row::full(
        wrap_text(&briefing.title, Role::Title, width, 0),
        Target::Nothing,
    )];
    rows.push(Row::full(wrap_spans(&side_counts(open), width, 0, 0), Target::Nothing).with_gap(1));
    rows.push(screen_links(context, width).with_gap(1));
    for paragraph in &briefing.summary {
        let lines = wrap_text(paragraph, Role::Plain, measure, 0);
        rows.push(Row::full(lines, Target::Nothing).with_gap(1));
    }

    rows.push(heading(context, "Points in dispute"));
    for (i, topic) in briefing.topics.iter().enumerate() {
        let listed = open.graph.in_topic(Some(TopicIx(i)));
        let count = |column: u8| {
            listed
                .iter()
                .filter(|s| open.column_of(**s) == column)
                .count()
        };
        let mut right = Vec::new();
        for (column, side) in briefing.sides.iter().take(3).enumerate() {
            let sign = open.side_letter(SideIx(column));
            let _ = side;
            right.push(styled(format!(" {sign} "), Role::Side(column as u8)));
            right.push(styled(format!("{:>2}", count(column as u8)), Role::Dim));
        }
        let lines = justify(vec![styled(&topic.question, Role::Plain)], right, width);
        rows.push(Row::full(lines, Target::Topic(TopicIx(i))));
    }
    if let Some(last) = rows.last_mut() {
        last.gap = 1;
    }

    rows.push(heading(context, "Articles"));
    for i in 0..briefing.articles.len() {
        rows.push(article_row(context, open, ArticleIx(i), width));
    }
    if let Some(last) = rows.last_mut() {
        last.gap = 1;
    }
    rows.push(heading(context, "About this briefing"));
    let lines = about_lines(open, measure);
    rows.push(Row::full(lines, Target::Screen(Command::GoAbout)));
    rows
}

/// Returns each side's sign and label with the number of its statements.
fn side_counts(open: &OpenBriefing) -> Vec<StyledSpan> {
    let counts = open.briefing.counts_by_side();
    let unanswered = open.graph.unanswered_counts();
    let mut pieces = Vec::new();
    for (i, side) in open.briefing.sides.iter().enumerate() {
        if i > 0 {
            pieces.push(styled("  ·  ", Role::Dim));
        }
        let column = OpenBriefing::column(SideIx(i));
        pieces.push(styled(
            format!("{} {}", open.side_letter(SideIx(i)), side.label),
            Role::Side(column),
        ));
        pieces.push(styled(
            format!(" {}", plural(counts[i], "statement", "statements")),
            Role::Plain,
        ));
        if let Some(count) = unanswered.get(i) {
            pieces.push(styled(format!(", {count} unanswered"), Role::Dim));
        }
    }
    pieces
}

/// Returns the keys of the other screens of the briefing, for those who see it first.
fn screen_links(context: &RowContext, width: usize) -> Row {
    let places = [
        (Command::GoCompare, "both sides, face to face"),
        (Command::Search, "search as you type"),
        (Command::GoSpeakers, "who speaks"),
        (Command::GoTimeline, "by date"),
        (Command::GoMatrix, "who carries what"),
        (Command::GoUnanswered, "what nobody answers"),
        (Command::Help, "all keys"),
    ];
    let mut pieces = Vec::new();
    for (command, label) in places {
        let keys = context.keymap.keys_of(command);
        if let Some(key) = keys.first() {
            pieces.push(styled(key, Role::Key));
            // No-break spaces keep key and words on one row.
            let label = label.replace(' ', "\u{a0}");
            pieces.push(styled(format!("\u{a0}{label}   "), Role::Dim));
        }
    }
    let lines = wrap_spans(&pieces, width, 0, 0);
    Row::full(lines, Target::Screen(Command::GoCompare))
}

fn article_row(context: &RowContext, open: &OpenBriefing, ix: ArticleIx, width: usize) -> Row {
    let briefing = &open.briefing;
    let a = briefing.article(ix);
    let state = context.user.read_state(&briefing.id, &a.id);
    let (sign, role) = match state {
        ReadState::New => ("new", Role::Bookmark),
        ReadState::Opened => ("opened", Role::Dim),
        ReadState::Read => ("read ✓", Role::Good),
    };
    let mut lines = justify(
        vec![styled(&a.title, Role::Name)],
        vec![styled(sign, role)],
        width,
    );
    let mut facts = vec![a.publisher.clone()];
    if !a.authors.is_empty() {
        facts.push(a.author_names().collect::<Vec<_>>().join(", "));
    }
    if let Some(date) = &a.published {
        facts.push(date.to_string());
    }
    let statements = open.statements_in(ix).len();
    facts.push(plural(statements, "statement", "statements"));
    lines.extend(wrap_spans(
        &[styled(facts.join(" · "), Role::Dim)],
        width,
        2,
        2,
    ));
    Row::full(lines, Target::Article(ix))
}

/// Returns where the texts come from, and what was left out of them.
fn about_lines(open: &OpenBriefing, width: usize) -> Vec<StyledLine> {
    let briefing = &open.briefing;
    let mut lines = Vec::new();
    let mut add = |label: &str, text: String, role: Role| {
        let pieces = [styled(format!("{label}: "), Role::Dim), styled(text, role)];
        lines.extend(wrap_spans(&pieces, width, 0, 2));
    };
    add("id", briefing.id.clone(), Role::Plain);
    if let Some(date) = &briefing.updated {
        add("updated", date.to_string(), Role::Plain);
    }
    if !briefing.curators.is_empty() {
        add("curated by", briefing.curators.join(", "), Role::Plain);
    }
    add("read from", source_name(&briefing.source), Role::Plain);
    if let Some(gone) = &open.replaces {
        let text = format!("{}, which is gone", source_name(gone));
        add("in place of", text, Role::Plain);
    }
    for a in &briefing.articles {
        if let Some(omitted) = &a.omitted {
            let text = format!("{} — left out: {omitted}", a.publisher);
            add(&a.id, text, Role::Curator);
        }
        if let Some(note) = &a.note {
            add(&a.id, note.clone(), Role::Curator);
        }
        if let Some(date) = &a.modified {
            add(&a.id, format!("changed by the outlet: {date}"), Role::Plain);
        }
        if let Some(original) = &a.original {
            add(&a.id, original_text(original), Role::Plain);
        }
        for version in &a.versions {
            let mut text = format!("another version is stored: {}", version.path);
            if let Some(date) = &version.retrieved {
                text = format!("{text}, taken {date}");
            }
            if let Some(note) = &version.note {
                text = format!("{text}; {note}");
            }
            add(&a.id, text, Role::Curator);
        }
        for words in &a.not_statements {
            let why = words
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(" ({why})"));
            let text = format!("not a statement: “{}”{why}", words.exact);
            add(&a.id, text, Role::Curator);
        }
    }
    lines
}

/// Returns from which file a text was taken. The file itself is evidence, and not shown.
fn original_text(original: &StoredFile) -> String {
    let text = format!("text taken from {}", original.path);
    match &original.sha256 {
        Some(sha256) => format!("{text} (SHA-256 {sha256})"),
        None => text,
    }
}
