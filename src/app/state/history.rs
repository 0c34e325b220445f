//! The way a reader took through the screens: the current one, and those to go back or forward to.

/// How many entries can be gone back to: it bounds the memory that they take.
const MAX_BACK: usize = 100;

/// What a history asks of its entries.
pub trait HistoryEntry {
    /// Drops what can be computed again when the entry is shown again.
    fn drop_rows(&mut self);
}

/// The current entry, with those before it and those it was gone back from.
#[derive(Clone, Debug)]
pub struct History<S> {
    current: S,
    back: Vec<S>,
    forward: Vec<S>,
}

impl<S: HistoryEntry> History<S> {
    /// Creates a history of one entry.
    #[must_use]
    pub fn new(current: S) -> History<S> {
        History {
            current,
            back: Vec::new(),
            forward: Vec::new(),
        }
    }

    /// Returns the current entry.
    #[must_use]
    pub fn current(&self) -> &S {
        &self.current
    }

    /// Returns the current entry, to change it.
    pub fn current_mut(&mut self) -> &mut S {
        &mut self.current
    }

    /// Returns the entry that going back leads to.
    #[must_use]
    pub fn previous(&self) -> Option<&S> {
        self.back.last()
    }

    /// Returns the current entry, then all others.
    pub fn iter(&self) -> impl Iterator<Item = &S> {
        let others = self.back.iter().chain(&self.forward);
        std::iter::once(&self.current).chain(others)
    }

    /// Returns the current entry, then all others, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut S> {
        let others = self.back.iter_mut().chain(&mut self.forward);
        std::iter::once(&mut self.current).chain(others)
    }

    /// Makes an entry the current one; the one before can be gone back to.
    pub fn push(&mut self, entry: S) {
        let mut left = std::mem::replace(&mut self.current, entry);
        left.drop_rows();
        self.back.push(left);
        if self.back.len() > MAX_BACK {
            self.back.remove(0);
        }
        self.forward.clear();
    }

    /// Puts an entry in place of the current one, to which no way leads back.
    pub fn replace(&mut self, entry: S) {
        self.current = entry;
    }

    /// Goes back by one entry; `false` where there is none.
    pub fn go_back(&mut self) -> bool {
        let Some(entry) = self.back.pop() else {
            return false;
        };
        let mut left = std::mem::replace(&mut self.current, entry);
        left.drop_rows();
        self.forward.push(left);
        true
    }

    /// Goes forward by one entry; `false` where there is none.
    pub fn go_forward(&mut self) -> bool {
        let Some(entry) = self.forward.pop() else {
            return false;
        };
        let mut left = std::mem::replace(&mut self.current, entry);
        left.drop_rows();
        self.back.push(left);
        true
    }

    /// Drops the current entry and returns to the one before; `false` where there is none.
    pub fn close(&mut self) -> bool {
        match self.back.pop() {
            Some(entry) => {
                self.current = entry;
                true
            }
            None => false,
        }
    }

    /// Returns to the newest earlier entry that is wanted, and drops all behind it;
    /// `false` where there is none.
    pub fn return_to(&mut self, is_wanted: impl Fn(&S) -> bool) -> bool {
        match self.back.iter().rposition(is_wanted) {
            Some(at) => {
                self.back.truncate(at + 1);
                self.close()
            }
            None => false,
        }
    }

    /// Drops the entries that can be gone back to.
    pub fn clear_back(&mut self) {
        self.back.clear();
    }

    /// Keeps of the entries besides the current one those that are wanted.
    pub fn retain_others(&mut self, mut is_wanted: impl FnMut(&mut S) -> bool) {
        self.back.retain_mut(&mut is_wanted);
        self.forward.retain_mut(&mut is_wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry with a number, and whether it has its rows.
    #[derive(Clone, Debug, PartialEq)]
    struct Page(u32, bool);

    impl HistoryEntry for Page {
        fn drop_rows(&mut self) {
            self.1 = false;
        }
    }

    fn history(pages: u32) -> History<Page> {
        let mut history = History::new(Page(0, true));
        for n in 1..=pages {
            history.push(Page(n, true));
        }
        history
    }

    fn numbers(history: &History<Page>) -> Vec<u32> {
        history.iter().map(|page| page.0).collect()
    }

    #[test]
    fn back_and_forward_lead_to_the_same_entries() {
        let mut history = history(2);
        assert!(history.go_back() && history.go_back() && !history.go_back());
        assert_eq!(history.current().0, 0);
        assert!(history.go_forward() && history.go_forward() && !history.go_forward());
        assert_eq!(history.current().0, 2);
        assert_eq!(history.previous(), Some(&Page(1, false)));
    }

    #[test]
    fn a_new_entry_ends_the_way_forward_and_the_one_left_drops_its_rows() {
        let mut history = history(1);
        history.go_back();
        history.push(Page(7, true));
        assert_eq!(numbers(&history), [7, 0]);
        assert!(!history.go_forward());
        assert_eq!(history.previous(), Some(&Page(0, false)));
    }

    #[test]
    fn closing_leads_to_the_entry_before_or_to_the_one_that_is_wanted() {
        let mut history = history(3);
        assert!(history.close());
        assert_eq!(numbers(&history), [2, 0, 1]);
        assert!(history.return_to(|page| page.0 == 0));
        assert_eq!(numbers(&history), [0]);
        assert!(!history.return_to(|_| true) && !history.close());
    }

    #[test]
    fn the_oldest_entries_are_dropped() {
        let history = history(MAX_BACK as u32 + 5);
        assert_eq!(history.iter().count(), MAX_BACK + 1);
        assert_eq!(numbers(&history)[1], 5);
    }

    #[test]
    fn others_are_dropped_and_the_current_one_stays() {
        let mut history = history(3);
        history.go_back();
        history.retain_others(|page| page.0 == 3);
        assert_eq!(numbers(&history), [2, 3]);
    }
}
