//! Bookmarks, notes, tags; taking back; taking out.

use diptych::app::message::{ExportPayload, Msg, PersistError, StatusLevel};
use diptych::model::Change;
use insta::assert_snapshot;

use crate::story::Story;

fn kept(story: &Story) -> usize {
    story.app.state().user().bookmarks().len()
}

#[test]
fn b_keeps_a_statement_and_lets_it_go() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    assert_eq!(kept(&story), 1);
    assert_eq!(
        story.status(),
        "Kept: “Two of the four piers are cracked, and…”"
    );
    assert!(
        matches!(&story.saved[0], Change::PutBookmark(b) if b.exact.starts_with("Two of the four piers"))
    );
    story.keys("b");
    assert_eq!(kept(&story), 0);
    assert!(story.status().starts_with("Let go: "));
    story.keys("u");
    assert_eq!(kept(&story), 1);
    story.keys("u");
    assert_eq!(kept(&story), 0);
    story.keys("u");
    assert_eq!(story.status(), "There is nothing to take back.");
    story.keys("<C-r><C-r>");
    assert_eq!(kept(&story), 0);
    story.keys("<C-r>");
    assert_eq!(story.status(), "There is nothing to do again.");
}

#[test]
fn what_is_kept_is_the_same_from_everywhere() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    // The same statement in its article is known to be kept.
    story.keys("<Enter>b");
    assert_eq!(kept(&story), 0, "{}", story.status());
    // The timeline opens at the same statement.
    story.keys("ugtb");
    assert_eq!(kept(&story), 0, "{}", story.status());
}

#[test]
fn a_kept_row_has_a_star_in_the_margin() {
    let mut story = Story::small(80, 24);
    story.keys("J]s");
    assert!(!story.shows("*"));
    story.keys("b");
    let (x, y) = story.place_of("*").expect("a star");
    let words = story.place_of("“Two of the four").expect("the words");
    assert_eq!(y, words.1);
    assert!(x < words.0);
}

#[test]
fn the_list_shows_words_source_note_and_tags() {
    let mut story = Story::small(80, 24);
    story
        .keys("gsa")
        .types("Check the report.")
        .keys("<Enter><Enter>")
        .types("Ask Voss.")
        .keys("<Esc>");
    assert_eq!(story.status(), "The note is kept.");
    story
        .keys("t")
        .types("piers, safety, piers")
        .keys("<Enter>");
    assert_eq!(story.status(), "Tagged: piers, safety");
    story.keys("Gbgb");
    assert_snapshot!(story.picture(), @r"
    | Bookmarks                                                       1 of 2 · 100 %
    |   The lower bridge (2)
    | ▌ City council: Ada Voss
    | ▌ “Two of the four piers are cracked, and the bridge cannot carry lorries,”
    | ▌ Herald, 4 March 2019
    | ▌ note: Check the report.
    | ▌ note:
    | ▌ note: Ask Voss.
    | ▌ tags: piers, safety
    |
    |   Mill Company: Jonas Brandt
    |   “We have carried flour for ninety years,”
    |   Courier, about March 2019
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Enter passage  a note  t tags  dd delete  u undo  x choose  S group  ? keys
    ");
}

#[test]
fn a_note_is_written_in_a_panel_and_can_be_discarded() {
    let mut story = Story::small(60, 18);
    story
        .keys("J]sa")
        .types("One line")
        .keys("<Enter>")
        .types("and another");
    assert_snapshot!(story.picture(), @r"
    | Herald › Council closes the lower…  statement 1 of 3 · 0 %
    |   Council closes the lower bridge
    |   Herald · by M. Ost · 4 March 2019
    |   https://herald.example/bridge
    |
    |   The city council closed the lower bridge to lorries on
    |────────────────────────────────────────────────────────────
    |C City council                                       ✓ exact
    |Ada Voss, engineer, City council
    |… 10 more lines (Tab, then j)
    |── note on “Two of the four piers are cracked, and the…” ───
    |  One line
    |  and another
    |
    |
    |
    |
    | Esc keep  Enter new line  C-o your editor  C-c discard
    ");
    story.keys("<C-c>");
    assert_eq!(story.status(), "The note was left as it was.");
    assert_eq!(kept(&story), 0);
    story.keys("a<Esc>");
    assert_eq!(story.status(), "No note was written; nothing was kept.");
    story.keys("t<Enter>");
    assert_eq!(story.status(), "No tags were written; nothing was kept.");
    assert_eq!(kept(&story), 0);
}

#[test]
fn in_a_note_the_cursor_goes_up_and_down_by_its_rows() {
    let mut story = Story::small(80, 24);
    story
        .keys("J]sa")
        .types("first")
        .keys("<Enter>")
        .types("second")
        .keys("<Enter>");
    story
        .keys("<Up><Home>")
        .types("the ")
        .keys("<Down>")
        .types("third")
        .keys("<Esc>");
    assert_eq!(
        story.app.state().user().bookmarks()[0].note,
        "first\nthe second\nthird"
    );
    story.keys("a<Up><Up><End><C-w><C-c>");
    assert_eq!(
        story.app.state().user().bookmarks()[0].note,
        "first\nthe second\nthird"
    );
}

#[test]
fn the_terminals_cursor_stands_where_the_next_letter_goes() {
    let mut story = Story::small(80, 24);
    story.keys("J]sa").types("桥x");
    let (_, cursor) = story.buffer();
    let (x, y) = story.place_of("桥x").expect("the note");
    assert_eq!(cursor, Some((x + 3, y).into()));
    story.keys("<Left><Left>");
    assert_eq!(story.buffer().1, Some((x, y).into()));
    story.keys("<C-c>/").types("桥x");
    let (x, y) = story.place_of("桥x").expect("the search");
    assert_eq!(story.buffer().1, Some((x + 3, y).into()));
}

#[test]
fn dd_deletes_and_u_brings_back_in_its_place() {
    let mut story = Story::small(80, 30);
    story.keys("gsbGbgbgg");
    assert_eq!(kept(&story), 2);
    let chosen = story.chosen();
    story.keys("dd");
    assert!(
        story.status().starts_with("Deleted: “Two of the four"),
        "{}",
        story.status()
    );
    assert_eq!(kept(&story), 1);
    assert_ne!(story.chosen(), chosen);
    story.keys("u");
    assert_eq!(kept(&story), 2);
    story.keys("gg");
    assert_eq!(story.chosen(), chosen, "a bookmark comes back where it was");
    story.keys("<C-r>");
    assert_eq!(kept(&story), 1);
    story.keys("dd");
    assert!(story.shows("Nothing is kept yet."));
    story.keys("dd");
    assert_eq!(story.status(), "There is no bookmark under the cursor.");
}

#[test]
fn enter_on_a_bookmark_goes_to_its_words() {
    let mut story = Story::small(80, 24);
    story.keys("gsGbgb<Enter>");
    let reader = story.reader();
    assert!(reader.text().text[reader.cursor..].starts_with("We have carried flour"));
    story.keys("<C-o>");
    assert!(story.row(0).starts_with(" Bookmarks"));
}

#[test]
fn all_that_is_listed_is_copied_with_its_sources_in_any_form() {
    let mut story = Story::small(100, 30);
    story.keys("gsbGbgbgY");
    let text = story.copied.last().unwrap().clone();
    assert!(text.contains("Two of the four piers") && text.contains("We have carried flour"));
    assert!(text.contains("Herald"));
    story.keys(":copy-all csv<Enter>");
    let csv = story.copied.last().unwrap().clone();
    assert_ne!(csv, text);
    assert_eq!(csv.matches("Two of the four piers").count(), 1);
    story.keys(":copy-all xml<Enter>");
    assert!(story.copied.last().unwrap().contains("\"xml\" is no form"));
}

#[test]
fn p_shows_what_stands_around_a_bookmark_without_leaving_the_list() {
    // The statement ends its sentence; the reporter goes on behind it.
    let kept_words = "Two of the four piers are cracked";
    let mut story = Story::small(80, 24);
    story.keys("gsbGbgbgg");
    let around = |story: &Story| {
        let panel = story.app.state().regions().panel;
        (panel.top()..panel.bottom())
            .map(|y| story.row(y))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(around(&story), "");
    story.keys("p");
    let first = around(&story);
    assert!(first.contains(kept_words), "{first}");
    assert!(first.contains("Herald"), "{first}");
    // More than the words is there, and it follows the cursor.
    let open = story.app.state().open().unwrap();
    let article = &open.briefing.articles[0].text.text;
    let at = article.find(kept_words).unwrap();
    let before = article[..at].split_whitespace().next_back().unwrap();
    assert!(first.contains(before), "{before} in {first}");
    story.keys("G");
    assert_ne!(around(&story), first);
    assert!(around(&story).contains("We have carried flour"));
    // It is there at every size, and a note takes its place while it is written.
    for (width, height) in [(200, 60), (40, 12), (20, 8), (80, 24)] {
        story.resize(width, height);
        assert!(story.row(0).starts_with(" Bookmarks"));
    }
    story.keys("a");
    assert!(around(&story).contains("note on"));
    story.keys("<Esc>p");
    assert_eq!(around(&story), "");
    assert_eq!(story.status(), "The passage is no longer shown.");
}

#[test]
fn nobody_elses_words_between_the_parts_of_a_quotation_are_marked_as_kept() {
    use diptych::app::preview::preview;
    use diptych::app::ui::styled_text::Role;
    let mut story = Story::shipped(120, 40);
    story.keys("gsbgbp");
    let preview = preview(story.app.state(), story.app.state().regions()).unwrap();
    let pieces = preview.lines.iter().flat_map(|line| &line.0);
    let (kept, around): (Vec<_>, Vec<_>) = pieces.partition(|p| p.role == Role::Bookmark);
    let words = |pieces: Vec<&diptych::app::ui::styled_text::StyledSpan>| {
        let words: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        words.join(" ")
    };
    let (kept, around) = (words(kept), words(around));
    assert!(kept.contains("overwhelming") && kept.contains("logical next step"));
    assert!(!kept.contains("reporters in a statement"), "{kept}");
    assert!(around.contains("reporters in a statement"), "{around}");
}

#[test]
fn around_a_bookmark_of_another_briefing_stands_what_was_kept_with_it() {
    let mut story = Story::small(100, 30);
    story.keys("gsb");
    let mut elsewhere = Story::empty(100, 30);
    elsewhere.send(Msg::user_data_loaded(diptych::model::UserData {
        bookmarks: story.app.state().user().bookmarks().clone(),
        ..Default::default()
    }));
    elsewhere.keys("gbp");
    let kept = &story.app.state().user().bookmarks()[0];
    let behind = kept.suffix.split_whitespace().next().unwrap();
    let places = elsewhere.places_of("Two of the four piers");
    assert_eq!(places.len(), 2, "in the list and below it");
    assert!(!kept.suffix.is_empty() && elsewhere.shows(behind));
    assert!(elsewhere.shows("…"));
}

#[test]
fn a_bookmark_lasts_into_the_next_session_even_without_its_briefing() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    let mut next = story.again();
    assert_eq!(kept(&next), 1);
    next.keys("gb");
    assert!(next.shows("Two of the four piers"));

    let mut elsewhere = Story::empty(80, 24);
    elsewhere.send(Msg::user_data_loaded(diptych::model::UserData {
        bookmarks: story.app.state().user().bookmarks().clone(),
        ..Default::default()
    }));
    elsewhere.keys("gb<Enter>");
    assert_eq!(
        elsewhere.status(),
        "The briefing \"lower-bridge\" is not in the library."
    );
    elsewhere.keys("Y");
    assert!(
        elsewhere.copied[0].contains("Two of the four piers")
            && elsewhere.copied[0].contains("Herald")
    );
}

#[test]
fn trouble_with_the_disk_is_told() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    let change = story.saved[0].clone();
    story.send(Msg::Saved(
        change,
        Err(PersistError::Store("the disk is full".to_owned())),
    ));
    assert_eq!(story.status(), "Not on disk: the disk is full");
    assert_eq!(
        story.app.state().status().map(|s| s.level),
        Some(StatusLevel::Error)
    );
    assert!(story.shows("! Not on disk: the disk is full"));
}

#[test]
fn what_the_disk_did_not_take_is_counted_until_it_is_safe() {
    let mut story = Story::small(80, 24);
    story.waits = true;
    story.keys("gsb");
    assert!(story.shows("saving…") && !story.shows("not saved"));
    story.keys("jb");
    let changes = [story.saved[0].clone(), story.saved[1].clone()];
    for change in &changes {
        let full = Err(PersistError::Store("the disk is full".to_owned()));
        story.send(Msg::Saved(change.clone(), full));
    }
    // Also when the reader has gone on, and the message with it.
    story.keys("gs");
    assert!(story.shows("2 not saved") && !story.shows("saving…"));
    story.send(Msg::Saved(changes[0].clone(), Ok(())));
    assert!(story.shows("1 not saved"), "{}", story.screen());
    story.send(Msg::Saved(changes[1].clone(), Ok(())));
    assert!(!story.shows("not saved"), "{}", story.screen());
    assert_eq!(story.status(), "All that you keep is on the disk again.");
    // What is written later is not refused any more.
    story.keys("jb");
    assert!(story.shows("saving…"), "{}", story.screen());
}

#[test]
fn a_list_is_written_to_a_file_or_handed_to_a_command() {
    let mut story = Story::small(80, 24);
    story.keys("gse").types("out.md").keys("<Enter>");
    assert!(
        matches!(story.taken[0], ExportPayload::Comparison(..)),
        "{:?}",
        story.taken
    );
    story.keys("|").types("wc").keys("<Enter>");
    assert!(
        story.asked[0].starts_with("Pipe(Comparison("),
        "{:?}",
        story.asked
    );
    story.keys("gte").types("out.md").keys("<Enter>");
    assert!(
        matches!(story.taken[1], ExportPayload::Quotations(..)),
        "{:?}",
        story.taken
    );
    story.keys("e<Enter>");
    assert_eq!(story.status(), "Nothing was written, nothing was done.");
    story.keys("gbe");
    assert_eq!(
        story.status(),
        "There are no statements or words on this screen to take out."
    );
}

#[test]
fn copying_takes_the_words_of_the_shown_carrier() {
    let mut story = Story::small(80, 40);
    story.keys("gsgrjy");
    assert!(story.copied[0].contains("trucks"), "{:?}", story.copied);
    story.keys("y");
    assert_eq!(story.status(), "Sent to the clipboard.");
}

#[test]
fn what_is_chosen_is_deleted_together_and_comes_back_together() {
    let mut story = Story::small(80, 40);
    story.keys("gtggbjbjbgb");
    assert_eq!(kept(&story), 3);
    story.keys("ggxx");
    assert!(story.status().starts_with("2 chosen"), "{}", story.status());
    story.keys("dd");
    assert_eq!(kept(&story), 1);
    story.keys("u");
    assert_eq!(kept(&story), 3, "one u brings both back");
    story.keys("<C-r>");
    assert_eq!(kept(&story), 1);
}

#[test]
fn what_is_chosen_is_tagged_together_and_grouped_by_its_tags() {
    let mut story = Story::small(80, 40);
    story
        .keys("gtggbjbjbgbggxxt")
        .types("doubt")
        .keys("<Enter>");
    let tagged = story.app.state().user().bookmarks().iter();
    assert_eq!(tagged.filter(|b| b.tags == ["doubt"]).count(), 2);
    story.keys(":").types("group tag").keys("<Enter>");
    let screen = story.screen();
    assert!(
        screen.contains("doubt (2)") && screen.contains("No tag (1)"),
        "{screen}"
    );
    // A tag in use is completed.
    story.keys("gg");
    story.keys("t<C-u>").types("do").keys("<Tab><Enter>");
    let tagged = story.app.state().user().bookmarks().iter();
    assert_eq!(tagged.filter(|b| b.tags == ["doubt"]).count(), 3);
}

#[test]
fn what_was_deleted_waits_in_the_trash_over_a_restart() {
    let mut story = Story::small(80, 30);
    story.keys("gsbgbdd");
    assert_eq!(kept(&story), 0);
    let mut story = story.again();
    story.keys("gB");
    assert!(
        story.screen().contains("Two of the four piers"),
        "{}",
        story.screen()
    );
    story.keys(":").types("empty-trash").keys("<Enter>");
    assert!(
        story.status().contains("empty-trash yes"),
        "{}",
        story.status()
    );
    story.keys("<Enter>");
    assert_eq!(kept(&story), 1);
    assert!(story.screen().contains("Nothing was deleted."));
    story
        .keys("gbddgB:")
        .types("empty-trash yes")
        .keys("<Enter>");
    assert_eq!(story.app.state().user().trash().len(), 0);
    assert!(matches!(story.saved.last(), Some(Change::EmptyTrash)));
}

#[test]
fn a_broken_quotation_is_kept_without_what_stands_between() {
    let mut story = Story::at("kaspersky-lab#s-shaheen-overwhelming", 100, 30);
    story.keys("b");
    let bookmark = &story.app.state().user().bookmarks()[0];
    let parts = bookmark.parts();
    assert_eq!(parts.len(), 2);
    assert!(parts[0].starts_with("The evidence of close ties"));
    assert_eq!(
        parts[1],
        "Sanctioning Kaspersky Lab is a logical next step."
    );
    assert!(bookmark.exact.contains("to reporters in a statement"));
    story.keys("gb");
    let screen = story.screen();
    assert!(!screen.contains("to reporters in a statement"), "{screen}");
    assert!(screen.contains("[…]"), "{screen}");
    story.keys("y");
    let copied = story.copied.last().unwrap();
    assert!(!copied.contains("to reporters"), "{copied}");
}

#[test]
fn a_selection_that_drops_a_negation_is_kept_with_a_warning() {
    let mut story = Story::at("kaspersky-lab#s-kl-pawn", 100, 30);
    // From "have" of "do not have inappropriate ties" on.
    story
        .keys("gg/")
        .types("have inappropriate")
        .keys("<Enter>");
    story.keys("vlllb");
    let status = story.app.state().status().unwrap();
    assert_eq!(status.level, StatusLevel::Error);
    let said = &status.text;
    assert!(said.starts_with("Left out of its sentence: "), "{said}");
    assert!(
        said.ends_with("Kept: “have inappropriate ties with”"),
        "{said}"
    );
    assert!(said.contains("“not” (negation)"), "{said}");
    story.keys("visb");
    assert!(story.status().starts_with("Kept: "), "{}", story.status());
}

#[test]
fn whatever_keeps_or_takes_out_a_selection_warns_of_what_it_drops() {
    let start = || {
        let mut story = Story::at("kaspersky-lab#s-kl-pawn", 100, 30);
        story
            .keys("gg/")
            .types("have inappropriate")
            .keys("<Enter>vlll");
        story
    };
    for keys in ["y", "Y", "b", "Hq", "tx<Enter>", "ax<Esc>"] {
        let mut story = start();
        story.keys(keys);
        let status = story.app.state().status().unwrap();
        assert_eq!(status.level, StatusLevel::Error, "{keys}: {}", status.text);
        // Words without their source leave the attribution behind, too.
        let said = if keys == "y" {
            ", “said” (attribution)"
        } else {
            ""
        };
        let start = format!(
            "Left out of its sentence: “false” (negation), “not” (negation){said}; vis takes it whole. "
        );
        assert!(status.text.starts_with(&start), "{keys}: {}", status.text);
        assert_eq!(story.reader().selection, None, "{keys}");
    }
    // A reference has no words.
    let mut story = start();
    story.keys("gy");
    assert_eq!(story.status(), "Sent to the clipboard.");
    let mut story = start();
    story.keys("e").types("x.md").keys("<Enter>");
    story.send(Msg::Notify(
        StatusLevel::Info,
        "Wrote 1 quotation to x.md".to_owned(),
    ));
    assert!(story.status().starts_with("Left out"), "{}", story.status());
    assert!(story.status().ends_with("to x.md"), "{}", story.status());
    // Nothing was written: there is nothing to warn of, then or later.
    let mut story = start();
    story.keys("e").types("x").keys("<Enter>");
    story.send(Msg::Notify(
        StatusLevel::Hint,
        "end the name in .md".to_owned(),
    ));
    assert_eq!(story.status(), "end the name in .md");
    story.send(Msg::Notify(StatusLevel::Info, "done".to_owned()));
    assert_eq!(story.status(), "done");
}

#[test]
fn a_long_answer_runs_on_into_the_row_of_the_keys() {
    let mut story = Story::at("kaspersky-lab#s-kl-pawn", 80, 24);
    story
        .keys("gg/")
        .types("have inappropriate")
        .keys("<Enter>vllly");
    let rows: Vec<String> = [22, 23].map(|y| story.row(y).trim().to_owned()).into();
    assert_eq!(
        rows,
        [
            "! Left out of its sentence: “false” (negation), “not” (negation), “said”",
            "(attribution); vis takes it whole. Sent to the clipboard."
        ]
    );
    story.keys("j");
    assert!(story.row(23).contains("keys"), "{}", story.row(23));
    // Where only one word is named, it is the heaviest.
    let mut story = Story::at("kaspersky-lab#s-kl-pawn", 40, 12);
    story
        .keys("gg/")
        .types("have inappropriate")
        .keys("<Enter>vllly");
    let rows: Vec<String> = [10, 11].map(|y| story.row(y).trim().to_owned()).into();
    assert_eq!(
        rows,
        [
            "! Left out of its sentence: “false”",
            "(negation); vis takes it whole. Sent…"
        ]
    );
}

#[test]
fn what_is_forgotten_for_good_does_not_come_back_by_undoing() {
    let mut story = Story::small(80, 24);
    // One stays kept; one is tagged and let go; one is taken back.
    story.keys("J]sb]sbtx<Enter>b]sbu");
    assert_eq!(kept(&story), 1);
    story.keys(":empty-trash yes<Enter>");
    assert_eq!(story.status(), "Forgotten for good: 2.");
    story.keys("<C-r>");
    assert_eq!(story.status(), "There is nothing to do again.");
    // What is still kept can be taken back as before.
    story.keys("u");
    assert_eq!(story.status(), "Taken back: keeping a bookmark.");
    assert_eq!(kept(&story), 0);
    story.keys("u");
    assert_eq!(story.status(), "There is nothing to take back.");
    assert_eq!(kept(&story), 0);
}

#[test]
fn words_of_a_statement_leave_with_its_speaker() {
    let mut story = Story::small(80, 24);
    story.keys("J]svlY");
    assert_eq!(
        story.copied[0],
        "“Two of”\n— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” Herald, March 4, 2019, https://herald.example/bridge."
    );
    // The reporter's words have none.
    story.keys("}{visY");
    assert!(
        !story.copied[1].contains("Ada Voss, engineer"),
        "{}",
        story.copied[1]
    );
}

#[test]
fn a_selection_is_told_in_words() {
    let mut story = Story::small(80, 24);
    story.keys("J]sv");
    assert!(
        story.status().starts_with("Selecting: "),
        "{}",
        story.status()
    );
    story.keys("l");
    assert_eq!(story.status(), "2 words: “Two of”");
    story.keys("iq");
    assert_eq!(
        story.status(),
        "13 words: “Two of the … cannot carry lorries”"
    );
    story.keys("G");
    assert!(
        story.status().ends_with("is on Thursday”"),
        "{}",
        story.status()
    );
    story.keys("<Esc>k");
    assert_eq!(story.status(), "");
}

#[test]
fn a_highlight_has_a_letter_in_the_margin_and_in_the_list() {
    let mut story = Story::small(80, 24);
    story.keys("J]sHr");
    assert_eq!(kept(&story), 1);
    assert_eq!(story.status(), "Highlighted r.");
    let words = story.place_of("“Two of the four").expect("the words");
    let (x, y) = (words.0 - 3, words.1);
    assert_eq!(story.buffer().0[(x, y)].symbol(), "r");
    story.keys("gb:group letter<Enter>");
    assert!(story.shows("Highlight r (1)") && story.shows("[r]"));
    story.keys("jHr");
    assert!(story.status().starts_with("No highlight any more"));
    assert_eq!(kept(&story), 1);
    assert!(story.shows("No highlight (1)"));
    story.keys("u");
    assert!(story.shows("Highlight r (1)"));
    story.keys(":highlight R<Enter>");
    assert_eq!(story.status(), "A highlight is one letter, a to z.");
}

#[test]
fn the_bookmarks_are_filtered_in_the_language_of_the_search() {
    let mut story = Story::small(90, 30);
    story.keys("gsa").types("Ask a zoologist").keys("<Esc>");
    story.keys("jbgb\\").types("zoologists ");
    assert!(
        story.shows("Ask a zoologist") && story.shows("(1)"),
        "{}",
        story.screen()
    );
    let cell = story.cell_of("zoologist");
    assert_ne!(
        cell.style(),
        story.cell_of("Ask a").style(),
        "what was found is marked"
    );
    story.keys("<C-u>").types("-has:note");
    assert!(
        !story.shows("Ask a zoologist") && story.shows("(1)"),
        "{}",
        story.screen()
    );
    story.keys("<C-u>").types("status:third-party");
    assert!(
        story.shows("Nothing kept answers \"status:third-party\""),
        "{}",
        story.screen()
    );
    story.keys("<C-u>").types("-status:third-party");
    assert!(story.shows("(2)"), "{}", story.screen());
    story.keys("<C-u>").types("org:council");
    assert!(
        story.shows("is not known of what you keep"),
        "{}",
        story.screen()
    );
    story.keys("<C-u>").types("zebra");
    assert!(story.shows("Nothing kept answers \"zebra\""));
    story.keys("<Esc>");
    assert!(story.shows("(2)"));
}

#[test]
fn bookmarks_that_lie_over_each_other_are_told_apart() {
    let mut story = Story::small(80, 24);
    story.keys("gs<Enter>Ha");
    story.keys("jvwHrh");
    assert!(story.row(8).starts_with("  aC “Two"), "{}", story.row(8));
    assert!(story.row(9).starts_with("  r│ lorries"), "{}", story.row(9));
    assert_eq!(
        story.row(22).trim(),
        "2 kept here: r “lorries” · a “Two of the four piers ar…”"
    );
    story.keys("a").types("on the lorries").keys("<Esc>");
    let kept = story.app.state().user().bookmarks();
    assert_eq!(
        kept[1].note, "on the lorries",
        "the note is for the shortest"
    );
    story.keys("gg}lvlHzh");
    assert!(story.row(8).starts_with("  2C “Two"), "both begin there");
    assert!(story.row(22).contains("here: z “"), "{}", story.row(22));
    story.keys("}");
    assert_eq!(story.row(22).trim(), "", "nothing is kept there");
}
