//! Adds, removes and restores bookmarks.

use std::io::Write;
use std::path::Path;

use super::filter::find_by_prefix;
use crate::app::state::user_data::UserState;
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::resolve::{self, Resolved};
use crate::cli::user_data::{open_store, random_seed};
use crate::model::{Bookmark, Briefing, Change, StatementIx, UserData};
use crate::runtime;
use crate::store::{StoreError, new_id};
use crate::text::clean;

/// Adds a bookmark of a statement or a passage. Where there is one already, note and tags
/// are added to that bookmark.
pub fn add(
    global: &GlobalArgs,
    target: &Path,
    note: Option<&str>,
    tags: &[String],
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (briefing, resolved) = resolve::open(&library, target)?;
    let mut keeping = UserState::new(UserData::default(), random_seed()?);
    let draft = match resolved {
        Resolved::Statement(ix) => draft_statement(&mut keeping, &briefing, ix)?,
        Resolved::Passage(article, number) => {
            let range = briefing.article(article).text.passages[number]
                .range
                .clone();
            keeping.new_bookmark(&briefing, article, &[range], None)
        }
        Resolved::Briefing | Resolved::Article(_) | Resolved::Topic(_) => {
            return Err(CliError::new("only a statement or a passage can be kept")
                .at(target.display())
                .with_hint("write ID#STATEMENT or ID/ARTICLE#pN; `diptych show` with that reference names them")
                .into());
        }
    };
    let draft =
        draft.ok_or_else(|| CliError::new("there are no words to keep").at(target.display()))?;
    let draft = Bookmark {
        id: new_id(&random_seed()?),
        ..draft
    };
    let note = note.map(clean::clean).unwrap_or_default();
    let tags: Vec<String> = tags
        .iter()
        .map(|tag| clean::clean_line(tag).trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    let now = runtime::now();
    // Looked up and written in one transaction: other commands may keep the same place now.
    let (id, said) = open_store()?
        .update(now, |kept| {
            let keeping = UserState::new(kept, [0; 16]);
            let before = keeping.existing(&draft);
            let bookmark = with_note_and_tags(before.unwrap_or(&draft), note.trim(), &tags);
            let said = match before {
                None => "kept",
                Some(before) if *before == bookmark => "is kept already",
                Some(_) => "was kept already, note and tags are added",
            };
            let id = bookmark.id.clone();
            let change =
                (before != Some(&bookmark)).then(|| Change::PutBookmark(Box::new(bookmark)));
            let changes = change.into_iter().map(|change| (change, now)).collect();
            Ok::<_, CliError>((changes, (id, said)))
        })
        .map_err(|error| not_written(&error))??;
    writeln!(out, "{} {said}", id.0)?;
    Ok(Outcome::Done)
}

/// Adds a note and tags to a bookmark that may have them already.
fn with_note_and_tags(bookmark: &Bookmark, note: &str, tags: &[String]) -> Bookmark {
    let mut bookmark = bookmark.clone();
    if !note.is_empty() && !bookmark.note.contains(note) {
        if !bookmark.note.is_empty() {
            bookmark.note += "\n\n";
        }
        bookmark.note += note;
    }
    bookmark.tags.extend_from_slice(tags);
    bookmark.tags.sort();
    bookmark.tags.dedup();
    bookmark
}

/// Drafts a bookmark of a statement where its words were found.
fn draft_statement(
    keeping: &mut UserState,
    briefing: &Briefing,
    ix: StatementIx,
) -> Result<Option<Bookmark>, CliError> {
    let carried = &briefing.statement(ix).appearances;
    let found = carried
        .iter()
        .find(|a| a.start().is_some())
        .ok_or_else(|| {
            CliError::new(
                "its words stand in none of the stored articles, so there is no place to keep",
            )
            .with_hint("`diptych check` names the articles and what stands there")
        })?;
    let ranges: Vec<_> = found.quote.iter().map(|span| span.range.clone()).collect();
    Ok(keeping.new_bookmark(briefing, found.article, &ranges, Some(ix)))
}

/// Puts bookmarks into the trash: all of them or, where one is unknown, none.
pub fn remove(ids: &[String], out: &mut dyn Write) -> Result<Outcome, Failure> {
    let now = runtime::now();
    let removed = open_store()?
        .update(now, |kept| {
            let mut found = Vec::new();
            for id in ids {
                let all = kept.bookmarks.iter().map(AsRef::as_ref);
                found.push(find_by_prefix(id, all, "")?.id.clone());
            }
            let changes = found
                .iter()
                .map(|id| (Change::DeleteBookmark(id.clone()), now));
            Ok::<_, CliError>((changes.collect(), found))
        })
        .map_err(|error| not_written(&error))??;
    for id in removed {
        writeln!(out, "{} is in the trash", id.0)?;
    }
    Ok(Outcome::Done)
}

/// Takes bookmarks out of the trash: all of them or, where one is unknown, none.
pub fn restore(ids: &[String], out: &mut dyn Write) -> Result<Outcome, Failure> {
    let mut store = open_store()?;
    let trash = store.trash().map_err(CliError::new)?;
    let mut found = Vec::new();
    for id in ids {
        let all = trash.iter().map(|trashed| &trashed.bookmark);
        found.push(find_by_prefix(id, all, " in the trash")?.id.clone());
    }
    for id in found {
        store
            .restore(&id, runtime::now())
            .map_err(|error| not_written(&error))?;
        writeln!(out, "{} is back", id.0)?;
    }
    Ok(Outcome::Done)
}

/// Says that a change was not written; nothing waits behind a command that has ended.
pub fn not_written(error: &StoreError) -> CliError {
    CliError::new(format!("nothing was changed: {error}"))
}
