//! A list whose items are rows of one or two cells of any height: what every
//! screen but the article is made of. It knows its rows' heights, where the
//! cursor is and what is on top, and nothing of what the rows say.

use super::rich::Line;
use super::target::Target;

/// Where a cell stands in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// The left column.
    Left,
    /// The right column.
    Right,
    /// Across both.
    Full,
    /// Across both, set in from the sides.
    Middle,
}

/// One cell: its lines, laid out for the width of its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub span: Span,
    /// The rows of text.
    pub lines: Vec<Line>,
    /// What it is about; the cursor stands only on cells that are about something.
    pub target: Target,
}

/// One row of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One or two cells.
    pub cells: Vec<Cell>,
    /// Whether it heads those that follow; `{` and `}` go from head to head.
    pub heading: bool,
    /// Empty rows of the screen behind it.
    pub gap: usize,
}

impl Row {
    /// Makes a row of one cell across the screen.
    #[must_use]
    pub fn full(lines: Vec<Line>, target: Target) -> Row {
        Row {
            cells: vec![Cell {
                span: Span::Full,
                lines,
                target,
            }],
            heading: false,
            gap: 0,
        }
    }

    /// Makes it a heading.
    #[must_use]
    pub fn head(mut self) -> Row {
        self.heading = true;
        self
    }

    /// Sets the empty rows behind it.
    #[must_use]
    pub fn gap(mut self, gap: usize) -> Row {
        self.gap = gap;
        self
    }

    fn height(&self) -> usize {
        let lines = self.cells.iter().map(|c| c.lines.len()).max();
        lines.unwrap_or(0) + self.gap
    }

    fn selectable(&self) -> bool {
        self.cells.iter().any(|c| c.target != Target::Nothing)
    }

    fn words(&self) -> String {
        let lines = self.cells.iter().flat_map(|c| &c.lines);
        lines.map(|l| l.plain() + " ").collect()
    }
}

/// The rows with a cursor and a window onto them.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    rows: Vec<Row>,
    /// Where each row begins, in rows of the screen; one more than there are rows.
    starts: Vec<usize>,
    cursor: usize,
    column: usize,
    top: usize,
    height: usize,
    /// The rows that [`Grid::fill`] has written.
    filled: Vec<usize>,
}

/// Where a part of the list stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Index of the row.
    pub row: usize,
    /// First line of it that is in the window.
    pub first_line: usize,
    /// Row of the window on which that line stands.
    pub y: usize,
}

impl Grid {
    /// Puts new rows in place of the old, with the cursor on the same target
    /// and at the same height of the window, where it is still there.
    pub fn replace(&mut self, rows: Vec<Row>, height: usize) {
        let was = self.target().clone();
        let distance = self
            .starts
            .get(self.cursor)
            .map(|s| *s as isize - self.top as isize);
        let near = self.cursor;
        self.rows = rows;
        self.filled.clear();
        self.height = height.max(1);
        self.starts = Vec::with_capacity(self.rows.len() + 1);
        let mut at = 0;
        for row in &self.rows {
            self.starts.push(at);
            at += row.height();
        }
        self.starts.push(at);
        self.cursor = near.min(self.rows.len().saturating_sub(1));
        if !(was != Target::Nothing && self.seek_near(&was, near)) {
            self.settle_forward();
        }
        let Some(distance) = distance else {
            // What stands above the first item is shown with it.
            self.first();
            return;
        };
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let top = (start as isize - distance).max(0) as usize;
        // No more empty rows below the list than there were.
        self.top = top.min(at.saturating_sub(self.height).max(self.top));
        self.reveal();
    }

    /// Writes the rows in view that are only placeholders so far (of blank
    /// lines), and makes those placeholders again that have left it. What is
    /// written has as many lines as the placeholder.
    pub fn fill(&mut self, write: impl Fn(&Target) -> Option<Vec<Line>>) {
        let view: Vec<usize> = self.visible().map(|v| v.row).collect();
        for row in std::mem::take(&mut self.filled) {
            if !view.contains(&row)
                && let Some(row) = self.rows.get_mut(row)
            {
                for line in row.cells.iter_mut().flat_map(|c| &mut c.lines) {
                    *line = Line::blank();
                }
            }
        }
        for row in &view {
            for cell in self
                .rows
                .get_mut(*row)
                .into_iter()
                .flat_map(|r| &mut r.cells)
            {
                if cell.lines.iter().all(|line| line.0.is_empty())
                    && let Some(mut lines) = write(&cell.target)
                {
                    lines.resize(cell.lines.len(), Line::blank());
                    cell.lines = lines;
                }
            }
        }
        self.filled = view;
    }

    /// Returns the rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the row and the cell under the cursor.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        (self.cursor, self.column)
    }

    /// Returns how many rows of the screen are above the window.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns what the cell under the cursor is about.
    #[must_use]
    pub fn target(&self) -> &Target {
        self.cell().map_or(&Target::Nothing, |c| &c.target)
    }

    /// Returns every target, row by row.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let cells = self.rows.iter().flat_map(|r| &r.cells);
        cells.map(|c| &c.target).filter(|t| **t != Target::Nothing)
    }

    /// Returns the position of the cursor among the rows that it can stand on,
    /// from 1, and their number.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let total = self.rows.iter().filter(|r| r.selectable()).count();
        let rows = self.rows.iter().take(self.cursor + 1);
        (rows.filter(|r| r.selectable()).count(), total)
    }

    /// Returns how far down the window is, in per cent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let total = self.starts.last().copied().unwrap_or(0);
        if total <= self.height {
            return 100;
        }
        (self.top * 100 / (total - self.height)).min(100)
    }

    /// Returns the rows that are in the window, from the top.
    pub fn visible(&self) -> impl Iterator<Item = Visible> + '_ {
        let first = self
            .starts
            .partition_point(|s| *s <= self.top)
            .saturating_sub(1);
        let bottom = self.top + self.height;
        (first..self.rows.len())
            .take_while(move |row| self.starts[*row] < bottom)
            .map(|row| Visible {
                row,
                first_line: self.top.saturating_sub(self.starts[row]),
                y: self.starts[row].saturating_sub(self.top),
            })
    }

    /// Puts the cursor on the cell that is about this; false where there is none.
    pub fn seek(&mut self, target: &Target) -> bool {
        self.seek_by(|t| t == target)
    }

    /// Puts the cursor on the first cell whose target fits; false where none does.
    pub fn seek_by(&mut self, fits: impl Fn(&Target) -> bool) -> bool {
        for (i, row) in self.rows.iter().enumerate() {
            let mut cells = row.cells.iter();
            if let Some(column) = cells.position(|c| fits(&c.target)) {
                self.cursor = i;
                self.column = column;
                self.reveal();
                return true;
            }
        }
        false
    }

    /// Puts the cursor on the cell that is about this, of several on the one in
    /// the row nearest to `near`; false where there is none.
    fn seek_near(&mut self, target: &Target, near: usize) -> bool {
        let column = |row: &Row| row.cells.iter().position(|c| c.target == *target);
        let found = self.rows.iter().enumerate();
        let found = found.filter_map(|(i, row)| Some((i, column(row)?)));
        let Some((row, column)) = found.min_by_key(|(i, _)| i.abs_diff(near)) else {
            return false;
        };
        self.cursor = row;
        self.column = column;
        self.reveal();
        true
    }

    /// Puts the cursor on the nearest row, this way down first, with a cell whose
    /// target fits; false where none does.
    pub fn seek_around(&mut self, fits: impl Fn(&Target) -> bool) -> bool {
        let cell = |row: &Row| row.cells.iter().position(|c| fits(&c.target));
        let below = self.cursor + 1..self.rows.len();
        let below = below.clone().find_map(|i| Some((i, cell(&self.rows[i])?)));
        let above = (0..self.cursor).rev();
        let found = below.or_else(|| above.clone().find_map(|i| Some((i, cell(&self.rows[i])?))));
        if let Some((row, column)) = found {
            self.cursor = row;
            self.column = column;
            self.reveal();
        }
        found.is_some()
    }

    /// Puts the cursor on the cell at a row of the window and in a span; false
    /// where nothing can be pointed at there.
    pub fn point(&mut self, y: usize, right: Option<bool>) -> bool {
        if y >= self.height {
            return false;
        }
        let line = self.top + y;
        let row = self
            .starts
            .partition_point(|s| *s <= line)
            .saturating_sub(1);
        let Some(found) = self.rows.get(row) else {
            return false;
        };
        let column = found.cells.iter().position(|c| {
            let other = (c.span == Span::Left && right == Some(true))
                || (c.span == Span::Right && right == Some(false));
            !other && c.target != Target::Nothing
        });
        if let Some(column) = column {
            self.cursor = row;
            self.column = column;
        }
        column.is_some()
    }

    /// Moves the cursor by so many rows; a row taller than the window is scrolled through first.
    pub fn step(&mut self, down: isize) -> bool {
        for _ in 0..down.unsigned_abs() {
            if !self.step_once(down > 0) {
                return false;
            }
        }
        true
    }

    /// Moves window and cursor by so many rows of the screen.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let total = self.starts.last().copied().unwrap_or(0);
        let limit = total.saturating_sub(self.height);
        let before = (self.top, self.cursor);
        self.top = self.top.saturating_add_signed(lines).min(limit);
        let goal = if before.0 == self.top {
            // At an end of the list the cursor goes where the window cannot.
            if lines > 0 { total } else { 0 }
        } else {
            let line = self.starts.get(self.cursor).copied().unwrap_or(0);
            line.saturating_add_signed(self.top as isize - before.0 as isize)
        };
        let row = self
            .starts
            .partition_point(|s| *s <= goal)
            .saturating_sub(1);
        self.cursor = row.min(self.rows.len().saturating_sub(1));
        if lines > 0 {
            self.settle_forward();
        } else {
            self.settle_back();
        }
        // The cursor stays within the window unless its row is taller than it.
        self.reveal_keeping(self.top);
        let stands = self.rows.get(self.cursor).is_some_and(Row::selectable);
        before.0 != self.top || (before.1 != self.cursor && stands)
    }

    /// Goes to the first row that the cursor can stand on.
    pub fn first(&mut self) {
        self.cursor = 0;
        self.top = 0;
        self.settle_forward();
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        if start >= self.height {
            self.reveal();
        }
    }

    /// Puts the heading of the row under the cursor on top of the window.
    pub fn show_from_heading(&mut self) {
        let head = (0..=self.cursor.min(self.rows.len().saturating_sub(1)))
            .rev()
            .find(|i| self.rows.get(*i).is_some_and(|r| r.heading));
        if let Some(head) = head {
            self.top = self.starts[head];
            self.reveal();
        }
    }

    /// Goes to the last row, or to the n-th that the cursor can stand on, from 1.
    pub fn last(&mut self, nth: Option<usize>) {
        let mut rows = (0..self.rows.len()).filter(|i| self.rows[*i].selectable());
        let goal = match nth {
            Some(n) => rows.nth(n.saturating_sub(1)),
            None => rows.next_back(),
        };
        if let Some(goal) = goal.or_else(|| self.last_selectable()) {
            self.cursor = goal;
            self.settle_column();
        }
        self.reveal();
    }

    /// Goes to the first row behind the next heading, or before the one above.
    pub fn next_head(&mut self, down: bool) -> bool {
        let head = if down {
            (self.cursor + 1..self.rows.len()).find(|i| self.rows[*i].heading)
        } else {
            let heads = |i: &usize| self.rows.get(*i).is_some_and(|r| r.heading);
            let own = (0..=self.cursor).rev().find(heads);
            // From the first row of a part one goes to the part before.
            let first = own.map(|h| self.first_below(h));
            if first == Some(self.cursor) || own == Some(self.cursor) {
                own.and_then(|h| (0..h).rev().find(|i| self.rows[*i].heading))
            } else {
                own
            }
        };
        let Some(head) = head else {
            return false;
        };
        self.cursor = self.first_below(head);
        self.settle_forward();
        self.top = self.starts[head];
        self.reveal();
        true
    }

    /// Goes to the other cell of the row, or of the nearest row that has one there.
    pub fn sideways(&mut self, right: bool) -> bool {
        let wanted = if right { Span::Right } else { Span::Left };
        let find = |row: &Row| {
            row.cells
                .iter()
                .position(|c| c.span == wanted && c.target != Target::Nothing)
        };
        if self.cell().is_some_and(|c| c.span == wanted) {
            return false;
        }
        let after = (self.cursor..self.rows.len()).find_map(|i| Some((i, find(&self.rows[i])?)));
        let before = (0..self.cursor)
            .rev()
            .find_map(|i| Some((i, find(&self.rows[i])?)));
        let nearest = match (after, before) {
            (Some(a), Some(b)) if self.cursor - b.0 < a.0 - self.cursor => Some(b),
            (Some(a), _) => Some(a),
            (None, b) => b,
        };
        let Some((row, column)) = nearest else {
            return false;
        };
        self.cursor = row;
        self.column = column;
        self.reveal();
        true
    }

    fn cell(&self) -> Option<&Cell> {
        self.rows.get(self.cursor)?.cells.get(self.column)
    }

    fn first_below(&self, head: usize) -> usize {
        (head..self.rows.len())
            .find(|i| self.rows[*i].selectable())
            .unwrap_or(head)
    }

    fn last_selectable(&self) -> Option<usize> {
        (0..self.rows.len())
            .rev()
            .find(|i| self.rows[*i].selectable())
    }

    fn step_once(&mut self, down: bool) -> bool {
        let bottom = self.top + self.height;
        let (start, end) = (
            self.starts.get(self.cursor).copied().unwrap_or(0),
            self.starts.get(self.cursor + 1).copied().unwrap_or(0),
        );
        let jump = (self.height / 2).max(1);
        if down && end > bottom && start < bottom && end - start > self.height {
            self.top += jump.min(end - bottom);
            return true;
        }
        if !down && start < self.top {
            self.top -= jump.min(self.top - start);
            return true;
        }
        let next = if down {
            (self.cursor + 1..self.rows.len()).find(|i| self.rows[*i].selectable())
        } else {
            (0..self.cursor).rev().find(|i| self.rows[*i].selectable())
        };
        // What no cursor can stand on is read by scrolling, not jumped over.
        if let Some(next) = next {
            let end = self.starts[next + 1] - self.rows[next].gap;
            if down && end > bottom + jump && self.starts[next] > bottom {
                self.top += jump;
                return true;
            }
            if !down && self.starts[next] + jump < self.top && self.starts[next + 1] < self.top {
                self.top -= jump;
                return true;
            }
        }
        match next {
            Some(next) => {
                self.cursor = next;
                self.settle_column();
                self.reveal();
                true
            }
            None if down => {
                // Nothing further to stand on: show what is below.
                let total = self.starts.last().copied().unwrap_or(0);
                let before = self.top;
                self.top = (self.top + 1).min(total.saturating_sub(self.height).max(self.top));
                before != self.top
            }
            None => {
                let before = self.top;
                self.top = 0;
                before != self.top
            }
        }
    }

    fn settle_forward(&mut self) {
        let next = (self.cursor..self.rows.len()).find(|i| self.rows[*i].selectable());
        if let Some(next) = next.or_else(|| self.last_selectable()) {
            self.cursor = next;
        }
        self.settle_column();
    }

    fn settle_back(&mut self) {
        let next = (0..=self.cursor.min(self.rows.len().saturating_sub(1)))
            .rev()
            .find(|i| self.rows.get(*i).is_some_and(Row::selectable));
        match next {
            Some(next) => {
                self.cursor = next;
                self.settle_column();
            }
            None => self.settle_forward(),
        }
    }

    /// Keeps to the column, or takes the nearest cell that is about something.
    fn settle_column(&mut self) {
        let Some(row) = self.rows.get(self.cursor) else {
            self.column = 0;
            return;
        };
        let can = |c: usize| {
            row.cells
                .get(c)
                .is_some_and(|cell| cell.target != Target::Nothing)
        };
        if !can(self.column) {
            self.column = (0..row.cells.len()).find(|c| can(*c)).unwrap_or(0);
        }
    }

    /// Shows the row under the cursor: as much as fits of one taller than the
    /// window, from its beginning where it was below, to its end where it was above.
    fn reveal(&mut self) {
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let gap = self.rows.get(self.cursor).map_or(0, |r| r.gap);
        let end = self.starts.get(self.cursor + 1).copied().unwrap_or(0);
        let end = end.saturating_sub(gap);
        if end > start + self.height {
            let above = self.cursor.checked_sub(1);
            let above = above.filter(|i| self.rows[*i].heading && !self.rows[*i].selectable());
            let head = above.map_or(start, |i| self.starts[i]);
            // A heading stands above it as long as something of the row is seen, too.
            let first = if start - head < self.height {
                head
            } else {
                start
            };
            self.top = self.top.clamp(first, end - self.height);
        } else {
            self.reveal_keeping(self.top);
        }
    }

    /// Moves the window as little as needed to show the row under the cursor,
    /// with the heading straight above it where there is room.
    fn reveal_keeping(&mut self, top: usize) {
        let total = self.starts.last().copied().unwrap_or(0);
        let mut start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let end = self
            .starts
            .get(self.cursor + 1)
            .copied()
            .unwrap_or(0)
            .saturating_sub(self.rows.get(self.cursor).map_or(0, |r| r.gap));
        if let Some(above) = self.cursor.checked_sub(1)
            && self.rows[above].heading
            && !self.rows[above].selectable()
            && end - self.starts[above] <= self.height
        {
            start = self.starts[above];
        }
        if !(0..self.cursor).any(|i| self.rows[i].selectable()) && end <= self.height {
            // What stands above the first item is shown with it.
            start = 0;
        }
        let mut top = top;
        if end > top + self.height {
            top = end - self.height;
        }
        if start < top && !(end - start > self.height && end > top) {
            top = start;
        }
        self.top = top.min(total.saturating_sub(1));
        if total <= self.height {
            self.top = 0;
        }
    }
}

impl Grid {
    /// Returns the indices of the rows that hold all the (folded) words, with the
    /// headings above them.
    #[must_use]
    pub fn matching(rows: &[Row], words: &[String]) -> Vec<usize> {
        use crate::text::fold::fold;
        let mut kept = Vec::new();
        let mut head = None;
        for (i, row) in rows.iter().enumerate() {
            if row.heading {
                head = Some(i);
                if !row.selectable() {
                    continue;
                }
            }
            let text = fold(&row.words());
            if words.iter().all(|w| text.contains(w.as_str())) {
                if let Some(head) = head.take()
                    && head != i
                {
                    kept.push(head);
                }
                kept.push(i);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::rich::Role;

    /// Height, kind and gap of a row: 0 a heading, 1 a word, 2 an item, 3 a pair.
    type Shape = (usize, i32, usize);

    fn shapes() -> impl Strategy<Value = Vec<Shape>> {
        prop::collection::vec((1_usize..9, 0..4, 0_usize..2), 0..30)
    }

    fn rows(shapes: &[Shape]) -> Vec<Row> {
        let shapes = shapes.iter().enumerate();
        let row = |(i, (height, kind, gap)): (usize, &Shape)| {
            let lines = vec![Line::of("x", Role::Plain); *height];
            let target = if *kind < 2 {
                Target::Nothing
            } else {
                Target::Entry(i)
            };
            let mut row = Row::full(lines.clone(), target).gap(*gap);
            row.heading = *kind == 0;
            if *kind == 3 {
                row.cells[0].span = Span::Left;
                row.cells.push(Cell {
                    span: Span::Right,
                    lines,
                    target: Target::Hit(i),
                });
            }
            row
        };
        shapes.map(row).collect()
    }

    #[derive(Clone, Copy, Debug)]
    enum Act {
        Step(isize),
        Scroll(isize),
        First,
        Last(Option<usize>),
        Head(bool),
        Sideways(bool),
        Height(usize),
        Point(usize),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (-3_isize..=3).prop_map(Act::Step),
            (-20_isize..=20).prop_map(Act::Scroll),
            Just(Act::First),
            prop::option::of(0_usize..30).prop_map(Act::Last),
            any::<bool>().prop_map(Act::Head),
            any::<bool>().prop_map(Act::Sideways),
            (1_usize..30).prop_map(Act::Height),
            (0_usize..30).prop_map(Act::Point),
        ]
    }

    fn perform(grid: &mut Grid, act: Act, rows: &[Row]) {
        match act {
            Act::Step(down) => drop(grid.step(down)),
            Act::Scroll(lines) => drop(grid.scroll(lines)),
            Act::First => grid.first(),
            Act::Last(nth) => grid.last(nth),
            Act::Head(down) => drop(grid.next_head(down)),
            Act::Sideways(right) => drop(grid.sideways(right)),
            Act::Height(height) => grid.replace(rows.to_vec(), height),
            Act::Point(y) => drop(grid.point(y, None)),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        #[test]
        fn the_cursor_stands_on_something_that_is_in_view(
            shapes in shapes(), height in 1_usize..30, acts in prop::collection::vec(act(), 0..40),
        ) {
            let rows = rows(&shapes);
            let mut grid = Grid::default();
            grid.replace(rows.clone(), height);
            for act in acts {
                perform(&mut grid, act, &rows);
                let can = rows.iter().any(Row::selectable);
                prop_assert_eq!(*grid.target() != Target::Nothing, can, "after {:?}", act);
                let (cursor, _) = grid.cursor();
                let end = grid.starts.get(cursor + 1).copied().unwrap_or(0);
                if can {
                    let seen = grid.visible().any(|v| v.row == cursor);
                    let tall = end - grid.starts[cursor] > grid.height;
                    // One may scroll on below the last item, and through what is tall.
                    let below = cursor == grid.last_selectable().unwrap_or(0) && grid.top >= grid.starts[cursor];
                    // And through what no cursor can stand on, where that is long.
                    let other = rows.iter().map(|r| if r.selectable() { 0 } else { r.height() });
                    let long = other.sum::<usize>() + 9 > grid.height;
                    // And up to what stands above the first.
                    let first = rows.iter().position(Row::selectable);
                    let above = Some(cursor) == first && grid.top < grid.starts[cursor];
                    prop_assert!(seen || tall || long || below || above, "after {:?}: {} is not in view", act, cursor);
                }
                prop_assert!(grid.percent() <= 100);
                let (n, total) = grid.position();
                prop_assert!(n <= total);
            }
        }

        #[test]
        fn visible_rows_are_in_order_and_fill_the_window(shapes in shapes(), height in 1_usize..30, down in 0_isize..60) {
            let rows = rows(&shapes);
            let mut grid = Grid::default();
            grid.replace(rows, height);
            grid.scroll(down);
            let visible: Vec<Visible> = grid.visible().collect();
            for pair in visible.windows(2) {
                prop_assert_eq!(pair[0].row + 1, pair[1].row);
                prop_assert!(pair[0].y < pair[1].y || grid.rows[pair[0].row].height() <= pair[0].first_line);
            }
            for v in &visible {
                prop_assert!(v.y < height);
                prop_assert_eq!(grid.starts[v.row] + v.first_line, grid.top + v.y);
            }
        }

        #[test]
        fn stepping_down_shows_every_line_and_ends(shapes in shapes(), height in 1_usize..12) {
            let rows = rows(&shapes);
            let mut grid = Grid::default();
            grid.replace(rows, height);
            let first = grid.rows.iter().position(Row::selectable);
            prop_assume!(first.is_some_and(|i| grid.starts[i] < height));
            let total = grid.starts.last().copied().unwrap_or(0);
            let mut seen = vec![false; total];
            for _ in 0..2000 {
                let bottom = (grid.top + height).min(total);
                seen[grid.top..bottom].fill(true);
                if !grid.step(1) {
                    break;
                }
            }
            prop_assert!(!grid.step(1), "it never ends");
            let blank = |line: usize| {
                let row = grid.starts.partition_point(|s| *s <= line) - 1;
                line - grid.starts[row] >= grid.rows[row].height() - grid.rows[row].gap
            };
            let hidden = (0..total).filter(|line| !seen[*line] && !blank(*line));
            let hidden: Vec<usize> = hidden.collect();
            prop_assert!(hidden.is_empty(), "{hidden:?} of {total} were never in view at {height}");
        }

        #[test]
        fn new_rows_keep_the_cursor_on_its_target(shapes in shapes(), height in 1_usize..30, down in 0_isize..20, other in 1_usize..30) {
            let rows = rows(&shapes);
            let mut grid = Grid::default();
            grid.replace(rows.clone(), height);
            grid.step(down);
            let target = grid.target().clone();
            grid.replace(rows, other);
            prop_assert_eq!(grid.target(), &target);
        }
    }
}
