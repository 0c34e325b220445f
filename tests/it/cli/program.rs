//! What holds for the whole program: exit codes, folders, settings, hostile names, and the
//! small commands.

use super::*;

#[test]
fn escape_sequences_of_a_bundle_and_of_file_names_never_reach_the_output() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["title"] = "The \u{1b}]0;owned\u{7}bridge".into();
        briefing["statements"][0]["id"] = "s \u{1b}[31m".into();
    });
    let hostile = home.path("library/x\u{1b}[31my");
    fs::rename(bundle, &hostile).unwrap();
    let library = home.path("library");
    for args in [
        vec!["list"],
        vec!["check"],
        vec!["check", text(&hostile)],
        vec!["show", text(&hostile)],
        vec!["paths", "--library", text(&hostile)],
        vec!["show", "\u{1b}[31m"],
    ] {
        let mut all = vec!["--library", text(&library)];
        all.extend(args);
        let run = home.run(&all);
        assert!(!run.out.contains('\u{1b}'), "{all:?}: {run:?}");
        assert!(!run.err.contains('\u{1b}'), "{all:?}: {run:?}");
    }
}

#[test]
fn schema_accepts_the_shipped_briefing() {
    let home = Home::new();
    let run = home.run(&["schema"]);
    assert_eq!(run.code, 0);
    let validator = jsonschema::validator_for(&run.json()).unwrap();
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/briefings/kaspersky-lab/briefing.json"
    );
    let shipped: Value = serde_json::from_str(&fs::read_to_string(shipped).unwrap()).unwrap();
    assert!(validator.is_valid(&shipped));
    assert!(!validator.is_valid(&serde_json::json!({"format": 1})));
}

#[test]
fn paths_are_told_with_their_reasons() {
    let home = Home::new();
    let run = home.run(&["paths", "--json"]);
    assert_eq!(run.code, 0);
    let paths = run.json();
    assert_eq!(paths["data"]["path"], text(&home.path("data")));
    assert_eq!(paths["data"]["why"], "DIPTYCH_DATA");
    assert!(paths["libraries"][0]["path"].is_string());
    let run = home.run(&["paths"]);
    assert!(
        run.out.contains("(DIPTYCH_CACHE, not there yet)"),
        "{run:?}"
    );
    let mut relative = home.command(&["paths"]);
    let run = Run::of(&relative.env("DIPTYCH_DATA", "here").output().unwrap());
    assert_eq!(run.code, 2);
    assert!(run.err.contains("DIPTYCH_DATA"), "{run:?}");
}

#[test]
fn no_reading_command_writes_to_the_data_folder() {
    let home = Home::new();
    for args in [
        vec!["list"],
        vec!["search", "ban"],
        vec!["show", "kaspersky-lab"],
        vec!["check"],
        vec!["bookmarks"],
    ] {
        home.run(&args);
    }
    assert!(!home.path("data").exists());
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = home.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("diptych"), "{shell}");
    }
    assert!(home.run(&["man"]).out.contains(".TH diptych"));
    let run = home.run(&["man", "search"]);
    assert!(
        run.out.contains(".TH") && run.out.contains("limit"),
        "{run:?}"
    );
    assert_eq!(home.run(&["man", "serch"]).code, 2);
}

#[test]
fn a_closed_pipe_is_a_success() {
    let home = Home::new();
    for args in [
        vec!["show", "kaspersky-lab", "--json"],
        vec!["compare", "kaspersky-lab"],
        vec!["schema"],
        vec!["completions", "bash"],
        vec!["--help"],
    ] {
        let mut child = home
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before a byte was read.
        drop(child.stdout.take());
        let status = child.wait().unwrap();
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!((status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn without_a_terminal_the_reader_says_what_to_use_instead() {
    let home = Home::new();
    for args in [&[][..], &["kaspersky-lab"]] {
        let run = home.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.err.contains("terminal") && run.err.contains("diptych show"),
            "{run:?}"
        );
    }
}

#[test]
fn mistakes_in_the_settings_are_told_with_their_lines() {
    let home = Home::new();
    fs::create_dir_all(home.path("config")).unwrap();
    let mut file = fs::File::create(home.path("config/config.toml")).unwrap();
    writeln!(
        file,
        "theme = \"drak\"\n[keys]\n\"next-statment\" = [\"]s\"]"
    )
    .unwrap();
    let run = home.run(&[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("config.toml:1:9"), "{run:?}");
    assert!(run.err.contains("config.toml:3:1"), "{run:?}");
    assert!(
        run.err.contains("did you mean \"next-statement\"?"),
        "{run:?}"
    );
    // The commands that print do not need the settings.
    assert_eq!(home.run(&["list"]).code, 0);
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let home = Home::new();
    for args in [
        vec!["--no-such-option"],
        vec!["search"],
        vec!["show"],
        vec!["kaspersky-lab", "list"],
        vec!["--theme", "pink"],
    ] {
        let run = home.run(&args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
    assert_eq!(
        home.run(&["--version"]).out,
        format!("diptych {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn texts_and_questions_may_begin_with_a_hyphen() {
    let home = Home::new();
    let add = [
        "bookmarks",
        "add",
        "kaspersky-lab#s-shaheen-overwhelming",
        "--note",
        "- item",
    ];
    assert_eq!(home.run(&add).code, 0);
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert!(kept.to_string().contains("\"- item\""), "{kept}");
    assert_eq!(home.run(&["bookmarks", "--query", "-nowhereatall"]).code, 0);
    assert_eq!(home.run(&["bookmarks", "--query", "-overwhelming"]).code, 1);
    let all = home.run(&["search", "ties", "--json", "--limit", "90"]);
    let without = home.run(&["search", "ties", "-overwhelming", "--json", "--limit", "90"]);
    assert_eq!((all.code, without.code), (0, 0), "{without:?}");
    assert!(all.out.contains("s-shaheen-overwhelming"));
    assert!(!without.out.contains("s-shaheen-overwhelming"));
    assert_eq!(home.run(&["search", "-who:shaheen", "ban"]).code, 0);
    assert_eq!(home.run(&["search", "ties", "--jsno"]).code, 2);
}

#[test]
fn a_link_that_leads_nowhere_is_told() {
    let home = Home::new();
    let library = home.path("shelf");
    fs::create_dir_all(&library).unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", library.join("lost")).unwrap();
    let run = home.run(&["list", "--library", text(&library)]);
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("the link \"lost\" leads nowhere"),
        "{run:?}"
    );
}

#[test]
fn a_home_that_is_relative_is_refused() {
    let home = Home::new();
    let mut command = home.command(&["paths"]);
    command.env("HOME", "somewhere");
    for name in ["DIPTYCH_DATA", "DIPTYCH_CACHE", "DIPTYCH_CONFIG"] {
        command.env_remove(name);
    }
    command.current_dir(home.path("."));
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("HOME is \"somewhere\""), "{run:?}");
}
