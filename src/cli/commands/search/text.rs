//! Prints what a search found, for people.

use std::cmp::Reverse;
use std::io;

use crate::cli::output::{Printer, join_dots};
use crate::model::{HitKind, Hits, SideCount};
use crate::text::plural::plural;

/// Sides that are named at most below the results.
const MAX_NAMED_SIDES: usize = 8;

/// Prints the results and how many there are.
pub fn print_hits(printer: &mut Printer, hits: &Hits, typed: &str) -> io::Result<()> {
    if hits.results.is_empty() {
        let yet = if hits.is_partial { " yet" } else { "" };
        return printer.text(0, &format!("Nothing found{yet} for {typed}"));
    }
    for (i, hit) in hits.results.iter().enumerate() {
        printer.hanging_indent(0, &format!("{:>3}. ", i + 1), &hit.text)?;
        let side = hit.side.as_ref().map(|(label, _)| label.clone());
        let kind = hit.statement_kind.map(|kind| kind.name().to_owned());
        let date = hit.date.as_ref().map(ToString::to_string);
        if hit.kind == HitKind::Statement {
            printer.text(5, &join_dots([hit.speaker.clone(), side, kind, date]))?;
        }
        let carriers = (hit.carriers > 1).then(|| format!("{} articles", hit.carriers));
        let title = Some(hit.article_title.clone());
        printer.text(
            5,
            &join_dots([Some(hit.publisher.clone()), title, carriers]),
        )?;
        if let Some(why) = hit.match_reasons_label() {
            printer.text(5, &format!("matched by {why}"))?;
        }
        if let Some(lacks) = hit.missing_label() {
            printer.text(5, &lacks)?;
        }
        if let Some(note) = &hit.note {
            printer.hanging_indent(5, "your note: ", &note.text)?;
        }
        printer.line(5, &hit.reference.to_string())?;
        printer.blank()?;
    }
    let sides = side_counts_label(&hits.side_counts);
    let found = plural(hits.total, "result", "results");
    let shown = (hits.total > hits.results.len()).then(|| format!("{} shown", hits.results.len()));
    printer.text(0, &join_dots([Some(found), shown, Some(sides)]))
}

/// Says how many statements each side has: of a library those with the most by name.
fn side_counts_label(counts: &[SideCount]) -> String {
    let mut by_count: Vec<&SideCount> = counts.iter().collect();
    by_count.sort_by_key(|side| Reverse(side.count));
    let named: Vec<_> = by_count
        .iter()
        .take(MAX_NAMED_SIDES)
        .map(|s| (s.column, &s.label))
        .collect();
    let (shown, rest): (Vec<_>, Vec<_>) = counts
        .iter()
        .partition(|s| named.contains(&(s.column, &s.label)));
    let mut said: Vec<String> = shown
        .iter()
        .map(|side| format!("{} {}", side.label, side.count))
        .collect();
    if !rest.is_empty() {
        let others = plural(rest.len(), "other side", "other sides");
        let sum: usize = rest.iter().map(|side| side.count).sum();
        said.push(format!("{others} {sum}"));
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_sides_those_with_the_most_are_named() {
        let side = |n: usize| SideCount {
            label: format!("S{n}"),
            column: n % 2,
            count: n,
        };
        let few: Vec<_> = (1..=2).map(side).collect();
        assert_eq!(side_counts_label(&few), "S1 1, S2 2");
        let many: Vec<_> = (1..=10).map(side).collect();
        assert_eq!(
            side_counts_label(&many),
            "S3 3, S4 4, S5 5, S6 6, S7 7, S8 8, S9 9, S10 10, 2 other sides 3"
        );
        assert_eq!(side_counts_label(&[]), "");
    }
}
