//! The files of the open briefing change while it is read: every screen shows what is
//! there now, at the same place, or says that it shows the old text.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use diptych::app::list::ListKind;
use diptych::app::list::target::Target;
use diptych::app::message::{Effect, ExportPayload, Msg, StatusLevel};
use diptych::app::screens::spec::spec;
use diptych::bundle;
use diptych::model::{BundleSource, Change, LibraryEntry};
use tempfile::TempDir;

use crate::story::{SMALL, Story};

const HERALD: &str = "articles/herald.txt";
const FILES: [&str; 4] = [
    "briefing.json",
    HERALD,
    "articles/ledger.md",
    "articles/courier.txt",
];

/// A copy of the small bundle, which may be changed.
struct Copy {
    dir: TempDir,
}

impl Copy {
    fn new() -> Copy {
        let copy = Copy {
            dir: TempDir::new().unwrap(),
        };
        fs::create_dir_all(copy.folder().join("articles")).unwrap();
        for file in FILES {
            fs::copy(PathBuf::from(SMALL).join(file), copy.folder().join(file)).unwrap();
        }
        copy
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("bridge")
    }

    fn source(&self) -> BundleSource {
        BundleSource::Folder(self.folder())
    }

    /// Opens its library.
    fn story(&self, width: u16, height: u16) -> Story {
        Story::live(self.dir.path(), width, height)
    }

    fn edit(&self, file: &str, from: &str, to: &str) -> &Copy {
        let path = self.folder().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
        self
    }

    /// Says a statement's words otherwise, in the article and in the briefing.
    fn reword(&self, from: &str, to: &str) -> &Copy {
        self.edit(HERALD, from, to).edit("briefing.json", from, to)
    }

    /// Tells the program what the follower finds.
    fn tell<'s>(&self, story: &'s mut Story) -> &'s mut Story {
        let loaded = bundle::load(&self.source());
        let result = loaded.briefing.map(Arc::new).ok_or(loaded.problems);
        story.send(Msg::BundleChanged(self.source(), result))
    }

    /// Breaks the bundle and tells the program.
    fn break_it(&self, story: &mut Story) {
        self.edit("briefing.json", "\"format\": 1,", "\"format\": 1");
        self.tell(story);
    }

    fn mend(&self) -> &Copy {
        self.edit("briefing.json", "\"format\": 1", "\"format\": 1,")
    }
}

/// The words of the article from the cursor on.
fn here(story: &Story) -> String {
    let reader = story.reader();
    let words = reader.text().text[reader.cursor..].split_whitespace();
    words.take(3).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_changed_briefing_is_shown_as_it_is_now_and_that_is_said() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    copy.edit("briefing.json", "The lower bridge", "The upper bridge")
        .reword("until the spring", "until the summer");
    copy.tell(&mut story);
    assert!(story.status().contains("has changed on the disk"));
    let screen = story.screen();
    assert!(screen.contains("The upper bridge"), "{screen}");
    story.keys("\\summer<Enter>");
    assert!(story.shows("until the summer"), "{}", story.screen());
    assert!(story.shows("✓ exact"));
    assert!(!story.screen().contains("OLD TEXT"));
}

#[test]
fn the_reader_stays_at_the_same_words() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]s");
    assert_eq!(here(&story), "It stays closed");
    let row = story.place_of("It stays closed").unwrap().1;
    copy.edit(
        HERALD,
        "The city council closed",
        "On the third day of a long week the old and careful city council of the town closed",
    );
    copy.tell(&mut story);
    assert_eq!(here(&story), "It stays closed");
    let now = story.place_of("It stays closed").unwrap().1;
    assert!(now.abs_diff(row) <= 1, "{row} {now}\n{}", story.screen());
}

#[test]
fn an_article_is_found_by_its_id_when_the_order_changes() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]s");
    // Another article and another statement come first.
    copy.edit(
        "briefing.json",
        "\"articles\": [",
        "\"articles\": [ { \"id\": \"new\", \"title\": \"New\", \"publisher\": \"Post\", \"text\": \"articles/new.txt\" },",
    )
    .edit(
        "briefing.json",
        "\"statements\": [",
        "\"statements\": [ { \"id\": \"first\", \"speaker\": \"voss\", \"topics\": [\"cost\"], \"appearances\": [ { \"article\": \"new\", \"quote\": [{ \"exact\": \"A new word\" }] } ] },",
    );
    fs::write(
        copy.folder().join("articles/new.txt"),
        "“A new word,” she said.",
    )
    .unwrap();
    copy.tell(&mut story);
    let reader = story.reader();
    assert_eq!(reader.open.briefing.article(reader.article).id, "herald");
    assert_eq!(here(&story), "It stays closed");
    assert!(
        story.row(0).contains("statement 3 of 3"),
        "{}",
        story.row(0)
    );
}

#[test]
fn side_by_side_stays_at_the_statement_with_choice_and_filter() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    story.keys("\\pay<Enter>gg");
    let before = story.chosen();
    story.keys("x");
    assert!(!story.list().chosen.is_empty());
    let chosen = |story: &Story| {
        let list = story.list();
        let open = list.open.clone().unwrap();
        let ids = list.chosen.iter().map(|t| match t {
            Target::Statement { statement, .. } => open.briefing.statement(*statement).id.clone(),
            other => format!("{other:?}"),
        });
        ids.collect::<Vec<_>>()
    };
    let ids = chosen(&story);
    // Another statement comes before all others.
    copy.edit(
        "briefing.json",
        "\"statements\": [",
        "\"statements\": [ { \"id\": \"first\", \"speaker\": \"voss\", \"topics\": [\"safety\"], \"appearances\": [ { \"article\": \"herald\", \"quote\": [{ \"exact\": \"read her report aloud\" }] } ] },",
    );
    let cursor = story.chosen();
    copy.tell(&mut story);
    assert_eq!(story.list().filter, "pay");
    assert_eq!(chosen(&story), ids);
    assert_eq!(story.chosen(), cursor);
    assert_ne!(before, "");
}

#[test]
fn where_the_statement_is_gone_the_cursor_stays_at_its_topic() {
    let copy = Copy::new();
    let mut story = copy.story(80, 40);
    story.keys("gs");
    let topic = |story: &Story| match story.list().grid.target() {
        Target::Statement { under, .. } => under.map(|t| t.0),
        other => panic!("{other:?}"),
    };
    while topic(&story) == Some(0) {
        story.keys("j");
    }
    let old = topic(&story);
    let id = |story: &Story| match story.list().grid.target() {
        Target::Statement { statement, .. } => {
            let open = story.list().open.clone().unwrap();
            open.briefing.statement(*statement).id.clone()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(id(&story), "pays");
    let json = fs::read_to_string(copy.folder().join("briefing.json")).unwrap();
    let from = json.find("      \"id\": \"pays\"").unwrap();
    let from = json[..from].rfind('{').unwrap();
    let to = from
        + json[from..]
            .find("    {\n      \"id\": \"refuses\"")
            .unwrap();
    let new = format!("{}{}", &json[..from], json[to..].trim_start());
    let new = new.replace(
        "\"answers\": [{ \"statement\": \"pays\", \"how\": \"rebuts\" }],",
        "",
    );
    fs::write(copy.folder().join("briefing.json"), new).unwrap();
    copy.tell(&mut story);
    assert!(story.status().contains("has changed"), "{}", story.status());
    assert_eq!(topic(&story), old);
}

#[test]
fn a_selection_goes_with_its_words_and_is_let_go_where_they_are_gone() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]sVis");
    let selected = |story: &Story| {
        let reader = story.reader();
        reader
            .selected()
            .map(|r| reader.text().slice(&r).to_owned())
    };
    let words = selected(&story).unwrap();
    assert!(words.contains("until the spring"), "{words}");
    copy.edit(
        HERALD,
        "The city council closed",
        "At last the city council closed",
    );
    copy.tell(&mut story);
    assert_eq!(selected(&story), Some(words));
    copy.reword("until the spring", "until the summer");
    copy.tell(&mut story);
    assert_eq!(selected(&story), None);
    assert!(
        story.status().contains("selected are not there any more"),
        "{}",
        story.status()
    );
    assert_eq!(here(&story).split(' ').count(), 3);
}

#[test]
fn a_note_that_is_being_written_is_kept_on_its_words() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]sa").types("ask the council");
    copy.edit(
        HERALD,
        "The city council closed",
        "At last the city council closed",
    );
    copy.tell(&mut story);
    story.types(" again").keys("<Esc>");
    let Some(Change::PutBookmark(kept)) = story
        .saved
        .iter()
        .rev()
        .find(|c| matches!(c, Change::PutBookmark(_)))
    else {
        panic!("{:?}", story.saved);
    };
    assert_eq!(kept.note, "ask the council again");
    let reader = story.reader();
    let text = &reader.text().text;
    assert_eq!(text[kept.place.range.clone()], kept.exact);
    assert_eq!(kept.text_hash, reader.text().hash);
    assert!(kept.exact.contains("It stays closed"));
}

#[test]
fn a_note_whose_words_are_gone_is_kept_and_that_is_said() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]sa").types("ask the council");
    copy.reword(
        "It stays closed until the spring",
        "Nobody knows when it opens",
    );
    copy.tell(&mut story);
    story.keys("<Esc>");
    let kept = story.saved.iter().any(|c| {
        matches!(c, Change::PutBookmark(b) if b.note == "ask the council" && b.exact.contains("until the spring"))
    });
    assert!(kept, "{:?}", story.saved);
    assert!(
        story.status().contains("not in the article any more"),
        "{}",
        story.status()
    );
}

#[test]
fn a_note_outlives_its_article_and_its_bundle() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]sa").types("first");
    fs::remove_dir_all(copy.folder()).unwrap();
    copy.tell(&mut story);
    story.types(" and last").keys("<Esc>");
    let kept = |c: &Change| matches!(c, Change::PutBookmark(b) if b.note == "first and last");
    assert!(story.saved.iter().any(kept));
    assert!(
        story.status().contains("cannot be read now"),
        "{}",
        story.status()
    );
}

#[test]
fn what_is_typed_in_a_line_stays() {
    for (keys, typed) in [
        ("/", "bridge"),
        (":", "wid"),
        ("gs\\", "pay"),
        ("J/", "piers"),
    ] {
        let copy = Copy::new();
        let mut story = copy.story(100, 24);
        story.keys(keys).types(typed);
        copy.reword("until the spring", "until the summer");
        copy.tell(&mut story);
        let prompt = story.app.state().prompt().unwrap();
        assert_eq!(prompt.input().text(), typed, "{keys}");
    }
}

#[test]
fn marks_stand_at_the_same_words() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]sma");
    copy.edit(
        HERALD,
        "The city council closed",
        "At last the city council closed",
    );
    copy.tell(&mut story);
    story.keys("gg'a");
    assert_eq!(here(&story), "It stays closed");
    // Also in the next session.
    let reader = story.reader();
    let at = reader.cursor;
    let saved = story.saved.iter().rev();
    let mark = saved.filter_map(|c| match c {
        Change::SetMark(mark) => Some(mark.place.range.start),
        _ => None,
    });
    assert_eq!(mark.take(1).collect::<Vec<_>>(), [at]);
}

#[test]
fn the_way_back_leads_through_the_new_text() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J]s]s]sgsgwgt");
    copy.edit(
        HERALD,
        "The city council closed",
        "At last the city council closed",
    )
    .edit("briefing.json", "The lower bridge", "The upper bridge");
    copy.tell(&mut story);
    for title in ["Who speaks", "Side by side"] {
        story.keys("<C-o>");
        assert_eq!(spec(&story.list().kind).title, title);
        assert!(
            story.row(0).contains("The upper bridge"),
            "{}",
            story.row(0)
        );
    }
    story.keys("<C-o>");
    assert_eq!(here(&story), "It stays closed");
    assert!(story.reader().text().text.starts_with("At last"));
    // And the same ones forward again.
    story.keys("<C-]>");
    assert_eq!(spec(&story.list().kind).title, "Side by side");
}

#[test]
fn what_is_gone_is_no_place_to_come_back_to() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("JJJ");
    let reader = story.reader();
    let id = reader.open.briefing.article(reader.article).id.clone();
    assert_eq!(id, "courier");
    let json = fs::read_to_string(copy.folder().join("briefing.json")).unwrap();
    let cut = |json: &str, from: &str, to: &str| {
        let start = json.find(from).unwrap();
        let end = start + json[start..].find(to).unwrap();
        format!("{}{}", &json[..start], &json[end..])
    };
    // Without the article and the statements that only it carries.
    let json = json.replace(
        "\"text\": \"articles/ledger.md\"\n    },",
        "\"text\": \"articles/ledger.md\"\n    }\u{1}",
    );
    let json = cut(&json, "\u{1}", "\n  ],\n  \"statements\"").replace('\u{1}', "");
    let mut value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let statements = value["statements"].as_array_mut().unwrap();
    statements.retain(|s| !s.to_string().contains("courier"));
    for s in statements.iter_mut() {
        if s.to_string().contains("drivers\"") {
            s.as_object_mut().unwrap().remove("answers");
        }
    }
    fs::write(copy.folder().join("briefing.json"), value.to_string()).unwrap();
    story.keys("KJ");
    copy.tell(&mut story);
    assert_eq!(story.list().kind, ListKind::Briefing, "{}", story.screen());
    assert!(
        story.status().contains("not in it any more"),
        "{}",
        story.status()
    );
    story.keys("<C-o>");
    let reader = story.reader();
    assert_eq!(reader.open.briefing.article(reader.article).id, "ledger");
}

#[test]
fn a_broken_bundle_leaves_the_old_text_and_says_that_it_is_old() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    assert!(story.shows("✓ exact"));
    copy.break_it(&mut story);
    assert!(
        story.status().contains("this is the old text"),
        "{}",
        story.status()
    );
    for keys in ["", "gw", "gt", "gm", "gs", "gr", "J]s"] {
        story.keys(keys);
        assert!(
            story.row(0).contains("OLD TEXT"),
            "{keys}: {}",
            story.row(0)
        );
        assert!(!story.shows("✓"), "{keys}: {}", story.screen());
    }
    assert!(story.shows("? old text"), "{}", story.screen());
    // The whole way back, too.
    for _ in 0..5 {
        story.keys("<C-o>");
        assert!(!story.shows("✓"), "{}", story.screen());
    }
    story.keys("gp");
    assert!(story.shows("old text. This is wrong"), "{}", story.screen());
    assert!(story.shows("briefing.json:"), "{}", story.screen());
}

#[test]
fn what_leaves_the_old_text_says_that_it_is_old() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    copy.break_it(&mut story);
    story.keys("Y");
    assert!(story.status().contains("Old text"), "{}", story.status());
    assert!(
        story.copied[0].contains("This text is old"),
        "{}",
        story.copied[0]
    );
    story.keys(":copy-all json<Enter>");
    let json = story.copied.last().unwrap();
    assert!(json.contains("\"old text\""), "{json}");
    assert!(!json.contains("\"exact\"\n") && !json.contains("\"proof\": \"exact\""));
    story.keys("e").types("x.csv").keys("<Enter>");
    let Some(ExportPayload::Comparison(briefing, _)) = story.taken.last() else {
        panic!("{:?}", story.taken);
    };
    assert!(!briefing.statements.is_empty());
    // Words of the article that are no statement.
    story.keys("Jggvlllll").keys("Y");
    assert!(story.status().contains("Old text"), "{}", story.status());
}

#[test]
fn a_bookmark_of_the_old_text_says_so() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("J]s");
    copy.break_it(&mut story);
    story.keys("b");
    assert!(story.status().contains("Old text"), "{}", story.status());
    assert!(story.status().contains("Kept:"), "{}", story.status());
    story.keys("ub");
    assert!(story.status().contains("Old text"), "{}", story.status());
}

#[test]
fn a_mended_bundle_is_shown_and_the_notice_goes() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    copy.break_it(&mut story);
    copy.mend();
    copy.tell(&mut story);
    assert!(
        story.status().contains("is as it was"),
        "{}",
        story.status()
    );
    assert!(!story.screen().contains("OLD TEXT") && story.shows("✓ exact"));
    copy.break_it(&mut story);
    copy.mend().reword("until the spring", "until the summer");
    copy.tell(&mut story);
    assert!(
        story.status().contains("as it is now"),
        "{}",
        story.status()
    );
    assert!(!story.screen().contains("OLD TEXT") && story.shows("✓ exact"));
    story.keys("gp");
    assert!(!story.screen().contains("old text"), "{}", story.screen());
}

#[test]
fn a_deleted_bundle_is_told_and_another_of_its_id_takes_its_place() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("J]s]s");
    let words = here(&story);
    let other = copy.dir.path().join("elsewhere");
    fs::rename(copy.folder(), &other).unwrap();
    copy.tell(&mut story);
    assert!(story.row(0).contains("OLD TEXT"));
    story.keys(":reload<Enter>");
    assert!(
        story.status().contains("is gone; the one of the same id"),
        "{}",
        story.status()
    );
    assert!(!story.screen().contains("OLD TEXT"), "{}", story.screen());
    assert_eq!(here(&story), words);
    let source = &story.app.state().open().unwrap().briefing.source;
    assert_eq!(*source, BundleSource::Folder(other.clone()));
    story.keys("g?");
    let shown = story.screen();
    assert!(shown.contains("in place of:"), "{shown}");
    story.keys(":reload<Enter>");
    assert!(story.status().contains("gone"), "{}", story.status());
    // The one that was opened is taken up again as soon as it is back.
    fs::rename(&other, copy.folder()).unwrap();
    copy.tell(&mut story);
    assert!(story.status().contains("is back"), "{}", story.status());
    let open = story.app.state().open().unwrap();
    assert_eq!(open.briefing.source, copy.source());
    assert_eq!(open.replaces, None);
    story.keys("g?");
    let shown = story.screen();
    assert!(shown.contains("read from:"), "{shown}");
    assert!(!shown.contains("in place of:"), "{shown}");
}

/// What the library says of a bundle of the same id that is read from elsewhere.
fn namesake(copy: &Copy, source: BundleSource) -> LibraryEntry {
    let mut entry = bundle::load(&copy.source()).entry;
    entry.source = source;
    entry
}

#[test]
fn a_deleted_bundle_is_never_replaced_by_the_built_in_one_or_one_elsewhere() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    let others = [
        BundleSource::BuiltIn("small".to_owned()),
        BundleSource::Folder(PathBuf::from(SMALL)),
    ];
    let entries: Vec<LibraryEntry> = others.map(|source| namesake(&copy, source)).into();
    let aside = copy.dir.path().join(".aside");
    fs::create_dir(&aside).unwrap();
    fs::rename(copy.folder(), aside.join("bridge")).unwrap();
    copy.tell(&mut story);
    let effects = story.app.update(Msg::Library {
        entries: entries.into(),
        complete: true,
    });
    let is_opening = |e: &Effect| matches!(e, Effect::Open(..) | Effect::OpenReplacement(..));
    assert!(!effects.iter().any(is_opening), "{effects:?}");
    assert!(story.row(0).contains("OLD TEXT"), "{}", story.screen());
    assert!(!story.shows("✓ exact"));
    fs::rename(aside.join("bridge"), copy.folder()).unwrap();
    copy.tell(&mut story);
    assert!(!story.screen().contains("OLD TEXT") && story.shows("✓ exact"));
}

#[test]
fn a_half_saved_bundle_is_not_gone_though_another_of_its_id_is_beside_it() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    let other = copy.dir.path().join("other");
    fs::create_dir_all(other.join("articles")).unwrap();
    for file in FILES {
        fs::copy(copy.folder().join(file), other.join(file)).unwrap();
    }
    fs::remove_file(copy.folder().join("briefing.json")).unwrap();
    copy.tell(&mut story);
    story.keys(":reload<Enter>");
    assert!(story.row(0).contains("OLD TEXT"), "{}", story.screen());
    let shown = |story: &Story| story.app.state().open().unwrap().briefing.source.clone();
    assert_eq!(shown(&story), copy.source());
    // What is kept meanwhile says that it was taken from the old text.
    story.keys("b");
    assert!(story.status().contains("Old text"), "{}", story.status());
    fs::remove_dir_all(copy.folder()).unwrap();
    copy.tell(&mut story);
    assert_eq!(shown(&story), BundleSource::Folder(other));
    assert!(story.status().contains("is gone"), "{}", story.status());
}

#[test]
fn reload_reads_again_and_answers_always() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs:reload<Enter>");
    assert_eq!(story.status(), "Nothing has changed on the disk.");
    copy.reword("until the spring", "until the summer");
    story.keys(":reload<Enter>");
    assert!(story.status().contains("has changed"), "{}", story.status());
    copy.edit("briefing.json", "\"format\": 1,", "\"format\": 1");
    for _ in 0..2 {
        story.keys(":reload<Enter>");
        assert!(story.status().contains("old text"), "{}", story.status());
    }
    copy.mend();
    story.keys(":reload<Enter>");
    assert!(story.status().contains("as it was"), "{}", story.status());
    let mut empty = Story::empty(80, 24);
    empty.keys(":reload<Enter>");
    assert!(empty.status().contains("all bundles"), "{}", empty.status());
}

#[test]
fn the_library_opens_what_is_there_though_nothing_was_told() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("J]s]s]sgl");
    copy.edit("briefing.json", "The lower bridge", "The upper bridge")
        .edit(
            HERALD,
            "The city council closed",
            "At last the city council closed",
        );
    story.keys("<Enter>");
    assert!(
        story.row(0).contains("The upper bridge"),
        "{}",
        story.screen()
    );
    assert!(story.status().contains("has changed"), "{}", story.status());
    // The way back leads through the new one, too.
    story.keys("<C-o><C-o>");
    assert!(story.reader().text().text.starts_with("At last"));
    assert_eq!(here(&story), "It stays closed");
}

#[test]
fn what_is_opened_again_unchanged_is_the_same_as_before() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs");
    let open = story.app.state().open().unwrap().clone();
    story.keys("gl<Enter>");
    assert!(Arc::ptr_eq(&open, story.app.state().open().unwrap()));
    assert_eq!(story.status(), "");
    assert_eq!(story.list().kind, ListKind::Briefing);
}

#[test]
fn a_result_opens_what_the_library_has_found_on_the_disk() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs/piers<Esc>");
    copy.edit(
        HERALD,
        "The city council closed",
        "At last the city council closed",
    );
    let effects = story.app.update(Msg::Library {
        entries: vec![bundle::load(&copy.source()).entry].into(),
        complete: true,
    });
    assert!(!effects.iter().any(|e| matches!(e, Effect::Open(..))));
    story.keys("<Enter>");
    assert!(story.reader().text().text.starts_with("At last"));
}

#[test]
fn the_files_of_the_briefing_on_the_screen_are_followed() {
    let mut story = Story::shelf(80, 24);
    let mut asked = Vec::new();
    let begun = story
        .app
        .update(Msg::IndexProgress(diptych::model::IndexProgress::default()));
    asked.extend(begun);
    assert!(!asked.iter().any(|e| matches!(e, Effect::FollowBundle(..))));
    let copy = Copy::new();
    let mut story = copy.story(80, 24);
    copy.reword("until the spring", "until the summer");
    let new = bundle::load(&copy.source()).briefing.unwrap();
    let hash = new.hash.clone();
    let effects = story
        .app
        .update(Msg::BundleChanged(copy.source(), Ok(Arc::new(new))));
    let followed: Vec<_> = effects
        .iter()
        .filter_map(|e| match e {
            Effect::FollowBundle(source, hash, _) => Some((source.clone(), hash.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(followed, [(copy.source(), hash)]);
}

#[test]
fn the_matches_in_an_article_are_looked_for_again() {
    let copy = Copy::new();
    let mut story = copy.story(100, 24);
    story.keys("J/bridge<Enter>");
    let hits = |story: &Story| {
        let reader = story.reader();
        let text = &reader.text().text;
        let hits = reader.hits.iter().map(|h| text[h.clone()].to_lowercase());
        hits.collect::<Vec<_>>()
    };
    let before = hits(&story).len();
    copy.edit(
        HERALD,
        "The next session",
        "The bridge is old. The next session",
    );
    copy.tell(&mut story);
    let now = hits(&story);
    assert_eq!(now.len(), before + 1);
    assert!(now.iter().all(|h| h == "bridge"), "{now:?}");
    assert!(story.status().contains("has changed"), "{}", story.status());
}

#[test]
fn the_sieve_is_asked_again_and_never_by_old_numbers() {
    let copy = Copy::new();
    let mut story = copy.story(110, 40);
    story.keys("/lorries<Esc>gs..");
    let shown = story.screen();
    assert!(shown.contains("Two of the four piers"), "{shown}");
    copy.edit(
        "briefing.json",
        "\"statements\": [",
        "\"statements\": [ { \"id\": \"first\", \"speaker\": \"voss\", \"topics\": [\"safety\"], \"appearances\": [ { \"article\": \"herald\", \"quote\": [{ \"exact\": \"read her report aloud\" }] } ] },",
    );
    copy.tell(&mut story);
    let shown = story.screen();
    assert!(shown.contains("Two of the four piers"), "{shown}");
    assert!(!shown.contains("read her report aloud"), "{shown}");
}

#[test]
fn the_library_keeps_its_cursor_on_the_same_bundle() {
    let mut story = Story::shelf(100, 30);
    story.keys("jj");
    let before = story.chosen();
    assert_ne!(before, "");
    let mut entries = story.entries().to_vec();
    entries.remove(0);
    story.send(Msg::Library {
        entries: entries.into(),
        complete: true,
    });
    assert_eq!(story.chosen(), before);
}

#[test]
fn old_text_is_said_to_be_old_in_the_narrowest_window() {
    let copy = Copy::new();
    let mut story = copy.story(20, 8);
    story.keys("gs");
    copy.break_it(&mut story);
    assert!(story.row(0).contains("OLD TEXT"), "{}", story.screen());
}

#[test]
fn what_is_being_written_is_said_until_the_answer_comes() {
    let copy = Copy::new();
    let mut story = copy.story(110, 30);
    story.keys("gs:export x.csv<Enter>");
    assert_eq!(story.status(), "Writing x.csv …");
    story.send(Msg::Notify(
        StatusLevel::Info,
        "Wrote 3 rows to x.csv".to_owned(),
    ));
    assert_eq!(story.status(), "Wrote 3 rows to x.csv");
    story.keys(":pipe wc -l<Enter>");
    assert_eq!(story.status(), "Running: wc -l …");
    story.keys("gY");
    assert!(story.status().contains("Copying"), "{}", story.status());
}
