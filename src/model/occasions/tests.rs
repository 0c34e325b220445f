use super::super::{BundleSource, Statement};
use super::*;

fn briefing(repeats: &[&[usize]]) -> Briefing {
    let statement = |(i, repeats): (usize, &&[usize])| Statement {
        id: format!("s-{i}"),
        repeats: repeats.iter().copied().map(StatementIx).collect(),
        ..Statement::default()
    };
    Briefing {
        id: "b".into(),
        title: "B".into(),
        summary: Vec::new(),
        language: "en".into(),
        updated: None,
        curators: Vec::new(),
        sides: Vec::new(),
        topics: Vec::new(),
        speakers: Vec::new(),
        articles: Vec::new(),
        statements: repeats.iter().enumerate().map(statement).collect(),
        source: BundleSource::BuiltIn("b".into()),
        hash: String::new(),
    }
}

fn of(occasions: &Occasions, i: usize) -> Vec<usize> {
    occasions
        .occasions_of(StatementIx(i))
        .iter()
        .map(|ix| ix.0)
        .collect()
}

#[test]
fn all_occasions_are_found_from_each_of_them() {
    // 0 repeats 2; 3 repeats 0; 1 stands alone.
    let b = briefing(&[&[2], &[], &[], &[0]]);
    let occasions = Occasions::new(&b);
    for i in [0, 2, 3] {
        assert_eq!(of(&occasions, i), [2, 0, 3]);
    }
    assert_eq!(of(&occasions, 1), [0; 0]);
}

#[test]
fn a_circle_loses_no_statement() {
    let b = briefing(&[&[1], &[0], &[0]]);
    assert_eq!(of(&Occasions::new(&b), 2), [0, 1, 2]);
}

#[test]
fn a_long_row_of_repetitions_is_ordered() {
    let count = 20_000;
    let later: Vec<Vec<usize>> = (0..count)
        .map(|i| if i + 1 < count { vec![i + 1] } else { vec![] })
        .collect();
    let later: Vec<&[usize]> = later.iter().map(Vec::as_slice).collect();
    let b = briefing(&later);
    let all = of(&Occasions::new(&b), 0);
    assert_eq!(all.first(), Some(&(count - 1)));
    assert_eq!(all.len(), count);
}
