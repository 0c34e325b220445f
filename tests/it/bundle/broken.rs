//! The ways in which curators get a bundle wrong, each with the problem that it
//! must be told: how bad, which file, which path, which line and column, what is
//! wrong, what to do.

use diptych::bundle::{limits, load};
use diptych::model::{EntryState, Severity};

use super::support::{Bundle, ONE, VALID, told};

/// Replaces one stretch of the valid `briefing.json`, and expects a problem:
/// "severity path line:column", a part of the message and a part of the advice.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const CASES: &[Case] = &[
    (
        "\"format\": 1,",
        "\"format\": 1",
        "Fatal  3:3",
        "`\"` stands here, but `,` or `}` should",
        "Put a comma",
    ),
    (
        "\"label\": \"Company\" }\n  ],",
        "\"label\": \"Company\" },\n  ],",
        "Fatal  10:3",
        "`]` stands here, but a value should",
        "Remove the comma",
    ),
    (
        "\"id\": \"valid\"",
        "\"id\": 'valid'",
        "Fatal  3:9",
        "`'` stands here",
        "double quotation marks",
    ),
    (
        "\"format\": 1,",
        "\"format\": 1, // version",
        "Fatal  2:16",
        "the name of a field should",
        "JSON has no comments",
    ),
    (
        "\"updated\": \"2018-05\"",
        "\"updated\": 02018",
        "Fatal  6:14",
        "must not begin with 0",
        "between quotation marks",
    ),
    (
        "\"title\": \"A valid briefing\"",
        "\"title\": \"A valid\n briefing\"",
        "Fatal  4:20",
        "the line ends inside a string",
        "as \\n",
    ),
    (
        "\"summary\": \"One.",
        "\"summary\": \"\\ud800",
        "Fatal  5:15",
        "half of a surrogate pair",
        "the character itself",
    ),
    (
        "  ]\n}\n",
        "  ]\n",
        "Fatal  1:1",
        "never closed",
        "Close the bracket",
    ),
    (
        "\"format\": 1,\n",
        "\n",
        "Fatal format 1:1",
        "the field `format` is missing",
        "Write `\"format\": 1`",
    ),
    (
        "\"format\": 1",
        "\"format\": \"1\"",
        "Fatal format 2:13",
        "should be the number 1, but is a string",
        "Write `\"format\": 1`",
    ),
    (
        "\"format\": 1",
        "\"format\": 0",
        "Fatal format 2:13",
        "there is no format 0",
        "Write `\"format\": 1`",
    ),
    (
        "\"format\": 1",
        "\"format\": 2",
        "Fatal format 2:13",
        "format 2, but this reader knows format 1",
        "newer version",
    ),
    (
        "\"id\": \"valid\",",
        "",
        "Fatal id 1:1",
        "the field `id` is missing",
        "Add `\"id\"",
    ),
    (
        "\"id\": \"valid\"",
        "\"id\": \"Valid Briefing\"",
        "Fatal id 3:9",
        "is not a slug",
        "for example `valid-briefing`",
    ),
    (
        "\"title\": \"A valid briefing\"",
        "\"title\": 5",
        "Fatal title 4:12",
        "`title` should be a string, but is a number",
        "quotation marks",
    ),
    (
        "\"title\": \"A valid briefing\"",
        "\"title\": \" \\u200b\"",
        "Error title 4:12",
        "`title` is empty",
        "Fill it in",
    ),
    (
        "\"speaker\": \"shaw\",",
        "\"speakr\": \"shaw\",",
        "Fatal statements[0].speaker 38:5",
        "the field `speaker` is missing",
        "Add",
    ),
    (
        "\"speaker\": \"shaw\",",
        "\"speakr\": \"shaw\",",
        "Warning statements[0].speakr 40:7",
        "no field \"speakr\" here",
        "If `speaker` is meant",
    ),
    (
        "\"publisher\": \"Wire\",",
        "\"publisher\": \"Wire\", \"mood\": 1,",
        "Warning articles[1].mood 33:28",
        "no field \"mood\"",
        "known here are `id`, `title`",
    ),
    (
        "\"publisher\": \"Wire\",",
        "\"publisher\": \"Wire\", \"title\": \"Again\",",
        "Error articles[1].title 33:28",
        "the field \"title\" stands twice",
        "the first one was read",
    ),
    (
        "\"authors\": [\"C. Dell\"]",
        "\"authors\": \"C. Dell\"",
        "Fatal articles[0].authors 23:18",
        "should be an array, but is a string",
        "between `[` and `]`",
    ),
    (
        "\"authors\": [\"C. Dell\"]",
        "\"authors\": [5]",
        "Fatal articles[0].authors[0] 23:19",
        "an object should stand here, but it is a number",
        "",
    ),
    (
        "\"authors\": [\"C. Dell\"]",
        "\"authors\": [{\"name\": \"C. Dell\", \"kind\": \"body\"}]",
        "Error articles[0].authors[0].kind 23:47",
        "there is no kind of author \"body\"",
        "`person` or `organisation`",
    ),
    (
        "{ \"id\": \"ban\", \"question\": \"Is the ban fair?\" }",
        "\"ban\"",
        "Fatal topics[0] 12:5",
        "an object should stand here, but it is a string",
        "Write `{ \"id\"",
    ),
    (
        ",\n    { \"id\": \"firm\", \"label\": \"Company\" }",
        "",
        "Fatal sides 7:12",
        "`sides` holds 1, but needs at least 2",
        "at least 2",
    ),
    (
        "[{ \"exact\": \"The case is strong\" }]",
        "[]",
        "Fatal statements[0].appearances[1].quote 45:38",
        "`quote` is empty",
        "at least 1",
    ),
    (
        "\"exact\": \"The case is strong\"",
        "\"exact\": \"\"",
        "Fatal statements[0].appearances[1].quote[0].exact 45:50",
        "`exact` is empty",
        "Fill it in",
    ),
    (
        "\"id\": \"firm\"",
        "\"id\": \"gov\"",
        "Fatal sides[1].id 9:13",
        "the id \"gov\" is taken by sides[0]",
        "another id",
    ),
    (
        "\"id\": \"no-case\"",
        "\"id\": \"case\"",
        "Fatal statements[1].id 49:13",
        "the id \"case\" is taken by statements[0]",
        "another id",
    ),
    (
        "\"speaker\": \"shaw\"",
        "\"speaker\": \"shwa\"",
        "Fatal statements[0].speaker 40:18",
        "there is no speaker \"shwa\"",
        "If `shaw` is meant",
    ),
    (
        "\"side\": \"gov\"",
        "\"side\": \"court\"",
        "Fatal speakers[0].side 15:49",
        "there is no side \"court\"",
        "Add the side",
    ),
    (
        "\"topics\": [\"ban\"],\n      \"date\"",
        "\"topics\": [\"ban\", \"fan\"],\n      \"date\"",
        "Fatal statements[0].topics[1] 41:25",
        "there is no topic \"fan\"",
        "If `ban` is meant",
    ),
    (
        "\"topics\": [\"ban\"],\n      \"date\"",
        "\"topics\": [\"ban\", \"ban\"],\n      \"date\"",
        "Warning statements[0].topics[1] 41:25",
        "the topic \"ban\" is named twice",
        "Remove one",
    ),
    (
        "\"topics\": [\"ban\"],\n      \"date\"",
        "\"date\"",
        "Warning statements[0].topics 38:5",
        "bears on no topic",
        "Name the points",
    ),
    (
        "{ \"article\": \"two\"",
        "{ \"article\": \"three\"",
        "Fatal statements[0].appearances[1].article 45:22",
        "there is no article \"three\"",
        "",
    ),
    (
        "\"statement\": \"case\", \"how\"",
        "\"statement\": \"cases\", \"how\"",
        "Fatal statements[1].answers[0] 54:19",
        "there is no statement \"cases\"",
        "If `case` is meant",
    ),
    (
        "\"statement\": \"case\", \"how\"",
        "\"statement\": \"no-case\", \"how\"",
        "Error statements[1].answers[0] 54:19",
        "answers itself",
        "that it replies to",
    ),
    (
        "\"how\": \"denies\" }",
        "\"how\": \"denies\" }, \"case\"",
        "Warning statements[1].answers[1] 54:61",
        "answered twice",
        "Remove one",
    ),
    (
        "\"how\": \"denies\"",
        "\"how\": \"denied\"",
        "Error statements[1].answers[0].how 54:49",
        "no way to answer",
        "If `denies` is meant, write it so; known are `denies`, `rebuts`",
    ),
    (
        "\"kind\": \"direct\"",
        "\"kind\": \"quote\"",
        "Fatal statements[1].kind 52:15",
        "there is no kind \"quote\"",
        "`paraphrase`",
    ),
    (
        "\"date\": \"2018-04-19\",",
        "\"date\": \"2018-04-19\", \"answers\": [\"no-case\"],",
        "Warning statements[1].answers 54:18",
        "answer each other in a circle",
        "said first",
    ),
    (
        "\"2018-04~\"",
        "\"04/2018\"",
        "Fatal statements[1].date 53:15",
        "is not an EDTF date",
        "2017-07-11",
    ),
    (
        "\"2018-04-20\"",
        "\"2018-02-30\"",
        "Fatal articles[0].published 24:20",
        "no such day",
        "2017-07-11",
    ),
    (
        "\"2018-04-21\"",
        "\"2018-04-01\"",
        "Warning articles[0].retrieved 26:20",
        "taken before the article was published",
        "Correct",
    ),
    (
        "\"2018-04-19\"",
        "\"2018-04-22\"",
        "Warning statements[0].date 42:15",
        "dated after \"one\" printed it",
        "Correct the date",
    ),
    (
        "\"2018-04~\"",
        "\"2018-03\"",
        "Warning statements[1].date 53:15",
        "dated before \"case\", which it answers",
        "Correct one",
    ),
    (
        "https://example.org/one",
        "javascript:alert(1)",
        "Warning articles[0].url 25:14",
        "is no address of a page",
        "https://",
    ),
    (
        "\"updated\": \"2018-05\"",
        "\"language\": \"english language\"",
        "Error language 6:15",
        "is not a language tag",
        "BCP 47",
    ),
    (
        "articles/two.md",
        "../two.md",
        "Fatal articles[1].text 34:15",
        "leads out of its folder",
        "as seen from briefing.json",
    ),
    (
        "articles/two.md",
        "/etc/hosts.txt",
        "Fatal articles[1].text 34:15",
        "is not relative to the bundle",
        "as seen from briefing.json",
    ),
    (
        "articles/two.md",
        "articles\\\\two.md",
        "Fatal articles[1].text 34:15",
        "holds a backslash",
        "Write `/`",
    ),
    (
        "articles/two.md",
        "C:two.md",
        "Fatal articles[1].text 34:15",
        "holds a colon",
        "as seen from briefing.json",
    ),
    (
        "articles/two.md",
        "articles/two.html",
        "Fatal articles[1].text 34:15",
        "neither in .txt nor in .md",
        "CommonMark",
    ),
    (
        "articles/two.md",
        "articles/tow.md",
        "Fatal articles[1].text 34:15",
        "no file",
        "There is \"articles/two.md\"",
    ),
    (
        "articles/two.md",
        "articles/one.txt",
        "Warning articles[1].text 34:15",
        "articles[0] has the same text file",
        "of its own",
    ),
    (
        "\"publisher\": \"Wire\",",
        "\"publisher\": \"Wire\", \"sha256\": \"abc\",",
        "Error articles[1].sha256 33:38",
        "is not a SHA-256",
        "64 hexadecimal digits; the file has",
    ),
    (
        "\"publisher\": \"Wire\",",
        "\"publisher\": \"Wire\", \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\",",
        "Error articles[1].sha256 33:38",
        "the file has another SHA-256",
        "Restore the file",
    ),
    (
        "The case against the company is strong",
        "The case against the firm is very strong",
        "Error statements[0].appearances[0].quote[0].exact 44:50",
        "of statement \"case\" do not stand in article \"one\"",
        "stands in passage 2: \"The case against the company is strong\"; it has \"company\" for \"firm\", no \"very\"",
    ),
    (
        "The case against the company is strong",
        "Nothing of the sort was ever printed there",
        "Error statements[0].appearances[0].quote[0].exact 44:50",
        "do not stand in article",
        "Nothing in the article is like it",
    ),
    (
        "The case against the company",
        "the case against  the company",
        "Warning statements[0].appearances[0].quote[0].exact 44:50",
        "are printed otherwise",
        "Write them as they are printed: \"The case",
    ),
    (
        ", \"suffix\": \",” said Bo Lake\"",
        "",
        "Error statements[1].appearances[0].quote[0] 59:13",
        "stand in 2 places",
        "`prefix` or `suffix`",
    ),
    (
        ",” said Bo Lake",
        ",” said Ann Shaw",
        "Warning statements[1].appearances[0].quote[0].suffix 59:54",
        "does not stand behind the words",
        "Correct it",
    ),
    (
        "\"suffix\": \",” said Bo Lake\"",
        "\"prefix\": \"Earlier, she said: “\"",
        "Warning statements[1].appearances[0].quote[0].prefix 59:54",
        "does not stand before the words",
        "Correct it",
    ),
    (
        "\"There is no case\", \"suffix\": \",” said Bo Lake\"",
        "\"Earlier, people had said\"",
        "Warning statements[1].appearances[0].quote[1] 60:13",
        "stands before the one that it should follow",
        "order of the article",
    ),
    (
        "\"side\": \"firm\" }",
        "\"side\": \"gov\" }",
        "Warning sides[1] 9:5",
        "no speaker stands on the side",
        "remove the side",
    ),
    (
        "\"question\": \"Is the ban fair?\" }",
        "\"question\": \"Is the ban fair?\" }, { \"id\": \"b\", \"question\": \"?\" }",
        "Warning topics[1] 12:54",
        "no statement names this topic",
        "remove the topic",
    ),
    (
        "\"side\": \"gov\", \"aliases\"",
        "\"side\": \"firm\", \"aliases\"",
        "Warning sides[0] 8:5",
        "no speaker stands on the side",
        "remove the side",
    ),
    (
        "\"side\": \"firm\" }\n",
        "\"side\": \"firm\" }, { \"id\": \"x\", \"name\": \"X\", \"side\": \"gov\" }\n",
        "Warning speakers[2] 16:82",
        "no statement names this speaker",
        "remove the speaker",
    ),
];

#[test]
fn each_mistake_is_told_with_its_place_and_what_to_do() {
    let mut missed = Vec::new();
    for (find, replace, place, message, help) in CASES {
        let loaded = Bundle::with(find, replace).load();
        let (severity, rest) = place.split_once(' ').unwrap();
        let (path, position) = rest.rsplit_once(' ').unwrap();
        let found = loaded.problems.iter().any(|p| {
            format!("{:?}", p.severity) == severity
                && p.file == "briefing.json"
                && p.path == path.trim()
                && format!("{}:{}", p.line, p.column) == position
                && p.message.contains(message)
                && p.help.contains(help)
        });
        if !found {
            let told = told(&loaded).join("\n    ");
            missed.push(format!(
                "{replace}\n  {place} {message} | {help}\n    {told}"
            ));
        }
        let fatal = loaded
            .problems
            .iter()
            .any(|p| p.severity == Severity::Fatal);
        assert_eq!(loaded.briefing.is_none(), fatal, "{replace}");
        assert_eq!(loaded.entry.state == EntryState::Broken, fatal, "{replace}");
        assert_eq!(loaded.entry.problems, loaded.problems);
        assert!(
            loaded
                .problems
                .is_sorted_by_key(|p| std::cmp::Reverse(p.severity))
        );
    }
    assert!(missed.is_empty(), "not told:\n{}", missed.join("\n"));
}

/// Expects one problem of a bundle whose files are wrong.
fn expect(bundle: &Bundle, place: &str, message: &str, help: &str) {
    let loaded = bundle.load();
    let found = loaded.problems.iter().any(|p| {
        let own = format!(
            "{:?} {} {} {}:{}",
            p.severity, p.file, p.path, p.line, p.column
        );
        own == place && p.message.contains(message) && p.help.contains(help)
    });
    assert!(found, "{place}: {message} | {help}\n  {:#?}", told(&loaded));
}

#[test]
fn files_that_are_wrong_are_told() {
    let valid = Bundle::valid;
    expect(
        &valid().without("briefing.json"),
        "Fatal briefing.json  0:0",
        "no file \"briefing.json\"",
        "Add the file",
    );
    expect(
        &valid()
            .without("articles/one.txt")
            .put("articles/0ne.txt", ONE),
        "Fatal briefing.json articles[0].text 27:15",
        "no file \"articles/one.txt\"",
        "There is \"articles/0ne.txt\"",
    );
    expect(
        &valid()
            .without("articles/one.txt")
            .put("articles/one.txt/x", ""),
        "Fatal briefing.json articles[0].text 27:15",
        "not a regular file",
        "plain file",
    );
    expect(
        &valid().put("articles/one.txt", b"First line.\nSome \xfc here".to_vec()),
        "Fatal articles/one.txt  2:6",
        "not UTF-8: byte 17 is 0xfc",
        "Save the file as UTF-8",
    );
    expect(
        &valid().put(
            "briefing.json",
            b"{\n \"format\": 1, \"id\": \"\xc3\xa9\xe9\"".to_vec(),
        ),
        "Fatal briefing.json  2:23",
        "not UTF-8",
        "Save the file as UTF-8",
    );
    expect(
        &valid().put("articles/two.md", b"\xff\xfeT\0w\0".to_vec()),
        "Fatal articles/two.md  1:1",
        "UTF-16",
        "Save the file as UTF-8",
    );
    expect(
        &valid().put("articles/one.txt", "\u{feff} \n\u{200b}\n"),
        "Fatal articles/one.txt  1:1",
        "holds no text",
        "Put the article's text into the file",
    );
    let two = "# The second\n\n“The case is strong,” <u>she</u> said.\n";
    expect(
        &valid().put("articles/two.md", two),
        "Warning articles/two.md  3:23",
        "raw HTML is left out",
        "CommonMark",
    );
    let big = usize::try_from(limits::MAX_FILE_BYTES).unwrap() + 1;
    expect(
        &valid().put("articles/one.txt", vec![b'x'; big]),
        "Fatal briefing.json articles[0].text 27:15",
        "larger than 64 MiB",
        "",
    );
    let deep = "[".repeat(1_000_000);
    expect(
        &valid().put("briefing.json", deep),
        "Fatal briefing.json  1:65",
        "nested more than 64 deep",
        "",
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    let json = VALID
        .replace("\"A valid briefing\"", "7")
        .replace("\"speaker\": \"lake\"", "\"speaker\": \"lak\"")
        .replace("2018-04~", "April")
        .replace("The case is strong", "Something else entirely")
        .replace("\"A. Shaw\"", "false")
        .replace("articles/two.md", "articles/three.md");
    let loaded = Bundle::valid().put("briefing.json", json).load();
    let paths: Vec<_> = loaded.problems.iter().map(|p| p.path.as_str()).collect();
    for path in [
        "title",
        "speakers[0].aliases[0]",
        "articles[1].text",
        "statements[1].speaker",
        "statements[1].date",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
}

#[test]
fn of_a_newer_format_only_that_is_told() {
    let json = "{\"format\": 3, \"id\": \"later\", \"parties\": {}, \"title\": \"Later\"}";
    let loaded = Bundle::valid().put("briefing.json", json).load();
    assert_eq!(loaded.problems.len(), 1, "{:?}", told(&loaded));
    assert_eq!(loaded.problems[0].path, "format");
    assert!(loaded.problems[0].message.contains("knows format 1"));
    assert_eq!(
        (loaded.entry.id.as_str(), loaded.entry.title.as_str()),
        ("later", "Later")
    );
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let (dir, source) = Bundle::valid().folder();
    drop(dir);
    let loaded = load(&source);
    assert_eq!(loaded.entry.state, EntryState::Broken);
    assert_eq!(loaded.entry.id, "valid");
    assert!(
        loaded.problems[0].message.contains("is not there"),
        "{:?}",
        told(&loaded)
    );
}

#[test]
fn what_is_like_a_lost_quotation_is_looked_for_in_the_first_ones_only() {
    let lost = "{ \"exact\": \"The case against the firm is strong\" }, ";
    let many = lost.repeat(limits::MAX_NEAREST_LOOKUPS + 1);
    let found = "[{ \"exact\": \"The case is strong\" }]";
    let loaded = Bundle::with(found, &format!("[{many}{lost}{}", &found[1..])).load();
    let told = told(&loaded);
    let like = |t: &&String| t.contains("What is most like it");
    assert_eq!(
        told.iter().filter(like).count(),
        limits::MAX_NEAREST_LOOKUPS
    );
    let rest = told
        .iter()
        .filter(|t| t.contains("Mend the quotations before"));
    assert_eq!(rest.count(), 2);
}
