//! Half-remembered quotations: a third of the words missing, one inflected, one
//! misspelt, in order. Public-domain text, remembered badly in the same way each time.

use std::sync::Arc;

use super::*;

/// A small generator of numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Remembers nine to thirteen words of a line badly.
fn remember(line: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let count = words.len().min(9 + dice.below(5));
    let from = dice.below(words.len() - count + 1);
    let mut kept: Vec<String> = words[from..from + count]
        .iter()
        .filter(|_| dice.below(3) > 0)
        .map(|w| (*w).to_owned())
        .collect();
    let long: Vec<usize> = (0..kept.len())
        .filter(|i| kept[*i].len() > 4 && kept[*i].is_ascii())
        .collect();
    if !long.is_empty() {
        let misspelt = long[dice.below(long.len())];
        let inflected = long[dice.below(long.len())];
        let at = 1 + dice.below(kept[misspelt].len() - 3);
        let letter = kept[misspelt].remove(at);
        kept[misspelt].insert(at + 1, letter);
        if inflected != misspelt {
            kept[inflected].push('s');
        }
    }
    kept.join(" ")
}

#[test]
fn half_remembered_quotations_come_first() {
    let lines: Vec<&'static str> = include_str!("quotations.txt").lines().collect();
    let mut briefing = sample::harbour();
    briefing.statements.clear();
    briefing.articles.truncate(1);
    let lines: &'static [&'static str] = Box::leak(lines.into_boxed_slice());
    let text = sample::Text("x", "X", "2018", "en", "X", lines);
    briefing.articles[0] = sample::article(&text);
    let index = Index::in_memory().unwrap();
    index.update(&[Arc::new(briefing)]).unwrap();

    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let (mut asked, mut first, mut reciprocal) = (0.0, 0.0, 0.0);
    let mut missed = Vec::new();
    for _ in 0..3 {
        for (i, line) in lines.iter().enumerate() {
            let typed = remember(line, &mut dice);
            if typed.split(' ').count() < 4 {
                continue;
            }
            let wanted = format!("harbour/x#p{}", i + 1);
            let rank = find(&index, &typed).iter().position(|name| *name == wanted);
            asked += 1.0;
            match rank {
                Some(0) => first += 1.0,
                _ => missed.push((typed, rank)),
            }
            reciprocal += rank.map_or(0.0, |r| if r < 10 { 1.0 / (r + 1) as f64 } else { 0.0 });
        }
    }
    assert!(asked > 80.0, "{asked}");
    let (top, mrr) = (first / asked, reciprocal / asked);
    assert!(
        top >= 0.95 && mrr >= 0.96,
        "top-1 {top:.3}, MRR@10 {mrr:.3}: {missed:#?}"
    );
}
