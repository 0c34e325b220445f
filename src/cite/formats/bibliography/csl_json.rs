//! CSL-JSON, as Zotero, pandoc and others read it.

use serde_json::{Map, Value, json};

use crate::cite::dates::{DateParts, PROSE_DATES, PartialDate, date_parts};
use crate::cite::person_names;
use crate::model::{Article, Author, Briefing};

/// Describes an article.
pub(super) fn csl_item(briefing: &Briefing, article: &Article) -> Value {
    let mut item = Map::new();
    let mut add = |name: &str, value: Value| {
        let nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        if !nothing {
            item.insert(name.to_owned(), value);
        }
    };
    add("id", format!("{}:{}", briefing.id, article.id).into());
    add("type", "article-newspaper".into());
    add("title", article.title.clone().into());
    add("container-title", article.publisher.clone().into());
    let authors: Vec<Value> = article.authors.iter().map(csl_name).collect();
    add("author", authors.into());
    let date = |date: &Option<crate::model::Date>| {
        date.as_ref()
            .map_or(Value::Null, |date| csl_date(date.edtf()))
    };
    add("issued", date(&article.published));
    add("accessed", date(&article.retrieved));
    add("URL", article.url.clone().into());
    add("language", article.language.clone().into());
    if let Some(archived) = article
        .archived_url
        .as_deref()
        .filter(|url| !url.is_empty())
    {
        add("note", format!("Archived at {archived}").into());
    }
    item.into()
}

fn csl_name(author: &Author) -> Value {
    match person_names::parse_person(author) {
        Some(person) => {
            let mut fields = Map::new();
            fields.insert("family".into(), person.family.into());
            fields.insert("given".into(), person.given.join(" ").into());
            if let Some(suffix) = person.suffix {
                fields.insert("suffix".into(), suffix.into());
            }
            fields.into()
        }
        None => json!({ "literal": person_names::as_printed(author) }),
    }
}

/// A date in CSL-JSON's parts where these can say it, else in words.
fn csl_date(edtf: &str) -> Value {
    let whole = |point: &PartialDate| {
        let mut parts = vec![point.number?];
        parts.extend(point.month.map(i32::from));
        parts.extend(point.day.map(i32::from));
        point.season.is_none().then_some(parts)
    };
    let said = match date_parts(edtf) {
        Some(DateParts::Point(point)) => match (point.number, point.season, whole(&point)) {
            (Some(year), Some(season), _) => Some((
                json!({ "date-parts": [[year]], "season": season }),
                [Some(point), None],
            )),
            (_, _, Some(parts)) => Some((json!({ "date-parts": [parts] }), [Some(point), None])),
            _ => None,
        },
        Some(DateParts::Range(Some(from), Some(to))) => match (whole(&from), whole(&to)) {
            (Some(a), Some(b)) => Some((json!({ "date-parts": [a, b] }), [Some(from), Some(to)])),
            _ => None,
        },
        _ => None,
    };
    let Some((mut date, points)) = said else {
        return json!({ "literal": PROSE_DATES.format(edtf) });
    };
    if points.iter().flatten().any(|p| p.about || p.uncertain) {
        date["circa"] = true.into();
    }
    date
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cite::tests::dates::any_date;

    #[test]
    fn dates_for_reference_managers_claim_no_more_than_is_known() {
        for (edtf, json) in [
            ("2018-04-27", r#"{"date-parts":[[2018,4,27]]}"#),
            ("2018-04~", r#"{"circa":true,"date-parts":[[2018,4]]}"#),
            ("2018?", r#"{"circa":true,"date-parts":[[2018]]}"#),
            ("2018-22", r#"{"date-parts":[[2018]],"season":2}"#),
            ("2017/2018-04", r#"{"date-parts":[[2017],[2018,4]]}"#),
            ("201X", r#"{"literal":"2010s"}"#),
            ("2018/..", r#"{"literal":"since 2018"}"#),
        ] {
            assert_eq!(csl_date(edtf).to_string(), json, "{edtf}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn an_uncertain_date_never_becomes_certain(edtf in any_date()) {
            let json = csl_date(&edtf).to_string();
            let doubtful = edtf.contains(['~', '?', '%']);
            let marked = json.contains("\"circa\":true") || json.contains("ca. ") || json.contains("?]");
            prop_assert_eq!(doubtful, marked, "{}", json);
        }
    }
}
