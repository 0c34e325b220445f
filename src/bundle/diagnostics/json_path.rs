//! The JSON path of a value, such as `statements[3].speaker`.

use crate::bundle::diagnostics::diagnostic::quoted;
use crate::bundle::json::value::{JsonNode, JsonValue};
use std::fmt;

/// A JSON path, as a chain on the stack: nothing is allocated until a problem
/// has to name it.
#[derive(Clone, Copy)]
pub(crate) struct JsonPath<'p> {
    parent: Option<&'p JsonPath<'p>>,
    step: PathSegment<'p>,
}

#[derive(Clone, Copy)]
enum PathSegment<'p> {
    Root,
    Field(&'p str),
    Item(usize),
}

impl JsonPath<'static> {
    /// The whole file.
    pub(crate) const ROOT: JsonPath<'static> = JsonPath {
        parent: None,
        step: PathSegment::Root,
    };
}

impl<'p> JsonPath<'p> {
    /// Names a field of the object here.
    pub(crate) fn field(&'p self, name: &'p str) -> JsonPath<'p> {
        JsonPath {
            parent: Some(self),
            step: PathSegment::Field(name),
        }
    }

    /// Names an element of the array here, counted from 0.
    pub(crate) fn item(&'p self, index: usize) -> JsonPath<'p> {
        JsonPath {
            parent: Some(self),
            step: PathSegment::Item(index),
        }
    }

    /// Returns the value that the path names, or the nearest one around it that exists.
    pub(crate) fn find<'n, 'a>(
        &self,
        root: &'n JsonNode<'a>,
    ) -> Result<&'n JsonNode<'a>, &'n JsonNode<'a>> {
        let around = match self.parent {
            None => return Ok(root),
            Some(parent) => parent.find(root)?,
        };
        match (self.step, &around.value) {
            (PathSegment::Root, _) => Ok(around),
            (PathSegment::Field(name), _) => around.field(name).map(|m| &m.value).ok_or(around),
            (PathSegment::Item(index), JsonValue::Array(items)) => items.get(index).ok_or(around),
            (PathSegment::Item(_), _) => Err(around),
        }
    }
}

impl fmt::Display for JsonPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            PathSegment::Root => Ok(()),
            PathSegment::Item(index) => write!(f, "[{index}]"),
            PathSegment::Field(name) => {
                let plain = |c: char| c.is_ascii_alphanumeric() || "_$-".contains(c);
                if name.is_empty() || !name.chars().all(plain) {
                    return write!(f, "[{}]", quoted(name));
                }
                match self.parent.map(|p| p.step) {
                    None | Some(PathSegment::Root) => f.write_str(name),
                    Some(_) => write!(f, ".{name}"),
                }
            }
        }
    }
}
