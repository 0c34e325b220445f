use std::fs;
use std::path::Path;

use super::parse::parse_bytes;
use super::*;
use crate::app::input::command::Command;
use crate::app::settings::{DEFAULT_TEXT_WIDTH, ThemeMode};

fn mistakes(text: &str) -> Vec<String> {
    parse(text)
        .unwrap_err()
        .iter()
        .map(|m| format!("{}:{} {} [{}]", m.line, m.column, m.message, m.help))
        .collect()
}

#[test]
fn settings_are_read() {
    let config = parse(
        "theme = \"light\"\nwidth = 66\nmouse = true\nhistory = false\n\n[keys]\n\"next-statement\" = [\"]s\", \"C-n\"]\nhelp = \"F\"\n",
    )
    .unwrap();
    assert_eq!(config.theme_mode, Some(ThemeMode::Light));
    assert_eq!(config.text_width, 66);
    assert!(config.mouse && !config.history);
    assert_eq!(config.keymap.keys_of(Command::Help), ["F"]);
    assert_eq!(config.keymap.keys_of(Command::NextStatement), ["]s", "C-n"]);
}

#[test]
fn an_empty_file_changes_nothing() {
    let config = parse("").unwrap();
    assert_eq!(config.theme_mode, None);
    assert_eq!(config.text_width, DEFAULT_TEXT_WIDTH);
    assert_eq!(parse("theme = \"auto\"").unwrap().theme_mode, None);
}

#[test]
fn two_commands_can_change_places() {
    let config = parse("[keys]\ndown = \"k\"\nup = \"j\"\n").unwrap();
    assert_eq!(config.keymap.keys_of(Command::Down), ["k"]);
    assert_eq!(config.keymap.keys_of(Command::Up), ["j"]);
}

#[test]
fn every_mistake_is_told_with_its_line_and_what_was_meant() {
    let told = mistakes(
        "themes = \"dark\"\nwidth = 6\nmouse = \"on\"\n[keys]\n\"next-statment\" = [\"]s\"]\nhelp = [\"j\"]\nback = 3\n",
    );
    assert_eq!(told.len(), 6, "{told:#?}");
    assert!(told[0].starts_with("1:1 there is no setting \"themes\" [did you mean \"theme\"?"));
    assert!(told[1].starts_with("2:9 "), "{}", told[1]);
    assert!(told[2].starts_with("3:9 "), "{}", told[2]);
    assert!(
        told[3].contains("did you mean \"next-statement\"?"),
        "{}",
        told[3]
    );
    assert!(
        told[4].starts_with("6:9 ") && told[4].contains("\"down\""),
        "{}",
        told[4]
    );
    assert!(told[5].starts_with("7:8 "), "{}", told[5]);
}

#[test]
fn keys_that_are_none_or_never_come_are_told_at_their_own_place() {
    let told = mistakes(
        "[keys]\ndown = \"F5\"\nup = [\"C-p\", \"PageUp\"]\nhelp = \"<C-n>\"\nback = [\"C-i\"]\nquit = \"5\"\n\
         undo = \"Ctrl-x\"\naccept = \"x\"\nclose = [\"Z\", \"A-q\"]\n",
    );
    for (told, (place, words)) in told.iter().zip([
        ("2:8 ", "\"F5\""),
        ("3:14 ", "did you mean \"PgUp\"?"),
        ("4:8 ", "did you mean \"C-n\"?"),
        ("5:9 ", "as Tab"),
        ("6:8 ", "a count"),
        ("7:8 ", "did you mean \"C-x\"?"),
        ("8:10 ", "it is text"),
        ("9:15 ", "only while something is written"),
    ]) {
        assert!(told.starts_with(place) && told.contains(words), "{told}");
    }
    assert_eq!(told.len(), 8, "{told:#?}");
    let config = parse("[keys]\nword-back = [\"A-b\", \"C-Left\"]\ndown = \"0\"\n").unwrap();
    assert_eq!(config.keymap.keys_of(Command::Down), ["0"]);
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let told = mistakes("width = 60\ntheme = \n");
    assert!(told[0].starts_with("2:"), "{told:?}");
    assert!(told[0].contains("not TOML here") && told[0].contains("quotation marks"));
}

#[test]
fn a_file_in_another_encoding_is_told_with_the_place() {
    let told = parse_bytes(b"mouse = true\ntheme = \"d\xe4rk\"\n").unwrap_err();
    assert_eq!((told[0].line, told[0].column), (2, 11));
    assert!(told[0].message.contains("not UTF-8"), "{told:?}");
    // As Windows saves text: UTF-16, and UTF-8 with a mark before it.
    assert!(parse_bytes(b"\xff\xfet\0").is_err());
    assert!(parse_bytes(b"\xef\xbb\xbfmouse = true\r\n").is_ok());
}

#[test]
fn what_is_no_file_or_has_no_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    let link = |to: &str| {
        let _ = fs::remove_file(&path);
        std::os::unix::fs::symlink(to, &path).unwrap();
    };
    link("/dev/null");
    assert!(read(&path).is_ok());
    link("/dev/zero");
    assert!(matches!(read(&path), Err(ConfigError::Unreadable(..))));
    fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    assert!(matches!(read(&path), Err(ConfigError::Unreadable(..))));
}

#[test]
fn no_file_is_no_error() {
    assert!(read(Path::new("/nonexistent/config.toml")).is_ok());
    assert!(matches!(
        read(Path::new("/")),
        Err(ConfigError::Unreadable(..))
    ));
}
