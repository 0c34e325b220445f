//! The review of a briefing: what its articles hold that is, or may be, a statement. Briefing in,
//! items out.
//!
//! | file | what |
//! |---|---|
//! | `mod` | the items of a briefing: its statements, what was rejected, and what is proposed |
//! | `speaker` | a speaker of the briefing for a name that an article prints |

mod speaker;

use std::ops::Range;

use crate::curate::quotes::same;
use crate::curate::quotes::{AttributionReason, Proposal, SideResolver, propose};
use crate::model::{
    ArticleIx, Briefing, Doubt, ProposalKind, QuotationKind, ReviewItem, ReviewQueue, ReviewState,
    SimilarWords,
};
use crate::text::segment::sentences;

pub use self::speaker::new_speaker;

/// Longest text between two parts of one quotation, in bytes: "…," said Jane Roe, a spokeswoman
/// for the union of teachers in the county, "…".
const MAX_BREAK: usize = 200;

/// Longest attribution that is proposed, in bytes. Beyond that it tells a story of its own.
const MAX_ATTRIBUTION: usize = 160;

/// Most candidates for a speaker: one for each digit.
const MAX_CANDIDATES: usize = 9;

/// Returns what is proposed for the body of an article.
#[must_use]
pub fn proposals(briefing: &Briefing, article: ArticleIx) -> Vec<Proposal> {
    let text = &briefing.article(article).text;
    propose(text.slice(&(0..text.body_end)))
}

/// Returns the items of a briefing. `proposals` are those of its articles, in the order of the
/// articles; an article whose proposals are not there yet has its statements only.
#[must_use]
pub fn queue(briefing: &Briefing, proposals: &[&[Proposal]]) -> ReviewQueue {
    let sides = SideResolver::new(briefing);
    let mut items = Vec::new();
    for n in 0..briefing.articles.len() {
        let ix = ArticleIx(n);
        let first = items.len();
        decided(briefing, ix, &mut items);
        let own = proposals.get(n).copied().unwrap_or(&[]);
        add_proposals(briefing, ix, own, &sides, first, &mut items);
    }
    add_similar(briefing, &mut items);
    ReviewQueue::new(items)
}

/// Adds what was decided of an article: its statements, and what is none.
fn decided(briefing: &Briefing, ix: ArticleIx, items: &mut Vec<ReviewItem>) {
    let article = briefing.article(ix);
    for statement in &briefing.statements {
        for appearance in statement.appearances.iter().filter(|a| a.article == ix) {
            let parts = appearance.quote.iter().map(|part| part.range.clone());
            let parts: Vec<Range<usize>> = parts.filter(|part| !part.is_empty()).collect();
            if parts.is_empty() {
                continue;
            }
            let speaker = briefing.speaker(statement.speaker);
            let mut item = ReviewItem {
                id: String::new(),
                article: ix,
                parts,
                kind: match statement.kind {
                    _ if statement.response.is_some() => ProposalKind::Declined,
                    QuotationKind::Direct => ProposalKind::Direct,
                    QuotationKind::Paraphrase => ProposalKind::Paraphrase,
                },
                state: ReviewState::Accepted,
                statement: Some(statement.id.clone()),
                reason: None,
                candidates: vec![speaker::known(briefing, speaker)],
                doubt: Doubt::Sure,
                ground: "decided".to_owned(),
                attribution: appearance.attribution.clone(),
                similar: Vec::new(),
            };
            item.id = ReviewItem::id_of(&article.id, &item.range());
            items.push(item);
        }
    }
    for words in &article.not_statements {
        if words.range.is_empty() {
            continue;
        }
        items.push(ReviewItem {
            id: ReviewItem::id_of(&article.id, &words.range),
            article: ix,
            parts: vec![words.range.clone()],
            kind: ProposalKind::NotStatement,
            state: ReviewState::Rejected,
            statement: None,
            reason: words.why.clone(),
            candidates: Vec::new(),
            doubt: Doubt::Sure,
            ground: "decided".to_owned(),
            attribution: None,
            similar: Vec::new(),
        });
    }
}

/// Adds the proposals of an article that nothing decided covers. What was decided of it stands in
/// `items` from `first` on; it takes over candidates and ground of the proposals that it covers, so
/// that a correction has the same choice as a decision.
fn add_proposals(
    briefing: &Briefing,
    ix: ArticleIx,
    proposals: &[Proposal],
    sides: &SideResolver,
    first: usize,
    items: &mut Vec<ReviewItem>,
) {
    let article = briefing.article(ix);
    let text = article.text.text.as_str();
    let decided = items.len();
    for group in groups(text, proposals) {
        let (Some(lead), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let range = lead.range.start..last.range.end;
        let mut candidates = Vec::new();
        for named in lead.speaker.iter().chain(&lead.others) {
            let described = if Some(named) == lead.speaker.as_ref() {
                &text[lead.description.clone()]
            } else {
                &text[named.range.clone()]
            };
            let candidate = speaker::candidate(briefing, sides, &named.name, described);
            let is_new = candidates
                .iter()
                .all(|c: &crate::model::SpeakerCandidate| c.name != candidate.name);
            if is_new && candidates.len() < MAX_CANDIDATES {
                candidates.push(candidate);
            }
        }
        let parts: Vec<Range<usize>> = group.iter().map(|part| part.range.clone()).collect();
        let bytes: usize = parts.iter().map(ExactSizeIterator::len).sum();
        let shared = |item: &ReviewItem| overlap(&item.parts, &parts);
        let own = &mut items[first..decided];
        let is_covered = own.iter().map(shared).sum::<usize>() * 2 >= bytes.max(1);
        let nearest = own.iter_mut().max_by_key(|item| shared(item));
        if let Some(item) = nearest.filter(|_| is_covered) {
            for candidate in candidates {
                let is_new = item.candidates.iter().all(|c| c.name != candidate.name);
                if is_new && item.candidates.len() < MAX_CANDIDATES {
                    item.candidates.push(candidate);
                }
            }
            continue;
        }
        let id = ReviewItem::id_of(&article.id, &range);
        items.push(ReviewItem {
            id,
            article: ix,
            parts,
            kind: lead.kind,
            state: ReviewState::Open,
            statement: None,
            reason: None,
            candidates,
            doubt: group
                .iter()
                .map(|part| part.doubt)
                .max()
                .unwrap_or(Doubt::Look),
            ground: lead.reason.explanation().to_owned(),
            attribution: attribution(text, lead),
            similar: Vec::new(),
        });
    }
}

/// Returns how many bytes two lists of ranges share.
fn overlap(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
        .sum()
}

/// Puts the parts of a quotation that an attribution breaks together: “…,” she said, “…”.
fn groups<'p>(text: &str, proposals: &'p [Proposal]) -> Vec<Vec<&'p Proposal>> {
    let mut groups: Vec<Vec<&Proposal>> = Vec::new();
    for proposal in proposals {
        let joins = groups
            .last()
            .and_then(|group| group.last())
            .is_some_and(|before| is_continued(text, before, proposal));
        match groups.last_mut() {
            Some(group) if joins => group.push(proposal),
            _ => groups.push(vec![proposal]),
        }
    }
    groups
}

/// Returns `true` if a quotation goes on with the next one after its attribution.
fn is_continued(text: &str, before: &Proposal, next: &Proposal) -> bool {
    let is_direct = |p: &Proposal| p.kind == ProposalKind::Direct;
    let (Some(first), Some(second)) = (&before.speaker, &next.speaker) else {
        return false;
    };
    let Some(between) = text.get(before.outer.end..next.outer.start) else {
        return false;
    };
    // “…,” she said. “…”: nothing but the attribution stands between, and it ends there.
    let between = between.trim_end();
    let ends = between.ends_with(['.', ',', ';', ':', '—', '–']);
    is_direct(before)
        && is_direct(next)
        && ends
        && between.len() <= MAX_BREAK
        && !between.contains('\n')
        && !between.contains(". ")
        && before.outer.end <= first.range.start
        && first.range.end <= next.outer.start
        && (next.reason == AttributionReason::Continued || second.range == first.range)
}

/// Returns the words of the article that name the speaker: the part of the sentence outside the
/// quotation marks that holds the name.
fn attribution(text: &str, proposal: &Proposal) -> Option<String> {
    let speaker = proposal.speaker.as_ref()?;
    if proposal.kind != ProposalKind::Direct {
        return None;
    }
    let start = text[..speaker.range.start].rfind('\n').map_or(0, |n| n + 1);
    let end = text[speaker.range.end..]
        .find('\n')
        .map_or(text.len(), |n| speaker.range.end + n);
    let line = &text[start..end];
    let at = speaker.range.start - start;
    let sentence = sentences(line).into_iter().find(|s| s.contains(&at))?;
    let mut part = start + sentence.start..start + sentence.end;
    for outer in crate::curate::quotes::quoted_ranges(line)
        .into_iter()
        .map(|(outer, _)| start + outer.start..start + outer.end)
    {
        if outer.end <= speaker.range.start {
            part.start = part.start.max(outer.end);
        } else if outer.start >= speaker.range.end {
            part.end = part.end.min(outer.start);
        }
    }
    let words = text.get(part)?;
    let words = words.trim_matches(|c: char| c.is_whitespace() || ",.;:—–".contains(c));
    (!words.is_empty() && words.len() <= MAX_ATTRIBUTION && !words.contains('\n'))
        .then(|| words.to_owned())
}

/// Says of each item where nearly the same words stand.
fn add_similar(briefing: &Briefing, items: &mut [ReviewItem]) {
    let words: Vec<String> = items
        .iter()
        .map(|item| {
            let text = &briefing.article(item.article).text;
            let parts: Vec<&str> = item.parts.iter().map(|part| text.slice(part)).collect();
            parts.join(" ")
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for found in same::similar_pairs(&words) {
        let (first, second) = (found.first, found.second);
        let is_statement =
            |item: &ReviewItem| item.kind != ProposalKind::NotStatement && item.statement.is_some();
        // Two appearances of one statement are one already.
        let one =
            items[first].statement.is_some() && items[first].statement == items[second].statement;
        let none = [first, second]
            .into_iter()
            .any(|n| items[n].kind == ProposalKind::NotStatement && !is_statement(&items[n]));
        if one || none {
            continue;
        }
        for (own, other) in [(first, second), (second, first)] {
            let similar = SimilarWords {
                item: items[other].id.clone(),
                statement: items[other].statement.clone(),
                percent: (found.similarity.share * 100.0).round() as u8,
                difference: found.similarity.difference.map(same::Difference::name),
            };
            items[own].similar.push(similar);
        }
    }
}
