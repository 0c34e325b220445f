//! What the project publishes keeps to what the program does.

use std::fs;
use std::path::PathBuf;

use diptych::bundle::{LibraryRoot, discover, json_schema, limits, load};
use diptych::curate::warnings::{WarningScope, warnings};
use diptych::model::{CanonicalText, EntryState};
use serde_json::Value;
use tempfile::TempDir;

use super::support::{Bundle, VALID, project, told};
use crate::generate::{Plan, write_library};

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&json_schema()).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

fn faults(json: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(json).expect("JSON");
    let found = validator();
    found.iter_errors(&value).map(|e| e.to_string()).collect()
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = project().join("docs/briefing.schema.json");
    let published = fs::read_to_string(path).unwrap();
    assert!(
        published == json_schema(),
        "docs/briefing.schema.json is old: write it anew with `diptych schema`"
    );
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    assert_eq!(faults(VALID), [""; 0]);
    let folder = fs::read_dir(project().join("briefings")).unwrap();
    for entry in folder {
        let path: PathBuf = entry.unwrap().path().join("briefing.json");
        if path.exists() {
            let json = fs::read_to_string(&path).unwrap();
            assert_eq!(faults(&json), [""; 0], "{}", path.display());
        }
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    for (find, replace) in [
        ("\"format\": 1", "\"format\": 2"),
        ("\"format\": 1,", ""),
        ("\"id\": \"valid\"", "\"id\": \"Not a slug\""),
        ("\"title\": \"A valid briefing\"", "\"title\": \"\""),
        ("\"speaker\": \"shaw\",", ""),
        ("\"kind\": \"direct\"", "\"kind\": \"indirect\""),
        ("\"authors\": [\"C. Dell\"]", "\"authors\": \"C. Dell\""),
        ("[{ \"exact\": \"The case is strong\" }]", "[]"),
        ("\"how\": \"denies\"", "\"how\": \"denied\""),
    ] {
        let bundle = Bundle::with(find, replace);
        let json = String::from_utf8(bundle.0["briefing.json"].clone()).unwrap();
        assert!(!faults(&json).is_empty(), "{replace}");
        assert!(!bundle.load().problems.is_empty(), "{replace}");
    }
}

#[test]
fn the_built_in_briefings_open() {
    let (sources, problems) = discover(&[LibraryRoot::BuiltIn]);
    assert!(problems.is_empty());
    for source in sources {
        let loaded = load(&source);
        assert_eq!(loaded.entry.state, EntryState::Ready, "{:?}", told(&loaded));
    }
}

#[test]
fn a_made_library_passes_the_check_without_a_remark() {
    let dir = TempDir::new().unwrap();
    let plan = |briefings, articles, article_bytes| Plan {
        briefings,
        articles,
        paragraphs: 10,
        seed: 7,
        article_bytes,
    };
    for (name, plan) in [
        ("many", plan(12, 5, 0)),
        ("one", plan(1, 1, 0)),
        ("long", plan(1, 3, 200_000)),
        ("wide", plan(1, 60, 0)),
    ] {
        let folder = dir.path().join(name);
        write_library(&plan, &folder).unwrap();
        let (sources, _) = discover(&[LibraryRoot::Path(folder)]);
        assert_eq!(sources.len(), plan.briefings);
        for source in sources {
            let loaded = load(&source);
            assert_eq!(told(&loaded), [""; 0]);
            let briefing = loaded.briefing.unwrap();
            let found = warnings(&briefing, WarningScope::Usual);
            let lines: Vec<_> = found.iter().map(|w| (w.name, &w.message)).collect();
            assert!(lines.is_empty(), "{name}: {} {lines:#?}", lines.len());
            assert_eq!(briefing.articles.len(), plan.articles);
            // Each passage but the last had one more line end in its file.
            let long =
                |text: &CanonicalText| text.text.len() + text.passages.len() >= plan.article_bytes;
            assert!(briefing.articles.iter().all(|a| long(&a.text)));
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_library() {
    let hashes = |seed| {
        let dir = TempDir::new().unwrap();
        let plan = Plan {
            briefings: 3,
            articles: 2,
            paragraphs: 6,
            seed,
            article_bytes: 0,
        };
        write_library(&plan, dir.path()).unwrap();
        let (sources, _) = discover(&[LibraryRoot::Path(dir.path().to_owned())]);
        let hashes = sources.iter().map(|s| load(s).entry.hash);
        hashes.collect::<Vec<_>>()
    };
    assert_eq!(hashes(1), hashes(1));
    assert_ne!(hashes(1), hashes(2));
}

#[test]
fn the_format_page_names_every_limit() {
    let page = fs::read_to_string(project().join("docs/format.md")).unwrap();
    for limit in [
        format!("{} MiB", limits::MAX_FILE_BYTES >> 20),
        format!("{} MiB", limits::MAX_TOTAL_BYTES >> 20),
        format!("{} entries", limits::MAX_ENTRIES),
        format!("{} times", limits::MAX_COMPRESSION_RATIO),
        format!("{} deep", limits::MAX_DEPTH),
        format!("{} values", limits::MAX_VALUES),
        format!("{} problems", limits::MAX_PROBLEMS),
        format!("{} quotations", limits::MAX_NEAREST_LOOKUPS),
        format!("{} GiB", limits::MAX_SEARCHED_BYTES >> 30),
        format!("{} MiB", limits::COMPRESSION_RATIO_FLOOR >> 20),
    ] {
        let page = page.replace(',', "");
        assert!(
            page.contains(&limit),
            "docs/format.md does not say: {limit}"
        );
    }
}

#[test]
fn the_format_page_names_every_field() {
    let page = fs::read_to_string(project().join("docs/format.md")).unwrap();
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let definitions = schema["$defs"].as_object().unwrap().values();
    for object in definitions.chain([&schema]) {
        for name in object["properties"].as_object().into_iter().flatten() {
            let named = [format!("`{}`", name.0), format!("\"{}\"", name.0)];
            assert!(named.iter().any(|n| page.contains(n)), "{}", name.0);
        }
    }
}

#[test]
fn the_example_of_the_format_page_is_valid() {
    let page = fs::read_to_string(project().join("docs/format.md")).unwrap();
    let (_, rest) = page.split_once("```json\n").unwrap();
    let (json, _) = rest.split_once("```").unwrap();
    assert_eq!(faults(json), [""; 0]);
    let text = "“The risk is real,” said Ann Roe. “There is no risk,” said Bo Doe.";
    let loaded = Bundle::valid()
        .put("briefing.json", json)
        .put("articles/post-2018.txt", text)
        .load();
    assert_eq!(told(&loaded), [""; 0]);
}
