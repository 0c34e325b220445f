//! Pages and pastes to articles: the source documents of the shipped briefing, made-up pages
//! of every kind that is told apart, what is refused, and what no page may do.

use std::fs;
use std::path::Path;

use diptych::curate::article::{OmissionReason, PageArticle, PageFormat, PageNote};
use diptych::curate::page::{self, PageError, PageHints};
use diptych::curate::{check, private};
use proptest::prelude::*;

fn read(text: &str) -> Vec<PageArticle> {
    page::read_page(text.as_bytes(), &PageHints::default()).unwrap()
}

fn one(text: &str) -> PageArticle {
    let mut articles = read(text);
    assert_eq!(articles.len(), 1);
    articles.remove(0)
}

fn refused(bytes: &[u8]) -> PageError {
    page::read_page(bytes, &PageHints::default()).unwrap_err()
}

/// Sentences of an article about a made-up dispute.
const BODY: [&str; 5] = [
    "The harbour council of Port Ellis voted on Tuesday to close the north pier for repairs, after divers found cracks in eleven of its forty pillars.",
    "“We cannot leave a structure open that our own engineers call unsafe,” said Dana Ferris, who leads the council, at a meeting that lasted until midnight.",
    "Ellis Ferries, which runs nine boats a day from the pier, said the decision came without warning and would cost the company half of its summer income.",
    "“Nobody from the council has spoken to us since March,” the company said in a statement, “and nobody has shown us the report of the divers.”",
    "The repairs are to take fourteen months. Until then the boats will leave from the fish market, where the water is too low for the two largest of them.",
];

fn page_of(extra_head: &str, before: &str, after: &str) -> String {
    let paragraphs = BODY.map(|p| format!("<p>{p}</p>\n")).concat();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Council closes north pier - Port Ellis Courier</title>{extra_head}</head><body>\
         <header class=\"site-header\"><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav></header>\
         <main><article class=\"article\"><h1>Council closes north pier</h1>{before}<div class=\"article-body\">{paragraphs}</div></article>{after}</main>\
         <footer class=\"site-footer\"><p>© Port Ellis Courier. All rights reserved.</p><ul><li><a href=\"/privacy\">Privacy policy</a></li></ul></footer></body></html>"
    )
}

#[test]
fn the_source_documents_come_out_as_the_shipped_articles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for id in [
        "axios-2018",
        "cyberscoop-digest-2018",
        "dcnf-2017",
        "safetydetectives-2023",
        "unnamed-2017",
    ] {
        let pasted = fs::read(root.join(format!("tests/fixtures/pasted/{id}.txt"))).unwrap();
        let shipped = root.join(format!("briefings/kaspersky-lab/articles/{id}.txt"));
        let shipped = fs::read_to_string(shipped).unwrap();
        let article = page::read_page(&pasted, &PageHints::default())
            .unwrap()
            .remove(0);
        let wanted: Vec<&str> = shipped.lines().filter(|l| !l.trim().is_empty()).collect();
        let text = article.text();
        let got: Vec<&str> = text.lines().collect();
        assert_eq!(got, wanted, "{id}");
    }
}

#[test]
fn what_the_source_documents_say_of_themselves_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pasted");
    let read = |id: &str| one(&fs::read_to_string(root.join(format!("{id}.txt"))).unwrap());
    let axios = read("axios-2018");
    assert_eq!(axios.corrections.len(), 1);
    assert!(axios.corrections[0].starts_with("Correction: An earlier version"));
    let dcnf = read("dcnf-2017");
    assert_eq!(
        dcnf.title,
        "Trump Admin Considering Ban On Russian Cybersecurity Firm’s Software"
    );
    let safety = read("safetydetectives-2023");
    assert_eq!(
        safety.title,
        "US Considers Action Against Russian-based Kaspersky Lab"
    );
    assert_eq!(safety.authors[0].name, "Tyler Cross");
    let unnamed = read("unnamed-2017");
    assert_eq!(
        unnamed.title,
        "Kaspersky: US government removes Russian security software"
    );
    let digest = read("cyberscoop-digest-2018");
    assert_eq!(
        digest.title,
        "US government considers specific sanctions against Kaspersky Lab"
    );
}

#[test]
fn a_page_gives_its_paragraphs_and_its_metadata() {
    let head = r##"<meta property="og:site_name" content="Port Ellis Courier"><link rel="canonical" href="https://courier.example/pier">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Person","@id":"#a1","name":"Jane Doe"},
        {"@type":"NewsArticle","headline":"Council closes north pier","author":[{"@id":"#a1"},{"@type":"Organization","name":"Harbour News Agency"}],
        "datePublished":"2024-05-03T22:10:00+02:00","dateModified":"2024-05-06T08:00:00+02:00"}]}</script>"##;
    let article = one(&page_of(head, "", ""));
    assert_eq!(article.text().lines().collect::<Vec<_>>(), BODY);
    assert_eq!(article.title, "Council closes north pier");
    assert_eq!(article.publisher, "Port Ellis Courier");
    assert_eq!(article.published, "2024-05-03");
    assert_eq!(article.modified, "2024-05-06");
    assert_eq!(article.url, "https://courier.example/pier");
    assert_eq!(article.language, "en");
    let authors: Vec<(&str, &str)> = article
        .authors
        .iter()
        .map(|a| (a.name.as_str(), a.kind.name()))
        .collect();
    assert_eq!(
        authors,
        [
            ("Jane Doe", "person"),
            ("Harbour News Agency", "organisation")
        ]
    );
    assert_eq!(article.format, PageFormat::Html);
    let headline = article
        .omitted()
        .into_iter()
        .find(|o| o.text == "Council closes north pier")
        .unwrap();
    assert_eq!(headline.reason, OmissionReason::Headline);
}

#[test]
fn all_that_is_left_out_is_listed_and_can_be_put_back_at_its_place() {
    let extra = "<p>Correction: An earlier version of this article misstated the number of pillars. There are forty.</p>";
    let mut article = one(&page_of("", "", extra));
    assert_eq!(article.corrections.len(), 1);
    let omitted = article.omitted();
    let home = omitted
        .iter()
        .find(|o| o.text == "Home")
        .unwrap()
        .id
        .clone();
    let correction = omitted
        .iter()
        .find(|o| o.reason == OmissionReason::Correction)
        .unwrap()
        .id
        .clone();
    assert_eq!(
        omitted
            .iter()
            .find(|o| o.id == correction)
            .unwrap()
            .paragraphs_before,
        BODY.len()
    );
    assert!(article.restore(&home));
    assert!(!article.restore(&home), "what is there cannot be put back");
    assert!(article.restore(&correction));
    assert!(
        !article.restore("00000000:1"),
        "an id of another page or version is refused"
    );
    assert!(article.corrections.is_empty());
    let text = article.text();
    assert!(text.starts_with("Home\n"));
    assert!(text.ends_with("There are forty."));
}

#[test]
fn the_same_page_gives_the_same_ids_and_a_changed_page_others() {
    let ids = |page: &str| {
        one(page)
            .omitted()
            .into_iter()
            .map(|o| o.id)
            .collect::<Vec<_>>()
    };
    let page = page_of("", "", "");
    assert_eq!(ids(&page), ids(&page));
    assert_ne!(ids(&page), ids(&page.replace("fourteen", "fifteen")));
}

#[test]
fn a_page_saved_by_singlefile_tells_address_and_day() {
    let page = page_of("", "", "").replace(
        "<html lang",
        "<!--\n Page saved with SingleFile \n url: https://courier.example/pier \n saved date: Mon Nov 30 2026 04:28:00 GMT+0000 (UTC)\n--><html lang",
    );
    let page = page.replace(
        "<h1>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"x\"><h1>",
    );
    let article = one(&page);
    assert_eq!(article.format, PageFormat::SingleFile);
    assert_eq!(article.url, "https://courier.example/pier");
    assert_eq!(article.retrieved, "2026-11-30");
    assert_eq!(article.text().lines().collect::<Vec<_>>(), BODY);
}

#[test]
fn a_wrapped_paste_becomes_paragraphs_again() {
    let mut paste = String::from("Council closes north pier\n\n");
    for paragraph in BODY {
        let mut column = 0;
        for word in paragraph.split(' ') {
            if column + word.chars().count() > 72 {
                paste.push('\n');
                column = 0;
            } else if column > 0 {
                paste.push(' ');
                column += 1;
            }
            paste.push_str(word);
            column += word.chars().count();
        }
        paste.push_str("\n\n");
    }
    let article = one(&paste);
    assert_eq!(article.format, PageFormat::Pasted);
    assert_eq!(article.text().lines().collect::<Vec<_>>(), BODY);
}

#[test]
fn markdown_with_front_matter_keeps_its_structure() {
    let source = format!(
        "---\ntitle: \"Council closes north pier\"\nauthor:\n  - Jane Doe\ndate: 2024-05-03\nsource: https://courier.example/pier\n---\n\n# Council closes north pier\n\n{}\n\n## What the company says\n\n> {}\n\n- [nine boats](https://courier.example/boats) a day\n- *two* large ones\n",
        BODY[0], BODY[3]
    );
    let article = one(&source);
    assert_eq!(article.format, PageFormat::Markdown);
    assert_eq!(article.title, "Council closes north pier");
    assert_eq!(article.authors[0].name, "Jane Doe");
    assert_eq!(article.published, "2024-05-03");
    assert_eq!(article.url, "https://courier.example/pier");
    let wanted = format!(
        "{}\nWhat the company says\n{}\nnine boats a day\ntwo large ones",
        BODY[0], BODY[3]
    );
    assert_eq!(article.text(), wanted);
    let wanted = format!(
        "{}\n\n## What the company says\n\n> {}\n\n- nine boats a day\n- two large ones\n",
        BODY[0], BODY[3]
    );
    assert_eq!(article.to_stored(), wanted);
}

#[test]
fn the_text_of_a_pdf_loses_page_heads_and_hyphens() {
    let source = "Port Ellis Courier                       3 May 2024\n\nCouncil closes north pier\n\n\
The harbour council of Port Ellis voted on Tuesday to close the north pier for re-\n\
pairs, after divers found cracks in eleven of its forty pillars, and the ferry com-\n\
pany said that it had not been told.\n\n\
The repairs are to take fourteen months. Until then the boats will leave from the\n\
\u{c}Port Ellis Courier                       3 May 2024\n\
fish market, where the water is too low for the two largest of them.\n\n                 Page 2\n";
    let article = one(source);
    assert_eq!(article.format, PageFormat::PdfText);
    assert_eq!(article.title, "Council closes north pier");
    let wanted = "The harbour council of Port Ellis voted on Tuesday to close the north pier for repairs, after divers found cracks in eleven of its forty pillars, and the ferry company said that it had not been told.\n\
The repairs are to take fourteen months. Until then the boats will leave from the fish market, where the water is too low for the two largest of them.";
    assert_eq!(article.text(), wanted);
    assert!(
        article
            .omitted()
            .iter()
            .any(|o| o.reason == OmissionReason::PageHead)
    );
}

#[test]
fn what_cannot_be_read_is_refused_by_name_with_advice() {
    let cases: [(&[u8], &str); 14] = [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 rest", "pdf"),
        (b"PK\x03\x04rest", "document"),
        (b"{\\rtf1 rest}", "rtf"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "mhtml"),
        (b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel></channel></rss>", "feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "compressed"),
        (b"{\"a\": [1, 2]}", "data"),
        (b"<!DOCTYPE html><html><head><title>App</title></head><body><div id=\"root\"></div><script>var a = 1;</script></body></html>", "script-only"),
        (b"<!DOCTYPE html><html><body><h1>Pier closed</h1><p>Subscribe to continue reading.</p><p>Already a member? Log in to read on.</p></body></html>", "paywall"),
        (b"<!DOCTYPE html><html><body><p>We use cookies and so do our partners.</p><button>Accept all</button></body></html>", "cookie-wall"),
        (b"<!DOCTYPE html><html><head></head><body></body></html>", "no-article"),
    ];
    for (bytes, name) in cases {
        let error = refused(bytes);
        assert_eq!(error.name(), name, "{error}");
        assert!(error.to_string().len() > 20);
    }
    let large = refused(&vec![b'a'; 100 << 20]);
    assert_eq!(large.name(), "too-large");
}

#[test]
fn two_articles_of_a_page_are_taken_apart() {
    let article = |title: &str, from: usize| {
        let part = |i| format!("<p>{} ({title}, part {i})</p>", BODY[(from + i) % 5]);
        let paragraphs = (0..10).map(part).collect::<Vec<_>>().concat();
        format!(
            "<article><h1>{title}</h1><p>By Jane Doe</p><div class=\"article-body\">{paragraphs}</div></article>"
        )
    };
    let page = format!(
        "<!DOCTYPE html><html><body><main>{}{}</main></body></html>",
        article("Council closes north pier", 0),
        article("Ferries move to the fish market", 2)
    );
    let articles = read(&page);
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0].title, "Council closes north pier");
    assert_eq!(articles[1].title, "Ferries move to the fish market");
    assert!(
        articles[0]
            .text()
            .contains("(Council closes north pier, part 3)")
    );
    assert!(!articles[0].text().contains("Ferries move"));
    assert!(
        articles
            .iter()
            .all(|a| a.notes.contains(&PageNote::Several))
    );
}

#[test]
fn a_page_that_is_cut_off_is_told() {
    let page = page_of("", "", "");
    let cut = &page[..page.find("<footer").unwrap() - 40];
    let article = one(&format!("{cut}<a href=\"/x"));
    assert!(article.notes.contains(&PageNote::CutOff));
    assert!(!one(&page).notes.contains(&PageNote::CutOff));
}

#[test]
fn charsets_are_told_from_mark_header_page_and_bytes() {
    let french = "<!DOCTYPE html><html><head><meta charset=\"iso-8859-1\"></head><body><article><h1>Le port fermé</h1>".to_owned()
        + &"<p>Le conseil a décidé mardi de fermer la jetée après que des plongeurs ont découvert des fissures près du môle, et la compagnie a protesté.</p>".repeat(4)
        + "</article></body></html>";
    let latin: Vec<u8> = french
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let undeclared: Vec<u8> = french
        .replace("<meta charset=\"iso-8859-1\">", "")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [latin, undeclared, french.clone().into_bytes()] {
        let article = page::read_page(&bytes, &PageHints::default())
            .unwrap()
            .remove(0);
        assert!(
            article
                .text()
                .contains("découvert des fissures près du môle")
        );
        assert!(article.notes.is_empty());
    }
}

#[test]
fn private_things_are_found_told_and_scrubbed_in_place() {
    let page = r#"<html><body><input type="text" name="q" value="my search"><script>var csrfToken = "a8f3c1d29b7e4f60a1b2";
        window.user = {"userEmail": "reader@mail.example", "name": "It's"}; document.cookie = "sid=123; path=/";</script><p>A token is a coin.</p></body></html>"#;
    let found = private::find_private_data(page);
    let kinds: Vec<&str> = found.iter().map(|p| p.kind.name()).collect();
    assert_eq!(kinds, ["form", "token", "email", "cookie"]);
    let scrubbed = private::scrub(page, &found);
    assert_eq!(scrubbed.len(), page.len());
    for gone in [
        "my search",
        "a8f3c1d29b7e4f60a1b2",
        "reader@mail.example",
        "sid=123",
    ] {
        assert!(!scrubbed.contains(gone), "{gone}");
    }
    assert!(scrubbed.contains("A token is a coin."));
}

#[test]
fn the_check_names_what_is_left_of_a_page() {
    let text = format!(
        "{}\nShare this article\nTom &amp; Jerry <b>left</b> the room.\n{}\nRead more: Ferries move to the fish market",
        BODY[0], BODY[1]
    );
    let found = check::check_text(&text);
    let kinds: Vec<&str> = found.iter().map(|f| f.kind.name()).collect();
    assert_eq!(kinds, ["furniture", "entities", "tags", "furniture"]);
    assert!(check::check_text(&BODY.join("\n")).is_empty());
}

#[test]
fn the_check_knows_front_matter_wrapped_lines_and_page_heads() {
    let name = |text: &str| check::check_text(text).first().map(|f| f.kind.name());
    assert_eq!(name("---\ntitle: A\n---\nText."), Some("front-matter"));
    let wrapped = "the council of the harbour voted to close\nthe north pier for repairs, after divers had\nfound cracks in eleven of its forty pillars and\nthe company said that it had not been told of\nthe report by anyone in the town";
    assert_eq!(name(wrapped), Some("wrapped"));
    let heads = format!(
        "Port Ellis Courier 1\n{}\nPort Ellis Courier 2\n{}\nPort Ellis Courier 3",
        BODY[0], BODY[1]
    );
    assert_eq!(name(&heads), Some("page-head"));
}

#[test]
fn deep_nesting_loses_no_text() {
    let mut page = String::from("<!DOCTYPE html><html><body>");
    page.push_str(&"<div>".repeat(20_000));
    for paragraph in BODY {
        page.extend(["<p>", paragraph, "</p>"]);
    }
    page.push_str(&"</div>".repeat(20_000));
    let article = one(&page);
    assert_eq!(article.text().lines().count(), BODY.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = page::read_page(&bytes, &PageHints::default());
    }

    #[test]
    fn no_markup_brings_it_down(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div", ">", "</div>", "<!--", "-->", "<script>", "</script>", "\"", "'", "=", "<a href=", "é", "&amp;", "&#x1F600;", "text of some words here.", "<svg>", "<template>", "</template>", "<li>", "<br>", "\n",
    ]), 0..80)) {
        let page = format!("<html><body>{}", parts.concat());
        if let Ok(articles) = page::read_page(page.as_bytes(), &PageHints::default()) {
            for mut article in articles {
                for omitted in article.omitted() {
                    prop_assert!(article.restore(&omitted.id));
                }
                prop_assert!(article.omitted().is_empty());
            }
        }
    }

    #[test]
    fn what_is_pasted_is_kept_or_listed(lines in prop::collection::vec("[A-Za-z“”,. ]{0,120}", 1..30)) {
        let paste = lines.join("\n\n");
        if let Ok(articles) = page::read_page(paste.as_bytes(), &PageHints::default()) {
            let article = &articles[0];
            let mut pieces: Vec<&str> = article.pieces.iter().map(|p| p.text.as_str()).collect();
            pieces.retain(|p| !p.is_empty());
            let wanted: Vec<&str> = lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
            prop_assert_eq!(pieces, wanted);
        }
    }

    #[test]
    fn scrubbing_moves_nothing(page in "[a-z=\"' <>:{}token@.é]{0,200}") {
        let found = private::find_private_data(&page);
        let scrubbed = private::scrub(&page, &found);
        prop_assert_eq!(scrubbed.len(), page.len());
    }
}
