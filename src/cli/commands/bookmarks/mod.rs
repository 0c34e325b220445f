//! `diptych bookmarks`: what the reader has kept, to be read, changed or taken
//! elsewhere; does in the shell what the screen does.

mod edit;
mod import;
mod print;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cite::{Format, Style};
use crate::cli::error::Outcome;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{self, Library};
use crate::model::{Bookmark, ReplyGraph};
use crate::search::BookmarkIndex;
use crate::text::fold::fold;

/// What is asked for.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(subcommand)]
    action: Option<BookmarksCommand>,
}

/// Which bookmarks are printed, and how.
#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    only: BookmarkFilter,
    /// Prints them in a form to be kept: plain, markdown, json, csv, w3c or html.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Format>,
    /// The style of the citations: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t)]
    style: Style,
    /// Prints those in the trash, the last removed first.
    #[arg(long)]
    trash: bool,
    /// Prints JSON for programs; `--format json` is for taking them elsewhere.
    #[arg(long)]
    json: bool,
}

/// Which bookmarks are meant.
#[derive(Debug, clap::Args)]
struct BookmarkFilter {
    /// Only those with this tag; may be repeated, all must be there.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only those of this briefing.
    #[arg(long = "in", value_name = "ID")]
    within: Option<String>,
    /// Only those that answer a question in the language of the search: words,
    /// notes, tags, has:note, who:, side:, before: …
    #[arg(long, value_name = "QUESTION")]
    query: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum BookmarksCommand {
    /// Keeps a statement or a passage.
    Add {
        /// What to keep: ID#STATEMENT or ID/ARTICLE#pN.
        #[arg(value_name = "REF")]
        target: PathBuf,
        /// A note.
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// A tag; may be repeated.
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
    },
    /// Prints the bookmarks, oldest first.
    List(ListArgs),
    /// Prints one bookmark with all that it holds.
    Show {
        /// Its name, or as much of the beginning as tells it from the others.
        id: String,
        /// The style of the citation: chicago, apa, mla or law.
        #[arg(long, value_name = "STYLE", default_value_t)]
        style: Style,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Puts bookmarks into the trash.
    Remove {
        /// Their names, or as much of the beginning as tells them from the others.
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Takes bookmarks out of the trash.
    Restore {
        /// Their names, or as much of the beginning as tells them from the others.
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Writes bookmarks to a file that is not there yet, or prints them.
    Export {
        #[command(flatten)]
        only: BookmarkFilter,
        /// The form: plain, markdown, json, csv, w3c or html. Without it, the
        /// one of the file's ending, else markdown.
        #[arg(long, value_name = "FORMAT")]
        format: Option<Format>,
        /// The style of the citations: chicago, apa, mla or law.
        #[arg(long, value_name = "STYLE", default_value_t)]
        style: Style,
        /// The file.
        file: Option<PathBuf>,
    },
    /// Takes bookmarks in from what `--format json` and `--format w3c` of `bookmarks`,
    /// `cite` and `compare` print, or from W3C annotations of other programs.
    Import {
        /// The file, or - for standard input.
        file: PathBuf,
    },
}

/// Does what is asked for.
pub fn run(common: &GlobalArgs, args: Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match args.action {
        None => print::list(common, &args.list, out),
        Some(BookmarksCommand::List(list)) => print::list(common, &list, out),
        Some(BookmarksCommand::Show { id, style, json }) => {
            print::show(common, &id, style, json, out)
        }
        Some(BookmarksCommand::Add { target, note, tag }) => {
            edit::add(common, &target, note.as_deref(), &tag, out)
        }
        Some(BookmarksCommand::Remove { id }) => edit::remove(&id, out),
        Some(BookmarksCommand::Restore { id }) => edit::restore(&id, out),
        Some(BookmarksCommand::Export {
            only,
            format,
            style,
            file,
        }) => print::export(common, &only, format, style, file.as_deref(), out),
        Some(BookmarksCommand::Import { file }) => import::run(common, &file, out),
    }
}

/// Returns the bookmark that a beginning of a name means.
fn find_by_prefix<'a>(
    id: &str,
    all: impl Iterator<Item = &'a Bookmark>,
    whither: &str,
) -> Result<&'a Bookmark, CliError> {
    let mut found: Vec<&Bookmark> = all.filter(|b| b.id.0.starts_with(id)).collect();
    if let Some(at) = found.iter().position(|b| b.id.0 == id) {
        return Ok(found.remove(at));
    }
    match found.as_slice() {
        [one] if !id.is_empty() => Ok(one),
        [] => Err(
            CliError::new(format!("there is no bookmark \"{id}\"{whither}"))
                .with_hint("`diptych bookmarks list --json` shows their names")
                .not_found(),
        ),
        several => Err(CliError::new(format!(
            "{} bookmarks have names that begin like that",
            several.len()
        ))
        .with_hint("write more of the name")),
    }
}

impl BookmarkFilter {
    /// Returns those that are meant, in their order; tells what of the question
    /// was left out.
    fn apply(&self, common: &GlobalArgs, mut bookmarks: Vec<Arc<Bookmark>>) -> Vec<Arc<Bookmark>> {
        bookmarks.retain(|bookmark| self.matches(bookmark));
        let Some(question) = &self.query else {
            return bookmarks;
        };
        let graphs = RefCell::new(HashMap::new());
        let status_of = |briefing: &str, statement: &str| {
            let mut graphs = graphs.borrow_mut();
            let graph = graphs.entry(briefing.to_owned()).or_insert_with(|| {
                let source = Library::from_args(common).ok()?.find(briefing).ok()?;
                let briefing = library::load_briefing(&source).ok()?;
                Some((ReplyGraph::new(&briefing), briefing))
            });
            let (graph, briefing) = graph.as_ref()?;
            Some(graph.status(briefing.statement_by_id(statement)?))
        };
        let hits =
            BookmarkIndex::default().search_with(&Arc::new(bookmarks), question, Some(&status_of));
        for note in &hits.notes {
            crate::cli::output::warn(&note.message());
        }
        Arc::unwrap_or_clone(hits.bookmarks)
    }

    fn matches(&self, bookmark: &Bookmark) -> bool {
        let within = self.within.as_ref();
        // As the search does: without regard to case, accents and how they are written.
        let has = |tag: &String| bookmark.tags.iter().any(|t| fold(t) == fold(tag));
        self.tag.iter().all(has) && within.is_none_or(|id| *id == bookmark.place.briefing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BookmarkId, Place};

    fn tagged(tag: &str) -> Bookmark {
        Bookmark {
            id: BookmarkId("a".into()),
            place: Place {
                briefing: "b".into(),
                article: "a".into(),
                range: 0..1,
            },
            text_hash: String::new(),
            exact: String::new(),
            prefix: String::new(),
            suffix: String::new(),
            provenance: Arc::default(),
            note: String::new(),
            tags: vec![tag.to_owned()],
            letter: None,
            created: 0,
            changed: 0,
        }
    }

    #[test]
    fn tags_are_compared_without_regard_to_case_and_writing() {
        for (tag, asked, is_meant) in [
            ("London", "london", true),
            ("london", "LONDON", true),
            ("cafe\u{301}", "caf\u{e9}", true),
            ("Caf\u{e9}", "cafe\u{301}", true),
            ("London", "londo", false),
            ("London", "paris", false),
        ] {
            let only = BookmarkFilter {
                tag: vec![asked.to_owned()],
                query: None,
                within: None,
            };
            assert_eq!(only.matches(&tagged(tag)), is_meant, "{tag} {asked}");
        }
    }
}
