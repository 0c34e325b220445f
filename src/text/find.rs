//! Finds what was asked for in a text and says where it stands: the hit finder
//! behind every highlight.

use std::collections::HashSet;
use std::ops::Range;

use super::script::is_unspaced_character;
use super::words::{AnalyzedWord, Analyzer};

/// What to look for in texts of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A word, with all that share its stem.
    Word(String),
    /// Words that begin with these letters (folded).
    Prefix(String),
    /// A character of a script without blanks (folded), wherever it stands in a run.
    Character(String),
    /// Words that stand one behind the other, exact up to folding.
    Phrase(Vec<String>),
}

/// Returns the patterns of words outside of quotation marks; the last of them is a prefix
/// if `is_prefix`. A run of a script without blanks is a phrase of its pairs of characters,
/// finished with whatever was typed of it.
#[must_use]
pub fn word_patterns(typed: &str, is_prefix: bool, analyser: &Analyzer) -> Vec<Pattern> {
    let mut found = Vec::new();
    push_loose_words(typed, analyser, &mut found);
    if is_prefix
        && let Some(last) = analyser.words(typed).pop()
        && let Some(pattern @ Pattern::Word(_)) = found.last_mut()
    {
        *pattern = Pattern::Prefix(last.folded);
    }
    found
}

/// Returns the pattern of a phrase; `None` if there is no word in it.
#[must_use]
pub fn phrase_pattern(typed: &str, analyser: &Analyzer) -> Option<Pattern> {
    let words = analyser.words(typed).into_iter();
    let words: Vec<String> = words.map(|word| word.folded).collect();
    (!words.is_empty()).then_some(Pattern::Phrase(words))
}

/// Takes in words outside of quotation marks.
fn push_loose_words(typed: &str, analyser: &Analyzer, found: &mut Vec<Pattern>) {
    let mut end = 0;
    for word in analyser.words(typed) {
        let overlaps = word.range.start < end;
        end = word.range.end;
        match found.last_mut() {
            Some(Pattern::Phrase(pairs)) if overlaps => pairs.push(word.folded),
            Some(needle @ Pattern::Word(_)) if overlaps => {
                if let Pattern::Word(first) = needle {
                    *needle = Pattern::Phrase(vec![std::mem::take(first), word.folded]);
                }
            }
            _ if is_unspaced_character(&word.folded) => found.push(Pattern::Character(word.folded)),
            _ => found.push(Pattern::Word(word.stem)),
        }
    }
}

/// Returns where any pattern stands, in order, merged where they overlap, in
/// bytes of the text from which `words` were made.
#[must_use]
pub fn find_matches(words: &[AnalyzedWord], patterns: &[Pattern]) -> Vec<Range<usize>> {
    let mut stems: HashSet<&str> = HashSet::new();
    let mut prefixes: Vec<&str> = Vec::new();
    let mut characters: Vec<&str> = Vec::new();
    let mut phrases: Vec<&[String]> = Vec::new();
    for pattern in patterns {
        match pattern {
            Pattern::Word(stem) => {
                stems.insert(stem);
            }
            Pattern::Prefix(letters) if !letters.is_empty() => prefixes.push(letters),
            Pattern::Character(character) => characters.push(character),
            Pattern::Phrase(phrase) if !phrase.is_empty() => phrases.push(phrase),
            Pattern::Prefix(_) | Pattern::Phrase(_) => {}
        }
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let alone = stems.contains(word.stem.as_str())
            || prefixes
                .iter()
                .any(|letters| word.folded.starts_with(letters));
        let mut end = alone.then_some(word.range.end);
        for phrase in &phrases {
            end = end.max(phrase_end(&words[at..], phrase));
        }
        let whole = end.map(|end| word.range.start..end);
        let parts = characters.iter().filter_map(|c| character_range(word, c));
        for range in whole.into_iter().chain(parts) {
            match found.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => found.push(range),
            }
        }
    }
    found
}

/// Returns where a character of a script without blanks stands in a word, which there is a
/// pair of characters; all of the pair where folding has changed its length.
#[must_use]
pub fn character_range(word: &AnalyzedWord, character: &str) -> Option<Range<usize>> {
    let at = word.folded.find(character)?;
    if word.folded.len() != word.range.len() {
        return Some(word.range.clone());
    }
    let start = word.range.start + at;
    Some(start..start + character.len())
}

/// Returns where a phrase ends that begins with the first word.
fn phrase_end(words: &[AnalyzedWord], phrase: &[String]) -> Option<usize> {
    let stretch = words.get(..phrase.len())?;
    let fits = stretch
        .iter()
        .zip(phrase)
        .all(|(word, wanted)| word.folded == *wanted);
    if fits {
        stretch.last().map(|word| word.range.end)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words, and phrases between straight or curly quotation marks; the last word is a
    /// prefix where no blank follows it.
    fn patterns(typed: &str, analyser: &Analyzer) -> Vec<Pattern> {
        let parts: Vec<&str> = typed.split(['"', '“', '”']).collect();
        let mut found = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            if i % 2 == 1 {
                found.extend(phrase_pattern(part, analyser));
            } else {
                let is_last = i + 1 == parts.len() && !part.ends_with(char::is_whitespace);
                found.extend(word_patterns(part, is_last, analyser));
            }
        }
        found
    }

    fn read(typed: &str) -> Vec<Pattern> {
        patterns(typed, &Analyzer::new("en"))
    }

    fn marked<'a>(text: &'a str, typed: &str) -> Vec<&'a str> {
        let analyser = Analyzer::new("en");
        find_matches(&analyser.words(text), &patterns(typed, &analyser))
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    fn word(stem: &str) -> Pattern {
        Pattern::Word(stem.to_owned())
    }

    fn prefix(letters: &str) -> Pattern {
        Pattern::Prefix(letters.to_owned())
    }

    fn phrase(words: &[&str]) -> Pattern {
        Pattern::Phrase(words.iter().map(|&word| word.to_owned()).collect())
    }

    #[test]
    fn the_last_word_is_a_beginning() {
        assert_eq!(read("Sanctioning Kasp"), [word("sanction"), prefix("kasp")]);
        assert_eq!(read("Sanctioning Kasp "), [word("sanction"), word("kasp")]);
        assert_eq!(read("a privacy"), [word("a"), prefix("privacy")]);
        assert!(read("").is_empty());
        assert!(read(" – ").is_empty());
    }

    #[test]
    fn phrases_stand_in_quotation_marks() {
        assert_eq!(read("\"next step\""), [phrase(&["next", "step"])]);
        assert_eq!(
            read("“Next  step” sanc"),
            [phrase(&["next", "step"]), prefix("sanc")]
        );
        assert_eq!(
            read("said \"a logi"),
            [word("said"), phrase(&["a", "logi"])]
        );
        assert_eq!(read("\"\" x \""), [word("x")]);
        assert_eq!(read("said \"x\""), [word("said"), phrase(&["x"])]);
    }

    #[test]
    fn runs_without_blanks_are_phrases() {
        assert_eq!(read("卡巴斯基"), [phrase(&["卡巴", "巴斯", "斯基"])]);
        assert_eq!(marked("去卡巴斯基实验室和卡巴", "卡巴斯基"), ["卡巴斯基"]);
        assert_eq!(read("卡"), [Pattern::Character("卡".to_owned())]);
    }

    #[test]
    fn a_character_of_a_run_is_found_wherever_it_stands() {
        for typed in ["室", "室 "] {
            assert_eq!(marked("去卡巴斯基实验室", typed), ["室"], "last of a run");
        }
        assert_eq!(marked("去卡巴斯基实验室", "去"), ["去"], "first of a run");
        assert_eq!(marked("卡巴斯基和卡巴", "巴"), ["巴", "巴"], "within a run");
        assert_eq!(marked("ภาษาไทย", "ย"), ["ย"]);
        assert_eq!(marked("한국어", "어"), ["어"]);
        assert_eq!(marked("東京タワー", "ー"), ["ー"]);
        assert_eq!(marked("卡巴斯基", "去"), Vec::<&str>::new());
    }

    #[test]
    fn stems_beginnings_and_phrases_are_marked() {
        let text = "“Sanctioning Kaspersky Lab is a logical next step.” The U.S. sanctions it.";
        assert_eq!(marked(text, "sanctioned "), ["Sanctioning", "sanctions"]);
        assert_eq!(marked(text, "log"), ["logical"]);
        assert_eq!(marked(text, "\"logical next step\""), ["logical next step"]);
        assert_eq!(marked(text, "\"next logical\""), Vec::<&str>::new());
        assert_eq!(
            marked(text, "us \"lab is\" kasp"),
            ["Kaspersky", "Lab is", "U.S"]
        );
        assert_eq!(
            marked(text, "\"kaspersky lab\" \"lab is a\""),
            ["Kaspersky Lab is a"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn marks_are_in_order(text in "[a-c卡巴斯 \"]{0,40}", typed in "[a-c卡巴斯 \"“]{0,12}") {
            let analyser = Analyzer::new("en");
            let mut last = 0;
            for range in find_matches(&analyser.words(&text), &patterns(&typed, &analyser)) {
                prop_assert!(range.start >= last && !range.is_empty());
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }

        #[test]
        fn a_word_finds_itself(text in "[a-zA-Z.' ]{0,40}") {
            let analyser = Analyzer::new("en");
            let words = analyser.words(&text);
            for word in &words {
                let typed = format!("{} ", &text[word.range.clone()]);
                let found = find_matches(&words, &patterns(&typed, &analyser));
                prop_assert!(found.iter().any(|range| range.start <= word.range.start && word.range.end <= range.end));
            }
        }
    }
}
