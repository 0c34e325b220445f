//! Quotations with all their fields, in the program's own shape.

use serde_json::json;

use super::Quotation;

/// Version of the shape.
const FORMAT: u32 = 1;

/// Writes an object of `format` and `quotations`. Unknown fields are missing
/// or null, dates are EDTF, places are bytes and code points of the canonical text.
pub(super) fn export(quotations: &[Quotation]) -> String {
    format!(
        "{:#}\n",
        json!({ "format": FORMAT, "quotations": quotations })
    )
}
