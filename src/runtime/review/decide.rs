//! From a decision to edits of the bundle. Nothing is changed here, and nothing is guessed: what a
//! decision leaves open is an error that says what to choose.

use std::ops::Range;

use thiserror::Error;

use super::selector::selector;
use crate::bundle::write::{
    AnswerEntry, AppearanceEntry, BriefingList, Edit, EditTarget, Json, NotStatementEntry,
    SelectorEntry, SideEntry, SpeakerEntry, StatementEntry, TopicEntry,
};
use crate::curate::review::new_speaker;
use crate::model::{
    AnswerChange, Appearance, ArticleIx, Briefing, Decision, NewSpeaker, ProposalKind,
    QuotationKind, ReviewItem, ReviewQueue, SpeakerChoice, Statement,
};
use crate::text::slug::{slug, unique_id};

/// Longest id that is made for a statement, in bytes; the format allows 64.
const MAX_ID: usize = 40;

/// Words of a quotation that go into the id of its statement.
const ID_WORDS: usize = 4;

/// The id of the speaker of words that the article gives to nobody.
const NOBODY: &str = "not-named";

/// Why a decision cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecisionError {
    /// Nothing has that id.
    #[error("there is no {kind} \"{id}\" in this briefing")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// An item has no candidate of that number.
    #[error("there is no speaker number {0} here")]
    NoCandidate(usize),
    /// Nothing tells the side of a new speaker.
    #[error("the side of {0} is not known: choose one")]
    SideNeeded(String),
    /// The words have been decided on.
    #[error("{0} was decided before: reopen it first")]
    Decided(String),
    /// A range is not one of the article, or cuts a character.
    #[error("the range {0:?} is not one of the article's text")]
    Range(Range<usize>),
    /// A statement cannot be without words.
    #[error("a statement needs at least one word")]
    Empty,
    /// A date is not EDTF.
    #[error("{0}")]
    Date(String),
    /// A statement cannot answer or repeat itself.
    #[error("a statement cannot be paired with itself")]
    Itself,
    /// A statement has no place in that article.
    #[error("the statement \"{statement}\" is not in the article \"{article}\"")]
    NotThere {
        /// The statement.
        statement: String,
        /// The article.
        article: String,
    },
}

/// Returns the edits that carry out a decision on a briefing as it is now.
///
/// # Errors
/// Where the decision names what is not there, or leaves something open.
pub fn edits(
    briefing: &Briefing,
    queue: &ReviewQueue,
    decision: &Decision,
) -> Result<Vec<Edit>, DecisionError> {
    let context = Context { briefing, queue };
    match decision {
        Decision::Accept { item, speaker } => context.accept(item, speaker),
        Decision::AddStatement {
            article,
            parts,
            kind,
            speaker,
        } => context.add_statement(article, parts, *kind, speaker),
        Decision::Reject { item, reason } => context.reject(item, reason.as_deref()),
        Decision::Reopen { item } => context.reopen(item),
        Decision::SetSide { speaker, side } => {
            context.need(BriefingList::Speakers, speaker)?;
            context.need(BriefingList::Sides, side)?;
            Ok(vec![Edit::set(
                EditTarget::speaker(speaker),
                "side",
                side.as_str(),
            )])
        }
        Decision::SetKind { statement, kind } => {
            context.need(BriefingList::Statements, statement)?;
            let item = EditTarget::statement(statement);
            Ok(vec![Edit::set(item, "kind", kind.name())])
        }
        Decision::SetTopics { statement, topics } => {
            context.need(BriefingList::Statements, statement)?;
            for topic in topics {
                context.need(BriefingList::Topics, topic)?;
            }
            let item = EditTarget::statement(statement);
            Ok(vec![if topics.is_empty() {
                Edit::clear(item, "topics")
            } else {
                Edit::set(item, "topics", Json::strings(topics))
            }])
        }
        Decision::SetDate { statement, date } => {
            context.need(BriefingList::Statements, statement)?;
            if let Some(date) = date {
                crate::model::Date::parse(date)
                    .map_err(|error| DecisionError::Date(error.to_string()))?;
            }
            Ok(vec![set_or_clear(
                EditTarget::statement(statement),
                "date",
                date.as_deref(),
            )])
        }
        Decision::SetNote { statement, note } => {
            context.need(BriefingList::Statements, statement)?;
            let note = note.as_deref().map(str::trim).filter(|n| !n.is_empty());
            Ok(vec![set_or_clear(
                EditTarget::statement(statement),
                "note",
                note,
            )])
        }
        Decision::SetParts {
            statement,
            article,
            parts,
        } => context.set_parts(statement, article, parts),
        Decision::AddAppearance { item, statement } => context.add_appearance(item, statement),
        Decision::SetAnswer {
            reply,
            claim,
            answer,
        } => context.set_answer(reply, claim, *answer),
        Decision::SetRepeats {
            later,
            earlier,
            repeats,
        } => context.set_repeats(later, earlier, *repeats),
        Decision::AddTopic { question } => Ok(vec![Edit::AddTopic(context.topic(question))]),
        Decision::RemoveStatement { statement } => {
            context.need(BriefingList::Statements, statement)?;
            Ok(vec![Edit::Remove(EditTarget::statement(statement))])
        }
        Decision::MergeSpeakers { from, into } => context.merge_speakers(from, into),
    }
}

fn set_or_clear(item: EditTarget, field: &str, value: Option<&str>) -> Edit {
    match value {
        Some(value) => Edit::set(item, field, value),
        None => Edit::clear(item, field),
    }
}

struct Context<'a> {
    briefing: &'a Briefing,
    queue: &'a ReviewQueue,
}

impl Context<'_> {
    fn need(&self, list: BriefingList, id: &str) -> Result<(), DecisionError> {
        let b = self.briefing;
        let is_there = match list {
            BriefingList::Sides => b.sides.iter().any(|s| s.id == id),
            BriefingList::Topics => b.topics.iter().any(|t| t.id == id),
            BriefingList::Speakers => b.speakers.iter().any(|s| s.id == id),
            BriefingList::Articles => b.article_by_id(id).is_some(),
            BriefingList::Statements => b.statement_by_id(id).is_some(),
        };
        if is_there {
            Ok(())
        } else {
            Err(DecisionError::Unknown {
                kind: list.noun(),
                id: id.to_owned(),
            })
        }
    }

    fn item(&self, id: &str) -> Result<&ReviewItem, DecisionError> {
        self.queue.item(id).ok_or_else(|| DecisionError::Unknown {
            kind: "item",
            id: id.to_owned(),
        })
    }

    fn statement(&self, id: &str) -> Result<&Statement, DecisionError> {
        let ix = self.briefing.statement_by_id(id);
        let ix = ix.ok_or_else(|| DecisionError::Unknown {
            kind: "statement",
            id: id.to_owned(),
        })?;
        Ok(self.briefing.statement(ix))
    }

    fn article(&self, id: &str) -> Result<ArticleIx, DecisionError> {
        self.briefing
            .article_by_id(id)
            .ok_or_else(|| DecisionError::Unknown {
                kind: "article",
                id: id.to_owned(),
            })
    }

    fn accept(&self, id: &str, choice: &SpeakerChoice) -> Result<Vec<Edit>, DecisionError> {
        let item = self.item(id)?;
        let mut edits = Vec::new();
        if let Some(statement) = &item.statement {
            let speaker = self.speaker(choice, Some(item), &mut edits)?;
            edits.push(Edit::set(
                EditTarget::statement(statement),
                "speaker",
                speaker.as_str(),
            ));
            return Ok(edits);
        }
        edits.extend(self.reopen(id)?);
        let kind = match item.kind {
            ProposalKind::Paraphrase | ProposalKind::Declined => QuotationKind::Paraphrase,
            ProposalKind::Direct | ProposalKind::NotStatement => QuotationKind::Direct,
        };
        let speaker = self.speaker(choice, Some(item), &mut edits)?;
        let mut entry = self.entry(item.article, &item.parts, kind, speaker)?;
        if item.kind == ProposalKind::Declined {
            entry.response = Some("declined".to_owned());
        }
        for appearance in &mut entry.appearances {
            appearance.attribution.clone_from(&item.attribution);
        }
        edits.push(self.add(item.article, &item.range(), entry));
        Ok(edits)
    }

    fn add_statement(
        &self,
        article: &str,
        parts: &[Range<usize>],
        kind: QuotationKind,
        choice: &SpeakerChoice,
    ) -> Result<Vec<Edit>, DecisionError> {
        let article = self.article(article)?;
        let mut edits = Vec::new();
        let speaker = self.speaker(choice, None, &mut edits)?;
        let entry = self.entry(article, parts, kind, speaker)?;
        let start = parts.first().map_or(0, |part| part.start);
        edits.push(self.add(article, &(start..start), entry));
        Ok(edits)
    }

    /// Returns the edit that adds a statement behind the one that stands before it in its
    /// article, so that the file reads in the order of the articles.
    fn add(&self, article: ArticleIx, range: &Range<usize>, entry: StatementEntry) -> Edit {
        let before = self.briefing.statements.iter().filter_map(|statement| {
            let first = statement.appearances.first()?;
            let start = first.start().unwrap_or(0);
            let is_before = (first.article, start) < (article, range.start);
            is_before.then_some(((first.article, start), &statement.id))
        });
        let after = before.max_by_key(|(place, _)| *place);
        Edit::AddStatement {
            statement: Box::new(entry),
            after: after.map(|(_, id)| id.clone()),
        }
    }

    fn entry(
        &self,
        article: ArticleIx,
        parts: &[Range<usize>],
        kind: QuotationKind,
        speaker: String,
    ) -> Result<StatementEntry, DecisionError> {
        let quote = self.selectors(article, parts)?;
        let words = quote.first().map_or("", |q| q.exact.as_str());
        Ok(StatementEntry {
            id: self.statement_id(&speaker, words),
            speaker,
            kind: (kind == QuotationKind::Paraphrase).then(|| kind.name().to_owned()),
            appearances: vec![AppearanceEntry {
                article: self.briefing.article(article).id.clone(),
                quote,
                ..AppearanceEntry::default()
            }],
            ..StatementEntry::default()
        })
    }

    fn selectors(
        &self,
        article: ArticleIx,
        parts: &[Range<usize>],
    ) -> Result<Vec<SelectorEntry>, DecisionError> {
        let article = &self.briefing.article(article).text;
        let body = article
            .text
            .get(..article.body_end)
            .unwrap_or(&article.text);
        if parts.iter().all(Range::is_empty) {
            return Err(DecisionError::Empty);
        }
        parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| match body.get(part.clone()) {
                Some(_) => Ok(selector(body, part)),
                None => Err(DecisionError::Range(part.clone())),
            })
            .collect()
    }

    fn statement_id(&self, speaker: &str, words: &str) -> String {
        let words: Vec<&str> = words.split_whitespace().take(ID_WORDS).collect();
        let text = format!("s-{speaker}-{}", words.join(" "));
        let id = slug(&text, MAX_ID).unwrap_or_else(|| "s-1".to_owned());
        unique_id(&id, |id| self.briefing.statement_by_id(id).is_some())
    }

    /// Returns the id of the chosen speaker; a new one is added by an edit.
    fn speaker(
        &self,
        choice: &SpeakerChoice,
        item: Option<&ReviewItem>,
        edits: &mut Vec<Edit>,
    ) -> Result<String, DecisionError> {
        match choice {
            SpeakerChoice::Known(id) => {
                self.need(BriefingList::Speakers, id)?;
                Ok(id.clone())
            }
            SpeakerChoice::Candidate(n) => {
                let candidates = item.map_or(&[][..], |item| item.candidates.as_slice());
                let candidate = candidates.get(*n);
                match candidate {
                    Some(candidate) => match &candidate.id {
                        Some(id) => Ok(id.clone()),
                        None => self.new_speaker(&new_speaker(candidate), edits),
                    },
                    // Where nobody is named, that is what is proposed.
                    None if *n == 0 && candidates.is_empty() => Ok(self.nobody(edits)),
                    None => Err(DecisionError::NoCandidate(n + 1)),
                }
            }
            SpeakerChoice::New(new) => self.new_speaker(new, edits),
            SpeakerChoice::Nobody => Ok(self.nobody(edits)),
        }
    }

    fn new_speaker(
        &self,
        new: &NewSpeaker,
        edits: &mut Vec<Edit>,
    ) -> Result<String, DecisionError> {
        let name = new.name.trim();
        let known = |s: &&crate::model::Speaker| s.name == name;
        if let Some(speaker) = self.briefing.speakers.iter().find(known) {
            return Ok(speaker.id.clone());
        }
        let Some(side) = &new.side else {
            return Err(DecisionError::SideNeeded(name.to_owned()));
        };
        self.need(BriefingList::Sides, side)?;
        let id = slug(name, MAX_ID).unwrap_or_else(|| "speaker".to_owned());
        let id = unique_id(&id, |id| self.need(BriefingList::Speakers, id).is_ok());
        edits.push(Edit::AddSpeaker(SpeakerEntry {
            id: id.clone(),
            name: name.to_owned(),
            role: new.role.clone(),
            organisation: new.organisation.clone(),
            side: side.clone(),
            aliases: new.aliases.clone(),
        }));
        Ok(id)
    }

    /// Returns the speaker that stands for nobody named: on a side of third parties, never on one
    /// of the two that face each other, for that would be a guess.
    fn nobody(&self, edits: &mut Vec<Edit>) -> String {
        if self.need(BriefingList::Speakers, NOBODY).is_ok() {
            return NOBODY.to_owned();
        }
        let side = match self.briefing.sides.get(2..).and_then(<[_]>::last) {
            Some(side) => side.id.clone(),
            None => {
                let id = unique_id("others", |id| self.need(BriefingList::Sides, id).is_ok());
                edits.push(Edit::AddSide(SideEntry {
                    id: id.clone(),
                    label: "Others".to_owned(),
                }));
                id
            }
        };
        edits.push(Edit::AddSpeaker(SpeakerEntry {
            id: NOBODY.to_owned(),
            name: "Nobody named".to_owned(),
            side,
            ..SpeakerEntry::default()
        }));
        NOBODY.to_owned()
    }

    fn reject(&self, id: &str, reason: Option<&str>) -> Result<Vec<Edit>, DecisionError> {
        let item = self.item(id)?;
        let article = self.briefing.article(item.article).id.clone();
        if let Some(index) = self.not_statement_index(item) {
            // Only the reason is another.
            return Ok(vec![Edit::SetNotStatementReason {
                article,
                index,
                why: reason.map(str::to_owned),
            }]);
        }
        let mut edits = self.reopen(id)?;
        for part in &item.parts {
            edits.push(Edit::AddNotStatement {
                article: article.clone(),
                words: NotStatementEntry {
                    why: reason.map(str::to_owned),
                    ..self.not_statement(item.article, part)
                },
            });
        }
        Ok(edits)
    }

    /// Returns the position of a rejected item in its article's `not_statements`.
    fn not_statement_index(&self, item: &ReviewItem) -> Option<usize> {
        let article = self.briefing.article(item.article);
        let range = item.range();
        let mut words = article.not_statements.iter();
        words.position(|words| item.statement.is_none() && words.range == range)
    }

    fn not_statement(&self, article: ArticleIx, range: &Range<usize>) -> NotStatementEntry {
        let text = &self.briefing.article(article).text;
        let body = text.text.get(..text.body_end).unwrap_or(&text.text);
        let selector = selector(body, range);
        NotStatementEntry {
            exact: selector.exact,
            prefix: selector.prefix,
            suffix: selector.suffix,
            why: None,
        }
    }

    fn reopen(&self, id: &str) -> Result<Vec<Edit>, DecisionError> {
        let item = self.item(id)?;
        let article = self.briefing.article(item.article);
        if let Some(statement) = &item.statement {
            let statement = self.statement(statement)?;
            let index = statement.appearances.iter().position(|a| is_at(a, item));
            return Ok(vec![match index {
                Some(index) if statement.appearances.len() > 1 => Edit::RemoveAppearance {
                    statement: statement.id.clone(),
                    index,
                },
                _ => Edit::Remove(EditTarget::statement(&statement.id)),
            }]);
        }
        let gone = self
            .not_statement_index(item)
            .map(|index| Edit::RemoveNotStatement {
                article: article.id.clone(),
                index,
            });
        Ok(gone.into_iter().collect())
    }

    fn set_parts(
        &self,
        statement: &str,
        article: &str,
        parts: &[Range<usize>],
    ) -> Result<Vec<Edit>, DecisionError> {
        let ix = self.article(article)?;
        let statement = self.statement(statement)?;
        let index = statement.appearances.iter().position(|a| a.article == ix);
        let index = index.ok_or_else(|| DecisionError::NotThere {
            statement: statement.id.clone(),
            article: article.to_owned(),
        })?;
        Ok(vec![Edit::SetQuote {
            statement: statement.id.clone(),
            index,
            quote: self.selectors(ix, parts)?,
        }])
    }

    fn add_appearance(&self, id: &str, statement: &str) -> Result<Vec<Edit>, DecisionError> {
        let item = self.item(id)?;
        let statement = self.statement(statement)?;
        if item.statement.as_deref() == Some(&statement.id) {
            return Ok(Vec::new());
        }
        let mut edits = self.reopen(id)?;
        edits.push(Edit::AddAppearance {
            statement: statement.id.clone(),
            appearance: Box::new(AppearanceEntry {
                article: self.briefing.article(item.article).id.clone(),
                quote: self.selectors(item.article, &item.parts)?,
                attribution: item.attribution.clone(),
                ..AppearanceEntry::default()
            }),
        });
        Ok(edits)
    }

    fn set_answer(
        &self,
        reply: &str,
        claim: &str,
        answer: AnswerChange,
    ) -> Result<Vec<Edit>, DecisionError> {
        if reply == claim {
            return Err(DecisionError::Itself);
        }
        self.need(BriefingList::Statements, claim)?;
        let mut answers: Vec<AnswerEntry> = self
            .statement(reply)?
            .answers
            .iter()
            .map(|a| AnswerEntry {
                statement: self.briefing.statement(a.statement).id.clone(),
                how: a.how.map(|how| how.name().to_owned()),
            })
            .collect();
        let at = answers.iter().position(|a| a.statement == claim);
        match (at, answer) {
            (Some(at), AnswerChange::Set(how)) => {
                answers[at].how = how.map(|how| how.name().to_owned());
            }
            (Some(at), AnswerChange::Remove) => {
                answers.remove(at);
            }
            (None, AnswerChange::Set(how)) => answers.push(AnswerEntry {
                statement: claim.to_owned(),
                how: how.map(|how| how.name().to_owned()),
            }),
            (None, AnswerChange::Remove) => return Ok(Vec::new()),
        }
        let item = EditTarget::statement(reply);
        Ok(vec![if answers.is_empty() {
            Edit::clear(item, "answers")
        } else {
            let list = answers.iter().map(AnswerEntry::json).collect();
            Edit::set(item, "answers", Json::Array(list))
        }])
    }

    fn set_repeats(
        &self,
        later: &str,
        earlier: &str,
        repeats: bool,
    ) -> Result<Vec<Edit>, DecisionError> {
        if later == earlier {
            return Err(DecisionError::Itself);
        }
        self.need(BriefingList::Statements, earlier)?;
        let known = self.statement(later)?.repeats.iter();
        let mut ids: Vec<&str> = known
            .map(|ix| self.briefing.statement(*ix).id.as_str())
            .collect();
        match (ids.contains(&earlier), repeats) {
            (true, false) => ids.retain(|id| *id != earlier),
            (false, true) => ids.push(earlier),
            _ => return Ok(Vec::new()),
        }
        let item = EditTarget::statement(later);
        Ok(vec![if ids.is_empty() {
            Edit::clear(item, "repeats")
        } else {
            Edit::set(item, "repeats", Json::strings(ids))
        }])
    }

    fn topic(&self, question: &str) -> TopicEntry {
        let question = question.trim();
        let words: Vec<&str> = question.split_whitespace().take(ID_WORDS).collect();
        let id = slug(&words.join(" "), MAX_ID).unwrap_or_else(|| "topic".to_owned());
        TopicEntry {
            id: unique_id(&id, |id| self.need(BriefingList::Topics, id).is_ok()),
            question: question.to_owned(),
        }
    }

    fn merge_speakers(&self, from: &str, into: &str) -> Result<Vec<Edit>, DecisionError> {
        self.need(BriefingList::Speakers, from)?;
        self.need(BriefingList::Speakers, into)?;
        if from == into {
            return Ok(Vec::new());
        }
        let find = |id: &str| self.briefing.speakers.iter().find(|s| s.id == id);
        let (Some(gone), Some(stays)) = (find(from), find(into)) else {
            return Ok(Vec::new());
        };
        let mut edits: Vec<Edit> = self
            .briefing
            .statements
            .iter()
            .filter(|s| self.briefing.speaker(s.speaker).id == from)
            .map(|s| Edit::set(EditTarget::statement(&s.id), "speaker", into))
            .collect();
        let mut aliases = stays.aliases.clone();
        for name in std::iter::once(&gone.name).chain(&gone.aliases) {
            if *name != stays.name && !aliases.contains(name) {
                aliases.push(name.clone());
            }
        }
        if aliases != stays.aliases {
            edits.push(Edit::set(
                EditTarget::speaker(into),
                "aliases",
                Json::strings(&aliases),
            ));
        }
        edits.push(Edit::Remove(EditTarget::speaker(from)));
        Ok(edits)
    }
}

/// Returns `true` if an appearance is the one that an item stands for.
fn is_at(appearance: &Appearance, item: &ReviewItem) -> bool {
    let parts = appearance.quote.iter().map(|part| &part.range);
    appearance.article == item.article && parts.filter(|p| !p.is_empty()).eq(item.parts.iter())
}
