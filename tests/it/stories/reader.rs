//! An article: its marks, its card, its ways about.

use insta::assert_snapshot;
use ratatui::style::Modifier;

use crate::story::Story;

/// Returns the words from the cursor on.
fn here(story: &Story) -> &str {
    let reader = story.reader();
    &reader.text().text[reader.cursor..]
}

#[test]
fn narrow_the_card_stands_below_the_text() {
    let mut story = Story::small(80, 24);
    story.keys("J]s");
    assert_snapshot!(story.picture(), @r"
    | Herald › Council closes the lower bridge                statement 1 of 3 · 0 %
    |     Council closes the lower bridge
    |     Herald · by M. Ost · 4 March 2019
    |     https://herald.example/bridge
    |
    |     The city council closed the lower bridge to lorries on Monday, an hour
    |     after its engineer had read her report aloud in the market square.
    |
    |   C “Two of the four piers are cracked, and the bridge cannot carry
    |   │ lorries,” said Ada Voss, the council’s engineer. A crowd of some sixty
    |     people heard her out in the rain, and nobody clapped.
    |
    |   C The council said that the Mill Company must pay for the repair, as it
    |     had done in 1911.
    |
    |  ───────────────────────────────────────────────────────────────────────────
    |  C City council                                                      ✓ exact
    |  Ada Voss, engineer, City council
    |  4 March 2019 · direct
    |  “Two of the four piers are cracked, and the bridge cannot carry lorries,”
    |  in Herald, 4 March 2019; also printed by Ledger
    |  … 6 more lines (Tab, then j)
    |
    | ]s statement  J article  gs side by side  / search  b keep  a note  ? keys
    ");
}

#[test]
fn wide_the_card_stands_beside_the_text() {
    let mut story = Story::small(112, 24);
    story.keys("J]s");
    assert_snapshot!(story.picture(), @r"
    | Herald › Council closes the lower bridge                                              statement 1 of 3 · 100 %
    |   Council closes the lower bridge                                          │ C City council             ✓ exact
    |   Herald · by M. Ost · 4 March 2019                                        │ Ada Voss, engineer, City council
    |   https://herald.example/bridge                                            │ 4 March 2019 · direct
    |                                                                            │ “Two of the four piers are
    |   The city council closed the lower bridge to lorries on Monday, an hour   │ cracked, and the bridge cannot
    |   after its engineer had read her report aloud in the market square.       │ carry lorries,”
    |                                                                            │ in Herald, 4 March 2019; also
    | C “Two of the four piers are cracked, and the bridge cannot carry          │   printed by Ledger
    | │ lorries,” said Ada Voss, the council’s engineer. A crowd of some sixty   │ attributed: said Ada Voss, the
    |   people heard her out in the rain, and nobody clapped.                    │   council’s engineer
    |                                                                            │ answered (denies): Mill Company:
    | C The council said that the Mill Company must pay for the repair, as it    │   “The bridge is sound; our own
    |   had done in 1911.                                                        │   engineers crossed it on Monday,”
    |                                                                            │ answered (rebuts): 李明: [… Ming,
    |   The mill stands above the weir and has sent its flour over the lower     │   wrote in his own language:] “这
    | C bridge since it was built. “It stays closed until the spring,” Voss      │   座桥很安全，我们每天都走。”
    |   added, and folded the paper.                                             │ topic: Is the bridge safe?
    |                                                                            │
    |   Nothing was decided about the ferry. The next session is on Thursday.    │
    |                                                                            │
    |                                                                            │
    |
    | ]s statement  J article  gs side by side  / search  b keep  a note  v select  ? keys  C-o back  q close
    ");
}

#[test]
fn headings_lists_quotations_and_code_keep_their_form() {
    let mut story = Story::small(60, 40);
    story.keys("JJ");
    assert_snapshot!(story.picture(), @r#"
    | Ledger › The mill answers           statement 0 of 4 · 0 %
    |   The mill answers
    |   Ledger · 5 March 2019
    |
    |   The mill answers
    |
    |   A day later the Mill Company put up its own notice, and
    |   sent a letter to every door.
    |
    | M  >  “The bridge is sound; our own engineers crossed it on
    | │  >  Monday,” the letter said.
    |
    |   Who pays
    |
    | M “We will not pay,” said Jonas Brandt, who runs the mill.
    | M “The bridge belongs to the city.”
    |
    |   What the two reports agree on:
    |
    |   • the second pier leans;
    |   • the railing is new.
    |   • 卡车 weigh more than carts.
    |
    |   The council’s report puts it in one line:
    |
    |     two of four piers
    |
    | C "Two of the four piers are cracked, and the bridge cannot
    |────────────────────────────────────────────────────────────
    |No statement stands here. ]s goes to the next one.
    |
    |
    |
    |
    |
    |
    |
    |
    | Article 2 of 3: The mill answers
    | ]s statement  J article  gs side by side  ? keys
    "#);
    let styled = |words: &str, modifier: Modifier| {
        let cell = story.cell_of(words);
        assert!(
            cell.modifier.contains(modifier),
            "{words}: {:?}",
            cell.modifier
        );
    };
    styled("Who pays", Modifier::BOLD);
    styled("its own", Modifier::ITALIC);
    styled("a letter", Modifier::UNDERLINED);
}

#[test]
fn every_writing_is_drawn() {
    let mut story = Story::small(80, 40);
    story.keys("JJJ");
    for words in [
        "这座桥很安全",
        "👩‍👩‍👧",
        "🇩🇪",
        "שלום",
        "مرحبا",
        "한국",
        "x\u{302}",
        "café",
    ] {
        assert!(story.shows(words), "{words} in\n{}", story.screen());
    }
}

#[test]
fn the_header_counts_statements_and_says_how_far() {
    let mut story = Story::small(80, 16);
    story.keys("J");
    assert!(
        story.row(0).ends_with("statement 0 of 3 · 0 %"),
        "{}",
        story.row(0)
    );
    story.keys("]s");
    assert!(
        story.row(0).contains("statement 1 of 3"),
        "{}",
        story.row(0)
    );
    story.keys("2]s");
    assert!(
        story.row(0).contains("statement 3 of 3"),
        "{}",
        story.row(0)
    );
    story.keys("]s");
    assert_eq!(story.status(), "There is nothing further that way.");
    story.keys("G");
    assert!(
        story.row(0).ends_with("statement 3 of 3 · 100 %"),
        "{}",
        story.row(0)
    );
    story.keys("[s[s[s");
    assert!(here(&story).starts_with("Two of the four"));
}

#[test]
fn a_statement_is_marked_in_the_margin_by_the_letter_of_its_side() {
    let mut story = Story::small(80, 30);
    story.keys("J");
    let (x, y) = story.place_of("“Two of the four").expect("the words");
    let row = story.row(y);
    let margin: String = row.chars().take(x.into()).collect();
    assert_eq!(margin.trim(), "C", "{row}");
    let next = story.row(y + 1);
    assert_eq!(next.trim_start().chars().next(), Some('│'), "{next}");
}

#[test]
fn articles_follow_one_another() {
    let mut story = Story::small(80, 24);
    story.keys("J");
    assert_eq!(
        story.status(),
        "Article 1 of 3: Council closes the lower bridge"
    );
    story.keys("JJ");
    assert_eq!(story.reader().article.0, 2);
    story.keys("J");
    assert_eq!(story.status(), "There is no further article.");
    story.keys("KK");
    assert_eq!(story.reader().article.0, 0);
    story.keys("K");
    assert_eq!(story.status(), "There is no earlier article.");
}

#[test]
fn each_article_remembers_its_place() {
    let mut story = Story::small(80, 14);
    story.keys("JJG");
    let (cursor, top) = (story.reader().cursor, story.reader().top_offset());
    assert!(cursor > 0 && top > 0);
    story.keys("KJ");
    assert_eq!(
        (story.reader().cursor, story.reader().top_offset()),
        (cursor, top)
    );
    // Also in the next session.
    let mut next = story.again();
    next.keys("JJ");
    assert_eq!(
        (next.reader().cursor, next.reader().top_offset()),
        (cursor, top)
    );
}

#[test]
fn counts_multiply_a_move() {
    let mut story = Story::small(80, 24);
    story.keys("J");
    let mut by_hand = Story::small(80, 24);
    by_hand.keys("Jjjj");
    story.keys("3");
    assert!(
        story.row(22).ends_with('3'),
        "a count is shown: {}",
        story.row(22)
    );
    story.keys("j");
    assert_eq!(story.reader().cursor, by_hand.reader().cursor);
    story.keys("2k");
    by_hand.keys("kk");
    assert_eq!(story.reader().cursor, by_hand.reader().cursor);
    story.keys("12<Esc>");
    assert!(!story.row(22).ends_with("12"));
    story.keys("3G");
    assert!(here(&story).starts_with("The council said"));
}

#[test]
fn the_card_is_scrolled_with_tab() {
    let mut story = Story::small(80, 16);
    story.keys("J]s");
    assert!(
        story.shows("more lines (Tab, then j)"),
        "{}",
        story.screen()
    );
    story.keys("<Tab>50j");
    assert_eq!(story.status(), "", "it moved");
    assert!(!story.shows("more lines"), "{}", story.screen());
    story.keys("j");
    assert_eq!(story.status(), "There is nothing further that way.");
    story.keys("k");
    assert!(
        story.shows("more lines"),
        "one step back is seen at once:\n{}",
        story.screen()
    );
    story.keys("<Esc>j");
    assert!(!story.reader().card.focused);
}

#[test]
fn the_text_alone_and_its_width() {
    let mut story = Story::small(100, 24);
    story.keys("Jgz");
    assert_eq!(story.status(), "The text alone; gz shows everything again.");
    assert!(!story.shows("statement 0 of 3") && !story.shows("gs side by side"));
    assert!(!story.shows("No statement stands here"));
    story.keys("gz");
    assert!(story.shows("statement 0 of 3"));
    let widest = |story: &Story| {
        let rows = story.reader().window().len();
        assert!(rows > 0);
        story.app.state().reader_regions().text.width
    };
    let usual = widest(&story);
    story.keys("--");
    assert_eq!(
        story.status(),
        "The text is 64 columns wide; this window has room for 60."
    );
    assert!(widest(&story) <= usual);
    story.keys(":width 40<Enter>");
    assert_eq!(story.status(), "The text is 40 columns wide.");
    assert_eq!(widest(&story), 43);
    story.keys("+");
    assert_eq!(story.status(), "The text is 44 columns wide.");
    story.keys("=");
    assert!(story.status().starts_with("The text is 72 columns wide"));
    story.keys(":width nine<Enter>");
    assert_eq!(
        story.status(),
        "\"nine\" is no width; write a number from 20 to 200."
    );
    story.keys(":width 5<Enter>");
    assert_eq!(story.status(), "The text is 20 columns wide.");
}

#[test]
fn text_objects_select_what_they_say() {
    let select = |keys: &str| {
        let mut story = Story::small(80, 24);
        story.keys(keys);
        let range = story.reader().selected().expect("a selection");
        story.reader().text().slice(&range).to_owned()
    };
    assert_eq!(select("J]sv"), "Two");
    assert_eq!(select("J]sv2l"), "Two of the");
    assert_eq!(select("J]sl2lvh"), "the four");
    assert_eq!(
        select("J]svis"),
        "“Two of the four piers are cracked, and the bridge cannot carry lorries,” said Ada Voss, the council’s engineer."
    );
    assert_eq!(
        select("J]sviq"),
        "Two of the four piers are cracked, and the bridge cannot carry lorries,"
    );
    assert_eq!(
        select("J]svim"),
        "Two of the four piers are cracked, and the bridge cannot carry lorries,"
    );
    assert!(select("J]svip").ends_with("nobody clapped."));
    assert!(select("J]svG").ends_with("The next session is on Thursday"));
    assert_eq!(select("JGvis"), "Nothing was decided about the ferry.");
    assert!(select("J]sV2j").contains("A crowd of some sixty people"));
}

#[test]
fn a_selection_is_copied_with_or_without_its_source() {
    let mut story = Story::small(80, 24);
    story.keys("J]sviqy");
    assert_eq!(
        story.copied,
        ["“Two of the four piers are cracked, and the bridge cannot carry lorries,”"]
    );
    assert_eq!(story.reader().selection, None);
    story.keys("]sY");
    assert!(
        story.copied[1].contains("must pay for the repair") && story.copied[1].contains("Herald"),
        "{}",
        story.copied[1]
    );
    story.keys("gy");
    assert!(
        story.copied[2].starts_with("lower-bridge"),
        "{}",
        story.copied[2]
    );
}

#[test]
fn between_no_marks_there_is_no_quotation_to_select() {
    let mut story = Story::small(80, 24);
    story.keys("Jviq");
    assert_eq!(story.status(), "The cursor is not between quotation marks.");
    story.keys("im");
    assert_eq!(
        story.status(),
        "There is no statement under the cursor; ]s goes to the next one."
    );
    story.keys("<Esc>");
    assert_eq!(story.status(), "Nothing is selected any more.");
}

#[test]
fn words_are_found_as_one_types_and_gone_through_around_the_end() {
    let mut story = Story::small(80, 24);
    story.keys("J/").types("bridge");
    assert!(
        story.row(22).contains("search this article: bridge"),
        "{}",
        story.row(22)
    );
    assert!(
        story.row(22).contains("1 of 3"),
        "the count is seen while one types: {}",
        story.row(22)
    );
    story.keys("<Enter>");
    assert_eq!(story.reader().hits.len(), 3);
    assert!(here(&story).starts_with("bridge to lorries"));
    story.keys("n");
    assert_eq!(story.status(), "Match 2 of 3.");
    assert!(here(&story).starts_with("bridge cannot"));
    story.keys("nn");
    assert_eq!(story.status(), "Match 1 of 3 (from the other end).");
    story.keys("N");
    assert_eq!(story.status(), "Match 3 of 3 (from the other end).");
    story.keys("<Esc>");
    assert_eq!(story.status(), "The matches are no longer marked.");
    story.keys("n");
    assert_eq!(story.status(), "Nothing is searched for; / searches.");
}

#[test]
fn leaving_the_search_comes_back_to_where_it_began() {
    let mut story = Story::small(80, 14);
    story.keys("J]s");
    let (cursor, picture) = (story.reader().cursor, story.screen());
    story.keys("/").types("ferry");
    assert_ne!(story.reader().cursor, cursor);
    story.keys("<Esc>");
    assert_eq!(story.reader().cursor, cursor);
    assert_eq!(story.screen(), picture);
}

#[test]
fn what_is_not_in_the_article_is_said() {
    let mut story = Story::small(80, 24);
    story.keys("J/").types("submarine").keys("<Enter>");
    assert_eq!(
        story.status(),
        "\"submarine\" is not in this article; Tab in the prompt looks further."
    );
}

#[test]
fn a_star_looks_for_the_word_under_the_cursor() {
    let mut story = Story::small(80, 24);
    story.keys("Jlll*");
    assert!(
        here(&story).starts_with("closed the lower"),
        "{}",
        here(&story)
    );
    assert_eq!(
        story.status(),
        "Match 1 of 2 for closed; n and N go through them."
    );
    story.keys("n");
    assert!(here(&story).starts_with("closed until"));
    let mut story = Story::small(80, 24);
    story.keys("J5lvl*");
    assert_eq!(
        story.status(),
        "Match 1 of 2 for \"lower bridge\"; n and N go through them."
    );
}

#[test]
fn a_match_is_reversed_and_the_one_under_the_cursor_more_so() {
    let mut story = Story::small(80, 24);
    story.keys("J/bridge<Enter>");
    let places = story.places_of("bridge");
    let (buffer, _) = story.buffer();
    let looks: Vec<Modifier> = places
        .iter()
        .filter(|p| p.1 > 3)
        .map(|p| buffer[*p].modifier)
        .collect();
    assert!(
        looks.len() >= 2 && looks.iter().all(|m| m.contains(Modifier::REVERSED)),
        "{looks:?}"
    );
    let current = looks
        .iter()
        .filter(|m| m.contains(Modifier::UNDERLINED))
        .count();
    assert_eq!(current, 1, "{looks:?}");
}

#[test]
fn the_original_is_opened_or_said_to_be_unknown() {
    let mut story = Story::small(80, 24);
    story.keys("Jo");
    assert_eq!(story.asked, ["OpenUrl(\"https://herald.example/bridge\")"]);
    story.keys("Jo");
    assert_eq!(story.status(), "The bundle gives no address for Ledger.");
}

#[test]
fn marks_lead_back() {
    let mut story = Story::small(80, 24);
    story.keys("J]sma");
    assert_eq!(story.status(), "Mark a is set here; 'a comes back.");
    let at = story.reader().cursor;
    story.keys("JG'a");
    assert_eq!((story.reader().article.0, story.reader().cursor), (0, at));
    assert_eq!(story.status(), "Mark a.");
    story.keys("'z");
    assert_eq!(story.status(), "There is no mark z; mz sets it.");
    story.keys("m");
    assert!(story.row(22).trim_end().ends_with('m'), "{}", story.row(22));
    story.keys("<Esc>");
    assert_eq!(story.app.state().pending_keys().keys, []);
    let mut next = story.again();
    next.keys("'a");
    assert_eq!((next.reader().article.0, next.reader().cursor), (0, at));
}

#[test]
fn quoted_words_do_not_look_like_the_reporters() {
    let mut story = Story::small(80, 30);
    story.keys("J");
    let quoted = story.cell_of("Two of the four");
    let reported = story.cell_of("the Mill Company must pay");
    let plain = story.cell_of("A crowd of");
    assert_ne!(quoted.fg, plain.fg);
    assert!(reported.modifier.contains(Modifier::ITALIC));
    assert!(!quoted.modifier.contains(Modifier::ITALIC));
    assert!(!plain.modifier.contains(Modifier::ITALIC));
}

#[test]
fn both_parts_of_a_broken_quotation_are_marked_and_the_words_between_are_not() {
    let mut story = Story::small(100, 40);
    story.keys("JJ");
    let first = story.cell_of("We will not pay,");
    let between = story.cell_of("said Jonas Brandt");
    let second = story.cell_of("The bridge belongs");
    assert_eq!(first.fg, second.fg);
    assert_ne!(first.fg, between.fg);
    story.keys("2]s");
    assert!(here(&story).starts_with("We will not pay"));
    assert!(story.shows("[…]"), "{}", story.screen());
}
