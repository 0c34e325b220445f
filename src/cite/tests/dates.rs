//! Dates for the property tests of this module.

use proptest::prelude::*;

use crate::model::Date;

/// Any date that a bundle can hold, without years beyond four digits.
pub fn any_date() -> impl Strategy<Value = String> {
    let point = "(19|20)([0-9]X|XX|[0-9]{2}(-(XX|0[1-9]|1[0-2]|2[1-4]))?|[0-9]{2}-(0[1-9]|1[0-2])-(XX|0[1-9]|1[0-9]|2[0-8]))[~?%]?";
    prop_oneof![
        point,
        (point, point).prop_map(|(a, b)| format!("{a}/{b}")),
        point.prop_map(|a| format!("{a}/..")),
        point.prop_map(|a| format!("../{a}")),
    ]
    .prop_filter("no date", |text| Date::parse(text).is_ok())
}
