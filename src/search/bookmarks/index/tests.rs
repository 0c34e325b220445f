use std::sync::Arc;

use super::*;
use crate::model::{BookmarkId, Needle, Place, Provenance};

fn bookmark(n: usize, words: &str, note: &str, tags: &[&str]) -> Arc<Bookmark> {
    Arc::new(Bookmark {
        id: BookmarkId(n.to_string()),
        place: Place {
            briefing: "kaspersky-lab".to_owned(),
            article: "a".to_owned(),
            range: 0..1,
        },
        text_hash: String::new(),
        exact: words.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        provenance: Arc::new(Provenance {
            speaker: Some(["Jeanne Shaheen", "Eugene Kaspersky"][n % 2].to_owned()),
            side: Some(["Government", "Kaspersky Lab"][n % 2].to_owned()),
            said: Some(["2018-04~", "2017"][n % 2].to_owned()),
            kind: Some("direct".to_owned()),
            statement: Some(format!("s-{n}")),
            language: "en".to_owned(),
            ..Provenance::default()
        }),
        note: note.to_owned(),
        tags: tags.iter().map(ToString::to_string).collect(),
        letter: (n == 1).then_some('r'),
        created: 1,
        changed: 1,
    })
}

fn kept() -> Bookmarks {
    Arc::new(vec![
        bookmark(
            0,
            "The ties are overwhelming.",
            "Ask for sources",
            &["court"],
        ),
        bookmark(1, "We are a pawn in a geopolitical game.", "", &["press"]),
        bookmark(
            2,
            "A ban was overdue; the game is over.",
            "compare pawns",
            &[],
        ),
    ])
}

fn found(index: &mut BookmarkIndex, kept: &Bookmarks, question: &str) -> String {
    let hits = index.search(kept, question);
    hits.bookmarks.iter().map(|b| b.id.0.clone()).collect()
}

#[test]
fn the_library_says_which_statements_are_unanswered() {
    let (mut index, kept) = (BookmarkIndex::default(), kept());
    let status_of = |briefing: &str, statement: &str| {
        assert_eq!(briefing, "kaspersky-lab");
        Some(match statement {
            "s-1" => AnswerStatus::Unanswered,
            "s-2" => AnswerStatus::Answered,
            _ => return None,
        })
    };
    let mut ask = |question: &str| {
        let hits = index.search_with(&kept, question, Some(&status_of));
        let ids: String = hits.bookmarks.iter().map(|b| b.id.0.clone()).collect();
        let notes: Vec<String> = hits.diagnostics.into_iter().map(|n| n.message()).collect();
        (ids, notes.join(" "))
    };
    assert_eq!(ask("status:unanswered "), ("1".to_owned(), String::new()));
    assert_eq!(ask("-status:unanswered "), ("02".to_owned(), String::new()));
    assert_eq!(
        ask("status:answered game "),
        ("2".to_owned(), String::new())
    );
    let (all, note) = ask("status:silent ");
    assert_eq!(all, "012");
    assert!(note.starts_with("status: is one of unanswered, "), "{note}");
    let hits = index.search(&kept, "status:unanswered ");
    assert_eq!(
        hits.diagnostics[0].message(),
        "status: is not known of what you keep; it is left out."
    );
}

#[test]
fn one_character_of_a_dense_script_is_found_in_bookmarks() {
    let kept: Bookmarks = Arc::new(vec![bookmark(0, "卡巴斯基实验室", "", &[])]);
    let mut index = BookmarkIndex::default();
    for typed in ["卡", "斯 ", "室", "室 "] {
        assert_eq!(found(&mut index, &kept, typed), "0", "{typed}");
    }
    assert_eq!(found(&mut index, &kept, "水"), "");
}

#[test]
fn one_language_asks_words_notes_tags_and_sources() {
    let (mut index, kept) = (BookmarkIndex::default(), kept());
    for (question, ids) in [
        ("", "012"),
        ("pawns ", "12"),
        ("pawn game", "12"),
        ("\"geopolitical game\"", "1"),
        ("\"game geopolitical\"", ""),
        ("\"pawn game\"~3", "1"),
        ("overw", "0"),
        ("source ", "0"),
        ("ties OR ban", "02"),
        ("game -ban", "1"),
        ("-game", "0"),
        ("tag:court", "0"),
        ("court ", "0"),
        ("has:note", "02"),
        ("has:highlight", "1"),
        ("has:highlight-r", "1"),
        ("has:highlight-s", ""),
        ("-has:highlight-R", "02"),
        ("who:shaheen", "02"),
        ("side:kaspersky game", "1"),
        ("before:2018", "1"),
        ("after:2017", "02"),
        ("kind:passage", ""),
        ("kind:direct", "012"),
        ("briefing:kaspersky pawn", "12"),
        ("zebra ", ""),
    ] {
        assert_eq!(found(&mut index, &kept, question), ids, "{question}");
    }
}

#[test]
fn what_is_not_known_is_noted_and_the_rest_searches() {
    let (mut index, kept) = (BookmarkIndex::default(), kept());
    for question in [
        "status:answered ban ",
        "has:teeth ban ",
        "has:highlight-rr ban ",
        "before:soon ban ",
    ] {
        let hits = index.search(&kept, question);
        assert_eq!(hits.bookmarks.len(), 1, "{question}");
        assert_eq!(hits.diagnostics.len(), 1, "{question}");
    }
}

#[test]
fn what_has_changed_is_read_again_and_what_is_gone_is_not_found() {
    let (mut index, mut kept) = (BookmarkIndex::default(), kept());
    assert_eq!(found(&mut index, &kept, "sources "), "0");
    let mut changed = Bookmark::clone(&kept[0]);
    changed.note = "Zebra".to_owned();
    Arc::make_mut(&mut kept)[0] = Arc::new(changed);
    Arc::make_mut(&mut kept).remove(2);
    assert_eq!(found(&mut index, &kept, "sources "), "");
    assert_eq!(found(&mut index, &kept, "zebra "), "0");
    assert_eq!(found(&mut index, &kept, "ban "), "");
    assert_eq!(index.slots.len(), 4, "only what has changed is read");
}

#[test]
fn what_is_marked_leaves_out_what_is_not_wanted() {
    let (mut index, kept) = (BookmarkIndex::default(), kept());
    let hits = index.search(&kept, "pawn -ban \"a geo\" over");
    let (pawn, over) = (
        Needle::Word("pawn".to_owned()),
        Needle::Prefix("over".to_owned()),
    );
    let phrase = Needle::Phrase(["a", "geo"].map(str::to_owned).to_vec());
    assert_eq!(hits.needles, [pawn, phrase, over]);
}
