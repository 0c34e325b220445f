//! Reported speech without quotation marks, and that somebody would not say.

use std::ops::Range;

use super::attribute::{Paragraph, mention_range};
use super::lexicon::{ACCORDING, AUX, DECLINE, NEUTRAL, PASSIVE, REPORT, TIME};
use super::mention::SubjectKind;
use super::token::Token;
use super::{AttributionReason, ProposalKind};

/// A stretch of reported speech.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReportedSpeech {
    /// In bytes of the text, with the full stop.
    pub range: Range<usize>,
    pub kind: ProposalKind,
    /// The mention of the speaker in the paragraph.
    pub speaker: Option<usize>,
    pub reason: AttributionReason,
}

/// Fewest words of a report; fewer is an aside.
const MIN_WORDS: usize = 3;

/// Finds the reports of a paragraph, at most one for each sentence.
pub(super) fn find_reported(text: &str, here: &Paragraph, out: &mut Vec<ReportedSpeech>) {
    out.clear();
    let mut from = 0;
    while from < here.tokens.len() {
        let sentence = here.tokens[from].sentence;
        let to = from + here.tokens[from..].partition_point(|t| t.sentence == sentence);
        if let Some(found) = in_sentence(text, here, from..to) {
            out.push(found);
        }
        from = to;
    }
}

fn in_sentence(text: &str, here: &Paragraph, at: Range<usize>) -> Option<ReportedSpeech> {
    let tokens = &here.tokens[at.clone()];
    let whole = tokens.first()?.start as usize..tokens.last()?.end as usize;
    let words = tokens.iter().filter(|t| t.is_word()).count();
    if words < MIN_WORDS {
        return None;
    }
    // Somebody would not say.
    if let Some(phrase) = tokens.iter().position(|t| t.is(DECLINE)) {
        if tokens.iter().any(Token::is_quote) {
            return None;
        }
        let before = here
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, m)| at.contains(&m.tokens.start));
        let speaker = before
            .clone()
            .rfind(|(_, m)| m.tokens.end <= at.start + phrase && !m.in_phrase && !m.is_possessive)
            .or_else(|| {
                before
                    .clone()
                    .rfind(|(_, m)| m.tokens.end <= at.start + phrase)
            })
            .map(|(n, _)| n);
        return Some(ReportedSpeech {
            range: whole,
            kind: ProposalKind::Declined,
            speaker,
            reason: AttributionReason::Declined,
        });
    }
    if tokens.iter().any(Token::is_quote) {
        return None;
    }
    // "is accused of": by whom is seldom said.
    let is_form = |t: &Token| {
        t.is(AUX)
            && matches!(
                &text[t.range()],
                "is" | "are" | "was" | "were" | "been" | "being"
            )
    };
    let passive = tokens
        .windows(2)
        .position(|w| is_form(&w[0]) && w[1].is(PASSIVE));
    if let Some(n) = passive.filter(|&n| {
        tokens.get(n + 2).is_some_and(|t| {
            matches!(
                &text[t.range()],
                "of" | "that" | "to" | "by" | "with" | "for"
            )
        })
    }) {
        let by = tokens[n + 2..]
            .iter()
            .position(|t| &text[t.range()] == "by")
            .map(|b| at.start + n + 2 + b);
        let speaker = by.and_then(|by| here.mentions.iter().position(|m| m.tokens.start == by + 1));
        return Some(ReportedSpeech {
            range: whole,
            kind: ProposalKind::Paraphrase,
            speaker,
            reason: AttributionReason::Reported,
        });
    }
    for (n, link) in here.links.iter().enumerate() {
        let cue = here.cues[link.cue].token;
        // Of several that may be described between commas, the first of the sentence.
        let better = here.links[n + 1..]
            .iter()
            .take_while(|l| l.cue == link.cue)
            .any(|l| l.kind == SubjectKind::Apposition && link.kind == SubjectKind::Apposition);
        if better {
            continue;
        }
        if !at.contains(&cue) || link.kind > SubjectKind::Apposition {
            continue;
        }
        let verb = &here.tokens[cue];
        let mention = &here.mentions[link.mention].tokens;
        // A name with a stop in it may reach over the end of the sentence.
        if mention.start < at.start || mention.end > at.end {
            continue;
        }
        if verb.is(ACCORDING) {
            // "…, according to X." and "According to X, …."
            let behind = cue > at.start;
            let range = if behind {
                let end = here.tokens[at.start..cue]
                    .iter()
                    .rposition(Token::is_word)?
                    + at.start;
                whole.start..here.tokens[end].end as usize
            } else {
                let comma = here.tokens[mention.end..at.end]
                    .iter()
                    .position(|t| t.is_mark(','))?
                    + mention.end;
                here.tokens.get(comma + 1)?.start as usize..whole.end
            };
            return checked_report(text, range, link.mention);
        }
        if !verb.is(REPORT) || verb.is_capital && !verb.is_first {
            continue;
        }
        // "was added to a list": passive.
        let passive = here.tokens[at.start..cue]
            .iter()
            .rev()
            .take(3)
            .take_while(|t| t.is_word())
            .any(is_form);
        if passive {
            continue;
        }
        if mention.start > cue || mention.end == at.end {
            // "…, said X."
            if link.kind == SubjectKind::Inverted && cue > at.start {
                let end = here.tokens[at.start..cue]
                    .iter()
                    .rposition(Token::is_word)?
                    + at.start;
                return checked_report(
                    text,
                    whole.start..here.tokens[end].end as usize,
                    link.mention,
                );
            }
            continue;
        }
        let rest = &here.tokens[cue + 1..at.end];
        if rest.iter().filter(|t| t.is_word()).count() < MIN_WORDS {
            // "…, X said."
            let comma = mention
                .start
                .checked_sub(1)
                .filter(|&c| c > at.start && here.tokens[c].is_mark(','));
            let Some(comma) = comma else { continue };
            return checked_report(
                text,
                whole.start..here.tokens[comma - 1].end as usize,
                link.mention,
            );
        }
        if !verb.is(NEUTRAL) {
            // The verb tells what was said: "denied", "vowed".
            let start = here.tokens[mention.start].start as usize;
            return checked_report(text, start..whole.end, link.mention);
        }
        let mut n = 0;
        while rest.get(n).is_some_and(|t| {
            t.is(TIME) || (n == 0 && matches!(&text[t.range()], "on" | "in" | "late" | "early"))
        }) {
            n += 1;
        }
        // "told the paper that": what is said begins behind the hearer.
        let told = here
            .mentions
            .iter()
            .find(|m| m.is_addressee && m.tokens.start == cue + 1);
        if let Some(hearer) = told {
            n = n.max(hearer.tokens.end - cue - 1);
        }
        if let Some(that) = rest
            .iter()
            .take(14)
            .position(|t| &text[t.range()] == "that")
        {
            let comma = rest[..that].iter().any(|t| t.is_mark(','));
            if !comma || that <= n {
                n = that + 1;
            }
        }
        let start = rest.get(n)?.start as usize;
        return checked_report(text, start..whole.end, link.mention);
    }
    None
}

fn checked_report(text: &str, range: Range<usize>, speaker: usize) -> Option<ReportedSpeech> {
    let words = text
        .get(range.clone())?
        .split_whitespace()
        .take(MIN_WORDS)
        .count();
    (words >= MIN_WORDS).then_some(ReportedSpeech {
        range,
        kind: ProposalKind::Paraphrase,
        speaker: Some(speaker),
        reason: AttributionReason::Reported,
    })
}

/// Returns the bytes of the mention of a report's speaker.
pub(super) fn speaker_of(here: &Paragraph, reported: &ReportedSpeech) -> Option<Range<usize>> {
    reported.speaker.map(|m| mention_range(here, m))
}
