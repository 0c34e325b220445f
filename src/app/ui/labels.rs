//! Words for things that several screens name: where a bundle is, where a search looks.

use crate::model::{BundleSource, SearchScope};
use crate::text::clean::clean_line;

/// Returns where a bundle is. The name of a folder may hold control characters, so it is
/// cleaned.
#[must_use]
pub fn source_name(source: &BundleSource) -> String {
    clean_line(&source.to_string())
}

/// Returns where a search looks, in a few words; `open` is the id of the open briefing.
#[must_use]
pub fn scope_label(scope: &SearchScope, open: Option<&str>) -> String {
    match scope {
        SearchScope::Library => "the whole library".to_owned(),
        SearchScope::Briefing(id) if open == Some(id) => "this briefing".to_owned(),
        SearchScope::Briefing(id) => id.clone(),
        SearchScope::Article(id, _) if open == Some(id) => "this article".to_owned(),
        SearchScope::Article(id, article) => format!("{id}/{article}"),
    }
}
