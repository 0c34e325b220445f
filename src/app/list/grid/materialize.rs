//! Writing the rows of a long list as they come near the window, and forgetting
//! those that have left it. How high a row is shows only when it is written, so
//! what stands around the window is written, too: moving by less than a
//! window goes over rows whose heights are known.

use std::ops::Range;

use crate::app::list::grid::{Cell, Grid, Row, ScrollAnchor};

/// How often the window may move while heights become known. Each time brings
/// rows that were not written before, so that it ends long before.
const MAX_ROUNDS: usize = 64;

impl Grid {
    /// Writes the rows that are promised in and around the window, each from its
    /// item, and makes those that have gone from there promises again. The row under
    /// the cursor, or else the one on top, stays where it is in the window.
    pub fn materialize(&mut self, write: impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>) {
        let placing = self.pending_anchor.take();
        for _ in 0..MAX_ROUNDS {
            if !self.materialize_near(&write, placing) {
                break;
            }
        }
        let near = self.materialize_range();
        let mut filled = std::mem::take(&mut self.materialized);
        filled.retain(|i| {
            let stays = near.contains(i);
            if let (false, Some(row)) = (stays, self.rows.get_mut(*i)) {
                for cell in &mut row.cells {
                    cell.lines = Vec::new();
                }
            }
            stays
        });
        self.materialized = filled;
    }

    /// Writes what is near and not yet written; tells whether that moved anything.
    fn materialize_near(
        &mut self,
        write: &impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>,
        placing: Option<ScrollAnchor>,
    ) -> bool {
        let near = self.materialize_range();
        let in_view = placing.is_some() || self.is_in_view(self.cursor);
        let stays = if in_view {
            self.cursor
        } else {
            self.visible().next().map_or(0, |visible| visible.row)
        };
        // What was gone down to ends where the window does, however high it is.
        let below = in_view
            && placing.is_none()
            && self.rows.get(stays).is_some_and(Row::is_lazy)
            && self.end_of(stays) == self.top + self.height;
        // One may have scrolled on from the cursor, which then does not call the window back.
        let whole = in_view
            && self
                .starts
                .get(stays)
                .is_some_and(|start| *start >= self.top)
            && self.end_of(stays) <= self.top + self.height;
        let mut moved = false;
        for i in near.clone() {
            let Some(row) = self.rows.get_mut(i).filter(|row| row.is_lazy()) else {
                continue;
            };
            let before = row.height();
            if !row.materialize(write) {
                continue;
            }
            moved |= row.height() != before;
            self.materialized.push(i);
        }
        if moved {
            let start = |grid: &Grid| grid.starts.get(stays).copied().unwrap_or(0) as isize;
            let distance = start(self) - self.top as isize;
            self.update_starts(near);
            let distance = placing.map_or(distance, |placing| placing.distance);
            self.top = (start(self) - distance).max(0) as usize;
            if below {
                self.top = self.end_of(stays).saturating_sub(self.height);
            }
            if let Some(ScrollAnchor { empty, .. }) = placing {
                let total = self.starts.last().copied().unwrap_or(0);
                self.top = self.top.min((total + empty).saturating_sub(self.height));
            }
            let cut = whole && self.end_of(stays) > self.top + self.height;
            if cut || below || placing.is_some() {
                self.scroll_into_view();
            }
        }
        moved
    }

    /// The rows in the window, and in as much again above and below it.
    fn materialize_range(&self) -> Range<usize> {
        let from = self.top.saturating_sub(self.height);
        let to = self.top + 2 * self.height;
        let first = self.starts.partition_point(|start| *start <= from);
        let last = self.starts.partition_point(|start| *start < to);
        first.saturating_sub(1)..last.min(self.rows.len())
    }

    /// The line behind the last one of a row, without its gap.
    fn end_of(&self, row: usize) -> usize {
        let end = self.starts.get(row + 1).copied().unwrap_or(0);
        end.saturating_sub(self.rows.get(row).map_or(0, |r| r.gap))
    }

    fn is_in_view(&self, row: usize) -> bool {
        let bounds = self.starts.get(row).zip(self.starts.get(row + 1));
        bounds.is_some_and(|(start, end)| *start < self.top + self.height && *end > self.top)
    }

    /// Counts anew where rows begin, after those of this range have been written.
    fn update_starts(&mut self, rows: Range<usize>) {
        let mut at = self.starts[rows.start];
        for i in rows.clone() {
            self.starts[i] = at;
            at += self.rows[i].height();
        }
        let behind = &mut self.starts[rows.end..];
        let by = behind
            .first()
            .map_or(0, |start| at as isize - *start as isize);
        if by != 0 {
            for start in behind {
                *start = start.saturating_add_signed(by);
            }
        }
    }
}

impl Row {
    /// Writes the lines of a row that is promised; returns `true` if there were any to write.
    pub(in crate::app) fn materialize(
        &mut self,
        write: &impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>,
    ) -> bool {
        let Some(promise) = self.lazy.as_mut() else {
            return false;
        };
        let Some(mut cells) = write(promise.item, &self.cells) else {
            return false;
        };
        for (cell, before) in cells.iter_mut().zip(&self.cells) {
            cell.is_match = before.is_match;
        }
        let lines = cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        promise.lines = lines as u32;
        self.cells = cells;
        true
    }
}
