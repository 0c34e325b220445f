//! A whole briefing: its parts in order, and what concerns all of them.

use crate::bundle::canonical::paragraphs;
use crate::bundle::diagnostics::diagnostic::{quoted, warning};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::parse::raw;
use crate::bundle::validate::quotes::ArticleTexts;
use crate::bundle::validate::validator::{IdIndex, Validator, clean_lines, optional_line};
use crate::model::{Briefing, BundleSource, Side, SideIx, Speaker, Statement, Topic};
use crate::text::clean::clean_line;
use std::collections::HashSet;

/// The language of a bundle that names none.
const DEFAULT_LANGUAGE: &str = "en";

impl Validator<'_, '_> {
    /// Builds the briefing. Where a problem was fatal it holds gaps and must not be used.
    pub(crate) fn briefing(&mut self, raw: &raw::RawBundle, source: &BundleSource) -> Briefing {
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
}
