//! Matches the words and phrases of a query against the words of a text: how well a word
//! fits, and where phrases stand.

use std::ops::Range;

use crate::model::Needle;
use crate::text::words::{AnalyzedWord, Analyzer};

/// Share of the heaviest word's weight below which a short word counts as a stopword. Its
/// origin is not recorded; a list of stopwords for each language would be the other way.
const STOPWORD_WEIGHT_RATIO: f32 = 0.3;
/// Maximum bytes (folded) of a stopword: "a", "the", "with".
const MAX_STOPWORD_LEN: usize = 4;

/// One word looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct QueryTerm {
    /// The word, folded.
    pub folded: String,
    /// Its stems in the languages of the library; `None` if it must stand as it is.
    pub stems: Vec<String>,
    /// Whether words that begin so are wanted too.
    pub is_prefix: bool,
    /// Whether it is one character of a script without blanks, wanted wherever it stands.
    pub is_character: bool,
    /// Whether a result that lacks it has less than was asked; not where it is one of
    /// several of which one is enough.
    pub is_required: bool,
    /// Words of the library that are spelt like it, let through instead.
    pub fuzzy_forms: Vec<String>,
    /// How much it tells: rare words tell more.
    pub weight: f32,
}

impl QueryTerm {
    /// Returns how well a word is the one wanted: 0 not at all, 1 letter by letter.
    pub fn match_quality(&self, word: &AnalyzedWord) -> f32 {
        if word.folded == self.folded || self.is_character && word.folded.contains(&self.folded) {
            1.0
        } else if self.stems.contains(&word.stem) {
            0.92
        } else if self.is_prefix && word.folded.starts_with(&self.folded) {
            // The more of it is typed, the likelier it is meant.
            0.6 + 0.3 * self.folded.len() as f32 / word.folded.len() as f32
        } else if self.fuzzy_forms.contains(&word.folded) {
            0.75
        } else {
            0.0
        }
    }
}

/// Words of [`QueryTerm`] that must stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Which of the words, in order.
    pub words: Range<usize>,
    /// How many others may stand between them; where none may, the order counts.
    pub slop: usize,
}

/// All that is looked for in the words of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct QueryTerms {
    /// In the order of the question.
    pub words: Vec<QueryTerm>,
    /// Which of them are phrases, in order.
    pub phrases: Vec<Phrase>,
}

/// A word of a text that is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    /// Which word of the text.
    pub at: usize,
    /// Which word of the question.
    pub term: usize,
    /// How well, see [`QueryTerm::match_quality`].
    pub quality: f32,
}

impl QueryTerms {
    /// Returns the words of a text, stemmed where they may be wanted: a stem
    /// begins with the letter of its word.
    pub fn read(&self, analyser: &Analyzer, text: &str) -> Vec<AnalyzedWord> {
        analyser.words_stemmed_if(text, |folded| {
            let first = folded.chars().next();
            self.words
                .iter()
                .flat_map(|w| &w.stems)
                .any(|stem| stem.chars().next() == first)
        })
    }

    /// Returns the sum of what all words tell.
    pub fn weight(&self) -> f32 {
        self.words.iter().map(|w| w.weight).sum()
    }

    /// Returns where the words stand, in the order of the text. Words of a
    /// phrase count only where the phrase stands.
    pub fn matches(&self, text: &[AnalyzedWord]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (term, want) in self.words.iter().enumerate() {
            for (at, word) in text.iter().enumerate() {
                let quality = want.match_quality(word);
                if quality > 0.0 {
                    found.push(Match { at, term, quality });
                }
            }
        }
        found.sort_by_key(|m| (m.at, m.term));
        for phrase in &self.phrases {
            let stands = phrase_spans(phrase, &found);
            found.retain(|m| {
                !phrase.words.contains(&m.term)
                    || stands.iter().any(|(range, exact)| {
                        range.contains(&m.at)
                            && (!exact || m.at - range.start == m.term - phrase.words.start)
                    })
            });
        }
        found
    }

    /// Returns `true` if a word says so little beside the others that it is only marked next
    /// to one of them.
    pub fn is_stopword_like(&self, term: usize) -> bool {
        let heaviest = self.words.iter().map(|w| w.weight).fold(0.0, f32::max);
        let word = &self.words[term];
        word.folded.len() <= MAX_STOPWORD_LEN && word.weight < STOPWORD_WEIGHT_RATIO * heaviest
    }

    /// Returns what is marked in an article, without the words that would be marked all
    /// over it.
    pub fn needles(&self) -> Vec<Needle> {
        let mut needles = Vec::new();
        for phrase in &self.phrases {
            let words = self.words[phrase.words.clone()].iter();
            let words: Vec<String> = words.map(|w| w.folded.clone()).collect();
            if phrase.slop == 0 && words.len() > 1 && !self.words[phrase.words.end - 1].is_prefix {
                needles.push(Needle::Phrase(words));
            } else {
                needles.extend(words.into_iter().map(Needle::Word));
            }
        }
        for (i, word) in self.words.iter().enumerate() {
            if self.phrases.iter().any(|p| p.words.contains(&i)) || self.is_stopword_like(i) {
                continue;
            }
            if !word.fuzzy_forms.is_empty() {
                needles.extend(word.fuzzy_forms.iter().cloned().map(Needle::Word));
            } else if word.is_prefix {
                needles.push(Needle::Prefix(word.folded.clone()));
            } else {
                needles.push(Needle::Word(word.folded.clone()));
            }
        }
        needles.dedup();
        needles
    }
}

/// Returns the word ranges in which a phrase stands, and whether word by word.
fn phrase_spans(phrase: &Phrase, found: &[Match]) -> Vec<(Range<usize>, bool)> {
    let len = phrase.words.len();
    let has = |at: usize, term: usize| {
        let from = found.partition_point(|m| (m.at, m.term) < (at, term));
        found
            .get(from)
            .is_some_and(|m| m.at == at && m.term == term)
    };
    let starts = || {
        found
            .iter()
            .filter(|m| phrase.words.contains(&m.term))
            .map(|m| m.at)
    };
    if phrase.slop == 0 {
        return found
            .iter()
            .filter(|m| m.term == phrase.words.start)
            .filter(|m| (1..len).all(|i| has(m.at + i, phrase.words.start + i)))
            .map(|m| (m.at..m.at + len, true))
            .collect();
    }
    let reach = len + phrase.slop;
    starts()
        .map(|start| start..start + reach)
        .filter(|window| {
            phrase
                .words
                .clone()
                .all(|term| window.clone().any(|at| has(at, term)))
        })
        .map(|window| (window, false))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<AnalyzedWord> {
        words
            .split(' ')
            .map(|w| AnalyzedWord {
                range: 0..0,
                folded: w.to_owned(),
                stem: w.trim_end_matches('s').to_owned(),
            })
            .collect()
    }

    fn wants(words: &str, phrases: &[(Range<usize>, usize)]) -> QueryTerms {
        QueryTerms {
            words: words
                .split(' ')
                .map(|w| QueryTerm {
                    folded: w.to_owned(),
                    stems: vec![w.trim_end_matches('s').to_owned()],
                    weight: 1.0,
                    ..QueryTerm::default()
                })
                .collect(),
            phrases: phrases
                .iter()
                .map(|(words, within)| Phrase {
                    words: words.clone(),
                    slop: *within,
                })
                .collect(),
        }
    }

    fn places(wants: &QueryTerms, words: &str) -> Vec<usize> {
        wants.matches(&text(words)).iter().map(|m| m.at).collect()
    }

    #[test]
    fn words_are_found_in_any_form() {
        assert_eq!(places(&wants("pawns game", &[]), "a pawn of games"), [1, 3]);
    }

    #[test]
    fn phrases_count_only_where_they_stand() {
        let phrase = wants("pawn in", &[(0..2, 0)]);
        assert_eq!(places(&phrase, "in pawn pawn in x in"), [2, 3]);
        let near = wants("pawn game", &[(0..2, 2)]);
        assert_eq!(places(&near, "game a pawn x x x x game"), [0, 2]);
        assert_eq!(places(&near, "pawn x x x game"), [] as [usize; 0]);
    }

    #[test]
    fn better_forms_have_more_credit() {
        let mut want = wants("pawns", &[]).words.remove(0);
        want.is_prefix = true;
        want.fuzzy_forms = vec!["prawns".to_owned()];
        let qualities: Vec<f32> = text("pawns pawn pawnshop prawns prow")
            .iter()
            .map(|w| want.match_quality(w))
            .collect();
        assert!(qualities.windows(2).all(|w| w[0] >= w[1]), "{qualities:?}");
        assert!(qualities[3] > 0.0 && qualities[4] == 0.0);
    }

    #[test]
    fn terms_are_what_the_reader_marks() {
        let mut wants = wants("pawn in game kasp", &[(0..2, 0)]);
        wants.words[3].is_prefix = true;
        let phrase = Needle::Phrase(["pawn", "in"].map(str::to_owned).to_vec());
        let (game, kasp) = (
            Needle::Word("game".to_owned()),
            Needle::Prefix("kasp".to_owned()),
        );
        assert_eq!(wants.needles(), [phrase, game, kasp]);
    }
}
