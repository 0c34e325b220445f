//! Who said a quotation: every mention nearby is a candidate, described by
//! named features; the one with the greatest sum of weights is proposed.

use std::ops::Range;

use super::lexicon::{AUX, CALL, SAY, TITLED};
use super::marks::QuotedSpan;
use super::mention::{Cue, Mention, MentionKind, SubjectKind, SubjectLink};
use super::token::{Token, TokenKind};
use super::weights::{Feature, Weights};

/// How many mentions before and behind a quotation are candidates.
const MENTIONS_BACK: usize = 24;
const MENTIONS_AHEAD: usize = 14;

/// How many mentions of a neighbouring paragraph are.
const MAX_NEIGHBOUR_MENTIONS: usize = 5;

/// One paragraph, taken apart.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub range: Range<usize>,
    pub quoted: Vec<QuotedSpan>,
    pub tokens: Vec<Token>,
    pub mentions: Vec<Mention>,
    pub cues: Vec<Cue>,
    /// In the order of their cues.
    pub links: Vec<SubjectLink>,
    /// The same in the order of their mentions, so that each is found by bisection.
    pub by_mention: Vec<SubjectLink>,
    /// The first token that is no quotation.
    pub first_word: usize,
    /// The last token that is neither a quotation nor a mark.
    pub last_word: Option<usize>,
    /// The number of the paragraph in the text, from 0.
    pub number: usize,
}

impl Paragraph {
    /// Makes the orders by which links and words are found.
    pub(super) fn build_indexes(&mut self) {
        self.by_mention = self.links.clone();
        self.by_mention.sort_by_key(|l| l.mention);
        let word = |t: &Token| !t.is_quote();
        self.first_word = self
            .tokens
            .iter()
            .position(word)
            .unwrap_or(self.tokens.len());
        self.last_word = self
            .tokens
            .iter()
            .rposition(|t| word(t) && !t.is_punctuation());
    }

    /// Returns the links of a mention.
    pub(super) fn links_of(&self, mention: usize) -> &[SubjectLink] {
        let from = self.by_mention.partition_point(|l| l.mention < mention);
        let to = from + self.by_mention[from..].partition_point(|l| l.mention == mention);
        &self.by_mention[from..to]
    }

    /// Returns the links of a range of cues.
    fn links_of_cues(&self, cues: &Range<usize>) -> &[SubjectLink] {
        let from = self.links.partition_point(|l| l.cue < cues.start);
        let to = from + self.links[from..].partition_point(|l| l.cue < cues.end);
        &self.links[from..to]
    }

    /// Returns `true` if a cue stands in a sentence.
    pub(super) fn has_cue(&self, sentence: u16) -> bool {
        let at = self
            .cues
            .partition_point(|c| self.tokens[c.token].sentence < sentence);
        self.cues
            .get(at)
            .is_some_and(|c| self.tokens[c.token].sentence == sentence)
    }

    /// Returns `true` if only quotations stand before a token.
    fn opens_at(&self, token: usize) -> bool {
        self.first_word >= token
    }
}

/// Who was chosen for a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChosenSpeaker {
    /// In bytes of the text.
    pub range: Range<usize>,
    pub kind: MentionKind,
    /// The paragraph of the mention.
    pub paragraph: usize,
    /// The paragraph of the quotation.
    pub quote_paragraph: usize,
    /// The quotation itself ended without a closing mark.
    pub is_open: bool,
}

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CandidatePlace {
    Here(usize),
    Before(usize),
    After(usize),
    /// Who spoke last, in an earlier paragraph.
    Last,
    Nobody,
}

/// Somebody who may have said a quotation.
#[derive(Clone, Debug)]
pub(super) struct AttributionCandidate {
    pub place: CandidatePlace,
    /// In bytes of the text; empty for nobody.
    pub range: Range<usize>,
    pub kind: Option<MentionKind>,
    pub features: Vec<Feature>,
    pub score: f32,
}

/// What is known of a quotation itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuoteFacts {
    pub token: usize,
    pub sentence: u16,
    /// Ends in a comma, so that a verb of saying follows.
    pub ends_in_comma: bool,
    pub ends_in_stop: bool,
    /// Begins with a small letter.
    pub begins_small: bool,
    pub words: usize,
}

pub(super) fn quote_facts(text: &str, paragraph: &Paragraph, token: usize) -> Option<QuoteFacts> {
    let TokenKind::Quote(n) = paragraph.tokens[token].kind else {
        return None;
    };
    let stretch = paragraph.quoted.get(usize::from(n))?;
    let inner = text[stretch.inner.clone()].trim();
    let last = inner
        .trim_end_matches(['\'', '’', ')'])
        .chars()
        .last()
        .unwrap_or(' ');
    let first = inner
        .trim_start_matches(['\'', '‘', '[', '(', '…', '.', ' '])
        .chars()
        .next()
        .unwrap_or(' ');
    Some(QuoteFacts {
        token,
        sentence: paragraph.tokens[token].sentence,
        ends_in_comma: last == ','
            || paragraph
                .tokens
                .get(token + 1)
                .is_some_and(|t| t.is_mark(',')),
        ends_in_stop: matches!(last, '.' | '!' | '?' | '…'),
        begins_small: first.is_lowercase(),
        words: inner.split_whitespace().take(16).count(),
    })
}

/// Returns the candidates of a quotation with their features and scores.
pub(super) fn find_candidates(
    text: &str,
    here: &Paragraph,
    before: Option<&Paragraph>,
    after: Option<&Paragraph>,
    quote: &QuoteFacts,
    last: Option<&ChosenSpeaker>,
    weights: &Weights,
) -> Vec<AttributionCandidate> {
    let mut found = Vec::new();
    let tight = has_own_cue(here, quote);
    let split = here
        .mentions
        .partition_point(|m| m.tokens.start < quote.token);
    let from = split.saturating_sub(MENTIONS_BACK);
    let to = (split + MENTIONS_AHEAD).min(here.mentions.len());
    let mut last_is_here = false;
    let scene = QuoteScene {
        text,
        here,
        quote,
        first_after: split,
        has_own_cue: tight,
        last,
    };
    for m in from..to {
        let range = mention_range(here, m);
        let is_last = last.is_some_and(|l| l.range == range);
        last_is_here |= is_last;
        let mut features = Vec::with_capacity(24);
        local_features(&scene, m, is_last, &mut features);
        found.push(AttributionCandidate {
            place: CandidatePlace::Here(m),
            range,
            kind: Some(here.mentions[m].kind),
            features,
            score: 0.0,
        });
    }
    let opening = here.opens_at(quote.token);
    let alone = opening && here.last_word.is_none_or(|n| n < quote.token);
    if let Some(chosen) = last.filter(|_| !last_is_here) {
        let mut features = vec![Feature::LastElsewhere];
        push_if(&mut features, tight, Feature::LastElsewhereTight);
        push_if(&mut features, opening, Feature::LastElsewhereOpening);
        push_if(&mut features, alone, Feature::LastElsewhereAlone);
        push_if(
            &mut features,
            chosen.is_open && chosen.quote_paragraph + 1 == here.number,
            Feature::LastElsewhereOpen,
        );
        push_if(
            &mut features,
            chosen.quote_paragraph + 1 == here.number,
            Feature::LastElsewhereNext,
        );
        push_if(
            &mut features,
            chosen.quote_paragraph + 2 < here.number,
            Feature::LastElsewhereFar,
        );
        let colon = before.is_some_and(|b| b.tokens.last().is_some_and(|t| t.is_mark(':')));
        push_if(
            &mut features,
            colon && chosen.paragraph + 1 != here.number,
            Feature::LastElsewhereColon,
        );
        push_if(&mut features, split == 0, Feature::LastElsewhereNoMention);
        push_if(
            &mut features,
            here.mentions.is_empty(),
            Feature::LastElsewhereBare,
        );
        found.push(AttributionCandidate {
            place: CandidatePlace::Last,
            range: chosen.range.clone(),
            kind: Some(chosen.kind),
            features,
            score: 0.0,
        });
    }
    if let Some(previous) = before {
        let colon = previous.tokens.last().is_some_and(|t| t.is_mark(':'));
        for back in 1..=MAX_NEIGHBOUR_MENTIONS.min(previous.mentions.len()) {
            let m = previous.mentions.len() - back;
            let range = mention_range(previous, m);
            if last.is_some_and(|l| l.range == range) && !last_is_here {
                // The same words as the last speaker: one candidate, both grounds.
                if let Some(c) = found.iter_mut().find(|c| c.place == CandidatePlace::Last) {
                    push_if(&mut c.features, colon, Feature::BeforeColon);
                }
                continue;
            }
            let mut features = vec![Feature::BeforePara];
            let cued = !previous.links_of(m).is_empty();
            push_if(&mut features, cued, Feature::BeforeParaCue);
            push_if(&mut features, tight, Feature::BeforeParaTight);
            push_if(&mut features, alone, Feature::BeforeParaAlone);
            push_if(&mut features, opening, Feature::BeforeParaOpening);
            push_if(&mut features, colon, Feature::BeforeColon);
            push_if(&mut features, colon && cued, Feature::BeforeColonCue);
            let opens_last = previous.mentions[m].is_first
                && previous
                    .tokens
                    .last()
                    .is_some_and(|t| t.sentence == previous.mentions[m].sentence);
            push_if(
                &mut features,
                colon && opens_last,
                Feature::BeforeColonFirst,
            );
            push_if(
                &mut features,
                previous.mentions[m].is_first,
                Feature::BeforeParaFirst,
            );
            push_if(
                &mut features,
                previous.mentions[m].in_phrase,
                Feature::BeforeParaPhrase,
            );
            push_if(&mut features, split == 0, Feature::BeforeParaNoMention);
            found.push(AttributionCandidate {
                place: CandidatePlace::Before(m),
                range,
                kind: Some(previous.mentions[m].kind),
                features,
                score: 0.0,
            });
        }
    }
    if let Some(next) = after {
        let signed = signature_mention(text, next);
        let subject = next
            .links
            .iter()
            .find(|l| l.kind <= SubjectKind::Auxiliary)
            .map(|l| l.mention);
        if let Some(m) = signed.or(subject) {
            let mut features = vec![Feature::AfterPara];
            push_if(&mut features, signed.is_some(), Feature::AfterParaSigned);
            push_if(&mut features, tight, Feature::AfterParaTight);
            push_if(&mut features, alone, Feature::AfterParaAlone);
            push_if(
                &mut features,
                next.tokens.first().is_some_and(Token::is_quote),
                Feature::AfterParaQuote,
            );
            push_if(
                &mut features,
                here.mentions.is_empty(),
                Feature::AfterParaBare,
            );
            found.push(AttributionCandidate {
                place: CandidatePlace::After(m),
                range: mention_range(next, m),
                kind: Some(next.mentions[m].kind),
                features,
                score: 0.0,
            });
        }
    }
    found.push(AttributionCandidate {
        place: CandidatePlace::Nobody,
        range: 0..0,
        kind: None,
        features: nobody_features(here, quote, tight),
        score: 0.0,
    });
    for candidate in &mut found {
        candidate.score = candidate.features.iter().map(|f| weights.get(*f)).sum();
    }
    found
}

fn push_if(features: &mut Vec<Feature>, holds: bool, feature: Feature) {
    if holds {
        features.push(feature);
    }
}

/// Longest line that names the speaker of the quotation above it, in tokens.
const MAX_SIGNATURE_TOKENS: usize = 24;

/// Returns the mention of a line that only says whose the words above are:
/// "— Jane Roe, engineer".
pub(super) fn signature_mention(text: &str, line: &Paragraph) -> Option<usize> {
    let dash = line
        .tokens
        .first()
        .is_some_and(|t| t.is_mark('—') || t.is_mark('-'));
    let closes =
        text[line.range.clone()].trim_end().ends_with(['"', '”']) && line.quoted.is_empty();
    let short = line.tokens.len() <= MAX_SIGNATURE_TOKENS
        && !line.tokens.iter().any(|t| t.is_quote() || t.is(AUX));
    let first = line.mentions.first()?;
    (short
        && (dash || closes)
        && first.kind == MentionKind::Name
        && first.tokens.start <= usize::from(dash))
    .then_some(0)
}

fn nobody_features(here: &Paragraph, quote: &QuoteFacts, tight: bool) -> Vec<Feature> {
    let mut features = vec![Feature::Nobody];
    let before = quote.token.checked_sub(1).map(|b| &here.tokens[b]);
    push_if(&mut features, tight, Feature::NobodyTight);
    push_if(&mut features, quote.words < 4, Feature::NobodyShort);
    push_if(
        &mut features,
        before.is_some_and(|b| b.is(TITLED)),
        Feature::NobodyTitled,
    );
    let sentence_cue = here.has_cue(quote.sentence);
    push_if(&mut features, !sentence_cue, Feature::NobodyNoCue);
    push_if(&mut features, here.mentions.is_empty(), Feature::NobodyBare);
    features
}

/// Returns the bytes of a mention.
pub(super) fn mention_range(paragraph: &Paragraph, mention: usize) -> Range<usize> {
    let tokens = &paragraph.mentions[mention].tokens;
    paragraph.tokens[tokens.start].start as usize..paragraph.tokens[tokens.end - 1].end as usize
}

/// How many cues on each side of a quotation may stand right beside it.
const NEAR_CUES: usize = 3;

/// Returns `true` if a cue with a subject stands right before or behind a quotation.
fn has_own_cue(here: &Paragraph, quote: &QuoteFacts) -> bool {
    let near = here.cues.partition_point(|c| c.token < quote.token);
    let near = near.saturating_sub(NEAR_CUES)..near + NEAR_CUES;
    here.links_of_cues(&near).iter().any(|l| {
        let cue = here.cues[l.cue].token;
        let mention = &here.mentions[l.mention].tokens;
        l.kind <= SubjectKind::Auxiliary
            && ((cue > quote.token
                && token_distance(here, quote.token + 1, cue.min(mention.start)) == 0)
                || (cue < quote.token
                    && token_distance(here, cue.max(mention.end - 1) + 1, quote.token) == 0))
    })
}

/// Counts the words and quotations between two tokens.
fn token_distance(here: &Paragraph, from: usize, to: usize) -> usize {
    here.tokens
        .get(from..to)
        .map_or(0, |t| t.iter().filter(|t| !t.is_punctuation()).count())
}

/// What the candidates of one quotation share.
struct QuoteScene<'a> {
    text: &'a str,
    here: &'a Paragraph,
    quote: &'a QuoteFacts,
    /// The first mention behind the quotation.
    first_after: usize,
    /// A cue with a subject stands right beside the quotation.
    has_own_cue: bool,
    last: Option<&'a ChosenSpeaker>,
}

fn local_features(scene: &QuoteScene<'_>, m: usize, is_last: bool, f: &mut Vec<Feature>) {
    use Feature as F;
    let QuoteScene {
        text,
        here,
        quote,
        first_after: split,
        has_own_cue: tight,
        last,
    } = *scene;
    let mention = &here.mentions[m];
    let ahead = m >= split;
    let apart = usize::from(mention.sentence.abs_diff(quote.sentence));
    // The cue of this mention that stands best to the quotation.
    let link = here.links_of(m).iter().min_by_key(|l| {
        let cue = here.cues[l.cue].token;
        let side = if (cue > quote.token) == ahead { 0 } else { 40 };
        (cue.abs_diff(quote.token) + side, l.kind)
    });
    let cue = link.map(|l| &here.cues[l.cue]);
    let grade = link.map(|l| l.kind);
    let place = match (ahead, apart) {
        (true, 0) => 0,
        (false, 0) => 1,
        (false, 1) => 2,
        (true, 1) => 3,
        (false, _) => 4,
        (true, _) => 5,
    };
    f.push(
        [
            F::AfterSame,
            F::BeforeSame,
            F::BeforeOne,
            F::AfterOne,
            F::BeforeFar,
            F::AfterFar,
        ][place],
    );
    let column = match grade {
        None => 0,
        Some(SubjectKind::Direct | SubjectKind::Auxiliary) => 1,
        Some(SubjectKind::Inverted) => 2,
        Some(SubjectKind::According) => 3,
        Some(SubjectKind::PhraseHead) => 4,
        Some(SubjectKind::PhraseObject) => 5,
        Some(SubjectKind::Apposition) => 6,
        Some(SubjectKind::Coordinated) => 7,
        Some(SubjectKind::Participle) => 8,
    };
    let table = [
        [
            F::AfterSameBare,
            F::AfterSameSubject,
            F::AfterSameInverted,
            F::AfterSameAccording,
            F::AfterSamePhraseHead,
            F::AfterSamePhraseObject,
            F::AfterSameApposition,
            F::AfterSameCoordinated,
            F::AfterSameParticiple,
        ],
        [
            F::BeforeSameBare,
            F::BeforeSameSubject,
            F::BeforeSameInverted,
            F::BeforeSameAccording,
            F::BeforeSamePhraseHead,
            F::BeforeSamePhraseObject,
            F::BeforeSameApposition,
            F::BeforeSameCoordinated,
            F::BeforeSameParticiple,
        ],
        [
            F::BeforeOneBare,
            F::BeforeOneSubject,
            F::BeforeOneInverted,
            F::BeforeOneAccording,
            F::BeforeOnePhraseHead,
            F::BeforeOnePhraseObject,
            F::BeforeOneApposition,
            F::BeforeOneCoordinated,
            F::BeforeOneParticiple,
        ],
    ];
    match place {
        0..=2 => f.push(table[place][column]),
        3 => f.push(if column == 0 {
            F::AfterOneBare
        } else if column <= 3 {
            F::AfterOneSubject
        } else {
            F::AfterOneLoose
        }),
        4 => push_if(f, column == 0, F::BeforeFarBare),
        _ => f.push(if column == 0 {
            F::AfterFarBare
        } else {
            F::AfterFarCue
        }),
    }
    if let (Some(cue), true) = (cue, apart == 0) {
        let at = cue.token;
        let same_side = (at > quote.token) == ahead;
        if !same_side {
            f.push(F::CueAcross);
        } else if ahead {
            let words = token_distance(here, quote.token + 1, at.min(mention.tokens.start));
            f.push(match words {
                0 => F::AfterGap0,
                1..=2 => F::AfterGap2,
                _ => F::AfterGapFar,
            });
            push_if(
                f,
                words == 0 && grade <= Some(SubjectKind::Direct),
                F::AfterTightSubject,
            );
            push_if(f, words == 0 && quote.ends_in_comma, F::AfterGap0Comma);
            push_if(f, words == 0 && quote.ends_in_stop, F::AfterGap0Stop);
        } else {
            let words = token_distance(here, at.max(mention.tokens.end - 1) + 1, quote.token);
            f.push(match words {
                0 => F::BeforeGap0,
                1..=2 => F::BeforeGap2,
                3..=6 => F::BeforeGap6,
                7..=12 => F::BeforeGap12,
                _ => F::BeforeGapFar,
            });
            let before = &here.tokens[quote.token - 1];
            push_if(
                f,
                words == 0
                    && (grade <= Some(SubjectKind::Direct)
                        || grade == Some(SubjectKind::Auxiliary)),
                F::BeforeTightSubject,
            );
            let taken = mention
                .tokens
                .start
                .min(at)
                .checked_sub(1)
                .is_some_and(|b| here.tokens[b].is_quote());
            push_if(f, taken && tight, F::BeforeTakenTight);
            push_if(
                f,
                words == 0 && (before.is_mark(',') || before.is_mark(':')),
                F::BeforeGap0Mark,
            );
            // Another cue stands between this one and the quotation.
            let first = here.cues.partition_point(|c| c.token <= at);
            let other = here.cues[first..]
                .iter()
                .take_while(|c| c.token < quote.token)
                .filter(|c| here.tokens[c.token].sentence == quote.sentence)
                .take(2)
                .count();
            if other > 0 {
                f.push(if other == 1 {
                    F::BeforeOneCueBetween
                } else {
                    F::BeforeCuesBetween
                });
            }
        }
        if !cue.is_calling {
            f.push(if ahead { F::SaysAfter } else { F::SaysBefore });
        }
    }
    if let Some(cue) = cue.filter(|_| apart == 1 && !ahead) {
        let mut between = here.tokens[cue.token..quote.token].iter();
        f.push(if between.any(Token::is_quote) {
            F::BeforeOneQuote
        } else {
            F::BeforeOneNoQuote
        });
    }
    // What stands between.
    let (from, to) = if ahead { (split, m) } else { (m + 1, split) };
    let between = to.saturating_sub(from);
    let cued = (from..to)
        .flat_map(|m| here.links_of(m))
        .filter(|l| l.kind <= SubjectKind::Auxiliary)
        .take(3)
        .count();
    let (start, end) = if ahead {
        (quote.token + 1, mention.tokens.start)
    } else {
        (mention.tokens.end, quote.token)
    };
    let quotes = here.tokens[start..end]
        .iter()
        .filter(|t| t.is_quote())
        .take(3)
        .count();
    if ahead {
        if let Some(n) = quotes.checked_sub(1) {
            f.push([F::AfterQuotes1, F::AfterQuotes2, F::AfterQuotes2][n.min(2)]);
        }
        f.push([F::AfterCued0, F::AfterCued1, F::AfterCued2, F::AfterCued2][cued]);
        f.push(match between {
            0 => F::AfterBetween0,
            1 => F::AfterBetween1,
            2 => F::AfterBetween2,
            _ => F::AfterBetweenMany,
        });
        let ended = has_break_between(here, start, end);
        push_if(f, ended && apart == 0, F::AfterMarkBetween);
    } else {
        f.push(
            [
                F::BeforeQuotes0,
                F::BeforeQuotes1,
                F::BeforeQuotes1,
                F::BeforeQuotes1,
            ][quotes],
        );
        f.push(
            [
                F::BeforeCued0,
                F::BeforeCued1,
                F::BeforeCued2,
                F::BeforeCued2,
            ][cued],
        );
        f.push(match between {
            0 => F::BeforeBetween0,
            1..=3 => F::BeforeBetween3,
            _ => F::BeforeBetweenMany,
        });
    }
    let cued = link.is_some();
    f.push(match (mention.kind, cued) {
        (MentionKind::HeShe, true) => F::HeSheCue,
        (MentionKind::HeShe, false) => F::HeSheBare,
        (MentionKind::They, true) => F::TheyCue,
        (MentionKind::They, false) => F::TheyBare,
        (MentionKind::It, true) => F::ItCue,
        (MentionKind::It, false) => F::ItBare,
        (MentionKind::I, _) => F::ICue,
        (MentionKind::Who, true) => F::WhoCue,
        (MentionKind::Who, false) => F::WhoBare,
        (MentionKind::Name, true) => F::NameCue,
        (MentionKind::Name, false) => F::NameBare,
        (MentionKind::Role, true) => F::RoleCue,
        (MentionKind::Role, false) => F::RoleBare,
        (MentionKind::Organisation, true) => F::OrganisationCue,
        (MentionKind::Organisation, false) => F::OrganisationBare,
        (MentionKind::Document, true) => F::DocumentCue,
        (MentionKind::Document, false) => F::DocumentBare,
        (MentionKind::Number, true) => F::NumberCue,
        (MentionKind::Number, false) => F::NumberBare,
        (MentionKind::Other, true) => F::OtherCue,
        (MentionKind::Other, false) => F::OtherBare,
    });
    push_if(
        f,
        mention.in_phrase,
        if cued { F::InPhraseCue } else { F::InPhrase },
    );
    push_if(f, mention.is_possessive, F::Possessive);
    push_if(f, mention.is_addressee, F::Told);
    push_if(f, mention.is_first, F::FirstInSentence);
    push_if(
        f,
        mention.is_first && apart == 0 && !ahead,
        F::FirstBeforeSame,
    );
    let colon = quote.token > 0 && here.tokens[quote.token - 1].is_mark(':');
    push_if(f, colon && !ahead && apart == 0, F::ColonBefore);
    push_if(
        f,
        colon && !ahead && apart == 0 && mention.tokens.end + 1 == quote.token,
        F::ColonRightBefore,
    );
    push_if(f, colon && ahead, F::ColonAfter);
    push_if(
        f,
        quote.begins_small && !ahead && apart == 0,
        F::SmallBefore,
    );
    push_if(f, quote.begins_small && ahead, F::SmallAfter);
    push_if(f, quote.ends_in_comma && ahead && apart == 0, F::CommaAfter);
    push_if(
        f,
        quote.ends_in_comma && !ahead && apart == 0,
        F::CommaBefore,
    );
    let subject = here.tokens.get(mention.tokens.end).is_some_and(|t| {
        t.is(AUX.or(SAY).or(CALL))
            || (!t.is_capital && t.kind == TokenKind::Word && text[t.range()].ends_with("ed"))
    });
    push_if(f, subject, if cued { F::SubjectCue } else { F::Subject });
    push_if(f, subject && !ahead && apart == 0, F::SubjectBeforeSame);
    let opening = here.opens_at(quote.token);
    push_if(f, opening && ahead && apart == 0, F::OpeningAfter);
    if is_last {
        let chosen_here = last.is_some_and(|l| l.quote_paragraph == here.number);
        push_if(f, chosen_here, F::LastHere);
        f.push(if tight { F::LastTight } else { F::LastLoose });
        push_if(f, !tight && place == 1, F::LastLooseBeforeSame);
        push_if(f, !tight && place == 2, F::LastLooseBeforeOne);
        push_if(f, !tight && place >= 3, F::LastLooseFar);
        let adjacent = quote.token > 0 && here.tokens[quote.token - 1].is_quote();
        push_if(f, adjacent, F::LastAdjacent);
        push_if(f, quote.begins_small, F::LastSmall);
    }
    // The quotation directly follows another; what attributed that one holds.
    let previous_quote = quote.token > 0 && here.tokens[quote.token - 1].is_quote();
    push_if(f, previous_quote && ahead, F::AdjacentAfter);
}

/// Returns `true` if a dash, semicolon or colon stands between two tokens.
fn has_break_between(here: &Paragraph, from: usize, to: usize) -> bool {
    here.tokens[from..to]
        .iter()
        .any(|t| matches!(t.kind, TokenKind::Punctuation(';' | ':')))
}
