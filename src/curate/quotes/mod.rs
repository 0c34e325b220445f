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
use attribute::{Candidate, Chosen, Paragraph, Place};
use lexicon::Lexicon;
use name::Names;
pub use side::{SideGround, SideProposal, Sides};
pub use weights::{Feature, Weights};

/// Why something is proposed: where the speaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
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

impl Ground {
    /// Returns the ground in words.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Ground::Before => "named with a verb of saying before the words",
            Ground::After => "named with a verb of saying after the words",
            Ground::According => "“according to”",
            Ground::SameSentence => "named in the same sentence",
            Ground::SameParagraph => "named in the same paragraph",
            Ground::Continued => "spoke last, and nobody else is named",
            Ground::ParagraphBefore => "named in the paragraph before",
            Ground::ParagraphAfter => "named in the paragraph after",
            Ground::Nobody => "nobody is named",
            Ground::Reported => "a verb of reporting, no quotation marks",
            Ground::Declined => "words for not answering",
            Ground::NotStatement => "a title, a slogan, a name or a single word in marks",
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
    pub ground: Ground,
    /// The speaker with role and organisation as printed, in bytes of the text.
    pub described: Range<usize>,
    /// How likely the speaker is right, from 0 to 1.
    pub likelihood: f32,
    /// How likely the words are a statement, from 0 to 1.
    pub statement: f32,
}

/// Longest stretch of text that is looked at as one paragraph, in bytes; a
/// longer one is cut, so that the time grows with the text and not faster.
const MAX_PARAGRAPH: usize = 8 * 1024;

/// Least odds, as a logarithm, of what is proposed as a statement: 0.6, which
/// served the set of `docs/proposals.md` best when fitted without the outlet.
const MIN_STATEMENT: f32 = 0.4;

/// One decision, as the fitting of the weights sees it.
#[derive(Debug)]
pub struct Observed<'a> {
    /// The words without their quotation marks.
    pub range: Range<usize>,
    /// The candidates: bytes of the mention (empty for nobody) and features.
    pub candidates: Vec<(Range<usize>, &'a [Feature])>,
    /// The candidate with the greatest score.
    pub best: usize,
    /// What speaks for a statement.
    pub keep: &'a [Feature],
}

/// Returns the stretches between quotation marks of a text, each with and
/// without its marks. Single marks count where the text quotes with them.
#[must_use]
pub fn marks_of(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let british = marks::is_british(text);
    let mut found = Vec::new();
    let mut carry = marks::Carry::default();
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
        carry = marks::stretches(text, &range, carry, reopens, &mut own);
        let counts = own.drain(..).filter(|s| british || !s.single);
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
    observe: &mut dyn FnMut(&Observed<'_>),
) -> Vec<Proposal> {
    let lexicon = Lexicon::english();
    let mut reader = Reader::new(text, lexicon);
    let british = marks::is_british(text);
    let mut proposals = Vec::new();
    let mut last: Option<Chosen> = None;
    let mut names = Names::new();
    let mut sentences = 0;
    let mut reports = Vec::new();
    let mut before: Option<Paragraph> = None;
    let mut here = reader.next();
    while let Some(current) = here {
        let after = reader.next();
        names.read(text, &current, lexicon, sentences);
        sentences += current
            .tokens
            .last()
            .map_or(1, |t| usize::from(t.sentence) + 1);
        let first = proposals.len();
        for token in 0..current.tokens.len() {
            let Some(quote) = attribute::quote_of(text, &current, token) else {
                continue;
            };
            let candidates = attribute::candidates(
                text,
                &current,
                before.as_ref(),
                after.as_ref(),
                &quote,
                last.as_ref(),
                weights,
            );
            let best = best_of(&candidates);
            let token::TokenKind::Quote(n) = current.tokens[token].kind else {
                continue;
            };
            let stretch = &current.stretches[usize::from(n)];
            let keep_features = keep::features(text, &current, &quote, &candidates, best, lexicon);
            let keep = keep::score(&keep_features, weights);
            if !stretch.single || british {
                observe(&Observed {
                    range: stretch.inner.clone(),
                    candidates: candidates
                        .iter()
                        .map(|c| (c.range.clone(), c.features.as_slice()))
                        .collect(),
                    best,
                    keep: &keep_features,
                });
            }
            let statement = keep > MIN_STATEMENT && (!stretch.single || british);
            let chosen = &candidates[best];
            let speaker = (chosen.place != Place::Nobody).then(|| ProposedSpeaker {
                range: chosen.range.clone(),
                name: names.name_of(text, &current, [before.as_ref(), after.as_ref()], chosen),
            });
            if let Some(kind) = chosen.kind.filter(|_| statement && speaker.is_some()) {
                last = Some(Chosen {
                    range: chosen.range.clone(),
                    kind,
                    paragraph: current.number,
                    said_in: current.number,
                    open: !stretch.closed,
                });
            }
            let likelihood = likelihood(&candidates, best);
            let share = if stretch.single && !british {
                0.0
            } else {
                1.0 / (1.0 + (-keep).exp())
            };
            proposals.push(Proposal {
                doubt: doubt(likelihood, share, statement),
                ground: if statement {
                    ground(&current, &quote, chosen)
                } else {
                    Ground::NotStatement
                },
                described: match chosen.place {
                    Place::Here(m) => described(&current, m),
                    Place::Before(m) => before.as_ref().map_or(0..0, |p| described(p, m)),
                    Place::After(m) => after.as_ref().map_or(0..0, |p| described(p, m)),
                    Place::Last | Place::Nobody => chosen.range.clone(),
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
                likelihood,
                statement: share,
            });
        }
        reported::reported(text, &current, &mut reports);
        for report in &reports {
            let speaker = reported::speaker_of(&current, report).zip(report.speaker);
            let (speaker, described) = match speaker {
                Some((range, m)) => {
                    let name = names.name_at(text, &current, m);
                    (
                        Some(ProposedSpeaker { range, name }),
                        described(&current, m),
                    )
                }
                None => (None, 0..0),
            };
            proposals.push(Proposal {
                outer: report.range.clone(),
                range: report.range.clone(),
                kind: report.kind,
                doubt: Doubt::Likely,
                ground: report.ground,
                likelihood: if speaker.is_some() { 0.8 } else { 0.5 },
                statement: 0.8,
                speaker,
                others: Vec::new(),
                described,
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
const MIN_SURE: f32 = 0.97;
const MIN_LIKELY: f32 = 0.6;

fn doubt(speaker: f32, share: f32, statement: bool) -> Doubt {
    if !statement {
        return if share < 0.2 {
            Doubt::Likely
        } else {
            Doubt::Look
        };
    }
    if speaker >= MIN_SURE && share >= 0.9 {
        Doubt::Sure
    } else if speaker >= MIN_LIKELY && share >= 0.75 {
        Doubt::Likely
    } else {
        Doubt::Look
    }
}

/// Returns what the choice of a speaker rests on.
fn ground(here: &Paragraph, quote: &attribute::Quote, chosen: &Candidate) -> Ground {
    match chosen.place {
        Place::Nobody => Ground::Nobody,
        Place::Last => Ground::Continued,
        Place::Before(_) => Ground::ParagraphBefore,
        Place::After(_) => Ground::ParagraphAfter,
        Place::Here(m) => {
            let mention = &here.mentions[m];
            let link = here.links_of(m).iter().min_by_key(|l| l.grade);
            if mention.sentence != quote.sentence {
                return Ground::SameParagraph;
            }
            match link {
                None => Ground::SameSentence,
                Some(l) if l.grade == mention::Grade::According => Ground::According,
                Some(_) if mention.tokens.start < quote.token => Ground::Before,
                Some(_) => Ground::After,
            }
        }
    }
}

/// How far a description of a speaker goes on, in tokens.
const DESCRIPTION: usize = 16;

/// Returns a mention with the role and organisation around it: "Jane Roe, a
/// spokeswoman for the union".
fn described(paragraph: &Paragraph, m: usize) -> Range<usize> {
    use lexicon::{AUX, CALL, CONJUNCTION, SAY};
    let tokens = &paragraph.mentions[m].tokens;
    let mut end = tokens.end;
    for (n, token) in paragraph.tokens[tokens.end..]
        .iter()
        .take(DESCRIPTION)
        .enumerate()
    {
        let stops = token.is(SAY.or(CALL).or(AUX).or(CONJUNCTION)) && !token.capital
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

fn best_of(list: &[Candidate]) -> usize {
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
fn others(list: &[Candidate], best: usize) -> impl Iterator<Item = &Candidate> {
    let mut order: Vec<usize> = (0..list.len())
        .filter(|n| *n != best && list[*n].place != Place::Nobody)
        .collect();
    order.sort_by(|a, b| list[*b].score.total_cmp(&list[*a].score));
    order.into_iter().take(MAX_OTHERS).map(|n| &list[n])
}

/// Returns the share of the best candidate among all.
fn likelihood(list: &[Candidate], best: usize) -> f32 {
    let top = list[best].score;
    let sum: f32 = list.iter().map(|c| (c.score - top).exp()).sum();
    1.0 / sum.max(1.0)
}

/// Reads a text paragraph by paragraph.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    carry: marks::Carry,
    lexicon: &'a Lexicon,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, lexicon: &'a Lexicon) -> Reader<'a> {
        Reader {
            text,
            at: 0,
            number: 0,
            carry: marks::Carry::default(),
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
            let end = self.cut(end);
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
        self.carry = marks::stretches(
            self.text,
            &paragraph.range,
            self.carry,
            reopens,
            &mut paragraph.stretches,
        );
        token::tokens(
            self.text,
            &paragraph.range,
            &paragraph.stretches,
            self.lexicon,
            &mut paragraph.tokens,
        );
        mention::mentions(self.text, &paragraph.tokens, &mut paragraph.mentions);
        mention::cues(
            self.text,
            &paragraph.tokens,
            &paragraph.mentions,
            &mut paragraph.cues,
            &mut paragraph.links,
        );
        paragraph.index();
        Some(paragraph)
    }

    /// Returns where a paragraph that is too long is cut: at a blank.
    fn cut(&self, end: usize) -> usize {
        if end - self.at <= MAX_PARAGRAPH {
            return end;
        }
        let mut limit = self.at + MAX_PARAGRAPH;
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
