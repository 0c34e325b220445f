//! Files, commands and the editor under the real reader in a pseudo-terminal: what was
//! asked for is done also where the reader quits at once, and what fails is said.

use crate::pty::{Home, Term};

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");

fn reader(home: &Home) -> Term {
    let mut term = home.reader(&[SMALL], (30, 110));
    term.see("The lower bridge");
    term.press("gs");
    term.see("Side by side");
    term
}

#[test]
fn an_export_is_finished_though_the_reader_quits_at_once() {
    let home = Home::new();
    let mut term = reader(&home);
    term.press(":export rows.csv\rQ");
    assert_eq!(term.exit_code(), 0);
    assert!(home.read("rows.csv").contains("Two of the four piers"));
}

#[test]
fn a_command_gets_its_text_though_the_reader_quits_at_once() {
    let home = Home::new();
    let mut term = reader(&home);
    term.press(":pipe sleep 1; cat >taken\rQ");
    assert_eq!(term.exit_code(), 0);
    assert!(home.wait_for("taken").contains("Two of the four piers"));
}

#[test]
fn what_could_not_be_written_after_the_end_is_an_error() {
    let home = Home::new();
    let mut term = reader(&home);
    term.press(":export no-such-folder/rows.csv\rQ");
    assert_eq!(term.exit_code(), 1);
    let said = term.screen().contents();
    assert!(said.contains("rows.csv could not be written"), "{said}");
}

#[test]
fn an_editor_that_fails_is_told_while_the_note_is_open() {
    for (editor, said) in [
        ("/bin/false", "/bin/false ended with exit code 1; the note"),
        ("no-such-editor 2>/dev/null", "there is no such program"),
        ("rm", "removed the file"),
        ("truncate -s 0", "left an empty file"),
    ] {
        let home = Home::new();
        let script = format!("EDITOR='{editor}' exec \"$DIPTYCH\" {SMALL}");
        let mut term = home.shell(&script);
        term.see("The lower bridge");
        term.press("gs");
        term.see("Side by side");
        term.press("a");
        term.see("note on");
        term.press("ask again");
        term.see("ask again");
        term.press("\u{f}");
        term.see(said);
        term.see("ask again");
        term.press("\u{1b}");
        term.see("The note is kept");
        term.press("Q");
        assert_eq!(term.exit_code(), 0);
        assert!(home.run(&["bookmarks"]).contains("ask again"), "{editor}");
    }
}
