//! The same utterance in several articles, and articles that copy each other.
//! Words are folded, rare runs of five words find the pairs, and an alignment
//! of the words settles each.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use crate::text::fold::fold;

use super::lexicon::{Lexicon, NEGATION};

/// Words of a run by which pairs are found.
const RUN_WORDS: usize = 5;

/// A run in more utterances than this tells nothing.
const MAX_HOLDERS: usize = 12;

/// Most words of an utterance that are aligned; the work is their product.
const MAX_WORDS: usize = 400;

/// Least share of words in the same order that makes two utterances near-identical.
pub const MIN_SAME_SHARE: f32 = 0.9;

/// Least share of common runs that makes one article a near-copy of another.
pub const MIN_COPY_SHARE: f32 = 0.5;

/// In what two near-identical utterances differ so that they are never joined
/// by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A number.
    Number,
    /// A negation.
    Negation,
    /// A name.
    Name,
}

impl Difference {
    /// Returns the word for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Difference::Number => "number",
            Difference::Negation => "negation",
            Difference::Name => "name",
        }
    }
}

/// How alike two utterances are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// Words in the same order, as a share of the shorter one.
    pub share: f32,
    /// One holds all words of the other in one run.
    pub contains: bool,
    /// What forbids joining them without a look.
    pub difference: Option<Difference>,
}

impl Similarity {
    /// Returns `true` if two utterances may be proposed as one.
    #[must_use]
    pub fn may_be_joined(&self) -> bool {
        self.difference.is_none() && (self.contains || self.share >= MIN_SAME_SHARE)
    }
}

/// Two utterances that are likely the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimilarPair {
    /// Positions in the list, the earlier first.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// How alike they are.
    pub similarity: Similarity,
}

struct UtteranceWords {
    folded: Vec<String>,
    /// Of the printed words: begins with a capital, and is not the first.
    name: Vec<bool>,
}

fn split_words(text: &str) -> UtteranceWords {
    let mut folded = Vec::new();
    let mut name = Vec::new();
    for (n, word) in text.split_whitespace().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        folded.push(fold(bare));
        name.push(
            n > 0
                && bare.starts_with(char::is_uppercase)
                && bare != "I"
                && !bare.starts_with("I'")
                && !bare.starts_with("I’"),
        );
    }
    UtteranceWords { folded, name }
}

/// Compares two utterances.
#[must_use]
pub fn similarity(a: &str, b: &str) -> Similarity {
    compare(&split_words(a), &split_words(b))
}

fn compare(a: &UtteranceWords, b: &UtteranceWords) -> Similarity {
    let (a_words, b_words) = (
        &a.folded[..a.folded.len().min(MAX_WORDS)],
        &b.folded[..b.folded.len().min(MAX_WORDS)],
    );
    let shorter = a_words.len().min(b_words.len());
    if shorter == 0 {
        return Similarity {
            share: 0.0,
            contains: false,
            difference: None,
        };
    }
    let (long, short) = if a_words.len() >= b_words.len() {
        (a_words, b_words)
    } else {
        (b_words, a_words)
    };
    let contains = long.windows(short.len()).any(|w| w == short);
    let (common, in_a, in_b) = align(a_words, b_words);
    let share = ratio(common, shorter);
    // Only what stands between common words counts: a cut at either end is no difference.
    let differs = if contains {
        None
    } else {
        find_difference(a, &in_a).or_else(|| find_difference(b, &in_b))
    };
    Similarity {
        share,
        contains,
        difference: differs,
    }
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// Returns how many words are common in order, and which of each are.
fn align(a: &[String], b: &[String]) -> (usize, Vec<bool>, Vec<bool>) {
    let width = b.len() + 1;
    let mut table = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            in_a[i] = true;
            in_b[j] = true;
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (usize::from(table[0]), in_a, in_b)
}

/// Tells what of the words that are not common forbids joining.
fn find_difference(words: &UtteranceWords, common: &[bool]) -> Option<Difference> {
    let first = common.iter().position(|c| *c)?;
    let last = common.iter().rposition(|c| *c)?;
    let lexicon = Lexicon::english();
    (first..=last).filter(|&n| !common[n]).find_map(|n| {
        let word = &words.folded[n];
        if word.chars().any(|c| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word.as_str()) {
            Some(Difference::Number)
        } else if lexicon.class_of(word).is(NEGATION) || word.ends_with("n't") {
            Some(Difference::Negation)
        } else if words.name[n] {
            Some(Difference::Name)
        } else {
            None
        }
    })
}

/// Number words that change a statement.
const NUMBER_WORDS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "dozen", "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion",
    "half", "twice",
];

fn word_runs(words: &UtteranceWords) -> impl Iterator<Item = u64> {
    words.folded.windows(RUN_WORDS).map(|run| {
        let mut hasher = FxHasher::default();
        run.hash(&mut hasher);
        hasher.finish()
    })
}

/// Returns the pairs of utterances that are near-identical, in order. Time grows
/// with the words and the pairs that share a rare run of words.
#[must_use]
pub fn similar_pairs(utterances: &[&str]) -> Vec<SimilarPair> {
    let all: Vec<UtteranceWords> = utterances.iter().map(|text| split_words(text)).collect();
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (n, words) in all.iter().enumerate() {
        for run in word_runs(words) {
            let list = holders.entry(run).or_default();
            if list.last() != Some(&n) && list.len() <= MAX_HOLDERS {
                list.push(n);
            }
        }
        // Too short for a run: the whole.
        if (2..RUN_WORDS).contains(&words.folded.len()) {
            let mut hasher = FxHasher::default();
            words.folded.hash(&mut hasher);
            let list = holders.entry(hasher.finish()).or_default();
            if list.len() <= MAX_HOLDERS {
                list.push(n);
            }
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in holders.values().filter(|list| list.len() <= MAX_HOLDERS) {
        for (i, &a) in list.iter().enumerate() {
            for &b in &list[i + 1..] {
                pairs.insert((a.min(b), a.max(b)));
            }
        }
    }
    pairs
        .into_iter()
        .filter_map(|(first, second)| {
            let likeness = compare(&all[first], &all[second]);
            let alike = likeness.contains || likeness.share >= MIN_SAME_SHARE;
            alike.then_some(SimilarPair {
                first,
                second,
                similarity: likeness,
            })
        })
        .collect()
}

/// Returns the pairs of articles of which one is a near-copy of the other, with
/// the share of common runs of words.
#[must_use]
pub fn near_copies(articles: &[&str]) -> Vec<(usize, usize, f32)> {
    let sets: Vec<BTreeSet<u64>> = articles
        .iter()
        .map(|text| word_runs(&split_words(text)).collect())
        .collect();
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (n, set) in sets.iter().enumerate() {
        for run in set {
            let list = holders.entry(*run).or_default();
            if list.len() <= MAX_HOLDERS {
                list.push(n);
            }
        }
    }
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for list in holders.values().filter(|list| list.len() <= MAX_HOLDERS) {
        for (i, &a) in list.iter().enumerate() {
            for &b in &list[i + 1..] {
                *common.entry((a, b)).or_default() += 1;
            }
        }
    }
    common
        .into_iter()
        .filter_map(|((a, b), n)| {
            let share = ratio(n, sets[a].len().min(sets[b].len()));
            (share >= MIN_COPY_SHARE).then_some((a, b, share))
        })
        .collect()
}
