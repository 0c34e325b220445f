//! Finds the annotations of a file: one alone, a list, W3C collections with their pages,
//! the nodes of a `@graph`, and the lists that Hypothesis writes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::imported::ImportError;
use super::json_ld::{GraphNodes, as_list, first_field, has_type, node_id};

/// What was found, in the order of the file.
pub(super) struct FoundAnnotations<'a> {
    /// The annotations, and where they stand.
    pub annotations: Vec<(String, &'a Value)>,
    /// The nodes of the file by their names.
    pub nodes: GraphNodes<'a>,
    pub skipped: Vec<ImportError>,
    pub missing: Vec<ImportError>,
}

/// Finds all annotations.
///
/// # Errors
/// Where the file holds nothing of the kind.
pub(super) fn find_annotations(value: &Value) -> Result<FoundAnnotations<'_>, ImportError> {
    let printed = match value {
        Value::Array(list) => list.first().is_some_and(is_command_output),
        value => is_command_output(value),
    };
    if printed {
        let what = "this is what `--json` prints, which does not hold all of a quotation's source";
        return Err(ImportError::new("", what));
    }
    if !value.is_array() && !is_annotation(value) && !is_container(value) {
        let what = "this is neither the program's own JSON (`--format json`) nor annotations \
                    (W3C, or as Hypothesis writes them)";
        return Err(ImportError::new("", what));
    }
    let mut found = FoundAnnotations {
        annotations: Vec::new(),
        nodes: GraphNodes::from_document(value),
        skipped: Vec::new(),
        missing: Vec::new(),
    };
    // No recursion: a chain of pages may be long, and may lead back to its beginning.
    let mut seen: BTreeSet<*const Value> = BTreeSet::new();
    let mut waiting = vec![(String::new(), value)];
    let mut total = 0;
    while let Some((at, value)) = waiting.pop() {
        if !seen.insert(std::ptr::from_ref(value)) {
            continue;
        }
        if is_annotation(value) {
            found.annotations.push((at, value));
        } else if value.is_array() || is_container(value) {
            if first_field(value, &["first", "as:first", "rows", "annotations"]).is_some() {
                total += first_field(value, &["total"])
                    .and_then(Value::as_u64)
                    .unwrap_or(0);
            }
            let mut inner = found.members(&at, value);
            inner.reverse();
            waiting.append(&mut inner);
        } else {
            let what = "this is no annotation";
            found.skipped.push(ImportError::new(at, what));
        }
    }
    let held = (found.annotations.len() + found.skipped.len()) as u64;
    if found.missing.is_empty() && total > held {
        let what = format!("it speaks of {total} annotations, {held} are in the file");
        found.missing.push(ImportError::new("total", what));
    }
    Ok(found)
}

impl<'a> FoundAnnotations<'a> {
    /// Returns what a list, a collection, a page or a graph holds, in order.
    fn members(&mut self, at: &str, value: &'a Value) -> Vec<(String, &'a Value)> {
        let path = |name: &str| match at {
            "" => name.to_owned(),
            at => format!("{at}.{name}"),
        };
        let mut members = Vec::new();
        if let Value::Array(list) = value {
            let items = list.iter().enumerate();
            members.extend(items.map(|(i, item)| (format!("{at}[{i}]"), item)));
        }
        if let Some(Value::Array(graph)) = value.get("@graph") {
            let nodes = graph.iter().enumerate();
            // The others are bodies, targets and selectors of these.
            let nodes = nodes.filter(|(_, node)| is_annotation(node) || is_container(node));
            members.extend(nodes.map(|(i, node)| (format!("{}[{i}]", path("@graph")), node)));
        }
        for name in ["items", "as:items", "orderedItems", "rows", "annotations"] {
            let list = as_list(value.get(name)).into_iter().enumerate();
            for (i, item) in list {
                let at = format!("{}[{i}]", path(name));
                match self.nodes.resolve(item) {
                    Value::String(address) => {
                        let what = format!("only an annotation's address is here: {address}");
                        self.skipped.push(ImportError::new(at, what));
                    }
                    item => members.push((at, item)),
                }
            }
        }
        for name in ["first", "as:first", "next", "as:next"] {
            let page = value.get(name).filter(|page| !page.is_null());
            match page.map(|page| self.nodes.resolve(page)) {
                None => {}
                Some(page) if is_container(page) => members.push((path(name), page)),
                Some(page) => {
                    let address = page
                        .as_str()
                        .or_else(|| node_id(page))
                        .unwrap_or("no address");
                    let what = format!("this page is not in the file: {address}");
                    self.missing.push(ImportError::new(path(name), what));
                }
            }
        }
        // The last page is on the way from the first, where both are there.
        if let Some(page) = value.get("last")
            && first_field(value, &["first", "as:first"]).is_none_or(Value::is_string)
            && is_container(page)
        {
            members.push((path("last"), page));
        }
        members
    }
}

/// Returns `true` if this is what a command prints for other programs.
fn is_command_output(value: &Value) -> bool {
    ["ref", "results", "topics", "statements"]
        .iter()
        .any(|field| value.get(field).is_some())
}

fn is_annotation(value: &Value) -> bool {
    // Hypothesis gives no type; its annotations have an address, and what was written.
    let target = first_field(value, &["target", "hasTarget", "oa:hasTarget"]).is_some();
    let written = value.get("uri").is_some()
        && ["text", "tags", "references"]
            .iter()
            .any(|name| value.get(name).is_some());
    has_type(value, "Annotation") || target || written
}

/// Returns `true` if this may hold annotations: a collection, a page, a graph, or one of
/// Hypothesis's lists.
fn is_container(value: &Value) -> bool {
    let kind = has_type(value, "AnnotationCollection") || has_type(value, "AnnotationPage");
    let lists = ["items", "rows", "annotations", "@graph"];
    kind || lists
        .iter()
        .any(|n| value.get(n).is_some_and(Value::is_array))
        || ["first", "next"]
            .iter()
            .any(|n| value.get(n).is_some_and(Value::is_object))
}
