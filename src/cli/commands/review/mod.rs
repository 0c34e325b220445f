//! `diptych review`: lists what of a bundle is decided and what is open, and writes decisions to
//! its `briefing.json`.

mod options;
mod print;

use std::io::Write;
use std::ops::Range;

use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::Printer;
use crate::cli::resolve::{self, Resolved};
use crate::model::{
    AnswerChange, AnswerRelation, ArticleIx, Decision, Doubt, NewSpeaker, ProposalKind,
    QuotationKind, ReviewItem, ReviewState, SpeakerChoice,
};
use crate::runtime::review::{ReviewError, ReviewSession};
use options::ActionArgs;
pub use options::Args;

/// Lists, or decides.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    let article = match resolved {
        Resolved::Briefing => None,
        Resolved::Article(ix) | Resolved::Passage(ix, _) => Some(ix),
        Resolved::Statement(_) | Resolved::Topic(_) => {
            return Err(
                CliError::new("a statement or a topic cannot be listed here")
                    .at(args.target.display())
                    .with_hint(
                        "name the briefing or an article: ID, ID/ARTICLE; --edit takes a statement",
                    )
                    .into(),
            );
        }
    };
    let mut session =
        ReviewSession::open(briefing.source.clone()).map_err(|error| review_error(args, &error))?;
    let decisions = decisions(args, &session, article)?;
    if decisions.is_empty() {
        if is_action(&args.action) {
            Printer::new(global, out).text(0, "Nothing to decide.")?;
            return Ok(Outcome::Nothing);
        }
        return print::list(global, args, &session, article, out);
    }
    let before: Vec<String> = statement_ids(&session);
    let backup = session
        .decide(&decisions)
        .map_err(|error| review_error(args, &error))?;
    // What a new statement is set to needs its id.
    let after = statement_ids(&session);
    let new: Vec<String> = after
        .into_iter()
        .filter(|id| !before.contains(id))
        .collect();
    let mut details = Vec::new();
    if !args.action.accept.is_empty() || args.action.add.is_some() {
        for id in &new {
            details.extend(details_of(args, &session, id)?);
        }
    }
    if !details.is_empty() {
        session
            .decide(&details)
            .map_err(|error| review_error(args, &error))?;
    }
    print::report(global, args, &session, &new, backup.as_deref(), out)?;
    Ok(Outcome::Done)
}

fn is_action(action: &ActionArgs) -> bool {
    !action.accept.is_empty()
        || !action.reject.is_empty()
        || !action.reopen.is_empty()
        || !action.merge_speakers.is_empty()
        || action.add.is_some()
        || action.edit.is_some()
        || action.remove.is_some()
        || action.add_topic.is_some()
}

fn statement_ids(session: &ReviewSession) -> Vec<String> {
    let statements = session.briefing().statements.iter();
    statements.map(|s| s.id.clone()).collect()
}

/// Returns an error with its address and advice.
fn review_error(args: &Args, error: &ReviewError) -> CliError {
    CliError::new(error)
        .at(args.target.display())
        .with_hint(error.help())
}

/// Returns the decisions that the options ask for.
fn decisions(
    args: &Args,
    session: &ReviewSession,
    article: Option<ArticleIx>,
) -> Result<Vec<Decision>, CliError> {
    let action = &args.action;
    let mut decisions = Vec::new();
    for item in &action.accept {
        if item == "sure" {
            decisions.extend(accept_sure(session, article));
            continue;
        }
        if let Some(statement) = &args.same_as {
            decisions.push(Decision::AddAppearance {
                item: item.clone(),
                statement: statement.clone(),
            });
            continue;
        }
        let found = find(session, item)?;
        decisions.push(Decision::Accept {
            item: item.clone(),
            speaker: speaker(args, session, Some(found))?,
        });
    }
    for item in &action.reject {
        decisions.push(Decision::Reject {
            item: item.clone(),
            reason: args.why.clone(),
        });
    }
    for item in &action.reopen {
        find(session, item)?;
        decisions.push(Decision::Reopen { item: item.clone() });
    }
    if let Some(item) = &action.add {
        let (article, range) = parse_item(item)?;
        decisions.push(Decision::AddStatement {
            article,
            parts: match &args.parts {
                Some(parts) => parse_parts(parts)?,
                None => vec![range],
            },
            kind: kind(args).unwrap_or_default(),
            speaker: speaker(args, session, None)?,
        });
    }
    if let Some(statement) = &action.edit {
        decisions.extend(details_of(args, session, statement)?);
        if decisions.is_empty() {
            return Err(CliError::new("--edit needs what to change")
                .at(statement)
                .with_hint("give --speaker, --topic, --date, --kind, --note, --parts, --answers or --repeats"));
        }
    }
    if let Some(statement) = &action.remove {
        decisions.push(Decision::RemoveStatement {
            statement: statement.clone(),
        });
    }
    if let [from, into] = &action.merge_speakers[..] {
        decisions.push(Decision::MergeSpeakers {
            from: from.clone(),
            into: into.clone(),
        });
    }
    if let Some(question) = &action.add_topic {
        decisions.push(Decision::AddTopic {
            question: question.clone(),
        });
    }
    Ok(decisions)
}

/// Returns the decisions that make what is proposed of all open items that are sure, and whose
/// speaker is named and has a side that is sure.
fn accept_sure(session: &ReviewSession, article: Option<ArticleIx>) -> Vec<Decision> {
    let items = session.queue().items().iter();
    let open = items.filter(|item| {
        item.state == ReviewState::Open
            && item.doubt == Doubt::Sure
            && article.is_none_or(|ix| item.article == ix)
    });
    open.filter_map(|item| {
        if item.kind == ProposalKind::NotStatement {
            return Some(Decision::Reject {
                item: item.id.clone(),
                reason: None,
            });
        }
        let candidate = item.candidates.first()?;
        // Whom "she" or "the company" stands for is less sure than the mention itself.
        let is_named = candidate.described.contains(char::is_uppercase);
        let is_sure = is_named && candidate.side.is_some() && candidate.side_doubt == Doubt::Sure;
        is_sure.then(|| Decision::Accept {
            item: item.id.clone(),
            speaker: SpeakerChoice::Candidate(0),
        })
    })
    .collect()
}

/// Returns what is set of a statement besides its words.
fn details_of(args: &Args, session: &ReviewSession, id: &str) -> Result<Vec<Decision>, CliError> {
    let briefing = session.briefing();
    let statement = || id.to_owned();
    let mut decisions = Vec::new();
    let is_edit = args.action.edit.is_some();
    if is_edit && args.speaker.is_some() {
        let item = session
            .queue()
            .items()
            .iter()
            .find(|item| item.statement.as_deref() == Some(id));
        let item = item.ok_or_else(|| {
            CliError::new("the statement has no words in an article that could be found")
                .at(id)
                .with_hint("`diptych check` says why")
        })?;
        decisions.push(Decision::Accept {
            item: item.id.clone(),
            speaker: speaker(args, session, Some(item))?,
        });
    } else if is_edit && let Some(side) = &args.side {
        let ix = briefing.statement_by_id(id).ok_or_else(|| {
            CliError::new("there is no such statement")
                .at(id)
                .with_hint("`diptych review REF --list` names them")
        })?;
        decisions.push(Decision::SetSide {
            speaker: briefing.speaker_of(ix).id.clone(),
            side: side.clone(),
        });
    }
    if let Some(kind) = kind(args).filter(|_| args.action.add.is_none()) {
        decisions.push(Decision::SetKind {
            statement: statement(),
            kind,
        });
    }
    if !args.topic.is_empty() {
        decisions.push(Decision::SetTopics {
            statement: statement(),
            topics: args.topic.clone(),
        });
    }
    if let Some(date) = &args.date {
        decisions.push(Decision::SetDate {
            statement: statement(),
            date: (!date.is_empty()).then(|| date.clone()),
        });
    }
    if let Some(note) = &args.note {
        decisions.push(Decision::SetNote {
            statement: statement(),
            note: Some(note.clone()),
        });
    }
    if let Some(parts) = args.parts.as_ref().filter(|_| args.action.add.is_none()) {
        let shown = briefing
            .statement_by_id(id)
            .and_then(|ix| briefing.statement(ix).appearances.first());
        let article = shown.map(|a| briefing.article(a.article).id.clone());
        decisions.push(Decision::SetParts {
            statement: statement(),
            article: article.unwrap_or_default(),
            parts: parse_parts(parts)?,
        });
    }
    let how = args.how.as_deref().map(relation).transpose()?;
    for claim in &args.answers {
        decisions.push(Decision::SetAnswer {
            reply: statement(),
            claim: claim.clone(),
            answer: AnswerChange::Set(how),
        });
    }
    for claim in &args.answers_not {
        decisions.push(Decision::SetAnswer {
            reply: statement(),
            claim: claim.clone(),
            answer: AnswerChange::Remove,
        });
    }
    for earlier in &args.repeats {
        decisions.push(Decision::SetRepeats {
            later: statement(),
            earlier: earlier.clone(),
            repeats: true,
        });
    }
    Ok(decisions)
}

fn kind(args: &Args) -> Option<QuotationKind> {
    match args.kind.as_deref() {
        Some("direct") => Some(QuotationKind::Direct),
        Some("paraphrase") => Some(QuotationKind::Paraphrase),
        _ => None,
    }
}

fn relation(name: &str) -> Result<AnswerRelation, CliError> {
    let all = AnswerRelation::ALL;
    let found = all.iter().find(|how| how.name() == name);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|how| how.name()).collect();
        CliError::new("an answer cannot be of that kind")
            .at(name)
            .with_hint(format!("write one of: {}", names.join(", ")))
    })
}

fn find<'s>(session: &'s ReviewSession, id: &str) -> Result<&'s ReviewItem, CliError> {
    session.queue().item(id).ok_or_else(|| {
        CliError::new("there is no such item")
            .at(id)
            .with_hint("`diptych review REF --list` prints them; --add takes any range")
    })
}

/// Returns the speaker that the options name; else the first that is proposed.
fn speaker(
    args: &Args,
    session: &ReviewSession,
    item: Option<&ReviewItem>,
) -> Result<SpeakerChoice, CliError> {
    let Some(named) = args.speaker.as_deref() else {
        let Some(item) = item else {
            return Err(CliError::new("--add needs the speaker")
                .with_hint("give --speaker ID, --speaker NAME with --side, or --speaker nobody"));
        };
        return Ok(match (item.candidates.first(), &args.side) {
            (None, _) => SpeakerChoice::Nobody,
            (Some(first), Some(side)) if first.id.is_none() => {
                let proposed = crate::curate::review::new_speaker(first);
                SpeakerChoice::New(NewSpeaker {
                    side: Some(side.clone()),
                    role: args.role.clone().or(proposed.role),
                    organisation: args.organisation.clone(),
                    ..proposed
                })
            }
            _ => SpeakerChoice::Candidate(0),
        });
    };
    if named == "nobody" {
        return Ok(SpeakerChoice::Nobody);
    }
    if let Ok(number) = named.parse::<usize>() {
        let count = item.map_or(0, |item| item.candidates.len());
        if number == 0 || number > count {
            return Err(CliError::new("there is no speaker of that number")
                .at(named)
                .with_hint("`diptych review REF --list` numbers them"));
        }
        return Ok(SpeakerChoice::Candidate(number - 1));
    }
    let briefing = session.briefing();
    if briefing.speakers.iter().any(|s| s.id == named) {
        return Ok(SpeakerChoice::Known(named.to_owned()));
    }
    Ok(SpeakerChoice::New(NewSpeaker {
        name: named.to_owned(),
        role: args.role.clone(),
        organisation: args.organisation.clone(),
        side: args.side.clone(),
        aliases: Vec::new(),
    }))
}

/// Reads `ARTICLE@START-END`.
fn parse_item(text: &str) -> Result<(String, Range<usize>), CliError> {
    let parsed = text
        .split_once('@')
        .and_then(|(article, range)| Some((article.to_owned(), parse_range(range)?)));
    parsed.ok_or_else(|| {
        CliError::new("this is not a range of an article")
            .at(text)
            .with_hint("write ARTICLE@START-END, in bytes of the article's text")
    })
}

fn parse_parts(text: &str) -> Result<Vec<Range<usize>>, CliError> {
    let parts: Option<Vec<Range<usize>>> = text.split(',').map(parse_range).collect();
    parts.ok_or_else(|| {
        CliError::new("these are not ranges of an article")
            .at(text)
            .with_hint("write START-END, or several with commas, in bytes of the article's text")
    })
}

fn parse_range(text: &str) -> Option<Range<usize>> {
    let (start, end) = text.trim().split_once('-')?;
    let range = start.parse().ok()?..end.parse().ok()?;
    (range.start < range.end).then_some(range)
}
