//! Keys and commands: help, the command line, begun sequences.

use diptych::app::screens::spec::spec;
use insta::assert_snapshot;

use crate::story::Story;

#[test]
fn help_lists_the_keys_of_this_screen_first() {
    let mut story = Story::small(80, 24);
    story.keys("gs?");
    assert_snapshot!(story.picture(), @r"
    | Keys                                                             1 of 95 · 0 %
    |   Only here: side by side
    | ▌ gd                  Goes to the passage of the statement under the
    | ▌                     cursor. :passage
    |   ]s                  Goes to the next statement. :next-statement
    |   [s                  Goes to the statement before. :previous-statement
    |   gr                  Shows how each article printed the statement, with every
    |                       difference marked. :carriers
    |   ]r                  Goes to what answers the statement. :answer
    |   [r                  Goes to what the statement answers. :answered
    |   T                   Shows third parties between the sides, or leaves them
    |                       out. :third-parties
    |   .                   Fades what does not match the last search, then hides
    |                       it, then shows it again. :sift
    |   \                   Shows only what holds the words that you type. :filter
    |                       WORDS
    |   x                   Chooses it, to handle several together, or lets it go
    |                       again. :choose
    |
    |   Everywhere
    |   ?                   Shows the keys of this screen, then all others. :help
    |   :                   Runs a command by its name. :command
    |
    | Enter run  \ filter  Esc close
    ");
}

#[test]
fn help_is_filtered_and_runs_what_is_chosen() {
    let mut story = Story::small(80, 24);
    story.keys("gs?\\").types("third parties").keys("<Enter>");
    assert!(story.chosen().starts_with('T'), "{}", story.screen());
    story.keys("<Enter>");
    assert!(story.row(0).starts_with(" Side by side"));
    assert_eq!(story.status(), "Third parties are left out; T shows them.");
    story.keys("?<Esc>");
    assert!(story.row(0).starts_with(" Side by side"));
}

#[test]
fn help_of_another_screen_does_not_run_here() {
    let mut story = Story::small(80, 24);
    story.keys("?\\").types("narrower").keys("<Enter><Enter>");
    assert_eq!(story.status(), "\"narrower\" does not work on this screen.");
}

#[test]
fn tab_completes_a_command() {
    let mut story = Story::small(80, 24);
    story.keys(":").types("ma");
    assert_snapshot!(story.picture(), @r"
    | The lower bridge                                                  1 of 7 · 0 %
    |   The lower bridge
    |   C City council 3 statements, 1 unanswered  ·  M Mill Company 5 statements, 1
    |   unanswered  ·  T Third parties 1 statement
    |
    | ▌ gs both sides, face to face   / search as you type   gw who speaks
    | ▌ gt by date   gm who carries what   gu what nobody answers   ? all keys
    |
    |   A bridge is closed, and two parties disagree about whether it is safe and
    |   who pays.
    |
    |   Everything in it is invented.
    |
    |────────────────────────────────────────────────────────────────────────────────
    |  matrix                Shows which article carries which statement.
    |  command               Runs a command by its name.
    |  bookmarks             Lists the bookmarks.
    |  next-match            Goes to the next match.
    |  previous-match        Goes to the match before.
    |  bookmark              Keeps the statement, sentence or selection under the c…
    |  set-mark LETTER       Sets a mark here; a capital one is for all briefings.
    |  go-mark LETTER        Goes to a mark.
    | :ma
    | Enter run  Tab complete  Esc leave
    ");
    story.keys("<Tab>");
    assert!(
        story.row(22).trim_end().ends_with(":matrix"),
        "{}",
        story.row(22)
    );
    story.keys("<Enter>");
    assert!(story.row(0).starts_with(" Who carries what"));
}

#[test]
fn a_beginning_that_only_one_command_has_is_enough() {
    let mut story = Story::small(80, 24);
    story.keys(":time<Enter>");
    assert!(story.row(0).starts_with(" Timeline"));
}

#[test]
fn a_misspelt_command_names_the_nearest_that_runs() {
    let mut story = Story::small(80, 24);
    story.keys(":timelnie<Enter>");
    assert_eq!(
        story.status(),
        "There is no command \"timelnie\". Did you mean \"timeline\"?"
    );
    story.keys(":accpt<Enter>");
    assert!(!story.status().contains("\"accept\""), "{}", story.status());
    story.keys(":zzzzzzzzz<Enter>");
    assert_eq!(story.status(), "There is no command \"zzzzzzzzz\".");
    story.keys(":<Enter>");
    assert!(story.app.state().prompt().is_none());
}

#[test]
fn open_goes_to_any_reference() {
    for (reference, shows) in [
        ("lower-bridge", "Points in dispute"),
        ("lower-bridge/ledger", "The mill answers"),
        ("lower-bridge#sound", "The bridge is sound"),
        ("lower-bridge#cost", "Who pays for the repair?"),
        ("lower-bridge/herald#p3", "the Mill Company must pay"),
    ] {
        let mut story = Story::small(80, 24);
        story.keys("gw:open ").types(reference).keys("<Enter>");
        assert!(
            story.shows(shows),
            "{reference}: {}\n{}",
            story.status(),
            story.screen()
        );
    }
    let mut story = Story::small(80, 24);
    story.keys(":open lower-bridge/herald#p99<Enter>");
    assert!(story.row(0).contains("Herald"), "{}", story.row(0));
    assert_eq!(
        story.status(),
        "This article has 5 passages, so there is no p99; this is the last."
    );
    let reader = story.reader();
    assert!(reader.text().text[reader.cursor..].starts_with("Nothing was decided"));
    let mut story = Story::small(80, 24);
    story.keys(":open nowhere<Enter>");
    assert_eq!(
        story.status(),
        "The briefing \"nowhere\" is not in the library."
    );
    story.keys(":open lower-bridge#nothing<Enter>");
    assert!(
        story
            .status()
            .starts_with("This briefing has no lower-bridge#nothing"),
        "{}",
        story.status()
    );
    story.keys(":open a b c<Enter>");
    assert!(!story.status().is_empty());
    story
        .keys(":open<Enter>")
        .types("lower-bridge/courier")
        .keys("<Enter>");
    assert!(story.row(0).contains("Courier"));
}

#[test]
fn what_was_copied_as_a_reference_opens_again() {
    let mut story = Story::small(80, 24);
    story.keys("gsgy");
    let reference = story.copied[0].clone();
    story.keys("gt:open ").types(&reference).keys("<Enter>");
    assert!(
        story.reader().text().text[story.reader().cursor..].starts_with("Two of the four"),
        "{reference}"
    );
}

#[test]
fn a_begun_sequence_shows_what_may_follow_and_escape_ends_it() {
    let mut story = Story::small(80, 24);
    story.keys("g");
    assert!(story.row(22).trim_end().ends_with('g'), "{}", story.row(22));
    assert!(
        story.shows("Sets both sides side by side"),
        "{}",
        story.screen()
    );
    story.keys("<Esc>");
    assert!(!story.shows("Sets both sides side by side"));
    assert_eq!(story.status(), "");
    story.keys("gx");
    assert_eq!(story.status(), "gx means nothing here; ? lists the keys.");
    story.keys("s");
    assert_eq!(story.status(), "s means nothing here; ? lists the keys.");
}

#[test]
fn a_key_of_another_screen_says_which() {
    let mut story = Story::small(100, 20);
    story.keys(".");
    assert_eq!(
        story.status(),
        ". means nothing here, only on: side by side, timeline; ? lists the keys."
    );
}

#[test]
fn no_key_behind_a_refused_one_runs_as_a_command_of_its_own() {
    // Which screen it is, and how much is kept.
    let here = |story: &Story| {
        let title = story.row(0).split("   ").next().map(str::to_owned);
        (title, story.app.state().user().bookmarks().len())
    };
    let screens = [
        "",
        "gs",
        "gt",
        "gw",
        "gm",
        "ga",
        "gb",
        "gB",
        "g/",
        "gl",
        "g?",
        "gp",
        "gsgr",
        "?",
        "J",
        "J]sv",
        "/bridge<Enter>",
    ];
    for screen in screens {
        for first in ["m", "'", "H", "g", "[", "]", "i", "d"] {
            for second in ["q", "x", "!", "Q", "j"] {
                let mut story = Story::small(80, 24);
                story.keys(screen);
                let before = here(&story);
                story.keys(first).keys(second);
                let what = format!("{screen} {first}{second}: {}", story.status());
                assert!(!story.ended, "{what}");
                assert!(story.app.state().pending_keys().keys.is_empty(), "{what}");
                assert!(!story.status().is_empty(), "{what}");
                let highlighted = first == "H" && story.status().contains("Highlighted");
                if !highlighted {
                    assert_eq!(before, here(&story), "{what}");
                }
            }
        }
    }
}

#[test]
fn every_continuation_of_g_is_listed_even_in_a_window_of_usual_height() {
    let mut story = Story::small(80, 24);
    story.keys("J]sg");
    for follows in [
        "gg", "gl", "gs", "gw", "gt", "gm", "gb", "g?", "gp", "gd", "gr", "gz", "gy",
    ] {
        let rest = format!("  {}  ", &follows[1..]);
        assert!(story.shows(&rest), "{follows} in\n{}", story.screen());
    }
}

#[test]
fn escape_cancels_one_level_at_a_time() {
    let mut story = Story::small(80, 24);
    story.keys("J/the<Enter>]sv");
    story.keys("<Esc>");
    assert!(story.reader().selection.is_none() && !story.reader().hits.is_empty());
    story.keys("<Esc>");
    assert!(story.reader().hits.is_empty());
    story.keys("<Esc>");
    assert_eq!(
        story.status(),
        "There is nothing to cancel; q closes this screen, Q quits."
    );
    assert!(!story.ended);
    story.keys("gz<Esc>");
    assert!(!story.app.state().zen());
}

#[test]
fn the_way_back_and_forward() {
    let mut story = Story::small(80, 24);
    story.keys("gsgtgw");
    story.keys("<C-o>");
    assert!(story.row(0).starts_with(" Timeline"));
    story.keys("<Backspace>");
    assert!(story.row(0).starts_with(" Side by side"));
    story.keys("2<C-]>");
    assert!(story.row(0).starts_with(" Who speaks"));
    story.keys("<C-]>");
    assert_eq!(story.status(), "There is nowhere to go forward to.");
    story.keys("9<C-o>");
    assert!(story.row(0).starts_with(" The lower bridge"));
    story.keys("<C-o>");
    assert_eq!(story.status(), "There is nowhere to go back to.");
}

#[test]
fn q_closes_and_at_the_root_quits_while_shift_q_quits_from_anywhere() {
    let mut story = Story::small(80, 24);
    story.keys("gs<Enter>q");
    assert!(
        story.row(0).starts_with(" The lower bridge"),
        "{}",
        story.row(0)
    );
    assert!(!story.ended);
    story.keys("q");
    assert!(story.ended);
    let mut story = Story::small(80, 24);
    story.keys("gs<Enter>Q");
    assert!(story.ended);
}

#[test]
fn suspending_and_drawing_anew_are_asked_of_the_terminal() {
    let mut story = Story::small(80, 24);
    story.keys("<C-l><C-z>");
    assert_eq!(story.asked, ["Redraw", "Suspend"]);
}

#[test]
fn mouse_and_colours_are_set_by_name() {
    let mut story = Story::small(80, 24);
    story.keys(":mouse on<Enter>");
    assert_eq!(story.asked, ["CaptureMouse(true)"]);
    story.keys(":mouse maybe<Enter>");
    assert_eq!(story.status(), "\"maybe\" is neither on nor off.");
    story.keys(":theme light<Enter>");
    assert_eq!(story.status(), "The colours are light.");
    story.keys(":theme mauve<Enter>");
    assert_eq!(
        story.status(),
        "There are no colours \"mauve\"; write dark, light or plain."
    );
}

#[test]
fn keys_typed_before_the_briefing_is_open_wait_for_it() {
    use diptych::app::message::key::{Key, KeyCode};
    use diptych::app::message::{Effect, Msg, Size};
    use diptych::app::{App, AppInit, Screen, Start};
    use diptych::model::{BundleSource, UserData};
    use std::sync::Arc;

    let source = BundleSource::BuiltIn("kaspersky-lab".to_owned());
    let mut app = App::new(AppInit {
        size: Size {
            width: 80,
            height: 24,
        },
        settings: diptych::app::settings::Settings::default(),
        id_seed: [1; 16],
        user_data: UserData::default(),
        notices: Vec::new(),
    });
    let effects = app.start(Start::Open {
        source: source.clone(),
        at: None,
    });
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::Open(ticket, _) => Some(*ticket),
        _ => None,
    });
    for c in "gs".chars() {
        app.update(Msg::Key(Key::new(KeyCode::Char(c))));
    }
    assert_eq!(app.state().status(), None);
    let briefing = diptych::bundle::load(&source).briefing.unwrap();
    app.update(Msg::Opened(ticket.unwrap(), source, Ok(Arc::new(briefing))));
    let Screen::List(list) = app.state().screen() else {
        panic!("an article is shown");
    };
    assert_eq!(spec(&list.kind).title, "Side by side");
}
