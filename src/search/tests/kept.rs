//! What the reader keeps, in a search of the library.

use super::*;
use crate::model::{Bookmark, BookmarkId, Place};

/// A bookmark of some words of an article of the first briefing.
fn bookmark(n: u8, article: usize, words: &str, note: &str, tags: &[&str]) -> Arc<Bookmark> {
    let briefing = sample::harbour();
    let text = &briefing.articles[article].text.text;
    let start = text.find(words).unwrap();
    Arc::new(Bookmark {
        id: BookmarkId(format!("{n:032x}")),
        place: Place {
            briefing: briefing.id.clone(),
            article: briefing.articles[article].id.clone(),
            range: start..start + words.len(),
        },
        text_hash: String::new(),
        exact: words.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        provenance: Arc::default(),
        note: note.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        letter: None,
        created: 0,
        changed: 0,
    })
}

#[test]
fn what_is_kept_chooses_and_its_notes_are_searched() {
    let index = index();
    let kept: Bookmarks = Arc::new(vec![
        bookmark(
            1,
            0,
            "pawn in a geopolitical",
            "Ask the minister about zugzwang.",
            &["chess"],
        ),
        bookmark(2, 1, "the café’s owner", "", &["to check"]),
        bookmark(
            3,
            0,
            "builds ferries for nine countries",
            "Nine is wrong.",
            &[],
        ),
    ]);
    let ask = |text: &str| {
        index.find(&Query {
            bookmarks: Arc::clone(&kept),
            ..query(text)
        })
    };
    let (cafe, ferries) = ("harbour/signal-2017#p3", "harbour/tide-2018#p4");
    assert_eq!(names(&ask("tag:check")), [cafe]);
    assert_eq!(names(&ask("tag:chess kind:statement")), [PAWN]);
    assert!(!names(&ask("quay -has:bookmark")).contains(&ferries.to_owned()));
    let noted = names(&ask("has:note"));
    assert!(
        noted.contains(&PAWN.to_owned()) && noted.contains(&ferries.to_owned()),
        "{noted:?}"
    );
    assert!(!noted.contains(&cafe.to_owned()));
    let unknown = ask("pawn tag:nonsense");
    assert_eq!(names(&unknown)[0], PAWN);
    assert!(
        unknown
            .diagnostics
            .iter()
            .any(|n| n.message().contains("tagged \"nonsense\""))
    );

    // Words of the note, alone and with those of the statement.
    for text in ["zugzwang ", "pawn zugzwang ", "minister geopolitical zugz"] {
        let hits = ask(text);
        assert_eq!(hits.results[0].reference.to_string(), PAWN, "{text}");
        assert!(
            hits.results[0].match_reasons.contains(&MatchReason::Note),
            "{text}"
        );
        assert!(
            hits.diagnostics.is_empty(),
            "{text}: {:?}",
            hits.diagnostics
        );
    }
    // What is known nowhere is left out there, too; what is guessed at is still wanted.
    for text in ["zugzwang xyzzyq ", "zugzwang who:nobodyatall tag:nonsense"] {
        let hits = ask(text);
        assert_eq!(hits.results[0].reference.to_string(), PAWN, "{text}");
        assert!(!hits.diagnostics.is_empty(), "{text}");
    }
    let hits = ask("zugzwang geopolitcal ");
    assert_eq!(hits.results[0].reference.to_string(), PAWN);
    assert!(hits.results[0].match_reasons.contains(&MatchReason::Note));
    assert!(
        ask("zugzwang ferris ")
            .results
            .iter()
            .all(|hit| hit.note.is_none())
    );
    let note = ask("minister zugz").results[0].note.clone().unwrap();
    assert_eq!(note.text, "Ask the minister about zugzwang.");
    let marked: Vec<_> = note
        .highlights
        .iter()
        .map(|m| &note.text[m.clone()])
        .collect();
    assert_eq!(marked, ["minister", "zugzwang"]);
    let pawn = &ask("pawn ").results[0];
    assert!(!pawn.match_reasons.contains(&MatchReason::Note) && pawn.note.is_none());
    assert_eq!(
        index.complete("tag:ch", 6, &kept),
        ["chess", "\"to check\""]
    );
    assert_eq!(index.complete("has:n", 5, &kept), ["note"]);
}

#[test]
fn highlights_are_chosen_by_their_letter() {
    let index = index();
    let highlight_letter = |n, article, words, letter| {
        let bookmark = (*bookmark(n, article, words, "", &[])).clone();
        Arc::new(Bookmark {
            letter: Some(letter),
            ..bookmark
        })
    };
    let kept: Bookmarks = Arc::new(vec![
        highlight_letter(1, 1, "the café’s owner", 'r'),
        highlight_letter(2, 0, "builds ferries for nine countries", 's'),
    ]);
    let ask = |text: &str| {
        index.find(&Query {
            bookmarks: Arc::clone(&kept),
            ..query(text)
        })
    };
    let (cafe, ferries) = ("harbour/signal-2017#p3", "harbour/tide-2018#p4");
    assert_eq!(names(&ask("has:highlight-r")), [cafe]);
    assert_eq!(names(&ask("has:highlight-s ")), [ferries]);
    for both in ["has:highl", "has:highlight", "has:highlight-"] {
        assert_eq!(names(&ask(both)).len(), 2, "{both}");
    }
    for (none, told) in [
        ("pawn has:highlight-x", "has a highlight-x"),
        ("pawn has:high-5", "highlight-a to highlight-z"),
        ("pawn has:note", "has a note"),
    ] {
        let hits = ask(none);
        assert_eq!(names(&hits)[0], PAWN);
        assert!(
            hits.diagnostics[0].message().contains(told),
            "{:?}",
            hits.diagnostics
        );
    }
    assert_eq!(
        index.complete("has:high", 8, &kept),
        ["highlight", "highlight-r", "highlight-s"]
    );
}
