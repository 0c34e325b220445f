//! `diptych quotes` and the warnings of `diptych check`, as a shell gets them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Run {
    code: i32,
    out: String,
    err: String,
}

struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_diptych"))
            .args(args)
            .env("DIPTYCH_DATA", self.0.path().join("data"))
            .env("DIPTYCH_CACHE", self.0.path().join("cache"))
            .env("DIPTYCH_CONFIG", self.0.path().join("config"))
            .env_remove("DIPTYCH_LIBRARY")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Writes a bundle with an uncovered quotation, a remain of a page and a statement of
    /// somebody whom the article does not name.
    fn bundle(&self, change: impl Fn(&mut Value)) -> String {
        self.file("pier/articles/a.txt", ARTICLE);
        let mut briefing = json!({
            "format": 1,
            "id": "pier",
            "title": "The pier",
            "sides": [{"id": "town", "label": "Town"}, {"id": "firm", "label": "Ferries"}],
            "topics": [{"id": "safety", "question": "Is the pier safe?"}],
            "speakers": [{"id": "roe", "name": "Jane Roe", "side": "town"},
                         {"id": "poe", "name": "Edgar Poe", "side": "firm"}],
            "articles": [{"id": "a", "title": "On the pier", "publisher": "The Daily",
                          "text": "articles/a.txt"}],
            "statements": [
                {"id": "s-unsafe", "speaker": "roe", "topics": ["safety"],
                 "appearances": [{"article": "a", "quote": [{"exact": "The pier is not safe,"}]}]},
                {"id": "s-fine", "speaker": "poe", "topics": ["safety"],
                 "answers": [{"statement": "s-unsafe", "how": "denies"}],
                 "appearances": [{"article": "a", "quote": [{"exact": "The pier is fine,"}]}]}
            ]
        });
        change(&mut briefing);
        let text = serde_json::to_string_pretty(&briefing).unwrap();
        let file = self.file("pier/briefing.json", text);
        PathBuf::from(file)
            .parent()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }
}

const ARTICLE: &str = "“The pier is not safe,” said Jane Roe, the mayor of the town.\n\n\
    “The pier is fine,” said the head of the ferries.\n\n\
    “We will close it on Monday, whatever anybody says,” Roe said.\n\n\
    Share this article\n";

/// Returns the object of each line.
fn lines(run: &Run) -> Vec<Value> {
    let lines = run.out.lines();
    lines.map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn names(run: &Run) -> Vec<String> {
    let problems: Value = serde_json::from_str(&run.out).unwrap();
    let names = problems.as_array().unwrap().iter();
    names
        .filter_map(|p| Some(p["name"].as_str()?.to_owned()))
        .collect()
}

/// Holds that each quotation and each speaker is what stands at its offsets.
fn assert_slices(article: &Value, text: &str) {
    let at = |value: &Value| {
        let end = |name: &str| usize::try_from(value[name].as_u64().unwrap()).unwrap();
        assert_eq!(
            &text[end("start")..end("end")],
            value["text"].as_str().unwrap()
        );
    };
    for quote in article["quotes"].as_array().unwrap() {
        at(quote);
        if quote["speaker"].is_object() {
            at(&quote["speaker"]);
        }
    }
}

#[test]
fn offsets_of_a_text_file_are_those_of_the_file() {
    let home = Home::new();
    let text = "\u{feff}Title — here\r\n\r\n“Né à  Paris,” said Jane Roe.\r\n\r\n“It was long.\r\n\r\n“And it was dull,” she said.\r\n";
    let file = home.file("a.txt", text);
    let run = home.run(&["quotes", &file, "--json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let articles = lines(&run);
    assert_eq!(articles.len(), 1);
    let article = &articles[0];
    assert_eq!(article["file"], file.as_str());
    assert_eq!(article["offsets_in"], "file");
    assert!(article["text"].is_null() && article["ref"].is_null());
    assert_slices(article, text);
    let quotes = article["quotes"].as_array().unwrap();
    let words: Vec<&str> = quotes.iter().map(|q| q["text"].as_str().unwrap()).collect();
    // A quotation over paragraphs is one item for each.
    assert_eq!(words, ["Né à  Paris,", "It was long.", "And it was dull,"]);
    assert_eq!(quotes[0]["kind"], "direct");
    assert_eq!(quotes[0]["speaker"]["name"], "Jane Roe");
    assert!(quotes[0]["side"].is_null() && quotes[0]["covered"].is_null());
    assert!(["sure", "likely", "look"].contains(&quotes[0]["doubt"].as_str().unwrap()));
    assert!(!quotes[0]["why"].as_str().unwrap().is_empty());
}

#[test]
fn a_page_and_wrapped_lines_are_read_first_and_their_text_printed_beside() {
    let home = Home::new();
    let long = "The council of the harbour town met on Monday evening to talk about the pier, the ferries, and the cost of the repair this year and next.";
    let html = format!(
        "<!doctype html><html><head><title>T</title></head><body><article><h1>The pier</h1><p>{long}</p><p>“The pier is not safe,” said Jane Roe.</p><p>{long}</p></article></body></html>"
    );
    let wrapped = "The council of the harbour voted to close\nthe north pier for repairs, after divers had\nfound cracks. “Eleven of its forty\npillars are not sound,” said Jane Roe, who\nhas been the mayor of the town for years, and\nshe said that it would be closed on Monday.\n\nThe ferries that leave from the pier will go\nfrom the fish market until the repair is at\nits end, which the council expects to be late\nin the summer of next year, the harbour office\nwrote in a letter to the owners of the boats.\n\nNobody from the ferries could be reached on the\nday of the vote, and their office was closed to\nall visitors until the beginning of the week.\n";
    for (name, bytes, words) in [
        ("a.html", html.as_str(), "The pier is not safe,"),
        (
            "a.txt",
            wrapped,
            "Eleven of its forty pillars are not sound,",
        ),
    ] {
        let run = home.run(&["quotes", &home.file(name, bytes), "--json"]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        let article = &lines(&run)[0];
        assert_eq!(article["offsets_in"], "text", "{name}");
        assert_slices(article, article["text"].as_str().unwrap());
        let quotes = article["quotes"].as_array().unwrap();
        assert!(
            quotes.iter().any(|q| q["text"] == words),
            "{name}: {quotes:#?}"
        );
    }
}

#[test]
fn of_a_bundle_the_sides_are_told_and_what_is_covered() {
    let home = Home::new();
    let bundle = home.bundle(|_| {});
    let run = home.run(&["quotes", &bundle, "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let article = &lines(&run)[0];
    assert_eq!(article["file"], "articles/a.txt");
    assert_eq!(article["ref"], "pier/a");
    assert_slices(article, article["text"].as_str().unwrap());
    let quotes = article["quotes"].as_array().unwrap();
    let covered: Vec<bool> = quotes
        .iter()
        .map(|q| q["covered"].as_bool().unwrap())
        .collect();
    assert_eq!(covered, [true, true, false]);
    assert_eq!(quotes[0]["side"], "Town");
    let run = home.run(&["quotes", &bundle, "--uncovered"]);
    assert_eq!(run.code, 0);
    for shown in [
        "We will close it on Monday",
        "Jane Roe",
        "Town",
        "not covered",
        "why: ",
        "pier/a#p3",
    ] {
        assert!(run.out.contains(shown), "{shown}: {}", run.out);
    }
    assert!(!run.out.contains("is not safe"));
    // Words that were decided to be no statement are covered.
    let bundle = home.bundle(|briefing| {
        briefing["articles"][0]["not_statements"] =
            json!([{"exact": "We will close it on Monday, whatever anybody says,"}]);
    });
    let run = home.run(&["quotes", &bundle, "--uncovered"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("Every quotation"), "{}", run.out);
}

#[test]
fn a_reference_names_an_article_or_a_passage() {
    let home = Home::new();
    let whole = home.run(&["quotes", "kaspersky-lab", "--json"]);
    assert_eq!(lines(&whole).len(), 5);
    let run = home.run(&["quotes", "kaspersky-lab/axios-2018#p5", "--json"]);
    let articles = lines(&run);
    let quotes = articles[0]["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 2, "{quotes:#?}");
    assert!(
        quotes
            .iter()
            .all(|q| q["speaker"]["name"] == "Jeanne Shaheen")
    );
    assert_slices(&articles[0], articles[0]["text"].as_str().unwrap());
}

#[test]
fn an_error_has_its_address_and_advice() {
    let home = Home::new();
    let text = home.file("a.txt", "Nobody said anything here.\n");
    let zip = home.file("a.docx", "PK\u{3}\u{4}xx");
    for (args, code, told) in [
        (vec!["quotes", text.as_str()], 1, "No quotation"),
        (
            vec!["quotes", text.as_str(), "--uncovered"],
            2,
            "needs a bundle",
        ),
        (vec!["quotes", zip.as_str()], 2, "pandoc"),
        (vec!["quotes", "./not-there.txt"], 2, "no such file"),
        (vec!["quotes", "kaspersky-lab#evidence"], 2, "ID/ARTICLE"),
        (vec!["quotes", "kaspersky-lab/axios"], 1, "did you mean"),
    ] {
        let run = home.run(&args);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        let both = format!("{}{}", run.out, run.err);
        assert!(both.contains(told), "{args:?}: {both}");
        assert!(code == 1 || run.err.contains("help: "), "{args:?}: {both}");
    }
}

#[test]
fn check_names_its_warnings_and_points_at_the_entry() {
    let home = Home::new();
    let bundle = home.bundle(|_| {});
    let run = home.run(&["check", &bundle]);
    assert_eq!(run.code, 0, "{}", run.out);
    for shown in [
        "warning: [uncovered] articles/a.txt: “We will close it on Monday",
        "[furniture] articles/a.txt: “Share this article”",
        "[speaker] ",
        "(articles[0])",
        "(statements[1].appearances[0])",
        "0 errors, 3 warnings",
    ] {
        assert!(run.out.contains(shown), "{shown}: {}", run.out);
    }
    let run = home.run(&["check", "--json", &bundle]);
    assert_eq!(names(&run), ["uncovered", "furniture", "speaker"]);
    let problems: Value = serde_json::from_str(&run.out).unwrap();
    let source = fs::read_to_string(home.0.path().join("pier/briefing.json")).unwrap();
    for problem in problems.as_array().unwrap() {
        let line = usize::try_from(problem["line"].as_u64().unwrap()).unwrap();
        let list = if problem["name"] == "speaker" {
            "s-fine"
        } else {
            "\"a\""
        };
        let entry: Vec<&str> = source.lines().skip(line - 1).take(40).collect();
        let entry = entry.join("\n");
        let id = entry.find("\"id\"").unwrap();
        assert!(entry[id..].lines().next().unwrap().contains(list) || entry.contains(list));
        assert_eq!(source.lines().nth(line - 1).unwrap().trim(), "{");
    }
}

#[test]
fn accepts_switches_a_warning_off_and_strict_makes_it_count() {
    let home = Home::new();
    let bundle = home.bundle(|_| {});
    assert_eq!(home.run(&["check", &bundle]).code, 0);
    assert_eq!(home.run(&["check", "--strict", &bundle]).code, 1);
    let bundle = home.bundle(|briefing| {
        briefing["articles"][0]["accepts"] = json!(["uncovered", "furniture"]);
    });
    assert_eq!(names(&home.run(&["check", "--json", &bundle])), ["speaker"]);
    let bundle = home.bundle(|briefing| {
        briefing["articles"][0]["accepts"] = json!(["uncovered", "furniture"]);
        briefing["statements"][1]["accepts"] = json!(["speaker"]);
    });
    let run = home.run(&["check", "--strict", &bundle]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("0 errors, 0 warnings"), "{}", run.out);
}

#[test]
fn all_warnings_are_given_only_when_asked_for() {
    let home = Home::new();
    let shipped = home.run(&["check", "--strict"]);
    assert_eq!(shipped.code, 0, "{}", shipped.out);
    assert!(shipped.out.contains("0 errors, 0 warnings"));
    let all = home.run(&["check", "--all-warnings", "--json"]);
    assert_eq!(names(&all), ["unreported"]);
}
