//! Merges two changes of one bookmark: that of this process, and what another process has written
//! meanwhile. No text of either is lost.

use crate::model::Bookmark;

/// Merges a bookmark field by field (three-way).
///
/// `base` is what this process knew when it made `mine` (`None` if it knew of no such bookmark),
/// `theirs` what is stored now. A field that only one of them changed is taken from that one. If
/// both changed the note, both texts are kept; tags that either added or removed are added and
/// removed; of two new places that of this process is taken. Times are those of `theirs`.
#[must_use]
pub fn merge_bookmark(base: Option<&Bookmark>, theirs: &Bookmark, mine: &Bookmark) -> Bookmark {
    let anchored = match base {
        Some(base) if same_anchor(base, mine) => theirs,
        _ => mine,
    };
    let sourced = match base {
        Some(base) if base.provenance == mine.provenance => theirs,
        _ => mine,
    };
    Bookmark {
        id: mine.id.clone(),
        place: anchored.place.clone(),
        text_hash: anchored.text_hash.clone(),
        exact: anchored.exact.clone(),
        prefix: anchored.prefix.clone(),
        suffix: anchored.suffix.clone(),
        provenance: sourced.provenance.clone(),
        note: merge_note(base.map_or("", |b| &b.note), &theirs.note, &mine.note),
        tags: merge_tags(base.map_or(&[], |b| &b.tags), &theirs.tags, &mine.tags),
        letter: match base {
            Some(base) if base.letter == mine.letter => theirs.letter,
            _ => mine.letter.or(theirs.letter.filter(|_| base.is_none())),
        },
        created: theirs.created,
        changed: theirs.changed,
    }
}

fn same_anchor(a: &Bookmark, b: &Bookmark) -> bool {
    a.place == b.place
        && a.text_hash == b.text_hash
        && a.exact == b.exact
        && a.prefix == b.prefix
        && a.suffix == b.suffix
}

fn merge_note(base: &str, theirs: &str, mine: &str) -> String {
    if mine == base || theirs.contains(mine) && base != theirs {
        theirs.to_owned()
    } else if theirs == base || mine.contains(theirs) {
        mine.to_owned()
    } else {
        format!("{theirs}\n\n{mine}")
    }
}

fn merge_tags(base: &[String], theirs: &[String], mine: &[String]) -> Vec<String> {
    let mut all: Vec<String> = theirs
        .iter()
        .filter(|tag| mine.contains(tag) || !base.contains(tag))
        .chain(mine.iter().filter(|tag| !base.contains(tag)))
        .cloned()
        .collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::tests::bookmark;

    fn with(note: &str, tags: &[&str]) -> Bookmark {
        Bookmark {
            note: note.into(),
            tags: tags.iter().map(ToString::to_string).collect(),
            ..bookmark(1)
        }
    }

    #[test]
    fn each_window_changes_a_field() {
        let base = with("a", &["x"]);
        let merged = merge_bookmark(Some(&base), &with("b", &["x"]), &with("a", &["x", "y"]));
        assert_eq!(
            (merged.note.as_str(), merged.tags),
            ("b", vec!["x".into(), "y".into()])
        );
    }

    #[test]
    fn both_change_the_note() {
        let base = with("a", &[]);
        let merged = merge_bookmark(Some(&base), &with("theirs", &[]), &with("mine", &[]));
        assert_eq!(merged.note, "theirs\n\nmine");
        let merged = merge_bookmark(Some(&base), &with("a and more", &[]), &with("", &[]));
        assert_eq!(
            merged.note, "a and more",
            "an emptied note does not take new words with it"
        );
        let merged = merge_bookmark(Some(&base), &with("a", &[]), &with("", &[]));
        assert_eq!(
            merged.note, "",
            "a note that nobody else touched can be emptied"
        );
    }

    #[test]
    fn a_tag_taken_away_stays_away() {
        let base = with("", &["x", "y"]);
        let merged = merge_bookmark(Some(&base), &with("", &["x", "y", "z"]), &with("", &["y"]));
        assert_eq!(merged.tags, ["y", "z"]);
        let merged = merge_bookmark(Some(&base), &with("", &["x"]), &with("", &["x", "y"]));
        assert_eq!(merged.tags, ["x"]);
    }

    #[test]
    fn a_place_moved_elsewhere_is_kept() {
        let base = with("", &[]);
        let mut theirs = base.clone();
        theirs.place.range = 90..99;
        assert_eq!(
            merge_bookmark(Some(&base), &theirs, &base).place,
            theirs.place
        );
        assert_eq!(
            merge_bookmark(Some(&base), &base, &theirs).place,
            theirs.place
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn nothing_new_is_lost(
            base in "[ab]{0,3}", theirs in "[abc]{0,4}", mine in "[abd]{0,4}",
            tb in prop::collection::vec("[a-e]", 0..4),
            tt in prop::collection::vec("[a-e]", 0..4),
            tm in prop::collection::vec("[a-e]", 0..4),
        ) {
            let make = |note: &str, tags: &[String]| {
                let mut tags = tags.to_vec();
                tags.sort();
                tags.dedup();
                Bookmark { note: note.into(), tags, ..bookmark(1) }
            };
            let (base, theirs, mine) = (make(&base, &tb), make(&theirs, &tt), make(&mine, &tm));
            prop_assert_eq!(merge_bookmark(Some(&base), &base, &mine), mine.clone());
            prop_assert_eq!(merge_bookmark(Some(&base), &theirs, &base), theirs.clone());
            for base in [None, Some(&base)] {
                let merged = merge_bookmark(base, &theirs, &mine);
                for side in [&theirs, &mine] {
                    if base.is_none_or(|b| b.note != side.note) {
                        prop_assert!(merged.note.contains(&side.note));
                    }
                    for tag in &side.tags {
                        if base.is_none_or(|b| !b.tags.contains(tag)) {
                            prop_assert!(merged.tags.contains(tag));
                        }
                    }
                }
            }
        }
    }
}
