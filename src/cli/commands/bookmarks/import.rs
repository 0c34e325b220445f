//! Imports bookmarks from a file: merged by id, nothing doubled.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use super::edit::not_written;
use super::place::{place_foreign, restore_gaps};
use crate::app::state::user_data::UserState;
use crate::cite::{self, Imported};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::user_data::open_store;
use crate::model::{Bookmark, BookmarkId, Change, UserData};
use crate::runtime;
use crate::store::merge_bookmark;
use crate::text::clean::clean_line;
use crate::text::plural::plural;

/// The largest file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Imports a file, and prints what became of all that it holds.
pub fn run(global: &GlobalArgs, file: &Path, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let text = read_file(file).map_err(|error| {
        CliError::new(format!("it could not be read: {error}")).at(file.display())
    })?;
    let mut imported = cite::import(&text).map_err(|error| {
        CliError::new(error)
            .at(file.display())
            .with_hint("`--format json` and `--format w3c` of `diptych bookmarks`, `cite` and `compare` write what can be taken in")
    })?;
    let unplaced = place_foreign(global, &mut imported.bookmarks)?;
    restore_gaps(global, &mut imported.bookmarks)?;
    let now = runtime::now();
    // Compared and written in one transaction: other commands may write at the same time.
    let ImportCounts { new, changed, same } = open_store()?
        .update(now, |kept| {
            Ok::<_, CliError>(plan_writes(&imported, kept, now))
        })
        .map_err(|error| not_written(&error))??;
    let others = imported.changes.len();
    writeln!(
        out,
        "{} new, {changed} changed, {same} there already, {} left out",
        plural(new, "bookmark", "bookmarks"),
        imported.skipped.len()
    )?;
    if others > 0 {
        writeln!(
            out,
            "{} besides (removals, marks, reading positions)",
            plural(others, "change", "changes")
        )?;
    }
    unplaced.print(out)?;
    for (heading, errors) in [
        ("Left out:", &imported.skipped),
        ("Not in the file:", &imported.missing),
    ] {
        if !errors.is_empty() {
            writeln!(out, "{heading}")?;
        }
        for error in errors {
            writeln!(out, "  {}", clean_line(&error.to_string()))?;
        }
    }
    if imported.skipped.is_empty() && imported.missing.is_empty() {
        Ok(Outcome::Done)
    } else {
        Ok(Outcome::Partial)
    }
}

/// What became of the bookmarks of a file.
#[derive(Default)]
struct ImportCounts {
    new: usize,
    changed: usize,
    same: usize,
}

/// Compares a file with the bookmarks, and returns what is to be written.
fn plan_writes(
    imported: &Imported,
    kept: UserData,
    now: i64,
) -> (Vec<(Change, i64)>, ImportCounts) {
    let mut known: HashMap<BookmarkId, Bookmark> = kept
        .bookmarks
        .iter()
        .map(|b| (b.id.clone(), Bookmark::clone(b)))
        .collect();
    let keeping = UserState::new(kept, [0; 16]);
    let mut counts = ImportCounts::default();
    let mut writes: Vec<(Change, i64)> = Vec::new();
    for bookmark in &imported.bookmarks {
        let is_new =
            imported.derived_ids.contains(&bookmark.id) && !known.contains_key(&bookmark.id);
        let name = match id_at_same_place(&keeping, bookmark) {
            Some(name) if is_new => name,
            _ => &bookmark.id,
        };
        let (kept, at) = match known.get(name) {
            None => {
                counts.new += 1;
                let at = if bookmark.changed > 0 {
                    bookmark.changed
                } else {
                    now
                };
                (bookmark.clone(), at)
            }
            Some(old) => {
                // Where it stands, the store knows better than an older file, but
                // where its article was missing and is there now.
                let found = old.place.range.is_empty() && !bookmark.place.range.is_empty();
                let anchor = if found { bookmark } else { old };
                let mine = Bookmark {
                    note: bookmark.note.clone(),
                    tags: bookmark.tags.clone(),
                    ..anchor.clone()
                };
                let merged = merge_bookmark(None, old, &mine);
                if !found && merged.note == old.note && merged.tags == old.tags {
                    counts.same += 1;
                    continue;
                }
                counts.changed += 1;
                (merged, now)
            }
        };
        known.insert(kept.id.clone(), kept.clone());
        writes.push((Change::PutBookmark(Box::new(kept)), at));
    }
    let others = imported.changes.iter().cloned();
    writes.extend(others.map(|change| (change, now)));
    (writes, counts)
}

fn read_file(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    // One byte more, to know that there is more.
    if file == Path::new("-") {
        io::stdin()
            .take(MAX_FILE_BYTES + 1)
            .read_to_string(&mut text)?;
    } else {
        fs::File::open(file)?
            .take(MAX_FILE_BYTES + 1)
            .read_to_string(&mut text)?;
    }
    if text.len() as u64 > MAX_FILE_BYTES {
        let what = format!("it is larger than {} MB", MAX_FILE_BYTES / (1024 * 1024));
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(text)
}

/// Returns the id of the bookmark of the same words at the same place.
fn id_at_same_place<'a>(keeping: &'a UserState, bookmark: &Bookmark) -> Option<&'a BookmarkId> {
    let somewhere = !bookmark.place.range.is_empty();
    let same = somewhere.then(|| keeping.existing(bookmark)).flatten()?;
    Some(&same.id)
}
