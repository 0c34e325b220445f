//! A briefing from three saved pages, by the shell alone.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Home;

fn page(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    folder.join(name).to_str().unwrap().to_owned()
}

/// A bundle of the three example pages.
fn meters(home: &Home) -> PathBuf {
    let bundle = home.path("meters");
    let folder = bundle.to_str().unwrap();
    let made = home.run(&[
        "new",
        folder,
        "--title",
        "The meters of Marlow Bay",
        "--side",
        "The city",
        "--side",
        "Clearwell",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let added = home.run(&[
        "add",
        folder,
        &page("harbour-herald.html"),
        &page("valley-post.txt"),
        &page("river-watch.md"),
    ]);
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    bundle
}

fn items(home: &Home, args: &[&str]) -> Vec<Value> {
    let mut line = vec!["review"];
    line.extend(args);
    line.push("--json");
    let listed = home.run(&line);
    let lines = listed.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn item<'a>(items: &'a [Value], words: &str) -> &'a Value {
    let begins = |item: &&Value| {
        item["parts"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with(words)
    };
    items
        .iter()
        .find(begins)
        .unwrap_or_else(|| panic!("{words}"))
}

#[test]
fn three_pages_become_a_checked_briefing() {
    let home = Home::new();
    let bundle = meters(&home);
    let folder = bundle.to_str().unwrap();
    let open = items(&home, &[folder, "--open"]);
    // Where nothing tells the side of a new speaker, none is guessed.
    let unknown = open.iter().find(|item| {
        item["kind"] == "direct"
            && item["speakers"][0]["side"].is_null()
            && item["speakers"][0]["name"].is_string()
    });
    let unknown = unknown.unwrap()["id"].as_str().unwrap();
    let refused = home.run(&["review", folder, "--accept", unknown]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("--side"), "{}", refused.err);
    let mayor = item(&open, "We have asked politely");
    let id = mayor["id"].as_str().unwrap();
    let accepted = home.run(&["review", folder, "--accept", id, "--side", "the-city"]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert!(accepted.out.contains("New statement:"), "{}", accepted.out);
    let all = items(&home, &[folder]);
    let mayor = item(&all, "We have asked politely");
    assert_eq!(mayor["state"], "accepted");
    let claim = mayor["statement"].as_str().unwrap();

    let reply = item(&all, "Our meters have been tested");
    let id = reply["id"].as_str().unwrap();
    let done = home.run(&[
        "review",
        folder,
        "--accept",
        id,
        "--side",
        "clearwell",
        "--answers",
        claim,
        "--how",
        "denies",
        "--date",
        "2024-03-12",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    let compared = home.run(&["compare", folder]);
    assert!(
        compared.out.contains("Our meters have been tested"),
        "{}",
        compared.out
    );

    // The known speakers are found again in the other articles.
    let all = items(&home, &[folder]);
    let bill = item(&all, "The bill was paid in full");
    let speakers = bill["speakers"].as_array().unwrap();
    assert!(speakers.iter().any(|s| s["id"] == "dora-penhale"), "{bill}");
    let checked = home.run(&["check", folder]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
}

#[test]
fn what_is_decided_is_rejected_reopened_edited_and_removed() {
    let home = Home::new();
    let bundle = meters(&home);
    let folder = bundle.to_str().unwrap();
    let open = items(&home, &[folder]);
    let id = item(&open, "invented a scandal")["id"].as_str().unwrap();
    let before = fs::read_to_string(bundle.join("briefing.json")).unwrap();
    assert_eq!(
        home.run(&["review", folder, "--reject", id, "--why", "left out"])
            .code,
        0
    );
    let rejected = items(&home, &[folder]);
    assert_eq!(item(&rejected, "invented a scandal")["state"], "rejected");
    assert_eq!(item(&rejected, "invented a scandal")["reason"], "left out");
    assert_eq!(home.run(&["review", folder, "--reopen", id]).code, 0);
    assert_eq!(
        fs::read_to_string(bundle.join("briefing.json")).unwrap(),
        before
    );

    let added = home.run(&[
        "review",
        folder,
        "--accept",
        id,
        "--speaker",
        "Helen Voss",
        "--role",
        "chief executive",
        "--side",
        "clearwell",
    ]);
    assert_eq!(added.code, 0, "{}", added.err);
    let all = items(&home, &[folder]);
    let statement = item(&all, "invented a scandal")["statement"]
        .as_str()
        .unwrap();
    let topic = home.run(&["review", folder, "--add-topic", "Who pays the bill?"]);
    assert_eq!(topic.code, 0, "{}", topic.err);
    let edited = home.run(&[
        "review",
        folder,
        "--edit",
        statement,
        "--topic",
        "who-pays-the-bill",
        "--note",
        "On Thursday.",
    ]);
    assert_eq!(edited.code, 0, "{}", edited.err);
    let file = fs::read_to_string(bundle.join("briefing.json")).unwrap();
    assert!(
        file.contains("who-pays-the-bill") && file.contains("On Thursday."),
        "{file}"
    );
    assert_eq!(home.run(&["review", folder, "--remove", statement]).code, 0);
    assert_eq!(
        item(&items(&home, &[folder]), "invented a scandal")["state"],
        "open"
    );
}

#[test]
fn what_does_not_fit_is_told_with_advice() {
    let home = Home::new();
    let bundle = meters(&home);
    let folder = bundle.to_str().unwrap();
    for (args, said) in [
        (vec!["--accept", "nothing@1-2"], "no such item"),
        (vec!["--edit", "s-none"], "--edit needs what to change"),
        (vec!["--edit", "s-none", "--date", "soon"], "s-none"),
        (vec!["--add", "here"], "ARTICLE@START-END"),
        (vec!["--reopen", "nothing@1-2"], "no such item"),
    ] {
        let mut line = vec!["review", folder];
        line.extend(args);
        let run = home.run(&line);
        assert_eq!(run.code, 2, "{line:?}: {}", run.out);
        assert!(
            run.err.contains(said) && run.err.contains("help:"),
            "{}",
            run.err
        );
    }
    // What comes with the program cannot be changed.
    let run = home.run(&["review", "kaspersky-lab", "--accept", "sure"]);
    assert!(
        run.code == 1 || run.err.contains("comes with the program"),
        "{}{}",
        run.out,
        run.err
    );
}
