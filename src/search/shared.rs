//! Words that many documents of one briefing have: those of its title, its
//! speakers, its points in dispute and its outlets. Each is read once.

use super::given::Given;
use super::reading::Readers;
use crate::model::{Article, Briefing, Speaker, Topic};
use crate::text::words::Analyser;

/// The words that documents of one briefing share.
pub(super) struct Shared {
    /// Of id and title, which all documents are found by.
    pub title: Given,
    /// One for each speaker.
    pub speakers: Vec<Called>,
    /// One for each topic.
    pub topics: Vec<Point>,
    /// The outlet of each article.
    pub outlets: Vec<Given>,
}

/// The words of a speaker.
pub(super) struct Called {
    /// Id and label of the side.
    pub side: Given,
    /// Id, name, aliases and organisation.
    pub who: Given,
    /// Organisation.
    pub org: Given,
    /// All that the speaker is called, as it is found with a statement.
    pub text: Once,
}

/// The words of a point in dispute.
pub(super) struct Point {
    /// Id and question.
    pub topic: Given,
    /// The question, as it is found with a statement.
    pub text: Once,
}

/// A text that is read where it is first needed, and again only for another language.
#[derive(Default)]
pub(super) struct Once(Option<(String, Given)>);

impl Once {
    /// Adds the words of `texts`, which are the same each time.
    pub fn add<'t>(
        &mut self,
        readers: &mut Readers,
        language: &str,
        texts: impl Iterator<Item = &'t str>,
        into: &mut Given,
    ) {
        let (_, known) = match self.0.take() {
            Some(known) if known.0 == language => self.0.insert(known),
            _ => {
                let mut read = Given::default();
                for text in texts {
                    readers.read(language, text, &mut read, |_| ());
                }
                self.0.insert((language.to_owned(), read))
            }
        };
        into.all_of(known);
    }
}

impl Shared {
    /// Reads the words of a briefing.
    pub fn of(briefing: &Briefing) -> Shared {
        let analyser = Analyser::new(&briefing.language);
        let outlet = |a: &Article| named(&analyser, [a.publisher.as_str()]);
        let point = |t: &Topic| Point {
            topic: named(&analyser, [t.id.as_str(), t.question.as_str()]),
            text: Once::default(),
        };
        let speakers = briefing.speakers.iter();
        Shared {
            title: named(&analyser, [briefing.id.as_str(), briefing.title.as_str()]),
            speakers: speakers.map(|s| called(&analyser, briefing, s)).collect(),
            topics: briefing.topics.iter().map(point).collect(),
            outlets: briefing.articles.iter().map(outlet).collect(),
        }
    }
}

fn called(analyser: &Analyser, briefing: &Briefing, speaker: &Speaker) -> Called {
    let side = &briefing.sides[speaker.side.0];
    let who = [&speaker.id, &speaker.name]
        .into_iter()
        .chain(&speaker.aliases)
        .chain(&speaker.organisation)
        .map(String::as_str);
    Called {
        side: named(analyser, [side.id.as_str(), side.label.as_str()]),
        who: named(analyser, who),
        org: named(analyser, speaker.organisation.as_deref()),
        text: Once::default(),
    }
}

/// Returns the folded words of names, with a gap behind each name.
fn named<'n>(analyser: &Analyser, names: impl IntoIterator<Item = &'n str>) -> Given {
    let mut given = Given::default();
    for name in names {
        analyser.each(name, |_, folded| given.word(folded));
        given.gap();
    }
    given
}

/// Returns all that a speaker is called, the name first.
pub(super) fn names(speaker: &Speaker) -> impl Iterator<Item = &str> {
    std::iter::once(&speaker.name)
        .chain(&speaker.aliases)
        .chain(&speaker.role)
        .chain(&speaker.organisation)
        .map(String::as_str)
}
