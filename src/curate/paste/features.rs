//! The figures by which a paragraph of a paste is judged. Their order is that of the model.

use std::collections::{HashMap, HashSet};

use super::PastedParagraph;
use crate::curate::line::LineFeatures;
use crate::curate::tokens;

/// Neighbours whose figures are read.
const NEIGHBOUR_OFFSETS: [isize; 8] = [-4, -3, -2, -1, 1, 2, 3, 4];

/// Returns the words of the densest run of sentences: where it begins and ends.
#[must_use]
pub fn densest_run(lines: &[LineFeatures]) -> std::ops::Range<usize> {
    let worth = |l: &LineFeatures| -> f32 {
        let words = l.words as f32;
        if l.is_furniture {
            return -12.0;
        }
        if l.ends_sentence && l.words >= 8 {
            return words.min(90.0);
        }
        if l.words >= 25 {
            words.min(40.0) / 2.0
        } else {
            -10.0
        }
    };
    let (mut best, mut sum, mut start) = ((0.0, 0..0), 0.0, 0);
    for (i, line) in lines.iter().enumerate() {
        sum += worth(line);
        if sum <= 0.0 {
            sum = 0.0;
            start = i + 1;
        } else if sum > best.0 {
            best = (sum, start..i + 1);
        }
    }
    best.1
}

/// Returns the figures of each paragraph; all rows are of one length.
#[must_use]
pub fn feature_rows(paragraphs: &[PastedParagraph]) -> Vec<Vec<f32>> {
    let lines: Vec<LineFeatures> = paragraphs
        .iter()
        .map(|p| LineFeatures::new(&p.text))
        .collect();
    let n = lines.len();
    let run = densest_run(&lines);
    let words: Vec<Vec<u64>> = paragraphs
        .iter()
        .map(|p| tokens::hash_words(&p.text.to_lowercase()))
        .collect();
    let counts = |list: &mut dyn Iterator<Item = &Vec<u64>>| {
        let mut out: HashMap<u64, u32> = HashMap::new();
        for word in list.flatten() {
            *out.entry(*word).or_default() += 1;
        }
        out
    };
    let inside = counts(&mut words[run.clone()].iter());
    let everywhere = counts(&mut words.iter());
    let mut texts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (i, p) in paragraphs.iter().enumerate() {
        let entry = texts.entry(&p.text).or_insert((0, i));
        entry.0 += 1;
    }
    let first: HashSet<u64> = words
        .get(run.start)
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let mut so_far = vec![0.0_f32];
    let mut dense = vec![0.0_f32];
    for line in &lines {
        so_far.push(so_far.last().copied().unwrap_or(0.0) + line.words as f32);
        let worth = if line.ends_sentence && line.words >= 8 {
            line.words
        } else {
            0
        };
        dense.push(dense.last().copied().unwrap_or(0.0) + worth as f32);
    }
    let total = so_far[n].max(1.0);
    let segments = Segments::new(&lines, &dense);
    let marks: Vec<LineMarkers> = paragraphs
        .iter()
        .map(|p| LineMarkers::new(&p.text))
        .collect();
    let mut furniture = vec![0.0_f32];
    let mut replies = vec![0.0_f32];
    let mut dated = vec![0.0_f32];
    for (line, mark) in lines.iter().zip(&marks) {
        let add = |sums: &mut Vec<f32>, yes: bool| {
            sums.push(sums.last().copied().unwrap_or(0.0) + f32::from(u8::from(yes)));
        };
        add(&mut furniture, line.is_furniture);
        add(&mut replies, mark.reply);
        add(&mut dated, mark.date && line.words < 15);
    }
    let span = |sums: &[f32], from: usize, to: usize| sums[to.min(n)] - sums[from.min(n)];
    let mut rows = Vec::with_capacity(n);
    for (i, line) in lines.iter().enumerate() {
        let mut row = Vec::with_capacity(110);
        line.write_to(&mut row);
        row.push(f32::from(u8::from(paragraphs[i].after_blank_line)));
        row.push(f32::from(u8::from(
            paragraphs.get(i + 1).is_none_or(|p| p.after_blank_line),
        )));
        row.push(f32::from(u8::from(run.contains(&i))));
        row.push(i as f32 - run.start as f32);
        row.push(run.end as f32 - i as f32);
        row.push(
            span(&so_far, i.min(run.start), i.max(run.start))
                * if i < run.start { -1.0 } else { 1.0 },
        );
        row.push(
            span(&so_far, i.min(run.end), i.max(run.end)) * if i < run.end { -1.0 } else { 1.0 },
        );
        row.push(span(&so_far, run.start, run.end) / total);
        row.push(span(&so_far, run.start, run.end));
        row.push(so_far[i] / total);
        row.push(i as f32 / n as f32);
        row.push(total.ln());
        // How much of what is near is sentences.
        for reach in [2, 5, 10] {
            let (from, to) = (i.saturating_sub(reach), i);
            row.push(span(&dense, from, to) / span(&so_far, from, to).max(1.0));
            row.push(
                span(&dense, i + 1, i + 1 + reach) / span(&so_far, i + 1, i + 1 + reach).max(1.0),
            );
        }
        row.push(span(&dense, 0, i));
        row.push(span(&dense, i + 1, n));
        let (count, at) = texts
            .get(paragraphs[i].text.as_str())
            .copied()
            .unwrap_or((1, i));
        row.push(count as f32);
        row.push(f32::from(u8::from(at < i)));
        // Words that the article uses, too, counted without those of this paragraph.
        let own = words[i].len().max(1) as f32;
        let is_inside = u32::from(run.contains(&i));
        let long: Vec<&u64> = words[i]
            .iter()
            .filter(|w| everywhere.get(*w).is_some_and(|c| *c < 60))
            .collect();
        let shared = long
            .iter()
            .filter(|w| inside.get(**w).is_some_and(|c| *c > is_inside))
            .count();
        row.push(shared as f32 / own);
        row.push(shared as f32);
        row.push(words[i].iter().filter(|w| first.contains(w)).count() as f32 / own);
        segments.write(i, total, &mut row);
        row.push(span(&furniture, run.start.min(i), i));
        row.push(span(&furniture, i.saturating_sub(6), i));
        row.push(span(&furniture, i + 1, i + 7));
        row.push(span(&replies, 0, i));
        row.push(span(&replies, i.saturating_sub(6), i));
        row.push(span(&replies, i, i + 7));
        row.push(span(&dated, i.saturating_sub(5), i));
        row.push(span(&dated, i, i + 6));
        // The longest stretch of short lines since the run began, and back to it.
        let stretch = |from: usize, to: usize| {
            let mut best = 0;
            let mut now = 0;
            for line in &lines[from.min(n)..to.min(n)] {
                now = if is_short(line) { now + 1 } else { 0 };
                best = best.max(now);
            }
            best.min(60) as f32
        };
        row.push(if i >= run.start {
            stretch(run.start, i)
        } else {
            -stretch(i, run.start)
        });
        row.push(stretch(segments.first, i.max(segments.first)));
        for step in NEIGHBOUR_OFFSETS {
            match i.checked_add_signed(step).and_then(|k| lines.get(k)) {
                Some(other) => {
                    row.push((other.words as f32 + 1.0).ln());
                    row.push(f32::from(u8::from(other.ends_sentence)));
                    row.push(
                        f32::from(u8::from(other.is_furniture))
                            + 0.5 * f32::from(u8::from(other.begins_as_furniture)),
                    );
                    row.push(other.sentences as f32);
                }
                None => row.extend([-1.0; 4]),
            }
        }
        // Paragraphs since a short line without an end, and until the next.
        let short = is_short;
        row.push(
            (0..i)
                .rev()
                .take_while(|k| !short(&lines[*k]))
                .count()
                .min(20) as f32,
        );
        row.push(
            (i + 1..n)
                .take_while(|k| !short(&lines[*k]))
                .count()
                .min(20) as f32,
        );
        row.push(
            (0..i)
                .rev()
                .take_while(|k| short(&lines[*k]))
                .count()
                .min(20) as f32,
        );
        row.push((i + 1..n).take_while(|k| short(&lines[*k])).count().min(20) as f32);
        rows.push(row);
    }
    rows
}

fn is_short(line: &LineFeatures) -> bool {
    !line.ends_sentence && line.words < 9
}

/// Words that stand at comments and dates.
struct LineMarkers {
    reply: bool,
    date: bool,
}

impl LineMarkers {
    fn new(text: &str) -> LineMarkers {
        let short = text.chars().count() < 120;
        let lower = if short {
            text.to_lowercase()
        } else {
            String::new()
        };
        let reply = [
            "reply",
            "replies",
            "says:",
            "said:",
            " ago",
            "antworten",
            "répondre",
            "responder",
            "rispondi",
            "comment",
            "kommentar",
            "vote",
            "report abuse",
            "permalink",
            "log in to",
        ]
        .iter()
        .any(|w| lower.contains(w));
        LineMarkers {
            reply,
            date: lower.contains("20") || lower.contains(':'),
        }
    }
}

/// Stretches of paragraphs between which three or more short lines stand.
struct Segments {
    of: Vec<usize>,
    dense: Vec<f32>,
    lines: Vec<f32>,
    first: usize,
}

impl Segments {
    fn new(lines: &[LineFeatures], dense: &[f32]) -> Segments {
        let mut out = Segments {
            of: Vec::new(),
            dense: vec![0.0],
            lines: vec![0.0],
            first: 0,
        };
        let mut shorts = 0;
        for (i, line) in lines.iter().enumerate() {
            shorts = if is_short(line) { shorts + 1 } else { 0 };
            if shorts == 3 {
                out.dense.push(0.0);
                out.lines.push(0.0);
            }
            let at = out.dense.len() - 1;
            out.of.push(at);
            out.dense[at] += dense[i + 1] - dense[i];
            out.lines[at] += 1.0;
        }
        let first = out.dense.iter().position(|d| *d >= 80.0).unwrap_or(0);
        out.first = out.of.iter().position(|s| *s == first).unwrap_or(0);
        out
    }

    fn write(&self, i: usize, total: f32, row: &mut Vec<f32>) {
        let at = self.of[i];
        let here = self.dense[at];
        let most = self.dense.iter().copied().fold(0.0, f32::max);
        row.push(here);
        row.push(here / total);
        row.push(here / most.max(1.0));
        row.push(here / self.lines[at].max(1.0));
        row.push(self.dense[..at].iter().filter(|d| **d >= 60.0).count() as f32);
        row.push(self.dense[at + 1..].iter().filter(|d| **d >= 60.0).count() as f32);
        row.push(self.dense[..at].iter().copied().fold(0.0, f32::max));
        row.push(self.dense[at + 1..].iter().copied().fold(0.0, f32::max));
        row.push(self.dense[..at].iter().sum::<f32>());
        row.push(i as f32 - self.first as f32);
    }
}
