//! W3C annotations read: those that the program has written, and those of other programs,
//! which know no briefing but only the address of what was annotated.

use std::sync::Arc;

use serde_json::Value;

use super::{ImportError, Read, cleaned, digest, quotation, wrong};
use crate::model::{Bookmark, BookmarkId, Place, Provenance};

/// Begins the names of things that have no address on the web.
const URN: &str = "urn:x-diptych:";

/// Returns the annotations of a collection, a page, a list or one alone, and
/// where they stand.
pub(super) fn annotations(value: &Value) -> Result<(&[Value], &'static str), ImportError> {
    let printed = match value {
        Value::Array(list) => list.first().is_some_and(is_printed),
        value => is_printed(value),
    };
    if printed {
        let what = "this is what `--json` prints, which does not hold all of a quotation's source";
        return Err(wrong("", what));
    }
    if let Value::Array(list) = value {
        return Ok((list, ""));
    }
    if let Some(Value::Array(list)) = value.pointer("/first/items") {
        return Ok((list, "first.items"));
    }
    if let Some(Value::Array(list)) = value.get("items") {
        return Ok((list, "items"));
    }
    if is(value, "Annotation") {
        return Ok((std::slice::from_ref(value), ""));
    }
    let what = "this is neither the program's own JSON (`--format json`) nor W3C annotations (`--format w3c`)";
    Err(wrong("", what))
}

/// Returns whether this is what a command prints for other programs.
fn is_printed(value: &Value) -> bool {
    ["ref", "results", "topics", "statements"]
        .iter()
        .any(|field| value.get(field).is_some())
}

pub(super) fn is(value: &Value, kind: &str) -> bool {
    match value.get("type") {
        Some(Value::String(text)) => text == kind,
        Some(Value::Array(list)) => list.iter().any(|item| item == kind),
        _ => false,
    }
}

/// One or several, as JSON-LD has it.
fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

pub(super) fn annotation(item: &Value, at: &str) -> Result<Read, ImportError> {
    let mut read = match item.get("diptych:quotation") {
        Some(own) => quotation(own, &format!("{at}.diptych:quotation"))?,
        None => Read::Own(foreign(item, at)?),
    };
    // Another program may have changed note and tags, which it knows by the bodies.
    let bodies = each(item.get("body"));
    let text = |body: &&Value| {
        let value = body.as_str().or_else(|| body.get("value")?.as_str());
        value.map(ToOwned::to_owned)
    };
    let tags = |body: &&Value| {
        body.get("purpose")
            .is_some_and(|purpose| purpose == "tagging")
    };
    let kept = read.bookmark();
    kept.tags = bodies
        .iter()
        .copied()
        .filter(|b| tags(b))
        .filter_map(|b| text(&b))
        .collect();
    let notes: Vec<String> = bodies
        .iter()
        .copied()
        .filter(|b| !tags(b))
        .filter_map(|b| text(&b))
        .collect();
    kept.note = notes.join("\n\n");
    *kept = cleaned(kept.clone());
    Ok(read)
}

/// Reads an annotation of another program.
fn foreign(item: &Value, at: &str) -> Result<Bookmark, ImportError> {
    let target = each(item.get("target"))
        .into_iter()
        .find(|target| quote(target).is_some())
        .ok_or_else(|| {
            wrong(
                &format!("{at}.target"),
                "there is no TextQuoteSelector with the words",
            )
        })?;
    let selector = quote(target).unwrap_or(&Value::Null);
    let field = |name: &str| {
        let text = selector.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let address = match target.get("source") {
        Some(Value::String(address)) => address.clone(),
        Some(source) => source
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        None => String::new(),
    };
    let (briefing, article) = address
        .strip_prefix(URN)
        .and_then(|place| place.split_once('/'))
        .unwrap_or_default();
    let moment = |name: &str| {
        let text = item.get(name).and_then(Value::as_str)?;
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(jiff::Timestamp::as_second)
    };
    let created = moment("created").unwrap_or(0);
    let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
    let words = field("exact");
    Ok(Bookmark {
        id: BookmarkId(digest(&format!("{id}\n{address}\n{words}"))),
        place: Place {
            briefing: briefing.to_owned(),
            article: article.to_owned(),
            range: 0..0,
        },
        text_hash: String::new(),
        exact: words,
        prefix: field("prefix"),
        suffix: field("suffix"),
        provenance: Arc::new(Provenance {
            url: Some(address.clone()).filter(|a| !a.is_empty() && !a.starts_with(URN)),
            ..Provenance::default()
        }),
        note: String::new(),
        tags: Vec::new(),
        letter: None,
        created,
        changed: moment("modified").unwrap_or(created),
    })
}

/// Returns the selector of a target that holds the words.
fn quote(target: &Value) -> Option<&Value> {
    each(target.get("selector")).into_iter().find(|selector| {
        is(selector, "TextQuoteSelector")
            && selector
                .get("exact")
                .and_then(Value::as_str)
                .is_some_and(|e| !e.is_empty())
    })
}
