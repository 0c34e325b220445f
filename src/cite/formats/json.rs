//! Quotations with all their fields, in the program's own shape.

use serde_json::{Map, Value, json};

use crate::cite::comparison::{Comparison, CrossTopicLink, QuotedCell, QuotedRow};
use crate::cite::quotation::Quotation;

/// Version of the shape.
const FORMAT_VERSION: u32 = 1;

/// Writes an object of `format` and `quotations`. Unknown fields are missing,
/// dates are EDTF, places are bytes and code points of the canonical text.
pub(super) fn export_quotations(quotations: &[Quotation]) -> String {
    let quotations: Vec<Value> = quotations.iter().map(quotation_object).collect();
    format!(
        "{:#}\n",
        json!({ "format": FORMAT_VERSION, "quotations": quotations })
    )
}

/// Writes an object of `format`, `briefing`, `title`, `sides` and `pairs`. A row holds
/// its quotations as `left`, `right` or `between` (a reply that stands in the column of its
/// claim as `reply`), `answers`: which answers what, how, and `elsewhere`: what they have to
/// do with under other topics.
pub(super) fn export_comparison(comparison: &Comparison) -> String {
    let sides = comparison.sides.iter();
    let sides = sides.map(|(id, label)| json!({ "id": id, "label": label }));
    let numbered = (1..).zip(&comparison.rows);
    let pairs: Vec<Value> = numbered.map(|(number, p)| row_object(number, p)).collect();
    format!(
        "{:#}\n",
        json!({
            "format": FORMAT_VERSION,
            "briefing": comparison.briefing,
            "title": comparison.title,
            "sides": sides.collect::<Vec<_>>(),
            "pairs": pairs,
        })
    )
}

fn row_object(number: usize, row: &QuotedRow) -> Value {
    let mut fields = Map::new();
    fields.insert("pair".into(), number.into());
    if let Some((id, question)) = &row.topic {
        let topic = json!({ "id": id, "question": question });
        fields.insert("topic".into(), topic);
    }
    for cell in &row.cells {
        let name = cell.column.name();
        let name = if fields.contains_key(name) {
            "reply"
        } else {
            name
        };
        fields.insert(name.into(), quotation_object(&cell.quotation));
    }
    if row.unanswered {
        fields.insert("unanswered".into(), true.into());
    }
    let elsewhere: Vec<Value> = row.cross_topic.iter().map(cross_topic_object).collect();
    if !elsewhere.is_empty() {
        fields.insert("elsewhere".into(), elsewhere.into());
    }
    let answers: Vec<Value> = row.cells.iter().filter_map(reply_object).collect();
    fields.insert("answers".into(), answers.into());
    fields.into()
}

fn cross_topic_object(other: &CrossTopicLink) -> Value {
    let (claim, reply) = if other.is_reply {
        (&other.statement, &other.other)
    } else {
        (&other.other, &other.statement)
    };
    json!({ "claim": claim, "reply": reply, "how": other.how, "topic": other.topic })
}

fn reply_object(cell: &QuotedCell) -> Option<Value> {
    let answers = cell.answers.as_ref()?;
    let mut fields = Map::new();
    let from = cell.quotation.reference.clone();
    fields.insert("statement".into(), from.into());
    fields.insert("answers".into(), answers.reference.clone().into());
    if let Some(how) = answers.how {
        fields.insert("how".into(), how.into());
    }
    Some(fields.into())
}

/// Writes the known fields of one quotation.
pub(super) fn quotation_object(quotation: &Quotation) -> Value {
    let mut whole = json!(quotation);
    if let Some(Value::Object(source)) = whole.get_mut("source") {
        source.retain(|_, value| match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => true,
        });
    }
    whole
}
