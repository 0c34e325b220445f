//! Small briefings, built by hand, to search in.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::*;

/// An article: id, outlet, date, language, title, passages.
pub struct Text(
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub &'static [&'static str],
);

/// A statement: id, speaker, topic, date, what it answers, and article with the
/// parts of the quotation for each appearance.
pub struct Said(
    pub &'static str,
    pub usize,
    pub usize,
    pub Option<&'static str>,
    pub &'static [usize],
    pub &'static [(usize, &'static [&'static str])],
);

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn article(text: &Text) -> Article {
    let Text(id, outlet, published, language, title, passages) = text;
    let mut canonical = CanonicalText::default();
    for passage in *passages {
        if !canonical.text.is_empty() {
            canonical.text.push('\n');
        }
        let start = canonical.text.len();
        canonical.text.push_str(passage);
        canonical.passages.push(Passage {
            range: start..canonical.text.len(),
            kind: PassageKind::Paragraph,
        });
    }
    canonical.body_end = canonical.text.len();
    Article {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        publisher: (*outlet).to_owned(),
        published: Some(date(published)),
        language: (*language).to_owned(),
        path: format!("articles/{id}.txt"),
        text: canonical,
        ..Article::default()
    }
}

fn find(article: &Article, exact: &str) -> Range<usize> {
    let start = article.text.text.find(exact).expect(exact);
    start..start + exact.len()
}

pub fn statement(articles: &[Article], said: &Said) -> Statement {
    let Said(id, speaker, topic, day, answers, appearances) = said;
    Statement {
        id: (*id).to_owned(),
        speaker: SpeakerIx(*speaker),
        topics: vec![TopicIx(*topic)],
        kind: QuotationKind::Direct,
        date: day.map(date),
        answers: answers
            .iter()
            .map(|i| Answer {
                statement: StatementIx(*i),
                how: None,
            })
            .collect(),
        appearances: appearances
            .iter()
            .map(|(article, parts)| Appearance {
                article: ArticleIx(*article),
                quote: parts
                    .iter()
                    .map(|exact| QuoteSpan {
                        range: find(&articles[*article], exact),
                        exact: (*exact).to_owned(),
                        proof: QuoteVerification::Exact,
                    })
                    .collect(),
                ..Appearance::default()
            })
            .collect(),
        ..Statement::default()
    }
}

fn speaker(id: &str, name: &str, organisation: &str, side: usize, aliases: &[&str]) -> Speaker {
    Speaker {
        id: id.to_owned(),
        name: name.to_owned(),
        role: None,
        organisation: Some(organisation.to_owned()),
        side: SideIx(side),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
    }
}

/// A dispute about a harbour: what the port authority says, and what the shipyard says.
pub fn harbour() -> Briefing {
    let articles: Vec<Article> = [
        Text(
            "tide-2018",
            "The Tide",
            "2018-04-17",
            "en",
            "Shipyard denies leaks at the north quay",
            &[
                "The port authority ordered all tenants off the north quay on Tuesday.",
                "“The case against the yard is well documented and deeply alarming,” Senator Ada Holm told The Tide in a statement.",
                "“We are being used as a pawn in a geopolitical game,” said Viktor Brandt, who founded the yard. “Nobody has shown us evidence.”",
                "The yard builds ferries for nine countries. It has moved its drawing office to Geneva, hired auditors, and opened its books to anybody who asks for them in writing. Its workers have lived in the old town since the first dry dock was cut into the rock. Nothing in the order says what the subjective sources were, and no court has weighed them. A hearing is set for the autumn.",
            ],
        ),
        Text(
            "signal-2017",
            "Morning Signal",
            "2017-07-11",
            "en",
            "A quay, a yard, a quarrel",
            &[
                "The yard is “caught in a geopolitical fight”, it says, and “is being used as a pawn in a geopolitical game,” its founder wrote.",
                "“The decision rests on subjective, non-technical sources, uncorroborated media claims and rumours,” the shipyard said on Tuesday.",
                "Officials would not say whether the café’s owner had testified.",
            ],
        ),
    ]
    .iter()
    .map(article)
    .collect();
    let statements = [
        Said(
            "s-alarming",
            0,
            0,
            Some("2018-04-16"),
            &[],
            &[(0, &["The case against the yard is well documented and deeply alarming,"])],
        ),
        Said(
            "s-pawn",
            1,
            1,
            None,
            &[0],
            &[
                (0, &["We are being used as a pawn in a geopolitical game,", "Nobody has shown us evidence."]),
                (1, &["is being used as a pawn in a geopolitical game,"]),
            ],
        ),
        Said(
            "s-sources",
            2,
            1,
            Some("2017~"),
            &[],
            &[(1, &["The decision rests on subjective, non-technical sources, uncorroborated media claims and rumours,"])],
        ),
    ]
    .iter()
    .map(|s| statement(&articles, s))
    .collect();
    Briefing {
        id: "harbour".to_owned(),
        title: "The quarrel over the north quay".to_owned(),
        summary: Vec::new(),
        language: "en".to_owned(),
        curators: Vec::new(),
        updated: None,
        sides: vec![
            Side {
                id: "government".to_owned(),
                label: "Port authority".to_owned(),
            },
            Side {
                id: "company".to_owned(),
                label: "Brandt Shipyard".to_owned(),
            },
        ],
        topics: vec![
            Topic {
                id: "leaks".to_owned(),
                question: "Does the quay leak oil?".to_owned(),
            },
            Topic {
                id: "motives".to_owned(),
                question: "Why was the order given?".to_owned(),
            },
        ],
        speakers: vec![
            speaker("ada-holm", "Ada Holm", "State Senate", 0, &["Senator Holm"]),
            speaker(
                "viktor-brandt",
                "Viktor Brandt",
                "Brandt Shipyard",
                1,
                &["the founder"],
            ),
            speaker(
                "the-yard",
                "Brandt Shipyard",
                "Brandt Shipyard",
                1,
                &["the shipyard"],
            ),
        ],
        articles,
        statements,
        source: BundleSource::Folder(PathBuf::from("harbour")),
        hash: "11".to_owned(),
    }
}

/// A German dispute, for the second stemmer, with words of the first in it.
pub fn bridge() -> Briefing {
    let articles: Vec<Article> = [Text(
        "kurier-2019",
        "Kurier",
        "2019-02",
        "de",
        "Streit um die Brücke",
        &[
            "„Die Brücken der Stadt sind sicher“, sagte Minister Groß am Montag.",
            "Anwohner hatten Risse gemeldet; ein Prüfbericht fehlt noch. Ein Game wird es nicht.",
        ],
    )]
    .iter()
    .map(article)
    .collect();
    let statements = [Said(
        "s-sicher",
        0,
        0,
        None,
        &[],
        &[(0, &["Die Brücken der Stadt sind sicher"])],
    )]
    .iter()
    .map(|s| statement(&articles, s))
    .collect();
    Briefing {
        id: "bridge".to_owned(),
        title: "Die Brücke".to_owned(),
        summary: Vec::new(),
        language: "de".to_owned(),
        curators: Vec::new(),
        updated: None,
        sides: vec![
            Side {
                id: "land".to_owned(),
                label: "Landesregierung".to_owned(),
            },
            Side {
                id: "buerger".to_owned(),
                label: "Bürger".to_owned(),
            },
        ],
        topics: vec![Topic {
            id: "sicherheit".to_owned(),
            question: "Hält die Brücke?".to_owned(),
        }],
        speakers: vec![speaker(
            "gross",
            "Minister Groß",
            "Verkehrsministerium",
            0,
            &[],
        )],
        articles,
        statements,
        source: BundleSource::BuiltIn("bridge".to_owned()),
        hash: "22".to_owned(),
    }
}

/// Both.
pub fn library() -> Vec<Arc<Briefing>> {
    vec![Arc::new(harbour()), Arc::new(bridge())]
}
