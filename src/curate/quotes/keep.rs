//! Whether words in quotation marks are somebody's statement, or a title, a
//! slogan, a nickname, a headline or a word held at arm's length.

use super::attribute::{AttributionCandidate, CandidatePlace, Paragraph, QuoteFacts};
use super::lexicon::{
    AUX, CALL, CONJUNCTION, DET, Lexicon, OWN, PREPOSITION, SAY, SCARE, SUBJECT, TITLED,
};
use super::token::{Token, TokenKind};
use super::weights::{Feature, Weights};

/// Longest stretch whose words are looked at, in words.
const MAX_WORDS: usize = 24;

/// Returns what speaks for and against a statement.
pub(super) fn statement_features(
    text: &str,
    here: &Paragraph,
    quote: &QuoteFacts,
    candidates: &[AttributionCandidate],
    best: usize,
    lexicon: &Lexicon,
) -> Vec<Feature> {
    use Feature as F;
    let mut f = vec![F::Keep];
    let TokenKind::Quote(n) = here.tokens[quote.token].kind else {
        return f;
    };
    let stretch = &here.quoted[usize::from(n)];
    let inner = text[stretch.inner.clone()].trim();
    f.push(match quote.words {
        0..=1 => F::KeepOneWord,
        2 => F::KeepTwoWords,
        3 => F::KeepThreeWords,
        4 => F::KeepFourWords,
        5..=6 => F::KeepSixWords,
        7..=9 => F::KeepNineWords,
        _ => F::KeepManyWords,
    });
    let mut push = |holds: bool, feature: Feature| {
        if holds {
            f.push(feature);
        }
    };
    let words: Vec<&str> = inner.split_whitespace().take(MAX_WORDS).collect();
    let class = |word: &str| lexicon.class_of(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let open = words.iter().filter(|w| {
        let c = class(w);
        !c.is(PREPOSITION.or(CONJUNCTION).or(DET))
            && w.chars().next().is_some_and(char::is_alphabetic)
    });
    let (capital, all) = open.fold((0, 0), |(c, n), w| {
        (
            c + usize::from(w.chars().next().is_some_and(char::is_uppercase)),
            n + 1,
        )
    });
    let titled = all > 0 && capital == all;
    push(titled && words.len() > 1, F::KeepTitleCase);
    push(
        titled && words.len() > 1 && quote.ends_in_stop,
        F::KeepTitleCaseStop,
    );
    let finite = words.iter().any(|w| {
        class(w).is(AUX)
            || w.contains("n't")
            || w.contains("n’t")
            || w.contains("’s ")
            || w.contains("’re")
    });
    push(finite, F::KeepFinite);
    let person = words
        .iter()
        .any(|w| class(w).is(SUBJECT) || w.contains("’m") || w.contains("'m"));
    push(person, F::KeepPerson);
    push(quote.begins_small, F::KeepSmall);
    push(quote.ends_in_stop, F::KeepStop);
    let inner_comma = inner.ends_with(',');
    push(inner_comma, F::KeepComma);
    push(!stretch.is_closed, F::KeepOpen);
    let before = quote.token.checked_sub(1).map(|b| &here.tokens[b]);
    push(
        before.is_some_and(|b| b.is(DET.or(OWN)) || b.is_possessive),
        F::KeepBehindDeterminer,
    );
    let titled_before = here.tokens[quote.token.saturating_sub(4)..quote.token]
        .iter()
        .rev()
        .take_while(|t| t.is_mark(',') || t.is(TITLED) || t.is_capital)
        .any(|t| t.is(TITLED));
    push(titled_before, F::KeepBehindTitled);
    push(
        titled && before.is_some_and(|b| b.is_possessive),
        F::KeepTitleOfSomebody,
    );
    push(before.is_some_and(|b| b.is(SCARE)), F::KeepBehindScare);
    push(
        before.is_some_and(|b| b.is(CALL) && !b.is(TITLED)),
        F::KeepBehindCall,
    );
    push(
        before.is_some_and(|b| b.is_word() && !b.is(DET.or(OWN).or(TITLED).or(CALL).or(SAY))),
        F::KeepBehindWord,
    );
    push(
        before.is_some_and(|b| b.is_mark(',') || b.is_mark(':')),
        F::KeepBehindComma,
    );
    push(before.is_some_and(|b| b.is_mark(':')), F::KeepBehindColon);
    push(before.is_none(), F::KeepOpening);
    let after = here.tokens.get(quote.token + 1);
    push(
        after.is_some_and(|a| a.is_word() && !a.is(SAY) && !a.is_capital),
        F::KeepBeforeWord,
    );
    push(after.is_none(), F::KeepClosing);
    push(
        before.is_some_and(Token::is_quote) || after.is_some_and(Token::is_quote),
        F::KeepAdjacent,
    );
    let sentence_cue = here.has_cue(quote.sentence);
    push(sentence_cue, F::KeepCue);
    match candidates[best].place {
        CandidatePlace::Here(m) => {
            let near = here.mentions[m].sentence == quote.sentence;
            let cued = !here.links_of(m).is_empty();
            push(near && cued, F::KeepSpeakerNear);
        }
        CandidatePlace::Nobody => push(true, F::KeepNobody),
        _ => {}
    }
    let said = candidates[best]
        .features
        .iter()
        .any(|f| matches!(f, F::AfterGap0 | F::BeforeGap0 | F::BeforeGap2));
    push(said, F::KeepSaid);
    let attributed = candidates[best]
        .features
        .iter()
        .any(|f| matches!(f, F::AfterGap0));
    push(attributed && inner_comma, F::KeepCommaSaid);
    push(attributed && quote.words <= 2, F::KeepWordSaid);
    let short = quote.words <= 3;
    push(short && said, F::KeepShortSaid);
    push(short && !sentence_cue, F::KeepShortNoCue);
    push(quote.begins_small && !sentence_cue, F::KeepSmallNoCue);
    push(
        quote.words > 3 && quote.words < 9 && !sentence_cue,
        F::KeepMiddleNoCue,
    );
    let best_score = candidates[best].score;
    let nobody = candidates.last().map_or(0.0, |c| c.score);
    push(best_score - nobody > 6.0, F::KeepSureSpeaker);
    push(best_score - nobody < 2.5, F::KeepUnsureSpeaker);
    f
}

/// Greatest odds, as a logarithm, of what stands behind "book" or "titled" in capitals.
const MAX_TITLE_LOG_ODDS: f32 = -1.0;

/// Returns the odds, as a logarithm, that a quotation is a statement.
pub(super) fn statement_log_odds(features: &[Feature], weights: &Weights) -> f32 {
    let has = |f: Feature| features.contains(&f);
    let sum: f32 = features.iter().map(|f| weights.get(*f)).sum();
    let named = has(Feature::KeepBehindTitled) && has(Feature::KeepTitleCase);
    if named && !has(Feature::KeepCommaSaid) && !has(Feature::KeepWordSaid) {
        // "her book, “The Long Road”": whatever else is said in the sentence.
        return sum.min(MAX_TITLE_LOG_ODDS);
    }
    sum
}
