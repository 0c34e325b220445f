//! The lines of a paste as paragraphs, whether they were wrapped or not.

use super::PastedParagraph;

/// Shortest line that can be the first half of a wrapped one, in characters.
const MIN_WRAPPED_CHARS: usize = 45;

/// Longest line of a text wrapped by hand or program.
const MAX_WRAPPED_CHARS: usize = 120;

/// Returns the paragraphs of a paste.
#[must_use]
pub fn read_paragraphs(text: &str) -> Vec<PastedParagraph> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    if is_wrapped(&lines) {
        return unwrap_lines(&lines);
    }
    let mut out: Vec<PastedParagraph> = Vec::new();
    let mut gap = false;
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            gap = true;
            continue;
        }
        out.push(PastedParagraph {
            text: line.to_owned(),
            after_blank_line: gap,
        });
        gap = false;
    }
    out
}

/// Returns `true` if lines end where a column ended, not where a paragraph did: most long
/// ones are about as long as the longest, and go on in the next line.
#[must_use]
pub fn is_wrapped(lines: &[&str]) -> bool {
    let lengths: Vec<usize> = lines.iter().map(|l| l.chars().count()).collect();
    let long: Vec<usize> = lengths
        .iter()
        .copied()
        .filter(|n| *n >= MIN_WRAPPED_CHARS)
        .collect();
    let Some(longest) = long.iter().max() else {
        return false;
    };
    if long.len() < 4 || *longest > MAX_WRAPPED_CHARS {
        return false;
    }
    let (mut goes_on, mut followed) = (0, 0);
    for (pair, length) in lines.windows(2).zip(&lengths) {
        if *length < MIN_WRAPPED_CHARS || pair[1].trim().is_empty() {
            continue;
        }
        followed += 1;
        let next = pair[1].trim_start().chars().next().unwrap_or(' ');
        let open = !pair[0].ends_with(['.', '!', '?', ':', '”', '"', '»', '…']);
        goes_on += usize::from(open || next.is_lowercase());
    }
    followed >= 4 && goes_on * 10 >= followed * 6
}

/// Joins wrapped lines. A paragraph ends at a blank line, at an indented line, and at a
/// line that ends a sentence well before the right edge.
fn unwrap_lines(lines: &[&str]) -> Vec<PastedParagraph> {
    let mut lengths: Vec<usize> = lines
        .iter()
        .map(|l| l.chars().count())
        .filter(|n| *n >= MIN_WRAPPED_CHARS)
        .collect();
    lengths.sort_unstable();
    let edge = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(72);
    let mut out: Vec<PastedParagraph> = Vec::new();
    let mut gap = false;
    let mut open = false;
    for line in lines {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            gap = true;
            open = false;
            continue;
        }
        let bullet = trimmed.starts_with(['•', '*', '–', '·']) || trimmed.starts_with("- ");
        match out.last_mut() {
            Some(last) if open && !bullet => join_line(&mut last.text, trimmed),
            _ => out.push(PastedParagraph {
                text: trimmed.to_owned(),
                after_blank_line: gap,
            }),
        }
        gap = false;
        // The next word would have fitted: the line was ended on purpose.
        let room = edge.saturating_sub(line.chars().count());
        open = room < 18 && line.chars().count() >= MIN_WRAPPED_CHARS.min(edge * 6 / 10);
    }
    out
}

/// Joins a line to the one before; a hyphen between two small letters goes.
pub fn join_line(text: &mut String, line: &str) {
    let hyphen = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && line.chars().next().is_some_and(char::is_lowercase);
    if text.ends_with('\u{ad}') || hyphen {
        text.pop();
    } else if !text.ends_with('-') || text.ends_with(" -") {
        text.push(' ');
    }
    text.push_str(line);
}
