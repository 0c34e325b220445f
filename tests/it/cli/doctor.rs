//! `diptych doctor`.

use super::*;

#[test]
fn the_doctor_looks_at_everything_and_changes_nothing() {
    let home = Home::new();
    let mut command = home.command(&["doctor", "--json"]);
    command
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("VISUAL")
        .env_remove("EDITOR");
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 0, "{run:?}");
    let checks = run.json();
    let names: Vec<&str> = checks
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "terminal",
            "colours",
            "width",
            "locale",
            "editor",
            "browser",
            "clipboard",
            "data",
            "cache",
            "config",
            "library",
            "settings",
            "bookmarks",
            "index"
        ]
    );
    assert!(!home.path("data").exists() && !home.path("cache").exists());

    fs::write(home.path("data"), "in the way").unwrap();
    let mut command = home.command(&["doctor"]);
    command.env("LC_ALL", "C").env("TERM", "xterm");
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("TROUBLE  data") && run.out.contains("TROUBLE  locale"),
        "{run:?}"
    );
}

/// Returns what the doctor says of one thing, with these variables.
fn examined(name: &str, variables: &[(&str, &str)]) -> Value {
    let home = Home::new();
    let mut command = home.command(&["doctor", "--json"]);
    for name in [
        "BROWSER",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "TERM_PROGRAM",
        "VTE_VERSION",
        "TMUX",
        "STY",
        "TERM",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let checks = Run::of(&command.output().unwrap()).json();
    let checks = checks.as_array().unwrap();
    checks.iter().find(|c| c["name"] == name).unwrap().clone()
}

#[test]
fn the_doctor_says_what_will_not_work() {
    for (name, variables, found) in [
        (
            "clipboard",
            &[("TERM", "screen"), ("STY", "1.pts")][..],
            "wrapped for GNU screen",
        ),
        (
            "clipboard",
            &[("TERM", "linux")],
            "Linux console does not know",
        ),
        (
            "clipboard",
            &[("TERM_PROGRAM", "Apple_Terminal")],
            "Terminal.app does not know",
        ),
        ("clipboard", &[("VTE_VERSION", "7600")], "mostly ignore"),
        ("browser", &[("TERM", "xterm")], "BROWSER is not set"),
        (
            "browser",
            &[("BROWSER", "w3m -o x=1")],
            "w3m -o x=1 (BROWSER)",
        ),
    ] {
        let check = examined(name, variables);
        let said = check["found"].as_str().unwrap();
        assert!(said.contains(found), "{variables:?}: {check}");
    }
    // A terminal that does not say what it is is no trouble: the reader opens on it.
    let check = examined("terminal", &[]);
    assert_eq!(check["health"], "note", "{check}");
    assert!(
        check["found"].as_str().unwrap().contains("TERM is not set"),
        "{check}"
    );
    assert_eq!(
        examined("terminal", &[("TERM", "dumb")])["health"],
        "trouble"
    );
}

#[test]
fn doctor_tells_of_a_disk_that_takes_no_more() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    // No file may grow beyond a few kilobytes.
    let doctor = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' doctor",
        env!("CARGO_BIN_EXE_diptych")
    );
    let command = home.command(&[]);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", &doctor])
        .current_dir(home.folder.path());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            limited.env(name, value);
        }
    }
    let run = Run::of(&limited.output().unwrap());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("TROUBLE  data"), "{run:?}");
    // What was tried is taken away again.
    let left = fs::read_dir(home.path("data")).unwrap();
    let left = left.filter(|f| {
        let name = f.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("doctor")
    });
    assert_eq!(left.count(), 0);
    // Without the limit all is well.
    assert!(!home.run(&["doctor"]).out.contains("TROUBLE  data"));
}

#[test]
fn doctor_notes_that_a_file_was_set_aside() {
    let home = Home::new();
    fs::create_dir_all(home.path("data")).unwrap();
    fs::write(home.path("data/diptych.db"), [0xa5; 9000]).unwrap();
    let run = home.run(&["doctor"]);
    assert!(
        run.out.contains("note     bookmarks  none are left"),
        "{run:?}"
    );
    assert!(run.out.contains("diptych.db.unreadable-"), "{run:?}");
}
