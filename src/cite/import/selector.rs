//! Which words an annotation's target selects.
//!
//! Only words place an annotation: positions and paths count in the page as the other
//! program saw it, which no bundle holds.

use serde_json::Value;

use super::collection::{Nodes, each, field, id, is, local_name};
use crate::text::clean;

/// How deep refinements are followed; in a graph they may lead in a circle.
const MAX_DEPTH: usize = 16;

/// Selected words and what stands around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
}

/// Returns the words that a target selects.
///
/// # Errors
/// Where there are none: why.
pub(super) fn words<'a>(
    nodes: &Nodes<'a>,
    target: &'a Value,
    address: &str,
) -> Result<Words, String> {
    let selectors: Vec<&Value> = each(field(
        target,
        &["selector", "hasSelector", "oa:hasSelector"],
    ))
    .into_iter()
    .map(|selector| nodes.resolve(selector))
    .collect();
    let mut found = selectors.iter().filter_map(|s| selected(nodes, s, 0));
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
    if selectors.iter().any(|s| is(s, "TextQuoteSelector")) {
        return Err("its TextQuoteSelector holds no words (exact)".to_owned());
    }
    let mut kinds: Vec<String> = Vec::new();
    for selector in selectors {
        let kind = each(field(selector, &["type", "@type"])).into_iter().next();
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
fn selected<'a>(nodes: &Nodes<'a>, selector: &'a Value, depth: usize) -> Option<Words> {
    if depth > MAX_DEPTH {
        return None;
    }
    let own = quote(selector).or_else(|| {
        let value = field(selector, &["value"])?.as_str()?;
        text_fragment(value)
    });
    // Of alternatives any will do.
    let inner = if is(selector, "Choice") {
        ["items", "members"]
    } else {
        ["refinedBy", "oa:refinedBy"]
    };
    let refined = each(field(selector, &inner))
        .into_iter()
        .find_map(|refining| {
            let refining = nodes.resolve(refining);
            let own = own.as_ref();
            own.and_then(|own| stretch(own, refining)).or_else(|| {
                let words = selected(nodes, refining, depth + 1)?;
                Some(match own {
                    Some(own) => within(own, words),
                    None => words,
                })
            })
        });
    refined.or(own)
}

fn quote(selector: &Value) -> Option<Words> {
    let text = |name: &str| {
        let text = selector.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let words = Words {
        exact: text("exact"),
        prefix: text("prefix"),
        suffix: text("suffix"),
    };
    (is(selector, "TextQuoteSelector") && !words.exact.trim().is_empty()).then_some(words)
}

/// Returns the stretch of some words that a position within them names, in code points.
fn stretch(outer: &Words, position: &Value) -> Option<Words> {
    if !is(position, "TextPositionSelector") {
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
    (!exact.trim().is_empty()).then(|| Words {
        exact: exact.to_owned(),
        prefix: format!("{}{}", outer.prefix, &outer.exact[..range.start]),
        suffix: format!("{}{}", &outer.exact[range.end..], outer.suffix),
    })
}

/// Gives words what stands around them in the words that they refine.
fn within(outer: &Words, words: Words) -> Words {
    let Some(at) = outer.exact.find(&words.exact) else {
        return words;
    };
    let Words {
        exact,
        prefix,
        suffix,
    } = words;
    let end = at + exact.len();
    let or = |own: String, other: String| if own.is_empty() { other } else { own };
    Words {
        prefix: or(prefix, format!("{}{}", outer.prefix, &outer.exact[..at])),
        suffix: or(suffix, format!("{}{}", &outer.exact[end..], outer.suffix)),
        exact,
    }
}

/// Reads the words of a text directive, `#:~:text=prefix-,words,-suffix`. One that names
/// only where the words begin and end does not hold them.
fn text_fragment(address: &str) -> Option<Words> {
    let (_, directive) = address.split_once(":~:")?;
    let text = directive.split('&').find_map(|d| d.strip_prefix("text="))?;
    let mut words = Words::default();
    for part in text.split(',') {
        if let Some(prefix) = part.strip_suffix('-') {
            words.prefix = unescaped(prefix)? + " ";
        } else if let Some(suffix) = part.strip_prefix('-') {
            words.suffix = format!(" {}", unescaped(suffix)?);
        } else if words.exact.is_empty() {
            words.exact = unescaped(part)?;
        } else {
            return None;
        }
    }
    (!words.exact.trim().is_empty()).then_some(words)
}

/// Returns a text without percent-encoding, cleaned: the escapes may hold anything.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| byte == b'%');
        let hex = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(escaped) => {
                bytes.push(escaped);
                rest = &behind[2..];
            }
            None => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes)
        .ok()
        .map(|text| clean::clean(&text))
}

/// Returns the address of what a target is about.
pub(super) fn address<'a>(nodes: &Nodes<'a>, target: &'a Value) -> String {
    let source = match target {
        Value::String(address) => return address.clone(),
        target => field(target, &["source", "hasSource", "oa:hasSource"]),
    };
    let address = match source.map(|source| nodes.resolve(source)) {
        Some(Value::String(address)) => Some(address.as_str()),
        Some(source) => id(source),
        // A resource that stands for itself.
        None => id(target).filter(|id| !id.starts_with("_:")),
    };
    address.unwrap_or_default().to_owned()
}
