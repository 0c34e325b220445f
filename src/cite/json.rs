//! Quotations with all their fields, in the program's own shape.

use serde_json::{Value, json};

use super::Quotation;

/// Version of the shape.
const FORMAT: u32 = 1;

/// Writes an object of `format` and `quotations`. Unknown fields are missing,
/// dates are EDTF, places are bytes and code points of the canonical text.
pub(super) fn export(quotations: &[Quotation]) -> String {
    let quotations: Vec<Value> = quotations.iter().map(object).collect();
    format!(
        "{:#}\n",
        json!({ "format": FORMAT, "quotations": quotations })
    )
}

/// Writes the known fields of one quotation.
pub(super) fn object(quotation: &Quotation) -> Value {
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
