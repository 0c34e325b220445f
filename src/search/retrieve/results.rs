//! What a question found, gathered from several ways of asking.

use std::collections::BTreeMap;

use crate::model::{Note, SideCount};
use crate::search::retrieve::score::Judged;

/// What a question found.
#[derive(Default)]
pub(crate) struct Found {
    /// Best first.
    pub results: Vec<Judged>,
    pub total: usize,
    pub sides: Vec<SideCount>,
    pub terms: Vec<String>,
    pub notes: Vec<Note>,
}

impl Found {
    /// Adds more results; one that is there already gives way to the better of both.
    pub fn add(&mut self, more: Vec<Judged>) {
        let mut fresh = Vec::new();
        for judged in more {
            let same = |j: &&mut Judged| j.hit.reference == judged.hit.reference;
            match self.results.iter_mut().find(same) {
                Some(known) if known.hit.score < judged.hit.score => *known = judged,
                Some(_) => {}
                None => fresh.push(judged),
            }
        }
        self.total += fresh.len();
        for side in sides_of(&fresh) {
            let same = |s: &&mut SideCount| (s.column, &s.label) == (side.column, &side.label);
            match self.sides.iter_mut().find(same) {
                Some(known) => known.count += side.count,
                None => self.sides.push(side),
            }
        }
        self.results.extend(fresh);
        self.results
            .sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
    }
}

/// Counts the statements among some results by side.
pub(crate) fn sides_of(results: &[Judged]) -> Vec<SideCount> {
    let mut sides: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (label, column) in results.iter().filter_map(|j| j.hit.side.as_ref()) {
        *sides.entry((*column, label)).or_default() += 1;
    }
    sides
        .into_iter()
        .map(|((column, label), count)| SideCount {
            label: label.to_owned(),
            column,
            count,
        })
        .collect()
}
