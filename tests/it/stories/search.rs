//! Searching a briefing and the library as one types.

use diptych::app::message::key::{Key, KeyCode};
use diptych::app::message::{Effect, Msg};
use diptych::model::{ArticleHits, Change, Hits, IndexProgress, SideCount, Ticket};
use insta::assert_snapshot;
use ratatui::style::Modifier;

use crate::story::Story;

#[test]
fn nothing_typed_yet_shows_what_can_be_typed() {
    let mut story = Story::small(80, 16);
    story.keys("/");
    assert_snapshot!(story.picture(), @r#"
    | Search in this briefing:
    |   pawn geopolitical               words, near and in order first
    |   "ties with any government"      these words, one behind the other
    |   side:kaspersky  who:shaheen     a side, a speaker (also -who:…)
    |   outlet:axios  kind:direct       an outlet; quoted or reported
    |   topic:evidence  before:2018     a point in dispute; dates, also after:
    |   has:note  tag:check             what you keep
    |
    |
    |
    |
    |
    |
    |
    | search this briefing:
    | Enter open  Tab where to search  Down next result  Up earlier  Esc leave
    "#);
}

#[test]
fn what_is_kept_is_searched_with_the_library() {
    let mut story = Story::small(100, 12);
    story.keys("gsa").types("Zugzwang?").keys("<Esc>");
    story.keys("t").types("chess").keys("<Enter>");
    story.keys("/").types("zugzwang");
    assert_snapshot!(story.picture(), @r"
    | Search in this briefing: zugzwang                                                           1 of 1
    |   City council: 1 statement                          Mill Company: nothing found
    | ▌ City council: Ada Voss           4 March 2019 │
    | ▌ “Two of the four piers are cracked, and the   │
    | ▌ bridge cannot carry lorries,”                 │
    | ▌ 2 carriers, first Herald · matched by note    │
    | ▌ your note: Zugzwang?                          │
    |                                                 │
    |
    |
    | search this briefing: zugzwang
    | Enter open  Tab where to search  Down next result  Up earlier  Esc leave
    ");
}

#[test]
fn results_stand_in_two_columns_with_their_counts() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge");
    assert_snapshot!(story.picture(), @r"
    | Search in this briefing: bridge                                                             1 of 6
    |   City council: 2 statements                         Mill Company: 3 statements
    |   City council: Ada Voss           4 March 2019 │  ▌ Mill Company: Mill Company       5 March 2019
    |   “Two of the four piers are cracked, and the   │  ▌ “The bridge is sound; our own engineers
    |   bridge cannot carry lorries,”                 │  ▌ crossed it on Monday,”
    |   2 carriers, first Herald                      │  ▌ Ledger
    |                                                 │
    |   City council: Ada Voss           4 March 2019 │    Mill Company: Jonas Brandt       5 March 2019
    |   “It stays closed until the spring,”           │    “We will not pay, … The bridge belongs to the
    |   Herald · matched by topic                     │    city.”
    |                                                 │    Ledger
    |                                                 │
    |                                                 │    Mill Company: 李明           about March 2019
    |                                                 │    “这座桥很安全，我们每天都走。”
    |                                                 │    Courier · matched by topic
    |                                                 │
    |   Passages that are no statement: 1
    |   The city council closed the lower bridge to lorries on Monday, an hour after its engineer had
    |   read her report aloud in the market square.
    |   Herald · Council closes the lower bridge
    |
    |
    |
    |
    |
    |
    |
    |
    | search this briefing: bridge
    | Enter open  Tab where to search  Down next result  Up earlier  Esc leave
    ");
}

#[test]
fn in_a_narrow_window_the_counts_stand_above_one_column() {
    let mut story = Story::small(60, 24);
    story.keys("/").types("bridge");
    assert!(
        story.shows("City council: 2 · Mill Company: 3"),
        "{}",
        story.screen()
    );
}

#[test]
fn the_answer_grows_with_what_is_typed() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("det");
    assert!(
        story.shows("We are sorry for the"),
        "a beginning is enough:\n{}",
        story.screen()
    );
    story.types("ourx");
    assert!(
        story.shows("did you mean \"detour\"?"),
        "{}",
        story.screen()
    );
    story.keys("<Backspace>");
    assert!(story.shows("We are sorry for the"), "{}", story.screen());
}

#[test]
fn an_unfinished_query_is_told_and_still_answered() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge who:nobody-here");
    assert!(story.shows("nobody-here"), "{}", story.screen());
    for unfinished in [
        "bridge \"",
        "bridge who:",
        "bridge -",
        "bridge after:",
        "bridge (",
    ] {
        let mut story = Story::small(100, 30);
        story.keys("/").types(unfinished);
        assert!(
            story.shows("The bridge is sound"),
            "{unfinished:?}:\n{}",
            story.screen()
        );
    }
}

#[test]
fn an_old_answer_is_dropped() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge");
    let before = story.screen();
    story.send(Msg::SearchFinished(Ticket(1), Hits::default()));
    assert_eq!(story.screen(), before);
}

#[test]
fn tab_goes_through_the_scopes() {
    let mut story = Story::small(80, 24);
    story.keys("J/").types("bridge");
    let label = |story: &Story| story.row(22).trim().to_owned();
    assert!(label(&story).starts_with("search this article: bridge"));
    story.keys("<Tab>");
    assert!(label(&story).starts_with("search this briefing: bridge"));
    assert!(
        story.row(0).starts_with(" Search in this briefing: bridge"),
        "{}",
        story.row(0)
    );
    story.keys("<Tab>");
    assert!(label(&story).starts_with("search the library: bridge"));
    assert!(
        story.shows("The lower bridge"),
        "the briefing is named:\n{}",
        story.screen()
    );
    story.keys("<Tab>");
    assert!(label(&story).starts_with("search this article: bridge"));
    story.keys("<S-Tab>");
    assert!(label(&story).starts_with("search the library: bridge"));
}

#[test]
fn enter_opens_the_passage_with_its_words_marked_and_back_comes_to_the_result() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge").keys("<Down>");
    let chosen = story.chosen();
    story.keys("<Enter>");
    let reader = story.reader();
    assert!(!reader.hits.is_empty());
    assert!(story.status().starts_with("Match "), "{}", story.status());
    let marked = story.places_of("bridge").into_iter().filter(|place| {
        story.buffer().0[*place]
            .modifier
            .contains(Modifier::REVERSED)
            && place.1 > 0
    });
    assert!(marked.count() >= 1);
    story.keys("<C-o>");
    assert!(story.row(0).starts_with(" Search in this briefing: bridge"));
    assert_eq!(story.chosen(), chosen);
}

#[test]
fn results_can_be_gone_through_without_the_prompt() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge").keys("<Esc>");
    assert!(story.app.state().prompt().is_none());
    let first = story.chosen();
    story.keys("n");
    assert_ne!(story.chosen(), first);
    story.keys("N");
    assert_eq!(story.chosen(), first);
    story.keys("N");
    assert_eq!(story.status(), "There is no further result.");
    story.keys("l");
    assert!(
        story.chosen().starts_with("Mill Company:"),
        "{}",
        story.chosen()
    );
    story.keys("/");
    assert!(
        story.row(28).contains("search this briefing: bridge"),
        "the words can be changed: {}",
        story.row(28)
    );
}

#[test]
fn earlier_searches_come_back_with_up() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("ferry").keys("<Enter>");
    story.keys("q");
    story.keys("gs/").types("detour").keys("<Enter>");
    story.keys("gs/");
    story.keys("<Up>");
    assert!(story.row(28).contains(": detour"), "{}", story.row(28));
    story.keys("<Up>");
    assert!(story.row(28).contains(": ferry"), "{}", story.row(28));
    story.keys("<Up>");
    assert!(story.row(28).contains(": ferry"));
    story.keys("<Down><Down>");
    assert!(
        story.row(28).trim_end().ends_with("search this briefing:"),
        "{}",
        story.row(28)
    );
}

#[test]
fn escape_from_an_empty_search_comes_back() {
    let mut story = Story::small(80, 24);
    story.keys("gs");
    let before = story.screen();
    story.keys("/<Esc>");
    assert_eq!(story.screen(), before);
}

#[test]
fn a_search_of_the_whole_library_opens_another_briefing() {
    let mut story = Story::shelf(100, 30);
    story.keys("/").types("detour");
    assert!(
        story.row(28).contains("search the library: detour"),
        "{}",
        story.row(28)
    );
    story.keys("<Enter>");
    assert!(story.row(0).contains("Ledger"), "{}", story.row(0));
    assert!(!story.reader().hits.is_empty());
}

#[test]
fn a_column_of_several_briefings_is_not_counted_under_the_side_of_one() {
    let mut story = Story::shelf(100, 30);
    story.keys("/").types("bridge");
    let (ticket, mut hits) = {
        let search = &story.list().search;
        (search.requested, search.hits.clone())
    };
    let side = |label: &str, column, count| SideCount {
        label: label.to_owned(),
        column,
        count,
    };
    hits.side_counts = vec![
        side("Harbour office", 0, 1),
        side("City council", 0, 2),
        side("Police", 0, 2),
        side("Mill Company", 1, 3),
    ];
    story.send(Msg::SearchFinished(ticket, hits));
    let heads = story.row(1);
    assert!(
        heads.contains("City council and 2 others: 5 statements"),
        "{heads}"
    );
    assert!(heads.contains("Mill Company: 3 statements"), "{heads}");
}

#[test]
fn nothing_found_in_the_library_is_laid_to_no_side_of_the_open_briefing() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("kind:passage the ");
    assert!(
        story.row(1).contains("City council: nothing found"),
        "{}",
        story.row(1)
    );
    story.keys("<Tab>");
    assert!(
        story.row(1).contains("Left side: nothing found"),
        "{}",
        story.row(1)
    );
    assert!(
        story.row(1).contains("Right side: nothing found"),
        "{}",
        story.row(1)
    );
}

#[test]
fn the_unknown_words_of_a_phrase_are_named_once() {
    let mut story = Story::small(80, 8);
    story.keys("/").types("\"qqqq zzzz\" side:nobody ");
    assert_snapshot!(story.picture(), @r#"
    | Search in this briefing: "qqqq zzzz" side:nobody
    |   Nothing in the library has "qqqq"; it is left out.
    |   Nothing in the library has "zzzz"; it is left out.
    |   No side is called "nobody"; it is left out. There are City council, Mill
    |     Company, Third parties.
    |   Nothing found for "qqqq zzzz" side:nobody.
    | search this briefing: "qqqq zzzz" side:nobody
    | No side is called "nobody"; it is left out. There are City council, Mill Comp…
    "#);
}

#[test]
fn words_in_any_writing_are_found() {
    for words in ["这座桥", "שלום", "CAFÉ", "cafe", "한국"] {
        let mut story = Story::small(100, 30);
        story.keys("/").types(words);
        assert!(
            !story.shows("Nothing found"),
            "{words}:\n{}",
            story.screen()
        );
    }
}

#[test]
fn a_paste_is_one_line_of_clean_text() {
    let mut story = Story::small(100, 30);
    story.keys("/");
    story.send(Msg::Paste("the\u{1b}[31m\nde\u{202E}tour\t".to_owned()));
    assert!(story.shows("We are sorry for the"), "{}", story.screen());
    assert!(story.row(28).contains(": the detour"), "{}", story.row(28));
    let mut story = Story::small(100, 30);
    story.send(Msg::Paste("gs".to_owned()));
    assert!(
        story
            .status()
            .starts_with("Pasted text is taken while something is written")
    );
}

#[test]
fn the_tweet_of_the_official_is_found_by_half_of_it() {
    let mut story = Story::shipped(100, 30);
    story.keys("/").types("logical next step");
    assert!(story.shows("logical next step"), "{}", story.screen());
    story.keys("<Enter>");
    assert!(
        story.row(0).starts_with(" Axios") && story.shows("logical next step.\""),
        "{}",
        story.screen()
    );
}

#[test]
fn tab_completes_the_value_of_a_filter_and_elsewhere_the_scope() {
    let mut story = Story::shipped(100, 24);
    story.keys("/").types("ban who:shah").keys("<Tab>");
    assert!(
        story.picture().contains("ban who:\"Jeanne Shaheen\""),
        "{}",
        story.picture()
    );
    story.types(" x").keys("<Tab>");
    assert!(
        story.picture().contains("search the library: ban"),
        "{}",
        story.picture()
    );
    // In the briefing only its own sides are offered, one after the other.
    story.keys("<S-Tab><C-u>").types("side:").keys("<Tab>");
    assert!(
        story
            .picture()
            .contains("search this briefing: side:\"US government\"")
    );
    story.keys("<Tab>");
    assert!(story.picture().contains("side:\"Kaspersky Lab\""));
    story.keys("<C-u>").types("who:qqqq").keys("<Tab>");
    assert_eq!(story.status(), "No name begins with \"qqqq\".");
}

#[test]
fn results_are_ordered_by_date_and_by_relevance_again() {
    let mut story = Story::shipped(100, 40);
    story.keys("/").types("ban").keys("<Esc>");
    let best = story.picture();
    story.keys("O");
    assert_eq!(story.status(), "The newest of these results first.");
    let newest = story.picture();
    assert_ne!(best, newest);
    story.keys("O");
    assert_eq!(story.status(), "The best results first.");
    story.keys(":").types("order sideways").keys("<Enter>");
    assert_eq!(
        story.status(),
        "\"sideways\" is no order; write relevance or date."
    );
}

#[test]
fn a_part_that_is_not_understood_is_underlined_in_the_prompt_with_the_reason_below() {
    for theme in ["dark", "plain"] {
        let mut story = Story::small(100, 30);
        story
            .keys(":")
            .types(&format!("theme {theme}"))
            .keys("<Enter>");
        story.keys("/").types("bridge wo:voss");
        let marked = |story: &Story, words: &str| {
            let place = story
                .places_of(words)
                .into_iter()
                .rfind(|place| place.1 == 28);
            let place = place.unwrap_or_else(|| panic!("{words}:\n{}", story.screen()));
            story.buffer().0[place]
                .modifier
                .contains(Modifier::UNDERLINED)
        };
        assert!(marked(&story, "wo:") && !marked(&story, "voss") && !marked(&story, "bridge"));
        assert!(
            story.row(29).contains("Did you mean who:?"),
            "{}",
            story.row(29)
        );
        assert!(story.shows("piers are cracked"));
        story.types(" c");
        assert!(marked(&story, "wo:"), "it stays while one goes on");
        for _ in 0.." wo:voss c".len() {
            story.keys("<Backspace>");
        }
        assert!(!marked(&story, "bridge"));
        assert!(story.row(29).contains("Enter open"), "{}", story.row(29));
    }
}

#[test]
fn in_an_article_a_part_that_is_not_understood_is_marked_in_the_same_way() {
    let mut story = Story::small(100, 30);
    story
        .keys("gsl<Enter>/")
        .types("bridge side:mill engineeer ");
    let marked = |story: &Story, words: &str| {
        let place = story
            .places_of(words)
            .into_iter()
            .rfind(|place| place.1 == 28);
        let place = place.unwrap_or_else(|| panic!("{words}:\n{}", story.screen()));
        story.buffer().0[place]
            .modifier
            .contains(Modifier::UNDERLINED)
    };
    assert!(marked(&story, "side:mill") && marked(&story, "engineeer"));
    assert!(!marked(&story, "bridge"));
    assert_eq!(
        story.row(29).trim(),
        "This article has no \"engineeer\"; did you mean \"engineers\"?"
    );
    let sought = story.reader().text().text.clone();
    let hits = &story.reader().hits;
    let hits: Vec<_> = hits
        .iter()
        .map(|h| sought[h.clone()].to_lowercase())
        .collect();
    assert!(hits.contains(&"bridge".to_owned()) && hits.contains(&"engineers".to_owned()));
    assert!(!hits.contains(&"mill".to_owned()), "{hits:?}");
    story.keys("<Enter>");
    assert!(
        story.status().contains("did you mean \"engineers\"?"),
        "{}",
        story.status()
    );
}

#[test]
fn in_an_article_without_the_words_the_keys_say_so() {
    let mut story = Story::small(100, 30);
    story.keys("gsl<Enter>n");
    assert_eq!(story.status(), "Nothing is searched for; / searches.");
    story.keys("/").types("xyzzyq").keys("<Enter>n");
    assert_eq!(story.status(), "xyzzyq is not in this article.");
}

#[test]
fn what_was_left_in_an_article_is_not_marked_afterwards() {
    let mut story = Story::small(100, 30);
    story.keys("gsl<Enter>/");
    let effects = story.app.update(Msg::Key(Key::new(KeyCode::Char('b'))));
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::SearchArticle { ticket, .. } => Some(*ticket),
        _ => None,
    });
    story.keys("<Esc>");
    let found = ArticleHits {
        ranges: vec![0..3, 9..12],
        ..ArticleHits::default()
    };
    story.send(Msg::ArticleSearched(ticket.unwrap(), found));
    assert!(story.reader().hits.is_empty());
    assert_eq!(story.status(), "");
}

#[test]
fn a_mark_waits_for_no_answer_to_go_away() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("wo:voss");
    story.keys("<Home>");
    // The answer to this is on its way; what was said of the old words is not said of the new.
    let _ = story.app.update(Msg::Key(Key::new(KeyCode::Char('t'))));
    let place = story
        .places_of("two:")
        .into_iter()
        .rfind(|place| place.1 == 28);
    let place = place.unwrap_or_default();
    assert!(
        !story.buffer().0[(place.0 + 1, 28)]
            .modifier
            .contains(Modifier::UNDERLINED)
    );
    assert!(story.row(29).contains("Enter open"), "{}", story.row(29));
}

#[test]
fn what_is_still_open_is_told_below_the_prompt_and_not_among_the_results() {
    for (typed, told) in [
        ("bridge \"", "quotation is still open"),
        ("(bridge", "parenthesis is still open"),
        ("bridge who:", "who: waits for a name; Tab completes it."),
        ("bridge OR", "OR waits for another word."),
    ] {
        let mut story = Story::small(100, 30);
        story.keys("/").types(typed);
        assert!(story.row(29).contains(told), "{typed}: {}", story.row(29));
        let screen = story.screen();
        assert_eq!(screen.matches(told).count(), 1, "{typed}:\n{screen}");
        assert!(story.shows("The bridge is sound"), "{typed}:\n{screen}");
    }
}

#[test]
fn the_way_back_leads_to_the_results_that_one_left() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge").keys("<Esc>j");
    let first = story.screen();
    story.keys("gs/").types("detour").keys("<Esc>");
    let second = story.screen();
    assert_ne!(first, second);
    story.keys("<C-o><C-o>");
    let rows = |screen: &str| {
        screen
            .lines()
            .take(28)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&story.screen()), rows(&first));
    story.keys("<C-]><C-]>");
    assert_eq!(rows(&story.screen()), rows(&second));
}

#[test]
fn results_that_were_left_before_they_came_are_asked_for_again() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridg");
    let asked = story.app.update(Msg::Key(Key::new(KeyCode::Char('e'))));
    assert!(matches!(asked.as_slice(), [Effect::Search(..)]));
    story.keys("<Esc>gs<C-o>");
    assert!(story.row(0).contains(": bridge"), "{}", story.row(0));
    assert!(story.shows("The bridge is sound"), "{}", story.screen());
}

#[test]
fn earlier_searches_come_back_in_the_next_session_by_how_they_begin() {
    let mut story = Story::small(100, 30);
    for words in ["ferry", "bridge", "detour", "bridge"] {
        story.keys("/").types(words).keys("<Esc>q");
    }
    story.keys("/").types("zzzzqqq").keys("<Esc>q");
    let asked = story
        .saved
        .iter()
        .filter(|c| matches!(c, Change::RecordQuery(_)));
    assert_eq!(asked.count(), 4, "what led nowhere is not remembered");
    let mut next = story.again();
    let line = |story: &Story| story.row(28).trim_end().to_owned();
    next.keys("/<Up>");
    assert!(line(&next).ends_with(": bridge"), "{}", line(&next));
    next.keys("<Up>");
    assert!(line(&next).ends_with(": detour"), "{}", line(&next));
    next.keys("<C-u>").types("f").keys("<Up>");
    assert!(line(&next).ends_with(": ferry"), "{}", line(&next));
    next.keys("<Down>");
    assert!(line(&next).ends_with(": f"), "{}", line(&next));
    // Once one goes through the results, Up stays with them.
    next.keys("<C-u>").types("br").keys("<Down><Up><Up><Up>");
    assert!(line(&next).ends_with(": br"), "{}", line(&next));
}

#[test]
fn the_questions_can_be_forgotten() {
    let mut story = Story::small(100, 30);
    story.keys("/").types("bridge").keys("<Esc>q");
    story.keys(":").types("forget-history").keys("<Enter>");
    assert!(story.status().ends_with("write :forget-history yes."));
    story.keys(":").types("forget-history yes").keys("<Enter>");
    assert_eq!(story.status(), "Forgotten for good: 1 question.");
    let mut next = story.again();
    next.keys("/<Up>");
    assert!(next.row(28).trim_end().ends_with("this briefing:"));
}

#[test]
fn a_search_is_saved_under_a_name_listed_and_asked_anew() {
    let mut story = Story::small(80, 16);
    story
        .keys("/")
        .types("bridge side:city")
        .keys("<Esc>OS")
        .types("the city")
        .keys("<Enter>");
    assert!(
        story
            .row(0)
            .starts_with(" Search \"the city\" in this briefing: bridge side:city"),
        "{}",
        story.row(0)
    );
    let found = story.screen();
    let mut next = story.again();
    next.keys("g/");
    assert_snapshot!(next.picture(), @r"
    | Saved searches                                                  1 of 1 · 100 %
    | ▌ the city                                      in this briefing, newest first
    | ▌   bridge side:city
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
    |
    |
    | Enter ask anew  R rename  dd delete  u undo  ? keys  q close
    ");
    next.keys("<Enter>");
    let rows = |screen: &str| {
        screen
            .lines()
            .take(14)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&next.screen()), rows(&found));
    next.keys("<C-o>:").types("saved the").keys("<Tab><Enter>");
    assert!(
        next.row(0).starts_with(" Search \"the city\""),
        "{}",
        next.row(0)
    );
    next.keys(":").types("saved teh city").keys("<Enter>");
    assert!(
        next.status().ends_with("Did you mean \"the city\"?"),
        "{}",
        next.status()
    );
}

#[test]
fn a_saved_search_is_renamed_and_deleted_and_both_are_taken_back() {
    let mut story = Story::small(80, 16);
    story
        .keys("/")
        .types("bridge")
        .keys("<Esc>S")
        .types("one")
        .keys("<Enter>");
    story.keys("g/R<C-u>").types("other").keys("<Enter>");
    assert!(story.chosen().starts_with("other "), "{}", story.screen());
    story.keys("u");
    assert!(story.chosen().starts_with("one "), "{}", story.screen());
    story.keys("<C-r>dd");
    assert!(story.shows("No search is saved yet."), "{}", story.screen());
    story.keys("u");
    assert!(story.chosen().starts_with("other "), "{}", story.screen());
}

#[test]
fn saved_searches_stand_below_an_empty_prompt() {
    let mut story = Story::small(80, 24);
    story
        .keys("/")
        .types("bridge")
        .keys("<Esc>S")
        .types("one")
        .keys("<Enter>q");
    story.keys("/");
    assert!(story.shows("Saved searches") && story.chosen().starts_with("one "));
    story.keys("<Enter>");
    assert!(
        story.row(0).starts_with(" Search \"one\""),
        "{}",
        story.row(0)
    );
    story.keys("<C-o>");
    assert!(
        story.row(0).starts_with(" The lower bridge"),
        "{}",
        story.row(0)
    );
}

#[test]
fn what_is_said_of_the_question_is_in_view_in_the_smallest_window() {
    let mut story = Story::small(40, 12);
    story.keys("/").types("bridge wo:voss");
    assert!(
        story.row(1).contains("There is no filter \"wo\""),
        "{}",
        story.screen()
    );
    assert!(
        story.row(11).contains("There is no filter"),
        "{}",
        story.screen()
    );
}

#[test]
fn the_scope_is_written_whole_in_the_narrowest_prompt() {
    let mut story = Story::small(40, 12);
    story.keys("J/").types("bridge");
    for scope in ["article", "briefing", "library"] {
        let line = story.row(10);
        assert!(line.starts_with(&format!(" {scope}: bridge")), "{line}");
        story.keys("<Tab>");
    }
}

#[test]
fn how_far_the_index_is_stands_beside_the_search_as_far_as_there_is_room() {
    let progress = IndexProgress {
        done: 256,
        total: 301,
        passages_per_second: 10973,
        seconds_left: 2,
    };
    for (width, typing, idle) in [
        (
            120,
            "indexing 256 of 301 · 10973 passages/s · 2 s left",
            "indexing 256 of 301 · 10973 passages/s · 2 s left",
        ),
        (
            80,
            "indexing 256 of 301 · 2 s left",
            "indexing 256 of 301 · 10973 passages/s · 2 s left",
        ),
        (40, "", "indexing 256 of 301"),
    ] {
        let mut story = Story::small(width, 24);
        story.send(Msg::IndexProgress(progress));
        assert!(story.row(22).ends_with(idle), "{width}: {}", story.row(22));
        story.keys("/").types("bridge");
        assert!(
            story.row(22).ends_with(typing),
            "{width}: {}",
            story.row(22)
        );
        assert!(
            story.row(22).contains(": bridge"),
            "{width}: {}",
            story.row(22)
        );
        story.send(Msg::IndexProgress(IndexProgress::default()));
        assert!(
            story.row(22).ends_with(": bridge"),
            "{width}: {}",
            story.row(22)
        );
    }
}
