//! Which blocks of a page are its article, and why the others are not.

use std::sync::LazyLock;

use super::Parsed;
use super::blocks::Block;
use crate::curate::article::Reason;
use crate::curate::furniture;
use crate::curate::line::Line;
use crate::curate::meta::{authors, dates, printed};
use crate::curate::trees::Trees;

/// Trees of `sklearn`'s gradient boosting (120 trees, 10 ends each), trained on the blocks of
/// 291 pages of 204 outlets with their articles marked by hand; see `docs/curation.md`.
static MODEL: LazyLock<Trees> = LazyLock::new(|| Trees::read(include_str!("page.model")));

/// From here on a block is article text. Chosen on the same pages by cross-validation: at
/// 0.3 one page in five keeps furniture, at 0.5 one in fourteen loses text.
const THRESHOLD: f32 = 0.4;

/// Share of the page's own `articleBody` from which a block is one of it.
const DECLARED: f32 = 0.8;

/// Words of the declared body below which it is a summary.
const MIN_DECLARED: usize = 150;

/// The verdict on one block.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// How likely it is to be article text.
    pub likely: f32,
    /// Why it is left out.
    pub omitted: Option<Reason>,
}

/// Judges each block.
#[must_use]
pub fn judge(page: &Parsed) -> Vec<Verdict> {
    let blocks = &page.blocks.blocks;
    let lines: Vec<Line> = blocks.iter().map(|b| Line::new(&b.text)).collect();
    let near = near_core(page, &lines);
    let declared = lines
        .iter()
        .enumerate()
        .filter(|(i, _)| page.votes.declared[*i] > DECLARED)
        .map(|(_, l)| l.words)
        .sum::<usize>()
        >= MIN_DECLARED;
    let title = page
        .readings
        .title
        .first()
        .map(|t| authors::folded(t))
        .unwrap_or_default();
    let mut out = Vec::with_capacity(blocks.len());
    let mut started = false;
    for (i, block) in blocks.iter().enumerate() {
        let voted = page.votes.balanced[i]
            .max(page.votes.precise[i])
            .max(page.votes.readable[i])
            .max(page.votes.declared[i])
            > 0.0;
        let mut likely = if voted || near[i] || lines[i].words >= 12 {
            MODEL.judge(&page.rows[i])
        } else {
            0.0
        };
        if declared && page.votes.declared[i] > DECLARED && lines[i].words >= 8 {
            likely = likely.max(0.9);
        }
        let is_title = !title.is_empty() && authors::folded(&block.text) == title;
        let mut omitted = if likely > THRESHOLD {
            overruled(block, &lines[i], is_title)
        } else {
            Some(reason(page, i, &lines[i], is_title, started))
        };
        // Between article and correction the page sets no tag; the words decide.
        if printed::is_correction(&block.text) && (likely > 0.1 || voted) {
            omitted = Some(Reason::Correction);
        }
        started |= omitted.is_none() && lines[i].words >= 15;
        out.push(Verdict { likely, omitted });
    }
    out
}

/// Returns why a block goes though the model would keep it.
fn overruled(block: &Block, line: &Line, is_title: bool) -> Option<Reason> {
    if is_title {
        return Some(Reason::Headline);
    }
    let linked = block.linked as f32 / line.characters.max(1) as f32;
    if linked > 0.5 && furniture::points_elsewhere(&block.text) {
        return Some(Reason::Related);
    }
    (line.furniture && line.words < 6).then_some(Reason::Furniture)
}

/// Returns `true` for blocks within eight of one that an extractor keeps.
fn near_core(page: &Parsed, lines: &[Line]) -> Vec<bool> {
    let n = lines.len();
    let core = |i: usize| {
        page.votes.balanced[i]
            .max(page.votes.precise[i])
            .max(page.votes.readable[i])
            .max(page.votes.declared[i])
            > 0.5
            && page.blocks.blocks[i].text.split_whitespace().count() >= 10
    };
    let mut near = vec![n <= 17; n];
    for i in (0..n).filter(|i| core(*i)) {
        for flag in &mut near[i.saturating_sub(8)..(i + 9).min(n)] {
            *flag = true;
        }
    }
    near
}

/// Returns the likeliest reason for which a block is no article text.
fn reason(page: &Parsed, i: usize, line: &Line, is_title: bool, started: bool) -> Reason {
    let block = &page.blocks.blocks[i];
    let near = |bit: u32| block.near >> bit & 1 == 1;
    let far = |bit: u32| block.far >> bit & 1 == 1;
    let inside = |bit: u32| block.inside >> bit & 1 == 1;
    let linked = block.linked as f32 / line.characters.max(1) as f32;
    let lower = block.text.to_lowercase();
    let known = page.readings.authors.iter().flatten();
    let names_author =
        known.clone().any(|a| block.text.contains(a.name.as_str())) && line.words < 25;
    if is_title {
        Reason::Headline
    } else if lower.contains("cookie") || far(14) {
        Reason::Cookies
    } else if inside(5) || inside(6) || near(6) && line.words > 2 {
        Reason::Caption
    } else if names_author && !started
        || near(5)
        || printed::byline(&block.text).is_some()
        || (line.words < 14 && !started && dates::printed(&block.text).is_some())
    {
        Reason::Byline
    } else if furniture::points_elsewhere(&block.text) || far(1) {
        Reason::Related
    } else if near(2)
        || lower.contains("newsletter")
        || lower.contains("subscri")
        || lower.contains("sign up")
    {
        Reason::Invitation
    } else if line.furniture {
        Reason::Furniture
    } else if far(4) {
        Reason::Comments
    } else if near(3) {
        Reason::Advertisement
    } else if inside(0) || (linked > 0.8 && line.words < 12) {
        Reason::Menu
    } else if (page.votes.balanced[i] > 0.5) != (page.votes.readable[i] > 0.5) {
        Reason::Disputed
    } else {
        Reason::Outside
    }
}
