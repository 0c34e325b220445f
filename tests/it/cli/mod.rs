//! Drives the real program as a shell would: what it prints, to where, and with
//! which exit code. Every folder that it uses is a temporary one.

mod add;
mod quotes;
mod review;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A home of its own for each test.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command
            .args(args)
            .env("DIPTYCH_DATA", self.path("data"))
            .env("DIPTYCH_CACHE", self.path("cache"))
            .env("DIPTYCH_CONFIG", self.path("config"))
            .env_remove("DIPTYCH_LIBRARY")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().unwrap())
    }

    /// Writes a small bundle and returns its folder.
    fn bundle(&self, id: &str, change: impl Fn(&mut Value)) -> PathBuf {
        let folder = self.path("library").join(id);
        fs::create_dir_all(folder.join("articles")).unwrap();
        fs::write(
            folder.join("articles/a.txt"),
            "The mayor spoke. “The bridge is safe,” she said.\n\nThe builder said “it is not.”\n",
        )
        .unwrap();
        let mut briefing = serde_json::json!({
            "format": 1,
            "id": id,
            "title": "The bridge",
            "sides": [{"id": "town", "label": "Town"}, {"id": "firm", "label": "Firm"}],
            "topics": [{"id": "safety", "question": "Is the bridge safe?"},
                       {"id": "cost", "question": "Who pays?"}],
            "speakers": [{"id": "mayor", "name": "The mayor", "side": "town"},
                         {"id": "builder", "name": "The builder", "side": "firm"}],
            "articles": [{"id": "a", "title": "On the bridge", "publisher": "The Daily",
                          "text": "articles/a.txt"}],
            "statements": [
                {"id": "s-safe", "speaker": "mayor", "topics": ["safety"],
                 "appearances": [{"article": "a", "quote": [{"exact": "The bridge is safe,"}]}]},
                {"id": "s-not", "speaker": "builder", "topics": ["safety"],
                 "answers": [{"statement": "s-safe", "how": "denies"}],
                 "appearances": [{"article": "a", "quote": [{"exact": "it is not."}]}]}
            ]
        });
        change(&mut briefing);
        let text = serde_json::to_string_pretty(&briefing).unwrap();
        fs::write(folder.join("briefing.json"), text).unwrap();
        folder
    }
}

/// What came of a command.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: &Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn search_prints_the_statement_and_its_reference() {
    let home = Home::new();
    let run = home.run(&["search", "pawn", "geopolitical"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("kaspersky-lab#s-kl-pawn"), "{run:?}");
    assert_eq!(run.err, "");
}

#[test]
fn search_as_json_holds_the_query_and_the_results_and_nothing_else() {
    let home = Home::new();
    let run = home.run(&["search", "--json", "--limit", "3", "\"close ties\""]);
    assert_eq!(run.code, 0, "{run:?}");
    let answer = run.json();
    let keys: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["notes", "partial", "query", "results", "total"]);
    assert_eq!(answer["partial"], false);
    assert_eq!(answer["query"], "\"close ties\"");
    let results = answer["results"].as_array().unwrap();
    assert!((1..=3).contains(&results.len()), "{}", results.len());
    let first = &results[0];
    assert_eq!(first["ref"], "kaspersky-lab#s-shaheen-overwhelming");
    assert_eq!(first["kind"], "statement");
    assert_eq!(first["briefing"], "kaspersky-lab");
    assert_eq!(first["statement"], "s-shaheen-overwhelming");
    assert_eq!(first["speaker"], "Jeanne Shaheen");
    assert_eq!(first["side"], "US government");
    assert!(first["article"].is_string() && first["score"].is_number());
    assert!(first["text"].as_str().unwrap().contains("close ties"));
}

#[test]
fn a_search_that_finds_nothing_ends_with_1() {
    let home = Home::new();
    let run = home.run(&["search", "xylophone"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (1, "Nothing found for xylophone\n")
    );
    let run = home.run(&["search", "--json", "xylophone"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["results"], serde_json::json!([]));
}

#[test]
fn a_search_for_no_results_is_refused_and_hostile_questions_are_answered() {
    let home = Home::new();
    let run = home.run(&["search", "ban", "--limit", "0"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    for question in [
        "said: \"x",
        "((((",
        "*",
        "-",
        "\"\"",
        "who:",
        "a OR",
        "\u{1b}[31m",
    ] {
        let run = home.run(&["search", "--", question]);
        assert!(run.code == 0 || run.code == 1, "{question:?}: {run:?}");
        assert!(
            !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'),
            "{run:?}"
        );
    }
}

#[test]
fn filters_and_scopes_narrow_a_search() {
    let home = Home::new();
    let run = home.run(&[
        "search",
        "--json",
        "--limit",
        "100",
        "kind:direct side:us-government",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    for result in run.json()["results"].as_array().unwrap() {
        assert_eq!(result["side"], "US government");
        assert_eq!(result["statement_kind"], "direct");
    }
    let run = home.run(&[
        "search",
        "--json",
        "--in",
        "kaspersky-lab/axios-2018",
        "sanctions",
    ]);
    for result in run.json()["results"].as_array().unwrap() {
        assert_eq!(result["article"], "axios-2018");
    }
}

#[test]
fn a_search_sees_a_bundle_that_changed() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let library = home.path("library");
    let search = |word| home.run(&["--library", text(&library), "search", word]);
    assert_eq!(search("bridge").code, 0);
    assert_eq!(search("tunnel").code, 1);
    home.bundle("bridge", |briefing| {
        briefing["topics"][0]["question"] = "Is the tunnel safe?".into();
    });
    assert_eq!(search("tunnel").code, 0);
    fs::remove_dir_all(library.join("bridge")).unwrap();
    assert_eq!(search("tunnel").code, 1);
}

#[test]
fn where_the_cache_cannot_be_written_a_search_still_answers() {
    let home = Home::new();
    fs::write(home.path("cache"), "a file, no folder").unwrap();
    let run = home.run(&["search", "pawn"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("s-kl-pawn"));
}

#[test]
fn show_prints_briefing_article_passage_statement_and_topic() {
    let home = Home::new();
    for (reference, held) in [
        ("kaspersky-lab", "Kaspersky Lab: 22 statements"),
        (
            "kaspersky-lab/axios-2018",
            "[p1] Government officials are considering sanctions",
        ),
        ("kaspersky-lab/axios-2018#p3", "[p3] Why it matters"),
        (
            "kaspersky-lab#s-shaheen-overwhelming",
            "Printed in 2 articles",
        ),
        (
            "kaspersky-lab#sanctions",
            "Should restrictions go beyond federal systems?",
        ),
        ("kaspersky-lab#axios-2018", "[p1] Government officials"),
    ] {
        let run = home.run(&["show", reference]);
        assert_eq!(run.code, 0, "{reference}: {run:?}");
        assert!(run.out.contains(held), "{reference}: {}", run.out);
        assert!(!run.out.contains(['│', '─', '\u{1b}']), "{reference}");
        let run = home.run(&["show", "--json", reference]);
        assert!(run.json().is_object(), "{reference}");
    }
    let passage = home.run(&["show", "kaspersky-lab/axios-2018#p3"]);
    assert!(!passage.out.contains("[p1]"));
}

#[test]
fn a_statement_names_its_carriers_its_proof_and_its_answers() {
    let home = Home::new();
    let run = home.run(&["show", "kaspersky-lab#s-shaheen-overwhelming", "--json"]);
    let statement = run.json();
    assert_eq!(statement["ref"], "kaspersky-lab#s-shaheen-overwhelming");
    assert_eq!(statement["speaker"]["side"]["id"], "us-government");
    let carriers = statement["appearances"].as_array().unwrap();
    assert_eq!(carriers.len(), 2);
    for carrier in carriers {
        assert_eq!(carrier["proof"], "exact");
        let start = carrier["parts"][0]["start"].as_u64().unwrap();
        let article = home.run(&[
            "show",
            "--json",
            &format!("kaspersky-lab/{}", carrier["article"].as_str().unwrap()),
        ]);
        let passages = article.json()["text"].clone();
        let holder = passages
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["ref"] == carrier["ref"])
            .unwrap()
            .clone();
        assert!(holder["start"].as_u64().unwrap() <= start);
        assert!(start < holder["end"].as_u64().unwrap());
    }
    assert_eq!(
        statement["answered_by"][0]["ref"],
        "kaspersky-lab#s-kl-continued-actions"
    );
}

#[test]
fn text_keeps_to_the_width_that_is_asked_for() {
    let home = Home::new();
    for width in [40, 72, 120] {
        let run = home.run(&["show", "kaspersky-lab", "--width", &width.to_string()]);
        let widest = run.out.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= width && widest > width - 12, "{width}: {widest}");
    }
    assert_eq!(home.run(&["show", "kaspersky-lab", "--width", "3"]).code, 2);
}

#[test]
fn what_is_not_there_ends_with_1_and_names_what_is_near() {
    let home = Home::new();
    for (args, near) in [
        (["show", "kaspersky-labs"], "kaspersky-lab"),
        (["show", "kaspersky-lab/axios-2019"], "axios-2018"),
        (
            ["show", "kaspersky-lab#s-shaheen-overwhelmed"],
            "s-shaheen-overwhelming",
        ),
        (["show", "kaspersky-lab/axios-2018#p999"], "no p999"),
        (["compare", "kaspersky-lab#sanction"], "sanctions"),
    ] {
        let run = home.run(&args);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{args:?}");
        assert!(
            run.err.starts_with("error: ") && run.err.contains(near),
            "{run:?}"
        );
    }
    for nonsense in ["no such", "../../x", "a/b/c"] {
        let run = home.run(&["show", nonsense]);
        assert_eq!(run.code, 2, "{nonsense}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn compare_puts_the_answer_below_the_statement_and_says_where_there_is_none() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |_| {});
    let run = home.run(&["compare", text(&bundle)]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.out,
        "\
The bridge
Town / Firm

# Is the bridge safe? (bridge#safety)

The mayor (Town)
  “The bridge is safe,”
  direct · The Daily
  bridge#s-safe
    denies: The builder (Firm)
      [The builder said] “it is not.”
      direct · The Daily
      bridge#s-not

# Who pays? (bridge#cost)

Town: nothing on this in this briefing.

Firm: nothing on this in this briefing.
"
    );
    let bundle = home.bundle("alone", |briefing| {
        briefing["statements"][1]["answers"] = serde_json::json!([]);
    });
    let run = home.run(&["compare", text(&bundle), "--topic", "safety"]);
    assert!(run.out.contains("(no answer in this briefing)"), "{run:?}");
    assert!(!run.out.contains("Who pays?"));
}

#[test]
fn compare_as_json_holds_every_statement_of_a_topic_once() {
    let home = Home::new();
    let run = home.run(&["compare", "--json", "kaspersky-lab"]);
    let comparison = run.json();
    assert_eq!(comparison["briefing"], "kaspersky-lab");
    let whole = home.run(&["show", "--json", "kaspersky-lab"]).json();
    let rows = comparison["rows"].as_array().unwrap();
    for topic in comparison["topics"].as_array().unwrap() {
        for statement in whole["statements"].as_array().unwrap() {
            let topics = statement["topics"].as_array().unwrap();
            let named = |row: &&Value| {
                row["topic"] == topic["id"]
                    && (row["claim"] == statement["ref"] || row["reply"] == statement["ref"])
            };
            let listed = rows.iter().find(named).is_some();
            assert_eq!(listed, topics.contains(&topic["id"]), "{}", statement["id"]);
        }
    }
    let statements = comparison["statements"].as_array().unwrap();
    assert_eq!(
        statements.len(),
        whole["statements"].as_array().unwrap().len()
    );
}

#[test]
fn what_nobody_answers_is_listed_in_every_form() {
    let home = Home::new();
    let json = home
        .run(&["compare", "--unanswered", "--json", "kaspersky-lab"])
        .json();
    let ids: Vec<&Value> = json["unanswered"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["ref"])
        .collect();
    assert!(!ids.is_empty());
    let text = home.run(&["compare", "--unanswered", "kaspersky-lab"]);
    let csv = home.run(&[
        "compare",
        "--unanswered",
        "--format",
        "csv",
        "kaspersky-lab",
    ]);
    let main = text.out.split("# Answered only").next().unwrap();
    let main = main.split("# Said to or by").next().unwrap();
    for id in &ids {
        let id = id.as_str().unwrap();
        assert!(
            main.contains(id) && csv.out.contains(&format!("\n{id},")),
            "{id}"
        );
    }
    let rows = csv
        .out
        .lines()
        .filter(|line| line.starts_with("kaspersky-lab#"));
    assert_eq!(rows.count(), ids.len());
    let topic = home.run(&[
        "compare",
        "--unanswered",
        "--topic",
        "ties",
        "--json",
        "kaspersky-lab",
    ]);
    let of_topic = topic.json()["unanswered"].as_array().unwrap().len();
    assert!(of_topic < ids.len());
}

/// A comparison of the small bundle in a form.
fn facing(format: &str, more: &[&str]) -> String {
    let home = Home::new();
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");
    done(
        &home,
        &[&["compare", small, "--format", format], more].concat(),
    )
}

#[test]
fn a_comparison_leaves_as_pairs_in_markdown() {
    assert_eq!(
        facing("markdown", &["--topic", "safety"]),
        r"# The lower bridge

## Is the bridge safe?

### 1

**City council**

> “Two of the four piers are cracked, and the bridge cannot carry lorries,”

— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” *Herald*, March 4, 2019, <https://herald.example/bridge>. `lower-bridge#cracked`

**Mill Company** *denies*

> “The bridge is sound; our own engineers crossed it on Monday,”

— Mill Company, March 5, 2019, quoted in “The mill answers,” *Ledger*, March 5, 2019. `lower-bridge#sound`

### 2

**City council**

Ada Voss: “Two of the four piers are cracked, and the bridge cannot carry lorries,” (as above, `lower-bridge#cracked`)

**Mill Company** *rebuts*

> \[The miller’s partner in Shanghai, Li Ming, wrote in his own language:\] “这座桥很安全，我们每天都走。”

— 李明, partner in Shanghai, quoted in “Voices from both banks,” *Courier*, ca. March 2019. `lower-bridge#safe`

### 3

**City council**

> “It stays closed until the spring,”

— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” *Herald*, March 4, 2019, <https://herald.example/bridge>. `lower-bridge#spring`

*No answer in this briefing.*
"
    );
}

#[test]
fn a_comparison_leaves_as_text() {
    assert_eq!(
        facing("plain", &["--topic", "safety"]),
        r"The lower bridge

# Is the bridge safe?

1. City council:
“Two of the four piers are cracked, and the bridge cannot carry lorries,”
— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” Herald, March 4, 2019, https://herald.example/bridge.
[lower-bridge#cracked]

Mill Company, denies:
“The bridge is sound; our own engineers crossed it on Monday,”
— Mill Company, March 5, 2019, quoted in “The mill answers,” Ledger, March 5, 2019.
[lower-bridge#sound]

2. City council:
Ada Voss: “Two of the four piers are cracked, and the bridge cannot carry lorries,” (as above)
[lower-bridge#cracked]

Mill Company, rebuts:
[The miller’s partner in Shanghai, Li Ming, wrote in his own language:] “这座桥很安全，我们每天都走。”
— 李明, partner in Shanghai, quoted in “Voices from both banks,” Courier, ca. March 2019.
[lower-bridge#safe]

3. City council:
“It stays closed until the spring,”
— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” Herald, March 4, 2019, https://herald.example/bridge.
[lower-bridge#spring]

(No answer in this briefing.)
"
    );
    let law = facing("plain", &["--topic", "safety", "--style", "law"]);
    assert!(
        law.contains("(quoting Ada Voss") && law.contains("2. City council:"),
        "{law}"
    );
}

#[test]
fn a_comparison_leaves_as_a_page_with_the_sides_beside_each_other() {
    let page = facing("html", &["--topic", "safety"]);
    assert!(!page.contains("<script") && !page.contains("<link"));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
    let body = &page[page.find("<body>").unwrap()..];
    assert_eq!(
        body,
        r##"<body>
<h1>The lower bridge</h1>
<p class="lead"><b class="one">City council</b> / <b class="two">Mill Company</b>: statement against answer, 3 rows.</p>
<section>
<h2 id="topic-1">Is the bridge safe?</h2>
<div class="sides">
<article id="row-1" class="left" style="grid-row:1">
<p class="side"><a class="no" href="#row-1">1</a> City council</p>
<blockquote dir="auto">“Two of the four piers are cracked, and the bridge cannot carry lorries,”</blockquote>
<footer>— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” <cite>Herald</cite>, March 4, 2019, <a href="https://herald.example/bridge" rel="noreferrer">https://herald.example/bridge</a>. <code>lower-bridge#cracked</code></footer>
</article>
<article class="right answer" style="grid-row:1">
<p class="side">Mill Company <span class="how">↳ denies</span></p>
<blockquote dir="auto">“The bridge is sound; our own engineers crossed it on Monday,”</blockquote>
<footer>— Mill Company, March 5, 2019, quoted in “The mill answers,” <cite>Ledger</cite>, March 5, 2019. <code>lower-bridge#sound</code></footer>
</article>
<article id="row-2" class="left" style="grid-row:2">
<p class="side"><a class="no" href="#row-2">2</a> City council</p>
<p>Ada Voss: “Two of the four piers are cracked, and the bridge cannot carry lorries,” (as above) <code>lower-bridge#cracked</code></p>
</article>
<article class="right answer" style="grid-row:2">
<p class="side">Mill Company <span class="how">↳ rebuts</span></p>
<blockquote dir="auto">[The miller’s partner in Shanghai, Li Ming, wrote in his own language:] “这座桥很安全，我们每天都走。”</blockquote>
<footer>— 李明, partner in Shanghai, quoted in “Voices from both banks,” <cite>Courier</cite>, ca. March 2019. <code>lower-bridge#safe</code></footer>
</article>
<article id="row-3" class="left" style="grid-row:3">
<p class="side"><a class="no" href="#row-3">3</a> City council</p>
<blockquote dir="auto">“It stays closed until the spring,”</blockquote>
<footer>— Ada Voss, engineer, City council, March 4, 2019, quoted in M. Ost, “Council closes the lower bridge,” <cite>Herald</cite>, March 4, 2019, <a href="https://herald.example/bridge" rel="noreferrer">https://herald.example/bridge</a>. <code>lower-bridge#spring</code></footer>
</article>
<p class="gap right" style="grid-row:3">No answer in this briefing.</p>
</div>
</section>
<footer class="key">Words in quotation marks are the speaker’s own; without them they are the reporter’s. […] marks a cut.</footer>
</body>
</html>
"##
    );
}

#[test]
fn a_comparison_leaves_as_a_table_with_pair_and_answer() {
    let table = facing("csv", &[]);
    let rows: Vec<String> = table
        .split("\r\n")
        .map(|row| row.split(',').take(6).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        rows,
        [
            "pair,topic,column,answers,how,reference",
            "1,Is the bridge safe?,left,,,lower-bridge#cracked",
            "1,Is the bridge safe?,right,lower-bridge#cracked,denies,lower-bridge#sound",
            "2,Is the bridge safe?,left,,,lower-bridge#cracked",
            "2,Is the bridge safe?,right,lower-bridge#cracked,rebuts,lower-bridge#safe",
            "3,Is the bridge safe?,left,,,lower-bridge#spring",
            "4,Who pays for the repair?,left,,,lower-bridge#pays",
            "4,Who pays for the repair?,right,lower-bridge#pays,rebuts,lower-bridge#refuses",
            "5,Who pays for the repair?,between,,,lower-bridge#drivers",
            "5,Who pays for the repair?,right,lower-bridge#drivers,concedes,lower-bridge#sorry",
            "6,,right,,,lower-bridge#flour",
            "",
        ]
    );
}

#[test]
fn a_comparison_leaves_as_json_and_annotations_that_name_what_they_answer() {
    let json: Value = serde_json::from_str(&facing("json", &["--topic", "safety"])).unwrap();
    let pairs = json["pairs"].as_array().unwrap();
    let id = |pair: &Value, side: &str| pair[side]["source"]["statement"].clone();
    let seen: Vec<_> = pairs
        .iter()
        .map(|p| (id(p, "left"), id(p, "right"), p["answers"].clone()))
        .collect();
    let link = |from: &str, how: &str| serde_json::json!([{ "statement": from, "answers": "lower-bridge#cracked", "how": how }]);
    assert_eq!(
        seen,
        [
            (
                "cracked".into(),
                "sound".into(),
                link("lower-bridge#sound", "denies")
            ),
            (
                "cracked".into(),
                "safe".into(),
                link("lower-bridge#safe", "rebuts")
            ),
            ("spring".into(), Value::Null, serde_json::json!([])),
        ]
    );
    assert_eq!(pairs[0]["topic"]["id"], "safety");

    let notes: Value = serde_json::from_str(&facing("w3c", &["--topic", "safety"])).unwrap();
    let items = notes["first"]["items"].as_array().unwrap();
    let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
    assert_eq!(items.len(), 4, "each statement once");
    let how: Vec<_> = items
        .iter()
        .map(|item| item["body"][0]["diptych:how"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(how, ["", "denies", "rebuts", ""]);
    for answer in [1, 2] {
        assert_eq!(&items[answer]["body"][0]["source"], ids[0]);
        assert_eq!(items[answer]["body"][0]["purpose"], "linking");
    }
}

#[test]
fn list_counts_the_statements_of_each_side() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let library = home.path("library");
    let run = home.run(&["list", "--json", "--library", text(&library)]);
    assert_eq!(run.code, 0);
    let list = run.json();
    assert_eq!(list[0]["id"], "bridge");
    assert_eq!(list[0]["state"], "ready");
    assert_eq!(
        list[0]["sides"],
        serde_json::json!([{"label": "Town", "statements": 1}, {"label": "Firm", "statements": 1}])
    );
    assert_eq!(list[1]["id"], "kaspersky-lab");
    let run = home.run(&["list", "--library", text(&library)]);
    assert!(run.out.contains("bridge: The bridge\n"), "{run:?}");
}

#[test]
fn a_broken_bundle_does_not_take_its_neighbours_down() {
    let home = Home::new();
    home.bundle("bridge", |_| {});
    let broken = home.path("library/broken");
    fs::create_dir_all(&broken).unwrap();
    fs::write(broken.join("briefing.json"), "{ no").unwrap();
    let library = home.path("library");
    let run = home.run(&["--library", text(&library), "list"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("does not open") && run.out.contains("bridge:"),
        "{run:?}"
    );
    assert_eq!(
        home.run(&["--library", text(&library), "search", "bridge"])
            .code,
        0
    );
    let run = home.run(&["show", text(&broken)]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("diptych check"), "{run:?}");
}

#[test]
fn check_passes_what_is_sound_and_warnings_pass() {
    let home = Home::new();
    let run = home.run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out
            .ends_with("1 bundle checked: 0 errors, 0 warnings\n"),
        "{run:?}"
    );
    let bundle = home.bundle("bridge", |briefing| briefing["colour"] = "red".into());
    let run = home.run(&["check", text(&bundle)]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("warning: ") && run.out.contains("colour"),
        "{run:?}"
    );
}

#[test]
fn check_names_file_line_column_and_path_and_points_at_the_place() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["statements"][1]["speaker"] = "bulider".into();
    });
    let run = home.run(&["check", text(&bundle)]);
    assert_eq!(run.code, 1, "{run:?}");
    let place = run.out.lines().find(|l| l.contains("-->")).unwrap();
    assert!(place.ends_with("(statements[1].speaker)"), "{place}");
    let source = fs::read_to_string(bundle.join("briefing.json")).unwrap();
    let number = 1 + source.lines().position(|l| l.contains("bulider")).unwrap();
    assert!(
        place.contains(&format!("briefing.json:{number}:")),
        "{place}"
    );
    let lines: Vec<&str> = run.out.lines().collect();
    let row = lines
        .iter()
        .position(|l| l.contains("\"speaker\": \"bulider\""))
        .unwrap();
    let caret = lines[row + 1].find('^').unwrap();
    assert!(lines[row][caret..].starts_with("\"bulider\""), "{run:?}");
    assert!(
        run.out.contains("builder"),
        "the advice names what was meant"
    );
    assert!(
        run.out
            .lines()
            .last()
            .unwrap()
            .starts_with("1 bundle checked: ")
    );
}

#[test]
fn check_of_a_folder_tells_of_two_bundles_of_one_id() {
    let home = Home::new();
    home.bundle("one", |_| {});
    home.bundle("two", |briefing| briefing["id"] = "one".into());
    let run = home.run(&["check", text(&home.path("library"))]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("same id \"one\""), "{run:?}");
    assert!(run.out.contains("2 bundles checked: 0 errors"), "{run:?}");
}

#[test]
fn check_as_json_is_a_list_of_problems() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["statements"][0]["appearances"][0]["quote"][0]["exact"] = "never said".into();
    });
    let run = home.run(&["check", "--json", text(&bundle)]);
    assert_eq!(run.code, 1, "{run:?}");
    let problems = run.json();
    let first = &problems[0];
    let mut keys: Vec<_> = first
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    let fields = [
        "bundle", "column", "file", "help", "line", "message", "name", "path", "severity",
    ];
    assert_eq!(keys, fields);
    assert!(first["name"].is_null());
    assert_eq!(first["severity"], "error");
    assert!(
        first["path"]
            .as_str()
            .unwrap()
            .starts_with("statements[0].appearances[0]")
    );
    assert!(first["line"].as_u64().unwrap() > 1);
    let run = home.run(&["check", "--json"]);
    assert_eq!((run.code, run.json()), (0, serde_json::json!([])));
}

#[test]
fn check_of_what_is_no_bundle_could_not_run() {
    let home = Home::new();
    for path in ["nowhere", "."] {
        let run = home.run(&["check", path]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(
            run.err.starts_with("error: ") && run.err.contains("help: "),
            "{run:?}"
        );
    }
}

#[test]
fn escape_sequences_of_a_bundle_and_of_file_names_never_reach_the_output() {
    let home = Home::new();
    let bundle = home.bundle("bridge", |briefing| {
        briefing["title"] = "The \u{1b}]0;owned\u{7}bridge".into();
        briefing["statements"][0]["id"] = "s \u{1b}[31m".into();
    });
    let hostile = home.path("library/x\u{1b}[31my");
    fs::rename(bundle, &hostile).unwrap();
    let library = home.path("library");
    for args in [
        vec!["list"],
        vec!["check"],
        vec!["check", text(&hostile)],
        vec!["show", text(&hostile)],
        vec!["paths", "--library", text(&hostile)],
        vec!["show", "\u{1b}[31m"],
    ] {
        let mut all = vec!["--library", text(&library)];
        all.extend(args);
        let run = home.run(&all);
        assert!(!run.out.contains('\u{1b}'), "{all:?}: {run:?}");
        assert!(!run.err.contains('\u{1b}'), "{all:?}: {run:?}");
    }
}

#[test]
fn schema_accepts_the_shipped_briefing() {
    let home = Home::new();
    let run = home.run(&["schema"]);
    assert_eq!(run.code, 0);
    let validator = jsonschema::validator_for(&run.json()).unwrap();
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/briefings/kaspersky-lab/briefing.json"
    );
    let shipped: Value = serde_json::from_str(&fs::read_to_string(shipped).unwrap()).unwrap();
    assert!(validator.is_valid(&shipped));
    assert!(!validator.is_valid(&serde_json::json!({"format": 1})));
}

#[test]
fn paths_are_told_with_their_reasons() {
    let home = Home::new();
    let run = home.run(&["paths", "--json"]);
    assert_eq!(run.code, 0);
    let paths = run.json();
    assert_eq!(paths["data"]["path"], text(&home.path("data")));
    assert_eq!(paths["data"]["why"], "DIPTYCH_DATA");
    assert!(paths["libraries"][0]["path"].is_string());
    let run = home.run(&["paths"]);
    assert!(
        run.out.contains("(DIPTYCH_CACHE, not there yet)"),
        "{run:?}"
    );
    let mut relative = home.command(&["paths"]);
    let run = Run::of(&relative.env("DIPTYCH_DATA", "here").output().unwrap());
    assert_eq!(run.code, 2);
    assert!(run.err.contains("DIPTYCH_DATA"), "{run:?}");
}

#[test]
fn no_reading_command_writes_to_the_data_folder() {
    let home = Home::new();
    for args in [
        vec!["list"],
        vec!["search", "ban"],
        vec!["show", "kaspersky-lab"],
        vec!["check"],
        vec!["bookmarks"],
    ] {
        home.run(&args);
    }
    assert!(!home.path("data").exists());
}

#[test]
fn where_nothing_is_kept_bookmarks_end_with_1() {
    let home = Home::new();
    let run = home.run(&["bookmarks"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let run = home.run(&["bookmarks", "--json"]);
    assert_eq!((run.code, run.out.as_str()), (1, "[]\n"));
    assert_eq!(home.run(&["bookmarks", "--format", "word"]).code, 2);
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = home.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("diptych"), "{shell}");
    }
    assert!(home.run(&["man"]).out.contains(".TH diptych"));
    let run = home.run(&["man", "search"]);
    assert!(
        run.out.contains(".TH") && run.out.contains("limit"),
        "{run:?}"
    );
    assert_eq!(home.run(&["man", "serch"]).code, 2);
}

#[test]
fn a_closed_pipe_is_a_success() {
    let home = Home::new();
    for args in [
        vec!["show", "kaspersky-lab", "--json"],
        vec!["compare", "kaspersky-lab"],
        vec!["schema"],
        vec!["completions", "bash"],
        vec!["--help"],
    ] {
        let mut child = home
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before a byte was read.
        drop(child.stdout.take());
        let status = child.wait().unwrap();
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!((status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn without_a_terminal_the_reader_says_what_to_use_instead() {
    let home = Home::new();
    for args in [&[][..], &["kaspersky-lab"]] {
        let run = home.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.err.contains("terminal") && run.err.contains("diptych show"),
            "{run:?}"
        );
    }
}

#[test]
fn mistakes_in_the_settings_are_told_with_their_lines() {
    let home = Home::new();
    fs::create_dir_all(home.path("config")).unwrap();
    let mut file = fs::File::create(home.path("config/config.toml")).unwrap();
    writeln!(
        file,
        "theme = \"drak\"\n[keys]\n\"next-statment\" = [\"]s\"]"
    )
    .unwrap();
    let run = home.run(&[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("config.toml:1:9"), "{run:?}");
    assert!(run.err.contains("config.toml:3:1"), "{run:?}");
    assert!(
        run.err.contains("did you mean \"next-statement\"?"),
        "{run:?}"
    );
    // The commands that print do not need the settings.
    assert_eq!(home.run(&["list"]).code, 0);
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let home = Home::new();
    for args in [
        vec!["--no-such-option"],
        vec!["search"],
        vec!["show"],
        vec!["kaspersky-lab", "list"],
        vec!["--theme", "pink"],
    ] {
        let run = home.run(&args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
    assert_eq!(
        home.run(&["--version"]).out,
        format!("diptych {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// Runs a command that must succeed and returns what it printed.
fn done(home: &Home, args: &[&str]) -> String {
    let run = home.run(args);
    assert_eq!(run.code, 0, "{args:?}: {run:?}");
    run.out
}

#[test]
fn a_bookmark_goes_through_its_life_in_the_shell() {
    let home = Home::new();
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    let add = [
        "bookmarks",
        "add",
        reference,
        "--note",
        "Look here.",
        "--tag",
        "court",
    ];
    let said = done(&home, &add);
    let id = said.split(' ').next().unwrap().to_owned();
    assert_eq!(id.len(), 32);
    assert!(done(&home, &add).contains("is kept already"));
    let again = done(&home, &["bookmarks", "add", reference, "--tag", "ban"]);
    assert!(again.starts_with(&id) && again.contains("added"), "{again}");

    let list = home.run(&["bookmarks", "list", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["tags"], serde_json::json!(["ban", "court"]));
    assert_eq!(list[0]["ref"], reference);
    assert_eq!(home.run(&["bookmarks", "--json"]).json(), list);
    let shown = done(&home, &["bookmarks", "show", &id[..8]]);
    assert!(
        shown.contains("Look here.") && shown.contains("quoted in"),
        "{shown}"
    );

    done(&home, &["bookmarks", "add", "kaspersky-lab/axios-2018#p3"]);
    assert_eq!(home.run(&["bookmarks", "show", ""]).code, 2);
    let run = home.run(&["bookmarks", "remove", &id, "no-such-name"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(
        home.run(&["bookmarks", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    done(&home, &["bookmarks", "remove", &id]);
    assert_eq!(home.run(&["bookmarks", "show", &id]).code, 1);
    let trash = home.run(&["bookmarks", "list", "--trash", "--json"]).json();
    assert_eq!(trash[0]["id"], id.as_str());
    done(&home, &["bookmarks", "restore", &id]);
    assert!(done(&home, &["bookmarks", "show", &id]).contains("Look here."));

    assert_eq!(home.run(&["bookmarks", "add", "kaspersky-lab"]).code, 2);
    assert_eq!(
        home.run(&["bookmarks", "add", "kaspersky-lab#no-such"])
            .code,
        1
    );
}

#[test]
fn times_are_those_of_the_readers_zone_for_people_and_utc_for_programs() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab/axios-2018#p3"]);
    let list = home.run(&["bookmarks", "--json"]).json();
    let id = list[0]["id"].as_str().unwrap();
    let shown = |zone: &str| {
        let mut command = home.command(&["bookmarks", "show", id]);
        Run::of(&command.env("TZ", zone).output().unwrap()).out
    };
    assert!(shown("EAST-13").contains(" +13:00"), "{}", shown("EAST-13"));
    assert!(shown("WEST11").contains(" -11:00"), "{}", shown("WEST11"));
    assert!(list[0]["created"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn what_is_exported_is_taken_in_once() {
    let home = Home::new();
    for reference in [
        "kaspersky-lab#s-shaheen-overwhelming",
        "kaspersky-lab/axios-2018#p3",
    ] {
        done(
            &home,
            &[
                "bookmarks",
                "add",
                reference,
                "--note",
                "one, \"two\"",
                "--tag",
                "t",
            ],
        );
    }
    for (file, format) in [("a.json", "json"), ("a.jsonld", "w3c")] {
        done(&home, &["bookmarks", "export", file]);
        let said = done(&home, &["bookmarks", "import", file]);
        assert!(
            said.starts_with("0 bookmarks new, 0 changed, 2 there already"),
            "{said}"
        );
        let other = Home::new();
        let path = home.path(file);
        let path = path.to_str().unwrap();
        assert!(done(&other, &["bookmarks", "import", path]).starts_with("2 bookmarks new"));
        let out = |home: &Home| done(home, &["bookmarks", "export", "--format", format]);
        assert_eq!(out(&other), out(&home));
        assert_eq!(out(&home), fs::read_to_string(path).unwrap());
    }
    let run = home.run(&["bookmarks", "export", "a.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("stays as it is"), "{run:?}");
    fs::write(home.path("b.json"), "{}").unwrap();
    let run = home.run(&["bookmarks", "import", "b.json"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("b.json") && run.err.contains("help:"),
        "{run:?}"
    );
}

#[test]
fn the_pairs_of_a_comparison_are_taken_in_each_statement_once() {
    let home = Home::new();
    // Kept before: it stands in the pairs, too, broken in two by its reporter.
    let broken = "kaspersky-lab#s-shaheen-overwhelming";
    done(&home, &["bookmarks", "add", broken, "--note", "mine"]);
    let before = home.run(&["bookmarks", "--json"]).json();
    let pairs = done(&home, &["compare", "kaspersky-lab", "--format", "json"]);
    let notes = done(&home, &["compare", "kaspersky-lab", "--format", "w3c"]);
    fs::write(home.path("pairs.json"), &pairs).unwrap();
    fs::write(home.path("pairs.jsonld"), &notes).unwrap();
    let mut statements: Vec<String> = Vec::new();
    let pairs: Value = serde_json::from_str(&pairs).unwrap();
    for pair in pairs["pairs"].as_array().unwrap() {
        for column in ["left", "right", "between", "reply"] {
            let reference = pair[column]["reference"].as_str();
            statements.extend(reference.map(ToOwned::to_owned));
        }
    }
    let rows = statements.len();
    statements.sort();
    statements.dedup();
    assert!(
        rows > statements.len(),
        "no statement stands under two topics"
    );

    let new = statements.len() - 1;
    let said = done(&home, &["bookmarks", "import", "pairs.json"]);
    assert_eq!(
        said,
        format!("{new} bookmarks new, 0 changed, 1 there already, 0 left out\n")
    );
    let kept = home.run(&["bookmarks", "--json"]).json();
    let mut references: Vec<&str> = kept
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["ref"].as_str().unwrap())
        .collect();
    references.sort_unstable();
    assert_eq!(references, statements);
    assert!(kept.as_array().unwrap().contains(&before[0]));
    for file in ["pairs.json", "pairs.jsonld"] {
        let said = done(&home, &["bookmarks", "import", file]);
        let all = statements.len();
        assert_eq!(
            said,
            format!("0 bookmarks new, 0 changed, {all} there already, 0 left out\n")
        );
    }

    // What came in stands where the screen and `add` would have put it.
    let other = Home::new();
    let path = home.path("pairs.json");
    done(&other, &["bookmarks", "import", text(&path)]);
    let said = done(&other, &["bookmarks", "add", broken]);
    assert!(said.ends_with("is kept already\n"), "{said}");
    let there = other.run(&["bookmarks", "--json"]).json();
    let there = there.as_array().unwrap().iter();
    let same = there
        .filter(|b| b["ref"] == broken)
        .map(|b| (b["start"].clone(), b["end"].clone(), b["text"].clone()));
    let mine = &before[0];
    let mine = (
        mine["start"].clone(),
        mine["end"].clone(),
        mine["text"].clone(),
    );
    assert_eq!(same.collect::<Vec<_>>(), [mine]);
}

/// Let go and kept anew, with a note, while the disk took nothing.
#[test]
fn a_rescued_file_keeps_what_was_kept_anew_in_the_same_place() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    let exported = done(&home, &["bookmarks", "export", "--format", "json"]);
    let old = diptych::cite::import(&exported)
        .unwrap()
        .bookmarks
        .remove(0);
    let anew = diptych::model::Bookmark {
        id: diptych::model::BookmarkId("ab".repeat(16)),
        note: "anew".to_owned(),
        created: 0,
        changed: 0,
        ..old.clone()
    };
    let rescued = serde_json::json!({ "format": 1, "bookmarks": [anew], "removed": [old.id] });
    fs::write(home.path("rescued.json"), rescued.to_string()).unwrap();
    done(&home, &["bookmarks", "import", "rescued.json"]);
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(
        (&kept[0]["id"], &kept[0]["note"]),
        (&"ab".repeat(16).into(), &"anew".into())
    );
}

#[test]
fn what_other_programs_are_given_is_refused_with_advice() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    for args in [
        &["compare", "kaspersky-lab", "--json"][..],
        &["bookmarks", "--json"],
        &["search", "pawn", "--json"],
        &["show", "kaspersky-lab", "--json"],
        &["show", "kaspersky-lab#s-kl-pawn", "--json"],
    ] {
        fs::write(home.path("a.json"), done(&home, args)).unwrap();
        let run = home.run(&["bookmarks", "import", "a.json"]);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(
            run.err.contains("this is what `--json` prints") && run.err.contains("--format json"),
            "{args:?}: {}",
            run.err
        );
    }
    fs::write(home.path("a.html"), facing("html", &["--topic", "safety"])).unwrap();
    let run = home.run(&["bookmarks", "import", "a.html"]);
    assert!(
        run.code == 2 && run.err.contains("this is no JSON") && run.err.contains("--format json"),
        "{}",
        run.err
    );
}

#[test]
fn an_annotation_of_another_program_finds_its_article() {
    let home = Home::new();
    home.bundle("bridge", |briefing| {
        briefing["articles"][0]["url"] = "https://example.org/bridge".into();
    });
    let annotation = |source: &str| {
        serde_json::json!({
            "type": "Annotation",
            "body": { "type": "TextualBody", "value": "from elsewhere" },
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": "The bridge is safe" },
            },
        })
    };
    let both = [
        annotation("https://example.org/bridge"),
        annotation("https://example.org/gone"),
    ];
    fs::write(home.path("other.json"), serde_json::json!(both).to_string()).unwrap();
    let library = home.path("library");
    let args = [
        "bookmarks",
        "import",
        "other.json",
        "--library",
        text(&library),
    ];
    let said = done(&home, &args);
    assert!(
        said.contains("2 bookmarks new") && said.contains("1 of them"),
        "{said}"
    );
    assert!(done(&home, &args).contains("2 there already"));
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(
        (&list[0]["briefing"], &list[1]["briefing"]),
        (&"bridge".into(), &"".into())
    );
    assert_eq!(list[0]["text"], "The bridge is safe");
    assert_eq!(list[1]["url"], "https://example.org/gone");
    assert_eq!(list[1]["note"], "from elsewhere");
}

#[test]
fn a_table_in_a_file_tells_its_encoding() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    done(&home, &["bookmarks", "export", "a.csv"]);
    let file = fs::read_to_string(home.path("a.csv")).unwrap();
    let printed = done(&home, &["bookmarks", "export", "--format", "csv"]);
    assert!(printed.starts_with("reference,"), "{printed}");
    assert_eq!(file, format!("\u{feff}{printed}"));
}

#[test]
fn an_annotation_finds_its_article_though_the_address_differs() {
    let home = Home::new();
    home.bundle("bridge", |briefing| {
        briefing["articles"][0]["url"] = "https://www.example.org/bridge/?id=7".into();
    });
    let library = home.path("library");
    let args = [
        "--library",
        text(&library),
        "bookmarks",
        "import",
        "other.json",
    ];
    for (i, source) in [
        "http://www.example.org/bridge/?id=7",
        "https://example.org/bridge/?id=7",
        "https://www.example.org/bridge?id=7#comments",
        "https://www.example.org/bridge/?utm_source=mail&id=7&fbclid=x",
        "https://web.archive.org/web/20180427120000/http://example.org/bridge?id=7",
        "https://archive.today/2018.04.27-120000/https://www.example.org/bridge/?id=7",
    ]
    .into_iter()
    .enumerate()
    {
        let annotation = serde_json::json!({
            "id": format!("https://example.org/anno/{i}"),
            "type": "Annotation",
            "bodyValue": source,
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": "The bridge is safe" },
            },
        });
        fs::write(home.path("other.json"), annotation.to_string()).unwrap();
        let said = done(&home, &args);
        assert_eq!(
            said, "1 bookmark new, 0 changed, 0 there already, 0 left out\n",
            "{source}"
        );
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    for bookmark in list.as_array().unwrap() {
        assert_eq!(bookmark["briefing"], "bridge", "{bookmark}");
    }
    // Another page, and words that the article does not have.
    let other = |source: &str, exact: &str| {
        serde_json::json!({
            "type": "Annotation",
            "target": {
                "source": source,
                "selector": { "type": "TextQuoteSelector", "exact": exact },
            },
        })
    };
    let both = serde_json::json!([
        other("https://example.org/bridge?id=8", "The bridge is safe"),
        other("https://example.org/bridge?id=7", "The tunnel is safe"),
    ]);
    fs::write(home.path("other.json"), both.to_string()).unwrap();
    let said = done(&home, &args);
    assert!(
        said.contains("1 of them of no article in the library: kept"),
        "{said}"
    );
    assert!(
        said.contains("1 of them of words that the stored article does not have: kept"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_taken_in_is_named_and_the_rest_is_taken_in() {
    let home = Home::new();
    let file = serde_json::json!({ "total": 3, "rows": [
        {
            "id": "one", "uri": "https://example.org/a", "text": "on words", "tags": ["t"],
            "target": [{ "source": "https://example.org/a", "selector": [
                { "type": "TextQuoteSelector", "exact": "some words" },
            ] }],
        },
        { "id": "two", "uri": "https://example.org/a", "text": "on the page", "target": [{ "source": "https://example.org/a" }] },
        { "id": "three", "uri": "https://example.org/a", "text": "a reply", "references": ["one"] },
    ] });
    fs::write(home.path("rows.json"), file.to_string()).unwrap();
    for answer in [
        "1 bookmark new, 0 changed, 0 there",
        "0 bookmarks new, 0 changed, 1 there",
    ] {
        let run = home.run(&["bookmarks", "import", "rows.json"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.starts_with(answer), "{run:?}");
        assert!(run.out.contains("already, 2 left out\n"), "{run:?}");
        assert!(
            run.out
                .contains("  rows[1].target: it is about the whole of https://example.org/a")
                && run
                    .out
                    .contains("  rows[2]: it is a reply to another annotation"),
            "{run:?}"
        );
    }
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(
        (&kept[0]["note"], &kept[0]["tags"][0]),
        (&"on words".into(), &"t".into())
    );
}

#[test]
fn a_reference_is_cited_in_every_style_and_form() {
    let home = Home::new();
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    for (style, words) in [
        ("chicago", "quoted in"),
        ("apa", "as cited in"),
        ("mla", "qtd. in"),
        ("law", "(quoting"),
    ] {
        let out = done(&home, &["cite", reference, "--style", style]);
        assert!(
            out.contains(words) && out.contains("Shaheen") && out.contains("2018"),
            "{out}"
        );
    }
    for form in [
        "plain", "markdown", "json", "csv", "w3c", "html", "bibtex", "csl-json",
    ] {
        for target in [reference, "kaspersky-lab", "kaspersky-lab/axios-2018"] {
            let out = done(&home, &["cite", target, "--format", form]);
            assert_eq!(out, done(&home, &["cite", target, "--format", form]));
            assert!(out.contains("xios"), "{form} {target}: {out}");
        }
    }
    let csl = home
        .run(&["cite", "kaspersky-lab", "--format", "csl-json"])
        .json();
    let articles = home.run(&["show", "kaspersky-lab", "--json"]).json();
    let articles = articles["articles"].as_array().unwrap().len();
    assert_eq!(csl.as_array().unwrap().len(), articles);
    assert_eq!(home.run(&["cite", "kaspersky-lab#nothing"]).code, 1);
    let run = home.run(&["cite", reference, "--style", "ieee"]);
    assert!(
        run.code == 2 && run.err.contains("one of chicago"),
        "{run:?}"
    );
}

#[test]
fn the_doctor_looks_at_everything_and_changes_nothing() {
    let home = Home::new();
    let mut command = home.command(&["doctor", "--json"]);
    command
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("VISUAL")
        .env_remove("EDITOR");
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 0, "{run:?}");
    let checks = run.json();
    let names: Vec<&str> = checks
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "terminal",
            "colours",
            "width",
            "locale",
            "editor",
            "browser",
            "clipboard",
            "data",
            "cache",
            "config",
            "library",
            "settings",
            "bookmarks",
            "index"
        ]
    );
    assert!(!home.path("data").exists() && !home.path("cache").exists());

    fs::write(home.path("data"), "in the way").unwrap();
    let mut command = home.command(&["doctor"]);
    command.env("LC_ALL", "C").env("TERM", "xterm");
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("TROUBLE  data") && run.out.contains("TROUBLE  locale"),
        "{run:?}"
    );
}

/// Returns what the doctor says of one thing, with these variables.
fn examined(name: &str, variables: &[(&str, &str)]) -> Value {
    let home = Home::new();
    let mut command = home.command(&["doctor", "--json"]);
    for name in [
        "BROWSER",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "TERM_PROGRAM",
        "VTE_VERSION",
        "TMUX",
        "STY",
        "TERM",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let checks = Run::of(&command.output().unwrap()).json();
    let checks = checks.as_array().unwrap();
    checks.iter().find(|c| c["name"] == name).unwrap().clone()
}

#[test]
fn the_doctor_says_what_will_not_work() {
    for (name, variables, found) in [
        (
            "clipboard",
            &[("TERM", "screen"), ("STY", "1.pts")][..],
            "wrapped for GNU screen",
        ),
        (
            "clipboard",
            &[("TERM", "linux")],
            "Linux console does not know",
        ),
        (
            "clipboard",
            &[("TERM_PROGRAM", "Apple_Terminal")],
            "Terminal.app does not know",
        ),
        ("clipboard", &[("VTE_VERSION", "7600")], "mostly ignore"),
        ("browser", &[("TERM", "xterm")], "BROWSER is not set"),
        (
            "browser",
            &[("BROWSER", "w3m -o x=1")],
            "w3m -o x=1 (BROWSER)",
        ),
    ] {
        let check = examined(name, variables);
        let said = check["found"].as_str().unwrap();
        assert!(said.contains(found), "{variables:?}: {check}");
    }
    // A terminal that does not say what it is is no trouble: the reader opens on it.
    let check = examined("terminal", &[]);
    assert_eq!(check["health"], "note", "{check}");
    assert!(
        check["found"].as_str().unwrap().contains("TERM is not set"),
        "{check}"
    );
    assert_eq!(
        examined("terminal", &[("TERM", "dumb")])["health"],
        "trouble"
    );
}

#[test]
fn texts_and_questions_may_begin_with_a_hyphen() {
    let home = Home::new();
    let add = [
        "bookmarks",
        "add",
        "kaspersky-lab#s-shaheen-overwhelming",
        "--note",
        "- item",
    ];
    assert_eq!(home.run(&add).code, 0);
    let kept = home.run(&["bookmarks", "--json"]).json();
    assert!(kept.to_string().contains("\"- item\""), "{kept}");
    assert_eq!(home.run(&["bookmarks", "--query", "-nowhereatall"]).code, 0);
    assert_eq!(home.run(&["bookmarks", "--query", "-overwhelming"]).code, 1);
    let all = home.run(&["search", "ties", "--json", "--limit", "90"]);
    let without = home.run(&["search", "ties", "-overwhelming", "--json", "--limit", "90"]);
    assert_eq!((all.code, without.code), (0, 0), "{without:?}");
    assert!(all.out.contains("s-shaheen-overwhelming"));
    assert!(!without.out.contains("s-shaheen-overwhelming"));
    assert_eq!(home.run(&["search", "-who:shaheen", "ban"]).code, 0);
    assert_eq!(home.run(&["search", "ties", "--jsno"]).code, 2);
}

#[test]
fn a_link_that_leads_nowhere_is_told() {
    let home = Home::new();
    let library = home.path("shelf");
    fs::create_dir_all(&library).unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", library.join("lost")).unwrap();
    let run = home.run(&["list", "--library", text(&library)]);
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("the link \"lost\" leads nowhere"),
        "{run:?}"
    );
}

#[test]
fn a_home_that_is_relative_is_refused() {
    let home = Home::new();
    let mut command = home.command(&["paths"]);
    command.env("HOME", "somewhere");
    for name in ["DIPTYCH_DATA", "DIPTYCH_CACHE", "DIPTYCH_CONFIG"] {
        command.env_remove(name);
    }
    command.current_dir(home.path("."));
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("HOME is \"somewhere\""), "{run:?}");
}

/// Keeps a bookmark as the reader would.
fn keep(home: &Home) {
    use diptych::model::{
        ArticleIx, Bookmark, BookmarkId, BundleSource, Change, Place, Provenance,
    };
    let loaded = diptych::bundle::load(&BundleSource::BuiltIn("kaspersky-lab".to_owned()));
    let briefing = loaded.briefing.unwrap();
    let ix = briefing.statement_by_id("s-shaheen-overwhelming").unwrap();
    let carrier = &briefing.statement(ix).appearances[0];
    let ArticleIx(article) = carrier.article;
    let span = &carrier.quote[0];
    let bookmark = Bookmark {
        id: BookmarkId("00112233445566778899aabbccddeeff".to_owned()),
        place: Place {
            briefing: briefing.id.clone(),
            article: briefing.articles[article].id.clone(),
            range: span.range.clone(),
        },
        text_hash: briefing.articles[article].text.hash.clone(),
        exact: span.exact.clone(),
        prefix: String::new(),
        suffix: String::new(),
        provenance: std::sync::Arc::new(Provenance::from_statement(
            &briefing,
            carrier.article,
            Some(ix),
        )),
        note: "Compare with 2017.".to_owned(),
        tags: vec!["evidence".to_owned()],
        letter: None,
        created: 0,
        changed: 0,
    };
    let mut store = diptych::store::Store::open_dir(&home.path("data"), 1)
        .unwrap()
        .store;
    store
        .apply(&Change::PutBookmark(Box::new(bookmark)), 1_795_000_000)
        .unwrap();
}

#[test]
fn bookmarks_are_printed_in_every_form_and_filtered() {
    let home = Home::new();
    keep(&home);
    let plain = home.run(&["bookmarks"]);
    assert_eq!(plain.code, 0, "{plain:?}");
    assert!(plain.out.contains("Jeanne Shaheen") && plain.out.contains("Note: Compare with 2017."));
    for (format, held) in [
        ("markdown", "> "),
        ("csv", "Jeanne Shaheen"),
        ("json", "\"quotations\""),
        ("w3c", "TextQuoteSelector"),
        ("plain", "Tags: evidence"),
    ] {
        let run = home.run(&["bookmarks", "--format", format]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains(held), "{format}: {}", run.out);
    }
    assert_eq!(home.run(&["bookmarks", "--tag", "evidence"]).code, 0);
    assert_eq!(home.run(&["bookmarks", "--tag", "other"]).code, 1);
    assert_eq!(home.run(&["bookmarks", "--in", "another"]).code, 1);
}

#[test]
fn a_search_is_saved_listed_and_asked_anew_in_the_shell() {
    let home = Home::new();
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!((run.code, run.out.as_str()), (1, "No search is saved.\n"));
    let first = home.run(&[
        "search",
        "--in",
        "kaspersky-lab",
        "--save",
        "pawns",
        "pawn",
        "game",
    ]);
    assert_eq!(first.code, 0, "{}", first.err);
    let again = home.run(&["search", "--saved", "pawns"]);
    assert_eq!((again.code, &again.out), (0, &first.out));
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!(run.out.trim_end(), "pawns\n  pawn game\n  in kaspersky-lab");
    let run = home.run(&["search", "--list-saved", "--json"]);
    let listed: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        listed,
        serde_json::json!([{"name": "pawns", "query": "pawn game", "in": "kaspersky-lab", "order": "relevance"}])
    );
    let run = home.run(&["search", "--saved", "prawns"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--list-saved"), "{}", run.err);
}

#[test]
fn a_saved_search_is_renamed_and_deleted_in_the_shell() {
    let home = Home::new();
    for name in ["pawns", "bans"] {
        let run = home.run(&["search", "--save", name, "pawn"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let run = home.run(&["search", "--rename-saved", "pawns", "bans"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("another search is saved as \"bans\""));
    let run = home.run(&["search", "--rename-saved", "pawns", "chess"]);
    assert_eq!(run.out, "the name of \"pawns\" is \"chess\" now\n");
    let run = home.run(&["search", "--delete-saved", "bans"]);
    assert_eq!(run.out, "\"bans\" is deleted; it asked: pawn\n");
    let run = home.run(&["search", "--list-saved"]);
    assert_eq!(run.out.trim_end(), "chess\n  pawn");
    for gone in [
        &["search", "--delete-saved", "bans"][..],
        &["search", "--rename-saved", "pawns", "x"],
    ] {
        let run = home.run(gone);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
        assert!(run.err.contains("no search is saved as"), "{run:?}");
    }
    let run = home.run(&["search", "--delete-saved", "chess", "--json"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_search_says_why_each_result_matched_and_what_was_left_out() {
    let home = Home::new();
    let note = "Zugzwang for the company";
    done(
        &home,
        &[
            "bookmarks",
            "add",
            "kaspersky-lab#s-kl-pawn",
            "--note",
            note,
        ],
    );
    let run = home.run(&["search", "zugzwang"]);
    assert!(run.out.contains("\n     matched by note\n"), "{run:?}");
    assert!(
        run.out
            .contains("\n     your note: Zugzwang for the company\n"),
        "{run:?}"
    );
    let run = home.run(&["search", "--json", "zugzwang"]);
    let answer = run.json();
    assert_eq!(answer["notes"], serde_json::json!([]));
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["results"][0]["why"], serde_json::json!(["note"]));
    assert_eq!(answer["results"][0]["note"], note);
    let answer = home
        .run(&["search", "--json", "pawn who:nobodyatall"])
        .json();
    let notes = answer["notes"].as_array().unwrap();
    assert!(
        notes[0].as_str().unwrap().contains("nobodyatall"),
        "{notes:?}"
    );
}

#[test]
fn doctor_tells_of_a_disk_that_takes_no_more() {
    let home = Home::new();
    done(&home, &["bookmarks", "add", "kaspersky-lab#s-kl-pawn"]);
    // No file may grow beyond a few kilobytes.
    let doctor = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' doctor",
        env!("CARGO_BIN_EXE_diptych")
    );
    let command = home.command(&[]);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", &doctor])
        .current_dir(home.folder.path());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            limited.env(name, value);
        }
    }
    let run = Run::of(&limited.output().unwrap());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("TROUBLE  data"), "{run:?}");
    // What was tried is taken away again.
    let left = fs::read_dir(home.path("data")).unwrap();
    let left = left.filter(|f| {
        let name = f.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("doctor")
    });
    assert_eq!(left.count(), 0);
    // Without the limit all is well.
    assert!(!home.run(&["doctor"]).out.contains("TROUBLE  data"));
}

#[test]
fn doctor_notes_that_a_file_was_set_aside() {
    let home = Home::new();
    fs::create_dir_all(home.path("data")).unwrap();
    fs::write(home.path("data/diptych.db"), [0xa5; 9000]).unwrap();
    let run = home.run(&["doctor"]);
    assert!(
        run.out.contains("note     bookmarks  none are left"),
        "{run:?}"
    );
    assert!(run.out.contains("diptych.db.unreadable-"), "{run:?}");
}

#[test]
fn commands_that_keep_one_place_at_the_same_time_make_one_bookmark() {
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    let home = Home::new();
    let running: Vec<_> = (1..=6)
        .map(|n| {
            let note = format!("note-{n}");
            let args = [
                "bookmarks",
                "add",
                reference,
                "--note",
                &note,
                "--tag",
                &note,
            ];
            let mut command = home.command(&args);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in running {
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(run.err, "", "{run:?}");
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    let notes = list[0]["note"].as_str().unwrap();
    for n in 1..=6 {
        assert_eq!(notes.matches(&format!("note-{n}")).count(), 1, "{notes}");
    }
    assert_eq!(list[0]["tags"].as_array().unwrap().len(), 6, "{list}");
}

#[test]
fn a_file_taken_in_by_several_commands_at_once_is_there_once() {
    let home = Home::new();
    let add = [
        "bookmarks",
        "add",
        "kaspersky-lab#s-shaheen-overwhelming",
        "--note",
        "mine",
    ];
    done(&home, &add);
    done(&home, &["bookmarks", "export", "a.json"]);
    let text = fs::read_to_string(home.path("a.json")).unwrap();
    let files: Vec<String> = (1..=4).map(|n| format!("{n}.json")).collect();
    for (n, file) in files.iter().enumerate() {
        let other = text.replace("mine", &format!("note-{n}"));
        fs::write(home.path(file), other).unwrap();
    }
    let running: Vec<_> = files
        .iter()
        .map(|file| {
            let mut command = home.command(&["bookmarks", "import", file]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in running {
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
    }
    let list = home.run(&["bookmarks", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    let notes = list[0]["note"].as_str().unwrap();
    for word in ["mine", "note-0", "note-1", "note-2", "note-3"] {
        assert_eq!(notes.matches(word).count(), 1, "{word}: {notes}");
    }
}
