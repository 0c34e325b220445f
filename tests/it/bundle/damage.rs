//! Bundles damaged at random: whatever is done to the bytes, loading ends with
//! a briefing or with problems, and never otherwise.

use diptych::bundle::{load, peek_hash, peek_id, source_line};
use diptych::model::{EntryState, Severity};
use proptest::prelude::*;
use serde_json::Value;

use super::support::{Bundle, VALID};

/// Loads a bundle and holds the result to what is promised of every result.
fn sound(bundle: &Bundle) -> Result<(), TestCaseError> {
    let (_dir, source) = bundle.folder();
    let loaded = load(&source);
    let _ = peek_id(&source);
    let _ = peek_hash(&source);
    for problem in &loaded.problems {
        prop_assert!(!problem.message.is_empty());
        prop_assert_eq!(problem.line == 0, problem.column == 0);
        if problem.line > 0 {
            prop_assert!(source_line(&source, problem).is_some(), "{:?}", problem);
        }
    }
    let fatal = loaded
        .problems
        .iter()
        .any(|p| p.severity == Severity::Fatal);
    prop_assert_eq!(fatal, loaded.entry.state == EntryState::Broken);
    prop_assert_eq!(fatal, loaded.briefing.is_none());
    let Some(briefing) = loaded.briefing else {
        return Ok(());
    };
    prop_assert!(briefing.sides.len() >= 2 && !briefing.articles.is_empty());
    prop_assert_eq!(briefing.counts_by_side().len(), briefing.sides.len());
    let _ = briefing.answered_by();
    for statement in &briefing.statements {
        prop_assert!(!statement.appearances.is_empty());
        prop_assert!(statement.topics.iter().all(|t| t.0 < briefing.topics.len()));
        for answer in &statement.answers {
            prop_assert!(answer.statement.0 < briefing.statements.len());
        }
        for appearance in &statement.appearances {
            let text = &briefing.article(appearance.article).text;
            prop_assert!(!appearance.quote.is_empty());
            for span in &appearance.quote {
                prop_assert!(text.text.get(span.range.clone()).is_some());
                prop_assert!(span.range.end <= text.body_end);
            }
        }
    }
    Ok(())
}

/// The path to every value of a JSON text.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                places(item, &format!("{here}/{i}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                places(item, &format!("{here}/{name}"), found);
            }
        }
        _ => {}
    }
}

fn other_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(Value::Bool(true)),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[-0-9X~?%/.YT:+]{0,14}".prop_map(Value::from),
        Just(Value::from("articles/one.txt")),
        Just(Value::Array(Vec::new())),
        Just(serde_json::json!([{}, [], "case", 1])),
        Just(serde_json::json!({})),
        Just(serde_json::json!({"id": "x", "statement": "case", "exact": "a"})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn flipped_bytes_do_no_harm(
        file in 0..3_usize,
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bundle = Bundle::valid();
        let bytes = bundle.0.values_mut().nth(file).unwrap();
        for (index, byte) in flips {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        sound(&bundle)?;
    }

    #[test]
    fn lost_and_doubled_stretches_do_no_harm(
        file in 0..3_usize,
        from in any::<proptest::sample::Index>(),
        len in 0..200_usize,
        twice in any::<bool>(),
    ) {
        let mut bundle = Bundle::valid();
        let bytes = bundle.0.values_mut().nth(file).unwrap();
        let from = from.index(bytes.len());
        let to = (from + len).min(bytes.len());
        let stretch = bytes[from..to].to_vec();
        bytes.splice(from..to, if twice { stretch.repeat(2) } else { Vec::new() });
        sound(&bundle)?;
    }

    #[test]
    fn a_cut_off_file_does_no_harm(end in any::<proptest::sample::Index>()) {
        let end = end.index(VALID.len() - 2);
        let bundle = Bundle::valid().put("briefing.json", &VALID.as_bytes()[..end]);
        sound(&bundle)?;
        let loaded = bundle.load();
        prop_assert!(loaded.briefing.is_none() && !loaded.problems.is_empty());
    }

    #[test]
    fn exchanged_and_removed_values_do_no_harm(
        changes in proptest::collection::vec(
            (any::<proptest::sample::Index>(), proptest::option::of(other_values())),
            1..4,
        ),
    ) {
        let mut json: Value = serde_json::from_str(VALID).unwrap();
        for (index, change) in changes {
            let mut all = Vec::new();
            places(&json, "", &mut all);
            let place = &all[index.index(all.len())];
            if let Some(value) = change {
                *json.pointer_mut(place).unwrap() = value;
                continue;
            }
            let (parent, name) = place.rsplit_once('/').unwrap_or(("", ""));
            match json.pointer_mut(parent) {
                Some(Value::Object(fields)) => {
                    fields.remove(name);
                }
                Some(Value::Array(items)) => {
                    if let Ok(i) = name.parse::<usize>() {
                        items.remove(i);
                    }
                }
                _ => {}
            }
        }
        sound(&Bundle::valid().put("briefing.json", json.to_string()))?;
    }

    #[test]
    fn any_bytes_do_no_harm(json in any::<Vec<u8>>(), article in any::<Vec<u8>>()) {
        sound(&Bundle::valid().put("articles/one.txt", article))?;
        sound(&Bundle::valid().put("briefing.json", json))?;
    }
}
