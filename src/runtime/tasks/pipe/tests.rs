use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Instant;

use super::*;

/// Longer than anything here may take on a machine that has much else to do.
const LIMIT: Duration = Duration::from_secs(20);

/// Waits until a file holds something and returns it.
fn appeared(file: &Path) -> String {
    let limit = Instant::now() + LIMIT;
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        if !text.is_empty() {
            return text;
        }
        assert!(
            Instant::now() < limit,
            "nothing was written to {}",
            file.display()
        );
        sleep(Duration::from_millis(10));
    }
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("told");
    (folder, file)
}

#[test]
fn a_command_gets_the_text_and_its_first_line_is_told() {
    assert_eq!(
        pipe("wc -l", "a\nb\n", || {}),
        (StatusLevel::Info, "2".to_owned())
    );
    assert_eq!(
        pipe("cat >/dev/null", "x", || {}),
        (StatusLevel::Info, "cat >/dev/null: done".to_owned())
    );
}

#[test]
fn a_command_that_fails_says_so() {
    let (tone, message) = pipe("echo no such list >&2; exit 3", "x", || {});
    assert_eq!(tone, StatusLevel::Error);
    assert_eq!(message, "no such list (exit code 3)");
    assert_eq!(pipe("kill -9 $$", "x", || {}).0, StatusLevel::Error);
    assert_eq!(
        pipe("no-such-command-here", "x", || {}).0,
        StatusLevel::Error
    );
}

#[test]
fn what_a_command_prints_is_cleaned() {
    let (_, message) = pipe("printf '\\033[31mred\\033[0m\\007'", "", || {});
    assert!(
        clean::is_clean(&message) && message.contains("red"),
        "{message:?}"
    );
}

#[test]
fn more_than_a_pipe_holds_passes_both_ways() {
    let words = "word ".repeat(100_000);
    assert_eq!(pipe("true", &words, || {}).0, StatusLevel::Info);
    assert_eq!(pipe("wc -c", &words, || {}).1.trim(), "500000");
    let (tone, message) = pipe("cat; echo end >&2", &words, || {});
    assert_eq!(tone, StatusLevel::Info);
    assert!(message.starts_with("word word"), "{message:.80}");
}

#[test]
fn a_command_is_done_when_its_shell_is_whatever_it_left_behind() {
    let (_folder, file) = folder();
    let begun = Instant::now();
    let command = format!(
        "cat >/dev/null; echo kept; (sleep 600; echo late >{}) &",
        file.display()
    );
    assert_eq!(
        pipe(&command, "x", || {}),
        (StatusLevel::Info, "kept".to_owned())
    );
    assert!(begun.elapsed() < PIPE_TIMEOUT);
}

#[test]
fn a_command_that_takes_long_is_left_alone() {
    let (_folder, file) = folder();
    let command = format!("sleep 1; cat >{}", file.display());
    let (tone, message) =
        pipe_with_timeout(&command, "all of it", Duration::from_millis(50), || {});
    assert_eq!(tone, StatusLevel::Hint);
    assert!(message.contains("still running"), "{message}");
    assert_eq!(appeared(&file), "all of it");
}

#[test]
fn a_program_has_a_session_of_its_own_and_no_terminal() {
    if crate::paths::environment().find_command("setsid").is_none() {
        // Only a process group then.
        return;
    }
    let (_, message) = pipe(
        "if (: </dev/tty) 2>/dev/null; then echo a terminal; else echo none; fi",
        "",
        || {},
    );
    assert_eq!(message, "none");
}

#[test]
fn what_is_left_in_the_background_can_go_on_printing() {
    let (_folder, file) = folder();
    // It prints when nobody listens any more, and more than a pipe holds.
    let command = format!(
        "(sleep 2; yes | head -c 300000 && echo more >&2 && echo alive >{}) & echo begun",
        file.display()
    );
    assert_eq!(pipe(&command, "", || {}).1, "begun");
    assert_eq!(appeared(&file), "alive\n");
}

#[test]
fn a_tool_that_stays_in_the_background_has_taken_the_text() {
    let (_folder, file) = folder();
    let path = file.to_str().unwrap();
    let begun = Instant::now();
    let tool = ["sh", "-c", "cat > \"$0\"; sleep 20 &", path];
    write_to_tool(&tool, "“words”").unwrap();
    assert!(begun.elapsed() < TOOL_TIMEOUT);
    assert_eq!(fs::read_to_string(&file).unwrap(), "“words”");
    assert!(write_to_tool(&["false"], "x").is_err());
    assert!(write_to_tool(&["no-such-tool-here"], "x").is_err());
}

#[test]
fn a_tool_that_does_not_end_is_not_waited_for_and_not_killed() {
    let (_folder, file) = folder();
    let path = file.to_str().unwrap();
    let tool = ["sh", "-c", "sleep 4; cat > \"$0\"", path];
    let error = write_to_tool(&tool, "text").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(appeared(&file), "text");
}
