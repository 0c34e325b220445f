//! Makes foreign text harmless: what comes out may be drawn, printed and
//! stored. Done once, while loading, before any offset is counted.

/// Cleans running text. CRLF and CR read as LF; a leading BOM goes; tabs
/// become four blanks; control characters and escape sequences (CSI, OSC, DCS
/// and their bodies), bidirectional controls, invisible and tag characters,
/// variation selector 16 go; no more than 8 code points make one grapheme;
/// the rest is normalised to NFC. Line feeds stay.
#[must_use]
pub fn clean(raw: &str) -> String {
    unimplemented!("{raw}")
}

/// Cleans a name, a title or any other text of one line: as [`clean`], and
/// every run of white space becomes one blank, none at the ends.
#[must_use]
pub fn clean_line(raw: &str) -> String {
    unimplemented!("{raw}")
}

/// Tells whether a text holds nothing that [`clean`] would take out (line
/// feeds are allowed): what the view asserts before it draws.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    unimplemented!("{text}")
}
