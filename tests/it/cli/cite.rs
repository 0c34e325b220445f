//! `diptych cite`.

use super::*;

#[test]
fn a_reference_is_cited_in_every_style_and_form() {
    let home = Home::new();
    let reference = "kaspersky-lab#s-shaheen-overwhelming";
    for (style, words) in [
        ("chicago", "quoted in"),
        ("apa", "as cited in"),
        ("mla", "qtd. in"),
        ("law", "(quoting"),
    ] {
        let out = done(&home, &["cite", reference, "--style", style]);
        assert!(
            out.contains(words) && out.contains("Shaheen") && out.contains("2018"),
            "{out}"
        );
    }
    for form in [
        "plain", "markdown", "json", "csv", "w3c", "html", "bibtex", "csl-json",
    ] {
        for target in [reference, "kaspersky-lab", "kaspersky-lab/axios-2018"] {
            let out = done(&home, &["cite", target, "--format", form]);
            assert_eq!(out, done(&home, &["cite", target, "--format", form]));
            assert!(out.contains("xios"), "{form} {target}: {out}");
        }
    }
    let csl = home
        .run(&["cite", "kaspersky-lab", "--format", "csl-json"])
        .json();
    let articles = home.run(&["show", "kaspersky-lab", "--json"]).json();
    let articles = articles["articles"].as_array().unwrap().len();
    assert_eq!(csl.as_array().unwrap().len(), articles);
    assert_eq!(home.run(&["cite", "kaspersky-lab#nothing"]).code, 1);
    let run = home.run(&["cite", reference, "--style", "ieee"]);
    assert!(
        run.code == 2 && run.err.contains("one of chicago"),
        "{run:?}"
    );
}
