//! `diptych show REF`: a briefing, an article, a passage, a statement or a topic
//! as plain text, with everything that the screen says of it.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::compare;
use super::json::{self, edtf};
use super::library::{Library, nearest};
use super::page::{Page, count, dotted, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::model::{Answer, ArticleIx, Briefing, PassageKind, Proof, Ref, StatementIx, TopicIx};

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to show: ID, ID#STATEMENT, ID#TOPIC, ID/ARTICLE, ID/ARTICLE#pN, or
    /// the path of a bundle.
    #[arg(value_name = "REF")]
    target: PathBuf,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// What a reference names in its briefing.
pub enum Named {
    Briefing,
    Article(ArticleIx),
    Passage(ArticleIx, usize),
    Statement(StatementIx),
    Topic(TopicIx),
}

/// Prints what the reference names.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::of(common)?;
    let (briefing, reference) = library.briefing(&args.target)?;
    let named = match &reference {
        Some(reference) => look_up(&briefing, reference)?,
        None => Named::Briefing,
    };
    if args.json {
        match named {
            Named::Briefing => print_json(out, &Whole::of(&briefing))?,
            Named::Article(ix) => print_json(out, &Printed::of(&briefing, ix, None))?,
            Named::Passage(ix, n) => print_json(out, &Printed::of(&briefing, ix, Some(n)))?,
            Named::Statement(ix) => {
                let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
                print_json(out, &json::Statement::of(&briefing, ix, &answered))?;
            }
            Named::Topic(ix) => print_json(out, &compare::Table::of(&briefing, Some(ix)))?,
        }
        return Ok(Outcome::Done);
    }
    let mut page = Page::new(common, out);
    match named {
        Named::Briefing => whole(&mut page, &briefing)?,
        Named::Article(ix) => article(&mut page, &briefing, ix, None)?,
        Named::Passage(ix, n) => article(&mut page, &briefing, ix, Some(n))?,
        Named::Statement(ix) => statement(&mut page, &briefing, ix)?,
        Named::Topic(ix) => compare::topic(&mut page, &briefing, Some(ix))?,
    }
    Ok(Outcome::Done)
}

/// Looks a reference up: a fragment is a statement, else a topic, else an article.
pub fn look_up(briefing: &Briefing, reference: &Ref) -> Result<Named, Told> {
    let missing = |what: &str, id: &str, ids: Vec<&str>| {
        let told = Told::new(format!("there is no {what} \"{id}\" in {}", briefing.id));
        let shows = format!("`diptych show {}` shows what there is", briefing.id);
        Err(told
            .help(match nearest(id, ids.into_iter()) {
                Some(near) => format!("did you mean \"{near}\"? {shows}"),
                None => shows,
            })
            .nothing_found())
    };
    let articles = || briefing.articles.iter().map(|a| a.id.as_str());
    match reference {
        Ref::Briefing(_) => Ok(Named::Briefing),
        Ref::Fragment { fragment, .. } => {
            let topics = || briefing.topics.iter().map(|t| t.id.as_str());
            if let Some(ix) = briefing.statement_by_id(fragment) {
                return Ok(Named::Statement(ix));
            }
            if let Some(ix) = topics().position(|id| id == fragment) {
                return Ok(Named::Topic(TopicIx(ix)));
            }
            if let Some(ix) = briefing.article_by_id(fragment) {
                return Ok(Named::Article(ix));
            }
            let statements = briefing.statements.iter().map(|s| s.id.as_str());
            let all = statements.chain(topics()).chain(articles()).collect();
            missing("statement, topic or article", fragment, all)
        }
        Ref::Article { article, .. } => match briefing.article_by_id(article) {
            Some(ix) => Ok(Named::Article(ix)),
            None => missing("article", article, articles().collect()),
        },
        Ref::Passage {
            article, number, ..
        } => {
            let Some(ix) = briefing.article_by_id(article) else {
                return missing("article", article, articles().collect());
            };
            let passages = briefing.article(ix).text.passages.len();
            if *number > passages {
                return Err(Told::new(format!(
                    "{article} has {}, so there is no p{number}",
                    count(passages, "passage", "passages")
                ))
                .nothing_found());
            }
            Ok(Named::Passage(ix, number - 1))
        }
    }
}

#[derive(Serialize)]
struct Whole {
    id: String,
    title: String,
    summary: Vec<String>,
    language: String,
    updated: Option<String>,
    source: String,
    hash: String,
    sides: Vec<json::Side>,
    topics: Vec<json::Topic>,
    speakers: Vec<json::Speaker>,
    articles: Vec<json::Article>,
    statements: Vec<json::Statement>,
}

impl Whole {
    fn of(briefing: &Briefing) -> Whole {
        let answered = briefing.answered_by();
        Whole {
            id: briefing.id.clone(),
            title: briefing.title.clone(),
            summary: briefing.summary.clone(),
            language: briefing.language.clone(),
            updated: edtf(briefing.updated.as_ref()),
            source: briefing.source.to_string(),
            hash: briefing.hash.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| json::Side::of(briefing, crate::model::SideIx(i)))
                .collect(),
            topics: (0..briefing.topics.len())
                .map(|i| json::Topic::of(briefing, TopicIx(i)))
                .collect(),
            speakers: briefing
                .speakers
                .iter()
                .map(|speaker| json::Speaker::of(briefing, speaker))
                .collect(),
            articles: (0..briefing.articles.len())
                .map(|i| json::Article::of(briefing, ArticleIx(i)))
                .collect(),
            statements: (0..briefing.statements.len())
                .map(StatementIx)
                .map(|ix| {
                    let by = answered.get(&ix).map_or(&[][..], Vec::as_slice);
                    json::Statement::of(briefing, ix, by)
                })
                .collect(),
        }
    }
}

/// An article with its passages, all of them or one.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    head: json::Article,
    text: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    #[serde(rename = "ref")]
    reference: String,
    number: usize,
    kind: &'static str,
    start: usize,
    end: usize,
    text: String,
    statements: Vec<Carried>,
}

/// A part of a statement in a passage, in bytes of the canonical text.
#[derive(Serialize)]
struct Carried {
    #[serde(rename = "ref")]
    reference: String,
    start: usize,
    end: usize,
}

impl Printed {
    fn of(briefing: &Briefing, ix: ArticleIx, only: Option<usize>) -> Printed {
        let text = &briefing.article(ix).text;
        let spans = briefing.spans_in(ix);
        let passages = text.passages.iter().enumerate();
        Printed {
            head: json::Article::of(briefing, ix),
            text: passages
                .filter(|(i, _)| only.is_none_or(|n| n == *i))
                .map(|(i, passage)| Passage {
                    reference: json::passage_ref(briefing, ix, i),
                    number: i + 1,
                    kind: kind(&passage.kind),
                    start: passage.range.start,
                    end: passage.range.end,
                    text: text.slice(&passage.range).to_owned(),
                    statements: spans
                        .iter()
                        .filter(|(range, _)| {
                            range.start < passage.range.end && passage.range.start < range.end
                        })
                        .map(|(range, statement)| Carried {
                            reference: json::statement_ref(briefing, *statement),
                            start: range.start,
                            end: range.end,
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

fn kind(kind: &PassageKind) -> &'static str {
    match kind {
        PassageKind::Paragraph => "paragraph",
        PassageKind::Heading(_) => "heading",
        PassageKind::Item { .. } => "item",
        PassageKind::Quote => "quote",
        PassageKind::Code => "code",
        PassageKind::Correction => "correction",
    }
}

fn whole(page: &mut Page, briefing: &Briefing) -> io::Result<()> {
    page.text(0, &briefing.title)?;
    let updated = briefing
        .updated
        .as_ref()
        .map(|date| format!("updated {date}"));
    page.text(0, &dotted([Some(briefing.id.clone()), updated]))?;
    for paragraph in &briefing.summary {
        page.blank()?;
        page.text(0, paragraph)?;
    }
    page.blank()?;
    page.line(0, "Sides")?;
    for (side, n) in briefing.sides.iter().zip(briefing.counts_by_side()) {
        let statements = count(n, "statement", "statements");
        page.hanging(2, "- ", &format!("{}: {statements}", side.label))?;
    }
    if !briefing.topics.is_empty() {
        page.blank()?;
        page.line(0, "Topics")?;
        for topic in &briefing.topics {
            page.hanging(2, "- ", &format!("{}: {}", topic.id, topic.question))?;
        }
    }
    page.blank()?;
    page.line(0, "Articles")?;
    for i in 0..briefing.articles.len() {
        let ix = ArticleIx(i);
        let printed = briefing.article(ix);
        let held = count(
            json::carried_by(briefing, ix).len(),
            "statement",
            "statements",
        );
        page.hanging(2, "- ", &format!("{}: {}", printed.id, printed.title))?;
        let published = printed.published.as_ref().map(ToString::to_string);
        page.text(
            4,
            &dotted([Some(printed.publisher.clone()), published, Some(held)]),
        )?;
    }
    page.blank()?;
    page.line(0, "Speakers")?;
    for speaker in &briefing.speakers {
        let side = briefing.side_label(speaker.side).to_owned();
        let (role, organisation) = (speaker.role.clone(), speaker.organisation.clone());
        let line = dotted([Some(speaker.name.clone()), role, organisation, Some(side)]);
        page.hanging(2, "- ", &line)?;
    }
    Ok(())
}

fn article(
    page: &mut Page,
    briefing: &Briefing,
    ix: ArticleIx,
    only: Option<usize>,
) -> io::Result<()> {
    let printed = briefing.article(ix);
    page.text(0, &printed.title)?;
    let published = printed.published.as_ref().map(ToString::to_string);
    let authors = Some(printed.authors.join(", "));
    page.text(
        0,
        &dotted([Some(printed.publisher.clone()), authors, published]),
    )?;
    for (name, address) in [("", &printed.url), ("archived: ", &printed.archived_url)] {
        if let Some(address) = address {
            page.line(0, &format!("{name}{address}"))?;
        }
    }
    if let Some(date) = &printed.retrieved {
        page.line(0, &format!("retrieved {date}"))?;
    }
    let reference = match only {
        Some(n) => json::passage_ref(briefing, ix, n),
        None => json::article_ref(briefing, ix),
    };
    page.line(0, &reference)?;
    if only.is_none() {
        for (name, text) in [("Left out: ", &printed.omitted), ("Note: ", &printed.note)] {
            if let Some(text) = text {
                page.blank()?;
                page.hanging(0, name, text)?;
            }
        }
    }
    let spans = briefing.spans_in(ix);
    let passages = printed.text.passages.iter().enumerate();
    for (i, passage) in passages.filter(|(i, _)| only.is_none_or(|n| n == *i)) {
        page.blank()?;
        let mark = match &passage.kind {
            PassageKind::Heading(_) => "heading: ".to_owned(),
            PassageKind::Item { marker, .. } => format!("{marker} "),
            PassageKind::Quote => "quote: ".to_owned(),
            PassageKind::Correction => "correction: ".to_owned(),
            PassageKind::Paragraph | PassageKind::Code => String::new(),
        };
        let text = printed.text.slice(&passage.range);
        page.hanging(0, &format!("[p{}] {mark}", i + 1), text)?;
        let mut told = Vec::new();
        for (_, carried) in spans
            .iter()
            .filter(|(range, _)| range.start < passage.range.end && passage.range.start < range.end)
        {
            if !told.contains(carried) {
                told.push(*carried);
                here(page, briefing, *carried, ix)?;
            }
        }
    }
    Ok(())
}

/// Says below a passage which statement stands in it.
fn here(
    page: &mut Page,
    briefing: &Briefing,
    ix: StatementIx,
    article: ArticleIx,
) -> io::Result<()> {
    let statement = briefing.statement(ix);
    let number = statement
        .appearances
        .iter()
        .position(|a| a.article == article);
    let number = number.unwrap_or(0);
    let proof = proof(statement.appearances[number].proof());
    let line = format!(
        "{}: {} ({}, {}, {proof})",
        speaker(briefing, ix),
        json::words(briefing, ix, number),
        statement.kind.name(),
        json::statement_ref(briefing, ix),
    );
    page.hanging(5, "> ", &line)
}

fn statement(page: &mut Page, briefing: &Briefing, ix: StatementIx) -> io::Result<()> {
    let said = briefing.statement(ix);
    page.text(0, &json::words(briefing, ix, 0))?;
    page.blank()?;
    let who = briefing.speaker_of(ix);
    let side = Some(briefing.side_label(who.side).to_owned());
    let date = said.date.as_ref().map(ToString::to_string);
    page.text(
        0,
        &dotted([
            Some(who.name.clone()),
            who.role.clone(),
            who.organisation.clone(),
            side,
        ]),
    )?;
    page.text(0, &dotted([Some(said.kind.name().to_owned()), date]))?;
    page.line(0, &json::statement_ref(briefing, ix))?;
    for topic in &said.topics {
        page.hanging(0, "Topic: ", &briefing.topics[topic.0].question)?;
    }
    if let Some(note) = &said.note {
        page.hanging(0, "Note: ", note)?;
    }
    page.blank()?;
    let carriers = count(said.appearances.len(), "article", "articles");
    page.line(0, &format!("Printed in {carriers}"))?;
    for (i, appearance) in said.appearances.iter().enumerate() {
        let printed = briefing.article(appearance.article);
        page.hanging(2, "- ", &json::words(briefing, ix, i))?;
        let published = printed.published.as_ref().map(ToString::to_string);
        let title = Some(printed.title.clone());
        page.text(
            4,
            &dotted([Some(printed.publisher.clone()), title, published]),
        )?;
        let place = json::appearance_ref(briefing, appearance);
        page.line(4, &format!("{place} · {}", proof(appearance.proof())))?;
        if let Some(attribution) = &appearance.attribution {
            page.hanging(4, "Attribution: ", attribution)?;
        }
        if let Some(note) = &appearance.note {
            page.hanging(4, "Note: ", note)?;
        }
    }
    let answered = briefing.answered_by().remove(&ix).unwrap_or_default();
    linked(page, briefing, "Answers", &said.answers)?;
    linked(page, briefing, "Answered by", &answered)?;
    if said.answers.is_empty() && answered.is_empty() {
        page.blank()?;
        page.line(0, "No answer in this briefing.")?;
    }
    Ok(())
}

fn linked(page: &mut Page, briefing: &Briefing, name: &str, answers: &[Answer]) -> io::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.line(0, name)?;
    for answer in answers {
        let ix = answer.statement;
        let how = answer
            .how
            .map_or_else(String::new, |how| format!("{}: ", how.name()));
        let words = json::words(briefing, ix, 0);
        page.hanging(2, "- ", &format!("{how}{}: {words}", speaker(briefing, ix)))?;
        page.line(4, &json::statement_ref(briefing, ix))?;
    }
    Ok(())
}

/// Returns the speaker's name and side.
pub fn speaker(briefing: &Briefing, ix: StatementIx) -> String {
    let who = briefing.speaker_of(ix);
    format!("{} ({})", who.name, briefing.side_label(who.side))
}

fn proof(proof: Proof) -> String {
    match proof {
        Proof::Approximate(percent) => format!("approximate, {} %", percent.0),
        other => other.name().to_owned(),
    }
}
