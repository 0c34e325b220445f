//! W3C Web Annotations in JSON-LD: what other annotating programs read.
//!
//! An annotation's target is the article's address on the web, where it has
//! one, with a `TextQuoteSelector` and a `TextPositionSelector` for each unbroken part;
//! positions count code points of the stored text. What the data model has no word for
//! (speaker, side, proof) stands whole under `diptych:quotation`, as JSON.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::json::quotation_object;
use crate::cite::comparison::Comparison;
use crate::cite::content_id::{URN_PREFIX, content_id};
use crate::cite::percent::percent_encode;
use crate::cite::quotation::{Quotation, QuotedPart};

/// Writes an `AnnotationCollection` with all annotations on its one page.
pub(super) fn export_quotations(quotations: &[Quotation]) -> String {
    let items = quotations.iter().map(|q| annotation(q, Vec::new()));
    let mut titles = quotations.iter().map(|q| &q.source.briefing_title);
    let label = titles
        .next()
        .filter(|first| titles.all(|other| other == *first));
    collection(items.collect(), label.map_or("", String::as_str))
}

/// Writes the annotations of a comparison, each statement's once. One that answers
/// another has that one's annotation in its body, for the purpose `linking`.
pub(super) fn export_comparison(comparison: &Comparison) -> String {
    let cells: Vec<_> = comparison.rows.iter().flat_map(|p| &p.cells).collect();
    let by_reference: HashMap<&str, &Quotation> = cells
        .iter()
        .map(|cell| (cell.quotation.reference.as_str(), &*cell.quotation))
        .collect();
    let mut links: HashMap<&str, Vec<Value>> = HashMap::new();
    let mut linked = HashSet::new();
    for cell in &cells {
        let Some(answers) = &cell.answers else {
            continue;
        };
        let from = cell.quotation.reference.as_str();
        let Some(answered) = by_reference.get(answers.reference.as_str()) else {
            continue;
        };
        // A pair may stand under several topics.
        if linked.insert((from, answers.reference.as_str())) {
            links.entry(from).or_default().push(json!({
                "type": "SpecificResource",
                "source": annotation_id(answered),
                "purpose": "linking",
                "diptych:how": answers.verb(),
            }));
        }
    }
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for cell in &cells {
        let reference = cell.quotation.reference.as_str();
        if seen.insert(reference) {
            let links = links.remove(reference).unwrap_or_default();
            items.push(annotation(&cell.quotation, links));
        }
    }
    collection(items, &comparison.title)
}

/// Writes a collection with one page. Its name is made of what it holds, so that another
/// export has another, and the same one the same.
fn collection(mut items: Vec<Value>, label: &str) -> String {
    make_ids_unique(&mut items);
    let id = format!(
        "{URN_PREFIX}export:{}",
        content_id(&Value::from(items.clone()).to_string())
    );
    let mut whole = Map::new();
    whole.insert("id".into(), id.clone().into());
    whole.insert("type".into(), "AnnotationCollection".into());
    if !label.is_empty() {
        whole.insert("label".into(), label.into());
    }
    whole.insert("total".into(), items.len().into());
    let part_of = Value::from(whole.clone());
    let context = json!({
        "@context": [
            "http://www.w3.org/ns/anno.jsonld",
            {
                "diptych": URN_PREFIX,
                "diptych:quotation": { "@id": format!("{URN_PREFIX}quotation"), "@type": "@json" },
            },
        ],
        "first": {
            "id": format!("{id}:1"),
            "type": "AnnotationPage",
            "partOf": part_of,
            "startIndex": 0,
            "items": items,
        },
    });
    if let Value::Object(fields) = context {
        whole.extend(fields);
    }
    format!("{:#}\n", Value::from(whole))
}

/// Gives each annotation an id of its own, also where the same words are exported twice.
fn make_ids_unique(items: &mut [Value]) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for item in items {
        let Some(Value::String(name)) = item.get_mut("id") else {
            continue;
        };
        let times = known.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let bare = name.strip_prefix("urn:").unwrap_or(name);
            *name = format!("{URN_PREFIX}copy:{times}:{bare}");
        }
    }
}

fn annotation(quotation: &Quotation, links: Vec<Value>) -> Value {
    let mut fields = Map::new();
    fields.insert("id".into(), annotation_id(quotation).into());
    fields.insert("type".into(), "Annotation".into());
    fields.insert("motivation".into(), motivation(quotation).into());
    if let Some(kept) = &quotation.bookmark {
        fields.extend(time_field("created", kept.created));
        fields.extend(time_field("modified", kept.changed));
    }
    let mut body = bodies(quotation);
    body.extend(links);
    if !body.is_empty() {
        fields.insert("body".into(), body.into());
    }
    let targets: Vec<Value> = quotation
        .parts
        .iter()
        .map(|part| target(quotation, part))
        .collect();
    fields.insert("target".into(), targets.into());
    fields.insert("diptych:quotation".into(), quotation_object(quotation));
    fields.into()
}

/// A bookmark is named by its own name, anything else by reference and place.
fn annotation_id(quotation: &Quotation) -> String {
    if let Some(kept) = &quotation.bookmark {
        return uuid_urn(&kept.id)
            .unwrap_or_else(|| format!("{URN_PREFIX}bookmark:{}", percent_encode(&kept.id)));
    }
    let places: Vec<String> = quotation
        .parts
        .iter()
        .filter_map(|part| part.bytes.as_ref())
        .map(|range| format!(":{}-{}", range.start, range.end))
        .collect();
    let statement = quotation.source.statement.as_ref();
    let fragment = statement.map_or_else(String::new, |id| format!("#{}", percent_encode(id)));
    let Quotation {
        briefing, article, ..
    } = quotation;
    let (briefing, article) = (percent_encode(briefing), percent_encode(article));
    format!(
        "{URN_PREFIX}{briefing}/{article}{}{fragment}",
        places.concat()
    )
}

/// Writes 32 hex digits as a UUID; none where they are something else.
fn uuid_urn(id: &str) -> Option<String> {
    let hex = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then(|| {
        format!(
            "urn:uuid:{}-{}-{}-{}-{}",
            &id[..8],
            &id[8..12],
            &id[12..16],
            &id[16..20],
            &id[20..]
        )
    })
}

fn motivation(quotation: &Quotation) -> &'static str {
    if !quotation.note.is_empty() {
        "commenting"
    } else if !quotation.tags.is_empty() {
        "tagging"
    } else if quotation.bookmark.is_some() {
        "bookmarking"
    } else {
        "highlighting"
    }
}

fn time_field(field: &str, seconds: i64) -> Option<(String, Value)> {
    let time = Timestamp::from_second(seconds).ok()?;
    (seconds > 0).then(|| (field.to_owned(), time.to_string().into()))
}

fn bodies(quotation: &Quotation) -> Vec<Value> {
    let text = |value: &str, purpose: &str| {
        json!({
            "type": "TextualBody",
            "value": value,
            "format": "text/plain",
            "purpose": purpose,
        })
    };
    let note = (!quotation.note.is_empty()).then(|| text(&quotation.note, "commenting"));
    note.into_iter()
        .chain(quotation.tags.iter().map(|tag| text(tag, "tagging")))
        .collect()
}

fn target(quotation: &Quotation, part: &QuotedPart) -> Value {
    let source = &quotation.source;
    let mut quote = Map::new();
    quote.insert("type".into(), "TextQuoteSelector".into());
    quote.insert("exact".into(), part.exact.clone().into());
    for (field, text) in [("prefix", &part.prefix), ("suffix", &part.suffix)] {
        if !text.is_empty() {
            quote.insert(field.into(), text.clone().into());
        }
    }
    let mut selectors = vec![Value::from(quote)];
    if let Some(points) = &part.code_points {
        selectors.push(json!({
            "type": "TextPositionSelector",
            "start": points.start,
            "end": points.end,
        }));
    }
    let mut fields = Map::new();
    fields.insert("type".into(), "SpecificResource".into());
    let address = source
        .url
        .clone()
        .unwrap_or_else(|| match quotation.article.as_str() {
            "" => annotation_id(quotation),
            article => format!(
                "{URN_PREFIX}{}/{}",
                percent_encode(&quotation.briefing),
                percent_encode(article)
            ),
        });
    fields.insert("source".into(), address.into());
    fields.insert("selector".into(), selectors.into());
    if let Some(archived) = &source.archived_url {
        fields.insert(
            "state".into(),
            json!({ "type": "TimeState", "cached": archived }),
        );
    }
    fields.into()
}
