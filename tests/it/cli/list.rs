//! `diptych list`.

use super::*;

#[test]
fn list_counts_the_statements_of_each_side() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let library = home.path("library");
    let run = home.run(&["list", "--json", "--library", text(&library)]);
    assert_eq!(run.code, 0);
    let list = run.json();
    assert_eq!(list[0]["id"], "bridge");
    assert_eq!(list[0]["state"], "ready");
    assert_eq!(
        list[0]["sides"],
        serde_json::json!([{"label": "Town", "statements": 1}, {"label": "Firm", "statements": 1}])
    );
    assert_eq!(list[1]["id"], "kaspersky-lab");
    let run = home.run(&["list", "--library", text(&library)]);
    assert!(run.out.contains("bridge: The bridge\n"), "{run:?}");
}

#[test]
fn a_broken_bundle_does_not_take_its_neighbours_down() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let broken = home.path("library/broken");
    fs::create_dir_all(&broken).unwrap();
    fs::write(broken.join("briefing.json"), "{ no").unwrap();
    let library = home.path("library");
    let run = home.run(&["--library", text(&library), "list"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("does not open") && run.out.contains("bridge:"),
        "{run:?}"
    );
    assert_eq!(
        home.run(&["--library", text(&library), "search", "bridge"])
            .code,
        0
    );
    let run = home.run(&["show", text(&broken)]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("diptych check"), "{run:?}");
}
