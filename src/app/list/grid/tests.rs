use proptest::prelude::*;

use crate::app::list::grid::*;
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::Role;
use crate::app::ui::styled_text::StyledLine;

/// Height, kind and gap of a row: 0 a heading, 1 a word, 2 an item, 3 a pair.
type Shape = (usize, i32, usize);

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    prop::collection::vec((1_usize..9, 0..4, 0_usize..2), 0..30)
}

fn rows(shapes: &[Shape]) -> Vec<Row> {
    let shapes = shapes.iter().enumerate();
    let row = |(i, (height, kind, gap)): (usize, &Shape)| {
        let lines = vec![StyledLine::from_text("x", Role::Plain); *height];
        let target = if *kind < 2 {
            Target::Nothing
        } else {
            Target::Entry(i)
        };
        let mut row = Row::full(lines.clone(), target).with_gap(*gap);
        row.is_heading = *kind == 0;
        if *kind == 3 {
            row.cells[0].span = ColumnSpan::Left;
            row.cells
                .push(Cell::new(ColumnSpan::Right, lines, Target::Hit(i)));
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

/// What moves by less than a window, or to an end, or changes what is shown.
fn moving() -> impl Strategy<Value = Act> {
    prop_oneof![
        (-1_isize..=1).prop_map(Act::Step),
        (-1_isize..=1).prop_map(Act::Scroll),
        Just(Act::First),
        Just(Act::Last(None)),
        Just(Act::Height(0)),
    ]
}

fn perform(grid: &mut Grid, act: Act, rows: &[Row]) {
    match act {
        Act::Step(down) => drop(grid.step(down)),
        Act::Scroll(lines) => drop(grid.scroll(lines)),
        Act::First => grid.go_first(),
        Act::Last(nth) => grid.go_last(nth),
        Act::Head(down) => drop(grid.step_heading(down)),
        Act::Sideways(right) => drop(grid.move_column(right)),
        Act::Height(height) => grid.replace(rows.to_vec(), height, |_| None),
        Act::Point(y) => drop(grid.click(y, None)),
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
        grid.replace(rows.clone(), height, |_| None);
        for act in acts {
            perform(&mut grid, act, &rows);
            let can = rows.iter().any(Row::is_selectable);
            prop_assert_eq!(*grid.target() != Target::Nothing, can, "after {:?}", act);
            let (cursor, _) = grid.cursor();
            let end = grid.starts.get(cursor + 1).copied().unwrap_or(0);
            if can {
                let seen = grid.visible().any(|v| v.row == cursor);
                let tall = end - grid.starts[cursor] > grid.height;
                // One may scroll on below the last item, and through what is tall.
                let below = cursor == grid.last_selectable().unwrap_or(0) && grid.top >= grid.starts[cursor];
                // And through what no cursor can stand on, where that is long.
                let other = rows.iter().map(|r| if r.is_selectable() { 0 } else { r.height() });
                let long = other.sum::<usize>() + 9 > grid.height;
                // And up to what stands above the first.
                let first = rows.iter().position(Row::is_selectable);
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
        grid.replace(rows, height, |_| None);
        grid.scroll(down);
        let visible: Vec<VisibleRow> = grid.visible().collect();
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
        grid.replace(rows, height, |_| None);
        let first = grid.rows.iter().position(Row::is_selectable);
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
        grid.replace(rows.clone(), height, |_| None);
        grid.step(down);
        let target = grid.target().clone();
        grid.replace(rows, other, |_| None);
        prop_assert_eq!(grid.target(), &target);
    }

    #[test]
    fn rows_that_are_written_as_they_come_near_look_as_if_they_had_been_there(
        lines in prop::collection::vec((1_usize..9, 1_usize..9, 0..6), 1..60),
        height in 3_usize..24,
        acts in prop::collection::vec(moving(), 0..60),
    ) {
        // How high each row is, and how high it was thought to be; some are headings.
        let item = |i: u32| Cell::full(vec![StyledLine::from_text("x", Role::Plain); lines[i as usize].0], Target::Entry(i as usize));
        let rows = |lazy: bool| -> Vec<Row> {
            let rows = lines.iter().zip(0..);
            rows.map(|((_, guess, kind), i)| match (kind, lazy) {
                (0, _) if i % 2 == 0 => Row::full(vec![StyledLine::from_text("h", Role::Plain)], Target::Nothing).as_heading(),
                (_, true) => Row::lazy(LazyRow { item: i, lines: *guess as u32 }).with_gap(1),
                (_, false) => Row::from_cells(vec![item(i)]).with_gap(1),
            }).collect()
        };
        let entry = |target: &Target| match target {
            Target::Entry(i) => Some(*i as u32),
            _ => None,
        };
        let (mut there, mut lazy) = (Grid::default(), Grid::default());
        there.replace(rows(false), height, entry);
        lazy.replace(rows(true), height, entry);
        lazy.materialize(|i, _| Some(vec![item(i)]));
        for act in acts {
            for (grid, lazy) in [(&mut there, false), (&mut lazy, true)] {
                match act {
                    Act::Scroll(lines) => drop(grid.scroll(lines.signum() * (height as isize / 2))),
                    Act::Height(_) => grid.replace(rows(lazy), height, entry),
                    act => perform(grid, act, &[]),
                }
                grid.materialize(|i, _| Some(vec![item(i)]));
            }
            let can = !lazy.rows.iter().all(|r| r.is_heading);
            prop_assert_eq!(lazy.target() != &Target::Nothing, can);
            for v in lazy.visible() {
                prop_assert!(!lazy.rows[v.row].is_lazy(), "after {:?}", act);
                prop_assert_eq!(lazy.starts[v.row] + v.first_line, lazy.top + v.y);
            }
            // In a window that is smaller than a row it shows another part of it.
            if height >= 12 {
                prop_assert_eq!(lazy.cursor(), there.cursor(), "after {:?}", act);
                prop_assert_eq!(lazy.target(), there.target());
                prop_assert_eq!(lazy.position(), there.position());
                let seen: Vec<VisibleRow> = there.visible().collect();
                prop_assert_eq!(lazy.visible().collect::<Vec<_>>(), seen, "after {:?}", act);
            }
            let written = lazy.rows.iter().filter(|r| !r.is_heading && !r.is_lazy()).count();
            prop_assert!(written <= 3 * height, "{} rows are written", written);
        }
    }
}
