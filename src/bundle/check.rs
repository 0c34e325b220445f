//! From the format's types to the model: ids become indices, dates and paths
//! are held to their rules, quotations are looked up in their articles. Every
//! rule that is broken is reported, and checking goes on.

mod articles;
mod quotes;
mod statements;

use std::collections::{HashMap, HashSet};

use self::quotes::Bodies;
use super::address::is_language_tag;
use super::canonical::paragraphs;
use super::files::Files;
use super::json::Node;
use super::raw;
use super::read::is_blank;
use super::report::{At, Fault, Report, error, fatal, nearest, quoted, warning};
use crate::model::{
    Article, Briefing, BundleSource, Date, Severity, Side, SideIx, Speaker, Statement, Topic,
};
use crate::text::clean::clean_line;

/// The language of a bundle that names none.
const LANGUAGE: &str = "en";

/// A bundle under check: its parsed file, for places, and where problems go.
pub(super) struct Check<'c, 'n> {
    pub(super) root: &'c Node<'n>,
    pub(super) report: &'c mut Report,
    pub(super) files: &'c mut Files,
    /// SHA-256 and path of every article file that was read, in order.
    pub(super) read: Vec<(String, String)>,
}

/// The positions of a list's ids.
type Ids<'n> = HashMap<&'n str, usize>;

impl Check<'_, '_> {
    /// Builds the briefing. Where a problem was fatal it holds gaps and must not be used.
    pub(super) fn briefing(&mut self, raw: &raw::Bundle, source: &BundleSource) -> Briefing {
        let top = At::ROOT;
        let language = self.language(&top, raw.language, LANGUAGE);
        let updated = self.date(&top.field("updated"), raw.updated);

        let sides_at = top.field("sides");
        let side_ids = self.ids(&sides_at, raw.sides.iter().map(|s| s.id));
        let topics_at = top.field("topics");
        let topic_ids = self.ids(&topics_at, raw.topics.iter().map(|t| t.id));
        let speakers_at = top.field("speakers");
        let speaker_ids = self.ids(&speakers_at, raw.speakers.iter().map(|s| s.id));

        let speakers = self.speakers(&speakers_at, raw, &side_ids);
        self.empty_sides(&sides_at, raw, &speakers);
        let articles_at = top.field("articles");
        let mut articles = self.articles(&articles_at, raw, &language);
        let mut bodies = Bodies::new(&articles);
        let ids = (&speaker_ids, &topic_ids);
        let statements = self.statements(raw, &articles, ids, &mut bodies);
        let mut not_statements = Vec::with_capacity(raw.articles.len());
        for (i, article) in raw.articles.iter().enumerate() {
            let here = articles_at.item(i);
            let here = here.field("not_statements");
            not_statements.push(self.not_statements(&here, article, i, &mut bodies));
        }
        for (article, found) in articles.iter_mut().zip(not_statements) {
            if let Some(article) = article {
                article.not_statements = found;
            }
        }
        self.unused(raw, &statements);
        self.unfinished(raw);

        Briefing {
            id: raw.id.to_owned(),
            title: clean_line(raw.title),
            summary: raw.summary.map(paragraphs).unwrap_or_default(),
            language,
            updated,
            curators: lines(&raw.curators),
            sides: raw
                .sides
                .iter()
                .map(|side| Side {
                    id: side.id.to_owned(),
                    label: clean_line(side.label),
                })
                .collect(),
            topics: raw
                .topics
                .iter()
                .map(|topic| Topic {
                    id: topic.id.to_owned(),
                    question: clean_line(topic.question),
                })
                .collect(),
            speakers,
            articles: articles.into_iter().flatten().collect(),
            statements,
            source: source.clone(),
            hash: String::new(),
        }
    }

    fn speakers(&mut self, at: &At, raw: &raw::Bundle, sides: &Ids) -> Vec<Speaker> {
        let mut speakers = Vec::with_capacity(raw.speakers.len());
        for (i, speaker) in raw.speakers.iter().enumerate() {
            let here = at.item(i);
            let side = self.lookup(&here.field("side"), sides, speaker.side, "side");
            speakers.push(Speaker {
                id: speaker.id.to_owned(),
                name: clean_line(speaker.name),
                role: line(speaker.role),
                organisation: line(speaker.organisation),
                side: SideIx(side.unwrap_or(0)),
                aliases: lines(&speaker.aliases),
            });
        }
        speakers
    }

    /// Warns of a column in which nobody stands.
    fn empty_sides(&mut self, at: &At, raw: &raw::Bundle, speakers: &[Speaker]) {
        let taken: HashSet<usize> = speakers.iter().map(|s| s.side.0).collect();
        for (i, side) in raw.sides.iter().enumerate() {
            if !taken.contains(&i) {
                let message = format!("no speaker stands on the side {}", quoted(side.id));
                let help = "Give it speakers, or remove the side.";
                self.note(&at.item(i), warning(message, help));
            }
        }
    }

    /// Warns of topics and speakers that no statement names.
    fn unused(&mut self, raw: &raw::Bundle, statements: &[Statement]) {
        let mut topics = vec![false; raw.topics.len()];
        let mut speakers = vec![false; raw.speakers.len()];
        for statement in statements {
            if let Some(used) = speakers.get_mut(statement.speaker.0) {
                *used = true;
            }
            for topic in &statement.topics {
                topics[topic.0] = true;
            }
        }
        let top = At::ROOT;
        for (list, used, what) in [
            ("topics", topics, "topic"),
            ("speakers", speakers, "speaker"),
        ] {
            let at = top.field(list);
            for i in (0..used.len()).filter(|i| !used[*i]) {
                let message = format!("no statement names this {what}");
                let help = format!("Name it in a statement, or remove the {what}.");
                self.note(&at.item(i), warning(message, help));
            }
        }
    }

    /// Warns of a bundle that is still being made.
    fn unfinished(&mut self, raw: &raw::Bundle) {
        let top = At::ROOT;
        for (list, is_empty, what) in [
            ("articles", raw.articles.is_empty(), "article"),
            ("statements", raw.statements.is_empty(), "statement"),
        ] {
            if is_empty {
                let message = format!("the briefing has no {what} yet");
                let help = format!("Add the first {what}.");
                self.note(&top.field(list), warning(message, help));
            }
        }
    }

    fn note(&mut self, at: &At, fault: Fault) {
        self.report.at(self.root, at, fault);
    }

    /// Numbers the ids of a list; the same id twice is fatal.
    fn ids<'n>(&mut self, at: &At, ids: impl Iterator<Item = &'n str>) -> Ids<'n> {
        let mut map = HashMap::new();
        for (i, id) in ids.enumerate() {
            if id.is_empty() {
                continue;
            }
            if let Some(first) = map.get(id) {
                let message = format!("the id {} is taken by {}", quoted(id), at.item(*first));
                let help = "Give one of the two another id.";
                self.note(&at.item(i).field("id"), fatal(message, help));
            } else {
                map.insert(id, i);
            }
        }
        map
    }

    /// Finds an id; one that is not there is fatal. Of an empty one the reader has told.
    fn lookup(&mut self, at: &At, ids: &Ids, id: &str, what: &str) -> Option<usize> {
        let found = ids.get(id).copied();
        if found.is_none() && !is_blank(id) {
            let advice = !self.report.is_full(Severity::Fatal);
            let near = advice.then(|| nearest(id, ids.keys().copied())).flatten();
            let help = match near {
                Some(near) => {
                    format!("If `{near}` is meant, write it so; otherwise add the {what}.")
                }
                None => format!("Add the {what}, or name one that is there."),
            };
            let message = format!("there is no {what} {}", quoted(id));
            self.note(at, fatal(message, help));
        }
        found
    }

    fn date(&mut self, at: &At, text: Option<&str>) -> Option<Date> {
        let parsed = Date::parse(text?);
        if let Err(why) = &parsed {
            let help =
                "Write an EDTF date: 2017-07-11, 2018-04, 2018~ for about, 2017/2018 for a range.";
            self.note(at, fatal(why.to_string(), help));
        }
        parsed.ok()
    }

    fn language(&mut self, at: &At, tag: Option<&str>, or: &str) -> String {
        let Some(tag) = tag else {
            return or.to_owned();
        };
        if is_language_tag(tag) {
            return tag.to_owned();
        }
        let message = format!("{} is not a language tag", quoted(tag));
        let help = "Write a BCP 47 tag, as in en, en-US or de.";
        self.note(&at.field("language"), error(message, help));
        or.to_owned()
    }
}

/// Cleans an optional text of one line; one that is empty is none.
fn line(text: Option<&str>) -> Option<String> {
    text.map(clean_line).filter(|t| !t.is_empty())
}

/// Cleans a list of texts of one line, without the empty ones.
fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().filter_map(|t| line(Some(t))).collect()
}

/// Returns the article at a place of the bundle's list, if its text could be read.
fn article(articles: &[Option<Article>], ix: usize) -> Option<&Article> {
    articles.get(ix).and_then(Option::as_ref)
}
