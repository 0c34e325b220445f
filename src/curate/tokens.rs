//! Words as numbers, and where the blocks of a page stand in a text made from it.

use std::collections::HashMap;

/// Words of a run that is compared.
const RUN_WORDS: usize = 4;

/// Most places of one run that are tried.
const MAX_PLACES: usize = 4;

/// Returns a number for each word of letters and digits.
#[must_use]
pub fn hash_words(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    let mut hash = SEED;
    let mut open = false;
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' {
            hash = (hash ^ u64::from(c as u32)).wrapping_mul(PRIME);
            open = true;
        } else if open {
            out.push(hash);
            hash = SEED;
            open = false;
        }
    }
    if open {
        out.push(hash);
    }
    out
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

fn hash_run(words: &[u64]) -> u64 {
    words.iter().fold(SEED, |hash, word| {
        (hash.rotate_left(5) ^ word).wrapping_mul(PRIME)
    })
}

/// Returns for each block which share of it stands in `output`, 0 to 1. The output
/// holds its blocks in the order of the page; a block that stands elsewhere in it, as
/// a teaser that repeats a sentence does, counts for a third.
#[must_use]
pub fn block_shares(blocks: &[Vec<u64>], output: &[u64]) -> Vec<f32> {
    let mut places: HashMap<u64, Vec<u32>> = HashMap::new();
    for (at, words) in output.windows(RUN_WORDS).enumerate() {
        let list = places.entry(hash_run(words)).or_default();
        if list.len() < MAX_PLACES {
            list.push(at as u32);
        }
    }
    let mut covered = vec![0.0; blocks.len()];
    let mut candidates: Vec<(usize, u32)> = Vec::new();
    for (index, words) in blocks.iter().enumerate() {
        if words.len() < RUN_WORDS * 2 {
            continue;
        }
        let total = words.len() + 1 - RUN_WORDS;
        let mut found = 0;
        let mut first: Option<&Vec<u32>> = None;
        for window in words.windows(RUN_WORDS) {
            if let Some(list) = places.get(&hash_run(window)) {
                found += 1;
                first = first.or(Some(list));
            }
        }
        covered[index] = found as f32 / total as f32;
        if let Some(list) = first
            && covered[index] > 0.4
        {
            candidates.extend(list.iter().rev().map(|at| (index, *at)));
        }
    }
    let in_order = heaviest_rising(&candidates, blocks, output.len());
    let mut cursor = 0;
    let mut shares = vec![0.0; blocks.len()];
    for (index, words) in blocks.iter().enumerate() {
        if words.len() >= RUN_WORDS * 2 {
            match in_order.get(&index) {
                Some(at) => {
                    shares[index] = covered[index];
                    cursor = (*at as usize + words.len()).min(output.len());
                }
                None => shares[index] = covered[index] / 3.0,
            }
            continue;
        }
        if words.is_empty() {
            continue;
        }
        // A short block is only believed where the output goes on with it.
        for skipped in 0..4 {
            let at = cursor + skipped;
            if output.get(at..at + words.len()) == Some(words.as_slice()) {
                shares[index] = 1.0;
                cursor = at + words.len();
                break;
            }
        }
    }
    shares
}

/// Chooses one place for as many words as possible, places rising with the blocks.
fn heaviest_rising(
    candidates: &[(usize, u32)],
    blocks: &[Vec<u64>],
    length: usize,
) -> HashMap<usize, u32> {
    // A Fenwick tree of the best sum that ends at or before a place.
    let mut best: Vec<(u64, usize)> = vec![(0, usize::MAX); length + 2];
    let mut before: Vec<usize> = Vec::with_capacity(candidates.len());
    let mut top = (0, usize::MAX);
    for (number, (index, at)) in candidates.iter().enumerate() {
        let mut sum = (0, usize::MAX);
        let mut i = *at as usize;
        while i > 0 {
            if best[i].0 > sum.0 {
                sum = best[i];
            }
            i &= i - 1;
        }
        before.push(sum.1);
        let here = (sum.0 + blocks[*index].len() as u64, number);
        if here.0 > top.0 {
            top = here;
        }
        let mut i = *at as usize + 1;
        while i < best.len() {
            if here.0 > best[i].0 {
                best[i] = here;
            }
            i += i & i.wrapping_neg();
        }
    }
    let mut chosen = HashMap::new();
    let mut next = top.1;
    while let Some((index, at)) = candidates.get(next) {
        chosen.insert(*index, *at);
        next = before[next];
    }
    chosen
}
