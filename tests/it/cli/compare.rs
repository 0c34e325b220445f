//! `diptych compare`: text, JSON and every export.

use super::*;

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
