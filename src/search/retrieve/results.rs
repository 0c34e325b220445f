//! What a question found, gathered from several ways of asking.

use std::collections::BTreeMap;

use crate::model::{Needle, QueryDiagnostic, SideCount};
use crate::search::retrieve::score::ScoredHit;

/// What a question found.
#[derive(Default)]
pub(crate) struct ResultSet {
    /// Best first.
    pub results: Vec<ScoredHit>,
    pub total: usize,
    pub sides: Vec<SideCount>,
    pub needles: Vec<Needle>,
    pub notes: Vec<QueryDiagnostic>,
}

impl ResultSet {
    /// Adds more results; one that is there already gives way to the better of both.
    pub fn add(&mut self, more: Vec<ScoredHit>) {
        let mut fresh = Vec::new();
        for scored in more {
            let same = |j: &&mut ScoredHit| j.hit.reference == scored.hit.reference;
            match self.results.iter_mut().find(same) {
                Some(known) if known.hit.score < scored.hit.score => *known = scored,
                Some(_) => {}
                None => fresh.push(scored),
            }
        }
        self.total += fresh.len();
        for side in side_counts(&fresh) {
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
pub(crate) fn side_counts(results: &[ScoredHit]) -> Vec<SideCount> {
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
