//! Warnings about the statements of a briefing: what a careful editor would ask.
//! Each has a stable name; `curate::warnings` leaves out those that `accepts` names.

use std::ops::Range;

use crate::model::{Article, ArticleIx, Briefing, QuotationKind, QuoteVerification, StatementIx};
use crate::text::fold::fold;

use super::same::{self, SimilarPair};
use super::{Doubt, Proposal, ProposalKind, propose, quoted_ranges};

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementWarningKind {
    /// Quoted words of an article are in no statement.
    Uncovered,
    /// A sentence of reporting is in no statement; only when asked for.
    Unreported,
    /// Two statements are near-identical, neither joined nor `repeats`.
    Unjoined,
    /// The article does not have the attribution.
    Attribution,
    /// The article does not have the speaker's name or an alias.
    Speaker,
    /// A direct statement stands outside of quotation marks.
    Unquoted,
    /// A paraphrase stands within quotation marks.
    Quoted,
    /// `exact` cuts into a quotation mark, or includes the outer ones.
    Marks,
    /// A statement and its answer have no topic in common.
    Topics,
    /// A statement answers its own side without `how` or a note.
    OwnSide,
}

impl StatementWarningKind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [StatementWarningKind; 10] = [
        StatementWarningKind::Uncovered,
        StatementWarningKind::Unreported,
        StatementWarningKind::Unjoined,
        StatementWarningKind::Attribution,
        StatementWarningKind::Speaker,
        StatementWarningKind::Unquoted,
        StatementWarningKind::Quoted,
        StatementWarningKind::Marks,
        StatementWarningKind::Topics,
        StatementWarningKind::OwnSide,
    ];

    /// Returns the name by which `accepts` switches it off.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StatementWarningKind::Uncovered => "uncovered",
            StatementWarningKind::Unreported => "unreported",
            StatementWarningKind::Unjoined => "unjoined",
            StatementWarningKind::Attribution => "attribution",
            StatementWarningKind::Speaker => "speaker",
            StatementWarningKind::Unquoted => "unquoted",
            StatementWarningKind::Quoted => "quoted",
            StatementWarningKind::Marks => "marks",
            StatementWarningKind::Topics => "topics",
            StatementWarningKind::OwnSide => "own-side",
        }
    }
}

/// Where a warning belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarningPlace {
    /// Words of an article, in bytes of its canonical text.
    Article(ArticleIx, Range<usize>),
    /// An appearance of a statement.
    Appearance(StatementIx, usize),
    /// Two statements.
    Pair(StatementIx, StatementIx),
}

impl WarningPlace {
    /// Returns the JSON path in `briefing.json`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            WarningPlace::Article(article, _) => format!("articles[{}]", article.0),
            WarningPlace::Appearance(statement, n) => {
                format!("statements[{}].appearances[{n}]", statement.0)
            }
            WarningPlace::Pair(first, _) => format!("statements[{}]", first.0),
        }
    }
}

/// Something that a curator should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementWarning {
    /// What it is about.
    pub kind: StatementWarningKind,
    /// Where it belongs.
    pub place: WarningPlace,
    /// What is the matter, one sentence. Line breaks are shown as ⏎.
    pub message: String,
    /// What to do, one sentence.
    pub help: String,
}

/// Longest stretch of words in a message, in characters.
const MAX_SHOWN_CHARS: usize = 60;

/// Returns the warnings about a briefing, by kind and place. `reports` asks for
/// sentences of reporting verbs without a statement, too.
#[must_use]
pub fn check_statements(briefing: &Briefing, reports: bool) -> Vec<StatementWarning> {
    let mut found = Vec::new();
    for (n, article) in briefing.articles.iter().enumerate() {
        check_uncovered(briefing, ArticleIx(n), article, reports, &mut found);
    }
    check_appearances(briefing, &mut found);
    check_answers(briefing, &mut found);
    check_unjoined(briefing, &mut found);
    found.sort_by_key(|w| w.kind);
    found
}

/// Shows words in a message, line breaks and all.
fn show_words(words: &str) -> String {
    let mut out: String = words
        .chars()
        .take(MAX_SHOWN_CHARS)
        .map(|c| if c == '\n' { '⏎' } else { c })
        .collect();
    if words.chars().nth(MAX_SHOWN_CHARS).is_some() {
        out.push('…');
    }
    out
}

/// Returns the words of an article that are in statements, or were decided to
/// be none, in order.
#[must_use]
pub fn covered_ranges(briefing: &Briefing, ix: ArticleIx) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = briefing
        .spans_in(ix)
        .into_iter()
        .map(|(range, _)| range)
        .collect();
    if let Some(article) = briefing.articles.get(ix.0) {
        all.extend(article.not_statements.iter().map(|n| n.range.clone()));
    }
    all.sort_by_key(|r| (r.start, r.end));
    // Without overlaps, so that a proposal finds its own by bisection.
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for range in all.into_iter().filter(|r| !r.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Returns `true` if at least half of a proposal lies in the ranges that
/// [`covered_ranges`] gave.
#[must_use]
pub fn is_covered(covered: &[Range<usize>], proposal: &Proposal) -> bool {
    let own = &proposal.range;
    let from = covered.partition_point(|r| r.end <= own.start);
    let shared: usize = covered[from..]
        .iter()
        .take_while(|r| r.start < own.end)
        .map(|r| r.end.min(own.end) - r.start.max(own.start))
        .sum();
    shared * 2 >= own.len().max(1)
}

fn check_uncovered(
    briefing: &Briefing,
    ix: ArticleIx,
    article: &Article,
    reports: bool,
    found: &mut Vec<StatementWarning>,
) {
    let body = article.text.slice(&(0..article.text.body_end));
    let covered = covered_ranges(briefing, ix);
    for proposal in propose(body) {
        let kind = match proposal.kind {
            ProposalKind::Direct if proposal.doubt != Doubt::Look || proposal.speaker.is_some() => {
                StatementWarningKind::Uncovered
            }
            ProposalKind::Paraphrase | ProposalKind::Declined if reports => {
                StatementWarningKind::Unreported
            }
            _ => continue,
        };
        if is_covered(&covered, &proposal) {
            continue;
        }
        let words = show_words(article.text.slice(&proposal.range));
        let message = match (&proposal.speaker, kind) {
            (Some(speaker), StatementWarningKind::Uncovered) => format!(
                "“{words}”, likely said by {}, is in no statement",
                speaker.name
            ),
            (_, StatementWarningKind::Uncovered) => format!("“{words}” is in no statement"),
            _ => format!("reported speech is in no statement: {words}"),
        };
        found.push(StatementWarning {
            kind,
            place: WarningPlace::Article(ix, proposal.range),
            message,
            help: "Make a statement of it, or list the words under not_statements of the article."
                .to_owned(),
        });
    }
}

fn check_appearances(briefing: &Briefing, found: &mut Vec<StatementWarning>) {
    // The marks of each article, once.
    let marks: Vec<Vec<(Range<usize>, Range<usize>)>> = briefing
        .articles
        .iter()
        .map(|a| quoted_ranges(&a.text.text))
        .collect();
    let texts: Vec<String> = briefing
        .articles
        .iter()
        .map(|a| fold(&a.text.text))
        .collect();
    for (s, statement) in briefing.statements.iter().enumerate() {
        for (n, appearance) in statement.appearances.iter().enumerate() {
            let place = || WarningPlace::Appearance(StatementIx(s), n);
            let Some(article) = briefing.articles.get(appearance.article.0) else {
                continue;
            };
            let mut push = |kind: StatementWarningKind, message: String, help: &str| {
                found.push(StatementWarning {
                    kind,
                    place: place(),
                    message,
                    help: help.to_owned(),
                });
            };
            let folded = &texts[appearance.article.0];
            if let Some(attribution) = &appearance.attribution {
                let missing = attribution
                    .split(['…', '[', ']'])
                    .map(str::trim)
                    .find(|part| !part.is_empty() && !folded.contains(&fold(part)));
                if let Some(part) = missing {
                    push(
                        StatementWarningKind::Attribution,
                        format!(
                            "the article does not have the attribution “{}”",
                            show_words(part)
                        ),
                        "Copy the attribution from the article, letter by letter; mark what is left out with ….",
                    );
                }
            }
            let speaker = briefing.speaker(statement.speaker);
            let is_named = std::iter::once(&speaker.name)
                .chain(&speaker.aliases)
                .any(|name| names_match(folded, name));
            if !is_named
                && !speaker.name.to_lowercase().contains("unnamed")
                && !is_anonymous(&speaker.name)
            {
                push(
                    StatementWarningKind::Speaker,
                    format!("the article does not name {}, nor an alias", speaker.name),
                    "Add the printed form to the speaker's aliases, or give the words to another speaker.",
                );
            }
            for span in appearance
                .quote
                .iter()
                .filter(|span| span.proof != QuoteVerification::NotFound && !span.range.is_empty())
            {
                let stretch = marks[appearance.article.0].iter().find(|(outer, _)| {
                    outer.start < span.range.end && span.range.start < outer.end
                });
                let words = show_words(article.text.slice(&span.range));
                match (statement.kind, stretch) {
                    (QuotationKind::Direct, None) => push(
                        StatementWarningKind::Unquoted,
                        format!("a direct statement stands outside of quotation marks: “{words}”"),
                        "Make it a paraphrase, or take the words between the marks.",
                    ),
                    (QuotationKind::Direct, Some((outer, inner))) => {
                        let includes = span.range.start < inner.start || span.range.end > inner.end;
                        if includes {
                            let whole =
                                span.range.start <= outer.start && span.range.end >= outer.end;
                            let what = if whole {
                                "includes its quotation marks"
                            } else {
                                "cuts into quotation marks"
                            };
                            push(
                                StatementWarningKind::Marks,
                                format!("exact {what}: “{words}”"),
                                "Take the words between the marks; a quotation over paragraphs has a part for each.",
                            );
                        }
                    }
                    (QuotationKind::Paraphrase, Some((_, inner)))
                        if span.range.start >= inner.start && span.range.end <= inner.end =>
                    {
                        push(
                            StatementWarningKind::Quoted,
                            format!("a paraphrase stands within quotation marks: “{words}”"),
                            "Make it direct, or take the reporter's words.",
                        );
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Returns `true` if a folded text has a name, or the last word of a name of
/// two or three words, or all of its longer words.
fn names_match(folded: &str, name: &str) -> bool {
    let name = fold(name);
    if folded.contains(&name) {
        return true;
    }
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() > 2)
        .collect();
    let has = |word: &str| {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == word)
    };
    match words[..] {
        [] => false,
        [.., last] if words.len() <= 3 => has(last),
        _ => words.iter().filter(|w| w.len() > 3).all(|w| has(w)),
    }
}

/// Returns `true` for a speaker whom the curator describes and nobody names.
fn is_anonymous(name: &str) -> bool {
    name.starts_with(|c: char| c.is_lowercase())
}

fn check_answers(briefing: &Briefing, found: &mut Vec<StatementWarning>) {
    for (s, statement) in briefing.statements.iter().enumerate() {
        for answer in &statement.answers {
            let Some(answered) = briefing.statements.get(answer.statement.0) else {
                continue;
            };
            let place = || WarningPlace::Pair(StatementIx(s), answer.statement);
            let shared = statement.topics.iter().any(|t| answered.topics.contains(t));
            if !shared {
                found.push(StatementWarning {
                    kind: StatementWarningKind::Topics,
                    place: place(),
                    message: format!(
                        "{} answers {}, and they have no topic in common",
                        statement.id, answered.id
                    ),
                    help: "Give both the topic on which the one answers the other.".to_owned(),
                });
            }
            let own = briefing.side_of(StatementIx(s)) == briefing.side_of(answer.statement);
            if own && answer.how.is_none() && statement.note.is_none() {
                found.push(StatementWarning {
                    kind: StatementWarningKind::OwnSide,
                    place: place(),
                    message: format!(
                        "{} answers {} of its own side, and nothing says how",
                        statement.id, answered.id
                    ),
                    help: "Say how it answers, or add a note.".to_owned(),
                });
            }
        }
    }
}

fn check_unjoined(briefing: &Briefing, found: &mut Vec<StatementWarning>) {
    let mut texts: Vec<String> = Vec::new();
    let mut owners: Vec<usize> = Vec::new();
    for (s, statement) in briefing.statements.iter().enumerate() {
        for appearance in &statement.appearances {
            let words: Vec<&str> = appearance.quote.iter().map(|q| q.exact.as_str()).collect();
            texts.push(words.join(" "));
            owners.push(s);
        }
    }
    let views: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut seen = std::collections::BTreeSet::new();
    for SimilarPair {
        first,
        second,
        similarity: likeness,
    } in same::similar_pairs(&views)
    {
        let (a, b) = (
            owners[first].min(owners[second]),
            owners[first].max(owners[second]),
        );
        if a == b || likeness.difference.is_some() || !seen.insert((a, b)) {
            continue;
        }
        let (left, right) = (&briefing.statements[a], &briefing.statements[b]);
        let related =
            left.repeats.contains(&StatementIx(b)) || right.repeats.contains(&StatementIx(a));
        let same_repeats = left.repeats.iter().any(|r| right.repeats.contains(r));
        if related || same_repeats || left.speaker != right.speaker {
            continue;
        }
        found.push(StatementWarning {
            kind: StatementWarningKind::Unjoined,
            place: WarningPlace::Pair(StatementIx(a), StatementIx(b)),
            message: format!("{} and {} are near-identical: “{}”", left.id, right.id, show_words(&texts[first])),
            help: "Make one statement of them with two appearances, or say that the later repeats the earlier.".to_owned(),
        });
    }
}
