//! Running a command by its name.

use crate::app::app_state::AppState;
use crate::app::input::command::{COMMANDS, Command, CommandSpec};
use crate::app::input::key_context::KeyContexts;
use crate::app::state::command_outcome::CommandOutcome;
use crate::text::suggest::nearest;

impl AppState {
    /// Runs a line of the command prompt: a name and what it takes, or the number of a row.
    pub(in crate::app) fn run_command_line(&mut self, line: &str) -> CommandOutcome {
        let line = line.trim();
        let (name, argument) = match line.split_once(char::is_whitespace) {
            Some((name, argument)) => (name, argument.trim()),
            None => (line, ""),
        };
        if name.is_empty() {
            return CommandOutcome::Unchanged;
        }
        if let Ok(number) = name.parse::<usize>() {
            return self.dispatch(Command::Last, Some(number), "");
        }
        match find_command(name) {
            Some(command) if command.spec().contexts.intersects(self.key_context()) => {
                self.status.clear();
                self.execute(command, None, argument);
                CommandOutcome::Changed
            }
            Some(command) => self.report_not_here(command),
            None => {
                let near = nearest(name, runnable().map(|spec| spec.name));
                let near = near.map_or(String::new(), |near| format!(" Did you mean \"{near}\"?"));
                self.hint(format!("There is no command \"{name}\".{near}"))
            }
        }
    }
}

/// Returns the command of a name, or of a beginning that only one command has.
fn find_command(name: &str) -> Option<Command> {
    Command::from_name(name).or_else(|| {
        let mut begins = runnable().filter(|spec| spec.name.starts_with(name));
        let first = begins.next()?;
        begins.next().is_none().then_some(first.command)
    })
}

/// Returns the commands that are run by their names.
fn runnable() -> impl Iterator<Item = &'static CommandSpec> {
    let all = COMMANDS.iter();
    all.filter(|spec| spec.contexts.intersects(KeyContexts::SCREENS))
}
