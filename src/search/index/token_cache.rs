//! Tokens that many documents of one briefing have: those of its title, its speakers, its
//! topics and its outlets. Each text is tokenized once.

use crate::model::{Article, Briefing, Speaker, Topic};
use crate::search::engine::pretokenized::TokenBuffer;
use crate::search::index::token_writer::TokenWriters;
use crate::search::schema::{Fields, TermNamespace};
use crate::text::words::Analyzer;

/// The words that documents of one briefing share.
pub(crate) struct BriefingTokens {
    /// Id and title.
    pub title: TokenBuffer,
    /// One for each speaker.
    pub speakers: Vec<SpeakerTokens>,
    /// One for each topic.
    pub topics: Vec<TopicTokens>,
    /// The outlet of each article.
    pub outlets: Vec<TokenBuffer>,
}

/// The words of a speaker.
pub(crate) struct SpeakerTokens {
    /// Id and label of the side; id, name, aliases and organisation; organisation.
    pub names: TokenBuffer,
    /// All that the speaker is called, as it is found with a statement.
    pub text: CachedTokens,
}

/// The words of a point in dispute.
pub(crate) struct TopicTokens {
    /// Id and question.
    pub names: TokenBuffer,
    /// The question, as it is found with a statement.
    pub text: CachedTokens,
}

/// A text that is read where it is first needed, and again only for another language.
#[derive(Default)]
pub(crate) struct CachedTokens(Option<(String, TokenBuffer)>);

impl CachedTokens {
    /// Adds the words of `texts`, which are the same each time.
    pub fn add<'t>(
        &mut self,
        token_writers: &mut TokenWriters,
        language: &str,
        texts: impl Iterator<Item = &'t str>,
        into: &mut TokenBuffer,
    ) {
        let (_, known) = match self.0.take() {
            Some(known) if known.0 == language => self.0.insert(known),
            _ => {
                let mut read = TokenBuffer::default();
                for text in texts {
                    token_writers.write(language, text, &mut read, |_| ());
                }
                self.0.insert((language.to_owned(), read))
            }
        };
        into.extend(known);
    }
}

impl BriefingTokens {
    /// Reads the words of a briefing.
    pub fn new(fields: &Fields, briefing: &Briefing) -> BriefingTokens {
        let tokenizer = NameTokenizer(Analyzer::new(&briefing.language));
        let title = [briefing.id.as_str(), briefing.title.as_str()];
        let outlet = |a: &Article| tokenizer.tokenize([(fields.outlet, a.publisher.as_str())]);
        let topic = |t: &Topic| TopicTokens {
            names: tokenizer
                .tokenize([&t.id, &t.question].map(|name| (fields.topic, name.as_str()))),
            text: CachedTokens::default(),
        };
        let speaker = |s: &Speaker| SpeakerTokens {
            names: tokenizer.tokenize(filtered(fields, briefing, s)),
            text: CachedTokens::default(),
        };
        BriefingTokens {
            title: tokenizer.tokenize(title.map(|name| (fields.title, name))),
            speakers: briefing.speakers.iter().map(speaker).collect(),
            topics: briefing.topics.iter().map(topic).collect(),
            outlets: briefing.articles.iter().map(outlet).collect(),
        }
    }
}

/// Returns all names by which filters find a speaker.
fn filtered<'b>(
    fields: &Fields,
    briefing: &'b Briefing,
    speaker: &'b Speaker,
) -> impl Iterator<Item = (TermNamespace, &'b str)> {
    let Fields { side, who, org, .. } = *fields;
    let of_side = &briefing.sides[speaker.side.0];
    let sides = [&of_side.id, &of_side.label].map(|name| (side, name));
    let own = [&speaker.id, &speaker.name].into_iter();
    let own = own.chain(&speaker.aliases).chain(&speaker.organisation);
    let organisations = speaker.organisation.iter().map(move |name| (org, name));
    let all = sides.into_iter().chain(own.map(move |name| (who, name)));
    all.chain(organisations)
        .map(|(namespace, name)| (namespace, &**name))
}

/// Reads names, in the language of a briefing.
struct NameTokenizer(Analyzer);

impl NameTokenizer {
    /// Returns the folded words of names, with a gap behind each name.
    fn tokenize<'n>(
        &self,
        names: impl IntoIterator<Item = (TermNamespace, &'n str)>,
    ) -> TokenBuffer {
        let mut tokens = TokenBuffer::default();
        for (namespace, name) in names {
            self.0
                .for_each_word(name, |_, folded| tokens.push_name(namespace, folded));
            tokens.push_gap();
        }
        tokens
    }
}

/// Returns all that a speaker is called, the name first.
pub(crate) fn names(speaker: &Speaker) -> impl Iterator<Item = &str> {
    std::iter::once(&speaker.name)
        .chain(&speaker.aliases)
        .chain(&speaker.role)
        .chain(&speaker.organisation)
        .map(String::as_str)
}
