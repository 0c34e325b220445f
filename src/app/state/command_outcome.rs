//! What a command came to: whether it changed anything, and whether the reader was told.

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandOutcome {
    /// Something on the screen has changed, a prompt was opened or an effect asked for.
    Changed,
    /// Nothing has changed, and nothing was said of it yet.
    Unchanged,
    /// The status line says what was done, or why nothing was.
    Reported,
}

impl CommandOutcome {
    /// Returns `Changed` if something has.
    #[must_use]
    pub fn from_changed(is_changed: bool) -> CommandOutcome {
        if is_changed {
            CommandOutcome::Changed
        } else {
            CommandOutcome::Unchanged
        }
    }

    /// Returns what two steps of one command came to together.
    #[must_use]
    pub fn and(self, other: CommandOutcome) -> CommandOutcome {
        match (self, other) {
            (CommandOutcome::Reported, _) | (_, CommandOutcome::Reported) => {
                CommandOutcome::Reported
            }
            (CommandOutcome::Changed, _) | (_, CommandOutcome::Changed) => CommandOutcome::Changed,
            (CommandOutcome::Unchanged, CommandOutcome::Unchanged) => CommandOutcome::Unchanged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CommandOutcome::{Changed, Reported, Unchanged};
    use super::*;

    #[test]
    fn of_two_steps_the_one_that_says_more_counts() {
        assert_eq!(Unchanged.and(Changed), Changed);
        assert_eq!(Changed.and(Reported), Reported);
        assert_eq!(Unchanged.and(Unchanged), Unchanged);
        assert_eq!(CommandOutcome::from_changed(false), Unchanged);
    }
}
