use proptest::prelude::*;

use super::*;

/// Writes a tree in one line: what a question means.
fn shape(nodes: &[QueryNode]) -> String {
    nodes.iter().map(node_text).collect::<Vec<_>>().join(" & ")
}

fn node_text(node: &QueryNode) -> String {
    match node {
        QueryNode::All(nodes) => format!("({})", shape(nodes)),
        QueryNode::Any(nodes) => format!(
            "[{}]",
            nodes.iter().map(node_text).collect::<Vec<_>>().join(" | ")
        ),
        QueryNode::Not(node) => format!("!{}", node_text(node)),
        QueryNode::Leaf(leaf) => {
            let typing = if leaf.typing { "_" } else { "" };
            match &leaf.kind {
                LeafKind::Word(word) => format!("{word}{typing}"),
                LeafKind::Prefix(word) => format!("{word}*"),
                LeafKind::Phrase { words, slop: 0 } => format!("'{words}'{typing}"),
                LeafKind::Phrase { words, slop } => format!("'{words}'~{slop}"),
                LeafKind::Filter { field, value } => format!("{}={value}{typing}", field.name()),
            }
        }
    }
}

#[test]
fn questions_mean_what_the_page_says() {
    for (typed, meaning) in [
        ("", ""),
        ("   ", ""),
        ("pawn game ", "pawn & game"),
        ("pawn game", "pawn & game_"),
        ("\"pawn in a game\"", "'pawn in a game'"),
        ("“pawn in a game” ", "'pawn in a game'"),
        ("\"pawn game\"~5", "'pawn game'~5"),
        ("\"pawn game\"~", "'pawn game'~8"),
        ("\"pawn in a g", "'pawn in a g'_"),
        ("geo* game ", "geo* & game"),
        ("-game pawn ", "!game & pawn"),
        ("NOT game pawn ", "!game & pawn"),
        ("-\"a game\" -(a b) ", "!'a game' & !(a & b)"),
        ("pawn OR chess game ", "[pawn | chess] & game"),
        ("a OR b OR c ", "[a | b | c]"),
        ("(a b) OR -c ", "[(a & b) | !c]"),
        ("pawn OR", "pawn"),
        ("pawn AND game ", "pawn & game"),
        ("((a", "a_"),
        ("who:shaheen pawn ", "who=shaheen & pawn"),
        ("pawn who:", "pawn & who=_"),
        ("pawn who:kas", "pawn & who=kas_"),
        ("WHO:\"Eugene Kaspersky\" x ", "who=Eugene Kaspersky & x"),
        ("-side:company ", "!side=company"),
        ("speaker:x publisher:y ", "who=x & outlet=y"),
        ("a - b ", "a & b"),
        ("--a ", "!a"),
        (
            "12:30 https://example.org/x said: ",
            "12:30 & https://example.org/x & said:",
        ),
        ("non-technical ", "non-technical"),
    ] {
        let parsed = parse(typed);
        assert_eq!(shape(&parsed.nodes), meaning, "{typed}");
        assert_eq!(parsed.notes, [], "{typed}");
    }
}

#[test]
fn what_is_not_understood_is_marked_where_it_stands() {
    for (typed, meaning, marked, words) in [
        (
            "wo:shaheen pawn ",
            "shaheen & pawn",
            "wo:",
            "Did you mean who:?",
        ),
        ("title:\"a b\" ", "'a b'", "title:", "no filter \"title\""),
        ("a) b ", "a & b", ")", "No parenthesis"),
        ("OR a ", "a", "OR", "between two words"),
        ("(a OR ) b ", "a & b", "OR", "between two words"),
        ("* a ", "a", "*", "letters"),
        ("who: a ", "a", "who:", "no value"),
    ] {
        let parsed = parse(typed);
        assert_eq!(shape(&parsed.nodes), meaning, "{typed}");
        assert_eq!(parsed.notes.len(), 1, "{typed}: {:?}", parsed.notes);
        assert_eq!(&typed[parsed.notes[0].range.clone()], marked, "{typed}");
        assert!(
            parsed.notes[0].message().contains(words),
            "{typed}: {}",
            parsed.notes[0].message()
        );
    }
}

#[test]
fn endless_questions_are_cut() {
    let parens = "(".repeat(5000) + "pawn";
    assert!(parse(&parens).nodes.is_empty());
    let words = "pawn ".repeat(400);
    let parsed = parse(&words);
    assert_eq!(parsed.nodes.len(), MAX_LEAVES);
    assert!(parsed.notes[0].message().contains("left out"));
}

#[test]
fn a_cursor_knows_what_it_completes() {
    for (typed, cursor, completing) in [
        (
            "pawn who:kas",
            12,
            Some(CompletionTarget::Value(QueryField::Who, "kas".into())),
        ),
        (
            "who:kas pawn",
            7,
            Some(CompletionTarget::Value(QueryField::Who, "kas".into())),
        ),
        (
            "who:\"eug",
            8,
            Some(CompletionTarget::Value(QueryField::Who, "eug".into())),
        ),
        (
            "-side:",
            6,
            Some(CompletionTarget::Value(QueryField::Side, String::new())),
        ),
        ("(a OR si", 8, Some(CompletionTarget::Name("si".into()))),
        ("pawn ", 5, None),
        ("", 99, None),
    ] {
        assert_eq!(super::completion_at(typed, cursor), completing, "{typed}");
    }
}

/// Visits all parts of a tree.
fn parts(nodes: &[QueryNode], seen: &mut Vec<Leaf>) {
    for node in nodes {
        match node {
            QueryNode::All(nodes) | QueryNode::Any(nodes) => parts(nodes, seen),
            QueryNode::Not(node) => parts(std::slice::from_ref(node), seen),
            QueryNode::Leaf(leaf) => seen.push(leaf.clone()),
        }
    }
}

fn holds(text: &str) {
    let parsed = parse(text);
    let mut seen = Vec::new();
    parts(&parsed.nodes, &mut seen);
    let mut end = 0;
    for leaf in &seen {
        assert!(text.get(leaf.range.clone()).is_some(), "{text:?} {leaf:?}");
        assert!(!leaf.range.is_empty(), "{text:?} {leaf:?}");
        assert!(leaf.range.start >= end, "{text:?}: parts overlap");
        end = leaf.range.end;
    }
    assert!(seen.iter().filter(|p| p.typing).count() <= 1, "{text:?}");
    for note in &parsed.notes {
        assert!(text.get(note.range.clone()).is_some(), "{text:?} {note:?}");
        assert!(!note.message().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_a_question(text in any::<String>(), cursor in 0usize..200) {
        holds(&text);
        let _ = super::completion_at(&text, cursor);
    }

    #[test]
    fn any_heap_of_signs_is_a_question(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("\""), Just("“"), Just("("), Just(")"), Just("-"), Just(" "), Just("OR"),
                Just("who:"), Just("wo:"), Just("before:"), Just("*"), Just("~"), Just("5"),
                Just("é"), Just("pawn"), Just("NOT "), Just("AND"), Just("字"),
            ],
            0..40,
        ),
    ) {
        holds(&pieces.concat());
    }

    #[test]
    fn a_blank_behind_ends_the_typing(text in "[a-z\" :()*-]{0,30}") {
        let mut seen = Vec::new();
        parts(&parse(&format!("{text} ")).nodes, &mut seen);
        // Only what stands in open quotation marks goes on.
        let done = seen.iter().all(|p| !p.typing
            || matches!(&p.kind, LeafKind::Phrase { .. } | LeafKind::Filter { .. }));
        prop_assert!(done);
    }
}

#[test]
fn what_is_still_open_is_told_where_it_opens_and_taken_as_far_as_it_goes() {
    for (typed, meaning, open, words) in [
        (
            "ban \"pawn in",
            "ban & 'pawn in'_",
            "\"",
            "a quotation mark closes it",
        ),
        ("ban \"", "ban", "\"", "a quotation mark closes it"),
        ("(pawn ", "pawn", "(", ") closes it"),
        ("pawn who:", "pawn & who=_", "who:", "waits for a name"),
        ("pawn after:", "pawn & after=_", "after:", "2017-10"),
        (
            "who:\"Eugene K",
            "who=Eugene K_",
            "\"",
            "a quotation mark closes it",
        ),
    ] {
        let parsed = parse(typed);
        assert_eq!(shape(&parsed.nodes), meaning, "{typed}");
        assert_eq!(parsed.notes, [], "{typed}");
        let [note] = parsed.unfinished.as_slice() else {
            panic!("{typed}: {:?}", parsed.unfinished);
        };
        assert_eq!(&typed[note.range.clone()], open, "{typed}");
        assert!(
            note.message().contains(words),
            "{typed}: {}",
            note.message()
        );
    }
    for closed in ["\"pawn\" (a b) who:x ", "pawn", ""] {
        assert_eq!(parse(closed).unfinished, [], "{closed}");
    }
}
