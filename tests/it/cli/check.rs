//! `diptych check`.

use super::*;

#[test]
fn check_passes_what_is_sound_and_warnings_pass() {
    let home = Home::new();
    let run = home.run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out
            .ends_with("1 bundle checked: 0 errors, 0 warnings\n"),
        "{run:?}"
    );
    let bundle = home.bundle("bridge", |briefing| briefing["colour"] = "red".into());
    let run = home.run(&["check", text(&bundle)]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("warning: ") && run.out.contains("colour"),
        "{run:?}"
    );
}

#[test]
fn check_names_file_line_column_and_path_and_points_at_the_place() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["statements"][1]["speaker"] = "bulider".into();
    });
    let run = home.run(&["check", text(&bundle)]);
    assert_eq!(run.code, 1, "{run:?}");
    let place = run.out.lines().find(|l| l.contains("-->")).unwrap();
    assert!(place.ends_with("(statements[1].speaker)"), "{place}");
    let source = fs::read_to_string(bundle.join("briefing.json")).unwrap();
    let number = 1 + source.lines().position(|l| l.contains("bulider")).unwrap();
    assert!(
        place.contains(&format!("briefing.json:{number}:")),
        "{place}"
    );
    let lines: Vec<&str> = run.out.lines().collect();
    let row = lines
        .iter()
        .position(|l| l.contains("\"speaker\": \"bulider\""))
        .unwrap();
    let caret = lines[row + 1].find('^').unwrap();
    assert!(lines[row][caret..].starts_with("\"bulider\""), "{run:?}");
    assert!(
        run.out.contains("builder"),
        "the advice names what was meant"
    );
    assert!(
        run.out
            .lines()
            .last()
            .unwrap()
            .starts_with("1 bundle checked: ")
    );
}

#[test]
fn check_of_a_folder_tells_of_two_bundles_of_one_id() {
    let home = Home::new();
    home.bundle("one", |_| {});
    home.bundle("two", |briefing| briefing["id"] = "one".into());
    let run = home.run(&["check", text(&home.path("library"))]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("same id \"one\""), "{run:?}");
    assert!(run.out.contains("2 bundles checked: 0 errors"), "{run:?}");
}

#[test]
fn check_as_json_is_a_list_of_problems() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["statements"][0]["appearances"][0]["quote"][0]["exact"] = "never said".into();
    });
    let run = home.run(&["check", "--json", text(&bundle)]);
    assert_eq!(run.code, 1, "{run:?}");
    let problems = run.json();
    let first = &problems[0];
    let mut keys: Vec<_> = first
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    let fields = [
        "bundle", "column", "file", "help", "line", "message", "name", "path", "severity",
    ];
    assert_eq!(keys, fields);
    assert!(first["name"].is_null());
    assert_eq!(first["severity"], "error");
    assert!(
        first["path"]
            .as_str()
            .unwrap()
            .starts_with("statements[0].appearances[0]")
    );
    assert!(first["line"].as_u64().unwrap() > 1);
    let run = home.run(&["check", "--json"]);
    assert_eq!((run.code, run.json()), (0, serde_json::json!([])));
}

#[test]
fn check_of_what_is_no_bundle_could_not_run() {
    let home = Home::new();
    for path in ["nowhere", "."] {
        let run = home.run(&["check", path]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(
            run.err.starts_with("error: ") && run.err.contains("help: "),
            "{run:?}"
        );
    }
}
