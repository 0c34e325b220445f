//! What was decided about the briefing that comes with the program: who says what, what answers what,
//! and which hedge a quotation must not lose. Each point was read in the five articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings/kaspersky-lab")
}

fn briefing() -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join("briefing.json")).unwrap()).unwrap()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn words(value: &Value, field: &str) -> BTreeSet<String> {
    list(value, field)
        .iter()
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

fn by_id<'a>(briefing: &'a Value, field: &str, id: &str) -> &'a Value {
    list(briefing, field)
        .iter()
        .find(|item| item["id"] == id)
        .unwrap_or_else(|| panic!("no {id} in {field}"))
}

fn statement<'a>(briefing: &'a Value, id: &str) -> &'a Value {
    by_id(briefing, "statements", id)
}

/// Reply, claim and what the reply does ("" where nothing is said).
fn pairs(briefing: &Value) -> BTreeMap<(String, String), String> {
    let mut pairs = BTreeMap::new();
    for reply in list(briefing, "statements") {
        for answer in list(reply, "answers") {
            let (claim, how) = match answer.as_str() {
                Some(claim) => (claim, ""),
                None => (word(answer, "statement"), word(answer, "how")),
            };
            pairs.insert((word(reply, "id").to_owned(), claim.to_owned()), how.into());
        }
    }
    pairs
}

/// The texts of the articles, by id.
fn texts(briefing: &Value) -> BTreeMap<String, String> {
    list(briefing, "articles")
        .iter()
        .map(|article| {
            let text = fs::read_to_string(folder().join(word(article, "text"))).unwrap();
            (word(article, "id").to_owned(), text)
        })
        .collect()
}

/// The words of a statement with the words that lead to them, as a reader meets them.
fn shown(statement: &Value) -> String {
    let mut shown = String::new();
    for appearance in list(statement, "appearances") {
        shown.push_str(word(appearance, "attribution"));
        for part in list(appearance, "quote") {
            shown.push_str(" | ");
            shown.push_str(word(part, "exact"));
        }
        shown.push('\n');
    }
    shown
}

/// Every remark of the curator, with the id of what it is on.
fn remarks(briefing: &Value) -> Vec<(String, String)> {
    let mut remarks = vec![("summary".to_owned(), word(briefing, "summary").to_owned())];
    let mut keep = |id: &str, value: &Value, field: &str| {
        remarks.push((id.to_owned(), word(value, field).to_owned()));
    };
    for article in list(briefing, "articles") {
        keep(word(article, "id"), article, "note");
        for part in list(article, "not_statements") {
            keep(word(article, "id"), part, "why");
        }
    }
    for statement in list(briefing, "statements") {
        keep(word(statement, "id"), statement, "note");
        for appearance in list(statement, "appearances") {
            keep(word(statement, "id"), appearance, "note");
        }
    }
    remarks
}

#[test]
fn pairs_that_the_texts_give_are_there() {
    let pairs = pairs(&briefing());
    for (reply, claim, how) in [
        ("s-kl-confirms-emails", "s-bloomberg-emails", "concedes"),
        ("s-kl-confirms-emails", "s-emails-lubyanka", "concedes"),
        ("s-kl-misinterpreted", "s-emails-lubyanka", "rebuts"),
        ("s-kl-challenges-ban", "s-duke-directive", ""),
        ("s-kl-challenges-ban", "s-admin-russian-laws", ""),
        ("s-shaheen-welcomes", "s-duke-directive", ""),
        ("s-kl-denies-knowing", "s-us-alleged-coordination", "denies"),
        ("s-other-officials-resist", "s-regulators-crackdown", ""),
        ("s-kl-never-helped", "s-us-alleged-coordination", "denies"),
        (
            "s-ek-denies-relationships",
            "s-accused-relationships",
            "denies",
        ),
        ("s-kl-unjustly-accused", "s-alleged-connections", "denies"),
        ("s-bis-declines", "s-reuters-request", "declines"),
        ("s-kl-declines-reuters", "s-reuters-request", "declines"),
    ] {
        let key = (reply.to_owned(), claim.to_owned());
        assert_eq!(pairs.get(&key).map(String::as_str), Some(how), "{key:?}");
    }
}

#[test]
fn pairs_that_the_texts_do_not_give_are_not() {
    let briefing = briefing();
    // "Has claimed in the past": when, and of which restrictions, is not printed.
    assert!(list(statement(&briefing, "s-kl-political-grounds"), "answers").is_empty());
    for id in ["s-us-federal-list", "s-kl-political-grounds"] {
        let topics = words(statement(&briefing, id), "topics");
        assert!(topics.contains("sanctions") && !topics.contains("federal-ban"));
    }
    for (reply, claim) in pairs(&briefing).keys() {
        assert_ne!(claim, "s-us-federal-list", "{reply}");
        let (reply, claim) = (statement(&briefing, reply), statement(&briefing, claim));
        assert!(
            !words(reply, "topics").is_disjoint(&words(claim, "topics")),
            "{} and {} share no topic",
            reply["id"],
            claim["id"]
        );
    }
}

#[test]
fn who_denies_less_than_the_charge_does_not_deny_it() {
    let pairs = pairs(&briefing());
    for (reply, claim, how) in [
        // "Inappropriate" ties, "impropriety".
        ("s-kl-no-inappropriate-ties", "s-alleged-fsb-ties", "rebuts"),
        (
            "s-kl-no-inappropriate-ties",
            "s-alleged-connections",
            "rebuts",
        ),
        ("s-kl-denies-impropriety", "s-alleged-fsb-ties", "rebuts"),
        ("s-kl-denies-impropriety", "s-alleged-connections", "rebuts"),
        // A "hidden" link.
        (
            "s-kl-denies-hidden-link",
            "s-shaheen-overwhelming",
            "rebuts",
        ),
        // Help in cyberespionage, not ties.
        ("s-kl-never-helped", "s-us-officials-wary", "rebuts"),
        // "Knowing" involvement, not that it happened.
        ("s-kl-denies-knowing", "s-reports-hijacked", ""),
    ] {
        let key = (reply.to_owned(), claim.to_owned());
        assert_eq!(pairs.get(&key).map(String::as_str), Some(how), "{key:?}");
    }
}

#[test]
fn words_are_given_to_who_is_said_to_have_spoken_them() {
    let briefing = briefing();
    for (id, speaker, side) in [
        ("s-us-security-risk", "unnamed-accusers", "third-parties"),
        ("s-alleged-connections", "unnamed-accusers", "third-parties"),
        ("s-emails-lubyanka", "unnamed-speaker", "third-parties"),
        ("s-interagency-review", "unnamed-speaker", "third-parties"),
        (
            "s-cyberscoop-companies-steered",
            "cyberscoop",
            "third-parties",
        ),
        (
            "s-wsj-action-considered",
            "wall-street-journal",
            "third-parties",
        ),
        (
            "s-admin-considers-ban",
            "trump-administration",
            "us-government",
        ),
        ("s-regulators-crackdown", "us-regulators", "us-government"),
        ("s-legislatures-bill", "legislatures", "us-government"),
    ] {
        let found = word(statement(&briefing, id), "speaker");
        assert_eq!(found, speaker, "{id}");
        assert_eq!(by_id(&briefing, "speakers", found)["side"], side, "{id}");
    }
    // The FBI is only spoken of; what the emails say is nobody's by name.
    for speaker in list(&briefing, "speakers") {
        assert_ne!(speaker["id"], "fbi");
    }
    for said in list(&briefing, "statements") {
        if said["speaker"] == "eugene-kaspersky" {
            assert!(!shown(said).contains("Lubyanka"));
        }
    }
}

#[test]
fn what_is_said_on_two_occasions_is_two_statements() {
    let briefing = briefing();
    let (earlier, later) = (
        statement(&briefing, "s-kl-no-inappropriate-ties"),
        statement(&briefing, "s-kl-no-inappropriate-ties-after-ban"),
    );
    for (said, article) in [(earlier, "dcnf-2017"), (later, "unnamed-2017")] {
        let carriers = list(said, "appearances");
        assert_eq!(carriers.len(), 1);
        assert_eq!(carriers[0]["article"], article);
    }
    assert_eq!(
        words(later, "repeats"),
        BTreeSet::from(["s-kl-no-inappropriate-ties".to_owned()])
    );
    assert!(earlier.get("repeats").is_none());

    let pairs = pairs(&briefing);
    let faced = |id: &str| -> BTreeSet<&str> {
        pairs
            .keys()
            .filter(|(reply, _)| reply == id)
            .map(|(_, claim)| claim.as_str())
            .collect()
    };
    assert_eq!(
        faced("s-kl-no-inappropriate-ties"),
        BTreeSet::from([
            "s-alleged-connections",
            "s-alleged-fsb-ties",
            "s-bloomberg-fsb-work"
        ])
    );
    assert_eq!(
        faced("s-kl-no-inappropriate-ties-after-ban"),
        BTreeSet::from(["s-duke-directive", "s-duke-risk"])
    );
    for said in list(&briefing, "statements") {
        for repeated in words(said, "repeats") {
            assert_eq!(
                said["speaker"],
                statement(&briefing, &repeated)["speaker"],
                "{repeated}"
            );
        }
    }
}

#[test]
fn no_hedge_is_lost() {
    let briefing = briefing();
    for (id, hedge) in [
        ("s-us-security-risk", "alleged security risk"),
        ("s-us-alleged-coordination", "alleging"),
        ("s-alleged-connections", "allegedly"),
        ("s-alleged-fsb-ties", "allegations"),
        ("s-accused-relationships", "is accused of"),
        ("s-reports-hijacked", "reports"),
        ("s-bloomberg-emails", "supposedly"),
        ("s-emails-lubyanka", "supposedly"),
        ("s-rogers-personally-involved", "claimed"),
        ("s-kl-off-guard", "indicated"),
        ("s-bell-closing-offices", "two unidentified sources"),
        ("s-cyberscoop-barred", "Should the sanctions be confirmed"),
        ("s-cyberscoop-wider-round", "could be targeted"),
        ("s-admin-considers-ban", "is considering"),
        (
            "s-wsj-action-considered",
            "The Wall Street Journal\u{a0}reported that",
        ),
        ("s-kl-never-helped", "It also complained"),
        ("s-kl-website-users", "claims"),
    ] {
        let shown = shown(statement(&briefing, id));
        assert!(shown.contains(hedge), "{id}: no {hedge:?} in {shown}");
    }
    // The ban is not part of what was alleged.
    let alleged = statement(&briefing, "s-us-alleged-coordination");
    let exact = word(&alleged["appearances"][0]["quote"][0], "exact");
    assert!(exact.starts_with("alleging"), "{exact}");
}

#[test]
fn reported_speech_is_not_passed_over() {
    let briefing = briefing();
    for (id, article, held) in [
        (
            "s-admin-considers-ban",
            "dcnf-2017",
            "The Trump administration is considering a ban on the use of software",
        ),
        (
            "s-alleged-connections",
            "dcnf-2017",
            "allegedly has connections to Russian intelligence.",
        ),
        (
            "s-regulators-crackdown",
            "safetydetectives-2023",
            "US regulators began cracking down hard on Kaspersky",
        ),
        (
            "s-legislatures-bill",
            "safetydetectives-2023",
            "a bill that would let the White House ban Tik Tok or any foreign technologies",
        ),
        (
            "s-cyberscoop-companies-steered",
            "cyberscoop-digest-2018",
            "Following FBI recommendations, American companies",
        ),
    ] {
        let said = statement(&briefing, id);
        assert_eq!(said["kind"], "paraphrase", "{id}");
        assert_eq!(said["appearances"][0]["article"], article, "{id}");
        assert!(shown(said).contains(held), "{id}");
    }
    for id in [
        "s-bis-declines",
        "s-kl-declines-reuters",
        "s-retailers-decline",
    ] {
        assert_eq!(statement(&briefing, id)["response"], "declined", "{id}");
    }
}

#[test]
fn words_that_came_through_another_outlet_say_so() {
    let briefing = briefing();
    for (id, article, through) in [
        ("s-emails-lubyanka", "dcnf-2017", "Bloomberg"),
        (
            "s-shaheen-overwhelming",
            "cyberscoop-digest-2018",
            "CyberScoop",
        ),
        (
            "s-kl-continued-actions",
            "cyberscoop-digest-2018",
            "CyberScoop",
        ),
        (
            "s-officials-after-lawsuits",
            "cyberscoop-digest-2018",
            "CyberScoop",
        ),
        ("s-retailers-decline", "unnamed-2017", "BuzzFeed News"),
        ("s-spokesperson-risk", "unnamed-2017", "Reuters"),
    ] {
        let carrier = list(statement(&briefing, id), "appearances")
            .iter()
            .find(|carrier| carrier["article"] == article)
            .unwrap();
        let hops: Vec<_> = list(carrier, "via").iter().map(|hop| &hop["who"]).collect();
        assert_eq!(hops, [through], "{id}");
        // Who carried it is named in the article.
        assert!(texts(&briefing)[article].contains(through), "{id}");
    }
}

#[test]
fn remarks_say_no_more_than_the_articles() {
    let briefing = briefing();
    let remarks = remarks(&briefing);
    for (id, remark) in &remarks {
        for overstated in [
            "no evidence has been shown",
            "out of business",
            "baseless",
            "few full dates",
            "sellers who dropped",
            "prints no date but",
            "which the article says imposed the ban",
        ] {
            assert!(!remark.contains(overstated), "{id}: {overstated}");
        }
    }
    // What a remark puts in quotation marks is printed: in an article, its corrections, or what was left out of it.
    let mut printed: String = texts(&briefing).into_values().collect();
    for article in list(&briefing, "articles") {
        printed.push_str(word(article, "omitted"));
        printed.extend(words(article, "corrections"));
    }
    let printed = printed.replace('\u{a0}', " ").to_lowercase();
    let mut quoted = 0;
    for (id, remark) in &remarks {
        for words in remark.split('“').skip(1) {
            let words = words.split('”').next().unwrap().to_lowercase();
            assert!(printed.contains(&words), "{id}: “{words}” is not printed");
            quoted += 1;
        }
    }
    assert!(quoted > 30, "{quoted}");
    // Where the texts do not give the order of claim and reply, the reader is told.
    for (id, said) in [
        ("s-kl-no-credible-evidence", "The order"),
        ("s-kl-continued-actions", "spoke first"),
        ("s-kl-denies-hidden-link", "spoke first"),
        ("s-kl-never-helped", "nor when it spoke"),
        ("s-cyberscoop-companies-steered", "FBI"),
    ] {
        let note = word(statement(&briefing, id), "note");
        assert!(note.contains(said), "{id}: {note}");
    }
}

#[test]
fn attributions_are_verbatim_and_every_quotation_is_a_statement() {
    let briefing = briefing();
    let texts = texts(&briefing);
    let mut direct: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for said in list(&briefing, "statements") {
        for carrier in list(said, "appearances") {
            let (article, text) = texts.get_key_value(word(carrier, "article")).unwrap();
            assert!(
                text.contains(word(carrier, "attribution")),
                "{}",
                said["id"]
            );
            if said["kind"] == "direct" {
                let parts = list(carrier, "quote").iter();
                direct
                    .entry(article)
                    .or_default()
                    .extend(parts.map(|part| word(part, "exact")));
            }
        }
    }
    let mut found = 0;
    for (article, text) in &texts {
        // A single mark opens one of the quotations in print.
        let text = text.replace('‘', "“");
        let mut rest = text.as_str();
        while let Some(start) = rest.find(['“', '"']) {
            let inside = rest[start..].trim_start_matches(['“', '"']);
            let end = inside.find(['”', '"']).unwrap();
            let words = &inside[..end];
            assert!(
                direct[article.as_str()].contains(&words),
                "{article}: “{words}” is no statement"
            );
            found += 1;
            rest = inside[end..].trim_start_matches(['”', '"']);
        }
    }
    assert_eq!(found, 26);
}
