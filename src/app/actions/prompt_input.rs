//! What happens while something is written: keys in a prompt, a command with its
//! completions, a filter, a note.

use crate::model::{SearchScope, Ticket};

use crate::app::input::command::Command;
use crate::app::input::keymap::KeyMatch;
use crate::app::list::ListKind;
use crate::app::message::key::Key;
use crate::app::message::{Effect, StatusLevel};
use crate::app::prompt::text_input::{LineMode, TextInput};
use crate::app::prompt::{BrowseMode, Prompt};
use crate::app::{App, Screen};
use crate::text::suggest;

impl App {
    /// Takes in a key while something is written.
    pub(in crate::app) fn on_prompt_key(&mut self, key: Key) {
        let Some(prompt) = &self.prompt else {
            return;
        };
        let meaning = self
            .settings
            .keymap
            .match_keys(prompt.key_contexts(), &[key]);
        if let Some(c) = key.typed() {
            self.edit_prompt(|field| {
                field.insert(c);
                true
            });
        } else if let KeyMatch::Command(command, _) = meaning {
            self.run_edit_command(command);
        }
    }

    /// Takes in pasted text.
    pub(in crate::app) fn paste(&mut self, text: &str) {
        let lines = match &self.prompt {
            Some(Prompt::Note(..)) => LineMode::Multi,
            Some(_) => LineMode::Single,
            None => {
                self.set_status(
                    StatusLevel::Hint,
                    "Pasted text is taken while something is written: / searches for it.",
                );
                return;
            }
        };
        self.edit_prompt(|field| {
            field.paste(text, lines);
            true
        });
    }

    fn run_edit_command(&mut self, command: Command) {
        match command {
            Command::AcceptPrompt => self.accept_prompt(),
            Command::CancelPrompt => self.cancel_prompt(),
            Command::Complete => self.complete(true),
            Command::CompleteBack => self.complete(false),
            Command::Older => self.step_suggestion(false),
            Command::Newer => self.step_suggestion(true),
            Command::SaveNote => {
                if let Some(Prompt::Note(bookmark, field)) = self.prompt.take() {
                    self.save_note(*bookmark, field.text());
                }
            }
            Command::OpenEditor => {
                if let Some(prompt) = &self.prompt {
                    let text = prompt.input().text().to_owned();
                    self.effects.push(Effect::OpenEditor(text));
                }
            }
            Command::DiscardNote => {
                self.prompt = None;
                self.pending_warning = None;
                self.set_status(StatusLevel::Hint, "The note was left as it was.");
            }
            Command::LineUp | Command::LineDown => {
                let columns = self.note_columns();
                if let Some(prompt) = &mut self.prompt {
                    prompt
                        .input_mut()
                        .move_rows(command == Command::LineDown, columns);
                }
            }
            editing => self.edit_prompt(|field| field.edit(editing)),
        }
    }

    /// Takes in a note that was written in the reader's own editor.
    pub(in crate::app) fn on_editor_closed(&mut self, result: Result<String, String>) {
        match (result, &mut self.prompt) {
            (Ok(text), Some(Prompt::Note(_, field))) => {
                *field = TextInput::default();
                field.paste(text.trim_end(), LineMode::Multi);
                self.set_status(
                    StatusLevel::Info,
                    "The note came back from the editor; Esc keeps it.",
                );
            }
            (Ok(_), _) => self.set_status(
                StatusLevel::Hint,
                "There is no note that the text belongs to.",
            ),
            (Err(why), _) => self.set_status(StatusLevel::Error, why),
        }
    }

    /// Returns the columns in which a note is wrapped.
    #[must_use]
    pub fn note_columns(&self) -> usize {
        usize::from(self.regions().panel.width.saturating_sub(4)).max(2)
    }

    /// Changes what is written, and shows what follows from it.
    fn edit_prompt(&mut self, change: impl FnOnce(&mut TextInput) -> bool) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        let before = prompt.input().text().to_owned();
        if !change(prompt.input_mut()) || prompt.input().text() == before {
            return;
        }
        match prompt {
            Prompt::Search(p) => {
                p.browse_mode = BrowseMode::Undecided;
                self.on_search_edited();
            }
            Prompt::Command(p) => p.reset_completion(),
            Prompt::Filter(field) => {
                let text = field.text().to_owned();
                if let Screen::List(list) = &mut self.screen {
                    list.filter = text;
                    list.invalidate();
                }
            }
            Prompt::Argument(..) | Prompt::Note(..) => {}
        }
    }

    fn accept_prompt(&mut self) {
        match self.prompt.take() {
            Some(Prompt::Search(prompt)) => self.accept_search(&prompt),
            Some(Prompt::Command(prompt)) => self.run_command_line(prompt.input.text()),
            Some(Prompt::Argument(command, field)) => {
                let text = field.text().trim();
                if command == Command::Tags {
                    // No tags at all is a choice; a blank line says it.
                    let tags = if text.is_empty() { "," } else { text };
                    self.edit_tags(tags);
                } else if text.is_empty() {
                    self.set_status(StatusLevel::Hint, "Nothing was written, nothing was done.");
                } else {
                    self.dispatch(command, None, text);
                }
            }
            Some(Prompt::Filter(field)) if field.text().trim().is_empty() => {
                self.clear_filter();
                self.set_status(StatusLevel::Info, "Everything is shown.");
            }
            Some(Prompt::Filter(field)) => {
                let counts = match &self.screen {
                    Screen::List(list) => list.counts,
                    Screen::Article(_) => None,
                };
                let text = match counts {
                    Some((0, _)) => {
                        let text = field.text().trim();
                        format!("No rows contain \"{text}\". Esc shows everything.")
                    }
                    Some((shown, total)) => {
                        format!("{shown} of {total} shown; Esc shows everything.")
                    }
                    None => {
                        "Only rows with these words are shown; Esc shows everything.".to_owned()
                    }
                };
                self.set_status(StatusLevel::Info, text);
            }
            Some(note @ Prompt::Note(..)) => self.prompt = Some(note),
            None => {}
        }
    }

    fn cancel_prompt(&mut self) {
        match self.prompt.take() {
            Some(Prompt::Search(prompt)) => {
                if let (Some((cursor, top)), Screen::Article(reader)) =
                    (prompt.origin, &mut self.screen)
                {
                    reader.clear_hits();
                    // An answer that is still on its way comes too late.
                    self.article_search = Ticket::default();
                    reader.restore(cursor, top);
                    self.status = None;
                } else if prompt.input.text().trim().is_empty() {
                    self.close_screen();
                } else if matches!(&self.screen, Screen::List(l) if !l.search.hits.results.is_empty())
                {
                    self.record_query(prompt.input.text());
                }
            }
            Some(Prompt::Filter(_)) => self.clear_filter(),
            _ => {}
        }
    }

    fn clear_filter(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.filter.clear();
            list.invalidate();
        }
    }

    /// Runs a line of the command prompt: a name and what it takes.
    fn run_command_line(&mut self, line: &str) {
        let line = line.trim();
        let (name, argument) = match line.split_once(char::is_whitespace) {
            Some((name, argument)) => (name, argument.trim()),
            None => (line, ""),
        };
        if name.is_empty() {
            return;
        }
        if let Ok(number) = name.parse::<usize>() {
            self.dispatch(Command::Last, Some(number), "");
            return;
        }
        let found = Command::from_name(name).or_else(|| {
            let mut begins = crate::app::input::command::COMMANDS.iter().filter(|r| {
                r.contexts
                    .intersects(crate::app::input::key_context::KeyContexts::SCREENS)
                    && r.name.starts_with(name)
            });
            // A beginning that only one command has is enough.
            let first = begins.next()?;
            begins.next().is_none().then_some(first.command)
        });
        match found {
            Some(command) if command.spec().contexts.intersects(self.key_context()) => {
                self.status = None;
                self.execute(command, None, argument);
            }
            Some(command) => self.set_status(
                StatusLevel::Hint,
                format!("\"{}\" does not work on this screen.", command.spec().name),
            ),
            None => {
                let runs = crate::app::input::command::COMMANDS.iter().filter(|r| {
                    r.contexts
                        .intersects(crate::app::input::key_context::KeyContexts::SCREENS)
                });
                let near = suggest::nearest(name, runs.map(|r| r.name));
                let hint = near.map_or(String::new(), |n| format!(" Did you mean \"{n}\"?"));
                self.set_status(
                    StatusLevel::Hint,
                    format!("There is no command \"{name}\".{hint}"),
                );
            }
        }
    }

    /// Takes a completion, or changes the scope of a search.
    fn complete(&mut self, forward: bool) {
        if matches!(self.prompt, Some(Prompt::Search(_))) {
            // A filter's value is completed; elsewhere the scope changes.
            if !self.complete_filter(forward) {
                self.cycle_scope(forward);
            }
            return;
        }
        match &mut self.prompt {
            Some(Prompt::Command(prompt)) => prompt.complete(forward, self.user.searches()),
            Some(Prompt::Argument(Command::Tags, field)) => {
                // The tag being written, and the tags in use that go on from it.
                let text = field.text();
                let begin = text.rfind(',').map_or(0, |i| i + 1);
                let typed = text[begin..].trim_start().to_owned();
                let begin = text.len() - text[begin..].trim_start().len();
                let known = self.user.tags();
                let fits = |t: &&String| t.starts_with(&typed) && **t != typed;
                let exact = known.iter().position(|t| *t == typed);
                // Once a whole tag stands there, Tab goes on to the next one in use.
                let next = match exact {
                    Some(i) if forward => known.get(i + 1).or(known.first()),
                    Some(i) => known.get(i.wrapping_sub(1)).or(known.last()),
                    None if forward => known.iter().find(fits),
                    None => known.iter().rev().find(fits),
                };
                if let Some(next) = next.cloned() {
                    field.splice(begin..field.text().len(), &next);
                }
            }
            _ => {}
        }
    }

    fn cycle_scope(&mut self, forward: bool) {
        let Some(Prompt::Search(prompt)) = &mut self.prompt else {
            return;
        };
        let mut scopes = Vec::new();
        if let Some(open) = &self.open {
            let briefing = open.briefing.id.clone();
            let article = match (&self.screen, &prompt.scope) {
                (Screen::Article(reader), _) => {
                    Some(open.briefing.article(reader.article).id.clone())
                }
                (_, SearchScope::Article(_, article)) => Some(article.clone()),
                // From the results one can go back to the article one came from.
                _ => self.history.back.last().and_then(|s| match s {
                    Screen::Article(reader) => {
                        Some(open.briefing.article(reader.article).id.clone())
                    }
                    Screen::List(_) => None,
                }),
            };
            if let Some(article) = article {
                scopes.push(SearchScope::Article(briefing.clone(), article));
            }
            scopes.push(SearchScope::Briefing(briefing));
        }
        scopes.push(SearchScope::Library);
        let here = scopes.iter().position(|s| *s == prompt.scope).unwrap_or(0);
        let step = if forward { 1 } else { scopes.len() - 1 };
        prompt.scope = scopes[(here + step) % scopes.len()].clone();
        self.on_search_edited();
    }

    /// Goes up or down: in results, in completions, in what was searched before.
    fn step_suggestion(&mut self, down: bool) {
        match &mut self.prompt {
            Some(Prompt::Command(prompt)) => prompt.complete(down, self.user.searches()),
            Some(Prompt::Search(_)) => self.step_query_history(down),
            _ => {}
        }
    }

    /// Goes up or down beside a search being written: first chosen, then kept to
    /// until the words change, are its results, or the earlier questions that
    /// begin as it does.
    fn step_query_history(&mut self, down: bool) {
        let Some(Prompt::Search(prompt)) = &mut self.prompt else {
            return;
        };
        let text = prompt.input.text().to_owned();
        let (stem, back) = match (&prompt.browse_mode, down) {
            (BrowseMode::History { stem, back }, false) => (stem.clone(), Some(back + 1)),
            (BrowseMode::History { stem, back }, true) => (stem.clone(), back.checked_sub(1)),
            (BrowseMode::Undecided, false) => (text, Some(0)),
            (BrowseMode::Results, _) | (BrowseMode::Undecided, true) => {
                return self.step_result(down);
            }
        };
        let (text, browsing) = match back {
            None => (stem, BrowseMode::Undecided),
            Some(back) => match self.user.earlier_query(&stem, back) {
                Some(text) => (text.to_owned(), BrowseMode::History { stem, back }),
                None if back == 0 => return self.step_result(down),
                None => return,
            },
        };
        prompt.input = TextInput::from_text(&text);
        prompt.browse_mode = browsing;
        self.on_search_edited();
    }

    fn step_result(&mut self, down: bool) {
        if let Screen::List(list) = &mut self.screen
            && let Some(Prompt::Search(prompt)) = &mut self.prompt
            && list.kind == ListKind::Results
        {
            prompt.browse_mode = BrowseMode::Results;
            list.grid.step(if down { 1 } else { -1 });
        }
    }
}
