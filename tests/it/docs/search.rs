//! Holds `docs/search.md` to what it says: every row of its tables is asked of
//! the briefings that come with the program.

use std::sync::Arc;

use diptych::bundle::{self, LibraryRoot};
use diptych::model::{Bookmarks, Query, SearchScope};
use diptych::search::Index;

#[test]
fn every_question_of_the_page_finds_what_it_says() {
    let (sources, _) = bundle::discover(&[LibraryRoot::BuiltIn]);
    let briefings: Vec<_> = sources
        .iter()
        .filter_map(|source| bundle::load(source).briefing)
        .map(Arc::new)
        .collect();
    let index = Index::in_memory().unwrap();
    index.update(&briefings).unwrap();
    let mut asked = 0;
    for line in include_str!("../../../docs/search.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [question, wanted, _] = cells.as_slice() else {
            continue;
        };
        let code = |cell: &str| -> Option<String> {
            Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned())
        };
        let (Some(question), Some(wanted)) = (code(question), code(wanted)) else {
            continue;
        };
        asked += 1;
        let hits = index.find(&Query {
            text: format!("{question} "),
            scope: SearchScope::Library,
            limit: 20,
            bookmarks: Bookmarks::default(),
        });
        let found: Vec<String> = hits
            .results
            .iter()
            .map(|hit| hit.reference.to_string())
            .collect();
        assert!(found.contains(&wanted), "{question}: {found:?}");
    }
    assert!(asked >= 18, "{asked}");
}
