//! What stands around every screen: where we are, what was done, the keys that
//! matter now.

use crate::model::{IndexProgress, SearchScope};
use crate::text::clean::clean_line;
use crate::text::width::{truncate, width};

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::input::command::Command as C;
use crate::app::list::ListKind;
use crate::app::message::StatusLevel;
use crate::app::message::key::KeyStep;
use crate::app::prompt::query_diagnostics::{
    AnsweredQuery, PromptDiagnostic, diagnostic_at, diagnostics,
};
use crate::app::prompt::{Completion, Prompt};
use crate::app::screens::spec::{KeyHint, spec};
use crate::app::state::status_line::Status;
use crate::app::state::user_data::gutter_sign;
use crate::app::ui::labels::scope_label;
use crate::app::ui::layout::TWO_COLUMN_MIN;
use crate::app::ui::styled_text::{Role, StyledSpan, styled};

/// Returns the header: where we are on the left, how far on the right. Old text is said
/// to be old first of all, where no window is too narrow for it.
#[must_use]
pub fn header(app: &AppState) -> (String, String) {
    let (left, right) = location(app);
    let open = match app.screen() {
        Screen::Article(reader) => Some(&reader.open),
        Screen::List(list) => list.open.as_ref(),
    };
    if open.is_some_and(|open| open.outdated.is_some()) {
        return (format!("OLD TEXT · {left}"), right);
    }
    (left, right)
}

fn location(app: &AppState) -> (String, String) {
    let briefing = app.open().map(|d| d.briefing.title.clone());
    match app.screen() {
        Screen::Article(reader) => {
            let article = reader.open.briefing.article(reader.article);
            let (n, total) = reader.statement_number();
            let right = format!("statement {n} of {total} · {} %", reader.percent());
            (format!("{} › {}", article.publisher, article.title), right)
        }
        Screen::List(list) => {
            let spec = spec(&list.kind);
            let mut left = spec.title.to_owned();
            match (&list.kind, &briefing) {
                (ListKind::Briefing, Some(title)) => left.clone_from(title),
                (ListKind::Results, _) => {
                    let open = app.open().map(|d| d.briefing.id.as_str());
                    let scope = list.search.scope.as_ref();
                    let scope = scope_label(scope.unwrap_or(&SearchScope::Library), open);
                    if let Some(name) = app.saved_name(list) {
                        left = format!("{left} \"{name}\"");
                    }
                    left = format!("{left} in {scope}: {}", list.search.query.trim());
                }
                (_, Some(title)) if spec.shows_briefing_title => left = format!("{left} › {title}"),
                _ => {}
            }
            if let Some(filter) = &list.match_filter {
                // In a narrow window the end is cut off.
                left = format!("{} · {left}", filter.header_text());
            }
            if !list.filter.is_empty() {
                left = format!("{left} (only: {})", list.filter);
                if let Some((shown, total)) = list.counts {
                    left = format!("{left} {shown} of {total}");
                }
            }
            let (n, total) = list.grid.position();
            let right = match (&list.kind, total) {
                (_, 0) => String::new(),
                (ListKind::Results, _) if !list.search.query.trim().is_empty() => {
                    let found = list.search.hits.total;
                    format!("{n} of {found}")
                }
                _ => format!("{n} of {total} · {} %", list.grid.percent()),
            };
            (left, right)
        }
    }
}

/// Says how much of what is kept is not on the disk: on its way, or refused and tried again.
#[must_use]
pub fn save_state(app: &AppState) -> String {
    match (app.user().unsaved(), app.user().has_failed_writes()) {
        (0, _) => String::new(),
        (_, false) => "saving…".to_owned(),
        (changes, true) => format!("{changes} not saved"),
    }
}

/// Returns what stands at the right of the status line: the keys pressed so far, else what
/// is not on the disk, else how far the index is.
#[must_use]
pub fn status_suffix(app: &AppState) -> String {
    let mut told = [pending_keys(app), save_state(app), progress(app)].into_iter();
    told.find(|text| !text.is_empty()).unwrap_or_default()
}

/// Cuts an answer into what the status line has room for, and the rest, which runs on into
/// the row of the keys where there is one: an answer is never half told.
#[must_use]
pub fn status_text(app: &AppState, status: &Status, columns: u16) -> (String, String) {
    let sign = match status.level {
        StatusLevel::Info | StatusLevel::Hint => "",
        StatusLevel::Error => "! ",
    };
    let text = format!("{sign}{}", status.text);
    let columns = usize::from(columns);
    let room = columns.saturating_sub(width(&status_suffix(app)) + 3);
    if width(&text) <= room {
        return (text, String::new());
    }
    if app.regions().footer.is_empty() {
        return (truncate(&text, room), String::new());
    }
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    let fits = blanks.take_while(|at| width(&text[..*at]) <= room);
    let Some(cut) = fits.last() else {
        return (truncate(&text, room), String::new());
    };
    let rest = truncate(text[cut..].trim_start(), columns.saturating_sub(2));
    (text[..cut].to_owned(), rest)
}

/// Says how far the index is, how fast it grows and how long that may still take, as
/// far as there is room beside what was done; nothing where it is complete.
#[must_use]
pub fn progress(app: &AppState) -> String {
    let columns = app.size().width;
    let free = app.status().is_none() && app.prompt().is_none();
    let IndexProgress {
        done,
        total,
        passages_per_second: rate,
        seconds_left: left,
    } = app.progress();
    if done >= total {
        return String::new();
    }
    let said = format!("indexing {done} of {total}");
    if rate == 0 || columns < MIN_PROGRESS_DETAIL_COLUMNS {
        said
    } else if columns >= TWO_COLUMN_MIN || free {
        format!("{said} · {rate} passages/s · {left} s left")
    } else {
        format!("{said} · {left} s left")
    }
}

/// Tells apart the bookmarks that lie over each other at the cursor, in so many
/// columns: the sign of each, and its first words; first the one that a note, tags or a
/// highlight are for. Empty where there is none or only one.
#[must_use]
pub fn bookmark_badge(app: &AppState, columns: usize) -> String {
    let Screen::Article(reader) = app.screen() else {
        return String::new();
    };
    let briefing = &reader.open.briefing;
    let article = &briefing.article(reader.article).id;
    let here = app.user().covering(&briefing.id, article, reader.cursor);
    let many = here.len();
    if many < 2 {
        return String::new();
    }
    let label = format!("{many} kept here: ");
    // Beside the words of each stand its sign, a blank, the marks, and what parts it.
    let share = columns.saturating_sub(label.len()) / many;
    let room = share.saturating_sub(7).clamp(3, MAX_EXCERPT_COLUMNS);
    let told = here.into_iter().map(|b| {
        let words = clean_line(&b.exact);
        let words = truncate(words.trim_matches(['“', '”', '"']), room);
        format!("{} “{words}”", gutter_sign(b.letter))
    });
    let told: Vec<String> = told.collect();
    label + &told.join(" · ")
}

/// Columns for the first words of a bookmark.
const MAX_EXCERPT_COLUMNS: usize = 28;

/// Columns from which on more than how many bundles are indexed is told.
const MIN_PROGRESS_DETAIL_COLUMNS: u16 = 60;

/// Returns the keys that matter now, the most useful first.
#[must_use]
pub fn key_hints(app: &AppState) -> Vec<(String, &'static str)> {
    let hints = match (app.prompt(), app.screen()) {
        (Some(prompt), _) => prompt_hints(prompt),
        (None, Screen::List(list)) => spec(&list.kind).hints,
        (None, Screen::Article(reader)) if reader.selection.is_some() => SELECTION_HINTS,
        (None, Screen::Article(_)) => READER_HINTS,
    };
    let keymap = &app.settings().keymap;
    let shown = hints.iter().filter_map(|(command, label)| {
        let key = keymap.keys_of(*command).into_iter().next()?;
        Some((key, *label))
    });
    shown.collect()
}

/// The keys of an article.
const READER_HINTS: &[KeyHint] = &[
    (C::NextStatement, "statement"),
    (C::NextArticle, "article"),
    (C::GoCompare, "side by side"),
    (C::Search, "search"),
    (C::Bookmark, "keep"),
    (C::Note, "note"),
    (C::Select, "select"),
    (C::Help, "keys"),
    (C::Back, "back"),
    (C::Close, "close"),
];

/// The keys of an article in which something is selected.
const SELECTION_HINTS: &[KeyHint] = &[
    (C::Copy, "copy"),
    (C::CopyCitation, "with source"),
    (C::Bookmark, "keep"),
    (C::SelectSentence, "sentence"),
    (C::SelectQuotation, "quotation"),
    (C::SelectParagraph, "paragraph"),
    (C::Cancel, "cancel"),
];

fn prompt_hints(prompt: &Prompt) -> &'static [KeyHint] {
    match prompt {
        Prompt::Note(..) => &[
            (C::SaveNote, "keep"),
            (C::NewLine, "new line"),
            (C::OpenEditor, "your editor"),
            (C::DiscardNote, "discard"),
        ],
        Prompt::Search(_) => &[
            (C::AcceptPrompt, "open"),
            (C::Complete, "where to search"),
            (C::Newer, "next result"),
            (C::Older, "earlier"),
            (C::CancelPrompt, "leave"),
        ],
        Prompt::Command(_) => &[
            (C::AcceptPrompt, "run"),
            (C::Complete, "complete"),
            (C::CancelPrompt, "leave"),
        ],
        Prompt::Filter(_) | Prompt::Argument(..) => {
            &[(C::AcceptPrompt, "done"), (C::CancelPrompt, "leave")]
        }
    }
}

/// Returns what is said beside a search being written: in an article, which of
/// how many matches is shown; elsewhere how far the index is.
#[must_use]
pub fn prompt_suffix(app: &AppState) -> String {
    match (app.prompt(), app.screen(), app.status()) {
        (Some(Prompt::Search(_)), Screen::Article(_), Some(status)) => status.text.clone(),
        (Some(Prompt::Search(_)), Screen::List(_), _) => progress(app),
        _ => String::new(),
    }
}

/// Returns what may follow the keys pressed so far, with what it does.
#[must_use]
pub fn continuations(app: &AppState) -> Vec<(String, &'static str)> {
    let pending = &app.pending_keys().keys;
    if pending.is_empty() {
        return Vec::new();
    }
    let list = app
        .settings()
        .keymap
        .continuations(app.key_context(), pending);
    list.into_iter()
        .map(|(key, command)| (key, command.spec().help))
        .collect()
}

/// Returns the keys pressed so far as they are written.
#[must_use]
pub fn pending_keys(app: &AppState) -> String {
    let pending = app.pending_keys();
    let count = pending.count.map(|n| n.to_string()).unwrap_or_default();
    let keys: String = pending
        .keys
        .iter()
        .map(|k| KeyStep::Key(*k).to_string())
        .collect();
    format!("{count}{keys}")
}

/// Returns the completions of the command line: those in view, and the chosen one.
#[must_use]
pub fn completions(app: &AppState) -> Vec<(Vec<StyledSpan>, bool)> {
    let Some(Prompt::Command(prompt)) = app.prompt() else {
        return Vec::new();
    };
    let list = prompt.completions(app.user().searches());
    let chosen = prompt.selected.unwrap_or(0);
    let from = chosen.saturating_sub(5);
    let rows = list.iter().enumerate().skip(from).take(8);
    rows.map(|(i, completion)| {
        let (name, help) = match completion {
            Completion::Command(command) => {
                let row = command.spec();
                (format!("{} {}", row.name, row.argument), row.help)
            }
            Completion::SavedSearch(search) => (search.name.clone(), search.text.as_str()),
        };
        let name = format!("{name:<22}");
        let pieces = vec![styled(name, Role::Key), styled(help, Role::Plain)];
        (pieces, prompt.selected == Some(i))
    })
    .collect()
}

/// Returns the parts of the query being written that there is something to say of, in order.
#[must_use]
pub fn query_diagnostics(app: &AppState) -> Vec<PromptDiagnostic<'_>> {
    let Some(Prompt::Search(prompt)) = app.prompt() else {
        return Vec::new();
    };
    let answered = match app.screen() {
        Screen::List(list) if list.kind == ListKind::Results => AnsweredQuery {
            text: &list.search.answered_query,
            notes: &list.search.hits.diagnostics,
            unfinished: &list.search.hits.unfinished,
        },
        Screen::Article(reader) => AnsweredQuery {
            text: &reader.feedback.query_text,
            notes: &reader.feedback.notes,
            unfinished: &reader.feedback.unfinished,
        },
        Screen::List(_) => return Vec::new(),
    };
    diagnostics(prompt.input.text(), answered)
}

/// Returns the part of the query being written whose reason is shown.
#[must_use]
pub fn query_diagnostic_at_cursor(app: &AppState) -> Option<PromptDiagnostic<'_>> {
    let cursor = app.prompt()?.input().cursor();
    diagnostic_at(&query_diagnostics(app), cursor)
}
