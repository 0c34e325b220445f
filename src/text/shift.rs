//! Where a place of a text stands in a later state of the same text. What stands
//! before the first change or behind the last one is moved exactly; what stands between
//! is looked for with its sentence.

use std::ops::Range;
use std::sync::OnceLock;

use super::anchor::Haystack;
use super::reanchor::{Anchor, AnchorStatus, reanchor_in};
use super::segment::{floor_boundary, sentences};

/// Characters around a sentence that identify it.
const CONTEXT_CHARS: usize = 32;

/// The way from one state of a text to a later one.
#[derive(Debug)]
pub struct PositionMap<'a> {
    old: &'a str,
    new: &'a str,
    /// Bytes at the beginning that both have in common.
    common_start: usize,
    /// Bytes at the end that both have in common.
    common_end: usize,
    haystack: OnceLock<Haystack<'a>>,
}

impl<'a> PositionMap<'a> {
    /// Compares two states of a text.
    #[must_use]
    pub fn new(old: &'a str, new: &'a str) -> PositionMap<'a> {
        let common = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b);
        let head = floor_boundary(old, common.count());
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let pairs = old_rest.chars().rev().zip(new_rest.chars().rev());
        let common = pairs.take_while(|(a, b)| a == b);
        let tail = common.map(|(c, _)| c.len_utf8()).sum();
        PositionMap {
            old,
            new,
            common_start: head,
            common_end: tail,
            haystack: OnceLock::new(),
        }
    }

    /// Returns where the letter at a byte of the old text stands now, or what stands
    /// in its place.
    #[must_use]
    pub fn map_offset(&self, at: usize) -> usize {
        let at = floor_boundary(self.old, at);
        if at < self.common_start {
            return at;
        }
        let from_end = self.old.len() - at;
        if from_end <= self.common_end {
            return self.new.len() - from_end;
        }
        self.map_by_sentence(at)
    }

    /// Returns where a stretch that no change has touched stands now; `None` for one that
    /// begins or ends between the first change and the last. Nothing is looked for, so it
    /// can be asked for many.
    #[must_use]
    pub fn map_untouched(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let words = self.old.get(range.clone())?;
        if range.end <= self.common_start {
            return Some(range.clone());
        }
        let from_end = self.old.len() - range.start;
        let start = self.new.len().checked_sub(from_end)?;
        (from_end <= self.common_end).then(|| start..start + words.len())
    }

    /// Returns where words of the old text stand now, letter by letter; `None` where
    /// they do not, or it is not certain.
    #[must_use]
    pub fn map_words(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.old.get(range.clone()).filter(|w| !w.is_empty())?;
        if let Some(found) = self.map_untouched(range) {
            return Some(found);
        }
        match self.reanchored(range) {
            AnchorStatus::Here(found) | AnchorStatus::Moved(found) => Some(found),
            AnchorStatus::Approximate(..) | AnchorStatus::Unplaced(_) => None,
        }
    }

    fn reanchored(&self, range: &Range<usize>) -> AnchorStatus {
        let before = self.old[..range.start].chars().rev().take(CONTEXT_CHARS);
        let prefix: String = before.collect::<Vec<_>>().into_iter().rev().collect();
        let suffix: String = self.old[range.end..].chars().take(CONTEXT_CHARS).collect();
        let anchor = Anchor {
            exact: &self.old[range.clone()],
            prefix: &prefix,
            suffix: &suffix,
            range: range.clone(),
        };
        let haystack = self.haystack.get_or_init(|| Haystack::new(self.new));
        reanchor_in(&anchor, haystack)
    }

    /// Looks for the sentence around a byte, then for its passage.
    fn map_by_sentence(&self, at: usize) -> usize {
        let start = self.old[..at].rfind('\n').map_or(0, |line| line + 1);
        let end = self.old[at..].find('\n').map_or(self.old.len(), |n| at + n);
        let within = sentences(&self.old[start..end]).into_iter();
        let mut within = within.map(|s| start + s.start..start + s.end);
        let sentence = within.find(|s| s.contains(&at));
        for part in [sentence, Some(start..end)].into_iter().flatten() {
            if let Some(found) = self.reanchored(&part).range() {
                let into = (at - part.start).min(found.len().saturating_sub(1));
                return floor_boundary(self.new, found.start + into);
            }
        }
        // Nothing like it is left: the passage of the same number.
        let number = self.old[..start].matches('\n').count();
        let mut starts = self.new.match_indices('\n').map(|(at, _)| at + 1);
        match number.checked_sub(1) {
            None => 0,
            Some(before) => starts.nth(before).unwrap_or(self.new.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OLD: &str = "One bridge is closed. It stays closed until the spring.\nThe mill will not pay.\nNobody else spoke, and the river rose.";

    fn at(text: &str, words: &str) -> usize {
        text.find(words).unwrap()
    }

    #[test]
    fn what_stands_around_a_change_moves_with_it() {
        let new = OLD.replace("The mill will", "For years, the mill and its owners will");
        let shift = PositionMap::new(OLD, &new);
        for words in ["bridge", "spring", "Nobody", "river", "rose."] {
            assert_eq!(shift.map_offset(at(OLD, words)), at(&new, words), "{words}");
        }
        assert_eq!(shift.map_offset(OLD.len()), new.len());
        let words = at(OLD, "the river")..at(OLD, " rose.");
        let found = shift.map_words(&words).unwrap();
        assert_eq!(&new[found], "the river");
    }

    #[test]
    fn a_sentence_between_two_changes_is_found_by_its_words() {
        let new = OLD
            .replace("One bridge", "A very old bridge")
            .replace("and the river rose", "while the river fell");
        let shift = PositionMap::new(OLD, &new);
        assert_eq!(shift.map_offset(at(OLD, "mill")), at(&new, "mill"));
        let words = at(OLD, "The mill")..at(OLD, " pay.");
        assert_eq!(&new[shift.map_words(&words).unwrap()], "The mill will not");
    }

    #[test]
    fn words_that_have_changed_are_not_passed_off_as_found() {
        let new = OLD.replace("will not pay", "will gladly pay");
        let shift = PositionMap::new(OLD, &new);
        assert_eq!(
            shift.map_words(&(at(OLD, "will not pay")..at(OLD, ".\nNobody"))),
            None
        );
        assert_eq!(shift.map_offset(at(OLD, "The mill")), at(&new, "The mill"));
        let gone = PositionMap::new(OLD, "");
        assert_eq!(gone.map_words(&(0..10)), None);
        assert_eq!(gone.map_offset(40), 0);
    }

    #[test]
    fn passages_that_change_places_are_followed() {
        let lines: Vec<&str> = OLD.lines().collect();
        let new = [lines[2], lines[0], lines[1]].join("\n");
        let shift = PositionMap::new(OLD, &new);
        assert_eq!(shift.map_offset(at(OLD, "will not")), at(&new, "will not"));
        assert_eq!(shift.map_offset(at(OLD, "river")), at(&new, "river"));
    }

    proptest! {
        #[test]
        fn every_offset_is_one_of_the_new_text(
            old in "[a-e İß漢\n.]{0,60}",
            new in "[a-e İß漢\n.]{0,60}",
            at in 0_usize..80,
            len in 0_usize..20,
        ) {
            let shift = PositionMap::new(&old, &new);
            prop_assert!(new.is_char_boundary(shift.map_offset(at)));
            let range = floor_boundary(&old, at)..floor_boundary(&old, at + len);
            if let Some(found) = shift.map_words(&range) {
                prop_assert_eq!(&new[found], &old[range]);
            }
            let same = PositionMap::new(&old, &old);
            prop_assert_eq!(same.map_offset(at), floor_boundary(&old, at));
        }
    }
}
