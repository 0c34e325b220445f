//! All places where one text stands in another, those that overlap too.

use std::ops::Range;

/// Overlapping places that are looked for; behind them a text can only be one
/// pattern over and over, and the places no longer tell anything.
const MAX_OVERLAPPING: usize = 1000;

/// Goes through the places of `needle`, which is not empty, in order.
pub(super) fn occurrences<'a>(
    text: &'a str,
    needle: &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let period = period(needle.as_bytes());
    let mut from = 0;
    let mut count = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(needle)?;
        count += 1;
        // The next place starts with the needle's own beginning, so it is a
        // character boundary.
        let overlaps = count < MAX_OVERLAPPING;
        from = at + if overlaps { period } else { needle.len() };
        Some(at..at + needle.len())
    })
}

/// Returns by how many bytes a text must be moved to fit over itself.
fn period(needle: &[u8]) -> usize {
    // Lengths of the longest beginning that is also an end, for each prefix.
    let mut borders = vec![0; needle.len()];
    let mut length = 0;
    for at in 1..needle.len() {
        while length > 0 && needle[at] != needle[length] {
            length = borders[length - 1];
        }
        if needle[at] == needle[length] {
            length += 1;
        }
        borders[at] = length;
    }
    needle.len() - length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str, needle: &str) -> Vec<usize> {
        occurrences(text, needle).map(|range| range.start).collect()
    }

    #[test]
    fn overlapping_places_are_found() {
        assert_eq!(starts("cd cd cd", "cd cd"), [0, 3]);
        assert_eq!(starts("aaaa", "aa"), [0, 1, 2]);
        assert_eq!(starts("éaéaé", "éaé"), [0, 3]);
        assert_eq!(starts("abab", "ba"), [1]);
        assert_eq!(starts("", "a"), Vec::<usize>::new());
    }

    #[test]
    fn a_pattern_without_end_is_left_in_time() {
        let found = starts(&"a".repeat(100_000), &"a".repeat(50));
        assert!(found.len() > MAX_OVERLAPPING && found.len() < 4000);
    }
}
