//! What a selection leaves out of its own sentence that turns its meaning:
//! "not", "if", "allegedly", "according to". Lists of words, not grammar: it
//! may name a word too many, which costs a glance, and seldom one too few.

use std::ops::Range;

/// What a word does to the sentence around it; the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualifierKind {
    /// It denies: "not", "never", "without".
    Negation,
    /// It makes the rest depend on something: "if", "unless".
    Condition,
    /// It makes the rest less certain: "allegedly", "might".
    Hedge,
    /// It says whose words the rest is: "according to", "said".
    Attribution,
}

impl QualifierKind {
    /// Returns what such a word is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QualifierKind::Negation => "negation",
            QualifierKind::Condition => "condition",
            QualifierKind::Hedge => "hedge",
            QualifierKind::Attribution => "attribution",
        }
    }
}

/// A word that a selection leaves out, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedQualifier {
    /// The word or words, as they stand in the sentence.
    pub words: String,
    /// Where: bytes of the sentence.
    pub range: Range<usize>,
    /// What it does.
    pub kind: QualifierKind,
}

/// English words and phrases, in lower case and with commas between them, and what they do. Of phrases that
/// begin alike the longest counts.
const ENGLISH: &[(QualifierKind, &str)] = &[
    (
        QualifierKind::Negation,
        "not, cannot, no, never, none, nobody, nothing, nowhere, neither, nor, without, \
         no one, no longer, not yet, far from, deny, denies, denied, denying, refuse, \
         refuses, refused, decline to, declines to, declined to, reject, rejects, rejected, refute, refutes, refuted, dispute, \
         disputes, disputed, fail to, fails to, failed to, lack, lacks, lacked, hardly, \
         barely, scarcely, false, falsely, untrue, incorrect",
    ),
    (
        QualifierKind::Condition,
        "if, only if, even if, unless, until, provided, provided that, providing, as long \
         as, so long as, on condition that, on the condition that, assuming, in case, in \
         the event, otherwise, except, except for, depending on, subject to",
    ),
    (
        QualifierKind::Hedge,
        "allegedly, alleged, reportedly, supposedly, supposed, purportedly, purported, \
         ostensibly, apparently, seemingly, seems, seemed, appears to, appeared to, \
         possibly, possible, perhaps, maybe, probably, likely, presumably, potentially, \
         theoretically, in theory, may, might, could, so-called, rumored, rumoured, \
         suspected, unconfirmed",
    ),
    (
        QualifierKind::Attribution,
        "according to, said, says, say, saying, told, tells, claim, claims, claimed, \
         claiming, alleges, allege, alleging, asserts, asserted, argues, argued, insists, \
         insisted, maintains, maintained, contends, contended, states, stated, wrote, \
         writes, testified, reported, reports that, believes, believe, believed, thinks, \
         suggests, suggested, accuses, accused, noted, notes that, noting, announced, \
         announces, warned, warns, responded that, complained that, indicated that, \
         vowed, allegation that, allegations that, allegations of, accusation that, \
         accusations that, accusations of, accusations about, suspicion that, \
         suspicions that, suspicions of, suspicions about, citing, in the words of, in the view of, \
         quoted as",
    ),
];

/// Returns the words of a sentence that turn its meaning and that a selection
/// (bytes of the sentence) leaves out, in their order. `language` is a BCP 47
/// tag; of other languages than English no words are known. A selection that
/// holds nothing of the sentence leaves nothing out of it.
///
/// Attribution is told too where the words left out are "said X" behind a
/// quotation: whether the citation makes up for it, the caller knows.
#[must_use]
pub fn find_dropped_qualifiers(
    sentence: &str,
    selected: Range<usize>,
    language: &str,
) -> Vec<DroppedQualifier> {
    let english = language
        .split(['-', '_'])
        .next()
        .is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    let words = words(sentence);
    let holds = |word: &Range<usize>| word.start < selected.end && selected.start < word.end;
    if !english || !words.iter().any(|(range, _)| holds(range)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let turning = first_qualifier(sentence, &words[at..])
            .or_else(|| positional_qualifier(sentence, &words, at));
        let Some((turn, count)) = turning else {
            at += 1;
            continue;
        };
        let range = words[at].0.start..words[at + count - 1].0.end;
        if !(selected.start <= range.start && range.end <= selected.end) {
            found.push(DroppedQualifier {
                words: sentence[range.clone()].to_owned(),
                range,
                kind: turn,
            });
        }
        at += count;
    }
    found
}

/// Returns what the first of some words does, with how many others.
fn first_qualifier(
    sentence: &str,
    words: &[(Range<usize>, String)],
) -> Option<(QualifierKind, usize)> {
    let (range, first) = words.first()?;
    if first.ends_with("n't") {
        return Some((QualifierKind::Negation, 1));
    }
    let written = &sentence[range.clone()];
    let after = &sentence[range.end..];
    let numbered = after
        .strip_prefix('.')
        .is_some_and(|after| after.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    // "No. 5", the month and the country are other words.
    let name = matches!(first.as_str(), "may" | "states") && written != first;
    // What somebody provided is no condition.
    let given = ["by", "to", "with", "for", "in"];
    let next = words.get(1).map_or("", |(_, next)| next.as_str());
    let gift = first == "provided" && given.contains(&next);
    if first == "no" && numbered || name || gift {
        return None;
    }
    ENGLISH
        .iter()
        .flat_map(|(turn, phrases)| phrases.split(", ").map(move |phrase| (*turn, phrase)))
        .filter_map(|(turn, phrase)| Some((turn, match_phrase(phrase, words)?)))
        .max_by_key(|(_, count)| *count)
}

/// Returns what a word does by its place alone: "Should it be so, …" at the beginning, and
/// behind a name at the end the "reports" of "…, the Herald reports.", elsewhere a noun.
fn positional_qualifier(
    sentence: &str,
    words: &[(Range<usize>, String)],
    at: usize,
) -> Option<(QualifierKind, usize)> {
    let (_, word) = &words[at];
    let Some((before, _)) = at.checked_sub(1).map(|before| &words[before]) else {
        let asked = sentence.trim_end().ends_with('?');
        return (word == "should" && !asked).then_some((QualifierKind::Condition, 1));
    };
    let named = sentence[before.clone()].starts_with(char::is_uppercase);
    let last = at + 1 == words.len() && word == "reports";
    (last && named).then_some((QualifierKind::Attribution, 1))
}

/// Returns how many words a phrase has, where they are the next ones.
fn match_phrase(phrase: &str, words: &[(Range<usize>, String)]) -> Option<usize> {
    let mut count = 0;
    for part in phrase.split(' ') {
        if words.get(count).is_none_or(|(_, word)| word != part) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Returns the words of a sentence in lower case with a plain apostrophe, and
/// where they stand. Apostrophes and hyphens within a word belong to it.
fn words(sentence: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    let mut chars = sentence.char_indices().peekable();
    let mut open: Option<usize> = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let end = at + c.len_utf8();
        let inner = matches!(c, '\'' | '’' | '-' | '‑')
            && open.is_some()
            && next.is_some_and(char::is_alphanumeric);
        if c.is_alphanumeric() {
            open.get_or_insert(at);
        }
        let ends = !next
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '\'' | '’' | '-' | '‑'));
        match open {
            Some(start) if !c.is_alphanumeric() && !inner => {
                push_word(sentence, start..at, &mut words);
                open = None;
            }
            Some(start) if ends => {
                push_word(sentence, start..end, &mut words);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        push_word(sentence, start..sentence.len(), &mut words);
    }
    words
}

fn push_word(sentence: &str, range: Range<usize>, words: &mut Vec<(Range<usize>, String)>) {
    let word = &sentence[range.clone()];
    let word = word.to_lowercase().replace('’', "'").replace('‑', "-");
    words.push((range, word));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn left_out(sentence: &str, selected: &str) -> Vec<(String, QualifierKind)> {
        let start = sentence.find(selected).unwrap();
        find_dropped_qualifiers(sentence, start..start + selected.len(), "en")
            .into_iter()
            .map(|d| (d.words, d.kind))
            .collect()
    }

    #[test]
    fn what_turns_the_meaning_is_named() {
        use QualifierKind::{Attribution, Condition, Hedge, Negation};
        for (sentence, selected, words) in [
            (
                "We do not spy on users.",
                "spy on users",
                &[("not", Negation)][..],
            ),
            ("We don’t spy.", "spy", &[("don’t", Negation)]),
            ("We don't spy.", "We do", &[("don't", Negation)]),
            (
                "They cannot and never will.",
                "will",
                &[("cannot", Negation), ("never", Negation)],
            ),
            ("If asked, we help.", "we help", &[("If", Condition)]),
            (
                "We help only if a court orders it.",
                "We help",
                &[("only if", Condition)],
            ),
            (
                "We help only if a court orders it.",
                "if a court",
                &[("only if", Condition)],
            ),
            (
                "It allegedly stole files.",
                "stole files",
                &[("allegedly", Hedge)],
            ),
            (
                "According to the Journal, it stole files.",
                "it stole files",
                &[("According to", Attribution)],
            ),
            ("“We spy,” he said.", "We spy", &[("said", Attribution)]),
            (
                "Kaspersky Lab denies that it spies.",
                "it spies",
                &[("denies", Negation)],
            ),
            ("See No. 5 of May 2017, it says so.", "it says so", &[]),
            ("He said no.", "He said no", &[]),
            ("It may steal.", "steal", &[("may", Hedge)]),
            ("The United States banned it in May.", "banned it", &[]),
            (
                "It states that all is well.",
                "all is well",
                &[("states", Attribution)],
            ),
            (
                "It was banned, CyberScoop reports.",
                "It was banned",
                &[("reports", Attribution)],
            ),
            ("It has access provided by a maker.", "It has access", &[]),
            (
                "We help, provided they ask.",
                "We help",
                &[("provided", Condition)],
            ),
            (
                "Should it be so, it would be barred.",
                "it would be barred",
                &[("Should", Condition)],
            ),
            ("Should it be barred?", "it be barred", &[]),
            (
                "It comes amid allegations that it has ties.",
                "it has ties",
                &[("allegations that", Attribution)],
            ),
            ("It relies on media reports.", "It relies", &[]),
            (
                "Amazon declined to confirm it.",
                "confirm it",
                &[("declined to", Negation)],
            ),
            ("Notably, iffy nots are known.", "known", &[]),
            ("without “proof”", "proof", &[("without", Negation)]),
        ] {
            let words: Vec<_> = words.iter().map(|(w, t)| ((*w).to_owned(), *t)).collect();
            assert_eq!(
                left_out(sentence, selected),
                words,
                "{sentence} [{selected}]"
            );
        }
    }

    #[test]
    fn other_languages_and_empty_selections_name_nothing() {
        assert_eq!(find_dropped_qualifiers("We do not spy.", 10..13, "de"), []);
        assert_eq!(
            find_dropped_qualifiers("We do not spy.", 10..13, "en-GB").len(),
            1
        );
        assert_eq!(
            find_dropped_qualifiers("We do not spy.", 10..13, "EN_us").len(),
            1
        );
        assert_eq!(find_dropped_qualifiers("We do not spy.", 10..13, ""), []);
        for empty in [3..3, 90..95, 2..3, 0..0] {
            assert_eq!(find_dropped_qualifiers("We do not spy.", empty, "en"), []);
        }
        assert_eq!(find_dropped_qualifiers("", 0..0, "en"), []);
    }

    fn any_phrase() -> impl Strategy<Value = (QualifierKind, &'static str)> {
        let all: Vec<_> = ENGLISH
            .iter()
            .flat_map(|(turn, phrases)| phrases.split(", ").map(move |p| (*turn, p)))
            .collect();
        proptest::sample::select(all)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn every_phrase_is_found_wherever_it_is_left_out(
            (turn, phrase) in any_phrase(),
            before in "(zebra |Ümlaut, |“wax” ){0,3}",
            behind in "( zebra|, ümlaut| 5){0,3}",
        ) {
            let sentence = format!("{before}{phrase}{behind} kept words.");
            let kept = sentence.len() - "kept words.".len()..sentence.len();
            let found = find_dropped_qualifiers(&sentence, kept, "en");
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!((found[0].words.as_str(), found[0].kind), (phrase, turn));
            prop_assert_eq!(&sentence[found[0].range.clone()], phrase);
        }

        #[test]
        fn more_words_never_leave_out_more(
            sentence in "((not|if|said|zebra|don’t|according to|é|“|no\\. 5|so-called|'|-)[ ,]{0,2}){0,9}",
            ends in proptest::array::uniform4(0_usize..90),
        ) {
            let mut ends = ends;
            ends.sort_unstable();
            let [a, b, c, d] = ends;
            let narrow = find_dropped_qualifiers(&sentence, b..c, "en");
            let wide = find_dropped_qualifiers(&sentence, a..d, "en");
            if !narrow.is_empty() {
                prop_assert!(wide.iter().all(|word| narrow.contains(word)));
            }
            for word in &wide {
                prop_assert_eq!(&sentence[word.range.clone()], &word.words);
                prop_assert!(word.range.start < a || d < word.range.end);
            }
            prop_assert_eq!(find_dropped_qualifiers(&sentence, 0..sentence.len(), "en"), []);
        }

        #[test]
        fn nothing_breaks_it(sentence in "\\PC{0,40}", a in 0_usize..60, b in 0_usize..60) {
            for word in find_dropped_qualifiers(&sentence, a..b, "en") {
                prop_assert!(sentence.get(word.range).is_some());
            }
        }
    }
}
