//! What is proposed for an article, as it is printed for programs.

use std::ops::Range;

use serde::Serialize;

use super::input::ArticleInput;
use crate::curate::quotes::check::{covered_ranges, is_covered};
use crate::curate::quotes::{Proposal, SideResolver, propose};

#[derive(Serialize)]
pub struct ArticleProposalsJson<'a> {
    pub file: &'a str,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub offsets_in: &'static str,
    pub text: Option<&'a str>,
    pub quotes: Vec<ProposalJson<'a>>,
}

#[derive(Serialize)]
pub struct ProposalJson<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub kind: &'static str,
    pub speaker: Option<ProposedSpeakerJson<'a>>,
    pub side: Option<&'a str>,
    pub side_doubt: Option<&'static str>,
    pub side_why: Option<String>,
    pub doubt: &'static str,
    pub why: &'static str,
    pub covered: Option<bool>,
}

#[derive(Serialize)]
pub struct ProposedSpeakerJson<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    pub name: String,
}

/// Returns the proposals for an article, of those already covered only where they are wanted.
pub fn proposals_in<'a>(
    text: &'a ArticleInput,
    sides: Option<&SideResolver>,
    uncovered: bool,
) -> Vec<ProposalJson<'a>> {
    let covered = text.article.map(|(b, ix)| covered_ranges(b, ix));
    let mut quotes = Vec::new();
    for proposal in propose(&text.text) {
        if proposal.range.start < text.within.start || proposal.range.end > text.within.end {
            continue;
        }
        let is_covered = covered.as_ref().map(|c| is_covered(c, &proposal));
        if !(uncovered && is_covered == Some(true)) {
            quotes.push(proposal_json(text, sides, proposal, is_covered));
        }
    }
    quotes
}

fn proposal_json<'a>(
    text: &'a ArticleInput,
    sides: Option<&SideResolver>,
    proposal: Proposal,
    covered: Option<bool>,
) -> ProposalJson<'a> {
    let slice = |range: &Range<usize>| text.text.get(range.clone()).unwrap_or_default();
    let briefing = text.article.map(|(briefing, _)| briefing);
    let proposed = proposal.speaker.as_ref().zip(sides);
    let side = proposed.map(|(s, sides)| sides.propose(&s.name, slice(&proposal.description)));
    ProposalJson {
        start: proposal.range.start,
        end: proposal.range.end,
        text: slice(&proposal.range),
        kind: proposal.kind.name(),
        side: side
            .and_then(|side| side.side)
            .zip(briefing)
            .map(|(ix, briefing)| briefing.side_label(ix)),
        side_doubt: side.map(|side| side.doubt.name()),
        side_why: side.zip(briefing).map(|(side, b)| side.explanation(b)),
        doubt: proposal.doubt.name(),
        why: proposal.reason.explanation(),
        covered,
        speaker: proposal.speaker.map(|speaker| ProposedSpeakerJson {
            text: slice(&speaker.range),
            start: speaker.range.start,
            end: speaker.range.end,
            name: speaker.name,
        }),
    }
}
