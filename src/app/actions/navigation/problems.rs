//! The problems of a bundle, with what a curator should look at in its articles and statements.

use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, StatusLevel};
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::library::CuratorWarnings;
use crate::app::state::status_line::StatusTask;
use crate::model::{BundleSource, EntryState, LibraryEntry, Problem};
use crate::text::plural::plural;

impl AppState {
    /// Lists the problems of the bundle under the cursor, else of the open one.
    pub(in crate::app) fn open_problems(&mut self) -> CommandOutcome {
        let is_on_entry = matches!(self.target(), Target::Entry(_));
        if let Some(open) = self.open().filter(|_| !is_on_entry)
            && let Some(problems) = &open.outdated
        {
            let title = &open.briefing.title;
            let title = format!("{title}: old text. This is wrong with its bundle now:");
            return self.open_list(ListKind::Problems(title, problems.to_vec()));
        }
        let Some(entry) = self.entry_at_cursor().cloned() else {
            return self.hint("No bundle is meant; choose one in the library (gl).");
        };
        if entry.state == EntryState::Broken {
            return self.open_list(ListKind::Problems(entry.title, entry.problems));
        }
        let source = entry.source.clone();
        let list = list_of(self.library.start_warnings(entry));
        self.open_list(list);
        let text = "Looking through articles and statements…";
        self.status.set_until(StatusTask::CuratorWarnings, text);
        self.request(Effect::CollectWarnings(source))
    }

    /// Returns the bundle under the cursor, else the one of the open briefing.
    fn entry_at_cursor(&self) -> Option<&LibraryEntry> {
        match self.target() {
            Target::Entry(i) => self.library.entries().get(i),
            _ => self.library.by_source(&self.open()?.briefing.source),
        }
    }

    /// Adds what a curator should look at to the list of a bundle's problems.
    pub(in crate::app) fn on_warnings_found(&mut self, source: &BundleSource, found: &[Problem]) {
        let Some((old, new)) = self.library.finish_warnings(source, found) else {
            return;
        };
        let text = match new.found {
            0 => "There is nothing to look at in articles and statements.".to_owned(),
            n => {
                let things = plural(n, "thing", "things");
                format!("{things} to look at in articles and statements.")
            }
        };
        // Unless something else was said since.
        if self.status.finish(StatusTask::CuratorWarnings) {
            self.status.set(StatusLevel::Info, text);
        }
        let (old, new) = (list_of(&old), list_of(new));
        if new == old {
            return;
        }
        for list in self.nav.lists_mut().filter(|list| list.kind == old) {
            list.kind = new.clone();
            list.invalidate();
        }
    }
}

fn list_of(warnings: &CuratorWarnings) -> ListKind {
    ListKind::Problems(warnings.title.clone(), warnings.problems.clone())
}
