//! The occasions on which a speaker said the same words: statements joined by
//! `repeats`, earliest first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Briefing, StatementIx};

/// The groups of statements that repeat each other.
#[derive(Clone, Debug, Default)]
pub struct Occasions {
    groups: Vec<Vec<StatementIx>>,
    /// For each statement, its group.
    group_of: Vec<Option<usize>>,
}

impl Occasions {
    /// Reads the groups of a briefing, in time linear in its statements and `repeats`.
    #[must_use]
    pub fn new(briefing: &Briefing) -> Occasions {
        let count = briefing.statements.len();
        let mut linked: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (later, statement) in briefing.statements.iter().enumerate() {
            for earlier in &statement.repeats {
                linked[later].push(earlier.0);
                linked[earlier.0].push(later);
            }
        }
        let mut occasions = Occasions {
            groups: Vec::new(),
            group_of: vec![None; count],
        };
        for start in (0..count).filter(|i| !linked[*i].is_empty()) {
            if occasions.group_of[start].is_some() {
                continue;
            }
            let number = occasions.groups.len();
            let mut group = Vec::new();
            let mut stack = vec![start];
            while let Some(i) = stack.pop() {
                if occasions.group_of[i].replace(number).is_none() {
                    group.push(StatementIx(i));
                    stack.extend(&linked[i]);
                }
            }
            occasions.groups.push(sort_group(briefing, &group));
        }
        occasions
    }

    /// Returns all occasions of a statement's words, its own among them, earliest
    /// first; empty where the bundle names no other.
    #[must_use]
    pub fn occasions_of(&self, statement: StatementIx) -> &[StatementIx] {
        let group = self.group_of.get(statement.0).copied().flatten();
        group.map_or(&[], |group| self.groups[group].as_slice())
    }
}

/// Orders a group: what is repeated stands before what repeats it; apart from that the
/// order is that of the bundle. Dates are no help here: many are vague, or missing.
fn sort_group(briefing: &Briefing, group: &[StatementIx]) -> Vec<StatementIx> {
    let mut waits_for: BTreeMap<StatementIx, usize> = BTreeMap::new();
    let mut repeated_by: BTreeMap<StatementIx, Vec<StatementIx>> = BTreeMap::new();
    for later in group {
        let repeats = &briefing.statement(*later).repeats;
        waits_for.insert(*later, repeats.len());
        for earlier in repeats {
            repeated_by.entry(*earlier).or_default().push(*later);
        }
    }
    let ready = waits_for.iter().filter(|(_, n)| **n == 0);
    let mut ready: BTreeSet<StatementIx> = ready.map(|(ix, _)| *ix).collect();
    let mut ordered = Vec::with_capacity(group.len());
    while let Some(next) = ready.pop_first() {
        ordered.push(next);
        waits_for.remove(&next);
        for later in repeated_by.get(&next).into_iter().flatten() {
            if let Some(n) = waits_for.get_mut(later) {
                *n -= 1;
                if *n == 0 {
                    ready.insert(*later);
                }
            }
        }
    }
    // A circle is an error of the bundle; its statements are listed all the same.
    ordered.extend(waits_for.into_keys());
    ordered
}

#[cfg(test)]
mod tests;
