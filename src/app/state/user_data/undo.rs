//! The steps that can be undone, and those that can be redone.

use crate::model::Change;

/// Changes that were made together, each with its inverse.
#[derive(Clone, Debug)]
pub struct UndoStep {
    /// What was done, for the status line.
    pub what: String,
    /// Each change, and the one that undoes it.
    pub changes: Vec<(Change, Change)>,
}

/// The steps that can be undone, and those that can be redone.
#[derive(Clone, Debug, Default)]
pub struct UndoHistory {
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
}

impl UndoHistory {
    /// Adds a step that was just taken. Nothing can be redone behind it.
    pub fn push(&mut self, step: UndoStep) {
        if !step.changes.is_empty() {
            self.undo.push(step);
            self.redo.clear();
        }
    }

    /// Returns the step to undo, which can be redone from now on.
    pub fn undo(&mut self) -> Option<&UndoStep> {
        self.redo.push(self.undo.pop()?);
        self.redo.last()
    }

    /// Returns the step to redo, which can be undone from now on.
    pub fn redo(&mut self) -> Option<&UndoStep> {
        self.undo.push(self.redo.pop()?);
        self.undo.last()
    }

    /// Drops the changes that are not wanted any more.
    pub fn retain(&mut self, is_wanted: impl Fn(&Change) -> bool) {
        for steps in [&mut self.undo, &mut self.redo] {
            for step in steps.iter_mut() {
                step.changes.retain(|(change, _)| is_wanted(change));
            }
            steps.retain(|step| !step.changes.is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(what: &str) -> UndoStep {
        let change = Change::RemoveSearch(what.to_owned());
        UndoStep {
            what: what.to_owned(),
            changes: vec![(change.clone(), change)],
        }
    }

    fn name(step: Option<&UndoStep>) -> &str {
        step.map_or("", |step| &step.what)
    }

    #[test]
    fn steps_are_undone_from_the_last_and_redone_in_their_order() {
        let mut history = UndoHistory::default();
        history.push(step("a"));
        history.push(step("b"));
        assert_eq!(name(history.undo()), "b");
        assert_eq!(name(history.undo()), "a");
        assert!(history.undo().is_none());
        assert_eq!(name(history.redo()), "a");
        history.push(step("c"));
        assert!(history.redo().is_none());
        assert_eq!(name(history.undo()), "c");
    }

    #[test]
    fn a_step_without_changes_is_none() {
        let mut history = UndoHistory::default();
        history.push(step("a"));
        history.push(step("b"));
        history.undo();
        history.retain(|change| *change != Change::RemoveSearch("a".to_owned()));
        assert!(history.undo().is_none());
        assert_eq!(name(history.redo()), "b");
    }
}
