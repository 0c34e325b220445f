//! placeholder
use std::ops::Range;
/// a
pub struct Anchor<'a> {
    /// a
    pub exact: &'a str,
    /// a
    pub prefix: &'a str,
    /// a
    pub suffix: &'a str,
    /// a
    pub range: Range<usize>,
}
/// a
pub enum Placed {
    /// a
    Here(Range<usize>),
    /// a
    Moved(Range<usize>),
    /// a
    Approximate(Range<usize>, u8),
    /// a
    Unplaced(Option<(Range<usize>, u8)>),
}
/// a
pub fn reanchor(anchor: &Anchor, _text: &str) -> Placed {
    Placed::Here(anchor.range.clone())
}
