//! `diptych new` and `diptych add` as a curator uses them: pages saved, pasted and piped,
//! into bundles that open.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use diptych::bundle::{self, sha256_hex};
use diptych::model::{BundleSource, Severity};
use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own for each test.
struct Home {
    folder: TempDir,
}

/// What came of a command.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn lines(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }
}

impl Home {
    fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A home with an empty bundle `storm`.
    fn with_bundle() -> Home {
        let home = Home::new();
        let run = home.run(&[
            "new",
            "storm",
            "--title",
            "The storm barrier",
            "--side",
            "Town",
            "--side",
            "Harbour firm",
        ]);
        assert_eq!(run.code, 0, "{run:?}");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_diptych"))
            .args(args)
            .env("DIPTYCH_DATA", self.path("data"))
            .env("DIPTYCH_CACHE", self.path("cache"))
            .env("DIPTYCH_CONFIG", self.path("config"))
            .env_remove("DIPTYCH_LIBRARY")
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn briefing(&self, bundle: &str) -> Value {
        let text = fs::read(self.path(bundle).join("briefing.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// Returns the names of all files of a bundle.
    fn files(&self, bundle: &str) -> Vec<String> {
        fn all(folder: &Path, before: &str, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{before}{}", path.file_name().unwrap().to_str().unwrap());
                if path.is_dir() {
                    all(&path, &format!("{name}/"), found);
                } else {
                    found.push(name);
                }
            }
        }
        let mut found = Vec::new();
        all(&self.path(bundle), "", &mut found);
        found.sort();
        found
    }

    /// Loads a bundle, in which there must be no error, and returns its warnings.
    fn opens(&self, bundle: &str) -> Vec<String> {
        let loaded = bundle::load(&BundleSource::Folder(self.path(bundle)));
        let errors: Vec<_> = loaded
            .problems
            .iter()
            .filter(|p| p.severity >= Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(loaded.briefing.is_some());
        loaded.problems.iter().map(|p| p.message.clone()).collect()
    }
}

const PARAGRAPHS: [&str; 5] = [
    "The town council voted on Tuesday to close the storm barrier at the mouth of the harbour every night until the end of the winter season, after two floods in November.",
    "“We will not wait for a third flood,” mayor Ines Harrow told reporters outside the town hall. “The barrier is there to be closed.”",
    "The firm that runs the harbour said the decision would cost it ships and money. “Nobody has shown us a single measurement,” its director Per Lund said in a statement.",
    "Engineers who looked at the gates in the spring found rust on the hinges, but said that they could be moved without danger for at least another three years.",
    "The council will meet again in March, when the cost of new gates is to be put before the town for the first time.",
];

/// A saved page with furniture around an article.
fn page(title: &str, url: &str, paragraphs: &[&str]) -> String {
    let body = format!("<p>{}</p>\n", paragraphs.join("</p>\n<p>"));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | Harbour Herald</title>\n\
         <meta property=\"og:site_name\" content=\"Harbour Herald\"><meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:url\" content=\"{url}\"><meta property=\"article:published_time\" content=\"2018-11-20T08:00:00Z\">\n\
         <meta name=\"author\" content=\"Ada Quill\"></head><body>\n\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li><li><a href=\"/weather\">Weather</a></li></ul></nav>\n\
         <form action=\"/login\"><input type=\"text\" name=\"email\" value=\"reader@example.org\"><input type=\"hidden\" name=\"csrf_token\" value=\"a8f5f167f44f4964e6c998dee827110c\"></form>\n\
         <article><h1>{title}</h1><p class=\"byline\">By Ada Quill</p>\n{body}</article>\n\
         <footer><p>Sign up for our newsletter</p><p>© Harbour Herald</p></footer></body></html>\n"
    )
}

fn herald() -> String {
    page(
        "Barrier to close every night",
        "https://www.herald.example/2018/11/barrier",
        &PARAGRAPHS,
    )
}

#[test]
fn a_new_bundle_opens_with_nothing_wrong_but_what_is_not_there_yet() {
    let home = Home::with_bundle();
    let warnings = home.opens("storm");
    assert!(
        warnings
            .iter()
            .all(|w| w.contains("yet") || w.contains("no speaker stands")),
        "{warnings:?}"
    );
    let briefing = home.briefing("storm");
    assert_eq!(briefing["id"], "storm");
    assert_eq!(briefing["sides"][1]["id"], "harbour-firm");
    assert_eq!(briefing["sides"][1]["label"], "Harbour firm");
    let check = home.run(&["check", "storm"]);
    assert_eq!(check.code, 0, "{check:?}");
    let listed = home.run(&["show", "./storm"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    // As it would be written by hand.
    let text = fs::read_to_string(home.path("storm/briefing.json")).unwrap();
    assert!(
        text.starts_with("{\n  \"format\": 1,\n  \"id\": \"storm\",\n"),
        "{text}"
    );
    assert!(text.ends_with("\n}\n"), "{text}");
}

#[test]
fn new_refuses_what_would_not_open_and_writes_nothing() {
    let home = Home::with_bundle();
    let two = ["--side", "A", "--side", "B"];
    for (args, said) in [
        (
            vec!["new", "storm", "--title", "T", "--side", "A", "--side", "B"],
            "is there already",
        ),
        (
            vec!["new", "x", "--title", " ", "--side", "A", "--side", "B"],
            "the title is empty",
        ),
        (
            vec!["new", "x", "--title", "T", "--side", "A"],
            "needs two sides",
        ),
        (
            vec![
                "new", "x", "--title", "T", "--side", "A", "--side", "\u{200b}",
            ],
            "name of a side is empty",
        ),
        (
            vec![
                "new",
                "x",
                "--title",
                "T",
                "--id",
                "Not A Slug",
                "--side",
                "A",
                "--side",
                "B",
            ],
            "write --id not-a-slug",
        ),
        (
            vec!["new", "—", "--title", "—", "--side", "A", "--side", "B"],
            "write --id",
        ),
    ] {
        let run = home.run(&args);
        assert_eq!(run.code, 2, "{args:?} {run:?}");
        assert!(run.err.contains(said), "{args:?} {run:?}");
    }
    assert!(!home.path("x").exists() && !home.path("—").exists());
    // Sides in another script get ids all the same, and equal ones different ids.
    let run = home.run(
        &[
            &["new", "a/b/c", "--title", "T"][..],
            &two,
            &["--side", "a", "--side", "Власть"],
        ]
        .concat(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let ids: Vec<String> = home.briefing("a/b/c")["sides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["a", "b", "a-2", "side-4"]);
    home.opens("a/b/c");
}

#[test]
fn a_saved_page_becomes_an_article_with_its_original_and_hashes() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    let run = home.run(&["add", "storm", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("harbour-herald-2018 added (page.html)"),
        "{run:?}"
    );
    assert!(run.out.contains("1 article added"), "{run:?}");
    assert!(run.err.contains("briefing.json~"), "{run:?}");
    home.opens("storm");
    let briefing = home.briefing("storm");
    let article = &briefing["articles"][0];
    assert_eq!(article["id"], "harbour-herald-2018");
    assert_eq!(article["title"], "Barrier to close every night");
    assert_eq!(article["publisher"], "Harbour Herald");
    assert_eq!(article["published"], "2018-11-20");
    assert_eq!(article["url"], "https://www.herald.example/2018/11/barrier");
    assert_eq!(article["authors"][0]["name"], "Ada Quill");
    assert_eq!(article["authors"][0]["kind"], "person");
    assert!(
        article["omitted"]
            .as_str()
            .unwrap()
            .contains("Left out by Diptych"),
        "{article}"
    );
    let retrieved = article["retrieved"].as_str().unwrap();
    assert!(retrieved.len() == 10 && retrieved > "2026", "{retrieved}");
    let text = fs::read(home.path("storm").join(article["text"].as_str().unwrap())).unwrap();
    assert_eq!(article["sha256"], sha256_hex(&text));
    let original = fs::read(
        home.path("storm")
            .join(article["original"].as_str().unwrap()),
    )
    .unwrap();
    assert_eq!(original, herald().into_bytes());
    assert_eq!(article["original_sha256"], sha256_hex(&original));
    let text = String::from_utf8(text).unwrap();
    assert_eq!(text, PARAGRAPHS.join("\n\n") + "\n");
    assert_eq!(
        home.files("storm"),
        [
            "articles/harbour-herald-2018.txt",
            "briefing.json",
            "briefing.json~",
            "originals/harbour-herald-2018.html",
        ]
    );
}

#[test]
fn the_same_page_is_not_doubled_and_a_changed_one_waits_among_the_versions() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    home.run(&["add", "storm", "page.html"]);
    let first = fs::read(home.path("storm/briefing.json")).unwrap();
    let files = home.files("storm");
    // The same file; the same text with other furniture; the same address, written otherwise.
    let saved_again = herald()
        .replace("Weather", "Tides")
        .replace("https://www.herald", "http://herald")
        .replace("11/barrier\"", "11/barrier/?utm_source=mail#top\"");
    home.write("again.html", saved_again);
    let run = home.run(&["add", "storm", "page.html", "again.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("2 are there already"), "{run:?}");
    assert_eq!(fs::read(home.path("storm/briefing.json")).unwrap(), first);
    assert_eq!(home.files("storm"), files);
    // Another text at the same address.
    home.write(
        "changed.html",
        herald().replace(
            "for at least another three years",
            "for at least another two years",
        ),
    );
    let run = home.run(&["add", "storm", "changed.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("1 changed page kept as another version"),
        "{run:?}"
    );
    home.opens("storm");
    let briefing = home.briefing("storm");
    let articles = briefing["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["text"], "articles/harbour-herald-2018.txt");
    let versions = articles[0]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 1);
    let new = fs::read_to_string(
        home.path("storm")
            .join(versions[0]["text"].as_str().unwrap()),
    )
    .unwrap();
    assert!(new.contains("another two years"), "{new}");
    assert_eq!(versions[0]["sha256"], sha256_hex(new.as_bytes()));
    let old = fs::read_to_string(home.path("storm/articles/harbour-herald-2018.txt")).unwrap();
    assert!(old.contains("another three years"));
    let now = fs::read(home.path("storm/briefing.json")).unwrap();
    let run = home.run(&["add", "storm", "changed.html"]);
    assert!(run.out.contains("1 is there already"), "{run:?}");
    assert_eq!(fs::read(home.path("storm/briefing.json")).unwrap(), now);
    // Another page of the outlet and the year gets another id.
    home.write(
        "other.html",
        page(
            "Gates to cost millions",
            "https://www.herald.example/2018/12/gates",
            &[PARAGRAPHS[4], PARAGRAPHS[3], PARAGRAPHS[2]],
        ),
    );
    let run = home.run(&["add", "storm", "other.html"]);
    assert!(run.out.contains("harbour-herald-2018-2 added"), "{run:?}");
    home.opens("storm");
}

#[test]
fn what_a_killed_session_has_written_is_taken_over() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    let text = PARAGRAPHS.join("\n\n") + "\n";
    home.write("storm/articles/harbour-herald-2018.txt", text);
    home.write("storm/originals/harbour-herald-2018.html", herald());
    let run = home.run(&["add", "storm", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("harbour-herald-2018 added"), "{run:?}");
    home.opens("storm");
    // Another's file of that name is left alone.
    let home = Home::with_bundle();
    home.write("page.html", herald());
    home.write("storm/articles/harbour-herald-2018.txt", "mine");
    let run = home.run(&["add", "storm", "page.html"]);
    assert!(run.out.contains("harbour-herald-2018-2 added"), "{run:?}");
    let mine = fs::read_to_string(home.path("storm/articles/harbour-herald-2018.txt")).unwrap();
    assert_eq!(mine, "mine");
    home.opens("storm");
}

#[test]
fn what_cannot_be_taken_is_told_and_the_rest_is_taken() {
    let home = Home::with_bundle();
    home.write("in/a.html", herald());
    home.write("in/b.pdf", b"%PDF-1.4 x");
    home.write("in/.hidden", "x");
    home.write("in/empty.txt", " \n");
    home.write("in/page_files/style.css", "body {}");
    let run = home.run(&["add", "storm", "in", "missing.html"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.out
            .contains("1 article added · 3 files could not be taken"),
        "{run:?}"
    );
    for said in [
        "pdftotext",
        "in/b.pdf",
        "the file is empty",
        "missing.html",
        "cannot be read",
    ] {
        assert!(run.err.contains(said), "{said}: {run:?}");
    }
    assert!(
        !run.err.contains("hidden") && !run.err.contains("style.css"),
        "{run:?}"
    );
    assert_eq!(
        home.briefing("storm")["articles"].as_array().unwrap().len(),
        1
    );
    home.opens("storm");
}

#[test]
fn large_files_are_refused_before_they_are_read() {
    let home = Home::with_bundle();
    fs::File::create(home.path("big.html"))
        .unwrap()
        .set_len(100 << 20)
        .unwrap();
    let run = home.run(&["add", "storm", "big.html"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("104857600 bytes"), "{run:?}");
    assert_eq!(home.files("storm"), ["briefing.json"]);
}

#[test]
fn a_dry_run_writes_nothing_and_needs_no_bundle() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    let before = fs::read(home.path("storm/briefing.json")).unwrap();
    let run = home.run(&["add", "storm", "page.html", "--dry-run"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("would be added") && run.out.contains("Nothing was written"),
        "{run:?}"
    );
    assert_eq!(home.files("storm"), ["briefing.json"]);
    assert_eq!(fs::read(home.path("storm/briefing.json")).unwrap(), before);
    let run = home.run(&["add", "--dry-run", "--json", "page.html", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    let lines = run.lines();
    assert_eq!(lines.len(), 2);
    let line = &lines[0];
    assert_eq!(line["file"], "page.html");
    assert_eq!(line["text"], PARAGRAPHS.join("\n"));
    assert_eq!(line["title"], "Barrier to close every night");
    assert_eq!(line["published"], "2018-11-20");
    assert_eq!(line["format"], "html");
    assert_eq!(line["status"], Value::Null);
    let omitted = line["omitted"].as_array().unwrap();
    assert!(
        omitted
            .iter()
            .any(|o| o["text"] == "Sign up for our newsletter"),
        "{omitted:?}"
    );
    assert!(line["alternatives"].is_object());
}

#[test]
fn what_was_left_out_can_be_put_back_by_its_id() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    let run = home.run(&["add", "storm", "page.html", "--dry-run", "--show-omitted"]);
    let line = run
        .out
        .lines()
        .find(|l| l.contains("Sign up for our newsletter"))
        .unwrap();
    let id = line.trim().split(' ').next().unwrap();
    let wrong = home.run(&["add", "storm", "page.html", "--keep", "00000000:1"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.err.contains("has the id"), "{wrong:?}");
    assert_eq!(home.files("storm"), ["briefing.json"]);
    let run = home.run(&["add", "storm", "page.html", "--keep", id]);
    assert_eq!(run.code, 0, "{run:?}");
    let text = fs::read_to_string(home.path("storm/articles/harbour-herald-2018.txt")).unwrap();
    assert_eq!(
        text,
        PARAGRAPHS.join("\n\n") + "\n\nSign up for our newsletter\n"
    );
}

#[test]
fn what_is_the_readers_own_is_told_and_taken_out_where_that_is_asked_for() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    let run = home.run(&["add", "storm", "page.html", "--dry-run"]);
    assert!(run.out.contains("--scrub takes it out"), "{run:?}");
    assert!(!run.out.contains("reader@example.org"), "{run:?}");
    let run = home.run(&["add", "storm", "page.html", "--scrub"]);
    assert_eq!(run.code, 0, "{run:?}");
    let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("taken out of the original: form email"),
        "{run:?}"
    );
    let original =
        fs::read_to_string(home.path("storm/originals/harbour-herald-2018.html")).unwrap();
    assert!(!original.contains("reader@example.org") && !original.contains("a8f5f167f44f"));
    assert_eq!(original.len(), herald().len());
    home.opens("storm");
    // The page as it was received is the same page.
    let run = home.run(&["add", "storm", "page.html"]);
    assert!(run.out.contains("is there already"), "{run:?}");
}

#[test]
fn what_is_piped_is_taken_with_its_address() {
    let home = Home::with_bundle();
    let pasted = format!(
        "Barrier to close every night\n\nBy Ada Quill\n\n{}\n",
        PARAGRAPHS.join("\n\n")
    );
    let url = "https://www.herald.example/2018/11/barrier";
    let run = home.run_with(&["add", "storm", "-", "--url", url], &pasted);
    assert_eq!(run.code, 0, "{run:?}");
    let briefing = home.briefing("storm");
    let article = &briefing["articles"][0];
    assert_eq!(article["url"], url);
    let text =
        fs::read_to_string(home.path("storm").join(article["text"].as_str().unwrap())).unwrap();
    for paragraph in PARAGRAPHS {
        assert!(text.contains(paragraph), "{text}");
    }
    home.opens("storm");
    for (args, said) in [
        (vec!["add", "storm", "-", "-"], "named twice"),
        (vec!["add", "storm", "a", "b", "--url", url], "for one page"),
        (
            vec!["add", "storm", "-", "--url", "herald.example"],
            "no address",
        ),
    ] {
        let run = home.run_with(&args, &pasted);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
}

#[test]
fn bundles_that_cannot_be_changed_are_told_at_once() {
    let home = Home::with_bundle();
    home.write("page.html", herald());
    for (bundle, said) in [
        ("kaspersky-lab", "comes with the program"),
        ("nothing-here", "there is no briefing"),
    ] {
        let run = home.run(&["add", bundle, "page.html"]);
        assert_ne!(run.code, 0, "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
    let run = home.run(&["add", "storm"]);
    assert!(
        run.code == 2 && run.err.contains("nothing to take in"),
        "{run:?}"
    );
    home.write("storm/briefing.json", "{ \"format\": 1, // mine\n}");
    let run = home.run(&["add", "storm", "page.html"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("briefing.json:1:16"), "{run:?}");
    assert_eq!(home.files("storm"), ["briefing.json"]);
}

#[test]
fn a_briefing_that_was_written_by_hand_keeps_its_form() {
    let home = Home::with_bundle();
    let hand = "{\r\n\t\"format\":1, \"id\" : \"storm\",\r\n\t\"title\":\"T\", \"x-mine\":[1.50,\r\n\t2],\r\n\t\"sides\":[{\"id\":\"a\",\"label\":\"A\"},{\"id\":\"b\",\"label\":\"B\"}],\r\n\t\"speakers\":[],\r\n\t\"articles\":[],\r\n\t\"statements\":[] }";
    home.write("storm/briefing.json", hand);
    home.write("page.html", herald());
    let run = home.run(&["add", "storm", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    let text = fs::read_to_string(home.path("storm/briefing.json")).unwrap();
    let (before, after) = hand.split_once("\"articles\":[]").unwrap();
    assert!(text.starts_with(before) && text.ends_with(after), "{text}");
    assert_eq!(
        fs::read_to_string(home.path("storm/briefing.json~")).unwrap(),
        hand
    );
    home.opens("storm");
}

#[test]
fn new_takes_pages_in_at_once() {
    let home = Home::new();
    home.write("page.html", herald());
    let run = home.run(&[
        "new",
        "storm",
        "--title",
        "T",
        "--side",
        "A",
        "--side",
        "B",
        "page.html",
        "missing.txt",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("missing.txt"), "{run:?}");
    assert_eq!(
        home.briefing("storm")["articles"].as_array().unwrap().len(),
        1
    );
    home.opens("storm");
}

#[test]
fn a_paste_of_long_lines_is_taken_whole_and_can_be_cancelled() {
    let home = crate::pty::Home::new();
    home.run(&["list"]);
    let script = "$DIPTYCH new storm --title T --side A --side B >/dev/null && $DIPTYCH add storm -; echo \"code $?\"";
    // A terminal hands lines over, of which it keeps 4095 bytes.
    let long = PARAGRAPHS.map(|p| format!("{p} ")).concat().repeat(8);
    assert!(long.len() > 4_096);
    let paste = format!(
        "Barrier to close every night\r\rBy Ada Quill\r\r{}\r\r{long}The very last words stand here.\r\r",
        PARAGRAPHS.join("\r\r")
    );
    let mut term = home.shell(script);
    term.see("then press C-d");
    let letters: Vec<char> = paste.chars().collect();
    for piece in letters.chunks(400) {
        term.press(&piece.iter().collect::<String>());
    }
    term.press("\u{4}");
    term.see("code 0");
    term.finish();
    let briefing: Value = serde_json::from_str(&home.read("storm/briefing.json")).unwrap();
    let text = briefing["articles"][0]["text"].as_str().unwrap();
    assert!(
        home.read(&format!("storm/{text}"))
            .contains("The very last words stand here.")
    );

    let mut term = home.shell("rm -r storm; $DIPTYCH new storm --title T --side A --side B >/dev/null && $DIPTYCH add storm -; echo \"code $?\"; stty -a");
    term.see("then press C-d");
    term.press("Half a paragraph\u{3}");
    term.see("code 1");
    term.see("the paste was cancelled");
    // The terminal is as it was.
    term.see(" icanon");
    term.see("isig icanon");
    term.finish();
    assert!(
        home.read("storm/briefing.json")
            .contains("\"articles\": []")
    );
}
