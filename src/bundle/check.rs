//! From the format's types to the model: ids become indices, dates and paths
//! are held to their rules, quotations are looked up in their articles. Every
//! rule that is broken is reported, and checking goes on.

mod articles;
mod quotes;
mod statements;

use std::collections::{HashMap, HashSet};

use self::quotes::ArticleTexts;
use super::address::is_language_tag;
use super::canonical::paragraphs;
use super::files::BundleFiles;
use super::json::JsonNode;
use super::raw;
use super::read::is_blank;
use super::report::{Diagnostic, JsonPath, Report, closest_name, error, fatal, quoted, warning};
use crate::model::{
    Article, Briefing, BundleSource, Date, Severity, Side, SideIx, Speaker, Statement, Topic,
};
use crate::text::clean::clean_line;

/// The language of a bundle that names none.
const DEFAULT_LANGUAGE: &str = "en";

/// A bundle under check: its parsed file, for places, and where problems go.
pub(super) struct Validator<'c, 'n> {
    pub(super) root: &'c JsonNode<'n>,
    pub(super) report: &'c mut Report,
    pub(super) files: &'c mut BundleFiles,
    /// SHA-256 and path of every article file that was read, in order.
    pub(super) read_files: Vec<(String, String)>,
}

/// The positions of a list's ids.
type IdIndex<'n> = HashMap<&'n str, usize>;

impl Validator<'_, '_> {
    /// Builds the briefing. Where a problem was fatal it holds gaps and must not be used.
    pub(super) fn briefing(&mut self, raw: &raw::RawBundle, source: &BundleSource) -> Briefing {
        let top = JsonPath::ROOT;
        let language = self.checked_language(&top, raw.language, DEFAULT_LANGUAGE);
        let updated = self.parse_date(&top.field("updated"), raw.updated);

        let sides_at = top.field("sides");
        let side_ids = self.index_ids(&sides_at, raw.sides.iter().map(|s| s.id));
        let topics_at = top.field("topics");
        let topic_ids = self.index_ids(&topics_at, raw.topics.iter().map(|t| t.id));
        let speakers_at = top.field("speakers");
        let speaker_ids = self.index_ids(&speakers_at, raw.speakers.iter().map(|s| s.id));

        let speakers = self.speakers(&speakers_at, raw, &side_ids);
        self.check_empty_sides(&sides_at, raw, &speakers);
        let articles_at = top.field("articles");
        let mut articles = self.articles(&articles_at, raw, &language);
        let mut bodies = ArticleTexts::new(&articles);
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
        self.check_unused(raw, &statements);
        self.check_unfinished(raw);

        Briefing {
            id: raw.id.to_owned(),
            title: clean_line(raw.title),
            summary: raw.summary.map(paragraphs).unwrap_or_default(),
            language,
            updated,
            curators: clean_lines(&raw.curators),
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

    fn speakers(&mut self, at: &JsonPath, raw: &raw::RawBundle, sides: &IdIndex) -> Vec<Speaker> {
        let mut speakers = Vec::with_capacity(raw.speakers.len());
        for (i, speaker) in raw.speakers.iter().enumerate() {
            let here = at.item(i);
            let side = self.lookup(&here.field("side"), sides, speaker.side, "side");
            speakers.push(Speaker {
                id: speaker.id.to_owned(),
                name: clean_line(speaker.name),
                role: optional_line(speaker.role),
                organisation: optional_line(speaker.organisation),
                side: SideIx(side.unwrap_or(0)),
                aliases: clean_lines(&speaker.aliases),
            });
        }
        speakers
    }

    /// Warns of a column in which nobody stands.
    fn check_empty_sides(&mut self, at: &JsonPath, raw: &raw::RawBundle, speakers: &[Speaker]) {
        let taken: HashSet<usize> = speakers.iter().map(|s| s.side.0).collect();
        for (i, side) in raw.sides.iter().enumerate() {
            if !taken.contains(&i) {
                let message = format!("no speaker stands on the side {}", quoted(side.id));
                let help = "Give it speakers, or remove the side.";
                self.report_at(&at.item(i), warning(message, help));
            }
        }
    }

    /// Warns of topics and speakers that no statement names.
    fn check_unused(&mut self, raw: &raw::RawBundle, statements: &[Statement]) {
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
        let top = JsonPath::ROOT;
        for (list, used, what) in [
            ("topics", topics, "topic"),
            ("speakers", speakers, "speaker"),
        ] {
            let at = top.field(list);
            for i in (0..used.len()).filter(|i| !used[*i]) {
                let message = format!("no statement names this {what}");
                let help = format!("Name it in a statement, or remove the {what}.");
                self.report_at(&at.item(i), warning(message, help));
            }
        }
    }

    /// Warns of a bundle that is still being made.
    fn check_unfinished(&mut self, raw: &raw::RawBundle) {
        let top = JsonPath::ROOT;
        for (list, is_empty, what) in [
            ("articles", raw.articles.is_empty(), "article"),
            ("statements", raw.statements.is_empty(), "statement"),
        ] {
            if is_empty {
                let message = format!("the briefing has no {what} yet");
                let help = format!("Add the first {what}.");
                self.report_at(&top.field(list), warning(message, help));
            }
        }
    }

    fn report_at(&mut self, at: &JsonPath, diagnostic: Diagnostic) {
        self.report.add_at_path(self.root, at, diagnostic);
    }

    /// Numbers the ids of a list; the same id twice is fatal.
    fn index_ids<'n>(&mut self, at: &JsonPath, ids: impl Iterator<Item = &'n str>) -> IdIndex<'n> {
        let mut map = HashMap::new();
        for (i, id) in ids.enumerate() {
            if id.is_empty() {
                continue;
            }
            if let Some(first) = map.get(id) {
                let message = format!("the id {} is taken by {}", quoted(id), at.item(*first));
                let help = "Give one of the two another id.";
                self.report_at(&at.item(i).field("id"), fatal(message, help));
            } else {
                map.insert(id, i);
            }
        }
        map
    }

    /// Finds an id; one that is not there is fatal. Of an empty one the reader has told.
    fn lookup(&mut self, at: &JsonPath, ids: &IdIndex, id: &str, what: &str) -> Option<usize> {
        let found = ids.get(id).copied();
        if found.is_none() && !is_blank(id) {
            let advice = !self.report.is_full(Severity::Fatal);
            let near = advice
                .then(|| closest_name(id, ids.keys().copied()))
                .flatten();
            let help = match near {
                Some(near) => {
                    format!("If `{near}` is meant, write it so; otherwise add the {what}.")
                }
                None => format!("Add the {what}, or name one that is there."),
            };
            let message = format!("there is no {what} {}", quoted(id));
            self.report_at(at, fatal(message, help));
        }
        found
    }

    fn parse_date(&mut self, at: &JsonPath, text: Option<&str>) -> Option<Date> {
        let parsed = Date::parse(text?);
        if let Err(why) = &parsed {
            let help =
                "Write an EDTF date: 2017-07-11, 2018-04, 2018~ for about, 2017/2018 for a range.";
            self.report_at(at, fatal(why.to_string(), help));
        }
        parsed.ok()
    }

    fn checked_language(&mut self, at: &JsonPath, tag: Option<&str>, or: &str) -> String {
        let Some(tag) = tag else {
            return or.to_owned();
        };
        if is_language_tag(tag) {
            return tag.to_owned();
        }
        let message = format!("{} is not a language tag", quoted(tag));
        let help = "Write a BCP 47 tag, as in en, en-US or de.";
        self.report_at(&at.field("language"), error(message, help));
        or.to_owned()
    }
}

/// Cleans an optional text of one line; one that is empty is none.
fn optional_line(text: Option<&str>) -> Option<String> {
    text.map(clean_line).filter(|t| !t.is_empty())
}

/// Cleans a list of texts of one line, without the empty ones.
fn clean_lines(texts: &[&str]) -> Vec<String> {
    texts
        .iter()
        .filter_map(|t| optional_line(Some(t)))
        .collect()
}

/// Returns the article at a place of the bundle's list, if its text could be read.
fn article_at(articles: &[Option<Article>], ix: usize) -> Option<&Article> {
    articles.get(ix).and_then(Option::as_ref)
}
