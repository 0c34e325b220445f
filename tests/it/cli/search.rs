//! `diptych search`: what is found, how it is printed, and saved searches.

use super::*;

#[test]
fn search_prints_the_statement_and_its_reference() {
    let home = Home::new();
    let run = home.run(&["search", "pawn", "geopolitical"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("kaspersky-lab#s-kl-pawn"), "{run:?}");
    assert_eq!(run.err, "");
}

#[test]
fn search_as_json_holds_the_query_and_the_results_and_nothing_else() {
    let home = Home::new();
    let run = home.run(&["search", "--json", "--limit", "3", "\"close ties\""]);
    assert_eq!(run.code, 0, "{run:?}");
    let answer = run.json();
    let keys: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["notes", "partial", "query", "results", "total"]);
    assert_eq!(answer["partial"], false);
    assert_eq!(answer["query"], "\"close ties\"");
    let results = answer["results"].as_array().unwrap();
    assert!((1..=3).contains(&results.len()), "{}", results.len());
    let first = &results[0];
    assert_eq!(first["ref"], "kaspersky-lab#s-shaheen-overwhelming");
    assert_eq!(first["kind"], "statement");
    assert_eq!(first["briefing"], "kaspersky-lab");
    assert_eq!(first["statement"], "s-shaheen-overwhelming");
    assert_eq!(first["speaker"], "Jeanne Shaheen");
    assert_eq!(first["side"], "US government");
    assert!(first["article"].is_string() && first["score"].is_number());
    assert!(first["text"].as_str().unwrap().contains("close ties"));
}

#[test]
fn a_search_that_finds_nothing_ends_with_1() {
    let home = Home::new();
    let run = home.run(&["search", "xylophone"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (1, "Nothing found for xylophone\n")
    );
    let run = home.run(&["search", "--json", "xylophone"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["results"], serde_json::json!([]));
}

#[test]
fn a_search_for_no_results_is_refused_and_hostile_questions_are_answered() {
    let home = Home::new();
    let run = home.run(&["search", "ban", "--limit", "0"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    for question in [
        "said: \"x",
        "((((",
        "*",
        "-",
        "\"\"",
        "who:",
        "a OR",
        "\u{1b}[31m",
    ] {
        let run = home.run(&["search", "--", question]);
        assert!(run.code == 0 || run.code == 1, "{question:?}: {run:?}");
        assert!(
            !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'),
            "{run:?}"
        );
    }
}

#[test]
fn filters_and_scopes_narrow_a_search() {
    let home = Home::new();
    let run = home.run(&[
        "search",
        "--json",
        "--limit",
        "100",
        "kind:direct side:us-government",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    for result in run.json()["results"].as_array().unwrap() {
        assert_eq!(result["side"], "US government");
        assert_eq!(result["statement_kind"], "direct");
    }
    let run = home.run(&[
        "search",
        "--json",
        "--in",
        "kaspersky-lab/axios-2018",
        "sanctions",
    ]);
    for result in run.json()["results"].as_array().unwrap() {
        assert_eq!(result["article"], "axios-2018");
    }
}

#[test]
fn a_search_sees_a_bundle_that_changed() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let library = home.path("library");
    let search = |word| home.run(&["--library", text(&library), "search", word]);
    assert_eq!(search("bridge").code, 0);
    assert_eq!(search("tunnel").code, 1);
    home.bundle("bridge", |briefing| {
        briefing["topics"][0]["question"] = "Is the tunnel safe?".into();
    });
    assert_eq!(search("tunnel").code, 0);
    fs::remove_dir_all(library.join("bridge")).unwrap();
    assert_eq!(search("tunnel").code, 1);
}

#[test]
fn where_the_cache_cannot_be_written_a_search_still_answers() {
    let home = Home::new();
    fs::write(home.path("cache"), "a file, no folder").unwrap();
    let run = home.run(&["search", "pawn"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("s-kl-pawn"));
}

#[test]
fn a_search_is_saved_listed_and_asked_anew_in_the_shell() {
    let home = Home::new();
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!((run.code, run.out.as_str()), (1, "No search is saved.\n"));
    let first = home.run(&[
        "search",
        "--in",
        "kaspersky-lab",
        "--save",
        "pawns",
        "pawn",
        "game",
    ]);
    assert_eq!(first.code, 0, "{}", first.err);
    let again = home.run(&["search", "--saved", "pawns"]);
    assert_eq!((again.code, &again.out), (0, &first.out));
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!(run.out.trim_end(), "pawns\n  pawn game\n  in kaspersky-lab");
    let run = home.run(&["search", "--list-saved", "--json"]);
    let listed: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        listed,
        serde_json::json!([{"name": "pawns", "query": "pawn game", "in": "kaspersky-lab", "order": "relevance"}])
    );
    let run = home.run(&["search", "--saved", "prawns"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--list-saved"), "{}", run.err);
}

#[test]
fn a_saved_search_is_renamed_and_deleted_in_the_shell() {
    let home = Home::new();
    for name in ["pawns", "bans"] {
        let run = home.run(&["search", "--save", name, "pawn"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let run = home.run(&["search", "--rename-saved", "pawns", "bans"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("another search is saved as \"bans\""));
    let run = home.run(&["search", "--rename-saved", "pawns", "chess"]);
    assert_eq!(run.out, "the name of \"pawns\" is \"chess\" now\n");
    let run = home.run(&["search", "--delete-saved", "bans"]);
    assert_eq!(run.out, "\"bans\" is deleted; it asked: pawn\n");
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!(run.out.trim_end(), "chess\n  pawn");
    for gone in [
        &["search", "--delete-saved", "bans"][..],
        &["search", "--rename-saved", "pawns", "x"],
    ] {
        let run = home.run(gone);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
        assert!(run.err.contains("no search is saved as"), "{run:?}");
    }
    let run = home.run(&["search", "--delete-saved", "chess", "--json"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_search_says_why_each_result_matched_and_what_was_left_out() {
    let home = Home::new();
    let note = "Zugzwang for the company";
    done(
        &home,
        &[
            "bookmarks",
            "add",
            "kaspersky-lab#s-kl-pawn",
            "--note",
            note,
        ],
    );
    let run = home.run(&["search", "zugzwang"]);
    assert!(run.out.contains("\n     matched by note\n"), "{run:?}");
    assert!(
        run.out
            .contains("\n     your note: Zugzwang for the company\n"),
        "{run:?}"
    );
    let run = home.run(&["search", "--json", "zugzwang"]);
    let answer = run.json();
    assert_eq!(answer["notes"], serde_json::json!([]));
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["results"][0]["why"], serde_json::json!(["note"]));
    assert_eq!(answer["results"][0]["note"], note);
    let answer = home
        .run(&["search", "--json", "pawn who:nobodyatall"])
        .json();
    let notes = answer["notes"].as_array().unwrap();
    assert!(
        notes[0].as_str().unwrap().contains("nobodyatall"),
        "{notes:?}"
    );
}
