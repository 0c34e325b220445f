//! "Did you mean": which of several names a misspelt one stands for.
//!
//! There is one measure for all names, the edit distance that counts what goes wrong in
//! typing: letters left out, added, changed, or swapped with their neighbour ("optimal string
//! alignment"). tantivy's fuzzy queries count the same way, so that a suggestion and what a
//! search finds agree. Jaro-Winkler was tried before: it weighs beginnings so heavily that
//! most names with the same first letters seem alike.

/// Likeness from which a name is suggested: half of the longer name's letters are in place.
/// Below it suggestions for short names come out at random.
const MIN_LIKENESS: f64 = 0.5;

/// Letters from which the beginning of a name counts as a short form of it.
const MIN_PREFIX_CHARS: usize = 3;

/// Longer texts are no misspelt names: nothing is suggested for them. Comparing takes time in
/// proportion to both lengths, and what is written may come from anybody.
const MAX_WRITTEN_BYTES: usize = 80;

/// Names that are compared at most; a bundle may hold any number of ids.
const MAX_CANDIDATES: usize = 5_000;

/// Returns the name that is most like the one written, if any is like it.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if written.is_empty() || written.len() > MAX_WRITTEN_BYTES {
        return None;
    }
    let written = written.to_lowercase();
    names
        .into_iter()
        .take(MAX_CANDIDATES)
        .map(|name| (likeness(&written, name), name))
        .filter(|(likeness, _)| *likeness >= MIN_LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Returns the number of letters to be left out, added, changed, or swapped with their
/// neighbour that turn one text into the other.
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// Compares lower-case words with a name: 1 where they are the same, 0 where nothing is.
fn likeness(written: &str, name: &str) -> f64 {
    let name = name.to_lowercase();
    let longer = written.chars().count().max(name.chars().count()).max(1);
    let likeness = 1.0 - edit_distance(written, &name) as f64 / longer as f64;
    let is_short_form = name.starts_with(written) && written.chars().count() >= MIN_PREFIX_CHARS;
    if is_short_form {
        f64::midpoint(likeness, 1.0)
    } else {
        likeness
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misspelt_or_cut_short_is_found() {
        let names = ["kaspersky-lab", "lower-bridge", "kestrel"];
        for (written, near) in [
            ("kaspersky-lba", Some("kaspersky-lab")),
            ("Kaspersky", Some("kaspersky-lab")),
            ("kas", Some("kaspersky-lab")),
            ("lowerbridge", Some("lower-bridge")),
            ("kestle", Some("kestrel")),
            ("k", None),
            ("", None),
            ("other", None),
        ] {
            assert_eq!(nearest(written, names), near, "{written}");
        }
        assert_eq!(nearest(&"kestrel".repeat(20), names), None);
    }

    #[test]
    fn swapped_neighbours_are_one_mistake() {
        assert_eq!(edit_distance("pwan", "pawn"), 1);
        assert_eq!(edit_distance("pawn", "pawn"), 0);
    }
}
