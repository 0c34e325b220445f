//! Drives the real reader in a pseudo-terminal, as a person at a terminal
//! would, and looks at what stays behind: the picture, the terminal's modes, the
//! exit code, what was kept. Nothing here waits for a time: every step waits for
//! what it is to see.

use std::process::Command;

use crate::pty::{self, Home, Term};

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
    leave_prompt(&mut term);
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
    leave_prompt(&mut term);
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

/// What stands in the article that has an address.
const ADDRESSED: &str = "Council closes the lower bridge";

/// What a fake program does when the reader has gone: it prints to both streams, and
/// then says in a file that it is alive.
const AFTERWARDS: &str = "while [ ! -e gone ]; do sleep 0.1; done; \
    yes | head -c 300000 && echo more >&2 && echo alive >alive";

#[test]
fn the_browser_lives_on_when_the_reader_has_gone() {
    for end in ["quit", "hang up"] {
        let home = Home::new();
        home.script("xdg-open", "exec a-browser \"$1\"");
        home.script(
            "a-browser",
            &format!("echo \"$1\" >asked; read line && echo \"$line\" >asked; {AFTERWARDS}"),
        );
        let mut term = home.shell(&article_with_an_address("DISPLAY=:0"));
        term.see(ADDRESSED);
        term.press("o");
        term.see("Handed to the browser");
        assert!(home.wait_for("asked").starts_with("http"));
        // The reader has its keys, and no other program takes them.
        term.press("gw");
        term.see("Who speaks");
        if end == "quit" {
            term.press("Q");
            assert_eq!(term.exit_code(), 0);
        } else {
            term.hang_up();
        }
        home.write("gone", "");
        assert_eq!(home.wait_for("alive"), "alive\n", "{end}");
    }
}

#[test]
fn what_a_pipe_leaves_behind_lives_on_and_nobody_waits_for_it() {
    for end in ["quit", "hang up"] {
        let home = Home::new();
        home.script(
            "keep-it",
            &format!("cat >taken; ({AFTERWARDS}) & echo kept it"),
        );
        let mut term = home.reader(&["kaspersky-lab#s-shaheen-overwhelming"], (30, 100));
        term.see("overwhelming");
        term.press("|keep-it\r");
        term.see("kept it");
        assert!(home.read("taken").contains("overwhelming"));
        if end == "quit" {
            term.press("Q");
            assert_eq!(term.exit_code(), 0);
        } else {
            term.hang_up();
        }
        home.write("gone", "");
        assert_eq!(home.wait_for("alive"), "alive\n", "{end}");
    }
}

#[test]
fn a_pipe_that_has_not_ended_gets_all_of_its_text_when_the_reader_quits() {
    let home = Home::new();
    home.script(
        "slow",
        "echo begun >begun; while [ ! -e gone ]; do sleep 0.1; done; cat >taken; echo done >ended",
    );
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    term.press("gs");
    term.see("Side by side");
    term.press("|slow\r");
    home.wait_for("begun");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    home.write("gone", "");
    home.wait_for("ended");
    // More than a pipe of the system holds at once would be cut off.
    assert!(
        home.read("taken").len() > 20_000,
        "{}",
        home.read("taken").len()
    );
}

#[test]
fn a_program_in_a_pipe_cannot_take_the_terminal() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab#s-shaheen-overwhelming"], (30, 100));
    term.see("overwhelming");
    term.press(
        "|if (read x </dev/tty) 2>/dev/null; then echo it has it; else echo it has none; fi\r",
    );
    term.see("it has none");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_clipboard_tool_keeps_what_it_took_when_the_reader_has_gone() {
    let home = Home::new();
    home.script("xclip", &format!("cat >taken; ({AFTERWARDS}) &"));
    let mut term = home.shell("DISPLAY=:0 exec \"$DIPTYCH\" kaspersky-lab#s-shaheen-overwhelming");
    term.see("overwhelming");
    term.press("gy");
    term.see("(xclip)");
    assert_eq!(home.read("taken"), "kaspersky-lab#s-shaheen-overwhelming");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    home.write("gone", "");
    assert_eq!(home.wait_for("alive"), "alive\n");
}

#[test]
fn without_a_display_the_browser_gets_the_terminal() {
    let home = Home::new();
    home.script(
        "a-browser",
        "[ -t 0 ] && [ -t 1 ] && echo \"page of $2 with $1\"; read line; echo \"$line\" >heard; exit \"$line\"",
    );
    let named = "BROWSER='no-such-browser:a-browser --plain %s'";
    let mut term = home.shell(&article_with_an_address(named));
    term.see(ADDRESSED);
    for (pages, code, said) in [(1, "0", "a-browser has ended"), (2, "3", "exit code 3")] {
        term.press("o");
        term.wait("the browser has the terminal", |screen| {
            let shown = screen.contents();
            let page = "page of https://herald.example/bridge with --plain";
            !screen.alternate_screen() && shown.matches(page).count() == pages
        });
        term.press(&format!("{code}\r"));
        term.see(said);
        assert!(term.screen().alternate_screen());
        assert_eq!(home.read("heard").trim(), code);
        term.forget();
        term.press("\u{c}");
        term.see(ADDRESSED);
    }
    term.press("gw");
    term.see("Who speaks");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn what_a_killed_program_leaves_of_the_terminal_is_undone() {
    for key in ["o", "a"] {
        let home = Home::new();
        home.script(
            "a-killer",
            r"printf '\033[?1049h\033[?25l\033[?1000h\033[?1006h\033[?2004h\033(0'; stty raw -echo; kill -9 $$",
        );
        let library = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");
        let mut term = home.shell(&format!(
            "stty -g; BROWSER=a-killer EDITOR=a-killer \"$DIPTYCH\" --library '{library}' \
             lower-bridge/herald; echo code=$?; stty -g"
        ));
        term.see(ADDRESSED);
        term.press(key);
        if key == "a" {
            term.see("C-o your editor");
            term.press("\u{f}");
        }
        term.see("exit code 137");
        if key == "a" {
            term.press("\u{3}");
            term.wait("no note is written", |screen| {
                !screen.contents().contains("C-o your editor")
            });
        }
        assert_eq!(
            term.screen().mouse_protocol_mode(),
            vt100::MouseProtocolMode::None
        );
        term.press("Q");
        term.see("code=0");
        term.finish();
        same_modes(&term);
    }
}

#[test]
fn an_editor_that_takes_interrupts_is_waited_for() {
    let home = Home::new();
    home.script(
        "an-editor",
        "trap 'echo interrupted >>\"$1\"' INT; echo ready >begun; \
         while [ ! -e gone ]; do sleep 0.1; done; echo done >>\"$1\"",
    );
    let mut term = home.shell("EDITOR=an-editor exec \"$DIPTYCH\" kaspersky-lab");
    term.see(TITLE);
    term.press("gs");
    term.see("Side by side");
    term.press("a");
    term.see("C-o your editor");
    term.press("\u{f}");
    home.wait_for("begun");
    term.press("\u{3}");
    home.write("gone", "");
    term.see("interrupted");
    term.see("done");
    term.press("\u{3}");
    term.see("Side by side");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_browser_that_stops_itself_is_continued_where_no_shell_can() {
    let home = Home::new();
    home.script("a-browser", "kill -STOP $$; echo continued >heard");
    let mut term = home.shell(&article_with_an_address("BROWSER=a-browser"));
    term.see(ADDRESSED);
    term.press("o");
    term.see("a-browser has ended");
    assert_eq!(home.read("heard"), "continued\n");
}

#[test]
fn an_editor_is_not_ended_with_the_reader_and_its_text_is_named() {
    let home = Home::new();
    home.script(
        "an-editor",
        "echo written >>\"$1\"; trap 'echo hup >hurt' HUP; echo ready >begun; \
         while [ ! -e gone ]; do sleep 0.1; done; echo alive >alive",
    );
    let mut term = home.shell(
        "EDITOR=an-editor sh -c 'echo $$ >pid; exec \"$DIPTYCH\" kaspersky-lab'; echo code=$?; \
         while [ ! -e alive ]; do sleep 0.1; done",
    );
    term.see(TITLE);
    term.press("gs");
    term.see("Side by side");
    term.press("a");
    term.see("note");
    term.press("\u{f}");
    home.wait_for("begun");
    kill("TERM", &home.read("pid"));
    term.see("its text is in");
    term.see("code=143");
    home.write("gone", "");
    assert_eq!(home.wait_for("alive"), "alive\n");
    assert!(!home.exists("hurt"));
}

#[test]
fn what_the_terminal_reports_is_no_key() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    // Each of these would open a prompt or another screen, letter by letter.
    for report in [
        "\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{7}",
        "\u{1b}]10;rgb:gwgw/gs/:/\u{1b}\\",
        "\u{1b}P>|gwgsgt:\u{1b}\\",
        "\u{1b}_gw\u{1b}\\\u{1b}^gs\u{1b}\\\u{1b}Xgt\u{1b}\\",
    ] {
        term.press(report);
    }
    // Cut in two by a line that pauses for longer than is waited for.
    term.press("\u{1b}]11;rgb:1e1e/");
    std::thread::sleep(std::time::Duration::from_millis(300));
    term.press("1e1e/1e1e\u{7}");
    term.press("G");
    term.press("?");
    term.see_on_row(0, "Keys");
    term.press("q");
    term.see(TITLE);
    // One that never ends takes no key for long.
    term.press("\u{1b}]11;rgb:");
    std::thread::sleep(std::time::Duration::from_millis(300));
    term.press("gw");
    term.see("Who speaks");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn alt_with_a_letter_in_a_note_edits_it_and_never_runs_the_letter() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab#s-shaheen-overwhelming"], (30, 100));
    term.see("overwhelming");
    term.press("a");
    term.press("one two");
    term.see("one two");
    term.press("\u{1b}b");
    term.press("and ");
    term.see("one and two");
    for bytes in [
        "\u{1b}u",
        "\u{1b}.",
        "\u{1b}[1;5D",
        "\u{1b}[1;3D",
        "\u{1b}\u{1b}[C",
        "\u{1b}[98;3u",
        "\u{1b}[27;3;102~",
    ] {
        term.press(bytes);
    }
    term.press("!");
    term.see("one! and two");
    // By hand: a pause, then keys.
    term.press("\u{1b}");
    pty::wait_until("the note is kept", || {
        home.run(&["bookmarks", "--json"]).contains("one! and two")
    });
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn esc_and_a_sequence_that_a_slow_line_joined_are_keys() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    term.press("gs");
    term.see("Side by side");
    term.press("5\u{1b}gw");
    term.see("Who speaks");
    term.press("gs");
    term.see("Side by side");
    let before = term.screen().contents();
    term.press("\u{1b}]s");
    term.wait("the next statement", |screen| screen.contents() != before);
    assert!(!term.screen().contents().contains("nothing here"));
    term.press("\u{1b}[103u\u{1b}[119u");
    term.see("Who speaks");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn a_paste_without_an_end_ends_after_a_pause_and_is_told() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    term.see(TITLE);
    term.press("\u{1b}[200~words");
    term.see("The end of the pasted text did not come");
    term.press("gw");
    term.see("Who speaks");
    term.press("/\u{1b}[200~geopolitical");
    term.see("Search in this briefing: geopolitical");
    leave_prompt(&mut term);
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn in_gnu_screen_a_copy_is_wrapped() {
    let home = Home::new();
    let mut term = home.shell("STY=1.pts exec \"$DIPTYCH\" kaspersky-lab#s-shaheen-overwhelming");
    term.see("overwhelming");
    term.press("gy");
    term.see("to the terminal's clipboard (OSC 52)");
    let reference = "a2FzcGVyc2t5LWxhYiNzLXNoYWhlZW4tb3ZlcndoZWxtaW5n";
    let wrapped = format!("\u{1b}P\u{1b}]52;c;{reference}\u{7}\u{1b}\\");
    assert!(term.raw().contains(&wrapped));
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn without_term_the_reader_opens_as_the_doctor_says() {
    let home = Home::new();
    let mut term = home.shell("unset TERM; \"$DIPTYCH\" doctor; exec \"$DIPTYCH\" kaspersky-lab");
    term.wait("the doctor or the reader", |screen| {
        screen.alternate_screen() && screen.contents().contains(TITLE)
    });
    assert!(
        term.raw().contains("note     terminal   TERM is not set"),
        "{}",
        term.raw()
    );
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

/// What a terminal with a light background answers, and then what it is.
const LIGHT: &str = "\u{1b}]11;rgb:fdfd/f6f6/e3e3\u{1b}\\\u{1b}[?62;22c";

#[test]
fn a_light_background_is_asked_for_and_never_waited_for() {
    let home = Home::new();
    let mut term = home.reader(&["kaspersky-lab"], (30, 100));
    // The first picture is there before any answer.
    term.see(TITLE);
    assert!(term.raw().contains("\u{1b}]11;?"));
    term.press("gs");
    term.see("Side by side");
    // The foot is drawn last: then all of the picture is there.
    term.see_on_row(29, "gr carriers");
    let before = term.screen();
    term.press(LIGHT);
    term.wait("other colours", |screen| {
        screen.contents() == before.contents()
            && screen.contents_formatted() != before.contents_formatted()
    });
    term.press("gw");
    term.see("Who speaks");
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    for chosen in ["--theme dark", "--theme light", "--theme plain"] {
        let mut term = home.shell(&format!("exec \"$DIPTYCH\" {chosen} kaspersky-lab"));
        term.see(TITLE);
        assert!(!term.raw().contains("\u{1b}]11;?"), "{chosen}");
        term.press("Q");
        assert_eq!(term.exit_code(), 0);
    }
}

#[test]
fn a_late_answer_of_the_terminal_does_not_reach_the_shell() {
    let home = Home::new();
    let mut term = home.shell("\"$DIPTYCH\" kaspersky-lab; read x; echo \"got=[$x]\"");
    term.see(TITLE);
    term.press("Q");
    std::thread::sleep(std::time::Duration::from_millis(20));
    term.press(LIGHT);
    term.wait("the reader has gone", |screen| !screen.alternate_screen());
    std::thread::sleep(std::time::Duration::from_millis(50));
    term.press("next\r");
    term.see("got=[next]");
    term.finish();
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

/// Leaves what is being written. Only then another key may follow: Esc and a key that come
/// at once are Alt there.
fn leave_prompt(term: &mut Term) {
    term.press("\u{1b}");
    term.wait("nothing is written", |screen| {
        !screen.contents().contains("Esc leave")
    });
}

/// The reader on an article that has an address.
fn article_with_an_address(variables: &str) -> String {
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");
    format!("{variables} exec \"$DIPTYCH\" --library '{library}' lower-bridge/herald")
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
