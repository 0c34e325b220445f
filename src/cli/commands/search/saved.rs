//! Saved searches in the shell: the same ones that the reader lists.

use std::io::Write;

use serde::Serialize;

use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, print_json};
use crate::cli::user_data::open_store;
use crate::model::{Bookmarks, Change, ResultOrder, SavedSearch, SearchScope};
use crate::runtime;
use crate::text::clean::clean_line;

#[derive(Serialize)]
struct SavedSearchJson<'a> {
    name: &'a str,
    query: &'a str,
    /// Briefing, or briefing and article, as `--in` takes them; none for all.
    #[serde(rename = "in")]
    within: Option<String>,
    order: &'static str,
}

/// Prints the saved searches.
pub fn list(global: &GlobalArgs, json: bool, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let searches = open_store()?.user_data().map_err(CliError::new)?.searches;
    if json {
        let items: Vec<SavedSearchJson> = searches.iter().map(SavedSearchJson::new).collect();
        print_json(out, &items)?;
    } else {
        let mut printer = Printer::new(global, out);
        for search in &searches {
            printer.text(0, &search.name)?;
            printer.text(2, &search.text)?;
            let within = scope_ref(&search.scope).map(|scope| format!("in {scope}"));
            let order = (search.order == ResultOrder::Date).then(|| "newest first".to_owned());
            for fact in within.into_iter().chain(order) {
                printer.text(2, &fact)?;
            }
            printer.blank()?;
        }
        if searches.is_empty() {
            printer.text(0, "No search is saved.")?;
        }
    }
    Ok(if searches.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Returns the bookmarks. Where they cannot be read, the search goes on without them, and a
/// warning says so.
pub fn bookmarks_or_none() -> Bookmarks {
    let kept = open_store().and_then(|mut store| store.user_data().map_err(CliError::new));
    match kept {
        Ok(kept) => kept.bookmarks,
        Err(error) => {
            crate::cli::output::warn(&error.to_string());
            Bookmarks::default()
        }
    }
}

/// Returns the saved search of a name.
pub fn find_saved(name: &str) -> Result<SavedSearch, CliError> {
    let searches = open_store()?.user_data().map_err(CliError::new)?.searches;
    searches
        .into_iter()
        .find(|s| s.name == name)
        .ok_or_else(|| {
            CliError::new(format!("no search is saved as \"{name}\""))
                .with_hint("`diptych search --list-saved` lists them")
                .not_found()
        })
}

/// Saves a search.
pub fn save(search: &SavedSearch) -> Result<(), CliError> {
    let name = clean_line(&search.name).trim().to_owned();
    if name.is_empty() || search.text.is_empty() {
        return Err(CliError::new("a saved search needs a name and words"));
    }
    let search = SavedSearch {
        name,
        ..search.clone()
    };
    let change = Change::SaveSearch(Box::new(search));
    open_store()?
        .apply(&change, runtime::now())
        .map_err(CliError::new)
}

/// Gives a saved search another name, which no other may have.
pub fn rename(old: &str, new: &str, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let search = find_saved(old)?;
    let name = clean_line(new).trim().to_owned();
    if name.is_empty() {
        return Err(CliError::new("a saved search needs a name").into());
    }
    if name != search.name {
        let mut store = open_store()?;
        let others = store.user_data().map_err(CliError::new)?.searches;
        if others.iter().any(|s| s.name == name) {
            let message = format!("another search is saved as \"{name}\"");
            return Err(CliError::new(message)
                .with_hint("choose another name, or delete that one with `--delete-saved`")
                .into());
        }
        // The new one first: what fails in between leaves both, not neither.
        let renamed = SavedSearch {
            name: name.clone(),
            ..search
        };
        let changes = [
            Change::SaveSearch(Box::new(renamed)),
            Change::RemoveSearch(old.to_owned()),
        ];
        for change in changes {
            store
                .apply(&change, runtime::now())
                .map_err(CliError::new)?;
        }
    }
    writeln!(out, "the name of \"{old}\" is \"{name}\" now")?;
    Ok(Outcome::Done)
}

/// Deletes a saved search, and says what it asked: with that it can be saved again.
pub fn delete(name: &str, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let search = find_saved(name)?;
    let change = Change::RemoveSearch(search.name.clone());
    open_store()?
        .apply(&change, runtime::now())
        .map_err(CliError::new)?;
    writeln!(
        out,
        "\"{}\" is deleted; it asked: {}",
        search.name, search.text
    )?;
    Ok(Outcome::Done)
}

fn scope_ref(scope: &SearchScope) -> Option<String> {
    match scope {
        SearchScope::Library => None,
        SearchScope::Briefing(briefing) => Some(briefing.clone()),
        SearchScope::Article(briefing, article) => Some(format!("{briefing}/{article}")),
    }
}

impl<'a> SavedSearchJson<'a> {
    fn new(search: &'a SavedSearch) -> SavedSearchJson<'a> {
        SavedSearchJson {
            name: &search.name,
            query: &search.text,
            within: scope_ref(&search.scope),
            order: search.order.name(),
        }
    }
}
