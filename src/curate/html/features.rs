//! The figures by which a block of a page is judged. Their order is that of the model.

use std::collections::HashMap;

use super::blocks::{Block, CONTEXT_TAGS, PageBlocks};
use super::names::NAME_KINDS;
use super::votes::ExtractorVotes;
use crate::curate::line::LineFeatures;
use crate::curate::tokens;

/// What the page itself says of its article.
#[derive(Clone, Debug, Default)]
pub struct DeclaredFacts {
    /// Its headline.
    pub title: String,
    /// Its summary.
    pub description: String,
    /// Its authors.
    pub authors: Vec<String>,
}

/// Neighbours whose figures are read.
const NEIGHBOUR_OFFSETS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Returns the figures of each block; all rows are of one length.
#[must_use]
pub fn feature_rows(
    page: &PageBlocks,
    words: &[Vec<u64>],
    votes: &ExtractorVotes,
    known: &DeclaredFacts,
) -> Vec<Vec<f32>> {
    let all = &page.blocks;
    let context = FeatureContext::new(page, words, votes, known);
    (0..all.len()).map(|i| context.row(i)).collect()
}

struct FeatureContext<'a> {
    page: &'a PageBlocks,
    words: &'a [Vec<u64>],
    votes: &'a ExtractorVotes,
    lines: Vec<LineFeatures>,
    mean: Vec<f32>,
    core: Vec<bool>,
    before: Vec<usize>,
    after: Vec<usize>,
    box_words: Vec<f32>,
    box_voted: Vec<f32>,
    box_linked: Vec<f32>,
    box_chars: Vec<f32>,
    voted: f32,
    total: f32,
    middle: usize,
    looks: HashMap<u64, (f32, f32, f32)>,
    texts: HashMap<&'a str, Vec<u32>>,
    so_far: Vec<f32>,
    title: Vec<u64>,
    description: Vec<u64>,
    known: &'a DeclaredFacts,
    agreement: f32,
}

impl<'a> FeatureContext<'a> {
    fn new(
        page: &'a PageBlocks,
        words: &'a [Vec<u64>],
        votes: &'a ExtractorVotes,
        known: &'a DeclaredFacts,
    ) -> Self {
        let all = &page.blocks;
        let lines: Vec<LineFeatures> = all.iter().map(|b| LineFeatures::new(&b.text)).collect();
        let mean: Vec<f32> = (0..all.len())
            .map(|i| (votes.balanced[i] + votes.precise[i] + votes.readable[i]) / 3.0)
            .collect();
        let core: Vec<bool> = (0..all.len())
            .map(|i| {
                mean[i] > 0.6 && words[i].len() >= 15 && linked_share(&all[i], &lines[i]) < 0.5
            })
            .collect();
        let boxes = page.containers.len();
        let mut box_words = vec![0.0; boxes];
        let mut box_voted = vec![0.0; boxes];
        let mut box_linked = vec![0.0; boxes];
        let mut box_chars = vec![0.0; boxes];
        for (i, block) in all.iter().enumerate() {
            let n = words[i].len() as f32;
            box_words[block.container] += n;
            box_voted[block.container] += n * mean[i];
            box_linked[block.container] += block.linked_chars as f32;
            box_chars[block.container] += lines[i].characters as f32;
        }
        // A box comes after the one around it, so one pass from the end adds up.
        for index in (1..boxes).rev() {
            let parent = page.containers[index].parent;
            box_words[parent] += box_words[index];
            box_voted[parent] += box_voted[index];
            box_linked[parent] += box_linked[index];
            box_chars[parent] += box_chars[index];
        }
        let kept_words = box_voted.first().copied().unwrap_or(0.0).max(1.0);
        let middle = (0..boxes)
            .filter(|i| box_voted[*i] >= 0.8 * kept_words)
            .max_by_key(|i| page.containers[*i].depth)
            .unwrap_or(0);
        let mut looks: HashMap<u64, (f32, f32, f32)> = HashMap::new();
        let mut texts: HashMap<&str, Vec<u32>> = HashMap::new();
        let mut so_far = Vec::with_capacity(all.len());
        let mut sum = 0.0;
        for (i, block) in all.iter().enumerate() {
            let entry = looks.entry(block.style_hash).or_default();
            entry.0 += 1.0;
            entry.1 += mean[i];
            entry.2 += words[i].len() as f32;
            texts.entry(&block.text).or_default().push(i as u32);
            so_far.push(sum);
            sum += words[i].len() as f32;
        }
        let both: f32 = weighted_words(words, |i| votes.balanced[i].min(votes.readable[i]));
        let either: f32 = weighted_words(words, |i| votes.balanced[i].max(votes.readable[i]));
        FeatureContext {
            page,
            words,
            votes,
            before: core_distances(&core, false),
            after: core_distances(&core, true),
            lines,
            mean,
            core,
            box_words,
            box_voted,
            box_linked,
            box_chars,
            voted: kept_words,
            total: sum.max(1.0),
            middle,
            looks,
            texts,
            so_far,
            title: tokens::hash_words(&known.title.to_lowercase()),
            description: tokens::hash_words(&known.description.to_lowercase()),
            known,
            agreement: both / either.max(1.0),
        }
    }

    fn row(&self, i: usize) -> Vec<f32> {
        let all = &self.page.blocks;
        let block = &all[i];
        let line = &self.lines[i];
        let mut row = Vec::with_capacity(220);
        line.write_to(&mut row);
        row.push(linked_share(block, line));
        row.push(block.strong_chars as f32 / line.characters.max(1) as f32);
        row.push(f32::from(u8::from(block.is_hidden)));
        row.push(f32::from(u8::from(block.is_body)));
        row.push(f32::from(u8::from(block.after_line_break)));
        row.push(self.votes.balanced[i]);
        row.push(self.votes.precise[i]);
        row.push(self.votes.readable[i]);
        row.push(self.votes.declared[i]);
        row.push(self.mean[i]);
        row.push(self.agreement);
        row.push(self.voted / self.total);
        row.push(self.total.ln());
        let holder = self.page.containers[block.container];
        row.push(holder.depth as f32);
        self.write_containers(block, &mut row);
        self.write_position(i, &mut row);
        let (count, votes, words) = self
            .looks
            .get(&block.style_hash)
            .copied()
            .unwrap_or_default();
        row.push(count);
        row.push((votes - self.mean[i]) / (count - 1.0).max(1.0));
        row.push(words / count.max(1.0));
        let same = self.texts.get(block.text.as_str());
        row.push(same.map_or(0, |s| s.iter().filter(|n| (**n as usize) < i).count()) as f32);
        row.push(same.map_or(0, |s| s.iter().filter(|n| (**n as usize) > i).count()) as f32);
        let lower = tokens::hash_words(&block.text.to_lowercase());
        row.push(overlap(&lower, &self.title));
        row.push(overlap(&self.title, &lower));
        row.push(overlap(&lower, &self.description));
        row.push(f32::from(u8::from(
            self.known
                .authors
                .iter()
                .any(|a| block.text.contains(a.as_str())),
        )));
        for step in NEIGHBOUR_OFFSETS {
            self.write_neighbour(
                i,
                i.checked_add_signed(step).filter(|n| *n < all.len()),
                &mut row,
            );
        }
        for bit in 0..CONTEXT_TAGS.len() {
            row.push((block.ancestors >> bit & 1) as f32);
        }
        for bits in [block.near_names, block.far_names] {
            for bit in 0..NAME_KINDS.len() {
                row.push((bits >> bit & 1) as f32);
            }
        }
        row
    }

    fn write_containers(&self, block: &Block, row: &mut Vec<f32>) {
        let mut at = block.container;
        for _ in 0..3 {
            row.push(self.box_words[at]);
            row.push(self.box_voted[at] / self.voted);
            row.push(self.box_voted[at] / self.box_words[at].max(1.0));
            row.push(self.box_linked[at] / self.box_chars[at].max(1.0));
            at = self.page.containers[at].parent;
        }
        let mut up = 0.0;
        let mut at = block.container;
        while at != self.middle && at != 0 {
            at = self.page.containers[at].parent;
            up += 1.0;
        }
        let inside = at == self.middle;
        row.push(f32::from(u8::from(inside)));
        row.push(if inside { up } else { -1.0 });
    }

    fn write_position(&self, i: usize, row: &mut Vec<f32>) {
        let n = self.page.blocks.len();
        row.push(f32::from(u8::from(self.core[i])));
        row.push(self.before[i].min(99) as f32);
        row.push(self.after[i].min(99) as f32);
        row.push(self.so_far[i] / self.total);
        row.push(i as f32 / n as f32);
        // Words since the core before, and up to the core behind.
        let since = (self.before[i] < n).then(|| self.so_far[i] - self.so_far[i - self.before[i]]);
        row.push(since.unwrap_or(9999.0));
        let until = (self.after[i] < n).then(|| self.so_far[i + self.after[i]] - self.so_far[i]);
        row.push(until.unwrap_or(9999.0));
    }

    fn write_neighbour(&self, i: usize, other: Option<usize>, row: &mut Vec<f32>) {
        let Some(n) = other else {
            row.extend([-1.0; 6]);
            return;
        };
        let (a, b) = (&self.page.blocks[i], &self.page.blocks[n]);
        row.push(self.mean[n]);
        row.push((self.words[n].len() as f32 + 1.0).ln());
        row.push(linked_share(b, &self.lines[n]));
        row.push(f32::from(u8::from(self.lines[n].ends_sentence)));
        row.push(f32::from(u8::from(a.style_hash == b.style_hash)));
        let parent = |x: &Block| self.page.containers[x.container].parent;
        row.push(f32::from(u8::from(
            a.container == b.container || parent(a) == parent(b),
        )));
    }
}

fn weighted_words(words: &[Vec<u64>], share: impl Fn(usize) -> f32) -> f32 {
    words
        .iter()
        .enumerate()
        .map(|(i, w)| w.len() as f32 * share(i))
        .sum()
}

fn linked_share(block: &Block, line: &LineFeatures) -> f32 {
    block.linked_chars as f32 / line.characters.max(1) as f32
}

/// Returns the share of the first's words that are among the second's.
fn overlap(a: &[u64], b: &[u64]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let b: std::collections::HashSet<&u64> = b.iter().collect();
    a.iter().filter(|w| b.contains(w)).count() as f32 / a.len() as f32
}

/// Returns how many blocks away the nearest core is, to one side; a large number where none is.
fn core_distances(core: &[bool], behind: bool) -> Vec<usize> {
    let mut out = vec![usize::MAX; core.len()];
    let mut last = None;
    let order: Box<dyn Iterator<Item = usize>> = if behind {
        Box::new((0..core.len()).rev())
    } else {
        Box::new(0..core.len())
    };
    for i in order {
        if core[i] {
            last = Some(i);
        }
        out[i] = last.map_or(usize::MAX, |l| l.abs_diff(i));
    }
    out
}
