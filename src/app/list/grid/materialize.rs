//! Lays out the lazy rows of a long list as the window comes near, and drops the lines of
//! those that it has left. The height of a row is known only then, so rows around the window
//! are laid out too: moving by less than a window goes over rows whose heights are known.

use std::ops::Range;

use crate::app::list::grid::row::{Cell, Row};
use crate::app::list::grid::viewport::{Grid, ScrollAnchor};

/// Rounds of laying out and moving the window at most. Each round needs rows that were not
/// laid out before, so that two or three are usual; the limit only rules out a loop.
const MAX_ROUNDS: usize = 64;

impl Grid {
    /// Lays out the lazy rows in and around the window with `layout`, which gets the item and
    /// the cells of a row, and drops the lines of those that have left it. The row under the
    /// cursor keeps its height in the window; if it is not in view, the row on top does.
    pub fn materialize(&mut self, layout: impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>) {
        let anchor = self.pending_anchor.take();
        for _ in 0..MAX_ROUNDS {
            if !self.materialize_near(&layout, anchor) {
                break;
            }
        }
        let range = self.materialize_range();
        let mut filled = std::mem::take(&mut self.materialized);
        filled.retain(|i| {
            let stays = range.contains(i);
            if let (false, Some(row)) = (stays, self.rows.get_mut(*i)) {
                for cell in &mut row.cells {
                    cell.lines = Vec::new();
                }
            }
            stays
        });
        self.materialized = filled;
    }

    /// Lays out the rows near the window that are still lazy; returns `true` if that changed
    /// the height of any.
    fn materialize_near(
        &mut self,
        layout: &impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>,
        anchor: Option<ScrollAnchor>,
    ) -> bool {
        let range = self.materialize_range();
        let in_view = anchor.is_some() || self.is_in_view(self.cursor);
        let stays = if in_view {
            self.cursor
        } else {
            self.visible().next().map_or(0, |visible| visible.row)
        };
        // A row reached from above ends at the bottom of the window, however high it becomes.
        let below = in_view
            && anchor.is_none()
            && self.rows.get(stays).is_some_and(Row::is_lazy)
            && self.end_of(stays) == self.top + self.height;
        // If the cursor's row was scrolled out of view in part, the window does not go back to it.
        let whole = in_view
            && self
                .starts
                .get(stays)
                .is_some_and(|start| *start >= self.top)
            && self.end_of(stays) <= self.top + self.height;
        let mut moved = false;
        for i in range.clone() {
            let Some(row) = self.rows.get_mut(i).filter(|row| row.is_lazy()) else {
                continue;
            };
            let before = row.height();
            if !row.materialize(layout) {
                continue;
            }
            moved |= row.height() != before;
            self.materialized.push(i);
        }
        if moved {
            let start = |grid: &Grid| grid.starts.get(stays).copied().unwrap_or(0) as isize;
            let distance = start(self) - self.top as isize;
            self.update_starts(range);
            let distance = anchor.map_or(distance, |anchor| anchor.distance);
            self.top = (start(self) - distance).max(0) as usize;
            if below {
                self.top = self.end_of(stays).saturating_sub(self.height);
            }
            if let Some(ScrollAnchor { empty, .. }) = anchor {
                let total = self.starts.last().copied().unwrap_or(0);
                self.top = self.top.min((total + empty).saturating_sub(self.height));
            }
            let cut = whole && self.end_of(stays) > self.top + self.height;
            if cut || below || anchor.is_some() {
                self.scroll_into_view();
            }
        }
        moved
    }

    /// Returns the rows in the window, and in as much again above and below it.
    fn materialize_range(&self) -> Range<usize> {
        let from = self.top.saturating_sub(self.height);
        let to = self.top + 2 * self.height;
        let first = self.starts.partition_point(|start| *start <= from);
        let last = self.starts.partition_point(|start| *start < to);
        first.saturating_sub(1)..last.min(self.rows.len())
    }

    /// Returns the line after the last one of a row, without its gap.
    fn end_of(&self, row: usize) -> usize {
        let end = self.starts.get(row + 1).copied().unwrap_or(0);
        end.saturating_sub(self.rows.get(row).map_or(0, |r| r.gap))
    }

    fn is_in_view(&self, row: usize) -> bool {
        let bounds = self.starts.get(row).zip(self.starts.get(row + 1));
        bounds.is_some_and(|(start, end)| *start < self.top + self.height && *end > self.top)
    }

    /// Updates where rows begin, after those of this range have been laid out.
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
