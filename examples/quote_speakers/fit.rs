//! Fits the weights of the features: logistic regression over the candidates
//! of each quotation, by stochastic gradient, in a fixed order.

use std::ops::Range;

use diptych::curate::quotes::{Feature, Weights, propose_with};

/// How often the set is gone through.
const PASSES: usize = 30;

/// First step, and how weights are kept small.
const RATE: f32 = 0.15;
const DECAY: f32 = 2e-5;

/// Where the weights of features begin that are too rare to be learned: a line
/// that ends in a colon names who speaks below it.
const PRIORS: &[(Feature, f32)] = &[
    (Feature::BeforeColonFirst, 4.0),
    (Feature::LastElsewhereColon, -3.0),
];

/// An article of the set.
pub struct Article {
    /// Name of the article.
    pub id: String,
    /// Who printed it.
    pub outlet: String,
    /// Its words.
    pub text: String,
    quotes: Vec<Gold>,
}

struct Gold {
    range: Range<usize>,
    counts: bool,
    /// Bytes and words of the speaker; `None` for nobody.
    speaker: Option<(Range<usize>, String)>,
}

impl Article {
    /// Reads a line of the set.
    pub fn from_line(line: &str) -> Option<Article> {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = value["text"].as_str()?.to_owned();
        let number = |v: &serde_json::Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
        let quotes = value["quotes"].as_array().map_or_else(Vec::new, |quotes| {
            quotes
                .iter()
                .filter_map(|q| {
                    let speaker = &q["speaker"];
                    Some(Gold {
                        range: number(&q["start"])?..number(&q["end"])?,
                        counts: matches!(q["kind"].as_str(), Some("direct" | "mixed")),
                        speaker: number(&speaker["start"])
                            .zip(number(&speaker["end"]))
                            .map(|(start, end)| (start..end, text[start..end].to_owned())),
                    })
                })
                .collect()
        });
        Some(Article {
            id: value["id"].as_str()?.to_owned(),
            outlet: value["publisher"].as_str().unwrap_or_default().to_owned(),
            text,
            quotes,
        })
    }

    fn gold(&self, range: &Range<usize>) -> Option<&Gold> {
        self.quotes.iter().find(|q| {
            let shared = range
                .end
                .min(q.range.end)
                .saturating_sub(range.start.max(q.range.start));
            shared * 10 >= (range.end - range.start).max(q.range.end - q.range.start) * 8
        })
    }
}

/// Returns the words by which mentions are compared: the last of each part.
fn heads(phrase: &str) -> Vec<String> {
    const CUT: &[&str] = &[
        "who", "whom", "whose", "which", "that", "of", "from", "at", "in", "on", "for", "with",
        "to", "by", "and", "as", "near", "during", "after", "before",
    ];
    let phrase = phrase.replace('’', "'");
    phrase
        .split(',')
        .filter_map(|part| {
            part.split_whitespace()
                .take_while(|w| !CUT.contains(w) && !w.starts_with('('))
                .last()
                .map(|w| {
                    w.trim_end_matches("'s")
                        .trim_matches(|c: char| !c.is_alphanumeric())
                        .to_lowercase()
                })
        })
        .collect()
}

/// A case: for each candidate its features and whether it is right.
struct Case {
    candidates: Vec<(Vec<Feature>, bool)>,
}

/// Fits weights on a set.
pub fn fit(articles: &[&Article]) -> Weights {
    let size = Feature::NAMES.len();
    let mut weights = Weights(vec![0.0; size]);
    for (feature, weight) in PRIORS {
        weights.0[*feature as usize] = *weight;
    }
    let mut sum = vec![0.0_f64; size];
    let mut taken = 0_u32;
    for pass in 0..PASSES {
        let rate = RATE / (1.0 + 0.25 * pass as f32);
        for step in 0..articles.len() {
            // A fixed walk through the set that mixes the outlets.
            let article = articles[(step * 101 + pass * 37) % articles.len()];
            let mut cases = Vec::new();
            let mut keeps: Vec<(Vec<Feature>, bool)> = Vec::new();
            propose_with(&article.text, &weights, &mut |seen| {
                let gold = article.gold(&seen.range);
                match gold {
                    None => keeps.push((seen.statement_features.to_vec(), false)),
                    Some(g) if g.counts => keeps.push((seen.statement_features.to_vec(), true)),
                    Some(_) => {}
                }
                let Some(gold) = gold else { return };
                let right = |range: &Range<usize>| match &gold.speaker {
                    None => range.is_empty(),
                    Some((at, words)) => {
                        if range.is_empty() {
                            return false;
                        }
                        let mine = heads(&article.text[range.clone()]);
                        let theirs = heads(words);
                        let same = mine.first().is_some_and(|m| theirs.contains(m))
                            || theirs.first().is_some_and(|t| mine.contains(t));
                        let over = range.start < at.end && at.start < range.end;
                        same || over && mine.len() == 1 && theirs.first() == mine.first()
                    }
                };
                let candidates: Vec<(Vec<Feature>, bool)> = seen
                    .candidates
                    .iter()
                    .map(|(range, features)| (features.to_vec(), right(range)))
                    .collect();
                if candidates.iter().any(|c| c.1) {
                    cases.push(Case { candidates });
                }
            });
            for case in &cases {
                learn(&mut weights, case, rate);
            }
            for (features, yes) in &keeps {
                let score: f32 = features.iter().map(|f| weights.get(*f)).sum();
                let wrong = f32::from(*yes) - 1.0 / (1.0 + (-score).exp());
                for f in features {
                    weights.0[*f as usize] += rate * wrong;
                }
            }
            for w in &mut weights.0 {
                *w *= 1.0 - DECAY;
            }
            if pass >= PASSES / 2 {
                taken += 1;
                for (s, w) in sum.iter_mut().zip(&weights.0) {
                    *s += f64::from(*w);
                }
            }
        }
    }
    Weights(
        sum.iter()
            .map(|s| (s / f64::from(taken.max(1))) as f32)
            .collect(),
    )
}

/// One step towards the right candidates.
fn learn(weights: &mut Weights, case: &Case, rate: f32) {
    let scores: Vec<f32> = case
        .candidates
        .iter()
        .map(|(features, _)| features.iter().map(|f| weights.get(*f)).sum())
        .collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let odds: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let all: f32 = odds.iter().sum();
    let right: f32 = odds
        .iter()
        .zip(&case.candidates)
        .filter(|(_, c)| c.1)
        .map(|(o, _)| o)
        .sum();
    for (odds, (features, good)) in odds.iter().zip(&case.candidates) {
        let target = if *good { odds / right.max(1e-20) } else { 0.0 };
        let step = rate * (target - odds / all);
        for f in features {
            weights.0[*f as usize] += step;
        }
    }
}

/// Prints the weights as the source has them.
pub fn print(weights: &Weights) {
    for (name, weight) in Feature::NAMES.iter().zip(&weights.0) {
        println!("    {name} = {weight:.3},");
    }
}
