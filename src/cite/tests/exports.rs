//! The forms in which quotations leave.

use super::*;

#[test]
fn plain_export() {
    insta::assert_snapshot!(
        export(&[Quotation::from_bookmark(&kept()), of("s-denied")], ExportFormat::Plain, Style::default()),
        @r#"
        “It is alarming.”
        — Ina Fried and A. N. Other Jr., “A *starred* title,” Axios, April 27, 2018, https://example.org/a_b_c, archived at https://archive.example/1.
        [kaspersky-lab/axios-2018]
        Note: Check *this*.
        Twice.
        Tags: court, press

        The company’s “ties” were denied.
        — Kaspersky Lab, ca. April 2018, paraphrased in Ina Fried and A. N. Other Jr., “A *starred* title,” Axios, April 27, 2018, https://example.org/a_b_c, archived at https://archive.example/1.
        [kaspersky-lab#s-denied]
        "#
    );
}

#[test]
fn markdown_export() {
    insta::assert_snapshot!(
        export(&[Quotation::from_bookmark(&kept()), of("s-denied")], ExportFormat::Markdown, Style::default()),
        @r#"
        ## Kaspersky Lab

        > “It is alarming.”

        — Ina Fried and A. N. Other Jr., “A \*starred\* title,” *Axios*, April 27, 2018, <https://example.org/a_b_c>, archived at <https://archive.example/1>. `kaspersky-lab/axios-2018`

        **Note:** Check \*this\*.

        Twice.

        **Tags:** court, press

        > The company’s “ties” were denied.

        — Kaspersky Lab, ca. April 2018, paraphrased in Ina Fried and A. N. Other Jr., “A \*starred\* title,” *Axios*, April 27, 2018, <https://example.org/a_b_c>, archived at <https://archive.example/1>. `kaspersky-lab#s-denied`
        "#
    );
}

#[test]
fn bibliography_export() {
    insta::assert_snapshot!(
        export_bibliography(&briefing(), &[ArticleIx(0)], BibliographyFormat::Bibtex),
        @r"
        @article{kaspersky-lab:axios-2018,
          author = {Fried, Ina and Other, Jr., A. N.},
          title = {{A *starred* title}},
          journal = {Axios},
          year = {2018},
          month = {April},
          day = {27},
          date = {2018-04-27},
          url = {https://example.org/a_b_c},
          urldate = {2026-05-03},
          note = {Archived at \url{https://archive.example/1}},
          langid = {english},
        }
        "
    );
    let csl: Value = serde_json::from_str(&export_bibliography(
        &briefing(),
        &[ArticleIx(0)],
        BibliographyFormat::CslJson,
    ))
    .unwrap();
    assert_eq!(
        csl[0],
        serde_json::json!({
            "id": "kaspersky-lab:axios-2018",
            "type": "article-newspaper",
            "title": "A *starred* title",
            "container-title": "Axios",
            "author": [
                { "family": "Fried", "given": "Ina" },
                { "family": "Other", "given": "A. N.", "suffix": "Jr." },
            ],
            "issued": { "date-parts": [[2018, 4, 27]] },
            "accessed": { "date-parts": [[2026, 5, 3]] },
            "URL": "https://example.org/a_b_c",
            "language": "en",
            "note": "Archived at https://archive.example/1",
        })
    );
}

#[test]
fn csv_export() {
    let lettered = Bookmark {
        letter: Some('r'),
        ..kept()
    };
    insta::assert_snapshot!(
        export(&[Quotation::from_bookmark(&lettered), of("s-help")], ExportFormat::Csv, Style::default()).replace('\r', "␍"),
        @r#"
        reference,words,lead_in,rest,kind,proof,speaker,role,organisation,side,said,attribution,response,repeats,via,article_title,publisher,authors,published,url,archived_url,retrieved,briefing,briefing_title,article,bytes,text_sha256,note,tags,letter,bookmark␍
        kaspersky-lab/axios-2018,“It is alarming.”,,,,,,,,,,,,,,A *starred* title,Axios,Ina Fried; A. N. Other Jr.,2018-04-27,https://example.org/a_b_c,https://archive.example/1,2026-05-03,kaspersky-lab,Kaspersky Lab,axios-2018,70-85,cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd,"Check *this*.
        Twice.",court; press,r,0123456789ab4def8123456789abcdef␍
        kaspersky-lab#s-help,"“We help nobody, […] We never will,”",,,direct,exact,Kaspersky Lab,,,Kaspersky Lab,2018-04~,told Axios in a statement,,,,A *starred* title,Axios,Ina Fried; A. N. Other Jr.,2018-04-27,https://example.org/a_b_c,https://archive.example/1,2026-05-03,kaspersky-lab,Kaspersky Lab,axios-2018,92-107; 130-144,cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd,,,,␍
        "#
    );
}

#[test]
fn w3c_export() {
    insta::assert_snapshot!(
        export(&[Quotation::from_bookmark(&kept()).located_in(&briefing())], ExportFormat::W3c, Style::default()),
        @r#"
        {
          "@context": [
            "http://www.w3.org/ns/anno.jsonld",
            {
              "diptych": "urn:x-diptych:",
              "diptych:quotation": {
                "@id": "urn:x-diptych:quotation",
                "@type": "@json"
              }
            }
          ],
          "first": {
            "id": "urn:x-diptych:export:7cfd32c5612c10c5ed67b3876a046312:1",
            "items": [
              {
                "body": [
                  {
                    "format": "text/plain",
                    "purpose": "commenting",
                    "type": "TextualBody",
                    "value": "Check *this*.\nTwice."
                  },
                  {
                    "format": "text/plain",
                    "purpose": "tagging",
                    "type": "TextualBody",
                    "value": "court"
                  },
                  {
                    "format": "text/plain",
                    "purpose": "tagging",
                    "type": "TextualBody",
                    "value": "press"
                  }
                ],
                "created": "2023-11-14T22:13:20Z",
                "diptych:quotation": {
                  "article": "axios-2018",
                  "bookmark": {
                    "changed": 1700000060,
                    "created": 1700000000,
                    "id": "0123456789ab4def8123456789abcdef"
                  },
                  "briefing": "kaspersky-lab",
                  "note": "Check *this*.\nTwice.",
                  "parts": [
                    {
                      "bytes": {
                        "end": 85,
                        "start": 70
                      },
                      "code_points": {
                        "end": 78,
                        "start": 63
                      },
                      "exact": "It is alarming.",
                      "prefix": "told Axios. “",
                      "suffix": "”\n“We help"
                    }
                  ],
                  "reference": "kaspersky-lab/axios-2018#p1",
                  "source": {
                    "archived_url": "https://archive.example/1",
                    "article_title": "A *starred* title",
                    "authors": [
                      "Ina Fried",
                      "A. N. Other Jr."
                    ],
                    "briefing_title": "Kaspersky Lab",
                    "language": "en",
                    "published": "2018-04-27",
                    "publisher": "Axios",
                    "retrieved": "2026-05-03",
                    "url": "https://example.org/a_b_c"
                  },
                  "tags": [
                    "court",
                    "press"
                  ],
                  "text_hash": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
                  "words": "“It is alarming.”"
                },
                "id": "urn:uuid:01234567-89ab-4def-8123-456789abcdef",
                "modified": "2023-11-14T22:14:20Z",
                "motivation": "commenting",
                "target": [
                  {
                    "selector": [
                      {
                        "exact": "It is alarming.",
                        "prefix": "told Axios. “",
                        "suffix": "”\n“We help",
                        "type": "TextQuoteSelector"
                      },
                      {
                        "end": 78,
                        "start": 63,
                        "type": "TextPositionSelector"
                      }
                    ],
                    "source": "https://example.org/a_b_c",
                    "state": {
                      "cached": "https://archive.example/1",
                      "type": "TimeState"
                    },
                    "type": "SpecificResource"
                  }
                ],
                "type": "Annotation"
              }
            ],
            "partOf": {
              "id": "urn:x-diptych:export:7cfd32c5612c10c5ed67b3876a046312",
              "label": "Kaspersky Lab",
              "total": 1,
              "type": "AnnotationCollection"
            },
            "startIndex": 0,
            "type": "AnnotationPage"
          },
          "id": "urn:x-diptych:export:7cfd32c5612c10c5ed67b3876a046312",
          "label": "Kaspersky Lab",
          "total": 1,
          "type": "AnnotationCollection"
        }
        "#
    );
}

#[test]
fn a_broken_quotation_is_an_annotation_with_two_targets() {
    let json: Value = serde_json::from_str(&export(
        &[of("s-help")],
        ExportFormat::W3c,
        Style::default(),
    ))
    .unwrap();
    let annotation = &json["first"]["items"][0];
    let (first, second) = (stretch("We help nobody,"), stretch("We never will,"));
    assert_eq!(
        annotation["id"],
        format!(
            "urn:x-diptych:kaspersky-lab/axios-2018:{}-{}:{}-{}#s-help",
            first.start, first.end, second.start, second.end
        )
    );
    assert_eq!(annotation["motivation"], "highlighting");
    let targets = annotation["target"].as_array().unwrap();
    assert_eq!(targets.len(), 2);
    let chars: Vec<char> = TEXT.chars().collect();
    for (target, exact) in targets.iter().zip(["We help nobody,", "We never will,"]) {
        let [quote, position] = target["selector"].as_array().unwrap().as_slice() else {
            panic!("{target}");
        };
        assert_eq!(quote["exact"], exact);
        let at = |field: &str| usize::try_from(position[field].as_u64().unwrap()).unwrap();
        assert_eq!(
            chars[at("start")..at("end")].iter().collect::<String>(),
            exact
        );
    }
}

#[test]
fn every_export_and_every_annotation_has_a_name_of_its_own() {
    let read = |quotations: &[Quotation]| -> Value {
        serde_json::from_str(&export(quotations, ExportFormat::W3c, Style::default())).unwrap()
    };
    let bookmark = Quotation::from_bookmark(&kept());
    let (one, other) = (read(&[of("s-help")]), read(&[of("s-denied")]));
    assert_ne!(one["id"], other["id"]);
    assert_eq!(one["id"], read(&[of("s-help")])["id"]);
    for whole in [&one, &other] {
        let page = &whole["first"];
        assert_ne!(page["id"], whole["id"]);
        for field in ["id", "type", "label", "total"] {
            assert!(!page["partOf"][field].is_null(), "{field}");
            assert_eq!(page["partOf"][field], whole[field]);
        }
    }
    let all = read(&[
        of("s-help"),
        bookmark.clone(),
        of("s-help"),
        of("s-lost"),
        bookmark,
    ]);
    let items = all["first"]["items"].as_array().unwrap();
    let mut names: Vec<&str> = items.iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert!(names.iter().all(|name| !name.contains(' ')));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 5);
}

#[test]
fn a_bookmark_of_no_article_has_no_reference() {
    let mut bookmark = kept();
    bookmark.place = Place {
        briefing: String::new(),
        article: String::new(),
        range: 0..0,
    };
    bookmark.provenance = std::sync::Arc::new(Provenance {
        url: Some("https://example.org/a".into()),
        ..Provenance::default()
    });
    let quotation = Quotation::from_bookmark(&bookmark);
    assert_eq!(quotation.reference, "");
    for format in [
        ExportFormat::Plain,
        ExportFormat::Markdown,
        ExportFormat::Html,
    ] {
        let out = export(std::slice::from_ref(&quotation), format, Style::default());
        for nothing in ["[]", "``", "<code>", "[/]", "`/`"] {
            assert!(!out.contains(nothing), "{out}");
        }
    }
    bookmark.provenance = std::sync::Arc::new(Provenance::default());
    let out = export(
        &[Quotation::from_bookmark(&bookmark)],
        ExportFormat::W3c,
        Style::default(),
    );
    let out: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        out["first"]["items"][0]["target"][0]["source"],
        "urn:uuid:01234567-89ab-4def-8123-456789abcdef"
    );
}

#[test]
fn a_table_in_a_file_begins_with_a_byte_order_mark() {
    for format in ExportFormat::ALL {
        let text = export(&[of("s-help")], format, Style::default());
        let file = file_text(text.clone(), format);
        let mark = if format == ExportFormat::Csv {
            "\u{feff}"
        } else {
            ""
        };
        assert_eq!(file, format!("{mark}{text}"));
    }
}

#[test]
fn nothing_exports_as_an_empty_list() {
    assert_eq!(export(&[], ExportFormat::Plain, Style::default()), "");
    assert_eq!(export(&[], ExportFormat::Markdown, Style::default()), "");
    assert_eq!(
        export(&[], ExportFormat::Csv, Style::default())
            .lines()
            .count(),
        1
    );
    for format in [ExportFormat::Json, ExportFormat::W3c] {
        assert!(serde_json::from_str::<Value>(&export(&[], format, Style::default())).is_ok());
    }
}
