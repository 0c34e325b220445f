//! Both sides, face to face.

use std::collections::BTreeSet;

use diptych::app::list::target::Target;
use diptych::app::message::{ExportItem, ExportPayload, Mouse, Msg};
use diptych::app::ui::layout::ColumnSpan;
use diptych::model::{StatementIx, TopicIx};
use insta::assert_snapshot;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use crate::story::Story;

#[test]
fn wide_the_sides_stand_in_columns() {
    let mut story = Story::small(100, 40);
    story.keys("gs");
    assert_snapshot!(story.picture(), @r"
    | Side by side › The lower bridge                                                       1 of 7 · 0 %
    |   Is the bridge safe?
    |   C City council                                │    M Mill Company
    | ▌ claim                                         │    ↳ denies
    | ▌ C City council                        ✓ exact │    M Mill Company                        ✓ exact
    | ▌ Ada Voss, engineer, City council              │    Mill Company
    | ▌ 4 March 2019 · direct                         │    5 March 2019 · direct
    | ▌ “Two of the four piers are cracked, and the   │    “The bridge is sound; our own engineers
    | ▌ bridge cannot carry lorries,”                 │    crossed it on Monday,”
    | ▌ in Herald, 4 March 2019; also printed by      │    in Ledger, 5 March 2019
    | ▌   Ledger                                      │
    |                                                 │
    |   claim                                         │    ↳ rebuts
    |   C City council                       as above │    M Mill Company                        ✓ exact
    |   Ada Voss: “Two of the four piers are cracked, │    Li Ming (李明), partner in Shanghai
    |     and the bridge cannot carry lorries,”       │    direct
    |                                                 │    [The miller’s partner in Shanghai, Li Ming,
    |                                                 │    wrote in his own language:] “这座桥很安全，我
    |                                                 │    们每天都走。”
    |                                                 │    in Courier, about March 2019
    |                                                 │
    |   C City council                        ✓ exact │    — no answer in this briefing —
    |   Voss (Ada Voss), engineer, City council       │
    |   4 March 2019 · direct                         │
    |   “It stays closed until the spring,”           │
    |   in Herald, 4 March 2019                       │
    |                                                 │
    |   Who pays for the repair?
    |   C City council                                │    M Mill Company
    |   claim                                         │    ↳ rebuts
    |   C City council                        ✓ exact │    M Mill Company                        ✓ exact
    |   City council                                  │    Jonas Brandt, director, Mill Company
    |   4 March 2019 · paraphrase                     │    5 March 2019 · direct
    |   [The council said that] the Mill Company must │    “We will not pay,” […] “The bridge belongs to
    |   pay for the repair, [as it had done in 1911.] │    the city.”
    |   in Herald, 4 March 2019                       │    in Ledger, 5 March 2019
    |                                                 │
    |               T Third parties                                                  ✓ exact
    |
    | Enter passage  l other side  gr carriers  } topic  b keep  Y copy  / search  ? keys  q close
    ");
}

#[test]
fn narrow_the_cards_stand_one_below_the_other() {
    let mut story = Story::small(60, 44);
    story.keys("gs");
    assert_snapshot!(story.picture(), @r"
    | Side by side › The lower bridge              1 of 10 · 0 %
    |   Is the bridge safe?
    | ▌ claim
    | ▌ C City council                                   ✓ exact
    | ▌ Ada Voss, engineer, City council
    | ▌ 4 March 2019 · direct
    | ▌ “Two of the four piers are cracked, and the bridge
    | ▌ cannot carry lorries,”
    | ▌ in Herald, 4 March 2019; also printed by Ledger
    |   ↳ denies
    |   M Mill Company                                   ✓ exact
    |   Mill Company
    |   5 March 2019 · direct
    |   “The bridge is sound; our own engineers crossed it on
    |   Monday,”
    |   in Ledger, 5 March 2019
    |
    |   claim
    |   C City council                                  as above
    |   Ada Voss: “Two of the four piers are cracked, and the
    |     bridge cannot carry lorries,”
    |   ↳ rebuts
    |   M Mill Company                                   ✓ exact
    |   Li Ming (李明), partner in Shanghai
    |   direct
    |   [The miller’s partner in Shanghai, Li Ming, wrote in his
    |   own language:] “这座桥很安全，我们每天都走。”
    |   in Courier, about March 2019
    |
    |   C City council                                   ✓ exact
    |   Voss (Ada Voss), engineer, City council
    |   4 March 2019 · direct
    |   “It stays closed until the spring,”
    |   in Herald, 4 March 2019
    |   — no answer in this briefing —
    |
    |   Who pays for the repair?
    |   claim
    |   C City council                                   ✓ exact
    |   City council
    |   4 March 2019 · paraphrase
    |   [The council said that] the Mill Company must pay for
    |
    | Enter passage  l other side  gr carriers  ? keys
    ");
}

#[test]
fn the_cards_of_a_row_begin_on_the_same_row() {
    for width in [100, 101, 120, 173, 220] {
        let mut story = Story::small(width, 200);
        story.keys("gs");
        let ada = story
            .place_of("Ada Voss, engineer")
            .expect("the council's card");
        let mill = story.place_of("Mill Company").expect("the mill's label");
        assert!(ada.0 < mill.0);
        let stated = story.places_of("claim");
        let denies = story.places_of("↳");
        let tops: Vec<u16> = stated.iter().map(|p| p.1).collect();
        let answers: Vec<u16> = denies.iter().map(|p| p.1).collect();
        assert!(!tops.is_empty());
        // A reply to a third party stands below it, and faces nobody.
        assert!(
            tops.iter().all(|top| answers.contains(top)),
            "{}",
            story.screen()
        );
    }
}

#[test]
fn the_hinge_is_straight_even_beside_wide_characters() {
    for width in [100, 101, 102, 120, 173, 220] {
        let mut story = Story::small(width, 120);
        story.keys("gs");
        assert!(story.shows("这座桥"), "{}", story.screen());
        let hinges = story.places_of("│");
        let columns: std::collections::BTreeSet<u16> = hinges.iter().map(|p| p.0).collect();
        assert_eq!(columns.len(), 1, "at {width}:\n{}", story.screen());
        assert!(hinges.len() > 20);
        // The labels stand above the words of their columns.
        let label = story.places_of("M Mill Company");
        let columns: std::collections::BTreeSet<u16> = label.iter().map(|p| p.0).collect();
        assert_eq!(columns.len(), 1, "at {width}:\n{}", story.screen());
    }
}

#[test]
fn a_gap_says_that_it_is_one() {
    let mut story = Story::small(120, 100);
    story.keys("gs");
    let spring = story
        .place_of("“It stays closed until the spring,”")
        .expect("the words");
    let gap = story
        .place_of("— no answer in this briefing —")
        .expect("the gap");
    assert!(gap.0 > spring.0 && gap.1 < spring.1, "{}", story.screen());
}

#[test]
fn third_parties_stand_between_and_can_be_left_out() {
    let mut story = Story::small(120, 100);
    story.keys("gs");
    assert!(story.shows("“Nobody asked the drivers,”"));
    story.keys("T");
    assert!(!story.shows("“Nobody asked the drivers,”"));
    assert_eq!(story.status(), "Third parties are left out; T shows them.");
    assert!(
        story.shows("a third party: Rosa Lind"),
        "{}",
        story.screen()
    );
    story.keys("T");
    assert!(story.shows("“Nobody asked the drivers,”"));
}

#[test]
fn h_and_l_go_to_the_other_side_of_the_row() {
    let mut story = Story::small(120, 50);
    story.keys("gs");
    let (left, y) = story.place_of("▌").expect("a cursor");
    story.keys("l");
    let (right, same) = story.place_of("▌").expect("a cursor");
    assert!(right > left);
    assert_eq!(y, same);
    assert!(story.chosen().starts_with("↳ denies"), "{}", story.chosen());
    story.keys("l");
    assert_eq!(story.status(), "There is nothing further that way.");
    story.keys("h");
    assert_eq!(story.place_of("▌"), Some((left, y)));
    story.keys("<Tab>");
    assert_eq!(story.place_of("▌"), Some((right, y)));
}

#[test]
fn moving_down_keeps_to_the_side() {
    let mut story = Story::small(120, 80);
    story.keys("gslj");
    let (row, column) = story.list().grid.cursor();
    assert_eq!(
        story.list().grid.rows()[row].cells[column].span,
        ColumnSpan::Right
    );
}

#[test]
fn enter_goes_to_the_passage_and_back_comes_to_the_same_row() {
    let mut story = Story::small(100, 24);
    story.keys("gsl");
    let (chosen, place) = (story.chosen(), story.place_of("▌"));
    story.keys("<Enter>");
    assert_eq!(story.status(), "Statement 1 of 4 in Ledger.");
    let reader = story.reader();
    assert!(reader.text().text[reader.cursor..].starts_with("The bridge is sound;"));
    story.keys("<C-o>");
    assert_eq!((story.chosen(), story.place_of("▌")), (chosen, place));
    story.keys("<C-]>");
    assert!(
        story.reader().text().text[story.reader().cursor..].starts_with("The bridge is sound;")
    );
}

#[test]
fn the_answers_of_a_statement_are_gone_through_with_a_count() {
    let mut story = Story::small(120, 60);
    story.keys("gs]r");
    assert!(
        story.status().starts_with("denies (1 of 2"),
        "{}",
        story.status()
    );
    story.keys("[r");
    assert!(
        story.status().starts_with("what it denies: Ada Voss"),
        "{}",
        story.status()
    );
    story.keys("2]r");
    assert!(
        story.status().starts_with("rebuts (2 of 2"),
        "{}",
        story.status()
    );
    assert!(story.chosen().starts_with("↳ rebuts"));
}

#[test]
fn a_statement_that_stands_twice_is_named_as_above() {
    let mut story = Story::small(120, 60);
    story.keys("gs");
    assert_eq!(story.places_of("as above").len(), 1, "{}", story.screen());
}

#[test]
fn the_cursor_stays_on_the_repeated_cell() {
    let mut story = Story::small(120, 60);
    story.keys("gsj");
    let place = story.place_of("▌");
    assert!(story.chosen().contains("claim"), "{}", story.screen());
    // Keeping what is under the cursor makes the list anew.
    story.keys("b");
    assert_eq!(story.place_of("▌"), place);
}

#[test]
fn topics_are_gone_through() {
    let mut story = Story::small(120, 30);
    story.keys("gs}");
    assert!(
        story.row(1).contains("Who pays for the repair?"),
        "{}",
        story.screen()
    );
    story.keys("{");
    assert!(
        story.row(1).contains("Is the bridge safe?"),
        "{}",
        story.screen()
    );
    story.keys("{");
    assert_eq!(story.status(), "There is nothing further that way.");
    story.keys("G");
    assert!(story.shows("No topic given"));
}

#[test]
fn a_card_taller_than_the_window_is_read_from_its_beginning_to_its_end() {
    let mut story = Story::small(24, 9);
    story.keys("gs");
    let mut seen = String::new();
    for _ in 0..200 {
        seen.push_str(&story.screen());
        story.keys("j");
    }
    let words: Vec<&str> = seen.split_whitespace().collect();
    let all = words.join(" ");
    for word in [
        "Two of the four",
        "are cracked,",
        "lorries,”",
        "Rosa Lind",
        "ninety",
    ] {
        assert!(all.contains(word), "{word} was never shown");
    }
    // Every line of every cell was in view.
    let lines = story
        .list()
        .grid
        .rows()
        .iter()
        .flat_map(|r| &r.cells)
        .flat_map(|c| &c.lines);
    for line in lines {
        let line = line.plain();
        assert!(seen.contains(line.trim()), "{line:?} was never shown");
    }
}

#[test]
fn a_filter_keeps_the_rows_that_hold_its_words() {
    let mut story = Story::small(100, 30);
    story.keys("gs\\").types("detour").keys("<Enter>");
    assert!(story.row(0).contains("(only: detour)"), "{}", story.row(0));
    assert!(story.shows("We are sorry for the detour"));
    assert!(!story.shows("Two of the four piers"));
    story.keys("<Esc>");
    assert!(
        story.shows("Nobody asked the drivers"),
        "{}",
        story.screen()
    );
    assert_eq!(story.status(), "Everything is shown again.");
    story.keys("\\").types("  ").keys("<Enter>");
    assert!(!story.row(0).contains("only:"), "{}", story.row(0));
}

#[test]
fn the_shipped_briefing_sets_an_answer_beside_what_it_answers() {
    let mut story = Story::shipped(120, 40);
    story.keys("gs");
    assert!(story.shows("U US government") && story.shows("K Kaspersky Lab"));
    assert!(story.shows("claim") && story.shows("↳"));
}

#[test]
fn what_does_not_match_the_search_is_faded_then_hidden_then_shown() {
    let mut story = Story::small(100, 80);
    story.keys("gs.");
    assert!(story.status().starts_with("Nothing was searched for yet"));
    let whole = story.screen();
    story.keys("/").types("detour").keys("<Esc><C-o>.");
    assert!(
        story.row(0).contains("1 of 9 match \"detour\""),
        "{}",
        story.row(0)
    );
    assert_eq!(
        story.status(),
        "1 of 9 statements match \"detour\"; the others are faded (. hides them)."
    );
    let dim = |story: &Story, words: &str| story.cell_of(words).modifier.contains(Modifier::DIM);
    assert!(dim(&story, "The bridge is sound") && !dim(&story, "We are sorry"));
    story.keys(":").types("theme plain").keys("<Enter>");
    assert!(dim(&story, "The bridge is sound") && !dim(&story, "We are sorry"));
    story.keys(".");
    assert!(story.shows("We are sorry") && !story.shows("The bridge is sound"));
    assert!(story.row(0).contains("hidden"), "{}", story.row(0));
    assert!(
        story.status().ends_with("hidden (. shows everything)."),
        "{}",
        story.status()
    );
    story.keys(".");
    let rows = |screen: &str| {
        screen
            .lines()
            .take(78)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    story.keys("ggh");
    assert_eq!(rows(&story.screen()), rows(&whole));
    story.keys("..<Esc>");
    assert_eq!(story.status(), "Everything is shown again.");
}

#[test]
fn in_a_narrow_window_a_pair_is_hidden_or_shown_together() {
    let mut story = Story::shipped(60, 40);
    story.keys("/").types("pawn").keys("<Esc>gs..");
    let screen = story.screen();
    assert!(story.row(0).contains("match \"pawn\""), "{screen}");
    assert!(
        story.shows("game,”") && story.shows("no answer in this briefing"),
        "{screen}"
    );
}

type Place = (Option<TopicIx>, StatementIx);

/// The statements on the screen, and those that an export takes out.
fn shown_and_taken(story: &mut Story) -> (BTreeSet<Place>, BTreeSet<Place>) {
    story.keys("e").types("pairs.md").keys("<Enter>");
    let Some(ExportPayload::Comparison(_, rows)) = story.taken.pop() else {
        panic!("no comparison was taken out: {}", story.status());
    };
    let row = |row: &diptych::model::ComparisonRow| {
        let topic = row.topic;
        row.statements().map(move |s| (topic, s))
    };
    let targets = story.list().grid.targets();
    let shown = targets.filter_map(|t| match t {
        Target::Statement {
            statement, under, ..
        } => Some((*under, *statement)),
        _ => None,
    });
    (shown.collect(), rows.iter().flat_map(row).collect())
}

#[test]
fn what_is_taken_out_is_each_statement_on_the_screen() {
    for third_parties in [true, false] {
        let mut story = Story::shipped(120, 40);
        story.keys("gs");
        if !third_parties {
            story.keys("T");
        }
        let (shown, taken) = shown_and_taken(&mut story);
        assert!(shown.len() >= 40, "{}", shown.len());
        assert_eq!(shown, taken);
    }
}

#[test]
fn what_is_hidden_is_not_taken_out() {
    let mut story = Story::small(100, 40);
    story.keys("gs/spring<Enter><Esc>gs..");
    assert!(story.shows("hidden"), "{}", story.screen());
    let (shown, taken) = shown_and_taken(&mut story);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown, taken);
}

/// Presses the left button on a text of the screen, and drags to the end of another one.
fn sweep(story: &mut Story, from: &str, to: &str) {
    let place = |story: &Story, text: &str| {
        let place = story.place_of(text);
        place.unwrap_or_else(|| panic!("{text}: {}", story.screen()))
    };
    let (column, row) = place(story, from);
    story.send(Msg::Mouse(Mouse::Press { column, row }));
    let (column, row) = place(story, to);
    let column = column + to.len() as u16 - 1;
    story.send(Msg::Mouse(Mouse::Drag { column, row }));
}

/// What stands on the screen in reverse, row by row, the heading apart.
fn reversed(story: &Story) -> Vec<String> {
    let (buffer, _) = story.buffer();
    let row = |y: u16| {
        let cells = (0..buffer.area.width).map(|x| &buffer[(x, y)]);
        let shown = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        shown.map(Cell::symbol).collect::<String>()
    };
    let rows = (1..buffer.area.height).map(row);
    rows.filter(|words| !words.is_empty()).collect()
}

#[test]
fn the_mouse_selects_words_within_one_card_as_they_were_printed() {
    for (columns, rows) in [(120, 40), (80, 40), (60, 40)] {
        let mut story = Story::shipped(columns, rows);
        story.keys("gs");
        sweep(&mut story, "vidence of close", "overwhelmin");
        assert!(story.status().contains("y copies"), "{}", story.status());
        story.keys("y");
        assert_eq!(
            story.copied.pop().unwrap(),
            "“evidence of close ties and cooperation between Kaspersky Lab and the Kremlin is overwhelming,”",
            "{columns}"
        );
        // It is let go with the copy: the whole statement again.
        story.keys("y");
        assert!(story.copied.pop().unwrap().ends_with("logical next step.”"));
    }
}

#[test]
fn a_stretch_never_leaves_its_card_and_shows_what_is_taken() {
    let mut story = Story::shipped(120, 40);
    story.keys("gs");
    // Down into the other column: of the own one all that stands above.
    sweep(&mut story, "hidden link", "overwhelming");
    story.keys("Y");
    let copied = story.copied.pop().unwrap();
    let (words, source) = copied.split_once('\n').unwrap();
    assert_eq!(
        words,
        "hidden link with the Russian government or secret services."
    );
    assert!(source.contains("US government considers specific sanctions"));
    sweep(&mut story, "hidden link", "or secre");
    assert_eq!(
        reversed(&story),
        ["hidden link with the Russian government or secret"]
    );
    story.keys("<Esc>");
    assert_eq!(story.status(), "Nothing is selected any more.");
    assert!(reversed(&story).is_empty());
    // Names and dates are not words of the article.
    sweep(&mut story, "claim", "claim");
    assert!(reversed(&story).is_empty());
    // Another key lets it go, too.
    sweep(&mut story, "hidden link", "or secre");
    story.keys("j");
    assert!(reversed(&story).is_empty());
}

#[test]
fn a_stretch_that_leaves_out_what_turns_it_is_told_so() {
    let mut story = Story::shipped(120, 60);
    story.keys("gs");
    sweep(&mut story, "inappropriate ties", "inappropriate ties");
    story.keys("y");
    let copied = story.copied.pop().unwrap();
    assert_eq!(copied, "“inappropriate ties”");
    assert!(
        story
            .status()
            .contains("“not” (negation), “responded that” (attribution); Enter shows it."),
        "{}",
        story.status()
    );
}

#[test]
fn what_the_mouse_swept_is_kept_and_taken_out_as_it_is_copied() {
    let words = "inappropriate ties with any government";
    for keys in ["b", "Hq", "tx<Enter>", "ax<Esc>"] {
        let mut story = Story::shipped(120, 60);
        story.keys("gs");
        sweep(&mut story, "inappropriate ties", "overnment”");
        story.keys(keys);
        let kept = story.app.state().user().bookmarks();
        assert_eq!(kept.len(), 1, "{keys}");
        assert_eq!(kept[0].exact, words, "{keys}");
        assert_eq!(kept[0].provenance.speaker.as_deref(), Some("Kaspersky Lab"));
        assert!(story.status().contains("“not”"), "{}", story.status());
        assert!(reversed(&story).is_empty(), "{keys}");
        // Without a selection it is the statement again.
        story.keys("b");
        assert_eq!(story.app.state().user().bookmarks().len(), 2, "{keys}");
    }
    let mut story = Story::shipped(120, 60);
    story.keys("gs");
    sweep(&mut story, "inappropriate ties", "overnment”");
    story.keys("e").types("x.md").keys("<Enter>");
    let Some(ExportPayload::Quotations(subjects)) = story.taken.pop() else {
        panic!("no words were taken out");
    };
    assert!(
        matches!(&subjects[..], [ExportItem::Range { statement: Some(_), range, .. }] if range.len() == words.len()),
        "{subjects:?}"
    );
}

#[test]
fn a_mark_is_set_on_a_statement_of_a_list() {
    let mut story = Story::shipped(120, 40);
    story.keys("gsma");
    assert_eq!(story.status(), "Mark a is set here; 'a comes back.");
    story.keys("gw'a");
    assert!(story.row(0).contains("Axios"), "{}", story.row(0));
    assert!(
        story.shows("The evidence of close ties"),
        "{}",
        story.screen()
    );
    // Where there are no words there is nothing to mark, and no second key runs astray.
    story.keys("glmB");
    assert!(story.status().contains("no words under the cursor"));
    assert!(story.row(0).starts_with(" Library"), "{}", story.row(0));
}

#[test]
fn right_to_left_cards_stand_one_below_the_other_each_with_its_side() {
    let dir = tempfile::TempDir::new().unwrap();
    let manifest = serde_json::json!({
        "format": 1, "id": "b", "title": "B",
        "sides": [{ "id": "t", "label": "Town" }, { "id": "f", "label": "Firm" }],
        "topics": [{ "id": "one", "question": "One?" }],
        "speakers": [
            { "id": "m", "name": "Mayor", "side": "t" },
            { "id": "o", "name": "Owner", "side": "f" },
        ],
        "articles": [{ "id": "a", "title": "A", "publisher": "P", "text": "a.txt" }],
        "statements": [
            { "id": "claim", "speaker": "m", "topics": ["one"],
              "appearances": [{ "article": "a", "quote": [{ "exact": "הגשר בטוח." }] }] },
            { "id": "reply", "speaker": "o", "topics": ["one"], "answers": ["claim"],
              "appearances": [{ "article": "a", "quote": [{ "exact": "الجسر متصدع." }] }] },
        ],
    });
    std::fs::write(dir.path().join("briefing.json"), manifest.to_string()).unwrap();
    std::fs::write(dir.path().join("a.txt"), "“הגשר בטוח.” “الجسر متصدع.”").unwrap();
    let mut story = Story::folder(dir.path(), 120, 40);
    story.keys("<Enter>gs");
    let (first, second) = (
        story.place_of("Mayor").unwrap(),
        story.place_of("Owner").unwrap(),
    );
    assert_eq!(first.0, second.0, "one column: {}", story.screen());
    assert!(first.1 < second.1, "{}", story.screen());
    assert!(story.places_of("T Town").len() >= 2, "{}", story.screen());
    assert!(story.places_of("F Firm").len() >= 2, "{}", story.screen());
    let mut story = Story::folder_with_rtl_columns(dir.path(), 120, 40);
    story.keys("<Enter>gs");
    let (first, second) = (
        story.place_of("Mayor").unwrap(),
        story.place_of("Owner").unwrap(),
    );
    assert_eq!(first.1, second.1, "beside each other: {}", story.screen());
}
