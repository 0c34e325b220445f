//! Which blocks of a page are its article, and why the others are not.

use std::sync::LazyLock;

use super::ParsedPage;
use super::blocks::Block;
use crate::curate::article::OmissionReason;
use crate::curate::furniture;
use crate::curate::line::LineFeatures;
use crate::curate::meta::{authors, dates, printed};
use crate::curate::trees::TreeModel;

/// Trees of `sklearn`'s gradient boosting (120 trees, 10 ends each), trained on the blocks of
/// 291 pages of 204 outlets with their articles marked by hand; see `docs/curation.md`.
static MODEL: LazyLock<TreeModel> = LazyLock::new(|| TreeModel::parse(include_str!("page.model")));

/// From here on a block is article text. Chosen on the same pages by cross-validation: at
/// 0.3 one page in five keeps furniture, at 0.5 one in fourteen loses text.
const MIN_LIKELIHOOD: f32 = 0.4;

/// Share of the page's own `articleBody` from which a block is one of it.
const MIN_DECLARED_SHARE: f32 = 0.8;

/// Words of the declared body below which it is a summary.
const MIN_DECLARED_WORDS: usize = 150;

/// The verdict on one block.
#[derive(Clone, Copy, Debug)]
pub struct BlockVerdict {
    /// How likely it is to be article text.
    pub likelihood: f32,
    /// Why it is left out.
    pub omitted: Option<OmissionReason>,
}

/// Judges each block.
#[must_use]
pub fn classify(page: &ParsedPage) -> Vec<BlockVerdict> {
    let blocks = &page.blocks.blocks;
    let lines: Vec<LineFeatures> = blocks.iter().map(|b| LineFeatures::new(&b.text)).collect();
    let near = near_core(page, &lines);
    let declared = lines
        .iter()
        .enumerate()
        .filter(|(i, _)| page.votes.declared[*i] > MIN_DECLARED_SHARE)
        .map(|(_, l)| l.words)
        .sum::<usize>()
        >= MIN_DECLARED_WORDS;
    let title = page
        .candidates
        .title
        .first()
        .map(|t| authors::fold_name(t))
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
            MODEL.predict(&page.rows[i])
        } else {
            0.0
        };
        if declared && page.votes.declared[i] > MIN_DECLARED_SHARE && lines[i].words >= 8 {
            likely = likely.max(0.9);
        }
        let is_title = !title.is_empty() && authors::fold_name(&block.text) == title;
        let mut omitted = if likely > MIN_LIKELIHOOD {
            veto_reason(block, &lines[i], is_title)
        } else {
            Some(omission_reason(page, i, &lines[i], is_title, started))
        };
        // Between article and correction the page sets no tag; the words decide.
        if printed::is_correction(&block.text) && (likely > 0.1 || voted) {
            omitted = Some(OmissionReason::Correction);
        }
        started |= omitted.is_none() && lines[i].words >= 15;
        out.push(BlockVerdict {
            likelihood: likely,
            omitted,
        });
    }
    out
}

/// Returns why a block goes though the model would keep it.
fn veto_reason(block: &Block, line: &LineFeatures, is_title: bool) -> Option<OmissionReason> {
    if is_title {
        return Some(OmissionReason::Headline);
    }
    let linked = block.linked_chars as f32 / line.characters.max(1) as f32;
    if linked > 0.5 && furniture::is_teaser(&block.text) {
        return Some(OmissionReason::Related);
    }
    (line.is_furniture && line.words < 6).then_some(OmissionReason::Furniture)
}

/// Returns `true` for blocks within eight of one that an extractor keeps.
fn near_core(page: &ParsedPage, lines: &[LineFeatures]) -> Vec<bool> {
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
fn omission_reason(
    page: &ParsedPage,
    i: usize,
    line: &LineFeatures,
    is_title: bool,
    started: bool,
) -> OmissionReason {
    let block = &page.blocks.blocks[i];
    let near = |bit: u32| block.near_names >> bit & 1 == 1;
    let far = |bit: u32| block.far_names >> bit & 1 == 1;
    let inside = |bit: u32| block.ancestors >> bit & 1 == 1;
    let linked = block.linked_chars as f32 / line.characters.max(1) as f32;
    let lower = block.text.to_lowercase();
    let known = page.candidates.authors.iter().flatten();
    let names_author =
        known.clone().any(|a| block.text.contains(a.name.as_str())) && line.words < 25;
    if is_title {
        OmissionReason::Headline
    } else if lower.contains("cookie") || far(14) {
        OmissionReason::Cookies
    } else if inside(5) || inside(6) || near(6) && line.words > 2 {
        OmissionReason::Caption
    } else if names_author && !started
        || near(5)
        || printed::byline(&block.text).is_some()
        || (line.words < 14 && !started && dates::find_printed_date(&block.text).is_some())
    {
        OmissionReason::Byline
    } else if furniture::is_teaser(&block.text) || far(1) {
        OmissionReason::Related
    } else if near(2)
        || lower.contains("newsletter")
        || lower.contains("subscri")
        || lower.contains("sign up")
    {
        OmissionReason::Invitation
    } else if line.is_furniture {
        OmissionReason::Furniture
    } else if far(4) {
        OmissionReason::Comments
    } else if near(3) {
        OmissionReason::Advertisement
    } else if inside(0) || (linked > 0.8 && line.words < 12) {
        OmissionReason::Menu
    } else if (page.votes.balanced[i] > 0.5) != (page.votes.readable[i] > 0.5) {
        OmissionReason::Disputed
    } else {
        OmissionReason::Outside
    }
}
