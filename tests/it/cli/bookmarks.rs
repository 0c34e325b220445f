//! `diptych bookmarks`: adding, printing, removing, restoring.

use super::*;

#[test]
fn where_nothing_is_kept_bookmarks_end_with_1() {
    let home = Home::new();
    let run = home.run(&["bookmarks"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let run = home.run(&["bookmarks", "--json"]);
    assert_eq!((run.code, run.out.as_str()), (1, "[]\n"));
    assert_eq!(home.run(&["bookmarks", "--format", "word"]).code, 2);
}

#[test]
fn a_bookmark_goes_through_its_life_in_the_shell() {
    let home = Home::new();
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    let add = [
        "bookmarks",
        "add",
        reference,
        "--note",
        "Look here.",
        "--tag",
        "court",
    ];
    let said = done(&home, &add);
    let id = said.split(' ').next().unwrap().to_owned();
    assert_eq!(id.len(), 32);
    assert!(done(&home, &add).contains("is kept already"));
    let again = done(&home, &["bookmarks", "add", reference, "--tag", "ban"]);
    assert!(again.starts_with(&id) && again.contains("added"), "{again}");

    let list = home.run(&["bookmarks", "list", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["tags"], serde_json::json!(["ban", "court"]));
    assert_eq!(list[0]["ref"], reference);
    assert_eq!(home.run(&["bookmarks", "--json"]).json(), list);
    let shown = done(&home, &["bookmarks", "show", &id[..8]]);
    assert!(
        shown.contains("Look here.") && shown.contains("quoted in"),
        "{shown}"
    );

    done(&home, &["bookmarks", "add", "kaspersky-lab/axios-2018#p3"]);
    assert_eq!(home.run(&["bookmarks", "show", ""]).code, 2);
    let run = home.run(&["bookmarks", "remove", &id, "no-such-name"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(
        home.run(&["bookmarks", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    done(&home, &["bookmarks", "remove", &id]);
    assert_eq!(home.run(&["bookmarks", "show", &id]).code, 1);
    let trash = home.run(&["bookmarks", "list", "--trash", "--json"]).json();
    assert_eq!(trash[0]["id"], id.as_str());
    done(&home, &["bookmarks", "restore", &id]);
    assert!(done(&home, &["bookmarks", "show", &id]).contains("Look here."));

    assert_eq!(home.run(&["bookmarks", "add", "kaspersky-lab"]).code, 2);
    assert_eq!(
        home.run(&["bookmarks", "add", "kaspersky-lab#no-such"])
            .code,
        1
    );
}

#[test]
fn times_are_those_of_the_readers_zone_for_people_and_utc_for_programs() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab/axios-2018#p3"]);
    let list = home.run(&["bookmarks", "--json"]).json();
    let id = list[0]["id"].as_str().unwrap();
    let shown = |zone: &str| {
        let mut command = home.command(&["bookmarks", "show", id]);
        Run::of(&command.env("TZ", zone).output().unwrap()).out
    };
    assert!(shown("EAST-13").contains(" +13:00"), "{}", shown("EAST-13"));
    assert!(shown("WEST11").contains(" -11:00"), "{}", shown("WEST11"));
    assert!(list[0]["created"].as_str().unwrap().ends_with('Z'));
}

/// Keeps a bookmark as the reader would.
fn keep(home: &Home) {
    use diptych::model::{
        ArticleIx, Bookmark, BookmarkId, BundleSource, Change, Place, Provenance,
    };
    let loaded = diptych::bundle::load(&BundleSource::BuiltIn("kaspersky-lab".to_owned()));
    let briefing = loaded.briefing.unwrap();
    let ix = briefing.statement_by_id("s-shaheen-overwhelming").unwrap();
    let carrier = &briefing.statement(ix).appearances[0];
    let ArticleIx(article) = carrier.article;
    let span = &carrier.quote[0];
    let bookmark = Bookmark {
        id: BookmarkId("00112233445566778899aabbccddeeff".to_owned()),
        place: Place {
            briefing: briefing.id.clone(),
            article: briefing.articles[article].id.clone(),
            range: span.range.clone(),
        },
        text_hash: briefing.articles[article].text.hash.clone(),
        exact: span.exact.clone(),
        prefix: String::new(),
        suffix: String::new(),
        provenance: std::sync::Arc::new(Provenance::from_statement(
            &briefing,
            carrier.article,
            Some(ix),
        )),
        note: "Compare with 2017.".to_owned(),
        tags: vec!["evidence".to_owned()],
        letter: None,
        created: 0,
        changed: 0,
    };
    let mut store = diptych::store::Store::open_dir(&home.path("data"), 1)
        .unwrap()
        .store;
    store
        .apply(&Change::PutBookmark(Box::new(bookmark)), 1_795_000_000)
        .unwrap();
}

#[test]
fn bookmarks_are_printed_in_every_form_and_filtered() {
    let home = Home::new();
    keep(&home);
    let plain = home.run(&["bookmarks"]);
    assert_eq!(plain.code, 0, "{plain:?}");
    assert!(plain.out.contains("Jeanne Shaheen") && plain.out.contains("Note: Compare with 2017."));
    for (format, held) in [
        ("markdown", "> "),
        ("csv", "Jeanne Shaheen"),
        ("json", "\"quotations\""),
        ("w3c", "TextQuoteSelector"),
        ("plain", "Tags: evidence"),
    ] {
        let run = home.run(&["bookmarks", "--format", format]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains(held), "{format}: {}", run.out);
    }
    assert_eq!(home.run(&["bookmarks", "--tag", "evidence"]).code, 0);
    assert_eq!(home.run(&["bookmarks", "--tag", "other"]).code, 1);
    assert_eq!(home.run(&["bookmarks", "--in", "another"]).code, 1);
}

#[test]
fn commands_that_keep_one_place_at_the_same_time_make_one_bookmark() {
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    let home = Home::new();
    let running: Vec<_> = (1..=6)
        .map(|n| {
            let note = format!("note-{n}");
            let args = [
                "bookmarks",
                "add",
                reference,
                "--note",
                &note,
                "--tag",
                &note,
            ];
            let mut command = home.command(&args);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in running {
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(run.err, "", "{run:?}");
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    let notes = list[0]["note"].as_str().unwrap();
    for n in 1..=6 {
        assert_eq!(notes.matches(&format!("note-{n}")).count(), 1, "{notes}");
    }
    assert_eq!(list[0]["tags"].as_array().unwrap().len(), 6, "{list}");
}
