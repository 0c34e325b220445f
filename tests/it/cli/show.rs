//! `diptych show`.

use super::*;

#[test]
fn show_prints_briefing_article_passage_statement_and_topic() {
    let home = Home::new();
    for (reference, held) in [
        ("kaspersky-lab", "Kaspersky Lab: 22 statements"),
        (
            "kaspersky-lab/axios-2018",
            "[p1] Government officials are considering sanctions",
        ),
        ("kaspersky-lab/axios-2018#p3", "[p3] Why it matters"),
        (
            "kaspersky-lab#s-shaheen-overwhelming",
            "Printed in 2 articles",
        ),
        (
            "kaspersky-lab#sanctions",
            "Should restrictions go beyond federal systems?",
        ),
        ("kaspersky-lab#axios-2018", "[p1] Government officials"),
    ] {
        let run = home.run(&["show", reference]);
        assert_eq!(run.code, 0, "{reference}: {run:?}");
        assert!(run.out.contains(held), "{reference}: {}", run.out);
        assert!(!run.out.contains(['│', '─', '\u{1b}']), "{reference}");
        let run = home.run(&["show", "--json", reference]);
        assert!(run.json().is_object(), "{reference}");
    }
    let passage = home.run(&["show", "kaspersky-lab/axios-2018#p3"]);
    assert!(!passage.out.contains("[p1]"));
}

#[test]
fn a_statement_names_its_carriers_its_proof_and_its_answers() {
    let home = Home::new();
    let run = home.run(&["show", "kaspersky-lab#s-shaheen-overwhelming", "--json"]);
    let statement = run.json();
    assert_eq!(statement["ref"], "kaspersky-lab#s-shaheen-overwhelming");
    assert_eq!(statement["speaker"]["side"]["id"], "us-government");
    let carriers = statement["appearances"].as_array().unwrap();
    assert_eq!(carriers.len(), 2);
    for carrier in carriers {
        assert_eq!(carrier["proof"], "exact");
        let start = carrier["parts"][0]["start"].as_u64().unwrap();
        let article = home.run(&[
            "show",
            "--json",
            &format!("kaspersky-lab/{}", carrier["article"].as_str().unwrap()),
        ]);
        let passages = article.json()["text"].clone();
        let holder = passages
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["ref"] == carrier["ref"])
            .unwrap()
            .clone();
        assert!(holder["start"].as_u64().unwrap() <= start);
        assert!(start < holder["end"].as_u64().unwrap());
    }
    assert_eq!(
        statement["answered_by"][0]["ref"],
        "kaspersky-lab#s-kl-continued-actions"
    );
}

#[test]
fn text_keeps_to_the_width_that_is_asked_for() {
    let home = Home::new();
    for width in [40, 72, 120] {
        let run = home.run(&["show", "kaspersky-lab", "--width", &width.to_string()]);
        let widest = run.out.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= width && widest > width - 12, "{width}: {widest}");
    }
    assert_eq!(home.run(&["show", "kaspersky-lab", "--width", "3"]).code, 2);
}

#[test]
fn what_is_not_there_ends_with_1_and_names_what_is_near() {
    let home = Home::new();
    for (args, near) in [
        (["show", "kaspersky-labs"], "kaspersky-lab"),
        (["show", "kaspersky-lab/axios-2019"], "axios-2018"),
        (
            ["show", "kaspersky-lab#s-shaheen-overwhelmed"],
            "s-shaheen-overwhelming",
        ),
        (["show", "kaspersky-lab/axios-2018#p999"], "no p999"),
        (["compare", "kaspersky-lab#sanction"], "sanctions"),
    ] {
        let run = home.run(&args);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{args:?}");
        assert!(
            run.err.starts_with("error: ") && run.err.contains(near),
            "{run:?}"
        );
    }
    for nonsense in ["no such", "../../x", "a/b/c"] {
        let run = home.run(&["show", nonsense]);
        assert_eq!(run.code, 2, "{nonsense}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
}
