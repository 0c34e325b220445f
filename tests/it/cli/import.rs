//! `diptych bookmarks import`: exports, rescue files, annotations of other programs.

use super::*;

#[test]
fn what_is_exported_is_taken_in_once() {
    let home = Home::new();
    for reference in [
        "kaspersky-lab#s-shaheen-overwhelming",
        "kaspersky-lab/axios-2018#p3",
    ] {
        done(
            &home,
            &[
                "bookmarks",
                "add",
                reference,
                "--note",
                "one, \"two\"",
                "--tag",
                "t",
            ],
        );
    }
    for (file, format) in [("a.json", "json"), ("a.jsonld", "w3c")] {
        done(&home, &["bookmarks", "export", file]);
        let said = done(&home, &["bookmarks", "import", file]);
        assert!(
            said.starts_with("0 bookmarks new, 0 changed, 2 there already"),
            "{said}"
        );
        let other = Home::new();
        let path = home.path(file);
        let path = path.to_str().unwrap();
        assert!(done(&other, &["bookmarks", "import", path]).starts_with("2 bookmarks new"));
        let out = |home: &Home| done(home, &["bookmarks", "export", "--format", format]);
        assert_eq!(out(&other), out(&home));
        assert_eq!(out(&home), fs::read_to_string(path).unwrap());
    }
    let run = home.run(&["bookmarks", "export", "a.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("stays as it is"), "{run:?}");
    fs::write(home.path("b.json"), "{}").unwrap();
    let run = home.run(&["bookmarks", "import", "b.json"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("b.json") && run.err.contains("help:"),
        "{run:?}"
    );
}

#[test]
fn the_pairs_of_a_comparison_are_taken_in_each_statement_once() {
    let home = Home::new();
    // Kept before: it stands in the pairs, too, broken in two by its reporter.
    let broken = "kaspersky-lab#s-shaheen-overwhelming";
    done(&home, &["bookmarks", "add", broken, "--note", "mine"]);
    let before = home.run(&["bookmarks", "--json"]).json();
    let pairs = done(&home, &["compare", "kaspersky-lab", "--format", "json"]);
    let notes = done(&home, &["compare", "kaspersky-lab", "--format", "w3c"]);
    fs::write(home.path("pairs.json"), &pairs).unwrap();
    fs::write(home.path("pairs.jsonld"), &notes).unwrap();
    let mut statements: Vec<String> = Vec::new();
    let pairs: Value = serde_json::from_str(&pairs).unwrap();
    for pair in pairs["pairs"].as_array().unwrap() {
        for column in ["left", "right", "between", "reply"] {
            let reference = pair[column]["reference"].as_str();
            statements.extend(reference.map(ToOwned::to_owned));
        }
    }
    let rows = statements.len();
    statements.sort();
    statements.dedup();
    assert!(
        rows > statements.len(),
        "no statement stands under two topics"
    );

    let new = statements.len() - 1;
    let said = done(&home, &["bookmarks", "import", "pairs.json"]);
    assert_eq!(
        said,
        format!("{new} bookmarks new, 0 changed, 1 there already, 0 left out\n")
    );
    let kept = home.run(&["bookmarks", "--json"]).json();
    let mut references: Vec<&str> = kept
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["ref"].as_str().unwrap())
        .collect();
    references.sort_unstable();
    assert_eq!(references, statements);
    assert!(kept.as_array().unwrap().contains(&before[0]));
    for file in ["pairs.json", "pairs.jsonld"] {
        let said = done(&home, &["bookmarks", "import", file]);
        let all = statements.len();
        assert_eq!(
            said,
            format!("0 bookmarks new, 0 changed, {all} there already, 0 left out\n")
        );
    }

    // What came in stands where the screen and `add` would have put it.
    let other = Home::new();
    let path = home.path("pairs.json");
    done(&other, &["bookmarks", "import", text(&path)]);
    let said = done(&other, &["bookmarks", "add", broken]);
    assert!(said.ends_with("is kept already\n"), "{said}");
    let there = other.run(&["bookmarks", "--json"]).json();
    let there = there.as_array().unwrap().iter();
    let same = there
        .filter(|b| b["ref"] == broken)
        .map(|b| (b["start"].clone(), b["end"].clone(), b["text"].clone()));
    let mine = &before[0];
    let mine = (
        mine["start"].clone(),
        mine["end"].clone(),
        mine["text"].clone(),
    );
    assert_eq!(same.collect::<Vec<_>>(), [mine]);
}

/// Let go and kept anew, with a note, while the disk took nothing.
#[test]
fn a_rescued_file_keeps_what_was_kept_anew_in_the_same_place() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    let exported = done(&home, &["bookmarks", "export", "--format", "json"]);
    let old = diptych::cite::import(&exported)
        .unwrap()
        .bookmarks
        .remove(0);
    let anew = diptych::model::Bookmark {
        id: diptych::model::BookmarkId("ab".repeat(16)),
        note: "anew".to_owned(),
        created: 0,
        changed: 0,
        ..old.clone()
    };
    let rescued = serde_json::json!({ "format": 1, "bookmarks": [anew], "removed": [old.id] });
    fs::write(home.path("rescued.json"), rescued.to_string()).unwrap();
    done(&home, &["bookmarks", "import", "rescued.json"]);
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(
        (&kept[0]["id"], &kept[0]["note"]),
        (&"ab".repeat(16).into(), &"anew".into())
    );
}

#[test]
fn what_other_programs_are_given_is_refused_with_advice() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    for args in [
        &["compare", "kaspersky-lab", "--json"][..],
        &["bookmarks", "--json"],
        &["search", "pawn", "--json"],
        &["show", "kaspersky-lab", "--json"],
        &["show", "kaspersky-lab#s-kl-pawn", "--json"],
    ] {
        fs::write(home.path("a.json"), done(&home, args)).unwrap();
        let run = home.run(&["bookmarks", "import", "a.json"]);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(
            run.err.contains("this is what `--json` prints") && run.err.contains("--format json"),
            "{args:?}: {}",
            run.err
        );
    }
    fs::write(home.path("a.html"), facing("html", &["--topic", "safety"])).unwrap();
    let run = home.run(&["bookmarks", "import", "a.html"]);
    assert!(
        run.code == 2 && run.err.contains("this is no JSON") && run.err.contains("--format json"),
        "{}",
        run.err
    );
}

#[test]
fn an_annotation_of_another_program_finds_its_article() {
    let home = Home::new();
    home.bundle("bridge", |briefing| {
        briefing["articles"][0]["url"] = "https://example.org/bridge".into();
    });
    let annotation = |source: &str| {
        serde_json::json!({
            "type": "Annotation",
            "body": { "type": "TextualBody", "value": "from elsewhere" },
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": "The bridge is safe" },
            },
        })
    };
    let both = [
        annotation("https://example.org/bridge"),
        annotation("https://example.org/gone"),
    ];
    fs::write(home.path("other.json"), serde_json::json!(both).to_string()).unwrap();
    let library = home.path("library");
    let args = [
        "bookmarks",
        "import",
        "other.json",
        "--library",
        text(&library),
    ];
    let said = done(&home, &args);
    assert!(
        said.contains("2 bookmarks new") && said.contains("1 of them"),
        "{said}"
    );
    assert!(done(&home, &args).contains("2 there already"));
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(
        (&list[0]["briefing"], &list[1]["briefing"]),
        (&"bridge".into(), &"".into())
    );
    assert_eq!(list[0]["text"], "The bridge is safe");
    assert_eq!(list[1]["url"], "https://example.org/gone");
    assert_eq!(list[1]["note"], "from elsewhere");
}

#[test]
fn a_table_in_a_file_tells_its_encoding() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    done(&home, &["bookmarks", "export", "a.csv"]);
    let file = fs::read_to_string(home.path("a.csv")).unwrap();
    let printed = done(&home, &["bookmarks", "export", "--format", "csv"]);
    assert!(printed.starts_with("reference,"), "{printed}");
    assert_eq!(file, format!("\u{feff}{printed}"));
}

#[test]
fn an_annotation_finds_its_article_though_the_address_differs() {
    let home = Home::new();
    home.bundle("bridge", |briefing| {
        briefing["articles"][0]["url"] = "https://www.example.org/bridge/?id=7".into();
    });
    let library = home.path("library");
    let args = [
        "--library",
        text(&library),
        "bookmarks",
        "import",
        "other.json",
    ];
    for (i, source) in [
        "http://www.example.org/bridge/?id=7",
        "https://example.org/bridge/?id=7",
        "https://www.example.org/bridge?id=7#comments",
        "https://www.example.org/bridge/?utm_source=mail&id=7&fbclid=x",
        "https://web.archive.org/web/20180427120000/http://example.org/bridge?id=7",
        "https://archive.today/2018.04.27-120000/https://www.example.org/bridge/?id=7",
    ]
    .into_iter()
    .enumerate()
    {
        let annotation = serde_json::json!({
            "id": format!("https://example.org/anno/{i}"),
            "type": "Annotation",
            "bodyValue": source,
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": "The bridge is safe" },
            },
        });
        fs::write(home.path("other.json"), annotation.to_string()).unwrap();
        let said = done(&home, &args);
        assert_eq!(
            said, "1 bookmark new, 0 changed, 0 there already, 0 left out\n",
            "{source}"
        );
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    for bookmark in list.as_array().unwrap() {
        assert_eq!(bookmark["briefing"], "bridge", "{bookmark}");
    }
    // Another page, and words that the article does not have.
    let other = |source: &str, exact: &str| {
        serde_json::json!({
            "type": "Annotation",
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": exact },
            },
        })
    };
    let both = serde_json::json!([
        other("https://example.org/bridge?id=8", "The bridge is safe"),
        other("https://example.org/bridge?id=7", "The tunnel is safe"),
    ]);
    fs::write(home.path("other.json"), both.to_string()).unwrap();
    let said = done(&home, &args);
    assert!(
        said.contains("1 of them of no article in the library: kept"),
        "{said}"
    );
    assert!(
        said.contains("1 of them of words that the stored article does not have: kept"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_taken_in_is_named_and_the_rest_is_taken_in() {
    let home = Home::new();
    let file = serde_json::json!({ "total": 3, "rows": [
        {
            "id": "one", "uri": "https://example.org/a", "text": "on words", "tags": ["t"],
            "target": [{ "source": "https://example.org/a", "selector": [
                { "type": "TextQuoteSelector", "exact": "some words" },
            ] }],
        },
        { "id": "two", "uri": "https://example.org/a", "text": "on the page", "target": [{ "source": "https://example.org/a" }] },
        { "id": "three", "uri": "https://example.org/a", "text": "a reply", "references": ["one"] },
    ] });
    fs::write(home.path("rows.json"), file.to_string()).unwrap();
    for answer in [
        "1 bookmark new, 0 changed, 0 there",
        "0 bookmarks new, 0 changed, 1 there",
    ] {
        let run = home.run(&["bookmarks", "import", "rows.json"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.starts_with(answer), "{run:?}");
        assert!(run.out.contains("already, 2 left out\n"), "{run:?}");
        assert!(
            run.out
                .contains("  rows[1].target: it is about the whole of https://example.org/a")
                && run
                    .out
                    .contains("  rows[2]: it is a reply to another annotation"),
            "{run:?}"
        );
    }
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(
        (&kept[0]["note"], &kept[0]["tags"][0]),
        (&"on words".into(), &"t".into())
    );
}

#[test]
fn a_file_taken_in_by_several_commands_at_once_is_there_once() {
    let home = Home::new();
    let add = [
        "bookmarks",
        "add",
        "kaspersky-lab#s-shaheen-overwhelming",
        "--note",
        "mine",
    ];
    done(&home, &add);
    done(&home, &["bookmarks", "export", "a.json"]);
    let text = fs::read_to_string(home.path("a.json")).unwrap();
    let files: Vec<String> = (1..=4).map(|n| format!("{n}.json")).collect();
    for (n, file) in files.iter().enumerate() {
        let other = text.replace("mine", &format!("note-{n}"));
        fs::write(home.path(file), other).unwrap();
    }
    let running: Vec<_> = files
        .iter()
        .map(|file| {
            let mut command = home.command(&["bookmarks", "import", file]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in running {
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    let notes = list[0]["note"].as_str().unwrap();
    for word in ["mine", "note-0", "note-1", "note-2", "note-3"] {
        assert_eq!(notes.matches(word).count(), 1, "{word}: {notes}");
    }
}
