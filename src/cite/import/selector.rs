//! Which words an annotation's target selects.
//!
//! Only words place an annotation: positions and paths count in the page as the other
//! program saw it, which no bundle holds.

use serde_json::Value;

use super::json_ld::{GraphNodes, as_list, first_field, has_type, local_name, node_id};
use crate::cite::percent::percent_decode;

/// How deep refinements are followed; in a graph they may lead in a circle. Far more than
/// any program writes.
const MAX_DEPTH: usize = 16;

/// Selected words and what stands around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SelectedWords {
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
}

/// Returns the words that a target selects.
///
/// # Errors
/// Where there are none: why.
pub(super) fn selected_words<'a>(
    nodes: &GraphNodes<'a>,
    target: &'a Value,
    address: &str,
) -> Result<SelectedWords, String> {
    let selectors: Vec<&Value> = as_list(first_field(
        target,
        &["selector", "hasSelector", "oa:hasSelector"],
    ))
    .into_iter()
    .map(|selector| nodes.resolve(selector))
    .collect();
    let mut found = selectors
        .iter()
        .filter_map(|s| resolve_selector(nodes, s, 0));
    if let Some(words) = found.next().or_else(|| text_fragment(address)) {
        return Ok(words);
    }
    if selectors.is_empty() {
        let page = if address.is_empty() {
            "a page"
        } else {
            address
        };
        return Err(format!(
            "it is about the whole of {page}, not about words in it"
        ));
    }
    if selectors.iter().any(|s| has_type(s, "TextQuoteSelector")) {
        return Err("its TextQuoteSelector holds no words (exact)".to_owned());
    }
    let mut kinds: Vec<String> = Vec::new();
    for selector in selectors {
        let kind = as_list(first_field(selector, &["type", "@type"]))
            .into_iter()
            .next();
        let kind = kind
            .and_then(Value::as_str)
            .map_or("a selector without type", local_name);
        if !kinds.iter().any(|known| known == kind) {
            kinds.push(kind.to_owned());
        }
    }
    Err(format!(
        "it names its place only by {}; without a TextQuoteSelector it is not known which words are meant",
        kinds.join(", ")
    ))
}

/// Returns the words of a selector, or of the one that refines it.
fn resolve_selector<'a>(
    nodes: &GraphNodes<'a>,
    selector: &'a Value,
    depth: usize,
) -> Option<SelectedWords> {
    if depth > MAX_DEPTH {
        return None;
    }
    let own = quote_selector(selector).or_else(|| {
        let value = first_field(selector, &["value"])?.as_str()?;
        text_fragment(value)
    });
    // Of alternatives any will do.
    let inner = if has_type(selector, "Choice") {
        ["items", "members"]
    } else {
        ["refinedBy", "oa:refinedBy"]
    };
    let refined = as_list(first_field(selector, &inner))
        .into_iter()
        .find_map(|refining| {
            let refining = nodes.resolve(refining);
            let own = own.as_ref();
            own.and_then(|own| narrow_by_position(own, refining))
                .or_else(|| {
                    let words = resolve_selector(nodes, refining, depth + 1)?;
                    Some(match own {
                        Some(own) => with_outer_context(own, words),
                        None => words,
                    })
                })
        });
    refined.or(own)
}

fn quote_selector(selector: &Value) -> Option<SelectedWords> {
    let text = |name: &str| {
        let text = selector.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let words = SelectedWords {
        exact: text("exact"),
        prefix: text("prefix"),
        suffix: text("suffix"),
    };
    (has_type(selector, "TextQuoteSelector") && !words.exact.trim().is_empty()).then_some(words)
}

/// Returns the stretch of some words that a position within them names, in code points.
fn narrow_by_position(outer: &SelectedWords, position: &Value) -> Option<SelectedWords> {
    if !has_type(position, "TextPositionSelector") {
        return None;
    }
    let at = |name: &str| usize::try_from(position.get(name)?.as_u64()?).ok();
    let (start, end) = (at("start")?, at("end")?);
    let byte = |point: usize| {
        let mut points = outer.exact.char_indices().map(|(at, _)| at);
        points.nth(point).or_else(|| {
            let all = outer.exact.chars().count();
            (point == all).then_some(outer.exact.len())
        })
    };
    let range = byte(start)?..byte(end)?;
    let exact = outer.exact.get(range.clone())?;
    (!exact.trim().is_empty()).then(|| SelectedWords {
        exact: exact.to_owned(),
        prefix: format!("{}{}", outer.prefix, &outer.exact[..range.start]),
        suffix: format!("{}{}", &outer.exact[range.end..], outer.suffix),
    })
}

/// Gives words what stands around them in the words that they refine.
fn with_outer_context(outer: &SelectedWords, words: SelectedWords) -> SelectedWords {
    let Some(at) = outer.exact.find(&words.exact) else {
        return words;
    };
    let SelectedWords {
        exact,
        prefix,
        suffix,
    } = words;
    let end = at + exact.len();
    let or = |own: String, other: String| if own.is_empty() { other } else { own };
    SelectedWords {
        prefix: or(prefix, format!("{}{}", outer.prefix, &outer.exact[..at])),
        suffix: or(suffix, format!("{}{}", &outer.exact[end..], outer.suffix)),
        exact,
    }
}

/// Reads the words of a text directive, `#:~:text=prefix-,words,-suffix`. One that names
/// only where the words begin and end does not hold them.
fn text_fragment(address: &str) -> Option<SelectedWords> {
    let (_, directive) = address.split_once(":~:")?;
    let text = directive.split('&').find_map(|d| d.strip_prefix("text="))?;
    let mut words = SelectedWords::default();
    for part in text.split(',') {
        if let Some(prefix) = part.strip_suffix('-') {
            words.prefix = percent_decode(prefix)? + " ";
        } else if let Some(suffix) = part.strip_prefix('-') {
            words.suffix = format!(" {}", percent_decode(suffix)?);
        } else if words.exact.is_empty() {
            words.exact = percent_decode(part)?;
        } else {
            return None;
        }
    }
    (!words.exact.trim().is_empty()).then_some(words)
}

/// Returns the address of what a target is about.
pub(super) fn target_address<'a>(nodes: &GraphNodes<'a>, target: &'a Value) -> String {
    let source = match target {
        Value::String(address) => return address.clone(),
        target => first_field(target, &["source", "hasSource", "oa:hasSource"]),
    };
    let address = match source.map(|source| nodes.resolve(source)) {
        Some(Value::String(address)) => Some(address.as_str()),
        Some(source) => node_id(source),
        // A resource that stands for itself.
        None => node_id(target).filter(|id| !id.starts_with("_:")),
    };
    address.unwrap_or_default().to_owned()
}
