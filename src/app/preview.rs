//! A look at what stands around a bookmark, without leaving the list: its article
//! where that is open, else the words that were kept with it.

use crate::model::Bookmark;

use crate::app::app_state::AppState;
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::layout::Regions;
use crate::app::ui::styled_text::{Role, StyledLine, styled, wrap_spans};

/// Bytes of the article that are shown on either side at most.
const MAX_CONTEXT_BYTES: usize = 2_000;
/// Columns that words have at most.
const MAX_COLUMNS: usize = 80;

/// What is shown of a bookmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Where it stands.
    pub title: String,
    /// The words with what is around them, those that were kept in a role of their own.
    pub lines: Vec<StyledLine>,
}

/// Returns what stands around the bookmark under the cursor, as much as the panel
/// holds below its title; `None` where it is not wanted, or no bookmark is there.
#[must_use]
pub fn preview(app: &AppState, regions: Regions) -> Option<Preview> {
    if app.prompt().is_some() || !app.is_preview_shown() {
        return None;
    }
    let Target::Bookmark(id) = app.target() else {
        return None;
    };
    let bookmark = app.user().bookmark(&id)?;
    let rows = usize::from(regions.panel.height.saturating_sub(1));
    let columns = usize::from(regions.panel.width.saturating_sub(4)).min(MAX_COLUMNS);
    let open = app.open().map(AsRef::as_ref);
    Some(Preview {
        title: title(bookmark),
        lines: excerpt_lines(bookmark, open, columns, rows),
    })
}

fn title(bookmark: &Bookmark) -> String {
    let source = &bookmark.provenance;
    let parts = [source.article_title.as_str(), &source.publisher];
    let parts = parts.map(str::trim).into_iter().filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// Writes the words and what is around them; of more than `rows` lines those around the
/// beginning of the words.
fn excerpt_lines(
    bookmark: &Bookmark,
    open: Option<&OpenBriefing>,
    columns: usize,
    rows: usize,
) -> Vec<StyledLine> {
    let article_context = open.and_then(|open| article_context(bookmark, open));
    let (before, words, behind) = article_context.unwrap_or_else(|| stored_context(bookmark));
    let mut pieces = vec![styled(before, Role::Dim)];
    // Nobody else's words between the parts of a quotation are marked as kept.
    let whole = std::iter::once(0..words.len());
    let parts: Vec<_> = match bookmark.provenance.parts.as_slice() {
        [] => whole.collect(),
        parts => parts.to_vec(),
    };
    let mut end = 0;
    for part in parts {
        let between = words.get(end..part.start).unwrap_or_default();
        pieces.push(styled(between, Role::Dim));
        pieces.push(styled(
            words.get(part.clone()).unwrap_or_default(),
            Role::Bookmark,
        ));
        end = part.end;
    }
    pieces.push(styled(words.get(end..).unwrap_or_default(), Role::Dim));
    pieces.push(styled(behind, Role::Dim));
    let lines = wrap_spans(&pieces, columns, 0, 0);
    let holds_words = |line: &StyledLine| line.0.iter().any(|p| p.role == Role::Bookmark);
    let first = lines.iter().position(holds_words).unwrap_or(0);
    // A third of what is seen stands before the words, where there is so much.
    let most = lines.len().saturating_sub(rows);
    let start = first.saturating_sub(rows / 3).min(most);
    lines.into_iter().skip(start).take(rows).collect()
}

/// What stands before words, the words, and what stands behind them.
type PassageContext = (String, String, String);

/// Returns what was kept with the words, which is cut anywhere.
fn stored_context(bookmark: &Bookmark) -> PassageContext {
    let cut = |part: &str, whole: String| {
        if part.is_empty() {
            part.to_owned()
        } else {
            whole
        }
    };
    (
        cut(&bookmark.prefix, format!("…{}", bookmark.prefix)),
        bookmark.exact.clone(),
        cut(&bookmark.suffix, format!("{}…", bookmark.suffix)),
    )
}

/// Returns what the open briefing prints around the words; none where it does not hold
/// them in that place.
fn article_context(bookmark: &Bookmark, open: &OpenBriefing) -> Option<PassageContext> {
    let briefing = &open.briefing;
    if briefing.id != bookmark.place.briefing {
        return None;
    }
    let mut articles = briefing.articles.iter();
    let article = articles.find(|a| a.id == bookmark.place.article)?;
    let text = article.text.text.as_str();
    let range = bookmark.place.range.clone();
    let words = text.get(range.clone()).filter(|w| *w == bookmark.exact)?;
    let edge = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = edge(range.start.saturating_sub(MAX_CONTEXT_BYTES));
    let end = edge((range.end + MAX_CONTEXT_BYTES).min(text.len()));
    let (before, behind) = (&text[start..range.start], &text[range.end..end]);
    Some((before.to_owned(), words.to_owned(), behind.to_owned()))
}
