//! Statements proposed from the text of an article: where, who, of which
//! kind, on which side, why, and with how much doubt. Text in, proposals out.

mod attribute;
pub mod check;
mod keep;
mod lexicon;
mod marks;
mod mention;
mod name;
mod reported;
pub mod same;
mod side;
mod token;
mod weights;

use std::ops::Range;

pub use crate::model::{Doubt, ProposalKind};
use attribute::{AttributionCandidate, CandidatePlace, ChosenSpeaker, Paragraph};
use lexicon::Lexicon;
use name::KnownNames;
pub use side::{SideProposal, SideReason, SideResolver};
pub use weights::{Feature, Weights};

/// Why something is proposed: where the speaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributionReason {
    /// Named beside a verb of saying before the words.
    Before,
    /// Named beside a verb of saying behind the words.
    After,
    /// "according to".
    According,
    /// Named in the sentence, without a verb of saying at hand.
    SameSentence,
    /// Named in another sentence of the paragraph.
    SameParagraph,
    /// Spoke last, and nobody else is named.
    Continued,
    /// Named in the paragraph before.
    ParagraphBefore,
    /// Named in the paragraph behind.
    ParagraphAfter,
    /// Nobody is named.
    Nobody,
    /// A verb of reporting without quotation marks.
    Reported,
    /// Words for not answering.
    Declined,
    /// Looks like a title, a slogan, a name or a word held at arm's length.
    NotStatement,
}

impl AttributionReason {
    /// Returns the ground in words.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            AttributionReason::Before => "named with a verb of saying before the words",
            AttributionReason::After => "named with a verb of saying after the words",
            AttributionReason::According => "“according to”",
            AttributionReason::SameSentence => "named in the same sentence",
            AttributionReason::SameParagraph => "named in the same paragraph",
            AttributionReason::Continued => "spoke last, and nobody else is named",
            AttributionReason::ParagraphBefore => "named in the paragraph before",
            AttributionReason::ParagraphAfter => "named in the paragraph after",
            AttributionReason::Nobody => "nobody is named",
            AttributionReason::Reported => "a verb of reporting, no quotation marks",
            AttributionReason::Declined => "words for not answering",
            AttributionReason::NotStatement => {
                "a title, a slogan, a name or a single word in marks"
            }
        }
    }
}

/// Who is proposed as the speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedSpeaker {
    /// The mention, in bytes of the text.
    pub range: Range<usize>,
    /// The fullest form of the name that the text gives up to there; the words
    /// of the mention where it gives none.
    pub name: String,
}

/// What the program thinks is a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The words without their quotation marks, in bytes of the text.
    pub range: Range<usize>,
    /// With their quotation marks.
    pub outer: Range<usize>,
    /// What they are proposed as.
    pub kind: ProposalKind,
    /// `None` where nobody is named.
    pub speaker: Option<ProposedSpeaker>,
    /// Who else is named nearby, the likelier first.
    pub others: Vec<ProposedSpeaker>,
    /// How far to trust kind and speaker.
    pub doubt: Doubt,
    /// What the speaker rests on.
    pub reason: AttributionReason,
    /// The speaker with role and organisation as printed, in bytes of the text.
    pub description: Range<usize>,
    /// How likely the speaker is right, from 0 to 1.
    pub speaker_likelihood: f32,
    /// How likely the words are a statement, from 0 to 1.
    pub statement_likelihood: f32,
}

/// Longest stretch of text that is looked at as one paragraph, in bytes; a
/// longer one is cut, so that the time grows with the text and not faster.
const MAX_PARAGRAPH_BYTES: usize = 8 * 1024;

/// Least odds, as a logarithm, of what is proposed as a statement: 0.6, which
/// served the set of `docs/proposals.md` best when fitted without the outlet.
const MIN_STATEMENT_LOG_ODDS: f32 = 0.4;

/// One decision, as the fitting of the weights sees it.
#[derive(Debug)]
pub struct DecisionTrace<'a> {
    /// The words without their quotation marks.
    pub range: Range<usize>,
    /// The candidates: bytes of the mention (empty for nobody) and features.
    pub candidates: Vec<(Range<usize>, &'a [Feature])>,
    /// The candidate with the greatest score.
    pub best: usize,
    /// What speaks for a statement.
    pub statement_features: &'a [Feature],
}

/// Returns the stretches between quotation marks of a text, each with and
/// without its marks. Single marks count where the text quotes with them.
#[must_use]
pub fn quoted_ranges(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let british = marks::quotes_in_single_marks(text);
    let mut found = Vec::new();
    let mut carry = marks::CarriedQuote::default();
    let mut at = 0;
    let mut own = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if range.is_empty() {
            continue;
        }
        own.clear();
        let reopens = text[at..]
            .trim_start()
            .starts_with(['‘', '“', '"', '«', '„']);
        carry = marks::quoted_spans(text, &range, carry, reopens, &mut own);
        let counts = own.drain(..).filter(|s| british || !s.is_single);
        found.extend(counts.map(|s| (s.outer, s.inner)));
    }
    found
}

/// Returns the quotations of a text with their speakers, in order.
#[must_use]
pub fn propose(text: &str) -> Vec<Proposal> {
    propose_with(text, &Weights::fitted(), &mut |_| {})
}

/// Returns what [`propose`] does by other weights, and shows each decision.
pub fn propose_with(
    text: &str,
    weights: &Weights,
    observe: &mut dyn FnMut(&DecisionTrace<'_>),
) -> Vec<Proposal> {
    let lexicon = Lexicon::english();
    let mut reader = ParagraphReader::new(text, lexicon);
    let british = marks::quotes_in_single_marks(text);
    let mut proposals = Vec::new();
    let mut last: Option<ChosenSpeaker> = None;
    let mut names = KnownNames::new();
    let mut sentences = 0;
    let mut reports = Vec::new();
    let mut before: Option<Paragraph> = None;
    let mut here = reader.next();
    while let Some(current) = here {
        let after = reader.next();
        names.read_paragraph(text, &current, lexicon, sentences);
        sentences += current
            .tokens
            .last()
            .map_or(1, |t| usize::from(t.sentence) + 1);
        let first = proposals.len();
        for token in 0..current.tokens.len() {
            let Some(quote) = attribute::quote_facts(text, &current, token) else {
                continue;
            };
            let candidates = attribute::find_candidates(
                text,
                &current,
                before.as_ref(),
                after.as_ref(),
                &quote,
                last.as_ref(),
                weights,
            );
            let best = best_index(&candidates);
            let token::TokenKind::Quote(n) = current.tokens[token].kind else {
                continue;
            };
            let stretch = &current.quoted[usize::from(n)];
            let keep_features =
                keep::statement_features(text, &current, &quote, &candidates, best, lexicon);
            let keep = keep::statement_log_odds(&keep_features, weights);
            if !stretch.is_single || british {
                observe(&DecisionTrace {
                    range: stretch.inner.clone(),
                    candidates: candidates
                        .iter()
                        .map(|c| (c.range.clone(), c.features.as_slice()))
                        .collect(),
                    best,
                    statement_features: &keep_features,
                });
            }
            let statement = keep > MIN_STATEMENT_LOG_ODDS && (!stretch.is_single || british);
            let chosen = &candidates[best];
            let speaker = (chosen.place != CandidatePlace::Nobody).then(|| ProposedSpeaker {
                range: chosen.range.clone(),
                name: names.name_of(text, &current, [before.as_ref(), after.as_ref()], chosen),
            });
            if let Some(kind) = chosen.kind.filter(|_| statement && speaker.is_some()) {
                last = Some(ChosenSpeaker {
                    range: chosen.range.clone(),
                    kind,
                    paragraph: current.number,
                    quote_paragraph: current.number,
                    is_open: !stretch.is_closed,
                });
            }
            let likelihood = best_share(&candidates, best);
            let share = if stretch.is_single && !british {
                0.0
            } else {
                1.0 / (1.0 + (-keep).exp())
            };
            proposals.push(Proposal {
                doubt: doubt_of(likelihood, share, statement),
                reason: if statement {
                    attribution_reason(&current, &quote, chosen)
                } else {
                    AttributionReason::NotStatement
                },
                description: match chosen.place {
                    CandidatePlace::Here(m) => description_range(&current, m),
                    CandidatePlace::Before(m) => {
                        before.as_ref().map_or(0..0, |p| description_range(p, m))
                    }
                    CandidatePlace::After(m) => {
                        after.as_ref().map_or(0..0, |p| description_range(p, m))
                    }
                    CandidatePlace::Last | CandidatePlace::Nobody => chosen.range.clone(),
                },
                range: stretch.inner.clone(),
                outer: stretch.outer.clone(),
                kind: if statement {
                    ProposalKind::Direct
                } else {
                    ProposalKind::NotStatement
                },
                others: if statement {
                    others(&candidates, best)
                        .map(|other| ProposedSpeaker {
                            range: other.range.clone(),
                            name: names.name_of(
                                text,
                                &current,
                                [before.as_ref(), after.as_ref()],
                                other,
                            ),
                        })
                        .collect()
                } else {
                    Vec::new()
                },
                speaker,
                speaker_likelihood: likelihood,
                statement_likelihood: share,
            });
        }
        reported::find_reported(text, &current, &mut reports);
        for report in &reports {
            let speaker = reported::speaker_of(&current, report).zip(report.speaker);
            let (speaker, described) = match speaker {
                Some((range, m)) => {
                    let name = names.name_at(text, &current, m);
                    (
                        Some(ProposedSpeaker { range, name }),
                        description_range(&current, m),
                    )
                }
                None => (None, 0..0),
            };
            proposals.push(Proposal {
                outer: report.range.clone(),
                range: report.range.clone(),
                kind: report.kind,
                doubt: Doubt::Likely,
                reason: report.reason,
                speaker_likelihood: if speaker.is_some() { 0.8 } else { 0.5 },
                statement_likelihood: 0.8,
                speaker,
                others: Vec::new(),
                description: described,
            });
        }
        proposals[first..].sort_by_key(|p| p.range.start);
        before = Some(current);
        here = after;
    }
    proposals
}

/// Least likelihoods of what is called sure and likely; of the set of
/// `docs/proposals.md`, fitted without the outlet, the share that is right in
/// each class stands there.
const MIN_SURE_LIKELIHOOD: f32 = 0.97;
const MIN_LIKELY_LIKELIHOOD: f32 = 0.6;

fn doubt_of(speaker: f32, share: f32, statement: bool) -> Doubt {
    if !statement {
        return if share < 0.2 {
            Doubt::Likely
        } else {
            Doubt::Look
        };
    }
    if speaker >= MIN_SURE_LIKELIHOOD && share >= 0.9 {
        Doubt::Sure
    } else if speaker >= MIN_LIKELY_LIKELIHOOD && share >= 0.75 {
        Doubt::Likely
    } else {
        Doubt::Look
    }
}

/// Returns what the choice of a speaker rests on.
fn attribution_reason(
    here: &Paragraph,
    quote: &attribute::QuoteFacts,
    chosen: &AttributionCandidate,
) -> AttributionReason {
    match chosen.place {
        CandidatePlace::Nobody => AttributionReason::Nobody,
        CandidatePlace::Last => AttributionReason::Continued,
        CandidatePlace::Before(_) => AttributionReason::ParagraphBefore,
        CandidatePlace::After(_) => AttributionReason::ParagraphAfter,
        CandidatePlace::Here(m) => {
            let mention = &here.mentions[m];
            let link = here.links_of(m).iter().min_by_key(|l| l.kind);
            if mention.sentence != quote.sentence {
                return AttributionReason::SameParagraph;
            }
            match link {
                None => AttributionReason::SameSentence,
                Some(l) if l.kind == mention::SubjectKind::According => {
                    AttributionReason::According
                }
                Some(_) if mention.tokens.start < quote.token => AttributionReason::Before,
                Some(_) => AttributionReason::After,
            }
        }
    }
}

/// How far a description of a speaker goes on, in tokens.
const MAX_DESCRIPTION_TOKENS: usize = 16;

/// Returns a mention with the role and organisation around it: "Jane Roe, a
/// spokeswoman for the union".
fn description_range(paragraph: &Paragraph, m: usize) -> Range<usize> {
    use lexicon::{AUX, CALL, CONJUNCTION, SAY};
    let tokens = &paragraph.mentions[m].tokens;
    let mut end = tokens.end;
    for (n, token) in paragraph.tokens[tokens.end..]
        .iter()
        .take(MAX_DESCRIPTION_TOKENS)
        .enumerate()
    {
        let stops = token.is(SAY.or(CALL).or(AUX).or(CONJUNCTION)) && !token.is_capital
            || token.is_quote()
            || token.is_mark(';')
            || token.is_mark(':')
            || token.is_mark('.')
                && paragraph
                    .tokens
                    .get(tokens.end + n + 1)
                    .is_none_or(|t| t.sentence != token.sentence);
        if stops {
            break;
        }
        if token.is_word() {
            end = tokens.end + n + 1;
        }
    }
    paragraph.tokens[tokens.start].start as usize..paragraph.tokens[end - 1].end as usize
}

fn best_index(list: &[AttributionCandidate]) -> usize {
    let mut best = 0;
    for (i, candidate) in list.iter().enumerate() {
        if candidate.score > list[best].score {
            best = i;
        }
    }
    best
}

/// Most other speakers that a proposal names; with the first, one for each digit.
const MAX_OTHERS: usize = 8;

/// Returns the candidates but the best one and nobody, the likelier first.
fn others(
    list: &[AttributionCandidate],
    best: usize,
) -> impl Iterator<Item = &AttributionCandidate> {
    let mut order: Vec<usize> = (0..list.len())
        .filter(|n| *n != best && list[*n].place != CandidatePlace::Nobody)
        .collect();
    order.sort_by(|a, b| list[*b].score.total_cmp(&list[*a].score));
    order.into_iter().take(MAX_OTHERS).map(|n| &list[n])
}

/// Returns the share of the best candidate among all.
fn best_share(list: &[AttributionCandidate], best: usize) -> f32 {
    let top = list[best].score;
    let sum: f32 = list.iter().map(|c| (c.score - top).exp()).sum();
    1.0 / sum.max(1.0)
}

/// Reads a text paragraph by paragraph.
struct ParagraphReader<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    carried: marks::CarriedQuote,
    lexicon: &'a Lexicon,
}

impl<'a> ParagraphReader<'a> {
    fn new(text: &'a str, lexicon: &'a Lexicon) -> ParagraphReader<'a> {
        ParagraphReader {
            text,
            at: 0,
            number: 0,
            carried: marks::CarriedQuote::default(),
            lexicon,
        }
    }

    /// Returns the next line that holds more than blanks.
    fn next(&mut self) -> Option<Paragraph> {
        let range = loop {
            if self.at >= self.text.len() {
                return None;
            }
            let rest = &self.text[self.at..];
            let end = rest
                .find(['\n', '\r'])
                .map_or(self.text.len(), |n| self.at + n);
            let end = self.cut_point(end);
            let range = self.at..end;
            self.at = end;
            if self.text[end..].starts_with(['\n', '\r']) {
                self.at += 1;
            }
            if !self.text[range.clone()].trim().is_empty() {
                break range;
            }
        };
        let mut paragraph = Paragraph {
            range,
            number: self.number,
            ..Paragraph::default()
        };
        self.number += 1;
        let reopens = self.text[self.at..]
            .trim_start()
            .starts_with(['‘', '“', '"', '«', '„']);
        self.carried = marks::quoted_spans(
            self.text,
            &paragraph.range,
            self.carried,
            reopens,
            &mut paragraph.quoted,
        );
        token::tokenize(
            self.text,
            &paragraph.range,
            &paragraph.quoted,
            self.lexicon,
            &mut paragraph.tokens,
        );
        mention::find_mentions(self.text, &paragraph.tokens, &mut paragraph.mentions);
        mention::find_cues(
            self.text,
            &paragraph.tokens,
            &paragraph.mentions,
            &mut paragraph.cues,
            &mut paragraph.links,
        );
        paragraph.build_indexes();
        Some(paragraph)
    }

    /// Returns where a paragraph that is too long is cut: at a blank.
    fn cut_point(&self, end: usize) -> usize {
        if end - self.at <= MAX_PARAGRAPH_BYTES {
            return end;
        }
        let mut limit = self.at + MAX_PARAGRAPH_BYTES;
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let window = &self.text[self.at..limit];
        match window.rfind(". ").or_else(|| window.rfind(' ')) {
            Some(n) if n > 0 => self.at + n + 1,
            _ => limit,
        }
    }
}

#[cfg(test)]
mod tests;
