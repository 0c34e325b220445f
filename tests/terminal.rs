//! Drives the real reader in a pseudo-terminal, as a person at a terminal
//! would, and looks at what stays behind: the picture, the terminal's modes, the
//! exit code, what was kept. Nothing here waits for a time: every step waits for
//! what it is to see.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where its ground gives way"
)]

mod pty;

use std::process::Command;

use pty::{Home, Term};

/// The title of the shipped briefing.
const TITLE: &str = "Kaspersky Lab and the United States government";

#[test]
fn the_first_picture_is_the_briefing() {
    let home = Home::new();
    let mut term = home.reader(&[], (30, 100));
    term.see(TITLE);
    term.see("both sides, face to face");
    let screen = term.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    let screen = term.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
}

#[test]
fn a_tour_of_the_places() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (40, 110));
    term.see(TITLE);
    for (keys, seen) in [
        ("gs", "Side by side"),
        ("gw", "Who speaks"),
        ("gt", "Timeline"),
        ("gm", "Who carries what"),
        ("gb", "Bookmarks"),
        ("gl", "Library"),
        ("?", "Keys"),
    ] {
        term.press(keys);
        term.see_on_row(0, seen);
    }
    term.press("/pawn");
    term.see("geopolitical");
    term.press("\u{1b}");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_reference_opens_its_place() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab/axios-2018#p3"], (30, 100));
    term.see("Why it matters");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn the_window_may_become_tiny_and_large_again() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab/axios-2018#p1"], (30, 100));
    term.see("Government officials");
    for (rows, columns) in [(3, 10), (1, 1), (5, 20), (60, 200), (24, 80)] {
        term.resize(rows, columns);
    }
    term.see("Government officials");
    // The picture fills the new window: the footer stands in its last row.
    term.see_on_row(23, "/ search");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn the_terminal_is_as_it_was_after_quitting() {
    let home = Home::new();
    let mut term = home.shell("stty -g; \"$DIPTYCH\"; echo code=$?; stty -g");
    term.see(TITLE);
    term.press("gs");
    term.see("Side by side");
    term.press("Q");
    term.see("code=0");
    term.finish();
    same_modes(&term);
}

#[test]
fn a_signal_ends_it_in_good_order() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let home = Home::new();
        let mut term =
            home.shell("stty -g; sh -c 'echo $$ >pid; exec \"$DIPTYCH\"'; echo code=$?; stty -g");
        term.see(TITLE);
        term.press("gw");
        term.see("Who speaks");
        kill(signal, &home.read("pid"));
        term.see(&format!("code={code}"));
        term.finish();
        same_modes(&term);
    }
}

#[test]
fn a_panic_on_any_thread_gives_the_terminal_back_and_says_so() {
    for (fault, key) in [
        ("panic-main", "j"),
        ("panic-loader", ""),
        ("panic-searcher", "/ban"),
        ("panic-recaller", "gb\\ban"),
        ("panic-keeper", "gsb"),
    ] {
        let home = Home::new();
        let mut term = home.shell(&format!(
            "stty -g; DIPTYCH_FAULT={fault} \"$DIPTYCH\" kaspersky-lab; echo code=$?; stty -g"
        ));
        if !key.is_empty() {
            term.see(TITLE);
        }
        for key in key.chars() {
            term.press(&key.to_string());
        }
        term.see("internal error: ");
        let thread = fault.trim_start_matches("panic-");
        term.see(&format!("thread {thread}: "));
        term.see("code=2");
        term.finish();
        same_modes(&term);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_and_told_in_one_line() {
    let home = Home::new();
    home.write_data("diptych.db", &[0xa5].repeat(40_000));
    let mut term = home.reader(&["kaspersky-lab"], (24, 80));
    term.see("! what you kept could not be read, so its file was set aside as");
    // What is kept from now on goes into a new file.
    term.press("gs");
    term.see("Side by side");
    term.press("b");
    term.see("Kept:");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    let kept = home.run(&["bookmarks", "--json"]);
    assert!(kept.contains("s-shaheen-overwhelming"), "{kept}");
}

#[test]
fn two_windows_show_each_other_what_was_kept() {
    let home = Home::new();
    let mut one = home.reader(&["kaspersky-lab"], (30, 120));
    let mut two = home.reader(&["kaspersky-lab"], (24, 80));
    two.see(TITLE);
    two.press("gb");
    two.see("Nothing is kept yet");
    one.see(TITLE);
    one.press("gs");
    one.see("Side by side");
    one.press("b");
    two.see("The evidence of close ties");
    two.press("dd");
    two.see("Deleted:");
    one.press("gb");
    one.see("Nothing is kept yet");
    for term in [&mut one, &mut two] {
        term.press("Q");
        assert_eq!(term.exit_code(), 0);
    }
}

#[test]
fn when_the_terminal_goes_away_the_program_ends_and_the_place_is_kept() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab/axios-2018"], (30, 100));
    term.see("Government officials");
    term.press("jjj");
    // Seen before the window is closed: the keys have been heard.
    term.press("?");
    term.see_on_row(0, "Keys");
    term.press("q");
    term.see("Government officials");
    assert_eq!(term.hang_up(), 129);
    let mut term = home.reader(&[], (30, 100));
    term.see("Government officials");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let home = Home::new();
    let mut term = home.job_shell();
    term.see("ready>");
    term.press("\"$DIPTYCH\" kaspersky-lab\r");
    term.see(TITLE);
    for _ in 0..2 {
        term.press("gs");
        term.see("Side by side");
        term.press("\u{1a}");
        term.wait("the shell is back", |screen| {
            !screen.alternate_screen() && screen.contents().contains("Stopped")
        });
        assert!(!term.screen().hide_cursor());
        // The window changes while the program sleeps.
        term.resize(36, 90);
        term.press("fg\r");
        term.wait("the program is back", |screen| {
            screen.alternate_screen() && screen.contents().contains("Side by side")
        });
        term.see_on_row(35, "/ search");
        term.press("gw");
        term.see("Who speaks");
        term.resize(30, 100);
    }
    term.press("Q");
    term.wait("it has ended", |screen| !screen.alternate_screen());
    term.press("echo code=$?\r");
    term.see("code=0");
    term.press("exit\r");
    term.finish();
}

#[test]
fn without_a_shell_above_ctrl_z_is_refused_and_the_program_goes_on() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    term.press("\u{1a}");
    term.see("no shell");
    term.press("gw");
    term.see("Who speaks");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn stopped_and_continued_from_outside_it_draws_everything_anew() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    let pid = term.pid().to_string();
    kill("STOP", &pid);
    term.forget();
    kill("CONT", &pid);
    term.see(TITLE);
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn keys_typed_faster_than_they_are_read_all_arrive() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    term.press(":");
    let typed: String = "abcdefghij".repeat(300);
    term.press(&typed);
    // Deletes all but the first letters: as many as were typed must have come.
    term.press(&"\u{7f}".repeat(typed.len() - 3));
    term.wait("what is left of the line", |screen| {
        let shown = screen.contents();
        shown.lines().any(|line| line.trim_end().ends_with(":abc"))
    });
    term.press("\u{1b}");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_bookmark_is_on_the_disk_as_soon_as_it_is_shown() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab#s-shaheen-overwhelming"], (30, 100));
    term.see("overwhelming");
    term.press("b");
    pty::wait_until("the bookmark is kept", || {
        home.run(&["bookmarks"]).contains("overwhelming")
    });
    kill("KILL", &term.pid().to_string());
    assert!(
        home.run(&["bookmarks", "--json"])
            .contains("s-shaheen-overwhelming")
    );
}

#[test]
fn a_copy_is_sent_to_the_terminal_and_nothing_else_is() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab#s-shaheen-overwhelming"], (30, 100));
    term.see("overwhelming");
    term.press("gy");
    term.see("to the terminal's clipboard (OSC 52)");
    // OSC 52 with the reference in base64.
    let reference = "a2FzcGVyc2t5LWxhYiNzLXNoYWhlZW4tb3ZlcndoZWxtaW5n";
    assert!(term.raw().contains(&format!("\u{1b}]52;c;{reference}")));
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_dumb_terminal_is_told_what_to_use_instead() {
    let home = Home::new();
    let mut term = home.shell("TERM=dumb \"$DIPTYCH\"; echo code=$?");
    term.see("diptych show");
    term.see("code=2");
    term.finish();
    assert!(!term.raw().contains("\u{1b}["));
}

#[test]
fn at_rest_it_sleeps() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    let Some(before) = pty::cpu_ticks(term.pid()) else {
        // Only Linux tells how long a process has worked.
        return;
    };
    // The index is built in the meantime; after that nothing is left to do.
    let mut last = before;
    pty::wait_until("it has come to rest", || {
        std::thread::sleep(std::time::Duration::from_secs(2));
        let now = pty::cpu_ticks(term.pid()).unwrap();
        let spent = now - last;
        last = now;
        spent <= 1
    });
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

/// Asserts that the two lines of `stty -g` are the same and that nothing of
/// the program's screen is left.
fn same_modes(term: &Term) {
    let raw = term.raw();
    let modes: Vec<&str> = raw
        .lines()
        .map(str::trim)
        .filter(|line| line.matches(':').count() > 10 && !line.contains(' '))
        .collect();
    assert_eq!(modes.len(), 2, "{raw:?}");
    assert_eq!(modes[0], modes[1]);
    let screen = term.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor());
    assert!(!screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

fn kill(signal: &str, pid: &str) {
    let status = Command::new("kill")
        .args([&format!("-{signal}"), pid.trim()])
        .status()
        .unwrap();
    assert!(status.success());
}
